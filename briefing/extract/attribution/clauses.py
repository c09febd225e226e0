"""Tokens -> the characters of a clause, and whether tokens are a clause at all."""

from __future__ import annotations

from typing import Literal, NamedTuple

from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import Mode, Span

ContentRule = Literal[
    "accusation", "as-told-first", "as-told-last", "bare-clause", "clause-verb", "clause-verb-clause",
    "colon-clause", "gap", "infinitive", "named", "object", "order", "quote-in-clause", "quote-verb",
    "seen-as", "split-quote", "that-clause", "verb-quote", "wh-clause",
]  # fmt: skip
"""Where the content was found, seen from its verb."""
_NO_SUBJECT = frozenset((",", ".", ";", ":", "to", "and", "but", "or", "as", "by", "of", "than"))
_JOINING = frozenset(("and", "or", "than", "as"))
_SHORT: frozenset[ContentRule] = frozenset(("object", "infinitive", "seen-as", "accusation", "order"))
_CLAUSES = frozenset(
    ("but", "while", "which", "although", "though", "whereas", "as", "because", "after", "who")
)
_BREAKS = frozenset((",", ":", "—", "–", "(", "to"))


class Content(NamedTuple):
    """Spans of the content, how it is given, and what was between it and the verb."""

    spans: list[Span]
    mode: Mode
    rule: ContentRule
    between: tuple[int, int] = (0, 0)
    """Tokens between the verb and the content: hearer and occasion."""
    quotation: int = -1


def finite(scene: Scene, line: Line, start: int, end: int, trusted: bool = True, lone: bool = False) -> bool:
    """Return whether the tokens hold a clause: a noun phrase and a finite verb after it.

    Where the verb before is not `trusted` to bring a clause, the finite verb must come before any
    comma or further clause, so that "announced a plan which would" is none.  With `lone`, words that
    start as a noun phrase are enough even if no finite verb is recognised.
    """
    low, words = line.low, scene.words
    while end > start and low[end - 1] in (".", "!", "?"):
        end -= 1
    if end - start < 2 or low[start] in _NO_SUBJECT:
        return False
    if low[start] in words.preposition and not trusted:
        return False
    for here in range(start + 1, end):
        word, before = low[here], low[here - 1]
        if word == ";":
            return False
        if not trusted and (word in _BREAKS or word in words.relative or word in words.subordinator):
            return False
        if not trusted and word in words.subject and word not in words.determiner and before not in _JOINING:
            return False  # "found a crack they said could widen" is a noun with its clause
        if word in words.finite or (word in ("'s", "’s") and (before in words.subject or before == "that")):
            return before != "to"
        if before in words.determiner or before in words.preposition or line.tokens[here].text[:1].isupper():
            continue
        if word.endswith("ed") and len(word) > 4:
            return True
        cue = words.cues.get(word)
        if cue is not None and not cue.noun and word != cue.lemma and not word.endswith("ing"):
            return True
    if not lone or end - start < 3 or low[start + 1] in words.preposition:
        return False
    return low[start] in words.subject or (
        end - start >= 4 and (low[start] in words.determiner or line.tokens[start].text[:1].isupper())
    )


def clause(
    scene: Scene, line: Line, start: int, end: int, rule: ContentRule, between: tuple[int, int], quote: int
) -> Content | None:
    """Return the tokens from `start` as content, with the rest of a quotation that runs on."""
    stop = start
    while stop < end and (quote < 0 or line.quoted[stop] == quote):
        stop += 1
    stop = _before_label(scene, line, start, stop)
    if rule in _SHORT:
        stop = _phrase_stop(line, start, stop, rule)
    while quote >= 0 and stop > start + 1 and line.low[stop - 1] in MARKS:
        stop -= 1
    span = trimmed(line, start, stop)
    if span is None:
        return None
    last = line.quoted[stop - 1]
    if quote < 0 and last >= 0:
        quotation = scene.quotations[last]
        if quotation.outer.end > line.tokens[-1].end and rule != "object":
            parts = [Span(span.start, quotation.parts[0].end), *quotation.parts[1:]]
            return Content(parts, "mixed", rule, between, last)
    return Content([span], mode_of(line, start, stop, quote), rule, between, last if last != quote else -1)


def _before_label(scene: Scene, line: Line, start: int, stop: int) -> int:
    """Return where the reporter's own label begins: "he will not run, a claim that his rivals doubt"."""
    for here in range(start + 2, stop - 2):
        if (
            line.low[here] == ","
            and line.low[here + 1] in ("a", "an")
            and line.quoted[here + 1] == line.quoted[start - 1]
        ):
            end = here + 2
            while (
                end < stop - 1
                and line.low[end] not in scene.words.nouns
                and line.low[end] not in scene.words.bounds
            ):
                end += 1
            if line.low[end] in scene.words.nouns and line.low[end + 1 : end + 2] == ("that",):
                return here
    return stop


def _phrase_stop(line: Line, start: int, stop: int, rule: ContentRule) -> int:
    """Return where content without a finite clause ends: an object at a comma, others at a clause."""
    for here in range(start + 1, stop - 1):
        if rule == "object" and line.low[here] in ("which", "who"):
            return here
        if line.low[here] == "," and (rule == "object" or line.low[here + 1] in _CLAUSES):
            return here
    return stop


def mode_of(line: Line, start: int, end: int, quote: int) -> Mode:
    """Return whether the tokens are quoted wholly, in part or not at all."""
    if {-1, quote}.issuperset(line.quoted[start:end]):
        return "indirect"
    inner = [
        line.quoted[here] not in (-1, quote) for here in range(start, end) if line.low[here][:1].isalnum()
    ]
    if inner and all(inner):
        return "direct"
    return "mixed" if any(inner) else "indirect"


def trimmed(line: Line, start: int, end: int) -> Span | None:
    """Return the characters of the tokens without commas, conjunctions and full stops at the ends."""
    low = line.low
    while start < end and (low[start] in (",", ";", ":", "—", "–", "-", ".")):
        start += 1
    while end > start and low[end - 1] in (",", ";", ":", "—", "–", "-", ".", "and", "but", "while"):
        end -= 1
    if end - start < 1:
        return None
    while (
        end - start > 2
        and low[start] in MARKS
        and low[end - 1] in MARKS
        and line.quoted[start] == line.quoted[end - 1]
    ):
        start, end = start + 1, end - 1
        while end > start and low[end - 1] in (",", ";"):
            end -= 1
    return Span(line.tokens[start].start, line.tokens[end - 1].end)


def find_word(line: Line, word: str, start: int, stop: int, size: int) -> int:
    """Return the token after `start` that is `word`, or -1."""
    for here in range(start + 1, min(stop, size)):
        if line.low[here] == word and line.quoted[here] == line.quoted[start]:
            return here
        if line.low[here] in (".", ";"):
            return -1
    return -1


def clause_start(line: Line, end: int, quote: int) -> int:
    """Return the first token of the clause that ends at token `end`."""
    start = end
    while start > 0 and line.low[start - 1] != ";" and (quote < 0 or line.quoted[start - 1] == quote):
        start -= 1
    while start < end and line.low[start] in MARKS and line.quoted[start] == quote:
        start += 1
    return start
