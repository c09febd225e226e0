"""A book -> a zip file: a folder with the site of the selected briefs, which opens without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefing.packs import manifest, naming
from briefing.packs.archive import archive
from briefing.packs.book import Book, Shelf, site_files, site_pages


def write(book: Book, path: Path, advance: Callable[[int, int], None]) -> list[str]:
    """Write the pack; index.html and the manifest are at the top of its one folder."""
    made = site_pages(book)
    files = {file.path: file.data for file in site_files(book)}
    records = [f"briefs/{entry.brief.slug}.json" for entry in book.desk.entries]
    shelf = Shelf(book, made, [manifest.PACK, manifest.MANIFEST, *files, *records])
    with archive(path, book.built, f"{book.name}/") as out:
        by_path = {naming.safe_path(page.path): page for page in made}
        for number, name in enumerate(sorted(by_path), 1):
            out.put(name, shelf.whole(by_path[name]))
            advance(number, len(by_path))
        for name in sorted(files):
            out.put(name, files[name])
        out.put(manifest.PACK, manifest.pack_json(book, "zip"))
        out.put(manifest.MANIFEST, manifest.manifest(out.hashes))
    return []
