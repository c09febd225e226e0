"""Record x ledger x new draft -> record, ledger, conflicts: a person's edit is never lost.

The precedent is Kubernetes' server-side apply.  A field that a person changed is owned by the
person from then on; an item that a person removed leaves a tombstone; everything else follows
the machine.  Items are matched by id, else by what they quote, never by position.

The ledger says what the machine last proposed (`drafted`), what the last merge wrote (`written`),
who owns what, and what was struck.  Without a ledger every difference counts as a person's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from briefing.model import Brief, Conflict, Ledger, Tombstone

PERSONS = ("status", "reviewer", "reviewed", "publish_after", "corrections", "notes")
"""Fields that the machine never writes."""
FIELDS = ("title", "place")
SECTIONS = ("summary", "actors", "statements", "events", "background", "comparison", "parallels")
ORDER = "*order"
_NOISE = frozenset(("at", "mentions", "salience"))
"""Fields whose change alone is no conflict: they follow the text."""
_REFERENCES = ("speaker", "on_behalf_of", "addressee", "answer_by", "of")


def merge(record: Brief | None, ledger: Ledger | None, draft: Brief) -> tuple[Brief, Ledger]:
    """Return the new record, with its conflicts, and the new ledger.

    No edits means that the record equals the draft; merging twice changes nothing.
    """
    if record is None:
        return draft, Ledger(slug=draft.slug, drafted=draft, written=draft)
    if ledger is None:
        aligned = _align(draft, record)
        ledger = Ledger(slug=draft.slug, drafted=aligned, written=aligned)
    state = _Merge(record, ledger, _align(draft, ledger.written, ledger.drafted))
    return state.result()


class _Merge:
    """One merge: collects who owns what, what was struck and what conflicts."""

    def __init__(self, record: Brief, ledger: Ledger, draft: Brief) -> None:
        self.record, self.ledger, self.draft = record, ledger, draft
        self.owned = set(ledger.owned)
        self.struck = list(ledger.struck)
        self.conflicts: dict[str, Conflict] = {}

    def result(self) -> tuple[Brief, Ledger]:
        changed: dict[str, Any] = {
            name: self.field(name, self.record, self.ledger.written, self.draft, self.ledger.drafted)
            for name in FIELDS
        }
        for section in SECTIONS:
            changed[section] = self.section(section)
        changed |= {name: getattr(self.record, name) for name in PERSONS}
        merged = msgspec.structs.replace(
            self.draft, **changed, conflicts=(), schema_version=self.draft.schema_version
        )
        conflicts = self.still_open(merged)
        merged = msgspec.structs.replace(merged, conflicts=conflicts)
        ledger = Ledger(
            slug=self.draft.slug,
            drafted=self.draft,
            written=merged,
            owned=tuple(sorted(self.owned)),
            struck=tuple(self.struck),
        )
        return merged, ledger

    def still_open(self, merged: Brief) -> tuple[Conflict, ...]:
        """Keep conflicts of earlier merges that nobody has settled, and add the new ones."""
        written = {conflict.path for conflict in self.ledger.written.conflicts}
        for conflict in self.record.conflicts:
            same = value_at(self.record, conflict.path) == value_at(self.ledger.written, conflict.path)
            if conflict.path in written and same and value_at(merged, conflict.path) is not None:
                self.conflicts.setdefault(conflict.path, conflict)
        return tuple(self.conflicts[path] for path in sorted(self.conflicts))

    def field(self, path: str, mine: Any, base: Any, theirs: Any, old: Any) -> Any:
        """Merge one field of four versions of the same struct; `path` ends in its name."""
        name = path.rpartition("/")[2]
        ours, was = getattr(mine, name), getattr(base, name)
        proposed, before = getattr(theirs, name), getattr(old, name)
        if ours != was:
            self.owned.add(path)
        if path not in self.owned:
            return proposed
        if name not in _NOISE and proposed not in (before, ours):
            self.conflicts[path] = Conflict(path=path, machine=_plain(proposed), was=_plain(before))
        return ours

    def section(self, section: str) -> tuple[Any, ...]:
        mine, base = _by_key(self.record, section), _by_key(self.ledger.written, section)
        theirs, old = _by_key(self.draft, section), _by_key(self.ledger.drafted, section)
        for key, item in base.items():
            if key not in mine:
                self.struck.append(Tombstone(section=section, id=key, quote=quote_of(item)))
        graves = [grave for grave in self.struck if grave.section == section]
        theirs = {key: item for key, item in theirs.items() if not any(_buried(key, item, g) for g in graves)}
        merged: dict[str, Any] = {}
        for key, item in mine.items():
            if key not in base:
                self.owned.add(f"{section}/{key}")
            if f"{section}/{key}" in self.owned:
                merged[key] = item
            elif key in theirs:
                merged[key] = self.item(section, key, item, base[key], theirs[key], old.get(key, base[key]))
            elif self.touched(section, key, item, base[key]):
                merged[key] = item
        merged |= {key: item for key, item in theirs.items() if key not in mine and key not in base}
        return tuple(merged[key] for key in self.order(section, merged, list(mine), list(base), list(theirs)))

    def item(self, section: str, key: str, mine: Any, base: Any, theirs: Any, old: Any) -> Any:
        """Merge an item that record and draft both hold; words and their place go together."""
        names = [name for name in mine.__struct_fields__ if name not in ("id", "episode")]
        path = f"{section}/{key}"
        values = {name: self.field(f"{path}/{name}", mine, base, theirs, old) for name in names}
        if f"{path}/text" in self.owned and "at" in values:
            values["at"] = mine.at
        return msgspec.structs.replace(mine, **values)

    def touched(self, section: str, key: str, mine: Any, base: Any) -> bool:
        """Tell whether a person ever changed an item that the machine no longer finds."""
        prefix = f"{section}/{key}/"
        changed = [n for n in mine.__struct_fields__ if getattr(mine, n) != getattr(base, n)]
        self.owned.update(prefix + name for name in changed)
        return any(path.startswith(prefix) for path in self.owned)

    def order(
        self, section: str, merged: Mapping[str, Any], mine: list[str], base: list[str], theirs: list[str]
    ) -> list[str]:
        """Return the keys in the machine's order, or in the person's where a person set one."""
        common = [key for key in base if key in set(mine)]
        if common != [key for key in mine if key in set(base)]:
            self.owned.add(f"{section}/{ORDER}")
        leading, other = (mine, theirs) if f"{section}/{ORDER}" in self.owned else (theirs, mine)
        keys = [key for key in leading if key in merged]
        for source in (other, mine, theirs):
            _weave(keys, [key for key in source if key in merged])
        return keys


def value_at(brief: Brief, path: str) -> Any:
    """Return what stands at a path such as "title" or "statements/said-4f1c/speaker", or None."""
    section, _, rest = path.partition("/")
    if not rest:
        return getattr(brief, section, None)
    key, _, name = rest.partition("/")
    item = _by_key(brief, section).get(key)
    return getattr(item, name, None) if name and item is not None else item


def quote_of(item: Any) -> str:
    """Return the words that an item stands for: its quote, its name, or its sides."""
    for name in ("text", "name", "episode"):
        if hasattr(item, name):
            return str(getattr(item, name))
    sides = (item.then, item.now)
    return " / ".join(side.text for side in sides if side is not None)


def _by_key(brief: Brief, section: str) -> dict[str, Any]:
    return {_key(item): item for item in getattr(brief, section)}


def _key(item: Any) -> str:
    return str(item.episode if hasattr(item, "episode") else item.id)


def _plain(value: Any) -> str:
    """Write a value for a person to read: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _buried(key: str, item: Any, grave: Tombstone) -> bool:
    return key == grave.id or _same_words(quote_of(item), grave.quote)


