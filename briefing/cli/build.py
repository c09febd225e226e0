"""build: seeds -> records -> site."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.common import (
    any_language_option,
    called,
    command,
    config_option,
    progress,
    quiet_options,
    result,
    root_of,
    say,
    shown,
    tell,
)

if TYPE_CHECKING:
    from briefing.model import ConfigError

HELD = 3
"""Exit code where the site was built without what --hold-back left out."""


@command()
@config_option()
@click.option("--strict", is_flag=True, help="publish nothing if any text or record has an error")
@click.option(
    "--hold-back",
    is_flag=True,
    help="publish without the briefs that have an error; exit code 3 if there are any",
)
@click.option(
    "--drafts", is_flag=True, help="show drafts and what waits for its day, whatever mkdocs.yml says"
)
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
@quiet_options
def run(config: Path, *, wait: float, **wishes: Any) -> int:
    """Read mkdocs.yml, draft every text in seeds/, write the records, build site/.

    A record that a person changed keeps what the person wrote.

    \b
    Exit code: 0 all is well, 1 something is wrong, 3 the site was built,
    but for what --hold-back left out.
    """
    started = time.perf_counter()
    root = root_of(config)
    if wishes["strict"] and wishes["hold_back"]:
        raise click.UsageError("--strict stops at what --hold-back leaves out: choose one")
    from briefing.publish import mkdocs
    from briefing.storage import lock

    with lock.alone(root, waits=wait, tell=say):
        errors = _draft(root, config, wishes["any_language"], wishes["scheduler"])
        if errors and wishes["strict"]:
            raise _stopped("--strict stops at any error")
        wrong = _wrong(root) if wishes["hold_back"] else None
        with progress("Making pages"):
            built = mkdocs.build(config, strict=wishes["strict"], drafts=wishes["drafts"], holding=wrong)
    pages = f"{built.pages} pages, {built.written} files written"
    tell(f"Site: {shown(built.index)} ({pages}), {time.perf_counter() - started:.1f} s in all.")
    if built.hidden:
        rows = "1 record" if built.hidden == 1 else f"{built.hidden} records"
        tell(f"{rows} not shown: drafts, or not yet due. To see them: {called()} serve, or build --drafts")
    if built.notice:
        tell(built.notice)
    for slug in built.held:
        say(f"held back: {slug}; its address says so until what is named above is put right")
    found = bool(errors or built.errors or wrong)
    code = (HELD if wishes["hold_back"] else 1) if found else 0
    told = {name: getattr(built, name) for name in ("index", "pages", "made", "written", "hidden", "held")}
    result(**told, code=code)
    return code


def _stopped(why: str) -> ConfigError:
    from briefing.model import ConfigError

    return ConfigError(f"nothing was published: {why}", hint="Mend what is named above, and build again.")


def _wrong(root: Path) -> set[str]:
    """Return the slugs of the briefs that `check` finds an error in, and name the errors.

    An open conflict is none: the person's value stands.  Raises ConfigError for what is no fault of a brief.
    """
    from briefing.publish import mkdocs
    from briefing.review import checks
    from briefing.review.checks import formats

    given = checks.found(root, mkdocs.now().date())
    found = [p for p in given if p.severity == "error" and p.rule != "conflicts"]
    for line in formats.text(found).splitlines() if found else ():
        say(line)
    files = [Path(problem.where) for problem in found]
    if any(file.parent not in (root / "seeds", root / "content" / "briefs") for file in files):
        raise _stopped("an error is no single brief's")
    return {file.stem for file in files}


def _draft(root: Path, config: Path, any_language: bool, scheduler: str | None) -> bool:
    """Bring the records up to date and say what became of them; returns whether a text had an error."""
    from briefing import drafting
    from briefing.drafting import cluster
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
            drafts_public=plugin.config.publish == "all",
            limits=plugin.limits,
            executor=executor,
        )
    for error in report.errors:
        say(f"error: {error}")
    for error in seed_files.documents(root):
        say(f"warning: {error}")
    for line in report.lines():
        tell(line)
    return bool(report.errors)
