"""A sentence of a document -> plain lines that show its word classes, phrases and clauses, and why."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.lexicon import Lexicon
from briefing.model import Clause, Document, NounPhrase
from briefing.text.chunks import span
from briefing.text.parsing import Parsing
from briefing.text.tagging import Rule


def lines(document: Document, index: int, lexicon: Lexicon) -> list[str]:
    """Return what is known of sentence `index`, counted from 0."""
    return list(_lines(document, index, lexicon))


def _lines(document: Document, index: int, lexicon: Lexicon) -> Iterator[str]:
    words = document.texts[index]
    tagged = Parsing(lexicon, [words], [document.lower[index]]).tagged(0)
    yield document.sentences[index].span.of(document.text)
    width = max(map(len, words), default=0)
    for at, (word, tag) in enumerate(zip(words, tagged.tags, strict=True)):
        rule = tagged.rules.get(at)
        yield f"  {word:{width}}  {tag:5} {_why(rule) if rule is not None else ''}".rstrip()
    syntax = document.syntax[index]
    for phrase in syntax.phrases:
        yield f"  noun phrase: {_phrase(document, index, phrase)}"
    for clause in syntax.clauses:
        yield f"  clause: {_clause(document, index, clause)}"


def _why(rule: Rule) -> str:
    where = ", ".join(f"{name}{f'{at:+d}' if at else ''} {value}" for name, at, value in rule.tests)
    return f"{rule.old} before; {where}"


def _of(document: Document, index: int, first: int, end: int) -> str:
    return span(document.tokens[index], first, end).of(document.text)


def _phrase(document: Document, index: int, phrase: NounPhrase) -> str:
    parts = [_of(document, index, phrase.first, phrase.end)]
    if phrase.whole > phrase.end:
        parts.append(f"with all {_of(document, index, phrase.first, phrase.whole)!r}")
    parts += ["a time"] * phrase.time + ["joined to others"] * phrase.joined
    return "; ".join(parts)


def _clause(document: Document, index: int, clause: Clause) -> str:
    parts = [f"{clause.kind}, {_of(document, index, clause.first, clause.end)!r}"]
    if clause.subject is not None:
        parts.append(f"subject {_of(document, index, clause.subject.first, clause.subject.end)!r}")
    if verb := clause.verb:
        marks = [
            verb.tense,
            *(name for name in ("perfect", "progressive", "passive", "negated") if getattr(verb, name)),
        ]
        parts.append(f"verb {_of(document, index, verb.first, verb.end)!r} ({', '.join(marks)})")
    parts += [f"says {_of(document, index, first, end)!r}" for first, end in clause.content]
    return "; ".join(parts)
