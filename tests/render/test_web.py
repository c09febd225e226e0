"""What the web and machines expect: linked data, feed, exports, old addresses."""

from __future__ import annotations

import json
import re
import struct
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from briefing.model import NO_REFERENCE, Brief, ConfigError, Correction
from briefing.render import social_cards
from briefing.render.social_cards import card_file, wrapped
from briefing.storage import record_yaml
from briefing.storage.desk import Desk, Entry, Options, assemble
from tests.desks import RENDERER, SITE, assembled, changed, drafted, raw, rendered, seed_entry

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def entry(seed_brief: Brief) -> Entry:
    return seed_entry(seed_brief)


def test_linked_data_names_what_a_brief_is_about_and_based_on(entry: Entry) -> None:
    source = structs.replace(entry.brief.source, url="https://paper.example/1", publisher="Paper")
    note = Correction(date=date(2025, 3, 4), note="The place was wrong.")
    made = changed(entry, source=source, corrections=(note,))
    data = json.loads(rendered(assembled([made]))[f"briefs/{entry.brief.slug}.html"].data)
    assert data["@type"] == "AnalysisNewsArticle"
    assert data["isBasedOn"] == "https://paper.example/1"
    assert data["citation"]["publisher"]["name"] == "Paper"
    assert [actor["name"] for actor in data["about"]] == [actor.name for actor in entry.brief.actors[:3]]
    assert len(data["mentions"]) == len(entry.brief.actors) - 3
    assert data["dateModified"] == "2025-03-04"
    assert data["correction"][0]["text"] == "The place was wrong."
    assert "ClaimReview" not in json.dumps(data)


def test_linked_data_has_no_address_where_the_site_has_none(entry: Entry) -> None:
    made = assembled([entry], Options(source_text="full", site_name="Desk"))
    page = rendered(made)[f"briefs/{entry.brief.slug}.html"]
    allowed = {  # what the record and its reference name elsewhere: the vocabulary, actors, works
        "@context": r"https://schema\.org",
        "sameAs": r"https://www\.wikidata\.org/entity/Q\d+",
        "citation": r"https://.+",
    }
    addresses = [*_addresses(json.loads(page.data))]
    assert {"@context", "sameAs"} <= {key for key, _ in addresses}
    assert [row for row in addresses if not re.fullmatch(allowed.get(row[0], ""), row[1])] == []
    assert SITE.site_url not in page.data
    assert "feed.xml" not in raw(made)


