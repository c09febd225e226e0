"""What mkdocs.yml of this folder adds to its pages: all pages at their side, and tables made from the code.

`{{ commands }}` alone on a line is replaced by what the function `commands` returns; `{{ include PATH }}`
by a file of the repository, `{{ include PATH # Heading }}` by one part of it.
"""

from __future__ import annotations

import inspect
import json
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import yaml
from markupsafe import escape
from mkdocs.config.base import Config
from mkdocs.config.config_options import SubConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from briefing import cli, lexicon
from briefing.model.field_docs import field_docs
from briefing.publish.mkdocs import plugin
from briefing.storage import seed_files

ROOT = Path(__file__).resolve().parents[1]
_PLACE = re.compile(r"^\{\{ (\w+)(?: ([^#}]+?))?(?: # (.+?))? \}\}$", re.M)
_FILES = re.compile(r"\[([^\]]+)\]\((?!https?:|#)([^)]+)\)")
"""Links of a file that is included: they count from its own folder."""


# -- what MkDocs calls --------------------------------------------------------------------------


def on_page_markdown(markdown: str, page: Page, config: Any, files: Files) -> str:  # noqa: ARG001
    """Fill the places of a page."""
    return _PLACE.sub(lambda found: MADE[found[1]](found[2], found[3]), markdown)


def on_nav(nav: Navigation, config: Any, files: Files) -> None:  # noqa: ARG001
    """Keep the navigation for `on_page_content`."""
    config.extra["whole"] = nav


def on_page_content(html: str, page: Page, config: Any, files: Files) -> str:  # noqa: ARG001
    """Return a page with all pages at its side, and its own headings below its name."""
    rows = [_row(item, page) for item in config.extra["whole"].items]
    html = (
        str(html)
        .replace("<table>", '<div class="wide" tabindex="0"><table>')
        .replace("</table>", "</table></div>")
    )
    return (
        f'<div class="docs"><article class="written">{html}</article><aside class="toc kept">'
        f'<nav aria-label="All pages">{"".join(rows)}</nav></aside></div>'
    )


def _row(item: Any, page: Page) -> str:
    if isinstance(item, Section):
        inside = "".join(f"<li>{_row(child, page)}</li>" for child in item.children)
        return f"<h2>{escape(item.title)}</h2><ul>{inside}</ul>"
    title = escape(item.title or Path(item.file.src_uri).stem.capitalize())
    address = posixpath.relpath(item.url or "index.html", posixpath.dirname(page.url) or ".")
    if item is not page:
        return f'<a href="{address}">{title}</a>'
    heads = [f'<li><a href="#{head.id}">{head.title}</a></li>' for top in page.toc for head in top.children]
    return f'<a href="{address}" aria-current="page">{title}</a><ul>{"".join(heads)}</ul>'


# -- what pages are made from -------------------------------------------------------------------


def include(path: str, heading: str | None) -> str:
    """Return a file of the repository, or what is below one of its headings, without its first heading."""
    text = (ROOT / path).read_text("utf-8")
    if heading:
        start = text.index(f"\n## {heading}\n") + len(heading) + 5
        end = text.find("\n## ", start)
        text = text[start : end if end > 0 else None]
    else:
        text = re.sub(r"\A# .*\n", "", text)
    return _FILES.sub(lambda found: _link(path, *found.groups()), text).strip()


