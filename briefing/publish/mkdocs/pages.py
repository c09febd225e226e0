"""What MkDocs is handed: pages with their bodies, a folder without records, and a packed sitemap."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from briefing import render as briefing_render
from briefing.publish.mkdocs.config import OURS


class ReadyPage(Page):
    """A page whose body is made before MkDocs sees it."""

    def __init__(self, made: briefing_render.Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(made.title, file, config)
        self.made = made

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""
        made = self.made
        self.meta = {
            "description": made.description,
            "kind": made.kind,
            "data": Markup(made.data),  # noqa: S704 (escaped where it was made)
            "image": made.image,
            "moved_to": made.moved_to,
            "published": made.published.isoformat() if made.published else "",
            "updated": made.updated.isoformat() if made.updated else "",
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        self.content = self.made.body
        self.toc = TableOfContents([])

    def validate_anchor_links(self, **_: Any) -> None:
        """Nothing to do: the tests crawl the built pages."""


_HEADING_OR_TABLE = re.compile(r"<h[1-6][^>]*>(?P<heading>.*?)</h[1-6]>|<table>", re.S)


def captioned(html: str) -> str:
    """Return the HTML of a page that people wrote with the heading before a table as its caption."""
    heading = ""

    def caption(found: re.Match[str]) -> str:
        nonlocal heading
        if found["heading"] is not None:
            heading = re.sub(r"<[^>]*>", "", found["heading"])
            return found[0]
        return f'<table><caption class="vh">{heading}</caption>' if heading else found[0]

    return _HEADING_OR_TABLE.sub(caption, html)


def without_records(content: str, staging: Path) -> str:
    """Return a folder that shows what people wrote alone: MkDocs looks at every file that it finds.

    Where the system lets nobody make links it is the content itself.
    """
    found = staging / "docs"
    found.mkdir()
    try:
        for path in Path(content).iterdir():
            if f"{path.name}/" not in OURS and not path.name.startswith("."):
                (found / path.name).symlink_to(path.resolve(), target_is_directory=path.is_dir())
    except OSError:
        return content
    return str(found)


def written_pages(files: Files) -> list[briefing_render.Page]:
    """Return the pages that people wrote, as the search reads them."""
    found = (file.page for file in files.documentation_pages())
    return [
        briefing_render.Page(path=page.file.dest_uri, title=str(page.title), body=page.content or "")
        for page in found
        if page is not None and not isinstance(page, ReadyPage)
    ]


def pack_sitemap(made: Path) -> None:
    """Replace MkDocs' packed sitemap, which carries the time of the build.

    `gzip.compress` names the system in its head, in some versions of Python.
    """
    sitemap = made / "sitemap.xml"
    (made / "sitemap.xml.gz").unlink(missing_ok=True)
    if sitemap.is_file():
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
            file.write(sitemap.read_bytes())
        (made / "sitemap.xml.gz").write_bytes(packed.getvalue())
