"""Where a noun phrase starts, ends and has its head, told by words and marks alone."""

from __future__ import annotations

from bisect import bisect_right

from briefing.extract.attribution.sentence_view import PHRASE_ENDS, Line, Scene
from briefing.text.tokens import first_at


def head(scene: Scene, line: Line, first: int, last: int) -> int:
    """Return the last token before what hangs on the noun: "officials" in "officials in Oslo"."""
    for here in range(first + 1, last + 1):
        word = line.low[here]
        if (word in scene.words.preposition or word in PHRASE_ENDS) and not inside(scene, line, here):
            return here - 1
    return last


def walk(scene: Scene, line: Line, last: int) -> int:
    """Return the first token of the noun phrase that ends at `last`; more than `last` if there is none."""
    low, words, tokens = line.low, scene.words, line.tokens
    here = last
    if low[last] in words.subject and low[last] not in ("this", "that", "these", "those"):
        return last
    while here >= 0:
        word = low[here]
        if line.quoted[here] != line.quoted[last] or (line.dated and in_date(scene, tokens[here].start)):
            break
        if word not in words.bounds:
            here -= 1
            continue
        if word in PHRASE_ENDS and not owns(line, here):
            break
        if word in words.relative or word in words.auxiliary or word in words.negation or word == "as":
            break
        if word in words.subordinator and word not in words.preposition and not joins_names(line, here):
            break
        if word in words.cues and spoken(scene, line, here):
            break
        if word in words.subordinator and word in words.preposition and _opens_clause(scene, line, here):
            break
        if word in words.leading:
            break
        here -= 1
    first = here + 1
    if first < last and low[first] in words.openers:
        return last + 1
    if first <= last and low[first] in words.preposition:
        return after_phrase(scene, line, first, last)
    return first


def owns(line: Line, here: int) -> bool:
    """Return whether the token is the apostrophe of an owner: "the ministers' spokesman"."""
    if line.low[here] not in ("'", "’") or here == 0 or here + 1 >= len(line.low):
        return False
    before, token = line.tokens[here - 1], line.tokens[here]
    touches = before.end == token.start and line.tokens[here + 1].start > token.end
    return touches and before.lower.endswith("s") and line.quoted[here] == line.quoted[here + 1]


def _opens_clause(scene: Scene, line: Line, here: int) -> bool:
    """Return whether "after" at token `here` opens a clause, since a verb is before it: "came after"."""
    for left in range(here - 1, max(here - 12, -1), -1):
        word = line.low[left]
        if word in PHRASE_ENDS or word in scene.words.relative:
            return False
        if word in scene.words.finite and line.quoted[left] == line.quoted[here]:
            return True
    return False


def before_date(scene: Scene, line: Line, last: int) -> int:
    """Return the token before the date, and its preposition, that ends at `last`, or else `last`."""
    if last < 0 or not line.dated:
        return last
    token = line.tokens[last]
    for here in range(last, max(last - 5, -1), -1):
        end = scene.dates.get(line.tokens[here].start)
        if end is not None and end >= token.end:
            here -= 1
            if here >= 0 and line.low[here] in ("on", "in", "from", "late", "early", "since", "of"):
                here -= 1
            return here
    return last


def after_date(scene: Scene, line: Line, here: int) -> int:
    """Return the token after the date, and its preposition, that starts at `here`, or else `here`."""
    tokens = line.tokens
    if not line.dated:
        return here
    at = here + (here + 1 < len(tokens) and line.low[here] in ("on", "in", "late", "early"))
    end = scene.dates.get(tokens[at].start) if at < len(tokens) else None
    if end is None:
        return here
    while at < len(tokens) and tokens[at].start < end:
        at += 1
    return at


