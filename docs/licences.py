"""The licences of all locked packages, as their own metadata states them: `make licences`.

Reads locks/dev.txt and what is installed, prints Markdown.  Fails where a package is not
installed and not known to belong to another system, or states no licence.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
READ = {"resvg-py": "MIT"}
"""Packages whose metadata name no licence, by what their file LICENSE says."""
ELSEWHERE = {"brotlicffi": "MIT", "colorama": "BSD-3-Clause"}
"""Packages that other systems install (PyPy, Windows), with what they state there."""
HEAD = """# Licences

Written by `make licences` from the metadata of the packages in `locks/dev.txt`; do not edit.
The project itself is under the MIT licence and ships none of them.
Where several licences are named with a slash or `OR`, each may be chosen.
"""
# ruff: noqa: E501 (rows of a table)
DATA = """## Data of the package

| what | made from | licence |
|---|---|---|
| classes of forms in `briefing/text/words.txt` | lexicon of Brill's tagger, Massachusetts Institute of Technology and University of Pennsylvania 1993, as TextBlob 0.20.1 ships it (Steven Loria and contributors) | MIT |
| the same, forms of Twitter in it | Twitter part-of-speech annotated data, Carnegie Mellon University, Gimpel and others 2011 | CC BY 3.0 |
| the same | table of inflections of LemmInflect 0.2.3 (Brad Jascob), made from the SPECIALIST Lexicon of the U.S. National Library of Medicine | MIT |
| the same; endings and learned rules of `briefing/lexicon/tagging.yml` | counts in 101 documents of GUM, the Georgetown University Multilayer corpus (Amir Zeldes and others) | annotations CC BY 4.0; texts CC BY, CC BY-SA or public domain, of which no sentence is kept |

The terms of MIT stand in `briefing/text/NOTICE.txt`.
"""


def locked() -> dict[str, str]:
    """Return the version of each package of the lock."""
    text = (ROOT / "locks" / "dev.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.M))


def licence(name: str) -> str:
    """Return what a package says that its licence is."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    if expression := about["License-Expression"]:
        return expression
    classes = [
        row.split(" :: ")[-1] for row in about.get_all("Classifier") or () if row.startswith("License")
    ]
    if classes:
        return " / ".join(classes)
    stated = READ.get(name) or (about["License"] or "").strip()
    if not stated or stated == "UNKNOWN" or "\n" in stated:
        raise SystemExit(f"{name} states no licence: read it, and say here what it is")
    return stated


def needed(wanted: Iterable[str]) -> Iterator[str]:
    """Yield the names of what requirements bring in here, each once."""
    waiting, seen = [Requirement(text) for text in wanted], set()
    while waiting:
        found = waiting.pop()
        extras = found.extras or {""}
        if found.marker and not found.marker.evaluate({"extra": ""}):
            continue
        name = canonicalize_name(found.name)
        if (name, frozenset(extras)) in seen:
            continue
        seen.add((name, frozenset(extras)))
        yield name
        try:
            rows = [Requirement(text) for text in requires(name) or ()]
        except PackageNotFoundError:
            continue
        for row in rows:
            if row.marker is None or any(row.marker.evaluate({"extra": extra}) for extra in extras):
                row.marker = None
                waiting.append(row)


def table(names: Iterable[str], versions: dict[str, str]) -> Iterator[str]:
    yield "| package | version | licence |"
    yield "|---|---|---|"
    for name in sorted(names):
        yield f"| {name} | {versions[name]} | {licence(name)} |"


def page() -> str:
    """Return the whole list."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = locked()
    every = set(needed(project["dependencies"]))
    extras = {name: set(needed(rows)) - every for name, rows in project["optional-dependencies"].items()}
    del extras["dev"]
    carried = set(chain.from_iterable(extras.values()))
    groups = {
        "Every desk": every,
        f"The extras {', '.join(sorted(extras))}": carried,
        "Development alone, and other systems": versions.keys() - every - carried,
    }
    lines = [HEAD, DATA]
    for title, names in groups.items():
        lines += [f"## {title}", "", *table(names, versions), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
