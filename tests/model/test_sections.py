"""Every section and every field of a brief is grounded, checked, compared, merged, searched and shown.

The brief is made of the model's own types: a section or a field that is added tomorrow is in it, and fails
here where one of these does not know it.  What a field may lack is named below, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

import msgspec
import pytest
from msgspec.structs import fields, replace

from briefing import lexicon
from briefing.model import (
    Actor,
    Analysis,
    Article,
    Brief,
    Embargo,
    Span,
    Spans,
    When,
    grounding,
    sections,
)
from briefing.render.brief_page import brief_page
from briefing.render.search import piece
from briefing.render.view_models import SentenceIndex as Sentences
from briefing.render.view_models import cited_sentences
from briefing.review import checks, diff, merge
from briefing.review.session.items import described, items
from briefing.storage import briefs, desk, record_yaml, reference_files, seed_files
from briefing.storage.yaml_positions import YamlPositions
from tests import ROOT
from tests.desks import RENDERER, SITE, bare

TEXT = " ".join(f"On the{n} morning{n} the harbour{n} opened{n}." for n in range(200))
REFERENCE = reference_files.read_reference(ROOT)
EPISODE = REFERENCE.eras[0].episodes[0].id
SLUG = "2025-03-01-filled"
INVENTED = "Nobody ever wrote this"

FREE = {
    "Brief.slug", "Brief.former_slugs", "Brief.publish_after",  # names of files, a time
    "Brief.title", "Brief.notes", "Approval.by",  # people's own words
    "Brief.drafted", "Approval.of",  # hashes
    "Source.sha256", "Source.title", "Source.publisher", "Source.url", "Source.author", "Source.language",
    "Source.tags", "Source.original_sha256",  # facts of the seed's front matter
    "Assessment.judgement", "Assessment.likelihood", "Assessment.so_what", "Assessment.would_change",
    "Assessment.gaps", "Correction.note", "Conflict.path", "Conflict.machine", "Conflict.held",
    "Actor.country", "Actor.era", "Actor.known_as", "Actor.wikidata", "Actor.inferred",  # the reference's
    "When.era", "Comparison.era", "Comparison.theme", "Parallel.reasons",  # keys of the lexicon
}  # fmt: skip
"""Texts that do not claim to be the source's."""
SILENT = {
    "Actor.salience", "Actor.inferred",  # how much it weighs, where it comes from
    "When.precision", "When.offset",  # the bounds say it; it stands where there are none
    "Source.original_sha256", "Brief.drafted", "Approval.of",
}  # fmt: skip
"""What no reader sees: no difference in it is told; nor is one in places, ids and what is open."""
HIDDEN = SILENT | {
    "Brief.former_slugs",  # old addresses lead on
    "Source.sha256", "Source.language",  # an attribute, not a word
    "Actor.country", "Actor.wikidata", "Actor.era", "Comparison.era", "Comparison.theme", "When.era",
    "When.text",  # shown as the day that it means
    "Outlook.speaker_text", "Figure.speaker_text",
    "Role.of", "Event.actors", "Statement.speaker_text",  # on the actor's page; the id goes before
    "Parallel.episode", "Conflict.path", "Conflict.machine", "Conflict.held",
}  # fmt: skip
"""Texts that the page of a brief does not show as they are."""
MACHINE = {"Brief.schema_version", "Brief.slug", "Source.sha256", "Brief.drafted"}
"""Facts of the file, which nobody edits."""


class Leaf(NamedTuple):
    """A field of a brief that holds no struct."""

    path: tuple[str | int, ...]
    owner: type[msgspec.Struct]
    name: str
    value: Any

    @property
    def key(self) -> str:
        return f"{self.owner.__name__}.{self.name}"

    def __str__(self) -> str:
        return "/".join(map(str, self.path))


