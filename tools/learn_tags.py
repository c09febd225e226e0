"""Tagged texts -> `briefing/text/words.txt`, and the endings and rules of `briefing/lexicon/tagging.yml`.

    pip install --no-deps lemminflect textblob
    python tools/learn_tags.py FOLDER

FOLDER holds `gum_train.tsv.gz`: a form and its class a line, a tab between, `# doc` before each document.
Rules are learned by transformation (Brill 1995): of all rules of the shapes in `shapes()` the one that
mends most is taken, tried on the texts, and the next one looked for.  So that rules meet words that the
dictionary does not know, each fifth of the texts is read with a dictionary of the other four.  Rows under
`words` and `repairs` are people's and stay.  It takes about five minutes of one processor.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from learn_dictionary import Sentences, make, read
from msgspec import Struct

from briefing import lexicon
from briefing.lexicon.tagging_tables import Tagging, TagRule
from briefing.text import tagging
from briefing.text.dictionary import WORDS, Dictionary
from briefing.text.tagging import REACH, Row, Rule

RULES = lexicon.HERE / "tagging.yml"
FOLDS, LEAST, AGAIN, MOST = 5, 4, 60, 400
"""Parts of the texts; how many words a rule must mend at least; after how many rules all are counted again;
how many rules are learned."""

Shape = tuple[tuple[str, int], ...]
"""What the rules of a shape look at: a field of `Row` and how many words on."""
Key = tuple[str, str, int, tuple[str, ...]]
"""A rule: from, to, the number of its shape, and the values that must stand there."""

_AROUND = """
tag-1 | tag+1 | tag-2 | tag+2 | tag-1 tag+1 | tag-2 tag-1 | tag+1 tag+2 | tag-1 tag+2 | tag-2 tag+1
tag-3 tag-2 tag-1 | tag+1 tag+2 tag+3 | tag-2 tag-1 tag+1 | tag-1 tag+1 tag+2 | group-1 group+1
group-2 group-1 | group+1 group+2 | group-2 group-1 group+1 | group-1 group+1 group+2
group+1 group+2 group+3 | group-3 group-2 group-1 | group-2 group-1 group+1 group+2 | word-1 | word+1
word-2 | word+2 | word-1 word+1 | word-1 tag+1 | word-1 group+1 | tag-1 word+1 | group-1 word+1
word-2 word-1 | word+1 word+2 | word-2 tag-1 | tag+1 word+2 | classes-1 | classes+1 | classes+1 group-1
classes-1 group+1 | classes+1 group+2 | tag-1 classes+1
"""
_OWN = """
word | word tag-1 | word tag+1 | word group-1 | word group+1 | word tag-2 | word tag+2
word group-1 group+1 | word word-1 | word word+1 | word word+2 | word word-2 | word tag+1 tag+2
word group+1 group+2 | word tag-1 tag+1 | classes | classes tag-1 | classes tag+1 | classes group-1
classes group+1 | classes group-1 group+1 | classes tag-1 tag+1 | classes group-2 group-1
classes group+1 group+2 | ending | ending group-1 | ending group+1 | ending tag+1 | ending tag-1
ending group-1 group+1 | shape | shape tag-1 | shape tag+1 | shape shape-1 | shape shape+1
shape shape-1 shape+1 | shape classes | shape ending | shape tag-1 tag+1 | shape classes shape+1
shape classes shape-1 | shape classes tag+1 | shape classes tag-1 | stop word | stop shape
stop shape classes
"""
_CLAUSE = """
clause | ahead | clause ahead | clause group+1 | clause group-1 | clause group-1 group+1 | clause tag-1
clause tag+1 | ahead tag-1 | ahead group-1 group+1 | ahead tag+1 | clause ahead group-1
clause ahead group+1 | clause ahead group-1 group+1 | clause ahead tag-1 tag+1 | clause ahead ending
clause ahead tag+1 | clause ahead word+1 | clause ahead word-1 | word clause | word ahead | classes clause
classes clause ahead | classes clause group-1 | classes clause group+1 | ending clause | balance
balance clause | balance clause group+1 | balance clause group-1 | balance clause group-1 group+1
balance clause tag+1 | balance clause tag-1 | balance clause ahead | balance clause ahead group-1 group+1
balance clause classes | balance clause ending | balance clause tag-1 tag+1 | balance group-1 group+1
balance word | segment until | segment until group+1 | segment until group-1
segment until group-1 group+1 | segment group-1 group+1 | segment group+1 | segment group-1
segment until stop | segment until stop group-1 | segment until stop group+1
segment until stop group-1 group+1 | segment until balance | segment until balance group-1
segment until balance group+1 | segment until balance group-1 group+1 | segment balance stop
segment until tag+1 | segment until tag-1 | segment until tag-1 tag+1 | segment tag-1 tag+1
segment balance group-1 group+1 | segment word | segment until word | segment until classes
segment classes | segment classes group+1 | segment classes group-1 | segment until classes group+1
segment until classes group-1 | segment until ending | segment ending | segment group-2 group-1
segment group+1 group+2 | segment until group+1 group+2 | segment until group-2 group-1 | segment word+1
segment word-1 | segment until word+1
"""


def shapes() -> list[Shape]:
    """Return the shapes of rules that are looked for."""
    rows = " | ".join((_AROUND + _OWN + _CLAUSE).strip().splitlines()).split("|")
    return [tuple(_place(name) for name in row.split()) for row in rows]


def _place(name: str) -> tuple[str, int]:
    match = re.fullmatch(r"([a-z]+)([+-]\d)?", name)
    if match is None:
        raise SystemExit(f"{name} is no condition")
    return match[1], int(match[2] or 0)


class Sentence(Struct):
    """A sentence of the texts, as the rules have left it, with the right classes."""

    row: Row
    right: list[str]

    def wrong(self) -> Iterator[tuple[int, str, str]]:
        """Yield each word that a rule could mend: its place, its class, the right one."""
        for at in range(REACH, len(self.right) - REACH):
            old, new = self.row.tag[at], self.right[at]
            if old != new and new in self.row.allowed[at]:
                yield at, old, new

    def spoilt(self) -> Iterator[tuple[int, str, str]]:
        """Yield each change that would spoil a word."""
        for at in range(REACH, len(self.right) - REACH):
            old = self.row.tag[at]
            if old == self.right[at]:
                yield from ((at, old, new) for new in self.row.allowed[at] if new != old)

    def change(self, rule: Rule) -> bool:
        """Try a rule; return whether it changed a word."""
        hits = self.hits(rule)
        for at in hits:
            self.row.tag[at], self.row.group[at] = rule.new, tagging.GROUPS.get(rule.new, rule.new)
        if hits:
            tagging.mark_clauses(self.row, 0)
        return bool(hits)

    def hits(self, rule: Rule) -> list[int]:
        """Return the places that a rule would change."""
        row = self.row
        if rule.old not in row.tag:
            return []
        return [
            at
            for at, tag in enumerate(row.tag)
            if tag == rule.old and rule.new in row.allowed[at] and tagging.matches(row, at, rule.tests)
        ]


def prepare(texts: Iterable[Sentences], dictionary: Dictionary) -> list[Sentence]:
    """Return sentences as the rules find them."""
    edges, found = ["#"] * REACH, []
    for sentences in texts:
        for rows in sentences:
            forms = [form for form, _ in rows]
            row = tagging.rows_of([forms], [[form.lower() for form in forms]], dictionary)
            tagging.mark_clauses(row, 0)
            found.append(Sentence(row, [*edges, *(tag for _, tag in rows), *edges]))
    return found


def folded(texts: dict[str, Sentences]) -> list[Sentence]:
    """Return all sentences, each fifth read with a dictionary of the others."""
    names, found = sorted(texts), []
    for fold in range(FOLDS):
        known = make(texts[name] for at, name in enumerate(names) if at % FOLDS != fold)
        found += prepare((texts[name] for at, name in enumerate(names) if at % FOLDS == fold), known)
    return found


class Learner:
    """Counts what each possible rule would mend and spoil, and keeps count while rules are taken."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences, self.shapes = sentences, shapes()

    def learn(self) -> list[Rule]:
        """Return the rules in the order in which they are to be tried."""
        rules: list[Rule] = []
        while len(rules) < MOST:
            self._count()
            taken = list(self._take(min(AGAIN, MOST - len(rules))))
            rules += taken
            print(f"{len(rules)} rules, {share(self.sentences):.4f} right", flush=True)
            if not taken:
                break
        return rules

    def _keys(self, row: Row, at: int, old: str, new: str) -> Iterator[Key]:
        for number, shape in enumerate(self.shapes):
            yield old, new, number, tuple(getattr(row, field)[at + offset] for field, offset in shape)

    def _count(self) -> None:
        good: Counter[Key] = Counter()
        for sentence in self.sentences:
            for at, old, new in sentence.wrong():
                good.update(self._keys(sentence.row, at, old, new))
        self.good = {key: count for key, count in good.items() if count >= LEAST}
        self.pairs = {key[:2] for key in self.good}
        self.bad: dict[Key, int] = defaultdict(int)
        for sentence in self.sentences:
            self._add(sentence, sentence.spoilt(), self.bad, 1)

    def _add(
        self, sentence: Sentence, places: Iterable[tuple[int, str, str]], into: dict[Key, int], sign: int
    ) -> None:
        for at, old, new in places:
            if (old, new) in self.pairs:
                for key in self._keys(sentence.row, at, old, new):
                    if key in self.good:
                        into[key] += sign

    def _take(self, most: int) -> Iterator[Rule]:
        for _ in range(most):
            key = max(
                self.good, key=lambda key: (self.good[key] - self.bad[key], -len(key[3]), key), default=None
            )
            if key is None or self.good[key] - self.bad[key] < LEAST:
                return
            old, new, number, values = key
            tests = tuple((*place, value) for place, value in zip(self.shapes[number], values, strict=True))
            rule = Rule(old=old, new=new, tests=tests)
            for sentence in self.sentences:
                if sentence.hits(rule):
                    self._add(sentence, sentence.wrong(), self.good, -1)
                    self._add(sentence, sentence.spoilt(), self.bad, -1)
                    sentence.change(rule)
                    self._add(sentence, sentence.wrong(), self.good, 1)
                    self._add(sentence, sentence.spoilt(), self.bad, 1)
            yield rule


