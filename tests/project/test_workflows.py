"""The workflows of GitHub: pinned, with few rights, and every command in them runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing import cli, drafting, starter
from briefing.storage import files as storage_files
from tests import ROOT

STARTER = starter.HERE / "_github"
BIN = Path(sys.executable).parent
KINDS = {"here": ROOT / ".github", "new": STARTER}
NAMES = ("review.yml", "pages.yml", "schedule.yml")
WRITES = {
    "review.yml": {"report": {"contents", "statuses", "pull-requests"}},
    "pages.yml": {"deploy": {"pages", "id-token"}},
    "schedule.yml": {"pages": {"pages", "id-token"}},
}
"""What jobs may write, by workflow; none else may."""
OUTPUTS = {
    "steps.pages.outputs.base_url": "https://owner.github.io/desk",
    "github.server_url": "https://git.example",
    "github.repository": "owner/desk",
    "github.event.pull_request.base.sha": "HEAD~1",
    "github.event.pull_request.head.sha": "abc",
}
"""What GitHub, and steps of other people's, would put in."""
FAILS = ("Say that something is held back",)
"""Steps that only say so."""


def workflow(kind: str, name: str) -> dict[str, Any]:
    text = (KINDS[kind] / "workflows" / name).read_text("utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (it makes strings alone)
    return read


def steps(kind: str, name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(kind, name)["jobs"].values() for step in job.get("steps", ())]


RUNS = [
    pytest.param(kind, name, step["name"], id=f"{kind}-{name}-{step['name']}")
    for kind in KINDS
    for name in NAMES
    for step in steps(kind, name)
    if "run" in step and ".github/report.py" not in step["run"]
]
"""Of the steps of `report` there are tests of its own."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_rights_are_few_and_actions_are_pinned(kind: str, name: str) -> None:
    text = (KINDS[kind] / "workflows" / name).read_text("utf-8")
    pinned = re.findall(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", text, re.M)
    called = text.count("uses: ./.github/workflows/pages.yml #")
    assert len(pinned) == len(re.findall(r"^[ -]+uses:", text, re.M)) - called
    read = workflow(kind, name)
    assert read["permissions"] == {}
    for title, job in read["jobs"].items():
        written = {right for right, what in job["permissions"].items() if what == "write"}
        assert written == WRITES[name].get(title, set())
    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert not [step for step in steps(kind, name) if "${{" in step.get("run", "")]
    checkouts = [step for step in steps(kind, name) if "actions/checkout" in step.get("uses", "")]
    assert {step["with"]["persist-credentials"] for step in checkouts} <= {"false"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_job_that_may_write_runs_nothing_of_the_branch(kind: str) -> None:
    job = workflow(kind, "review.yml")["jobs"]["report"]
    assert "github.event.pull_request.head.repo.full_name == github.repository" in job["if"]
    checkout, download, report = job["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert download["uses"].startswith("actions/download-artifact@")
    assert report["run"] == "python3 .github/report.py drafts"
    assert "GITHUB_TOKEN" not in json.dumps(workflow(kind, "review.yml")["jobs"]["review"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_schedule_has_a_file_of_its_own(kind: str) -> None:
    assert [name for name in NAMES if "schedule" in workflow(kind, name)["on"]] == ["schedule.yml"]
    assert "workflow_call" in workflow(kind, "pages.yml")["on"]


@pytest.mark.parametrize(
    "name", ["dependabot.yml", "PULL_REQUEST_TEMPLATE.md", "ISSUE_TEMPLATE/correction.yml"]
)
def test_a_new_desk_gets_what_this_repository_has(name: str) -> None:
    assert (ROOT / ".github" / name).read_bytes() == (STARTER / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_workflows_differ_in_what_they_install_and_in_the_docs_alone(name: str) -> None:
    here, new = workflow("here", name), workflow("new", name)
    for read in (here, new):
        for job in read["jobs"].values():
            steps_of = job.get("steps", [])
            steps_of[:] = [step for step in steps_of if step.get("name") != "Build the tool's own site"]
            for step in steps_of:
                if step.get("name") == "Install":
                    step.pop("run")
    assert here == new


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def checkouts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Checkouts as the runner has them: a pull request that edits a record, merged into main."""
    folder = tmp_path_factory.mktemp("checkouts")
    here, new = folder / "here", folder / "new"
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for path in filter(None, tracked.stdout.split("\0")):
        if (ROOT / path).is_file():
            (here / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, here / path)
    starter.make(new, name="New", requirement="briefing-pages")
    for desk in (here, new):
        drafting.update(desk)
        git(desk, "init", "--quiet")
        git(desk, "add", "--all")
        git(desk, "commit", "--quiet", "--message", "Main")
        git(desk, "checkout", "--quiet", "-b", "edit")
        record = next((desk / "content" / "briefs").glob("*.yml"))
        text = re.sub(
            r"^title: .*", "title: A title by Ada Moss", record.read_text("utf-8"), count=1, flags=re.M
        )
        storage_files.write(record, text.encode())
        git(desk, "commit", "--quiet", "--all", "--message", "Review a brief")
        git(desk, "checkout", "--quiet", "main")
        git(desk, "merge", "--quiet", "--no-ff", "edit", "--message", "Merge")
    return {"here": here, "new": new}


def options_of(command: str) -> list[str]:
    """Return the options that a command has."""
    told = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), command, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    return re.findall(r"--[a-z]+", told.stdout)


