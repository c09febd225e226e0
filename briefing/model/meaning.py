"""What a person approves: the meaning of a brief and its text, as a hash.

Places, ids of items, who approved and what is open are no part of it; nor is a default, so that a field that
is added tomorrow changes no hash of today.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec

from briefing.model import Approval, Brief, PartialDate, Spans

_ASIDE = (
    "schema_version", "slug", "former_slugs", "drafted", "status", "approvals", "publish_after",
    "conflicts", "struck",
)  # fmt: skip
"""What is said about a brief, and is not its meaning."""


def meaning_hash(brief: Brief) -> str:
    """Return a hash of a brief's meaning and of its seed: 12 hexadecimal digits."""
    plain = {name: _plain(getattr(brief, name)) for name in brief.__struct_fields__ if name not in _ASIDE}
    return blake2b(msgspec.json.encode(plain, order="sorted"), digest_size=6).hexdigest()


def bound(brief: Brief) -> Brief:
    """Return a brief in which every approval that names who and when says of what."""
    made = meaning_hash(brief) if any(_open(each) for each in brief.approvals) else ""
    approvals = tuple(msgspec.structs.replace(a, of=made) if _open(a) else a for a in brief.approvals)
    return msgspec.structs.replace(brief, approvals=approvals)


def _open(approval: Approval) -> bool:
    return bool(approval.by and approval.on and approval.of is None)


def valid_approvals(brief: Brief) -> list[Approval]:
    """Return the approvals of the brief and the text as they are; one that nothing is bound to yet counts."""
    made = meaning_hash(brief) if brief.approvals else ""
    return [approval for approval in brief.approvals if approval.of in (None, made)]


def changed_since(brief: Brief) -> Approval | None:
    """Return the last approval, where the brief or its text changed after it."""
    if brief.status not in ("reviewed", "published") or not brief.approvals:
        return None
    last = brief.approvals[-1]
    return None if last in valid_approvals(brief) else last


def _plain(value: Any) -> Any:
    if isinstance(value, Spans):
        return None
    if isinstance(value, msgspec.Struct):
        defaults = {f.name: f.default for f in msgspec.structs.fields(type(value))}
        found = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        return {
            name: here
            for name, here in found.items()
            if name != "id" and here not in (None, [], "", False) and getattr(value, name) != defaults[name]
        }
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, PartialDate) else value
