"""The MkDocs plugin: it brings the briefs into a MkDocs site.

MkDocs makes the pages that people wrote and those that the navigation leads to; all others are made
by the press, in the same shell, and written only where they changed.  Both stand in staging folders
until the build is done; then files are laid into the site one by one.
"""

from __future__ import annotations

import contextlib
import gc
import gzip
import io
import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import jinja2
from markupsafe import Markup
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from briefing import lexicon, locks, pages, store, update
from briefing.desk import Options
from briefing.limits import Limits
from briefing.model import BriefingError, Rights
from briefing.press import Counts, Given, Press
from briefing.press.monthly import Monthly

log = logging.getLogger("mkdocs.plugins.briefing")
RAW = (".yml", ".yaml", ".json")
"""Files of the content that are no pages and are not published."""
OURS = ("reference/", "briefs/", "schema/")
"""Folders of the content whose files are no pages."""

GUESSED = ("edit/master/docs/", "src/default/docs/")
"""What MkDocs takes for the editor's address where mkdocs.yml gives none; no desk has its records there."""


class _Limits(base.Config):  # type: ignore[no-untyped-call]
    seed_bytes = c.Type(int, default=Limits().seed_bytes)
    sentences = c.Type(int, default=Limits().sentences)
    seconds = c.Type((int, float), default=Limits().seconds)


class _Options(base.Config):  # type: ignore[no-untyped-call]
    publish = c.Choice(("all", "reviewed"), default="all")
    source_text = c.Choice(("full", "cited", "none"), default="cited")
    handling = c.Type(str, default="")
    distribution = c.Type(str, default="")
    renamed = c.Type(dict, default={})
    sites = c.Choice(("one", "monthly"), default="one")
    cards = c.Type(bool, default=False)
    limits = c.SubConfig(_Limits)


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


class BriefingPlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]
    """Brings the briefs into a MkDocs site."""

    def __init__(self) -> None:
        self.preview = False
        self.driven = False
        """Whether our own command runs MkDocs, and shows our errors itself."""
        self.press: Press | Monthly | None = None
        self.counts = Counts()
        self.site_dir = ""
        self.warnings = CountHandler()
        self.alone = contextlib.ExitStack()
        """Holds the desk from the beginning of a build to its end."""

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002
        self.preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._close()
        gc.disable()  # what is read lives to the end
        with self._told():
            store.require_inside(root_of(config), own_folders(config))
        templates = template_folders(config)
        self.site_dir = config.site_dir
        with self._told():
            self.alone.enter_context(locks.alone(root_of(config), tell=log.info))
            given = Given(
                root=root_of(config),
                site=Path(config.site_dir).resolve(),
                templates=templates,
                reference=store.read_reference(root_of(config)),
                options=self.options(config),
                preview=self.preview,
                today=today(),
                links=_expected(config),
            )
            self.press = Monthly(given) if self.monthly else Press(given)
        config.site_dir = str(self.press.staging / "mkdocs")
        self.docs_dir, config.docs_dir = (
            config.docs_dir,
            _without_records(config.docs_dir, self.press.staging),
        )
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self.warnings)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        config.docs_dir = self.docs_dir
        for file in list(files):
            if file.src_uri.endswith(RAW) or file.src_uri.startswith(OURS):
                files.remove(file)
        press = self._press
        with self._told():
            press.read()
            gc.freeze()
            gc.enable()
            made = press.ready().pages
        for page in made:
            nav = InclusionLevel.UNDEFINED
            file = File.generated(config, page.path.removesuffix(".html") + ".md", content="", inclusion=nav)
            files.append(file)
            ReadyPage(page, file, config)
        if not config.site_url:
            log.info(press.renderer.words["no_site_url"])
        return files

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        return Markup(html)  # noqa: S704 (Markdown of this repository, or an escaped template)

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        del config, nav
        below = Markup(self._press.below(page.file.dest_uri))  # noqa: S704 (escaped templates)
        page.content = Markup(page.content or "") + below  # noqa: S704 (see on_page_content)
        return context

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        self.nav = nav
        return nav

    @event_priority(-50)
    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        for file in list(files):
            if file.src_uri.endswith((".yml", ".html", ".j2")):
                files.remove(file)
        press = self._press
        with self._told():
            items = [item for item in self.nav.items if isinstance(item, Page)]
            press.write(tuple((str(item.title), item.url) for item in items))  # a page is read by now
        for error in press.errors:
            log.error("%s", error)
        env.autoescape = env.trim_blocks = env.lstrip_blocks = True
        env.finalize = pages.visible
        env.undefined = jinja2.StrictUndefined
        root = urlsplit(config.site_url or "/").path or "/"
        words = press.renderer.words
        home = f'<a href="{root}index.html">{words["to_home"]}</a>'
        body = f"<h1>{words['not_found']}</h1><p>{words['not_found_text']} {home}</p>"
        env.globals["briefing"] = {
            "words": words,
            "handling": self.config.handling,
            "preview": self.preview,
            "absolute_root": root if root.endswith("/") else root + "/",
            "not_found": Markup(body),  # noqa: S704 (interface words)
            "listed": [(urljoin(config.site_url or "", path), day) for path, day in press.ready().listed],
        }
        return env

    def on_post_build(self, config: MkDocsConfig) -> None:
        made, config.site_dir = Path(config.site_dir), self.site_dir
        self._stop_counting()
        if not (config.strict and self.warnings.get_counts()):
            with self._told():
                if isinstance(self.press, Monthly):
                    self.press.index_sitemaps(made)
                _pack_sitemap(made)
                self._press.publish(made)
        self._close()

    def on_build_error(self, error: Exception) -> None:  # noqa: ARG002
        self._stop_counting()
        self._close()

    def on_shutdown(self) -> None:
        self._close()

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        root = root_of(config)
        for folder in (root / "seeds", *map(Path, config.theme.dirs[:1]), lexicon.HERE):
            if folder.is_dir():
                server.watch(str(folder))
        return server

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """In the live preview a changed seed is drafted anew before each build."""
        if self.preview:
            report = update.update(root_of(config), monthly=self.monthly, limits=self.limits)
            for error in report.errors:
                log.error("%s", error)
            for line in report.lines()[1:]:
                log.info("%s", line)

    @property
    def monthly(self) -> bool:
        """Whether the desk is built as a site a month."""
        return bool(self.config.sites == "monthly")

    def options(self, config: MkDocsConfig) -> Options:
        """Return the options of the plugin, and what else of mkdocs.yml the pages need."""
        rights: Rights = self.config.source_text  # type: ignore[assignment]
        edit_uri = config.edit_uri or ""
        return Options(
            publish=self.config.publish,
            source_text=rights,
            handling=self.config.handling,
            distribution=self.config.distribution,
            renamed=self.config.renamed,
            cards=self.config.cards,
            site_name=config.site_name,
            site_url=config.site_url or "",
            repo_url=config.repo_url or "",
            edit_uri="" if edit_uri in GUESSED else edit_uri,
        )

    @property
    def limits(self) -> Limits:
        """What one article may cost."""
        given = self.config.limits
        return Limits(seed_bytes=given.seed_bytes, sentences=given.sentences, seconds=given.seconds)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn our errors into MkDocs' own, which it shows without a traceback."""
        try:
            try:
                yield
            except OSError as error:
                raise store.not_written(error, Path(error.filename or self.site_dir)) from None
        except BriefingError as error:
            if self.driven:
                raise
            raise PluginError(str(error)) from None

    @property
    def _press(self) -> Press | Monthly:
        if self.press is None:
            raise PluginError("briefing: the build did not begin with on_config")
        return self.press

    def _stop_counting(self) -> None:
        logging.getLogger("mkdocs").removeHandler(self.warnings)

    def _close(self) -> None:
        gc.enable()
        gc.unfreeze()
        if self.press is not None:
            self.press.close()
            self.counts, self.press = self.press.counts, None
        self.alone.close()


def _expected(config: MkDocsConfig) -> tuple[tuple[str, str], ...]:
    """Return the navigation as mkdocs.yml writes it; MkDocs may yet find other titles in the pages."""
    rows = [
        next(iter(item.items())) for item in config.nav or () if isinstance(item, dict) and len(item) == 1
    ]
    return tuple(
        (str(title), path.removesuffix(".md") + ".html") for title, path in rows if isinstance(path, str)
    )


def _without_records(content: str, staging: Path) -> str:
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


def _pack_sitemap(made: Path) -> None:
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


def today() -> date:
    """Return the day of the build, in UTC: SOURCE_DATE_EPOCH's where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.date()


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


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the desk."""
    return Path(os.path.dirname(config.config_file_path or "mkdocs.yml") or ".").resolve()  # noqa: PTH120
