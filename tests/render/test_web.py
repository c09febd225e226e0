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

from briefing.model import NO_REFERENCE, Approval, Brief, ConfigError, Correction, Embargo, Tombstone
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
    assert data["isBasedOn"]["url"] == "https://paper.example/1"
    assert data["isBasedOn"]["datePublished"] == "2025-02-28"
    assert "datePublished" not in data, "a draft has no day of its own"
    assert data["isBasedOn"]["publisher"]["name"] == "Paper"
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


def test_the_json_beside_a_page_has_places_and_nothing_of_what_was_struck(entry: Entry) -> None:
    stone = Tombstone(section="statements", id="said-0000", words="what nobody shall read")
    struck = changed(entry, struck=(stone,), drafted="abcd1234")
    data = raw(assembled([struck]))[f"briefs/{entry.brief.slug}.json"]
    assert b"nobody shall read" not in data
    assert b"abcd1234" not in data
    assert record_yaml.load_json(data, Brief, "x").statements[0].at == entry.brief.statements[0].at


def test_the_feed_is_atom_with_stable_ids_and_dates_of_the_records(entry: Entry) -> None:
    reviewed = changed(entry, status="reviewed", approvals=(Approval(on=date(2025, 3, 2)),))
    other = drafted("Anna Berg met Karl Weiss in Paris on Monday.", "2025-03-01-berg")
    feed = ET.fromstring(raw(assembled([reviewed, other]))["feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}updated") for e in entries] == ["2025-03-02T00:00:00Z", "2025-03-01T00:00:00Z"]
    assert entries[0].findtext(f"{ATOM}published") == "2025-03-02T00:00:00Z"
    assert entries[1].findtext(f"{ATOM}published") is None, "a draft has no day of its own"
    assert entries[1].findtext(f"{ATOM}title") == f"Draft: {other.brief.title}"
    assert feed.findtext(f"{ATOM}updated") == "2025-03-02T00:00:00Z"
    assert feed.findtext(f"{ATOM}id") == "https://example.org/desk/index.html"


def feed_of(made: Desk, path: str = "feed.xml") -> dict[str | None, ET.Element]:
    """Return the entries of a feed by their titles."""
    return {e.findtext(f"{ATOM}title"): e for e in ET.fromstring(raw(made)[path]).findall(f"{ATOM}entry")}


def test_a_feed_tells_of_retractions_and_corrections_and_moves_neither(entry: Entry) -> None:
    title, why = entry.brief.title, Correction(date=date(2025, 3, 9), note="A hoax.", kind="retraction")
    mended = Correction(date=date(2025, 3, 10), note="It was in Paris.")
    reviewed = {"status": "reviewed", "approvals": (Approval(on=date(2025, 3, 2)),)}
    other = changed(drafted("Anna Berg met Karl Weiss in Paris on Monday.", "2025-03-01-berg"), **reviewed)
    taken_back = changed(entry, **reviewed | {"status": "retracted"}, corrections=(why,))
    corrected = changed(other, slug="2025-03-01-weiss", title="Weiss", corrections=(mended,))
    last = changed(other, title="Berg", approvals=(Approval(on=date(2025, 3, 5)),))
    made = feed_of(assembled([taken_back, corrected, last]))
    assert list(made) == ["Berg", "Corrected: Weiss", f"Retracted: {title}"]
    gone = made[f"Retracted: {title}"]
    assert "Retraction, 9 March 2025: A hoax." in (gone.findtext(f"{ATOM}summary") or "")
    assert "Shoigu" not in (gone.findtext(f"{ATOM}summary") or "")
    assert gone.findtext(f"{ATOM}published") == "2025-03-02T00:00:00Z"
    assert gone.findtext(f"{ATOM}updated") == "2025-03-09T00:00:00Z"
    text = made["Corrected: Weiss"].findtext(f"{ATOM}summary") or ""
    assert text.startswith("Correction, 10 March 2025: It was in Paris. Anna Berg")
    page = rendered(assembled([taken_back]))[f"briefs/{entry.brief.slug}.html"]
    assert "sources/" not in page.data, "the text is not there any more"


def test_each_tag_and_each_actor_has_a_feed_and_its_page_leads_there(entry: Entry) -> None:
    tagged = changed(entry, source=structs.replace(entry.brief.source, tags=("Arms Control",)))
    other = drafted("Anna Berg met Karl Weiss in Paris on Monday.", "2025-03-01-berg")
    made = assembled([tagged, other])
    assert list(feed_of(made, "tags/tag-arms-control.xml")) == [f"Draft: {entry.brief.title}"]
    assert list(feed_of(made, "actors/anna-berg.xml")) == [f"Draft: {other.brief.title}"]
    pages = rendered(made)
    assert 'href="anna-berg.xml"' in pages["actors/anna-berg.html"].body
    assert 'href="../tags/tag-arms-control.xml"' in pages["tags/tag-arms-control.html"].body
    nowhere = assembled([tagged, other], Options(site_name="Desk"))
    assert not [path for path in raw(nowhere) if path.endswith(".xml")]


def test_the_day_of_the_desk_is_that_of_the_review_or_the_later_one_on_which_it_came_out(
    entry: Entry,
) -> None:
    reviewed = changed(entry, status="reviewed", approvals=(Approval(on=date(2025, 3, 2)),))
    held = structs.replace(
        reviewed, brief=structs.replace(reviewed.brief, publish_after=Embargo("2025-03-05"))
    )
    path = f"briefs/{entry.brief.slug}.html"
    for made, day in ((reviewed, date(2025, 3, 2)), (held, date(2025, 3, 5)), (entry, None)):
        page = rendered(assembled([made]))[path]
        assert page.published == day
        assert json.loads(page.data).get("datePublished") == (str(day) if day else None)
        assert json.loads(page.data)["isBasedOn"]["datePublished"] == "2025-02-28"


def test_two_like_texts_give_no_page_an_id_twice() -> None:
    text = (
        "Ann Lee met Bob Cole. During the Cold War, the US viewed the Soviet Union as the greatest threat. "
        "Today it views China as the greatest threat, Lee said on Monday."
    )
    made = rendered(assembled([drafted(text, "2025-03-01-a"), drafted(text, "2025-03-01-b")]))
    assert "the greatest threat" in made["then-and-now.html"].body
    for page in made.values():
        ids = re.findall(r'\sid="([^"]*)"', page.body)
        assert sorted(set(ids)) == sorted(ids), page.path


def test_a_renamed_brief_keeps_its_id_in_the_feed(entry: Entry) -> None:
    before = ET.fromstring(raw(assembled([entry]))["feed.xml"])
    slug = "2025-02-28-new-name"
    options = structs.replace(SITE, renamed={entry.brief.slug: slug})
    path = f"{ATOM}entry/{ATOM}id"
    for made in (
        assembled([changed(entry, slug=slug)], options),
        assembled([changed(entry, slug=slug, former_slugs=(entry.brief.slug, "2025-02-28-between"))]),
    ):
        assert before.findtext(path) == ET.fromstring(raw(made)["feed.xml"]).findtext(path)


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
