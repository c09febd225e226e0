"""Who speaks: the noun phrase before or after a verb of saying, and the actor it stands for."""

from __future__ import annotations

from typing import NamedTuple

from briefing.extract.attribution import noun_phrases
from briefing.extract.attribution.sentence_view import MARKS, Line, Scene
from briefing.model import Span
from briefing.model.typography import read_as

_COMMA = frozenset(",—–")
_STOP = frozenset(",;:—–()[]…") | MARKS
_TRADES = ("er", "or", "ist", "ian", "man", "woman", "person", "ee", "eer")
"""Endings of nouns for what somebody does: "trader", "economist"."""
_SEGMENT = frozenset((",", ".", ";", ":", "!", "?")) | MARKS
_OF = frozenset(("of", "for", "from", "by"))
_NOBODY = frozenset(("nobody", "none", "neither", "no-one"))
FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our"))
ANYBODY = frozenset(("you", "your", "one", "who", "which", "what", "there"))
"""Words that name no source."""
_PRONOUNS = (
    FIRST_PERSON
    | ANYBODY
    | {"he", "she", "it", "they", "him", "her", "them", "his", "its", "their"}
    | {"this", "that", "these", "those"}
)
_REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves", "ourselves"))


class Speaker(NamedTuple):
    """The words for a speaker: tokens `first` to `last` (inclusive), and the actor where known."""

    first: int
    last: int
    span: Span
    actor: str | None
    text: str
    opens: int
    """First token of the whole subject, with a role that is before the name."""


def before(scene: Scene, line: Line, last: int) -> Speaker | None:
    """Return the noun phrase that ends at token `last`, over appositions and relative clauses."""
    low, words = line.low, scene.words
    apposed = False
    last = _without_occasion(scene, line, last)
    for _ in range(6):
        while last >= 0 and low[last] in (")", "]"):
            last = noun_phrases.back(line, last, "(" if low[last] == ")" else "[") - 1
        dated = noun_phrases.before_date(scene, line, last)
        last = dated - (dated != last and dated > 1 and _reduced(scene, line, dated + 1))
        if last < 0 or line.quoted[last] >= 0 > line.quoted[min(last + 1, len(low) - 1)]:
            return None
        if low[last] in _COMMA:
            opening = noun_phrases.back(line, last - 1, low[last])
            if opening < 0 and not noun_phrases.clausal(scene, line, 0, last, True):
                last -= 1
                continue
            if opening < 0:
                return None
            if _is_place(scene, line, opening + 1, last - 1):
                last, apposed = opening - 1, True  # "a leader in Beirut, Lebanon, said"
                continue
            if noun_phrases.is_name(scene, line, opening + 1, last - 1):
                opens = noun_phrases.walk(scene, line, opening - 1)
                role = opens < opening and low[opens] in words.determiner
                joint = _joint(scene, line, opens if role else opening + 1, last - 1)
                if joint is not None:
                    return joint
                return make(scene, line, opening + 1, last - 1, opens if role else opening + 1)
            aside = low[opening + 1] in words.relative or low[opening + 1] in ("when", "while", "if")
            if not aside and noun_phrases.clausal(scene, line, opening + 1, last):
                return None
            last = opening - 1
            apposed = True
            continue
        first = noun_phrases.walk(scene, line, last)
        stop = low[first - 1] if first > 0 else ""
        relative = stop in words.relative or stop == "that"
        if first > last:
            if not relative or first < 2:
                return None
            last = first - 2
            if low[last] == ",":
                last -= 1
            continue
        if stop in words.relative and noun_phrases.has_verb(scene, line, first, last):
            last = first - 2
            continue
        if low[first].isdigit() and first == last and first > 1 and low[first - 1] == ",":
            last = first - 2
            continue
        if apposed and stop == "and":
            first = noun_phrases.back(line, first - 1, ",") + 1
            stop = "," if first > 0 else ""
        if apposed and stop == "," and first > 2 and not line.tokens[first].text[:1].isupper():
            name = scene.holding(line.tokens[first - 2].start, line.tokens[first - 2].end)
            if name is not None and name.kind == "person":
                start = noun_phrases.token_at(line, name.span.start)
                if start == 0 or low[start - 1] not in words.preposition:
                    last = first - 2
                    continue
        if low[first] in ("and", "but", "while", "yet") and first < last:
            first += 1
        if low[last] in words.adverb or (
            low[last] in words.determiner and low[last] not in words.plural and low[last] not in words.subject
        ):
            return None
        if (
            stop == "which"
            and first < last
            and low[first] in words.junctures
            and low[first - 2] in words.preposition
        ):
            first += 1
        joint = _joint(scene, line, first, last)
        if joint is not None:
            return joint
        first = _coordinated(scene, line, first, last)
        first = _issued_by(scene, line, first, last)
        return make(scene, line, first, last) if low[first] != "according" else None
    return None


