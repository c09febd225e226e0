"""serve: the live preview."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.common import command, config_option, root_of


@command()
@config_option()
@click.option("--address", metavar="HOST:PORT", show_default="127.0.0.1:8000", help="where to serve")
def run(config: Path, address: str | None) -> int:
    """Draft the seeds, build the site and serve it; every change shows up by itself."""
    root_of(config)
    from briefing.publish import mkdocs

    mkdocs.serve(config, address=address)
    return 0
