"""A brief as a list of things to read one by one, in the order of the page."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from briefing.model import Actor, Brief, Event, Quote, Record, Spans, Statement, When
from briefing.model.grounding import CUT
from briefing.model.sections import READ, SECTION, evidence, shape_of, words_of


class Item(NamedTuple):
    """One thing to read; the title is the item of no section."""

    section: str
    id: str

    @property
    def path(self) -> str:
        return f"{self.section}/{self.id}" if self.section else self.id


TITLE = Item("", "title")


def items(brief: Brief) -> list[Item]:
    """Return what there is to read, the title first."""
    return [
        TITLE,
        *(Item(section.name, value.id) for section in READ for value in getattr(brief, section.name)),
    ]


def value(brief: Brief, item: Item) -> Record:
    """Return the item itself; raises KeyError where it is not there, and for the title."""
    for found in getattr(brief, item.section, ()):
        if found.id == item.id:
            result: Record = found
            return result
    raise KeyError(item.path)


def fingerprint(brief: Brief, item: Item) -> str:
    """Return a short hash of an item, by which what was read is known to have changed since."""
    content = brief.title if item == TITLE else value(brief, item)
    return sha256(msgspec.json.encode(content)).hexdigest()[:12]


def place(brief: Brief, item: Item) -> Spans:
    """Return where the words of an item stand; empty for the title and for what has no place."""
    if item == TITLE:
        return Spans()
    found = value(brief, item)
    spans = {span for at in evidence(found) for span in at}
    return Spans(sorted(spans) or getattr(found, "mentions", ())[:1])


def described(brief: Brief, item: Item) -> list[str]:
    """Say what an item claims, in a few lines; its words too where the source does not show them alike."""
    if item == TITLE:
        return [f"Title: {brief.title}"]
    found, names = value(brief, item), {actor.id: actor.name for actor in brief.actors}
    lines = [f"{SECTION[item.section].label} {item.id}"]
    if isinstance(found, Statement):
        who = names.get(found.speaker or "", found.speaker) or found.speaker_text or "nobody named"
        cue = " ".join(filter(None, (found.hedge, found.verb)))
        lines.append(f"  {found.kind}, {found.mode}: {who}" + (f" ({cue})" if cue else ""))
        lines += _named(found, names, "on_behalf_of", "told_by", "addressee", "occasion")
    elif isinstance(found, Actor):
        roles = "; ".join(f"{role.title} ({role.era})" for role in found.roles)
        lines.append(f"  {found.name}: {found.kind}" + (f", {roles}" if roles else ""))
        lines += _named(found, names, "country", "known_as", "era")
        lines += [f"  also: {', '.join(found.aliases)}"] if found.aliases else []
        lines += (
            [f"  from the reference, not the text: {', '.join(found.inferred)}"] if found.inferred else []
        )
    elif isinstance(found, Event):
        when = f"{found.when.earliest} to {found.when.latest}" if found.when.earliest else "no day known"
        lines.append(f"  {found.when.text}: {when}" + (", still to come" if found.when.scheduled else ""))
        lines += [f"  with: {', '.join(names.get(a, a) for a in found.actors)}"] if found.actors else []
        lines += _named(found, names, "place")
    else:
        lines += _named(found, names, *shape_of(found).plain)
    text = getattr(found, "text", "")
    return lines + ([f"  “{text}”"] if "[" in text or not place(brief, item) else [])


def words(brief: Brief, item: Item) -> str:
    """Return the words by which a person knows an item."""
    if item == TITLE:
        return brief.title
    return CUT.join(words_of(value(brief, item)))


def _named(found: Record, names: dict[str, str], *fields: str) -> list[str]:
    quote = shape_of(found).quote
    told = ((field, getattr(found, field)) for field in fields if field != quote)
    return [f"  {field.replace('_', ' ')}: {_said(said, names)}" for field, said in told if said]


def _said(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, Quote | When):
        return value.text
    if isinstance(value, tuple):
        return ", ".join(_said(each, names) for each in value)
    return names.get(value, str(value)) if isinstance(value, str) else str(value)
