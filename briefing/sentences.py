"""Text -> paragraphs and sentences with exact offsets.

The text is read as it stands: spans are trimmed of white space, in order and disjoint.  A sentence
takes its closing quotation mark or bracket with it.  A single line break ends a paragraph, unless
the text is hard-wrapped (paragraphs set apart by blank lines, long lines inside them).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from briefing.lexicon import Lexicon
from briefing.model import Article, Document, Sentence, Span
from briefing.tokens import tokenize

_BREAK = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STOP = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?: ?\[\d{1,3}\])*(?=\s|$)"  # with footnote marks: they belong to what they prove
    r"|[.!?][\"”’»](?=[\"“]?[A-Z])|[。！？]"
)
_WORD_BEFORE = re.compile(r"[\w.'’&-]+$")
_OPENERS = "\"'“‘«([—–-"
_LONGEST_WORD = 40
_WRAP = 55
"""Lines of a hard-wrapped text are at least this long, but for the last of a paragraph."""


def split(text: str, body: Span, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """Return the sentences of `body` in order."""
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(_paragraphs(text, body)):
        for span in _sentences(text, paragraph, lexicon):
            sentences.append(Sentence(index=len(sentences), paragraph=number, span=span))
    return tuple(sentences)


def document(article: Article, lexicon: Lexicon) -> Document:
    """Cut an article into sentences and tokens."""
    sentences = split(article.text, article.body, lexicon)
    return Document(
        article=article,
        sentences=sentences,
        tokens=tuple(tokenize(article.text, sentence.span) for sentence in sentences),
    )


def _paragraphs(text: str, body: Span) -> list[Span]:
    """Return the paragraphs, trimmed; empty ones are left out."""
    lines: list[Span] = []
    at = body.start
    for match in _BREAK.finditer(text, body.start, body.end):
        lines.append(Span(at, match.start()))
        at = match.end()
    lines.append(Span(at, body.end))
    trimmed = [_trim(text, line) for line in lines]
    paragraphs: list[Span] = []
    open_at: int | None = None
    last: Span | None = None
    wrapped = _is_wrapped(trimmed)
    for line in trimmed:
        if line is None:
            if open_at is not None and last is not None:
                paragraphs.append(Span(open_at, last.end))
            open_at = None
            continue
        if not wrapped:
            paragraphs.append(line)
            continue
        open_at = line.start if open_at is None else open_at
        last = line
    if open_at is not None and last is not None:
        paragraphs.append(Span(open_at, last.end))
    return paragraphs


def _is_wrapped(lines: list[Span | None]) -> bool:
    """Tell a text whose lines were cut at a width: blank lines, and even lines between them."""
    inner = [
        line.end - line.start
        for line, following in itertools.pairwise(lines)
        if line is not None and following is not None
    ]
    if len(inner) < 3 or None not in lines[:-1]:
        return False
    return max(inner) <= 120 and sum(length >= _WRAP for length in inner) >= 0.8 * len(inner)


def _trim(text: str, span: Span) -> Span | None:
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip().lstrip("\ufeff"))
    end = span.start + len(part.rstrip())
    return Span(start, end) if start < end else None


def _sentences(text: str, paragraph: Span, lexicon: Lexicon) -> Iterator[Span]:
    start = paragraph.start
    for match in _STOP.finditer(text, paragraph.start, paragraph.end):
        end = match.end()
        if end >= paragraph.end:
            break
        if not _ends(text, match, paragraph, lexicon):
            continue
        span = _trim(text, Span(start, end))
        if span is not None:
            yield span
            start = end
    span = _trim(text, Span(start, paragraph.end))
    if span is not None:
        yield span


def _ends(text: str, stop: re.Match[str], paragraph: Span, lexicon: Lexicon) -> bool:
    """Tell whether a stop inside a paragraph ends a sentence."""
    mark, after = stop.group(), text[stop.end() : stop.end() + _LONGEST_WORD].lstrip()
    following = after.lstrip(_OPENERS)
    if not following:
        return True
    capital = following[0].isupper() or following[0].isdigit() or not following[0].isascii()
    if len(mark) > 1 and mark[1] in ")]" and mark[0] == "." and not capital:
        return False
    if mark[0] in "!?" or (len(mark) > 1 and mark[1] in "\"”’'»"):
        return capital or after[0] in _OPENERS
    if mark.startswith(("...", "…")):
        return capital
    if mark[0] != ".":
        return True
    return capital and not _is_abbreviation(text, stop, paragraph, following, lexicon)


def _is_abbreviation(
    text: str, stop: re.Match[str], paragraph: Span, following: str, lexicon: Lexicon
) -> bool:
    """Tell whether the full stop belongs to the word before it and the sentence goes on."""
    left = text[max(paragraph.start, stop.start() - _LONGEST_WORD) : stop.start()]
    found = _WORD_BEFORE.search(left)
    if found is None or stop.group() != ".":
        return False
    word = found.group()
    inner, either, starters = _tables(lexicon)
    if word in inner:
        return not (word == "No" and not following[0].isdigit())
    initial = len(word) == 1 and word.isupper() and word != "I"
    next_word = re.match(r"[\w'’-]+", following)
    opens = next_word is not None and next_word.group() in starters
    if word in either or (initial and not opens) or _is_dotted(word):
        return not opens
    return False


def _is_dotted(word: str) -> bool:
    return len(word) >= 3 and word[1::2].strip(".") == "" and word[0::2].isalpha()


@functools.cache
def _tables(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = lexicon.abbreviations
    starters = frozenset(word.capitalize() for word in table.starters)
    return frozenset(table.inner), frozenset(table.either), starters
