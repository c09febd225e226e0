"""The source's headline, or the lead's own words -> a title: who did what where, and who says so.

Titles, appositions, dates and brackets are cut out of the lead sentence; what is left is in the
lead's order, and nothing is added but the capital at its start.  A long title ends where a main
clause has ended, never inside a quotation or a list; where no such place is sure, it stays long.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from briefing.extract import quoting
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Found, Span, Statement, When
from briefing.text import invisible
from briefing.text.tense import tense
from briefing.text.tokens import tokenize

LONG = 100
"""Characters; a longer title is cut where that leaves a whole thought."""
LONGEST = 220
"""Characters; a title that has no such place ends with "…" after as many."""
SPARED = 60
"""Characters below `LONGEST` from which a title ends at its first joint, however late that is."""
FEWEST_WORDS = 5
"""A line of fewer words is a slug, a place or a caption, and no headline."""
_ASIDE = re.compile(r", (?:who|which|whose|whom|formerly|also known as) [^,]{1,120},|, \d{1,3},")
"""What hangs on a name between two commas."""
_COUNTERPART = re.compile(r"\b(?:his|her|its|their) (?:[\w-]+ )?counterpart, (?=[A-Z])")
_PART_OF_DAY = re.compile(r" (?:night|morning|afternoon|evening)\b")
_BRACKETS = re.compile(r"\s?\([^()]*\)")
_COMMA = re.compile(r", | [—–-] ")
_NO_HEADLINE = re.compile(
    r"^By |©|@|https?:|\b(?:photo|picture|credit|getty|file photo|contact|issued by)\b", re.I
)
"""A byline, a caption or an address; no headline."""
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|its|their|most|more|very|former|then)\s\S+$", re.I)
_SUBORDINATE = re.compile(
    r"(?:[Dd]espite|[Ww]hile|[Aa]lthough|[Tt]hough|[Ii]f|[Ww]hen|[Aa]fter|[Bb]efore|[Aa]s|[Ss]ince|[Uu]nless|[Bb]ecause"
    r"|[Uu]ntil|[Ii]n|[Oo]n|[Aa]t|[Ww]ith|[Bb]y|[Ff]ollowing|[Aa]mid|[Ff]or|[Uu]nder|[Aa]ccording|[A-Z][a-z]+ing)\b"
)
"""What opens a half that is no main clause."""
_SOURCE = re.compile(
    r"according to\b|[^,;]{1,60}\b(?:said|says|say|announced|reported|reports|warned|confirmed)\b", re.I
)
"""Who says what is before: "..., the ministry announced"."""
_CLAUSE = re.compile(r"[A-Z]\w+ [a-z]+(?:s|ed)\b")
"""A name and its verb: "as Velde continues ..."."""
_LISTED = re.compile(
    r"(?!an?\s|the\s)(?:[\w’'.-]+\s){0,3}[\w’'.-]+,?\s(?:and|or)\s|[\w’'.-]+(?:\s[\w’'.-]+)?,\s[\w’'.-]+(?:\s[\w’'.-]+)?,?\s(?:and|or)\s"
)


def of_source(document: Document) -> str | None:
    """Return the headline that stands as a paragraph by itself before the text; None where there is none."""
    body = document.article.body
    lines = document.text[body.start : body.end].lstrip().split("\n", 3)
    alone = len(lines) > 2 and (not lines[1].strip() or lines[1].lower().startswith("by "))
    line = lines[0].strip()
    words = re.findall(r"[^\W\d_]{2,}", line)
    if not alone or len(words) < FEWEST_WORDS or len(line) > LONGEST:
        return None
    return None if line[-1] in '.!?:;,)”"' or _NO_HEADLINE.search(line) else invisible.without(line)


def headline(
    document: Document,
    cast: Cast,
    dates: Sequence[Found[When]],
    statements: Sequence[Found[Statement]],
    lead: int,
    lexicon: Lexicon,
) -> str:
    """Return the source's headline, or else a title made from sentence `lead`, with its attribution."""
    given = of_source(document)
    if given is not None:
        return given
    text = document.text
    span = quoting.whole(document, lead)
    cuts = [
        *_roles(text, span, cast, lexicon),
        *_counterparts(text, span),
        *(Span(*m.span()) for m in _ASIDE.finditer(text, span.start, span.end)),
        *_dates(text, span, dates, lead, lexicon),
        *(Span(*m.span()) for m in _BRACKETS.finditer(text, span.start, span.end)),
    ]
    told = _attributed(document, span, statements, lead)
    if told is None:
        return invisible.without(_capital(_shorten(_without(text, span, cuts), lexicon)))
    content, source = (_without(text, part, cuts) for part in told)
    content = _shorten(content, lexicon, LONG - len(source))
    return invisible.without(_capital(f"{content}, {source}"))


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _attributed(
    document: Document, span: Span, statements: Sequence[Found[Statement]], lead: int
) -> tuple[Span, Span] | None:
    """Return content and attribution of a lead that is one indirect statement, told first."""
    text = document.text
    for found in statements:
        content = found.item.at
        if found.sentence != lead or found.item.kind == "view" or found.item.mode == "direct":
            continue
        first = content[0]
        if not span.covers(first) or first.start - span.start > 1 or len(first.of(text).split()) < 5:
            continue
        start = first.end + len(text[first.end : span.end]) - len(text[first.end : span.end].lstrip(" ,"))
        verb = text.find(found.item.verb or "", start, span.end)
        if verb < 0 or text[first.end : start].strip(" ") != ",":
            continue
        comma = _COMMA.search(text, verb, span.end)
        end = comma.start() if comma else span.end
        return Span(span.start, first.end), Span(start, end)
    return None