def _joint(scene: Scene, line: Line, first: int, last: int) -> Speaker | None:
    """Return two speakers with an apposition between them: "Anna Berg, the mayor, and Paul Holm"."""
    before_and = first - 2
    if before_and < 0 or line.low[first - 1] != "and":
        return None
    other = before(scene, line, before_and)
    if other is not None and line.low[other.first] == "both" and other.first < other.last:
        other = make(scene, line, other.first + 1, other.last)
    if other is None or not noun_phrases.is_name(scene, line, other.first, other.last):
        return None
    if noun_phrases.clausal(scene, line, other.last, first, True):
        return None
    return make(scene, line, other.first, last)._replace(actor=None)


def _is_place(scene: Scene, line: Line, first: int, last: int) -> bool:
    """Return whether the tokens between two commas are where the place before them lies."""
    if first < 2 or first > last:
        return False
    here = scene.holding(line.tokens[first].start, line.tokens[last].end)
    before = scene.holding(line.tokens[first - 2].start, line.tokens[first - 2].end)
    places = ("place", "state")
    named = (before is not None and before.kind in places) or line.low[first - 3 : first - 2] in (
        ("in",),
        ("at",),
    )
    return here is not None and here.kind in places and here.form == "name" and named


def _issued_by(scene: Scene, line: Line, first: int, last: int) -> int:
    """Return where the issuer begins in "a statement from the ministry", or else `first`."""
    for here in range(first, last):
        if line.low[here] in scene.words.preposition:
            issued = here > first and line.low[here - 1] in scene.words.sources
            return here + 1 if issued and line.low[here] in ("from", "by") else first
    return first


def _without_occasion(scene: Scene, line: Line, last: int) -> int:
    """Return the token before a phrase such as "in a joint statement" that ends at `last`, or else `last`."""
    low = line.low
    if last > 1 and low[last] in scene.words.sources:
        for here in range(last - 1, max(last - 5, 0), -1):
            if low[here] in ("in", "at", "during") and low[here + 1] in scene.words.determiner:
                return here - 1
            if low[here] in scene.words.bounds and low[here] not in scene.words.determiner:
                break
    return last


def _coordinated(scene: Scene, line: Line, first: int, last: int) -> int:
    """Return where the list of names begins that ends in "and" and a name: "Berg, Holm and Lund"."""
    low, words = line.low, scene.words
    if "and" not in low[first:last]:
        return first
    opens = first
    while opens > 1 and low[opens - 1] == ",":
        start = noun_phrases.walk(scene, line, opens - 2)
        if start >= opens - 1 or not noun_phrases.is_name(scene, line, start, opens - 2):
            mention = scene.holding(line.tokens[opens - 2].start, line.tokens[opens - 2].end)
            start = noun_phrases.token_at(line, mention.span.start) if mention is not None else opens
            lone = line.tokens[opens - 2].text[:1].isupper() and (opens == 2 or low[opens - 3] == ",")
            if start >= opens - 1 and lone:
                start = opens - 2  # a family name of somebody whom the text names nowhere else
            if start >= opens - 1 or start < 0:
                break
        if start > 1 and low[start - 1] in ("'s", "’s"):
            start -= 2  # "Norway's Anna Berg"
        opens = start
    if opens > 1 and low[opens - 1] in words.preposition and opens < first:
        start = noun_phrases.walk(scene, line, opens - 2)
        opens = start if start < opens - 1 else opens
    return opens


def _joined(scene: Scene, line: Line, first: int, last: int) -> bool:
    """Return whether the tokens name several, so that none of them is the speaker: "Berg and Holm"."""
    for here in range(first + 1, last):
        if line.low[here] != "and" or noun_phrases.inside(scene, line, here):
            continue
        before = scene.holding(line.tokens[here - 1].start, line.tokens[here - 1].end)
        behind = scene.mentions_in(line.tokens[here].end, line.tokens[last].end)
        if before is not None and any(m.form != "demonym" and m.actor != before.actor for m in behind):
            return True
    return False


def _reduced(scene: Scene, line: Line, date: int) -> bool:
    """Return whether a participle is before the date at token `date`: "a poll released Tuesday"."""
    word = line.low[date - 1]
    return word.endswith("ed") and line.low[date - 2] not in scene.words.determiner


