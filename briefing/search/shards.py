"""Pieces -> files: terms in runs of the alphabet, sentences by month, and the totals.

Where a run of terms ends is decided by each term alone, as in content-defined chunking: a term
starts a file where its hash is small beside the size of its posting.  So a new brief that adds terms
moves no other term from its file, and files are about equally large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from zlib import crc32

import msgspec

from briefing.search.pieces import DATE_WIDTH, Piece

MEAN = 12_000
"""Characters of a file of terms, on average."""
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
    firsts = []
    for group in _cut({term: " ".join(postings[term]) for term in sorted(postings, key=_units)}):
        firsts.append(next(iter(group)))
        yield _file(f"t-{_safe(firsts[-1])}", group)
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
    yield _file("totals", {"briefs": len(rows), "mean": mean, "terms": firsts, "months": buckets})


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


def _units(term: str) -> bytes:
    """Sort as JavaScript does, by UTF-16 code units."""
    return term.encode("utf-16-be")


def _cut(terms: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield runs of terms; each starts with a term that asks for it."""
    group: dict[str, str] = {}
    for term, posting in terms.items():
        if group and crc32(term.encode()) * MEAN < (len(term) + len(posting)) << 32:
            yield group
            group = {}
        group[term] = posting
    if group:
        yield group


def _safe(term: str) -> str:
    """Return a term as part of a file name: small ASCII letters and digits, anything else by its code."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in term)


def _file(name: str, data: object) -> tuple[str, bytes]:
    """Return a script that hands its data over; JSON is JavaScript but for two line separators."""
    text = msgspec.json.encode(data).decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{FOLDER}{name}.js", f'briefingSearch("{name}",{text})\n'.encode()
