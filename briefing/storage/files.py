"""Disk <-> model: seeds in, records and ledgers out, drafts cached by content.

What people edit is written beside and renamed, with fsync; a file whose bytes would not change is
not written.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from briefing import PACKAGE
from briefing.lexicon.compiled import compiled
from briefing.model import (
    NO_REFERENCE,
    Article,
    Brief,
    BriefingError,
    ConfigError,
    Era,
    KnownActor,
    Ledger,
    RecordError,
    Reference,
    Relations,
    SeedError,
    Source,
    Span,
    WriteError,
    decode_hook,
    filenames,
)
from briefing.model.atomic import LEFT_OVER, fresh_name, is_left_over, keep_mode, replacing
from briefing.model.source import LARGEST_TEXT
from briefing.storage import encodings, file_state, record_yaml, yaml_reader
from briefing.storage.cache import folder as cache_folder

SEED_SUFFIXES = (".txt", ".md", ".text")
LARGEST_SEED = LARGEST_TEXT
"""Bytes; a file of this size is no article, whatever the limits of a desk are."""
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-|$)")
_FENCE = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)")
_CLOSE = re.compile(r"(?:^|(?<=\r))---[ \t]*(?=[\r\n]|\Z)", re.M)
_MARKER = re.compile(r"^(?:<{7}|>{7}) ", re.M)
"""What git writes around what it could not merge."""


# -- seeds --------------------------------------------------------------------------------------


def seed_paths(root: Path) -> tuple[list[Path], list[SeedError]]:
    """Return the seeds of a desk by slug, and an error for each that another of its slug shuts out.

    Raises SeedError where the folder is missing.
    """
    folder = root / "seeds"
    if not folder.is_dir():
        raise SeedError(
            "the folder is missing",
            where=str(folder),
            hint="Make it and put texts into it, one article a file.",
        )
    by_slug: dict[str, Path] = {}
    errors: list[SeedError] = []
    require_inside(root, [folder] if folder.is_symlink() else [])
    there = file_state.entries(str(folder))
    found = [(_suffix(entry.name), entry.name, entry) for entry in there if entry.name[0] != "."]
    for rank, name, entry in sorted((row for row in found if row[0] >= 0), key=lambda row: row[:2]):
        if not (entry.is_symlink() or entry.is_file()):
            continue
        path, stem = folder / name, name[: -len(SEED_SUFFIXES[rank])]
        if error := _refused(path, stem, entry, root):
            errors.append(error)
            continue
        first = by_slug.setdefault(filenames.folded(stem), path)
        if first is not path:
            what = f"has the same slug as {first.name} and was not read"
            hint = "Rename one of the two: the slug is the file name without its ending."
            errors.append(SeedError(what, where=str(path), hint=hint))
    return sorted(by_slug.values(), key=lambda p: p.stem), errors


def _suffix(name: str) -> int:
    """Return the rank of a seed's ending, or -1 where it has none of them."""
    ending = name[name.rfind(".") :].lower()
    return SEED_SUFFIXES.index(ending) if ending in SEED_SUFFIXES else -1


def _refused(path: Path, stem: str, entry: os.DirEntry[str], root: Path) -> SeedError | None:
    """Return why a file in seeds/ is not read, whatever it holds."""
    if entry.is_symlink() and filenames.outward(path, root):
        hint = "Put the text itself into seeds/; nothing outside of the desk's folder is published."
        return SeedError("is a link out of the desk and was not followed", where=str(path), hint=hint)
    if entry.is_symlink() and not path.exists():
        return SeedError(
            "is a link that leads nowhere",
            where=str(path),
            hint="Remove the link, or put the text itself there.",
        )
    if what := filenames.fault(stem):
        hint = "Rename it to letters, digits and hyphens: 2025-02-28-talks.txt."
        return SeedError(what, where=str(path), hint=hint)
    return None


def require_inside(root: Path, folders: Iterable[Path]) -> None:
    """Raise ConfigError where a link in one of the folders leads out of the desk: it is not followed.

    Raises it too where a folder cannot be listed.
    """
    for folder in folders:
        if (link := _first(filenames.links_out(folder, root), folder)) is not None:
            raise ConfigError(
                f"is a link to {link.readlink()}, which is outside of the desk or not there",
                where=str(link),
                hint="Put the file itself there, or remove the link; nothing was read or written through it.",
            )


def require_no_links(folder: Path) -> None:
    """Raise ConfigError where a folder that the program writes, or something in it, is a link.

    What a build writes or removes is its own: a link may come with a repository, and lead anywhere.
    """
    if (link := _first(filenames.links(folder), folder)) is not None:
        raise ConfigError(
            f"is a link to {link.readlink()}, and nothing is written or removed through one",
            where=str(link),
            hint="Remove the link; the build makes what it needs there.",
        )


def _first(found: Iterator[Path], folder: Path) -> Path | None:
    try:
        return next(found, None)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise file_state.not_listed(error, str(error.filename or folder)) from None


