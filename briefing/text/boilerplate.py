"""Lines around an article that are none of its words: slugs, times, bylines, captions, menus, rights.

They stay in the text, with their places, and no stage of the analysis reads them.  A paragraph counts as one
only by its look and by rows of `boilerplate.yml`; a sentence that a person wrote is never one.  Also the
labels of speakers in a transcript ("Q:", "MS. HOLM:"), which are no words of who speaks.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from msgspec import Struct

from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import Boilerplate
from briefing.model import Span

LONGEST = 45
"""Words of a caption or a notice; what is longer is an article's own paragraph."""
_LABELS = 3
"""Labels of speakers from which on a text is a transcript."""
_SPARSE = 12
"""Lines for each label of a transcript at most: answers run over many."""
_HEAD = 12
"""Lines of a head."""
_HEADING = 9
"""Words of a heading between paragraphs."""
_TIME = r"\d{1,2}(?:[:.]\d{2})(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
_ZONE = r"(?:GMT|UTC|BST|CET|CEST|ET|EST|EDT|PT|PST|PDT|CT|CST|CDT|MSK|Z|[A-Z]{3,4})"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september"
    r"|october|november|december)\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)(?:day|nesday|urday)?\.?"
_DAY = (
    rf"(?:{_WEEKDAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_AGO = r"updated|\d+ (?:hour|min|minute|day)s? ago"
_STAMP = re.compile(
    rf"(?:(?:last )?(?:updated|published|posted|modified|first published|created|issued)(?: on| at)?:? *)?"
    rf"(?:(?:{_DAY}|{_TIME}|(?-i:{_ZONE})|{_AGO}|at|on|/|[|·•—–,-]|T) *){{1,9}}",
    re.I,
)
_HAS_FIGURE = re.compile(r"\d")
_SLUG = re.compile(
    r"(?=.*[-_/])(?=.*[A-Z])[A-Z0-9][A-Za-z0-9]*(?:[-_/]+[A-Za-z0-9]+)+"
    r"(?:[,:]? *(?:\d+(?:st|nd|rd|th)?(?: ?(?:ld|lead|Ld|Lead))?|UPDATE ?\d*))?"
    r"|(?:URGENT|BULLETIN|FLASH|EDS|CORRECTION|UPDATE ?\d*)[-:]*"
)
_CREDIT = re.compile(r"(?:[(\[]([^()\[\]]{2,60})[)\]]|[/|–—-] *([^()\[\]/|]{2,60}))\.?\s*$")
_NAME_AND_AGENCY = re.compile(r"[(\[][^()\[\]/]{2,40}/[^()\[\]/]{2,40}[)\]]\s*$")
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b)[^.]{0,40}\b(?:19|20)\d\d\b|\ball rights reserved\b", re.I)
_BARS = re.compile(r"\s*[|·•›»]\s*|\s+>\s+|\s{3,}|\t")
_MARKS = re.compile(
    r"_+|[^\w\s](?:[^\w]*[^\w\s])?|///.*///|[a-z]{2,4}(?:[-/][a-z]{2,4})+|\S+@\S+\.\w+|- .{2,60} -"
)
"""Lines of marks, of an act, of the initials of those who wrote, an address, a heading between hyphens."""
_VERB = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "said",
        "says",
        "say",
        "told",
        "did",
        "does",
        "do",
    ]
)
_LABEL = re.compile(
    r"((?:(?:MR|MS|MRS|DR|GEN|SEN|REP|AMB|SECRETARY|PRESIDENT|MINISTER|SPOKESPERSON|Mr|Ms|Mrs|Dr)\.? )?"
    r"[A-Z][A-Za-zÀ-ž.'’-]*(?: [A-Z][A-Za-zÀ-ž.'’-]*){0,3})(?: \([^()\n]{1,40}\))?:(?=\s|$)"
)


