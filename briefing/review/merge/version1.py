"""A record and a ledger of version 1, which held places and whole drafts -> the forms of today.

Nothing that a person did is lost: what the ledger says a person owns is marked so, whatever its value, and
what was struck moves into the record.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import field

from briefing.model import (
    DAMAGED,
    Approval,
    Article,
    Brief,
    Ledger,
    Record,
    Spans,
    Tombstone,
    decode_hook,
    places,
)
from briefing.model.meaning import meaning_hash
from briefing.review.merge import offers
from briefing.review.merge.offers import PERSONS, Offer, first_words, offer, token
from briefing.review.merge.record_tree import ItemList, at, tree
from briefing.storage import migrations


class Struck(Record, frozen=True, kw_only=True):
    """What a person struck, as version 1 kept it."""

    section: str
    id: str
    quote: str
    kind: str = ""
    at: Spans = Spans()
    when: Spans = Spans()


class LedgerOfVersion1(Record, frozen=True, kw_only=True):
    """What the machine proposed and wrote, and what people own."""

    schema_version: int = 1
    slug: str
    draft: str = ""
    drafted: dict[str, Any]
    written: dict[str, Any] | None = None
    sha256: str = ""
    owned: tuple[str, ...] = ()
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    struck: tuple[Struck, ...] = ()


def upgraded(record: Brief, data: bytes | None, article: Article) -> tuple[Brief, Ledger | None]:
    """Return a record of version 1 with its ledger in the forms of today.

    A ledger that is damaged, or of another seed than the record, is not believed: None then.  A review is
    bound to the text and the words as they are.
    """
    sha256 = record.source.sha256
    record = places.grounded(record, article)
    approvals = tuple(_bound(each, record) for each in record.approvals)
    record = msgspec.structs.replace(record, approvals=approvals)
    old = _read(data)
    if old is None or old.drafted.get("source", {}).get("sha256") != sha256:
        return record, None
    drafted = _brief(old.drafted, article)
    last = offer(tree(_brief(old.written, article) if old.written else drafted))
    orders = dict(old.orders)
    for path in old.owned:
        here = at(tree(record), path)
        if isinstance(here, ItemList):
            orders.setdefault(path, tuple(here))
        else:
            last = offers.put(last, path, _marked(path, last))
    struck = tuple(_stone(each, article) for each in old.struck)
    ledger = Ledger(
        slug=old.slug,
        seed=sha256,
        draft="",
        mentions={actor.id: actor.mentions for actor in drafted.actors if actor.mentions},
        written=last,
        proposed=offer(tree(drafted)),
        orders=orders,
    )
    return msgspec.structs.replace(record, struck=(*record.struck, *struck), drafted=token(last)), ledger


def _read(data: bytes | None) -> LedgerOfVersion1 | None:
    try:
        return msgspec.json.decode(data or b"", type=LedgerOfVersion1, dec_hook=decode_hook)
    except DAMAGED:
        return None


def _brief(plain: dict[str, Any], article: Article) -> Brief:
    found = msgspec.convert(migrations.current(dict(plain), "ledger"), Brief, dec_hook=decode_hook)
    return places.grounded(found, article)


def _bound(approval: Approval, record: Brief) -> Approval:
    return msgspec.structs.replace(approval, of=meaning_hash(record)) if approval.on else approval


def _marked(path: str, last: Offer) -> str:
    """Return what says that a field is a person's; an item that a person put in is not offered at all."""
    whole = path.count("/") == 1 or isinstance(offers.at(last, path.rpartition("/")[0]), list)
    return "" if whole else PERSONS


def _stone(old: Struck, article: Article) -> Tombstone:
    when = " ".join(span.of(article.text) for span in old.when)
    return Tombstone(
        section=old.section, id=old.id, words=first_words(old.quote), kind=offers.told(old.kind), when=when
    )
