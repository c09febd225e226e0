"""The words of saying compiled for look-up, and a sentence made ready to be searched."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.extract.attribution.quotations import Quotation
from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import SpeechCue
from briefing.model import Cast, Document, Found, Mention, Span, StatementKind, Token, When
from briefing.text.tokens import first_at

LONGEST = 400
"""Tokens; a longer sentence is a table or a list, and is not searched."""
MARKS = frozenset("\"“”„«»‘’'‚`")
PHRASE_ENDS = frozenset(",;:—–-()[]…") | MARKS
NAMED = ("name", "office", "pronoun", "noun")


class SpeechTables(Struct, frozen=True, eq=False):
    """The tables of `speech.yml` by what they are asked."""

    cues: dict[str, SpeechCue]
    particles: dict[tuple[str, str], SpeechCue]
    triggers: frozenset[str]
    phrases: dict[str, list[tuple[int, tuple[str, ...]]]]
    """Phrases of attribution by their longest word, with its place in the phrase."""
    flat: dict[str, list[tuple[int, tuple[str, ...]]]]
    """Refusals as whole phrases, the same way."""
    refuse: frozenset[str]
    silent: frozenset[str]
    nouns: dict[str, StatementKind]
    made: frozenset[str]
    light: frozenset[str]
    feelings: frozenset[str]
    unspoken: frozenset[str]
    sources: frozenset[str]
    occasions: frozenset[str]
    openers: frozenset[str]
    relaying: frozenset[str]
    relayed: frozenset[str]
    hedges: frozenset[str]
    never_past: frozenset[str]
    auxiliary: frozenset[str]
    passive: frozenset[str]
    modal: frozenset[str]
    negation: frozenset[str]
    adverb: frozenset[str]
    determiner: frozenset[str]
    preposition: frozenset[str]
    relative: frozenset[str]
    subordinator: frozenset[str]
    wh: frozenset[str]
    subject: frozenset[str]
    plural: frozenset[str]
    going_on: frozenset[str]
    titles: frozenset[str]
    control: frozenset[str]
    finite: frozenset[str]
    before_titles: frozenset[str]
    before_fragments: frozenset[str]
    resumed: frozenset[str]
    quoting: frozenset[str]
    presenting: frozenset[str]
    hearers: frozenset[str]
    anybody: frozenset[str]
    familiar: frozenset[str]
    junctures: frozenset[str]
    leading: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    """Given names of men, and of women."""
    offices: frozenset[str]
    """Head nouns of offices and trades: "director", "partner"."""
    possessive: frozenset[str]
    carriers: frozenset[str]
    evidence: frozenset[str]
    conceding: frozenset[str]
    interviews: frozenset[str]
    stances: frozenset[str]
    moderating: frozenset[str]
    issuing: frozenset[str]
    bounds: frozenset[str]
    """Where a noun phrase may begin behind: all else in its sentence and quotation belongs to it."""


@functools.cache
def words(lexicon: Lexicon) -> SpeechTables:
    """Compile the lexicon's words of saying."""
    speech, verbs = lexicon.speech, lexicon.verbs
    cues = {form: cue for cue in reversed(speech.cues) for form in cue.forms if not cue.particle}
    nouns: dict[str, StatementKind] = dict.fromkeys(speech.nouns.said, "said")
    nouns |= dict.fromkeys(speech.nouns.made, "said")
    nouns |= dict.fromkeys(speech.nouns.denial, "denial")
    nouns |= dict.fromkeys(speech.nouns.view, "view")
    phrases = _by_longest(speech.phrases)
    flat = _by_longest(speech.refusals.flat)
    small = speech.words
    bounds = small["relative"] | small["auxiliary"] | small["negation"] | small["subordinator"]
    return SpeechTables(
        cues=cues,
        he=frozenset(lexicon.given_names.he),
        she=frozenset(lexicon.given_names.she),
        offices=frozenset(office.rpartition(" ")[2] for office in lexicon.titles.offices),
        bounds=bounds.union(cues, PHRASE_ENDS, ("as",), small["leading"]),
        particles={(form, cue.particle): cue for cue in speech.cues for form in cue.forms if cue.particle},
        triggers=frozenset(cues)
        | {form for cue in speech.cues if cue.particle for form in cue.forms}
        | speech.refusals.verbs
        | speech.feelings
        | nouns.keys()
        | phrases.keys()
        | flat.keys(),
        phrases=phrases,
        flat=flat,
        refuse=speech.refusals.verbs,
        silent=speech.refusals.silent,
        nouns=nouns,
        made=speech.nouns.made,
        light=speech.nouns.light,
        feelings=speech.feelings,
        unspoken=speech.unspoken,
        sources=speech.sources,
        occasions=speech.occasions | speech.sources,
        openers=speech.openers,
        relaying=speech.relay.verbs,
        relayed=speech.relay.things,
        hedges=lexicon.hedges.words,
        never_past=verbs.never_past,
        **speech.words | {"finite": speech.words["finite"] | (verbs.pasts.keys() - verbs.unchanged)},
    )


def _by_longest(phrases: tuple[str, ...]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    index: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.split())
        longest = max(parts, key=len)
        index.setdefault(longest, []).append((parts.index(longest), parts))
    return index


class Line(Struct, eq=False, gc=False):
    """A sentence with its words in lower case and, for each token, the quotation that holds it (or -1)."""

    index: int
    tokens: tuple[Token, ...]
    low: tuple[str, ...]
    quoted: list[int]
    hits: list[int]
    """The tokens that some rule may start from."""
    dated: bool
    """Whether a date is in the sentence."""

    @property
    def last(self) -> int:
        """Index after the last token that is no full stop, closing mark or bracket at the end."""
        end = len(self.tokens)
        while end > 0 and (self.low[end - 1] in ".!?;" or self.low[end - 1] in MARKS):
            end -= 1
        return end


