"""The installed program -> a wheel of it, the same bytes from every installation of one version.

A desk carries it in vendor/, so that nobody's package index is asked for the program.
"""

from __future__ import annotations

import base64
import io
import zipfile
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from pathlib import Path

from briefing.model import ConfigError
from briefing.model.extras import PACKAGE, shipped
from briefing.storage.reference_files import shipped_reference

NAME = "briefing-pages"
FILE_NAME = "briefing_pages-{}-py3-none-any.whl"
"""With its version."""
FOLDER = "vendor"
_DESCRIBES = ("METADATA", "entry_points.txt", "top_level.txt", "licenses/LICENSE")
"""Of the metadata, what says what the package is; the rest is what pip wrote of this installation."""
_WHEEL = b"Wheel-Version: 1.0\nGenerator: briefing-pages\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name; which day a wheel was made on is no part of it."""


def build() -> tuple[str, bytes]:
    """Return the name of the wheel and its bytes.

    Raises ConfigError where the package was copied and not installed, so that nobody knows its metadata.
    """
    # A checkout may hold an egg-info too, which says nothing of what is installed.
    installed = next((one for one in distributions(name=NAME) if one.read_text("RECORD")), None)
    if installed is None:
        raise ConfigError(
            "the program is not installed, so that no wheel can be made of it",
            where=NAME,
            hint="Run python tools/install.py, or name with --from what pip shall install.",
        )
    stem = f"{NAME.replace('-', '_')}-{installed.version}"
    members = dict(sorted({**_code(), **_metadata(installed, f"{stem}.dist-info")}.items()))
    rows = [f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in members.items()]
    record = f"{stem}.dist-info/RECORD"
    members[record] = "".join([*rows, f"{record},,\n"]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return FILE_NAME.format(installed.version), out.getvalue()


def _code() -> dict[str, bytes]:
    """Return the package's files; in a checkout three of its folders lie elsewhere."""
    folders = {
        "briefing": PACKAGE,
        "briefing/locks": shipped("locks"),
        "briefing/starter/reference": shipped_reference(),
        "briefing/templates": shipped("templates"),
    }
    return {
        f"{inside}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for inside, folder in folders.items()
        for path in files_of(folder)
    }


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder, in order, but for what a run of Python leaves there."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def _metadata(installed: Distribution, folder: str) -> dict[str, bytes]:
    """Return what the package says of itself, without what pip wrote of this installation."""
    found = {f"{folder}/{name}": (installed.read_text(name) or "").encode() for name in _DESCRIBES}
    return found | {f"{folder}/WHEEL": _WHEEL}


def _digest(data: bytes) -> str:
    """Return a hash as RECORD writes it."""
    return base64.urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")
