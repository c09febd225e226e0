"""What is wrong in the files of a desk, with the line and what to do: a module each kind of check.

Each check is a pure function from what was read to problems; `RULES` says what each rule asks for.
Links need pages, which are made of the records that nothing else is wrong with.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from briefing.model import Problem
from briefing.review.checks.context import CheckContext, RecordFile, problem_of
from briefing.review.checks.desk import Site, found
from briefing.review.checks.worker import of_record

__all__ = ["RULES", "CheckContext", "RecordFile", "Site", "found", "of_record", "problem_of", "ranked"]

RULES = {
    "merge": "Nothing is left of a merge that git could not make.",
    "schema": "A file has the form that the schema gives it.",
    "seed": "A seed is a text that can be read.",
    "quotes": "Every quote stands verbatim at its place in the seed.",
    "stale": "Every seed has a record, built from the seed as it is.",
    "conflicts": "What people and the machine disagree on is settled.",
    "proposals": "What a newer engine proposes for an approved brief is taken or turned down.",
    "approvals": "A brief is as it was approved, and by as many people as the desk asks for.",
    "ids": "Ids are unique in a record.",
    "references": "What refers to an actor or an episode finds it.",
    "dates": "Dates do not contradict each other.",
    "status": "Who reviewed a brief, and why one was retracted, is said.",
    "links": "Links inside the site lead somewhere.",
    "words": "Every word that a template asks for stands in words.yml, and no other.",
    "reference": "The reference is whole: ids, dates, sources.",
    "cache": "What can be made again is not in git.",
    "hidden": "No character that nobody sees stands in a text or in what people write.",
    "tradecraft": "Notes keep likelihood and confidence apart, and name their evidence.",
}
"""The rules, the most urgent first: where an output is cut, what stands first is shown."""

SEVERITIES = ("error", "warning", "notice")


def ranked(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with the most urgent first: errors by rule, then warnings, then notices; by place."""
    order = list(RULES)
    by_place = sorted(problems, key=attrgetter("where", "line", "column", "what"))
    return sorted(by_place, key=lambda p: (SEVERITIES.index(p.severity), order.index(p.rule)))
