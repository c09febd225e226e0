"""A file that keeps many pieces of bytes by key, read in place: a cache that can be deleted at any time.

New pieces are added at its end and the list of what it holds is written last and at once, so that a
build that is stopped leaves the old list or the new one.  A piece whose sum is wrong counts as missing.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Collection
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct

from briefing.model import DAMAGED
from briefing.model.atomic import replacing

_MARK = 16
"""Bytes at the head of the file that its list repeats: a list of another file is no good."""


class _List(Struct, frozen=True, array_like=True):
    mark: bytes
    places: dict[bytes, tuple[int, int, int]]
    """By key: offset and length in bytes, and CRC-32."""


class BlobCache:
    """Pieces of bytes by key, in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark = b""
        self._places: dict[bytes, tuple[int, int, int]] = {}
        self._fresh: dict[bytes, bytes] = {}
        self._view: mmap.mmap | None = None
        self._open()

    def __contains__(self, key: bytes) -> bool:
        return key in self._fresh or key in self._places

    def get(self, key: bytes) -> bytes | memoryview | None:
        """Return what is under a key, or None; what it returns lives as long as the vault."""
        if key in self._fresh:
            return self._fresh[key]
        place = self._places.get(key)
        if place is None or self._view is None:
            return None
        start, length, sum_ = place
        piece = memoryview(self._view)[start : start + length]
        return piece if crc32(piece) == sum_ else None

    def put(self, key: bytes, data: bytes) -> None:
        """Keep a piece; it is written by `save`."""
        self._fresh[key] = data

    def save(self, keep: Collection[bytes] | None = None) -> None:
        """Write what is new; what no key of `keep` names is dropped once it is the larger half."""
        kept = {key: place for key, place in self._places.items() if keep is None or key in keep}
        if not self._fresh and len(kept) == len(self._places):
            return
        live = sum(length for _, length, _ in kept.values())
        try:
            if live * 2 < (len(self._view) if self._view else 0):
                whole = {key: bytes(piece) for key in kept if (piece := self.get(key)) is not None}
                self._write(whole | self._fresh)
            else:
                self._append(kept)
        except OSError:  # a cache that cannot be written is no error
            return

    def _open(self) -> None:
        try:
            found = msgspec.msgpack.decode(self._list.read_bytes(), type=_List)
            with self.path.open("rb") as file:
                view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, *DAMAGED):
            return
        end = max((start + length for start, length, _ in found.places.values()), default=0)
        if view[:_MARK] == found.mark and end <= len(view):
            self._mark, self._places, self._view = found.mark, found.places, view

    @property
    def _list(self) -> Path:
        return self.path.with_suffix(".list")

    def _append(self, kept: dict[bytes, tuple[int, int, int]]) -> None:
        if not self._mark:
            self._write(self._fresh)
            return
        with self.path.open("ab") as file:
            places = dict(kept)
            for key, data in self._fresh.items():
                places[key] = (file.tell(), len(data), crc32(data))
                file.write(data)
        self._note(places)

    def _write(self, pieces: dict[bytes, bytes]) -> None:
        self._mark = os.urandom(_MARK)
        places = {}
        with replacing(self.path) as fresh, fresh.open("wb") as file:
            file.write(self._mark)
            for key, data in pieces.items():
                places[key] = (file.tell(), len(data), crc32(data))
                file.write(data)
        self._note(places)

    def _note(self, places: dict[bytes, tuple[int, int, int]]) -> None:
        with replacing(self._list) as fresh:
            fresh.write_bytes(msgspec.msgpack.encode(_List(self._mark, places)))
