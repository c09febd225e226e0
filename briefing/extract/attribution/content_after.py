"""Content that follows its verb: a clause, a quotation, an infinitive, an object.

A clause ends where the syntax lets the clause of its verb end; who hears it, when and where may be before it.
"""

from __future__ import annotations

from briefing.extract.attribution import extents, frames
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.extents import Content
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speech_tables import MARKS
from briefing.model import NounPhrase, Span
from briefing.text.chunks import ADVERBS, BE, NAMES

_REACH = 26
"""Tokens that hearer, time and place may take between a verb and its content."""
_ASIDE = 12
"""Tokens of an aside between a verb and its content."""
_BREAKS = frozenset((",", ":", "—", "–", "(", "to"))
_ENDS = frozenset((",", ".", ";", ":", "?", "!", "—", "–", "-", "(", ")", "[")) | MARKS
_LEADS_IN = frozenset((",", ":", "—", "–", "-"))
_JOINS = frozenset(("and", "but", "while", "as", "after", "before", "when", "although", "because"))
_HEARERS = frozenset(("him", "her", "them", "us", "me"))
_ORDERING = frozenset(("demand", "insist", "propose", "recommend", "request", "order", "ask", "suggest"))
_TRUSTED = frozenset(("say", "tell", "believe", "think"))
"""Lemmas of verbs behind which a clause is nearly always content."""
_SMALL = frozenset(("IN", "DT", "CC", "TO"))
_WHERE = frozenset(("in", "at", "during", "on", "via", "through", "to"))


def following(scene: Scene, line: Line, cued: Cued, limit: int) -> Content | None:
    """Return the content after the verb, or None."""
    start, quote = cued.verb + 1, line.quoted[cued.verb]
    size = min(limit, len(line.low))
    while quote >= 0 and size > start and line.quoted[size - 1] != quote:
        size -= 1
    if start >= size:
        return None
    takes = cued.cue.takes
    end = _clause_end(line, cued, size)
    that = _that(scene, line, cued, start, size) if "that" in takes else -1
    opening = _opening_quote(scene, line, cued, start, size, quote) if "quote" in takes else -1
    if that >= 0 and (opening < 0 or that < opening) and _is_clause(line, cued, that + 1, end):
        return extents.stretch(scene, line, that + 1, end, "that-clause", (start, that), quote)
    if opening >= 0:
        return quotation(scene, line, cued, opening, size, (start, opening))
    here = skip(scene, line, start, size)
    return _unmarked(scene, line, cued, here, end, size) if here < end else None


def _is_clause(line: Line, cued: Cued, start: int, end: int) -> bool:
    """Return whether a "that" opens a clause; what is demanded has a bare verb: "that the council act"."""
    bare = cued.cue.lemma in _ORDERING or "order" in cued.cue.takes or line.tags[start - 1] != "DT"
    return bare or any(start <= at < end for at in line.finite)


def _clause_end(line: Line, cued: Cued, size: int) -> int:
    """Return where the clause of a verb ends; not inside of a quotation that it holds."""
    clause = line.clause_of.get(cued.verb) or cued.clause
    if clause is None or clause.end <= cued.verb + 1:
        return size
    end = clause.end
    while 0 < end < size and line.quoted[end] >= 0 and line.quoted[end] == line.quoted[end - 1]:
        end += 1
    return min(end, size)


def _unmarked(scene: Scene, line: Line, cued: Cued, here: int, size: int, limit: int) -> Content | None:
    """Return content that no "that" and no mark opens; it ends before token `size`, and `limit` ends all."""
    takes, quote, between = cued.cue.takes, line.quoted[cued.verb], (cued.verb + 1, here)
    if line.low[here] == ":" and "quote" in takes and extents.holds_clause(line, here + 1, size):
        return extents.stretch(scene, line, here + 1, size, "colon-clause", between, quote)
    if "wh" in takes and line.low[here] in scene.words.wh and here + 1 < size:
        return extents.stretch(scene, line, here, size, "wh-clause", between, quote)
    after = _bare_start(scene, line, cued, here, size)
    if after == here and after in line.finite:
        return _gap(line, cued, after, size) if "clause" in takes else None
    if after >= 0:
        return extents.stretch(scene, line, after, size, "bare-clause", (cued.verb + 1, after), quote)
    if not _may_take_object(line, cued, here) or frames.is_half(line, cued, here, min(limit, line.last)):
        return None
    return frames.frame(scene, line, cued, here, size, between)


