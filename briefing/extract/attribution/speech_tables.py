"""The words of saying, compiled from the lexicon for look-up."""

from __future__ import annotations

import functools

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import SpeechCue
from briefing.model import StatementKind

MARKS = frozenset("\"“”„«»‘’'‚`")


class SpeechTables(Struct, frozen=True, eq=False):
    """The tables of `speech.yml` by what they are asked."""

    cues: dict[str, SpeechCue]
    particles: dict[str, list[tuple[tuple[str, ...], SpeechCue]]]
    """By the verb's form, the words that must follow it."""
    triggers: frozenset[str]
    phrases: dict[str, list[tuple[int, tuple[str, ...]]]]
    """Phrases of attribution by their longest word, with its place in the phrase."""
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
    wh: frozenset[str]
    plural: frozenset[str]
    going_on: frozenset[str]
    control: frozenset[str]
    spoken: frozenset[str]
    issued: frozenset[str]
    hypernyms: frozenset[str]
    acting: frozenset[str]
    """Nouns for people and bodies: offices, "ministry", "delegation"."""
    before_titles: frozenset[str]
    before_fragments: frozenset[str]
    resumed: frozenset[str]
    quoting: frozenset[str]
    presenting: frozenset[str]
    anybody: frozenset[str]
    familiar: frozenset[str]
    junctures: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    """Given names of men, and of women."""
    offices: frozenset[str]
    """Head nouns of offices and trades: "director", "partner"."""
    possessive: frozenset[str]
    carriers: frozenset[str]
    evidence: frozenset[str]
    interviews: frozenset[str]
    stances: frozenset[str]
    moderating: frozenset[str]
    pictures: frozenset[str]
    issuing: frozenset[str]


@functools.cache
def words(lexicon: Lexicon) -> SpeechTables:
    """Compile the lexicon's words of saying."""
    speech = lexicon.speech
    cues = {form: cue for cue in reversed(speech.cues) for form in cue.forms if not cue.particle}
    nouns: dict[str, StatementKind] = dict.fromkeys(speech.nouns.said, "said")
    nouns |= dict.fromkeys(speech.nouns.made, "said")
    nouns |= dict.fromkeys(speech.nouns.denial, "denial")
    nouns |= dict.fromkeys(speech.nouns.view, "view")
    phrases = _by_longest(speech.phrases)
    return SpeechTables(
        cues=cues,
        he=frozenset(lexicon.given_names.he),
        she=frozenset(lexicon.given_names.she),
        offices=frozenset(office.rpartition(" ")[2] for office in lexicon.titles.offices),
        particles=_particles(speech.cues),
        triggers=frozenset(cues)
        | {form for cue in speech.cues if cue.particle for form in cue.forms}
        | speech.refusals.verbs
        | speech.feelings
        | nouns.keys()
        | phrases.keys(),
        phrases=phrases,
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
        acting=frozenset(office.rpartition(" ")[2] for office in lexicon.titles.offices)
        | speech.words["groups"],
        **{name: speech.words[name] for name in SpeechTables.__struct_fields__ if name in speech.words},
    )


def _particles(cues: tuple[SpeechCue, ...]) -> dict[str, list[tuple[tuple[str, ...], SpeechCue]]]:
    index: dict[str, list[tuple[tuple[str, ...], SpeechCue]]] = {}
    for cue in cues:
        for form in cue.forms if cue.particle else ():
            index.setdefault(form, []).append((tuple(cue.particle.split()), cue))
    return index


def _by_longest(phrases: tuple[str, ...]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    index: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.split())
        longest = max(parts, key=len)
        index.setdefault(longest, []).append((parts.index(longest), parts))
    return index
