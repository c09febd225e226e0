"""A sentence -> what speaks for then, for now, and for how they relate.

The phrases of all tables are in one tree; the dates and the cast give years and states.  A
setting before certain nouns ("the Cold War museum") is no setting.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from msgspec import Struct

from briefing.extract.comparison import mentions_by_sentence
from briefing.extract.comparison.phrases import ComparisonPhrase, era_words, table
from briefing.lexicon import Lexicon
from briefing.lexicon.phrase_matcher import Match
from briefing.model import Cast, Document, Found, Relation, Sentence, Span, Token, When
from briefing.text.tense import tense
from briefing.text.tokens import first_at


class Anchor(NamedTuple):
    """Words that name an era, or something of it; token numbers in the sentence."""

    first: int
    end: int
    kind: str
    """One of setting, landmark, person, label, ended; or date, since (a date after "since"), actor."""
    era: str
    theme: str = ""


class ComparisonCue(NamedTuple):
    """Words for now or then, or for how two sides relate."""

    first: int
    end: int
    relation: Relation | None
    row: str


class Reading(Struct, frozen=True, gc=False):
    """All marks of one sentence."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    lower: tuple[str, ...]
    states: tuple[tuple[int, str], ...]
    """Where each is named, and the state, successors standing for those that are no more."""
    anchors: tuple[Anchor, ...] = ()
    now: tuple[ComparisonCue, ...] = ()
    then: tuple[ComparisonCue, ...] = ()
    relations: tuple[ComparisonCue, ...] = ()
    likeness: tuple[ComparisonCue, ...] = ()
    themes: tuple[tuple[int, int, str, float], ...] = ()
    """First token, end, theme, weight."""
    denied: tuple[int, ...] = ()
    life: bool = False
    elsewhere: bool = False
    """The topic is one in which nothing is compared between states."""
    story: int | None = None
    """The first token that is a day of no era: what is before a date of an era is of now."""

    def span(self, first: int, end: int) -> Span:
        """Return the characters from token `first` up to token `end`."""
        return Span(self.tokens[first].start, self.tokens[end - 1].end)

    def weights(self, first: int, end: int) -> dict[str, float]:
        """Return the themes of a stretch of tokens with the weight of the words that say them."""
        weights: dict[str, float] = {}
        for start, stop, theme, weight in self.themes:
            if first <= start and stop <= end:
                weights[theme] = weights.get(theme, 0.0) + weight
        return weights

    def states_in(self, first: int, end: int) -> frozenset[str]:
        """Return the states that a stretch of tokens names, itself or through its people."""
        low, high = self.tokens[first - 1].start if first else -1, self.tokens[end - 1].start
        return frozenset([state for at, state in self.states if low < at <= high])