class AroundArticle(Struct, frozen=True):
    """What of a text the analysis does not read."""

    paragraphs: frozenset[int]
    """Numbers of the paragraphs that are boilerplate."""
    labels: dict[int, int]
    """For a paragraph that begins with a speaker's label, the offset behind it."""


def find(text: str, paragraphs: Sequence[Span], lexicon: Lexicon) -> AroundArticle:
    """Return the paragraphs that are none of the article's, and where labels of speakers end."""
    words = [paragraph.of(text) for paragraph in paragraphs]
    labels = _speakers(words, lexicon) | _headlines(words, lexicon)
    gone = {number for number, line in enumerate(words) if _is_boilerplate(line, lexicon)}
    gone |= _tails(words, lexicon)
    gone |= {
        number
        for number in range(1, len(words) - 1)
        if number not in gone and _is_heading(number, words, gone)
    }
    if len(gone) == len(words):
        gone = set()
    ends = {number: paragraphs[number].start + end for number, end in labels.items() if number not in gone}
    return AroundArticle(frozenset(gone), ends)


def _tails(words: Sequence[str], lexicon: Lexicon) -> set[int]:
    """Return the lines of links and proofs behind "Sources" or "Read also"."""
    found: set[int] = set()
    behind = False
    for number, line in enumerate(words):
        if number > 2 and line.lower().strip(" :") in lexicon.boilerplate.tails:
            behind = True
        elif behind and _is_prose(line) and not line.startswith(('"', "“", "-", "•", "*")):
            behind = False
        if behind:
            found.add(number)
    return found


def is_transcript(text: str, lexicon: Lexicon) -> bool:
    """Return whether speakers are before colons at the heads of lines: a transcript."""
    return bool(_speakers([line.strip() for line in text.splitlines() if line.strip()], lexicon))


def _is_boilerplate(line: str, lexicon: Lexicon) -> bool:
    if len(line) > 600:
        return False
    rows = lexicon.boilerplate
    lower = " ".join(line.lower().split())
    count = lower.count(" ") + 1
    if count > LONGEST or (line[0].islower() and ":" not in lower[:30]):
        return _MARKS.fullmatch(line) is not None or (
            lower in rows.lines and not line[0].islower()
        )  # a line in small letters goes on from the last
    if lower.strip(" :!»›>→|·•") in rows.lines or lower in rows.lines or _MARKS.fullmatch(line):
        return True
    bare = lower.lstrip("([-–•* ")
    if bare.startswith(rows.desk) or (count <= 4 and lower.endswith(rows.staff)):
        return True
    if lower.startswith(rows.openings) or _RIGHTS.search(line):
        return count <= LONGEST
    if bare.startswith(rows.notices) and not _VERB.intersection(re.findall(r"\w+", lower)) and count <= 20:
        return True
    return (
        (count <= 16 and _HAS_FIGURE.search(line) is not None and _STAMP.fullmatch(line) is not None)
        or (count <= 4 and _SLUG.fullmatch(line) is not None)
        or _is_byline(line, count, rows)
        or _is_menu(line, lexicon)
        or _is_caption(line, lexicon)
    )


def _is_byline(line: str, count: int, rows: Boilerplate) -> bool:
    """Return whether a line names who wrote a text and says nothing: "By Ada Moss, Vellmar Times"."""
    opening = next((row for row in rows.bylines if line.lower().startswith(f"{row} ")), None)
    if opening is None or count > 14 or line[-1] in '.?!:;"”':
        return False
    names = [word for word in re.split(r"[\s,|]+", line[len(opening) :]) if word]
    first = names[0] if names else ""
    named = sum(word[0].isupper() for word in names)
    return (
        bool(first)
        and first[0].isupper()
        and named >= 2
        and all(word[0].isupper() or word in rows.byline_words or not word[0].isalpha() for word in names)
    )


