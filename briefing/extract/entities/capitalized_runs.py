"""Tokens -> runs of capitalised words, the raw material of names.

A run holds the small words inside names ("van", "bin", and "of" after the head of a body), and the
full stop of an initial.  A possessive, a comma or any other mark ends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from briefing.extract.entities.gazetteer import NameWords

_SMALL_STARTS = ("al-", "el-", "d'", "d’")
JOINTS = ("of", "for", "on")
"""What may be behind the head of a body."""
_PARTICLES = 3
"""The most particles that are in a row: "van der"."""
_LINKS = ("of", "for", "on", "and", "the", "to")
_ANDS = ("and", "&")
_LISTING = ("and", "&", ",")
_LONGEST_THEME = 3
"""Words of one theme of a body: "Strategic and International Studies", "Urban Development"."""


def is_capital(text: str) -> bool:
    """Return whether a token of this text could be a word of a name."""
    return text[0].isupper() or text.startswith(_SMALL_STARTS)


def runs(
    texts: Sequence[str], lower: Sequence[str], capitals: Set[str], words: NameWords
) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) token indexes of each run; `capitals` are the texts that are capital."""
    at, size = 0, len(texts)
    for start in [index for index, text in enumerate(texts) if text in capitals]:
        if start < at:
            continue
        at = start + 1
        while at < size:
            if texts[at] in capitals:
                at += 1
            elif lower[at] not in words.joints:
                break
            elif _inside(texts, lower, at, words):
                at += 1
            elif (skip := _link(texts, lower, at, start, words)) > 0:
                at += skip
            else:
                break
        while at > start + 1 and texts[at - 1] == "." and not _takes_stop(texts[at - 2], words):
            at -= 1
        yield start, at


def _inside(texts: Sequence[str], lower: Sequence[str], at: int, words: NameWords) -> bool:
    """Return whether a small token joins two parts of a name."""
    if at + 1 >= len(texts):
        return False
    text = texts[at]
    if text == ".":
        return _takes_stop(texts[at - 1], words)
    if text in ("'s", "’s", "'", "’"):
        return texts[at - 1] in words.owners and texts[at + 1][0].isupper()
    if text == "&":
        return is_capital(texts[at + 1])
    ahead = at
    while ahead < len(texts) and ahead - at < _PARTICLES and lower[ahead] in words.particles:
        ahead += 1
    return at < ahead < len(texts) and is_capital(texts[ahead])


def _takes_stop(text: str, words: NameWords) -> bool:
    if len(text) == 1 and text.isupper():
        return True
    return text in words.honorifics or text in words.ranks or text in ("Jr", "Sr")


def _link(texts: Sequence[str], lower: Sequence[str], at: int, start: int, words: NameWords) -> int:
    """Return how many tokens join what follows to the head of a body or an office.

    "Ministry of the Interior" and "Chief of Staff" are one run.
    """
    for tail in words.office_tails.get(lower[at - 1], ()):
        if lower[at : at + len(tail)] == tail and is_capital(texts[at + len(tail) - 1]):
            return len(tail)
    if lower[at] in _LISTING and (size := _theme_end(texts, at, words)):
        return size
    headed = any(texts[i] in words.heads and lower[i + 1] in JOINTS for i in range(start, at - 1))
    if headed and lower[at] in _LISTING:
        return _themes(texts, lower, at, words) or _before_initials(texts, at, start)
    if not (headed and lower[at] in JOINTS) and not (texts[at - 1] in words.heads and lower[at] in JOINTS):
        return 0
    if lower[start] in words.office_heads and at - start == 1:
        return 0
    ahead = at + 1
    while ahead < len(texts) and ahead - at <= 2 and lower[ahead] in _LINKS:
        ahead += 1
    if texts[ahead + 1 : ahead + 2] in (["-"], ("-",)):
        return 0  # "Council on American - Islamic Relations" is cut by its dash
    if ahead < len(texts) and is_capital(texts[ahead]) and texts[ahead] not in words.calendar:
        return ahead - at + 1
    return 0


def _before_initials(texts: Sequence[str], at: int, start: int) -> int:
    """Return 2 where "and" joins the last word before initials: "Union of Atheists and Agnostics (UAA)"."""
    behind = texts[at + 1 : at + 4]
    named = len(behind) == 3 and is_capital(behind[0]) and behind[1] == "(" and behind[2].isupper()
    first = texts[start + (texts[start] == "The")]
    return 2 if named and behind[2][0] == first[0] else 0


def _theme_end(texts: Sequence[str], at: int, words: NameWords) -> int:
    """Return how many tokens "and" joins to one name up to its head: "Oversight and Reform Committee"."""
    if not words.is_theme(texts[at - 1]):
        return 0
    end, listed = at + 1, texts[at] == ","
    while end < len(texts) and (words.is_theme(texts[end]) or texts[end] in words.heads):
        end += 1
        if listed and texts[end : end + 1] in (["and"], ["&"], ("and",), ("&",)):
            end, listed = end + 1, False  # "Foreign, Commonwealth & Development Office"
    if listed:
        return 0
    return end - at if end - at > 2 and texts[end - 1] in words.heads else 0


def _themes(texts: Sequence[str], lower: Sequence[str], at: int, words: NameWords) -> int:
    """Return how many tokens of a list of themes go on: ", Forestry and Fisheries" behind "Agriculture"."""
    if not words.is_theme(texts[at - 1]) and lower[at] == ",":
        return 0
    size = 0
    while at + size < len(texts) and lower[at + size] in _LISTING:
        first = at + size + 1
        first += first < len(texts) and lower[first] in _ANDS
        end = first
        while end < len(texts) and end - first < _LONGEST_THEME and words.is_theme(texts[end]):
            end += 1
        is_other = end < len(texts) and (is_capital(texts[end]) or texts[end] in words.heads)
        if end == first or is_other:
            return 0
        closed = lower[first - 1] in _ANDS
        size = end - at
        if closed:
            return size
    return 0