def share(sentences: Iterable[Sentence]) -> float:
    """Return how many of all words have the right class."""
    pairs = [
        (tag == right)
        for sentence in sentences
        for tag, right in zip(sentence.row.tag[REACH:-REACH], sentence.right[REACH:-REACH], strict=True)
    ]
    return sum(pairs) / len(pairs)


# -- files ------------------------------------------------------------------------------------------


def write_words(dictionary: Dictionary, path: Path = WORDS) -> None:
    """Write the forms of a dictionary, the same classes on one line; its head stays."""
    forms: dict[str, list[str]] = defaultdict(list)
    for mark, table in (("", dictionary.words), ("^", dictionary.cased)):
        for form, classes in table.items():
            forms[mark + " ".join(classes)].append(form)
    head = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    rows = [f"{classes}\t{' '.join(sorted(of))}" for classes, of in sorted(forms.items())]
    path.write_text("\n".join([*head, *rows]) + "\n", "utf-8")


def write_rules(table: Tagging, path: Path = RULES) -> None:
    """Write the table of the rules; the notes at its head stay."""
    head = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    rows = [*head, "words:", *_forms(table.words), "endings:", *_forms(table.endings)]
    rows += ["rules:", *map(_row, table.rules), "repairs:", *map(_row, table.repairs)]
    path.write_text("\n".join(rows) + "\n", "utf-8")


