"""Cast, statements and pairs -> the title, the place and the summary points.

Extractive: every point is a sentence of the source, with [insertions] where a pronoun or a short
name would leave the reader in the dark.  The first point is the bottom line; the second is the
sentence that adds most to it; a third and a fourth bring the comparison and a party's line.
"""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from operator import attrgetter

from msgspec import Struct

from briefing.extract import quoting
from briefing.extract.title import headline
from briefing.lexicon import Lexicon
from briefing.model import (
    Background,
    Cast,
    Comparison,
    Document,
    Found,
    Mention,
    Point,
    Quote,
    Span,
    Spans,
    Statement,
    When,
    item_id,
)

MOST_POINTS = 4
FIRST = 3
"""Among so many sentences the bottom line is sought before a quotation may be one."""
CANDIDATES = 14
"""How deep into the article the second point may come from: news puts what matters first."""
FEWEST_OUTSIDE = 2
"""Words that are outside the quotations of a point: who speaks, and the verb."""
SPEECH, FIRST_PERSON = 8, 0.4
"""Of at least so many sentences, a larger part in the first person makes a speech or a transcript: claims
of speakers whom no sentence names, so no points."""
FEWEST_IN_LINE = 3
"""Words of a line; where the lines of a sentence have fewer, it is a menu."""
LONG_LINE = 36
"""Tokens; of what parties said, a sentence longer than this comes last."""
BOTH_WORDS = 50
"""Words that the first two points have together, about."""
FEWEST_WORDS, MOST_WORDS = 6, 60
_SENTENCE = attrgetter("sentence")


class BriefHead(Struct, frozen=True, kw_only=True):
    """The head of a brief."""

    title: str
    place: Quote | None
    points: tuple[Found[Point], ...]


def summarize(
    document: Document,
    cast: Cast,
    dates: Sequence[Found[When]],
    statements: Sequence[Found[Statement]],
    comparison: Sequence[Found[Comparison]],
    background: Sequence[Found[Background]],
    lexicon: Lexicon,
) -> BriefHead:
    """Return title, place and at most four points; none for an article without sentences."""
    if not document.sentences:
        return BriefHead(title=document.article.source.title or document.article.slug, place=None, points=())
    words = _Words(document, lexicon)
    past = {found.sentence for found in background if found.item.kind == "history"}
    lead, chosen = _choose(document, cast, dates, statements, comparison, past, words, lexicon)
    return BriefHead(
        title=document.article.source.title or headline(document, cast, dates, statements, lead, lexicon),
        place=_place(document, cast, lead),
        points=points(document, cast, chosen),
    )


@functools.cache
def _stop_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.summary.stop_words)


