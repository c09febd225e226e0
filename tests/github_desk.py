"""A desk on something like GitHub: a bare repository, the API that the workflows use, and their two jobs.

The first job runs the steps of the workflow as they are written, in a checkout of the branch; the second
runs `report.py` of the base, as the workflow does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from tests import ROOT

REVIEW = ROOT / "briefing" / "starter" / "files" / "_github" / "workflows" / "review.yml"
REPOSITORY = "ada/desk"
JUNE = 1_748_736_000
"""1 June 2025, in seconds."""
WHO = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *WHO, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Api(Struct):
    """What was asked of GitHub."""

    address: str
    statuses: dict[str, dict[str, Any]]
    comments: list[dict[str, Any]]


@contextmanager
def api() -> Iterator[Api]:
    """Answer as GitHub does, of statuses and comments."""
    held = Api("", {}, [])

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"null")
            parts = self.path.partition("?")[0].split("/")
            told: Any = {}
            if parts[4] == "statuses":
                held.statuses[parts[5]] = given
            elif self.command == "GET":
                told = held.comments if "page=1" in self.path.split("&") else []
            elif self.command == "PATCH":
                held.comments[int(parts[-1])].update(given)
            else:
                user = {"login": "github-actions[bot]"}
                held.comments.append({"id": len(held.comments), "user": user, **given})
            data = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 (the library's names)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        held.address = f"http://127.0.0.1:{server.server_port}"
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Run(Struct):
    """What a run of the workflow left."""

    failed: list[str]
    """Names of the steps that failed."""
    told: str
    """What the steps of the first job printed."""
    report: subprocess.CompletedProcess[str]
    commit: str
    """The head of the branch afterwards."""


class Repository:
    """A bare repository of a desk, with `main`."""

    def __init__(self, desk: Path, folder: Path, held: Api) -> None:
        self.folder, self.api = folder, held
        self.bare = folder / "server" / REPOSITORY
        git(desk, "init", "--quiet")
        git(desk, "add", "--all")
        git(desk, "commit", "--quiet", "--message", "A desk")
        self.bare.parent.mkdir(parents=True)
        git(folder, "clone", "--quiet", "--bare", str(desk), str(self.bare))
        git(self.bare, "config", "uploadpack.allowAnySHA1InWant", "true")

    def clone(self, name: str, revision: str = "main") -> Path:
        """Return a checkout of its own."""
        made = self.folder / name
        git(self.folder, "clone", "--quiet", str(self.bare), str(made))
        git(made, "checkout", "--quiet", revision)
        return made

    def push(self, clone: Path, branch: str) -> str:
        """Commit what is in a checkout, as an edit in the browser does; returns the commit."""
        git(clone, "add", "--all")
        git(clone, "commit", "--quiet", "--message", "Edit")
        git(clone, "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
        return git(clone, "rev-parse", "HEAD")

    def review(self, branch: str, number: int = 1) -> Run:
        """Run both jobs on the head of a branch."""
        head = git(self.bare, "rev-parse", branch)
        base = git(self.bare, "rev-parse", "main")
        there = self.clone(f"runner-{len(list(self.folder.iterdir()))}", head)
        failed, told = self._steps(there, base, head)
        files = there.with_name(f"{there.name}-artifact")
        shutil.copytree(there / "drafts", files)
        trusted = self.clone(f"{there.name}-trusted", base)
        environment = {
            "GITHUB_TOKEN": "a-token",
            "GITHUB_SERVER_URL": f"file://{self.folder / 'server'}",
            "GITHUB_API_URL": self.api.address,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": "7",
            "HEAD": head,
            "BRANCH": branch,
            "NUMBER": str(number),
            "RESULT": "failure" if failed else "success",
            "PREVIEW": "https://git.example/preview",
        }
        report = subprocess.run(
            [sys.executable, ".github/report.py", str(files)],
            cwd=trusted,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Run(failed, told, report, git(self.bare, "rev-parse", branch))

    def _steps(self, there: Path, base: str, head: str) -> tuple[list[str], str]:
        """Run the steps of the first job; returns the names of those that failed and what they printed."""
        workflow = yaml.safe_load(REVIEW.read_text("utf-8"))
        environment = os.environ | {
            "BASE": base,
            "LINKS": f"https://git.example/{REPOSITORY}/blob/{head}",
            "CI": "true",
            "SOURCE_DATE_EPOCH": str(JUNE),
            "GITHUB_STEP_SUMMARY": str(there / "summary.md"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        failed, told = [], ""
        for step in workflow["jobs"]["review"]["steps"]:
            if "run" not in step or step["name"] == "Install":
                continue
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(
                command, cwd=there, env=environment, capture_output=True, text=True, check=False
            )
            told += done.stdout + done.stderr
            if done.returncode and not step.get("continue-on-error"):
                failed.append(step["name"])
        return failed, told
