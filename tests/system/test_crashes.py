"""A build that is killed, or whose disk is full, costs no edit and tears no file; the next one finishes.

`make soak` kills 200 builds and fails every write; the quick form a few of each.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing import cli, drafting
from briefing.model import BriefingError
from briefing.review import merge
from briefing.storage import files, lock, record_yaml
from tests import ROOT, crash_desk
from tests.crash_desk import Desk

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
KILLS = 200 if LONG else 12
FAULTS = 10_000 if LONG else 8
"""At most so many of the writes of a build are made to fail."""
RECORD = "content/briefs/2025-03-01-talks.yml"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("crash") / "desk")


def chance(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 (no secret)


# -- killed ---------------------------------------------------------------------------------------


def test_a_build_that_is_killed_at_any_moment(desk: Desk) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash_desk"])
    took = {}
    for pooled in (False, True):
        desk.restore()
        process = context.Process(target=crash_desk.build, args=(str(desk.folder), pooled))
        started = time.monotonic()
        process.start()
        process.join()
        took[pooled] = time.monotonic() - started
        assert process.exitcode == 0
        desk.require_finished()
    pick = chance(KILLS)
    for number in range(KILLS):
        pooled = number % 3 == 2
        desk.restore()
        process = context.Process(target=crash_desk.build, args=(str(desk.folder), pooled))
        process.start()
        time.sleep(pick.uniform(0.02, took[pooled]))
        process.kill()
        process.join()
        desk.require_whole()
        if number % 4 == 3:
            with lock.alone(desk.folder):  # the processes of its pool are gone as well
                desk.require_whole()
        crash_desk.build(str(desk.folder))
        desk.require_finished()


class Killed(BaseException):
    """What ends a build at once: no handler of errors sees it."""


@pytest.mark.parametrize("at", range(8))
def test_killed_between_a_record_and_its_ledger(desk: Desk, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Four records and four ledgers take their places one after the other."""
    desk.restore()
    count = 0

    def put(written: Path, path: Path) -> None:
        nonlocal count
        if count == at:
            raise Killed
        count += path.parent.name in ("briefs", ".generated")
        written.replace(path)

    with monkeypatch.context() as patched:
        patched.setattr(files, "put", put)
        with pytest.raises(Killed):
            drafting.update(desk.folder)
    desk.require_whole()
    crash_desk.build(str(desk.folder))
    desk.require_finished()


def test_an_edit_after_the_kill_counts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.restore()
    with monkeypatch.context() as patched:
        patched.setattr(files, "put", lambda written, path: _kill_at_the_ledger(written, path))
        with pytest.raises(Killed):
            drafting.update(desk.folder)
    record = desk.folder / RECORD
    edited = record.read_text("utf-8").replace(crash_desk.TITLE, "Her second title")
    record.write_text(edited, "utf-8")
    crash_desk.build(str(desk.folder))
    brief = record_yaml.load_yaml(record.read_text("utf-8"), "record")
    assert brief.title == "Her second title"
    assert crash_desk.REMARK in record.read_text("utf-8")
    assert not any(crash_desk.STRUCK in item.text for item in brief.statements)
    assert not merge.open_conflicts(brief)


def _kill_at_the_ledger(written: Path, path: Path) -> None:
    if path.parent.name == ".generated":
        raise Killed
    written.replace(path)


def test_a_record_that_is_saved_while_it_is_merged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.restore()
    record = desk.folder / RECORD
    saved: list[str] = []
    real = merge.merge

    def merging(*given: Any) -> Any:
        if not saved and given[2].slug == record.stem:
            saved.append(record.read_text("utf-8").replace(crash_desk.TITLE, "Saved meanwhile"))
            record.write_text(saved[0], "utf-8")
        return real(*given)

    monkeypatch.setattr(merge, "merge", merging)
    report = drafting.update(desk.folder)
    assert not report.errors
    assert "title: Saved meanwhile\n" in record.read_text("utf-8")


# -- two at once ----------------------------------------------------------------------------------


def command(desk: Desk, *arguments: str) -> subprocess.Popen[str]:
    config = ["--config", str(desk.folder / "mkdocs.yml")]
    return subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), *arguments, *config],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_builds_at_once_take_turns(desk: Desk) -> None:
    desk.restore()
    both = [command(desk, "build"), command(desk, "build")]
    for process in both:
        out, err = process.communicate()
        assert process.returncode == 0, out + err
    desk.require_finished()


def test_who_waits_too_long_says_so(desk: Desk) -> None:
    desk.restore()
    with lock.alone(desk.folder):
        process = command(desk, "build", "--wait", "0.2")
        out, err = process.communicate()
    assert process.returncode == 1, out + err
    assert err.startswith(f"error: {desk.folder}: another build has been at work here for 0 seconds")
    assert "Wait until it is done, or stop it" in err
    assert crash_desk.contents(desk.folder) == desk.before


@pytest.mark.parametrize("arguments", [("build",), ("resolve", "2025-03-01-talks"), ("add", "/nowhere.txt")])
def test_who_waits_says_so_after_a_second(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.restore()
    with lock.alone(desk.folder):
        process = command(desk, *arguments)
        assert process.stderr is not None
        assert process.stderr.readline() == f"{lock.WAITING}\n"
        assert process.poll() is None
    process.communicate()


def test_mkdocs_waits_too(desk: Desk) -> None:
    desk.restore()
    with lock.alone(desk.folder):
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "--config-file", str(desk.folder / "mkdocs.yml")],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        assert lock.WAITING in process.stderr.readline()
        assert process.poll() is None
    process.communicate()
    assert process.returncode == 0


