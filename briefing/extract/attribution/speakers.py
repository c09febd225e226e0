"""A noun phrase -> who speaks: its words with what belongs to them, and the actor it stands for."""

from __future__ import annotations

from typing import NamedTuple

from briefing.extract.attribution.scene import Line, Scene
from briefing.model import NounPhrase, Span
from briefing.model.typography import read_as
from briefing.text.chunks import ADVERBS, NAMES

_OWNS = frozenset(("'s", "’s", "'", "’"))
_AND = frozenset(("and", "or", "&", "nor"))
_JOINTS = frozenset((",", "and", "but", "while", "as"))
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
_GOVERNING = frozenset(("IN", "TO", "DT", "POS", "PRP$", "CC"))
_REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves", "ourselves"))
_PLACES = ("place", "state")
_CLOSING = frozenset(',.;:!?"“”-–—(')
_SEGMENT = frozenset(',.;:!?"“”')


class Speaker(NamedTuple):
    """The words for a speaker: tokens `first` to `last` (inclusive), and the actor where known."""

    first: int
    last: int
    span: Span
    actor: str | None
    text: str
    opens: int
    """First token of the whole subject, with a role that is before the name."""


# -- from a phrase to a speaker -------------------------------------------------------------------


def of(scene: Scene, line: Line, phrase: NounPhrase, until: int) -> Speaker:
    """Return who a noun phrase names; what hangs on it ends before token `until`.

    A name goes before the role that it explains: "the study's author, Mei Tan"; whose statement a statement
    is goes before the statement.
    """
    phrase = _who_knows(scene, line, phrase)
    opens = _opening(scene, line, phrase)
    maker = _maker(scene, line, phrase)
    if maker is not None:
        return make(scene, line, opens, phrase.end - 1, opens)._replace(actor=maker)
    issuer = _issuer(scene, line, phrase, until)
    if issuer is not None:
        return of(scene, line, issuer, until)._replace(opens=opens)
    named = _named_before(scene, line, phrase) or _titled_before(scene, line, phrase, until)
    if named is not None:
        return make(scene, line, named.first, named.end - 1, named.first)
    end = _end(scene, line, phrase, until)
    name = _explaining(scene, line, phrase, end, until) if _is_role(scene, line, phrase, until) else None
    if name is not None:
        return make(scene, line, name.first, _end(scene, line, name, until) - 1, opens)
    made = make(scene, line, opens, end - 1, head=phrase.head)
    several = end > phrase.whole and (phrase.joined or phrase.apposition is not None)
    if not several or _is_one_name(scene, line, phrase, end):
        return made
    return made._replace(actor=_titled(scene, line, phrase, end))


def _who_knows(scene: Scene, line: Line, phrase: NounPhrase) -> NounPhrase:
    """Return the source for what it knows or what is in brackets behind it: "familiar with the matter"."""
    if phrase.first > 0 and line.low[phrase.first - 1] == "(":
        return line.phrase_to.get(phrase.first - 1, phrase)
    lead = phrase.preposition
    if lead is None or line.low[lead - 1] not in scene.words.familiar:
        return phrase
    return line.phrase_to.get(lead - 1, phrase)


def _titled(scene: Scene, line: Line, phrase: NounPhrase, end: int) -> str | None:
    """Return the person with two offices: "Party leader and Prime Minister Anna Berg"."""
    last, (start, _) = scene.holding(line.tokens[end - 1].start, line.tokens[end - 1].end), (phrase.first, 0)
    if last is None or last.kind != "person" or last.form != "name":
        return None
    role = line.low[phrase.head] in scene.words.offices and "," not in line.low[start:end]
    others = [m for m in scene.mentions_in(line.tokens[start].start, last.span.start) if m.kind == "person"]
    return last.actor if role and not others else None


def _is_one_name(scene: Scene, line: Line, phrase: NounPhrase, end: int) -> bool:
    """Return whether one mention holds a list: "Justice and Development Party"."""
    mention = scene.holding(line.tokens[phrase.head].start, line.tokens[end - 1].end)
    return mention is not None


