"""A sentence -> whether a reader understands it by itself: its pronouns, its quotation, who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from briefing.extract import quoting
from briefing.lexicon import Lexicon
from briefing.model import Cast, Document, Mention, Span

FEWEST_OUTSIDE = 2
"""Words that are outside the quotations of a point: who speaks, and the verb."""
FEWEST_IN_LINE = 3
"""Words of a line; where the lines of a sentence have fewer, it is a menu."""
_SENTENCE = attrgetter("sentence")
_FAR = 6
"""Sentences back in which a "he" has its name."""
_ORDINAL = re.compile(
    r"(?:an?|the|one|two|some) (?:second|third|fourth|fifth|sixth|others?|latter|former|last|next)\b", re.I
)
_HEAD = 8
"""Words of a sentence among which a demonstrative leans on the one before: "Consistent with these goals,"."""
_TIMES = r"(?:morning|afternoon|evening|week|weekend|month|year|spring|summer|autumn|fall|winter)"
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]|(?<!\w)[‘'](?=\w).*?[.,!?…\w][’'](?!\w)", re.S)
_LABEL = re.compile(r"\W*(?:[QA]|[A-Z][A-Z.]+(?: [A-Z][A-Z.]+)*)\W*\s?:\s|\(\([A-Z]+\)\)")
"""Who speaks, in a transcript: "MS. HOLM: ..."."""
_OPEN_PRONOUN = re.compile(
    r"(?:[^,]{1,40}, )?(?:it(?! (?:is|was)\b.*\b(?:that|whether)\b)"
    rf"|they|this(?! {_TIMES}\b)|that|these|those|its|their|his|her|he|she)\b",
    re.I | re.S,
)
_DANGLING = re.compile(
    r"(?:[^,]{1,40}, )?(?:(?:in|during|after|before|under|for|with|by|at|of|on|since|among) )?"
    rf"(?:it(?! (?:is|was)\b)|they|that|these|those|its|their|his|her|he|she|this(?= (?:is|was|had|has)\b))\b"
    rf"(?! {_TIMES}\b)",
    re.I,
)
"""An opening of words taken out of their text that points back to somebody or something before them."""
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|[Yy]ou|[Yy]our|us)\b(?!\.)")
_ME = re.compile(r"\b(?:I|my|me|you|your|guys|let[’']s)\b", re.I)
_BACK = re.compile(
    r"(?:[^,]{1,40}, )?(?:(?:that|those|these|this|such)\b|we\b.{1,40}\b(?:that|this|it)\b[.,])", re.I
)
_THIS = re.compile(r"\bthis(?:[,.;]| (?:an?|the|as|is|was|will|would|has|had)\b)")
_THE_TEXT_BEFORE = re.compile(r"According to the (?:statement|report|document|agency|release|poll|study)\b")
_LIST_MARKS = re.compile(r"\*\*|__|^[-–—•·#>(*\\]")
_THIRD = frozenset(("he", "she", "him", "her", "his", "hers"))
_CREDIT = re.compile(r"\b(?:Image|Photo|Picture|File|Credit): ?\w|©")


class Standing:
    """What is asked of the sentences of a document again and again."""

    def __init__(self, document: Document, cast: Cast, lexicon: Lexicon) -> None:
        self.document, self.leaning = document, lexicon.summary.leaning
        self.units = lexicon.calendar.units
        self.cast = cast
        self.persons = frozenset(actor.id for actor in cast.actors if actor.kind == "person")
        self._whole: dict[int, Span] = {}
        self.resolved = _resolved(document, cast)
        """The sentences that open with "he" or "she" of whom the person is known."""

    def text(self, index: int) -> str:
        """Return a sentence without the dateline before it."""
        return self.document.prose(index).of(self.document.text)

    def whole(self, index: int) -> Span:
        """Return a sentence with its neighbours where they hold the rest of a quotation."""
        found = self._whole.get(index)
        if found is None:
            found = self._whole[index] = quoting.whole(self.document, index)
        return found

    def leans(self, index: int) -> bool:
        """Return whether a sentence opens with words that lean on the one before: "Today, however, ..."."""
        lower = self.document.lower[index]
        if "however" in lower[:4] or (lower[0] in self.leaning and not self._names_time(index)):
            return True
        head = lower[: lower.index(",")] if "," in lower[:_HEAD] else ()
        return any(word in ("these", "those") for word in head)

    def _names_time(self, index: int) -> bool:
        """Return whether "this" opens a time: "This morning", "That year"."""
        following = self.document.lower[index][1:2]
        return any(word in self.units or re.fullmatch(_TIMES, word) for word in following)

    def is_whole(self, index: int) -> bool:
        """Return whether a sentence ends with its mark, so is no heading, caption or line of a table."""
        text = self.document.sentences[index].span.of(self.document.text)
        return text.rstrip("\"”’')]»[0123456789")[-1:] in (".", "!", "…")

    def opens_with_quote(self, index: int) -> bool:
        """Return whether a sentence opens with words of somebody whom it names later, or not at all."""
        return self.text(index)[0] in "\"“„«'‘"

    def points_back(self, index: int) -> bool:
        """Return whether a "her" may be somebody of the sentences before: "Trump responded to her letter"."""
        lower = self.document.lower[index]
        at = next((n for n, word in enumerate(lower) if word in _THIRD), None)
        if at is None:
            return False
        end = self.document.tokens[index][at].start
        here = [m for m in mentions_in(self.cast, index) if m.actor in self.persons and m.form != "pronoun"]
        near = {m.actor for m in here if m.span.end <= end}
        before = {m.actor for n in range(index) for m in mentions_in(self.cast, n) if m.actor in self.persons}
        if not before:  # "A banker accused of emptying his fund"
            phrases = self.document.syntax[index].phrases
            return not (near or (bool(phrases) and phrases[0].end <= at))
        return not near or not before <= near

    def opens_scene(self, index: int) -> bool:
        """Return whether a sentence sets a scene before the news: "When the gates closed, few ..."."""
        return "when" in self.document.lower[index][self.document.opening(index) :][:1]

    def is_mostly_quoted(self, index: int) -> bool:
        """Return whether a third of a sentence or more is quoted: a poster, a pull quote."""
        text = self.text(index)
        return 3 * len(_QUOTED.sub("", text)) < 2 * len(text)

    def is_ours(self, index: int) -> bool:
        """Return whether a sentence says "I", "we" or "you" outside of quotations."""
        return _FIRST_PERSON.search(_QUOTED.sub(" ", self.text(index))) is not None

    def stands_in_turn(self, index: int, words: Span) -> bool:
        """Return whether words in a turn tell something: no question, and nothing of "me" or "you"."""
        text = words.of(self.document.text)
        if not self.is_whole(index) or quoting.is_open(text) or "\\[" in text or "?" in text:
            return False
        back = _BACK.match(text) or _OPEN_PRONOUN.match(text) or _DANGLING.match(text)
        return not (_ME.search(text) or _THIS.search(text) or back)

    def stands_alone(self, index: int, *, of_author: bool = False) -> bool:
        """Return whether a sentence has its quotation whole, its speaker, and no pronoun that points back.

        With `of_author` it may say "we": the first sentence of a release is its author's.
        """
        text = self.whole(index).of(self.document.text)
        if _LABEL.match(text) or _LIST_MARKS.search(text) or text[0].islower() or _CREDIT.search(text):
            return False
        if quoting.is_open(text) or quoting.is_inside(self.document, index):
            return False
        told = _QUOTED.sub(" ", text)
        if any(len(line.split()) < FEWEST_IN_LINE for line in text.split("\n")[:-1]):
            return False  # a menu or a table
        if (
            _THIS.search(told)
            or _THE_TEXT_BEFORE.match(text)
            or (_ME if of_author else _FIRST_PERSON).search(told)
        ):
            return False
        if len(told) < len(text) and len(re.findall(r"\w+", told)) < FEWEST_OUTSIDE:
            return False
        return index in self.resolved or not _OPEN_PRONOUN.match(told)


def made_clear(document: Document, cast: Cast, index: int, at: Span) -> str | None:
    """Return words of a sentence with [the name] behind an opening "he" or "she".

    None where their opening points back to what a reader cannot know: "his party", "that", "a fourth".
    """
    text, syntax, tokens = at.of(document.text), document.syntax[index], document.tokens[index]
    first = bisect_left(tokens, at.start, key=lambda token: token.start)
    phrase = syntax.phrase_at(first)
    if phrase is not None and phrase.of is None and phrase.end - first == 2 and _ORDINAL.match(text):
        return None
    if not _DANGLING.match(text):
        return text
    names = {actor.id: actor.name for actor in cast.actors if actor.kind == "person"}
    for mention in mentions_in(cast, index):
        if mention.span.start < at.start or mention.actor not in names or mention.form != "pronoun":
            continue
        if opens(document, mention) and _is_only_person(cast, index, mention.actor, frozenset(names)):
            end = mention.span.end - at.start
            return f"{text[:end]} [{names[mention.actor]}]{text[end:]}"
    return None


def _is_only_person(cast: Cast, index: int, actor: str | None, persons: frozenset[str]) -> bool:
    """Return whether the last sentence that names persons names this one alone."""
    for before in range(index - 1, max(-1, index - _FAR), -1):
        named = {m.actor for m in mentions_in(cast, before) if m.form != "pronoun"} & persons
        if named:
            return named == {actor}
    return False


def mentions_in(cast: Cast, index: int) -> Sequence[Mention]:
    """Return the mentions in a sentence."""
    first = bisect_left(cast.mentions, index, key=_SENTENCE)
    return cast.mentions[first : bisect_right(cast.mentions, index, key=_SENTENCE)]


def _resolved(document: Document, cast: Cast) -> set[int]:
    persons = {actor.id for actor in cast.actors if actor.kind == "person"}
    return {
        mention.sentence
        for mention in cast.mentions
        if mention.form == "pronoun" and mention.actor in persons and opens(document, mention)
    }


def opens(document: Document, mention: Mention) -> bool:
    """Return whether a mention is "he" or "she" at the start of a sentence, or after "In July, "."""
    start = document.prose(mention.sentence).start
    before = document.text[start : mention.span.start]
    return mention.span.of(document.text).lower() in ("he", "she") and (
        not before or (len(before) < 42 and before.endswith(", ") and before.count(",") == 1)
    )
