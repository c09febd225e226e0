"""Two states of a brief -> what came, went or changed, item by item, with the sentence behind each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, structs

from briefing.model import Actor, Brief, Span, Spans
from briefing.model.sections import SECTION, evidence, key_of
from briefing.review.diff.fields import Detail, FieldNames, differences, facts, label, roles
from briefing.review.diff.pairing import paired, words_of
from briefing.review.diff.rewording import reworded
from briefing.storage.desk import Entry

Pairs = Mapping[str, Sequence[tuple[Any, Any]]]
"""By section: each item as it was and as it is, None where it was not or is not there."""
APPROVED = ("reviewed", "published")
MOST_PLACES = 5
"""Places of a changed text that are shown."""
WHOLE = 0.85
"""The share of a sentence from which on a quote of it needs no sentence next to it."""


class Change(Struct, frozen=True, kw_only=True):
    """What became of an item."""

    section: str
    what: Literal["new", "gone", "changed"]
    label: str
    """Who or what it is about."""
    quote: str = ""
    details: tuple[Detail, ...] = ()
    sentence: str = ""
    """The sentence behind it, where the quote is not all of it."""
    whole: bool = False
    """Whether the sentence is shown whole, however long: who speaks is judged by all of it."""
    path: str = ""
    """In the record of the later side; empty for what is gone."""
    line: int = 0
    """Of the path in the record's file, from 1; 0 where nobody asked for it."""
    remark: str = ""


class BriefChange(Struct, frozen=True, kw_only=True):
    """What became of a brief."""

    slug: str
    what: Literal["added", "changed", "removed", "broken"]
    title: str
    remark: str = ""
    facts: tuple[Detail, ...] = ()
    """Title, status and what else is said of the brief as a whole."""
    changes: tuple[Change, ...] = ()
    brief: Brief | None = None
    """The brief that was added or removed."""
    approved: str = ""
    """Who reviewed it, and when, where it changed since and nobody reviewed it again."""


def compare(before: Entry | None, after: Entry | None) -> BriefChange | None:
    """Return what changed from one state to the other; None where nothing did that a reader would see."""
    if before is None or after is None:
        side = before or after
        if side is None:
            return None
        what: Literal["added", "removed"] = "removed" if after is None else "added"
        items = tuple(_whole(side)) if after is not None else ()
        brief = side.brief
        return BriefChange(slug=brief.slug, what=what, title=brief.title, changes=items, brief=brief)
    brief = after.brief
    pairs = _pairs(before, after)
    changes = tuple(_changes(before, after, pairs))
    told = (*facts(before.brief, brief), *_texts(before, after), *_orders(before.brief, pairs))
    if not changes and not told:
        return None
    return BriefChange(
        slug=brief.slug,
        what="changed",
        title=brief.title,
        facts=told,
        changes=changes,
        approved=_approved(before.brief, brief),
    )


def _approved(old: Brief, new: Brief) -> str:
    """Return who reviewed a brief, and when, where the same review stands over what changed."""
    if old.status not in APPROVED or new.status not in APPROVED or not new.reviewer:
        return ""
    if (old.reviewer, old.reviewed) != (new.reviewer, new.reviewed):
        return ""
    return f"{new.reviewer} on {new.reviewed}" if new.reviewed else new.reviewer


def _texts(before: Entry, after: Entry) -> Iterator[Detail]:
    """Yield how the words of the source changed, each place with some words around it."""
    if before.brief.source.sha256 == after.brief.source.sha256:
        return
    was, now = (side.article.body.of(side.article.text) for side in (before, after))
    found = reworded(was, now)
    if not found:
        yield Detail(field="source text", was="as it was", now="changed, and says the same")
    for gone, come in found[:MOST_PLACES]:
        yield Detail(field="source text", was=gone, now=come)
    if len(found) > MOST_PLACES:
        yield Detail(field="source text", now=f"changed in {len(found) - MOST_PLACES} places more")


def _orders(old: Brief, pairs: Pairs) -> Iterator[Detail]:
    """Yield the lists whose items stand in another order; what came and went is told elsewhere."""
    moved = []
    for section, rows in pairs.items():
        was = {key_of(item): place for place, item in enumerate(getattr(old, section))}
        places = [was[key_of(one)] for one, other in rows if one is not None and other is not None]
        if places != sorted(places):
            moved.append(SECTION[section].nouns[2])
    if moved:
        yield Detail(field="order", now=", ".join(moved))


