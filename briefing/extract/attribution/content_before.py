"""Content that is before its attribution or on both sides of it."""

from __future__ import annotations

from briefing.extract.attribution import content_after, extents
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.extents import Content
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import Mode, Span

_DASHES = frozenset((",", "—", "–"))
_APART = frozenset((",", ":", "—", "–"))
_STOPS = frozenset((",", ".", "?", "!", "…", "—", "-"))
_PLACED = frozenset(("IN", "TO", "SC", "WRB"))
_OPENERS = frozenset(("if", "when", "after", "as", "while", "because"))
"""Conjunctions before a clause that nobody says by itself."""
_CLOSING = ("subject-verb", "verb-subject", "quoted-as", "as")
_REACH = 26
"""Tokens that hearer, time and place may take between a verb and its content."""
_SHORT = 5
"""Tokens, marks included, of quoted words that may be no more than a term."""
_TOLD = 7
"""Tokens that may be behind a verb in ", as Heald told the paper"."""


def as_told(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return content after "As Heald told the paper," or before ", as Heald put it"."""
    size, here = min(limit, line.last), cued.verb + 1
    while here < size and line.low[here] not in (",", ":") and here - cued.verb < _REACH:
        if here in line.finite:
            return None
        here += 1
    before, quote, between = cued.start - 1, line.quoted[cued.verb], (cued.verb + 1, here)
    if before > 0 and line.low[before] in _DASHES:
        start = extents.clause_start(line, before, quote)
        plain = {"clause", "that"} & set(cued.cue.takes) and here - cued.verb < _TOLD
        return _content(line, start, before, quote, between) if plain else None
    if here + 2 >= size or line.low[here] not in (",", ":"):
        return None
    if line.quoted[here + 1] not in (-1, quote):
        return content_after.quotation(scene, line, cued, here + 1, size, between)
    return extents.stretch(scene, line, here + 1, size, "as-told-first", between, quote)


def _content(line: Line, start: int, end: int, quote: int, between: tuple[int, int]) -> Content | None:
    span = extents.trimmed(line, start, end)
    if span is None or not extents.holds_clause(line, start, end):
        return None
    return Content([span], extents.mode_of(line, start, end, quote), "as-told-last", between)


# -- behind a quotation ---------------------------------------------------------------------------


def closing_quote(scene: Scene, line: Line, cued: Cued) -> int:
    """Return the quoted token right before the attribution, or -1."""
    here = cued.start - 1
    comma = here >= 0 and line.low[here] == ","
    if comma and line.quoted[here] < 0:
        here -= 1
    if cued.rule not in _CLOSING or here < 0 or line.low[here] not in MARKS:
        return -1
    number = line.quoted[here]
    if number < 0 or number == line.quoted[cued.verb] or not scene.quotations[number].closed:
        return -1
    opening = _opening(line, here)
    if not comma and line.low[here - 1] not in _STOPS and here - opening < _SHORT:
        return -1
    told = line.low[cued.verb + 1 : cued.verb + 2] == ("that",)
    return -1 if told or _is_named(line, opening) else here


def _opening(line: Line, here: int) -> int:
    """Return the first token of the quotation that holds a token."""
    number = line.quoted[here]
    while here > 0 and line.quoted[here - 1] == number:
        here -= 1
    return here


def _is_named(line: Line, opening: int) -> bool:
    """Return whether a preposition opens the words that end in the quotation: "In “The Mill”, he wrote"."""
    start = opening
    while start > 0 and line.quoted[start - 1] < 0 and line.low[start - 1] not in (*_APART, ";"):
        start -= 1
    placed = start < opening and line.tags[start] in ("IN", "TO")
    return placed and not extents.holds_clause(line, start, opening)


def after_quote(scene: Scene, line: Line, cued: Cued, closing: int, limit: int) -> Content | None:
    """Return the quotation before the attribution, and its second half if there is one."""
    number, quote = line.quoted[closing], line.quoted[cued.verb]
    quotation, opening = scene.quotations[number], _opening(line, closing)
    spans, mode = list(quotation.parts), "direct"
    start = extents.clause_start(line, opening, quote)
    joined = start < opening and line.low[opening - 1] not in _APART
    if joined and extents.holds_clause(line, start, closing):
        spans, mode = [Span(line.tokens[start].start, quotation.outer.end)], "mixed"
    tail = cued.verb + 1 if cued.behind < 0 else cued.behind
    size = min(limit, len(line.low))
    other = _second_half(line, number, quote, tail, size)
    if other >= 0:
        spans += scene.quotations[line.quoted[other]].parts
        return Content(spans, _mode(mode), "split-quote", (tail, other), line.quoted[other])
    return Content(spans, _mode(mode), "quote-verb", (tail, _tail(line, tail, size)), number)


def _mode(name: str) -> Mode:
    return "direct" if name == "direct" else "mixed"


def _second_half(line: Line, number: int, quote: int, tail: int, size: int) -> int:
    """Return the first token of the quotation that goes on behind an attribution, or -1."""
    for here in range(tail, min(tail + _REACH, size)):
        if line.quoted[here] > number and line.quoted[here] != quote:
            return here if here == tail or line.low[here - 1] in (*_APART, "-", ".", ";") else -1
    return -1


def _tail(line: Line, start: int, size: int) -> int:
    end = start
    while end < size and line.low[end] not in (",", ".", ";") and line.quoted[end] == line.quoted[start]:
        end += 1
    return end


# -- behind a clause ------------------------------------------------------------------------------


def parenthesis(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return content before ", he said." or on both sides of ", he said,"."""
    comma, quote = cued.start - 1, line.quoted[cued.verb]
    if comma < 1 or cued.aside or line.low[comma] != "," or line.quoted[comma] != quote:
        return None
    start, size = extents.clause_start(line, comma, quote), min(limit, line.last)
    tail = _behind(scene, line, cued, size)
    if tail < size and line.low[tail] == ",":
        around = _around(scene, line, cued, (start, comma), (tail + 1, size))
        if around is not None or cued.rule != "subject-verb" or cued.cue.kind != "said":
            return around
    closes = tail >= size or line.low[tail] in (".", ";", ",") or line.tags[tail] in _PLACED
    if not closes or line.low[start] in _OPENERS or not line.has_finite(start, comma):
        return None
    span, mode = extents.trimmed(line, start, comma), extents.mode_of(line, start, comma, quote)
    return Content([span], mode, "clause-verb", (tail, size)) if span is not None else None


def _behind(scene: Scene, line: Line, cued: Cued, size: int) -> int:
    """Return the token behind an attribution with its hearer, time and place."""
    tail = cued.verb + 1 if cued.behind < 0 else cued.behind
    if "hearer" in cued.cue.takes and cued.behind < 0:
        tail = content_after.hearer(scene, line, tail, size)
    tail = content_after.skip(scene, line, tail, size)
    return _phrase_end(line, tail, size) if tail < size and line.tags[tail] in _PLACED else tail


def _around(
    scene: Scene, line: Line, cued: Cued, before: tuple[int, int], behind: tuple[int, int]
) -> Content | None:
    """Return content on both sides of ", he said,": one of them holds the verb of it."""
    (start, comma), (after, size) = before, behind
    colon = next((at for at in range(comma - 1, start, -1) if line.low[at] == ":"), -1)
    if colon > 0 and not line.has_finite(colon, comma):
        start = colon + 1  # the judge put it so: the law, she said, was clear
    if after + 1 >= size or _is_reporters(line, after):
        return None
    if cued.cue.lemma not in scene.words.resumed and after not in line.finite:
        return None
    second = extents.trimmed(line, after, size)
    whole = after in line.finite or extents.holds_clause(line, after, size)
    if second is None or not (whole or extents.holds_clause(line, start, comma)):
        return None
    first = Span(line.tokens[start].start, line.tokens[comma - 1].end)
    mode = extents.mode_of(line, start, size, line.quoted[cued.verb])
    return Content([first, second], mode, "clause-verb-clause")


def _is_reporters(line: Line, at: int) -> bool:
    """Return whether the reporter goes on: "he said, as the two sides met", "without naming anybody"."""
    return line.low[at] in _OPENERS or line.low[at] == "without" or line.tags[at] == "VBG"


def _phrase_end(line: Line, here: int, size: int) -> int:
    """Return the comma that ends a short phrase ("from the long line,"), or else `here`."""
    for end in range(here + 1, min(here + 9, size)):
        if line.low[end] == ",":
            return end
        if end in line.finite or line.quoted[end] != line.quoted[here]:
            return here
    return here
