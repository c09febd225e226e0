"""Tokens -> the characters of a clause, and whether tokens are a clause at all."""

from __future__ import annotations

from typing import Literal, NamedTuple

from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import Clause, Mode, Span

ContentRule = Literal[
    "accusation", "as-told-first", "as-told-last", "bare-clause", "clause-verb", "clause-verb-clause",
    "colon-clause", "gap", "infinitive", "named", "object", "order", "quote-in-clause", "quote-verb",
    "seen-as", "subject", "split-quote", "that-clause", "verb-quote", "wh-clause",
]  # fmt: skip
"""Where the content was found, seen from its verb."""
_NO_SUBJECT = frozenset((",", ".", ";", ":", "to", "and", "but", "or", "as", "by", "of", "than"))
_SHORT: frozenset[ContentRule] = frozenset(("object", "infinitive", "seen-as", "accusation", "order"))
_CLAUSES = frozenset(("but", "while", "which", "although", "though", "whereas", "as", "because", "who"))
_CIRCUMSTANCES = frozenset(("after", "following", "amid", "during"))
"""Prepositions behind a comma with which the reporter tells when something is said."""


_SPANS = frozenset(("minutes", "hours", "hour", "days", "day", "weeks", "week", "months", "month"))
_LISTED = frozenset(("that", "and", "or"))
_GOING_ON = frozenset(("to", "also", "rather", "instead", "not"))
_SPAN = 3
"""Tokens of "two days"."""


class Content(NamedTuple):
    """Spans of the content, how it is given, and what was between it and the verb."""

    spans: list[Span]
    mode: Mode
    rule: ContentRule
    between: tuple[int, int] = (0, 0)
    """Tokens between the verb and the content: hearer and occasion."""
    quotation: int = -1


def holds_clause(line: Line, start: int, end: int, trusted: bool = True) -> bool:
    """Return whether the tokens hold a clause: a noun phrase and a finite verb after it.

    Where the verb before is not `trusted` to bring a clause, the subject of that verb must open the tokens,
    so that "announced a plan which would" is none.
    """
    if end - start < 2 or line.low[start] in _NO_SUBJECT:
        return False
    if line.tags[start].startswith("PRP+"):
        return True  # we’re ready
    for clause in line.syntax.clauses:
        verb, who = clause.verb, clause.subject
        if verb is None or not verb.finite or not start < verb.first < end or _hangs(clause, start):
            continue
        return trusted or (who is not None and 0 <= who.first - start <= 1)
    return False


def _hangs(clause: Clause, start: int) -> bool:
    """Return whether a clause, behind a noun or a whole clause, is opened by a conjunction or a pronoun."""
    return clause.kind in ("relative", "adverbial") and clause.opener is not None and clause.opener > start


def stretch(
    scene: Scene, line: Line, start: int, end: int, rule: ContentRule, between: tuple[int, int], quote: int
) -> Content | None:
    """Return the tokens from `start` as content, with the rest of a quotation that runs on."""
    stop = start
    while stop < end and (quote < 0 or line.quoted[stop] == quote):
        stop += 1
    stop = _before_label(scene, line, start, _before_reporter(line, start, stop))
    stop = _before_aside(line, start, stop)
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


def _before_reporter(line: Line, start: int, stop: int) -> int:
    """Return where the reporter goes on: "..., while the mayor left", "..., citing two officials".

    So does what came hours after or before.
    """
    for at in range(start + 2, stop - 1):
        if (
            line.low[at] == ";"
            and line.quoted[at] == line.quoted[start - 1]
            and line.low[at + 1] not in _LISTED
        ):
            return at
        if _is_comment(line, at) and line.quoted[at] == line.quoted[start - 1]:
            return at
        comma = at - 1 - (line.low[at - 1] in MARKS)
        if line.low[comma] != "," or line.quoted[at] != line.quoted[start - 1]:
            continue
        told = line.low[at] == "citing" or (
            line.low[at] in ("while", "whereas") and line.has_finite(at, stop)
        )
        if told or _is_span(line, at, stop):
            return at - 1
    return stop


