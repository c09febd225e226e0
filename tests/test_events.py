"""Events: the timeline of the real seed, and the cases of tests/cases/events."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from briefing import dates, events, sentences
from briefing.lexicon import load
from briefing.model import Article, Cast, Event, Source, Span

SEED = Path(__file__).parents[1] / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"
NOBODY = Cast(actors=(), mentions=())


def timeline(text: str, published: date | None) -> list[Event]:
    """Return the events of a text, nobody known."""
    source = Source(sha256="", date=published)
    article = Article(slug="case", text=text, body=Span(0, len(text)), source=source)
    document = sentences.document(article, load())
    found = events.find(document, NOBODY, dates.find(document, load()), load())
    return [item.item for item in found]


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
