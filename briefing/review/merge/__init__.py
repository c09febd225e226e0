"""Record x ledger x new draft -> record, ledger, conflicts.

It works as Kubernetes' server-side apply does: a field that a person once changed is the person's
until given back, whatever the values are; a removed item leaves a stone for good.  What nobody
touched follows the machine.  Items are told by id and evidence, never by position.  Without a ledger
every difference counts as a person's.  Pure: no files, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct, structs

from briefing.model import Article, Brief, Conflict, Ledger, Spans
from briefing.review.merge.actors import named_by_people, renamed
from briefing.review.merge.conflicts import SettleError, give_back, open_conflicts, restore, settle, told
from briefing.review.merge.matching import issue
from briefing.review.merge.ownership import Claims, learn
from briefing.review.merge.reanchor import Anchors
from briefing.review.merge.record_tree import Fields, ItemList, QuotedWords, at, join, quotes, struct, tree
from briefing.review.merge.three_way import Weaver, carried
from briefing.storage import record_yaml

__all__ = [
    "Merged",
    "SettleError",
    "fingerprint",
    "give_back",
    "merge",
    "open_conflicts",
    "restore",
    "settle",
    "told",
]


class Merged(Struct, frozen=True, kw_only=True):
    """What a merge yields; `ledger.sha256` is for the writer of the record to fill in."""

    record: Brief
    ledger: Ledger
    edited: bool
    """Whether the record holds anything of a person's."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What is open in the record."""
        return self.record.conflicts


def fingerprint(draft: Brief) -> str:
    """Return the hash by which a ledger knows a draft again."""
    return sha256(record_yaml.dump_json(draft)).hexdigest()


def merge(record: Brief | None, ledger: Ledger | None, draft: Brief, article: Article) -> Merged:
    """Bring a record up to date with a new draft of `article`, and keep all that people made of it.

    Without a record the draft is the record, and what an older ledger knew is over.
    """
    if record is None:
        fresh = Ledger(slug=draft.slug, draft=fingerprint(draft), drafted=draft)
        return Merged(record=draft, ledger=fresh, edited=False)
    former, record = record.former_slugs, structs.replace(record, former_slugs=())  # no draft knows them
    mine, theirs = tree(record), tree(draft)
    base = tree(ledger.drafted) if ledger else None
    last = tree(ledger.written or ledger.drafted) if ledger else None
    claims = Claims(ledger.owned, ledger.struck, ledger.orders) if ledger else Claims()
    if last is not None:
        learn(claims, last, mine)
    moved = record.source.sha256 != article.source.sha256
    known = [node for node in (mine, base, last) if node is not None]
    anchors = Anchors(article, (words for node in known for words in quotes(node)), moved=moved)
    if base is not None and last is not None:
        base, last = anchors.settle(base), anchors.settle(last)
        claims.struck = anchors.stones(claims.struck)
    anchors.lost.clear()
    mine = anchors.settle(mine)
    if base is None:
        base, _ = _issued(theirs, [mine], set(mine["actors"]), claims)
        learn(claims, base, mine, places=not moved)
        renames = (key for key in base["actors"] if key in mine["actors"] and key not in theirs["actors"])
        claims.owned |= {join(join("actors", key), "id") for key in renames}
    kept = named_by_people(mine, claims.owned, claims.struck)
    theirs, followed = _issued(
        theirs, [node for node in (mine, last, base) if node is not None], kept, claims
    )
    base = renamed(base, followed)
    weaver = Weaver(claims, {join("actors", key) for key in kept})
    merged: Fields = weaver.node("", base, mine, theirs)
    for name in ("schema_version", "slug"):
        merged[name] = theirs[name]
    merged["source"] = Fields(merged["source"], sha256=article.source.sha256)
    before = ledger.written or ledger.drafted if ledger else record
    old, now = tree(before), tree(record)
    settled = [c.path for c in record.conflicts if at(old, c.path) != at(now, c.path)]
    lost = _lost(merged, before, record, anchors)
    for conflict in lost:
        weaver.conflicts.pop(conflict.path, None)
    merged["conflicts"] = (*carried(record.conflicts, settled, merged, theirs, weaver.conflicts), *lost)
    result = struct(merged, Brief)
    drafted = struct(_remembered(base, theirs, merged), Brief)
    new = Ledger(
        slug=draft.slug,
        draft=fingerprint(draft),
        drafted=drafted,
        written=None if result == drafted else result,
        owned=tuple(sorted(claims.owned)),
        orders={path: ids for path, ids in sorted(claims.orders.items()) if path in claims.owned},
        struck=tuple(sorted(claims.struck, key=lambda stone: (stone.section, stone.id))),
    )
    result = structs.replace(result, former_slugs=former)
    return Merged(record=result, ledger=new, edited=bool(new.owned or new.struck))


def _issued(
    theirs: Fields, known: list[Fields], kept: set[str], claims: Claims
) -> tuple[Fields, Mapping[str, str]]:
    """Return a draft under the ids once issued, without what people struck; `kept` are actors' ids.

    The second value tells which actors go by another id now.
    """
    followed: Mapping[str, str] = {}
    for section in theirs:
        rows = theirs[section]
        if not isinstance(rows, ItemList) or not all(isinstance(row, Fields) for row in rows.values()):
            continue
        outlive = kept if section == "actors" else None
        issued = issue(section, rows, [node[section] for node in known], claims.struck, kept=outlive)
        theirs = Fields(theirs, **{section: issued.rows})
        if section == "actors":
            theirs, followed = renamed(theirs, issued.names), issued.followed
    return theirs, followed


def _lost(merged: Fields, before: Brief, record: Brief, anchors: Anchors) -> list[Conflict]:
    """Return a conflict for each quote of the record that the seed does not hold any more.

    Deleting the entry settles it for an actor's names alone: words without a place stay open.
    """
    found = dict(anchors.lost)
    for conflict in (*before.conflicts, *record.conflicts):
        if conflict.kind == "lost" and (
            conflict in record.conflicts or not conflict.path.endswith("/mentions")
        ):
            found.setdefault(conflict.path, conflict.was)
    result = []
    for path, words in found.items():
        here = at(merged, path)
        if (isinstance(here, QuotedWords) and here == (words, Spans())) or (
            isinstance(here, Spans) and not here
        ):
            near = anchors.nearest(words) if isinstance(here, QuotedWords) else None
            result.append(Conflict(path=path, kind="lost", machine=near or "", was=words))
    return result


def _remembered(base: Fields, theirs: Fields, merged: Fields) -> Fields:
    """Return the draft with the items that it lost and the record holds, as the machine last had them."""
    result = Fields(theirs)
    for section, rows in theirs.items():
        if isinstance(rows, ItemList):
            held = {
                key: row for key, row in base[section].items() if key not in rows and key in merged[section]
            }
            result[section] = ItemList(rows | held)
    return result
