"""A pull request that changes the program itself says so, with both hashes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from briefing.review.diff import warning


def desk(folder: Path, **wheels: bytes) -> Path:
    (folder / "content" / "briefs").mkdir(parents=True)
    (folder / "vendor").mkdir()
    for name, data in wheels.items():
        (folder / "vendor" / f"{name}.whl").write_bytes(data)
    return folder


def test_another_program_is_warned_of_with_both_hashes(tmp_path: Path) -> None:
    old, new = desk(tmp_path / "old", a=b"1"), desk(tmp_path / "new", b=b"2")
    said = warning(str(old), str(new), tmp_path)
    assert f"- gone: `vendor/a.whl`, SHA-256 `{sha256(b'1').hexdigest()}`" in said
    assert f"- new: `vendor/b.whl`, SHA-256 `{sha256(b'2').hexdigest()}`" in said
    same_name = warning(str(old), str(desk(tmp_path / "other", a=b"2")), tmp_path)
    assert same_name.count("vendor/a.whl") == 2


def test_the_same_program_is_no_news(tmp_path: Path) -> None:
    assert warning(str(desk(tmp_path / "old", a=b"1")), str(desk(tmp_path / "new", a=b"1")), tmp_path) == ""
