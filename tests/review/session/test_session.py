"""A review in the terminal: what is said is done, saved at once, verbatim, and survives the next build."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from briefing import drafting, starter
from briefing.model import Article, Brief, BriefingError, RecordError, SeedError, Span, Spans, grounding
from briefing.review.session import Progress, RecordUnderReview, TextRun, Walk, edits
from briefing.review.session.context import context, printable
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import Item, fingerprint, items
from briefing.review.session.quote_search import quote
from briefing.storage import briefs, record_files, seed_files

SLUG = "2025-01-17-sample-fishing-talks"
DAY = date(2025, 3, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "desk"
    starter.make(folder, name="x", requirement="y")
    drafting.update(folder)
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


class Script:
    """A reviewer who types given lines, and then is gone."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self.said: list[str] = []

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def say(self, text: str) -> None:
        self.said.append(text)

    def show(self, runs: Sequence[TextRun]) -> None:
        self.said.append("".join(f">>{run.text}<<" if run.marked else run.text for run in runs))

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def walk(desk: Path, *lines: str) -> Script:
    script = Script(lines)
    record = RecordUnderReview(desk, SLUG)
    Walk(record, Progress(desk, SLUG), script).through(reviewer="", day=DAY)
    return script


def read(desk: Path) -> Brief:
    """Return the record, which must be grounded in its source."""
    found = briefs.pair(record_files.record_path(desk, SLUG), desk / "seeds" / f"{SLUG}.txt")
    assert found.brief is not None
    assert found.article is not None
    grounding.require(found.brief, found.article, SLUG)
    return found.brief


def to(desk: Path, item: str) -> list[str]:
    """Return as many accepts as lead from the first unread item to one."""
    brief = read(desk)
    unread = [items(brief)[number].path for number in Progress(desk, SLUG).unread(brief)]
    return ["a"] * unread.index(item)


def statement(brief: Brief, words: str) -> str:
    return next(f"statements/{s.id}" for s in brief.statements if words in s.text)


# -- the walk -----------------------------------------------------------------------------------


def test_a_whole_review_ends_with_a_name_and_a_day(desk: Path) -> None:
    count = len(items(read(desk)))
    script = walk(desk, *["a"] * count, "Ada  Moss")
    brief = read(desk)
    assert (brief.status, brief.reviewer, brief.reviewed) == ("reviewed", "Ada Moss", DAY)
    assert "Solberg said that >>both sides had agreed" in script.text
    assert f"[{count}/{count}]" in script.text
    drafting.update(desk)
    assert read(desk).status == "reviewed"
    assert "Its status is reviewed" in walk(desk).text


def test_who_gives_no_name_leaves_a_draft(desk: Path) -> None:
    walk(desk, *["a"] * len(items(read(desk))), "")
    assert read(desk).status == "draft"


def test_a_review_can_be_left_at_any_step_and_goes_on_there(desk: Path) -> None:
    before = record_files.record_path(desk, SLUG).read_bytes()
    count = len(items(read(desk)))
    for leave in (["q"], []):
        script = walk(desk, "a", *leave)
        assert "Saved." in script.text
    assert "2 of" in walk(desk).text
    assert record_files.record_path(desk, SLUG).read_bytes() == before
    walk(desk, *["a"] * (count - 2), "Ada Moss")
    assert read(desk).status == "reviewed"


def test_what_changed_since_is_asked_again(desk: Path) -> None:
    walk(desk, "a", "a", "a")
    record = record_files.record_path(desk, SLUG)
    record.write_text(record.read_text("utf-8").replace("title: Fishing", "title: New fishing", 1), "utf-8")
    script = walk(desk, "q")
    assert "2 of" in script.text
    assert "Title: New fishing" in script.text


def test_back_help_and_nonsense(desk: Path) -> None:
    script = walk(desk, "a", "b", "what?", "", "a", "q")
    assert script.text.count("Title: ") == 2
    assert script.text.count("a accept") == 3


def test_a_deleted_or_broken_cache_costs_nothing_but_reading(desk: Path) -> None:
    walk(desk, "a", "a")
    (desk / ".cache" / "review" / f"{SLUG}.json").write_text("{broken", "utf-8")
    assert "0 of" in walk(desk, "q").text


# -- edits --------------------------------------------------------------------------------------


