"""What is wrong in the files of a desk, with the line and what to do: a module each kind of check.

Each check is a pure function from what was read to problems; `RULES` says what each rule asks for.
Links need pages, which are made of the records that nothing else is wrong with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from msgspec import structs

from briefing.model import Problem
from briefing.review.checks import (
    dates,
    ids,
    interface_words,
    invisible,
    lifecycle,
    links,
    quotes,
    reference,
    seeds,
    tradecraft,
)
from briefing.review.checks.context import CheckContext, RecordFile, problem_of, read
from briefing.storage.boundary import BriefError, guarded

__all__ = [
    "RULES",
    "CheckContext",
    "RecordFile",
    "found",
    "interface_words",
    "links",
    "problem_of",
    "ranked",
    "read",
    "sound",
]

RULES = {
    "merge": "Nothing is left of a merge that git could not make.",
    "schema": "A file has the form that the schema gives it.",
    "seed": "A seed is a text that can be read.",
    "quotes": "Every quote stands verbatim at its place in the seed.",
    "stale": "Every seed has a record, built from the seed as it is.",
    "conflicts": "What people and the machine disagree on is settled.",
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
Check = Callable[[CheckContext], Iterator[Problem]]
OF_RECORD: tuple[Check, ...] = (
    quotes.check,
    ids.unique,
    ids.resolved,
    dates.check,
    lifecycle.open_conflicts,
    lifecycle.stale,
    lifecycle.statuses,
    invisible.by_people,
    invisible.unlinked,
    tradecraft.check,
    tradecraft.pointers,
)
"""What is asked of each record by itself: a record at which one fails costs the others nothing."""
OF_DESK: tuple[Check, ...] = (
    lifecycle.ledgers,
    lifecycle.missing,
    lifecycle.cached,
    seeds.twice,
    seeds.days,
    reference.check,
    invisible.characters,
)


def found(given: CheckContext) -> list[Problem]:
    """Return what is wrong with the texts, the records and the reference."""
    problems = [*given.unread]
    for record in given.records:
        try:
            with guarded(record.brief.slug):
                one = structs.replace(given, records=(record,))
                problems += [problem for check in OF_RECORD for problem in check(one)]
        except BriefError as error:
            problems.append(record.problem(error.path, "schema", error.what, error.hint))
    return problems + [problem for check in OF_DESK for problem in check(given)]


def sound(given: CheckContext, problems: Iterable[Problem]) -> list[RecordFile]:
    """Return the records from which pages can be made: those with their seed as it is, without an error."""
    broken = {problem.where for problem in problems if problem.severity == "error"}
    return [r for r in given.records if r.article and not r.stale and str(r.path) not in broken]


def ranked(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with the most urgent first: errors by rule, then warnings, then notices; by place."""
    order = list(RULES)
    by_place = sorted(problems, key=attrgetter("where", "line", "column", "what"))
    return sorted(by_place, key=lambda p: (SEVERITIES.index(p.severity), order.index(p.rule)))
