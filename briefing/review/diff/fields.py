"""The fields of a brief and of an item before and after, in words that a colleague would use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from briefing.model import Actor, Brief, Quote, Role, Source, When
from briefing.model.sections import NAMING, SECTION, shape_of, shape_of_type, words_of

_WORDS = {
    "text": "words",
    "speaker_text": "speaker",
    "on_behalf_of": "on behalf of",
    "told_by": "told by",
    "answer_by": "answered by",
    "known_as": "known as",
    "publish_after": "held back until",
    "former_slugs": "former names",
    "when": "date",
}
_OWN = (
    "schema_version", "slug", "drafted", "status", "approvals", "source", "corrections", "conflicts",
    "struck",
)  # fmt: skip
"""The fields of a brief that are told in a way of their own."""
_WHOLE = tuple(name for name in Brief.__struct_fields__ if name not in _OWN and name not in SECTION)


class Detail(Struct, frozen=True, kw_only=True):
    """A field before and after; empty where it had or has no value."""

    field: str
    was: str = ""
    now: str = ""


class FieldNames:
    """Names of actors by their ids; `followed` leads from ids that an engine gave up to those of today."""

    def __init__(self, brief: Brief, followed: Mapping[str, str]) -> None:
        self._names = {actor.id: actor.name for actor in brief.actors}
        self._followed = followed

    def of(self, key: str | None) -> str:
        return self._names.get(key, key) if key else ""

    def today(self, key: str | None) -> str:
        """Return the id under which to compare."""
        return self._followed.get(key, key) if key else ""


def facts(old: Brief, new: Brief) -> Iterator[Detail]:
    """Yield what changed of the brief as a whole."""
    if old.slug != new.slug:
        yield Detail(field="name of the file", was=old.slug, now=new.slug)
    if (before := _status(old)) != (after := _status(new)):
        yield Detail(field="status", was=before, now=after)
    for name in _WHOLE:
        was, now = _said(getattr(old, name)), _said(getattr(new, name))
        if was != now:
            yield Detail(field=_WORDS.get(name, name), was=was, now=now)
    gone, come = Counter(old.corrections), Counter(new.corrections)
    for correction in come - gone:
        yield Detail(field=correction.kind, now=f"{correction.date}: {correction.note}")
    for correction in gone - come:
        yield Detail(field=correction.kind, was=f"{correction.date}: {correction.note}")
    for name in shape_of_type(Source).plain:
        was, now = _said(getattr(old.source, name)), _said(getattr(new.source, name))
        if was != now and not name.endswith("sha256"):
            yield Detail(field=f"source {name}", was=was, now=now)
    if len(old.conflicts) != len(new.conflicts):
        yield Detail(field="open conflicts", was=str(len(old.conflicts)), now=str(len(new.conflicts)))


def _status(brief: Brief) -> str:
    """Return a brief's status with who gave it, and when."""
    by = f"by {brief.reviewer}" if brief.reviewer else ""
    return ", ".join(filter(None, (brief.status, by, _said(brief.reviewed))))


def differences(old: Any, new: Any, was: FieldNames, now: FieldNames) -> Iterator[Detail]:
    """Yield the fields of an item that differ in meaning."""
    for name in shape_of(new).plain:
        if name == "roles":
            continue  # they have a function of their own
        before, after = getattr(old, name), getattr(new, name)
        if isinstance(after, tuple) and name not in NAMING:
            gone, come = (
                sorted({*map(_said, one)} - {*map(_said, other)})
                for one, other in ((before, after), (after, before))
            )
            if gone or come:
                yield Detail(field=name, was=", ".join(gone), now=", ".join(come))
            continue
        if name in NAMING:
            one, other = _keys(before), _keys(after)
            if sorted(map(was.today, one)) == sorted(map(now.today, other)):
                continue
            if name == "actors":
                kept = {*map(was.today, one)} & {*map(now.today, other)}
                one = tuple(key for key in one if was.today(key) not in kept)
                other = tuple(key for key in other if now.today(key) not in kept)
            before, after = ", ".join(map(was.of, one)), ", ".join(map(now.of, other))
        same = isinstance(before, When) and isinstance(after, When) and before.text == after.text
        said = _days if same else _said
        if said(before) != said(after):
            yield Detail(field=_WORDS.get(name, name), was=said(before), now=said(after))


def roles(old: Actor, new: Actor, was: FieldNames, now: FieldNames) -> Iterator[Detail]:
    """Yield the roles that an actor gained, lost or holds otherwise; one for one is a role worded again."""
    found = list(_roles(old, new, was, now))
    gone, come = [role for role in found if not role.now], [role for role in found if not role.was]
    if len(gone) == len(come) == 1:
        found = [role for role in found if role.was and role.now]
        found.append(Detail(field="role", was=gone[0].was, now=come[0].now))
    yield from found


def _roles(old: Actor, new: Actor, was: FieldNames, now: FieldNames) -> Iterator[Detail]:
    before = {role.title: _role(role, was) for role in old.roles}
    after = {role.title: _role(role, now) for role in new.roles}
    for title in dict.fromkeys((*before, *after)):
        one, other = before.get(title, ""), after.get(title, "")
        moved = [r.of for r in old.roles if r.title == title], [r.of for r in new.roles if r.title == title]
        same = list(map(was.today, moved[0])) == list(map(now.today, moved[1]))
        if one != other and not (one and other and same and _era(old, title) == _era(new, title)):
            yield Detail(field="role", was=one, now=other)


def _era(actor: Actor, title: str) -> str:
    return next((role.era for role in actor.roles if role.title == title), "")


def _role(role: Role, names: FieldNames) -> str:
    told = role.era == "current" or role.era in role.title.lower()
    words = role.title if told else f"{role.title} ({role.era})"
    of = names.of(role.of)
    return words if not of or of in role.title else f"{words}, of {of}"


def label(section: str, item: Any, names: FieldNames) -> str:
    """Return who or what an item is about."""
    if section == "actors":
        held = "; ".join(role.title for role in item.roles)
        return f"{item.name} ({held})" if held else f"{item.name} ({item.kind})"
    if section == "statements":
        who = names.of(item.speaker) or item.speaker_text or "unnamed"
        return f"{who} ({item.verb})" if item.verb else who
    for name in shape_of(item).dates:
        return _said(getattr(item, name))
    if not SECTION[section].quotes:
        return " ".join(words_of(item))
    return str(getattr(item, "kind", getattr(item, "theme", "point"))).replace("-", " ")


def _keys(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


def _said(value: Any) -> str:
    """Return a value in words; a date expression with the days that it stands for."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return ", ".join(map(_said, value))
    if isinstance(value, Quote):
        return value.text
    if isinstance(value, When):
        days = _days(value)
        told = days in ("", value.text) or days.replace("-", " ") in value.text.lower()
        return value.text if told else f"{value.text} = {days}"
    return str(value)


def _days(when: When) -> str:
    """Return the days that a date expression stands for, or its era."""
    days = [str(day) for day in (when.earliest, when.latest) if day]
    known = " to ".join(dict.fromkeys(days)) or (f"{when.offset:+} days" if when.offset else "")
    return ", ".join(filter(None, (known, when.era, "scheduled" if when.scheduled else "")))
