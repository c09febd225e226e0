"""Law one: an item's words are at its place, but for [insertions] and cuts marked […]."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import NO_REFERENCE, Article, Brief, GroundingError, Point, Span, Spans, grounding
from briefing.storage import seed_files
from briefing.text import sentences

SOURCE = "He said [sic] that it works. She [Ann] agreed, and left."


@pytest.mark.parametrize(
    ("text", "spans", "good"),
    [
        ("He said", ((0, 7),), True),
        ("He [Bob] said", ((0, 7),), True),
        ("[Bob] He said", ((0, 7),), True),
        ("He [Bob], who", ((0, 7),), False),
        ("He said [sic] that", ((0, 18),), True),
        ("He [Bob] said [sic] that", ((0, 18),), True),
        ("He said that", ((0, 18),), False),
        ("He said […] it works", ((0, 7), (19, 27)), True),
        ("it works […] He said", ((19, 27), (0, 7)), False),
        ("He said", ((0, 900),), False),
        ("he said", ((0, 7),), False),
        ("He said [unclosed", ((0, 7),), False),
    ],
)
def test_words_and_places(text: str, spans: tuple[tuple[int, int], ...], good: bool) -> None:
    at = Spans(msgspec.convert(spans, tuple[tuple[int, int], ...]))
    at = Spans(type(Spans.one(0, 1)[0])(*span) for span in at)
    assert grounding.holds(text, SOURCE, at) is good


@pytest.mark.parametrize(
    ("text", "source", "good"),
    [
        ("Sergey [Shoi]  hoigu came", "Sergey  hoigu came", True),  # the space before is the insertion's
        ("Sergey [Shoi]   hoigu came", "Sergey  hoigu came", False),
        ("[Sergey]  Shoigu came", " Shoigu came", True),
        ("He [Bob] [sic] said", "He [sic] said", True),
        ("He [Bob] and [Ann] said", "He  and said", True),
        ("[ Anna Berg [A] said", "[ Anna Berg said", True),  # a bracket of the source that nothing closes
        ("[ Anna [A] said", "said", False),
        ("He [Bob] and [Ann] said", "Heand said", False),
        ("[a] " * 300 + "b", "b", True),
        ("[a] " * 300 + "b", "c", False),
    ],
)
def test_the_space_beside_an_insertion(text: str, source: str, good: bool) -> None:
    assert grounding.holds(text, source, Spans.one(0, len(source))) is good


def test_the_seed_is_verbatim(seed_brief: Brief, seed_article: Article) -> None:
    assert grounding.check(seed_brief, seed_article) == []


def test_a_changed_word_is_found(seed_brief: Brief, seed_article: Article) -> None:
    point = msgspec.structs.replace(seed_brief.summary[0], text="Something else")
    changed = msgspec.structs.replace(seed_brief, summary=(point,))
    with pytest.raises(GroundingError, match="word for word"):
        grounding.require(changed, seed_article, "x.yml")


NEWS = (
    "President Xi Jinping said that China and the US , in Beijing on Friday . “ ” ‘ ’ 's He told Reuters : Mr. "
    "Smith’s visit 1962 the Cold War Today however \n 3 May 2020 \U0001f600 é ( NATO ) – … [sic] Moscow fears"
)
WORDS = st.sampled_from(NEWS.split(" "))


@given(st.lists(WORDS, min_size=1, max_size=60))
def test_every_quote_of_any_text_is_verbatim(words: list[str]) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    article = seed_files.article(text.encode(), "2024-05-03-x", "x")
    brief = pipeline.draft(article, lexicon.load(), NO_REFERENCE)
    assert grounding.check(brief, article) == []


@pytest.mark.parametrize("words", ["A headline", "\n\n", "\u200b"])
def test_words_that_no_sentence_holds_are_no_quote(words: str) -> None:
    article = seed_files.article(
        "---\ntitle: A headline\n---\nLee said \u200b that it rained.\n\nIt rained.\n".encode(), "x", "x"
    )
    start = article.text.index(words)
    at = Spans.one(start, start + len(words))
    assert not grounding.holds(words, article.text, at, article.body)
    point = Point(id="p", text=words, at=at)
    brief = Brief(slug="x", title="X", source=article.source, summary=(point,))
    with pytest.raises(GroundingError, match=r"has no place|the source says") as caught:
        grounding.require(brief, article, "x.yml", lambda path: 7 if path == "summary/p" else 0)
    assert caught.value.where == "x.yml:7"


@given(
    st.text(st.sampled_from('ab. \n\t\u200b\ufeff\u00ad•—*"“\u2800\U000e0100'), min_size=1, max_size=40),
    st.data(),
)
def test_every_quote_that_holds_touches_a_sentence(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(1, len(text)))
    start = data.draw(st.integers(0, end - 1))
    if grounding.holds(text[start:end], text, Spans.one(start, end)):
        split = sentences.split(text, Span(0, len(text)), lexicon.load())
        assert any(sentence.span.overlaps(Span(start, end)) for sentence in split)