def _whole(side: Entry) -> Iterator[Change]:
    """Yield every item of a brief that was added."""
    names = FieldNames(side.brief, {})
    for section in SECTION:
        for item in getattr(side.brief, section):
            yield _one(side, section, item, "new", names)


def _pairs(before: Entry, after: Entry) -> Pairs:
    same = before.brief.source.sha256 == after.brief.source.sha256
    return {
        section: paired(getattr(before.brief, section), getattr(after.brief, section), places=same)
        for section in SECTION
    }


def _changes(before: Entry, after: Entry, pairs: Pairs) -> Iterator[Change]:
    followed = {old.id: new.id for old, new in pairs["actors"] if old and new}
    was, now = FieldNames(before.brief, followed), FieldNames(after.brief, {})
    stands = functools.cache(after.article.text.__contains__)
    for section in SECTION:
        for old, new in pairs[section]:
            if old is None:
                yield _one(after, section, new, "new", now)
            elif new is None:
                change = _one(before, section, old, "gone", was)
                sentence = _sentence(before, _at(old))
                left = sentence and after.article.text and not stands(sentence)
                remark = "its sentence is no longer in the text" if left else ""
                yield _with(change, remark)
            else:
                details = tuple(differences(old, new, was, now))
                details += tuple(roles(old, new, was, now)) if isinstance(new, Actor) else ()
                if details:
                    change = _one(after, section, new, "changed", now, details)
                    told = _of_actor(before, after, old, new) if isinstance(new, Actor) else ""
                    yield structs.replace(change, sentence=told) if told else change
    yield from _bottom_line(before, after)


def _bottom_line(before: Entry, after: Entry) -> Iterator[Change]:
    """The first point is what a reader takes away: that another one stands first is a change of meaning."""
    old, new = before.brief.summary[:1], after.brief.summary[:1]
    if not (old and new):
        return
    known = {point.id for point in before.brief.summary} & {point.id for point in after.brief.summary}
    if old[0].id in known and new[0].id in known and old[0].id != new[0].id:
        detail = Detail(field="bottom line", was=old[0].text, now=new[0].text)
        yield Change(section="summary", what="changed", label="bottom line", details=(detail,))


def _one(
    side: Entry,
    section: str,
    item: Any,
    what: Literal["new", "gone", "changed"],
    names: FieldNames,
    details: tuple[Detail, ...] = (),
) -> Change:
    quote = words_of(item) if SECTION[section].quotes else ""
    speaker = any(detail.field == "speaker" for detail in details)
    sentence = _sentence(side, _at(item))
    quoted = bool(quote) and len(quote) >= WHOLE * len(sentence)
    told = _sentence(side, _at(item), before=1) if speaker and quoted else "" if quoted else sentence
    dated = any(detail.field == "date" for detail in details)
    return Change(
        section=section,
        what=what,
        label=item.when.text if dated and item.when else label(section, item, names),
        quote=quote,
        details=details,
        sentence=told,
        whole=speaker,
        path="" if what == "gone" else f"{section}/{key_of(item)}",
    )


def _with(change: Change, remark: str) -> Change:
    return structs.replace(change, remark=remark)


def _at(item: Any) -> Spans:
    """Return where an item's words stand: an actor's first mention, a pair's side of today."""
    if isinstance(item, Actor):
        first = next((role.at for role in item.roles if role.at), item.mentions)
        return Spans(first[:1])
    today = getattr(item, "now", None)
    return today.at if today else next(filter(None, evidence(item)), Spans())


def _of_actor(before: Entry, after: Entry, old: Actor, new: Actor) -> str:
    """Return the sentence that says a role or a name which an actor got or lost; "" where none did."""
    for side, here, other in ((after, new, old), (before, old, new)):
        titles, names = {role.title for role in other.roles}, {other.name, *other.aliases}
        text = side.article.text
        places = [role.at for role in here.roles if role.title not in titles and role.at]
        places += [
            Spans((span,))
            for name in here.aliases
            if name not in names
            for span in here.mentions
            if span.of(text) == name
        ]
        if places:
            return _sentence(side, places[0])
    return ""


def _sentence(side: Entry, at: Spans, before: int = 0) -> str:
    """Return the sentence in which a place begins, and so many before it."""
    found = side.sentences_of(Span(at.start, at.start + 1)) if at else []
    if not found:
        return ""
    first = side.sentences[max(0, found[0].index - before)]
    return Span(first.span.start, found[0].span.end).of(side.article.text)
