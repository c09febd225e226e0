"""serve: the live preview."""

from __future__ import annotations

import argparse

from briefing.cli.common import Commands, let_config, root_of


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "serve",
        help="live preview: a change to a seed, a record or a template shows up",
        description="Draft the seeds, build the site and serve it; every change shows up by itself.",
    )
    let_config(parser)
    parser.add_argument(
        "--address", default=None, metavar="HOST:PORT", help="where to serve (default: 127.0.0.1:8000)"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped; returns the exit code."""
    root_of(options.config)
    from briefing import site

    site.serve(options.config, address=options.address)
    return 0
