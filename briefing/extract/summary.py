"""Cast, statements and pairs -> the title, the place and the summary points.

Extractive: every point is a sentence of the source, with [insertions] where a pronoun or a short
name would leave the reader in the dark.  The first point is the bottom line; the second is the
sentence that adds most to it; a third and a fourth bring the comparison and a party's line.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec import Struct

from briefing.extract import place, transcripts
from briefing.extract.points import of_sentences, of_turns
from briefing.extract.standalone import Standing
from briefing.extract.title import Turn, headline
from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import Summary
from briefing.model import (
    Background,
    Cast,
    Comparison,
    Document,
    Event,
    Found,
    Point,
    Quote,
    Statement,
    When,
)

MOST_POINTS, MOST_TURNS = 4, 3
OF_AUTHOR = "first-person"
"""The rule of a statement of whoever wrote or held the text."""
FIRST = 3
"""Among so many sentences the bottom line is sought before a quotation may be one."""
CANDIDATES = 14
"""How deep into the article the second point may come from: news puts what matters first."""
SPEECH, FIRST_PERSON = 8, 0.4
"""Of at least so many sentences, a larger part in the first person makes a speech or a transcript: claims
of speakers whom no sentence names, so no points."""
LONG_LINE = 36
"""Tokens; of what parties said, a sentence longer than this comes last."""
BOTH_WORDS = 50
"""Words that the first two points have together, about."""
FEWEST_WORDS, MOST_WORDS = 6, 75


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
    happened: Sequence[Found[Event]],
    comparison: Sequence[Found[Comparison]],
    background: Sequence[Found[Background]],
    lexicon: Lexicon,
) -> BriefHead:
    """Return title, place and at most four points; none for an article without sentences."""
    if not document.sentences:
        return BriefHead(title=document.article.source.title or document.article.slug, place=None, points=())
    words, standing = _Words(document, lexicon), Standing(document, cast, lexicon)
    spoken = transcripts.turns(document, frozenset(lexicon.organizations.media))
    if said := _news_of(document, spoken, standing, words, lexicon):
        return _of_talk(document, cast, dates, happened, said, lexicon)
    past = {found.sentence for found in background if found.item.kind == "history"}
    lead, chosen = _choose(
        document, cast, dates, statements, comparison, past, words, standing, lexicon.summary
    )
    own = {} if chosen else _of_author(cast, statements)
    if said := _news_of(document, own, standing, words, lexicon):
        return _of_talk(document, cast, dates, happened, said, lexicon)
    if not chosen:  # a speech whose speaker nobody names: a title and no points
        everywhere = dict.fromkeys(range(len(document.sentences)), "")
        lead = next(iter(transcripts.news(document, everywhere, standing, words.weigh, lexicon)), lead)
    return BriefHead(
        title=document.article.source.title or headline(document, cast, dates, statements, lead, lexicon),
        place=place.find(document, cast, happened, lead),
        points=of_sentences(document, cast, chosen),
    )


def _news_of(
    document: Document, spoken: Mapping[int, str], standing: Standing, words: _Words, lexicon: Lexicon
) -> list[tuple[int, Turn]]:
    """Return the sentences that tell most of what is spoken, each with the label of its speaker."""
    news = transcripts.news(document, spoken, standing, words.weigh, lexicon) if spoken else []
    return [
        (index, Turn(spoken[index], transcripts.words_of(document, index))) for index in news[:MOST_TURNS]
    ]


def _of_author(cast: Cast, statements: Sequence[Found[Statement]]) -> dict[int, str]:
    """Return whose words the sentences are in which the author of a speech or a letter commits himself."""
    own = [found for found in statements if found.rule == OF_AUTHOR]
    names = {actor.id: actor.name for actor in cast.actors}
    return {
        found.sentence: names.get(found.item.speaker or "") or found.item.speaker_text or ""
        for found in own
        if found.item.text[0].isalpha()
    }


def _of_talk(
    document: Document,
    cast: Cast,
    dates: Sequence[Found[When]],
    happened: Sequence[Found[Event]],
    turns: Sequence[tuple[int, Turn]],
    lexicon: Lexicon,
) -> BriefHead:
    """Return the head of a transcript: what its speakers say, each under the label of the turn."""
    lead, turn = turns[0]
    title = document.article.source.title or headline(document, cast, dates, (), lead, lexicon, turn)
    return BriefHead(
        title=title, place=place.find(document, cast, happened, lead), points=of_turns(document, turns)
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

    def weigh(self, index: int, known: frozenset[str] = frozenset()) -> float:
        """Return how much of what the article speaks of a sentence has, apart from what is known already."""
        new = self.of[index] - known
        return math.fsum(map(self.weight.__getitem__, new)) / math.sqrt(len(self.of[index]) or 1) / 3


def _choose(
    document: Document,
    cast: Cast,
    dates: Sequence[Found[When]],
    statements: Sequence[Found[Statement]],
    comparison: Sequence[Found[Comparison]],
    past: set[int],
    words: _Words,
    standing: Standing,
    lexicon: Summary,
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
        if found.item.verb not in lexicon.tells_news
    }  # "..., the police said" is news first, and so is what somebody announced
    quoted = {
        found.sentence
        for found in statements
        if found.item.mode == "direct"
        and 2 * len(found.item.text) > len(document.prose(found.sentence).of(document.text))
    }  # a few quoted words leave a sentence what it is
    weight = {actor.id: 1 / (1 + place) for place, actor in enumerate(cast.actors)}

    @functools.cache
    def fixed(index: int) -> tuple[float, float, float, float]:
        """Return what counts against a sentence whatever the reader knows already."""
        heard = 0.7 * (index in spoken) + 0.5 * (index in quoted)
        return 0.6 * math.log1p(index), heard, 0.5 * standing.leans(index), 1.0 * (index in past)

    def worth(index: int, known: frozenset[str], met: frozenset[str] = frozenset()) -> float:
        """Weigh what a sentence adds: frequent words, words of the title, main actors, early place."""
        new = words.of[index] - known
        if not new:
            return -math.inf
        titled = len(new & words.title) / len(words.title) if words.title else 0.0
        actors = sum([weight.get(actor, 0.0) for actor in sorted(named.get(index, set()) - met)])
        late, told, leans, history = fixed(index)
        return (
            1.4 * words.weigh(index, known) + titled + 0.6 * min(actors, 1.0) - late - told - leans - history
        )

    def usable(index: int) -> bool:
        last = document.text[document.sentences[index].span.end - 1]
        return FEWEST_WORDS <= words.count[index] <= MOST_WORDS and last not in "?:"

    @functools.cache
    def alone(index: int) -> bool:
        """Return whether a reader understands a sentence by itself."""
        whole = usable(index) and standing.is_whole(index) and not standing.leans(index)
        return whole and standing.stands_alone(index)

    body = [s.index for s in document.sentences[: 2 * CANDIDATES] if usable(s.index)][:CANDIDATES] or [0]
    body = [index for index in body if standing.is_whole(index)] or body
    ours = [index for index in body if standing.is_ours(index)]
    speech = len(body) >= SPEECH and len(ours) > FIRST_PERSON * len(body)
    clear = [] if speech else [index for index in body if alone(index)]
    head = [
        index
        for index in body[:FIRST]
        if index in clear and index not in past and not standing.opens_with_quote(index)
        if not standing.is_mostly_quoted(index)
    ]
    back = [i for i in head if i in standing.resolved or standing.points_back(i)]
    news = [i for i in head if i not in back and not standing.opens_scene(i)]
    scene = head[:1] != news[:1]  # what follows a scene is the news
    among = (news or head)[: 1 if scene else 2] or clear[:1] or body[:2]
    lead = max(among, key=lambda i: (worth(i, frozenset()), -i))
    if _is_vote(document, lead, lexicon):
        ended = [i for i in clear if i <= lead + FIRST and not lexicon.outcomes.isdisjoint(document.lower[i])]
        lead = next((i for i in ended if i in named), lead)
    chosen = {lead: "bottom-line"}
    told = {standing.whole(lead)}
    known = words.of[lead]
    met = frozenset(named.get(lead, ()))

    def length(index: int) -> float:
        """Return how far the first point and this one are from the words of a bottom line and a half."""
        return 0.5 * abs(words.count[lead] + words.count[index] - BOTH_WORDS) / BOTH_WORDS

    def add(candidates: Sequence[int], rule: str) -> None:
        nonlocal known, met
        fresh = [
            i for i in candidates if alone(i) and standing.whole(i) not in told and _adds(words.of[i], known)
        ]
        if fresh and clear and len(chosen) < MOST_POINTS:
            best = max(fresh, key=lambda i: (worth(i, known, met) - length(i), -i))
            chosen[best] = rule
            told.add(standing.whole(best))
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
    add([i for i in lines if not standing.opens_with_quote(i)], "a-party's-line")
    first, *rest = list(chosen)[1:] or [lead]
    order = dict.fromkeys([lead, first, *sorted(rest)])
    release = lead == body[0] and not standing.leans(lead)
    stated = lead in clear or (release and standing.stands_alone(lead, of_author=True))
    return lead, [(index, chosen[index]) for index in order if index != lead or stated]


def _is_vote(document: Document, index: int, lexicon: Summary) -> bool:
    """Return whether a sentence tells that a vote was held, and not how it ended."""
    words = document.lower[index]
    if lexicon.votes.isdisjoint(words) or not lexicon.outcomes.isdisjoint(words):
        return False
    verbs = [clause.verb for clause in document.syntax[index].clauses if clause.kind == "main"]
    return any(verb is not None and words[verb.head] in lexicon.holding for verb in verbs)


def _adds(words: frozenset[str], known: frozenset[str]) -> bool:
    """Return whether at least half of a sentence's content words are new to the reader."""
    return bool(words) and len(words - known) * 2 >= len(words)


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
