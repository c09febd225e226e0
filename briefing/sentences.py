"""Text -> paragraphs and sentences with exact offsets.

The text is read as it stands: spans are trimmed of white space, in order and disjoint.  A sentence
takes its closing quotation mark, bracket and footnote marks with it; a quotation that holds several
sentences is cut at each.  A line break ends a paragraph, unless the text is hard-wrapped.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from msgspec import Struct

from briefing import boilerplate, dateline
from briefing.lexicon import Lexicon
from briefing.model import Article, Document, Sentence, Span
from briefing.tokens import concordance, row_of

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
LONGEST = 2_000
"""Characters; what runs on longer is a list or a table, cut so that no stage must weigh it whole."""
_NARROW, _WIDE, _EVEN = 45, 130, 0.5
"""A hard-wrapped text has no line over `_WIDE`, and at least the share `_EVEN` of the lines that another
follows are `_NARROW` or longer and end in the middle of a sentence."""
_SHORT_LINE = 0.75
"""In a wrapped text without blank lines, a line this much shorter than the longest ends a paragraph."""


class _Words(Struct, frozen=True):
    inner: frozenset[str]
    either: frozenset[str]
    starters: frozenset[str]
    reporting: frozenset[str]


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
    """Cut an article into sentences and tokens; what stands around it is left out."""
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
        dateline=dateline.find(article.text, sentences),
    )


# -- paragraphs -----------------------------------------------------------------------------------


def _paragraphs(text: str, body: Span) -> list[Span]:
    """Return the paragraphs, trimmed; empty ones are left out."""
    lines: list[Span | None] = []
    at = body.start
    for match in _BREAK.finditer(text, body.start, body.end):
        lines.append(_trim(text, at, match.start()))
        at = match.end()
    lines.append(_trim(text, at, body.end))
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


def _trim(text: str, start: int, end: int) -> Span | None:
    part = text[start:end]
    bare = part.lstrip()
    while bare and bare[0] in _INVISIBLE:
        bare = bare.lstrip(_INVISIBLE).lstrip()
    if not bare:
        return None
    start = end - len(bare)
    return Span(start, start + len(bare.rstrip()))


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
            if span := _trim(text, start, cut):
                yield span
            start = cut
        if span := _trim(text, start, end):
            yield span


def _stopped(text: str, paragraph: Span, words: _Words) -> Iterator[Span]:
    start, last = paragraph.start, paragraph.end
    for match in _STOP.finditer(text, start, last):
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
        span = _trim(text, start, end)
        if span is not None:
            yield span
            start = end
    span = _trim(text, start, last)
    if span is not None:
        yield span


def _with_footnotes(text: str, end: int, last: int) -> int:
    """Take the marks of footnotes after a stop into its sentence: they belong to what they prove."""
    while match := _FOOTNOTES.match(text, end, last):
        end = match.end()
    return end


def _touches(text: str, stop: re.Match[str], words: _Words) -> bool:
    """Tell whether a stop ends a sentence although no space follows it."""
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
    """Tell whether a stop inside a paragraph ends the sentence that began at `start`."""
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
        if not capital and after[0] not in '"“«([':
            return False
        return not (quoted and _is_credited(following, words))
    if not capital:
        return quoted and after[0] in '"“«' and mark[0] == "."
    if mark.startswith(("...", "…")):
        return True
    return not _is_abbreviation(text, stop, start, following, words)


def _is_credited(following: str, words: _Words) -> bool:
    """Tell whether words such as "John Smith said" follow: the quotation belongs to them."""
    found = following.split(maxsplit=4)[:4]
    for number, word in enumerate(found):
        if number and word.rstrip(",.:;") in words.reporting:
            return True
        if not word[0].isupper():
            return False
    return False


def _is_abbreviation(text: str, stop: re.Match[str], start: int, following: str, words: _Words) -> bool:
    """Tell whether the full stop belongs to the word before it and the sentence goes on."""
    if stop.group() != ".":
        return False
    word = _word_before(text, start, stop.start())
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
        return word != "I" and (not opens or following[1:2] == ".")
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
    table, tense = lexicon.abbreviations, lexicon.tense
    past = {past for past, stem in tense.irregular.items() if stem in tense.reporting}
    regular = {stem + ("d" if stem.endswith("e") else "ed") for stem in tense.reporting}
    regular |= {stem[:-1] + "ied" for stem in tense.reporting if stem.endswith("y")}
    return _Words(
        inner=frozenset(table.inner),
        either=frozenset(table.either),
        starters=frozenset(word.capitalize() for word in table.starters),
        reporting=frozenset(past | regular | {stem + "s" for stem in tense.reporting}),
    )