class _Words:
    """Content words of each sentence and how often the article uses them."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        stop = _stop_words(lexicon)
        content = frozenset(
            [
                word
                for word in document.vocabulary
                if word not in stop and word[0].isalnum() and (len(word) > 1 or word.isdigit())
            ]
        )
        self.of = [content.intersection(words) for words in document.lower]
        count = Counter(chain.from_iterable(self.of))
        self.weight = {word: math.log1p(times) for word, times in count.items()}
        self.count = [len(sentence.span.of(document.text).split()) for sentence in document.sentences]
        """How many words each sentence has, small ones too."""
        title = document.article.source.title
        self.title = (
            frozenset(word.strip(".,:;!?'\"‘’“”").lower() for word in title.split()) - stop
            if title
            else frozenset()
        )


def _choose(
    document: Document,
    cast: Cast,
    dates: Sequence[Found[When]],
    statements: Sequence[Found[Statement]],
    comparison: Sequence[Found[Comparison]],
    past: set[int],
    words: _Words,
    lexicon: Lexicon,
) -> tuple[int, list[tuple[int, str]]]:
    """Return the lead, and (sentence index, rule) pairs: bottom line, what adds most, others in text order.

    The lead is no bottom line where a reader would not understand it by itself.
    """
    named: dict[int, set[str]] = {}
    for mention in cast.mentions:
        if mention.form == "name" and mention.actor:
            named.setdefault(mention.sentence, set()).add(mention.actor)

    spoken = {
        found.sentence
        for found in statements
        if found.item.kind == "said" and found.item.at.start > document.prose(found.sentence).start + 1
    }  # "..., the police said" is news first
    quoted = {
        found.sentence
        for found in statements
        if found.item.mode == "direct"
        and 2 * len(found.item.text) > len(document.prose(found.sentence).of(document.text))
    }  # a few quoted words leave a sentence what it is
    weight = {actor.id: 1 / (1 + place) for place, actor in enumerate(cast.actors)}

    @functools.cache
    def fixed(index: int) -> tuple[float, float, float, bool]:
        """Return what counts against a sentence whatever the reader knows already."""
        heard = 0.7 * (index in spoken) + 0.5 * (index in quoted)
        return 0.6 * math.log1p(index), heard, 0.5 * _leans(document, index, lexicon), index in past

    def worth(index: int, known: frozenset[str], met: frozenset[str] = frozenset()) -> float:
        """Weigh what a sentence adds: frequent words, words of the title, main actors, early place."""
        new = words.of[index] - known
        if not new:
            return -math.inf
        centrality = math.fsum(map(words.weight.__getitem__, new)) / math.sqrt(len(words.of[index])) / 3
        titled = len(new & words.title) / len(words.title) if words.title else 0.0
        actors = sum([weight.get(actor, 0.0) for actor in sorted(named.get(index, set()) - met)])
        late, told, leans, history = fixed(index)
        return 1.4 * centrality + titled + 0.6 * min(actors, 1.0) - late - told - leans - history

    def usable(index: int) -> bool:
        last = document.text[document.sentences[index].span.end - 1]
        return FEWEST_WORDS <= words.count[index] <= MOST_WORDS and last not in "?:"

    resolved = _resolved(document, cast)

    @functools.cache
    def alone(index: int) -> bool:
        """Return whether a reader understands a sentence by itself."""
        return (
            usable(index)
            and _is_whole(document, index)
            and not _leans(document, index, lexicon)
            and _stands_alone(document, index, index in resolved)
        )

    body = [s.index for s in document.sentences[: 2 * CANDIDATES] if usable(s.index)][:CANDIDATES] or [0]
    body = [index for index in body if _is_whole(document, index)] or body
    ours = [
        index
        for index in body
        if _FIRST_PERSON.search(_QUOTED.sub(" ", document.prose(index).of(document.text)))
    ]
    speech = len(body) >= SPEECH and len(ours) > FIRST_PERSON * len(body)
    clear = [] if speech else [index for index in body if alone(index)]
    head = [
        index
        for index in body[:FIRST]
        if index in clear and index not in past and not _opens_with_quote(document, index)
        if not _mostly_quoted(document.prose(index).of(document.text))
    ]
    among = head[:2] or clear[:1] or body[:2]
    lead = max(among, key=lambda i: (worth(i, frozenset()), -i))
    chosen = {lead: "bottom-line"}
    told = {quoting.whole(document, lead)}
    known = words.of[lead]
    met = frozenset(named.get(lead, ()))

    def length(index: int) -> float:
        """Return how far the first point and this one are from the words of a bottom line and a half."""
        return 0.5 * abs(words.count[lead] + words.count[index] - BOTH_WORDS) / BOTH_WORDS

    def add(candidates: Sequence[int], rule: str) -> None:
        nonlocal known, met
        fresh = [
            i
            for i in candidates
            if alone(i) and quoting.whole(document, i) not in told and _adds(words.of[i], known)
        ]
        if fresh and clear and len(chosen) < MOST_POINTS:
            best = max(fresh, key=lambda i: (worth(i, known, met) - length(i), -i))
            chosen[best] = rule
            told.add(quoting.whole(document, best))
            known, met = known | words.of[best], met | named.get(best, set())

    add(clear, "adds-most")
    pairs = _sentences_of(document, comparison)
    framed = pairs & {found.sentence for found in dates if found.item.era}
    add(sorted(framed or pairs), "then-and-now")
    heard = {found.item.speaker for found in statements if found.sentence in chosen}
    said = [f for f in statements if f.item.speaker and f.item.kind != "view" and usable(f.sentence)]
    said = [f for f in said if f.item.speaker not in heard] or said
    short = [f for f in said if len(document.tokens[f.sentence]) <= LONG_LINE]
    lines = [f.sentence for f in short or said]
    add([i for i in lines if not _opens_with_quote(document, i)], "a-party's-line")
    first, *rest = list(chosen)[1:] or [lead]
    order = dict.fromkeys([lead, first, *sorted(rest)])
    transcript = any(_LABEL.match(s.span.of(document.text)) for s in document.sentences[: 2 * CANDIDATES])
    release = lead == body[0] and not transcript and not _leans(document, lead, lexicon)
    stated = lead in clear or (release and _stands_alone(document, lead, lead in resolved, of_author=True))
    return lead, [(index, chosen[index]) for index in order if index != lead or stated]


def _adds(words: frozenset[str], known: frozenset[str]) -> bool:
    """Return whether at least half of a sentence's content words are new to the reader."""
    return bool(words) and len(words - known) * 2 >= len(words)


