"""Days at the ends of the calendar, addresses that are none, times that are none: a word, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing import cli
from tests import ROOT
from tests.desks import new_desk

DATES = (
    "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said yesterday that in 100 years, last week, a decade "
    "ago, on 31 December 9999, since 1 January 1, the treaty would go on. The talks will take place on Monday. "
    "It happened 4 years earlier. The two spoke two days ago.\n"
)
ADDRESSES = ("http://[::1", "https://a.example:99999999/", "http://a.example:x/", "HTTP://[", "mailto:[")


def test_texts_of_the_first_and_the_last_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{day}-x": DATES for day in ("0001-01-01", "0001-01-05", "9999-12-28", "9999-12-31")}
    folder = new_desk(tmp_path / "desk", texts)
    monkeypatch.chdir(folder)
    assert cli.main(["check"]) == 0
    assert cli.main(["pack", "--format", "zip,html,epub"]) == 0
    assert all((folder / "site" / "briefs" / f"{slug}.html").is_file() for slug in texts)


def test_addresses_that_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {
        f"2025-02-2{n}-talks": f"---\ntitle: Talks\nurl: '{url}'\n---\n{DATES}"
        for n, url in enumerate(ADDRESSES)
    }
    folder = new_desk(tmp_path / "desk", texts)
    monkeypatch.chdir(folder)
    record = folder / "content" / "briefs" / "2025-02-20-talks.yml"
    record.write_text(
        record.read_text("utf-8") + "\nnotes: '[a](http://[::1) <http://[::1> ![x](http://[)'\n", "utf-8"
    )
    assert cli.main(["build"]) == 0
    assert cli.main(["pack", "--format", "zip,html,epub"]) == 0
    capsys.readouterr()
    cli.main(["check"])
    told = capsys.readouterr().out
    assert all(url in told for url in ADDRESSES[:4])
    assert 'href="http://[' not in (folder / "site" / "briefs" / "2025-02-20-talks.html").read_text("utf-8")


@pytest.mark.parametrize("epoch", ["-1", "x", "1e9", "٣", "253402300800", "9" * 30, " 5", "0x5"])
def test_a_time_of_the_build_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], epoch: str
) -> None:
    assert cli.main(["new", str(tmp_path / "desk")]) == 0
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    for command in ("build", "check", "pack"):
        assert cli.main([command]) == 1
        assert "is no time" in "".join(capsys.readouterr())


@pytest.mark.parametrize("epoch", ["", "0", "253402300799"])
def test_a_time_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    folder = new_desk(tmp_path / "desk", {"2025-02-20-talks": DATES})
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert cli.main(["build"]) == 0
    assert cli.main(["pack", "--format", "zip,epub"]) == 0


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_desk(tmp_path / "desk", {"2025-02-20-talks": DATES})
    monkeypatch.chdir(folder)
    return folder


def configured(desk: Path, old: str, new: str) -> None:
    config = desk / "mkdocs.yml"
    text = config.read_text("utf-8")
    assert old in text
    config.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    "folder",
    [".", "..", "seeds", "seeds/x", "content", "content/briefs", ".git", ".git/x", ".cache", ".github"],
)
def test_a_site_is_not_built_over_what_the_desk_owns(
    desk: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, folder: str
) -> None:
    (desk / ".git").mkdir()
    (desk / ".git" / "HEAD").write_text("x", "utf-8")
    configured(desk, "site_dir: site", f"site_dir: {folder}")
    before = {path: path.read_bytes() for path in desk.parent.rglob("*") if path.is_file()}
    assert cli.main(["build"]) == 1
    assert "site_dir" in capsys.readouterr().err + caplog.text
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("line", ["", "use_directory_urls: true\n"])
def test_addresses_end_in_html_whatever_mkdocs_takes_for_granted(desk: Path, line: str) -> None:
    configured(desk, "use_directory_urls: false\n", line)
    before = {path: path.read_bytes() for path in (desk / "site").rglob("*") if path.is_file()}
    assert cli.main(["build"]) == 0
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-16"])
@pytest.mark.parametrize("command", [["build"], ["check"], ["parse", "seeds/2025-02-02-жук.txt"]])
def test_a_standard_output_that_is_not_utf8(desk: Path, encoding: str, command: list[str]) -> None:
    text = "Minister Łukasz Ćwik met Bob Cole in Kraków on Friday. Ćwik said that it rained.\n"
    (desk / "seeds" / "2025-02-02-жук.txt").write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *command],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert "Ćwik" in done.stdout.decode("utf-8") or command != ["parse", "seeds/2025-02-02-жук.txt"]


@pytest.mark.parametrize(
    "line",
    [
        "renamed: {2024: x}",
        "renamed: {x: [a]}",
        "renamed: {a: null}",
        "limits: {seconds: -1}",
        "limits: {seconds: .nan}",
        "limits: {seconds: .inf}",
        "limits: {sentences: true}",
        "limits: {seed_bytes: 0}",
    ],
)
def test_an_option_of_another_kind_is_named(desk: Path, caplog: pytest.LogCaptureFixture, line: str) -> None:
    configured(desk, "renamed: {}", line)
    assert cli.main(["build"]) == 1
    assert line.split(":")[0] in caplog.text


def test_the_page_for_what_is_not_there_takes_no_html(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", 'https://a.example/"><script>x</script>/')
    cli.main(["build"])
    assert "<script>x" not in (desk / "site" / "404.html").read_text("utf-8")


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_a_file_name_that_is_not_utf8(
    desk: Path, capfdbinary: pytest.CaptureFixture[bytes], form: str
) -> None:
    (desk / "seeds" / os.fsdecode(b"2025-01-01-\xff.txt")).write_text("x", "utf-8")
    assert cli.main(["check", "--format", form]) == 1
    capfdbinary.readouterr()[0].decode("utf-8")


def test_who_may_read_a_record_stays(desk: Path) -> None:
    record = desk / "content" / "briefs" / "2025-02-20-talks.yml"
    record.chmod(0o600)
    record.write_text(record.read_text("utf-8").replace("title: ", "title: Mine, ", 1), "utf-8")
    with (desk / "seeds" / "2025-02-20-talks.txt").open("a", encoding="utf-8") as seed:
        seed.write("Ann Lee said that the harbour would close in June.\n")
    before = record.read_bytes()
    assert cli.main(["build"]) == 0
    assert record.read_bytes() != before
    assert record.stat().st_mode & 0o777 == 0o600


def test_a_record_without_a_slug_is_named_with_a_line(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = desk / "content" / "briefs" / "2025-02-20-talks.yml"
    record.write_text("title: x\n", "utf-8")
    assert cli.main(["check", "--format", "github"]) == 1
    assert "line=1" in capsys.readouterr().out
