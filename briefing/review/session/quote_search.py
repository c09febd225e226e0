"""Words that a person types -> where they are in the source, and the sentences that hold them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model import Article, Quote, Sentence, Span, Spans
from briefing.model.grounding import CUT, holds

_INSERTED = re.compile(r"\s*\[[^\]]*\]\s*")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def quote(typed: str, article: Article, near: int = 0) -> Quote | None:
    """Return the source's words that a person means, nearest to an offset; None where it has none.

    Line ends, kinds of quotation marks and capitals need not be typed right: the source's words are
    taken.  Insertions [in brackets] are kept; […] is between words that are apart.
    """
    spans: list[Span] = []
    for piece in typed.split(CUT.strip()):
        found = _nearest(piece.strip(), article, spans[-1].end if spans else None, near)
        if found is None:
            return None
        spans.append(found)
    at = Spans(spans)
    text = CUT.join(span.of(article.text) for span in spans)
    inserted = _INSERTED.search(typed.replace(CUT.strip(), ""))
    if inserted and text != typed:
        text = typed.strip()
    return Quote(text=text, at=at) if holds(text, article.text, at, article.body) else None


def sentences(typed: str, article: Article, split: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that hold every word, those with the words in a row first."""
    wanted = {word.lower() for word in _WORD.findall(typed)}
    if not wanted:
        return []
    row = " ".join(typed.lower().split())
    found = []
    for sentence in split:
        text = sentence.span.of(article.text)
        if wanted <= {word.lower() for word in _WORD.findall(text)}:
            found.append((row not in " ".join(text.lower().split()), sentence.index, sentence))
    return [sentence for _, _, sentence in sorted(found, key=lambda hit: hit[:2])]


def _nearest(piece: str, article: Article, after: int | None, near: int) -> Span | None:
    """Return the place of words in the article: the first behind `after`, else the nearest to `near`."""
    parts = [part for part in _INSERTED.split(piece) if part]
    if not parts:
        return None
    pattern = r"\s+".join(r"\s+".join(_word(word) for word in part.split()) for part in parts)
    start = article.body.start if after is None else after
    hits = [
        Span(*hit.span()) for hit in re.compile(pattern, re.I).finditer(article.text, start, article.body.end)
    ]
    return min(hits, key=lambda span: abs(span.start - near) if after is None else span.start, default=None)


def _word(word: str) -> str:
    """Return a pattern for a word, with quotation marks of every kind for one of any."""
    return re.sub(r"['’‘]", "['’‘]", re.sub(r"[\"“”„]", '["“”„]', re.escape(word)))
