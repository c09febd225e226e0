"""Templates and interface words of one folder, compiled once."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from briefing.model import BriefingError, ConfigError, SourceWork
from briefing.render import view_models
from briefing.render.evidence_html import EvidenceWriter
from briefing.render.fragments import TEMPLATE, Fragment
from briefing.render.item_html import Items
from briefing.render.jinja import Compiled, environment
from briefing.render.notes import notes
from briefing.render.page import Html
from briefing.render.row_html import RowWriter
from briefing.render.urls import web
from briefing.storage import files, yaml_reader


class Renderer:
    """Makes bodies of pages from the templates of a folder.

    Templates are read once; each build has a renderer of its own, so the live preview sees changes.
    """

    def __init__(self, *folders: Path, cache: Path | None = None) -> None:
        """Read words and templates; those of an earlier folder go before.

        `cache` is a folder of a desk's cache, which keeps its templates compiled.
        """
        self.folder = next((folder for folder in folders if (folder / "words.yml").is_file()), folders[-1])
        self.words: dict[str, Any] = {}
        for folder in reversed(folders):
            if (folder / "words.yml").is_file() or folder == self.folder:
                self.words |= _words(folder / "words.yml")
        self.environment = environment(folders, Compiled(cache) if cache else None)
        fragment = functools.partial(Fragment, self.environment)
        self.parts = EvidenceWriter(fragment, self.words)
        self.rows = RowWriter(fragment, self.parts, self._pair)
        items = Items(fragment, self.parts)
        self.environment.globals.update(
            words=self.words,
            items=items,
            works=functools.lru_cache(maxsize=1024)(self._works),
            language=self.parts.language,
            proof=self.parts.proof,
            quote=self.parts.quote,
            actor_link=self.parts.actor_link,
            name_of=self.parts.name_of,
            code=self.parts.code,
            day=self.parts.day,
            card=self.rows.card,
            short_day=functools.partial(view_models.short_day, words=self.words),
            day_of=functools.partial(view_models.day_of, words=self.words),
            part_day=functools.partial(view_models.part_day, words=self.words),
            span_of_time=functools.lru_cache(maxsize=1024)(
                functools.partial(view_models.span_of_time, words=self.words)
            ),
            in_words=functools.partial(view_models.in_words, words=self.words),
            counted=view_models.counted,
            notes=notes,
            foreign=view_models.foreign,
            web=web,
            country=view_models.country,
            tag_key=view_models.tag_key,
        )

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
        """Return one row of a list: a method of `RowWriter`, the way to the site's root last."""
        try:
            return str.__str__(getattr(self.rows, name)(*values))
        except jinja2.TemplateError as error:
            raise self._wrong(error, TEMPLATE) from None

    def open_row(self, name: str, *values: Any) -> Html:
        """Return one row of a list for pages of any depth."""
        return Html.of(lambda root: self.row(name, *values, root))

    def country(self, code: str) -> str:
        """Return the name of a state by its code; a code that is not known stays as it is."""
        return view_models.country(code)

    def _pair(self, **values: Any) -> str:
        return self.template("pages/pair-row.html", **values)

    def _works(self, sources: tuple[SourceWork, ...]) -> Markup:
        """Return works that the reference rests on; the same ones are on many pages."""
        reference: Any = self.environment.get_template("pages/reference.html").module
        return Markup(reference.works(sources))  # noqa: S704 (a macro's output)

    @contextlib.contextmanager
    def _told(self, template: str) -> Iterator[None]:
        """Say which template is missing or broken."""
        try:
            yield
        except jinja2.TemplateError as error:
            raise self._wrong(error, template) from None
        except UnicodeDecodeError as error:
            hint = "Save the template as UTF-8, or take it back from the last commit."
            what = f"the template {template}, or one that it takes in, is not UTF-8 (byte {error.start})"
            raise ConfigError(what, where=str(self.folder), hint=hint) from None

    def _wrong(self, error: jinja2.TemplateError, template: str) -> ConfigError:
        what, hint = (
            f"the template {template} is broken: {error}",
            "Mend the template there, or take it back from the last commit.",
        )
        if isinstance(error, jinja2.TemplateNotFound):
            what = f"the template {error.name} is missing"
            hint = "Restore it, or correct theme.custom_dir in mkdocs.yml."
        return ConfigError(what, where=str(self.folder), hint=hint)


class Words(dict[str, Any]):
    """The interface words.  `words.search` finds one without the error that Jinja otherwise catches first.

    That is a fiftieth of a page: a brief's has a hundred of them.
    """

    def __init__(self, words: Mapping[str, Any]) -> None:
        super().__init__(words)
        self.__dict__ = self


def _words(path: Path) -> Words:
    try:
        words = Words(yaml_reader.read(files.text_of(path.read_bytes(), path), str(path)))
    except OSError:
        hint = "It holds the words of the interface; restore it."
        raise ConfigError("is missing", where=str(path), hint=hint) from None
    except BriefingError as error:
        raise ConfigError(error.what, where=error.where, hint=error.hint) from None
    return words