class Filler:
    """Makes a value of every type of the model, each quote with a place of its own."""

    def __init__(self) -> None:
        self.number = 0

    def quote(self) -> tuple[str, Spans]:
        self.number += 1
        words = f"harbour{self.number} opened{self.number}"
        start = TEXT.index(words + ".")
        return words, Spans.one(start, start + len(words))

    def struct(self, kind: type[msgspec.Struct], prefix: str = "") -> Any:
        values = {field.name: self.value(kind, field.name, field.type) for field in fields(kind)}
        if "at" in values:
            name = "text" if "text" in values else "title"
            values[name], values["at"] = self.quote()
        if kind is Actor:
            values["name"], values["mentions"] = self.quote()
            values["inferred"] = ("country",)
        if "id" in values:
            values["id"] = f"{prefix}-{self.number}"
        return kind(**values)

    def value(self, owner: type, name: str, annotation: Any) -> Any:
        said = sections.typed(annotation)
        fixed = {"When.latest": date(2025, 1, 2), "Parallel.episode": EPISODE, "Brief.schema_version": 2}
        if name == "occurrence":
            return None
        if (key := f"{owner.__name__}.{name}") in fixed:
            return fixed[key]
        if name == "actors" and owner is not Brief:
            return ("one", "two")
        if owner is Brief and name in sections.SECTION:
            return tuple(self.struct(said.kind, name) for _ in range(sections.SECTION[name].above + 1))
        if said.struct:
            made = self.struct(said.kind, name)
        elif said.holds:
            made = "one" if said.holds == "actor" else self.quote()[0]
        elif get_origin(said.kind) is Literal:
            made = next(v for v in get_args(said.kind) if v not in ("draft", "retracted", "current", "said"))
        else:
            samples = {
                bool: True,
                int: 3,
                Embargo: Embargo("2025-01-01"),
                date: date(2025, 1, 1),
                Spans: Spans(),
            }
            made = samples.get(said.kind) or (
                "DE" if name == "country" else f"own-{name.replace('_', '-')}-words"
            )
        return (made,) if said.many else made


def filled() -> Brief:
    """Return a brief with every section and every field of the model."""
    made: Brief = Filler().struct(Brief)
    one = replace(made.actors[0], id="one", kind="person")
    known = Actor(id="two", name="morning199", mentions=Spans.one(TEXT.index("morning199"), len(TEXT) - 26))
    source = replace(made.source, sha256=ARTICLE.source.sha256, url="https://example.org/")
    one = replace(one, roles=(replace(one.roles[0], of="two"),))
    return replace(made, slug=SLUG, source=source, conflicts=(), struck=(), actors=(one, known))


