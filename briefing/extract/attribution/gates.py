"""Contents that tell a reader nothing, and sources that are none."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.attribution import speakers
from briefing.extract.attribution.candidate import StatementDraft
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.model import Mention
from briefing.text.chunks import NAMES

_OPEN = frozenset(("it", "this", "that", "these", "those", "them"))
_PERSONS = frozenset(("he", "she"))
_HEARERS = frozenset(("to", "with", "by"))
_JUDGING = frozenset(
    ("condemn", "denounce", "allege", "criticize", "criticise", "blame", "claim", "suggest", "cite")
)
"""Verbs whose bare object says nothing; to call for talks or to promise peace does."""
WEAK = frozenset(("object", "order", "infinitive", "accusation"))
"""Contents that a thing may be the subject of: "the plan promises growth"."""
_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_ASKING = frozenset(("call", "demand", "urge", "deny", "reject", "welcome"))
_WARNING = frozenset(("warn", "speak", "complain"))
"""Verbs for which one word is no content: "spoke of haste"."""
_POLITE = frozenset(("speech:thank", "speech:congratulate"))
_COURTESIES = frozenset(("hospitality", "welcome", "reception", "question", "questions", "birthday"))
"""What one thanks for, or congratulates on, without a word of news."""
_SILENT = frozenset(("he", "she", "it", "they", "i", "we"))
_NO_COMMENT = ("not comment", "n't comment", "n’t comment", "no comment")
_OPENING = 5
"""Tokens of "he would not comment"."""
_BARE = 2
"""Tokens of an object that says nothing: "the attack", "foreign involvement"."""


def is_hollow(line: Line, draft: StatementDraft) -> bool:
    """Return whether a content names what it is about and says nothing of it."""
    if len(draft.spans) > 1 or draft.mode == "direct":
        return False
    first, last = line.token_at(draft.spans[0].start), line.token_at(draft.spans[0].end - 1)
    if first < 0:
        return False
    if line.low[first] in _OPEN and line.low[first + 1 : first + 2] == (",",):
        return True  # they do say it, and
    if _is_silent(line.low[first : last + 1]):
        return True
    if draft.row in _POLITE and _is_polite(draft, line.low[first : last + 1]):
        return True
    if draft.content_rule not in ("object", "named"):
        return False
    if line.low[first] in _OPEN or set(line.tags[first : last + 1]) <= NAMES:
        return True
    row, size = draft.row[7:], last - first + 1
    short = (row in _JUDGING and size == _BARE) or (row in _WARNING and size == 1)
    named = size == _BARE and line.low[first] in _DEFINITE and row not in _ASKING
    return (short or named) and draft.mode == "indirect" and line.tags[last] in ("NN", "NNS")


def _is_polite(draft: StatementDraft, content: Sequence[str]) -> bool:
    """Return whether thanks are no news: "thanked Oslo for its hospitality", "I thank the crew for ..."."""
    own = draft.speaker is not None and speakers.first_person(draft.speaker)
    return own or not _COURTESIES.isdisjoint(content)


def _is_silent(content: Sequence[str]) -> bool:
    """Return whether somebody says that he says nothing: "he would not comment on the case"."""
    opening = " ".join(content[:_OPENING])
    own = not _SILENT.isdisjoint(content[:1])
    return own and "but" not in content and any(words in opening for words in _NO_COMMENT)


def is_heading(scene: Scene, line: Line, who: Speaker | None) -> bool:
    """Return whether the words for a speaker fill a line of their own, or name "both of these events"."""
    if who is None:
        return False
    if speakers.evidence(scene, line, who) and not _OPEN.isdisjoint(line.low[who.first : who.last + 1]):
        return True
    text, (start, end) = scene.document.text, who.span
    return text[:start].rpartition("\n")[2].strip() == "" and text[end : end + 1] == "\n"


def is_hearer(scene: Scene, line: Line, who: Speaker) -> bool:
    """Return whether a pronoun is taken for the one who was spoken to: "Speaking to Holm of PBS, he said"."""
    if line.tags[0] not in ("VBG", "VBN"):
        return False
    named = [m for m in scene.mentions_in(line.tokens[0].start, who.span.start) if m.actor == who.actor]
    return bool(named) and all(_is_heard(line, mention) for mention in named)


def _is_heard(line: Line, mention: Mention) -> bool:
    at = line.token_at(mention.span.start)
    phrase = line.syntax.phrase_at(at) if at >= 0 else None
    before = phrase.preposition if phrase is not None else None
    return before is not None and line.low[before] in _HEARERS


def is_open(scene: Scene, line: Line, draft: StatementDraft, speaker: str | None) -> bool:
    """Return whether what is said opens with a "he" who is neither its speaker nor named in it."""
    first = line.token_at(draft.spans[0].start)
    if draft.mode == "direct" or first < 0 or line.low[first] not in _PERSONS or line.quoted[first] >= 0:
        return False
    mention = scene.holding(line.tokens[first].start, line.tokens[first].end)
    who = mention.actor if mention is not None else None
    if who is None or who == speaker or draft.speaker is None or scene.kinds.get(who) != "person":
        return False
    own = speaker is not None and scene.kinds.get(speaker) == "person"
    if draft.addressee == who or (own and scene.genders.get(speaker or "") in (None, line.low[first])):
        return False  # who speaks may be meant
    told = [draft.speaker.span, *draft.spans]
    return not any(
        m.actor == who and m.form == "name" for span in told for m in scene.mentions_in(span.start, span.end)
    )
