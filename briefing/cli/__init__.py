"""Words of a command line -> the command that they name, run.

Errors become one message here, never a traceback.  Each command is a module, imported when it is run.
Exit codes: 0; 1 for what a person can mend; 2 for a command line that cannot be read; 130 for Ctrl-C;
`verify` has one more.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click import exceptions

from briefing import __version__
from briefing.cli.common import near, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "build": "draft every seed, write or update the records, build site/ (the default)",
    "add": "bring texts in: .txt, .md, saved .html, .eml, RSS or Atom, .pdf, .docx",
    "parse": "print the record of a text, and write nothing",
    "explain": "say why an item is there, and why a sentence gave none",
    "review": "open the review desk in the browser, or walk through one brief in the terminal",
    "approve": "say that you have reviewed a brief as it is",
    "resolve": "show and settle what people and the machine disagree on in a record",
    "rename": "give a text another slug; its old address leads on",
    "retract": "take a brief back, with a public note",
    "delete": "remove a text with its record",
    "check": "check records, texts, notes, links, templates and the reference",
    "diff": "say what changed in the briefs' meaning, as Markdown",
    "merge": "merge two branches' versions of a record field by field, for git",
    "serve": "live preview: a change to a seed, a record or a template shows up",
    "pack": "put briefs into files that open without a network: zip, html, epub, pdf",
    "verify": "say whether a pack is whole, the approved one, and what the records at hand say",
    "new": "make a repository for another desk",
    "upgrade": "try a newer program on this desk, and take it",
    "schema": "print the JSON Schema of a record",
    "reference": "put office holders of a table into the reference",
}
"""Each is the function `run` of the module of its name."""
COMPLETION = "_BRIEFING_COMPLETE"
"""The environment variable by which a shell asks what could come next."""


class _Commands(click.Group):
    """A group whose help and completion read the table and import no command."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").run
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(COMMANDS.items())

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found = [CompletionItem(n, help=text) for n, text in COMMANDS.items() if n.startswith(incomplete)]
        return found + click.Command.shell_complete(self, ctx, incomplete)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
    subcommand_metavar="[COMMAND] ...",
    epilog=f"""Put texts into seeds/ as YYYY-MM-DD-name.txt, run this, read content/briefs/, open site/.

    \b
    For completion with the Tab key, a line in ~/.bashrc or ~/.zshrc:
      eval "$({COMPLETION}=bash_source briefing)"
      eval "$({COMPLETION}=zsh_source briefing)"
    """,
)
@click.version_option(__version__, message="%(version)s")
def _briefing() -> None:
    """Turn news texts into briefs, and briefs into a static site. Without a command: build."""


def main(arguments: Sequence[str] | None = None, *, prog: str = "") -> int:
    """Run a command; returns the exit code. `prog` is how the program was called."""
    _any_encoding()
    words = list(sys.argv[1:] if arguments is None else arguments)
    prog = prog or ("briefing" if Path(sys.argv[0]).stem == "briefing" else "build.py")
    if os.environ.get(COMPLETION):
        _briefing.main(words, prog, COMPLETION)  # tells the shell, and ends
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "build")
    try:
        with _briefing.make_context(prog, words) as context:
            code: int = _briefing.invoke(context)
        sys.stdout.flush()
        return code
    except exceptions.Exit as end:  # --help, --version
        return end.exit_code
    except click.UsageError as error:
        return _misused(error)
    except BrokenPipeError:  # the reader has left; what is still unwritten goes nowhere
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        say(f"error: {error.filename or 'the system'}: {error.strerror or error}")
        say("  Check the disk and the permissions, and run this again: no file was left half written.")
        return 1
    except MemoryError:
        say("error: there is not enough memory")
        say("  Stop other programs, or raise the limit, and run this again: no file was left half written.")
        return 1
    except KeyboardInterrupt:
        say("stopped")
        return 130
    except Exception as error:
        from briefing.model import BriefingError  # here, so that --help need not wait for the model

        if not isinstance(error, BriefingError):
            raise
        say(f"error: {error}")
        return 1


def _any_encoding() -> None:
    """Let every text be printed: a file or a program gets UTF-8, a terminal what it takes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _misused(error: click.UsageError) -> int:
    """Say what a command line lacks, with what comes nearest to a word that nobody knows."""
    if isinstance(error, exceptions.NoSuchCommand):
        message, hint = error.message, near(error.command_name, COMMANDS)
    elif isinstance(error, exceptions.NoSuchOption) and error.ctx:
        known = [name for parameter in error.ctx.command.get_params(error.ctx) for name in parameter.opts]
        message, hint = error.message, near(error.option_name, known)
    else:
        message, hint = error.format_message(), ""
    if error.ctx:
        say(error.ctx.get_usage())
        hint = hint or f"See {error.ctx.command_path} --help"
    say(f"error: {' '.join(message.splitlines())}\n  {hint}")
    return error.exit_code
