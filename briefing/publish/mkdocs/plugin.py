"""The MkDocs plugin: it brings the briefs into a MkDocs site.

MkDocs makes the pages that people wrote and those that the navigation leads to; all others are made
by the press, in the same shell, and written only where they changed.  Both are in staging folders
until the build is done; then files are laid into the site one by one.
"""

from __future__ import annotations

import contextlib
import logging
import math
from collections.abc import Iterator
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
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from briefing import drafting, lexicon, render
from briefing.extract.budget import Limits
from briefing.model import BriefingError, Rights
from briefing.publish.incremental.build import BuildInputs, Counts, SiteBuild
from briefing.publish.mkdocs.config import (
    OURS,
    RAW,
    expected_links,
    now,
    own_folders,
    require_site_apart,
    root_of,
    template_folders,
)
from briefing.publish.mkdocs.pages import ReadyPage, captioned, pack_sitemap, without_records, written_pages
from briefing.publish.partitioned.site import Monthly
from briefing.storage import briefs, lock, reference_files, seed_files
from briefing.storage import files as storage_files
from briefing.storage.desk import Options
from briefing.storage.file_state import Stamp, stamps

log = logging.getLogger("mkdocs.plugins.briefing")
ROBOTS = "robots.txt"
GUESSED = ("edit/master/docs/", "src/default/docs/")
"""What MkDocs takes for the editor's address where mkdocs.yml gives none; no desk has its records there."""


class _Positive(c.Type):  # type: ignore[type-arg]
    """A number above nothing."""

    def run_validation(self, value: object) -> Any:
        found = super().run_validation(value)
        if isinstance(found, bool) or not 0 < found < math.inf:
            raise base.ValidationError(f"{found} is no number above 0")
        return found


class _Renamed(c.Type):  # type: ignore[type-arg]
    """Old slugs with the slugs of today."""

    def run_validation(self, value: object) -> Any:
        found = super().run_validation(value)
        for old, new in found.items():
            if not (isinstance(old, str) and isinstance(new, str)):
                raise base.ValidationError(f"{old}: {new} is not one slug and another; put both in quotes")
        return found


class _Limits(base.Config):  # type: ignore[no-untyped-call]
    seed_bytes = _Positive(int, default=Limits().seed_bytes)
    """Bytes of the file."""
    words = _Positive(int, default=Limits().words)
    """Words of the text."""
    sentences = _Positive(int, default=Limits().sentences)
    """Sentences of the text."""
    seconds = _Positive((int, float), default=Limits().seconds)
    """How long it may take to draft one."""


class PluginOptions(base.Config):  # type: ignore[no-untyped-call]
    """The options of the plugin in mkdocs.yml."""

    publish = c.Choice(("all", "reviewed"), default="all")
    """What the site shows: with `reviewed` drafts leave no trace in it."""
    source_text = c.Choice(("full", "cited", "none"), default="cited")
    """How much of a text the site shows where its seed does not say: all, what items cite, nothing."""
    handling = c.Type(str, default="")
    """A mark at the head and the foot of every page, such as "For internal use"."""
    distribution = c.Type(str, default="")
    """Who may have a pack, for its cover."""
    renamed = _Renamed(dict, default={})
    """Old slug and slug of today: the old address leads on. `rename` does the same in the record."""
    sites = c.Choice(("one", "monthly"), default="one")
    """With `monthly` a very large desk is made as one site a month under a common front."""
    approvals_needed = _Positive(int, default=1)
    """How many people must have approved a brief as it is; `check` names those that lack them."""
    cards = c.Type(bool, default=False)
    """A picture of each brief for other sites to show; needs `site_url` and the extra `cards`."""
    limits = c.SubConfig(_Limits)
    """What one article may cost; beyond, it is reported and the others are built."""


def _links(nav: Navigation) -> Iterator[tuple[str, str, bool]]:
    """Yield the navigation: the pages of a section stand at the foot.  Pages are read by now."""
    for item in nav.items:
        for page in (item,) if isinstance(item, Page) else item.children or ():
            if isinstance(page, Page):
                yield str(page.title), page.url, page is not item


class BriefingPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]
    """Brings the briefs into a MkDocs site."""

    def __init__(self) -> None:
        self.preview = False
        self.driven = False
        """Whether our own command runs MkDocs, and shows our errors itself."""
        self.press: SiteBuild | Monthly | None = None
        self.counts = Counts()
        self.drafts = self.holding = False
        self.wrong: frozenset[str] = frozenset()
        """What `BuildInputs` says of them."""
        self.held: list[str] = []
        self.site_dir = ""
        self.warnings = CountHandler()
        self.lexicon: dict[str, Stamp] = {}
        """The files of the lexicon as the last build of the live preview found them."""
        self.alone = contextlib.ExitStack()
        """Holds the desk from the beginning of a build to its end."""

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002
        self.preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._close()
        config.use_directory_urls = False  # ours end in .html: a site opens from a folder
        if (Path(config.docs_dir) / ROBOTS).is_file():  # the desk's own goes before
            config.theme.static_templates.discard(ROBOTS)
        with self._told():
            require_site_apart(config)
            seed_files.require_inside(root_of(config), own_folders(config))
            seed_files.require_no_links(Path(config.site_dir).resolve())
        templates = template_folders(config)
        self.site_dir = config.site_dir
        with self._told():
            self.alone.enter_context(lock.alone(root_of(config), tell=log.info))
            given = BuildInputs(
                root=root_of(config),
                site=Path(config.site_dir).resolve(),
                templates=templates,
                reference=reference_files.read_reference(root_of(config)),
                options=self.options(config),
                preview=self.preview,
                now=now(),
                links=expected_links(config),
                drafts=self.drafts,
                holding=self.holding,
                wrong=self.wrong,
            )
            self.press = Monthly(given) if self.monthly else SiteBuild(given)
        config.site_dir = str(self.press.staging / "mkdocs")
        self.docs_dir, config.docs_dir = (
            config.docs_dir,
            without_records(config.docs_dir, self.press.staging),
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
            for file in files.documentation_pages():  # MkDocs reads them later, and would end in a traceback
                if file.abs_src_path:
                    storage_files.read_text(Path(file.abs_src_path))
            press.read()
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
        return Markup(captioned(html))  # noqa: S704 (Markdown of this repository, or an escaped template)

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
            press.write(tuple(_links(self.nav)), written_pages(files))
        for error in press.errors:
            log.error("%s", error)
        env.autoescape = env.trim_blocks = env.lstrip_blocks = True
        env.finalize = render.visible
        env.undefined = jinja2.StrictUndefined
        root = urlsplit(config.site_url or "/").path or "/"
        words = press.renderer.words
        home = Markup('<a href="{}index.html">{}</a>').format(root, words["to_home"])
        body = Markup("<h1>{}</h1><p>{} {}</p>").format(words["not_found"], words["not_found_text"], home)
        env.globals["briefing"] = {
            "words": words,
            "handling": self.config.handling,
            "styles": config.extra_css,
            "preview": self.preview,
            "absolute_root": root if root.endswith("/") else root + "/",
            "not_found": body,
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
                pack_sitemap(made)
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
        """In the live preview draft changed seeds again before each build; with a changed lexicon, all."""
        if self.preview:
            self._read_lexicon()
            report = drafting.update(
                root_of(config),
                monthly=self.monthly,
                drafts_public=self.config.publish == "all",
                limits=self.limits,
            )
            for error in report.errors:
                log.error("%s", error)
            for line in report.lines()[1:]:
                log.info("%s", line)

    def _read_lexicon(self) -> None:
        """See to it that the lexicon is read again if its files changed since the last build."""
        now = stamps(lexicon.HERE)
        if self.lexicon not in ({}, now):
            lexicon.load.cache_clear()
            briefs.engine_version.cache_clear()
        self.lexicon = now

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
            approvals_needed=self.config.approvals_needed,
            cards=self.config.cards,
            site_name=config.site_name,
            site_url=config.site_url or "",
            styles=tuple(config.extra_css),
            repo_url=config.repo_url or "",
            edit_uri="" if edit_uri in GUESSED else edit_uri,
        )

    @property
    def limits(self) -> Limits:
        """What one article may cost."""
        return Limits(**{name: self.config.limits[name] for name in Limits.__struct_fields__})

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn our errors into MkDocs' own, which it shows without a traceback."""
        try:
            try:
                yield
            except OSError as error:
                raise storage_files.not_written(error, Path(error.filename or self.site_dir)) from None
        except BriefingError as error:
            if self.driven:
                raise
            raise PluginError(str(error)) from None

    @property
    def _press(self) -> SiteBuild | Monthly:
        if self.press is None:
            raise PluginError("briefing: the build did not begin with on_config")
        return self.press

    def _stop_counting(self) -> None:
        logging.getLogger("mkdocs").removeHandler(self.warnings)

    def _close(self) -> None:
        if self.press is not None:
            self.press.close()
            self.counts, self.held, self.press = self.press.counts, self.press.held, None
        self.alone.close()
