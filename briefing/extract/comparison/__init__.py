"""Then and now, as the text tells it: pairs with a theme, a relation and both sides quoted.

Nothing is compared that the text does not compare: a pair needs an era that is named, and a connective, an
adverb or an opening that sets the two sides next to each other.  What is unsure is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from briefing.extract.comparison import across, within
from briefing.extract.comparison.sides import ClausePair, Times, quote, words
from briefing.extract.comparison.signs import Marks, Reading
from briefing.lexicon import Lexicon
from briefing.model import Comparison, Found, Quote, Relation, Statement, item_id

__all__ = ["FALLBACK", "Marks", "find"]

FALLBACK = "confrontation"
"""Theme of a comparison whose words say no other."""
_ANSWER_WITHIN = 2
"""An answer stands in one of so many sentences behind a pair."""

Said = Mapping[int, Found[Statement]]


def find(
    marks: Marks, statements: tuple[Found[Statement], ...], lexicon: Lexicon
) -> tuple[Found[Comparison], ...]:
    """Return the comparisons in the order of the text."""
    if not marks.name_an_era():
        return ()
    said = {s.sentence: s for s in statements if s.item.kind != "view"}
    times = Times(marks, said)
    made = list(_inside(marks.readings, times))
    made += across.pairs(marks.readings, _sentences(made), times)
    answers, taken = _Answers(said, _sentences(made), lexicon), Counter[str]()
    found = (_found(pair, answers, marks.document.text, lexicon, taken) for pair in sorted(made, key=_place))
    return tuple(item for item in found if item is not None)


def _sentences(pairs: Sequence[ClausePair]) -> frozenset[int]:
    return frozenset(side.number for pair in pairs for side in (pair.then, pair.now))


def _inside(readings: Sequence[Reading], times: Times) -> Iterator[ClausePair]:
    for reading in readings:
        if not (times.era_near(reading) or reading.anchors or reading.of("later")) or reading.elsewhere:
            continue
        side = times.whole(reading)
        pair = within.compare(side, times)
        if pair is not None:
            yield pair if pair.relation else _related(pair)


def _related(pair: ClausePair) -> ClausePair:
    """Return a pair with the relation that its side of now tells."""
    cue = across.relation_cue(pair.now) or across.relation_cue(pair.now.behind(pair.now.reading.opening))
    return pair._replace(relation=cue.relation, cue=(pair.now.reading, cue)) if cue is not None else pair


def _place(pair: ClausePair) -> int:
    return min(pair.then.number, pair.now.number)


def _found(
    pair: ClausePair, answers: _Answers, text: str, lexicon: Lexicon, taken: Counter[str]
) -> Found[Comparison] | None:
    then, now = quote(pair.then, text, lexicon), quote(pair.now, text, lexicon)
    if then is None or now is None or not pair.era:
        return None
    answer, cue = answers.to(pair), pair.cue
    return Found(
        item=Comparison(
            id=item_id("pair", f"{then.text}\n{now.text}", taken),
            era=pair.era,
            theme=_theme(pair),
            relation=_relation(pair),
            cue=words(cue[0], cue[1].first, cue[1].end, text)
            if cue is not None and cue[1].relation
            else None,
            then=then,
            now=now,
            answer=Quote(text=answer.text, at=answer.at) if answer is not None else None,
            answer_by=answer.speaker if answer is not None else None,
        ),
        sentence=_place(pair),
        rule=pair.rule,
        row=cue[1].row if cue is not None else "",
    )


def _relation(pair: ClausePair) -> Relation:
    """Return the relation that the words tell; contrast where nothing says more."""
    if pair.relation in (None, "contrast") and _is_swapped(pair):
        return "reversal"
    return pair.relation or "contrast"


def _is_swapped(pair: ClausePair) -> bool:
    """Return whether the text stresses who does it now: "Now it is Beijing that ...", against then."""
    lower = pair.now.reading.lower[pair.now.first : pair.now.end]
    stressed = any(lower[at : at + 2] == ("it", "is") for at in range(min(3, len(lower))))
    return stressed and bool({"that", "who", "which"}.intersection(lower[2:]))


class _Answers:
    """What other parties say to pairs."""

    def __init__(self, said: Said, sides: frozenset[int], lexicon: Lexicon) -> None:
        self.said, self.sides, self.knowledge = said, sides, lexicon.comparison

    def to(self, pair: ClausePair) -> Statement | None:
        """Return what another party replies in one of the next sentences that belong to no other pair."""
        last = max(pair.then.number, pair.now.number)
        own = self.said[last].item.speaker if last in self.said else None
        for number in range(last + 1, last + 1 + _ANSWER_WITHIN):
            if number in self.sides:
                return None
            reply = self.said[number].item if number in self.said else None
            lower = pair.now.reading.document.lower
            if reply is not None and reply.speaker not in (None, own) and self._answers(reply, lower[number]):
                return reply
        return None

    def _answers(self, reply: Statement, lower: Sequence[str]) -> bool:
        """Return whether a statement takes up what was before it: it replies, or it contradicts."""
        replies = reply.verb is not None and reply.verb.lower() in self.knowledge.answering
        return replies or not self.knowledge.saying_no.isdisjoint(lower)


def _theme(pair: ClausePair) -> str:
    """Return the theme that both sides have most of, else the one that either has."""
    joint = across.joint_themes(pair.then, pair.now)
    if not joint:
        both = Counter[str]()
        for side in (pair.then, pair.now):
            both.update(side.themes)
        joint = dict(both)
    return max(joint, key=lambda theme: joint[theme], default=FALLBACK)
