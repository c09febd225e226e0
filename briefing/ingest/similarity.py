"""How near a text is to those that are there: the same, nearly the same, or on the same event."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

SHINGLE = 4
"""Words in a row that are compared."""
NEARLY = 0.5
"""Share of the shingles of both texts that they have in common (Jaccard): nearly the same."""
INSIDE = 0.8
"""Share of the shorter text's shingles that the other holds: one is a cut version of the other."""
SAME_EVENT = 0.4
"""Cosine of the names in two texts, rare names weighing more; measured in tests/ingest/test_ingest.py."""
DAYS = 10
"""Between two texts on one event, at most."""
FEWEST_NAMES = 4
"""Different names that two texts on one event share, at least."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NAME = re.compile(r"(?<![.!?:”\"\n] )(?<!^)(?<!\n)\b[A-Z][^\W\d_]+(?:['’]s)?")
Likeness = Literal["same", "nearly", "part", "event"]


class KnownText(Struct, frozen=True, kw_only=True):
    """A text of the desk, as far as it is compared."""

    slug: str
    day: date | None
    words: tuple[str, ...]
    shingles: frozenset[int]
    names: Counter[str]
    hashes: frozenset[str] = frozenset()
    """Of the seed, and of the file that it came from."""
    url: str | None = None


class Near(Struct, frozen=True, kw_only=True):
    """A text that another is near to."""

    slug: str
    how: Likeness
    share: float


def known(
    slug: str, text: str, day: date | None, *, hashes: Iterable[str] = (), url: str | None = None
) -> KnownText:
    """Take what is compared out of a text."""
    words = tuple(word.lower() for word in _WORD.findall(text))
    rows = zip(*(words[at:] for at in range(SHINGLE)), strict=False)
    names = Counter(found.removesuffix("'s").removesuffix("’s") for found in _NAME.findall(text))
    return KnownText(
        slug=slug,
        day=day,
        words=words,
        shingles=frozenset(hash(row) for row in rows),
        names=names,
        hashes=frozenset(hashes),
        url=url,
    )


def nearest(new: KnownText, others: Sequence[KnownText]) -> Near | None:
    """Return the text that a new one is nearest to: the same before nearly the same before the same event."""
    same = next((other for other in others if new.hashes & other.hashes or new.words == other.words), None)
    if same:
        return Near(slug=same.slug, how="same", share=1.0)
    found = [near for other in others if (near := _overlap(new, other))]
    if found:
        return max(found, key=lambda near: near.share)
    weights = _weights([new, *others])
    about = [near for other in others if (near := _event(new, other, weights))]
    return max(about, key=lambda near: near.share, default=None)


def _overlap(new: KnownText, other: KnownText) -> Near | None:
    common = len(new.shingles & other.shingles)
    if not common:
        return None
    share = common / len(new.shingles | other.shingles)
    if share >= NEARLY:
        return Near(slug=other.slug, how="nearly", share=share)
    inside = common / min(len(new.shingles), len(other.shingles))
    return Near(slug=other.slug, how="part", share=inside) if inside >= INSIDE else None


def _event(new: KnownText, other: KnownText, weights: dict[str, float]) -> Near | None:
    if new.day is None or other.day is None or not 0 <= (new.day - other.day).days <= DAYS:
        return None
    common = new.names.keys() & other.names.keys()
    if len(common) < FEWEST_NAMES:
        return None
    dot = sum(_weight(new, name, weights) * _weight(other, name, weights) for name in common)
    share = dot / (_length(new, weights) * _length(other, weights))
    return Near(slug=other.slug, how="event", share=share) if share >= SAME_EVENT else None


def _weights(texts: Sequence[KnownText]) -> dict[str, float]:
    """Weigh each name by how few of the texts hold it."""
    counts = Counter(name for text in texts for name in text.names)
    return {name: math.log(1 + len(texts) / count) for name, count in counts.items()}


def _weight(text: KnownText, name: str, weights: dict[str, float]) -> float:
    return (1 + math.log(text.names[name])) * weights[name]


def _length(text: KnownText, weights: dict[str, float]) -> float:
    return math.sqrt(math.fsum(_weight(text, name, weights) ** 2 for name in text.names))
