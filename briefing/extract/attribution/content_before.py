"""Content that is before its attribution or on both sides of it."""

from __future__ import annotations

from briefing.extract.attribution import content_after, extents
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.extents import Content
from briefing.extract.attribution.quotations import Quotation
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import Mode, Span

_PLACED = frozenset(("IN", "TO"))
_REACH = 26  # tokens that hearer, time and place may take between a verb and its content


def as_told(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Content after "As Heald told the paper," or before ", as Heald put it"."""
    low, size = line.low, min(limit, line.last)
    before = cued.start - 1
    here = cued.verb + 1
    while here < size and low[here] not in (",", ":") and here - cued.verb < _REACH:
        if here in line.finite:
            return None
        here += 1
    quote = line.quoted[cued.verb]
    if before > 0 and low[before] in (",", "—", "–"):
        start = extents.clause_start(line, before, quote)
        span = extents.trimmed(line, start, before)
        plain = {"clause", "that"} & set(cued.cue.takes) and here - cued.verb < 7
        if span is None or not plain or not extents.holds_clause(line, start, before):
            return None
        return Content(
            [span], extents.mode_of(line, start, before, quote), "as-told-last", (cued.verb + 1, here)
        )
    if here + 2 >= size or low[here] not in (",", ":"):
        return None
    if line.quoted[here + 1] not in (-1, quote):
        return content_after.quotation(scene, line, cued, here + 1, size, (cued.verb + 1, here))
    return extents.stretch(scene, line, here + 1, size, "as-told-first", (cued.verb + 1, here), quote)


def closing_quote(scene: Scene, line: Line, cued: Cued) -> int:
    """Return the quoted token right before the attribution, or -1."""
    here = cued.start - 1
    if cued.rule not in ("subject-verb", "verb-subject", "quoted-as"):
        return -1
    comma = here >= 0 and line.low[here] == ","
    if here >= 0 and line.low[here] == "," and line.quoted[here] < 0:
        here -= 1
    if (
        here >= 0
        and line.quoted[here] >= 0
        and line.quoted[here] != line.quoted[cued.verb]
        and line.low[here] in MARKS
    ):
        quotation = scene.quotations[line.quoted[here]]
        if not (comma or line.low[here - 1] in (",", ".", "?", "!", "…", "—", "-")):
            opening = here
            while opening > 0 and line.quoted[opening - 1] == line.quoted[here]:
                opening -= 1
            if here - opening < 5:
                return -1
        if line.low[min(cued.verb + 1, len(line.low) - 1)] == "that" or _is_named(line, here):
            return -1
        return here if quotation.closed else -1
    return -1


def _is_named(line: Line, closing: int) -> bool:
    """Return whether a preposition opens the words that end in the quotation: "In “The Mill”, he wrote"."""
    quote = line.quoted[closing]
    opening = closing
    while opening > 0 and line.quoted[opening - 1] == quote:
        opening -= 1
    start = opening
    while start > 0 and line.quoted[start - 1] < 0 and line.low[start - 1] not in (",", ":", ";", "—", "–"):
        start -= 1
    return (
        start < opening
        and line.tags[start] in ("IN", "TO")
        and not extents.holds_clause(line, start, opening)
    )


def after_quote(scene: Scene, line: Line, cued: Cued, closing: int, limit: int) -> Content | None:
    """Content is the quotation before the attribution, and its second half if there is one."""
    low = line.low
    number = line.quoted[closing]
    quotation = scene.quotations[number]
    opening = closing
    while opening > 0 and line.quoted[opening - 1] == number:
        opening -= 1
    spans = list(quotation.parts)
    mode: Mode = "direct"
    start = extents.clause_start(line, opening, line.quoted[cued.verb])
    if (
        start < opening
        and extents.holds_clause(line, start, closing)
        and low[opening - 1] not in (",", ":", "—", "–")
    ):
        spans = [Span(line.tokens[start].start, quotation.outer.end)]
        mode = "mixed"
    tail = cued.verb + 1 if cued.behind < 0 else cued.behind
    size = min(limit, len(low))
    for here in range(tail, min(tail + _REACH, size)):
        other = line.quoted[here]
        if other > number and other != line.quoted[cued.verb]:
            if low[here - 1] in (",", ":", "—", "–", "-", ".", ";") or here == tail:
                spans += scene.quotations[other].parts
                return Content(spans, mode, "split-quote", (tail, here), other)
            break
    return Content(spans, mode, "quote-verb", (tail, _tail(line, tail, size)), number)


def _tail(line: Line, start: int, size: int) -> int:
    end = start
    while end < size and line.low[end] not in (",", ".", ";") and line.quoted[end] == line.quoted[start]:
        end += 1
    return end


def parenthesis(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Content before ", he said." or on both sides of ", he said,"."""
    low = line.low
    comma = cued.start - 1
    if comma < 1 or low[comma] != "," or line.quoted[comma] != line.quoted[cued.verb]:
        return None
    start = extents.clause_start(line, comma, line.quoted[cued.verb])
    tail = cued.verb + 1 if cued.behind < 0 else cued.behind
    size = min(limit, line.last)
    if "hearer" in cued.cue.takes and cued.behind < 0:
        tail = content_after.hearer(scene, line, tail, size)
    tail = content_after.skip(scene, line, tail, size)
    if tail < size and line.tags[tail] in _PLACED:
        tail = _phrase_end(line, tail, size)
    if tail >= size or low[tail] in (".", ";"):
        pass
    elif low[tail] == ",":
        if tail + 2 < size and (
            tail + 1 in line.finite
            or extents.holds_clause(line, tail + 1, size)
            or extents.holds_clause(line, start, comma)
        ):
            first = Span(line.tokens[start].start, line.tokens[comma - 1].end)
            second = extents.trimmed(line, tail + 1, size)
            if second is None or cued.cue.lemma not in scene.words.resumed:
                return None
            return Content(
                [first, second],
                extents.mode_of(line, start, size, line.quoted[cued.verb]),
                "clause-verb-clause",
            )
        return None
    elif line.tags[tail] not in _PLACED and low[tail] not in ("when", "while"):
        return None
    if not line.has_finite(start, comma) or low[start] in (
        "if",
        "when",
        "after",
        "as",
        "while",
        "because",
    ):
        return None
    described = _described(scene, line, start, comma, line.quoted[cued.verb])
    if described is not None:
        return Content(list(described.parts), "direct", "quote-verb", (tail, size))
    span = extents.trimmed(line, start, comma)
    if span is None:
        return None
    return Content(
        [span], extents.mode_of(line, start, comma, line.quoted[cued.verb]), "clause-verb", (tail, size)
    )


def _described(scene: Scene, line: Line, start: int, comma: int, quote: int) -> Quotation | None:
    """Return the quotation that opens at `start` where the words up to the comma only describe its speaker.

    So in “We agree,” the mayor of the day, Holm, had said.
    """
    number = line.quoted[start]
    if number == quote or line.low[start] not in MARKS:
        return None
    end = start
    while end < comma and line.quoted[end] == number:
        end += 1
    ends = line.low[end - 2] in (",", "?", "!") and line.low[end - 1] in MARKS
    apart = end < comma and ends and not any(quoted != quote for quoted in line.quoted[end:comma])
    if not apart or line.has_finite(end, comma):
        return None
    quotation = scene.quotations[number]
    return quotation if quotation.closed else None


def _phrase_end(line: Line, here: int, size: int) -> int:
    """Return the comma that ends a short phrase ("from the long line,"), or else `here`."""
    for end in range(here + 1, min(here + 9, size)):
        if line.low[end] == ",":
            return end
        if end in line.finite or line.quoted[end] != line.quoted[here]:
            return here
    return here
