"""The documents name what is there, and what they name is there."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
import yaml

from briefing import cli, lexicon
from tests import ROOT

DOCUMENTS = [
    ROOT / name
    for name in (
        *("README.md", "CONTRIBUTING.md", "DECISIONS.md", "SECURITY.md", "tests/README.md"),
        *(
            "content/method.md",
            "docs/reviewing.md",
            "docs/texts-in.md",
            "docs/publishing.md",
            "docs/commands.md",
        ),
    )
]
TEXT = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
TARGETS = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.M)


def help_of(*arguments: str) -> str:
    command = [sys.executable, str(ROOT / "build.py"), *arguments, "--help"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_documented_and_helps(name: str) -> None:
    assert f"build.py {name}" in TEXT
    text = help_of(name)
    assert text.startswith(f"Usage: build.py {name}")
    assert len(text.splitlines()) > 4


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    command: click.Command = import_module(f"briefing.cli.{name}").run
    commands = [command, *getattr(command, "commands", {}).values()]
    options = {option for each in commands for parameter in each.params for option in parameter.opts}
    assert [option for option in sorted(options) if option[:2] == "--" and f"`{option}`" not in TEXT] == []


def test_the_documents_name_no_command_that_is_not_there() -> None:
    named = set(re.findall(r"python build\.py ([a-z]+)\b", TEXT))
    assert named <= set(cli.COMMANDS)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_documented(target: str) -> None:
    assert f"make {target}" in TEXT


def test_the_documents_name_no_target_that_is_not_there() -> None:
    assert set(re.findall(r"`make ([a-z]+)", TEXT)) <= set(TARGETS)


@pytest.mark.parametrize("path", sorted(lexicon.HERE.glob("*.yml")), ids=lambda path: path.name)
def test_every_lexicon_file_is_documented(path: Path) -> None:
    assert f"`{path.name}`" in TEXT


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_no_interface_word_is_hidden_by_a_method() -> None:
    """`words.copy` in a template is the dictionary's own method, not the word."""
    words = yaml.safe_load((ROOT / "templates" / "words.yml").read_text("utf-8"))
    in_templates = "\n".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
    hidden = [name for name in words if hasattr(dict, name) and f"words.{name} " in in_templates]
    assert hidden == []
