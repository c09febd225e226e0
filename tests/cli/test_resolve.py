"""The commands around a merge, as a reviewer sees them: build, resolve, give back, restore."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from msgspec import structs

from briefing import drafting
from briefing.review import merge
from briefing.review.merge import offers
from briefing.storage import briefs, record_files, record_yaml
from tests import ROOT
from tests.system.test_bad_input import run, told

SLUG = "2024-05-03-talks"
TEXT = (
    "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on. "
    "Cole stressed that the border was open. Lee added that nobody had lost patience.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with one text, built once."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    (tmp_path / "content").mkdir()
    for name in ("index.md", "method.md"):
        shutil.copy(ROOT / "content" / name, tmp_path / "content" / name)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / f"{SLUG}.txt").write_text(TEXT, "utf-8")
    drafting.update(tmp_path)
    return tmp_path


def record(folder: Path) -> Path:
    return record_files.record_path(folder, SLUG)


def change(folder: Path, old: str, new: str) -> None:
    text = record(folder).read_text("utf-8")
    assert old in text
    record(folder).write_text(text.replace(old, new, 1), "utf-8")


def _quoted(written: offers.Offer) -> str:
    return record_yaml.dump_flow(offers.token(written))


def pretend_the_engine_thought_otherwise(folder: Path, path: str) -> None:
    """Write into the machine's file that its verb was another one when a person changed it."""
    ledger = record_files.read_ledger(folder, SLUG)
    assert ledger is not None
    last = offers.put(ledger.written, path, "muttered")
    change(folder, f"drafted: {_quoted(ledger.written)}", f"drafted: {_quoted(last)}")
    changed = structs.replace(ledger, draft="0" * 16, written=last)
    record_files.ledger_path(folder, SLUG).write_bytes(record_yaml.dump_lines(changed, depth=3))


def test_a_conflict_from_the_first_build_to_the_last(folder: Path) -> None:
    brief = record_files.read_record(record(folder))
    statement = next(item for item in brief.statements if "border" in item.text)
    path = f"statements/{statement.id}/verb"
    change(folder, "verb: stressed,", "verb: added,  # as the paper has it")
    assert "1 unchanged" in run(folder).stdout, "what a person did needs nothing of the machine"
    pretend_the_engine_thought_otherwise(folder, path)
    result = run(folder)
    assert result.returncode == 0, result.stderr
    assert "1 open conflict" in result.stdout
    assert f"resolve {SLUG} --take human {path}  # or: --take machine" in result.stdout
    text = record(folder).read_text("utf-8")
    assert "verb: added,  # as the paper has it" in text
    assert f"- {{path: {path}, machine: stressed, held: added}}" in text
    assert "1 open conflict" in run(folder).stdout, "each build says so until it is settled"

    shown = run(folder, "resolve", SLUG)
    assert shown.returncode == 1
    assert f"yours: {path}" in shown.stdout
    settled = run(folder, "resolve", SLUG, "--take", "human", path)
    assert settled.returncode == 0, settled.stderr
    text = record(folder).read_text("utf-8")
    assert "conflicts:" not in text
    assert "verb: added,  # as the paper has it" in text
    again = run(folder, "resolve", SLUG, "--give-back", path)
    assert again.returncode == 0, again.stderr
    assert "verb: stressed,  # as the paper has it" in record(folder).read_text("utf-8")


def test_a_struck_item_is_brought_back_even_before_a_build(folder: Path) -> None:
    brief = record_files.read_record(record(folder))
    statement = next(item for item in brief.statements if "border" in item.text)
    whole = record(folder).read_bytes()
    struck = re.sub(rf"- \{{id: {statement.id},.*\n(?:   .*\n)+", "", whole.decode())
    record(folder).write_text(struck, "utf-8")
    shown = run(folder, "resolve", SLUG)
    assert f"struck: statements/{statement.id}" in shown.stdout
    assert f"id: {statement.id}, words: the border was open" in record(folder).read_text("utf-8")
    assert run(folder, "resolve", SLUG, "--restore", statement.id).returncode == 0
    assert record(folder).read_bytes() == whole


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2020-01-01-no",), ("is no text of this desk", "file in seeds/")),
        ((SLUG, "--take", "human"), ("no open conflict",)),
        ((SLUG, "--give-back", "title"), ("title is not owned", "The machine writes every field")),
        ((SLUG, "--restore", "said-0000"), ("struck nowhere",)),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    told(run(folder, "resolve", *arguments), *words)


def test_a_deleted_ledger_is_safe(folder: Path) -> None:
    change(folder, "verb: stressed", "verb: added")
    drafting.update(folder)
    before = record(folder).read_bytes()
    record_files.ledger_path(folder, SLUG).unlink()
    drafting.update(folder)
    assert record(folder).read_bytes() == before
    ledger = record_files.read_ledger(folder, SLUG)
    assert ledger is not None
    assert len(merge.owned(record_files.read_record(record(folder)), ledger)) == 1


@pytest.mark.parametrize("where", ["record", "ledger"])
def test_merge_marks_of_git(folder: Path, where: str) -> None:
    path = record(folder) if where == "record" else record_files.ledger_path(folder, SLUG)
    before = path.read_text("utf-8")
    marked = f"<<<<<<< HEAD\n{before}=======\n{before}>>>>>>> other\n"
    path.write_text(marked, "utf-8")
    result = run(folder)
    if where == "ledger":
        assert result.returncode == 0, result.stderr
        assert path.read_text("utf-8") == before
    else:
        told(result, f"{SLUG}.yml:1", "git could not merge")
        assert "cannot be read" in result.stdout
        assert path.read_text("utf-8") == marked


def test_a_seed_that_lost_a_persons_words(folder: Path) -> None:
    change(folder, "verb: stressed", "verb: added")
    change(folder, 'text: "the border was open', 'text: "border was open')
    drafting.update(folder)
    seed = folder / "seeds" / f"{SLUG}.txt"
    brief = briefs.pair(record(folder), seed).brief
    assert brief is not None
    found = next(item for item in brief.statements if item.text == "border was open")
    assert found.at[0].of(TEXT) == "border was open", "the build finds the place of a shortened quote"
    seed.write_text(
        TEXT.replace("the border was open", "every crossing had been shut since the spring"), "utf-8"
    )
    result = run(folder)
    assert result.returncode == 0, result.stderr
    assert "does not hold these words any more" in result.stdout
    assert "kind: lost" in record(folder).read_text("utf-8")
    page = (folder / "site" / "briefs" / f"{SLUG}.html").read_text("utf-8")
    assert "no longer in the source" in page
    assert "not every quote verified" in page
    seed.write_text(TEXT, "utf-8")
    run(folder)
    assert not record_files.read_record(record(folder)).conflicts
    assert "kind: lost" not in record(folder).read_text("utf-8")


def test_an_untouched_desk_is_never_written_again(folder: Path) -> None:
    files = (record(folder), record_files.ledger_path(folder, SLUG))
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    report = drafting.update(folder)
    assert report.slugs("unchanged") == [SLUG]
    record_files.ledger_path(folder, SLUG).write_bytes(before[1][0] + b"\n")
    assert drafting.update(folder).slugs("unchanged") == [SLUG]
    assert (
        record(folder).read_bytes()
        == record_yaml.dump_yaml(record_files.read_record(record(folder))).encode()
    )
