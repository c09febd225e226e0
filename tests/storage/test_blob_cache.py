"""A vault keeps pieces by key; a disk that fails costs the pieces, and leaves nothing else behind."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from briefing.storage.blob_cache import BlobCache


def filled(path: Path, *keys: bytes) -> BlobCache:
    vault = BlobCache(path)
    for key in keys:
        vault.put(key, key * 9)
    return vault


def test_what_was_saved_is_there_and_what_nobody_wants_goes(tmp_path: Path) -> None:
    path = tmp_path / "pieces.vault"
    filled(path, b"one", b"two").save()
    filled(path, b"three").save({b"one", b"three"})
    found = BlobCache(path)
    assert [found.get(key) for key in (b"one", b"two", b"three")] == [b"one" * 9, None, b"three" * 9]


@pytest.mark.parametrize("there", [(), (b"one",)], ids=["new", "grown"])
@pytest.mark.parametrize("name", ["open", "replace", "write_bytes"])
def test_a_write_that_fails_leaves_the_old_pieces_and_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: tuple[bytes, ...], name: str
) -> None:
    path = tmp_path / "pieces.vault"
    filled(path, *there).save()
    before = sorted(tmp_path.iterdir())
    vault, real = filled(path, b"two"), getattr(Path, name)

    def failing(self: Path, *rest: object) -> object:
        if name == "open":
            real(self, *rest).close()
        elif name == "write_bytes":
            real(self, b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, name, failing)
        vault.save()
    left = set(tmp_path.iterdir()) - set(before)
    assert not [file for file in left if file.suffix == ".tmp"]
    assert BlobCache(path).get(b"two") is None
    assert all(BlobCache(path).get(key) == key * 9 for key in there)