def _forms(table: dict[str, str]) -> list[str]:
    return [f"  {_quoted(form)}: {_quoted(classes)}" for form, classes in table.items()]


def _row(rule: TagRule) -> str:
    where = ", ".join(f"{key}: {_quoted(value)}" for key, value in rule.where.items())
    return f"  - {{from: {_quoted(rule.old)}, to: {_quoted(rule.new)}, where: {{{where}}}}}"


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z ]*[A-Za-z]|[A-Za-z]", text)
    return text if plain and text.lower() not in _YAML else json.dumps(text, ensure_ascii=False)


_YAML = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def _table(dictionary: Dictionary, rules: Iterable[Rule]) -> Tagging:
    kept = lexicon.load().tagging
    endings = sorted(dictionary.endings.items(), key=lambda item: item[0][::-1])
    rows = [
        TagRule(
            old=rule.old,
            new=rule.new,
            where={name + (f"{at:+d}" if at else ""): value for name, at, value in rule.tests},
        )
        for rule in rules
    ]
    return Tagging(
        words=kept.words,
        endings={ending: " ".join(classes) for ending, classes in endings},
        rules=tuple(rows),
        repairs=kept.repairs,
    )


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    texts = read(Path(sys.argv[1]) / "gum_train.tsv.gz")
    dictionary = make(texts.values())
    rules = Learner(folded(texts)).learn()
    write_words(dictionary)
    write_rules(_table(dictionary, rules))


if __name__ == "__main__":
    main()
