"""check: what is wrong in the files that people write, with the line and what to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.common import command, config_option, give, root_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Problem
    from briefing.publish.mkdocs.load import Material
    from briefing.review.checks import CheckContext, RecordFile


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

    given = checks.read(root, mkdocs.now().date())
    problems = checks.found(given)
    try:
        problems += _of_site(given, problems, config.resolve())
    except BriefingError as error:
        problems.append(checks.problem_of(error, "schema"))
    return problems


def _of_site(given: CheckContext, problems: list[Problem], config: Path) -> list[Problem]:
    """Return dead links, and words of the interface where the desk has templates of its own."""
    from briefing.publish import mkdocs
    from briefing.review import checks
    from briefing.review.checks import interface_words, rendered

    material = mkdocs.material(config)
    own = [folder for folder in material.folders if folder.resolve().is_relative_to(given.root)]
    found = list(interface_words.check(own, given.words))
    if not any(problem.severity == "error" for problem in found):
        found += rendered.moved(material.options, given, config)
        found += _of_pages(given, checks.sound(given, problems), material, config)
    return found


def _of_pages(
    given: CheckContext, records: list[RecordFile], material: Material, config: Path
) -> Iterator[Problem]:
    """Yield dead links; of a record at which the engine fails that, and the links of the others."""
    from briefing.review import checks
    from briefing.review.checks import links, rendered
    from briefing.storage.boundary import BriefError

    try:
        made = rendered.assembled(given, records, material.options)
        bodies = [*rendered.bodies(made, material.renderer, records, config)]
    except BriefError as error:
        yield checks.problem_of(error.placed(given.root), "schema")
        left = [record for record in records if record.brief.slug != error.slug]
        yield from _of_pages(given, left, material, config)
        return
    written = (
        links.Body(path=page.path, html=page.html, where=str(page.file), text=page.text)
        for page in material.written
    )
    addresses = rendered.addresses(made, material.renderer)
    yield from links.check([*bodies, *written], material.files | addresses)