def leaves(value: msgspec.Struct, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    for field in fields(type(value)):
        here, at = getattr(value, field.name), (*path, field.name)
        if isinstance(here, msgspec.Struct):
            yield from leaves(here, at)
        elif (
            isinstance(here, tuple)
            and here
            and isinstance(here[0], msgspec.Struct)
            and not isinstance(here, Spans)
        ):
            for number, inner in enumerate(here):
                yield from leaves(inner, (*at, number)) if number == 0 else ()
        else:
            yield Leaf(at, type(value), field.name, here)


def put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """Return a value with something else at a path."""
    if not path:
        return new
    head, *rest = path
    if isinstance(head, int):
        return (*value[:head], put(value[head], tuple(rest), new), *value[head + 1 :])
    return replace(value, **{head: put(getattr(value, head), tuple(rest), new)})


def other(leaf: Leaf) -> Any:
    """Return another value for a leaf."""
    kind = sections.typed(next(f.type for f in fields(leaf.owner) if f.name == leaf.name)).kind
    if get_origin(kind) is Literal:
        return next(v for v in get_args(kind) if v != leaf.value and v != "retracted")
    if isinstance(leaf.value, bool | int):
        return not leaf.value if isinstance(leaf.value, bool) else leaf.value + 1
    if isinstance(leaf.value, date):
        return date(2024, 12, 31)
    if leaf.name == "country":
        return "FR"
    return (INVENTED,) if isinstance(leaf.value, tuple) else INVENTED


ARTICLE: Article = seed_files.article(TEXT.encode(), SLUG, SLUG)
BRIEF = filled()
LEAVES = [leaf for leaf in leaves(BRIEF) if leaf.name not in ("conflicts", "struck", "occurrence")]
TEXTS = [
    leaf
    for leaf in LEAVES
    if not isinstance(other(leaf), bool | int | date)
    and get_origin(sections.typed(next(f.type for f in fields(leaf.owner) if f.name == leaf.name)).kind)
    is not Literal
]
WORDS = [leaf for leaf in TEXTS if leaf.name not in ("id", "at") and not isinstance(leaf.value, Spans)]


def found(brief: Brief, *rules: str) -> list[str]:
    text = record_yaml.dump_yaml(brief)
    record = checks.RecordFile(
        path=Path("x.yml"), text=text, brief=brief, article=ARTICLE, places=YamlPositions(text)
    )
    given = checks.CheckContext(today=date(2030, 1, 1), words=lexicon.load(), reference=REFERENCE)
    return [problem.what for problem in checks.of_record(record, given) if problem.rule in rules]


def test_the_table_has_every_list_of_a_brief() -> None:
    lists = {field.name for field in fields(Brief) if get_origin(field.type) is tuple}
    assert set(sections.SECTION) == lists - {
        "approvals",
        "corrections",
        "conflicts",
        "struck",
        "former_slugs",
    }
    assert {section.name for section in sections.FOUND} <= set(Analysis.__struct_fields__)
    assert len(sections.OF_ITEM) == len(sections.SECTIONS)


def test_nothing_of_the_brief_is_empty_and_nothing_is_wrong() -> None:
    assert [str(leaf) for leaf in LEAVES if leaf.value in (None, "", ())] == []
    assert grounding.check(BRIEF, ARTICLE) == []
    assert found(BRIEF, "quotes", "ids", "references") == []
    assert record_yaml.load_yaml(record_yaml.dump_yaml(BRIEF), "x") == bare(BRIEF)


@pytest.mark.parametrize("leaf", WORDS, ids=str)
def test_an_invented_word_is_found(leaf: Leaf) -> None:
    """It stops the build, or it is an id that leads nowhere; `check` names it in either case."""
    if leaf.key in FREE:
        return
    brief = put(BRIEF, leaf.path, other(leaf))
    held = sections.typed(next(f.type for f in fields(leaf.owner) if f.name == leaf.name)).holds
    if held != "actor" and leaf.key != "Parallel.episode":
        problems = grounding.check(brief, ARTICLE)
        assert [problem.text for problem in problems] == [INVENTED], f"{leaf.key} is not grounded"
    assert found(brief, "quotes", "references"), f"{leaf.key} is not checked"


@pytest.mark.parametrize("leaf", [leaf for leaf in LEAVES if isinstance(leaf.value, Spans)], ids=str)
def test_a_place_outside_of_the_text_is_found(leaf: Leaf) -> None:
    brief = put(BRIEF, leaf.path, Spans.one(90_000, 90_001))
    assert grounding.check(brief, ARTICLE)
    assert found(brief, "quotes")


@pytest.mark.parametrize("leaf", [leaf for leaf in LEAVES if leaf.name == "at"], ids=str)
def test_words_without_a_place_are_found(leaf: Leaf) -> None:
    brief = put(BRIEF, leaf.path, Spans())
    assert grounding.check(brief, ARTICLE)


@pytest.mark.parametrize("section", sections.ITEMS, ids=lambda section: section.name)
def test_an_id_that_stands_twice_is_found(section: sections.Section) -> None:
    item = getattr(BRIEF, section.name)[0]
    assert found(replace(BRIEF, **{section.name: (item, item)}), "ids")


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_a_change_is_told(leaf: Leaf) -> None:
    if leaf.key in SILENT | MACHINE or leaf.name == "id" or isinstance(leaf.value, Spans):
        return
    after = put(BRIEF, leaf.path, other(leaf))
    before = briefs.entry(BRIEF, ARTICLE, lexicon.load())
    change = diff.compare(before, replace(before, brief=after))
    assert change is not None, f"no difference in {leaf.key} is told"
    assert diff.note([change], "a", "b")


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_an_edit_is_kept_and_the_machine_writes_what_nobody_touched(leaf: Leaf) -> None:
    if leaf.key in MACHINE or leaf.name in ("id", "episode") or isinstance(leaf.value, Spans):
        return
    after = put(BRIEF, leaf.path, other(leaf))
    made = merge.merge(None, None, BRIEF, ARTICLE)
    kept = merge.merge(replace(after, drafted=made.record.drafted), made.ledger, BRIEF, ARTICLE).record
    assert nameless(kept) == nameless(after), f"an edit of {leaf.key} is lost"
    if leaf.owner not in (Brief, type(BRIEF.source), type(BRIEF.corrections[0]), type(BRIEF.approvals[0])):
        draft = replace(made.record, status="draft"), made.ledger
        followed = merge.merge(*draft, replace(after, status="draft"), ARTICLE).record
        assert nameless(followed) == nameless(replace(after, status="draft")), f"{leaf.key} does not follow"


def nameless(brief: Brief) -> Brief:
    """Return what a file says of a brief, but for what binds it to the machine's file."""
    return bare(replace(brief, drafted="", struck=(), conflicts=()))  # type: ignore[no-any-return]


def claims() -> Iterator[tuple[sections.Section, Any, Spans]]:
    """Yield section, item and place of each quote, found by the types, but for dates."""

    def of(value: Any) -> Iterator[Spans]:
        for field in fields(type(value)):
            here = getattr(value, field.name)
            if field.name == "at":
                yield here
            for inner in here if isinstance(here, tuple) else (here,):
                if isinstance(inner, msgspec.Struct) and not isinstance(inner, Span | When):
                    yield from of(inner)

    for section in sections.SECTIONS:
        for item in getattr(BRIEF, section.name):
            yield from ((section, item, at) for at in of(item))


def test_every_quote_is_searched_and_cited() -> None:
    entry = briefs.entry(BRIEF, ARTICLE, lexicon.load())
    cited = cited_sentences(entry, Sentences(entry.sentences))
    shown = {number - 1: item for number, _, item, *_ in piece(entry, {}, "cited").shown[4]}  # type: ignore[attr-defined]
    for section, item, at in claims():
        here = {sentence.index for sentence in entry.sentences_of(at[0])}
        assert here <= cited, f"a source page in quotations leaves out a sentence of {section.name}"
        if section.item is not Actor:  # actors are found by their names
            assert [shown.get(index) for index in here] == [item.id], f"{section.name} are not searched"


def test_everything_is_shown_on_the_page() -> None:
    entry = briefs.entry(BRIEF, ARTICLE, lexicon.load())
    made = desk.assemble([entry], REFERENCE, SITE)
    body = brief_page(entry, made, RENDERER).body
    lost = [
        str(leaf)
        for leaf in WORDS
        if leaf.key not in HIDDEN
        and not any(
            str(word) in body for word in (leaf.value if isinstance(leaf.value, tuple) else [leaf.value])
        )
    ]
    assert lost == []
    for section in sections.SECTIONS:
        assert f'href="#{section.part}"' in body, f"{section.name} is not in the contents"
        assert f'id="{section.part}"' in body
    for section in sections.ITEMS:
        if section.item is not Actor:
            assert f'id="{getattr(BRIEF, section.name)[0].id}"' in body


def test_everything_is_read_through_in_the_terminal() -> None:
    there = {item.path for item in items(BRIEF)}
    for section in sections.ITEMS:
        item = getattr(BRIEF, section.name)[0]
        assert f"{section.name}/{item.id}" in there
        assert set(section.edited) <= {*type(item).__struct_fields__, *When.__struct_fields__}
    for item in items(BRIEF):
        told = "\n".join(described(BRIEF, item))
        assert item.section == "" or sections.SECTION[item.section].label in told
