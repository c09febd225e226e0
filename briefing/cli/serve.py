"""serve: the live preview."""

from __future__ import annotations

import errno
from pathlib import Path

import click

from briefing.cli.common import called, command, config_option, root_of, say


@command()
@config_option()
@click.option("--address", metavar="HOST:PORT", show_default="127.0.0.1:8000", help="where to serve")
def run(config: Path, address: str | None) -> int:
    """Draft the seeds, build the site and serve it; every change shows up by itself."""
    root_of(config)
    from briefing.model import ConfigError
    from briefing.publish import mkdocs

    say(f"To correct what you see, with the source next to it: {called()} review")
    try:
        mkdocs.serve(config, address=address)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        where = address or "127.0.0.1:8000"
        host, _, port = where.rpartition(":")
        raise ConfigError(
            "is in use by another program",
            where=where,
            hint=f"End that one, or take another port: {called()} serve --address {host}:{int(port) + 1}",
        ) from None
    return 0