def test_edits_survive_the_next_build(desk: Path) -> None:
    path = statement(read(desk), "patrols would")
    accepts = to(desk, path)
    walk(desk, *accepts, "e speaker", "norway", "e", "text", "emphasized that PATROLS  would continue", "q")
    drafting.update(desk)
    found = next(s for s in read(desk).statements if s.id == path.split("/")[1])
    assert (found.speaker, found.text) == ("norway", "emphasized that patrols would continue")


def test_a_struck_item_stays_away(desk: Path) -> None:
    path = statement(read(desk), "400 boats")
    script = walk(desk, *to(desk, path), "s", "q")
    assert f"Struck: {path}" in script.text
    drafting.update(desk)
    assert path not in [item.path for item in items(read(desk))]


def test_a_struck_actor_is_named_nowhere_any_more(desk: Path) -> None:
    walk(desk, *to(desk, "actors/jon-halldorsson"), "s", "q")
    brief = read(desk)
    said = next(s for s in brief.statements if "patrols" in s.text)
    assert (said.speaker, said.speaker_text) == (None, "Jon Halldorsson")
    assert not [event for event in brief.events if "jon-halldorsson" in event.actors]
    assert "speaker: jon-halldorsson" not in record_files.record_path(desk, SLUG).read_text("utf-8")


def test_a_note_stands_in_the_notes(desk: Path) -> None:
    walk(desk, "n Compare the text  of 2021.", "n", "Second: *note*", "q")
    notes = read(desk).notes or ""
    assert notes.startswith(
        "On “Fishing talks between Norway and Iceland resume”: Compare the text of 2021.\n\n"
    )
    assert notes.endswith("Second: *note*")


def test_an_item_is_added_by_a_few_words_of_its_sentence(desk: Path) -> None:
    script = walk(
        desk, "+ late welcome", "said", "the agreement late but welcome", "kari lund",
        "+fishing boats", "event", "open the eastern waters to fishing boats from March 1", "March 1", "2025-03-01",
        "+ cod allies", "point", "", "q",
    )  # fmt: skip
    assert script.text.count("Added: ") == 3, script.text
    drafting.update(desk)
    brief = read(desk)
    added = next(s for s in brief.statements if s.text == "the agreement late but welcome")
    assert (added.speaker, added.kind) == ("kari-lund", "said")
    assert [s.at.start for s in brief.statements] == sorted(s.at.start for s in brief.statements)
    event = next(e for e in brief.events if e.text.startswith("open the eastern"))
    assert event.when.earliest == DAY
    assert brief.summary[-1].text.startswith("During the Cold War, Iceland")


def test_a_choice_among_sentences(desk: Path) -> None:
    script = walk(desk, "+ the autumn", "2", "background", "Norway fears that Iceland", "q")
    assert "  1. According to" in script.text
    assert "Added: background/back-" in script.text
    for lines in (("+ the autumn", "9"), ("+ the autumn", ""), ("+ no such words",), ("+ cod", "nonsense")):
        before = read(desk)
        walk(desk, *lines, "q")
        assert read(desk) == before


def test_comments_stay(desk: Path) -> None:
    record = record_files.record_path(desk, SLUG)
    text = record.read_text("utf-8").replace("statements:\n", "statements:\n# ask Kari about this\n")
    record.write_text(text, "utf-8")
    walk(desk, "e", "Another title", "q")
    assert "# ask Kari about this" in record.read_text("utf-8")
    assert read(desk).title == "Another title"


# -- what cannot be done changes nothing --------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "lines", "said"),
    [
        ("title", ["s"], "cannot be struck"),
        ("title", ["e", " "], "needs a title"),
        ("title", ["n", " "], "needs words"),
        ("patrols would", ["e text", "patrols will end"], "The source does not say"),
        ("patrols would", ["e text", ""], "strike it instead"),
        ("patrols would", ["e speaker", "Nobody Known"], "The source does not say"),
        ("patrols would", ["e on_behalf_of", "nobody"], "is no actor of this brief"),
        ("patrols would", ["e kind", "shouted"], "cannot be stored"),
        ("patrols would", ["e at", "1-2"], "Fields here"),
        ("patrols would", ["e", "id"], "Fields here"),
    ],
)
def test_what_cannot_be_done_is_said(desk: Path, path: str, lines: list[str], said: str) -> None:
    before = record_files.record_path(desk, SLUG).read_bytes()
    where = path if path == "title" else statement(read(desk), path)
    assert said in walk(desk, *to(desk, where), *lines, "q").text
    assert record_files.record_path(desk, SLUG).read_bytes() == before


