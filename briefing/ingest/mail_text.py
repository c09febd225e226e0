"""The text of a mail -> the article in it: what was forwarded, quoted, signed or put under it is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from briefing import lexicon
from briefing.ingest.received import named

FEW = 40
"""Words; a mail that says less than that about what it forwards is no article itself."""
FEWEST = 8
"""Words; a reply that is shorter is none, and what it quotes is the text."""
LONGEST_FOOTER = 120
"""Words of a footer, a disclaimer or a signature."""
LAST = 6
"""Paragraphs from the end among which a footer is sought."""
_HEAD = re.compile(r"\*?([A-Za-zÀ-ž-]{2,14})\*?\s?:\*?\s+(\S.*)")
_RULER = re.compile(r"[\s_=*~-]{5,}")
_QUOTED = re.compile(r"(?:> ?)+")


class MailHead(Struct, frozen=True):
    """The head of a mail that was forwarded."""

    sender: str = ""
    sent: str = ""
    subject: str = ""


class MailText(Struct, frozen=True, kw_only=True):
    """The article of a mail, and what was around it."""

    text: str
    head: MailHead | None = None
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def article(texts: Sequence[str]) -> MailText:
    """Return the article of a mail from its text parts, in order."""
    left_out: list[str] = []
    kept = _without_footers([text.replace("\r\n", "\n").replace("\r", "\n") for text in texts], left_out)
    lines = "\n\n".join(text.strip("\n") for text in kept if text.strip()).split("\n")
    lines = _without_banner(lines, left_out)
    found = _forwarded(lines)
    head, remarks = None, []
    if found is not None:
        at, head, body = found
        before = "\n".join(_unsigned(lines[:at], [])).strip()
        if before:
            left_out.append(named("the words of who forwarded it", before))
        remarks.append("is a mail that was forwarded: publisher, author and date are those of the inner one")
        lines = _without_footers(["\n".join(body)], left_out)[0].split("\n")
    lines = _unsigned(lines, left_out)
    lines = _unquoted(lines, left_out, remarks)
    text = _without_footers(["\n".join(lines)], left_out)[0]
    return MailText(text=text, head=head, left_out=tuple(left_out), remarks=tuple(remarks))


# -- what is around it ----------------------------------------------------------------------


def _without_footers(texts: list[str], left_out: list[str]) -> list[str]:
    """Leave out what lists, gateways and firms put behind a text, by their words and their place."""
    texts = list(texts)
    while len(texts) > 1 and (what := _footer(texts[-1])):
        left_out.append(named(what, _unruled(texts.pop())))
    if not texts:
        return [""]
    parts = re.split(r"\n[ \t]*\n", texts[-1].rstrip())
    first = len(parts)
    for number in range(len(parts) - 1, max(0, len(parts) - LAST) - 1, -1):
        if number and _footer(parts[number]):
            first = number
    if first < len(parts) and sum(len(part.split()) for part in parts[first:]) <= 2 * LONGEST_FOOTER:
        left_out.append(named(_footer(parts[first]) or "a footer", _unruled("\n".join(parts[first:]))))
        texts[-1] = "\n\n".join(parts[:first])
    elif _is_sent_from(parts[-1]):
        texts[-1] = "\n\n".join(parts[:-1])
    return texts


def _footer(text: str) -> str | None:
    """Return what a text is where it is no article: short, and with words that only such texts hold."""
    words = lexicon.load().boilerplate
    lower = " ".join(text.lower().split())
    if len(lower.split()) > LONGEST_FOOTER or _head(_unruled(text).strip().split("\n"), 0)[0] is not None:
        return None  # it is long, or the head of a mail that is answered
    ruled = _RULER.match(text.lstrip("> "))
    if any(phrase in lower for phrase in words.footers):
        return "the footer of a list"
    if sum(phrase in lower for phrase in words.disclaimers) >= (
        1 if ruled or "mail" in lower or "message" in lower else 2
    ):
        return "a disclaimer"
    return (
        "a footer"
        if ruled
        and _RULER.match(text.lstrip().split("\n")[0])
        and len(lower.split()) < FEW
        and "_____" in text
        else None
    )


def _unruled(text: str) -> str:
    return re.sub(r"[_=*~-]{5,}", " ", text)


def _is_sent_from(line: str) -> bool:
    return line.strip().lower().startswith(lexicon.load().boilerplate.sent_from) and len(line.split()) < 12


def _without_banner(lines: list[str], left_out: list[str]) -> list[str]:
    """Leave out the warning that a gateway puts over a mail from outside."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    end = next((n for n in range(first, len(lines)) if not lines[n].strip()), len(lines))
    block = " ".join(lines[first:end]).lower()
    if (
        end < len(lines)
        and len(block.split()) < FEW
        and any(p in block for p in lexicon.load().boilerplate.banners)
    ):
        left_out.append(named("a warning of the mail system", " ".join(lines[first:end])))
        return lines[end:]
    return lines


def _unsigned(lines: list[str], left_out: list[str]) -> list[str]:
    """Leave out the signature: what is behind "-- ", or what a telephone adds."""
    for number, line in enumerate(lines):
        if line.rstrip("\r") in ("-- ", "--", "—") and number:
            rest = lines[number + 1 :]
            own = [row for row in rest if not row.startswith(">")]
            if len(" ".join(own).split()) <= LONGEST_FOOTER and not _wrote_at(rest):
                if any(row.strip() for row in own):
                    left_out.append(named("the signature", " ".join(own)))
                return [*lines[:number], *(row for row in rest if row.startswith(">"))]
    return [line for line in lines if not _is_sent_from(line)]


