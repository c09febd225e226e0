"""Phrases of the lexicon among the words of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.lexicon.phrase_matcher import Phrases
from briefing.model import Span
from briefing.text.tokens import concordance, tokenize

TABLE = Phrases(
    exact=[("as of", "as-of"), ("not ... but", "gap"), ("the? wall", "wall"), ("of", "of"), ("as", "as")],
    inflected=[("tear down/up", "tear"), ("wall", "walls")],
)
WORDS = st.sampled_from(["as", "of", "not", "but", "the", "wall", "walls", "tear", "down", ".", ";", "x"])


def words(text: str) -> tuple[str, ...]:
    return tuple(token.lower for token in tokenize(text, Span(0, len(text))))


def test_choices_gaps_and_what_may_be_missing() -> None:
    found = TABLE.find(words("Not a door, but the walls as of old"))
    assert [(m.first, m.end, m.row) for m in found] == [
        (0, 5, "gap"),
        (6, 7, "walls"),
        (7, 8, "as"),
        (7, 9, "as-of"),
        (8, 9, "of"),
    ]


@given(st.lists(st.lists(WORDS, max_size=9), max_size=6))
def test_a_whole_text_gives_what_its_sentences_give(sentences: list[list[str]]) -> None:
    text = concordance(tuple(row) for row in sentences)
    alone = [
        (text.opens[number] + m.first, text.opens[number] + m.end, m.row)
        for number, row in enumerate(sentences)
        for m in TABLE.find(row)
    ]
    assert [tuple(match) for match in TABLE.find_all(text)] == alone


@given(st.lists(st.lists(WORDS, max_size=9), max_size=6))
def test_a_concordance_tells_where_each_word_stands(sentences: list[list[str]]) -> None:
    asked = frozenset(("wall", "of", "nowhere"))
    found = concordance(tuple(row) for row in sentences).tokens_of(asked)
    expected = {n: [at for at, word in enumerate(row) if word in asked] for n, row in enumerate(sentences)}
    assert found == {number: places for number, places in expected.items() if places}


def test_the_longest_phrase_with_which_words_begin() -> None:
    assert TABLE.opening(["as", "of", "now"]) == 2
    assert TABLE.opening(["now", "as", "of"]) == 0
    assert TABLE.opening([]) == 0