def _opening(scene: Scene, line: Line, phrase: NounPhrase) -> int:
    """Return where a phrase begins: with its owner ("Labour's leader"), without "both"."""
    first = phrase.first
    while first > 1 and line.low[first - 1] in _OWNS and first - 1 in line.phrase_to:
        first = line.phrase_to[first - 1].first
    opener = line.low[first]
    both = opener == "both" and phrase.joined
    if first < phrase.head and (both or opener in scene.words.junctures):
        return first + 1
    return first


def _maker(scene: Scene, line: Line, phrase: NounPhrase) -> str | None:
    """Return whose statement a statement is: "the White House statement", "a council communique"."""
    if line.low[phrase.head] not in scene.words.issued or phrase.head == phrase.first:
        return None
    before = line.tokens[phrase.head - 1]
    mention = scene.holding(before.start, before.end)
    return mention.actor if mention is not None else None


def _issuer(scene: Scene, line: Line, phrase: NounPhrase, until: int) -> NounPhrase | None:
    """Return the council of "a statement from the council"."""
    if line.low[phrase.head] not in scene.words.sources or phrase.end + 1 >= until:
        return None
    return line.phrase_from.get(phrase.end + 1) if line.low[phrase.end] == "from" else None


def _named_before(scene: Scene, line: Line, phrase: NounPhrase) -> NounPhrase | None:
    """Return the name before a role whose second comma is missing: "Omar Hadi, a party spokesman said"."""
    name = line.phrase_to.get(phrase.first - 1)
    if name is None or line.low[phrase.first - 1] != "," or phrase.determiner != phrase.first:
        return None
    opens = name.first == 0 and line.tags[name.head] in NAMES and phrase.end in line.finite
    return name if opens and line.low[phrase.head] in scene.words.offices else None


def _titled_before(scene: Scene, line: Line, phrase: NounPhrase, until: int) -> NounPhrase | None:
    """Return the name whose office is taken for the subject: "In Oslo, Anna Berg, the bank's head, said"."""
    name = line.phrase_to.get(phrase.first - 1)
    office = line.low[phrase.head] in scene.words.offices and phrase.determiner == phrase.first
    if name is None or not office or line.low[phrase.first - 1] != "," or line.low[until - 1] != ",":
        return None
    mention = scene.holding(line.tokens[name.head].start, line.tokens[name.head].end)
    own = mention is not None and mention.kind == "person" and mention.form == "name" and not name.joined
    return name if own and (name.first == 0 or line.low[name.first - 1] in _JOINTS) else None


def _explaining(scene: Scene, line: Line, phrase: NounPhrase, end: int, until: int) -> NounPhrase | None:
    """Return the name behind a role: "its mayor at that time, Sauli Norrback,"."""
    office = line.low[phrase.head] in scene.words.offices
    if line.tags[phrase.head] in NAMES and not (office or _is_bare_body(scene, line, phrase)):
        return None
    verb = until in line.finite
    near = range(phrase.end + 1, until) if verb else range(end + 1, end + 2)
    names = (line.phrase_from.get(at) for at in near if line.low[at - 1 : at] == (",",))
    return next((name for name in names if name is not None and _explains(scene, line, name, until)), None)


def _explains(scene: Scene, line: Line, name: NounPhrase, until: int) -> bool:
    """Return whether a phrase behind a comma is a name, and no place, that ends with its stretch."""
    if line.tags[name.head] not in NAMES or name.joined or name.time:
        return False
    whole = name.whole
    closes = whole in (until, len(line.low)) or line.low[whole] in _CLOSING
    if not closes and not (line.tags[whole] == "IN" and line.low[until - 1] == ","):
        return False
    mention = scene.holding(line.tokens[name.head].start, line.tokens[name.head].end)
    if name.determiner is not None:  # the novelist Eva Holm, the DA
        short = mention is None and line.tokens[name.head].text.isupper()
        return short or (mention is not None and mention.form == "name" and mention.kind not in _PLACES)
    return mention is None or mention.kind != "place"


