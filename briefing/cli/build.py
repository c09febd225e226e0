"""build: seeds -> records -> site."""

from __future__ import annotations

import argparse
import contextlib
import time
from pathlib import Path

from briefing.cli.common import (
    Commands,
    let_any_language,
    let_config,
    let_wait,
    progress,
    root_of,
    say,
    shown,
    tell,
)


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "build",
        help="draft every seed, write or update the records, build site/ (the default)",
        description="Read mkdocs.yml, draft every text in seeds/, write the records, build site/. "
        "A record that a person changed keeps what the person wrote.",
    )
    let_config(parser)
    parser.add_argument(
        "--strict", action="store_true", help="publish nothing if any text or record has an error"
    )
    let_any_language(parser)
    parser.add_argument(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="draft on the workers of this Dask scheduler (needs the extra cluster)",
    )
    let_wait(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Build; returns the exit code."""
    started = time.perf_counter()
    root = root_of(options.config)
    from briefing import locks

    with locks.alone(root, waits=options.wait, tell=say):
        return _build(options, root, started)


def _build(options: argparse.Namespace, root: Path, started: float) -> int:
    from briefing import cluster, site, store, update
    from briefing.model import ConfigError

    workers = cluster.executor(options.scheduler) if options.scheduler else contextlib.nullcontext()
    with workers as executor, progress("Drafting") as advance:
        plugin = site.plugin_of(site.configuration(options.config))
        report = update.update(
            root,
            advance,
            any_language=options.any_language,
            monthly=plugin.monthly,
            limits=plugin.limits,
            executor=executor,
        )
    for error in report.errors:
        say(f"error: {error}")
    for error in store.documents(root):
        say(f"warning: {error}")
    for line in report.lines():
        tell(line)
    if report.errors and options.strict:
        raise ConfigError(
            "nothing was published: --strict stops at any error",
            hint="Mend what is named above, and build again.",
        )
    built = site.build(options.config, strict=options.strict)
    pages = f"{built.pages} pages, {built.written} files written"
    tell(f"Site: {shown(built.index)} ({pages}), {time.perf_counter() - started:.1f} s in all.")
    if built.notice:
        tell(built.notice)
    return 1 if report.errors or built.errors else 0
