"""schema: the JSON Schema of a record."""

from __future__ import annotations

import click

from briefing.cli.common import Command, tell


@click.command(cls=Command)
def run() -> int:
    """Print the JSON Schema of a record."""
    import json

    from briefing import codec

    tell(json.dumps(codec.schema(), indent=1, ensure_ascii=False))
    return 0
