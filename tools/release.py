"""Wheel and sdist of this version, into dist/: the same bytes each time (`make release`).

Setuptools makes both; in the sdist the order, the times and the owners of the files are set here, since
setuptools takes those of the disk.  SOURCE_DATE_EPOCH is the time that both bear, without it 1980-01-01.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sys
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path

from setuptools import build_meta

ROOT = Path(__file__).resolve().parents[1]
EARLIEST = "315532800"
"""1980-01-01, the first day that a zip can name."""


def main(out: Path) -> int:
    """Build both into a folder, and print their hashes."""
    epoch = os.environ.setdefault("SOURCE_DATE_EPOCH", EARLIEST)
    out.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    os.umask(0o022)
    shutil.rmtree("build", ignore_errors=True)  # else a file that is no more would be in the wheel
    with tempfile.TemporaryDirectory() as folder:
        made = [build_meta.build_wheel(folder), build_meta.build_sdist(folder)]
        for name in made:
            data = (Path(folder) / name).read_bytes()
            data = _plain(data, int(epoch)) if name.endswith(".tar.gz") else data
            (out / name).write_bytes(data)
            sys.stderr.write(f"{sha256(data).hexdigest()}  {out / name}\n")
    return 0


def _plain(data: bytes, epoch: int) -> bytes:
    """Return a tar.gz whose members are in order, and bear one time and nobody's name."""
    inside = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as given, tarfile.open(fileobj=inside, mode="w") as made:
        for member in sorted(given.getmembers(), key=lambda member: member.name):
            member.mtime, member.uid, member.gid, member.uname, member.gname = epoch, 0, 0, "", ""
            member.mode = 0o755 if member.isdir() else 0o644
            member.pax_headers = {}
            made.addfile(member, given.extractfile(member))
    return gzip.compress(inside.getvalue(), mtime=epoch)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
