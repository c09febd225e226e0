"""Then and now, as the text tells it: pairs with a theme, a relation and both sides quoted.

Nothing is compared that the text does not compare.  A pair needs words that name the era, a theme,
and states that both sides are about; what is unsure is left out.
"""

from __future__ import annotations

from collections import Counter

from briefing.extract.comparison.across_sentences import joint_themes, pairs
from briefing.extract.comparison.cues import Marks
from briefing.extract.comparison.phrases import STRONG
from briefing.extract.comparison.sides import quote, words
from briefing.extract.comparison.within_sentence import ClausePair, compare
from briefing.lexicon import Lexicon
from briefing.model import Comparison, Found, Quote, Statement, item_id

__all__ = ["FALLBACK", "Marks", "find"]

FALLBACK = "confrontation"
"""Theme of a comparison with the era as a whole."""


def find(
    marks: Marks, statements: tuple[Found[Statement], ...], lexicon: Lexicon
) -> tuple[Found[Comparison], ...]:
    """Return the comparisons in the order of the text."""
    if not marks.name_an_era():
        return ()
    readings, text = marks.readings, marks.document.text
    clauses = {s.sentence: s.item.at[0] for s in statements if s.item.kind != "view" and len(s.item.at) == 1}
    inline = (compare(reading, clauses.get(reading.sentence.index), lexicon) for reading in readings)
    made = [pair for pair in inline if pair is not None]
    alone = frozenset(side.number for pair in made for side in (pair.then, pair.now))
    said = {s.sentence: s for s in statements if s.item.kind != "view" and s.item.speaker is not None}
    made += pairs(readings, alone, frozenset(said), lexicon)
    taken: Counter[str] = Counter()
    found = (_found(pair, said, text, lexicon, taken) for pair in sorted(made, key=_place))
    return tuple(item for item in found if item is not None)


def _place(pair: ClausePair) -> int:
    return min(pair.then.number, pair.now.number)


def _found(
    pair: ClausePair, said: dict[int, Found[Statement]], text: str, lexicon: Lexicon, taken: Counter[str]
) -> Found[Comparison] | None:
    theme = _theme(pair)
    then, now = quote(pair.then, text, lexicon), quote(pair.now, text, lexicon)
    if theme is None or then is None or now is None:
        return None
    answer = said[pair.answer.number].item if pair.answer is not None else None
    return Found(
        item=Comparison(
            id=item_id("pair", f"{then.text}\n{now.text}", taken),
            era=pair.era,
            theme=theme,
            relation=pair.relation,
            cue=words(*pair.cue, text) if pair.cue is not None else None,
            then=then,
            now=now,
            answer=Quote(text=answer.text, at=answer.at) if answer is not None else None,
            answer_by=answer.speaker if answer is not None else None,
        ),
        sentence=_place(pair),
        rule=pair.rule,
        row=pair.row,
    )


def _theme(pair: ClausePair) -> str | None:
    """Return the theme that both sides have most of, or None where the pair does not hold."""
    sides = (pair.then, pair.now)
    weights = [side.weights for side in sides]
    joint: dict[str, float] = {}
    if pair.rule == "then-now":
        joint = joint_themes(pair.then, pair.now)
    else:
        for part in weights[-1:] if pair.rule == "likeness" else weights:
            for theme, weight in part.items():
                joint[theme] = joint.get(theme, 0.0) + weight
    if pair.theme:
        joint[pair.theme] = joint.get(pair.theme, 0.0) + STRONG
    states = len(frozenset(state for side in sides for state in side.states))
    named = pair.named
    best = max(joint, key=lambda theme: joint[theme], default=None)
    weight = joint[best] if best is not None else 0.0
    if states < 2 and any(side.reading.elsewhere for side in sides):
        return None
    if weight >= STRONG or (weight > 0 and (states >= 2 or (named and pair.rule == "likeness"))):
        return best if named or states >= 1 else None
    states += sum(len(side.reading.states) for side in sides)
    return FALLBACK if named and states >= 1 and pair.rule == "likeness" else None
