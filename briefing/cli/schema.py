"""schema: the JSON Schema of a record."""

from __future__ import annotations

from briefing.cli.common import command, tell


@command()
def run() -> int:
    """Print the JSON Schema of a record."""
    import json

    from briefing.storage import record_yaml

    tell(json.dumps(record_yaml.schema(), indent=1, ensure_ascii=False))
    return 0