def _bare_start(scene: Scene, line: Line, cued: Cued, here: int, size: int) -> int:
    """Return where a clause without "that" begins, behind a hearer or not; -1 where none does."""
    takes, lemma = cued.cue.takes, cued.cue.lemma
    if "clause" in takes:
        after = hearer(scene, line, here, size) if "hearer" in takes else here
        if here < after < size and line.quoted[after] > line.quoted[cued.verb]:
            after = _subject_start(scene, line, cued, here, after)
        gap = after == here and after in line.finite
        if gap or (after not in line.finite and extents.holds_clause(line, after, size, lemma in _TRUSTED)):
            return after
    return here if lemma in _ORDERING and frames.orders(line, here) else -1


def _may_take_object(line: Line, cued: Cued, here: int) -> bool:
    """Return whether a verb in its clause may have an object or an infinitive as content."""
    if cued.modal or cued.main:
        return not cued.modal
    if cued.aside and cued.cue.kind == "denial":
        return True  # the front, which denied any link
    hung = cued.clause is not None and cued.clause.kind in ("relative", "adverbial")
    return hung and line.low[here] == "to" and cued.cue.kind == "said"


def _gap(line: Line, cued: Cued, verb: int, size: int) -> Content | None:
    """Return what is said of the noun before the attribution: "a pact they said would hold"."""
    phrase, end = line.phrase_to.get(cued.start), verb + 1
    if phrase is None or line.tags[phrase.head] in ("WP", "WDT", "PRP"):
        return None
    while (
        end < size
        and line.low[end] not in _BREAKS
        and line.low[end] not in (".", ";")
        and end not in line.finite
    ):
        end += 1
    noun, rest = extents.trimmed(line, phrase.first, phrase.end), extents.trimmed(line, verb, end)
    return Content([noun, rest], "indirect", "gap", (cued.verb + 1, verb)) if noun and rest else None


# -- what opens content ---------------------------------------------------------------------------


def _that(scene: Scene, line: Line, cued: Cued, start: int, size: int) -> int:
    """Return the token of the "that" which opens the content, or -1."""
    if line.low[start] == "that":
        return -1 if start + 1 in line.finite or line.tags[start + 1 : start + 2] == ("POS",) else start
    if not _leads(scene, line, cued, start) or line.low[start] == "of":
        return -1  # "learned of the probability that": it is the noun's clause
    for here in range(start, min(start + _REACH, size)):
        if line.quoted[here] != line.quoted[cued.verb]:
            if here == start or (
                line.quoted[here - 1] != line.quoted[here] and line.low[here - 1] in (",", ":")
            ):
                return -1
            continue  # the name of a broadcast or a work: said on “Meet the Press” that
        if line.low[here] == "that":
            return here
        if here in line.finite or line.low[here] in (".", ";", ":") or line.tags[here] in ("WP", "WDT"):
            return -1
    return -1


def _leads(scene: Scene, line: Line, cued: Cued, start: int) -> bool:
    """Return whether hearer, time or place may be at `start`, between the verb and its content."""
    if "hearer" in cued.cue.takes or line.low[start] in (",", ":"):
        return True
    adverb = line.tags[start] in ADVERBS and not line.low[start].endswith("self")
    return (
        adverb
        or line.low[start] in _HEARERS
        or line.tags[start] in ("IN", "TO", "SC", "WRB")
        or _is_time(scene, line, start)
    )


def _is_time(scene: Scene, line: Line, at: int) -> bool:
    phrase = line.phrase_from.get(at)
    return (phrase is not None and phrase.time) or line.tokens[at].start in scene.dates


