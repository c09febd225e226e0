"""`content/reference/` -> what the desk knows, compiled in its cache."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from briefing import PACKAGE
from briefing.lexicon.compiled import compiled
from briefing.model import (
    NO_REFERENCE,
    Era,
    KnownActor,
    Publisher,
    Publishers,
    RecordError,
    Reference,
    Relations,
    decode_hook,
)
from briefing.storage import file_state, record_yaml, seed_files, yaml_reader
from briefing.storage.cache import folder as cache_folder
from briefing.storage.files import read_text


class ReferenceFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the reference as read."""

    path: Path
    text: str
    content: tuple[KnownActor, ...] | Era | Relations | Publishers


def reference_paths(root: Path) -> list[Path]:
    """Return the files of what the desk knows, by name."""
    return file_state.listed(root / "content" / "reference", ".yml")


def read_reference_file(path: Path) -> ReferenceFile:
    """Read actors.yml or a file of `episodes` (an era), `pairs` (relations) or `publishers`, by its keys.

    Raises RecordError that names the line.
    """
    text = read_text(path)
    value = yaml_reader.read(text, str(path))
    content: tuple[KnownActor, ...] | Era | Relations | Publishers
    if path.name == "actors.yml":
        content = record_yaml.convert(value or (), tuple[KnownActor, ...], text, str(path))
    elif isinstance(value, dict) and "episodes" in value:
        content = record_yaml.convert(value, Era, text, str(path))
    elif isinstance(value, dict) and "pairs" in value:
        content = record_yaml.convert(value, Relations, text, str(path))
    elif isinstance(value, dict) and "publishers" in value:
        content = record_yaml.convert(value, Publishers, text, str(path))
    else:
        hint = "Give it `episodes` (an era), `pairs` (relations) or `publishers`, or move it elsewhere."
        raise RecordError("is no file of the reference", where=str(path), hint=hint)
    return ReferenceFile(path=path, text=text, content=content)


def read_reference(root: Path) -> Reference:
    """Read what the desk knows, compiled in its cache when no file has changed since.

    Raises RecordError that names file and line.
    """
    paths = reference_paths(root)
    if not paths:
        return NO_REFERENCE
    sources = [*paths, *PACKAGE.glob("model/*.py"), *map(Path, (record_yaml.__file__, __file__))]
    folder = Path(importlib.util.cache_from_source(__file__)).parent
    if not _is_shipped(paths):
        folder = cache_folder(root)
        seed_files.require_no_links(folder)
    return compiled(
        sources,
        folder,
        Reference,
        lambda: reference_of(map(read_reference_file, paths)),
        decode_hook,
    )


def shipped_reference() -> Path:
    """Return the folder of the reference that this version ships: in the wheel, or in a checkout.

    A package that was copied by itself has none; the folder is missing then.
    """
    folders = (PACKAGE / "starter" / "reference", PACKAGE.parent / "content" / "reference")
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def _is_shipped(paths: Sequence[Path]) -> bool:
    """Return whether a reference is the one that this version ships, which every desk may use compiled."""
    shipped = sorted(shipped_reference().glob("*.yml"))
    return [path.name for path in shipped] == [path.name for path in paths] and all(
        one.read_bytes() == other.read_bytes() for one, other in zip(shipped, paths, strict=True)
    )


def reference_of(files: Iterable[ReferenceFile]) -> Reference:
    """Return the reference that the files make up together."""
    actors: tuple[KnownActor, ...] = ()
    eras: list[Era] = []
    relations: list[Relations] = []
    publishers: list[Publisher] = []
    for file in files:
        if isinstance(file.content, Era):
            eras.append(file.content)
        elif isinstance(file.content, Relations):
            relations.append(file.content)
        elif isinstance(file.content, Publishers):
            publishers.extend(file.content.publishers)
        else:
            actors = file.content
    if not (actors or eras or relations or publishers):
        return NO_REFERENCE
    eras.sort(key=lambda era: (era.since, era.id))
    return Reference(
        actors=actors, eras=tuple(eras), relations=tuple(relations), publishers=tuple(publishers)
    )
