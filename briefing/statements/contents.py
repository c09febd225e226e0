"""What is said: the words that a verb of saying introduces or closes, without the attribution."""

from __future__ import annotations

from typing import NamedTuple

from briefing.model import Mode, Span
from briefing.statements import speakers
from briefing.statements.cues import Cued
from briefing.statements.lines import MARKS, Line, Scene

_REACH = 26  # tokens that hearer, time and place may take between a verb and its content
_NO_SUBJECT = frozenset((",", ".", ";", ":", "to", "and", "but", "or", "as", "by", "of", "than"))
_SHORT = frozenset(("object", "infinitive", "seen-as", "accusation", "order"))
_CLAUSES = frozenset(
    ("but", "while", "which", "although", "though", "whereas", "as", "because", "after", "who")
)
_PRONOUN_THAT = frozenset(("'s", "’s", "is", "was", "would", "will", "has", "had", "were"))
_BREAKS = frozenset((",", ":", "—", "–", "(", "to"))
_TRUSTED = frozenset(("say", "tell", "believe", "think"))  # what follows is nearly always content


class Content(NamedTuple):
    """Spans of the content, how it is given, and what stood between it and the verb."""

    spans: list[Span]
    mode: Mode
    rule: str
    between: tuple[int, int] = (0, 0)
    """Tokens between the verb and the content: hearer and occasion."""
    quotation: int = -1


