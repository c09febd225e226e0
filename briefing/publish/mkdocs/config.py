"""What mkdocs.yml says of a desk: its root, its folders, its navigation; and what is no page of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from briefing import PACKAGE
from briefing.model import ConfigError, moments
from briefing.render.layout import NavLinks

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


def require_site_apart(config: MkDocsConfig) -> None:
    """Raise ConfigError where the site would be built over, in or around what the desk owns or git keeps.

    A build removes from the folder of the site what is not of the site.
    """
    root, site = root_of(config), Path(config.site_dir).resolve()
    own = [root / name for name in ("seeds", "content", ".git", ".github", ".cache", ".venv")]
    own += [Path(config.docs_dir), *map(Path, config.theme.dirs), PACKAGE]
    for folder in [root, *(folder.resolve() for folder in own)]:
        if folder.is_relative_to(site) or (folder != root and site.is_relative_to(folder)):
            raise ConfigError(
                f"site_dir: {config.site_dir} is, holds or lies in {folder}, which is not the site's",
                where=str(config.config_file_path),
                hint="Name a folder of its own, such as site_dir: site; nothing was removed.",
            )


def expected_links(config: MkDocsConfig) -> NavLinks:
    """Return the navigation as mkdocs.yml writes it; MkDocs may yet find other titles in the pages.

    Pages of a section stand at the foot.
    """
    rows: list[tuple[Any, Any, bool]] = []
    for title, held in _titled(config.nav):
        rows += [(title, held, False)] if isinstance(held, str) else [(*row, True) for row in _titled(held)]
    return tuple(
        (str(title), path.removesuffix(".md") + ".html", foot)
        for title, path, foot in rows
        if isinstance(path, str)
    )


def _titled(items: Any) -> list[tuple[Any, Any]]:
    """Return title and content of the items of a navigation that have a title."""
    found = (item for item in items or () if isinstance(item, dict) and len(item) == 1)
    return [next(iter(item.items())) for item in found]


def now() -> datetime:
    """Return the moment of the build, in UTC: SOURCE_DATE_EPOCH's where it is set.

    Raises ConfigError where that is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        os.environ.pop("SOURCE_DATE_EPOCH", None)  # MkDocs takes an empty one for a number
    return moments.of_epoch(epoch) or datetime.now(UTC)