def nearest(scene: Scene, line: Line, last: int) -> Speaker | None:
    """Return the shortest noun phrase that ends at token `last`; a place is part of a longer one."""
    low, words = line.low, scene.words
    mention = scene.holding(line.tokens[last].start, line.tokens[last].end)
    if mention is not None and mention.kind in ("place", "state"):
        return before(scene, line, last)
    first = last + 1
    while first > 0 and low[first - 1] not in _STOP and low[first - 1] not in words.preposition:
        if low[first - 1] in words.finite or low[first - 1] in words.subordinator:
            break
        first -= 1
        if low[first] in words.determiner:
            break
    return make(scene, line, first, last) if first <= last else None


def after(scene: Scene, line: Line, first: int) -> tuple[Speaker, int] | None:
    """Return the noun phrase that starts at token `first`, and the token where its appositions end."""
    low, words = line.low, scene.words
    size = len(low)
    here = first
    while here < size:
        word = low[here]
        if word == "." and here > first and (low[here - 1] in words.titles or len(low[here - 1]) == 1):
            here += 1
            continue
        if word in _STOP or word == "." or line.quoted[here] != line.quoted[first]:
            break
        if here > first and (
            word in words.finite
            or (
                word in words.determiner and low[here - 1] not in words.preposition and low[here - 1] != "and"
            )
            or word in words.relative
            or (word in words.adverb and not line.tokens[here].text[:1].isupper())
            or (word in words.subordinator and not noun_phrases.joins_names(line, here))
            or (
                word in words.preposition
                and word not in _OF
                and low[here - 1] not in words.familiar
                and not noun_phrases.inside(scene, line, here)
            )
            or line.tokens[here].start in scene.dates
        ):
            break
        here += 1
    if here > first + 2 and here < size and _reduced(scene, line, here):
        here -= 1
    if here == first or low[first] in words.preposition or low[first] in words.subordinator:
        return None
    speaker = make(scene, line, first, here - 1)
    end = here
    if end + 1 < size and low[end] == ",":
        closing = _segment_end(line, end + 1)
        if speaker.actor is None and noun_phrases.is_name(scene, line, end + 1, closing - 1):
            speaker = make(scene, line, end + 1, closing - 1)
            end = closing
        else:
            end = apposition_end(scene, line, end)
    return speaker, end


def apposition_end(scene: Scene, line: Line, comma: int) -> int:
    """Return where the appositions behind a name end: "said Holm, 54, director of the club,"."""
    low, words = line.low, scene.words
    while comma + 1 < len(low) and low[comma] == ",":
        first, closing = comma + 1, _segment_end(line, comma + 1)
        opens = (
            low[first] in words.determiner
            or low[first].isdigit()
            or _is_title(scene, line, first, closing)
            or _is_place(scene, line, first, closing - 1)
        )
        if low[first] not in words.relative and not (
            opens and not noun_phrases.clausal(scene, line, first, closing)
        ):
            break
        comma = closing
    return comma


def _segment_end(line: Line, here: int) -> int:
    """Return the next comma, stop or quotation mark, `here` or later; the point of "St. Ives" is no stop."""
    while (
        here < len(line.low) and line.low[here] not in _SEGMENT and line.quoted[here] == line.quoted[here - 1]
    ):
        here += 1
    return here


def _is_title(scene: Scene, line: Line, first: int, end: int) -> bool:
    """Return whether the tokens are a title without an article: "director of the institute"."""
    low, words = line.low, scene.words
    head = first
    while head < end and low[head] not in words.preposition and low[head] != "and":
        if low[head] in words.cues and low[head] not in words.offices and head == first:
            return False
        head += 1
    if not words.offices.isdisjoint(low[first:head]):
        return True
    word = low[first]
    closed = word in words.bounds or word in words.subject or word in words.adverb or word in words.finite
    noun = first < head < end and low[head - 1].endswith(_TRADES) and not word.endswith(("s", "ed", "ly"))
    return noun and not closed and line.tokens[first].text.islower()


def main_subject(scene: Scene, line: Line, limit: int) -> Speaker | None:
    """Return the first noun phrase before token `limit` that can be the subject of the sentence."""
    low, words, tokens = line.low, scene.words, line.tokens
    if limit <= 0:
        return None
    quote = line.quoted[min(limit, len(low) - 1)]
    for mention in scene.mentions_in(tokens[0].start, tokens[limit - 1].end):
        if mention.form == "demonym" or (mention.kind == "place" and not mention.acts):
            continue
        first = noun_phrases.token_at(line, mention.span.start)
        last = noun_phrases.token_at(line, mention.span.end - 1)
        if first < 0 or last < first or last >= limit or line.quoted[first] != quote:
            continue
        lead = first
        while lead > 0 and (tokens[lead - 1].text[:1].isupper() or low[lead - 1] in words.determiner):
            lead -= 1
        if lead > 0 and (low[lead - 1] in words.preposition or low[lead - 1] in words.relative):
            continue
        verb = noun_phrases.after_date(scene, line, last + 1)
        if verb < len(low) and (
            low[verb] in ("'s", "’s", "'", "’") or not noun_phrases.verbal(scene, line, verb)
        ):
            continue
        return make(scene, line, lead, last)
    start = 0
    while start < limit and line.quoted[start] != quote:
        start += 1
    if start < limit and (low[start] in words.determiner or low[start] in words.subject):
        here = start + 1
        while here < limit and low[here] not in _STOP and not noun_phrases.verbal(scene, line, here):
            here += 1
        if here < limit and low[here] not in _STOP:
            return make(scene, line, start, max(noun_phrases.before_date(scene, line, here - 1), start))
    return None


