"""A brief -> a brief with two actors merged, one split, or a role changed, as a person asked; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from briefing.model import Actor, Article, Brief, Role, Sentence, places
from briefing.model.sections import SECTIONS, shape_of
from briefing.review.session import edits
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import Item, place, value
from briefing.review.session.quote_search import quote

ROLE = ("title", "of", "era")
replace = msgspec.structs.replace


def merge_actors(brief: Brief, kept: Item, gone: Item) -> tuple[Brief, Item]:
    """Make one actor of two, under the name of `kept`; returns it too.

    Names and roles are joined, and what names either names the one.  It goes by the id of the one that the
    text names more often: by that the machine knows it again.
    """
    if kept == gone:
        raise ChangeError("Choose another actor to merge with.")
    one, other = _actor(brief, kept), _actor(brief, gone)
    names = (*one.aliases, *(() if "name" in other.inferred else (other.name,)), *other.aliases)
    titles = {role.title for role in one.roles}
    most, less = (other, one) if len(other.mentions) > len(one.mentions) else (one, other)
    merged = replace(
        one,
        id=most.id,
        aliases=tuple(dict.fromkeys(name for name in names if name != one.name)),
        roles=(*one.roles, *(role for role in other.roles if role.title not in titles)),
        country=one.country or other.country,
    )
    rows = tuple(merged if each.id == most.id else each for each in brief.actors if each.id != less.id)
    return _renamed(replace(brief, actors=rows), less.id, most.id), Item("actors", most.id)


def split_actor(
    brief: Brief, item: Item, forms: Collection[str], article: Article, split: Sequence[Sentence]
) -> tuple[Brief, Item]:
    """Make a new actor of some of an actor's other names; returns it too.

    What stands in a sentence that names the new one, and not the old one, follows.
    """
    old = _actor(brief, item)
    chosen = [name for name in old.aliases if name in forms]
    if not chosen or len(chosen) != len(set(forms)):
        raise ChangeError(
            f"Choose among the other names of {old.name}: {', '.join(old.aliases) or 'it has none'}."
        )
    name = max(chosen, key=len)
    rest = tuple(each for each in chosen if each != name)
    known = {actor.id for actor in brief.actors}
    new = Actor(name=name, kind=old.kind, aliases=rest)
    left = replace(old, aliases=tuple(each for each in old.aliases if each not in chosen))
    at = next(number for number, each in enumerate(brief.actors) if each.id == old.id)
    rows = (*brief.actors[:at], left, new, *brief.actors[at + 1 :])
    brief = places.with_ids(replace(brief, actors=rows))
    made = next(actor.id for actor in brief.actors if actor.id not in known)
    return _follow(brief, old.id, made, article, split), Item("actors", made)


def set_role(brief: Brief, item: Item, number: int, field: str, typed: str, article: Article) -> Brief:
    """Change a field of a role, or add one behind the last; without a title the role goes."""
    actor, typed = _actor(brief, item), " ".join(typed.split())
    if field not in ROLE or not 0 <= number <= len(actor.roles):
        raise ChangeError(f"Fields of a role: {', '.join(ROLE)}.")
    roles = list(actor.roles)
    if number == len(roles) and field != "title":
        raise ChangeError("A role begins with its title.")
    if field == "title" and not typed:
        del roles[number : number + 1]
    else:
        old = roles[number] if number < len(roles) else None
        roles[number : number + 1] = [_role(brief, old, field, typed, article, actor)]
    inferred = tuple(name for name in actor.inferred if name != "roles")
    return edits.replaced(brief, item, replace(actor, roles=tuple(roles), inferred=inferred))


def _role(brief: Brief, old: Role | None, field: str, typed: str, article: Article, actor: Actor) -> Any:
    if field == "title":
        near = actor.mentions.start if actor.mentions else 0
        found = quote(typed, article, near)
        if found is None:
            raise ChangeError(f"The source does not say “{typed}”. Type its own words.")
        return replace(old or Role(title=""), title=found.text, at=found.at, occurrence=None)
    plain = {**msgspec.to_builtins(old), field: typed or None}
    if field == "of" and typed:
        plain["of"] = edits.known(brief, typed)
    if not typed:
        del plain[field]
    return edits.built(Role, plain)


def _actor(brief: Brief, item: Item) -> Actor:
    if item.section != "actors":
        raise ChangeError("That is no actor.")
    found: Actor = value(brief, item)  # type: ignore[assignment]
    return found


def _renamed(brief: Brief, old: str, new: str) -> Brief:
    """Return a brief in which what named one actor names another."""
    rows = {s.name: tuple(_naming(each, old, new) for each in getattr(brief, s.name)) for s in SECTIONS}
    return replace(brief, **rows)


def _naming(item: Any, old: str, new: str) -> Any:
    shape = shape_of(item)
    fields: dict[str, Any] = {}
    for name in (*shape.actors, *shape.either):
        here = getattr(item, name)
        if here == old:
            fields[name] = new
        elif isinstance(here, tuple) and old in here:
            fields[name] = tuple(dict.fromkeys(new if each == old else each for each in here))
    for name in (each.name for each in shape.lists):
        fields[name] = tuple(_naming(each, old, new) for each in getattr(item, name))
    return replace(item, **fields) if fields else item


def _follow(brief: Brief, old: str, new: str, article: Article, split: Sequence[Sentence]) -> Brief:
    """Give the items of sentences that name the new actor alone to it."""
    named = {actor.id: actor.mentions for actor in places.grounded(brief, article).actors}

    def alone(at: Any) -> bool:
        around = [s.span for s in split if any(s.span.overlaps(span) for span in at)]
        here = {key for key in (old, new) for m in named[key] if any(s.covers(m) for s in around)}
        return here == {new}

    rows: dict[str, Any] = {}
    for section in SECTIONS:
        if section.name != "actors" and "id" in section.item.__struct_fields__:
            rows[section.name] = tuple(
                _naming(each, old, new) if alone(place(brief, Item(section.name, each.id))) else each
                for each in getattr(brief, section.name)
            )
    return replace(brief, **rows)
