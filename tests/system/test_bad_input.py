"""What a tired editor sees: one clear message, exit code 1, and nothing lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT

GOOD = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"


def run(folder: Path, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, input=text, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk of its own with one good seed."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    (tmp_path / "content").mkdir()
    for name in ("index.md", "method.md"):
        shutil.copy(ROOT / "content" / name, tmp_path / "content" / name)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "2024-05-03-good.txt").write_text(GOOD, "utf-8")
    return tmp_path


def told(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr, result.stderr


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", ("empty.txt", "is empty")),
        ("blank.txt", b" \n\t\n", ("blank.txt", "is empty")),
        ("front.txt", b"---\ntitle: x\n---\n", ("front.txt", "holds no text")),
        ("open.txt", b"---\ntitle: x\n", ("open.txt:1", "not closed")),
        ("broken.txt", b"---\ntitle: x\nurl: y: z\n---\nText.\n", ("broken.txt:3", "front matter is broken")),
        ("hash.txt", b"---\ntitle: x\nsha256: '0'\n---\nText.\n", ("hash.txt:3", "has no field 'sha256'")),
        ("date.txt", b"---\ntitle: x\ndate: soon\n---\nText.\n", ("date.txt:3", "date")),
        ("2024-13-40-x.txt", b"Text.\n", ("2024-13-40", "no date")),
        ("latin.txt", "Café à Paris.".encode("cp1252"), ("latin.txt", "is not UTF-8", "iconv")),
        ("wide.txt", "Café".encode("utf-16"), ("wide.txt", "UTF-16")),
        ("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", ("image.txt", "is not text")),
        ("zero.txt", b"Text\0text", ("zero.txt", "NUL")),
    ],
)
def test_a_bad_seed_is_named_and_the_others_are_built(
    folder: Path, name: str, data: bytes, words: tuple[str, ...]
) -> None:
    (folder / "seeds" / name).write_bytes(data)
    told(run(folder), *words)
    assert (folder / "site" / "briefs" / "2024-05-03-good.html").is_file()


def test_two_seeds_with_one_slug(folder: Path) -> None:
    (folder / "seeds" / "2024-05-03-good.md").write_text(GOOD, "utf-8")
    (folder / "seeds" / "2024-05-04-other.TXT").write_text(GOOD, "utf-8")
    told(run(folder), "2024-05-03-good.md", "same slug", "Rename")
    for slug in ("2024-05-03-good", "2024-05-04-other"):
        assert (folder / "site" / "briefs" / f"{slug}.html").is_file()


def test_a_missing_folder(folder: Path) -> None:
    shutil.rmtree(folder / "seeds")
    told(run(folder), "seeds", "is missing")


def test_a_missing_configuration(folder: Path) -> None:
    (folder / "mkdocs.yml").unlink()
    told(run(folder), "mkdocs.yml", "is not there")


def test_a_missing_template_keeps_the_site(folder: Path) -> None:
    assert run(folder).returncode == 0
    before = (folder / "site" / "index.html").read_bytes()
    (folder / "templates" / "pages" / "brief.html").unlink()
    told(run(folder), "pages/brief.html", "is missing")
    assert (folder / "site" / "index.html").read_bytes() == before


def test_a_broken_record_is_named_with_its_line(folder: Path) -> None:
    assert run(folder).returncode == 0
    record = folder / "content" / "briefs" / "2024-05-03-good.yml"
    record.write_text(record.read_text("utf-8").replace("status: draft", "status: perhaps"), "utf-8")
    told(run(folder), "2024-05-03-good.yml:", "status")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b"- {id: lee, name: Ann Lee}\n- {id: cole, nam: Bob Cole}\n",
            ("actors.yml:2", "Did you mean 'name'?"),
        ),
        ("- {id: lee, name: Ann Lée}\n".encode("latin-1"), ("actors.yml", "is not UTF-8")),
        (b"- {id: lee, name: [}\n", ("actors.yml:1", "quotes")),
    ],
)
def test_a_broken_reference_is_named_with_its_line(folder: Path, data: bytes, words: tuple[str, ...]) -> None:
    (folder / "content" / "reference").mkdir()
    (folder / "content" / "reference" / "actors.yml").write_bytes(data)
    told(run(folder), *words)


def test_a_quote_that_is_not_verbatim_is_named(folder: Path) -> None:
    assert run(folder).returncode == 0
    record = folder / "content" / "briefs" / "2024-05-03-good.yml"
    record.write_text(record.read_text("utf-8").replace("talks would go on", "talks would stop"), "utf-8")
    told(run(folder), "word for word")


def test_an_edited_record_keeps_its_edits_and_its_form(folder: Path) -> None:
    assert run(folder).returncode == 0
    record = folder / "content" / "briefs" / "2024-05-03-good.yml"
    edited = record.read_text("utf-8").replace("title: ", "title: Edited, ", 1) + "# a remark\n"
    record.write_text(edited, "utf-8")
    result = run(folder)
    assert result.returncode == 0, result.stderr
    assert "1 unchanged" in result.stdout, "what a person did needs nothing of the machine"
    assert record.read_text("utf-8") == edited
    assert "Edited, " in (folder / "site" / "briefs" / "2024-05-03-good.html").read_text("utf-8")


def test_a_text_with_nothing_in_it_gives_a_page(folder: Path) -> None:
    (folder / "seeds" / "plain.txt").write_text("it rained and nobody came.\n", "utf-8")
    assert run(folder).returncode == 0
    page = (folder / "site" / "briefs" / "plain.html").read_text("utf-8")
    assert 'id="said"' not in page
    assert 'id="then-and-now"' not in page


def test_parse_reads_standard_input_and_writes_nothing(folder: Path) -> None:
    result = run(folder, "parse", "-", "--date", "2024-05-03", text=GOOD)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("\n") == 1
    assert '"2024-05-03"' in result.stdout
    assert not (folder / "content" / "briefs").exists()


def test_parse_says_what_is_wrong_and_goes_on(folder: Path) -> None:
    result = run(folder, "parse", "seeds/nowhere.txt", "seeds/2024-05-03-good.txt", "--format", "yaml")
    told(result, "seeds/nowhere.txt", "cannot be read")
    assert "slug:" in result.stdout
