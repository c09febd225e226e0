"""A quotation within a quotation: “Berg told me, ‘We will not pay,’” said Holm.

What is in a quotation is read like a text of its own, by the same rules, so that Berg is the one who
says the inner words, and Holm the one who tells of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from briefing.extract.attribution import quotations
from briefing.extract.attribution.candidate import StatementDraft
from briefing.extract.attribution.quotations import Quotation
from briefing.extract.attribution.scene import Line, Scene

Reader = Callable[[Scene, Line], list[StatementDraft]]
"""What reads the statements of one sentence."""
_REACH = 12
"""Contents that start before an attribution and are looked at for the one that holds it."""


def find(scene: Scene, line: Line, read: Reader) -> Iterator[StatementDraft]:
    """Yield what is said in quotation marks within the quotations of a sentence."""
    for number, within, part in parts(scene, line):
        for draft in read(within, part):
            said = draft.mode == "direct" and draft.quotation >= 0 and draft.inside < 0
            if said and draft.speaker is not None and draft.speaker.text.lower() not in scene.words.anybody:
                draft.inside, draft.quotation = number, -1
                yield draft


def parts(scene: Scene, line: Line) -> Iterator[tuple[int, Scene, Line]]:
    """Yield each quotation of a sentence that holds others: its number, and it as a scene and a line."""
    for number in sorted({number for number in line.quoted if number >= 0}):
        if number not in scene.within:
            scene.within[number] = _inside(scene, number)
        within = scene.within[number]
        if within is not None:
            yield number, within, _part(within, line, number, scene.quotations[number])


def _inside(scene: Scene, number: int) -> Scene | None:
    """Return a quotation as a scene of its own, or None where it holds no other."""
    inner = quotations.inside(scene.document, scene.quotations[number])
    opens = [quotation.outer.start for quotation in inner]
    return replace(scene, quotations=inner, opens=opens, within={}, lines={}) if inner else None


def _part(scene: Scene, line: Line, number: int, outer: Quotation) -> Line:
    """Return the words of a sentence that are in quotation `number`, without its marks."""
    places = [place for place, quoted in enumerate(line.quoted) if quoted == number]
    first, last = places[0], places[-1] + 1
    first += line.tokens[first].start == outer.outer.start
    last -= outer.closed and line.tokens[last - 1].end == outer.outer.end
    hits = [place - first for place in line.hits if first <= place < last]
    return scene.cut(line.index, line.tokens[first:last], line.low[first:last], hits)


class Tellers:
    """Whose words hold which attribution: what Berg said, as Holm tells it."""

    def __init__(self, drafts: Sequence[StatementDraft]) -> None:
        told = [(span, draft) for draft in drafts if draft.kind == "said" for span in draft.spans]
        self._told = sorted(told, key=lambda one: one[0])
        self._quoting = {draft.quotation: draft for _, draft in told if draft.quotation >= 0}

    def of(self, draft: StatementDraft) -> StatementDraft | None:
        """Return the statement whose content holds the speaker of this one, the narrowest of several."""
        if draft.speaker is None:
            return None
        place = bisect_right(self._told, draft.speaker.span.start, key=lambda one: one[0].start)
        near = self._told[max(place - _REACH, 0) : place]
        holding = [
            (span.end - span.start, number)
            for number, (span, other) in enumerate(near)
            if other is not draft and span.covers(draft.speaker.span)
        ]
        return near[min(holding)[1]][1] if holding else self._quoting.get(draft.inside)