def _is_whole(document: Document, index: int) -> bool:
    """Return whether a sentence ends with its mark, so is no heading, caption or line of a table."""
    text = document.sentences[index].span.of(document.text)
    return text.rstrip("\"”’')]»[0123456789")[-1:] in (".", "!", "…")


def _leans(document: Document, index: int, lexicon: Lexicon) -> bool:
    """Return whether a sentence opens with a word that leans on the one before: "Today, however, ..."."""
    opening = document.lower[index][:4]
    return opening[0] in lexicon.summary.leaning or "however" in opening


_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]|(?<!\w)[‘'](?=\w).*?[.,!?…\w][’'](?!\w)", re.S)
_LABEL = re.compile(r"\W*(?:[QA]|[A-Z][A-Z.]+(?: [A-Z][A-Z.]+)*)\W*\s?:\s")
"""Who speaks, in a transcript: "MS. HOLM: ..."."""
_OPEN_PRONOUN = re.compile(
    r"(?:[^,]{1,40}, )?(?:it(?! (?:is|was)\b.*\b(?:that|whether)\b)"
    r"|they|this|that|these|those|its|their|his|her|he|she)\b",
    re.I | re.S,
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|[Yy]ou|[Yy]our|us)\b(?!\.)")
_THIS = re.compile(r"\bthis(?:[,.;]| (?:an?|the|as|is|was|will|would|has|had)\b)")
_THE_TEXT_BEFORE = re.compile(r"According to the (?:statement|report|document|agency|release|poll|study)\b")


def _mostly_quoted(text: str) -> bool:
    """Return whether a third of a sentence or more is quoted: a poster, a pull quote."""
    return 3 * len(_QUOTED.sub("", text)) < 2 * len(text)


def _stands_alone(document: Document, index: int, resolved: bool, *, of_author: bool = False) -> bool:
    """Return whether a sentence has its quotation whole, its speaker, and no pronoun that points back.

    With `of_author` it may say "we": the first sentence of a release is its author's.
    """
    text = quoting.whole(document, index).of(document.text)
    if quoting.is_open(text) or _LABEL.match(text) or text[0] in "(*\\" or text[0].islower():
        return False
    told = _QUOTED.sub(" ", text)
    if any(len(line.split()) < FEWEST_IN_LINE for line in text.split("\n")[:-1]):
        return False  # a menu or a table
    if (_FIRST_PERSON.search(told) and not of_author) or _THIS.search(told) or _THE_TEXT_BEFORE.match(text):
        return False
    if len(told) < len(text) and len(re.findall(r"\w+", told)) < FEWEST_OUTSIDE:
        return False
    return resolved or not _OPEN_PRONOUN.match(told)


def _resolved(document: Document, cast: Cast) -> set[int]:
    """Return the sentences that open with "he" or "she" of whom the person is known."""
    persons = {actor.id for actor in cast.actors if actor.kind == "person"}
    return {
        mention.sentence
        for mention in cast.mentions
        if mention.form == "pronoun" and mention.actor in persons and _opens(document, mention)
    }


