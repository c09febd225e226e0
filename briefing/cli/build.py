"""build: seeds -> records -> site."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import click

from briefing.cli.common import (
    any_language_option,
    command,
    config_option,
    progress,
    root_of,
    say,
    shown,
    tell,
)


@command()
@config_option()
@click.option("--strict", is_flag=True, help="publish nothing if any text or record has an error")
@any_language_option
@click.option(
    "--scheduler",
    metavar="tcp://HOST:PORT",
    help="draft on the workers of this Dask scheduler (needs the extra cluster)",
)
@click.option(
    "--wait",
    type=float,
    default=600,
    metavar="SECONDS",
    help="how long to wait where another build is at work here",
)
def run(config: Path, *, strict: bool, any_language: bool, scheduler: str | None, wait: float) -> int:
    """Read mkdocs.yml, draft every text in seeds/, write the records, build site/.

    A record that a person changed keeps what the person wrote.
    """
    started = time.perf_counter()
    root = root_of(config)
    from briefing.storage import lock

    with lock.alone(root, waits=wait, tell=say):
        return _build(root, config, started, strict, any_language, scheduler)


def _build(
    root: Path, config: Path, started: float, strict: bool, any_language: bool, scheduler: str | None
) -> int:
    from briefing import drafting
    from briefing.drafting import cluster
    from briefing.model import ConfigError
    from briefing.publish import mkdocs
    from briefing.storage import seed_files

    workers = cluster.executor(scheduler) if scheduler else contextlib.nullcontext()
    with workers as executor, progress("Drafting") as advance:
        plugin = mkdocs.plugin_of(mkdocs.configuration(config))
        report = drafting.update(
            root,
            advance,
            any_language=any_language,
            monthly=plugin.monthly,
            limits=plugin.limits,
            executor=executor,
        )
    for error in report.errors:
        say(f"error: {error}")
    for error in seed_files.documents(root):
        say(f"warning: {error}")
    for line in report.lines():
        tell(line)
    if report.errors and strict:
        raise ConfigError(
            "nothing was published: --strict stops at any error",
            hint="Mend what is named above, and build again.",
        )
    built = mkdocs.build(config, strict=strict)
    pages = f"{built.pages} pages, {built.written} files written"
    tell(f"Site: {shown(built.index)} ({pages}), {time.perf_counter() - started:.1f} s in all.")
    if built.notice:
        tell(built.notice)
    return 1 if report.errors or built.errors else 0