def _is_menu(line: str, lexicon: Lexicon) -> bool:
    """Return whether a line is a row of links: "Home | News | Sport"."""
    parts = [part.strip().lower() for part in _BARS.split(line) if part.strip()]
    known = sum(part in lexicon.boilerplate.lines for part in parts)
    return len(parts) >= 3 and 2 * known >= len(parts) and all(len(part.split()) <= 4 for part in parts)


def _is_caption(line: str, lexicon: Lexicon) -> bool:
    """Return whether a paragraph ends in the credit of a picture."""
    rows = lexicon.boilerplate.credits
    lower = line.lower()
    if found := re.search(
        r"(?:^|[.!?)\]] )(?:photo|photograph|picture|image|credit|foto)s?(?: by|:| credit:)\s*[^.]{2,80}\.?$",
        lower,
    ):
        return len(lower[found.start() :].split()) <= 14
    found = _CREDIT.search(line)
    if found is None:
        return False
    if _NAME_AND_AGENCY.search(line):
        return True
    behind = found[1] or found[2]
    if found[1] is None and (not behind[0].isupper() or len(behind.split()) > 5):
        return False
    words = re.split(r"[\s/,:]+", behind.lower())
    phrase = " ".join(words)
    return bool(rows.intersection(words)) or any(row in phrase for row in rows if " " in row)


def _is_heading(number: int, words: Sequence[str], gone: set[int]) -> bool:
    """Return whether a short line between two paragraphs of prose is a heading.

    One with a figure stays: "The war at sea, 1942" says when what follows it was.
    """
    line, before, after = words[number], words[number - 1], words[number + 1]
    count = len(line.split())
    if number > 2 and 1 < count <= _HEADING and line.isupper() and _is_prose(after):
        return line[-1] != "." and not _HAS_FIGURE.search(line)
    if (
        number < 3
        or count > _HEADING
        or _HAS_FIGURE.search(line)
        or not line[0].isupper()
        or not line[-1].isalnum()
    ):
        return False
    return (
        number - 1 not in gone
        and _is_prose(before)
        and _is_prose(after)
        and not _VERB.intersection(line.lower().split())
    )


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) >= 12 and paragraph[-1] in '.!?”"’)'


def _speakers(lines: Sequence[str], lexicon: Lexicon) -> dict[int, int]:
    """Return the lengths of the labels of speakers, with the white space behind, by line; none for prose."""
    found = {number: match for number, line in enumerate(lines) if (match := _LABEL.match(line))}
    rows = lexicon.boilerplate
    found = {n: m for n, m in found.items() if m[1].lower() not in rows.labels | rows.headlines}
    known = {number for number, match in found.items() if _is_speaker(match[1], lexicon)}
    names = [match[1] for match in found.values()]
    again = (
        {number for number, match in found.items() if names.count(match[1]) > 1}
        if len(names) < 2_000
        else set()
    )
    sure = known | again
    if (
        len(sure) < _LABELS
        or len({found[number][1] for number in sure}) < 2
        or _SPARSE * len(sure) < len(lines)
    ):
        return {}
    return {number: _behind(lines[number], found[number]) for number in sure}


def _headlines(lines: Sequence[str], lexicon: Lexicon) -> dict[int, int]:
    """Return the same for the labels before a headline."""
    found = ((n, match) for n, line in enumerate(lines[:_HEAD]) if (match := _LABEL.match(line)))
    return {n: _behind(lines[n], m) for n, m in found if m[1].lower() in lexicon.boilerplate.headlines}


def _behind(line: str, label: re.Match[str]) -> int:
    return len(line) - len(line[label.end() :].lstrip())


@functools.cache
def _is_speaker(label: str, lexicon: Lexicon) -> bool:
    """Return whether a label is one of a speaker by itself: "Q", "MS. HOLM", "Reporter"."""
    lower = label.lower()
    return (
        lower in lexicon.boilerplate.speakers
        or (label.isupper() and len(label) > 3)
        or lower.partition(" ")[0].rstrip(".") in ("mr", "ms", "mrs", "dr", "gen", "sen", "rep", "amb")
    )
