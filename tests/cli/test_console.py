"""What a terminal and a program are told: less, JSON, colour, and the next step."""

from __future__ import annotations

import hashlib
import json
import socket
import sys
from pathlib import Path

import pytest

from briefing import cli, starter
from briefing.cli import common


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("console") / "desk"
    starter.make(folder, name="Desk", requirement="x")
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("publish: reviewed", "publish: all"), "utf-8")
    return folder


def test_quiet_says_what_is_wrong_alone_and_json_is_for_programs(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--config", str(desk / "mkdocs.yml")]
    assert cli.main(["build", "--quiet", *place]) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["build", "--json", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["code"] == 0
    assert Path(told["index"]).is_file()
    assert cli.main(["pack", "--json", "--format", "md", "--out", str(desk / "dist"), *place]) == 0
    (pack,) = json.loads(capsys.readouterr().out)["packs"]
    assert hashlib.sha256(Path(pack["path"]).read_bytes()).hexdigest() == pack["sha256"]
    text = desk / "mine.txt"
    text.write_text("Berg met Weiss in Geneva on Monday. “The door is open,” Berg said.\n", "utf-8")
    assert cli.main(["add", "--json", str(text), "--date", "2025-04-01", *place]) == 0
    assert len(json.loads(capsys.readouterr().out)["added"]) == 1


def test_a_port_in_use_names_another(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = cli.main(["serve", "--address", f"127.0.0.1:{port}", "--config", str(desk / "mkdocs.yml")])
    assert code == 1
    said = capsys.readouterr().err
    assert f"127.0.0.1:{port}: is in use by another program" in said
    assert f"serve --address 127.0.0.1:{port + 1}" in said


@pytest.mark.parametrize(("variable", "coloured"), [("", True), ("1", False)])
def test_a_terminal_shows_what_is_wrong_in_colour_unless_told_otherwise(
    variable: str, coloured: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    common.say("error: no")
    assert ("\x1b[31m" in capsys.readouterr().err) is coloured
