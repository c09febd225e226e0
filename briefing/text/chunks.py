"""The word classes of a sentence -> its noun phrases and verb groups.

A noun phrase runs from a determiner or an adjective to the last noun; a verb group from the first
auxiliary to the verb.  What belongs to a phrase behind its head ("of" phrases, appositions) is found
from the right, so that each phrase knows how far it reaches.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Span, Token
from briefing.model.syntax import NounPhrase, Tense, VerbGroup
from briefing.text.tagging import FINITE

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "CD", "$", "FW"))
NAMES = frozenset(("NNP", "NNPS"))
PRONOUNS = frozenset(("PRP", "EX", "WP", "WDT"))
ADJECTIVES = frozenset(("JJ", "JJR", "JJS"))
ADVERBS = frozenset(("RB", "RBR", "RBS", "RP"))
VERBS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "PRP+VBP", "PRP+VBD", "PRP+MD"))
BE = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s"))
HAVE = frozenset(("have", "has", "had", "having"))
DO = frozenset(("do", "does", "did"))
_GET = frozenset(("get", "gets", "got", "getting"))
_WILL = frozenset(("will", "shall", "wo", "won't", "won’t"))
_NEGATIONS = frozenset(("not", "never", "cannot"))
_FLOATING = frozenset(("all", "both", "each", "today", "tonight", "yesterday"))
_DETERMINERS = frozenset(("DT", "PDT", "PRP$", "WP$"))
_BEFORE = frozenset(("IN", "TO", "SC"))
_OPENING = _BEFORE | {"VBG"}
_PLACED = frozenset(("IN", "TO"))


class Words(Struct, frozen=True):
    """The words of the lexicon that phrases and clauses are told by."""

    saying: Set[str]
    """Forms of verbs that a clause or a quotation may follow."""
    claiming: Set[str]
    """Those of them that a clause without "that" follows, and seldom an object."""
    days: Set[str]
    """Names of weekdays and months."""
    cues: Set[str]
    """Forms of all verbs that say or think something, whatever follows them."""
    telling: Set[str]
    """Forms of verbs whose object hears it, so that it is never the speaker: "told a briefing"."""
    units: Set[str]
    """"week", "years": such a noun names a time after "last" or "next"."""


def span(tokens: Sequence[Token], first: int, end: int) -> Span:
    """Return the code points of the tokens from `first` up to but not including `end`."""
    return Span(tokens[first].start, tokens[end - 1].end)


# -- verb groups ----------------------------------------------------------------------------------


def verb_groups(tags: Sequence[str], lower: Sequence[str]) -> list[VerbGroup]:
    """Return the verb groups of a sentence in order."""
    groups = []
    at, count = 0, len(tags)
    while at < count:
        if tags[at] in VERBS or (tags[at] == "TO" and _has_infinitive(tags, at)):
            group = _verb_group(tags, lower, at)
            groups.append(group)
            at = group.end
        else:
            at += 1
    return groups


def _has_infinitive(tags: Sequence[str], at: int) -> bool:
    following = tags[at + 1 : at + 4]
    return any(tag == "VB" and all(t in ADVERBS for t in following[:k]) for k, tag in enumerate(following))


def _verb_group(tags: Sequence[str], lower: Sequence[str], first: int) -> VerbGroup:
    """Read the group that begins at `first`: auxiliaries and adverbs, then one more verb."""
    count = len(tags)
    last, end = first, first + 1
    while end < count:
        after = end
        while after < count and after - end < 4 and _is_between(tags[after], lower[after]):
            after += 1
        if after > end and after < count and tags[after] == "-LRB-" and "-RRB-" in tags[after : after + 6]:
            after += list(tags[after : after + 6]).index("-RRB-") + 1  # has today (Friday 4 May) announced
        if after < count and _goes_on(tags, lower, last, after):
            last, end = after, after + 1
        else:
            break
    while end < count and lower[end] in ("not", "n't"):
        end += 1
    return _group_of(tags, lower, first, last, end)


def _is_between(tag: str, word: str) -> bool:
    """Return whether a word may stand between the verbs of a group: "have all not yet called"."""
    return tag in ADVERBS or word in _NEGATIONS or word in _FLOATING


def _goes_on(tags: Sequence[str], lower: Sequence[str], last: int, at: int) -> bool:
    """Return whether the verb at `at` belongs to a group whose last verb so far is at `last`."""
    tag, word, before = tags[at], lower[at], lower[last]
    if tags[last] == "TO" or tags[last] in ("MD", "PRP+MD"):
        return tag == "VB"
    if tag == "TO" and _has_infinitive(tags, at):
        return before in BE or before in HAVE or (before == "going" and tags[last] == "VBG")
    if before in BE or tags[last] == "PRP+VBP":
        return tag in ("VBG", "VBN")
    if before in HAVE:
        return tag == "VBN" or (tag == "VBD" and word not in HAVE)
    if before in DO or before.endswith(("n't", "n’t")):
        return tag in ("VB", "VBN", "VBG")
    return before in _GET and tag == "VBN"


def _group_of(tags: Sequence[str], lower: Sequence[str], first: int, last: int, end: int) -> VerbGroup:
    if end == first + 1:
        return VerbGroup(
            first=first,
            end=end,
            head=first,
            finite=tags[first] in FINITE,
            tense=_tense(tags[first], lower[first], None, lower),
            modal=first if tags[first] in ("MD", "PRP+MD") else None,
            negated=lower[first].endswith(("n't", "n’t")) or lower[first] == "cannot",
        )
    inside = range(first, end)
    verbs = [at for at in inside if tags[at] in VERBS]
    opening = tags[first]
    finite = opening in FINITE
    modals = ("MD", "PRP+MD", "TO") if finite else ("MD",)
    modal = next((at for at in inside if tags[at] in modals), None)
    head = verbs[-1] if verbs else last
    pairs = list(pairwise(verbs))
    return VerbGroup(
        first=first,
        end=end,
        head=head,
        finite=finite,
        tense=_tense(opening, lower[first], modal, lower),
        perfect=any(lower[a] in HAVE and tags[b] in ("VBN", "VBD") for a, b in pairs),
        progressive=any((lower[a] in BE or tags[a] == "PRP+VBP") and tags[b] == "VBG" for a, b in pairs),
        passive=any((lower[a] in BE or lower[a] in _GET) and tags[b] == "VBN" for a, b in pairs),
        modal=modal,
        negated=any(lower[at] in _NEGATIONS or lower[at].endswith(("n't", "n’t")) for at in inside),
    )


def _tense(opening: str, word: str, modal: int | None, lower: Sequence[str]) -> Tense:
    if opening == "PRP+MD" or word in _WILL:
        return "future"
    if opening in ("VBD", "PRP+VBD"):
        return "past"
    if opening in FINITE:
        return "future" if modal is not None and lower[modal] == "to" and word in BE else "present"
    return "none"


# -- noun phrases ---------------------------------------------------------------------------------


def noun_phrases(tags: Sequence[str], lower: Sequence[str], words: Words) -> list[NounPhrase]:
    """Return the noun phrases of a sentence in order, each with what belongs to it."""
    bases: list[NounPhrase] = []
    at, count = 0, len(tags)
    while at < count:
        end = _base_end(tags, lower, at, words) if tags[at] in _STARTS else at
        if end > at:
            bases.append(_base(tags, lower, at, end, words))
            at = end
        else:
            at += 1
    return _attached(bases, tags, lower)


_STARTS = NOUNS | PRONOUNS | ADJECTIVES | _DETERMINERS | {"VBN"}


def _base_end(tags: Sequence[str], lower: Sequence[str], first: int, words: Words) -> int:
    """Return where the noun phrase ends that begins at `first`; `first` where none does."""
    if tags[first] in PRONOUNS:
        return first if tags[first] == "WDT" and _opens_nouns(tags, first + 1) else first + 1
    at = last = first
    while at < len(tags):
        part = _part(tags, lower, first, at, words)
        if not part:
            break
        at += 1
        if part == "head":
            last = at
    return at if last == first and _is_adjective_alone(tags, first, at) else last


def _is_adjective_alone(tags: Sequence[str], first: int, end: int) -> bool:
    """Return whether an adjective is the subject: "the second accused him", "the accused said"."""
    if end - first != 2 or tags[first] != "DT" or end >= len(tags):
        return False
    return tags[first + 1] in ("JJ", "JJR", "JJS", "VBN") and tags[end] in FINITE


def _part(tags: Sequence[str], lower: Sequence[str], first: int, at: int, words: Words) -> str:
    """Return whether a token is a head of the phrase that began at `first`, is inside it, or neither."""
    tag, opening = tags[at], at == first
    before = "" if opening else tags[at - 1]
    if tag in NOUNS:
        return "" if before in NOUNS and _is_new(tags, lower, first, at, words) else "head"
    if tag == "." and before in NAMES:
        return "inside" if _is_point(tags, lower, at) else ""
    if tag in _DETERMINERS:
        if not opening and before not in _DETERMINERS and before != "POS":
            return ""
        return "inside" if lower[at] in _ARTICLES else "head"
    if tag == "POS":
        return "inside" if before in NOUNS else ""
    if tag in ADJECTIVES or tag in ("VBN", "VBG"):
        return "inside" if _qualifies(tags, lower, first, at) else ""
    if lower[at] == "-" and before == "CD" and _opens_nouns(tags, at + 1):
        return "inside"  # 14-year-old
    if opening or before in NOUNS:
        return ""
    following = tags[at + 1] if at + 1 < len(tags) else ""
    if tag in ADVERBS:
        return "inside" if following in _QUALIFIED or following in ADJECTIVES else ""
    if tag in (",", "CC"):
        alike = before in ADJECTIVES or before == "VBN"
        return "inside" if alike and following in _QUALIFIERS and _opens_nouns(tags, at + 1) else ""
    return "inside" if tag in ("``", "''") and _opens_nouns(tags, at + 1) else ""


_ARTICLES = frozenset(("the", "a", "an", "every", "my", "your", "their", "our"))
_QUALIFIED = frozenset(("VBN", "VBG", "CD", "RB"))
_QUALIFIERS = frozenset(("JJ", "JJR", "JJS", "VBN", "RB"))


def _qualifies(tags: Sequence[str], lower: Sequence[str], first: int, at: int) -> bool:
    """Return whether an adjective or a participle belongs to the noun behind it."""
    tag, before = tags[at], tags[at - 1] if at > first else ""
    if before in NOUNS and before != "CD":
        inside = before in NAMES and lower[at] not in _WHEN  # Irving Independent School
        return inside and tag in ADJECTIVES and _opens_nouns(tags, at)
    if tag in ADJECTIVES or at > first:
        return True
    return tag == "VBN" and _attributive(tags, lower, at)


def _attributive(tags: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Return whether a participle is before a noun without a determiner: "displaced families"."""
    if at + 1 == len(tags) or tags[at + 1] not in ("NN", "NNS"):
        return False
    before = at - 1
    while before >= 0 and tags[before] in ADVERBS:
        before -= 1
    if before < 0 or tags[before] in NOUNS or tags[before] in PRONOUNS:
        return before < 0
    return tags[before] not in VERBS or not (
        lower[before] in BE or lower[before] in HAVE or lower[before] in _GET
    )


