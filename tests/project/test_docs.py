"""The documents name what is there, and what they name is there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml

from briefing import cli, lexicon
from briefing.publish.mkdocs.plugin import PluginOptions
from briefing.storage import seed_files
from tests import ROOT
from tests.starter.test_starter import SAMPLE, show_drafts

PAGES = sorted((ROOT / "docs" / "pages").glob("*.md"))
WRITTEN = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "SECURITY.md", "tests/README.md")
]
DOCUMENTS = [
    *WRITTEN,
    ROOT / "content" / "method.md",
    ROOT / "briefing" / "starter" / "files" / "README.md",
    *PAGES,
]
TEXT = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
TARGETS = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.M)
LINES = [
    pytest.param(line, id=f"{path.name}: {line}")
    for path in DOCUMENTS
    for block in re.findall(r"```sh\n(.*?)```", path.read_text("utf-8"), re.S)
    for line in block.splitlines()
    if line and not line.startswith("#")
]
OTHERS = {"cd", "git", "source", "eval", "pipx", "uv", "python3", ".venv/bin/python"}
"""Programs that lines of the documents start, and that are not ours."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_docs(tmp_path_factory.mktemp("docs"))


def built_docs(folder: Path) -> Path:
    """Return the tool's own site, built as `make docs` does."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns(".cache"))
    hooks = folder / "docs" / "hooks.py"
    here, root = "Path(__file__).resolve().parents[1]", f"Path({str(ROOT)!r})"
    hooks.write_text(hooks.read_text("utf-8").replace(here, root), "utf-8")
    command = [sys.executable, str(ROOT / "build.py"), "build", "--strict", "--config", str(folder / "docs")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "dist" / "docs"


def shown(site: Path, name: str) -> str:
    """Return what a page of the site holds, without marks."""
    return unescape(re.sub(r"<[^>]+>", "", (site / name).read_text("utf-8")))


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_and_option_is_documented(name: str, site: Path) -> None:
    told = shown(site, "commands.html")
    assert f"python build.py {name}" in told
    command: click.Command = import_module(f"briefing.cli.{name}").run
    commands = [command, *getattr(command, "commands", {}).values()]
    options = {option for each in commands for parameter in each.params for option in parameter.opts}
    assert [option for option in options if option.startswith("--") and option not in told] == []


def test_every_option_of_the_plugin_and_every_field_is_documented(site: Path) -> None:
    told = shown(site, "options.html")
    assert [name for name, _ in PluginOptions()._schema if f"\n{name}\n" not in told] == []
    told = shown(site, "seeds.html")
    assert [name for name in seed_files.FIELDS if f"\n{name}\n" not in told] == []
    schema = json.loads((ROOT / "content" / "schema" / "brief.schema.json").read_text("utf-8"))
    told = shown(site, "record.html")
    for name, kind in schema["$defs"].items():
        section = told.split(f"\n{name}\n", 1)[1]
        fields = kind.get("properties") or kind["anyOf"][1]["properties"]
        assert [field for field in fields if f"\n{field}\n" not in section] == []
    assert "<td></td>\n</tr>" not in (site / "record.html").read_text("utf-8"), "a field without a docstring"


def test_every_template_fragment_and_list_of_the_lexicon_is_documented(site: Path) -> None:
    told = shown(site, "theming.html")
    files = [
        path
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    assert [
        path.name for path in files if f"\n{path.relative_to(ROOT / 'templates').as_posix()}\n" not in told
    ] == []
    fragments = (ROOT / "templates" / "pages" / "fragments.html").read_text("utf-8")
    assert [name for name in re.findall(r"\{% macro (\w+)", fragments) if f"\n{name}\n" not in told] == []
    assert (
        "<td></td>"
        not in (site / "theming.html").read_text("utf-8").split("Each template")[1].split("Fragments")[0]
    )
    told = shown(site, "teaching.html")
    for path in lexicon.HERE.glob("*.yml"):
        assert f"{path.name}\n" in told
        lists = yaml.safe_load(path.read_text("utf-8"))
        assert [name for name in lists if isinstance(lists, dict) and f"\n{name}\n" not in told] == []


def test_every_link_of_the_site_resolves(site: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html") if path.name != "404.html"}
    broken = []
    for path, text in pages.items():
        for address in re.findall(r'(?:href|src)="([^"]+)"', text):
            target, _, fragment = unquote(unescape(address)).partition("#")
            if re.match(r"(?:https?|mailto|data):", target):
                continue
            found = (path.parent / target).resolve() if target else path
            named = fragment and found.suffix == ".html" and found.is_file()
            if not found.is_file() or (named and f'id="{fragment}"' not in found.read_text("utf-8")):
                broken.append(f"{path.name}: {address}")
    assert broken == []


@pytest.mark.parametrize("line", LINES)
def test_every_line_of_the_documents_can_be_typed(line: str) -> None:
    """Parsed against the program's own declarations, or a target of the Makefile; what runs is in test_story."""
    for part in line.partition("  #")[0].split("&&"):
        words = shlex.split(part.partition("|")[0].partition(" > ")[0])
        if (
            words[:2] == ["python", "build.py"]
            or words[0] == "briefing"
            or words[:3] == ["python", "-m", "briefing"]
        ):
            given = words[1:] if words[0] == "briefing" else words[2 if words[1] == "build.py" else 3 :]
            parsed(given)
        elif words[0] == "make":
            assert words[1] in TARGETS
        elif words[0] == "python":
            assert words[1] == "-m" or (ROOT / words[1]).is_file()
        else:
            assert words[0] in OTHERS


