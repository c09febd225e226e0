"""check: what is wrong in the files that people write, with the line and what to do."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from briefing.cli.common import Commands, let_config, root_of, shown, tell
from briefing.model import BriefingError, Problem


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        help="check the reference: form, dates, ids, sources",
        description="Check what people write and name each fault with its line and what to do. "
        "The exit code is 1 where there is an error.",
        epilog="Example: build.py check",
    )
    let_config(parser, "which desk to check")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the problems; returns the exit code."""
    root = root_of(options.config)
    problems = [problem for check in CHECKS for problem in check(root)]
    for problem in problems:
        place = shown(Path(problem.where)) + (f":{problem.line}" if problem.line else "")
        tell(f"{place}: {problem.severity}: {problem.what}" + (f"\n  {problem.hint}" if problem.hint else ""))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    tell(f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}")
    return 1 if errors else 0


def check_reference(root: Path) -> Iterator[Problem]:
    """Yield what is wrong in content/reference/."""
    from briefing import codec, lexicon, reference, store

    files = []
    for path in store.reference_paths(root):
        try:
            files.append(store.read_reference_file(path))
        except BriefingError as error:
            where, _, line = error.where.partition(".yml:")
            number = line.partition(":")[0]
            name = f"{where}.yml" if line else error.where
            yield Problem(
                where=name, line=int(number) if number.isdigit() else 0, what=error.what, hint=error.hint
            )
    whole = store.reference_of(files)
    for file in files:
        for fault in reference.faults(file.content, whole, lexicon.load()):
            yield Problem(
                where=str(file.path),
                line=codec.line_of(file.text, fault.path),
                what=fault.what,
                hint=fault.hint,
                severity=fault.severity,
            )


CHECKS: tuple[Callable[[Path], Iterator[Problem]], ...] = (check_reference,)
"""Each yields the problems of one kind of file."""
