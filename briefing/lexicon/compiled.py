"""Tables read from YAML -> the same tables as msgpack, ten times as fast to load.

The compiled file is named after what it was made from: another row, another type or another msgspec
gives another name.  It may be deleted at any time; where it cannot be read or written, the YAML is read
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from briefing.model import DAMAGED
from briefing.model.atomic import replacing

Tables = TypeVar("Tables")


def compiled(
    sources: Iterable[Path],
    folder: Path,
    kind: type[Tables],
    read: Callable[[], Tables],
    hook: Callable[[type, Any], Any] | None = None,
) -> Tables:
    """Return what `read` returns, from the compiled file in `folder` where there is one, else compiling it.

    `sources` are all files that `read` depends on; `hook` reads types that msgspec does not know, and
    which are written as text.
    """
    path = folder / f"{kind.__name__.lower()}-{_version(sources)}.msgpack"
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=kind, dec_hook=hook)
    except (OSError, *DAMAGED):
        tables = read()
        _keep(path, msgspec.msgpack.encode(tables, enc_hook=str))
        return tables


def _version(sources: Iterable[Path]) -> str:
    digest = sha256(msgspec.__version__.encode())
    for path in sorted(sources):
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _keep(path: Path, data: bytes) -> None:
    """Write a compiled file and drop those of other versions; a folder that is read-only is no error."""
    stem = path.name.partition("-")[0]
    try:
        with replacing(path) as fresh:
            fresh.write_bytes(data)
        for other in path.parent.glob(f"{stem}-*.msgpack"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError:
        return