def parsed(words: list[str]) -> None:
    """Read a line as the program does, without running it."""
    if not words or words[0] in ("--help", "--version"):
        return
    command: click.Command = import_module(f"briefing.cli.{words[0]}").run
    rest = words[1:]
    inside = getattr(command, "commands", {})
    if rest and rest[0] in inside:
        command, rest = inside[rest[0]], rest[1:]
    command.make_context(words[0], rest)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_documented(target: str) -> None:
    assert f"make {target}" in TEXT


def test_the_documents_name_no_command_or_target_that_is_not_there() -> None:
    assert set(re.findall(r"python build\.py ([a-z]+)\b", TEXT)) <= set(cli.COMMANDS)
    assert set(re.findall(r"`make ([a-z]+)", TEXT)) <= set(TARGETS)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_readme_is_read_in_a_minute() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 80


def named_blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a file that a page names in the line before a block, and the block."""
    text = (ROOT / "docs" / "pages" / page).read_text("utf-8")
    yield from re.findall(r"here `([^`]+)`[^\n]*:\n\n```\w+\n(.*?)```", text, re.S)


def test_a_desk_changes_a_colour_a_section_and_a_word_as_the_page_says(tmp_path: Path) -> None:
    python = [sys.executable, str(ROOT / "build.py")]
    desk = tmp_path / "desk"
    subprocess.run([*python, "new", str(desk), "--from", "x"], check=True, capture_output=True)
    show_drafts(desk)
    blocks = dict(named_blocks("theming.md"))
    assert len(blocks) == 3
    for name, text in blocks.items():
        (desk / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / name).write_text(text, "utf-8")
    config = (desk / "mkdocs.yml").read_text("utf-8").replace("  # custom_dir", "  custom_dir")
    (desk / "mkdocs.yml").write_text("extra_css: [desk.css]\n" + config, "utf-8")
    subprocess.run([*python, "build", "--strict", "--config", str(desk)], check=True, capture_output=True)
    page = (desk / "site" / "briefs" / f"{SAMPLE}.html").read_text("utf-8")
    assert '<link rel="stylesheet" href="../desk.css">' in page
    assert (desk / "site" / "desk.css").read_text("utf-8") == blocks["content/desk.css"]
    assert "Where this comes from" in page
    assert "In short" in page
    checked = subprocess.run(
        [*python, "check", "--config", str(desk)], capture_output=True, text=True, check=False
    )
    assert "word" not in checked.stdout, checked.stdout


def test_no_interface_word_is_hidden_by_a_method() -> None:
    """`words.copy` in a template is the dictionary's own method, not the word."""
    words = yaml.safe_load((ROOT / "templates" / "words.yml").read_text("utf-8"))
    in_templates = "\n".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
    hidden = [name for name in words if hasattr(dict, name) and f"words.{name} " in in_templates]
    assert hidden == []