def _is_role(scene: Scene, line: Line, phrase: NounPhrase, until: int) -> bool:
    """Return whether a name may explain a phrase: before a verb any, elsewhere an office."""
    return until in line.finite or line.low[phrase.head] in scene.words.offices


def _is_bare_body(scene: Scene, line: Line, phrase: NounPhrase) -> bool:
    """Return whether a name with an article names nobody of the cast: "The United Nations spokesman"."""
    if phrase.determiner is not None and line.low[phrase.determiner] in ("a", "an"):
        return True
    mention = scene.holding(line.tokens[phrase.head].start, line.tokens[phrase.head].end)
    return mention is None and phrase.determiner is not None


def _end(scene: Scene, line: Line, phrase: NounPhrase, until: int) -> int:
    """Return the token behind all that belongs to a phrase: lists, "in Oslo", "familiar with the matter"."""
    if phrase.first == phrase.head and line.tags[phrase.head] in ("PRP", "WP", "WDT"):
        return phrase.end
    at, joined = phrase.end, phrase.joined
    aside = phrase.apposition
    if aside is not None and line.low[aside.whole : aside.whole + 2] == (",", "and"):
        other = line.phrase_from.get(aside.whole + 2)
        if other is not None and other.end <= until and not line.has_finite(phrase.first, other.end):
            at, joined = other.end, other.joined  # Anna Berg, the mayor, and Paul Holm
    while at < until:
        found = _member(line, at) if joined else None
        found = found or _hanging(scene, line, at, until)
        if found is None or found.end > until or found.time:
            break
        at, joined = found.end, found.joined
    return at


def _member(line: Line, at: int) -> NounPhrase | None:
    """Return the next phrase of a list."""
    after = at
    while after < len(line.low) and (line.low[after] == "," or line.low[after] in _AND):
        after += 1
    return line.phrase_from.get(after) if after > at else None


def _hanging(scene: Scene, line: Line, at: int, until: int) -> NounPhrase | None:
    """Return the phrase that hangs on the one before token `at`."""
    tags, low = line.tags, line.low
    if tags[at] in ("VBN", "JJ") and at + 1 < until and tags[at + 1] in ("IN", "TO"):
        at += 1  # people familiar with the matter
    more = line.phrase_from.get(at + 1)
    if tags[at] in ("IN", "TO") and more is not None:
        told = low[more.head] in scene.words.sources and low[at] in ("in", "at", "during", "on")
        return None if told else more
    more = line.phrase_from.get(at)
    return more if more is not None and tags[more.head] in NAMES else None


def make(scene: Scene, line: Line, first: int, last: int, opens: int = -1, head: int = -1) -> Speaker:
    """Return the speaker that the tokens `first` to `last` name."""
    span = Span(line.tokens[first].start, line.tokens[last].end)
    return Speaker(
        first,
        last,
        span,
        resolve(scene, line, first, last, head),
        read_as(span.of(scene.document.text)),
        opens if opens >= 0 else first,
    )


def resolve(scene: Scene, line: Line, first: int, last: int, head: int = -1) -> str | None:
    """Return the actor that the tokens `first` to `last` mean, by their head."""
    tokens = line.tokens
    if head < 0:
        phrase = line.syntax.phrase_at(first)
        head = min(phrase.head, last) if phrase is not None else last
    mention = scene.holding(tokens[last].start, tokens[last].end)
    start = line.token_at(mention.span.start) if mention is not None else -1
    named = mention is not None and mention.kind == "person" and mention.form == "name"
    if mention is not None and named and start > head and line.tags[start - 1] not in _GOVERNING:
        return mention.actor
    mention = scene.holding(tokens[head].start, tokens[head].end)
    return mention.actor if mention is not None else None


# -- where a phrase stands ------------------------------------------------------------------------