def _opening_quote(scene: Scene, line: Line, cued: Cued, start: int, size: int, inside: int) -> int:
    """Return the first quoted token that the verb may introduce, or -1."""
    reach = start + _REACH if _leads(scene, line, cued, start) else start + 2
    for here in range(start, min(reach, size)):
        if line.quoted[here] >= 0 and line.quoted[here] != inside:
            return here if here == start or _introduces(scene, line, here - 1) else -1
        if here in line.finite or line.low[here] in (".", ";", "that"):
            return -1
        if line.low[here] == ":" and here + 1 < size and line.quoted[here + 1] < 0:
            return -1
    return -1


def _introduces(scene: Scene, line: Line, last: int) -> bool:
    """Return whether the word before a quotation leads to it: a comma, "in a statement", "yesterday"."""
    word = line.low[last]
    adverb = line.tags[last] in ADVERBS and not word.endswith("self")
    phrase = line.phrase_to.get(last + 1)
    timed = phrase is not None and phrase.time
    return word in _LEADS_IN or word in scene.words.sources or adverb or timed


# -- quotations -----------------------------------------------------------------------------------


def quotation(
    scene: Scene, line: Line, cued: Cued, opening: int, size: int, between: tuple[int, int]
) -> Content | None:
    """Return the quotation that opens at token `opening` as content, or the clause it is part of."""
    number = line.quoted[opening]
    parts, end = scene.quotations[number].parts, opening
    while end < len(line.low) and line.quoted[end] == number:
        end += 1
    told = _subject_start(scene, line, cued, between[0], opening)
    if told < opening:
        return extents.stretch(scene, line, told, size, "quote-in-clause", between, line.quoted[cued.verb])
    if _titled(line, opening, end) and cued.cue.lemma not in scene.words.before_titles:
        return None
    goes_on = line.low[end + 1 : end + 2] == ("that",) and line.low[end] in ("and", "but")
    if end < size and (goes_on or (line.low[end] not in _ENDS and line.low[end] not in _JOINS)):
        return extents.stretch(scene, line, opening, size, "quote-in-clause", between, line.quoted[cued.verb])
    short = len(parts) == 1 and between[0] == between[1] and not _says_something(line, opening, end)
    if short and cued.cue.lemma not in scene.words.before_fragments:
        return None
    subject = _subject_before(line, cued, opening)
    if subject is not None:
        return Content([subject, *parts], "mixed", "clause-verb-clause", between, number)
    return Content(list(parts), "direct", "verb-quote", between, number)


def _subject_start(scene: Scene, line: Line, cued: Cued, start: int, opening: int) -> int:
    """Return where the subject of a quoted verb begins: told MSNBC Cummings “was ill”; else `opening`."""
    if opening + 1 not in line.finite or "hearer" not in cued.cue.takes or start >= opening:
        return opening
    told = hearer(scene, line, start, opening)
    names = line.tags[opening - 1] in NAMES and opening - 2 >= start
    return told if start < told < opening else opening - names


def _subject_before(line: Line, cued: Cued, opening: int) -> Span | None:
    """Return the subject of a quotation that is a predicate: "The bill, Oak said, “is late”"."""
    comma, quote = cued.start - 1, line.quoted[cued.verb]
    if comma < 1 or line.low[comma] != "," or opening + 1 not in line.finite or line.quoted[comma] != quote:
        return None
    if line.low[opening + 1] not in BE and line.tags[opening + 1] not in ("MD", "VBZ"):
        return None
    start = extents.clause_start(line, comma, quote)
    if "," in line.low[start:comma] or line.has_finite(start, comma):
        return None
    return extents.trimmed(line, start, comma)


