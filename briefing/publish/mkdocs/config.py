"""What mkdocs.yml says of a desk: its root, its folders, its navigation; and what is no page of it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

RAW = (".yml", ".yaml", ".json")
"""Files of the content that are no pages and are not published."""
OURS = ("reference/", "briefs/", "schema/")
"""Folders of the content whose files are no pages."""


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the desk."""
    return Path(os.path.dirname(config.config_file_path or "mkdocs.yml") or ".").resolve()  # noqa: PTH120


def template_folders(config: MkDocsConfig) -> tuple[Path, ...]:
    """Return the folders of templates of the theme; a desk's own may replace some of ours."""
    folders = tuple(folder for folder in map(Path, config.theme.dirs[:-1]) if folder.is_dir())
    if not any((folder / "words.yml").is_file() for folder in folders):
        raise PluginError("mkdocs.yml: the theme is none of ours; write theme: {name: briefing}")
    return folders


def own_folders(config: MkDocsConfig) -> list[Path]:
    """Return the folders of the desk whose links may not lead out of it."""
    root = root_of(config)
    found = [Path(config.docs_dir), Path(config.site_dir), *map(Path, config.theme.dirs)]
    return [folder for folder in found if folder.absolute().is_relative_to(root)]


def expected_links(config: MkDocsConfig) -> tuple[tuple[str, str], ...]:
    """Return the navigation as mkdocs.yml writes it; MkDocs may yet find other titles in the pages."""
    rows = [
        next(iter(item.items())) for item in config.nav or () if isinstance(item, dict) and len(item) == 1
    ]
    return tuple(
        (str(title), path.removesuffix(".md") + ".html") for title, path in rows if isinstance(path, str)
    )


def today() -> date:
    """Return the day of the build, in UTC: SOURCE_DATE_EPOCH's where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date()
