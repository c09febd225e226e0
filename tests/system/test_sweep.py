"""Every command on odd values for every option, field, file and environment variable.

The law: no traceback, an end in time, and nothing lost.  What a value may be comes from the declarations
themselves (the options of the commands, the types of the model, the scheme of the plugin), so that what is
added to them is swept too.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig

from briefing import cli
from briefing.model import Brief, KnownActor, Ledger, Source
from briefing.publish.mkdocs import BriefingPlugin
from briefing.storage.seed_files import FIELDS
from tests.desks import new_desk

SLUG = "2024-05-03-talks"
TEXT = (
    "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that “talks would go on” and called the treaty of "
    "1972 a mistake, unlike in the Cold War. Cole denied it.\n"
)
SECONDS = 60
"""Of the processor, for one command on one desk of one text."""
FEW = 3
"""Examples of a test in the quick form, each with a desk and a command or two."""
WAITS = frozenset(("review", "serve", "schema"))
"""Commands that have no end, or no input."""
ODD: st.SearchStrategy[Any] = st.sampled_from([
    None, True, False, -1, 0, 1, 10**9, 10**30, -(10**30), 1.5, -0.0, float("inf"), float("nan"), "", " ", "\t", "\n", "\r\n",
    "\x85", "\u2028", "\ufeff", "\u202eabc", "a\u200bb", "\x1b[31m", "%s%n", "{{ 7 * 7 }}", "{% include 'x' %}", "<b>x</b>", "--",
    "-", "-x", "--help", ".", "..", "../..", "/", "/dev/null", "seeds", "content", "content/briefs", "site", ".git", ".cache",
    "con", "a" * 300, "a/" * 200, "ümläut", "漢字", "🏳️‍🌈", "٣", "1e9", "0x10", "1_000", "null", "~", "yes", "2024-02-30", "0001-01-01",
    "9999-12-31", "10000-01-01", "187-20100000000", "5-5", "5-4", "0-1", "http://[::1", "javascript:alert(1)", "file:///etc", "//x",
    "tcp://a", "mailto:", "Q1", "said-1", SLUG, "ann-lee", "- " * 600, "> " * 600, "[" * 600, "*" * 999, '"' * 99, "'" * 99,
    "<!--", "&x;", "]]>", "::error::x", "\\", "\\u0000", "$(id)", "`id`", "| id", "!ENV X", "&a [*a]", "a: b: c", "# x", "[]", "{}",
    [], [[]], [None], ["", ""], ["a", "a"], {}, {"a": {}}, {"": ""}, {"id": "x"}, [{"id": "x"}, {"id": "x"}], [[[[[[[[[[[[[[]]]]]]]]]]]]]],
])  # fmt: skip
WORDS: st.SearchStrategy[str] = ODD.filter(lambda value: isinstance(value, str))


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    """Return values as a type of the model takes them, and odd ones."""
    origin = get_origin(kind)
    if origin is Annotated:
        return of_type(get_args(kind)[0])
    if origin is Literal:
        return st.sampled_from(get_args(kind)) | ODD
    if origin in (Union, UnionType):
        return st.one_of(*map(of_type, get_args(kind)))
    if origin is tuple:
        return st.lists(of_type(get_args(kind)[0]), max_size=3) | ODD
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return of_struct(kind)
    known: dict[Any, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        int: st.integers(),
        float: st.floats(),
        date: st.dates().map(str),
        str: st.text(st.characters(codec="utf-8"), max_size=40),
    }
    return known.get(kind, ODD) | ODD


def of_struct(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Return some fields of a struct, and now and then one that it does not have."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    required = {name: of_type(field.type) for name, field in fields.items() if field.required}
    others = {name: of_type(field.type) for name, field in fields.items() if not field.required}
    return st.fixed_dictionaries(required, optional=others | {"x": ODD})


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = new_desk(tmp_path_factory.mktemp("sweep") / "desk", {SLUG: TEXT, "2024-05-04-more": TEXT})
    record = folder / "content" / "briefs" / f"{SLUG}.yml"
    record.write_text(record.read_text("utf-8").replace("title: ", "title: Mine, ", 1), "utf-8")
    (folder / "content" / "reference").mkdir(exist_ok=True)
    assert cli.main(["build", "--config", str(folder)]) == 0
    return folder


class Swept:
    """A copy of the desk, in which commands are run one after another."""

    def __init__(self, pristine: Path) -> None:
        self.root = Path(shutil.copytree(pristine, pristine.with_name("swept"), symlinks=True))
        self.record = self.root / "content" / "briefs" / f"{SLUG}.yml"
        self.seed = self.root / "seeds" / f"{SLUG}.txt"
        self.ledger = self.root / "content" / ".generated" / f"{SLUG}.json"
        self.config = self.root / "mkdocs.yml"

    def __enter__(self) -> Swept:
        self._before = {
            path: path.read_bytes()
            for folder in ("seeds", "content", "templates")
            for path in (self.root / folder).rglob("*")
            if path.is_file() and ".generated" not in path.parts
        }
        self._folder, self._streams, self._environment = Path.cwd(), (sys.stdin, sys.argv), dict(os.environ)
        os.chdir(self.root)
        return self

    def __exit__(self, *_: object) -> None:
        os.chdir(self._folder)
        sys.stdin, sys.argv = self._streams
        os.environ.clear()
        os.environ.update(self._environment)
        shutil.rmtree(self.root)

    def keep(self) -> None:
        """Hold what is there now for what must not be lost."""
        self._before |= {path: path.read_bytes() for path in self._before if path.exists()}

    def run(self, *words: str) -> None:
        """Run a command; what is no exit code comes out as it is raised."""
        sys.stdin = io.TextIOWrapper(io.BytesIO(b"\n?\nx\nn\nq\n"))
        started = time.process_time()
        assert cli.main(words) in (0, 1, 2, 3, 130), words
        assert time.process_time() - started < SECONDS, words
        for path, data in self._before.items():
            assert path.is_file(), (words, path)
            if path.parent.name == "seeds":
                assert path.read_bytes() == data, (words, path)
        whole = self._before.get(self.record, b"")
        if b"title: Mine, " in whole:
            assert b"title: Mine, " in self.record.read_bytes(), words


def swept(examples: int = FEW) -> settings:
    """Let a test draw few examples in the quick form, and 500 in the long one."""
    nightly = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
    return settings(
        max_examples=500 if nightly else examples,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        deadline=None,
    )


def commands() -> Iterator[tuple[str, click.Command]]:
    for name in cli.COMMANDS.keys() - WAITS:
        made: click.Command = import_module(f"briefing.cli.{name}").run
        if isinstance(made, click.Group):
            yield from ((f"{name} {inner}", command) for inner, command in made.commands.items())
        else:
            yield name, made


COMMANDS = sorted(commands())


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Return a command line: some of a command's options and arguments, each with an odd value or a sound one."""
    name, command = draw(st.sampled_from(COMMANDS))
    words = name.split(" ")
    sound = st.sampled_from(
        [SLUG, f"seeds/{SLUG}.txt", ".", "mkdocs.yml", "2024-05-03", "zip", "1", "main", "desk"]
    )
    for parameter in command.params:
        if not isinstance(parameter, click.Option):
            words += draw(st.lists(WORDS | sound, min_size=int(parameter.required), max_size=2))
        elif draw(st.integers(0, 3)) == 0:
            words.append(draw(st.sampled_from(parameter.opts)))
            if not parameter.is_flag:
                choice = (
                    st.sampled_from([*parameter.type.choices])
                    if isinstance(parameter.type, click.Choice)
                    else sound
                )
                words.append(str(draw(WORDS | choice)))
    return words


