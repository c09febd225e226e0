"""Record x machine's file x new draft -> record, machine's file, conflicts, proposals.

A field that differs from what the machine last wrote is a person's: it stays.  What a person struck stands
in the record and stays away.  What nobody touched follows the machine, but not in a brief that somebody
approved: there it is proposed.  Items are told by id and evidence, never by position.  Without the file
that belongs to the record every difference from the draft counts as a person's.  Pure: no files, no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

import msgspec
from msgspec import Struct

from briefing.model import Article, Brief, Conflict, Ledger, Proposal, Spans, places
from briefing.model.places import Finder
from briefing.model.sections import SECTION
from briefing.review.merge.actors import named_by_people, renamed
from briefing.review.merge.conflicts import (
    SettleError,
    decline,
    give_back,
    open_conflicts,
    open_proposals,
    owned,
    restore,
    settle,
    told,
)
from briefing.review.merge.matching import issue
from briefing.review.merge.offers import PERSONS, Offer, offer, token
from briefing.review.merge.ownership import Claims, learn
from briefing.review.merge.proposals import accepted, proposals
from briefing.review.merge.record_tree import (
    Fields,
    QuotedWords,
    at,
    join,
    leaves,
    split,
    struct,
    tree,
)
from briefing.review.merge.similarity import MatchEvidence, grave, nearest
from briefing.review.merge.three_way import Weaver, carried
from briefing.review.merge.written import written
from briefing.storage import briefs, record_yaml

__all__ = [
    "Merged",
    "SettleError",
    "belongs",
    "decline",
    "fingerprint",
    "give_back",
    "merge",
    "open_conflicts",
    "open_proposals",
    "owned",
    "restore",
    "settle",
    "told",
]


class Merged(Struct, frozen=True, kw_only=True):
    """What a merge yields."""

    record: Brief
    ledger: Ledger
    edited: bool
    """Whether the record holds anything of a person's."""
    believed: bool = True
    """Whether the machine's file belonged to the record."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What is open in the record."""
        return self.record.conflicts


def fingerprint(draft: Brief) -> str:
    """Return the hash by which a draft is known again."""
    return sha256(record_yaml.dump_json(draft)).hexdigest()[:16]


def belongs(ledger: Ledger, record: Brief) -> bool:
    """Return whether a file of the machine is the one that a record was last written with.

    One of another side of a merge, or from before the seed was corrected, is not.
    """
    return record.drafted == token(ledger.written)


def merge(
    record: Brief | None,
    ledger: Ledger | None,
    draft: Brief,
    article: Article,
    *,
    accept: Collection[str] = (),
) -> Merged:
    """Bring a record up to date with a new draft of `article`, and keep all that people made of it.

    `accept` are paths of proposals that a person takes.  Without a record the draft is the record.
    """
    if record is None:
        made = offer(tree(draft))
        fresh = _ledger(draft, draft, article, made)
        return Merged(record=msgspec.structs.replace(draft, drafted=token(made)), ledger=fresh, edited=False)
    said, record = tree(places.with_ids(record)), briefs.grounded(record, article, ledger)
    believed = ledger is None or belongs(ledger, record)
    step = _Step(record, said, ledger if believed else None, draft, article)
    result, last, left = step.result(accept)
    record_now = msgspec.structs.replace(struct(result, Brief), drafted=token(last))
    mentions = {key: row["mentions"] for key, row in step.theirs["actors"].items() if row["mentions"]}
    new = msgspec.structs.replace(
        _ledger(draft, None, article, last),
        mentions=mentions,
        proposed=None if (now := offer(step.theirs)) == last else now,
        orders={path: ids for path, ids in sorted(step.claims.orders.items()) if path in step.claims.owned},
        proposals=tuple(left),
    )
    if step.idle and ledger is not None and not accept and offer(result) == offer(step.mine):
        new = ledger
        record_now = msgspec.structs.replace(record_now, drafted=record.drafted)
    return Merged(
        record=briefs.grounded(record_now, article, new),
        ledger=new,
        edited=bool(step.claims.owned or step.claims.struck),
        believed=believed,
    )


def _ledger(draft: Brief, named: Brief | None, article: Article, made: Offer) -> Ledger:
    mentions = {actor.id: actor.mentions for actor in named.actors if actor.mentions} if named else {}
    return Ledger(
        slug=draft.slug,
        seed=article.source.sha256,
        draft=fingerprint(draft),
        mentions=mentions,
        written=made,
    )


