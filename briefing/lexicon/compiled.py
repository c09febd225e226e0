"""Tables read from YAML -> the same tables as msgpack, ten times as fast to load.

The compiled file stands where Python keeps its bytecode, and like that it is named after what it was
made from: another row, another type or another msgspec gives another name.  It may be deleted at any
time; where it cannot be read or written, the YAML is read again.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

Tables = TypeVar("Tables")


def compiled(sources: Iterable[Path], module: Path, kind: type[Tables], read: Callable[[], Tables]) -> Tables:
    """Return what `read` returns, from the compiled file where there is one, else compiling it.

    `sources` are all files that `read` depends on, `module` the one beside whose bytecode it is kept.
    """
    folder = Path(importlib.util.cache_from_source(str(module))).parent
    path = folder / f"{kind.__name__.lower()}-{_version(sources)}.msgpack"
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        tables = read()
        _keep(path, msgspec.msgpack.encode(tables))
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
    beside = path.with_suffix(f".{os.getpid()}")
    stem = path.name.partition("-")[0]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
        for other in path.parent.glob(f"{stem}-*.msgpack"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError:
        return
