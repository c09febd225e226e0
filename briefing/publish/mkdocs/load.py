"""mkdocs.yml -> the desk, its options and its renderer, without building a site."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import meta
from msgspec import Struct

from briefing import lexicon, render
from briefing.model import BriefingError, ConfigError
from briefing.publish.mkdocs.commands import configuration, plugin_of
from briefing.publish.mkdocs.config import OURS, RAW, now, own_folders, root_of, template_folders
from briefing.storage import briefs, desk, record_files, reference_files, seed_files
from briefing.storage import files as storage_files
from briefing.storage.boundary import guarded
from briefing.storage.desk import Desk, Options
from briefing.storage.file_state import walk

log = logging.getLogger("mkdocs.plugins.briefing")


class WrittenPage(Struct, frozen=True, kw_only=True):
    """A Markdown page that people wrote."""

    file: Path
    path: str
    """Its address in the site."""
    text: str
    html: str


class Material(Struct, frozen=True, kw_only=True):
    """What a site is made of next to its records, read without building it."""

    options: Options
    renderer: render.Renderer
    folders: tuple[Path, ...]
    """The folders of templates, the first before the others."""
    written: tuple[WrittenPage, ...]
    files: frozenset[str]
    """Addresses of what is published as it lies there."""


def material(config_file: Path) -> Material:
    """Read what a check of the site needs; raises BriefingError where the configuration is wrong."""
    config = configuration(config_file)
    seed_files.require_inside(root_of(config), own_folders(config))
    renderer = _renderer(config)
    folders = tuple(folder for folder in map(Path, config.theme.dirs) if folder.is_dir())
    content = Path(config.docs_dir)
    assets = {name for folder in folders for name, _ in walk(str(folder))}
    names = {content / name: name for name, _ in walk(str(content)) if not name.startswith((".", *OURS))}
    public = list(names)
    return Material(
        options=plugin_of(config).options(config),
        renderer=renderer,
        folders=folders[:-1],
        written=tuple(_written(path, names[path], config) for path in public if path.suffix == ".md"),
        files=frozenset(assets | {names[path] for path in public if path.suffix not in (".md", *RAW)}),
    )


def _written(file: Path, name: str, config: MkDocsConfig) -> WrittenPage:
    text = storage_files.read_text(file)
    body, _ = meta.get_data(text)
    html = markdown.markdown(
        body, extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )
    return WrittenPage(file=file, path=name.removesuffix(".md") + ".html", text=text, html=html)


def _renderer(config: MkDocsConfig) -> render.Renderer:
    try:
        return render.Renderer(*template_folders(config))
    except PluginError as error:
        where = str(config.config_file_path)
        raise ConfigError(str(error), where=where, hint="Mend the template in the line it names.") from None


def desk_of(config_file: Path) -> tuple[Desk, render.Renderer]:
    """Return the desk as a built site shows it, and what renders it, without MkDocs building anything."""
    config = configuration(config_file)
    seed_files.require_inside(root_of(config), own_folders(config))
    renderer = _renderer(config)
    return read_desk(root_of(config), plugin_of(config).options(config), preview=False), renderer


def read_desk(root: Path, options: Options, *, preview: bool, at: datetime | None = None) -> Desk:
    """Read seeds and records, check every quote, and put the desk together as it is at a moment, or now.

    What is wrong with single records is logged, and they are left out.
    """
    words, held, code = lexicon.load(), briefs.cache(root), briefs.engine_version()
    seeds = {path.stem: str(path) for path in seed_files.seed_paths(root)[0]}
    found = []
    for path in record_files.record_paths(root):
        try:
            with guarded(path.stem, str(path)):
                found.append(briefs.read(path, seeds.get(path.stem, ""), held, code, words)[-1])
        except BriefingError as error:
            log.error("%s", error)
    return desk.assemble(
        found, reference_files.read_reference(root), options, drafts=preview, now=at or now()
    )
