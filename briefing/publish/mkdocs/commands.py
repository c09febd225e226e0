"""Runs MkDocs: a build, or the live preview."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.utils import CountHandler
from msgspec import Struct

from briefing import render
from briefing.model import BriefingError, ConfigError
from briefing.publish.mkdocs.config import template_folders
from briefing.publish.mkdocs.plugin import BriefingPlugin
from briefing.storage import files
from briefing.storage import yaml_reader as strict_yaml
from briefing.text import terminal


class Built(Struct, frozen=True, kw_only=True):
    """What a build left behind."""

    index: Path
    pages: int
    made: int
    """Files made again."""
    written: int
    """Files of the site that changed."""
    errors: int
    hidden: int
    """Records that the site does not show."""
    held: tuple[str, ...]
    """Slugs of briefs that are held back, and whose address says so."""
    notice: str = ""
    """What the configuration leaves out, in words."""


def build(
    config_file: Path,
    *,
    strict: bool = False,
    drafts: bool = False,
    holding: Collection[str] | None = None,
    site: Path | None = None,
) -> Built:
    """Build the site with MkDocs; raises BriefingError where it cannot be built.

    `drafts` shows them whatever mkdocs.yml says.  With `holding` every brief with an error is held back,
    and so are those of these slugs.  `site` is another folder for it than mkdocs.yml names.
    """
    config = configuration(config_file, strict=strict, site=site)
    errors = CountHandler()
    errors.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(errors)
    built = Path(config.site_dir)
    plugin = plugin_of(config)
    plugin.driven = True
    plugin.drafts, plugin.holding, plugin.wrong = drafts, holding is not None, frozenset(holding or ())
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
    except OSError as error:
        raise files.not_written(error, Path(error.filename or built)) from None
    except Abort:  # it named each fault as it came to it
        reason = "--strict stops at any error or warning" if strict else "the build could not go on"
        raise ConfigError(
            f"nothing was published: {reason}", hint="Mend what is named above, and build again."
        ) from None
    except (PluginError, ConfigurationError) as error:
        raise ConfigError(
            str(error),
            where=str(config_file),
            hint="Nothing was published. Mend what it names, and build again.",
        ) from None
    finally:
        logger.removeHandler(errors)
        config.plugins.on_shutdown()
    found = sum(count for _, count in errors.get_counts())
    notice = "" if config.site_url else str(render.Renderer(*template_folders(config)).words["no_site_url"])
    return Built(
        index=built / "index.html",
        pages=plugin.counts.pages,
        made=plugin.counts.made,
        written=plugin.counts.written,
        errors=found,
        hidden=plugin.counts.hidden,
        held=tuple(sorted(plugin.held)),
        notice=notice,
    )


def serve(config_file: Path, *, address: str | None = None) -> None:
    """Serve the live preview until it is stopped."""
    configuration(config_file)
    extra: dict[str, Any] = {"dev_addr": address} if address else {}
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    mkdocs_serve.serve(config_file=str(config_file), **extra)


def configuration(config_file: Path, *, strict: bool = False, site: Path | None = None) -> MkDocsConfig:
    """Read mkdocs.yml; raises ConfigError where it is wrong or does not name the plugin."""
    _tell_warnings()
    try:
        more = {"site_dir": str(site)} if site else {}
        config = load_config(str(config_file), strict=strict, **more)
    except Abort:
        raise ConfigError(
            "cannot be used as it is",
            where=str(config_file),
            hint="Mend the options named above, and run this again.",
        ) from None
    except ConfigurationError as error:
        raise _broken(config_file, error) from None
    plugin_of(config)
    return config


def _broken(config_file: Path, error: ConfigurationError) -> ConfigError:
    """Return what is wrong with the file, by line and column where it is no YAML at all."""
    try:
        strict_yaml.require_form(files.read_text(config_file), str(config_file))
    except BriefingError as fault:
        return ConfigError(fault.what, where=fault.where, hint=fault.hint)
    hint = "Mend that option in the file, and run this again."
    return ConfigError(str(error), where=str(config_file), hint=hint)


def plugin_of(config: MkDocsConfig) -> BriefingPlugin:
    """Return the plugin of a configuration; raises ConfigError where it has none."""
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
        handler.setFormatter(terminal.Lines("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
