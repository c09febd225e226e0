"""A desk that is handed over: cloned on a machine with nothing of this project, it does all that its workflows do.

Only packages of others come from the package index; the program comes with the desk.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing import __version__
from tests import ROOT
from tests.conftest import missing
from tests.project.test_workflows import OUTPUTS, steps
from tests.starter.test_starter import SAMPLE, run

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_", "PIP_NO"))
}
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Eva Stein"), ("EMAIL", "eva@example.org"))
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of a new desk, with a bare remote; next to it, an empty environment."""
    folder = tmp_path_factory.mktemp("handed-over")
    run(sys.executable, ROOT / "build.py", "new", "desk", "--name", "Harbour desk", folder=folder)
    git(folder / "desk", "init", "--quiet", "-b", "main")
    git(folder / "desk", "add", "--all")
    git(folder / "desk", "commit", "--quiet", "-m", "A new desk")
    git(folder, "clone", "--quiet", "--bare", "desk", "remote.git")
    git(folder, "clone", "--quiet", "remote.git", "clone")
    shutil.rmtree(folder / "desk")
    run(sys.executable, "-m", "venv", folder / "venv", folder=folder)
    return folder / "clone"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, env=ENVIRONMENT | IDENTITY
    ).stdout


def bash(clone: Path, script: str, **variables: str) -> str:
    """Run lines as the runner does, with the environment's Python first; returns what they said."""
    path = f"{clone.parent / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=clone,
        env=ENVIRONMENT | {"PATH": path} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    told = result.stdout + result.stderr
    if "Temporary failure in name resolution" in told or "No matching distribution" in told:
        missing("a package index", "a machine with a network")
    assert result.returncode == 0, told
    assert "Traceback" not in told
    return told


def workflow(clone: Path, name: str) -> None:
    """Run every step of a workflow but those that only GitHub can."""
    for step in steps("new", name):
        if "run" not in step or ".github/report.py" in step["run"] or "exit 1" in step["run"]:
            continue
        given = {"LINKS": "https://git.example/desk/blob/abc", "BASE": "HEAD~1"} | step.get("env", {})
        variables = {
            key: re.sub(r"\$\{\{ *(.+?) *\}\}", lambda found: OUTPUTS[found[1]], value)
            for key, value in given.items()
        }
        told = {
            "GITHUB_STEP_SUMMARY": str(clone.parent / "summary.md"),
            "GITHUB_OUTPUT": str(clone.parent / "output"),
        }
        bash(clone, step["run"], CI="true", GITHUB_ACTIONS="true", **told, **variables)


@pytest.mark.slow
def test_a_newcomer_needs_the_lines_of_the_readme_alone(tmp_path: Path) -> None:
    project = tmp_path / "briefing-pages"
    for name in git(ROOT, "ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        if (ROOT / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, project / name)
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    for line in "".join(blocks).splitlines():
        if not line.startswith("make serve"):  # it serves until it is stopped
            bash(project, line)
    assert (project / "site" / "briefs" / "2025-02-28-xi-shoigu-beijing.html").is_file()
    assert (tmp_path / "harbour" / "vendor" / f"briefing_pages-{__version__}-py3-none-any.whl").is_file()
    bash(project, "make docs")
    assert (project / "dist" / "docs" / "index.html").is_file()


@pytest.mark.slow
def test_a_second_editor_and_ci_need_nothing_but_the_clone(clone: Path) -> None:
    bash(clone, "python -m pip install --quiet --disable-pip-version-check -r requirements.txt")
    where = bash(
        clone, "python -c 'import briefing, sys; print(briefing.__file__, briefing.__version__, sys.path)'"
    )
    assert str(ROOT) not in where
    assert __version__ in where
    approve = f"python build.py approve {SAMPLE} --by 'Ada Moss' && git commit --quiet -am Approved"
    bash(clone, approve, **IDENTITY)

    workflow(clone, "review.yml")
    assert "Ada Moss" in (clone.parent / "summary.md").read_text("utf-8")
    assert (clone / "drafts" / "content" / "briefs" / f"{SAMPLE}.yml").is_file()

    workflow(clone, "pages.yml")
    assert (clone.parent / "output").read_text("utf-8") == "code=0\n"
    assert "https://owner.github.io/desk/" in (clone / "site" / "sitemap.xml").read_text("utf-8")

    bash(clone, "python -m mkdocs gh-deploy --quiet", **IDENTITY)
    published = git(clone.parent / "remote.git", "show", f"gh-pages:briefs/{SAMPLE}.html")
    assert "Ada Moss" in published
    bash(clone, f"python build.py pack --brief {SAMPLE} --format zip,html,epub,md")
