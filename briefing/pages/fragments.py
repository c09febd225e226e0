"""Parts that stand many times on a page: macros of pages/fragments.html, read once and then only filled.

Such a macro has slots and no logic.  It is rendered once with a sign in each slot; what stands
between the signs is the fragment.  Filling it costs a few strings, where Jinja would call a macro
and look every name up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter

import jinja2
from jinja2 import nodes
from markupsafe import Markup

from briefing import hidden
from briefing.model import ConfigError

TEMPLATE = "pages/fragments.html"
_SIGN = "\ue000{}\ue001"
_SIGNS = re.compile(r"\ue000(\d+)\ue001")

markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""What is HTML already, as Markup: the same as `Markup(html)` in a third of its time."""


def escaped(value: object) -> str:
    """Return a text as HTML, byte for byte what `markupsafe.escape` gives, without making a Markup.

    What nobody would see is shown by a sign, as in all that templates put out.

    To look for a character costs half of replacing it in vain, and few texts have one.
    """
    text = value if type(value) is str else str(value)
    if not text.isprintable():
        text = hidden.signed(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&#34;")
    if "'" in text:
        text = text.replace("'", "&#39;")
    return text


_SAFE = frozenset({Markup, int, float})
"""Types, not their subtypes, of what may be put out as it is."""

_Order = Callable[[list[object]], object]
"""Picks the values of the slots in the order in which they stand in the HTML."""


def _nothing(_: list[object]) -> tuple[()]:
    return ()


class Fragment:
    """HTML with slots; called with a value for each, it is that HTML.

    A value that is no Markup is text and gets escaped, whatever it is.
    """

    def __init__(self, environment: jinja2.Environment, name: str, *slots: str) -> None:
        self.name = name
        self.slots = slots
        self._environment = environment
        self._form: str | None = None
        self._order: _Order = _nothing

    def __call__(self, *values: object) -> Markup:
        if self._form is None:
            self._form, self._order = self._read()
        safe: list[object] = [value if type(value) in _SAFE else escaped(value) for value in values]
        return markup(self._form % self._order(safe))

    def of_text(self, text: str) -> str:
        """Return a fragment of one slot with a text in it, as a string: what is joined is wrapped once."""
        if self._form is None:
            self._form, self._order = self._read()
        return self._form % self._order([escaped(text)])

    def _read(self) -> tuple[str, _Order]:
        """Return the HTML with a `%s` for each slot, and what picks the values in that order."""
        template = self._environment.get_template(TEMPLATE)
        macro = self._macro(template)
        signs = {slot: Markup(_SIGN.format(number)) for number, slot in enumerate(self.slots)}  # noqa: S704
        try:
            html = str(getattr(template.module, self.name)(*(signs[arg.name] for arg in macro.args)))
        except (ValueError, KeyError) as error:
            raise self._wrong(
                template, macro.lineno, f"puts a slot where a text cannot stand ({error})"
            ) from None
        pieces = _SIGNS.split(html)
        form = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        order = [int(number) for number in pieces[1::2]]
        return form, itemgetter(*order) if order else _nothing

    def _macro(self, template: jinja2.Template) -> nodes.Macro:
        """Return the macro as parsed; raises ConfigError where it is not a fragment."""
        loader = self._environment.loader
        source = loader.get_source(self._environment, TEMPLATE)[0] if loader else ""
        macro = _macros(source).get(self.name)
        if macro is None:
            raise self._wrong(template, 1, "is missing")
        for arg in macro.args:
            if arg.name not in self.slots:
                known = ", ".join(self.slots) or "none"
                raise self._wrong(template, macro.lineno, f"has a slot {arg.name!r}; its slots are: {known}")
        plain = set(map(id, _put_out(macro)))
        for name in macro.find_all(nodes.Name):
            if name.ctx == "load" and name.name in self.slots and id(name) not in plain:
                raise self._wrong(template, name.lineno, f"has logic on its slot {name.name!r}")
        return macro

    def _wrong(self, template: jinja2.Template, line: int, what: str) -> ConfigError:
        return ConfigError(
            f"line {line}: the fragment {self.name!r} {what}",
            where=template.filename or TEMPLATE,
            hint="A fragment puts its slots out as they are, or into the format of an interface word.",
        )


@functools.lru_cache(maxsize=2)
def _macros(source: str) -> dict[str, nodes.Macro]:
    """Return the macros of the file by name; all fragments stand in one, which is parsed once."""
    found = jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Macro)
    return {macro.name: macro for macro in found}


def _put_out(macro: nodes.Macro) -> Iterator[nodes.Node]:
    """Yield what a macro puts out as it is, and what it gives to `words.<key>.format(...)`."""
    for output in macro.find_all(nodes.Output):
        for node in output.nodes:
            yield node
            if (
                isinstance(node, nodes.Call)
                and isinstance(node.node, nodes.Getattr)
                and node.node.attr == "format"
            ):
                yield from (keyword.value for keyword in node.kwargs)