class _Step:
    """One merge: what people did, and the draft under the ids once issued."""

    def __init__(
        self, record: Brief, said: Fields, ledger: Ledger | None, draft: Brief, article: Article
    ) -> None:
        """`said` is the tree of the record as its file has it: in another text words may stand elsewhere."""
        self.record, self.ledger, self.article = record, ledger, article
        self.finder = Finder(article)
        self.mine = tree(record)
        self.idle = ledger is not None and ledger.draft == fingerprint(draft)
        """Whether the machine says nothing new."""
        self.moved = ledger is not None and ledger.seed != article.source.sha256
        self.claims = claims = Claims(record.struck, ledger.orders if ledger else {})
        theirs = tree(draft)
        if ledger is not None:
            self.last, self.offered = ledger.written, ledger.offered
            learn(claims, self.last, said)
        else:
            base, _ = self._issued(theirs, set(self.mine["actors"]))
            self.last = self.offered = offer(base)
            learn(claims, self.last, said)
            for key in base["actors"]:
                if key in self.mine["actors"] and key not in theirs["actors"]:
                    claims.own(join(join("actors", key), "id"))
                    self.last["actors"][key]["id"] = PERSONS
        kept = named_by_people(self.mine, claims.owned, claims.struck)
        self.theirs, followed = self._issued(theirs, kept)
        before = renamed(self.theirs, {new: old for old, new in followed.items()})
        named = {join("actors", key) for key in kept}
        self.weaver = Weaver(claims, self.offered, before, self._buried, named)

    def result(self, accept: Collection[str]) -> tuple[Fields, Offer, list[Proposal]]:
        """Return the record's tree, what the machine has written into it now, and what it proposes."""
        merged: Fields = self.weaver.node("", self.mine, self.theirs)
        merged["source"] = Fields(merged["source"], sha256=self.article.source.sha256)
        claims, last, left = self.claims, self.last, list[Proposal]()
        open_ = carried(self.record.conflicts, merged, self.theirs, last, self.weaver.conflicts)
        if self.record.approved:
            known = self.ledger.proposals if self.ledger else ()
            found = proposals(self.mine, merged, self.theirs, self.weaver.conflicts, known, claims.owned)
            left = [one for one in found if one.path not in accept]
            merged, last = accepted(
                self.mine, merged, self.theirs, last, [one for one in found if one.path in accept]
            )
            open_ = list(self.record.conflicts)
        else:
            last = written(claims, last, merged)
        lost = self._lost(merged)
        gone = {conflict.path for conflict in lost}
        merged["conflicts"] = (*(one for one in open_ if one.kind != "lost" and one.path not in gone), *lost)
        merged["approvals"], merged["former_slugs"] = self.record.approvals, self.record.former_slugs
        merged["struck"] = tuple(sorted(claims.struck, key=lambda stone: (stone.section, stone.id)))
        return merged, last, left

    def _issued(self, theirs: Fields, kept: set[str]) -> tuple[Fields, Mapping[str, str]]:
        """Return a draft under the ids once issued, without what people struck; `kept` are actors' ids.

        The second value tells which actors go by another id now.
        """
        followed: Mapping[str, str] = {}
        for section in SECTION:
            rows = theirs[section]
            graves = self._graves(section)
            proposed = self.ledger.offered.get(section, ()) if self.ledger else rows
            outlive = kept if section == "actors" else None
            issued = issue(section, rows, self.mine[section], graves, proposed, kept=outlive)
            theirs = Fields(theirs, **{section: issued.rows})
            if section == "actors":
                theirs, followed = renamed(theirs, issued.names), issued.followed
        return theirs, followed

    def _graves(self, section: str) -> list[MatchEvidence]:
        """Return what people struck from a list, with the places that the text still has of it."""
        parts = split(section)
        held = self.mine["actors"].get(parts[1], {}) if parts[0] == "actors" and len(parts) > 1 else {}
        near = held.get("mentions") or None
        return [grave(stone, self.finder, near) for stone in self.claims.struck if stone.section == section]

    def _buried(self, section: str) -> list[Spans]:
        return [grave.at for grave in self._graves(section)]

    def _lost(self, merged: Fields) -> list[Conflict]:
        """Return a conflict for each quote of the record that the seed does not hold any more."""
        known = {conflict.path for conflict in self.record.conflicts if conflict.kind == "lost"}
        lost = []
        for path, words in _without_place(merged):
            if self.moved or path in known:
                near = nearest(words, self.article) if path.rpartition("/")[2] != "name" else None
                lost.append(Conflict(path=path, kind="lost", machine=near or "", held=words))
        return lost


def _without_place(merged: Fields) -> Iterable[tuple[str, str]]:
    """Yield (path, words) of the quotes and the actors that are nowhere in the text."""
    for path, value in leaves(merged):
        if isinstance(value, QuotedWords) and value.text and not value.at:
            parts = split(path)
            actor = at(merged, "/".join(parts[:2])) if parts[0] == "actors" else {}
            if len(parts) < 3 or parts[2] not in actor.get("inferred", ()):
                yield path, value.text
    for key, actor in merged["actors"].items():
        if not actor["mentions"] and actor["kind"] != "state" and "name" not in actor["inferred"]:
            yield join(join("actors", key), "name"), actor["name"]
