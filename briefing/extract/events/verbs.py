"""The words that make a clause tell of a happening: finite verbs, verbs of saying, names of happenings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import Tense
from briefing.model import Token
from briefing.model.syntax import Clause, NounPhrase, Syntax, VerbGroup

OPENING, CLOSING, STRAIGHT = frozenset("“«"), frozenset("”»"), '"'
MARKS = OPENING | CLOSING | {STRAIGHT}
_NAMING = frozenset(("NN", "NNS", "NNP", "NNPS", "VBG", "JJ"))
"""Classes of words that may name a happening."""
STRONG = frozenset((";", ":", "—", "–", "--"))
STARTERS = frozenset(
    ("after", "before", "when", "while", "where", "since", "until", "because", "although", "though")
)
"""Words that open a clause by themselves."""
RELATIVES = frozenset(("which", "who", "whose", "whom"))
JOINTS = MARKS | STRONG | STARTERS | RELATIVES | frozenset((",", ".", "!", "?", "and", "but", "that"))
"""All words and marks at which a clause may begin or end."""
_ADJUNCT = 5
"""Words behind a verb of saying among which its "that" may come: "reported on Sunday that"."""
_INTENTIONS = ("plans", "hopes", "wants", "expects")


def stem_of(word: str, lemmas: Mapping[str, str]) -> str:
    """Return the stem of a verb or noun, roughly: enough to see that two clauses share it."""
    if word in lemmas:
        return lemmas[word]
    for ending in ("ings", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


class Frame(Struct, frozen=True):
    """A sentence with what is asked of it again and again, made once; token numbers ascend."""

    tokens: Sequence[Token]
    lower: Sequence[str]
    syntax: Syntax
    words: Tense
    lemmas: Mapping[str, str]
    """Irregular pasts, each with its lemma."""
    opening: int
    """The first token behind the dateline."""
    verbs: Sequence[int]
    """The heads of the verb groups that a date may belong to: finite ones, and participles."""
    finite: frozenset[int]
    """Every token of those groups."""
    openers: dict[int, Clause]
    """The clauses by the conjunction or the pronoun that opens them."""
    phrase_from: dict[int, NounPhrase]
    phrase_to: dict[int, NounPhrase]
    happenings: Sequence[int]
    """The tokens that name a happening."""
    telling: Sequence[int]
    """Both."""
    joints: Sequence[int]
    """The tokens at which a clause may begin or end."""
    quoted: Sequence[bool]
    """Whether a quotation is open at each token."""
    dates: frozenset[int]
    """The offsets at which dates begin."""
    dated: Sequence[int]
    """Their tokens."""

    def tells(self, start: int, end: int) -> bool:
        """Return whether a verb or the name of a happening is in tokens[start:end]."""
        at = bisect_left(self.telling, start)
        return at < len(self.telling) and self.telling[at] < end


def between(numbers: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Return those of ascending numbers that are `start` or more and less than `end`."""
    return numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]


def frame_of(
    tokens: Sequence[Token],
    lower: Sequence[str],
    syntax: Syntax,
    opening: int,
    dates: Set[int],
    lexicon: Lexicon,
    *,
    quoted: bool,
) -> Frame:
    """Return the frame of a sentence; `quoted` tells that it begins inside a quotation."""
    words = lexicon.tense
    groups = [verb for verb in syntax.verbs if verb.first >= opening and _carries(verb, syntax.tags)]
    verbs = [verb.head for verb in groups]
    happenings = [
        at
        for at in range(opening, len(lower))
        if lower[at] in words.happenings and syntax.tags[at] in _NAMING
    ]
    return Frame(
        tokens,
        lower,
        syntax,
        words,
        lexicon.verbs.pasts,
        opening,
        verbs,
        frozenset([at for verb in groups for at in range(verb.first, verb.end)]),
        {clause.opener: clause for clause in syntax.clauses if clause.opener is not None},
        {phrase.first: phrase for phrase in syntax.phrases},
        {phrase.end: phrase for phrase in syntax.phrases},
        happenings,
        sorted({*verbs, *happenings}),
        [at for at in range(opening, len(lower)) if lower[at] in JOINTS],
        [quoted] * len(tokens) if MARKS.isdisjoint(lower) else _quoted(lower, is_open=quoted),
        frozenset(dates),
        [at for at, token in enumerate(tokens) if token.start in dates],
    )


def _carries(verb: VerbGroup, tags: Sequence[str]) -> bool:
    """Return whether a date may belong to a verb: a finite one, or a participle ("signed in 1987")."""
    return verb.finite or tags[verb.head] in ("VBN", "VBD")


def _quoted(words: Iterable[str], *, is_open: bool) -> list[bool]:
    """Tell for each word whether a quotation is open there."""
    quoted = []
    for word in words:
        quoted.append(is_open)
        if word in MARKS:
            is_open = word in OPENING or (word == STRAIGHT and not is_open)
    return quoted


def verb_of(frame: Frame, start: int, end: int, first: int) -> VerbGroup | None:
    """Return the verb that a date at `first` belongs to: the nearest before it, else the first after it."""
    verbs, before = between(frame.verbs, start, end), between(frame.verbs, start, min(first, end))
    return frame.syntax.verb_at(before[-1] if before else verbs[0]) if verbs else None


def head_of(frame: Frame, start: int, end: int, first: int) -> str | None:
    """Return the word that tells the happening of the date at `first`; None for a matter of words.

    That is the verb nearest before the date, else the first after it; a verb such as "took place" gives
    way to the happening that it tells of.
    """
    words = frame.words
    verbs, before = between(frame.verbs, start, end), between(frame.verbs, start, min(first, end))
    nouns = between(frame.happenings, start, end)
    chosen = before[-1] if before else (verbs[0] if verbs else None)
    if chosen is not None:
        if _only_says(frame, chosen):
            return None
        stem = stem_of(frame.lower[chosen], frame.lemmas)
        if stem not in words.light or not nouns:
            return stem
    return stem_of(frame.lower[nouns[0]], frame.lemmas) if nouns else None


def _only_says(frame: Frame, at: int) -> bool:
    """Return whether a verb says something, and that is no act of its own."""
    word, words = frame.lower[at], frame.words
    verb = frame.syntax.verb_at(at)
    if word not in words.reporting or verb is None or verb.passive:
        return False
    clause = frame.syntax.clause_of(verb)
    if word in words.acting:
        speaker = frame.phrase_to.get(verb.first)
        behind = (
            speaker is not None and "".join(frame.lower[max(0, speaker.first - 1) : speaker.first]) == ","
        )
        return (clause is not None and clause.kind == "reporting") or (not verb.finite and behind)
    near = frame.lower[verb.end : verb.end + _ADJUNCT]
    tells = "that" in near and bool(between(frame.dated, verb.end, verb.end + near.index("that")))
    silent = clause is None or not (clause.content or clause.kind == "reporting" or tells)
    return not (silent and word in words.acting_alone)
