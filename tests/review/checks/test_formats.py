"""What check prints: by file for people, annotations that no text can break out of, JSON, SARIF 2.1.0."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from briefing.model import Problem
from briefing.review.checks import RULES, formats, ranked

HOSTILE = "x\n::error::owned\r::set-output name=a::b ##[error]c 100% \x1b[31m \u202eevil"


def problem(**fields: Any) -> Problem:
    return Problem(**({"where": "content/briefs/a.yml", "what": "is wrong", "rule": "quotes"} | fields))


def many(count: int, **fields: Any) -> list[Problem]:
    return [problem(line=number + 1, column=1, **fields) for number in range(count)]


def test_text_groups_by_file_and_counts() -> None:
    said = formats.text(
        [
            problem(line=12, column=5, hint="Mend it."),
            problem(where="seeds/b.txt", severity="warning", rule="stale"),
            problem(line=3, column=1, what="is odd"),
        ]
    )
    assert said == (
        "content/briefs/a.yml\n"
        "      3:1  error    is odd  [quotes]\n"
        "     12:5  error    is wrong  [quotes]\n"
        "                    Mend it.\n"
        "\n"
        "seeds/b.txt\n"
        "        -  warning  is wrong  [stale]\n"
        "\n"
        "2 errors, 1 warning in 2 files.\n"
    )


def test_github_annotation_in_its_exact_form() -> None:
    said = formats.github([problem(where="content/a,b:c%.yml", line=2, column=7, what="50%", hint="Go on.")])
    first = said.splitlines()[0]
    assert first == "::error file=content/a%2Cb%3Ac%25.yml,line=2,col=7,title=quotes::50%25%0AGo on."


@pytest.mark.parametrize("field", ["where", "what", "hint"])
def test_no_text_becomes_a_command_of_the_runner(field: str) -> None:
    said = formats.github([problem(**{field: HOSTILE})])
    commands = [line for line in said.splitlines() if line.lstrip().startswith("::")]
    assert [line[:9] for line in commands] == ["::error f", "::group::", "::endgrou"]
    logged = said[said.index("::group::") :]
    assert "##[" not in logged
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", said)


def test_github_shows_ten_of_a_kind_ranked_and_says_how_many_more() -> None:
    said = formats.github(
        [*many(14, rule="tradecraft"), *many(3, rule="merge"), *many(12, severity="warning")]
    )
    lines = said.splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == 10
    assert ["title=merge" in line for line in errors] == [True] * 3 + [False] * 7
    assert sum(line.startswith("::warning") for line in lines) == 10
    (notice,) = (line for line in lines if line.startswith("::notice"))
    assert "9 problems more" in notice
    assert "merge 3, quotes 12, tradecraft 14" in notice
    assert sum("[tradecraft]" in line for line in lines) == 14


def test_json_says_all() -> None:
    (row,) = json.loads(formats.as_json([problem(line=2, column=3, hint="“Mend” it.")]))
    assert row == {
        "path": "content/briefs/a.yml",
        "line": 2,
        "column": 3,
        "rule": "quotes",
        "severity": "error",
        "message": "is wrong",
        "hint": "“Mend” it.",
    }


# The parts of the SARIF 2.1.0 schema that a log of ours uses: type, required and allowed properties.
SHAPES: dict[str, tuple[dict[str, str], set[str]]] = {
    "log": ({"$schema": "uri", "version": "=2.1.0", "runs": "[run]"}, {"version", "runs"}),
    "run": ({"tool": "tool", "columnKind": "columnKind", "results": "[result]"}, {"tool"}),
    "tool": ({"driver": "driver"}, {"driver"}),
    "driver": ({"name": "text", "version": "text", "rules": "[rule]"}, {"name"}),
    "rule": ({"id": "text", "shortDescription": "message"}, {"id"}),
    "message": ({"text": "text"}, {"text"}),
    "result": (
        {"ruleId": "text", "ruleIndex": "index", "level": "level", "message": "message", "locations": "[location]"},
        {"message"},
    ),
    "location": ({"physicalLocation": "physical"}, set()),
    "physical": ({"artifactLocation": "artifact", "region": "region"}, {"artifactLocation"}),
    "artifact": ({"uri": "uri"}, set()),
    "region": ({"startLine": "from one", "startColumn": "from one"}, set()),
}  # fmt: skip


def valid(value: Any, shape: str) -> None:
    if shape.startswith("["):
        assert isinstance(value, list)
        for item in value:
            valid(item, shape.strip("[]"))
    elif shape in SHAPES:
        allowed, required = SHAPES[shape]
        assert required <= set(value) <= set(allowed), (shape, value)
        for key, below in value.items():
            valid(below, allowed[key])
    elif shape.startswith("="):
        assert value == shape[1:]
    elif shape == "uri":
        assert isinstance(value, str)
        assert not re.search(r"[\s\\<>\"{}|^`\x00-\x1f\x7f-\uffff]", value)
    elif shape == "level":
        assert value in ("none", "note", "warning", "error")
    elif shape == "columnKind":
        assert value in ("utf16CodeUnits", "unicodeCodePoints")
    elif shape in ("index", "from one"):
        assert isinstance(value, int)
        assert value >= (shape == "from one")
    else:
        assert isinstance(value, str)
        assert value


def test_sarif_has_the_shape_of_its_schema() -> None:
    problems = [
        problem(where=HOSTILE, what=HOSTILE, line=4, column=9),
        problem(where="content/briefs/ä b.yml", severity="warning", rule="stale"),
    ]
    log = json.loads(formats.sarif(problems))
    valid(log, "log")
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == list(RULES)
    for result, given in zip(run["results"], ranked(problems), strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == given.rule
        assert result["level"] == given.severity
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri) == given.where
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    log = json.loads(formats.sarif([]))
    valid(log, "log")
    assert log["runs"][0]["results"] == []
