"""The index of before and the briefs that changed -> the files of the index that change.

Nothing is read but the files that hold the terms of those briefs; what comes out is byte for byte
what `shards.files` makes of all briefs again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from briefing.render.search import shards
from briefing.render.search.postings import Piece


class Indexed(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A brief, or another document, as the index holds it."""

    key: str
    length: int
    month: str
    where: bytes
    """Names the piece for the caller; another piece has another name."""


class Revision(Struct, frozen=True, kw_only=True):
    """The files of an index: those that are new, and those that stay."""

    files: Mapping[str, bytes]
    kept: frozenset[str]


def revise(
    old: Mapping[str, Indexed],
    new: Mapping[str, Indexed],
    files: Iterable[str],
    read: Callable[[str], bytes],
    piece: Callable[[Indexed], Piece | None],
) -> Revision:
    """Return what becomes of an index whose briefs, by slug, were `old` and are `new`.

    `files` are the index's files as the old briefs made them, `read` returns the bytes of one, and
    `piece` the piece of a brief of either state; where it has an old one no more, all is made again.
    """
    before, after = _final(old), _final(new)
    gone = [s for s, brief in old.items() if after.get(s) != before[s] or new[s].where != brief.where]
    come = [s for s, brief in new.items() if before.get(s) != after[s] or old[s].where != brief.where]
    pieces = {slug: piece(old[slug]) for slug in gone}
    if not old or 2 * len(come) > len(new) or None in pieces.values():
        every = (_there(piece(brief), slug) for slug, brief in new.items())
        return Revision(files=dict(shards.files(every)), kept=frozenset())
    if not (gone or come):
        return Revision(files={}, kept=frozenset(files))
    removed = {before[slug]: found for slug in gone if (found := pieces[slug])}
    added = {after[slug]: _there(piece(new[slug]), slug) for slug in come}
    totals = shards.load(read(shards.path(shards.TOTALS)))
    terms = _Terms(totals["terms"], read)
    terms.revise_all(removed, added)
    months, shown, left = _months(totals["months"], new, after, (old, gone, before), come, piece)
    lengths = [(after[slug], brief.length) for slug, brief in new.items()]
    changed = terms.changed | shown
    path, data = shards.file(shards.TOTALS, shards.totals(lengths, terms.firsts, months))
    changed[path] = data
    kept = frozenset(files) - changed.keys() - terms.dropped - left
    return Revision(files=changed, kept=kept)


def _there(found: Piece | None, slug: str) -> Piece:
    if found is None:
        raise LookupError(slug)
    return found


def _final(briefs: Mapping[str, Indexed]) -> dict[str, str]:
    return shards.keys({slug: brief.key for slug, brief in briefs.items()})


# -- terms --------------------------------------------------------------------------------------