def _roles(text: str, span: Span, cast: Cast, lexicon: Lexicon) -> list[Span]:
    """Cut titles that are before a name and appositions that hold a role."""
    cuts = []
    for actor in cast.actors:
        names = [n for n in actor.mentions if span.covers(n)]
        for role in actor.roles:
            for at in role.at:
                if not span.covers(at) or not names:
                    continue
                titled = [name for name in names if 0 <= name.start - at.end <= 1]
                if titled:
                    if _stands_free(text, span, at, titled[0], lexicon):
                        cuts.append(Span(at.start, at.end + 1))
                    continue
                apposed = [n for n in names if text[at.end : n.start] == ", " and text[n.end] == ","]
                if apposed:
                    the = at.start - 4 if text[at.start - 4 : at.start].lower() == "the " else at.start
                    cuts += [Span(the, apposed[0].start), Span(apposed[0].end, apposed[0].end + 1)]
                    continue
                left, right = text.rfind(",", span.start, at.start), text.find(",", at.end, span.end)
                if left > 0 and any(name.end == left for name in names):
                    cuts.append(Span(left, right + 1 if right > 0 else span.end - 1))
    return cuts


def _stands_free(text: str, span: Span, title: Span, name: Span, lexicon: Lexicon) -> bool:
    """Return whether no word of a title's noun phrase is left without it ("former [leader] Holm")."""
    if text[name.end : name.end + 4].split() == ["of"]:
        return False  # "Prime Minister Jan Holm of Velde"
    before = text[span.start : title.start].split()
    if not before or not before[-1][-1].isalnum():
        return True
    word = before[-1]
    return word in lexicon.summary.before_a_title or (
        word.islower()
        and not word.endswith("ed")
        and _told(word, lexicon)
        and not _DETERMINED.search(" ".join(before))
    )


def _counterparts(text: str, span: Span) -> list[Span]:
    """Cut "his Russian counterpart," before a name, and the comma after the name."""
    cuts = []
    for found in _COUNTERPART.finditer(text, span.start, span.end):
        comma = text.find(",", found.end(), found.end() + 40)
        cuts.append(Span(*found.span()))
        if comma > 0:
            cuts.append(Span(comma, comma + 1))
    return cuts


