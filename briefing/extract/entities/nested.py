"""Names inside names: the state in "Bank of Japan", the person in the name of a foundation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.extract.entities.gazetteer import gazetteer_of, words_of
from briefing.lexicon import Lexicon
from briefing.model import Document, Mention, Reference, Span, Token
from briefing.model.typography import read_as
from briefing.text.tokens import first_at

_RULES = frozenset(("head-of-body", "hall", "team"))


def inside(
    document: Document, names: Sequence[Mention], lexicon: Lexicon, reference: Reference
) -> Iterator[Mention]:
    """Yield the states, places and persons whose names are a part of another name; they do not act there."""
    whole = [m for m in names if m.rule in _RULES or (m.rule == "known" and m.kind == "organization")]
    if not whole:
        return
    words, gazetteer = words_of(lexicon), gazetteer_of(lexicon, reference)
    places = {
        " ".join(read_as(m.span.of(document.text)).split()): m.actor or "" for m in names if m.kind == "place"
    }
    people = {
        " ".join(read_as(m.span.of(document.text)).split()): m.actor for m in names if m.kind == "person"
    }
    for mention in whole:
        row = document.tokens[mention.sentence]
        first, last = first_at(row, mention.span.start), first_at(row, mention.span.end)
        tokens, texts = row[first:last], document.texts[mention.sentence][first:last]
        for at in range(len(tokens)):
            if at and tokens[at - 1].lower not in ("of", "the"):
                continue
            known = gazetteer.longest(texts, at)
            several = known is not None and texts[at + known[0] : at + known[0] + 1] == ("and",)
            if known and not several and known[1].use == "name" and known[1].kind in ("state", "place"):
                size, entry = known
                name = " ".join(texts[at : at + size])
                yield _part(tokens, at, at + size, mention, entry.kind, entry.id or places.get(name, ""))
        for size in (3, 2):
            if len(tokens) <= size:
                continue
            name = " ".join(texts[:size])
            given = texts[0] in words.given and size == 2
            given = given and not any(texts[1] in known for known in (words.heads, words.things, words.halls))
            if name in people or given:
                yield _part(tokens, 0, size, mention, "person", people.get(name) or "")
                break


def _part(tokens: Sequence[Token], first: int, last: int, whole: Mention, kind: str, actor: str) -> Mention:
    span = Span(tokens[first].start, tokens[last - 1].end)
    return Mention(
        span=span,
        kind=kind,  # type: ignore[arg-type]
        sentence=whole.sentence,
        actor=actor or None,
        acts=False,
        rule="inside-name",
        row=whole.rule,
    )
