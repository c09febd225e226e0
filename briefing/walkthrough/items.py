"""A brief as a list of things to read one by one, in the order of the page."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

import msgspec

from briefing.grounding import CUT
from briefing.model import Actor, Brief, Comparison, Event, Quote, Record, Spans, Statement

SECTIONS = ("summary", "statements", "events", "background", "comparison", "actors")
LABELS = {
    "summary": "Key point",
    "statements": "Statement",
    "events": "Event",
    "background": "Background",
    "comparison": "Then and now",
    "actors": "Actor",
}


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
    return [TITLE, *(Item(name, value.id) for name in SECTIONS for value in getattr(brief, name))]


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
    if isinstance(found, Comparison):
        sides = (found.then, found.now, found.answer)
        return Spans(sorted({span for side in sides if side is not None for span in side.at}))
    if isinstance(found, Actor):
        return Spans([*(span for role in found.roles for span in role.at)] or found.mentions[:1])
    at: Spans = getattr(found, "at", Spans())
    return at


def described(brief: Brief, item: Item) -> list[str]:
    """Say what an item claims, in a few lines; its words too where the source does not show them alike."""
    if item == TITLE:
        return [f"Title: {brief.title}"]
    found, names = value(brief, item), {actor.id: actor.name for actor in brief.actors}
    lines = [f"{LABELS[item.section]} {item.id}"]
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
    elif isinstance(found, Comparison):
        lines += _named(found, names, "theme", "relation", "answer_by")
        lines += [
            f"  {name}: {side.text}" for name in ("then", "now", "answer") if (side := _side(found, name))
        ]
    else:
        lines += _named(found, names, "kind")
    text = getattr(found, "text", "")
    return lines + ([f"  “{text}”"] if "[" in text or not place(brief, item) else [])


def words(brief: Brief, item: Item) -> str:
    """Return the words by which a person knows an item."""
    if item == TITLE:
        return brief.title
    found = value(brief, item)
    if isinstance(found, Comparison):
        return CUT.join(side.text for side in (found.then, found.now) if side is not None)
    return str(getattr(found, "text", None) or getattr(found, "name", item.id))


def _side(pair: Comparison, name: str) -> Quote | None:
    side: Quote | None = getattr(pair, name)
    return side


def _named(found: Record, names: dict[str, str], *fields: str) -> list[str]:
    told = ((field, getattr(found, field, None)) for field in fields)
    return [f"  {field.replace('_', ' ')}: {names.get(said, said)}" for field, said in told if said]
