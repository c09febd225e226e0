"""The subject of a verb of saying: before it, after it, or that of an earlier verb."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from briefing.extract.attribution import noun_phrases, speakers
from briefing.extract.attribution.sentence_view import MARKS, Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.lexicon.discourse_tables import SpeechCue

CueRule = Literal[
    "according-to-between", "according-to-first", "according-to-last", "after-colon", "after-comma", "as",
    "block", "feeling-that", "first-person", "issued", "noun-participle", "noun-that", "participle",
    "quoted-as", "refusal", "same-subject", "subject-verb", "turn", "verb-subject", "with-participle",
]  # fmt: skip
"""How the cue of an attribution and its source were found."""
_IF = frozenset(("if", "unless", "whether", "lest"))
"""Words that make a saying one that may never be said."""


SHOWING = frozenset(("show", "reveal", "suggest", "indicate"))
"""What a thing does by itself: "it showed that the mayor was right" has no source."""


class Cued(Struct, eq=False, gc=False):
    """A verb with its subject, before its content is known."""

    verb: int
    first: int
    """First token of the cue with its auxiliaries of negation; content before it ends here."""
    start: int
    """First token of the attribution: its subject where that comes first."""
    cue: SpeechCue
    rule: CueRule
    speaker: Speaker | None
    negated: bool = False
    modal: bool = False
    cuts: bool = False
    """The content of an earlier attribution in the sentence ends before this one."""
    boundary: int = 0
    hedge: int = -1
    main: bool = False
    """The subject opens a clause and is known or a pronoun, so that an infinitive may be content."""
    relative: bool = False
    """The clause hangs on "what" or "which", so that its object is before it."""
    aside: bool = False
    """The clause hangs on "who" after a comma, so that its content ends at the next comma and verb."""
    behind: int = -1
    """For a verb before its subject: the token where the attribution ends."""


def subject(
    scene: Scene,
    line: Line,
    verb: int,
    left: int,
    cue: SpeechCue,
    found: list[Cued],
    first: int,
    hedge: int,
    negated: bool,
    modal: bool,
    helped: bool = False,
) -> Cued | None:
    """Return the verb with the subject that its place in the sentence gives it, or None."""
    low = line.low
    made = Cued(
        verb=verb,
        first=first,
        start=verb,
        cue=cue,
        rule="subject-verb",
        speaker=None,
        negated=negated,
        modal=modal,
    )
    made.hedge = hedge
    before = low[left] if left >= 0 else ""
    opens = left < 0 or line.quoted[left] != line.quoted[verb] or before in MARKS
    if before == "," and left and low[left - 1] in MARKS and line.quoted[left - 1] != line.quoted[verb]:
        opens = True  # “We will win”, promised Berg
    if opens or (before == "," and "clause" in cue.takes and "hearer" not in cue.takes):
        inverted = speakers.after(scene, line, verb + 1) if left >= 0 else None
        if inverted is not None and speakers.objective(inverted[0]):
            return None
        if (
            inverted is not None
            and (not bare(cue, low[verb]) or _plural(scene, line, inverted[0]))
            and _ends(scene, line, inverted[1])
            and (opens or _apart(scene, line, left, inverted[1]))
        ):
            made.speaker, made.behind = inverted
            made.rule = "verb-subject"
            made.start = left + 1
            return made
        if opens:
            return None
    if before == ",":
        behind = _behind_quote(scene, line, left)
        if behind is not None:
            made.speaker, made.start = behind
            return made
    if before in ("and", "but", "or", "then"):
        made.rule = "same-subject"
        made.cuts = True
        made.start = left
        made.speaker = _earlier(line, found, verb) or speakers.main_subject(scene, line, left)
        made.main = cue.kind != "view"
        return made if made.speaker is not None else None
    speaker = speakers.before(scene, line, left)
    if speaker is not None and speaker.first == speaker.last and low[speaker.first] == "who":
        return _relative(scene, line, made, speaker)
    if speaker is None or speakers.nobody(speaker):
        return None
    if cue.lemma in SHOWING and speaker.text.lower() in ("it", "this", "that"):
        return None
    if speaker.opens > 0 and low[speaker.opens - 1] in _IF:
        return None
    if bare(cue, low[verb]) and not helped and not _plural(scene, line, speaker):
        return None
    made.speaker = speaker
    made.start = speaker.opens
    lead = low[made.start - 1] if made.start > 0 else ""
    made.relative = lead in ("what", "which", "whom", "that") and not (
        made.start > 1 and low[made.start - 2] in scene.words.preposition
    )
    if lead == "as" and (made.start == 1 or low[made.start - 2] in (",", "—", "–")):
        made.rule = "as"
        made.start -= 1
        made.cuts = True
    if line.quoted[verb] < 0 and (
        lead in ("", ",", ";", ":", "and", "but", "-", "—", "–", "/")
        or _reported(scene, line, made.start)
        or lead in scene.words.adverb
    ):
        made.main = (
            cue.kind != "view"
            or "as" in cue.takes
            or (
                line.tokens[speaker.first].text[:1].isupper()
                and low[speaker.first] not in scene.words.determiner
            )
            or speaker.actor is not None
            or low[speaker.last] in ("he", "she", "they", "it", "i", "we")
        )
    return made


def _relative(scene: Scene, line: Line, made: Cued, who: Speaker) -> Cued | None:
    """Return the verb with the one that its "who" stands for: "Holm, who has said ..., spent"."""
    comma = who.first - 1
    made.aside = comma > 0 and line.low[comma] == ","
    speaker = speakers.nearest(scene, line, comma - 1 if made.aside else comma) if comma > 0 else None
    if speaker is None or speakers.nobody(speaker) or (not made.aside and speaker.opens == 0):
        return None
    made.speaker, made.start = speaker, who.first
    return made


def participle(
    scene: Scene, line: Line, verb: int, left: int, cue: SpeechCue, found: list[Cued], hedge: int
) -> Cued | None:
    """Return a verb in -ing with the subject of the clause it hangs on, or None."""
    low = line.low
    before = low[left] if left >= 0 else ""
    made = Cued(verb=verb, first=verb, start=left + 1, cue=cue, rule="participle", speaker=None, cuts=True)
    made.hedge = hedge
    if before in (",", "and", "but", "by", "while", "in") or before in MARKS:
        made.speaker = _earlier(line, found, verb) or speakers.main_subject(scene, line, max(left, 0))
        made.main = cue.kind != "view"
        return made if made.speaker is not None else None
    if before in scene.words.preposition and before != "as":
        return None
    if before == "as":
        return _quoted(scene, line, left, made)
    issued = _issuer(scene, line, left)
    if issued is not None:
        made.speaker, made.cuts, made.rule = issued, False, "issued"
        return made
    opening = left
    while opening >= 0 and low[opening] not in ("with", "despite", ",", ";", ".") and left - opening < 12:
        opening -= 1
    if opening >= 0 and low[opening] in ("with", "despite") and opening < left:
        made.speaker = speakers.make(scene, line, opening + 1, left)
        made.start = opening
        made.rule = "with-participle"
        made.cuts = False
        return made
    speaker = speakers.before(scene, line, left)
    if speaker is not None and _has_verb(scene, line, speaker):
        speaker = speakers.nearest(scene, line, left)
    if speaker is not None and speaker.first > 0 and low[speaker.first - 1] in scene.words.preposition:
        return None  # "a ruling against Holm finding that": it is not Holm who finds
    known = speaker is not None and (speaker.actor is not None or "and" in low[speaker.first : speaker.last])
    if speaker is not None and (known or low[speaker.first] in scene.words.determiner):
        made.speaker, made.start, made.cuts, made.rule = speaker, speaker.first, False, "noun-participle"
        return made
    return None


def _issuer(scene: Scene, line: Line, last: int) -> Speaker | None:
    """Return who issued the statement that ends at token `last`: "the ministry issued a statement saying"."""
    low, words = line.low, scene.words
    if low[last] not in words.sources:
        return None
    here = last - 1
    while here > max(last - 6, 0) and low[here] not in words.issuing:
        if low[here] in words.bounds and low[here] not in words.determiner:
            return None
        here -= 1
    if low[here] not in words.issuing:
        return None
    here -= 1
    while here >= 0 and (low[here] in words.auxiliary or low[here] in words.adverb):
        here -= 1
    return speakers.before(scene, line, here) if here >= 0 else None


def _has_verb(scene: Scene, line: Line, speaker: Speaker) -> bool:
    """Return whether a clause is before the noun: "the board released a report saying"."""
    return any(
        line.low[here] in scene.words.finite
        or (line.low[here].endswith("ed") and line.low[here - 1] not in scene.words.determiner)
        for here in range(speaker.first + 1, speaker.last)
    )


def _quoted(scene: Scene, line: Line, place: int, made: Cued) -> Cued | None:
    """Read "quoted Kim as saying" and "Kim was quoted as saying"."""
    low = line.low
    here = place - 1
    while here > 0 and place - here < 9 and low[here] not in scene.words.quoting:
        here -= 1
    if here <= 0 or place - here >= 9:
        return None
    if here == place - 1:
        left = here - 1
        while left >= 0 and (low[left] in scene.words.auxiliary or low[left] in scene.words.adverb):
            left -= 1
        made.speaker = speakers.before(scene, line, left) if left >= 0 else None
        made.start = made.speaker.opens if made.speaker is not None else here
    elif low[here - 1] in scene.words.passive or low[here + 1] == "by":
        left = here - 1
        while left >= 0 and (low[left] in scene.words.auxiliary or low[left] in scene.words.adverb):
            left -= 1
        made.speaker = speakers.before(scene, line, left) if 0 <= left < here - 1 else None
        made.start = made.speaker.opens if made.speaker is not None else here
    else:
        made.speaker = speakers.make(scene, line, here + 1, place - 1)
        source = speakers.before(scene, line, here - 1)
        made.start = source.opens if source is not None else here
    made.rule, made.first, made.cuts = "quoted-as", here, low[made.start - 1] == "," and made.start > 1
    return made if made.speaker is not None else None


def _behind_quote(scene: Scene, line: Line, comma: int) -> tuple[Speaker, int] | None:
    """Return the noun phrase between a quotation and the commas before the verb, and where it starts."""
    for here in range(comma - 1, max(comma - 40, 0), -1):
        if line.quoted[here] >= 0 and line.quoted[here] != line.quoted[comma]:
            got = speakers.after(scene, line, here + 1)
            if got is None or line.low[min(got[0].last + 1, comma)] != ",":
                return None
            return got[0], here + 1
    return None


def _earlier(line: Line, found: list[Cued], verb: int) -> Speaker | None:
    for cued in reversed(found):
        if cued.speaker is not None and line.quoted[cued.verb] == line.quoted[verb]:
            return cued.speaker
    return None


def _reported(scene: Scene, line: Line, start: int) -> bool:
    """Return whether the subject follows "said that", so that its clause is content itself."""
    return start > 1 and line.low[start - 1] == "that" and line.low[start - 2] in scene.words.cues


def _apart(scene: Scene, line: Line, comma: int, end: int) -> bool:
    """Return whether ", said X" closes a clause, and no apposition with the verb's subject before it."""
    low = line.low
    if end < len(low) and (low[end] == "that" or line.quoted[min(end + 1, len(low) - 1)] >= 0):
        return False
    if "," not in low[:comma]:
        return True
    return speakers.before(scene, line, comma) is None


def _ends(scene: Scene, line: Line, here: int) -> bool:
    """Return whether an attribution may end before token `here`."""
    low = line.low
    if here >= len(low):
        return True
    words = scene.words
    return (
        low[here] in (",", ".", ";", ":", "—", "–", "-", "(", "?", "!")
        or low[here] in MARKS
        or low[here] in words.preposition
        or low[here] in words.subordinator
        or low[here] in words.relative
        or low[here] in words.adverb
        or line.tokens[here].start in scene.dates
    )


def bare(cue: SpeechCue, word: str) -> bool:
    """Return whether the form is the present without -s, which needs a plural subject."""
    return word == cue.lemma and len(cue.forms) > 3


def _plural(scene: Scene, line: Line, speaker: Speaker) -> bool:
    head = noun_phrases.head(scene, line, speaker.first, speaker.last)
    if head > speaker.first and "and" in line.low[speaker.first : head]:
        return True
    word = line.low[head]
    return word in scene.words.plural or (word.endswith("s") and not word.endswith(("ss", "us", "is")))