class Marks:
    """The marks of a text; its sentences are read when the first stage asks for them, and not again."""

    def __init__(
        self, document: Document, cast: Cast, dates: tuple[Found[When], ...], lexicon: Lexicon
    ) -> None:
        self.document, self.cast, self.dates, self.lexicon = document, cast, dates, lexicon

    @functools.cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The marks of every sentence."""
        return read(self.document, self.cast, self.dates, self.lexicon)

    def name_an_era(self) -> bool:
        """Tell without a reading whether anything in the document can belong to an era."""
        if mentions_by_sentence.years(self.dates, self.lexicon):
            return True
        return not self.document.vocabulary.isdisjoint(era_words(self.lexicon))


def read(
    document: Document, cast: Cast, dates: tuple[Found[When], ...], lexicon: Lexicon
) -> tuple[Reading, ...]:
    """Return the marks of every sentence."""
    states, years = mentions_by_sentence.states(cast, lexicon), mentions_by_sentence.years(dates, lexicon)
    marked = _by_sentence(document, lexicon)
    past, people, days = (
        mentions_by_sentence.historical(cast, lexicon),
        mentions_by_sentence.people(cast),
        mentions_by_sentence.days(dates),
    )
    readings = []
    for sentence, row, lower in zip(document.sentences, document.tokens, document.lower, strict=True):
        index = sentence.index
        opening = document.opening(index)
        tokens, words = row[opening:], lower[opening:]
        held = tuple([place for place in states.get(index, ()) if place[0] >= tokens[0].start])
        old = [(first_at(tokens, at), era) for at, era in past.get(index, ())]
        dated = [year for year in years.get(index, ()) if year[0].start >= tokens[0].start]
        matches = marked.get(index, [])
        if called := people.get(index):
            matches = [m for m in matches if m.row.kind != "theme" or not _is_called(tokens, m, called)]
        themes = [(first, end, row.key, row.weight) for first, end, row in matches if row.kind == "theme"]
        if len(themes) == len(matches) and not (dated or old):
            readings.append(Reading(sentence, tokens, words, held, themes=_outer(themes)))
            continue
        readings.append(
            _reading(sentence, tokens, words, matches, themes, held, dated, old, days.get(index, ()), lexicon)
        )
    return tuple(readings)


def _by_sentence(document: Document, lexicon: Lexicon) -> dict[int, list[Match[ComparisonPhrase]]]:
    """Return the phrases in each sentence that has any, numbered by its tokens behind a dateline."""
    text = document.concordance
    opens = text.opens
    if document.dateline is not None:
        opens = [at + document.opening(index) for index, at in enumerate(opens)]
    found: dict[int, list[Match[ComparisonPhrase]]] = {}
    for first, end, row in table(lexicon).find_all(text):
        number = text.sentence_of[first]
        opening = opens[number]
        if first >= opening:
            found.setdefault(number, []).append(Match(first - opening, end - opening, row))
    return found


def _reading(
    sentence: Sentence,
    tokens: tuple[Token, ...],
    lower: tuple[str, ...],
    matches: list[Match[ComparisonPhrase]],
    themes: list[tuple[int, int, str, float]],
    states: tuple[tuple[int, str], ...],
    years: Sequence[tuple[Span, str]],
    historical: Iterable[tuple[int, str]],
    days: Sequence[int],
    lexicon: Lexicon,
) -> Reading:
    cues: dict[str, list[ComparisonCue]] = {"now": [], "then": [], "relation": [], "likeness": []}
    anchors: list[Anchor] = []
    denied: list[int] = []
    flags: set[str] = set()
    for first, end, row in matches:
        if row.kind == "theme":
            continue
        if row.kind in cues:
            relation = cast_relation(row.key)
            cues[row.kind].append(ComparisonCue(first, end, relation, _written(lower[first:end])))
        elif row.kind == "denied":
            denied.append(first)
        elif row.kind in ("life", "topic"):
            flags.add(row.kind)
        else:
            anchors.append(Anchor(first, end, row.kind, row.key, row.theme))
    for span, era in years:
        first, end = first_at(tokens, span.start), first_at(tokens, span.end)
        if not any(a.first < end and first < a.end for a in anchors):
            since = first > 0 and tokens[first - 1].lower in ("since", "after")
            anchors.append(Anchor(first, max(end, first + 1), "since" if since else "date", era))
    for at, era in historical:
        if not any(a.first <= at < a.end for a in anchors):
            anchors.append(Anchor(at, at + 1, "actor", era))
    now = cues["now"]
    if now and days and tense(lower, lexicon) in ("past", "pluperfect", "future"):
        # "Today" that is a calendar day is not nowadays.
        now = [cue for cue in now if tokens[cue.first].start not in days]
    historic = {span.start for span, _ in years}
    story = min((at for at in days if at not in historic), default=None)
    elsewhere = "topic" in flags
    kept = tuple(
        [
            anchor
            for anchor in sorted(set(anchors), key=lambda a: a[:4])
            if not any(_inside(anchor, other) for other in anchors)
            and _is_setting(anchor, tokens, bool(states), elsewhere, lexicon)
        ]
    )
    if naming := [anchor for anchor in kept if _names(anchor)]:
        themes = [m for m in themes if not any(a.first <= m[0] < a.end for a in naming)]
    return Reading(
        sentence=sentence,
        tokens=tokens,
        lower=lower,
        anchors=kept,
        now=tuple(now),
        then=tuple(cues["then"]),
        relations=_longest(cues["relation"]),
        likeness=_longest(cues["likeness"]),
        themes=_outer(themes),
        denied=tuple(denied),
        states=states,
        life="life" in flags,
        elsewhere=elsewhere,
        story=first_at(tokens, story) if story is not None else None,
    )


def _written(words: tuple[str, ...]) -> str:
    return " ".join(words).replace("’", "'")


def cast_relation(key: str) -> Relation | None:
    """Return the relation that a row's key names; the lexicon's types have checked it."""
    return cast("Relation", key) if key else None


def _inside(inner: Anchor, outer: Anchor) -> bool:
    longer = outer.end - outer.first > inner.end - inner.first
    return longer and outer.first <= inner.first and inner.end <= outer.end


def _names(anchor: Anchor) -> bool:
    """Return whether the words name the era or a thing of it, so that they say no theme by themselves."""
    return anchor.kind not in ("date", "since", "person", "actor")


def _longest(cues: list[ComparisonCue]) -> tuple[ComparisonCue, ...]:
    """Drop every cue that lies inside a longer one."""
    if len(cues) < 2:
        return tuple(cues)
    return tuple(
        cue
        for cue in cues
        if not any(
            o.first <= cue.first and cue.end <= o.end and o.end - o.first > cue.end - cue.first for o in cues
        )
    )


def _outer(themes: list[tuple[int, int, str, float]]) -> tuple[tuple[int, int, str, float], ...]:
    """Drop every word of a theme that lies inside a longer phrase of whatever theme."""
    if len(themes) < 2:
        return tuple(themes)
    kept: list[tuple[int, int, str, float]] = []
    reach = 0
    for mark in sorted(themes, key=_from_the_longest):
        # One that ends behind all that are kept lies inside none of them.
        if mark[1] > reach or not any(_holds(longer, mark) for longer in kept):
            kept.append(mark)
            reach = max(reach, mark[1])
    return tuple(kept)


def _from_the_longest(mark: tuple[int, int, str, float]) -> tuple[int, int, float]:
    return mark[0], -mark[1], -mark[3]


def _holds(longer: tuple[int, int, str, float], mark: tuple[int, int, str, float]) -> bool:
    """Return whether a phrase makes another one superfluous: a part of it, or the same in the same theme."""
    if not (longer[0] <= mark[0] and mark[1] <= longer[1]):
        return False
    return longer[:2] != mark[:2] or longer[2] == mark[2]


def _is_setting(
    anchor: Anchor, tokens: tuple[Token, ...], states: bool, elsewhere: bool, lexicon: Lexicon
) -> bool:
    """Tell a name of the era from a name of something else, and from a figure of speech."""
    if anchor.kind in ("date", "since", "actor"):
        return True
    if anchor.end < len(tokens) and tokens[anchor.end].lower in _blocked(lexicon):
        return False
    if any(token.text[0].isupper() for token in tokens[anchor.first : anchor.end]):
        return not (elsewhere and anchor.kind == "person")
    doubtful = anchor.kind != "landmark" and tokens[anchor.first].lower == "cold"
    return anchor.kind != "person" and (states or not doubtful) and not elsewhere


def _is_called(tokens: tuple[Token, ...], match: Match[ComparisonPhrase], names: Iterable[Span]) -> bool:
    """Return whether words are a part of somebody's name, so that they say no theme: "Moon Jae-in"."""
    start, end = tokens[match.first].start, tokens[match.end - 1].end
    return any(name.start <= start and end <= name.end for name in names)


@functools.cache
def _blocked(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.comparison.no_setting_before)
