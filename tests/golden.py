"""Golden files of the real seed: `make goldens` writes them again; read the diff before you commit it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from briefing import lexicon, render
from briefing.extract import pipeline
from briefing.storage import briefs, desk, record_yaml, reference_files, seed_files
from briefing.storage.desk import Options
from tests import ROOT

FOLDER = ROOT / "tests" / "golden"
SEED = ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"


class _Words(HTMLParser):
    """Collects what a reader of a page sees, a block a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in ("p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "div", "section", "footer", "details"):
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def words_of(body: str) -> str:
    """Return the words of a page, a block a line."""
    words = _Words()
    words.feed(body)
    lines = (re.sub(r"\s+", " ", line).strip() for line in words.lines)
    return "\n".join(line for line in lines if line) + "\n"


def files() -> Iterator[tuple[Path, str]]:
    """Yield each golden file with what it must hold: the record, and the words of each page."""
    reference = reference_files.read_reference(ROOT)
    article = seed_files.read_seed(SEED)
    brief = pipeline.draft(article, lexicon.load(), reference)
    yield FOLDER / "record.yml", record_yaml.dump_yaml(brief)
    entry = briefs.entry(brief, article, lexicon.load())
    made = desk.assemble([entry], reference, Options(source_text="full"))
    for page in render.pages(made, render.Renderer(ROOT / "templates")):
        if page.path in (f"briefs/{article.slug}.html", f"sources/{article.slug}.html", "actors/china.html"):
            yield FOLDER / f"{page.path.partition('/')[0]}.txt", words_of(page.body)


def main() -> None:
    """Write all golden files."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in files():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
