"""schema: the JSON Schema of a record."""

from __future__ import annotations

from briefing.cli.common import command, tell


@command()
def run() -> int:
    """Print the JSON Schema of a record."""
    import json

    from briefing import codec

    tell(json.dumps(codec.schema(), indent=1, ensure_ascii=False))
    return 0
