"""Parts of pages that are read once and then only filled: what goes into them is escaped, all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes
from markupsafe import Markup
from msgspec import structs

from briefing.model import ConfigError, Sentence, Span
from briefing.render.fragments import ITEMS, TEMPLATE, Fragment
from briefing.render.jinja import escaped, visible
from briefing.render.view_models import SentenceIndex
from tests import ROOT
from tests.desks import RENDERER, assembled, drafted

HOSTILE = "<img src=x onerror='a'>\"&%s{0}</script>"


def fragments() -> Iterator[Fragment]:
    """Yield every fragment that the pages are made with."""
    for maker in (RENDERER.parts, RENDERER.rows, RENDERER.environment.globals["items"]):
        for value in vars(maker).values():
            for found in value.values() if isinstance(value, dict) else [value]:
                if isinstance(found, Fragment):
                    yield found


FRAGMENTS = {fragment.name: fragment for fragment in fragments()}


def environment(source: str) -> jinja2.Environment:
    loader = jinja2.FunctionLoader(lambda name: (source, name, None))
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


@pytest.mark.parametrize(
    ("name", "slot"), [(name, slot) for name, fragment in FRAGMENTS.items() for slot in fragment.slots]
)
def test_what_is_hostile_comes_out_escaped_in_every_slot(name: str, slot: str) -> None:
    fragment = FRAGMENTS[name]
    html = fragment(*(HOSTILE if other == slot else "x" for other in fragment.slots))
    assert str(markupsafe.escape(HOSTILE)) in html
    assert HOSTILE not in html
    assert "<img" not in html
    assert type(html) is Markup


def test_html_is_put_out_as_it_is_and_a_subtype_of_it_is_text() -> None:
    class Other(Markup):
        pass

    tag = Fragment(environment("{% macro tag(text) %}<b>{{ text }}</b>{% endmacro %}"), "tag", "text")
    assert tag(Markup("<i>")) == "<b><i></b>"
    assert tag(Other("<i>")) == "<b>&lt;i&gt;</b>"
    assert tag(7) == "<b>7</b>"


@given(st.text())
def test_text_is_escaped_as_in_templates(text: str) -> None:
    assert escaped(text) == str(markupsafe.escape(visible(text)))


def test_every_macro_of_the_file_is_filled_somewhere() -> None:
    folder = ROOT / "templates"
    there: set[tuple[str, str]] = set()
    for path in (folder / TEMPLATE, *(folder / ITEMS).glob("*.html")):
        parsed = jinja2.Environment(autoescape=True).parse(path.read_text("utf-8"))
        name = path.relative_to(folder).as_posix()
        there.update((name, macro.name) for macro in parsed.find_all(nodes.Macro))
    assert there == {(fragment.path, fragment.name) for fragment in FRAGMENTS.values()}


def test_the_layout_of_an_item_is_in_the_file_of_its_name() -> None:
    for fragment in FRAGMENTS.values():
        assert fragment.path in (TEMPLATE, f"{ITEMS}{fragment.name}.html")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "{% if text %}<b>{{ text }}</b>{% endif %}",
            "line 2: the fragment 'tag' has logic on its slot 'text'",
        ),
        ("{{ text|upper }}", "logic on its slot 'text'"),
        ("{{ text.upper() }}", "logic on its slot 'text'"),
        ("{% set other = text %}{{ other }}", "logic on its slot 'text'"),
        ("{% for part in text %}{{ part }}{% endfor %}", "logic on its slot 'text'"),
        ("{{ '%s' % text }}", "logic on its slot 'text'"),
        ("{{ '{n:,}'.format(n=text) }}", "puts a slot where a text cannot stand"),
    ],
)
def test_logic_on_a_slot_is_refused(body: str, said: str) -> None:
    source = f"\n{{% macro tag(text) %}}{body}{{% endmacro %}}"
    with pytest.raises(ConfigError) as caught:
        Fragment(environment(source), "tag", "text")("x")
    assert said in str(caught.value)
    assert TEMPLATE in str(caught.value)


def test_a_slot_that_is_not_known_and_a_macro_that_is_missing_are_told() -> None:
    made = environment("{% macro tag(words) %}{{ words }}{% endmacro %}")
    with pytest.raises(ConfigError, match="has a slot 'words'; its slots are: text"):
        Fragment(made, "tag", "text")("x")
    with pytest.raises(ConfigError, match="the fragment 'quote' is missing"):
        Fragment(made, "quote", "text")("x")


def test_slots_stand_in_any_order_and_as_often_as_a_template_likes() -> None:
    made = environment("{% macro link(href, text) %}{{ text }}: {{ href }}, {{ text }} 100%{% endmacro %}")
    assert Fragment(made, "link", "text", "href")("t", "h") == "t: h, t 100%"


@pytest.mark.parametrize(
    ("body", "html"), [("", ""), ("left out", "left out"), ("{{ text }}{{ text }}", "&lt;&lt;")]
)
def test_a_template_may_leave_a_slot_out_or_repeat_it(body: str, html: str) -> None:
    made = environment(f"{{% macro tag(text) %}}{body}{{% endmacro %}}")
    assert Fragment(made, "tag", "text")("<") == html


def test_a_desk_may_have_fragments_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / TEMPLATE
    own.parent.mkdir()
    source = (ROOT / "templates" / TEMPLATE).read_text("utf-8")
    own.write_text(source.replace("<mark>", '<mark class="ours">'), "utf-8")
    renderer = type(RENDERER)(ROOT / "templates")
    renderer.environment.loader = jinja2.FileSystemLoader([tmp_path, ROOT / "templates"])
    desk = assembled([drafted("Anna Berg said on Monday that the door was open.")])
    entry = desk.entries[0]
    shown = renderer.row("statement", entry, entry.brief.statements[0], "../")
    assert '<mark class="ours">' in shown
    assert type(shown) is str


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, r"the template pages/fragments\.html is missing"),
        ("{% macro tag(text) %}", r"the template pages/fragments\.html is broken"),
        ("{% macro status(status, text) %}{{ words.nowhere }}{% endmacro %}", "nowhere"),
    ],
)
def test_a_row_says_what_is_wrong_with_the_templates(source: str | None, said: str, tmp_path: Path) -> None:
    if source is not None:
        (tmp_path / TEMPLATE).parent.mkdir()
        (tmp_path / TEMPLATE).write_text(source, "utf-8")
    renderer = type(RENDERER)(ROOT / "templates")
    renderer.environment.loader = jinja2.FileSystemLoader(tmp_path)
    entry = drafted("It was a quiet day.")
    undated = structs.replace(entry.brief, summary=(), source=structs.replace(entry.brief.source, date=None))
    with pytest.raises(ConfigError, match=said):
        renderer.row("card", structs.replace(entry, brief=undated), "../")


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=12),
    st.integers(0, 90),
    st.integers(1, 40),
)
def test_sentences_of_a_place_are_those_that_it_overlaps(
    steps: list[tuple[int, int]], start: int, length: int
) -> None:
    sentences, at = [], 0
    for index, (gap, size) in enumerate(steps):
        sentences.append(Sentence(index=index, paragraph=0, span=Span(at + gap, at + gap + size)))
        at += gap + size
    span = Span(start, start + length)
    assert list(SentenceIndex(sentences).touched(span)) == [
        s.index for s in sentences if s.span.overlaps(span)
    ]
