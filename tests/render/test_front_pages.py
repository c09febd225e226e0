"""The home page, the timeline, weeks, filters, the order of names, cards to embed, the calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec import structs

from briefing import render
from briefing.model import Approval, Brief, Comparison, Correction, Event, Outlook, Quote, When
from briefing.render import home_page
from briefing.render.name_order import family_name
from briefing.storage import desk, reference_files
from briefing.storage.desk import Entry, Options
from tests import ROOT
from tests.desks import RENDERER, SITE, assembled, changed, copies, drafted, raw, rendered, seed_entry

REFERENCE = reference_files.read_reference(ROOT)


@pytest.fixture(scope="module")
def entry(seed_brief: Brief) -> Entry:
    return seed_entry(seed_brief)


def home(entries: list[Entry]) -> str:
    return render.home_body(render.catalogue_of(assembled(entries), RENDERER), RENDERER)


def on(entry: Entry, day: date, slug: str, **fields: object) -> Entry:
    """Return a brief as it would be of another day."""
    return changed(entry, slug=slug, source=structs.replace(entry.brief.source, date=day), **fields)


def coming(text: str, day: date | None) -> Outlook:
    when = When(text="then", earliest=day, latest=day, precision="day") if day else None
    return Outlook(id=f"next-{text[:4]}", text=text, when=when)


# -- the home page ------------------------------------------------------------------------------


def test_the_lead_is_of_the_newest_day_and_no_draft_where_one_was_reviewed(entry: Entry) -> None:
    reviewed = {"status": "reviewed", "approvals": (Approval(by="Ada", on=date(2025, 3, 2)),)}
    old = on(entry, date(2025, 1, 1), "2025-01-01-old", title="Old", **reviewed)
    one = on(entry, date(2025, 3, 1), "2025-03-01-a", title="A draft")
    two = on(entry, date(2025, 3, 1), "2025-03-01-b", title="A reviewed one", **reviewed)
    gone = on(entry, date(2025, 3, 1), "2025-03-01-c", title="A hoax", status="retracted")
    shares = render.catalogue_of(assembled([old, one, two, gone]), RENDERER).shares
    lead = home_page.lead_story([(share, "") for share in shares])
    assert lead is not None
    assert lead[0].facts.title == "A reviewed one"
    body = home([old, one, two, gone])
    assert body.index("A reviewed one") < body.index("A draft") < body.index("Old")
    assert body.count(">A reviewed one<") == 1, "each brief stands once"


def test_what_to_watch_is_seen_from_the_newest_brief_and_the_nearest_stands_first(entry: Entry) -> None:
    newest = on(
        entry,
        date(2025, 3, 10),
        "2025-03-10-new",
        outlook=(coming("talks in May", date(2025, 5, 1)), coming("some day", None)),
    )
    older = on(
        entry,
        date(2025, 3, 1),
        "2025-03-01-old",
        outlook=(
            coming("over by now", date(2025, 3, 9)),
            coming("a vote today", date(2025, 3, 10)),
            coming("gone stale", None),
        ),
    )
    body = home([older, newest])
    watch = body[body.index('id="watch"') : body.index("coming.ics")]
    assert re.findall(r'class="q">([^<]*)<', watch) == ["a vote today", "talks in May", "some day"]
    assert home([newest, older]) == body


def test_the_home_page_has_the_signs_by_which_a_browser_tells_what_is_new(entry: Entry) -> None:
    before, other = home([entry]), home([changed(entry, title="Another title")])
    version = re.compile(rf'data-slug="{entry.brief.slug}" data-version="(\w{{8}})"')
    assert version.findall(before) != version.findall(other)
    assert len(version.findall(before)) == 1
    assert "visit.js" in before
    script = (ROOT / "templates" / "assets" / "visit.js").read_text("utf-8")
    assert not re.search(r"fetch|XMLHttpRequest|sendBeacon|cookie|https?:", script), "it stays in the browser"


# -- filters ------------------------------------------------------------------------------------


def test_a_filter_has_a_rule_for_each_of_its_values(entry: Entry) -> None:
    many = [
        changed(one, source=structs.replace(one.brief.source, tags=("a", f"tag {number}")))
        for number, one in enumerate(copies(entry, 20, a_day=1))
    ]
    body = rendered(assembled(many))["briefs/index.html"].body
    rules = (ROOT / "templates" / "assets" / "more.css").read_text("utf-8")
    marks = set(re.findall(r'<input type="radio" name="by-\w" id="(\w+)"', body)) - {"c0", "t0", "s0"}
    assert len([mark for mark in marks if mark.startswith("t")]) == 12
    for mark in marks:
        assert f"body:has(#{mark}:checked) .f:not(.{mark})" in rules
        assert re.search(rf'<article class="card f [^"]*\b{mark}\b', body)
    assert ">a<i>20" not in body, "what all have hides nothing"


# -- the timeline -------------------------------------------------------------------------------


def event(text: str, day: date | None, era: str | None = None, **fields: object) -> Event:
    when = When(text=text, earliest=day, latest=day, precision="day" if day else None, era=era)
    return structs.replace(Event(id=f"event-{text}", when=when, text=text), **fields)


def test_the_timeline_runs_backwards_by_years_within_the_eras_of_the_reference(entry: Entry) -> None:
    events = (
        event("old", date(1971, 7, 9)),
        event("vague", None, "cold-war"),
        event("now", date(2025, 2, 28)),
        event("then", date(1979, 1, 1)),
        event("before", date(1939, 9, 1)),
    )
    made = desk.assemble([changed(entry, events=events)], REFERENCE, SITE)
    body = rendered(made)["timeline.html"].body
    order = [body.index(f">{text}<") for text in ("now", "vague", "then", "old", "before")]
    assert order == sorted(order)
    band = body[body.index("era-name") : body.index(">before<")]
    assert "<b>Cold War</b> 1945–1991" in band
    assert '<time datetime="1971-07-09">' in band
    assert re.findall(r'href="#(d\d+)"', body) == ["d2020", "d1970", "d1930"]
    for decade in ("d2020", "d1970", "d1930"):
        assert body.count(f'id="{decade}"') == 1


def test_events_are_found_by_their_actors_and_countries(entry: Entry) -> None:
    body = rendered(assembled([entry]))["timeline.html"].body
    mark = re.search(r'id="(a\d+)">Xi Jinping<i>(\d+)<', body)
    assert mark
    rows = re.findall(rf'<li class="\w+ f [^"]*\b{mark[1]}\b', body)
    assert len(rows) == int(mark[2]) > 0


# -- then and now -------------------------------------------------------------------------------


def test_the_list_of_then_and_now_has_both_sides_under_the_name_of_their_theme(entry: Entry) -> None:
    half = Comparison(id="pair-half", era="cold-war", theme="summits", then=Quote(text="one side"))
    pairs = (*entry.brief.comparison, half)
    made = assembled([changed(entry, comparison=pairs)])
    body = rendered(made)["then-and-now.html"].body
    assert "one side" not in body
    assert RENDERER.words["not_told"] not in body
    full = [pair for pair in entry.brief.comparison if pair.then and pair.now]
    themes = {str(RENDERER.words.get(pair.theme, pair.theme)) for pair in full}
    assert full
    assert set(re.findall(r"<h2 id=[^>]*>([^<]*) <small>", body)) == themes
    assert b"one side" in raw(made)["then-and-now.json"], "the data keep all"


# -- weeks --------------------------------------------------------------------------------------


def test_a_week_begins_on_monday_and_leads_to_its_neighbours(entry: Entry) -> None:
    days = (date(2025, 3, 2), date(2025, 3, 3), date(2025, 3, 9), date(2025, 4, 1))
    made = rendered(assembled([on(entry, day, f"{day}-x") for day in days]))
    weeks = sorted(path for path in made if path.startswith("weeks/2"))
    assert weeks == [f"weeks/{day}.html" for day in ("2025-02-24", "2025-03-03", "2025-03-31")]
    middle = made["weeks/2025-03-03.html"].body
    assert middle.count('<article class="card') == 2
    assert 'rel="prev" href="2025-02-24.html"' in middle
    assert 'rel="next" href="2025-03-31.html"' in middle
    assert "weeks/2025-03-31.html" in home([on(entry, day, f"{day}-x") for day in days])


# -- actors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "country", "family"),
    [
        ("Xi Jinping", "CN", "Xi"),
        ("Kim Yong Chol", None, "Kim"),
        ("Andy Kim", "US", "Kim"),
        ("Nguyen Phu Trong", "VN", "Nguyen"),
        ("Szijjártó Péter", "HU", "Szijjártó"),
        ("Viktor Orbán", "HU", "Orbán"),
        ("Bruno Rodríguez Parrilla", "CU", "Rodríguez"),
        ("Ursula von der Leyen", "DE", "Leyen"),
        ("Katrín Jakobsdóttir", "IS", "Katrín"),
        ("Muqtada al-Sadr", "IQ", "Sadr"),
        ("John Smith Jr.", "US", "Smith"),
        ("Lula", "BR", "Lula"),
    ],
)
def test_the_family_name_stands_where_its_language_puts_it(
    name: str, country: str | None, family: str
) -> None:
    assert family_name(name, country, None).of(name) == family


def test_a_name_in_another_script_is_its_person_of_the_reference() -> None:
    texts = {
        "2025-03-01-a": "President Vladimir Putin arrived in Moscow on Saturday.",
        "2025-03-02-b": "Владимир Путин said on Sunday that the talks would go on.",
    }
    entries = [drafted(text, slug, REFERENCE) for slug, text in texts.items()]
    made = rendered(desk.assemble(entries, REFERENCE, SITE))
    body = made["actors/vladimir-putin.html"].body
    assert made["actors/vladimir-putin.html"].title == "Vladimir Putin"
    assert 'lang="und-Cyrl">Владимир Путин<' in body
    assert body.count('<article class="card') == 2


def test_roles_stand_as_bars_over_the_time_of_their_briefs(entry: Entry) -> None:
    made = rendered(assembled(copies(entry, 3, a_day=1)))
    body = made["actors/xi-jinping.html"].body
    roles = body[body.index('id="roles"') : body.index('id="together"')]
    assert re.search(r'<rect x="0.0" width="100.0"', roles)
    assert "1 January 2020" in roles
    assert "3 January 2020" in roles
    one = rendered(assembled([entry]))["actors/xi-jinping.html"].body
    assert "<rect" not in one[one.index('id="roles"') : one.index('id="together"')], "a day is no bar"


# -- sharing ------------------------------------------------------------------------------------


def test_a_brief_has_a_card_without_a_script_for_other_sites(entry: Entry) -> None:
    slug = entry.brief.slug
    made = assembled([entry])
    card = raw(made)[f"briefs/{slug}.embed.html"].decode()
    assert "<script" not in card
    assert f'href="{slug}.html" target="_top"' in card
    assert entry.brief.summary[0].text in card
    page = rendered(made)[f"briefs/{slug}.html"].body
    assert f"&lt;iframe src=&#34;{SITE.site_url}briefs/{slug}.embed.html&#34;" in page
    assert f"{entry.brief.title}\n" in page
    nowhere = rendered(assembled([entry], Options(site_name="Desk")))[f"briefs/{slug}.html"].body
    assert "iframe" not in nowhere
    packed = rendered(assembled([entry], Options(site_name="Desk", pack=True)))[f"briefs/{slug}.html"].body
    assert "embed.html" not in packed


def test_the_card_of_a_retracted_brief_tells_nothing_of_it(entry: Entry) -> None:
    why = Correction(date=date(2025, 3, 9), note="A hoax.", kind="retraction")
    made = assembled([changed(entry, status="retracted", corrections=(why,))])
    card = raw(made)[f"briefs/{entry.brief.slug}.embed.html"].decode()
    assert RENDERER.words["withdrawn"] in card
    assert entry.brief.summary[0].text not in card


def test_the_calendar_is_stamped_from_the_records_and_folds_its_lines(entry: Entry) -> None:
    text = "the ministers, it said; meet again in the old town of the capital, with all who signed in March"
    items = (coming(text, date(2025, 3, 20)), coming("over", date(2025, 1, 1)), coming("no day", None))
    made = assembled([on(entry, date(2025, 3, 10), "2025-03-10-x", outlook=items)])
    data = raw(made)["coming.ics"]
    assert data.count(b"BEGIN:VEVENT") == 1
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    whole = data.replace(b"\r\n ", b"").decode()
    assert "DTSTAMP:20250310T000000Z" in whole
    assert "DTSTART;VALUE=DATE:20250320\r\nDTEND;VALUE=DATE:20250321" in whole
    assert "SUMMARY:the ministers\\, it said\\; meet again" in whole
    assert f"URL:{SITE.site_url}briefs/2025-03-10-x.html#next-the " in whole.replace("\r\n", " ")