def test_somebody_elses_change_meanwhile_is_not_overwritten(desk: Path) -> None:
    record = RecordUnderReview(desk, SLUG)
    path = record_files.record_path(desk, SLUG)
    other = path.read_text("utf-8").replace("title: Fishing", "title: Their fishing", 1)
    path.write_text(other, "utf-8")
    with pytest.raises(RecordError, match="somebody else"):
        record.save(edits.note(record.brief, Item("", "title"), "mine"))
    assert path.read_text("utf-8") == other


@pytest.mark.parametrize("slug", ["../../etc/passwd", "sample", ""])
def test_only_texts_of_the_desk_are_reviewed(desk: Path, slug: str) -> None:
    with pytest.raises(SeedError, match="no text of this desk"):
        RecordUnderReview(desk, slug)


def test_a_record_is_read_in_the_text_as_it_is(desk: Path) -> None:
    seed = desk / "seeds" / f"{SLUG}.txt"
    seed.write_bytes(seed.read_bytes().replace(b"REYKJAVIK, Jan", b"It rains. REYKJAVIK, Jan"))
    walk(desk, "e", "Another title", "q")
    assert read(desk).title == "Another title"


def test_a_record_that_is_missing_is_named(desk: Path) -> None:
    record_files.record_path(desk, SLUG).unlink()
    with pytest.raises(BriefingError, match="no record yet"):
        RecordUnderReview(desk, SLUG)


# -- finding words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("money  IN return", "money in return"),
        ('"This is a first step', '"This is a first step'),
        ("“This is a first step", '"This is a first step'),
        ("both sides […] from March 1", "both sides […] from March 1"),
        ("He [Jon Halldorsson] denied that Iceland", "He [Jon Halldorsson] denied that Iceland"),
        ("He [Halldorsson] rejected", None),
        ("from March 1 […] both sides", None),
        ("[only an insertion]", None),
        ("", None),
        ("publisher: Sample text", None),
    ],
)
def test_typed_words_are_found_in_the_source(desk: Path, typed: str, found: str | None) -> None:
    article = seed_files.read_seed(desk / "seeds" / f"{SLUG}.txt")
    evidence = quote(typed, article)
    assert (evidence.text if evidence else None) == found
    if evidence:
        assert grounding.holds(evidence.text, article.text, evidence.at)


def test_of_two_places_the_nearer_is_taken(seed_article: Article) -> None:
    first, last = quote("China", seed_article, 0), quote("China", seed_article, 2_000)
    assert first is not None
    assert last is not None
    assert first.at.start < 200 < 1_900 < last.at.start


def test_a_source_cannot_steer_the_terminal(seed_article: Article) -> None:
    assert printable("a\x1b[2Jb\x07\u202ec\n") == "a [2Jb  c\n"
    record_runs = context(Spans((Span(0, 5),)), seed_article, ())
    assert record_runs == []


def test_a_fingerprint_changes_with_its_item_alone(seed_brief: Brief) -> None:
    first, second = [Item("statements", s.id) for s in seed_brief.statements[:2]]
    edited = edits.strike(seed_brief, first)[0]
    assert fingerprint(edited, second) == fingerprint(seed_brief, second)
    with pytest.raises(KeyError):
        fingerprint(edited, first)
    with pytest.raises(ChangeError):
        edits.strike(seed_brief, Item("", "title"))


# -- the command --------------------------------------------------------------------------------


def test_the_command_reads_lines_and_writes_lines(desk: Path) -> None:
    count = len(items(read(desk)))
    program = "import sys; from briefing.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [
        sys.executable,
        "-c",
        program,
        "review",
        "--terminal",
        SLUG,
        "--reviewer",
        "Ada Moss",
        "--date",
        "2025-03-01",
    ]
    result = subprocess.run(
        command, cwd=desk, input="n A note.\n" + "a\n" * count, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "Reviewed by Ada Moss on 2025-03-01" in result.stdout
    assert ">>both sides had agreed" in result.stdout
    assert read(desk).notes == "On “Fishing talks between Norway and Iceland resume”: A note."
    result = subprocess.run([*command[:5], "nowhere"], cwd=desk, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