def after_phrase(scene: Scene, line: Line, first: int, last: int) -> int:
    """Return where the noun phrase starts in words that begin with a preposition ("In Paris officials")."""
    tokens, low, words = line.tokens, line.low, scene.words
    if low[last] in words.subject:
        return last
    mention = scene.holding(tokens[last].start, tokens[last].end)
    start = token_at(line, mention.span.start) if mention is not None else last
    while start - 1 > first and (tokens[start - 1].text[:1].isupper() or joins_names(line, start - 1)):
        start -= 1
    if start - 1 > first and low[start - 1] in words.determiner:
        start -= 1
    if low[start - 1] in words.preposition or start <= first:
        return last + 1
    return start


def is_name(scene: Scene, line: Line, first: int, last: int) -> bool:
    """Return whether the tokens are the name of a person or a body."""
    if first > last:
        return False
    mention = scene.holding(line.tokens[last].start, line.tokens[last].end)
    if mention is None or mention.form != "name" or mention.kind == "place":
        return False
    start = token_at(line, mention.span.start)
    return start == first or all(
        token.text[:1].isupper() or token.text == "." for token in line.tokens[first:start]
    )


def spoken(scene: Scene, line: Line, here: int) -> bool:
    """Return whether a word of `speech.yml` is a finite verb and no noun or participle."""
    word, cue = line.low[here], scene.words.cues[line.low[here]]
    if word.endswith("ing") or line.tokens[here].text[:1].isupper() or here == 0:
        return False
    if line.low[here - 1] in scene.words.determiner or line.low[here - 1] in scene.words.preposition:
        return False
    if line.low[min(here + 1, len(line.low) - 1)] in scene.words.preposition and line.low[here - 1] not in (
        "when",
        "while",
    ):
        return False  # "a letter seen by the paper"
    return not cue.noun or word.endswith("ed")


def clausal(scene: Scene, line: Line, first: int, end: int, past: bool = False) -> bool:
    """Return whether the tokens hold a finite verb; with `past`, any word in -ed counts as one."""
    low, words = line.low, scene.words
    for here in range(first + 1, end):
        if low[here] in words.relative:
            return False
        if low[here] in words.finite or (past and low[here].endswith("ed")):
            return True
    return False


def has_verb(scene: Scene, line: Line, first: int, last: int) -> bool:
    """Return whether a token from `first` to `last` may be a verb."""
    return any(verbal(scene, line, here) for here in range(first, last + 1))


def verbal(scene: Scene, line: Line, here: int) -> bool:
    """Return whether the token may be a finite verb or what may be before one."""
    word = line.low[here]
    words = scene.words
    return (
        word in words.finite
        or word in words.auxiliary
        or word in words.adverb
        or word.endswith("ed")
        or word == ","
        or (word in words.cues and not line.tokens[here].text[:1].isupper())
        or (word.endswith(("s", "ly")) and not line.tokens[here].text[:1].isupper())
    )


def joins_names(line: Line, here: int) -> bool:
    """Return whether the token is an "and" between capitalised words."""
    if line.low[here] not in ("and", "or") or not 0 < here < len(line.low) - 1:
        return False
    return line.tokens[here - 1].text[:1].isupper() and line.tokens[here + 1].text[:1].isupper()


def inside(scene: Scene, line: Line, here: int) -> bool:
    """Return whether the token is inside one mention (the "of" of "House of Commons")."""
    token = line.tokens[here]
    mention = scene.holding(token.start, token.end)
    return mention is not None and mention.span.start < token.start and token.end < mention.span.end


def in_date(scene: Scene, place: int) -> bool:
    """Return whether the character is in a date expression."""
    if place in scene.dates:
        return True
    index = bisect_right(scene.date_starts, place) - 1
    return index >= 0 and place < scene.dates[scene.date_starts[index]]


def token_at(line: Line, place: int) -> int:
    """Return the token that holds the character, or -1."""
    index = first_at(line.tokens, place + 1) - 1
    return index if index >= 0 and place < line.tokens[index].end else -1


def back(line: Line, here: int, sign: str) -> int:
    """Return the last token up to `here` that is `sign`, or -1."""
    while here >= 0 and line.low[here] != sign:
        here -= 1
    return here
