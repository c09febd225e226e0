"""One step of a reviewer as data -> the brief with it done: what the desk in the browser sends, and tests.

A step names what the person saw (`was`), so that one on a brief that changed meanwhile touches what nobody
else did, and is refused where somebody changed the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from briefing.model import Article, Brief, Sentence, Spans
from briefing.review.session import actor_edits, edits, head_edits, selections
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import TITLE, Item, fingerprint, items

PAIR_SIDES = ("then", "now")
ADDS = (*edits.KINDS, *PAIR_SIDES, "actor")
"""What can be added by selecting words."""
Verb = Literal[
    "edit", "words", "strike", "add", "merge", "split", "role", "move", "note", "head", "approve", "retract"
]


class Action(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step: what is done, to which item, with which value."""

    do: Verb
    item: str = ""
    """Path of the item ("statements/said-4f1c", "title")."""
    field: str = ""
    value: str = ""
    at: Spans = Spans()
    """The words that were selected."""
    other: str = ""
    """Path of another item: the one to be merged, or before which one is moved; empty for the last place."""
    more: dict[str, str] = {}
    """Other fields of what is added."""
    was: str | None = None
    """What the person saw: the field's value, of an item its fingerprint; None where it does not matter."""


class Done(NamedTuple):
    """A brief after a step."""

    brief: Brief
    item: Item | None = None
    """What the step is about now; None where it is gone."""
    said: str = ""


class OvertakenError(ChangeError):
    """Somebody else changed the same meanwhile; `theirs` is what it says now."""

    def __init__(self, what: str, theirs: str) -> None:
        super().__init__(what)
        self.theirs = theirs


def item_of(brief: Brief, path: str) -> Item:
    """Return the item of a path; raises ChangeError where it is not there."""
    section, _, name = path.rpartition("/")
    item = Item(section, name)
    if item not in items(brief):
        raise ChangeError("This item is not there any more; somebody may have struck it.")
    return item


def apply(action: Action, brief: Brief, article: Article, split: Sequence[Sentence], day: date) -> Done:
    """Do one step; `split` are the sentences of the article.  Raises ChangeError with the reason."""
    _require_seen(action, brief)
    return _STEPS[action.do](action, brief, article, split, day)


def _require_seen(action: Action, brief: Brief) -> None:
    """Raise OvertakenError where what a step changes is not what the person saw."""
    if action.was is None:
        return
    if action.do == "head":
        now = head_edits.head_value(brief, action.field)
    elif action.do == "edit":
        now = edits.value_of(brief, item_of(brief, action.item), action.field)
    else:
        now = fingerprint(brief, item_of(brief, action.item))
    if now != action.was:
        raise OvertakenError("Somebody else changed this meanwhile. It is shown as it is now.", now)


Step = Callable[[Action, Brief, Article, Sequence[Sentence], date], Done]


def _edit(action: Action, brief: Brief, article: Article, _s: Sequence[Sentence], _d: date) -> Done:
    item = item_of(brief, action.item)
    return Done(edits.edit(brief, item, action.field, action.value, article), item)


def _words(action: Action, brief: Brief, article: Article, _s: Sequence[Sentence], _d: date) -> Done:
    item = item_of(brief, action.item)
    return Done(selections.requote(brief, item, action.field, action.at, article), item)


def _strike(action: Action, brief: Brief, _a: Article, _s: Sequence[Sentence], _d: date) -> Done:
    struck, others = edits.strike(brief, item_of(brief, action.item))
    return Done(struck, None, f"Items that named it and no longer do: {others}." if others else "")


def _add(action: Action, brief: Brief, article: Article, _s: Sequence[Sentence], _d: date) -> Done:
    found = selections.selected(action.at, article)
    if action.field in PAIR_SIDES:
        made = selections.add_pair(brief, action.field, found, **action.more)
    elif action.field == "actor":
        made = selections.add_actor(brief, found, action.more.get("kind", ""))
    elif action.field in edits.KINDS:
        asked = {name: action.more.get(name, "") for name in ("speaker", "when", "day")}
        made = edits.add(brief, action.field, found, article, **asked)
    else:
        raise ChangeError(f"What can be added: {', '.join(ADDS)}.")
    return Done(*made)


def _merge(action: Action, brief: Brief, _a: Article, _s: Sequence[Sentence], _d: date) -> Done:
    kept = item_of(brief, action.item)
    return Done(*actor_edits.merge_actors(brief, kept, item_of(brief, action.other)))


def _split(action: Action, brief: Brief, article: Article, split: Sequence[Sentence], _d: date) -> Done:
    forms = [name for name in map(str.strip, action.value.split(",")) if name]
    return Done(*actor_edits.split_actor(brief, item_of(brief, action.item), forms, article, split))


def _role(action: Action, brief: Brief, article: Article, _s: Sequence[Sentence], _d: date) -> Done:
    item, (number, _, field) = item_of(brief, action.item), action.field.partition("/")
    if not number.isdecimal():
        raise ChangeError("Which role?")
    return Done(actor_edits.set_role(brief, item, int(number[:4]), field, action.value, article), item)


def _move(action: Action, brief: Brief, _a: Article, _s: Sequence[Sentence], _d: date) -> Done:
    item = item_of(brief, action.item)
    return Done(head_edits.move(brief, item, item_of(brief, action.other).id if action.other else ""), item)


def _note(action: Action, brief: Brief, _a: Article, _s: Sequence[Sentence], _d: date) -> Done:
    item = item_of(brief, action.item)
    return Done(edits.note(brief, item, action.value), item, "Noted; it stands on the page.")


def _head(action: Action, brief: Brief, article: Article, _s: Sequence[Sentence], _d: date) -> Done:
    return Done(head_edits.edit_head(brief, action.field, action.value, article), TITLE)


def _approve(action: Action, brief: Brief, _a: Article, _s: Sequence[Sentence], day: date) -> Done:
    if not action.value.strip():
        raise ChangeError("Give your name: an approval is somebody's word.")
    if brief.conflicts:
        raise ChangeError("Settle the open conflicts first.")
    made = edits.review(brief, action.value, day)
    return Done(made, TITLE, f"Reviewed by {made.reviewer} on {day}.")


def _retract(action: Action, brief: Brief, _a: Article, _s: Sequence[Sentence], day: date) -> Done:
    if not action.value.strip():
        raise ChangeError("Say why, for the readers.")
    return Done(edits.retract(brief, action.value, day), TITLE, "Retracted.")


_STEPS: dict[str, Step] = {
    "edit": _edit, "words": _words, "strike": _strike, "add": _add, "merge": _merge, "split": _split,
    "role": _role, "move": _move, "note": _note, "head": _head, "approve": _approve, "retract": _retract,
}  # fmt: skip