def _link(path: str, title: str, target: str) -> str:
    """Return a link of a file of the repository as a page of this site has it; else its path."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    page = {name: page for page, name in INCLUDED.items()}.get(found, found.removeprefix("docs/pages/"))
    return f"[{title}]({page})" if page != found else f"{title} (`{found}`)"


INCLUDED = {
    "decisions.md": "DECISIONS.md",
    "changes.md": "CHANGELOG.md",
    "security.md": "SECURITY.md",
    "figures.md": "benchmarks/README.md",
    "limits.md": "content/method.md",
}
"""Page of this site -> the file of the repository that it holds."""


def commands(*_: Any) -> str:
    """Return every command with its arguments and options, as the program itself declares them."""
    return "\n\n".join(_command(name, import_module(f"briefing.cli.{name}").run) for name in cli.COMMANDS)


def _command(name: str, command: click.Command, level: int = 2) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    told = inspect.cleandoc(command.help or "").replace("\b\n", "")
    rows = [record for parameter in command.params if (record := _parameter(parameter, context))]
    table = ["| option | what it does |", "|---|---|", *rows] if rows else []
    example = f"```sh\npython {command.epilog}\n```" if command.epilog and level == 2 else ""
    parts = [f"{'#' * level} {name}", f"`python build.py {name} {usage}`", told, example, "\n".join(table)]
    inside = getattr(command, "commands", {})
    parts += [_command(f"{name} {inner}", each, level + 1) for inner, each in inside.items()]
    return "\n\n".join(part for part in parts if part)


def _parameter(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Argument):
        told = getattr(parameter, "help", "") or ""
        return f"| `{parameter.make_metavar(context)}` | {_cell(told)} |"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    kind = "" if getattr(parameter, "is_flag", False) else f" `{_cell(parameter.make_metavar(context))}`"
    default = getattr(parameter, "show_default", None)
    shown = default if isinstance(default, str) else parameter.default
    plain = isinstance(shown, str | int | float) and not isinstance(shown, bool) and shown != ""
    stands = f" (without it: {_cell(str(shown))})" if plain else ""
    return f"| {names}{kind} | {_cell(getattr(parameter, 'help', '') or '')}{stands} |"


def options(*_: Any) -> str:
    """Return every option of the plugin, as the plugin declares it."""
    return "\n".join(
        [
            "| option | value | without it | what it does |",
            "|---|---|---|---|",
            *_options(plugin.PluginOptions),
        ]
    )


def _options(kind: type[Config], above: str = "") -> Iterator[str]:
    told = field_docs(kind)
    for name, option in kind()._schema:
        if isinstance(option, SubConfig):
            yield f"| `{above}{name}` | options | | {_cell(told[name])} |"
            yield from _options(option.config_class, f"{name}.")
            continue
        values = getattr(option, "choices", None)
        types = getattr(option, "_type", None)
        kinds = types if isinstance(types, tuple) else (types,)
        value = ", ".join(f"`{one}`" for one in values) if values else KINDS[kinds[0]]
        yield f"| `{above}{name}` | {value} | `{json.dumps(option.default)}` | {_cell(told[name])} |"


KINDS: Mapping[Any, str] = {str: "a text", int: "a number", bool: "`true`, `false`", dict: "names and values"}


def fields(*_: Any) -> str:
    """Return every field of a record, as its schema gives it."""
    schema = json.loads((ROOT / "content" / "schema" / "brief.schema.json").read_text("utf-8"))
    return "\n\n".join(_kind(name, found) for name, found in schema["$defs"].items())


def _kind(name: str, found: Mapping[str, Any]) -> str:
    words = "anyOf" in found
    found = found["anyOf"][1] if words else found
    note = "\n\nWhere nothing else is to be said, the words alone stand for it." if words else ""
    rows = [_field(field, row, found.get("required", ())) for field, row in found["properties"].items()]
    head = ["| field | value | what it holds |", "|---|---|---|"]
    return f"## {name}\n\n{found.get('description', '')}{note}\n\n" + "\n".join([*head, *rows])


def _field(name: str, row: Mapping[str, Any], required: Sequence[str]) -> str:
    told = row.get("description") or next(
        (r["description"] for r in row.get("anyOf", ()) if "description" in r), ""
    )
    must = "" if name not in required else " Must be there."
    return f"| `{name}` | {_value(row)} | {_cell(told)}{must} |"


def _value(row: Mapping[str, Any]) -> str:
    if "$ref" in row:
        kind = row["$ref"].rpartition("/")[2]
        return f"[{kind}](#{kind.lower()})"
    if "anyOf" in row:
        return " or ".join(_value(one) for one in row["anyOf"] if one.get("type") != "null")
    if "enum" in row:
        return ", ".join(f"`{value}`" for value in row["enum"])
    if row["type"] == "array":
        return f"list of {_value(row['items'])}"
    plain = {"string": "text", "integer": "number", "boolean": "`true`, `false`"}[row["type"]]
    return "day" if row.get("format") == "date" else plain


def front_matter(*_: Any) -> str:
    """Return every field of a seed's front matter."""
    from briefing.model import Source

    told = field_docs(Source)
    return "\n".join(
        [
            "| field | what it says |",
            "|---|---|",
            *(f"| `{f}` | {_cell(told[f])} |" for f in seed_files.FIELDS),
        ]
    )