class Scene(Struct, eq=False):
    """What every rule may look at: the document, who is in it, and its quotations."""

    document: Document
    words: SpeechTables
    hits: dict[int, list[int]]
    """By sentence, the tokens that some rule may start from."""
    quotations: tuple[Quotation, ...]
    mentions: tuple[Mention, ...]
    starts: list[int]
    ends: list[int]
    """Where the mentions start and end."""
    opens: list[int]
    """Where the quotations start."""
    dates: dict[int, int]
    """Start of a date expression to its end."""
    date_starts: list[int]
    kinds: dict[str, str] = field(default_factory=dict)
    """What each actor is, by id."""
    genders: dict[str, str] = field(default_factory=dict)
    """Whether a person is "he" or "she", where a pronoun or the given name tells."""
    within: dict[int, Scene | None] = field(default_factory=dict)
    """The scenes inside quotations that hold others, by number, made when first asked for."""

    def line(self, index: int) -> Line | None:
        """Return sentence `index` made ready, or None where no word of saying is in it."""
        if index not in self.hits or len(self.document.lower[index]) > LONGEST:
            return None
        return self.any_line(index)

    def any_line(self, index: int) -> Line:
        """Return sentence `index` made ready, whatever is in it."""
        first = self.document.opening(index)
        tokens = self.document.tokens[index][first:LONGEST]
        low = self.document.lower[index][first:LONGEST]
        hits = [at - first for at in self.hits.get(index, ()) if first <= at < LONGEST]
        return self.cut(index, tokens, low, hits)

    def cut(self, index: int, tokens: tuple[Token, ...], low: tuple[str, ...], hits: list[int]) -> Line:
        """Return tokens of sentence `index` as a line, with the quotations that hold them."""
        return Line(index, tokens, low, self._quoted(tokens), hits, self._is_dated(tokens))

    def _is_dated(self, tokens: tuple[Token, ...]) -> bool:
        if not tokens:
            return False
        at = bisect_left(self.date_starts, tokens[0].start)
        return at < len(self.date_starts) and self.date_starts[at] < tokens[-1].end

    def _quoted(self, tokens: tuple[Token, ...]) -> list[int]:
        quoted = [-1] * len(tokens)
        if tokens and self.quotations:
            first = bisect_right(self.opens, tokens[0].start) - 1
            for number in range(max(first, 0), len(self.quotations)):
                outer = self.quotations[number].outer
                start, end = outer.start, outer.end
                if start >= tokens[-1].end:
                    break
                if end <= tokens[0].start:
                    continue
                low, high = first_at(tokens, start), first_at(tokens, end)
                quoted[low:high] = [number] * (high - low)
        return quoted

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start at or after `start` and before `end`, in order."""
        low, high = bisect_right(self.starts, start - 1), bisect_right(self.starts, end - 1)
        return list(self.mentions[low:high])

    def holding(self, start: int, end: int) -> Mention | None:
        """Return the longest mention, names and what stands for them, that covers the characters."""
        best: Mention | None = None
        place = bisect_right(self.starts, start)
        for at in range(max(place - 6, 0), place):
            if self.ends[at] < end:
                continue
            mention = self.mentions[at]
            if mention.form != "demonym" and (best is None or len_of(mention.span) > len_of(best.span)):
                best = mention
        return best


def len_of(span: Span) -> int:
    """Return how many characters the span covers."""
    return span.end - span.start


def scene(
    document: Document,
    cast: Cast,
    dates: tuple[Found[When], ...],
    quotations: tuple[Quotation, ...],
    lexicon: Lexicon,
) -> Scene:
    """Put together what the rules look at."""
    mentions = tuple(sorted(_settled(document, cast), key=lambda m: (m.span.start, -m.span.end)))
    spans = {span.start: span.end for found in dates for span in found.item.at}
    table = words(lexicon)
    return Scene(
        document=document,
        words=table,
        hits=document.concordance.tokens_of(table.triggers),
        quotations=quotations,
        mentions=mentions,
        starts=[mention.span.start for mention in mentions],
        ends=[mention.span.end for mention in mentions],
        opens=[quotation.outer.start for quotation in quotations],
        dates=spans,
        date_starts=sorted(spans),
        kinds={actor.id: actor.kind for actor in cast.actors},
        genders=_genders(document, cast, table),
    )


def _settled(document: Document, cast: Cast) -> Iterator[Mention]:
    """Yield the mentions, none of them for somebody who is not in the cast.

    A family name that is a place as well ("Toledo") is the person's who bears it.
    """
    known = {actor.id for actor in cast.actors if actor.kind != "place"}
    families: dict[str, set[str]] = {}
    for actor in cast.actors:
        if actor.kind == "person":
            families.setdefault(actor.name.split()[-1], set()).add(actor.id)
    for mention in cast.mentions:
        if mention.actor is None or mention.actor in known:
            yield mention
            continue
        bearers = families.get(mention.span.of(document.text), set())
        if len(bearers) == 1:
            yield replace(mention, actor=next(iter(bearers)), kind="person")
        else:
            yield replace(mention, actor=None)


def _genders(document: Document, cast: Cast, table: SpeechTables) -> dict[str, str]:
    he, she = table.he, table.she
    genders = {
        actor.id: "he" if given in he else "she"
        for actor in cast.actors
        if actor.kind == "person" and (((given := actor.name.split()[0]) in he) != (given in she))
    }
    for mention in cast.mentions:
        if mention.form == "pronoun" and mention.actor is not None and mention.kind == "person":
            word = mention.span.of(document.text).lower()
            genders.setdefault(mention.actor, "she" if word.startswith(("she", "her")) else "he")
    return genders