def _opens_nouns(tags: Sequence[str], at: int) -> bool:
    """Return whether adjectives and a noun follow."""
    for tag in tags[at : at + 6]:
        if tag in NOUNS:
            return True
        if tag not in _QUALIFIERS and tag not in ("VBG", "CC", ","):
            return False
    return False


def _is_point(tags: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Return whether a full stop belongs to the title or initial before a name: "Sen. Ruth Adams"."""
    if lower[at] != "." or at + 1 >= len(tags):
        return False
    return lower[at + 1] in _SITES or (len(lower[at - 1]) <= _TITLE and tags[at + 1] in NAMES)


def _is_told(tags: Sequence[str], lower: Sequence[str], first: int, at: int, words: Words) -> bool:
    """Return whether what is told begins at a noun: "told reporters sanctions", "said Monday talks"."""
    verb = first - 1 - (lower[first - 1] == "on")
    if lower[verb] not in words.claiming:
        return False
    day = lower[first] in words.days and lower[at] not in _PARTS and tags[at] not in NAMES
    return day or (tags[first] == "NNS" and verb == first - 1)


_SITES = frozenset(("com", "org", "net"))
_TITLE = 4
"""Letters of a title that ends in a full stop."""


def _is_new(tags: Sequence[str], lower: Sequence[str], first: int, at: int, words: Words) -> bool:
    """Return whether a noun begins a phrase of its own behind a noun: "officials Tuesday", "minute Kim"."""
    if tags[at] in NAMES and first == at - 1 and first and tags[first - 1] == "WDT" and tags[first] == "NN":
        return True  # at which point Kim
    if first == at - 1 and first and _is_told(tags, lower, first, at, words):
        return True
    before, day = lower[at - 1], lower[at] in words.days
    if before in words.units and tags[at] in NAMES and not day:
        return True
    if not day or before in words.days or tags[at - 1] == "CD":
        return False
    return at + 1 == len(tags) or tags[at + 1] not in ("NN", "NNS", "POS")


def _base(tags: Sequence[str], lower: Sequence[str], first: int, end: int, words: Words) -> NounPhrase:
    head = end - 1
    while (
        head > first and tags[head] in _FIGURES and tags[head - 1] in NOUNS and tags[head - 1] not in _FIGURES
    ):
        head -= 1  # September 24
    determiner = None
    for at in range(head - 1, first - 1, -1):
        if tags[at] in _DETERMINERS or tags[at] == "POS":
            determiner = at
            break
    if determiner is None and tags[first] in _DETERMINERS and end - first > 1:
        determiner = first
    before = first - 1
    while before > 0 and tags[before] in ("``", "RB", "PDT", "JJR") and tags[before - 1] in _PLACED:
        before -= 1
    placed = before >= 0 and (tags[before] in _PLACED or (tags[before] == "SC" and lower[before] in _LIKE))
    return NounPhrase(
        first=first,
        end=end,
        head=head,
        determiner=determiner,
        preposition=before if placed else None,
        time=_is_time(lower, first, head, end, words),
        whole=end,
    )


_PARTS = frozenset(
    ("night", "morning", "evening", "afternoon", "noon", "midnight", "evenings", "mornings", "nights")
)
_FIGURES = frozenset(("CD", "$"))
_LIKE = frozenset(
    ("of", "by", "in", "on", "at", "from", "with", "without", "for", "about", "like", "despite")
)
_WHEN = frozenset(
    (
        "last",
        "next",
        "this",
        "that",
        "earlier",
        "later",
        "one",
        "every",
        "each",
        "previous",
        "following",
        "same",
        "two",
        "three",
        "a",
    )
)


def _is_time(lower: Sequence[str], first: int, head: int, end: int, words: Words) -> bool:
    word = lower[head]
    if word in words.days or (lower[first] in words.days and word in _PARTS):
        return True
    if word in words.units:
        behind = lower[end] if end < len(lower) else ""
        opening = first + (lower[first] == "the" and head > first + 1)
        return lower[opening] in _WHEN or behind in ("ago", "later", "earlier")
    return head == first and len(word) == 4 and word.isdigit()


def _attached(bases: list[NounPhrase], tags: Sequence[str], lower: Sequence[str]) -> list[NounPhrase]:
    """Give each phrase its "of" phrase, its apposition and the phrases joined to it, from the right."""
    starts = {phrase.first: number for number, phrase in enumerate(bases)}
    reach = [0] * len(bases)
    """Behind each phrase, prepositional phrases behind it and their appositions."""
    for number in range(len(bases) - 1, -1, -1):
        phrase = bases[number]
        end = phrase.end
        if end < len(tags) and tags[end] == "''":
            end += 1
        after = starts.get(end + 1)
        if after is not None and lower[end : end + 1] and lower[end] == "of":
            of = bases[after]
            phrase = replace(phrase, of=of, whole=of.whole)
            end = reach[after]
        elif (
            after is not None
            and tags[end] in _PLACED
            and not phrase.time
            and tags[phrase.head] not in PRONOUNS
        ):
            end = reach[after]
        elif after is not None and tags[end] == "-LRB-":
            closing = bases[after].end
            if closing < len(tags) and tags[closing] == "-RRB-":
                end = closing + 1
        near = starts.get(end + 1)
        if near is not None and tags[end] == ",":
            kind = _beside(bases, starts, reach, number, near, tags)
            if kind == "apposition":
                phrase = replace(phrase, apposition=bases[near], whole=bases[near].whole)
                end = reach[near]
            elif kind == "joined":
                phrase = replace(phrase, joined=True)
        elif _leads_on(bases, starts, number, end, tags, lower):
            phrase = replace(phrase, joined=True)
        bases[number], reach[number] = phrase, end
    return bases


def _leads_on(
    bases: Sequence[NounPhrase],
    starts: dict[int, int],
    number: int,
    end: int,
    tags: Sequence[str],
    lower: Sequence[str],
) -> bool:
    """Return whether "and" joins the next phrase; behind a comma only in a list: "Iran, Oman, and Qatar"."""
    if end + 1 in starts:
        return tags[end] == "CC" and lower[end] in ("and", "or", "&", "nor")
    first = bases[number].first
    if end + 2 not in starts or tags[end] != "," or lower[end + 1] not in ("and", "or"):
        return False
    before = bases[number - 1] if number and tags[first - 1] == "," else None
    return before is not None and before.end == first - 1 and _alike(before, bases[number], tags)


def _beside(
    bases: Sequence[NounPhrase],
    starts: dict[int, int],
    reach: Sequence[int],
    number: int,
    near: int,
    tags: Sequence[str],
) -> str:
    """Return whether the phrase behind a comma is an apposition, joined in a list, or neither."""
    phrase, other = bases[number], bases[near]
    end = reach[near]
    closing = tags[end] if end < len(tags) else "."
    if other.joined:  # A, B and C; but "Ada Holm, director of trade and industry, said"
        return "joined" if _alike(phrase, other, tags) else ""
    if closing not in (",", ".", "''", "-RRB-", ":"):
        return ""
    if tags[other.head] in PRONOUNS or tags[phrase.head] in PRONOUNS or other.time or phrase.time:
        return ""
    if other.preposition is not None:
        return ""
    before = phrase.first - 1
    if phrase.preposition is not None and tags[phrase.head] not in NAMES and _named(other, tags):
        return ""  # after talks with the other side, the spokesman, Lin Jian, said
    if (
        other.apposition is not None
        and _is_object(phrase, tags)
        and "".join(tags[end + 1 : end + 2]) in _SAYS
    ):
        return ""  # it lies north of the port, Lin Jian, a clerk, said
    described = other.determiner is not None and other.apposition is None and other.of is None
    if before >= 0 and tags[before] in _OPENING and _opens_sentence(before, tags) and not described:
        # after the match, Jan Berg said; but in Beirut, Lebanon, Jan Berg said
        names = tags[phrase.head] in NAMES and tags[other.head] in NAMES and other.apposition is None
        return "apposition" if names and end + 1 in starts else ""
    name, told = tags[phrase.head] in NAMES, tags[other.head] in NAMES
    if phrase.preposition is not None and name and told and other.determiner is None:
        return "apposition"  # in Beirut, Lebanon,
    if tags[other.head] == "CD" and other.end - other.first == 1:
        return "apposition"  # Tom Hale, 25,
    if name != told:
        return "apposition"
    if other.determiner is not None and tags[other.determiner] != "POS":
        return "apposition"
    return ""


_SAYS = frozenset(("VBD", "VBZ"))


def _is_object(phrase: NounPhrase, tags: Sequence[str]) -> bool:
    """Return whether a verb or a preposition is right before a phrase that is no name."""
    before = tags[phrase.first - 1] if phrase.first else ""
    return tags[phrase.head] not in NAMES and (before in VERBS or before in _PLACED)


def _named(phrase: NounPhrase, tags: Sequence[str]) -> bool:
    """Return whether a name explains a phrase, or the "of" phrase in it."""
    name = phrase.apposition
    if name is not None:
        return tags[name.head] in NAMES and name.determiner is None
    return phrase.of is not None and _named(phrase.of, tags)


def _opens_sentence(at: int, tags: Sequence[str]) -> bool:
    if at and tags[at - 1] in ("VBG", "VBN"):
        at -= 1  # speaking at the forum, Jan Berg said
    return at == 0 or tags[at - 1] in ("``", ":", "SC", "CC")


def _alike(phrase: NounPhrase, other: NounPhrase, tags: Sequence[str]) -> bool:
    return (tags[phrase.head] in NAMES) == (tags[other.head] in NAMES)