def rows(*_: Any) -> str:
    """Return every file of the lexicon with its lists, as the comments in it explain them."""
    return "\n\n".join(_lexicon(path) for path in sorted(lexicon.HERE.glob("*.yml")))


def _lexicon(path: Path) -> str:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    top = next((at for at, line in enumerate(lines) if not line.startswith("#")), 0)
    parts = [f"## `{path.name}`", f"```text\n{_comment(lines[:top])}\n```"]
    if isinstance(node, yaml.SequenceNode):
        return "\n\n".join([*parts, f"One list: {_example(node, text)}."])
    table = ["| list | a row of it | what it is for |", "|---|---|---|"]
    for key, value in node.value:
        at = above = key.start_mark.line
        while above > top and lines[above - 1].startswith("#"):
            above -= 1
        told = " ".join(_comment(lines[above:at]).split())
        table.append(f"| `{key.value}` | {_example(value, text)} | {_cell(told)} |")
    return "\n\n".join([*parts, "\n".join(table)])


def _comment(lines: Sequence[str]) -> str:
    """Return what the lines of a comment say."""
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines)


def _example(value: yaml.Node, text: str) -> str:
    """Return the first row of a list as its file has it, and how many there are."""
    if isinstance(value, yaml.ScalarNode) or not value.value:
        return f"`{_cell(str(value.value)[:60])}`" if value.value else ""
    first = value.value[0]
    start, end = (first[0], first[1]) if isinstance(first, tuple) else (first, first)
    shown = " ".join(text[start.start_mark.index : end.end_mark.index].split())
    shown = shown if len(shown) < 70 else shown[:66] + " …"
    return f"`{_cell(shown)}`, one of {len(value.value):,}"


def templates(*_: Any) -> str:
    """Return every template and every fragment, with what its first comment says of it."""
    folder = ROOT / "templates"
    lines = ["| template | what it draws |", "|---|---|"]
    for path in sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and p.suffix in (".html", ".xml", ".txt", ".j2", ".yml", ".css", ".js", ".svg")
    ):
        name = path.relative_to(folder).as_posix()
        lines.append(f"| `{name}` | {_cell(_first_comment(path) or DRAWS.get(name, ''))} |")
    macros = re.findall(
        r"\{% macro (\w+)\(([^)]*)\)", (folder / "pages" / "fragments.html").read_text("utf-8")
    )
    lines += ["", "### Fragments", "", "| fragment | what is put into it |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {_cell(slots)} |" for name, slots in macros)])


def _first_comment(path: Path) -> str:
    found = re.match(r"\s*(?:\{#(.*?)#\}|/\*(.*?)\*/|((?:#.*\n)+))", path.read_text("utf-8"), re.S)
    return " ".join((found[1] or found[2] or found[3].replace("#", "")).split()) if found else ""


DRAWS = yaml.safe_load((Path(__file__).parent / "templates.yml").read_text("utf-8"))
"""What the templates without a comment of their own draw."""


def _cell(text: str) -> str:
    """Return a text as a cell of a table."""
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


MADE = {
    name: getattr(sys.modules[__name__], name)
    for name in (
        "include",
        "commands",
        "options",
        "fields",
        "front_matter",
        "rows",
        "templates",
    )
}
