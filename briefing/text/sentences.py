"""Text -> paragraphs and sentences with exact offsets.

The text is read as it is: spans are trimmed of white space, in order and disjoint.  A sentence
takes its closing quotation mark, bracket and footnote marks with it; a quotation that holds several
sentences is cut at each.  A line break ends a paragraph, unless the text is hard-wrapped.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from msgspec import Struct, field

from briefing.lexicon import Lexicon
from briefing.model import Article, Document, Sentence, Span
from briefing.text import boilerplate, dateline
from briefing.text.parsing import Parsing
from briefing.text.tokens import concordance, row_of

_BREAK = re.compile(r"(?<!\xad)(?<!\xad\r)(?:\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029])")
_STOP = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*")
_FOOTNOTES = re.compile(r" ?\[\d{1,3}\]")
_WORD = re.compile(r"[\w'’-]+")
_WORD_BACKWARDS = re.compile(r"[\w.'’&-]+")
_BULLET = re.compile(r"(?:[-*•–—]|\d{1,3}[.)]) ")
_OPENERS = "\"'“‘«([—–-"
_CLOSING_QUOTES = frozenset("\"”’'»")
_INVISIBLE = "\ufeff\u200b\u2060"
_LONGEST_WORD = 40
_CLAUSE, _CLAUSE_LENGTH = 14, 140
"""A reporting clause is looked for in so many words, and in so many characters."""
_LEAD, _POINTS = " —–-", ",.;:!?—–"
_DOTTED = 4
"""Characters of the longest abbreviation between name and verb: "Anna Berg, aide of Gen. Lund,"."""
_CONTENTS = frozenset(("that", "whether", "why", "how", "what", "if"))
"""Words that open what is said behind its verb."""
_MATTERS = frozenset(("of", "nothing", "something", "so"))
"""Words directly behind a verb of saying that tell its content, or that there is none."""
_HEARD = frozenset(("hearer", "order", "told"))
_HAVING = frozenset(("has", "have", "had"))
_SPEAKERS = frozenset(("I", "He", "She", "We", "You", "They", "Officials", "Police"))
_TIMES = ("today", "yesterday", "tonight", "later", "earlier", "again", "afterwards", "last", "next")
LONGEST = 2_000
"""Characters; what runs on longer is a list or a table, cut so that no stage must weigh it whole."""
_NARROW, _WIDE, _EVEN = 45, 130, 0.5
"""A hard-wrapped text has no line over `_WIDE`, and at least the share `_EVEN` of the lines that another
follows are `_NARROW` or longer and end in the middle of a sentence."""
_SHORT_LINE = 0.75
"""In a wrapped text without blank lines, a line this much shorter than the longest ends a paragraph."""


class _Saying(Struct):
    """What may follow a verb of saying behind its quotation, for all verbs with a form in common."""

    alone: bool = False
    """Needs no particle, as "point" does in "pointed out"."""
    quotes: bool = False
    """May are next to a quotation."""
    hears: bool = False
    """May have a hearer: "told the court"."""
    plans: bool = False
    """With "to" and a verb it has its content: "vowed to fight on"."""
    particles: set[str] = field(default_factory=set)


class _Words(Struct, frozen=True):
    inner: frozenset[str]
    either: frozenset[str]
    starters: frozenset[str]
    openers: frozenset[str]
    """Starters that no reporting clause begins with."""
    saying: dict[str, _Saying]
    """Every form of a verb of saying."""
    never_past: frozenset[str]
    continuing: frozenset[str]
    """Of the verbs of saying, the forms in -ing."""
    having: frozenset[str]
    being: frozenset[str]
    adverbs: frozenset[str]
    particles: frozenset[str]
    """Small words inside a name: "Jan de Vries"."""
    objects: frozenset[str]
    """Words that begin what the verb is about, if it is no hearer and no time."""
    times: frozenset[str]


def split(text: str, body: Span, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """Return the sentences of `body` in order."""
    return _cut(text, _paragraphs(text, body), lexicon)


def prose(text: str, body: Span, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """Return the sentences of `body` without the lines around the article and the labels of speakers."""
    paragraphs = _paragraphs(text, body)
    found = boilerplate.find(text, paragraphs, lexicon)
    if not found.paragraphs and not found.labels:
        return _cut(text, paragraphs, lexicon)
    starts = ((n, found.labels.get(n, p.start), p.end) for n, p in enumerate(paragraphs))
    kept = [Span(start, end) for n, start, end in starts if n not in found.paragraphs and start < end]
    return _cut(text, kept, lexicon)


def _cut(text: str, paragraphs: list[Span], lexicon: Lexicon) -> tuple[Sentence, ...]:
    words = _words(lexicon)
    spans = (
        (number, span)
        for number, paragraph in enumerate(paragraphs)
        for span in _sentences(text, paragraph, words)
    )
    return tuple(
        Sentence(index=index, paragraph=number, span=span) for index, (number, span) in enumerate(spans)
    )


def document(article: Article, lexicon: Lexicon) -> Document:
    """Cut an article into sentences and tokens; what is around it is left out."""
    sentences = prose(article.text, article.body, lexicon)
    rows = [row_of(article.text, sentence.span) for sentence in sentences]
    tokens, texts, lower = zip(*rows, strict=True) if rows else ((), (), ())
    return Document(
        article=article,
        text=article.text,
        sentences=sentences,
        tokens=tokens,
        texts=texts,
        lower=lower,
        concordance=concordance(lower),
        syntax=Parsing(lexicon, texts, lower),
        dateline=dateline.find(article.text, sentences),
    )


# -- paragraphs -----------------------------------------------------------------------------------


def _paragraphs(text: str, body: Span) -> list[Span]:
    """Return the paragraphs, trimmed; empty ones are left out."""
    lines: list[Span | None] = []
    at = body.start
    for match in _BREAK.finditer(text, body.start, body.end):
        lines.append(_line(text, at, match.start()))
        at = match.end()
    lines.append(_line(text, at, body.end))
    full = [line for line in lines if line is not None]
    if not _is_wrapped(text, lines):
        return full
    short = _SHORT_LINE * max(line.end - line.start for line in full)
    by_blanks = None in lines[1:-1]
    paragraphs: list[Span] = []
    last: Span | None = None
    for line in lines:
        if line is not None:
            joined = last is not None and not _BULLET.match(text, line.start, line.end)
            if joined and last is not None and not by_blanks and last.end - last.start < short:
                joined = not _is_closed(text, last)
            if joined:
                paragraphs[-1] = Span(paragraphs[-1].start, line.end)
            else:
                paragraphs.append(line)
        last = line
    return paragraphs


def _is_wrapped(text: str, lines: list[Span | None]) -> bool:
    """Tell a text whose lines were cut at a width from one in which each line is a paragraph."""
    inner = open_lines = 0
    last: Span | None = None
    for line in lines:
        if line is not None and line.end - line.start > _WIDE:
            return False
        if line is not None and last is not None:
            inner += 1
            open_lines += last.end - last.start >= _NARROW and not _is_closed(text, last)
        last = line
    return inner > 0 and open_lines >= 2 and open_lines >= _EVEN * inner


def _is_closed(text: str, line: Span) -> bool:
    return text[line.end - 1] in '.!?:…"”’)]»'


def _line(text: str, start: int, end: int) -> Span | None:
    span = Span.trimmed(text, start, end, _INVISIBLE)
    return span if span.start < span.end else None


# -- sentences ------------------------------------------------------------------------------------


def _sentences(text: str, paragraph: Span, words: _Words) -> Iterator[Span]:
    """Yield the sentences of a paragraph; what is too long for one is cut between words."""
    for sentence in _stopped(text, paragraph, words):
        start, end = sentence.start, sentence.end
        if end - start <= LONGEST:
            yield sentence
            continue
        while end - start > LONGEST:
            cut = text.rfind(" ", start, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            if span := _line(text, start, cut):
                yield span
            start = cut
        if span := _line(text, start, end):
            yield span


def _stopped(text: str, paragraph: Span, words: _Words) -> Iterator[Span]:
    start, last = paragraph.start, paragraph.end
    for match in _STOP.finditer(text, dateline.behind(text, paragraph), last):
        end = match.end()
        if end >= last:
            break
        after = text[end]
        if after == "[" or (after == " " and text[end + 1 : end + 2] == "["):
            end = _with_footnotes(text, end, last)
            if end >= last:
                break
            after = text[end]
        if not after.isspace() and not _touches(text, match, words):
            continue
        if match.start() <= start or not _ends(text, match, start, end, words):
            continue
        span = _line(text, start, end)
        if span is not None:
            yield span
            start = end
    span = _line(text, start, last)
    if span is not None:
        yield span


def _with_footnotes(text: str, end: int, last: int) -> int:
    """Take the marks of footnotes after a stop into its sentence: they belong to what they prove."""
    while match := _FOOTNOTES.match(text, end, last):
        end = match.end()
    return end


def _touches(text: str, stop: re.Match[str], words: _Words) -> bool:
    """Return whether a stop ends a sentence although no space follows it."""
    mark, at = stop.group(), stop.end()
    if mark[-1] in "。！？":
        return True
    following = text[at : at + _LONGEST_WORD]
    if mark[-1] in '"”’»' and len(mark) > 1:
        return following[0].isupper() or following[0] in '"“'
    before = text[max(0, stop.start() - 2) : stop.start()]
    word = _WORD.match(following)
    return (
        mark in (".", "?", "!")
        and before.isalpha()
        and before.islower()
        and word is not None
        and word.group() in words.starters
        and len(word.group()) > 1
    )


def _ends(text: str, stop: re.Match[str], start: int, end: int, words: _Words) -> bool:
    """Return whether a stop inside a paragraph ends the sentence that began at `start`."""
    mark = stop.group()
    after = text[end : end + _LONGEST_WORD].lstrip()
    following = after.lstrip(_OPENERS).lstrip()
    if not following:
        return True
    first = following[0]
    if first in ".…":
        return False  # an omission goes with what it cuts short
    capital = first.isupper() or first.isdigit() or first.lower() == first.upper()
    quoted = len(mark) > 1 and mark[-1] in _CLOSING_QUOTES
    if mark[0] in "!?。！？":
        return (capital or after[0] in '"“«([') and not (quoted and _is_credited(text, end, words))
    if not capital:
        return quoted and after[0] in '"“«' and mark[0] == "."
    if mark.startswith(("...", "…")):
        return not (quoted and _is_credited(text, end, words))
    return not _is_abbreviation(text, stop, start, following, words)


def _is_credited(text: str, end: int, words: _Words) -> bool:
    """Return whether a clause such as "John Smith said" follows: the quotation belongs to it.

    A name, a verb of saying and something that is not what was said; a name in front of a verb that has
    another content opens a sentence of its own: "“Who pays?” John Smith said that nobody knew."
    """
    found = text[end : end + _CLAUSE_LENGTH].lstrip(_LEAD).split(maxsplit=_CLAUSE)[:_CLAUSE]
    if not found or found[0] in words.openers:
        return False
    helper, aside = "", False
    for number, word in enumerate(found):
        plain = word.rstrip(_POINTS)
        if aside or word == "and":
            if aside and word.endswith(".") and len(word) > _DOTTED:
                return False
            aside = aside and not word.endswith(",")
        elif number and plain in words.saying and _fits(plain, helper, words):
            return _keeps(words.saying[plain], found[number + 1 :] if word == plain else [], words)
        elif number and (plain in words.having or plain in words.being):
            helper = plain
        elif word[0].isupper() and not helper:
            after = found[number + 1][:1] if number + 1 < len(found) else ""
            aside = word.endswith(",") and not after.isupper()
        elif not (number and (plain in words.adverbs or plain in words.particles)):
            return False
        if word[-1] in ";:!?" or word[0] in _OPENERS:
            return False
    return False


def _fits(verb: str, helper: str, words: _Words) -> bool:
    """Return whether a form is the verb of a clause: "said", "has said", "is saying", but not "was told"."""
    if verb in words.continuing or helper in words.being:
        return helper in words.being and verb in words.continuing
    return bool(helper) or verb not in words.never_past


def _keeps(verb: _Saying, after: list[str], words: _Words) -> bool:
    """Return whether what follows a verb of saying leaves it the quotation before as its content."""
    plain = [word.rstrip(_POINTS) for word in after]
    first = plain[0] if plain else ""
    if first in verb.particles:
        return plain[1:2] != ["that"]
    if not verb.alone:
        return False
    if not first:
        return True
    for here, word in enumerate(plain):
        opens = not here or verb.hears or plain[here - 1] in words.times
        if opens and word in _CONTENTS and words.times.isdisjoint(plain[here + 1 : here + 2]):
            return False
        if word != after[here]:
            break
    timed = not words.times.isdisjoint(plain[: 1 + (first == "on") + 2 * (first in words.objects)])
    if timed or plain[:2] == ["to", "know"]:
        return True
    if not verb.quotes or first in _MATTERS or (first == "to" and verb.plans):
        return False
    return verb.hears or not (first in words.objects or first[0].isupper())


_JOINED = re.compile(r"^(?:then|ex)-", re.IGNORECASE)
"""What a hyphen joins to an abbreviation: "then-U.S. President", "ex-Gov. Lund"."""
_MIDDLE = re.compile(
    r"(?<!King )(?<!Pope )(?<!Tsar )(?<!Queen )(?<!Emperor )\b(?!And |But |Yes |So )[A-Z][a-z]+ I$"
)
"""A given name and the initial I, not a ruler with a number: "Michael I. Jordan"."""


def _is_abbreviation(text: str, stop: re.Match[str], start: int, following: str, words: _Words) -> bool:
    """Return whether the full stop belongs to the word before it and the sentence goes on."""
    if stop.group() != ".":
        return False
    word = _JOINED.sub("", _word_before(text, start, stop.start()))
    if not word:
        return False
    if word.isdigit():
        # the number of an item: "three factors: 1. The first"
        before = text[start : stop.start() - len(word)].rstrip()
        return len(word) < 4 and (not before or before[-1] in ":;(")
    if word in words.inner:
        return not (word in ("No", "Nos", "no", "nos") and not following[0].isdigit())
    match = _WORD.match(following)
    opens = match is not None and match.group() in words.starters
    if len(word) == 1 and word.isupper():
        # an initial, but for the pronoun and the end of "plan B"
        initial = word != "I" or _MIDDLE.search(text, max(start, stop.start() - _LONGEST_WORD), stop.start())
        return bool(initial) and (not opens or following[1:2] == ".")
    if word in words.either or _is_dotted(word):
        return not opens
    return False


def _word_before(text: str, start: int, end: int) -> str:
    """Return the word, with inner points, that ends at `end`."""
    word = _WORD_BACKWARDS.match(text[max(start, end - _LONGEST_WORD) : end][::-1])
    return word.group()[::-1].lstrip("._'’&-") if word is not None else ""


def _is_dotted(word: str) -> bool:
    return len(word) >= 3 and word[1::2].strip(".") == "" and word[0::2].isalpha()


@functools.cache
def _words(lexicon: Lexicon) -> _Words:
    table, calendar, small = lexicon.abbreviations, lexicon.calendar, lexicon.speech.words
    cues, starters = lexicon.speech.cues, frozenset(word.capitalize() for word in table.starters)
    months = (name for row in calendar.months for name in row)
    return _Words(
        inner=frozenset(table.inner),
        either=frozenset(table.either),
        starters=starters,
        openers=starters - _SPEAKERS,
        saying=_saying(lexicon),
        never_past=lexicon.verbs.never_past,
        continuing=frozenset(
            form for cue in cues for form in cue.forms if form.endswith("ing") and form != cue.lemma
        ),
        having=_HAVING,
        being=small["passive"] - _HAVING,
        adverbs=small["adverb"],
        particles=frozenset(lexicon.titles.particles),
        objects=small["determiner"] - _HAVING,
        times=frozenset((*calendar.weekdays, *months, *calendar.units, *_TIMES)),
    )


def _saying(lexicon: Lexicon) -> dict[str, _Saying]:
    """Return the verbs of saying, by each of their forms."""
    saying: dict[str, _Saying] = {}
    for cue in lexicon.speech.cues:
        quotes = "quote" in cue.takes
        for form in cue.forms:
            verb = saying.setdefault(form, _Saying())
            if cue.particle:
                verb.particles |= {cue.particle} if quotes else set()
                continue
            verb.alone = True
            verb.quotes |= quotes
            verb.hears |= not _HEARD.isdisjoint(cue.takes)
            verb.plans |= "to" in cue.takes
    return saying
