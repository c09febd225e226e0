"""Word classes -> the same, mended where a clause would have no verb, or one too many."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.text.chunks import ADVERBS, BE, HAVE, NAMES, NOUNS, VERBS, Words
from briefing.text.tagging import FINITE


def mended(tags: Sequence[str], lower: Sequence[str], words: Words) -> list[str]:
    """Return the tags with the finite verbs that a sentence must have.

    A tagger that sees a verb, a noun and a form in -ed takes the form for a participle: "said the crash
    involved an error"; so it does behind a conjunction: "confirmed their vow and also called for talks".
    """
    mended = list(tags)
    for at, tag in enumerate(tags):
        if tag in _MENDED:
            mended[at] = _one(mended, lower, at, words)
            if mended[at] in _TELLING and lower[at] in words.claiming:
                told = _told(mended, lower, at + 1, words)
                if told >= 0:
                    mended[told] = "VBD" if mended[told] == "VBN" else "VBP"
    return mended


def _one(tags: list[str], lower: Sequence[str], at: int, words: Words) -> str:
    """Return the class of a word, mended by what is around it."""
    tag, word = tags[at], lower[at]
    if tag == "''":
        return "POS" if _owns(tags, lower, at) else tag
    if tag == "CC":
        return "DT" if word in _EITHER and not _JOINED & set(lower[at + 1 : at + 5]) else tag  # both sides
    if tag == "VBD":
        return "VBN" if lower[at - 1 : at + 2] == ("those", word, "by") else tag
    if tag == "VBP":
        return "VB" if word not in words.saying and _is_planned(tags, at) else tag
    if tag == "VBZ":
        return (
            "NNS" if at > 1 and lower[at - 1] in words.days and _behind_day(tags, lower, at, words) else tag
        )
    if tag == "VBN" and tags[at + 1 : at + 2] == ["NNP"] and lower[at - 1] in words.saying:
        return "JJ"  # said retired Col. Dunn
    return "VBD" if tag == "VBN" and _goes_on(tags, lower, at, word in words.saying) else tag


_MENDED = frozenset(("''", "CC", "VBD", "VBP", "VBZ", "VBN", "VBG"))


def _behind_day(tags: list[str], lower: Sequence[str], at: int, words: Words) -> bool:
    """Mend "said Monday sanctions would" and "denied on Monday claims that": the second is no verb."""
    verb = at - 2 - (lower[at - 2] == "on")
    if verb < 0 or lower[verb] not in words.saying or tags[verb] not in _TELLING:
        return False
    if tags[verb] == "VBN" and not any(tag in FINITE for tag in tags[:verb]):
        tags[verb] = "VBD"
    return True


def _owns(tags: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Return whether a mark that nothing opens makes a plural an owner: "the workers’ rights"."""
    if lower[at] not in ("’", "'") or not 0 < at < len(tags) - 1 or lower[at - 1][-1:] != "s":
        return False
    opened = any(tag == "``" and lower[k] in ("‘", "'") for k, tag in enumerate(tags[:at]))
    return not opened and tags[at - 1] in _SUBJECTS and tags[at + 1] in _OWNED


def _is_planned(tags: Sequence[str], at: int) -> bool:
    """Return whether a verb goes on an infinitive: "ready to build a dock and oppose a toll"."""
    if at == 0 or tags[at - 1] not in (",", "CC"):
        return False
    verb = next((k for k in range(at - 1, 0, -1) if tags[k] in VERBS or tags[k] in _OPENING), 0)
    return tags[verb] == "VB" and tags[verb - 1] in ("TO", ",", "CC", "RB")


def lacking_verb(tags: Sequence[str], lower: Sequence[str], subject: int, words: Words) -> int:
    """Return the participle that must be the verb of a sentence which has none; -1 where it may be a heading.

    `subject` is the token behind its first noun phrase: "Holm, who has left, posted that", "Critics rightly
    called for talks".
    """
    if tags[-1] not in (".", "''") or "VBN" not in tags:
        return -1
    near = range(subject, len(tags) - 1)
    alone = [at for at in near if lower[at] in words.cues and _stands_alone(tags, lower, at)]
    closing = [at for at in alone if tags[at - 1] == "," and at > subject + 1]
    return next(iter(closing or alone), -1)


def _stands_alone(tags: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Return whether a participle has no auxiliary, and no "by" behind it."""
    if tags[at] != "VBN" or lower[at + 1] == "by":
        return False
    before = at - 1
    while before > 0 and tags[before] in ADVERBS:
        before -= 1
    return tags[before] in _SUBJECTS or tags[before] in (",", "-RRB-")


def _goes_on(tags: Sequence[str], lower: Sequence[str], at: int, saying: bool) -> bool:
    """Return whether a participle behind "and" is the next verb of the subject: "met Berg and promised"."""
    before = at - 1
    while before > 0 and tags[before] in ADVERBS:
        before -= 1
    if tags[before] != "CC" or before == 0 or tags[before - 1] in _ALIKE or lower[at + 1 : at + 2] == ("by",):
        return False
    near = range(before - 1, -1, -1)
    if tags[before - 1] == ",":  # fired him, saying it was late, but later said
        return saying and any(tags[k] == "VBD" and lower[k] not in BE and lower[k] not in HAVE for k in near)
    verb = next((k for k in near if (tags[k] in VERBS and tags[k] != "VB") or tags[k] in _OPENING), -1)
    return verb >= 0 and tags[verb] == "VBD" and lower[verb] not in BE and lower[verb] not in HAVE


def _told(tags: Sequence[str], lower: Sequence[str], first: int, words: Words) -> int:
    """Return the participle or bare verb that must be the verb of a clause from token `first`, or -1."""
    noun = False
    for at in range(first, min(first + _FAR, len(tags) - 1)):
        tag = tags[at]
        if tag in ("VBN", "VB") and noun and (tags[at - 1] in _SUBJECTS or tags[at - 1] in ADVERBS):
            if tags[at - 1] in NAMES and tags[at + 1] in ("NN", "NNS") and "IN" in tags[first:at]:
                return -1  # answered questions from Norpress accredited reporter
            bare = tag == "VB" and lower[at] in words.claiming
            return at if bare or not (lower[at + 1] == "by" or _finite_follows(tags, at + 1)) else -1
        if tag in _SUBJECTS:
            noun = True
        elif tag not in _INSIDE and not (tag == "IN" and noun) and lower[at] != "that":
            return -1
    return -1


def _finite_follows(tags: Sequence[str], first: int) -> bool:
    """Return whether a finite verb follows before the clause can end."""
    for tag in tags[first : first + _FAR]:
        if tag in FINITE or tag in _CLOSING_TAGS:
            return tag in FINITE
    return False


_ALIKE = frozenset(("JJ", "JJR", "RB", "VBN", "VBG"))
_OPENING = frozenset(("SC", "WDT", "WP", "WRB", "``"))
_TELLING = frozenset(("VBD", "VBZ", "VBP", "VBN", "VBG"))
_SUBJECTS = NOUNS | {"PRP", "EX"}
_INSIDE = ADVERBS | {"DT", "JJ", "JJR", "JJS", "PRP$", "POS", "PDT"}
_CLOSING_TAGS = frozenset((",", ".", ":", "SC", "CC", "WDT", "WP", "WRB", "``", "''"))
_EITHER, _JOINED = frozenset(("both", "either")), frozenset(("and", "or"))
_OWNED = NOUNS | {"JJ", "JJR", "JJS", "VBG", "VBN"}
_FAR = 16
"""Tokens in which what is told must show its verb."""