def _opens(document: Document, mention: Mention) -> bool:
    """Return whether a mention is "he" or "she" at the start of a sentence, or after "In July, "."""
    start = document.prose(mention.sentence).start
    before = document.text[start : mention.span.start]
    return mention.span.of(document.text).lower() in ("he", "she") and (
        not before or (len(before) < 42 and before.endswith(", ") and before.count(",") == 1)
    )


def _opens_with_quote(document: Document, index: int) -> bool:
    return document.text[document.prose(index).start] in "\"“„«'‘"


def _sentences_of(document: Document, comparison: Sequence[Found[Comparison]]) -> set[int]:
    """Return the sentences that hold the sides of the comparison."""
    starts = [
        side.at.start
        for found in comparison
        for side in (found.item.then, found.item.now)
        if side is not None
    ]
    opening = [sentence.span.start for sentence in document.sentences]
    return {bisect_right(opening, start) - 1 for start in starts}


def points(document: Document, cast: Cast, chosen: Sequence[tuple[int, str]]) -> tuple[Found[Point], ...]:
    """Return sentences as summary points, in the order given, with names put in where they are needed."""
    taken: Counter[str] = Counter()
    introduced: set[str] = set()
    points = []
    names = {actor.id: actor.name for actor in cast.actors if actor.kind == "person"}
    for index, rule in chosen:
        text = _made_clear(document, cast, names, index, introduced)
        span = quoting.whole(document, index)
        plain = span.of(document.text)
        item = Point(id=item_id("point", plain, taken), text=text, at=Spans((span,)))
        points.append(Found(item=item, sentence=index, rule=rule))
    return tuple(points)


def _made_clear(
    document: Document, cast: Cast, names: dict[str, str], index: int, introduced: set[str]
) -> str:
    """Return the sentence with [names] put in where the summary has not introduced somebody yet.

    `names` are those of the persons by id.
    """
    span = quoting.whole(document, index)
    text = span.of(document.text)
    inserts: list[tuple[int, str]] = []
    for mention in _mentions_in(cast, index):
        actor = mention.actor or ""
        name = names.get(actor)
        if name is None or mention.span.start < span.start:
            continue
        here = mention.span.of(document.text)
        at = mention.span.end - span.start
        if mention.form == "pronoun" and _opens(document, mention):
            inserts.append((at, f" [{name}]"))
        if actor in introduced:
            continue
        introduced.add(actor)
        if mention.form == "name" and name not in text:
            inserts.extend(_rest_of_name(here, name, at))
    for at, words in sorted(inserts, reverse=True):
        text = text[:at] + words + text[at:]
    return text


def _rest_of_name(here: str, name: str, end: int) -> list[tuple[int, str]]:
    """Return the insertion that makes "Shoigu" read "[Sergey] Shoigu" and "Xi" read "Xi [Jinping]"."""
    if here == name or "[" in name:
        return []
    if name.endswith(" " + here):
        return [(end - len(here), f"[{name[: -len(here) - 1]}] ")]
    if name.startswith(here + " "):
        return [(end, f" [{name[len(here) + 1 :]}]")]
    return []


def _mentions_in(cast: Cast, index: int) -> Sequence[Mention]:
    first = bisect_left(cast.mentions, index, key=_SENTENCE)
    return cast.mentions[first : bisect_right(cast.mentions, index, key=_SENTENCE)]


def _place(document: Document, cast: Cast, lead: int) -> Quote | None:
    """Return the first place of the lead that stands as one ("in Beijing"), or None."""
    for mention in _mentions_in(cast, lead):
        if mention.form != "name" or mention.kind not in ("place", "state"):
            continue
        before = document.text[max(0, mention.span.start - 4) : mention.span.start].lower()
        if not mention.acts or before.endswith((" in ", " at ")):
            return Quote(text=mention.span.of(document.text), at=Spans((Span(*mention.span),)))
    return None