def _titled(line: Line, opening: int, end: int) -> bool:
    """Return whether the quoted tokens are the title of a work: capitals, and no full stop at the end."""
    inner = [here for here in range(opening, end) if line.low[here] not in MARKS]
    if inner and line.low[inner[-1]] == ",":
        inner.pop()
    if len(inner) < 2 or line.low[inner[-1]] in (".", "!", "?", "…"):
        return False
    large = [
        line.tokens[at].text for at in inner if line.low[at][:1].isalpha() and line.tags[at] not in _SMALL
    ]
    return len(large) > 1 and all(word[:1].isupper() for word in large)


def _says_something(line: Line, start: int, end: int) -> bool:
    return sum(1 for word in line.low[start:end] if word[:1].isalnum()) >= 3


# -- what may stand between -----------------------------------------------------------------------


def skip(scene: Scene, line: Line, here: int, size: int) -> int:
    """Return the first token after adverbs, times, and phrases such as "in a statement"."""
    start = here
    while here < size:
        after = _past(scene, line, here, size)
        if after == here:
            timed = line.low[here] == "," and start < here and here + 1 in line.phrase_from
            return here + timed  # estimated that year, the price would rise
        here = after
    return here


def _past(scene: Scene, line: Line, here: int, size: int) -> int:
    """Return the token after the adverb, the time or the occasion at token `here`, or else `here`."""
    for at in (here, here + 1)[: 1 + (here + 1 < size and line.tags[here] in ("IN", "JJ", "TO"))]:
        end = scene.dates.get(line.tokens[at].start)
        phrase = line.phrase_from.get(at)
        if end is not None and not _owns(line, at, end):
            return next((k for k in range(at, size) if line.tokens[k].start >= end), size)
        if phrase is not None and phrase.time and line.tags[phrase.end : phrase.end + 1] != ("POS",):
            return phrase.end
    if line.tags[here] in ADVERBS and line.low[here] not in ("no", "only", "both"):
        return here + 1
    if line.low[here] == "," and line.tags[here + 1 : here + 2] == ("IN",):
        return _past_aside(line, here, size)
    phrase = line.phrase_from.get(here + 1)
    if phrase is not None and _brings(scene, line, here, phrase):
        return _past_chain(line, phrase)
    return here


def _brings(scene: Scene, line: Line, preposition: int, phrase: NounPhrase) -> bool:
    """Return whether a phrase is where, or by whom, words are passed on: "in a letter", "through an aide"."""
    if line.low[preposition] in ("through", "via") and line.low[phrase.head] in scene.words.offices:
        return True
    return line.low[preposition] in _WHERE and line.low[phrase.head] in scene.words.sources


def _past_aside(line: Line, comma: int, size: int) -> int:
    """Return the token after an aside between commas: "said, on the question of the port, the state ..."."""
    for at in range(comma + 2, min(comma + _ASIDE, size - 1)):
        if line.low[at] == ",":
            return at + 1
        if at in line.finite or line.quoted[at] != line.quoted[comma]:
            break
    return comma


def _owns(line: Line, at: int, end: int) -> bool:
    """Return whether a date that ends before character `end` owns something: "today's attack"."""
    after = next((k for k in range(at, len(line.low)) if line.tokens[k].start >= end), len(line.low))
    return line.tags[after : after + 1] == ("POS",)


def _past_chain(line: Line, phrase: NounPhrase) -> int:
    """Return the token after an occasion: "in an interview with the Daily Herald"."""
    at = phrase.end
    while at + 1 < len(line.low) and line.tags[at] in ("IN", "TO") and at + 1 in line.phrase_from:
        at = line.phrase_from[at + 1].end
    return at


def hearer(scene: Scene, line: Line, here: int, size: int) -> int:
    """Return the token after the noun phrase that is told something, with a place or a time behind it."""
    phrase = line.phrase_from.get(here)
    if phrase is None or phrase.end > size:
        return here
    mention = scene.holding(line.tokens[here].start, line.tokens[here].end)
    end = phrase.whole if phrase.apposition is None else phrase.end
    if mention is not None:
        end = max(
            end, next((at for at in range(here, size) if line.tokens[at].start >= mention.span.end), size)
        )
    return end
