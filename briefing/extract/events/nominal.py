"""A date in a sentence -> the noun phrase that it belongs to, where that is less than a clause.

"The break-up of the union in 1991", "August's election", "the pact signed in 1987" and "the leaders who
met in May" each date a happening of their own, whatever the clause around them tells.
"""

from __future__ import annotations

from briefing.extract.dates.future import is_entry
from briefing.extract.events.verbs import MARKS, RELATIVES, STARTERS, Frame, between
from briefing.model.syntax import NounPhrase, VerbGroup
from briefing.text.chunks import BE, HAVE, NAMES

UNKNOWN = -1
"""Stands for a beginning that cannot be told: the date then makes no event."""
_REACH = 15
"""Words of a noun phrase that are looked at; bounds the cost of one date."""
_DOERS = ("er", "or", "ist", "ian", "nent", "dent")
"""Endings of those who do something: "an opponent of the war in 2003"."""
_EDGES = MARKS | RELATIVES | {",", "(", ")", ";", ":"}


def nominal(frame: Frame, first: int, last: int, kind: str) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase that the date at tokens[first:last + 1] belongs to.

    None where that is a clause; no tokens at all where it is a subordinate half without a subject.
    """
    if "".join(frame.lower[last + 1 : last + 2]) in ("'s", "’s"):
        return _possessive(frame, first, last)
    before = frame.lower[first - 1] if first else ""
    if kind == "day" and before == "of" and frame.lower[first - 2] not in frame.words.times:
        start = start_of(frame, first - 1)
        return (start, _with_phrases(frame, last + 1)) if start < first - 1 else None
    verbs = between(frame.verbs, max(0, first - 2 * _REACH), first)
    verb = verbs[-1] if verbs else -1
    named = _named(frame, first, last, verb)
    if named is not None:
        return named
    opening = None if frame.lower[last + 1 : last + 2] == ("that",) else _participle(frame, first, verb)
    return None if opening is None else (opening, last + 1)


def dated_noun(frame: Frame, first: int, last: int) -> tuple[int, int] | None:
    """Return the happening that holds a day or has it right behind: "the 11 August collision".

    What is denied or given up did not happen on its day.
    """
    phrase = frame.syntax.phrase_at(first)
    if phrase is not None and not phrase.time and phrase.head > last:
        start, end = phrase.first, _with_phrases(frame, phrase.end)
    elif first and frame.lower[first - 1] in ("on", "of"):
        phrase, end = frame.phrase_to.get(first - 1), last + 1
        if phrase is None or not _is_accord(frame, phrase):
            phrase = frame.phrase_from.get(start_of(frame, first - 1))
        start = phrase.first if phrase is not None else first
        if phrase is None or not (
            _is_accord(frame, phrase) or is_told(frame, start, end, range(first - 1, end))
        ):
            return None  # "the summit on 5 May"
    if phrase is None or frame.lower[phrase.first] != "the":
        return None
    if phrase.head not in frame.happenings and not _is_accord(frame, phrase):
        return None
    verbs = between(frame.verbs, frame.opening, start)
    words = frame.words
    undone = words.denying | words.cancelling | words.deferring
    return None if verbs and frame.lower[verbs[-1]] in undone else (start, end)


def hangs_on_noun(frame: Frame, first: int, last: int) -> bool:
    """Return whether a date is in a noun that tells what another is about: "report on the 3 May crash"."""
    phrase = frame.syntax.phrase_at(first)
    if phrase is None or phrase.time or phrase.head <= last or phrase.preposition is None:
        return False
    return frame.lower[phrase.preposition] in ("on", "of", "about", "over", "into") and (
        phrase.preposition in frame.phrase_to
    )


def _is_accord(frame: Frame, phrase: NounPhrase) -> bool:
    """Return whether a phrase names what parties made together: "the trilateral statement of May 3"."""
    return frame.lower[phrase.head] in frame.words.accords and phrase.head - phrase.first > 1


def entry(frame: Frame, first: int) -> int | None:
    """Return where the entry of a list of aims begins that a date is in: "(b) to resume flights by May 3"."""
    tags = frame.syntax.tags
    for verb in reversed(frame.syntax.verbs):
        if verb.first >= first or tags[verb.first] != "TO":
            continue
        alone = verb.first == frame.opening and not any(one.finite for one in frame.syntax.verbs)
        return verb.first if alone or is_entry(frame.lower, verb.first) else None
    return None


def fronted(frame: Frame, last: int) -> tuple[int, int, NounPhrase] | None:
    """Return a participle that opens the sentence with its date, and its subject: "Born in 1940, Lind"."""
    at = frame.opening
    if (
        frame.syntax.tags[at] != "VBN"
        or frame.lower[at] in HAVE | BE | frame.words.reporting | frame.words.given
    ):
        return None
    clause = next((one for one in frame.syntax.clauses if one.kind == "main"), None)
    subject = clause.subject if clause is not None else None
    if subject is None or subject.first <= last or frame.lower[subject.first - 1] != ",":
        return None
    tag = frame.syntax.tags[subject.head]
    if tag not in NAMES and tag != "PRP":
        return None
    return at, subject.first - 1 if tag == "PRP" else subject.end, subject


def _possessive(frame: Frame, first: int, last: int) -> tuple[int, int] | None:
    """Return "August's election", "Sunday's clash near the port of Velde" where it is no subject."""
    before = frame.lower[first - 1] if first else ""
    if not frame.words.is_adjunct(before) and not between(frame.verbs, max(0, first - 2 * _REACH), first):
        return None
    phrase = frame.syntax.phrase_at(last + 2) if last + 2 < len(frame.lower) else None
    if phrase is None or not between(frame.happenings, last + 2, phrase.end):
        return None
    return first, _with_phrases(frame, phrase.end)


def _with_phrases(frame: Frame, end: int) -> int:
    """Return the end of the phrases that prepositions join to what ends at an index."""
    while (behind := frame.phrase_from.get(end + 1)) is not None and not behind.time:
        if frame.syntax.tags[end] not in ("IN", "TO") or frame.lower[end] in STARTERS:
            break
        end = behind.whole
    return end


def is_told(frame: Frame, start: int, end: int, dated: range) -> bool:
    """Return whether a phrase without a verb tells whose happening it is: not "the summit on Monday"."""
    inside = [one for one in frame.syntax.phrases if start <= one.first < end and not one.time]
    named = any(frame.syntax.tags[at] in NAMES for at in range(start, end) if at not in dated)
    owned = frame.syntax.tags[start] == "PRP$"
    return bool(between(frame.verbs, start, end)) or (not owned and (named or len(inside) > 1))


def _named(frame: Frame, first: int, last: int, verb: int) -> tuple[int, int] | None:
    """Return "the end of the war in 1991" behind "since", and "the vote in May" behind "the results of"."""
    lower = frame.lower
    for at in range(first - 1, max(verb - 1, first - 1 - _REACH, -1), -1):
        word = lower[at]
        if word in _EDGES:
            return None
        if word in frame.words.introducing and at + 1 < first:
            if frame.syntax.tags[at + 1] == "VBG":
                return first, first  # "despite winning in March" has no subject
            return (at + 1, last + 1) if at + 1 in frame.phrase_from else None
        if word == "of" and at > verb + 1:
            start = _owned_from(frame, at, first)
            if start is not None:
                return start, last + 1
    return None


def _owned_from(frame: Frame, of: int, first: int) -> int | None:
    """Return where the happening of a date behind "of" begins: behind "the results of", at "the end of"."""
    inside = frame.phrase_from.get(of + 1)
    if inside is None or any(of < verb.first < first for verb in frame.syntax.verbs):
        return None
    ahead, named = frame.lower[of - 1] == "ahead", frame.syntax.tags[inside.head] in NAMES
    if not between(frame.happenings, of + 1, first) and not (ahead and named):
        return None
    outer = frame.phrase_to.get(of)
    if ahead or outer is None or outer.determiner is None or outer.head in frame.happenings:
        return of + 1 if ahead else None
    if frame.lower[outer.head].endswith(_DOERS) or frame.lower[outer.head] in frame.words.rounds:
        return None
    tells = frame.words.disputed | frame.words.linking | frame.words.coming
    return of + 1 if frame.lower[outer.head] in tells else outer.first


def _participle(frame: Frame, first: int, verb: int) -> int | None:
    """Return where "the pact signed in 1987" begins, if the last verb is a participle behind its noun."""
    group = frame.syntax.verb_at(verb) if verb > 0 and first - verb <= _REACH else None
    if group is None or group.first != group.head:
        return None
    noun = verb
    while noun and frame.syntax.tags[noun - 1] in ("RB", "''"):
        noun -= 1  # "the "pause" first announced in May"
    phrase = frame.phrase_to.get(noun)
    if phrase is None or phrase.time or frame.syntax.tags[phrase.head] == "PRP":
        return None
    if group.finite and not _is_governed(frame, phrase):
        return None
    if verb + 1 < first and frame.syntax.tags[verb + 1] not in ("IN", "TO", "RB"):
        return None  # "the plan dubbed "Dawn" in 2017"
    start = phrase.first if phrase.head in frame.happenings else start_of(frame, noun)
    commas = [at for at in between(frame.joints, 0, start) if frame.lower[at] == ","]
    object_of = between(frame.verbs, commas[-1] if commas else 0, start)
    return start if object_of or phrase.preposition is not None else None


def _told_of(frame: Frame, phrase: NounPhrase, verb: VerbGroup) -> int | None:
    """Return where the noun begins that "which" or "that" behind a phrase tells of; None where it is open."""
    outer = frame.phrase_to.get(phrase.preposition) if phrase.preposition is not None else None
    if frame.tokens[phrase.first].start in frame.dates:
        return phrase.first
    of = phrase.preposition is not None and frame.lower[phrase.preposition] == "of"
    if outer is None or (outer.preposition is not None and not of):
        return start_of(frame, phrase.end)
    many = {"were": True, "are": True, "have": True, "was": False, "is": False, "has": False}
    plural = many.get(frame.lower[verb.first])
    if plural is None:
        agree = [one for one in (outer, phrase) if one.head in frame.happenings]
        return agree[0].first if len(agree) == 1 else None  # "the session of the board that opens on"
    agree = [one for one in (outer, phrase) if (frame.syntax.tags[one.head] in ("NNS", "NNPS")) == plural]
    return agree[0].first if len(agree) == 1 else None


def _is_governed(frame: Frame, phrase: NounPhrase) -> bool:
    """Return whether a phrase is no subject, as a preposition behind a verb governs it."""
    at = phrase.preposition
    if at is None or frame.lower[at] == "of":
        return False
    before = between(frame.verbs, frame.opening, at)
    if "VBG" in frame.syntax.tags[frame.opening : at]:
        return False  # "groups claiming it was taken from Lind gathered on Monday"
    return bool(before) and frame.lower[before[-1]] not in frame.words.reporting


def start_of(frame: Frame, end: int) -> int:
    """Return where the noun phrase that ends before `end` begins, with what an "of" hangs it on."""
    phrase = frame.phrase_to.get(end)
    while phrase is not None:
        end = phrase.first
        phrase = _over(frame, phrase)
    return end


def _over(frame: Frame, phrase: NounPhrase) -> NounPhrase | None:
    """Return the phrase before "of" a phrase, or before "between" it and another."""
    at = phrase.preposition
    if at is None and frame.syntax.tags[phrase.first - 1 : phrase.first] == ("CC",):
        other = frame.phrase_to.get(phrase.first - 1)
        at = other.preposition if other is not None else None
        if at is not None and frame.lower[at] != "between":
            return None
    if at is None or frame.lower[at] not in ("of", "between"):
        return None
    over = frame.phrase_to.get(at)
    return None if over is None or frame.syntax.tags[over.head] in ("CD", "DT") else over  # "one of the ten"


def relative(frame: Frame, at: int, first: int) -> int | None:
    """Return where the noun phrase begins that a relative clause from `at` to the date qualifies.

    None where the date is not in that clause; `UNKNOWN` where the phrase is the last of a list.
    """
    clause = frame.openers.get(at)
    if clause is None or clause.verb is None or not clause.verb.first < first < clause.end:
        return None
    if any(frame.lower[c] == "," and frame.lower[c + 1] == "and" for c in between(frame.joints, at, first)):
        return UNKNOWN  # "who voted against it in 2002, and in 2003 led the party"
    behind = at - 1 if at and frame.lower[at - 1] == "," else at
    phrase = frame.phrase_to.get(behind)
    if phrase is None:
        return None
    start = start_of(frame, behind)
    if frame.lower[at] != "who":
        told_of = _told_of(frame, phrase, clause.verb)
        if told_of is None:
            return UNKNOWN  # "the volume through Kor, which stood at"
        start = told_of
    joined = frame.syntax.tags[start - 1] if start else ""
    governed = phrase.preposition is not None and behind < at
    if governed and frame.lower[at] == "who" and "," in frame.lower[:start]:
        return UNKNOWN  # "Ada Berg, a former envoy to Tarn, who"
    if joined == "CC" and behind < at:
        start = start_of(frame, start - 1)  # "Lind and Morrow, who met"
        joined = frame.syntax.tags[start - 1] if start else ""
    broken = frame.syntax.tags[max(0, start - 2) : start] == (":", "IN")
    if broken or joined == "," or (joined == "CC" and behind == at):
        return UNKNOWN
    return start if frame.tokens[start].start not in frame.dates else None
