"""check: a desk with one fault gives that problem and no other, with its line and what to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefing import cli, starter
from briefing.lexicon import load
from briefing.model import Problem
from briefing.review import checks, merge
from briefing.review.checks import formats, interface_words, links
from briefing.storage import briefs, files, record_yaml, seed_files
from tests import ROOT

CASES_OF = ROOT / "tests" / "cases" / "checks"
"""A text with its record as it once was, so that no change of the engine moves the lines of the cases."""
SLUG = "2025-01-17-sample-fishing-talks"
TODAY = date(2025, 6, 1)
pytestmark = pytest.mark.filterwarnings("ignore:user_configs is never used:DeprecationWarning")
"""MkDocs warns of an attribute that the plugin reads; a command outside of the tests shows nothing of it."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pristine") / "desk"
    starter.make(folder, name="Desk", requirement="briefing-pages")
    for kind, path in (("record.yml", record(folder)), ("seed.txt", seed(folder))):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CASES_OF / kind, path)
    found = briefs.pair(record(folder), seed(folder))
    assert found.brief is not None
    assert found.article is not None
    made = merge.merge(None, None, found.brief, found.article)
    files.write(ledger(folder), record_yaml.dump_lines(made.ledger, depth=3))
    replaced(record(folder), '"00000000"', f'"{made.record.drafted}"')
    return folder


@pytest.fixture(autouse=True)
def _the_day_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was last checked half a year ago is told by the calendar."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2025, 6, 1, tzinfo=UTC).timestamp())))


@pytest.fixture
def desk(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "desk"))


def record(desk: Path) -> Path:
    return desk / "content" / "briefs" / f"{SLUG}.yml"


def seed(desk: Path) -> Path:
    return desk / "seeds" / f"{SLUG}.txt"


def ledger(desk: Path) -> Path:
    return desk / "content" / ".generated" / f"{SLUG}.json"


def found(desk: Path) -> list[Problem]:
    return checks.found(desk, TODAY)


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def swap(old: str, new: str) -> Callable[[Path], None]:
    """Return an edit of the record."""
    return lambda desk: replaced(record(desk), old, new)


def append(text: str) -> Callable[[Path], None]:
    """Return an edit that adds to the record's end."""

    def edit(desk: Path) -> None:
        record(desk).write_text(record(desk).read_text("utf-8") + "\n" + text + "\n", "utf-8")

    return edit