def test_the_lock_is_ones_own_and_ends(tmp_path: Path) -> None:
    with lock.alone(tmp_path), lock.alone(tmp_path):
        heard: list[str] = []

        def other() -> None:
            try:
                with lock.alone(tmp_path, waits=0.05):
                    heard.append("in")
            except BriefingError as error:
                heard.append(error.what)

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert heard == ["another build has been at work here for 0 seconds"]
    with lock.alone(tmp_path, waits=0):
        pass


# -- faults ---------------------------------------------------------------------------------------


class Faults:
    """Makes the n-th change of a folder fail, or all from there on, as a full disk does."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, at: int, *, lasting: bool) -> None:
        self.folder, self.at, self.lasting = str(folder), at, lasting
        self.count = 0
        for module, name in ((os, "replace"), (os, "mkdir"), (os, "rename")):
            patch.setattr(module, name, self._failing(getattr(module, name)))
        patch.setattr(os, "fsync", self._forcing(os.fsync))
        for module, name in ((io, "open"), (builtins, "open")):
            patch.setattr(module, name, self._opening(getattr(module, name)))

    def hit(self, path: object) -> None:
        if not str(path).startswith(self.folder):
            return
        self.count += 1
        if self.count == self.at or (self.lasting and self.count > self.at):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    def _failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def failing(path: Any, *rest: Any, **named: Any) -> Any:
            self.hit(path)
            return real(path, *rest, **named)

        return failing

    def _forcing(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def forcing(file: int) -> None:
            self.hit(self.folder)
            real(file)

        return forcing

    def _opening(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def opening(path: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if not set(mode) & set("wax"):
                return real(path, mode, *rest, **named)
            self.hit(path)
            return _File(real(path, mode, *rest, **named), lambda: self.hit(path))

        return opening


class _File:
    """A file whose writes may fail, each after half of its bytes."""

    def __init__(self, file: Any, hit: Callable[[], None]) -> None:
        self.file, self.hit = file, hit

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: Any) -> Any:
        try:
            self.hit()
        except OSError:
            self.file.write(data[: len(data) // 2])
            raise
        return self.file.write(data)


@pytest.mark.parametrize("lasting", [False, True])
def test_a_write_that_fails_anywhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lasting: bool
) -> None:
    arguments = ["build", "--config", str(desk.folder / "mkdocs.yml")]

    def run(at: int) -> tuple[int, int]:
        desk.restore()
        with monkeypatch.context() as patched:
            faults = Faults(patched, desk.folder, at, lasting=lasting)
            return cli.main(arguments), faults.count

    code, total = run(sys.maxsize)
    assert code == 0
    desk.require_finished()
    capsys.readouterr()
    step = max(1, total // FAULTS)
    for at in range(1 + chance(int(lasting)).randrange(step), total + 1, step):
        code, _ = run(at)
        err = capsys.readouterr().err
        desk.require_whole()
        if code == 0:  # a cache was not kept; it can be made again
            desk.require_finished()
        else:
            assert code == 1, at
            assert "No space left on device" in err, (at, err)
            assert err.count("error: ") == 1, (at, err)
        assert cli.main(arguments) == 0
        capsys.readouterr()
        desk.require_finished()


# -- a disk that is full, folders that nobody may write to -------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk can be mounted by root alone; writes that fail are tested anyhow")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_disk_that_is_full(desk: Desk, small_disk: Path) -> None:
    desk.restore()
    there = small_disk / "desk"
    shutil.copytree(desk.folder, there)
    moved = _moved(desk, there)
    for free in (0, 4_096, 40_000, 120_000, 200_000, 300_000):
        shutil.rmtree(there)
        shutil.copytree(desk.kept, there)
        filler = small_disk / "filler"
        with filler.open("wb") as file:
            room = shutil.disk_usage(small_disk).free - free
            file.write(b"\0" * max(0, room))
        process = command(moved, "build")
        out, err = process.communicate()
        assert "Traceback" not in err, err
        assert process.returncode in (0, 1), out + err
        moved.require_whole()
        if process.returncode:
            assert "No space left on device" in err
        filler.unlink()
        crash_desk.build(str(there))
        moved.require_finished()


def _moved(desk: Desk, folder: Path) -> Desk:
    """Return a desk with what should be in it before and after, in another folder."""
    moved = Desk.__new__(Desk)
    moved.folder, moved.kept, moved.before, moved.after = folder, desk.kept, desk.before, desk.after
    return moved


@contextlib.contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder; root is kept out by a mount alone."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    for options in (["--bind", str(folder), str(folder)], ["-o", "remount,ro,bind", str(folder)]):
        if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
            pytest.skip("tests run as root, who may write anywhere, and nothing can be mounted")
    yield
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("name", ["site", "content/briefs", "content/.generated", ".cache", ".cache/site"])
def test_a_folder_that_nobody_may_write_to(desk: Desk, name: str) -> None:
    desk.restore()
    with closed(desk.folder / name):
        process = command(desk, "build")
        out, err = process.communicate()
    assert process.returncode == 1, out + err
    assert "Traceback" not in err
    assert err.count("error: ") == 1, err
    assert "cannot be written: " in err
    assert str(desk.folder / name) in err
    desk.require_whole()
    crash_desk.build(str(desk.folder))
    desk.require_finished()
