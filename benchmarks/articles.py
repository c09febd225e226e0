"""Made-up reports of about 400 words, the same for the same number on any machine.

Each has a meeting, quotations direct and indirect, dates near and far, and every second one a
comparison with the Cold War.  Persons come from a pool that a desk of ten thousand would have; a
few of them and a few states are in many reports, as in the news.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2024, 1, 1)
DAYS = 366
GIVEN = (
    "Ann", "Karim", "Paul", "Maria", "Igor", "Sarah", "Tomas", "Elena", "Victor", "Nadia", "Peter", "Lucia",
    "Omar", "Helen", "Mikhail", "Rosa", "Daniel", "Irina", "Samuel", "Leila", "Anton", "Grace", "Viktor", "Ines",
)  # fmt: skip
FAMILY = (
    "Lindholm", "Nasser", "Okoro", "Torres", "Belov", "Cole", "Novak", "Petrova", "Hartmann", "Costa", "Weiss",
    "Moreau", "Haddad", "Sorensen", "Volkov", "Delgado", "Brandt", "Kuznetsov", "Adeyemi", "Farouk", "Kessler",
    "Marsh", "Orlov", "Silva", "Tanaka", "Varga", "Castell", "Dahl", "Ibrahim", "Jansen", "Kovac", "Laurent",
)  # fmt: skip
OFFICES = (
    "Foreign Minister", "Defense Minister", "President", "Prime Minister", "Ambassador", "Trade Minister",
    "Secretary of State", "General",
)  # fmt: skip
BODIES = (
    "Northern Trade Council", "Arms Control Agency", "Harbour Authority", "Institute for Baltic Studies",
    "Ministry of Energy", "Border Commission", "Grain Board", "Pacific Security Forum", "Space Agency",
    "Central Bank", "Committee on Sanctions", "Arctic Council",
)  # fmt: skip
STATES = (
    ("the United States", "Washington"), ("Russia", "Moscow"), ("China", "Beijing"), ("India", "New Delhi"),
    ("France", "Paris"), ("Japan", "Tokyo"), ("Egypt", "Cairo"), ("Poland", "Warsaw"), ("Germany", "Berlin"),
    ("Turkey", "Ankara"), ("Brazil", "Brasilia"), ("Vietnam", "Hanoi"), ("Norway", "Oslo"), ("Cuba", "Havana"),
    ("South Korea", "Seoul"), ("Ukraine", "Kyiv"), ("Iran", "Tehran"), ("Canada", "Ottawa"),
)  # fmt: skip
THINGS = (
    "missile treaty", "grain embargo", "gas pipeline", "border crossing", "naval base", "satellite programme",
    "trade agreement", "arms delivery", "fishing zone", "nuclear reactor", "sanctions package", "air corridor",
)  # fmt: skip
DAYS_OF_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PAST = (
    "During the Cold War, {a} and the Soviet Union argued over every {thing}. Today, however, {b} and {c} "
    "decide such questions between them.",
    "The dispute is reminiscent of the Cuban missile crisis of 1962, when the United States and the Soviet "
    "Union came close to war. Now {a} and {b} keep a line open at all hours.",
    "Unlike in the 1970s, when detente brought the two blocs together, {a} today sees no reason to trust {b}.",
    "Not since the fall of the Berlin Wall in 1989 has {a} spoken so openly with {b} about a {thing}.",
)


def report(number: int) -> str:
    """Return the text of a report."""
    pick = random.Random(number)  # noqa: S311 (no secret is made)
    (a, seat_a), (b, seat_b), (c, _) = _some(pick, STATES, 3)
    one, two, three = (f"{pick.choice(GIVEN)} {name}" for name in _some(pick, FAMILY, 3))
    first, second, third = (name.split()[1] for name in (one, two, three))
    body, thing, other = pick.choice(BODIES), pick.choice(THINGS), pick.choice(THINGS)
    office, rank = pick.choice(OFFICES), pick.choice(OFFICES)
    day, earlier = pick.choice(DAYS_OF_WEEK), pick.randint(1950, 2015)
    months, share, people = pick.randint(2, 11), pick.randint(3, 60), pick.randint(20, 900)
    past = pick.choice(PAST).format(a=a, b=b, c=c, thing=thing) if number % 2 else ""
    return f"""\
{seat_a.upper()} — {office} {one} of {a} met with {rank} {two} of {b} on {day} to discuss a {thing} that has \
divided the two countries for {months} months. Both sides said after four hours of talks that they would meet \
again before the end of the year.

“We have agreed to go on talking about the {thing},” {first} told reporters in {seat_a}. “Nobody in {b} or in \
{a} wants to see {people} people lose their work over a {other}, and nobody wants a new wall.”

According to the {body}, the two governments have exchanged drafts since {earlier}, but no text was ever \
signed. {third}, who heads the {body}, said that {b} had asked for a guarantee of {share} percent. {three}, the \
head of the {body}, added that the drafts would be published within {months} weeks.

{second} denied that {b} had set a date. “That report is wrong,” he said. He warned that the {other} could not \
wait, and he called on {c} to send observers. A spokesman for the {body} declined to comment on the {other}.

In {earlier}, {a} and {b} broke off all trade after a quarrel over a {other}. Two years later they opened their \
embassies again, and in {earlier + 4} they signed a first paper about the {thing}. {c} joined it on 3 March \
{earlier + 5}. The paper has never been made public, although parts of it were read out in parliament.

The talks took place two days after {first} had visited {seat_b}. Officials of {c} said that they had not been \
told of the visit. “We read about it in the newspapers,” said one diplomat, who asked not to be named. {c} has \
{people} troops in the region and wants to be heard before anything is signed.

{past}

Critics warn that the {thing} will change little. The {body} reported last month that deliveries fell by \
{share} percent in the first half of the year, and that {people} firms had closed. {first} said on {day} that \
{a} would pay its part. “The money is there,” {first} said, “and it will stay there until the {thing} is done.”
"""


def _some(pick: random.Random, pool: tuple[object, ...], count: int) -> list:  # type: ignore[type-arg]
    """Return different members of a pool; the first ones come most often."""
    found: dict[object, None] = {}
    while len(found) < count:
        found.setdefault(pool[int(len(pool) * pick.random() ** 1.7)])
    return list(found)


def write(folder: Path, count: int) -> None:
    """Write so many seeds, spread over one year."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number * DAYS // count)
        (folder / f"{day}-report-{number:05}.txt").write_text(report(number), "utf-8")