def _is_comment(line: Line, at: int) -> bool:
    """Return whether "as" and a pronoun tell what the speaker did: "is late, as she opened the talks"."""
    own = line.low[at] == "as" and line.low[at + 1] in ("he", "she", "they")
    return own and any(k in line.finite for k in (at + 2, at + 3)) and "VBD" in line.tags[at + 2 : at + 4]


def _before_aside(line: Line, start: int, stop: int) -> int:
    """Return where the reporter explains what is said: ", which was a promise", ", despite the law"."""
    infinitive = line.low[start : start + 1] == ("to",)
    for at in range(start + 3, stop - 2):
        if line.low[at] == "," and line.quoted[at + 1] == line.quoted[start - 1] and _is_aside(line, at + 1):
            told = infinitive or line.has_finite(start, at)
            return stop if not told or _goes_on(line, at + 1, stop) else at
    return stop


def _goes_on(line: Line, start: int, stop: int) -> bool:
    """Return whether a comma and a verb end an aside: "the bridge, which was old, would be shut"."""
    return any(line.low[at] == "," and at + 1 in line.finite for at in range(start, stop - 1))


def _is_aside(line: Line, at: int) -> bool:
    """Return whether words behind a comma tell what something is, or in spite of what."""
    word, after = line.low[at], line.low[at + 1]
    which = word == "which" and after in ("was", "is", "were", "are", "had", "has")
    return which or word == "despite" or (word, after) == ("such", "as")


def _is_span(line: Line, at: int, stop: int) -> bool:
    """Return whether "hours after" or "two days before" begins at a token."""
    near = range(at, min(at + _SPAN, stop - 1))
    return any(line.low[k] in _SPANS and line.low[k + 1] in ("after", "before") for k in near)


def _before_label(scene: Scene, line: Line, start: int, stop: int) -> int:
    """Return where the reporter's own label begins: "he will not run, a claim that his rivals doubt"."""
    for here in range(start + 2, stop - 2):
        if (
            line.low[here] == ","
            and line.low[here + 1] in ("a", "an")
            and line.quoted[here + 1] == line.quoted[start - 1]
        ):
            phrase = line.phrase_from.get(here + 1)
            label = phrase is not None and line.low[phrase.head] in scene.words.nouns
            if phrase is not None and label and _opens_relative(line, phrase.end):
                return here
    return stop


def _opens_relative(line: Line, at: int) -> bool:
    """Return whether a clause about a noun begins at a token: "a claim that they doubt"."""
    bare = at in line.phrase_from and line.has_finite(at, len(line.low))
    return bare or line.low[at : at + 1] == ("that",)


def _phrase_stop(line: Line, start: int, stop: int, rule: ContentRule) -> int:
    """Return where content without a finite clause ends: an object at a comma, others at a clause."""
    for here in range(start + 1, stop - 1):
        if (
            rule in ("order", "infinitive")
            and line.low[here] == "but"
            and line.low[here + 1] not in _GOING_ON
        ):
            return here
        ends = line.low[here + 1] in _CLAUSES | _CIRCUMSTANCES or (
            rule == "object" and not _in_list(line, here)
        )
        if line.low[here] == "," and ends:
            return here
        if line.low[here] == "after" and rule in ("accusation", "object") and _opens_clause(line, here):
            return here
    return stop


def _opens_clause(line: Line, at: int) -> bool:
    """Return whether a conjunction opens a clause: "accused them of fraud after the paper reported"."""
    return any(clause.opener == at and clause.verb is not None for clause in line.syntax.clauses)


def _in_list(line: Line, comma: int) -> bool:
    """Return whether a comma is between the phrases, or the adjectives, of a list."""
    phrase = line.phrase_to.get(comma)
    if phrase is not None and phrase.joined:
        return True
    after = comma + 1 + (line.low[comma + 1] == "and")
    return line.tags[comma - 1] in ("JJ", "NN") and line.tags[after : after + 1] == ("JJ",)


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
