"""The MkDocs plugin and what drives MkDocs: the only module that imports mkdocs.

Pages of briefs are real MkDocs pages whose body is put in ready-made.  MkDocs builds into a staging
folder; then files whose bytes changed are moved over one by one, and those that vanished are
removed, so that a reader of the site finds each file old or new, never half.
"""

from __future__ import annotations

import contextlib
import gzip
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import markdown
from markupsafe import Markup
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import base, load_config
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler, meta
from msgspec import Struct

from briefing import console, desk, grounding, lexicon, pages, sentences, store, update
from briefing.desk import Desk, Entry, Options
from briefing.model import Brief, BriefingError, ConfigError, Rights

log = logging.getLogger("mkdocs.plugins.briefing")
HOME = "index.md"
KEPT = frozenset((".gitignore", ".git", ".nojekyll", "CNAME"))
"""Files of the site's folder that no build removes."""
_RAW = (".yml", ".yaml", ".json")
_OURS = ("reference/", "briefs/", "schema/")
"""Folders of the content whose files are no pages."""


class Built(Struct, frozen=True, kw_only=True):
    """What a build left behind."""

    index: Path
    pages: int
    written: int
    errors: int
    notice: str = ""
    """What the configuration leaves out, in words."""


class Written(Struct, frozen=True, kw_only=True):
    """A Markdown page that people wrote."""

    file: Path
    path: str
    """Its address in the site."""
    text: str
    html: str


class Material(Struct, frozen=True, kw_only=True):
    """What a site is made of beside its records, read without building it."""

    options: Options
    renderer: pages.Renderer
    folders: tuple[Path, ...]
    """The folders of templates, the first before the others."""
    written: tuple[Written, ...]
    files: frozenset[str]
    """Addresses of what is published as it lies there."""


class _Options(base.Config):  # type: ignore[no-untyped-call]
    publish = c.Choice(("all", "reviewed"), default="all")
    source_text = c.Choice(("full", "cited", "none"), default="cited")
    handling = c.Type(str, default="")
    distribution = c.Type(str, default="")
    renamed = c.Type(dict, default={})


class ReadyPage(Page):
    """A page whose body is made before MkDocs sees it."""

    def __init__(self, made: pages.Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(made.title, file, config)
        self.made = made

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""
        made = self.made
        self.meta = {
            "description": made.description,
            "kind": made.kind,
            "data": Markup(made.data),  # noqa: S704 (escaped where it was made)
            "moved_to": made.moved_to,
            "published": made.published.isoformat() if made.published else "",
            "updated": made.updated.isoformat() if made.updated else "",
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        self.content = self.made.body
        self.toc = TableOfContents([])

    def validate_anchor_links(self, **_: Any) -> None:
        """Nothing to do: the tests crawl the built pages."""


class BriefingPlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]
    """Brings the briefs into a MkDocs site."""

    def __init__(self) -> None:
        self.preview = False
        self.desk: Desk | None = None
        self.site_dir = ""
        self.staging = ""
        self.written = 0
        self.made = 0
        self.warnings = CountHandler()

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002
        self.preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._drop_staging()
        with _told():
            store.require_inside(_root(config), _folders(config))
        self.renderer = _renderer(config)
        self.site_dir = config.site_dir
        self.staging = tempfile.mkdtemp(prefix="briefing-site-")
        config.site_dir = self.staging
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self.warnings)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        for file in list(files):
            if file.src_uri.endswith(_RAW) or file.src_uri.startswith(_OURS):
                files.remove(file)
        with _told():
            self.desk = read_desk(_root(config), self.options(config), preview=self.preview)
            made = list(pages.pages(self.desk, self.renderer))
            raw = list(pages.raw_files(self.desk, self.renderer))
        self.made = len(made)
        for page in made:
            nav = InclusionLevel.UNDEFINED if page.kind == "index" else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, page.path.removesuffix(".html") + ".md", content="", inclusion=nav)
            files.append(file)
            ReadyPage(page, file, config)
        for extra in raw:
            files.append(File.generated(config, extra.path, content=extra.data))
        if not config.site_url:
            log.info(self.renderer.words["no_site_url"])
        return files

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        if page.file.src_uri == HOME and self.desk is not None:
            html += pages.home_body(self.desk, self.renderer)
        return Markup(html)  # noqa: S704 (Markdown of this repository, or an escaped template)

    @event_priority(-50)
    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        for file in list(files):
            if file.src_uri.endswith((".yml", ".html", ".j2")):
                files.remove(file)
        env.autoescape = True
        env.finalize = pages.visible
        env.undefined = jinja2.StrictUndefined
        root = urlsplit(config.site_url or "/").path or "/"
        words = self.renderer.words
        home = f'<a href="{root}index.html">{words["to_home"]}</a>'
        body = f"<h1>{words['not_found']}</h1><p>{words['not_found_text']} {home}</p>"
        env.globals["briefing"] = {
            "words": words,
            "handling": self.config.handling,
            "preview": self.preview,
            "absolute_root": root if root.endswith("/") else root + "/",
            "not_found": Markup(body),  # noqa: S704 (interface words)
        }
        return env

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        return nav

    def on_post_build(self, config: MkDocsConfig) -> None:
        config.site_dir = self.site_dir
        self._stop_counting()
        if config.strict and self.warnings.get_counts():
            self._drop_staging()
            return
        self.written = publish(Path(self.staging), Path(self.site_dir))
        self._drop_staging()

    def on_build_error(self, error: Exception) -> None:  # noqa: ARG002
        self._stop_counting()
        self._drop_staging()

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        root = _root(config)
        for folder in (root / "seeds", *map(Path, config.theme.dirs[:1]), lexicon.HERE):
            if folder.is_dir():
                server.watch(str(folder))
        return server

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """In the live preview a changed seed is drafted anew before each build."""
        if self.preview:
            report = update.update(_root(config))
            for error in report.errors:
                log.error("%s", error)
            for line in report.lines()[1:]:
                log.info("%s", line)

    def options(self, config: MkDocsConfig) -> Options:
        """Return the options of the plugin, and what else of mkdocs.yml the pages need."""
        rights: Rights = self.config.source_text  # type: ignore[assignment]
        edit_uri = next(
            (str(given["edit_uri"]) for given in config.user_configs if given.get("edit_uri")), ""
        )
        return Options(
            publish=self.config.publish,
            source_text=rights,
            handling=self.config.handling,
            distribution=self.config.distribution,
            renamed=self.config.renamed,
            site_name=config.site_name,
            site_url=config.site_url or "",
            repo_url=config.repo_url or "",
            edit_uri=edit_uri,
        )

    def _stop_counting(self) -> None:
        logging.getLogger("mkdocs").removeHandler(self.warnings)

    def _drop_staging(self) -> None:
        if self.staging:
            shutil.rmtree(self.staging, ignore_errors=True)
            self.staging = ""