def subject(scene: Scene, line: Line, verb: int) -> Speaker | None:
    """Return who is the subject of the finite verb at token `verb`; "who" stands for the noun before it."""
    clause = line.clause_of.get(verb)
    if clause is None or clause.subject is None or clause.verb is None:
        return None
    phrase = clause.subject
    if line.tags[phrase.head] in ("WP", "WDT"):
        return antecedent(scene, line, phrase.first)
    return of(scene, line, phrase, clause.verb.first if phrase.first < verb else len(line.low))


def antecedent(scene: Scene, line: Line, pronoun: int) -> Speaker | None:
    """Return whom the relative pronoun at token `pronoun` stands for."""
    end = pronoun - (line.low[pronoun - 1 : pronoun] == (",",))
    phrase = line.phrase_to.get(end)
    if phrase is None or line.tags[phrase.head] in ("PRP", "WP"):
        return None
    name = line.tags[phrase.head] in NAMES
    places = scene.holding(line.tokens[phrase.head].start, line.tokens[phrase.head].end)
    body = line.low[pronoun] == "who" and places is not None and places.kind != "person"
    if not name or body or (places is not None and places.kind in _PLACES):
        phrase = chain_start(line, phrase)
    holder = line.phrase_to.get(phrase.first - 1) if line.low[phrase.first - 1] == "," else None
    known = holder is not None and line.low[phrase.head] in scene.words.offices
    return of(scene, line, holder if holder is not None and known and body else phrase, end)


def chain_start(line: Line, phrase: NounPhrase) -> NounPhrase:
    """Return the phrase that begins a chain of prepositions: "officials" for the "Oslo" of "in Oslo"."""
    while phrase.preposition is not None and phrase.preposition in line.phrase_to:
        phrase = line.phrase_to[phrase.preposition]
    return phrase


def after(scene: Scene, line: Line, first: int) -> tuple[Speaker, int] | None:
    """Return the speaker whose words start at token `first`, and the token where the appositions end."""
    while first < len(line.low) and line.tags[first] in ADVERBS:
        first += 1
    phrase = line.phrase_from.get(first)
    if phrase is None or phrase.time or _is_dated(scene, line, phrase):
        return None
    until = _limit(scene, line, phrase)
    speaker = of(scene, line, phrase, until)
    return speaker, apposition_end(scene, line, speaker.last + 1)


def _is_dated(scene: Scene, line: Line, phrase: NounPhrase) -> bool:
    """Return whether a phrase is a date or opens with one: "a March 14 release"."""
    return any(
        line.tokens[at].start in scene.dates for at in range(phrase.first, min(phrase.first + 2, phrase.end))
    )


def _limit(scene: Scene, line: Line, phrase: NounPhrase) -> int:
    """Return where words behind a phrase stop to belong to a speaker who is behind the verb."""
    at, size, quote = phrase.end, len(line.low), line.quoted[phrase.first]
    while at < size and line.quoted[at] == quote and not _is_adjunct(scene, line, at):
        if at in line.finite:  # "..., according to Berg, and two were hurt"
            joints = (here for here in range(at, phrase.end - 1, -1) if line.low[here] in _JOINTS)
            return next(joints, phrase.end)
        at += 1
    return at


def _is_adjunct(scene: Scene, line: Line, at: int) -> bool:
    """Return whether a preposition opens what tells of the saying: "said Holm in Oslo"."""
    if line.tags[at] not in ("IN", "TO", "SC") or line.low[at] in _OF:
        return False
    return line.low[at - 1] not in scene.words.familiar


def apposition_end(scene: Scene, line: Line, comma: int) -> int:
    """Return where the appositions behind a name end: "said Holm, 54, director of the club,"."""
    while comma + 1 < len(line.low) and line.low[comma] == ",":
        first, closing = comma + 1, segment_end(line, comma + 1)
        relative = line.tags[first] in ("WP", "WDT", "WP$")
        if not relative and (_holds_verb(line, first, closing) or not _describes(scene, line, first)):
            break
        comma = closing
    return comma


