"""The same input gives the same bytes, whatever the machine: nothing of it shows in records or site.

Other Pythons are tried where BRIEFING_PYTHONS names them (paths, parted as PATH is), each with the
locked packages installed.
"""

from __future__ import annotations

import hashlib
import json
import locale
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT
from tests.crash_desk import CONFIG, LATER, SEEDS

SEED = ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"
COPIES = 4
"""Of each short text, so that there is work for five processes."""
BUILD = """
import os, random, sys, json
workers, order = int(sys.argv[1]), int(sys.argv[2])
from pathlib import Path
from briefing import drafting
from briefing.drafting import worker
from briefing.storage import process_pool
from briefing.publish import mkdocs as site
from briefing.publish.incremental import tasks
process_pool.processors = lambda: workers
if workers > 1:
    tasks.MANY = worker.MANY = 2
    tasks.BATCH = worker.BATCH = 1
pick = random.Random(order)
scandir, listdir = os.scandir, os.listdir
class Shuffled:
    def __init__(self, entries):
        self.entries = list(entries)
        pick.shuffle(self.entries)
    def __enter__(self):
        return iter(self.entries)
    def __exit__(self, *_):
        pass
    def __iter__(self):
        return iter(self.entries)
    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop()
    def close(self):
        pass
def shuffled(path="."):
    names = listdir(path)
    pick.shuffle(names)
    return names
if order:
    os.scandir, os.listdir = (lambda path=".": Shuffled(scandir(path))), shuffled
drafting.update(Path("."))
site.build(Path("mkdocs.yml"))
"""
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8")


def there(name: str) -> bool:
    """Return whether this system has a locale."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_ALL, before)
    return True


def built(
    folder: Path, *, python: str = sys.executable, workers: int = 1, order: int = 0, **named: str
) -> str:
    """Return what a build of a fresh desk leaves, as a hash for each file."""
    (folder / "seeds").mkdir(parents=True)
    shutil.copytree(ROOT / "content" / "reference", folder / "content" / "reference")
    (folder / "content" / "index.md").write_text("# Home\n", "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG + "site_url: https://example.org/desk/\n", "utf-8")
    shutil.copy(SEED, folder / "seeds")
    for number in range(COPIES):
        for slug, text in SEEDS.items():
            (folder / "seeds" / f"{slug}-{number}.txt").write_text(text + LATER * number, "utf-8")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "TZ"))
    }
    result = subprocess.run(
        [python, "-c", BUILD, str(workers), str(order)],
        cwd=folder,
        env=environment | {"SOURCE_DATE_EPOCH": "1741000000", "PYTHONPATH": str(ROOT)} | named,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.dumps(
        {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and ".cache" not in path.parts
        },
        indent=0,
    )


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> str:
    found = built(tmp_path_factory.mktemp("plain") / "desk", PYTHONHASHSEED="0")
    assert found.count("site/briefs/") > COPIES * len(SEEDS)
    return found


@pytest.mark.parametrize(
    ("workers", "order", "named"),
    [
        (1, 0, {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu"}),
        (2, 7, {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns"}),
        (5, 11, {"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "1741046400"}),
    ],
)
def test_hash_seed_time_zone_processes_and_order_of_files(
    wanted: str, tmp_path: Path, workers: int, order: int, named: dict[str, str]
) -> None:
    assert built(tmp_path / "desk", workers=workers, order=order, **named) == wanted


@pytest.mark.parametrize("name", LOCALES)
def test_locale(wanted: str, tmp_path: Path, name: str) -> None:
    if not there(name):
        pytest.skip(f"this system has no locale {name}")
    assert built(tmp_path / "desk", LC_ALL=name, PYTHONHASHSEED="3") == wanted


@pytest.mark.parametrize("python", os.environ.get("BRIEFING_PYTHONS", "").split(os.pathsep))
def test_other_pythons(wanted: str, tmp_path: Path, python: str) -> None:
    if not python:
        pytest.skip("BRIEFING_PYTHONS names no other Python with the locked packages")
    assert built(tmp_path / "desk", python=python, PYTHONHASHSEED="5") == wanted