@pytest.mark.parametrize(("kind", "name", "title"), RUNS)
def test_every_command_runs(
    kind: str, name: str, title: str, checkouts: dict[str, Path], tmp_path: Path
) -> None:
    (step,) = [step for step in steps(kind, name) if step.get("name") == title]
    for command, options in re.findall(r"build\.py ([a-z]+)([^>\n]*)", step["run"]):
        assert command in cli.COMMANDS
        assert set(re.findall(r"--[a-z]+", options)) <= set(options_of(command))
    summary = tmp_path / "summary.md"
    environment = os.environ | {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(tmp_path / "output.txt"),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PIP_DRY_RUN": "1",
        "PIP_NO_INDEX": "1",
    }
    (job,) = [job for job in workflow(kind, name)["jobs"].values() if step in job.get("steps", ())]
    for key, value in (job.get("env", {}) | step.get("env", {})).items():
        environment[key] = re.sub(r"\$\{\{ *(.+?) *\}\}", lambda found: OUTPUTS[found.group(1)], value)
    script = tmp_path / "step.sh"
    script.write_text(step["run"], "utf-8")
    desk = checkouts[kind]
    result = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=desk,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode == 0) == (title not in FAILS), result.stdout + result.stderr
    if "STEP_SUMMARY" in step["run"]:
        assert "Ada Moss" in summary.read_text("utf-8")
    if "SITE_URL" in step.get("env", {}):
        assert 'href="/desk/index.html"' in (desk / "site" / "404.html").read_text("utf-8")
        assert "https://owner.github.io/desk/" in (desk / "site" / "sitemap.xml").read_text("utf-8")


@pytest.mark.skipif(not (BIN / "zizmor").is_file(), reason="zizmor is not installed")
def test_an_auditor_finds_nothing(checkouts: dict[str, Path]) -> None:
    command = [
        str(BIN / "zizmor"),
        "--offline",
        "--no-progress",
        "--min-severity=low",
        *map(str, checkouts.values()),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not installed")
def test_actionlint_finds_nothing() -> None:
    files = [str(folder / "workflows" / name) for folder in KINDS.values() for name in NAMES]
    result = subprocess.run(
        ["actionlint", "-shellcheck=", *files], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout


def test_the_systems_are_those_of_the_documents() -> None:
    read = workflow("here", "systems.yml")
    assert read["permissions"] == {}
    (job,) = read["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    assert [name.split("-")[0] for name in job["strategy"]["matrix"]["system"]] == [
        "ubuntu",
        "macos",
        "windows",
    ]
    told = (ROOT / "docs" / "pages" / "installing.md").read_text("utf-8")
    assert all(version in told for version in job["strategy"]["matrix"]["python"])
    text = (ROOT / ".github" / "workflows" / "systems.yml").read_text("utf-8")
    for line in re.findall(r"build\.py ([^\n]+)", text):
        assert line.split()[0] in cli.COMMANDS
    assert len(re.findall(r"@[0-9a-f]{40} # v", text)) == text.count("uses:")
    assert not [step for step in job["steps"] if "${{" in step.get("run", "")]
