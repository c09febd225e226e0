"""Content that follows its verb: a clause, a quotation, an infinitive, an object.

A clause ends where the syntax lets the clause of its verb end; who hears it, when and where may be before it.
"""

from __future__ import annotations

from briefing.extract.attribution import extents, speakers
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
_STOPS = frozenset((",", ".", ";", ":", ")")) | MARKS
_ENDS = frozenset((",", ".", ";", ":", "?", "!", "—", "–", "-", "(", ")", "[")) | MARKS
_LEADS_IN = frozenset((",", ":", "—", "–", "-"))
_JOINS = frozenset(("and", "but", "while", "as", "after", "before", "when", "although", "because"))
_HEARERS = frozenset(("him", "her", "them", "us", "me"))
_ORDERING = frozenset(("demand", "insist", "propose", "recommend", "request", "order", "ask", "suggest"))
_OBJECTS = frozenset(("np", "part", "thing", "word"))
"""Frames in which an object is content, or with quoted words in it may be."""
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
    if "clause" in takes:
        after = hearer(scene, line, here, size) if "hearer" in takes else here
        if here < after < size and line.quoted[after] > quote:
            after = _subject_start(scene, line, cued, here, after)
        if after == here and after in line.finite:
            return _gap(line, cued, after, size)
        if after not in line.finite and extents.holds_clause(line, after, size, cued.cue.lemma in _TRUSTED):
            return extents.stretch(scene, line, after, size, "bare-clause", (cued.verb + 1, after), quote)
    if cued.cue.lemma in _ORDERING and _orders(line, here):
        return extents.stretch(scene, line, here, size, "bare-clause", between, quote)
    agreed = cued.clause is not None and cued.clause.kind == "relative" and line.low[here] == "to"
    agreed = agreed and cued.cue.kind == "said"
    if not (cued.main or agreed) or cued.modal or _is_half(line, cued, here, min(limit, line.last)):
        return None
    return frame(scene, line, cued, here, size, between)


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


def _orders(line: Line, here: int) -> bool:
    """Return whether a phrase and a bare verb follow: "demanded Moscow reveal details"."""
    phrase = line.phrase_from.get(here)
    after = line.tags[phrase.end] if phrase is not None and phrase.end < len(line.tags) else ""
    return after == "VB" or (after == "VBP" and phrase is not None and line.tags[phrase.head] in NAMES)


# -- content without a finite verb ----------------------------------------------------------------


def frame(
    scene: Scene, line: Line, cued: Cued, here: int, size: int, between: tuple[int, int]
) -> Content | None:
    """Return content without a finite clause: an infinitive, an object, an object with `as` or `of`."""
    takes, quote, rule = cued.cue.takes, line.quoted[cued.verb], None
    if not _OBJECTS.isdisjoint(takes) and _partly_quoted(line, here, size, quote):
        return extents.stretch(scene, line, here, size, "object", between, quote)
    if here >= size or line.low[here] in _STOPS or line.tags[here] == "POS":
        return None
    if line.low[here] == "to":
        planned = "to" in takes and _is_plan(scene, line, cued, here + 1)
        return extents.stretch(scene, line, here, size, "infinitive", between, quote) if planned else None
    if line.tags[here] in ("IN", "SC", "CC", "WRB", "WDT"):
        return None
    if "named" in takes:
        named = _named(scene, line, here, size, between, quote)
        if named is not None:
            return named
    rule = _rule(scene, line, cued, here, size)
    return extents.stretch(scene, line, here, size, rule, between, quote) if rule is not None else None


def _is_plan(scene: Scene, line: Line, cued: Cued, after: int) -> bool:
    """Return whether "to" opens a plan: not "pledged to the victims", "I want to stress that"."""
    if cued.cue.kind == "view" and cued.speaker is not None and speakers.first_person(cued.speaker):
        return False  # I want to thank the crew
    if cued.rule == "participle" and cued.cue.lemma == "agree":
        return False  # signed a contract agreeing to work
    telling = cued.cue.kind == "view" and not scene.words.triggers.isdisjoint(line.low[after : after + 2])
    return line.tags[after] != "DT" and not telling


def _rule(scene: Scene, line: Line, cued: Cued, here: int, size: int) -> extents.ContentRule | None:
    """Return how the words at token `here` are content of the verb."""
    takes, verb = cued.cue.takes, cued.verb
    if "ing" in takes and line.tags[here] == "VBG":
        return "object"
    to = extents.find_word(line, "to", verb, here + 12, size) if "order" in takes else -1
    if to > here and "VB" in line.tags[to + 1 : to + 3]:
        return "order"
    if "as" in takes and extents.find_word(line, "as", verb, here + 14, size) > here:
        return "seen-as"
    if "of" in takes and extents.find_word(line, "of", verb, here + 16, size) > here:
        return "accusation"
    if "for" in takes and extents.find_word(line, "for", verb, here + 14, size) > here:
        return "accusation"
    return "object" if _OBJECTS & set(takes) and _is_object(scene, line, cued, here) else None


