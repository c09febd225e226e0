"""Jinja as our pages use it: strict, escaping, and with less work for each value and each template.

Its own code escapes a value in two calls and makes an object of it, and its contexts copy the names of
an environment through a `ChainMap`; both cost a fifth of a page of lists.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from briefing.pages.escaping import put_out


class _Compiler(CodeGenerator):
    """Puts each value out by one call: `environment.finalize` escapes where autoescape is on."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")


class Environment(jinja2.Environment):
    """The environment of the templates of some folders; a template of an earlier folder goes before."""

    code_generator_class = _Compiler

    def __init__(self, folders: Sequence[Path], compiled: jinja2.BytecodeCache | None = None) -> None:
        super().__init__(
            loader=jinja2.FileSystemLoader(folders),
            bytecode_cache=compiled,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=put_out,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows; the environment's are complete before the first one."""
        return {**self.globals, **(d or {})}
