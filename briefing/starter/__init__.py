"""The files of a new desk, written into a folder: what its people own, and nothing of the program's.

`files/` holds them; an underscore at the head of a name stands for a dot, and `.in` is cut off.
The reference is the one that this version ships; from then on it is the desk's own.  Templates
stay in the package (the theme `briefing`), so that a desk gets new ones with a new version.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

from briefing.model import ConfigError
from briefing.model.extras import shipped
from briefing.starter import wheel
from briefing.storage import files, record_yaml, reference_files

HERE = Path(__file__).parent / "files"
_MARK = re.compile("@NAME@|@REQUIREMENT@")


def make(folder: Path, *, name: str, requirement: str = "") -> list[Path]:
    """Write a new desk; returns the files.  Raises ConfigError where the folder holds anything.

    Without a `requirement`, a line as pip reads it, the desk carries the program itself.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(
            "is there already and not empty", where=str(folder), hint="Name a folder that is new or empty."
        )
    if not name.strip() or not name.isprintable():
        raise ConfigError("the name must be one line of text", where=repr(name), hint="Try --name 'My desk'.")
    carried = {} if requirement else vendored()
    words = {"@NAME@": name.strip(), "@REQUIREMENT@": requirement}
    made = {_target(path): _filled(path, words) for path in wheel.files_of(HERE)}
    for path in reference_files.shipped_reference().glob("*.yml"):
        made[f"content/reference/{path.name}"] = path.read_bytes()
    schema = json.dumps(record_yaml.schema(), indent=1, ensure_ascii=False) + "\n"
    made["content/schema/brief.schema.json"] = schema.encode()
    made |= carried
    for target, data in sorted(made.items()):
        files.write(folder / target, data)
    return [folder / target for target in sorted(made)]


def vendored() -> dict[str, bytes]:
    """Return the files by which a desk carries this program: its wheel, and a lock of what it needs."""
    name, data = wheel.build()
    lock = (shipped("locks") / "site.txt").read_bytes()
    return {f"{wheel.FOLDER}/{name}": data, "requirements.txt": requirements(name, data, lock)}


def requirements(name: str, data: bytes, lock: bytes) -> bytes:
    """Return requirements.txt for a wheel in vendor/ and the lock of what it needs."""
    head = (HERE / "requirements.txt").read_text("utf-8")
    line = f"./{wheel.FOLDER}/{name} --hash=sha256:{sha256(data).hexdigest()}"
    return head.replace("@REQUIREMENT@", line).encode() + lock


def _target(path: Path) -> str:
    """Return where a file goes in a new desk."""
    parts = [f".{part[1:]}" if part.startswith("_") else part for part in path.relative_to(HERE).parts]
    return "/".join(parts).removesuffix(".in")


def _filled(path: Path, words: dict[str, str]) -> bytes:
    """Return a file with the desk's name in it; in YAML the name is a value, quoted where it must be."""
    text = path.read_text("utf-8")
    if path.name == "mkdocs.yml":
        return text.replace("# @NAME@\n", record_yaml.dump_fields({"site_name": words["@NAME@"]})).encode()
    return _MARK.sub(lambda found: words[found.group()], text).encode()