def _wrote_at(lines: Sequence[str]) -> int | None:
    """Return the number of the line "On Friday Ada Moss wrote:" that stands over a quoted mail."""
    wrote = lexicon.load().boilerplate.wrote
    for number, line in enumerate(lines):
        if line.rstrip().lower().endswith(wrote):
            following = next((row for row in lines[number + 1 :] if row.strip()), "")
            if following.startswith(">"):
                return number
    return None


def _unquoted(lines: list[str], left_out: list[str], remarks: list[str]) -> list[str]:
    """Leave out the mail that is answered, unless it is all that there is."""
    quoted = [line for line in lines if line.startswith(">")]
    own = [line for line in lines if not line.startswith(">")]
    if not quoted:
        return _without_original(lines, left_out)
    wrote = lexicon.load().boilerplate.wrote
    said, at = [], _wrote_at(lines)
    for number, line in enumerate(lines):
        if line.startswith(">"):
            continue
        if at is not None and (
            number == at or (number == at - 1 and line.lower().startswith(("on ", "am ", "le ")))
        ):
            continue
        if (
            line.rstrip().lower().endswith(wrote)
            and number + 1 < len(lines)
            and lines[number + 1].startswith(">")
        ):
            continue
        said.append(line)
    bare = [_QUOTED.sub("", line) for line in quoted]
    words, other = len(" ".join(said).split()), len(" ".join(bare).split())
    if words < FEWEST and other >= 3 * FEWEST:
        if words:
            left_out.append(named("the words of who answered", " ".join(said)))
        remarks.append("holds a quoted text and hardly a word of its own: the quoted text was taken")
        return [_QUOTED.sub("", line, count=1) for line in quoted]
    left_out.append(
        named(f"a quoted reply ({other} words)", " ".join(_QUOTED.sub("", line) for line in quoted))
    )
    return said if own else lines


def _without_original(lines: list[str], left_out: list[str]) -> list[str]:
    """Leave out a mail that is answered below, in the way of Outlook: its head and all behind it."""
    for number in range(1, len(lines)):
        head, at = _head(lines, number)
        if (
            head is not None
            and head.sender
            and (head.sent or head.subject)
            and len(" ".join(lines[:number]).split()) >= FEWEST
        ):
            rest = " ".join(lines[at:])
            left_out.append(named(f"a quoted reply ({len(rest.split())} words)", rest))
            end = number
            while end and (not lines[end - 1].strip() or _RULER.fullmatch(lines[end - 1])):
                end -= 1
            return lines[:end]
    return lines


# -- what was forwarded -------------------------------------------------------------------------


def _forwarded(lines: list[str]) -> tuple[int, MailHead, list[str]] | None:
    """Return where a forwarded mail begins, its head, and its lines; the innermost of several."""
    marks = lexicon.load().boilerplate.forwarded
    found = None
    begin = 0
    for number, line in enumerate(lines):
        if number < begin:
            continue
        bare = re.sub(r"^[\s>*_-]+|[\s*:_-]+$", "", line).lower()
        is_mark = bare in marks
        is_original = bare in ("original message", "ursprüngliche nachricht", "message d'origine")
        opens = not is_mark and len(" ".join(lines[:number]).split()) < FEWEST
        if not (is_mark or (opens and _HEAD.fullmatch(_QUOTED.sub("", line).strip()))):
            continue
        start = number + 1 if is_mark else number
        head, end = _head([_QUOTED.sub("", row) if row.startswith(">") else row for row in lines], start)
        if head is None or not head.sender:
            continue
        first = number if found is None else found[0]
        if is_original and len(" ".join(lines[:number]).split()) >= FEW and found is None:
            return None
        body = lines[end:]
        if all(row.startswith(">") for row in body if row.strip()):
            body = [re.sub(r"^> ?", "", row) for row in body]
        found = (first, head, body)
        lines = [*lines[:end], *body]
        begin = end
        if is_original:
            break
    return found


def _head(lines: Sequence[str], start: int) -> tuple[MailHead | None, int]:
    """Return the head that begins at a line or after empty ones, and the number of the line behind it."""
    names = lexicon.load().boilerplate.heads
    at = start
    while at < len(lines) and not lines[at].strip() and at < start + 3:
        at += 1
    values: dict[str, str] = {}
    last = None
    blank = 0
    while at < len(lines):
        line = lines[at].strip()
        found = _HEAD.fullmatch(line)
        name = found[1].lower() if found else ""
        if found and name in names.from_ | names.sent | names.subject | names.other:
            kind = (
                "from"
                if name in names.from_
                else "sent"
                if name in names.sent
                else "subject"
                if name in names.subject
                else "other"
            )
            values.setdefault(kind, found[2].strip(" *"))
            last, blank = kind, 0
        elif not line and values and blank < 1:
            blank += 1  # HTML gives each line of the head a paragraph
        elif not values or blank or not last or not lines[at].startswith((" ", "\t")):
            break
        at += 1
    at -= blank
    if len(values) < 2:
        return None, start
    return MailHead(
        sender=values.get("from", ""), sent=values.get("sent", ""), subject=values.get("subject", "")
    ), at


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\.? (?P<m>[A-Za-z]{3})[a-z]*\.?,? (?P<y>\d{4})"),
    re.compile(r"\b(?P<m>[A-Za-z]{3})[a-z]*\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)


def day_in_words(text: str) -> date | None:
    """Return the day in a line such as "Friday, May 3, 2024 at 10:15"; None for one of figures alone."""
    for pattern in _DAYS:
        if found := pattern.search(text):
            month = found["m"].lower()
            try:
                number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
                return date(int(found["y"]), number, int(found["d"]))
            except ValueError:
                continue
    return None
