"""A clause with its date -> whether it tells of a happening without what is around it."""

from __future__ import annotations

import re

from briefing.extract.events.verbs import Frame
from briefing.model import Found, When
from briefing.model.syntax import VerbGroup
from briefing.text.chunks import BE

_SPEAKERS = frozenset(("i", "we", "me", "us", "my", "our", "you", "your"))
_SUBJECTS = frozenset(("i", "we", "you", "us", "me"))
_APOSTROPHE = re.compile("['’]")
_FEWEST_OF_THERE = 6
""""There was in 2015" tells nothing."""
_ERAS = frozenset(("decade", "century"))
_NO_LONGER = frozenset(("originally", "initially"))
_NEAR = 20
"""Words behind a clause among which it may be said that its plan was given up."""


def stands_alone(frame: Frame, found: Found[When], parts: list[tuple[int, int]]) -> bool:
    """Return whether the clause tells of a happening without its surroundings."""
    when, start, end = found.item, parts[0][0], parts[-1][1]
    told = [frame.lower[at] for a, b in parts for at in range(a, b)]
    verbs = [v for v in frame.syntax.verbs if start <= v.head < end]
    if _is_ours(frame, parts):
        return False
    if told[0] == "there" and ("no" in told or sum(map(str.isalpha, told)) < _FEWEST_OF_THERE):
        return False
    if when.scheduled and _is_called_off(frame, start, end):
        return False
    finite = [verb for verb in verbs if verb.finite]
    if found.rule in _ERAS and _is_state(frame, start, end):
        return False
    if found.rule == "deictic" and when.text.lower() == "today" and finite and _is_lasting(frame, finite[0]):
        return False  # "Today, the league is larger"
    if told[0] in frame.words.openers and told[0] not in ("that", "since"):
        return bool(verbs) and verbs[0].first > start + 1 and frame.syntax.tags[start + 1] != "VBG"
    return not finite or _has_subject(frame, start, finite[0])


def _is_ours(frame: Frame, parts: list[tuple[int, int]]) -> bool:
    """Return whether a clause speaks of "us" and does not tell who that is."""
    start = parts[0][0]
    persons = _SPEAKERS if frame.quoted[start] else _SUBJECTS
    if frame.lower[start] in ("our", "my", "your"):
        return True
    tokens = [token for a, b in parts for token in frame.tokens[a:b] if token.text not in ("US", "i")]
    return any(_APOSTROPHE.split(token.lower)[0] in persons for token in tokens)


def _is_lasting(frame: Frame, verb: VerbGroup) -> bool:
    if frame.lower[verb.end] in ("in", "at") and frame.syntax.tags[verb.end + 1] in ("NNP", "NNPS"):
        return False  # "The envoy is in Tarn today for talks"
    lasting = frame.lower[verb.head] in BE or frame.lower[verb.head].startswith("remain")
    return lasting and verb.tense == "present" and verb.modal is None


def _has_subject(frame: Frame, start: int, verb: VerbGroup) -> bool:
    """Return whether a noun or a pronoun is before the first verb: not in "today sanctioned eight firms"."""
    return any(
        start <= phrase.first
        and phrase.end <= verb.first
        and (not phrase.time or frame.lower[phrase.end] == "of")
        for phrase in frame.syntax.phrases
    )


def _is_state(frame: Frame, start: int, end: int) -> bool:
    """Return whether a clause says how things are: "a view that is out of place in the 21st century"."""
    verbs = [v for v in frame.syntax.verbs if v.finite and start <= v.head < end]
    return bool(verbs) and all(verb.tense == "present" and frame.lower[verb.head] in BE for verb in verbs)


def _is_called_off(frame: Frame, start: int, end: int) -> bool:
    """Return whether the sentence says near the clause that what was to come has been given up."""
    near = [token.lower for token in frame.tokens[start : end + _NEAR]]
    given_up = not frame.words.cancelling.isdisjoint(near) or "called off" in " ".join(near)
    return given_up or not _NO_LONGER.isdisjoint(near[: end - start])
