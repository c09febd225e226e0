"""A desk carries its program: the same wheel from every installation, and a newer one tried before it is taken."""

from __future__ import annotations

import re
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from briefing import cli, starter
from briefing.model import ConfigError
from briefing.starter import upgrade, wheel
from tests.starter.test_starter import installed, run

__all__ = ["installed"]


def test_a_desk_names_its_wheel_by_path_and_everything_by_hash(tmp_path: Path) -> None:
    starter.make(tmp_path, name="x")
    (path,) = (tmp_path / "vendor").iterdir()
    head, *lock = re.sub(r" \\\n\s+", " ", (tmp_path / "requirements.txt").read_text("utf-8")).splitlines()[
        1:
    ]
    assert head == f"./vendor/{path.name} --hash=sha256:{sha256(path.read_bytes()).hexdigest()}"
    assert len(lock) > 20
    assert all(re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", row) for row in lock)


def test_a_wheel_is_the_same_from_a_checkout_and_from_itself(installed: Path, tmp_path: Path) -> None:
    starter.make(tmp_path / "first", name="x")
    (first,) = (tmp_path / "first" / "vendor").iterdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(installed), "install"]
    run(*pip, "--no-deps", "--no-index", "--quiet", "--force-reinstall", first, folder=tmp_path)
    run(installed, "-m", "briefing", "new", "second", folder=tmp_path)
    (second,) = (tmp_path / "second" / "vendor").iterdir()
    assert first.read_bytes() == second.read_bytes()


def test_a_wheel_holds_what_its_record_says() -> None:
    import io

    name, data = wheel.build()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (record,) = [n for n in archive.namelist() if n.endswith("/RECORD")]
        rows = dict(row.split(",", 1) for row in archive.read(record).decode().splitlines())
        assert rows.keys() == set(archive.namelist())
        assert upgrade.LOCK in rows
        assert not [n for n in rows if "__pycache__" in n or "direct_url" in n]
    assert wheel.build() == (name, data)


@pytest.mark.parametrize(
    ("name", "right", "what"),
    [
        ("briefing_pages-9.9-py3-none-any.whl", False, "has the SHA-256"),
        ("other-9.9-py3-none-any.whl", True, "no wheel of this program"),
    ],
)
def test_another_file_than_was_named_is_refused(tmp_path: Path, name: str, right: bool, what: str) -> None:
    (tmp_path / name).write_bytes(b"a wheel")
    expected = sha256(b"a wheel" if right else b"another").hexdigest()
    with pytest.raises(ConfigError, match=what):
        upgrade.read(tmp_path / name, expected)


def test_a_new_wheel_takes_the_place_of_the_old(tmp_path: Path) -> None:
    starter.make(tmp_path, name="x")
    (old,) = (tmp_path / "vendor").iterdir()
    new = "briefing_pages-99.0-py3-none-any.whl"
    upgrade.write(tmp_path, new, old.read_bytes())
    assert [path.name for path in (tmp_path / "vendor").iterdir()] == [new]
    assert f"./vendor/{new} --hash=sha256:" in (tmp_path / "requirements.txt").read_text("utf-8")


def test_a_program_that_cannot_build_the_desk_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    starter.make(tmp_path / "desk", name="x")
    before = {path: path.read_bytes() for path in (tmp_path / "desk").rglob("*") if path.is_file()}
    new = tmp_path / "briefing_pages-99.0-py3-none-any.whl"
    with zipfile.ZipFile(new, "w") as archive:
        archive.writestr(upgrade.LOCK, "")
    hash_of = sha256(new.read_bytes()).hexdigest()
    assert cli.main(["upgrade", str(new), "--sha256", hash_of, "--config", str(tmp_path / "desk")]) == 1
    assert "cannot be installed" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (tmp_path / "desk").rglob("*") if path.is_file()} == before
