"""A grid of leads: whoever holds whichever office of whatever state is one person, with the office and its mark.

Each lead is made of a mark, a state or a body, an office, a name and a verb; none of them may fail.
"""

from __future__ import annotations

from itertools import product

from tests.extract.entities.test_entities import analysis

ERAS = {
    "": "current",
    "Former ": "former",
    "Then-": "former",
    "Ex-": "former",
    "Acting ": "acting",
    "Interim ": "acting",
    "Incoming ": "elect",
}
WHOSE = ("", "US ", "U.S. ", "Malaysian ", "South Korean ", "NATO ")
OFFICES = (
    "President",
    "Vice President",
    "Prime Minister",
    "Secretary of State",
    "Chief of Staff",
    "Chief Financial Officer",
    "Gen.",
)
NAMES = ("Donald Trump", "Ada Brown", "Xi Jinping", "Israel Katz")
VERBS = ("said on Monday that prices rose.", "and others left on Monday.")
OPENINGS = ("", "On Friday, ")


def read(title: str, name: str, opening: str, verb: str) -> list[tuple[str, str, str]]:
    """Return the persons of a lead with their offices and what marks these, and who said what was said."""
    found = analysis(f"{opening}{title} {name} {verb}")
    people = [actor for actor in found.cast.actors if actor.kind == "person"]
    ids = {actor.id: actor.name for actor in people}
    rows: list[tuple[str, str, str]] = [
        (actor.name, role.title, role.era) for actor in people for role in actor.roles
    ]
    rows += [(actor.name, "", "") for actor in people if not actor.roles]
    return [*rows, *[("said by", ids.get(s.item.speaker or "", "nobody"), "") for s in found.statements]]


def test_no_lead_loses_its_person() -> None:
    wrong = []
    grid = product(ERAS.items(), WHOSE, OFFICES, NAMES, OPENINGS)
    for number, ((mark, era), whose, office, name, opening) in enumerate(grid):
        title = f"{mark}{whose}{office}"
        title = title[0].lower() + title[1:] if opening and mark else title
        verb = VERBS[number // len(OPENINGS) % len(VERBS)]
        said = [("said by", name, "")] if verb.startswith("said") else []
        if (found := read(title, name, opening, verb)) != [(name, title, era), *said]:
            wrong.append((title, name, found))
    assert wrong == []
