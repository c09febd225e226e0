"""Parts that stand many times on a page: macros of templates, read once and then only filled.

An item of a brief has a file of its own, pages/items/<name>.html; small parts share pages/fragments.html.

Such a macro has slots and no logic.  It is rendered once with a sign in each slot; what stands
between the signs is the fragment.  Filling it costs a few strings, where Jinja would call a macro
and look every name up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import jinja2
from jinja2 import nodes
from markupsafe import Markup

from briefing.model import ConfigError
from briefing.render.jinja import escaped, markup

TEMPLATE = "pages/fragments.html"
ITEMS = "pages/items/"
_SIGN = "\ue000{}\ue001"
_SIGNS = re.compile(r"\ue000(\d+)\ue001")


class Fragment:
    """HTML with slots; called with a value for each, it is that HTML.

    A value that is no Markup is text and gets escaped, whatever it is.
    """

    def __init__(self, environment: jinja2.Environment, name: str, *slots: str, path: str = TEMPLATE) -> None:
        self.name = name
        self.path = path
        self.slots = slots
        self._environment = environment
        self._pieces: list[str] = []
        """What is between the slots, and at each slot's place its number."""
        self._gaps: list[tuple[int, int]] = []
        """For each place of a slot: its number among the pieces, and that of the slot."""

    def __call__(self, *values: object) -> Markup:
        if not self._pieces:
            self._read()
        made = self._pieces.copy()
        for place, slot in self._gaps:
            value = values[slot]
            made[place] = value if type(value) is Markup else escaped(value)
        return markup("".join(made))

    def _read(self) -> None:
        template = self._environment.get_template(self.path)
        macro = self._macro(template)
        signs = {slot: Markup(_SIGN.format(number)) for number, slot in enumerate(self.slots)}  # noqa: S704
        try:
            html = str(getattr(template.module, self.name)(*(signs[arg.name] for arg in macro.args)))
        except (ValueError, KeyError) as error:
            raise self._wrong(
                template, macro.lineno, f"puts a slot where a text cannot stand ({error})"
            ) from None
        pieces = _SIGNS.split(html)
        self._gaps = [(place, int(pieces[place])) for place in range(1, len(pieces), 2)]
        self._pieces = pieces

    def _macro(self, template: jinja2.Template) -> nodes.Macro:
        """Return the macro as parsed; raises ConfigError where it is not a fragment."""
        loader = self._environment.loader
        source = loader.get_source(self._environment, self.path)[0] if loader else ""
        macro = _macros(source).get(self.name)
        if macro is None:
            raise self._wrong(template, 1, "is missing")
        for arg in macro.args:
            if arg.name not in self.slots:
                known = ", ".join(self.slots) or "none"
                raise self._wrong(template, macro.lineno, f"has a slot {arg.name!r}; its slots are: {known}")
        plain = list(_put_out(macro))
        for name in macro.find_all(nodes.Name):
            if name.ctx == "load" and name.name in self.slots and not any(name is node for node in plain):
                raise self._wrong(template, name.lineno, f"has logic on its slot {name.name!r}")
        return macro

    def _wrong(self, template: jinja2.Template, line: int, what: str) -> ConfigError:
        return ConfigError(
            f"line {line}: the fragment {self.name!r} {what}",
            where=template.filename or self.path,
            hint="A fragment puts its slots out as they are, or into the format of an interface word.",
        )


@functools.lru_cache(maxsize=64)
def _macros(source: str) -> dict[str, nodes.Macro]:
    """Return the macros of a file by name; it is parsed once."""
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