# -- the desk -----------------------------------------------------------------------------------


def read_desk(root: Path, options: Options, *, preview: bool) -> Desk:
    """Read seeds and records, check every quote, and put the desk together.

    Raises the first BriefingError; what else is wrong is logged before.
    """
    words = lexicon.load()
    paths, _ = store.seed_paths(root)
    seeds = {path.stem: path for path in paths}
    briefs, errors = store.read_records(root)
    entries = []
    for brief in briefs:
        try:
            entries.append(_entry(brief, seeds, root, words))
        except BriefingError as error:
            errors.append(error)
    for problem in errors:
        log.error("%s", problem)
    return desk.assemble(entries, store.read_reference(root), options, drafts=preview, today=today())


def today() -> date:
    """Return the day of the build, in UTC: SOURCE_DATE_EPOCH's where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date()


def _entry(brief: Brief, seeds: dict[str, Path], root: Path, words: lexicon.Lexicon) -> Entry:
    where = str(store.record_path(root, brief.slug))
    path = seeds.get(brief.slug)
    if path is None:
        raise ConfigError(
            "has no seed", where=where, hint=f"Put seeds/{brief.slug}.txt back, or delete the record."
        )
    article = store.read_seed(path)
    grounding.require(brief, article, where)
    return Entry(brief=brief, article=article, sentences=sentences.split(article.text, article.body, words))


# -- publishing ---------------------------------------------------------------------------------


def publish(staging: Path, site: Path) -> int:
    """Move what changed into the site and remove what vanished; returns the files written."""
    site.mkdir(parents=True, exist_ok=True)
    fresh = {
        path.relative_to(staging) for path in staging.rglob("*") if path.is_file() and path.suffix != ".gz"
    }
    written = 0
    for name in sorted(fresh):
        written += store.write(site / name, (staging / name).read_bytes(), durable=False)
    sitemap = site / "sitemap.xml"
    if Path("sitemap.xml") in fresh:
        packed = gzip.compress(sitemap.read_bytes(), mtime=0)
        written += store.write(site / "sitemap.xml.gz", packed, durable=False)
        fresh.add(Path("sitemap.xml.gz"))
    for path in sorted(site.rglob("*"), reverse=True):
        name = path.relative_to(site)
        if name.parts[0] in KEPT or name in fresh:
            continue
        if path.is_dir():
            with contextlib.suppress(OSError):
                path.rmdir()
        else:
            path.unlink()
    return written


# -- driving MkDocs -----------------------------------------------------------------------------


def build(config_file: Path, *, strict: bool = False) -> Built:
    """Build the site with MkDocs; raises BriefingError where it cannot be built."""
    config = _config(config_file, strict=strict)
    errors = CountHandler()
    errors.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(errors)
    site = Path(config.site_dir)
    plugin = _plugin(config)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
    except (Abort, PluginError, ConfigurationError) as error:
        raise ConfigError(
            str(error) or "MkDocs stopped", where=str(config_file), hint="Nothing was published."
        ) from None
    finally:
        logger.removeHandler(errors)
        config.plugins.on_shutdown()
    found = sum(count for _, count in errors.get_counts())
    notice = "" if config.site_url else str(plugin.renderer.words["no_site_url"])
    return Built(
        index=site / "index.html", pages=plugin.made, written=plugin.written, errors=found, notice=notice
    )


def serve(config_file: Path, *, address: str | None = None) -> None:
    """Serve the live preview until it is stopped."""
    _config(config_file)
    extra: dict[str, Any] = {"dev_addr": address} if address else {}
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    mkdocs_serve.serve(config_file=str(config_file), **extra)


def material(config_file: Path) -> Material:
    """Read what a check of the site needs; raises BriefingError where the configuration is wrong."""
    config = _config(config_file)
    store.require_inside(_root(config), _folders(config))
    try:
        renderer = _renderer(config)
    except PluginError as error:
        raise ConfigError(str(error), where=str(config_file), hint="See the line it names.") from None
    folders = tuple(folder for folder in map(Path, config.theme.dirs) if folder.is_dir())
    content = Path(config.docs_dir)
    assets = {path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.*")}
    lying = [path for path in sorted(content.rglob("*.*")) if path.is_file()]
    names = {path: path.relative_to(content).as_posix() for path in lying}
    public = [path for path in lying if not names[path].startswith((".", *_OURS))]
    return Material(
        options=_plugin(config).options(config),
        renderer=renderer,
        folders=folders[:-1],
        written=tuple(_written(path, names[path], config) for path in public if path.suffix == ".md"),
        files=frozenset(assets | {names[path] for path in public if path.suffix not in (".md", *_RAW)}),
    )


def _written(file: Path, name: str, config: MkDocsConfig) -> Written:
    text = store.read_text(file)
    body, _ = meta.get_data(text)
    html = markdown.markdown(
        body, extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )
    return Written(file=file, path=name.removesuffix(".md") + ".html", text=text, html=html)


def desk_of(config_file: Path) -> tuple[Desk, pages.Renderer]:
    """Return the desk as a built site shows it, and what renders it, without MkDocs building anything."""
    config = _config(config_file)
    store.require_inside(_root(config), _folders(config))
    plugin = _plugin(config)
    try:
        found = read_desk(_root(config), plugin.options(config), preview=False)
        return found, _renderer(config)
    except PluginError as error:
        raise ConfigError(str(error), where=str(config_file)) from None


def _config(config_file: Path, *, strict: bool = False) -> MkDocsConfig:
    _tell_warnings()
    try:
        config = load_config(str(config_file), strict=strict)
    except Abort as error:
        raise ConfigError(str(error), where=str(config_file), hint="Mend the lines named above.") from None
    except ConfigurationError as error:
        raise ConfigError(str(error), where=str(config_file), hint="Mend the configuration.") from None
    _plugin(config)
    return config


def _plugin(config: MkDocsConfig) -> BriefingPlugin:
    plugin = config.plugins.get("briefing")
    if not isinstance(plugin, BriefingPlugin):
        raise ConfigError(
            "does not name the plugin briefing",
            where=str(config.config_file_path),
            hint="Add `plugins: [briefing]`.",
        )
    return plugin


def _tell_warnings() -> None:
    """Show MkDocs' warnings and errors as lines on standard error."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    if not any(getattr(handler, "briefing", False) for handler in logger.handlers):
        handler = logging.StreamHandler()
        handler.briefing = True  # type: ignore[attr-defined]
        handler.setFormatter(console.Lines("%(levelname)s: %(message)s"))
        logger.addHandler(handler)


def _renderer(config: MkDocsConfig) -> pages.Renderer:
    """Read the templates of the theme; a folder of the desk's own may replace some of them."""
    folders = [folder for folder in map(Path, config.theme.dirs[:-1]) if folder.is_dir()]
    whole = next((folder for folder in folders if (folder / "words.yml").is_file()), None)
    if whole is None:
        raise PluginError("mkdocs.yml: the theme is none of ours; write theme: {name: briefing}")
    with _told():
        renderer = pages.Renderer(whole)
    renderer.environment.loader = jinja2.FileSystemLoader(folders)
    return renderer


def _folders(config: MkDocsConfig) -> list[Path]:
    """Return the folders of the desk whose links may not lead out of it."""
    root = _root(config)
    found = [Path(config.docs_dir), Path(config.site_dir), *map(Path, config.theme.dirs)]
    return [folder for folder in found if folder.absolute().is_relative_to(root)]


def _root(config: MkDocsConfig) -> Path:
    return Path(os.path.dirname(config.config_file_path or "mkdocs.yml") or ".").resolve()  # noqa: PTH120


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn our errors into MkDocs' own, which it shows without a traceback."""
    try:
        yield
    except BriefingError as error:
        raise PluginError(str(error)) from None
