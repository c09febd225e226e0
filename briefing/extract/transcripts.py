"""Document -> the turns of a transcript ("MS. HOLM: ..."), and the sentences in them that tell the news.

Only a talk of at least two turns is a transcript.  Questions and who leads the talk have no label here:
nobody would quote them as the news.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Set

from briefing.extract.standalone import Standing
from briefing.lexicon import Lexicon
from briefing.model import Document, Span

_LABEL = re.compile(
    r"\W{0,3}(?P<name>(?:(?:MR|MS|MRS|DR|GEN|SEN)\. )?[A-Z][A-Z’'.-]+(?: [A-Z][A-Z’'.-]*){0,5}"
    r"|(?:Mr|Ms|Mrs|Dr)\. [A-Z][\w’'-]+)(?: \([^()]{1,40}\))?\s?:\s"
)
_NAMED = re.compile(r"\W{0,3}(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w.’'-]+){1,5})(?: \([^()]{1,40}\))?\s?:\s")
"""A label in small letters; one that comes back is a speaker's: "Ada Brown: ..."."""
_ASKS = re.compile(
    r"\W{0,3}(?:Q|HOST|Host|PRESENTER|Presenter|ANCHOR|Anchor|QUESTION|Question|REPORTER|Reporter|MODERATOR|Moderator|INTERVIEWER|Interviewer)\s?[:.]?\s"
)
_JOINT = re.compile(r"(?:And|So|But|Now|Well|Look|First|Second|Then|Also),?\s(?:(?:and|so|then)\s)?")
"""What opens a sentence in talk and adds nothing to it."""
_DEEP, _FEWEST, _MOST = 60, 9, 55
"""Sentences of a talk that are looked at, and tokens of one that tells news."""
_FRESH = 0.5
"""What "today" or "announced" adds to the weight of a sentence in talk."""
_FEWEST_TURNS = 2
_OPENING = 8
"""Sentences among which a transcript has its first label; later ones are of questions after a statement."""
_BEFORE = 60
"""Characters before a paragraph's first sentence that a label may take."""


def turns(document: Document, media: Set[str]) -> dict[int, str]:
    """Return for each sentence that somebody speaks under a label what that says, without its colon.

    Who works for one of the media asks, and so does whose label comes once.
    """
    text = document.text
    again = _again(document)
    found: dict[int, str] = {}
    paragraph, label, opened = -1, None, 0
    for sentence in document.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            start = _line(text, sentence.span.start)
            match = _label(document, start, sentence.span.end)
            if _ASKS.match(text, start, sentence.span.end):
                label = None
            elif match is not None:
                heard = match["name"].isupper() or match["name"] in again or match.re is _LABEL
                label = match["name"] if heard and match["name"] not in media else None
                opened += label is not None
        if label is not None:
            found[sentence.index] = label
    return found if opened >= _FEWEST_TURNS and min(found) < _OPENING else {}


def _label(document: Document, start: int, end: int) -> re.Match[str] | None:
    return _LABEL.match(document.text, start, end) or _NAMED.match(document.text, start, end)


def _again(document: Document) -> frozenset[str]:
    """Return the labels in small letters that open two paragraphs or more."""
    opened: Counter[str] = Counter()
    for number, sentence in enumerate(document.sentences):
        if not number or document.sentences[number - 1].paragraph != sentence.paragraph:
            start = _line(document.text, sentence.span.start)
            if match := _NAMED.match(document.text, start, sentence.span.end):
                opened[match["name"]] += 1
    return frozenset(name for name, times in opened.items() if times > 1)


def words_of(document: Document, index: int) -> Span:
    """Return what is said in sentence `index`, behind a label and an "And" or "So"."""
    span = document.prose(index)
    match = _label(document, span.start, span.end)
    start = span.start if match is None else match.end()
    joint = _JOINT.match(document.text, start, span.end)
    return Span(start if joint is None else joint.end(), span.end)


def news(
    document: Document,
    turns: Mapping[int, str],
    standing: Standing,
    weigh: Callable[[int], float],
    lexicon: Lexicon,
) -> list[int]:
    """Return the sentences of a talk that say most, the best first; what leads the talk says nothing."""
    found: list[tuple[float, int]] = []
    for index in list(turns)[:_DEEP]:
        words = document.lower[index]
        if not _FEWEST <= len(words) <= _MOST or not lexicon.summary.housekeeping.isdisjoint(words):
            continue
        if standing.stands_in_turn(index, words_of(document, index)):
            fresh = _FRESH * (not lexicon.summary.tells_news.isdisjoint(words))
            found.append((weigh(index) + fresh - 0.3 * math.log1p(len(found)), -index))
    return [-index for _, index in sorted(found, reverse=True)]


def _line(text: str, start: int) -> int:
    """Return where the line begins that a paragraph's first sentence is in, if that is near."""
    line = text.rfind("\n", max(0, start - _BEFORE), start) + 1
    return line or max(0, start - _BEFORE)