def _same_words(one: str, other: str) -> bool:
    """Tell whether two quotes are one, cut differently: equal, or one holds most of the other."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 20 and len(short) * 2 > len(long) and short in long


def _weave(keys: list[str], source: Sequence[str]) -> None:
    """Put the keys that are missing after the one that stands before them in `source`."""
    for index, key in enumerate(source):
        if key in keys:
            continue
        before = next((k for k in reversed(source[:index]) if k in keys), None)
        keys.insert(keys.index(before) + 1 if before is not None else 0, key)


# -- ids are issued once ------------------------------------------------------------------------


def _align(draft: Brief, *known: Brief) -> Brief:
    """Give the items of a draft the ids under which the record knows them."""
    renamed: dict[str, str] = {}
    sections: dict[str, list[Any]] = {}
    for section in SECTIONS:
        old = {key: item for brief in reversed(known) for key, item in _by_key(brief, section).items()}
        sections[section] = _matched(getattr(draft, section), old, renamed)
    actors = {before: after for before, after in renamed.items() if before.startswith("actors/")}
    mapping = {before[7:]: after for before, after in actors.items()}
    changed = {
        section: tuple(_repoint(item, mapping) if mapping else item for item in items)
        for section, items in sections.items()
    }
    return msgspec.structs.replace(draft, **changed)


def _matched(items: Iterable[Any], old: dict[str, Any], renamed: dict[str, str]) -> list[Any]:
    fresh = list(items)
    used = {_key(item) for item in fresh if _key(item) in old}
    result = []
    for item in fresh:
        key = _key(item)
        if key in old or hasattr(item, "episode"):
            result.append(item)
            continue
        match = next((k for k, o in old.items() if k not in used and _same(item, o)), None)
        if match is None:
            result.append(item)
            continue
        used.add(match)
        if hasattr(item, "aliases"):
            renamed[f"actors/{key}"] = match
        result.append(msgspec.structs.replace(item, id=match))
    return result


def _same(item: Any, old: Any) -> bool:
    if hasattr(item, "aliases"):
        return item.kind == old.kind and bool({item.name, *item.aliases} & {old.name, *old.aliases})
    kind = getattr(item, "kind", None) == getattr(old, "kind", None)
    return kind and _same_words(quote_of(item), quote_of(old))


def _repoint(item: Any, mapping: Mapping[str, str]) -> Any:
    """Let references follow actors whose id was kept."""
    changed: dict[str, Any] = {}
    for name in _REFERENCES:
        if mapping.get(getattr(item, name, None) or "", ""):
            changed[name] = mapping[getattr(item, name)]
    if hasattr(item, "when"):
        changed["actors"] = tuple(mapping.get(actor, actor) for actor in item.actors)
    if hasattr(item, "roles"):
        changed["roles"] = tuple(_repoint(role, mapping) for role in item.roles)
    return msgspec.structs.replace(item, **changed) if changed else item
