"""Templates and interface words of one folder, compiled once."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2

from briefing import lexicon, strict
from briefing.model import BriefingError, ConfigError
from briefing.pages import views
from briefing.pages.addresses import web
from briefing.pages.notes import notes
from briefing.pages.visible import visible


class Renderer:
    """Makes bodies of pages from the templates of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words = _words(folder / "words.yml")
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=visible,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(
            words=self.words,
            evidence=views.evidence,
            readable=views.readable,
            long_day=functools.partial(views.long_day, words=self.words),
            short_day=functools.partial(views.short_day, words=self.words),
            part_day=functools.partial(views.part_day, words=self.words),
            span_of_time=functools.partial(views.span_of_time, words=self.words),
            in_words=functools.partial(views.in_words, words=self.words),
            counted=views.counted,
            notes=notes,
            web=web,
            language=functools.partial(views.language, words=self.words),
            country=self.country,
            tag_key=views.tag_key,
        )
        self._rows: Any = None

    def render(self, name: str, root: str, **values: Any) -> str:
        """Render a page template; `root` leads from the page to the site's root ("../")."""
        return self.template(f"pages/{name}.html", root=root, **values)

    def template(self, path: str, **values: Any) -> str:
        """Render a template by its path in the folder, for instance "shell.html"."""
        with self._told(path):
            return self.environment.get_template(path).render(**values)

    def source(self, path: str) -> str:
        """Return a file of the folder as it is, for instance "assets/style.css"."""
        loader = self.environment.loader
        with self._told(path):
            if loader is None:
                raise jinja2.TemplateNotFound(path)
            return loader.get_source(self.environment, path)[0]

    def row(self, name: str, *values: Any) -> str:
        """Render one row of a list: a macro of pages/rows.html."""
        with self._told("pages/rows.html"):
            if self._rows is None:
                self._rows = self.environment.get_template("pages/rows.html").module
            return str(getattr(self._rows, name)(*values))

    def country(self, code: str) -> str:
        """Return the name of a state by its code; a code that is not known stays as it is."""
        return _countries().get(code, code)

    @contextlib.contextmanager
    def _told(self, template: str) -> Iterator[None]:
        """Say which template is missing or broken."""
        try:
            yield
        except jinja2.TemplateNotFound as error:
            raise ConfigError(
                f"the template {error.name} is missing",
                where=str(self.folder),
                hint="Restore it, or correct theme.custom_dir in mkdocs.yml.",
            ) from None
        except jinja2.TemplateError as error:
            raise ConfigError(
                f"the template {template} is broken: {error}",
                where=str(self.folder),
                hint="See the line it names.",
            ) from None


@functools.cache
def _countries() -> Mapping[str, str]:
    """Return the names of the states by their codes; the states of today come first."""
    names: dict[str, str] = {}
    for state in lexicon.load().states:
        names.setdefault(state.country, state.names[0])
    return names


def _words(path: Path) -> Mapping[str, Any]:
    try:
        words: dict[str, Any] = strict.read(path.read_text("utf-8"), str(path))
    except OSError:
        hint = "It holds the words of the interface; restore it."
        raise ConfigError("is missing", where=str(path), hint=hint) from None
    except BriefingError as error:
        raise ConfigError(error.what, where=error.where, hint=error.hint) from None
    return words
