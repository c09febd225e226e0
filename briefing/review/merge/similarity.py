"""How an item of a draft or a record is known again: by the place of its words, else by these.

Position never counts, and an id less than a place.
"""

from __future__ import annotations

import difflib
import functools
import heapq
import operator
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from briefing.model import Article, Span, Spans, Tombstone
from briefing.model.places import Finder
from briefing.review.merge.offers import quoted, told, words_of
from briefing.review.merge.record_tree import Fields

SAME_ID = 0.5
"""What an equal id counts next to the evidence, whose likeness counts up to 1: places decide before ids."""
SHARED = 0.5
"""Two quotes are about the same where they share this much of the shorter one."""
NEARLY_ALL = 0.9
"""Items of two kinds are one where their places agree as far as this: the engine has thought again."""
MENDED = 0.6
"""From this share of words in common on, a sentence is an old one that was mended in the seed."""
FEWEST = 4
"""Words; fewer tell nothing about what a sentence was."""
MOST_SENTENCES = 300
"""In a longer text, the sentence nearest to a lost quote is sought among those that share its words."""
NEAREST = 8
"""So many of them are compared letter by letter."""
ALIKE = 0.6
"""From this likeness on (difflib's ratio) a sentence is named as the nearest one."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[”’\"')\]]*")
REPEATED = 10
"""Times that a word of one wording is in the other on average; prose does not come near it."""


class MatchEvidence(NamedTuple):
    """Where an item stands."""

    id: str
    kind: str
    at: Spans
    when: Spans
    words: str = ""


def evidence(key: str, node: Fields) -> MatchEvidence:
    """Return the evidence of an item: its words' place, an actor's names, a pair's sides."""
    quotes = (quoted(inner) for inner in node.values() if isinstance(inner, tuple | dict))
    words = [quote for quote in quotes if quote is not None]
    spans = {span for one in words for span in one.at} | set(node.get("mentions", ()))
    when = node["when"]["text"].at if isinstance(node.get("when"), Fields) else Spans()
    return MatchEvidence(key, told(node.get("kind", "")), Spans(sorted(spans)), when, words_of(node))


def grave(stone: Tombstone, finder: Finder, near: Spans | None = None) -> MatchEvidence:
    """Return the evidence of what a person struck, as far as the text still has it."""
    at = finder.find(stone.words, near)
    when = finder.find(stone.when, at) if at else Spans()
    return MatchEvidence(stone.id, stone.kind, at, when, stone.words)


def shared(one: Spans, other: Spans) -> int:
    """Return how many characters two places share; the spans of each are in order."""
    common, first = 0, 0
    for span in one:
        while first < len(other) and other[first].end <= span.start:
            first += 1
        for number in range(first, len(other)):
            found = other[number]
            if found.start >= span.end:
                break
            common += max(0, min(span.end, found.end) - max(span.start, found.start))
    return common


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def alike(one: Spans, other: Spans) -> float:
    """Return how alike two places are: what they share of both, 0 to 1."""
    common = shared(one, other)
    return common / (_length(one) + _length(other) - common) if common else 0.0


def about_the_same(one: Spans, other: Spans) -> bool:
    """Return whether two places share most of the shorter one."""
    common = shared(one, other)
    return common > 0 and common >= SHARED * min(_length(one), _length(other))


def likeness(new: MatchEvidence, old: MatchEvidence) -> float:
    """Return how sure it is that two items are one, 0 where they are not."""
    if (
        new.id != old.id
        and old.at
        and (not new.at or new.at.end <= old.at.start or old.at.end <= new.at.start)
    ):
        return 0.0
    close = alike(new.at, old.at) if old.at else _resembles(new.words, old.words)
    kin = new.kind == old.kind or close > NEARLY_ALL
    if new.id != old.id and not (kin and is_one(new, old)):
        return 0.0
    return close + alike(new.when, old.when) + (SAME_ID if new.id == old.id else 0.0)


def is_one(new: MatchEvidence, old: MatchEvidence) -> bool:
    """Return whether two items are about the same; one whose words the seed has lost is told by them."""
    return about_the_same(new.at, old.at) if old.at else _resembles(new.words, old.words) > 0


@functools.lru_cache(maxsize=4096)
def _resembles(one: str, other: str) -> float:
    """Return how alike two wordings are, 0 where they are not alike enough to be one sentence, mended.

    Counted are the words, of the shorter wording, that are in both in runs of two and more; in which
    order the runs stand is not asked where the same words come again and again.
    """
    words, others = one.split(), other.split()
    shorter = min(len(words), len(others))
    if shorter < FEWEST:
        return 0.0
    runs = set(pairwise(others))
    common = sum(two in runs for two in pairwise(words))
    if 2 * common < MENDED * shorter:
        return 0.0  # what is in runs cannot be more
    often = Counter(others)
    if sum(often[word] for word in words) > REPEATED * shorter:
        share = min(_in_runs(words, others), _in_runs(others, words)) / shorter
    else:
        blocks = difflib.SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
        share = sum(block.size for block in blocks if block.size > 1) / shorter
    return share if share >= MENDED else 0.0


def _in_runs(words: list[str], others: list[str]) -> int:
    """Return how many words are next to one next to which they are in the other wording too."""
    runs = set(pairwise(others))
    pairs = [two in runs for two in pairwise(words)]
    return sum(map(operator.or_, [False, *pairs], [*pairs, False]))


def same_day(one: MatchEvidence, other: MatchEvidence) -> bool:
    """Return whether two happenings in one sentence are one: by the words that date them."""
    return not one.when or not other.when or shared(one.when, other.when) > 0


# -- words that are lost ------------------------------------------------------------------------


def nearest(text: str, article: Article) -> str | None:
    """Return the sentence most like a quote that is lost, or None where none is alike."""
    found = (match[0].strip() for match in _SENTENCE.finditer(article.text, article.body.start))
    sentences = [sentence for sentence in found if sentence]
    if len(sentences) > MOST_SENTENCES:
        words = set(text.split())
        counted = Counter({n: len(words.intersection(each.split())) for n, each in enumerate(sentences)})
        best = heapq.nsmallest(NEAREST, counted, key=lambda number: (-counted[number], number))
        sentences = [sentences[number] for number in sorted(best)]
    near = difflib.get_close_matches(text, sentences, 1, ALIKE)
    return near[0] if near else None