class _Terms:
    """The files of terms while they change: what each term loses and gets is laid into them."""

    def __init__(self, firsts: list[str], read: Callable[[str], bytes]) -> None:
        self.firsts = firsts
        """The first term of each file."""
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        """The paths of files that went."""
        self._read = read

    def revise_all(self, removed: Mapping[str, Piece], added: Mapping[str, Piece]) -> None:
        """Take the terms of some pieces out and those of others in, and see to the same words backwards."""
        out: dict[str, set[str]] = {}
        into: dict[str, list[str]] = {}
        for key, piece in removed.items():
            for term, _ in shards.items(key, piece):
                out.setdefault(term, set()).add(key)
        for key, piece in added.items():
            for term, item in shards.items(key, piece):
                into.setdefault(term, []).append(item)
        went, came = self._revise(out, into)
        if went or came:
            gone = {shards.backwards(term): {shards.BACKWARDS} for term in went if shards.is_word(term)}
            self._revise(
                gone, {shards.backwards(term): [shards.BACKWARDS] for term in came if shards.is_word(term)}
            )

    def _revise(
        self, out: Mapping[str, set[str]], into: Mapping[str, list[str]]
    ) -> tuple[set[str], set[str]]:
        """Take items out of postings and others in; returns the terms that went and those that came."""
        firsts = self.firsts
        units = [shards.units(term) for term in firsts]
        places = {
            term: max(0, bisect_right(units, shards.units(term)) - 1) for term in out.keys() | into.keys()
        }
        touched: set[int] = set()
        for term, number in places.items():
            touched |= {number, max(0, number - 1)} if firsts and firsts[number] == term else {number}
        starts = {number: [term] for number, term in enumerate(firsts)}
        went: set[str] = set()
        came: set[str] = set()
        for run in _runs(sorted(touched)):
            postings: dict[str, str] = {}
            for number in run:
                if number < len(firsts):
                    postings |= self._take(shards.path(shards.name(firsts[number])))
            here = [term for term, number in places.items() if number in run]
            before = postings.keys() & here
            for term in here:
                _revise_posting(postings, term, out.get(term, set()), into.get(term, []))
            went |= before - postings.keys()
            came |= (postings.keys() & here) - before
            groups = list(shards.cut({term: postings[term] for term in sorted(postings, key=shards.units)}))
            for number in run:
                starts[number] = []
            starts[run[0]] = [next(iter(group)) for group in groups]
            self.changed |= dict(shards.file(shards.name(next(iter(group))), group) for group in groups)
        self.dropped -= self.changed.keys()
        self.firsts = [term for number in sorted(starts) for term in starts[number]]
        return went, came

    def _take(self, path: str) -> dict[str, str]:
        """Return the postings of a file, which is cut again."""
        self.dropped.add(path)
        data = self.changed.pop(path, None)
        found: dict[str, str] = shards.load(self._read(path) if data is None else data)
        return found


def _revise_posting(postings: dict[str, str], term: str, out: set[str], into: list[str]) -> None:
    items = [item for item in postings.get(term, "").split() if item[: shards.KEY] not in out]
    if items or into:
        postings[term] = " ".join(sorted(items + into))
    else:
        postings.pop(term, None)


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Yield runs of numbers that follow on each other."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


# -- months -------------------------------------------------------------------------------------


def _months(
    buckets: Mapping[str, int],
    new: Mapping[str, Indexed],
    after: Mapping[str, str],
    before: tuple[Mapping[str, Indexed], list[str], Mapping[str, str]],
    come: list[str],
    piece: Callable[[Indexed], Piece | None],
) -> tuple[dict[str, int], dict[str, bytes], set[str]]:
    """Return the number of files of each month, the files that changed, and the paths of those that went."""
    old, gone, was = before
    touched = {old[slug].month for slug in gone} | {new[slug].month for slug in come}
    counts = dict(buckets)
    changed: dict[str, bytes] = {}
    left: set[str] = set()
    members: dict[str, list[str]] = {month: [] for month in touched}
    for slug, brief in new.items():
        if brief.month in touched:
            members[brief.month].append(slug)
    for month, slugs in members.items():
        earlier, count = counts.pop(month, 0), shards.power(len(slugs), month)
        places = {shards.bucket_of(was[slug], earlier) for slug in gone if old[slug].month == month}
        places |= {shards.bucket_of(after[slug], count) for slug in come if new[slug].month == month}
        if count != earlier or not slugs:
            left |= {shards.path(shards.shown_name(month, place)) for place in range(earlier)}
            places = set(range(count))
        if slugs:
            counts[month] = count
        held: dict[int, dict[str, object]] = {place: {} for place in places}
        for slug in sorted(slugs, key=after.__getitem__):
            place = shards.bucket_of(after[slug], count)
            if place in held:
                held[place][after[slug]] = _there(piece(new[slug]), slug).shown
        for place, shown in held.items():
            path, data = shards.file(shards.shown_name(month, place), shown)
            if shown:
                changed[path] = data
            else:
                left.add(path)
    return dict(sorted(counts.items())), changed, left - changed.keys()
