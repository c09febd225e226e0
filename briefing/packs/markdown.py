"""A book -> one Markdown file, with the sentences behind the items as footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from briefing.packs import archive, blocks
from briefing.packs.blocks import Block, Run
from briefing.packs.book import Book

_MARKS = re.compile(r"([\\`*_\[\]<>#|~]|(?<=^)[-+](?=\s)|(?<=^\d)[.)](?=\s))", re.M)
"""What Markdown would read as more than a letter; a hyphen or a number only where a line begins."""


def write(book: Book, path: Path, advance: Callable[[int, int], None]) -> list[str]:
    """Write the pack."""
    archive.write(path, text(book, advance).encode())
    return []


def text(book: Book, advance: Callable[[int, int], None]) -> str:
    """Return the file."""
    found = list(blocks.of_book(book))
    lines: list[str] = []
    for number, (_, parts) in enumerate(found, 1):
        for before, part in zip([None, *parts], parts, strict=False):
            tight = before is not None and before.kind == part.kind and part.kind in ("item", "note")
            lines += [line(part)] if tight else ["", line(part)]
        advance(number, len(found))
    return "\n".join(lines).strip("\n") + "\n"


def line(block: Block) -> str:
    """Return a block as Markdown."""
    inside = "".join(map(_run, block.runs))
    match block.kind:
        case "heading":
            return f"{'#' * block.level} {inside}"
        case "item":
            return f"- {inside}"
        case "quote":
            return f"> {inside}"
        case "term":
            return f"**{''.join(escaped(run.text) for run in block.runs)}**"
        case "note":
            return f"[^{block.name}]: {inside}"
    return inside


def _run(run: Run) -> str:
    if run.note:
        return f"[^{run.note}]"
    body = run.text.strip()
    if not body:
        return run.text
    before, after = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    inside = escaped(body)
    inside = f"**{inside}**" if run.bold else f"*{inside}*" if run.italic else inside
    inside = f"[{inside}](<{run.link.replace('<', '%3C').replace('>', '%3E')}>)" if run.link else inside
    return before + inside + after


def escaped(words: str) -> str:
    """Return words so that Markdown shows them as they are."""
    return _MARKS.sub(r"\\\1", words)
