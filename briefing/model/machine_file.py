"""The machine's file next to a record (`content/.generated/<slug>.json`): what it last offered."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import field

from briefing.model.record import SCHEMA_VERSION
from briefing.model.source import Record, Spans


class Proposal(Record, frozen=True, kw_only=True):
    """What the machine would change in a brief that somebody has approved."""

    path: str
    kind: Literal["changed", "new", "gone"] = "changed"
    machine: str = ""
    """What it proposes, JSON where it is no plain text; of an item its words."""
    held: str = ""
    """What the record says."""


class Ledger(Record, frozen=True, kw_only=True):
    """What the machine last offered (`content/.generated/<slug>.json`); only a new draft changes it.

    `written` and `proposed` hold for each field a short hash, under the names of fields and the ids of
    items (`briefing.review.merge.offers`).  What people did is what differs between `written` and the record.
    """

    schema_version: int = SCHEMA_VERSION
    slug: str
    seed: str
    """SHA-256 of the seed that the draft is of."""
    draft: str
    """Hash of the draft as it came."""
    mentions: dict[str, Spans] = field(default_factory=dict)
    """Id of an actor -> where the draft has it named."""
    written: dict[str, Any] = field(default_factory=dict)
    """What the machine last wrote into the record."""
    proposed: dict[str, Any] | None = None
    """What it last proposed, where that is something else."""
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Path of a list whose order a person set -> all ids in that order, what the machine lost among them."""
    proposals: tuple[Proposal, ...] = ()
    """What it would change in an approved brief."""

    @property
    def offered(self) -> dict[str, Any]:
        """What the machine last proposed."""
        return self.written if self.proposed is None else self.proposed