def read_seed(path: Path, *, published: date | None = None) -> Article:
    """Read a seed exactly as it stands; raises SeedError that says what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SeedError(
            f"cannot be read: {error.strerror}", where=str(path), hint="Check the path and its permissions."
        ) from None
    return article(data, path.stem, str(path), published=published)


def article(data: bytes, slug: str, where: str, *, published: date | None = None) -> Article:
    """Return the article that the bytes of a seed hold."""
    text = _decode(data, where)
    source, start = _front_matter(text, hashlib.sha256(data).hexdigest(), where)
    body = Span(start, len(text))
    if not body.of(text).strip("\ufeff \t\r\n\f"):
        raise SeedError("holds no text", where=where, hint="Put the article into it, or remove the file.")
    dated = _DATED.match(slug)
    day = published or source.date or (_day(dated.group(1), where) if dated else None)
    source = msgspec.structs.replace(source, date=day)
    return Article(slug=slug, text=text, body=body, source=source)


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SeedError(
            f"the file name gives {text}, which is no date",
            where=where,
            hint="Rename it to YYYY-MM-DD-name.txt.",
        ) from None


def _decode(data: bytes, where: str) -> str:
    if not data.strip():
        raise SeedError("is empty", where=where, hint="Put the article into it, or remove the file.")
    if len(data) > LARGEST_SEED:
        raise SeedError(
            f"is larger than {LARGEST_SEED:,} bytes",
            where=where,
            hint="One article a file: cut it into several; no option raises this limit.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, f"is not UTF-8 (byte {error.start})", where) from None
    if "\0" in text:
        raise _not_utf8(data, "is not text: it holds NUL characters", where)
    return text


def _not_utf8(data: bytes, what: str, where: str) -> SeedError:
    """Say which encoding a text seems to be in, and how it is converted; nothing is guessed in silence."""
    found = encodings.likely(data)
    if not found or found[0] == "utf_8":
        hint = "Seeds are plain text in UTF-8; remove it or export it as text."
        return SeedError(what if "text" in what else f"is not text: {what}", where=where, hint=hint)
    name, *others = map(encodings.command_name, found)
    return SeedError(
        f"{what}; it looks like {' or '.join([name, *others])}",
        where=where,
        hint=f"Convert it: iconv -f {name} -t UTF-8 FILE > NEW, read letters with accents once, "
        "and put the new file in its place.",
    )


def _front_matter(text: str, sha256: str, where: str) -> tuple[Source, int]:
    """Return what a seed says about itself, with its hash, and the offset at which the article begins."""
    opening = _FENCE.match(text)
    if opening is None:
        return Source(sha256=sha256), 1 if text.startswith("\ufeff") else 0
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        raise SeedError(
            "the front matter is not closed",
            where=f"{where}:1",
            hint="End it with a line of three hyphens, or remove the one at the top.",
        )
    raw = "\n" + text[opening.end() : closing.start()]  # the fence's own line, so that lines count right
    try:
        front = yaml_reader.read(raw, where) or {}
        if isinstance(front, dict):
            if "sha256" in front:  # no text can hold its own hash
                place = f"{where}:{record_yaml.line_of(raw, 'sha256')}"
                raise RecordError("has no field 'sha256'", where=place, hint="Remove it.")
            front["sha256"] = sha256
        source = record_yaml.convert(front, Source, raw, where)
    except RecordError as error:
        raise SeedError(
            f"the front matter is broken: {error.what}", where=error.where, hint=error.hint
        ) from None
    return source, closing.end()


# -- reference ----------------------------------------------------------------------------------


class ReferenceFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the reference as read."""

    path: Path
    text: str
    content: tuple[KnownActor, ...] | Era | Relations


def reference_paths(root: Path) -> list[Path]:
    """Return the files of what the desk knows, by name."""
    return file_state.listed(root / "content" / "reference", ".yml")


def read_reference_file(path: Path) -> ReferenceFile:
    """Read actors.yml, the file of an era (`episodes`) or one of relations (`pairs`), told by its keys.

    Raises RecordError that names the line.
    """
    text = read_text(path)
    value = yaml_reader.read(text, str(path))
    content: tuple[KnownActor, ...] | Era | Relations
    if path.name == "actors.yml":
        content = record_yaml.convert(value or (), tuple[KnownActor, ...], text, str(path))
    elif isinstance(value, dict) and "episodes" in value:
        content = record_yaml.convert(value, Era, text, str(path))
    elif isinstance(value, dict) and "pairs" in value:
        content = record_yaml.convert(value, Relations, text, str(path))
    else:
        hint = "Give it `episodes` (an era) or `pairs` (relations of states), or move it elsewhere."
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
        require_no_links(folder)
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
    """Tell whether a reference is the one that this version ships, so that every desk may use it compiled."""
    shipped = sorted(shipped_reference().glob("*.yml"))
    return [path.name for path in shipped] == [path.name for path in paths] and all(
        one.read_bytes() == other.read_bytes() for one, other in zip(shipped, paths, strict=True)
    )


