"""Names that look like a person's and are not, by the noun right before them.

A work or a ship ("the novel Anna Karenina", "the ferry Anna Lund") is nobody; a firm, a band or a school
("law firm Baker Holm") is a body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from msgspec.structs import replace

from briefing.extract.entities.affiliations import POSSESSIVES
from briefing.extract.entities.disambiguation import Doubt
from briefing.extract.entities.gazetteer import NameWords
from briefing.model import Document, Mention, Span, Token
from briefing.text.tokens import first_at


def without_works(
    document: Document, mentions: Sequence[Mention], doubtful: Sequence[Doubt], words: NameWords
) -> tuple[list[Mention], list[Doubt]]:
    """Return names and doubts as the nouns before them have it: works left out, bodies as bodies."""
    nouns = words.works | words.body_before | words.led
    if nouns.isdisjoint(document.vocabulary):
        return list(mentions), list(doubtful)
    names, doubts = list(_as_bodies(document, mentions, nouns, words)), []
    for doubt in doubtful:
        row = document.tokens[doubt.sentence]
        noun = _noun(row, doubt.first, doubt.last, nouns, words)
        if noun in words.bodies_by and doubt.last - doubt.first > 1:
            span = Span(row[doubt.first].start, row[doubt.last - 1].end)
            names.append(
                Mention(span=span, kind="organization", sentence=doubt.sentence, rule="named-body", row=noun)
            )
        elif noun not in words.works:
            doubts.append(doubt)
    return names, doubts


def _as_bodies(
    document: Document, mentions: Sequence[Mention], nouns: frozenset[str], words: NameWords
) -> Iterator[Mention]:
    for mention in mentions:
        noun = ""
        row = document.tokens[mention.sentence]
        first, last = first_at(row, mention.span.start), first_at(row, mention.span.end)
        if mention.rule in ("name-shape", "hall"):
            noun = _noun(row, first, last, nouns, words)
        elif mention.rule == "title" and first > 1 and row[first - 2].text in words.vessels:
            noun = row[first - 2].text  # "the cruiser Admiral Lund"
        if noun in words.bodies_by:
            yield replace(mention, kind="organization", rule="named-body", row=noun)
        elif noun not in words.works:
            yield mention


def _noun(row: Sequence[Token], first: int, last: int, nouns: frozenset[str], words: NameWords) -> str:
    """Return the noun right before tokens[first:last] that tells what they name, or nothing."""
    before = [token.text for token in row[max(first - 2, 0) : first]]
    if len(before) == 2 and before[0] in words.led and before[1] in ("of", "at"):
        owned = last < len(row) and row[last].text in POSSESSIVES
        return "" if owned else before[0]  # "founder of Foro Libre", not "head of Ann Roa's office"
    if not first or row[first - 1].text not in nouns - words.led:
        return ""
    following = row[last].lower if last < len(row) else ""
    noun = row[first - 1].text
    speaks = following in words.person_verbs and noun in words.works
    made = following in words.work_verbs and noun not in words.vessels
    return "" if made or speaks else noun


def without_headline_words(
    document: Document, mentions: Sequence[Mention], words: NameWords
) -> list[Mention]:
    """Return the mentions without persons whom only a line in capitals names, by no given name.

    There each verb looks like a name: "Council Speakers Urge Parties to Honour Truce, as Envoy Warns".
    """
    lines = {s.index for s in document.sentences[:_HEAD] if _is_headline(document.texts[s.index])}
    if not lines:
        return list(mentions)
    elsewhere = {text for at, row in enumerate(document.texts) if at not in lines for text in row}
    return [m for m in mentions if m.sentence not in lines or _is_borne_out(document, m, elsewhere, words)]


def _is_borne_out(document: Document, mention: Mention, elsewhere: Set[str], words: NameWords) -> bool:
    parts = mention.span.of(document.text).split()
    if mention.kind != "person" or parts[-1] in elsewhere or parts[-1].title() in elsewhere:
        return True
    return len(parts) > 1 and (parts[0].title() in words.given or parts[0] in words.family_first)


def _is_headline(texts: Sequence[str]) -> bool:
    """Return whether nearly all long words of a line without a full stop are capitalised."""
    long = [text for text in texts if len(text) > _SHORT and text.isalpha()]
    capital = [text for text in long if text[0].isupper()]
    return len(long) > _SHORT and texts[-1] not in ".?!" and len(capital) >= len(long) - 1


_HEAD = 4
"""Sentences among which a headline is."""
_SHORT = 3
"""Letters of a small word, which a headline may have in small letters; it has more long words than that."""
