"""A byte that is no UTF-8, or no byte at all, in any file that the program reads; folders that cannot be listed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing import cli
from tests.desks import new_desk

TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"
SLUG = "2024-05-03-talks"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_desk(tmp_path / "desk", {SLUG: TEXT})
    monkeypatch.chdir(folder)
    return folder


def _flip(data: bytes) -> bytes:
    at = next(
        (n for n, byte in enumerate(data) if chr(byte).isalpha() and n > len(data) // 3), len(data) // 2
    )
    return data[:at] + b"\xff" + data[at + 1 :]


def _nest(data: bytes) -> bytes:
    return (b"[" if data[:1] in b"[{" else b"\x91") * 100_000


@pytest.mark.parametrize("damage", [_flip, _nest, lambda _: b"", lambda data: data[: len(data) // 2]])
def test_caches_and_ledgers_that_are_damaged_are_made_again(
    desk: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[bytes], bytes]
) -> None:
    before = {path: path.read_bytes() for path in sorted((desk / "site").rglob("*")) if path.is_file()}
    files = [path for path in sorted((desk / ".cache").rglob("*")) if path.is_file()]
    ledger = desk / "content" / ".generated" / f"{SLUG}.json"
    capsys.readouterr()
    for path in [*files, ledger]:
        if path.suffix in (".lock", ".vault") or not path.exists():
            continue  # nothing is in the one, and sums guard the other
        path.write_bytes(damage(path.read_bytes()))
        assert cli.main(["build"]) == 0, path
        assert {path: path.read_bytes() for path in before} == before
    told = capsys.readouterr().out
    assert f"The machine's file of {SLUG} could not be read" in told
    assert (desk / ".cache" / "damaged" / f"{SLUG}.json").is_file()


def _written(desk: Path) -> Iterator[Path]:
    yield desk / "mkdocs.yml"
    yield from sorted(path for path in (desk / "content").rglob("*") if path.suffix in (".md", ".yml"))
    yield from sorted((desk / "seeds").iterdir())


@pytest.mark.parametrize(
    ("command", "damage"),
    [("build", _flip), ("check", _flip), ("build", _nest), ("check", _nest), ("build", lambda _: b"")],
)
def test_what_people_write_is_named_where_it_is_damaged(
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    command: str,
    damage: Callable[[bytes], bytes],
) -> None:
    for path in _written(desk):
        whole = path.read_bytes()
        path.write_bytes(damage(whole))
        code = cli.main([command])
        assert code in (0, 1), path
        if damage is _flip:
            told = "".join(capsys.readouterr()) + caplog.text
            assert code == 1, path
            assert path.name in told
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "folder",
    ["seeds", "content", "content/briefs", "content/reference", "content/.generated", "site", "site/briefs"],
)
@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_folder_that_cannot_be_listed_ends_the_run(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: str, number: int
) -> None:
    scandir, listdir, there = os.scandir, os.listdir, desk / folder
    there.mkdir(exist_ok=True)

    def failing(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(path: Any = ".") -> Any:
            if os.path.realpath(path) == os.path.realpath(there):
                raise OSError(number, os.strerror(number), str(path))
            return function(path)

        return called

    monkeypatch.setattr(os, "scandir", failing(scandir))
    monkeypatch.setattr(os, "listdir", failing(listdir))
    capsys.readouterr()
    assert cli.main(["build"]) == 1
    assert "cannot be listed" in capsys.readouterr().err
    assert (desk / "site" / "briefs" / f"{SLUG}.html").is_file()


@pytest.mark.parametrize("command", ["add", "parse", "explain", "verify"])
def test_a_pipe_that_is_named_is_no_file(
    desk: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    os.mkfifo(desk / "pipe.txt")
    assert cli.main([command, "pipe.txt"]) == 1
    assert "is a pipe" in "".join(capsys.readouterr())


def test_a_pipe_is_no_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("seeds", "content/briefs", "content/reference", "content/.generated"):
        (desk / folder).mkdir(exist_ok=True)
        pipe = desk / folder / "x.yml"
        os.mkfifo(pipe)
        for command in ("build", "check"):
            assert cli.main([command]) == 1
            assert "is a pipe" in "".join(capsys.readouterr())
        pipe.unlink()
