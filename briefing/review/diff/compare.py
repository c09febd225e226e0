"""Two states of a brief -> what came, went or changed, item by item, with the sentence behind each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from briefing.model import Actor, Brief, Span, Spans
from briefing.model.sections import SECTION, evidence
from briefing.review.diff.fields import Detail, FieldNames, differences, facts, label, roles
from briefing.review.diff.pairing import paired, words_of
from briefing.storage.desk import Entry

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
    changes = tuple(_changes(before, after))
    told = tuple(facts(before.brief, brief))
    if not changes and not told:
        return None
    return BriefChange(slug=brief.slug, what="changed", title=brief.title, facts=told, changes=changes)


def _whole(side: Entry) -> Iterator[Change]:
    """Yield every item of a brief that was added."""
    names = FieldNames(side.brief, {})
    for section in SECTION:
        for item in getattr(side.brief, section):
            yield _one(side, section, item, "new", names)


def _changes(before: Entry, after: Entry) -> Iterator[Change]:
    same = before.brief.source.sha256 == after.brief.source.sha256
    pairs: dict[str, Sequence[tuple[Any, Any]]] = {
        section: paired(getattr(before.brief, section), getattr(after.brief, section), places=same)
        for section in SECTION
    }
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
                    yield _one(after, section, new, "changed", now, details)
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
    sentence = _sentence(side, _at(item))
    told = "" if quote and len(quote) >= WHOLE * len(sentence) else sentence
    dated = any(detail.field == "date" for detail in details)
    return Change(
        section=section,
        what=what,
        label=item.when.text if dated else label(section, item, names),
        quote=quote,
        details=details,
        sentence=told,
    )


def _with(change: Change, remark: str) -> Change:
    return Change(
        section=change.section,
        what=change.what,
        label=change.label,
        quote=change.quote,
        details=change.details,
        sentence=change.sentence,
        remark=remark,
    )


def _at(item: Any) -> Spans:
    """Return where an item's words stand: an actor's first mention, a pair's side of today."""
    if isinstance(item, Actor):
        first = next((role.at for role in item.roles if role.at), item.mentions)
        return Spans(first[:1])
    today = getattr(item, "now", None)
    return today.at if today else next(filter(None, evidence(item)), Spans())


def _sentence(side: Entry, at: Spans) -> str:
    """Return the sentence in which a place begins."""
    if not at:
        return ""
    found = side.sentences_of(Span(at.start, at.start + 1))
    return found[0].span.of(side.article.text) if found else ""
