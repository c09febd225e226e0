"""The roles of a person -> each office once, in its fullest form: "French President", not "President" too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefing.extract.entities.gazetteer import NameWords
from briefing.model import Mention, Role

_WORD = re.compile(r"(?:(?:ex|then)-)?([\w’'-]+)", re.IGNORECASE)
_JOINTS = frozenset(("of", "to", "for", "at", "in", "with", "from"))


class Offices:
    """Compares the roles of one document by their words."""

    def __init__(self, mentions: Iterable[Mention], words: NameWords) -> None:
        self.words = words
        self.states = {m.span.start: m for m in mentions if m.kind == "state"}
        """States and their peoples by place, so that "Iranian" and "of Iran" are one word."""

    def once(self, roles: Sequence[Role]) -> tuple[Role, ...]:
        """Return the roles without those that others say as well; a marked one goes before a plain one."""
        kept: list[Role] = []
        for role in roles:
            for at, other in enumerate(kept):
                if self._is_same(role, other):
                    kept[at] = self._better(role, other)
                    break
            else:
                kept.append(role)
        return tuple(kept)

    def _better(self, role: Role, other: Role) -> Role:
        if (role.era == "current") != (other.era == "current"):
            return other if role.era == "current" else role
        return role if self._key(role)[1] > self._key(other)[1] else other

    def _is_same(self, role: Role, other: Role) -> bool:
        (head, words), (other_head, other_words) = self._key(role), self._key(other)
        if head != other_head or not (words <= other_words or other_words <= words):
            return False
        return self.words.lowering.isdisjoint(words ^ other_words)

    def _key(self, role: Role) -> tuple[str, frozenset[str]]:
        """Return the noun of an office and the set of its words, without marks such as former and acting."""
        found: list[str] = []
        head, until = "", 0
        for match in _WORD.finditer(role.title):
            start = role.at[0].start + match.start(1) if role.at else -1
            state = self.states.get(start)
            word = match[1].lower().removesuffix("'s").removesuffix("’s")
            if word in _JOINTS:
                head = head or (found[-1] if found else "")
            elif start >= until and state is not None:
                found.append(state.actor or word)
                until = state.span.end
            elif start >= until:
                parts = [self.words.short.get(part, part) for part in word.split("-")]
                marks = self.words.sure_marks | self.words.function
                found += [part for part in " ".join(parts).split() if part not in marks]
        return head or (found[-1] if found else ""), frozenset(found)