def _is_object(scene: Scene, line: Line, cued: Cued, here: int) -> bool:
    """Return whether the words at token `here` are an object that may be content."""
    phrase = line.phrase_from.get(here)
    if phrase is None and line.tags[here] not in ("VBG", "JJ"):
        return False
    if phrase is not None and _carries_itself(scene, line, cued, phrase):
        return False
    if "np" not in cued.cue.takes:
        said = scene.words.nouns.keys() | scene.words.spoken
        spoken = phrase is not None and "word" in cued.cue.takes and line.low[phrase.head] in said
        return spoken or (phrase is not None and "thing" in cued.cue.takes and _is_thing(scene, line, phrase))
    return line.tags[here] in ("DT", "PRP$", *NAMES) or cued.cue.kind != "view"


def _carries_itself(scene: Scene, line: Line, cued: Cued, phrase: NounPhrase) -> bool:
    """Return whether the noun is what carries the content: "voiced fears that", "her words: “...”"."""
    after = line.low[phrase.end : phrase.end + 1]
    if line.low[phrase.head] == "interest":
        return True  # expressed interest in the talks
    light = line.low[cued.verb] in scene.words.light and line.low[phrase.head] in scene.words.nouns
    return after == (":",) or (light and after == ("that",))


def _is_thing(scene: Scene, line: Line, phrase: NounPhrase) -> bool:
    """Return whether a phrase names no person, body or number: one welcomes a guest without a word."""
    inside = line.tags[phrase.first : phrase.end]
    if line.tags[phrase.head] not in ("NN", "NNS") or "CD" in inside or phrase.end in line.phrase_from:
        return False
    head = line.low[phrase.head]
    return head not in scene.words.plural and not {head, head.removesuffix("s")} & scene.words.offices


def _is_half(line: Line, cued: Cued, here: int, end: int) -> bool:
    """Return whether an object is half of a clause: "announced the talks, due in May, were off"."""
    takes = cued.cue.takes
    return {"np", "clause"} <= set(takes) and cued.cue.kind == "said" and _has_main_verb(line, here, end)


def _has_main_verb(line: Line, start: int, end: int) -> bool:
    """Return whether the tokens hold a finite verb of a clause that no conjunction or pronoun opens."""
    near = (c for c in line.syntax.clauses if c.verb is not None and start <= c.verb.first < end)
    return any(clause.opener is None and clause.kind != "participial" for clause in near)


def _named(
    scene: Scene, line: Line, here: int, size: int, between: tuple[int, int], quote: int
) -> Content | None:
    """Return an object and the quoted name that it is given: called the report “a hoax”."""
    end = here
    judged = _judged(line, here, size)
    if judged > here:
        return extents.stretch(scene, line, here, judged, "named", between, quote)
    while end < min(here + 20, size) and line.quoted[end] == quote and line.low[end] not in _BREAKS:
        end += 1
    if not here < end < size or line.quoted[end] <= quote:
        return None
    while end < size and (line.quoted[end] > quote or _joins_quotes(line, end, quote)):
        end += 1
    return extents.stretch(scene, line, here, end, "named", between, quote)


def _judged(line: Line, here: int, size: int) -> int:
    """Return where an object and what it is called end: "called the claim baseless"; else `here`."""
    phrase = line.phrase_from.get(here)
    at = phrase.whole if phrase is not None else here
    while at < size and line.tags[at] in ADVERBS:
        at += 1
    ends = at + 1 >= size or line.low[at + 1] in (*_STOPS, "and", "but")
    return at + 1 if at > here and line.tags[at : at + 1] == ("JJ",) and ends else here


def _joins_quotes(line: Line, at: int, quote: int) -> bool:
    return line.low[at] in ("and", "or") and at + 1 < len(line.low) and line.quoted[at + 1] > quote


def _partly_quoted(line: Line, here: int, size: int, quote: int) -> bool:
    """Return whether the object that starts at `here` has quoted words in it: a “firm response”."""
    for at in range(here, min(here + 6, size)):
        if line.quoted[at] > quote:
            return True
        if line.low[at] in _BREAKS or line.low[at] in (".", ";", "that"):
            return False
    return False


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
    if line.low[here] in _WHERE and phrase is not None and line.low[phrase.head] in scene.words.sources:
        return _past_chain(line, phrase)
    return here


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
