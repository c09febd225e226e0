"""Problems -> text for a terminal, annotations for GitHub, JSON, SARIF 2.1.0."""

from __future__ import annotations

import json
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from briefing import __version__
from briefing.model import Problem
from briefing.review.checks import RULES, ranked
from briefing.review.diff import markdown_escape
from briefing.text import terminal

LISTED = 20
"""Problems that a comment shows."""
MOST = 10
"""Annotations of one severity that GitHub shows for a step."""
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def text(problems: Sequence[Problem]) -> str:
    """Return problems by file, each with its place, its rule and what to do; then a count."""
    lines: list[str] = []
    for where, group in groupby(sorted(problems, key=attrgetter("where")), key=attrgetter("where")):
        lines.append(visible(where))
        for problem in sorted(group, key=attrgetter("line", "column", "what")):
            place = f"{problem.line}:{problem.column}" if problem.column else str(problem.line or "-")
            what = visible(problem.what)
            line = f"  {place:>7}  {problem.severity:<7}  {what}  [{problem.rule}]"
            lines.append(terminal.inert(line))
            if problem.hint:
                lines.append(terminal.inert(f"{'':20}{visible(problem.hint)}"))
        lines.append("")
    return "\n".join([*lines, counted(problems)]) + "\n"


def counted(problems: Sequence[Problem]) -> str:
    """Say how many errors and warnings there are, and in how many files."""
    if not problems:
        return "Nothing is wrong."
    errors = sum(problem.severity == "error" for problem in problems)
    notices = sum(problem.severity == "notice" for problem in problems)
    parts = [_many(errors, "error"), _many(len(problems) - errors - notices, "warning")]
    parts += [_many(notices, "notice")] if notices else []
    return f"{', '.join(parts)} in {_many(len({p.where for p in problems}), 'file')}."


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def visible(words: str) -> str:
    """Return words on one line, with a sign for controls and for what turns the direction of text."""
    return "".join(
        char if unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp") else f"⟦U+{ord(char):04X}⟧"
        for char in words
    )


# -- GitHub ---------------------------------------------------------------------------------------


def github(problems: Sequence[Problem]) -> str:
    """Return workflow commands: ten of a severity, the most urgent, then how many more there are.

    The whole list is in a group of the log.  The escapes are those of GitHub's toolkit.
    """
    lines: list[str] = []
    left = 0
    for severity in ("error", "warning", "notice"):
        mine = [problem for problem in ranked(problems) if problem.severity == severity]
        lines += [_annotation(problem) for problem in mine[:MOST]]
        left += len(mine[MOST:])
    if left:
        rules = Counter(problem.rule for problem in problems)
        kinds = ", ".join(f"{rule} {rules[rule]}" for rule in RULES if rule in rules)
        more = (
            f"{_many(left, 'problem')} more than GitHub shows here; the log of this step lists all ({kinds})."
        )
        lines.append(f"::notice title=check::{_data(more)}")
    log = [f"  {terminal.inert(line)}" if line else "" for line in text(problems).splitlines()]
    return "\n".join([*lines, "::group::All problems", *log, "::endgroup::"]) + "\n"


def _annotation(problem: Problem) -> str:
    places = [f"file={_property(visible(problem.where))}", f"line={problem.line or 1}"]
    if problem.column:
        places.append(f"col={problem.column}")
    places.append(f"title={_property(problem.rule)}")
    message = visible(problem.what) + (f"\n{visible(problem.hint)}" if problem.hint else "")
    return f"::{problem.severity} {','.join(places)}::{_data(message)}"


def _data(words: str) -> str:
    """Escape the message of a workflow command."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    """Escape a property of a workflow command."""
    return _data(words).replace(":", "%3A").replace(",", "%2C")


# -- a comment ------------------------------------------------------------------------------------


def markdown(problems: Sequence[Problem], links: str = "") -> str:
    """Return the most urgent problems as Markdown, each with a link to its line below the address `links`."""
    rows = [f"### Check: {counted(problems)}\n"]
    for problem in ranked(problems)[:LISTED]:
        place = markdown_escape.code(f"{problem.where}:{problem.line}" if problem.line else problem.where)
        where = markdown_escape.linked(place, links, links, problem.where, problem.line)
        words = " ".join(
            markdown_escape.markdown(text, most) for text, most in ((problem.what, 240), (problem.hint, 160))
        )
        rows.append(f"- **{problem.severity}** {where}: {words}")
    if len(problems) > LISTED:
        rows.append(f"- and {len(problems) - LISTED} more, in the log of the step Check")
    return "\n".join(rows) + "\n"


# -- for programs -----------------------------------------------------------------------------------


def as_json(problems: Sequence[Problem]) -> str:
    """Return a list of problems, the most urgent first."""
    rows = [
        {
            "path": problem.where,
            "line": problem.line,
            "column": problem.column,
            "rule": problem.rule,
            "severity": problem.severity,
            "message": problem.what,
            "hint": problem.hint,
        }
        for problem in ranked(problems)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def sarif(problems: Sequence[Problem]) -> str:
    """Return a SARIF log of one run; columns count code points."""
    driver = {
        "name": "briefing-pages",
        "version": __version__,
        "rules": [{"id": rule, "shortDescription": {"text": asks}} for rule, asks in RULES.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(ranked(problems))),
    }
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _results(problems: Sequence[Problem]) -> Iterator[dict[str, Any]]:
    order = list(RULES)
    for problem in problems:
        place: dict[str, Any] = {
            "artifactLocation": {"uri": quote(os.fsencode(problem.where.replace("\\", "/")))}
        }
        if problem.line:
            place["region"] = {"startLine": problem.line}
            if problem.column:
                place["region"]["startColumn"] = problem.column
        message = problem.what + (f" {problem.hint}" if problem.hint else "")
        yield {
            "ruleId": problem.rule,
            "ruleIndex": order.index(problem.rule),
            "level": "note" if problem.severity == "notice" else problem.severity,
            "message": {"text": message},
            "locations": [{"physicalLocation": place}],
        }
