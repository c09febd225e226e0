"""Events: the timeline of the real seed, and the cases of tests/cases/events.

An expected event is written "date: text"; the date as in the cases of dates, `+` after what is to come.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from briefing.extract import dates, events
from briefing.lexicon import load
from briefing.model import Actor, Article, Cast, Event, Mention, Source, Span, Spans
from briefing.text import sentences
from tests import CASE_FILES, ROOT

SEED = ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"
HERE = CASE_FILES / "events"
CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}-{number}", case)
    for path in sorted(HERE.glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), start=1)
]
WIDTHS = {"day": 10, "month": 7, "year": 4}
NOBODY = Cast(actors=(), mentions=())


def timeline(text: str, published: date | None, cast: Cast = NOBODY) -> list[Event]:
    """Return the events of a text."""
    source = Source(sha256="", date=published)
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    document = sentences.document(article, load())
    found = events.find(document, cast, dates.find(document, load()), load())
    return [item.item for item in found]


def written(event: Event) -> str:
    """Return an event as the cases write it."""
    when = event.when
    if when.era:
        time = when.era
    elif when.offset is not None:
        time = f"offset {when.offset}"
    elif when.earliest is None:
        time = "-"
    elif when.precision in WIDTHS:
        time = when.earliest.isoformat()[: WIDTHS[when.precision]]
    else:
        time = f"{when.earliest}..{when.latest}"
    return f"{time}: {event.text}" + (" +" if when.scheduled else "")


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = timeline(case["text"], case.get("published"))
    assert [written(event) for event in found] == case["events"], case["why"]
    for event in found:
        assert event.text == " […] ".join(span.of(case["text"]) for span in event.at)
        assert event.when.text == event.when.at[0].of(case["text"])


def test_actors_and_place_come_from_the_clause() -> None:
    text = "Morrow met Lind in Oslo on Monday a day after a vote in Riga on Sunday."
    names = (("Morrow", "person"), ("Lind", "person"), ("Oslo", "place"), ("Riga", "place"))
    mentions = tuple(
        Mention(
            span=Span(text.index(name), text.index(name) + len(name)),
            kind="person" if kind == "person" else "place",
            sentence=0,
            actor=name.lower(),
        )
        for name, kind in names
    )
    actors = tuple(
        Actor(id=name.lower(), name=name, kind="person", mentions=Spans()) for name, _ in names[:2]
    )
    vote, meeting = timeline(text, date(2025, 2, 28), Cast(actors=actors, mentions=mentions))[:2]
    assert (vote.actors, vote.place) == ((), "Riga")
    assert (meeting.actors, meeting.place) == (("morrow", "lind"), "Oslo")


def test_a_month_gives_way_to_its_day() -> None:
    text = "Lind resigned on May 3. The party mourned. Lind resigned in May."
    mentions = tuple(
        Mention(span=Span(at, at + 4), kind="person", sentence=number, actor="lind")
        for at, number in ((0, 0), (text.rindex("Lind"), 2))
    )
    cast = Cast(actors=(Actor(id="lind", name="Lind", kind="person", mentions=Spans()),), mentions=mentions)
    assert [written(one) for one in timeline(text, date(2024, 7, 12), cast)] == [
        "2024-05-03: Lind resigned on May 3"
    ]


@pytest.mark.parametrize(
    "text", ["met on Monday and " * 6_000, "“on Monday " * 8_000, "Today, however, " * 6_000]
)
def test_nasty_text_is_done(text: str) -> None:
    timeline(text, date(2025, 2, 28))


def test_seed_timeline() -> None:
    text = SEED.read_bytes().decode("utf-8")
    found = timeline(text, date(2025, 2, 28))
    by_start = {event.text[:24]: event for event in found}
    assert [event.text == event.at[0].of(text) for event in found] == [True] * len(found)
    istanbul = next(e for e in found if "Istanbul" in e.text)
    assert (istanbul.when.earliest, istanbul.when.latest) == (date(2025, 2, 27), date(2025, 2, 27))
    assert istanbul.text.startswith("a six-hour meeting")
    for words in ("met with Sergey Shoigu", "arrived in Beijing"):
        assert next(e for e in found if words in e.text).when.earliest == date(2025, 2, 28)
    trump = next(e for e in found if "Donald Trump" in e.text)
    assert trump.when.scheduled
    assert trump.when.earliest == date(2025, 2, 28)
    assert found[-1] is trump
    visit = next(e for e in found if "second visit" in e.text)
    assert visit.when.precision == "period"
    assert [e.when.era for e in found[:2]] == ["cold-war", "cold-war"]
    assert "drawing China" in found[1].text
    assert not any("Today" in e.text for e in found)
    assert by_start


def test_seed_without_a_publication_date() -> None:
    text = SEED.read_bytes().decode("utf-8")
    found = timeline(text, None)
    assert all(e.when.earliest is None for e in found)
    offsets = {e.when.text: e.when.offset for e in found if e.when.offset is not None}
    assert offsets == {"Friday": 0, "Thursday": -1, "a day after": 0}
