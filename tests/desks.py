"""Desks for tests of pages: briefs drafted from short texts, or one brief many times."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from briefing import cli, lexicon, render
from briefing.extract import pipeline, stances
from briefing.model import Brief, Reference, Source, Spans
from briefing.storage import briefs as read
from briefing.storage import desk, reference_files, seed_files
from briefing.storage.desk import Desk, Entry, Options
from tests import ROOT

RENDERER = render.Renderer(ROOT / "templates")
SEED = ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"
SITE = Options(source_text="full", site_name="Desk", site_url="https://example.org/desk/")


def drafted(text: str, slug: str = "2025-03-01-sample", reference: Reference | None = None) -> Entry:
    """Return the entry of a text, drafted without a reference where none is given."""
    article = seed_files.article(text.encode(), slug, slug)
    words = lexicon.load()
    brief = pipeline.draft(article, words, reference or reference_files.read_reference(Path("/nowhere")))
    return read.entry(brief, article, words)


def seed_entry(brief: Brief) -> Entry:
    """Return the entry of the real seed."""
    article = seed_files.read_seed(SEED)
    return read.entry(brief, article, lexicon.load())


def bare(value: Any) -> Any:
    """Return a value of the model as a record's file holds it: without places and the hash of the seed."""
    if isinstance(value, Spans):
        return Spans()
    if isinstance(value, tuple):
        return tuple(map(bare, value))
    if isinstance(value, Source):
        return structs.replace(value, sha256="")
    if isinstance(value, Struct):
        return type(value)(**{name: bare(getattr(value, name)) for name in value.__struct_fields__})
    return value


def changed(entry: Entry, **fields: object) -> Entry:
    """Return an entry whose brief has other fields."""
    brief = structs.replace(entry.brief, **fields)
    found = stances.find(brief, entry.article.text, lexicon.load())
    return structs.replace(entry, brief=brief, ties=found)


def copies(entry: Entry, count: int, *, a_day: int) -> list[Entry]:
    """Return a brief many times over, `a_day` on each day from 2020-01-01."""
    made = []
    for number in range(count):
        day = date(2020, 1, 1) + timedelta(days=number // a_day)
        source = structs.replace(entry.brief.source, date=day)
        made.append(changed(entry, slug=f"{day}-copy-{number:05}", source=source))
    return made


def assembled(entries: Iterable[Entry], options: Options = SITE) -> Desk:
    """Return a desk without a reference."""
    return desk.assemble(entries, reference_files.read_reference(Path("/nowhere")), options)


def rendered(made: Desk) -> dict[str, render.Page]:
    """Return every page by its path."""
    return {page.path: page for page in render.pages(made, RENDERER)}


def raw(made: Desk) -> dict[str, bytes]:
    """Return every file that is no page by its path."""
    return {file.path: file.data for file in render.raw_files(made, RENDERER)}


@functools.cache
def _empty_desk() -> Path:
    """Return a desk without texts and reference, made once a process: a desk is new more than a hundred times."""
    folder = Path(tempfile.mkdtemp(prefix="desk-")) / "desk"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    assert cli.main(["new", str(folder)]) == 0
    for made in ("seeds", "content/briefs", "content/.generated", "content/reference"):
        shutil.rmtree(folder / made, ignore_errors=True)
    (folder / "seeds").mkdir()
    config = (folder / "mkdocs.yml").read_text("utf-8")
    assert "publish: reviewed" in config
    (folder / "mkdocs.yml").write_text(config.replace("publish: reviewed", "publish: all"), "utf-8")
    return folder


def new_desk(folder: Path, texts: dict[str, str]) -> Path:
    """Make a desk of some texts, without a reference, and build it with its drafts."""
    shutil.copytree(_empty_desk(), folder)
    for slug, text in texts.items():
        (folder / "seeds" / f"{slug}.txt").write_text(text, "utf-8")
    assert cli.main(["build", "--config", str(folder)]) == 0
    return folder
