"""A comma in a sentence -> whether it parts the members of a list."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model.syntax import Syntax

_JOINED = frozenset(("and", "or"))


def is_listed(syntax: Syntax, lower: Sequence[str], comma: int) -> bool:
    """Return whether noun phrases up to an "and" follow a comma: "Riga, Tarn, and Velde".

    Not where a verb follows the last of them: "met in Riga, and Lind left".
    """
    starts = {phrase.first: phrase for phrase in syntax.phrases}
    verbs = {verb.first for verb in syntax.verbs if verb.finite}
    at = comma
    while at + 1 < len(lower) and lower[at] == ",":
        joined = lower[at + 1] in _JOINED
        phrase = starts.get(at + 1 + joined)
        if phrase is None or phrase.time or phrase.whole in verbs:
            return False
        if joined:
            return True
        at = phrase.end
        if at < len(lower) and lower[at] in _JOINED:
            other = starts.get(at + 1)
            return other is not None and other.whole not in verbs
    return False
