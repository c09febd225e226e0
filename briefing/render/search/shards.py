"""Pieces -> files: terms in runs of the alphabet, sentences by month, and the totals.

Where a run of terms ends is decided by each term alone, as in content-defined chunking: a term
starts a file where its hash is small next to the size of its posting.  So a new brief that adds terms
moves no other term from its file, and files are about equally large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any
from zlib import crc32

import msgspec

from briefing.render.search.documents import GROUPS, MARK
from briefing.render.search.postings import DATE_WIDTH, NAME_WIDTH, Piece

MEAN = 12_000
"""Characters of a file of terms, on average."""
BRIEFS_A_FILE = 12
"""Briefs whose sentences are in one file, about; the number of files of a month is a power of two."""
DOCUMENTS_A_FILE = 96
"""The same for actors, episodes and pages, of which less is shown."""
FOLDER = "search/"
TOTALS = "totals"
KEY = DATE_WIDTH + NAME_WIDTH
"""Characters of a brief's key."""
BACKWARDS = "~"
"""What the terms begin with that hold a word from its last letter to its first."""
SIZES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Lengths of briefs, each about a seventh longer than the one before; the first stands for 16 terms."""
_STEPS = [round(16 * 1.16**letter) for letter in range(len(SIZES))]


def files(pieces: Iterable[Piece]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the index."""
    by_slug = {str(piece.shown[0]): piece for piece in pieces}
    final = keys({slug: piece.key for slug, piece in by_slug.items()})
    rows = sorted((final[slug], piece) for slug, piece in by_slug.items())
    postings: dict[str, list[str]] = {}
    for key, piece in rows:
        for term, item in items(key, piece):
            postings.setdefault(term, []).append(item)
    postings |= {backwards(term): [BACKWARDS] for term in postings if is_word(term)}
    firsts = []
    for group in cut({term: " ".join(postings[term]) for term in sorted(postings, key=units)}):
        firsts.append(next(iter(group)))
        yield file(name(firsts[-1]), group)
    months: dict[str, list[tuple[str, Piece]]] = {}
    for key, piece in rows:
        months.setdefault(month_of(str(piece.shown[2])), []).append((key, piece))
    buckets = {}
    for month in sorted(months):
        members = months[month]
        buckets[month] = count = power(len(members), month)
        held: list[dict[str, object]] = [{} for _ in range(count)]
        for key, piece in members:
            held[bucket_of(key, count)][key] = piece.shown
        for bucket, shown in enumerate(held):
            if shown:
                yield file(shown_name(month, bucket), shown)
    yield file(TOTALS, totals([(key, piece.length) for key, piece in rows], firsts, buckets))


def totals(
    lengths: Sequence[tuple[str, int]], firsts: Sequence[str], months: Mapping[str, int]
) -> dict[str, object]:
    """Return what is in the small file that is read first; `lengths` are those of all keys.

    The mean length is that of the briefs.
    """
    briefs = [length for key, length in lengths if not key.startswith(MARK)]
    mean = round(sum(briefs) / len(briefs), 1) if briefs else 0
    others = len(lengths) - len(briefs)
    return {"briefs": len(briefs), "others": others, "mean": mean, "terms": firsts, "months": months}


def is_word(term: str) -> bool:
    """Return whether a term may be what a misspelt word was meant to be."""
    return len(term) > 3 and term.isalpha()


def backwards(term: str) -> str:
    """Return the term under which a word is found by its end.

    A word with one wrong letter has its first or its second half right.
    """
    return BACKWARDS + term[::-1]


def items(key: str, piece: Piece) -> Iterator[tuple[str, str]]:
    """Yield each term of a brief with what stands for the brief in the term's posting."""
    head = key + _size(piece.length)
    for term, counts in piece.postings.items():
        yield term, head + counts
    for facet in piece.facets:
        yield facet, key


def bucket_of(key: str, count: int) -> int:
    """Return the file of a month, from 0, that holds a brief; search.js computes the same."""
    number = 0
    for char in key[DATE_WIDTH:]:
        number = (number * 31 + ord(char)) % 65_536
    return number % count


def keys(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the key of each brief by slug; which of two that want one gets it depends on the slugs alone."""
    final: dict[str, str] = {}
    taken: set[str] = set()
    for slug in sorted(wanted):
        key = wanted[slug]
        while key in taken:
            name = sha256(key.encode()).hexdigest()[: len(key) - DATE_WIDTH]
            key = key[:DATE_WIDTH] + name
        taken.add(key)
        final[slug] = key
    return final


def _size(length: int) -> str:
    """Return the letter of the first size that is not smaller than a length."""
    for letter, size in enumerate(_STEPS):
        if size >= length:
            return SIZES[letter]
    return SIZES[-1]


def month_of(day: str) -> str:
    """Return the month in whose files a brief's sentences stand; `day` is in ISO 8601, or empty.

    What is no brief has its group for a day.
    """
    return day[:7] if day[:1].isdigit() else day or "undated"


def power(members: int, month: str) -> int:
    """Return how many files the sentences of so many briefs of a month, or of a group, are in."""
    a_file = DOCUMENTS_A_FILE if month in GROUPS else BRIEFS_A_FILE
    count = 1
    while count * a_file < members:
        count *= 2
    return count


def units(term: str) -> bytes:
    """Sort as JavaScript does, by UTF-16 code units."""
    return term.encode("utf-16-be")


def cut(terms: Mapping[str, str]) -> Iterator[dict[str, str]]:
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


def name(first: str) -> str:
    """Return the name of the file whose first term is this one."""
    return f"t-{_safe(first)}"


def shown_name(month: str, bucket: int) -> str:
    """Return the name of a file of sentences."""
    return f"d-{month}-{bucket}"


def path(name: str) -> str:
    """Return where a file of the index is in the site."""
    return f"{FOLDER}{name}.js"


def file(name: str, data: object) -> tuple[str, bytes]:
    """Return path and content of a script that hands its data over.

    JSON is JavaScript but for two line separators.
    """
    text = msgspec.json.encode(data).decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return path(name), f'briefingSearch("{name}",{text})\n'.encode()


def load(content: bytes) -> Any:
    """Return the data that a file of the index hands over."""
    return msgspec.json.decode(content[content.index(b",") + 1 : content.rindex(b")")])