def _dates(text: str, span: Span, dates: Sequence[Found[When]], lead: int, lexicon: Lexicon) -> list[Span]:
    prepositions = lexicon.summary.date_prepositions
    cuts = []
    for found in dates:
        if found.sentence != lead or found.item.precision not in ("day", None) or not found.item.at:
            continue
        if found.item.precision is None and found.item.offset is None and not _weekday(found.item.text):
            continue
        at = found.item.at[0]
        start = at.start
        for _ in range(2):  # "early on Tuesday"
            words = text[span.start : start].rsplit(maxsplit=1)
            if words and words[-1].lower() in prepositions:
                start = span.start + text[span.start : start].rstrip().rfind(words[-1])
                start -= 2 if text[start - 2 : start] == ", " else 0
        before = text[span.start : start].split()
        if (
            text[at.end : at.end + 2] in ("’s", "'s")
            or "-" in (text[at.end : at.end + 1], text[at.start - 1])
            or (before and before[-1].lower() in lexicon.summary.holds_date)
        ):
            continue
        part = _PART_OF_DAY.match(text, at.end)
        stop = part.end() if part else at.end
        between = start == span.start or text[start : start + 2] == ", "
        end = stop + 1 if text[stop : stop + 1] == "," and between else stop
        cuts.append(Span(start, end))
    return cuts


def _weekday(text: str) -> bool:
    return text.lower().split()[-1].endswith("day")


def _without(text: str, span: Span, cuts: list[Span]) -> str:
    kept, at = [], span.start
    for cut in sorted(cut for cut in cuts if cut.start < span.end):
        if cut.start > at:
            kept.append(text[at : cut.start])
        at = max(at, cut.end)
    kept.append(text[at : span.end])
    joined = " ".join(" ".join(kept).split())
    return re.sub(r"\s+([,.;:’](?!\w)|[’']s\b)", r"\1", joined).strip(" ,;:.–—-")


@functools.cache
def _joints(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in lexicon.summary.title_joints)
    return re.compile(rf"[,;–—]\s|\s(?:{words})\s")


def _told(words: str, lexicon: Lexicon) -> bool:
    """Return whether words hold a verb, so that a headline may end after them."""
    return tense([token.lower for token in tokenize(words, Span(0, len(words)))], lexicon) is not None


def _shorten(title: str, lexicon: Lexicon, most: int = LONG) -> str:
    """Cut a title of more than `most` characters at the last joint that leaves a whole thought.

    Where none lies within them it stays as it is, up to `LONGEST`.
    """
    if len(title) > most:
        ends = _ends(title, lexicon)
        fitting = [end for end in ends if end <= most]
        if fitting:
            title = title[: fitting[-1]]
        elif ends and ends[0] <= LONGEST < len(title) + SPARED:
            title = title[: ends[0]]
        elif len(title) > LONGEST:
            title = title[: title.rfind(" ", 0, LONGEST - 1)] + "…"
    title = title.rstrip(" ,;:.–—-")
    return title + "…" if quoting.is_open(title) and title[-1] != "…" else title


def _ends(title: str, lexicon: Lexicon) -> list[int]:
    """Return where a title may end: after a main clause of at least five words."""
    ends, before = [], 0
    for joint in _joints(lexicon).finditer(title):
        end, mark = joint.start(), joint.group()[0] in ",;–—"
        clause, after = title[before:end], title[joint.end() :]
        if mark:
            before = joint.end()
        words = title[:end].split()
        if len(words) < 5 or words[-1].lower() in lexicon.summary.no_title_ends or _SUBORDINATE.match(clause):
            continue
        if words[-1][-1].isdigit() and after[:1].isdigit():
            continue  # a score, "1 – 0"
        if joint.group()[0] in "–—" and joint.group()[0] in after:
            continue  # "the suspension — prorogation — of parliament"
        clausal = _told(" ".join(after.split()[:8]), lexicon) or _CLAUSE.match(after)
        if joint.group().strip() == "as" and not clausal:
            continue  # "as part of" may be what the verb needs
        if mark and _SOURCE.match(after):
            continue
        if (
            _told(clause, lexicon)
            and not quoting.is_open(title[:end])
            and not (mark and _LISTED.match(after))
        ):
            ends.append(end)
    return ends
