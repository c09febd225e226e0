"""Pieces -> files: terms cut by prefix, sentences by month, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

import msgspec

from briefing.search.pieces import DATE_WIDTH, Piece

LARGEST = 32_000
"""Characters of a file of terms; a prefix with more is cut by its next character."""
BRIEFS_A_FILE = 12
"""Briefs whose sentences stand in one file, about; the number of files of a month is a power of two."""
FOLDER = "search/"
SIZES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Lengths of briefs, each about a seventh longer than the one before; the first stands for 16 terms."""
_STEPS = [round(16 * 1.16**letter) for letter in range(len(SIZES))]


def files(pieces: Iterable[Piece]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the index."""
    rows = sorted(_unique(pieces), key=lambda row: row[0])
    postings: dict[str, list[str]] = {}
    for key, piece in rows:
        size = _size(piece.length)
        for term, counts in piece.postings.items():
            postings.setdefault(term, []).append(key + size + counts)
        for facet in piece.facets:
            postings.setdefault(facet, []).append(key)
    terms = {term: " ".join(postings[term]) for term in sorted(postings)}
    prefixes = []
    for prefix, group in _cut("", terms):
        prefixes.append(prefix)
        yield _file(f"t-{_safe(prefix)}", group)
    months: dict[str, list[tuple[str, Piece]]] = {}
    for key, piece in rows:
        months.setdefault(_month(piece), []).append((key, piece))
    buckets = {}
    for month, members in months.items():
        buckets[month] = count = _power(len(members))
        for bucket in range(count):
            shown = {key: piece.shown for key, piece in members if bucket_of(key, count) == bucket}
            if shown:
                yield _file(f"d-{month}-{bucket}", shown)
    mean = round(sum(piece.length for _, piece in rows) / len(rows), 1) if rows else 0
    yield _file("totals", {"briefs": len(rows), "mean": mean, "prefixes": prefixes, "months": buckets})


def bucket_of(key: str, count: int) -> int:
    """Return the file of a month, from 0, that holds a brief; search.js computes the same."""
    number = 0
    for char in key[DATE_WIDTH:]:
        number = (number * 31 + ord(char)) % 65_536
    return number % count


def _unique(pieces: Iterable[Piece]) -> Iterator[tuple[str, Piece]]:
    """Give two briefs that share a key one each; which of them keeps it depends on the slugs alone."""
    taken: set[str] = set()
    for piece in sorted(pieces, key=lambda piece: str(piece.shown[0])):
        key = piece.key
        while key in taken:
            name = sha256(key.encode()).hexdigest()[: len(key) - DATE_WIDTH]
            key = key[:DATE_WIDTH] + name
        taken.add(key)
        yield key, piece


def _size(length: int) -> str:
    """Return the letter of the first size that is not smaller than a length."""
    for letter, size in enumerate(_STEPS):
        if size >= length:
            return SIZES[letter]
    return SIZES[-1]


def _month(piece: Piece) -> str:
    return str(piece.shown[2])[:7] or "undated"


def _power(members: int) -> int:
    count = 1
    while count * BRIEFS_A_FILE < members:
        count *= 2
    return count


def _cut(prefix: str, terms: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield groups of terms by the shortest prefix that keeps a file small.

    A prefix that ends in "$" holds that one term, where longer ones were cut off from it.
    """
    if len(terms) <= 1 or sum(map(len, terms)) + sum(map(len, terms.values())) <= LARGEST:
        if terms:
            yield prefix, terms
        return
    groups: dict[str, dict[str, str]] = {}
    for term, posting in terms.items():
        head = prefix + "$" if term == prefix else term[: len(prefix) + 1]
        groups.setdefault(head, {})[term] = posting
    for head, group in groups.items():
        yield from _cut(head, group)


def _safe(prefix: str) -> str:
    """Return a prefix as part of a file name: small ASCII letters and digits, anything else by its code."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in prefix) or "_"


def _file(name: str, data: object) -> tuple[str, bytes]:
    """Return a script that hands its data over; JSON is JavaScript but for two line separators."""
    text = msgspec.json.encode(data).decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{FOLDER}{name}.js", f'briefingSearch("{name}",{text})\n'.encode()