LATER = "corrections:\n- {date: 2025-07-01, note: A name was wrong.}"
CONFLICT = "conflicts:\n- {path: statements/said-690c/verb, machine: told, held: said}"
CASES: dict[str, tuple[Callable[[Path], object], str, str, str]] = {
    # what was done: (the edit, rule, words of the line that it names, words of the message)
    "unknown field": (swap("  verb: fears", "  verbs: fears"), "schema", "fears", "has no field 'verbs'"),
    "wrong value": (swap("kind: denial", "kind: refusal"), "schema", "kind: refusal", "'refusal'"),
    "broken YAML": (swap("title: Fishing", 'title: "Fishing'), "schema", "", ""),
    "a merge left open": (swap("summary:", "<<<<<<< main\nsummary:"), "merge", "<<<<<<<", "git could not merge"),
    "a ledger left open": (lambda d: ledger(d).write_text("<<<<<<< main\n{}\n", "utf-8"), "merge", "<<<<<<<", "git"),
    "a ledger broken": (lambda d: ledger(d).write_text("{", "utf-8"), "merge", "", "no file of the machine"),
    "a quote reworded": (
        swap("text: patrols would continue", "text: patrols will continue"), "quotes", "said-0856", "'patrols will continue' has no place"),
    "a verb of nobody's": (
        swap("verb: emphasized", "verb: boasted"), "quotes", "verb: boasted", "'boasted' has no place in the source"),
    "a place of an event elsewhere": (swap("place: Oslo", "place: Paris"), "quotes", "place: Paris", "'Paris' has no place"),
    "a name of nobody's": (
        swap("name: Kari Lund", "name: Kari Berg"), "quotes", "Kari Berg", "'Kari Berg' has no place in the source"),
    "a role from nowhere": (
        swap("title: Foreign Minister of Iceland", "title: Prime Minister of Iceland"), "quotes", "Prime Minister", "no place"),
    "an id twice": (swap("id: denial-756a", "id: said-0856"), "ids", "said-0856", "stands twice, first in statements"),
    "an id of two kinds": (swap("id: back-841f", "id: view-46d3"), "ids", "view-46d3", "first in statements"),
    "an id with a space": (swap("id: back-841f", "id: back to"), "schema", "back to", "cannot be an id"),
    "a speaker unknown": (
        swap("speaker: jon-halldorsson", "speaker: jon-haldorsson"), "references", "jon-haldorsson", "no actor"),
    "on behalf of nobody": (
        swap("  verb: fears", "  on_behalf_of: nobody\n  verb: fears"), "references", "nobody", "'nobody' is no actor"),
    "an addressee unknown": (
        swap("addressee: reporters", "addressee: jon-halldorson"), "references", "jon-halldorson", "nor words"),
    "an event's actor unknown": (
        swap("actors: [iceland, united-kingdom]", "actors: [iceland, uk]"), "references", "uk]", "'uk' is no actor"),
    "a role of nobody": (swap("of: norway}", "of: norge}"), "references", "norge", "'norge' is no actor"),
    "an answer by nobody": (
        swap("  theme: alignment", "  theme: alignment\n  answer_by: tass"), "references", "answer_by", "'tass'"),
    "an episode unknown": (
        swap("episode: sino-soviet-split", "episode: sino-soviet"), "references", "sino-soviet", "no episode"),
    "a review to come": (
        swap("status: draft", "status: reviewed\nreviewer: Ada Moss\nreviewed: 2025-07-01"), "dates", "reviewed: 2025", "still to come"),
    "a review too early": (
        swap("status: draft", "status: reviewed\nreviewer: Ada Moss\nreviewed: 2025-01-01"), "dates", "reviewed: 2025", "before the text"),
    "a correction to come": (append(LATER), "dates", "date: 2025-07-01", "still to come"),
    "bounds crossed": (swap("latest: 2024-11-30", "latest: 2024-08-30"), "dates", "2024-08-30", "is before 2024-09-01"),
    "a day of two days": (swap("latest: 2025-01-17", "latest: 2025-01-18"), "dates", "latest: 2025-01-18", "is not one day"),
    "a last day alone": (swap("earliest: 2024-09-01, ", ""), "dates", "latest: 2024-11-30", "without a first one"),
    "ahead, not scheduled": (
        swap("precision: day\n    scheduled: true", "precision: day"), "dates", "earliest: 2025-02-20", "not marked as scheduled"),
    "held back for ages": (swap("status: draft", "status: draft\npublish_after: 2052-01-01"), "dates", "2052", "held back"),
    "changed since a review": (
        swap("status: draft", "status: reviewed\napprovals:\n- {by: Ada Moss, on: 2025-02-01, of: abcdefabcdef}"),
        "approvals", "- {by: Ada Moss", "changed since Ada Moss reviewed it on 2025-02-01"),
    "a conflict open": (append(CONFLICT), "conflicts", "verb: said", "resolve"),
    "a zero-width space in a note": (
        append('notes: "An open\\u200b question."'), "hidden", "notes", "U+200B ZERO WIDTH SPACE"),
    "an address of another kind": (
        swap("source:\n", "source:\n  url: 'javascript:alert(1)'\n"), "links", "javascript:alert", "is shown, not linked"),
    "an item of Wikidata as an address": (
        swap("{id: iceland,", "{id: iceland, wikidata: 'https://www.wikidata.org/wiki/Q189',"),
        "links", "Q189", "no item of Wikidata"),
    "a seed changed": (lambda d: replaced(seed(d), "both were allies", "both were friends"), "stale", "drafted", "changed since"),
    "a seed gone": (lambda d: seed(d).unlink(), "stale", "slug:", "there is no seed"),
    "a seed new": (
        lambda d: (d / "seeds" / "2025-02-02-new.txt").write_text("The minister said that talks go on.", "utf-8"),
        "stale", "", "has no record yet"),
    "a seed empty": (lambda d: (d / "seeds" / "2025-02-02-new.txt").write_text("", "utf-8"), "seed", "", "is empty"),
    "a seed twice": (lambda d: shutil.copy(seed(d), seed(d).with_suffix(".md")), "seed", "", "same slug"),
    "a ledger of nothing": (lambda d: shutil.copy(ledger(d), ledger(d).with_name("old.json")), "stale", "", "no record and no seed"),
    "reviewed by nobody": (
        swap("status: draft", "status: reviewed\nreviewed: 2025-02-01"), "status", "status: reviewed", "not said by whom"),
    "reviewed on no day": (
        swap("status: draft", "status: published\nreviewer: Ada Moss"), "status", "status: published", "which day"),
    "retracted without a word": (swap("status: draft", "status: retracted"), "status", "retracted", "not told why"),
    "likely and sure": (
        append("notes: |-\n  The pact is old.\n  It is likely, with high confidence, that it holds."),
        "tradecraft", "It is likely", "'likely' and 'high confidence'"),
    "likely and sure, corrected": (
        append("corrections:\n- {date: 2025-02-01, note: We say with low confidence that it is unlikely.}"),
        "tradecraft", "We say", "'unlikely' and 'low confidence'"),
    "no degree": (append("assessment: {judgement: It will end, likelihood: maybe}"),
        "tradecraft", "likelihood: maybe", "is no degree of the scale"),
    "likely what": (append("assessment: {likelihood: likely}"),
        "tradecraft", "likelihood: likely", "has no judgement"),
    "absolute": (append("notes: |-\n  Norway always pays."), "tradecraft", "Norway always", "'always'"),
    "a reference without a source": (
        lambda d: replaced(d / "content/reference/relations.yml", "since: ", "sinc: "), "schema", "sinc", "has no field"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_fault_gives_one_problem(name: str, desk: Path) -> None:
    edit, rule, line, message = CASES[name]
    edit(desk)
    (problem,) = found(desk)
    assert problem.rule == rule
    assert message in problem.what + problem.hint
    assert problem.hint
    where = Path(problem.where)
    assert where.is_file()
    if line:
        assert line in where.read_text("utf-8").splitlines()[problem.line - 1]


def test_nothing_is_wrong_with_a_new_desk(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(desk) == []
    assert cli.main(["check", "--config", str(desk / "mkdocs.yml")]) == 0
    assert capsys.readouterr().out == "Nothing is wrong.\n"


@pytest.mark.parametrize(
    "note",
    [
        "It is likely that the pact holds. We say so with high confidence.",
        "The text says: “Norway fears that Iceland could close its waters again”, so it is never calm.",
        "Iceland always denied it, see denial-756a.",
        "That is always so ([a study](https://example.org/study)).",
    ],
)
def test_notes_that_keep_to_the_craft(note: str, desk: Path) -> None:
    append(f"notes: |-\n  {note}")(desk)
    assert found(desk) == []


def test_a_field_that_no_seed_has_is_named_and_passed_over(desk: Path) -> None:
    head = "---\ntags: talks, fishing\nlayout: post\ntitel: Talks\nleft_out: [a]\n---\n"
    text = head + seed(desk).read_text("utf-8")
    (desk / "seeds" / "2025-02-02-new.txt").write_text(text, "utf-8")
    article = seed_files.read_seed(desk / "seeds" / "2025-02-02-new.txt")
    assert article.source.tags == ("talks", "fishing")
    told = [problem for problem in found(desk) if problem.rule == "seed"]
    assert [(problem.line, problem.severity) for problem in told] == [(3, "warning"), (4, "warning")]
    assert "Did you mean 'title'?" in told[1].hint
    assert "Known are title, date, publisher" in told[0].hint


def test_every_rule_is_told_by_a_case_or_a_test() -> None:
    """That git tracks the cache is a case of tests/storage/test_cache.py, proposals of tests/drafting."""
    assert {rule for _, rule, _, _ in CASES.values()} | {
        "links",
        "words",
        "reference",
        "cache",
        "proposals",
    } == set(checks.RULES)


def test_a_fault_of_the_reference(desk: Path) -> None:
    path = desk / "content" / "reference" / "cold-war.yml"
    first = re.search(
        r"^- id: (\S+)", path.read_text("utf-8")[path.read_text("utf-8").index("episodes:") :], re.M
    )
    assert first is not None
    replaced(path, f"- id: {first[1]}\n", "- id: sino-soviet-split\n")
    assert {problem.rule for problem in found(desk)} == {"reference"}


# -- links --------------------------------------------------------------------------------------


def check(desk: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(["check", "--config", str(desk / "mkdocs.yml"), *arguments])
    return code, capsys.readouterr().out


def test_links_of_pages_that_people_write(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = desk / "content" / "about.md"
    good = f"# About\n\n[brief](briefs/{SLUG}.md) [list](briefs/index.md) [here](#about) [out](https://example.org)\n"
    page.write_text(good, "utf-8")
    assert check(desk, capsys)[0] == 0
    page.write_text(good + "\n[gone](briefs/gone.md)\n[no place](method.md#nowhere)\n", "utf-8")
    code, said = check(desk, capsys)
    assert code == 1
    assert "5:8" in said
    assert "about.html: leads to briefs/gone.md, which is not there" in said
    assert "leads to method.md#nowhere; that page has no place of this name" in said
    assert "2 errors, 0 warnings in 1 file." in said


def test_a_dead_link_in_a_note_names_the_line_of_the_note(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append("notes: |-\n  See [the other brief](2025-01-01-gone.html).")(desk)
    code, said = check(desk, capsys)
    lines = record(desk).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, start=1) if "gone.html" in line)
    assert code == 1
    assert f"{number}:25  error" in said


def test_an_old_address_leads_to_a_brief(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replaced(desk / "mkdocs.yml", "renamed: {}", "renamed: {old: 2025-01-01-gone}")
    code, said = check(desk, capsys)
    assert code == 1
    assert "old leads to 2025-01-01-gone, which is no record" in said


def test_an_id_that_a_page_gives_twice() -> None:
    page = links.linked("a.html", '<p id="x"></p><p id="x"></p><a href="#x">x</a>', "a.md")
    (problem,) = links.check([page], ())
    assert "'x' stands twice" in problem.what


# -- interface words ----------------------------------------------------------------------------


def words_of(folder: Path) -> list[str]:
    return [
        problem.what
        for problem in interface_words.check([folder], load(), folder.parent.resolve())
        if problem.severity == "error"
    ]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))


def test_the_templates_of_this_repository_miss_no_word(templates: Path) -> None:
    assert words_of(templates) == []


def test_a_word_that_is_missing(templates: Path) -> None:
    replaced(templates / "words.yml", "bottom_line: Bottom line\n", "")
    assert words_of(templates) == ["asks for the word 'bottom_line', which words.yml does not have"]


def test_a_word_that_pages_look_up_for_a_value(templates: Path) -> None:
    replaced(templates / "words.yml", "reversal: reversal\n", "")
    assert words_of(templates) == ["the word 'reversal' is missing"]


def test_a_word_that_stands_twice(templates: Path) -> None:
    replaced(templates / "words.yml", "feed: Feed\n", "feed: Feed\nfeed: Atom\n")
    (problem,) = words_of(templates)
    assert "'feed' stands twice" in problem


def test_a_word_that_nothing_asks_for(templates: Path) -> None:
    path = templates / "words.yml"
    path.write_text(path.read_text("utf-8") + "idle_word: Idle\n", "utf-8")
    told = [
        p
        for p in interface_words.check([templates], load(), templates.parent.resolve())
        if "idle_word" in p.what
    ]
    assert [(p.severity, p.line) for p in told] == [("warning", len(path.read_text("utf-8").splitlines()))]


def test_a_broken_template_is_told_of(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "templates" / "pages").mkdir(parents=True)
    (desk / "templates" / "pages" / "home.html").write_text("{% if %}", "utf-8")
    replaced(desk / "mkdocs.yml", "  # custom_dir: templates", "  custom_dir: templates")
    code, said = check(desk, capsys)
    assert code == 1
    assert "home.html is broken" in said


def test_warnings_fail_where_strictness_is_asked_for(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append("notes: |-\n  Norway always pays.")(desk)
    assert check(desk, capsys)[0] == 0
    assert check(desk, capsys, "--strict")[0] == 1


def test_texts_with_the_same_words_and_days_that_do_not_agree_are_named(desk: Path) -> None:
    first = next((desk / "seeds").glob("*.txt"))
    (desk / "seeds" / "2025-03-01-again.txt").write_text(first.read_text("utf-8").replace(" ", "  "), "utf-8")
    dated = (
        "---\npublisher: Paper\ndate: 2025-02-27\n---\nMinister Ann Lee met Bob Cole in Paris on Friday.\n"
    )
    (desk / "seeds" / "2025-02-28-dated.txt").write_text(dated, "utf-8")
    told = {p.what: p for p in checks.found(desk, TODAY) if p.severity == "warning"}
    same = told[f"has the same words as {first.name}"]
    assert same.where.endswith("2025-03-01-again.txt")
    assert "delete 2025-03-01-again" in same.hint
    day = told["the head says 2025-02-27, the name of the file 2025-02-28"]
    assert (day.where.rpartition("/")[2], day.line) == ("2025-02-28-dated.txt", 3)
    assert "rename 2025-02-28-dated 2025-02-27-dated" in day.hint


def test_a_sentence_that_the_text_does_not_have_is_named(desk: Path) -> None:
    path = next((desk / "content" / "briefs").glob("*.yml"))
    path.write_text(
        path.read_text("utf-8") + "\nnotes: |-\n  See sentence 2.\n  Compare sentences 1, 3-400.\n", "utf-8"
    )
    line = path.read_text("utf-8").count("\n")
    (problem,) = [p for p in checks.found(desk, TODAY) if p.severity == "error"]
    assert "has no sentence 400" in problem.what
    assert (problem.rule, problem.line) == ("references", line)


def test_problems_as_markdown_lead_to_their_lines_and_bend_nothing() -> None:
    problem = Problem(
        where="seeds/a b.txt", line=3, rule="seed", what="<b> @you", hint="Mend it.", severity="error"
    )
    shown = formats.markdown([problem], "https://git.example/blob/abc")
    assert "[`seeds/a b.txt:3`](https://git.example/blob/abc/seeds/a%20b.txt#L3)" in shown
    assert "<b>" not in shown
    assert "@you" not in shown
    assert "Nothing is wrong" in formats.markdown([])
    assert "and 5 more" in formats.markdown([problem] * (formats.LISTED + 5))
