"""`build.py review`: what it says where its packages are missing, and where its address goes."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
import webbrowser
from pathlib import Path

import pytest

from briefing import cli
from briefing.reviewdesk import server
from tests import ROOT


def test_without_its_packages_it_says_what_to_install(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)
    assert cli.main(["review", "--config", str(desk)]) == 1
    told = capsys.readouterr().err
    assert "locks/review.txt" in told
    assert "--terminal" in told


def test_it_serves_this_machine_alone_and_leaves_no_token(desk: Path) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "review", "--no-browser"]
    with subprocess.Popen(
        command, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as made:
        assert made.stderr is not None
        address = made.stderr.readline().split()[-1]
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address) as page:  # noqa: S310 (our own address)
            assert b"Briefs" in page.read()
        made.terminate()
        token = address.split("/")[3]
        assert len(token) >= 32
        rest = made.communicate()
    assert token not in "".join(rest), "what is asked for is not told again"
    assert not [path for path in desk.rglob("*") if path.is_file() and token.encode() in path.read_bytes()]


def test_the_browser_is_led_by_a_file_that_nobody_else_reads(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    path = server._opened(desk, "http://127.0.0.1:1/secret/")
    assert opened == [path.resolve().as_uri()]
    assert path.stat().st_mode & 0o777 == 0o600
    assert "secret" in path.read_text("utf-8")


def test_a_port_that_is_taken_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = server._bound(0)
    port = str(taken.getsockname()[1])
    assert cli.main(["review", "--config", str(desk), "--port", port, "--no-browser"]) == 1
    assert f"port {port} cannot be had" in capsys.readouterr().err
    taken.close()


def test_a_new_desk_has_a_container_with_the_desk_on_its_port(made: Path) -> None:
    told = json.loads((made / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert told["forwardPorts"] == [server.PORT]
    assert f"--port {server.PORT}" in told["postAttachCommand"]
    assert "--require-hashes" in told["postCreateCommand"]