def _addresses(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield (key, address) of every address in linked data; what is inside a citation is under its name."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _addresses(value, key if key == "citation" else name)
    elif isinstance(data, list):
        for value in data:
            yield from _addresses(value, key)
    elif "://" in str(data) or "html" in str(data):
        yield key, str(data)


def test_the_feed_is_atom_with_stable_ids_and_dates_of_the_records(entry: Entry) -> None:
    reviewed = changed(entry, status="reviewed", reviewed=date(2025, 3, 2))
    other = drafted("Anna Berg met Karl Weiss in Paris on Monday.", "2025-03-01-berg")
    feed = ET.fromstring(raw(assembled([reviewed, other]))["feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}updated") for e in entries] == ["2025-03-02T00:00:00Z", "2025-03-01T00:00:00Z"]
    assert entries[0].findtext(f"{ATOM}published") == "2025-02-28T00:00:00Z"
    assert feed.findtext(f"{ATOM}updated") == "2025-03-02T00:00:00Z"
    assert feed.findtext(f"{ATOM}id") == "https://example.org/desk/index.html"


def test_a_renamed_brief_keeps_its_id_in_the_feed(entry: Entry) -> None:
    before = ET.fromstring(raw(assembled([entry]))["feed.xml"])
    slug = "2025-02-28-new-name"
    options = structs.replace(SITE, renamed={entry.brief.slug: slug})
    after = ET.fromstring(raw(assembled([changed(entry, slug=slug)], options))["feed.xml"])
    path = f"{ATOM}entry/{ATOM}id"
    assert before.findtext(path) == after.findtext(path)


def test_an_undated_brief_stays_out_of_the_feed(undated_brief: Brief) -> None:
    feed = ET.fromstring(raw(assembled([seed_entry(undated_brief)]))["feed.xml"])
    assert not feed.findall(f"{ATOM}entry")


def test_records_stand_beside_their_briefs_and_in_one_file(entry: Entry) -> None:
    other = drafted("Anna Berg met Karl Weiss in Paris on Monday.", "2025-03-01-berg")
    files = raw(assembled([other, entry]))
    beside = record_yaml.load_json(files[f"briefs/{entry.brief.slug}.json"], Brief, "x")
    assert beside == entry.brief
    lines = files["briefs.jsonl"].splitlines()
    assert [json.loads(line)["slug"] for line in lines] == [entry.brief.slug, "2025-03-01-berg"]


def test_an_old_address_leads_on(entry: Entry) -> None:
    slug = entry.brief.slug
    made = rendered(assembled([entry], structs.replace(SITE, renamed={"oldest": "old", "old": slug})))
    for old in ("oldest", "old"):
        for folder in ("briefs", "sources"):
            assert made[f"{folder}/{old}.html"].moved_to == f"{slug}.html"


def test_an_old_address_of_what_is_not_published_leaves_no_trace(entry: Entry) -> None:
    options = structs.replace(SITE, publish="reviewed", renamed={"secret-old": entry.brief.slug})
    made = assemble([entry], NO_REFERENCE, options, drafts=False)
    assert not [path for path in (*rendered(made), *raw(made)) if "secret" in path or "shoigu" in path]
    everything = "".join(page.body for page in rendered(made).values())
    assert "Shoigu" not in everything


@pytest.mark.parametrize("renamed", [{"a": "b", "b": "a"}, {"2025-02-28-xi-shoigu-beijing": "x"}])
def test_an_old_address_that_cannot_be_is_refused(entry: Entry, renamed: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="renamed"):
        rendered(assembled([entry], structs.replace(SITE, renamed=renamed)))


def test_a_slug_that_takes_the_address_of_a_list_is_refused(entry: Entry) -> None:
    with pytest.raises(ConfigError, match=r"two pages have the address briefs/index\.html"):
        rendered(assembled([changed(entry, slug="Index")]))


# -- pictures for other sites -------------------------------------------------------------------

WITH_CARDS = structs.replace(SITE, cards=True)


def cards_of(made: Desk) -> dict[str, bytes]:
    found = (card_file(entry, made.options, RENDERER) for entry in made.entries)
    return {file.path: file.data for file in found if file}


def test_a_brief_has_a_picture_where_the_desk_asks_for_it(entry: Entry) -> None:
    path = f"briefs/{entry.brief.slug}"
    made = assembled([entry], WITH_CARDS)
    data = cards_of(made)[f"{path}.png"]
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (1200, 630)
    assert len(data) < 60_000
    assert cards_of(made) == {f"{path}.png": data}, "the same bytes each time"
    other = assembled([changed(entry, status="reviewed")], WITH_CARDS)
    assert cards_of(other)[f"{path}.png"] != data, "it shows the status"
    assert rendered(made)[f"{path}.html"].image == f"https://example.org/desk/{path}.png"


def test_there_is_no_picture_by_itself_without_an_address_or_with_a_letter_that_the_font_lacks(
    entry: Entry,
) -> None:
    korean = changed(entry, title="Moon Jae-in (문재인) in Panmunjom")
    for made in (
        assembled([entry], SITE),
        assembled([entry], structs.replace(WITH_CARDS, site_url="")),
        assembled([korean], WITH_CARDS),
    ):
        assert cards_of(made) == {}
        assert rendered(made)[f"briefs/{entry.brief.slug}.html"].image == ""


def test_without_the_extra_the_build_says_what_to_install(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    social_cards.drawing.cache_clear()
    with pytest.raises(ConfigError, match="not installed"):
        cards_of(assembled([entry], WITH_CARDS))
    assert cards_of(assembled([entry])) == {}


@pytest.mark.parametrize("title", ["x" * 300, "WWW MMM " * 20, "Űrhajó a Ђорђе Łódź", "a"])
def test_a_title_of_any_length_fits_its_picture(entry: Entry, title: str) -> None:
    assert len(cards_of(assembled([changed(entry, title=title)], WITH_CARDS))) == 1
    assert all(len(line) <= 60 for line in wrapped(title, 20))
