"""schema: the JSON Schema of a record."""

from __future__ import annotations

import argparse

from briefing.cli.common import Commands, tell


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "schema", help="print the JSON Schema of a record", description="Print the JSON Schema of a record."
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the schema; returns the exit code."""
    import json

    from briefing import codec

    del options
    tell(json.dumps(codec.schema(), indent=1, ensure_ascii=False))
    return 0