def reference_of(files: Iterable[ReferenceFile]) -> Reference:
    """Return the reference that the files make up together."""
    actors: tuple[KnownActor, ...] = ()
    eras: list[Era] = []
    relations: list[Relations] = []
    for file in files:
        if isinstance(file.content, Era):
            eras.append(file.content)
        elif isinstance(file.content, Relations):
            relations.append(file.content)
        else:
            actors = file.content
    if not (actors or eras or relations):
        return NO_REFERENCE
    eras.sort(key=lambda era: (era.since, era.id))
    return Reference(actors=actors, eras=tuple(eras), relations=tuple(relations))


# -- records and ledgers ------------------------------------------------------------------------


def record_path(root: Path, slug: str) -> Path:
    """Return where the record of a slug lies."""
    return root / "content" / "briefs" / f"{slug}.yml"


def ledger_path(root: Path, slug: str) -> Path:
    """Return where the ledger of a slug lies."""
    return root / "content" / ".generated" / f"{slug}.json"


def read_record(path: Path) -> Brief:
    """Read a record; raises RecordError that names line and path."""
    return parse_record(read_text(path), path)


def parse_record(text: str, path: Path) -> Brief:
    """Return the record that a file's text holds; raises RecordError that names line and path."""
    if marker := _MARKER.search(text):
        line = text.count("\n", 0, marker.start()) + 1
        hint = "Keep one of the two sides of each mark, delete the marks, and build again."
        raise RecordError("git could not merge two changes here", where=f"{path}:{line}", hint=hint)
    brief = record_yaml.load_yaml(text, str(path))
    if brief.slug != path.stem:
        raise RecordError(
            f"slug: is {brief.slug!r}, the file is {path.name}",
            where=str(path),
            hint=f"Write slug: {path.stem}",
        )
    return brief


def read_text(path: Path) -> str:
    """Read a file of text; raises RecordError where it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        hint = "Check the path and its permissions."
        raise RecordError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from None
    return text_of(data, path)


def text_of(data: bytes, path: Path) -> str:
    """Return the text that a file holds, every end of a line as a line feed; `path` is for messages."""
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        told = _not_utf8(data, f"is not UTF-8 (byte {error.start})", str(path))
        raise RecordError(told.what, where=told.where, hint=told.hint) from None


def record_paths(root: Path) -> list[Path]:
    """Return the files of a desk's records, by slug."""
    return file_state.listed(root / "content" / "briefs", ".yml")


def read_records(root: Path) -> tuple[list[Brief], list[BriefingError]]:
    """Read all records by slug; what is broken comes back as errors."""
    briefs: list[Brief] = []
    errors: list[BriefingError] = []
    for path in record_paths(root):
        try:
            briefs.append(read_record(path))
        except BriefingError as error:
            errors.append(error)
    return briefs, errors


def read_ledger(root: Path, slug: str) -> Ledger | None:
    """Read the ledger of a slug; None where there is none or it cannot be read."""
    path = ledger_path(root, slug)
    try:
        data = content(path)
        return None if data is None else record_yaml.load_json(data, Ledger, str(path))
    except RecordError:
        return None


def write(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Write a file whole or not at all, and only where its bytes change; tell whether it was written."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # then it is written, or that fails with a message
    try:
        with replacing(path, durable=durable) as fresh:
            fresh.write_bytes(data)
    except OSError as error:
        raise not_written(error, path) from None
    return True


def content(path: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none; raises RecordError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        hint = "Check the path and its permissions."
        raise RecordError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from None


def beside(path: Path, data: bytes, *, durable: bool, name: str = "") -> Path:
    """Write what a file shall hold beside it, for `put`; `durable` forces it onto the disk."""
    found = path.with_name(name) if name else fresh_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with found.open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        keep_mode(path, found)
    except OSError as error:
        drop(found)
        raise not_written(error, path) from None
    return found


def put(written: Path, path: Path) -> None:
    """Put a file that was written beside another into its place."""
    try:
        written.replace(path)
    except OSError as error:
        if written.name.endswith(LEFT_OVER):
            drop(written)
        raise not_written(error, path) from None


def drop(path: Path) -> None:
    """Remove a file, where it is there and can be removed."""
    with contextlib.suppress(OSError):
        path.unlink()


def not_written(error: OSError, path: Path) -> WriteError:
    """Say that a file cannot be written, and why."""
    hint = "Check the disk and the permissions, and run this again: what was there is as it was."
    return WriteError(f"cannot be written: {error.strerror or error}", where=str(path), hint=hint)


def sweep(*folders: Path) -> None:
    """Remove what stopped builds left beside the files of folders; nobody else may be writing there."""
    for folder in folders:
        try:
            with os.scandir(folder) as found:
                left = [entry.path for entry in found if is_left_over(entry.name)]
        except OSError:
            continue
        for path in left:
            drop(Path(path))


# -- the cache ----------------------------------------------------------------------------------


def code_version(folders: Iterable[Path]) -> str:
    """Return a hash of the Python and YAML files of some folders: code, lexicon, reference."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.suffix in (".py", ".yml") and path.is_file():
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def draft_key(article: Article, version: bytes) -> bytes:
    """Return the cache key of an article's draft."""
    facts = msgspec.json.encode((article.slug, msgspec.to_builtins(article.source)))
    return hashlib.blake2b(facts, key=version, digest_size=16).digest()