@swept(2 * FEW)
@given(words=lines())
def test_options(pristine: Path, words: list[str]) -> None:
    if "build" in words and "--scheduler" in words:
        words = [word for word in words if not word.startswith("tcp://")]
    with Swept(pristine) as desk:
        desk.run(*words)
        assert cli.main(["check"]) in (0, 1)


def with_front(value: dict[str, Any]) -> str:
    return f"---\n{yaml.safe_dump(value, allow_unicode=True)}---\n{TEXT}"


@swept()
@given(fields=of_struct(Source).map(lambda found: {k: v for k, v in found.items() if k in (*FIELDS, "x")}))
def test_front_matter(pristine: Path, fields: dict[str, Any]) -> None:
    with Swept(pristine) as desk:
        desk.seed.write_text(with_front(fields), "utf-8")
        desk.keep()
        desk.run("build")
        desk.run("check")
        desk.run("pack", "--format", "zip")


@swept(2 * FEW)
@given(data=st.data())
def test_fields_of_a_record(pristine: Path, data: st.DataObject) -> None:
    with Swept(pristine) as desk:
        tree = yaml.load(desk.record.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (a safe loader)
        name = data.draw(st.sampled_from([f.encode_name for f in msgspec.structs.fields(Brief)]))
        kind = next(f.type for f in msgspec.structs.fields(Brief) if f.encode_name == name)
        rows = tree.get(name)
        if isinstance(rows, list) and rows and isinstance(rows[0], dict) and data.draw(st.booleans()):
            inner = get_args(kind)[0]
            field = data.draw(st.sampled_from(msgspec.structs.fields(inner)))
            rows[0][field.encode_name] = data.draw(of_type(field.type))
        else:
            tree[name] = data.draw(of_type(kind))
        desk.record.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")
        desk.keep()
        desk.run("check")
        desk.run("build")
        desk.run("resolve", SLUG)
        desk.run("pack", "--format", data.draw(st.sampled_from(["zip", "html", "epub"])))


@swept()
@given(ledger=of_struct(Ledger))
def test_a_ledger(pristine: Path, ledger: dict[str, Any]) -> None:
    with Swept(pristine) as desk:
        desk.ledger.write_text(json.dumps(ledger), "utf-8")
        desk.run("check")
        desk.run("build")


@swept()
@given(
    actors=st.lists(of_struct(KnownActor), max_size=2) | ODD, where=st.sampled_from(["actors.yml", "era.yml"])
)
def test_the_reference(pristine: Path, actors: Any, where: str) -> None:
    with Swept(pristine) as desk:
        (desk.root / "content" / "reference" / where).write_text(yaml.safe_dump(actors), "utf-8")
        desk.run("check")
        desk.run("build")


PLUGIN = [name for name, _ in BriefingPlugin.config_scheme]
SITE = [name for name, _ in MkDocsConfig()._schema if name not in ("plugins", "hooks", "config_file_path")]


@swept(2 * FEW)
@given(name=st.sampled_from([*PLUGIN, *SITE]), value=ODD | st.dictionaries(WORDS, ODD, max_size=2))
def test_options_of_a_site(pristine: Path, name: str, value: Any) -> None:
    with Swept(pristine) as desk:
        config = yaml.safe_load(desk.config.read_text("utf-8").replace("!ENV", ""))
        if name in PLUGIN:
            config["plugins"] = [{"briefing": {name: value}}]
        else:
            config[name] = value
        desk.config.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
        desk.run("build")
        desk.run("check")


VARIABLES = ("SOURCE_DATE_EPOCH", "SITE_URL", "XDG_STATE_HOME", "HOME", "TERM", "COLUMNS", "LINES", "LANG", "NO_COLOR",
             "FORCE_COLOR", "TZ", "TMPDIR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GIT_DIR", "PATH", "EDITOR", "BROWSER")  # fmt: skip


@swept()
@given(name=st.sampled_from(VARIABLES), value=WORDS.filter(lambda word: "\0" not in word))
def test_the_environment(pristine: Path, name: str, value: str) -> None:
    with Swept(pristine) as desk:
        os.environ[name] = value
        for command in ("build", "check", "diff", "pack"):
            desk.run(command)


@swept()
@given(data=st.data())
def test_files(pristine: Path, data: st.DataObject) -> None:
    """Any file of a desk with other bytes, times to come or nothing in it."""
    with Swept(pristine) as desk:
        files = sorted(p for p in desk.root.rglob("*") if p.is_file() and ".git" not in p.parts)
        path = data.draw(st.sampled_from(files))
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole)))
        word = data.draw(WORDS).encode() + data.draw(st.sampled_from([b"", b"\xff", b"\0", b"\r"]))
        path.write_bytes(data.draw(st.sampled_from([whole[:at], whole[:at] + word + whole[at:], word, b""])))
        later = time.time() + timedelta(days=data.draw(st.sampled_from([0, -20_000, 20_000]))).total_seconds()
        os.utime(path, (max(0, later), max(0, later)))
        desk.keep()
        desk.run("check")
        desk.run("build")
        desk.run("add", str(path))
