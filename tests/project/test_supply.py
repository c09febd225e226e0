"""What the project rests on: a lock with hashes, licences that are listed, no network, no word home."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests import ROOT
from tests.crash_desk import CONFIG, SEEDS

LOCKS = [*sorted((ROOT / "locks").glob("*.txt")), ROOT / ".github" / "audit.lock"]
OFFLINE = """
import sys
from pathlib import Path
def forbid(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        sys.stderr.write(f"asked for the network: {event} {arguments}\\n")
        import os
        os._exit(9)
sys.addaudithook(forbid)
from briefing import cli
from briefing.drafting import worker
from briefing.storage import process_pool
from briefing.publish.incremental import tasks
process_pool.processors = lambda: 2
tasks.MANY = worker.MANY = 2
tasks.BATCH = worker.BATCH = 1
for arguments in (["build"], ["check"], ["parse", "seeds/2025-03-01-talks.txt"], ["pack", "--format", "zip"]):
    assert cli.main(arguments) == 0, arguments
"""


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "http" not in text
    entries = [entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#")]
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(?:\[[a-z]+\])?==\S+( ; [^\\]+)? \\\n", entry), entry[:80]
        assert re.search(r"^    --hash=sha256:[0-9a-f]{64}$", entry, re.M), entry[:80]
    names = [entry.split("==")[0] for entry in entries]
    assert names == sorted(set(names))


def package(requirement: str) -> str:
    """Return the name of what a requirement asks for."""
    return re.split(r"[\[<>=]", requirement)[0].lower()


def locked(name: str) -> dict[str, str]:
    """Return the version of each package of a lock."""
    text = (ROOT / "locks" / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\]+)", text, re.M))


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    everything = locked("dev")
    for lock, rows in {"site": [], **extras}.items():
        wanted = [*project["dependencies"], *rows]
        assert set(map(package, wanted)) <= locked(lock).keys()
        assert locked(lock).items() <= everything.items(), "one version of a package everywhere"
    assert {package(row) for rows in extras.values() for row in rows} <= everything.keys()


def test_the_list_of_licences_is_of_today() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "licences.py")], capture_output=True, text=True, check=True
    ).stdout
    assert made == (ROOT / "docs" / "pages" / "licences.md").read_text("utf-8"), "run make licences"
    for row in re.findall(r"^\| (.+?) \| .+? \| (.+) \|$", made, re.M):
        choices = re.split(r" / | OR ", row[1])
        assert not all(re.search(r"GPL|GNU", choice) for choice in choices), row


def test_nothing_asks_for_the_network(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG + "site_url: https://example.org/desk/\n", "utf-8")
    for slug, text in SEEDS.items():
        (tmp_path / "seeds" / f"{slug}.txt").write_text(text, "utf-8")
    result = subprocess.run(
        [sys.executable, "-c", OFFLINE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "asked for the network" not in result.stderr


def test_the_package_holds_no_client_of_a_network() -> None:
    """But the live preview of MkDocs and the review desk, which listen."""
    pattern = re.compile(
        r"^\s*(?:from|import) (?:socket|urllib\.request|http|requests|httpx|ftplib|smtplib)\b", re.M
    )
    found = [
        path.relative_to(ROOT / "briefing").as_posix()
        for path in (ROOT / "briefing").rglob("*.py")
        if pattern.search(path.read_text("utf-8")) and "files" not in path.parts  # what a desk runs on GitHub
    ]
    assert found == ["reviewdesk/server.py"]


def test_the_audit_runs_weekly_and_when_a_lock_changes() -> None:
    text = (ROOT / ".github" / "workflows" / "audit.yml").read_text("utf-8")
    workflow = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (it makes strings alone)
    assert workflow["permissions"] == {"contents": "read"}
    assert "schedule" in workflow["on"]
    assert workflow["on"]["pull_request"]["paths"] == ["locks/dev.txt", ".github/audit.lock"]
    (step,) = [step for step in workflow["jobs"]["audit"]["steps"] if step.get("name") == "Audit"]
    assert "pip-audit --require-hashes --disable-pip -r locks/dev.txt" in step["run"]
