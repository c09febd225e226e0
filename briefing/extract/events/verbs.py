"""The words that make a clause tell of a happening: finite verbs, verbs of saying, names of happenings."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.model import Token
from briefing.model.syntax import Clause, NounPhrase, Syntax, VerbGroup

OPENING, CLOSING, STRAIGHT = frozenset("“«"), frozenset("”»"), '"'
MARKS = OPENING | CLOSING | {STRAIGHT}
STRONG = frozenset(";:—")
STARTERS = frozenset(
    ("after", "before", "when", "while", "where", "since", "until", "because", "although", "though")
)
"""Words that open a clause by themselves."""
RELATIVES = frozenset(("which", "who", "whose", "whom"))
JOINTS = MARKS | STRONG | STARTERS | RELATIVES | frozenset((",", ".", "!", "?", "and", "but", "that"))
"""All words and marks at which a clause may begin or end."""
_INTENTIONS = ("plans", "hopes", "wants", "expects")


class VerbTables(Struct, frozen=True):
    """The tables of tense.yml as look-ups."""

    finite: frozenset[str]
    past: frozenset[str]
    irregular: dict[str, str]
    reporting: frozenset[str]
    """Every form of a verb of saying or thinking."""
    happenings: frozenset[str]
    light: frozenset[str]
    openers: frozenset[str]
    not_past: frozenset[str]
    telling: frozenset[str]
    dating: frozenset[str]
    acting: frozenset[str]
    """Verbs of saying that are acts as well: an announcement has its date."""
    deferring: frozenset[str]
    cancelling: frozenset[str]
    participles: frozenset[str]
    auxiliaries: frozenset[str]
    introducing: frozenset[str]
    determiners: frozenset[str]
    outside: frozenset[str]
    objects: frozenset[str]
    times: frozenset[str]
    adjuncts: frozenset[str]
    """What may be between a verb of saying and its "that"; the words of `dating` are among them."""


@functools.cache
def words_of(lexicon: Lexicon) -> VerbTables:
    """Return the tables of a lexicon, made once."""
    table = lexicon.tense
    past = frozenset(table.past_auxiliaries)
    pasts = lexicon.verbs.pasts
    finite = (table.present_auxiliaries, table.future_auxiliaries, table.modals, pasts)
    return VerbTables(
        finite=past.union(
            *finite, table.present_verbs, table.starting, ("plans", "hopes", "wants", "expects")
        ),
        past=past.union(pasts),
        irregular=pasts,
        reporting=table.reporting,
        happenings=frozenset(table.happenings),
        light=frozenset(table.light),
        openers=frozenset(table.openers),
        not_past=frozenset(table.not_past),
        telling=table.telling,
        dating=table.dating,
        acting=table.acting,
        deferring=frozenset(table.deferring),
        cancelling=table.cancelling,
        participles=lexicon.verbs.participles,
        auxiliaries=past | frozenset(table.present_auxiliaries),
        introducing=table.introducing,
        determiners=table.determiners,
        outside=table.outside,
        objects=table.objects,
        times=table.times,
        adjuncts=table.dating | table.adjuncts,
    )


def stem_of(word: str, words: VerbTables) -> str:
    """Return the stem of a verb or noun, roughly: enough to see that two clauses share it."""
    if word in words.irregular:
        return words.irregular[word]
    for ending in ("ings", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


class Frame(Struct, frozen=True):
    """A sentence with what is asked of it again and again, made once; token numbers ascend."""

    tokens: Sequence[Token]
    lower: Sequence[str]
    syntax: Syntax
    words: VerbTables
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
    dates: Iterable[int],
    words: VerbTables,
    *,
    quoted: bool,
) -> Frame:
    """Return the frame of a sentence; `quoted` tells that it begins inside a quotation."""
    groups = [verb for verb in syntax.verbs if verb.first >= opening and _carries(verb, syntax.tags)]
    verbs = [verb.head for verb in groups]
    happenings = [at for at in range(opening, len(lower)) if lower[at] in words.happenings]
    return Frame(
        tokens,
        lower,
        syntax,
        words,
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


def head_of(frame: Frame, start: int, end: int, first: int) -> str | None:
    """Return the word that tells the happening of the date at `first`; None for a matter of words.

    That is the verb nearest before the date, else the first after it; a verb such as "took place" gives
    way to the happening that it tells of.
    """
    tokens, words = frame.tokens, frame.words
    verbs, before = between(frame.verbs, start, end), between(frame.verbs, start, min(first, end))
    nouns = between(frame.happenings, start, end)
    chosen = before[-1] if before else (verbs[0] if verbs else None)
    if chosen is not None:
        word = tokens[chosen].lower
        if word in words.reporting and word not in words.acting and not _is_passive(tokens, chosen, words):
            return None
        stem = stem_of(word, words)
        if stem not in words.light and (word not in words.finite or word in words.irregular):
            return stem
    if nouns:
        return stem_of(tokens[nouns[0]].lower, words)
    return stem_of(tokens[chosen].lower, words) if chosen is not None else None


def _is_passive(tokens: Sequence[Token], at: int, words: VerbTables) -> bool:
    """Tell "was found dead", which is a happening, from "found that", which is not."""
    return (
        bool(at) and tokens[at - 1].lower in ("was", "were", "been") and tokens[at].lower in words.irregular
    )
