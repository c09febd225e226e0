"""check: what is wrong in the files that people write, with the line and what to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.common import command, config_option, give, progress, root_of, shown

if TYPE_CHECKING:
    from briefing.model import Problem
    from briefing.review.checks import Site


@command("build.py check --format sarif > check.sarif")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "github", "markdown", "json", "sarif")),
    default="text",
    help="text, github (annotations of a workflow), markdown (for a comment), json, sarif (2.1.0)",
)
@click.option("--strict", is_flag=True, help="fail on warnings as well")
@click.option(
    "--links", default="", metavar="URL", help="of markdown, where files are shown: .../blob/REVISION"
)
@config_option("which desk to check")
def run(form: str, links: str, config: Path, *, strict: bool) -> int:
    """Check what people write and name each fault with its line and what to do.

    Checked are form, quotes, ids, dates, conflicts, stale records, links, interface words, tradecraft,
    the reference. The exit code is 1 where there is an error.
    """
    from msgspec import structs

    from briefing.review.checks import formats

    root = root_of(config)
    problems = [structs.replace(p, where=shown(Path(p.where))) for p in _found(root, config)]
    if form == "markdown":
        sys.stdout.write(formats.markdown(problems, links.rstrip("/")))
    elif form in ("json", "sarif"):
        give((formats.as_json if form == "json" else formats.sarif)(problems))
    else:
        sys.stdout.write((formats.github if form == "github" else formats.text)(problems))
    return 1 if any(p.severity == "error" or (strict and p.severity == "warning") for p in problems) else 0


def _found(root: Path, config: Path) -> list[Problem]:
    """Return what is wrong with a desk; a site that cannot be read is a problem like others."""
    from briefing.model import BriefingError
    from briefing.publish import mkdocs
    from briefing.review import checks

    problems: list[Problem] = []
    site = None
    try:
        site, problems = _site(root, config.resolve())
    except BriefingError as error:
        problems.append(checks.problem_of(error, "schema"))
    with progress("Checking texts and records") as advance:
        return problems + checks.found(root, mkdocs.now().date(), site, advance)


def _site(root: Path, config: Path) -> tuple[Site, list[Problem]]:
    """Return what a desk's pages are made with, and what is wrong with its templates.

    With a word that a template asks for and that is missing no page can be made.
    """
    from briefing import lexicon
    from briefing.publish import mkdocs
    from briefing.review import checks
    from briefing.review.checks import interface_words
    from briefing.review.checks.links import linked

    found = mkdocs.material(config)
    problems = list(interface_words.check(found.folders, lexicon.load(), root))
    broken = any(problem.severity == "error" for problem in problems)
    site = checks.Site(
        config=config,
        options=found.options,
        templates=() if broken else found.folders,
        written=tuple(linked(page.path, page.html, str(page.file)) for page in found.written),
        files=found.files,
    )
    return site, problems