def resolve(scene: Scene, line: Line, first: int, last: int) -> str | None:
    """Return the actor that the noun phrase from token `first` to `last` means, by its head."""
    tokens, low, words = line.tokens, line.low, scene.words
    if "and" in low[first:last] and _joined(scene, line, first, last):
        return None
    main = noun_phrases.head(scene, line, first, last)
    mention = scene.holding(tokens[main].start, tokens[main].end)
    if mention is not None and mention.actor is not None:
        return mention.actor
    mention = scene.holding(tokens[last].start, tokens[last].end)
    if (
        mention is not None
        and mention.actor is not None
        and mention.form == "name"
        and mention.kind == "person"
        and (main >= last or low[main] in words.offices or tokens[main].text[:1].isupper())
    ):
        start = noun_phrases.token_at(line, mention.span.start)
        if start > 0 and low[start - 1] not in words.preposition and low[start - 1] not in words.determiner:
            return mention.actor
    return None


def make(scene: Scene, line: Line, first: int, last: int, opens: int = -1) -> Speaker:
    """Return the speaker that the tokens `first` to `last` name."""
    span = Span(line.tokens[first].start, line.tokens[last].end)
    return Speaker(
        first,
        last,
        span,
        resolve(scene, line, first, last),
        read_as(span.of(scene.document.text)),
        opens if opens >= 0 else first,
    )


def is_sound(scene: Scene, line: Line, speaker: Speaker) -> bool:
    """Return whether the tokens can be a noun phrase: no clause, no half of a quotation."""
    low, first, last = line.low, speaker.first, speaker.last
    if line.quoted[first] != line.quoted[last] or not _REFLEXIVE.isdisjoint(low[first : last + 1]):
        return False
    word, plain = low[first], line.tokens[first].text.islower()
    for here in range(first + 1, last):
        if (
            low[here] in scene.words.finite
            and line.tokens[here - 1].text[:1].isupper()
            and line.tokens[here].text.islower()
        ):
            return False  # "Berg met Holm and Lund said" has a clause in it
    if first == last:
        return not (plain and word.endswith("ing") and word not in scene.words.offices)
    opens = low[first + 1] in scene.words.preposition or low[first + 1] in scene.words.determiner
    return not (plain and opens and word.endswith(("ed", "ing")) and word not in scene.words.offices)


def evidence(scene: Scene, line: Line, speaker: Speaker) -> bool:
    """Return whether the words name what shows a thing and says nothing: "polls", "its name"."""
    return speaker.actor is None and line.low[speaker.last] in scene.words.evidence


def shown(scene: Scene, line: Line, speaker: Speaker, others: frozenset[str]) -> bool:
    """Return whether the words name a thing that is read and does not speak: "a poster with a portrait"."""
    words = line.low[speaker.first : speaker.last + 1]
    return not scene.words.carriers.isdisjoint(words) or not others.isdisjoint(words)


def nobody(speaker: Speaker) -> bool:
    """Return whether the words say that there is no speaker: "nobody", "no minister"."""
    first, *rest = speaker.text.lower().split()
    return first in _NOBODY or (first == "no" and bool(rest))


def pronoun_of(text: str) -> str:
    """Return the pronoun that the words are, without its verb ("we" of "We've"); "" for a noun phrase."""
    word = text.lower().replace("’", "'").partition("'")[0]
    return word if word in _PRONOUNS else ""


def first_person(speaker: Speaker) -> bool:
    """Return whether the speaker is "I" or "we", so whoever is being quoted."""
    return pronoun_of(speaker.text) in FIRST_PERSON


def pronoun(speaker: Speaker) -> bool:
    """Return whether the words are a pronoun alone."""
    return bool(pronoun_of(speaker.text))


def objective(speaker: Speaker) -> bool:
    """Return whether the words are a pronoun that cannot be a subject."""
    return speaker.text.lower() in ("him", "her", "them", "us", "me")