def _holds_verb(line: Line, first: int, end: int) -> bool:
    """Return whether tokens have a finite verb that is in no relative clause of theirs."""
    inside = (c for c in line.syntax.clauses if c.verb is not None and first <= c.verb.first < end)
    return any(c.kind != "relative" or c.first <= first for c in inside)


def _describes(scene: Scene, line: Line, first: int) -> bool:
    """Return whether what follows a comma says who the one before it is: a title, an age, a place."""
    phrase = line.phrase_from.get(first)
    if phrase is None or phrase.time or line.tags[phrase.head] == "PRP":
        return False
    if line.tags[phrase.head] not in NAMES or phrase.determiner is not None:
        return True
    mention = scene.holding(line.tokens[phrase.head].start, line.tokens[phrase.head].end)
    place = mention is not None and mention.kind in _PLACES
    return place or not scene.words.offices.isdisjoint(line.low[phrase.first : phrase.end])


def segment_end(line: Line, here: int) -> int:
    """Return the next comma, stop or quotation mark, `here` or later; the point of "St. Ives" is no stop."""
    while (
        here < len(line.low)
        and (line.low[here] not in _SEGMENT or line.syntax.phrase_at(here) is not None)
        and line.quoted[here] == line.quoted[here - 1]
    ):
        here += 1
    return here


def main_subject(scene: Scene, line: Line, limit: int) -> Speaker | None:
    """Return the subject of the last main clause that opens before token `limit`."""
    found = None
    quote = line.quoted[min(max(limit, 0), len(line.quoted) - 1)]
    for clause in line.syntax.clauses:
        who, verb = clause.subject, clause.verb
        if who is None or verb is None or clause.kind not in ("main", "coordinated"):
            continue
        if who.first < limit and line.quoted[who.first] == quote and line.tags[who.head] not in ("WP", "WDT"):
            found = of(scene, line, who, max(verb.first, who.end))
    return found


# -- what may speak -------------------------------------------------------------------------------


def is_sound(line: Line, speaker: Speaker) -> bool:
    """Return whether the words may be a speaker: no half of a quotation, and no "himself"."""
    first, last = speaker.first, speaker.last
    return line.quoted[first] == line.quoted[last] and _REFLEXIVE.isdisjoint(line.low[first : last + 1])


def acts(scene: Scene, line: Line, speaker: Speaker) -> bool:
    """Return whether the words name somebody or a body, and no thing: a plan may promise without a word."""
    inside = range(speaker.first, speaker.last + 1)
    if speaker.actor is not None or pronoun(speaker) or any(line.tags[at] in NAMES for at in inside):
        return True
    phrase = line.syntax.phrase_at(speaker.first)
    at = phrase.head if phrase is not None else speaker.last
    head, words = line.low[at], scene.words
    if line.tags[at] not in ("NN", "NNS") or head in words.plural:
        return True
    return not {head, head.removesuffix("s")}.isdisjoint(words.acting)


def evidence(scene: Scene, line: Line, speaker: Speaker) -> bool:
    """Return whether the words name what shows a thing and says nothing: "polls", "its name"."""
    return speaker.actor is None and line.low[speaker.last] in scene.words.evidence


def shown(scene: Scene, line: Line, speaker: Speaker, others: frozenset[str]) -> bool:
    """Return whether the words name a thing that is read and does not speak: "a poster with a portrait"."""
    words = line.low[speaker.first : speaker.last + 1]
    return not scene.words.carriers.isdisjoint(words) or not others.isdisjoint(words)


def nobody(line: Line, speaker: Speaker) -> bool:
    """Return whether the words say that nobody speaks: "no minister", "neither Berg nor Holm"."""
    first, *rest = speaker.text.lower().split()
    neither = line.low[max(speaker.first - 1, 0)] == "neither"
    return neither or first in _NOBODY or (first == "no" and bool(rest))


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
