"""Word classes, phrases and clauses: the cases, and that no text breaks them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import lexicon
from briefing.model import Article, Source, Span, Syntax
from briefing.text import chunks, dictionary, explain, parsing, sentences, tagging, tokens
from tests import CASE_FILES

CASES = [
    (path.stem, number, case)
    for path in sorted((CASE_FILES / "syntax").glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")))
]
_TAGS = (
    "CC CD DT EX FW IN JJ JJR JJS MD NN NNS NNP NNPS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN "
    "VBP VBZ WDT WP WP$ WRB SC PRP+VBP PRP+MD PRP+VBD , . : `` '' $ -LRB- -RRB-"
)
TAGS = frozenset(_TAGS.split())


class Read:
    """A sentence with its tokens and syntax."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens, self.words, self.lower = tokens.row_of(text, Span(0, len(text)))
        self.syntax: Syntax = parsing.parser(lexicon.load()).parse(self.words, self.lower)

    def of(self, first: int, end: int) -> str:
        return chunks.span(self.tokens, first, end).of(self.text)

    def clause(self, word: str) -> Any:
        """Return the clause whose verb group holds a word."""
        verbs = [clause for clause in self.syntax.clauses if clause.verb is not None]
        for clause in verbs:
            if clause.verb is not None and word in self.words[clause.verb.first : clause.verb.end]:
                return clause
        pytest.fail(f"no clause of {word!r} in {self.syntax.tags}")


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{name}-{n}") for name, n, case in CASES])
def test_case(case: dict[str, Any]) -> None:
    read = Read(case["text"])
    for word, tag in case.get("tags", {}).items():
        assert read.syntax.tags[read.words.index(word)] == tag, case["why"]
    for word, subject in case.get("subjects", {}).items():
        found = read.clause(word).subject
        assert found is not None, case["why"]
        assert read.of(found.first, found.end) == subject, case["why"]
    for word, content in case.get("content", {}).items():
        stretches = [read.of(first, end) for first, end in read.clause(word).content]
        assert stretches[0] == content, case["why"]
    for word, tense in case.get("verbs", {}).items():
        verb = read.syntax.verb_at(read.words.index(word))
        assert verb is not None, case["why"]
        assert verb.tense == tense, case["why"]
    for word, phrase in case.get("phrases", {}).items():
        held = read.syntax.phrase_at(read.words.index(word))
        assert held is not None, case["why"]
        assert read.of(held.first, held.end) == phrase, case["why"]
    for phrase, whole in case.get("whole", {}).items():
        first = read.words.index(phrase.split()[0])
        held = read.syntax.phrase_at(first)
        assert held is not None, case["why"]
        assert read.of(held.first, held.whole) == whole, case["why"]


HARD = [
    "STORM KILLS NINE IN KENYA AS RIVERS RISE",
    "• Rice 40 % • Oil 12.5 • Wheat n/a",
    "| Year | Votes |\n| 2019 | 1,204 |",
    "Q: Did he sign? A: No. MS. HOLM: We did.",
    "teh minster sed he wil atend teh meting tommorow",
    "🔥🔥 war is over 🎉 #peace @un",
    "”HAS",
    "\u200b\ufeff \u2028",
    "’s",
    '"""\'\'``',
    "He said (she said (they said (that",
]


@pytest.mark.parametrize("text", HARD)
def test_every_token_has_a_class(text: str) -> None:
    _check(Read(text))


_WORDS = (
    "the that said who and , . \" “ ” ' Holm officials to has been told in of Beirut May reports not “ ( ) : – "
    "which had raising states told's U.S. 12 % don't"
)
WORDS = st.sampled_from(_WORDS.split())


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join)))
def test_no_text_breaks_it(text: str) -> None:
    _check(Read(text))


def _check(read: Read) -> None:
    syntax, count = read.syntax, len(read.words)
    assert len(syntax.tags) == count
    assert set(syntax.tags) <= TAGS
    for before, after in zip(syntax.phrases, syntax.phrases[1:], strict=False):
        assert before.end <= after.first
    places = [(chunk.first, chunk.head, chunk.end) for chunk in syntax.phrases]
    places += [(chunk.first, chunk.head, chunk.end) for chunk in syntax.verbs]
    for first, head, end in places:
        assert 0 <= first <= head < end <= count
    for phrase in syntax.phrases:
        assert phrase.end <= phrase.whole <= count
    for clause in syntax.clauses:
        assert 0 <= clause.first < clause.end <= count
        assert clause.verb is not None
        assert clause.first <= clause.verb.first < clause.verb.end <= clause.end
        assert clause.parent is None or clause.parent < len(syntax.clauses)
        assert all(0 <= first < end <= count for first, end in clause.content)


def test_ten_thousand_words_without_a_full_stop() -> None:
    read = Read("the minister who said that the northern states and their allies would not sign , " * 700)
    _check(read)


def test_the_same_words_give_the_same_syntax() -> None:
    text = "Omar Hamdi, a Hamas leader in Beirut, Lebanon, said the talks had failed."
    assert Read(text).syntax == Read(text).syntax


def test_a_sentence_does_not_depend_on_those_around_it() -> None:
    parser = parsing.parser(lexicon.load())
    rows = [tokens.row_of(text, Span(0, len(text))) for text in HARD]
    together = parser.tagger.tag_all([row[1] for row in rows], [row[2] for row in rows])
    assert [one.tags for one in together] == [parser.tagger.tag(row[1], row[2]).tags for row in rows]


def test_rules_name_what_there_is() -> None:
    """A row that names no field or class would silently never hold."""
    table = lexicon.load().tagging
    groups = set(tagging.GROUPS.values()) | TAGS | {"#"}
    for row in table.rules:
        assert {row.old, row.new} <= TAGS
        for key, value in row.where.items():
            name = key.rstrip("+-0123456789")
            assert name in tagging.Row.__struct_fields__, key
            if name in ("tag", "group"):
                assert value in groups, row
    for classes in (*table.words.values(), *table.endings.values()):
        assert set(classes.split(" ")) <= TAGS


def test_the_dictionary_is_compact_and_names_classes_alone() -> None:
    assert dictionary.WORDS.stat().st_size <= 400_000
    words, cased = dictionary.read()
    assert {tag for classes in (*words.values(), *cased.values()) for tag in classes} <= TAGS


def test_a_document_knows_its_syntax() -> None:
    text = "The bridge is shut. Ada Holm said it would open in May."
    words = lexicon.load()
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=Source(sha256="0" * 64))
    document = sentences.document(article, words)
    assert [len(syntax.tags) for syntax in document.syntax] == list(map(len, document.tokens))
    said = document.syntax[1].verb_at(2)
    assert said is not None
    subject = document.syntax[1].subject_of(said)
    assert subject is not None
    assert chunks.span(document.tokens[1], subject.first, subject.end).of(text) == "Ada Holm"
    told = explain.lines(document, 1, words)
    assert "  noun phrase: Ada Holm" in told
    assert any(line.startswith("  clause: main") and "says 'it would open in May'" in line for line in told)


def test_explains_each_class() -> None:
    text = "The report was written by officials."
    _, words, lower = tokens.row_of(text, Span(0, len(text)))
    tagged = parsing.parser(lexicon.load()).tag(words, lower)
    assert tagged.tags[words.index("written")] == "VBN"
    assert all(tagged.tags[at] == rule.new for at, rule in tagged.rules.items())
