"""`seeds/` -> articles: which files are texts, their encoding, their front matter and their day."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from briefing.model import (
    Article,
    ConfigError,
    RecordError,
    SeedError,
    Source,
    Span,
    filenames,
)
from briefing.model.source import LARGEST_TEXT
from briefing.storage import file_state, files, record_yaml, yaml_reader

SEED_SUFFIXES = (".txt", ".md", ".text")

DOCUMENTS = (
    *(".html", ".htm", ".xhtml", ".mhtml", ".mht", ".eml", ".msg", ".xml", ".rss", ".atom", ".json"),
    *(".pdf", ".docx", ".docm", ".odt", ".fodt", ".rtf", ".markdown", ".dat"),
)
"""Endings of files that are brought in as seeds by `add`, and are none where they lie."""
LARGEST_SEED = LARGEST_TEXT

"""Bytes; a file of this size is no article, whatever the limits of a desk are."""

"""Ending of what is written next to a file until it takes its place."""

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-|$)")

FIELDS = tuple(name for name in Source.__struct_fields__ if name != "sha256")
"""What the front matter of a seed may say; texts from elsewhere have more, which is named and not read."""

_FENCE = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)")

_CLOSE = re.compile(r"(?:^|(?<=\r))---[ \t]*(?=[\r\n]|\Z)", re.M)


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


def documents(root: Path) -> list[SeedError]:
    """Return an error for each file in seeds/ that is no seed, with the command that makes one of it."""
    folder = root / "seeds"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        SeedError(
            f"is a {path.suffix.lower()}, whose text is not read from here",
            where=str(path),
            hint=f'Bring it in: python build.py add "seeds/{path.name}"; then move it out of seeds/.',
        )
        for path in found
        if path.suffix.lower() in DOCUMENTS and not path.name.startswith(".") and not path.is_dir()
    ]


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
    """Read a seed exactly as it is; raises SeedError that says what is wrong."""
    try:
        data = files.regular(path).read_bytes()
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
    day = published or source.date or named_day(slug, where)
    source = msgspec.structs.replace(source, date=day)
    return Article(slug=slug, text=text, body=body, source=source)


def day_of(slug: str) -> str:
    """Return the day at the head of a slug as it is written, be it one of the calendar or not; or nothing."""
    dated = _DATED.match(slug)
    return dated.group(1) if dated else ""


def named_day(slug: str, where: str) -> date | None:
    """Return the day that a slug begins with; raises SeedError where it is none of the calendar."""
    if not (text := day_of(slug)):
        return None
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
    what, hint = files.not_utf8(data, what)
    return SeedError(what, where=where, hint=hint)


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
            _drop_left_out(front, raw, where)
            front = {name: value for name, value in front.items() if name in FIELDS} | {"sha256": sha256}
            if isinstance(tags := front.get("tags"), str):
                front["tags"] = [tag for tag in map(str.strip, tags.split(",")) if tag]
        source = record_yaml.convert(front, Source, raw, where)
    except RecordError as error:
        raise SeedError(
            f"the front matter is broken: {error.what}", where=error.where, hint=error.hint
        ) from None
    return source, closing.end()


def passed_over(article: Article, where: str) -> Iterator[SeedError]:
    """Yield what to say of each field of a seed's front matter that no seed has, and that is not read."""
    if not article.body.start or (opening := _FENCE.match(article.text)) is None:
        return
    raw = "\n" + article.text[opening.end() : article.body.start].rstrip("- \t\r")
    for name in yaml_reader.read(raw, where) or {}:
        if name not in FIELDS and name != "left_out":
            near = difflib.get_close_matches(name, FIELDS, 1)
            known = f"Did you mean {near[0]!r}? " if near else ""
            yield SeedError(
                f"the field {name!r} of the front matter is not read",
                where=f"{where}:{record_yaml.line_of(raw, name)}",
                hint=f"{known}Known are {', '.join(FIELDS)}.",
            )


def _drop_left_out(front: dict[str, Any], raw: str, where: str) -> None:
    """Take out what `add` left out of the text: it is for the people who read the seed, not for a record."""
    found = front.pop("left_out", [])
    if not isinstance(found, list) or not all(isinstance(what, str) for what in found):
        place = f"{where}:{record_yaml.line_of(raw, 'left_out')}"
        raise RecordError("left_out is no list of words", where=place, hint="Remove it, or write a list.")
