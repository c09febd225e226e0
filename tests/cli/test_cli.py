"""The command line: help, completion, what is said of words that nobody knows, exit codes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from briefing import cli
from briefing.cli import common
from briefing.model import ConfigError, SeedError
from tests import ROOT

SLUG = "2024-05-03-talks"
TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that talks would go on.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the commands look for, and that is the current one; nothing is built."""
    for name in ("seeds", "content/briefs"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: Desk\n", "utf-8")
    for slug in (SLUG, "2024-05-04-vote"):
        (tmp_path / "seeds" / f"{slug}.txt").write_text(TEXT, "utf-8")
        (tmp_path / "content" / "briefs" / f"{slug}.yml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


# -- help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"]])
def test_help_waits_for_no_command_and_no_model(arguments: list[str]) -> None:
    code = (
        "import sys; from briefing import cli; assert cli.main(sys.argv[1:]) == 0; "
        "sys.exit(' '.join(m for m in sys.modules if m.split('.')[0] in ('briefing', 'mkdocs', 'msgspec')))"
    )
    loaded = run("-c", code, *arguments).stderr.split()
    assert set(loaded) == {"briefing", "briefing.cli", "briefing.cli.common"}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help_fits_a_terminal_and_explains_every_parameter(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main([name, "--help"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
    command = import_module(f"briefing.cli.{name}").run
    assert command.help
    assert [parameter.name for parameter in command.params if not parameter.help] == []


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (("-m", "briefing"), "python -m briefing"),
        ((str(ROOT / "build.py"),), "build.py"),
        ((str(Path(sys.executable).with_name("briefing")),), "briefing"),
    ],
)
def test_the_program_is_called_as_people_called_it(start: tuple[str, ...], name: str) -> None:
    told = run(*start, "review", "--help").stdout
    assert told.startswith(f"Usage: {name} review [OPTIONS] [SLUG]\n")
    assert f"\nExample:\n  {name} review --terminal 2025-02-28-talks --reviewer 'Ada Moss'\n" in told


# -- what nobody knows --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("chek", ("build.py [OPTIONS] [COMMAND]", "No such command 'chek'", "Did you mean 'check'")),
        ("check --strct", ("No such option '--strct'", "Did you mean '--strict'?")),
        ("build --any", ("Did you mean '--any-language'?",)),
        ("--strct", ("build.py build [OPTIONS]", "Did you mean '--strict'?")),
        ("xyzzy", ("No such command 'xyzzy'", "See build.py --help")),
        ("approve", ("Missing argument 'SLUG'", "See build.py approve --help")),
        ("review --terminal", ("--terminal needs the slug of a brief",)),
        ("schema x", ("unexpected extra argument (x)",)),
        ("check --format jsn", ("'jsn' is not one of 'text', 'github', 'markdown', 'json', 'sarif'",)),
        ("parse --date soon -", ("'--date': 'soon' is no date; write it as 2025-02-28",)),
        ("pack --format zip,doc", ("choose from zip, html, epub, pdf",)),
        ("pack --pdf-memory 0", ("'0' is no number of megabytes",)),
        ("verify a.zip --signature b", ("--signature needs --signers and --identity",)),
        ("resolve x --take mine", ("'mine' is not one of 'human', 'machine'",)),
        ("resolve x path", ("'path' needs --take human or --take machine",)),
        ("resolve x --take human --restore y", ("do not go together",)),
    ],
)
def test_a_line_that_cannot_be_read(
    line: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(line.split()) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Usage: build.py ")
    for word in words:
        assert word in told.err


@pytest.mark.parametrize(
    "arguments",
    [["x{}"], ["--x{}"], ["schema", "x{}"], ["check", "--format", "x{}"], ["review", "x{}"], ["add", "x{}"]],
)
@pytest.mark.usefixtures("desk")
def test_hostile_words_are_told_safely(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[31m\n::error::x\u202e\udcff"
    assert cli.main([word.format(hostile) for word in arguments]) > 0
    told = capsys.readouterr()
    assert not set("\x1b\u202e") & set(told.err)
    assert not any(line.lstrip().startswith("::") for line in told.err.splitlines())


def test_near() -> None:
    assert common.near("chek", ["build", "check"]) == "Did you mean 'check'?"
    assert common.near("talks", [SLUG, "other"]) == f"Did you mean '{SLUG}'?"
    assert common.near("", ["build"]) == common.near("b", ["build"]) == common.near("xyzzy", ["build"]) == ""
    assert common.near("talk", [f"talk{n}" for n in range(9)]).count("'talk") == 3


# -- slugs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        SLUG,
        f"{SLUG}.yml",
        f"{SLUG}.txt",
        f"seeds/{SLUG}.txt",
        f"content/briefs/{SLUG}.yml",
        "{}/seeds/" + SLUG,
    ],
)
def test_a_text_is_meant_by_slug_or_path(name: str, desk: Path) -> None:
    assert common.seed_of(desk, name.format(desk)) == desk / "seeds" / f"{SLUG}.txt"


def test_a_text_of_another_desk_is_not_meant(desk: Path) -> None:
    for name in (f"../other/seeds/{SLUG}.txt", f"content/{SLUG}.yml", "", ".", "..", "/"):
        with pytest.raises(SeedError, match="is no text of this desk"):
            common.seed_of(desk, name)


@pytest.mark.usefixtures("desk")
def test_a_mistyped_slug(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("review", "resolve", "explain", "parse"):
        assert cli.main([command, "2024-05-03-tlaks"]) == 1
        assert f"is no text of this desk\n  Did you mean '{SLUG}' or" in capsys.readouterr().err


@pytest.mark.usefixtures("desk")
def test_a_slug_is_explained_as_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    said = set()
    for name in (SLUG, f"content/briefs/{SLUG}.yml", f"seeds/{SLUG}.txt"):
        assert cli.main(["explain", name]) == 0
        said.add(capsys.readouterr().out)
    assert len(said) == 1


def test_no_desk_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        common.root_of(Path("mkdocs.yml"))
    assert "--config, or make a desk: python build.py new FOLDER" in caught.value.hint


def test_a_folder_is_taken_for_its_configuration(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", "2024-05-03-tlaks", "--config", str(desk)]) == 1
    assert "Did you mean" in capsys.readouterr().err


# -- completion ---------------------------------------------------------------------------------


def completions(*words: str) -> list[tuple[str, str]]:
    """Return what could stand for the last of the words, as (kind, value)."""
    shell = ShellComplete(cli._briefing, {}, "briefing", cli.COMPLETION)
    return [(item.type, item.value) for item in shell.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    "words",
    [("review",), ("resolve",), ("explain",), ("parse",), ("pack", "--brief"), ("review", "--config", ".")],
)
@pytest.mark.usefixtures("desk")
def test_slugs_are_completed(words: tuple[str, ...]) -> None:
    assert completions(*words, "") == [("plain", SLUG), ("plain", "2024-05-04-vote")]
    assert completions(*words, "2024-05-03") == [("plain", SLUG)]
    assert completions(*words, "seeds/") == [("file", "seeds/")]


def test_names_that_steer_a_shell_are_not_completed(desk: Path) -> None:
    before = completions("review", "")
    for name in ("a;id", "$(id)", "a b", "`id`", "a*", "-x", "a\nb", "\x1b[31m", "a'b", "~a", "#a"):
        (desk / "content" / "briefs" / f"{name}.yml").touch()
    assert completions("review", "") == before


def test_commands_options_and_choices_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [value for _, value in completions("")] == list(cli.COMMANDS)
    assert completions("re") == [("plain", name) for name in cli.COMMANDS if name.startswith("re")]
    assert ("plain", "review") in completions("re")
    assert completions("check", "--st") == [("plain", "--strict")]
    assert completions("resolve", "x", "--take", "") == [("plain", "human"), ("plain", "machine")]
    monkeypatch.chdir(tmp_path)
    assert completions("review", "") == [("file", "")]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.usefixtures("desk")
def test_a_shell_completes(shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    ask = {
        "bash": "COMP_WORDS=(briefing review 2024-05-03); COMP_CWORD=2; _briefing_completion briefing; "
        'echo "${COMPREPLY[@]}"',
        "zsh": "compadd() { echo $completions }; words=(briefing review 2024-05-03) CURRENT=3; "
        "_briefing_completion",
    }[shell]
    script = f'compdef() {{ :; }}; eval "$({cli.COMPLETION}={shell}_source briefing)"; {ask}'
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        [program, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": path},
    )
    assert (result.stdout, result.stderr) == (f"{SLUG}\n", "")


# -- exit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["build"], ["--strict"], ["--wait", "1"]])
def test_build_is_the_default(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 1
    assert capsys.readouterr().err.startswith("error: mkdocs.yml: is not there\n")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ConfigError("is wrong", where="x", hint="Mend it."), 1, "error: x: is wrong\n  Mend it.\n"),
        (KeyboardInterrupt(), 130, "stopped\n"),
        (BrokenPipeError(), 0, ""),
        (PermissionError(13, "Permission denied", "x"), 1, "error: x: Permission denied\n  Check the disk"),
    ],
)
def test_errors_become_codes_and_words(
    error: BaseException,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> int:
        raise error

    monkeypatch.setattr(import_module("briefing.cli.schema").run, "callback", fail)
    assert cli.main(["schema"]) == code
    assert capsys.readouterr().err.startswith(words)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["schema"], ["explain", f"seeds/{SLUG}.txt", "--any-language"]]
)
@pytest.mark.usefixtures("desk")
def test_a_reader_that_leaves_is_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


def test_explain_shows_the_syntax_of_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    seed = str(ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt")
    assert cli.main(["explain", seed, "--sentence", "2"]) == 0
    said = capsys.readouterr().out
    assert "emphasized  VBD" in said
    assert "subject 'China'; verb 'are' (present)" in said
    assert cli.main(["explain", seed, "--sentence", "99"]) == 2
    assert "the text has 14 sentences" in capsys.readouterr().err