def of(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return the content of a cue; it ends before token `limit` at the latest."""
    takes = cued.cue.takes
    closing = _closing_quote(scene, line, cued)
    if closing >= 0 and "quote" in takes:
        return _after_quote(scene, line, cued, closing, limit)
    if cued.rule == "as":
        return _as_told(scene, line, cued, limit)
    if cued.rule != "verb-subject":
        content = _following(scene, line, cued, limit)
        if content is not None:
            return content
    if (
        cued.negated
        or cued.modal
        or not ("clause" in takes or {"that", "quote"} <= set(takes))
        or cued.rule in ("participle", "same-subject")
    ):
        return None
    return _parenthesis(scene, line, cued, limit)


# -- content that follows -------------------------------------------------------------------------


def _following(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    low, takes, words = line.low, cued.cue.takes, scene.words
    start = cued.verb + 1
    size = min(limit, len(low))
    if start >= size:
        return None
    quote = line.quoted[cued.verb]
    that = _that(scene, line, cued, start, size) if "that" in takes else -1
    opening = _opening_quote(scene, line, cued, start, size, quote) if "quote" in takes else -1
    if that >= 0 and (opening < 0 or that < opening):
        return _clause(scene, line, that + 1, size, "that-clause", (start, that), quote)
    if opening >= 0:
        return _quotation(scene, line, cued, opening, size, (start, opening))
    here = _skip(scene, line, start, size)
    if here >= size:
        return None
    if "wh" in takes and low[here] in words.wh and here + 1 < size:
        return _clause(scene, line, here, size, "wh-clause", (start, here), quote)
    if "clause" in takes and not cued.relative:
        after = _hearer(scene, line, here, size) if "hearer" in takes else here
        trusted = cued.cue.lemma in _TRUSTED
        if finite(scene, line, after, size, trusted, trusted):
            return _clause(scene, line, after, size, "bare-clause", (start, after), quote)
    if cued.main and not cued.modal:
        return _frame(scene, line, cued, here, size, (start, here))
    return None


def _frame(
    scene: Scene, line: Line, cued: Cued, here: int, size: int, between: tuple[int, int]
) -> Content | None:
    """Content without a finite clause: an infinitive, an object, an object with `as` or `of`."""
    low, takes, words = line.low, cued.cue.takes, scene.words
    word, quote = low[here], line.quoted[cued.verb]
    if here + 1 >= size or word in MARKS or word in (",", ".", ";", ":", ")"):
        return None
    if word == "to":
        return _clause(scene, line, here, size, "infinitive", between, quote) if "to" in takes else None
    if word in words.preposition or word in words.subordinator:
        return None
    if "order" in takes and _find(line, "to", here, here + 12, size) > here:
        return _clause(scene, line, here, size, "order", between, quote)
    if "as" in takes and _find(line, "as", here, here + 14, size) > here:
        return _clause(scene, line, here, size, "seen-as", between, quote)
    if "named" in takes:
        end = here
        while end < min(here + 10, size) and line.quoted[end] == quote and low[end] not in _BREAKS:
            end += 1
        if here < end < size and line.quoted[end] > quote:
            while end < size and line.quoted[end] > quote:
                end += 1
            return _clause(scene, line, here, end, "named", between, quote)
    if "of" in takes and _find(line, "of", here, here + 10, size) > here:
        return _clause(scene, line, here, size, "accusation", between, quote)
    if "np" in takes and (
        word in words.determiner or line.tokens[here].text[:1].isupper() or cued.cue.kind != "view"
    ):
        return _clause(scene, line, here, size, "object", between, quote)
    return None


def _as_told(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Content after "As Heald told the paper," or before ", as Heald put it"."""
    low, size = line.low, min(limit, line.last)
    before = cued.start - 1
    here = cued.verb + 1
    while here < size and low[here] not in (",", ":") and here - cued.verb < _REACH:
        if low[here] in scene.words.finite:
            return None
        here += 1
    quote = line.quoted[cued.verb]
    if before > 0 and low[before] in (",", "—", "–"):
        start = _clause_start(line, before, quote)
        span = trimmed(line, start, before)
        plain = {"clause", "that"} & set(cued.cue.takes) and here - cued.verb < 7
        if span is None or not plain or not finite(scene, line, start, before):
            return None
        return Content([span], mode_of(line, start, before, quote), "as-told-last", (cued.verb + 1, here))
    if here + 2 >= size or low[here] not in (",", ":"):
        return None
    if line.quoted[here + 1] not in (-1, quote):
        return _quotation(scene, line, cued, here + 1, size, (cued.verb + 1, here))
    return _clause(scene, line, here + 1, size, "as-told-first", (cued.verb + 1, here), quote)


def _that(scene: Scene, line: Line, cued: Cued, start: int, size: int) -> int:
    """Return the token of the "that" which opens the content, or -1."""
    low, words = line.low, scene.words
    if low[start] == "that":
        return -1 if start + 1 < size and low[start + 1] in _PRONOUN_THAT else start
    if not _leads(scene, line, cued, start):
        return -1
    for here in range(start, min(start + _REACH, size)):
        word = low[here]
        if line.quoted[here] != line.quoted[cued.verb]:
            return -1
        if word == "that":
            return here
        if word in words.finite or (word in (".", ";", ":")) or (word in words.relative):
            return -1
    return -1


def _leads(scene: Scene, line: Line, cued: Cued, start: int) -> bool:
    """Tell whether hearer, time or place may stand at `start`, between the verb and its content."""
    words, first = scene.words, line.low[start]
    return (
        "hearer" in cued.cue.takes
        or first in words.preposition
        or (first in words.adverb and not first.endswith("self"))
        or first in (",", "when", "while", ":")
        or first.endswith("ly")
        or line.tokens[start].start in scene.dates
    )


def _opening_quote(scene: Scene, line: Line, cued: Cued, start: int, size: int, inside: int) -> int:
    """Return the first quoted token that the verb may introduce, or -1."""
    low, words = line.low, scene.words
    reach = start + _REACH if _leads(scene, line, cued, start) else start + 2
    for here in range(start, min(reach, size)):
        if line.quoted[here] >= 0 and line.quoted[here] != inside:
            if (
                here == start
                or low[here - 1] in (",", ":", "—", "–", "-")
                or (
                    low[here - 1] in words.sources
                    or (low[here - 1] in words.adverb and not low[here - 1].endswith("self"))
                )
            ):
                return here
            return -1
        if low[here] in words.finite or low[here] in (".", ";", "that"):
            return -1
        if low[here] == ":" and here + 1 < size and line.quoted[here + 1] < 0:
            return -1
    return -1


def _quotation(
    scene: Scene, line: Line, cued: Cued, opening: int, size: int, between: tuple[int, int]
) -> Content | None:
    number = line.quoted[opening]
    quotation = scene.quotations[number]
    end = opening
    while end < len(line.low) and line.quoted[end] == number:
        end += 1
    if end < size and _goes_on(line, end, size):
        return _clause(scene, line, opening, size, "quote-in-clause", between, line.quoted[cued.verb])
    short = len(quotation.parts) == 1 and not _says_something(line, opening, end) and between[0] == between[1]
    if short and cued.cue.lemma not in ("say", "reply", "answer", "shout", "ask", "cry", "exclaim", "add"):
        return None
    return Content(list(quotation.parts), "direct", "verb-quote", between, number)


def _goes_on(line: Line, end: int, size: int) -> bool:
    """Tell whether the clause runs on after a quotation that closes before token `end`."""
    low = line.low
    if low[end] in (",", ".", ";", ":", "?", "!", "—", "–", "-", "(", ")", "[") or low[end] in MARKS:
        return False
    if low[end] in ("and", "but", "while", "as", "after", "before", "when", "although", "because"):
        return False
    return end < size


def _says_something(line: Line, start: int, end: int) -> bool:
    return sum(1 for word in line.low[start:end] if word[:1].isalnum()) >= 3


def _skip(scene: Scene, line: Line, here: int, size: int) -> int:
    """Return the first token after adverbs, dates, and phrases such as "in a statement"."""
    low, words, tokens = line.low, scene.words, line.tokens
    while here < size:
        word = low[here]
        date_end = scene.dates.get(tokens[here].start)
        if date_end is None and word in ("on", "in", "last", "late", "early") and here + 1 < size:
            date_end = scene.dates.get(tokens[here + 1].start)
        if date_end is not None:
            while here < size and tokens[here].start < date_end:
                here += 1
        elif (word in words.adverb and word not in ("both", "all", "no", "first")) or (
            word.endswith("ly") and len(word) > 4 and word not in ("only", "family", "italy", "july")
        ):
            here += 1
        elif word in ("in", "at", "during", "on", "via", "through", "to"):
            end = here + 1
            while (
                end < min(here + 7, size) and low[end] not in words.sources and low[end] not in (",", "that")
            ):
                if low[end] in words.finite:
                    end = size
                    break
                end += 1
            if end >= size or low[end] not in words.sources:
                return here
            here = end + 1
            while here < size and low[here] in words.sources:
                here += 1
            if here + 1 < size and low[here] in ("with", "to", "by", "on", "in"):
                after = speakers.after(scene, line, here + 1)
                if after is None:
                    return here
                here = after[0].last + 1
        else:
            return here
    return here


def _hearer(scene: Scene, line: Line, here: int, size: int) -> int:
    """Return the token after the noun phrase that is told something."""
    low, words, tokens = line.low, scene.words, line.tokens
    if here >= size:
        return here
    if low[here] in (
        "me",
        "us",
        "him",
        "her",
        "them",
        "you",
        "reporters",
        "journalists",
        "police",
        "lawmakers",
    ):
        return here + 1
    mention = scene.holding(tokens[here].start, tokens[here].end)
    if mention is not None:
        while here < size and tokens[here].start < mention.span.end:
            here += 1
        return here
    start = here
    if low[here] in words.determiner:
        here += 1
    named = tokens[here].text[:1].isupper() if here < size else False
    while here < size and here - start < 8:
        if low[here] in words.subject or low[here] in words.determiner or low[here] in ("that", ","):
            break
        if here > start and tokens[here].text[:1].isupper() != named and low[here] not in ("of", "the"):
            break
        here += 1
    return here


def finite(scene: Scene, line: Line, start: int, end: int, trusted: bool = True, lone: bool = False) -> bool:
    """Tell whether the tokens hold a clause: a noun phrase and a finite verb after it.

    Where the verb before is not `trusted` to bring a clause, the finite verb must come before any
    comma or further clause, so that "announced a plan which would" is none.  With `lone`, words that
    start as a noun phrase are enough even if no finite verb is recognised.
    """
    low, words = line.low, scene.words
    if end - start < 2 or low[start] in _NO_SUBJECT:
        return False
    if low[start] in words.preposition and not trusted:
        return False
    for here in range(start + 1, end):
        word, before = low[here], low[here - 1]
        if word == ";":
            return False
        if not trusted and (word in _BREAKS or word in words.relative or word in words.subordinator):
            return False
        if word in words.finite or (word in ("'s", "’s") and (before in words.subject or before == "that")):
            return before != "to"
        if before in words.determiner or before in words.preposition or line.tokens[here].text[:1].isupper():
            continue
        if word.endswith("ed") and len(word) > 4:
            return True
        cue = words.cues.get(word)
        if cue is not None and not cue.noun and word != cue.lemma and not word.endswith("ing"):
            return True
    if not lone or end - start < 3:
        return False
    return low[start] in words.subject or (
        end - start >= 4 and (low[start] in words.determiner or line.tokens[start].text[:1].isupper())
    )


# -- content that comes first ---------------------------------------------------------------------


def _closing_quote(scene: Scene, line: Line, cued: Cued) -> int:
    """Return the quoted token right before the attribution, or -1."""
    here = cued.start - 1
    if cued.rule not in ("subject-verb", "verb-subject"):
        return -1
    comma = here >= 0 and line.low[here] == ","
    if here >= 0 and line.low[here] == "," and line.quoted[here] < 0:
        here -= 1
    if (
        here >= 0
        and line.quoted[here] >= 0
        and line.quoted[here] != line.quoted[cued.verb]
        and line.low[here] in MARKS
    ):
        quotation = scene.quotations[line.quoted[here]]
        if not (comma or line.low[here - 1] in (",", ".", "?", "!", "…", "—", "-")):
            opening = here
            while opening > 0 and line.quoted[opening - 1] == line.quoted[here]:
                opening -= 1
            if here - opening < 5 or line.low[min(cued.verb + 1, len(line.low) - 1)] == "that":
                return -1
        return here if quotation.closed else -1
    return -1


def _after_quote(scene: Scene, line: Line, cued: Cued, closing: int, limit: int) -> Content | None:
    """Content is the quotation before the attribution, and its second half if there is one."""
    low = line.low
    number = line.quoted[closing]
    quotation = scene.quotations[number]
    opening = closing
    while opening > 0 and line.quoted[opening - 1] == number:
        opening -= 1
    spans = list(quotation.parts)
    mode: Mode = "direct"
    start = _clause_start(line, opening, line.quoted[cued.verb])
    if (
        start < opening
        and finite(scene, line, start, closing)
        and low[opening - 1] not in (",", ":", "—", "–")
    ):
        spans = [Span(line.tokens[start].start, quotation.outer.end)]
        mode = "mixed"
    tail = cued.verb + 1 if cued.behind < 0 else cued.behind
    size = min(limit, len(low))
    for here in range(tail, min(tail + _REACH, size)):
        other = line.quoted[here]
        if other > number and other != line.quoted[cued.verb]:
            if low[here - 1] in (",", ":", "—", "–", "-", ".", ";") or here == tail:
                spans += scene.quotations[other].parts
                return Content(spans, mode, "split-quote", (tail, here), other)
            break
    return Content(spans, mode, "quote-verb", (tail, _tail(line, tail, size)), number)


def _tail(line: Line, start: int, size: int) -> int:
    end = start
    while end < size and line.low[end] not in (",", ".", ";") and line.quoted[end] == line.quoted[start]:
        end += 1
    return end


def _parenthesis(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Content before ", he said." or on both sides of ", he said,"."""
    low, words = line.low, scene.words
    comma = cued.start - 1
    if comma < 1 or low[comma] != "," or line.quoted[comma] != line.quoted[cued.verb]:
        return None
    start = _clause_start(line, comma, line.quoted[cued.verb])
    tail = cued.verb + 1 if cued.behind < 0 else cued.behind
    size = min(limit, line.last)
    tail = _skip(scene, line, tail, size)
    if tail < size and low[tail] in words.preposition:
        tail = _phrase_end(scene, line, tail, size)
    if tail >= size or low[tail] in (".", ";"):
        pass
    elif low[tail] == ",":
        if tail + 2 < size and (
            low[tail + 1] in words.finite
            or finite(scene, line, tail + 1, size)
            or finite(scene, line, start, comma)
        ):
            first = Span(line.tokens[start].start, line.tokens[comma - 1].end)
            second = trimmed(line, tail + 1, size)
            if second is None or cued.cue.lemma not in (
                "say",
                "argue",
                "claim",
                "add",
                "note",
                "warn",
                "believe",
                "think",
                "explain",
                "insist",
                "suggest",
            ):
                return None
            return Content(
                [first, second], mode_of(line, start, size, line.quoted[cued.verb]), "clause-verb-clause"
            )
        return None
    elif low[tail] not in words.preposition and low[tail] not in ("when", "while"):
        return None
    if not finite(scene, line, start, comma) or low[start] in (
        "if",
        "when",
        "after",
        "as",
        "while",
        "because",
    ):
        return None
    span = trimmed(line, start, comma)
    if span is None:
        return None
    return Content([span], mode_of(line, start, comma, line.quoted[cued.verb]), "clause-verb", (tail, size))


def _phrase_end(scene: Scene, line: Line, here: int, size: int) -> int:
    """Return the comma that ends a short phrase ("from the long line,"), or else `here`."""
    for end in range(here + 1, min(here + 9, size)):
        if line.low[end] == ",":
            return end
        if line.low[end] in scene.words.finite or line.quoted[end] != line.quoted[here]:
            return here
    return here


def _clause_start(line: Line, end: int, quote: int) -> int:
    start = end
    while start > 0 and line.low[start - 1] != ";" and (quote < 0 or line.quoted[start - 1] == quote):
        start -= 1
    while start < end and line.low[start] in MARKS and line.quoted[start] == quote:
        start += 1
    return start


# -- spans ----------------------------------------------------------------------------------------


def _clause(
    scene: Scene, line: Line, start: int, end: int, rule: str, between: tuple[int, int], quote: int
) -> Content | None:
    stop = start
    while stop < end and (quote < 0 or line.quoted[stop] == quote):
        stop += 1
    if rule in _SHORT:
        stop = _phrase_stop(line, start, stop, rule)
    while quote >= 0 and stop > start + 1 and line.low[stop - 1] in MARKS:
        stop -= 1
    span = trimmed(line, start, stop)
    if span is None:
        return None
    last = line.quoted[stop - 1]
    if quote < 0 and last >= 0:
        quotation = scene.quotations[last]
        if quotation.outer.end > line.tokens[-1].end and rule != "object":
            parts = [Span(span.start, quotation.parts[0].end), *quotation.parts[1:]]
            return Content(parts, "mixed", rule, between, last)
    return Content([span], mode_of(line, start, stop, quote), rule, between, last if last != quote else -1)


def _phrase_stop(line: Line, start: int, stop: int, rule: str) -> int:
    """Return where content without a finite clause ends: an object at a comma, others at a clause."""
    for here in range(start + 1, stop - 1):
        if line.low[here] == "," and (rule == "object" or line.low[here + 1] in _CLAUSES):
            return here
    return stop


def mode_of(line: Line, start: int, end: int, quote: int) -> Mode:
    inner = [
        line.quoted[here] not in (-1, quote) for here in range(start, end) if line.low[here][:1].isalnum()
    ]
    if inner and all(inner):
        return "direct"
    return "mixed" if any(inner) else "indirect"


def trimmed(line: Line, start: int, end: int) -> Span | None:
    """Return the characters of the tokens without commas, conjunctions and full stops at the ends."""
    low = line.low
    while start < end and (low[start] in (",", ":", "—", "–", "-", ".")):
        start += 1
    while end > start and low[end - 1] in (",", ";", ":", "—", "–", "-", ".", "and", "but", "while"):
        end -= 1
    if end - start < 1:
        return None
    while (
        end - start > 2
        and low[start] in MARKS
        and low[end - 1] in MARKS
        and line.quoted[start] == line.quoted[end - 1]
    ):
        start, end = start + 1, end - 1
        while end > start and low[end - 1] in (",", ";"):
            end -= 1
    return Span(line.tokens[start].start, line.tokens[end - 1].end)


def _find(line: Line, word: str, start: int, stop: int, size: int) -> int:
    for here in range(start + 1, min(stop, size)):
        if line.low[here] == word and line.quoted[here] == line.quoted[start]:
            return here
        if line.low[here] in (".", ";"):
            return -1
    return -1
