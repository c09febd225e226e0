"""Content that follows its verb: a clause, a quotation, an infinitive, an object."""

from __future__ import annotations

from briefing.extract.attribution import clauses, speakers
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.clauses import Content
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import Span

_REACH = 26  # tokens that hearer, time and place may take between a verb and its content
_PRONOUN_THAT = frozenset(("'s", "’s", "is", "was", "would", "will", "has", "had", "were"))
_BREAKS = frozenset((",", ":", "—", "–", "(", "to"))
_ORDERING = frozenset(("demand", "insist", "propose", "recommend", "request"))
_TRUSTED = frozenset(("say", "tell", "believe", "think"))  # what follows is nearly always content


def following(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return the content after the verb, or None."""
    low, takes, words = line.low, cued.cue.takes, scene.words
    start = cued.verb + 1
    size = min(limit, len(low))
    if start >= size:
        return None
    quote = line.quoted[cued.verb]
    while quote >= 0 and size > start and line.quoted[size - 1] != quote:
        size -= 1
    if start >= size:
        return None
    that = _that(scene, line, cued, start, size) if "that" in takes else -1
    opening = _opening_quote(scene, line, cued, start, size, quote) if "quote" in takes else -1
    if that >= 0 and (opening < 0 or that < opening):
        return clauses.clause(scene, line, that + 1, size, "that-clause", (start, that), quote)
    if opening >= 0:
        return quotation(scene, line, cued, opening, size, (start, opening))
    here = skip(scene, line, start, size)
    if here >= size:
        return None
    if low[here] == ":" and "quote" in takes and clauses.finite(scene, line, here + 1, size):
        return clauses.clause(scene, line, here + 1, size, "colon-clause", (start, here), quote)
    if "wh" in takes and low[here] in words.wh and here + 1 < size:
        return clauses.clause(scene, line, here, size, "wh-clause", (start, here), quote)
    if "clause" in takes and not cued.relative:
        after = hearer(scene, line, here, size) if "hearer" in takes else here
        trusted = cued.cue.lemma in _TRUSTED
        if after == here and low[after] in words.finite:
            return _gap(scene, line, cued, after, size)
        if clauses.finite(scene, line, after, size, trusted, trusted):
            return clauses.clause(scene, line, after, size, "bare-clause", (start, after), quote)
    if cued.cue.lemma in _ORDERING and _orders(scene, line, here, size):
        return clauses.clause(scene, line, here, size, "bare-clause", (start, here), quote)
    if cued.main and not cued.modal:
        return frame(scene, line, cued, here, size, (start, here))
    return None


def _gap(scene: Scene, line: Line, cued: Cued, verb: int, size: int) -> Content | None:
    """Return what is said of the noun before the attribution: "a pact they said would hold"."""
    low, words = line.low, scene.words
    phrase, end = line.phrase_to.get(cued.start), verb + 1
    if phrase is None or line.tags[phrase.head] in ("WP", "WDT", "PRP"):
        return None
    first, last = phrase.first, phrase.end - 1
    while end < size and low[end] not in (",", ".", ";", "—", "–") and low[end] not in words.passive:
        end += 1
    noun, rest = clauses.trimmed(line, first, last + 1), clauses.trimmed(line, verb, end)
    if noun is None or rest is None:
        return None
    return Content([noun, rest], "indirect", "gap", (cued.verb + 1, verb))


def _orders(scene: Scene, line: Line, here: int, size: int) -> bool:
    """Return whether a name and a bare verb follow: "demanded Moscow reveal details"."""
    mention = scene.holding(line.tokens[here].start, line.tokens[here].end)
    while mention is not None and here < size and line.tokens[here].start < mention.span.end:
        here += 1
    words = scene.words
    if mention is None or here + 1 >= size or not line.tokens[here].text.islower():
        return False
    word = line.low[here]
    closed = word in words.preposition or word in words.subordinator or word in words.auxiliary
    return (
        word.isalpha()
        and not closed
        and word not in words.relative
        and not word.endswith(("s", "ed", "ing", "ly"))
    )


def frame(
    scene: Scene, line: Line, cued: Cued, here: int, size: int, between: tuple[int, int]
) -> Content | None:
    """Content without a finite clause: an infinitive, an object, an object with `as` or `of`."""
    low, takes, words = line.low, cued.cue.takes, scene.words
    word, quote = low[here], line.quoted[cued.verb]
    if "part" in takes and _partly_quoted(line, here, size, quote):
        return clauses.clause(scene, line, here, size, "object", between, quote)
    if here + 1 >= size or word in MARKS or word in ("'s", "’s") or word in (",", ".", ";", ":", ")"):
        return None
    if word == "to":
        if low[here + 1] in words.determiner:
            return None  # "pledged to the victims" names a hearer
        return (
            clauses.clause(scene, line, here, size, "infinitive", between, quote) if "to" in takes else None
        )
    if word in words.preposition or word in words.subordinator:
        return None
    if "ing" in takes and word.endswith("ing") and len(word) > 5 and line.tokens[here].text.islower():
        return clauses.clause(scene, line, here, size, "object", between, quote)
    if "order" in takes and clauses.find_word(line, "to", here, here + 12, size) > here:
        return clauses.clause(scene, line, here, size, "order", between, quote)
    if "as" in takes and clauses.find_word(line, "as", here, here + 14, size) > here:
        return clauses.clause(scene, line, here, size, "seen-as", between, quote)
    if "named" in takes:
        end = here
        while end < min(here + 10, size) and line.quoted[end] == quote and low[end] not in _BREAKS:
            end += 1
        if here < end < size and line.quoted[end] > quote:
            while end < size and (
                line.quoted[end] > quote
                or (low[end] in ("and", "or") and end + 1 < size and line.quoted[end + 1] > quote)
            ):
                end += 1
            return clauses.clause(scene, line, here, end, "named", between, quote)
    if "of" in takes and clauses.find_word(line, "of", here, here + 10, size) > here:
        return clauses.clause(scene, line, here, size, "accusation", between, quote)
    if "np" in takes and "clause" in takes and cued.cue.kind == "said":
        end = min(size, line.last)
        if _has_main_verb(line, here, end):
            return None  # "announced the talks, due in May, were off": a clause that none of the rules knows
    if "np" in takes and (
        word in words.determiner or line.tokens[here].text[:1].isupper() or cued.cue.kind != "view"
    ):
        return clauses.clause(scene, line, here, size, "object", between, quote)
    return None


def _has_main_verb(line: Line, start: int, end: int) -> bool:
    """Return whether the tokens hold a finite verb that is in no relative or adverbial clause."""
    near = (c for c in line.syntax.clauses if c.verb is not None and start <= c.verb.first < end)
    return any(clause.kind not in ("relative", "adverbial", "participial") for clause in near)


def _partly_quoted(line: Line, here: int, size: int, quote: int) -> bool:
    """Return whether the object that starts at `here` has quoted words in it: a “firm response”."""
    for at in range(here, min(here + 6, size)):
        if line.quoted[at] > quote:
            return True
        if line.low[at] in _BREAKS or line.low[at] in (".", ";", "that"):
            return False
    return False


def _that(scene: Scene, line: Line, cued: Cued, start: int, size: int) -> int:
    """Return the token of the "that" which opens the content, or -1."""
    low, words = line.low, scene.words
    if low[start] == "that":
        return -1 if start + 1 < size and low[start + 1] in _PRONOUN_THAT else start
    if not _leads(scene, line, cued, start):
        return -1
    if low[start] == "of":
        return -1  # "learned of the probability that": it is the noun's clause
    for here in range(start, min(start + _REACH, size)):
        word = low[here]
        if line.quoted[here] != line.quoted[cued.verb]:
            if here == start or (line.quoted[here - 1] != line.quoted[here] and low[here - 1] in (",", ":")):
                return -1
            continue  # the name of a broadcast or a work: said on “Meet the Press” that
        if word == "that":
            return here
        if word in words.finite or (word in (".", ";", ":")) or (word in words.relative):
            return -1
    return -1


def _leads(scene: Scene, line: Line, cued: Cued, start: int) -> bool:
    """Return whether hearer, time or place may be at `start`, between the verb and its content."""
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


def quotation(
    scene: Scene, line: Line, cued: Cued, opening: int, size: int, between: tuple[int, int]
) -> Content | None:
    """Return the quotation that opens at token `opening` as content, or the clause it is part of."""
    number = line.quoted[opening]
    quotation = scene.quotations[number]
    end = opening
    while end < len(line.low) and line.quoted[end] == number:
        end += 1
    if _titled(scene, line, opening, end) and cued.cue.lemma not in scene.words.before_titles:
        return None
    if end < size and _goes_on(line, end, size):
        return clauses.clause(scene, line, opening, size, "quote-in-clause", between, line.quoted[cued.verb])
    short = len(quotation.parts) == 1 and not _says_something(line, opening, end) and between[0] == between[1]
    if short and cued.cue.lemma not in scene.words.before_fragments:
        return None
    subject = _subject_before(scene, line, cued, opening)
    if subject is not None:
        return Content([subject, *quotation.parts], "mixed", "clause-verb-clause", between, number)
    return Content(list(quotation.parts), "direct", "verb-quote", between, number)


def _subject_before(scene: Scene, line: Line, cued: Cued, opening: int) -> Span | None:
    """Return the subject of a quotation that is a predicate: "The bill, Oak said, “is late”"."""
    comma, first = cued.start - 1, opening + 1
    if (
        comma < 1
        or line.low[comma] != ","
        or first >= len(line.low)
        or line.low[first] not in scene.words.auxiliary
    ):
        return None
    if line.quoted[comma] != line.quoted[cued.verb]:
        return None
    start = clauses.clause_start(line, comma, line.quoted[cued.verb])
    if "," in line.low[start:comma] or line.has_finite(start, comma):
        return None
    return clauses.trimmed(line, start, comma)


def _titled(scene: Scene, line: Line, opening: int, end: int) -> bool:
    """Return whether the quoted tokens are the title of a work: capitals, and no full stop at the end."""
    inner = [line.tokens[here].text for here in range(opening, end) if line.low[here] not in MARKS]
    if inner and inner[-1] == ",":
        inner.pop()
    if len(inner) < 2 or inner[-1] in (".", "!", "?", "…"):
        return False
    small = scene.words.determiner | scene.words.preposition | {"and", "or", "but"}
    large = [word for word in inner if word[:1].isalpha() and word.lower() not in small]
    return len(large) > 1 and all(word[:1].isupper() for word in large)


def _goes_on(line: Line, end: int, size: int) -> bool:
    """Return whether the clause runs on after a quotation that closes before token `end`."""
    low = line.low
    if low[end] in (",", ".", ";", ":", "?", "!", "—", "–", "-", "(", ")", "[") or low[end] in MARKS:
        return False
    if low[end] in ("and", "but", "while", "as", "after", "before", "when", "although", "because"):
        return False
    return end < size


def _says_something(line: Line, start: int, end: int) -> bool:
    return sum(1 for word in line.low[start:end] if word[:1].isalnum()) >= 3


def skip(scene: Scene, line: Line, here: int, size: int) -> int:
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


def hearer(scene: Scene, line: Line, here: int, size: int) -> int:
    """Return the token after the noun phrase that is told something."""
    low, words, tokens = line.low, scene.words, line.tokens
    if here >= size:
        return here
    if low[here] in words.hearers:
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
