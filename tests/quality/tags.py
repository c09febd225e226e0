"""Annotated sentences -> how many word classes, subjects and contents come out right.

    python tests/quality/tags.py FOLDER [--wrong]

FOLDER holds `dev_news.tsv` (token, class, coarse class, head from 1, relation, with tabs between) and
`homographs.yml`; `--wrong` lists what is wrong.  The figures and what was tuned are in README.md.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from briefing import lexicon
from briefing.model import Clause, Span, Syntax
from briefing.text import parsing
from briefing.text.dictionary import WORDS
from briefing.text.tokens import row_of

NOUNS, VERBS = {"NN", "NNS"}, {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
MARKS = {",", ".", ":", "``", "''"}


class Word(NamedTuple):
    """A row of the annotation."""

    form: str
    tag: str
    upos: str
    head: int
    relation: str

    @property
    def finite(self) -> bool:
        return self.tag in FINITE or "+" in self.tag


class Share:
    """Hits among so many."""

    def __init__(self) -> None:
        self.hits = self.all = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.all += 1

    def __str__(self) -> str:
        return f"{100 * self.hits / max(1, self.all):.1f} % of {self.all}"


class Found:
    """What was found and what should have been: precision, recall and F1."""

    def __init__(self) -> None:
        self.right = self.extra = self.missing = 0

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.extra)
        recall = self.right / max(1, self.right + self.missing)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        return f"precision {100 * precision:.1f}, recall {100 * recall:.1f}, F1 {100 * both:.1f}"


class Scores:
    """All figures, and lines about what is wrong."""

    def __init__(self) -> None:
        self.tags, self.homographs, self.extent, self.listed = Share(), Share(), Share(), Share()
        self.finite, self.subjects = Found(), Found()
        self.wrong: list[str] = []


def read(path: Path) -> list[list[Word]]:
    """Return the annotated sentences of a file."""
    sentences: list[list[Word]] = []
    rows: list[Word] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.startswith("# "):
            continue
        if line:
            form, tag, upos, head, relation = line.split("\t")
            rows.append(Word(form, tag, upos, int(head) - 1, relation))
        elif rows:
            sentences.append(rows)
            rows = []
    return sentences


def score(
    rows: Sequence[Word], syntax: Syntax, parser: parsing.Parser, saying: frozenset[str], to: Scores
) -> None:
    """Add a sentence to the scores."""
    text = " ".join(f"{row.form}/{tag}" for row, tag in zip(rows, syntax.tags, strict=True))
    for at, (row, tag) in enumerate(zip(rows, syntax.tags, strict=True)):
        to.tags.add(row.tag == tag)
        allowed = set(parser.tagger.dictionary.classes(row.form, row.form.lower(), at == 0))
        if allowed & NOUNS and allowed & VERBS and row.tag in NOUNS | VERBS:
            to.homographs.add((row.tag in NOUNS) == (tag in NOUNS) and tag in NOUNS | VERBS)
        found = tag in FINITE or "+" in tag
        to.finite.right += row.finite and found
        to.finite.extra += found and not row.finite
        to.finite.missing += row.finite and not found
        if row.tag != tag:
            to.wrong.append(f"tag {row.tag} found {tag}: {row.form} | {text}")
    for at, row in enumerate(rows):
        if row.upos == "VERB" and row.form.lower() in saying:
            clause = _clause_of(syntax, at)
            _score_subject(rows, at, clause, to, text)
            _score_extent(rows, at, clause, to, text)


def _clause_of(syntax: Syntax, at: int) -> Clause | None:
    """Return the clause whose verb group has its head at a token."""
    verb = syntax.verb_at(at)
    return syntax.clause_of(verb) if verb is not None and verb.head == at else None


def _score_subject(rows: Sequence[Word], at: int, clause: Clause | None, to: Scores, text: str) -> None:
    around = [row for row in rows if row.head == at and row.relation.startswith("aux")]
    if not rows[at].finite and not any(row.finite for row in around):
        return
    gold = next(
        (n for n, row in enumerate(rows) if row.head == at and row.relation.startswith("nsubj")), None
    )
    found = clause.subject if clause is not None else None
    right = found is not None and gold is not None and found.first <= gold < found.end
    if gold is None:
        # what shares a subject has none in the annotation, and "what" is the head of its clause there
        shared = rows[at].relation == "conj" or (found is not None and rows[found.head].tag == "WP")
        to.subjects.extra += found is not None and not shared
        return
    to.subjects.right += right
    to.subjects.missing += not right
    to.subjects.extra += found is not None and not right
    if not right:
        wrong = rows[found.head].form if found is not None else "nothing"
        to.wrong.append(f"subject of {rows[at].form} {rows[gold].form} found {wrong} | {text}")


def _score_extent(rows: Sequence[Word], at: int, clause: Clause | None, to: Scores, text: str) -> None:
    said = next((n for n, row in enumerate(rows) if row.head == at and row.relation == "ccomp"), None)
    if said is None:
        return
    inside = _subtree(rows, said)
    gold = _bare(rows, min(inside), max(inside) + 1)
    mine = [_bare(rows, *stretch) for stretch in clause.content] if clause is not None else []
    to.extent.add(gold in mine)
    if gold not in mine:
        told = [" ".join(row.form for row in rows[first:end]) for first, end in [gold, *mine]]
        to.wrong.append(f"content of {rows[at].form}: {told[0]!r} found {told[1:]} | {text}")


def _subtree(rows: Sequence[Word], root: int) -> set[int]:
    inside: set[int] = set()
    more = {root}
    while more:
        inside |= more
        more = {n for n, row in enumerate(rows) if row.head in inside} - inside
    return inside


def _bare(rows: Sequence[Word], first: int, end: int) -> tuple[int, int]:
    """Return a stretch without marks at its edges and without the "that" before it."""
    while end > first and rows[end - 1].tag in MARKS:
        end -= 1
    while first < end and (rows[first].tag in MARKS or rows[first][:2] == ("that", "SC")):
        first += 1
    return first, end


def listed(path: Path, parser: parsing.Parser) -> Iterator[tuple[bool, str]]:
    """Yield for each homograph of a list whether its class is right, and a line about it."""
    for case in yaml.safe_load(path.read_text("utf-8")):
        _, words, lower = row_of(case["sentence"], Span(0, len(case["sentence"])))
        tag = parser.tag(words, lower).tags[words.index(case["word"])]
        yield tag == case["tag"], f"homograph {case['word']} {case['tag']} found {tag} | {case['sentence']}"


def seconds(sentences: Sequence[Sequence[Word]], parser: parsing.Parser) -> tuple[float, float]:
    """Return what tagging, and tagging with phrases and clauses, cost for 400 words; the best of seven runs."""
    forms = [tuple(row.form for row in rows) for rows in sentences]
    lower = [tuple(map(str.lower, row)) for row in forms]
    articles = [(forms[at : at + 16], lower[at : at + 16]) for at in range(0, len(forms), 16)]
    words, best = sum(map(len, forms)), [9.0, 9.0]
    for _ in range(7):
        for which, run in enumerate((parser.tagger.tag_all, parser.parse_all)):
            start = time.process_time()
            for words_of, lower_of in articles:
                run(words_of, lower_of)
            best[which] = min(best[which], time.process_time() - start)
    return 400 * best[0] / words, 400 * best[1] / words


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    folder, table = Path(sys.argv[1]), lexicon.load()
    parser = parsing.parser(table)
    cues = (cue for cue in table.speech.cues if {"that", "clause"} & set(cue.takes))
    saying = frozenset(form for cue in cues for form in cue.forms)
    sentences, scores = read(folder / "dev_news.tsv"), Scores()
    for rows in sentences:
        forms = tuple(row.form for row in rows)
        syntax = parser.parse(forms, tuple(map(str.lower, forms)))
        score(rows, syntax, parser, saying, scores)
    for right, line in listed(folder / "homographs.yml", parser):
        scores.listed.add(right)
        scores.wrong += [] if right else [line]
    if "--wrong" in sys.argv:
        print("\n".join(scores.wrong))
    tagging, parsed = seconds(sentences, parser)
    print(f"Penn tags: {scores.tags}")
    print(f"noun or verb, where both may be: {scores.homographs}")
    print(f"finite verbs: {scores.finite}")
    print(f"homographs of the list: {scores.listed}")
    print(f"subject of a finite verb of saying: {scores.subjects}")
    print(f"extent of what is said, exact: {scores.extent}")
    print(f"400 words: tagging {1000 * tagging:.1f} ms, with phrases and clauses {1000 * parsed:.1f} ms")
    print(f"dictionary: {WORDS.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
