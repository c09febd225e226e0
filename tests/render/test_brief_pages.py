"""The pages of a brief, of its source and of what leads to them, without a browser."""

from __future__ import annotations

import gzip
import html
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import structs

from briefing import lexicon, render
from briefing.extract import pipeline
from briefing.model import Approval, Assessment, Brief, Correction, Reference, Statement
from briefing.render import brief_view, citation, locator_map, urls, view_models
from briefing.render.brief_page import brief_page
from briefing.storage import briefs, desk, seed_files
from briefing.storage.desk import Entry, Options
from tests import ROOT
from tests.desks import RENDERER, SITE, assembled, changed, drafted, raw, rendered, seed_entry
from tests.render.visible_words import visible_words

ORDER = [
    *("key-points", "outlook", "then-and-now", "said", "figures", "who", "timeline"),
    *("where", "assessment", "provenance"),
]
EMOJI = "🕊️🤝 PARIS, 1 March 2025. President Anna Berg met Karl Weiss 🇫🇷 in Paris. Berg said that “the door is open”."


@pytest.fixture(scope="module")
def entry(seed_brief: Brief) -> Entry:
    return seed_entry(seed_brief)


@pytest.fixture(scope="module")
def body(entry: Entry) -> str:
    return rendered(assembled([entry]))[f"briefs/{entry.brief.slug}.html"].body


def brief_body(entry: Entry, options: Options = SITE) -> str:
    return rendered(assembled([entry], options))[f"briefs/{entry.brief.slug}.html"].body


def test_the_sections_stand_in_order() -> None:
    page = brief_body(drafted(EMOJI + " An unnamed official said on Monday that talks would go on."))
    found = [name for name in re.findall(r'<h2 id="([\w-]+)"', page) if name in ORDER]
    assert found == [name for name in ORDER if name in found]
    assert {"who", "said", "provenance"} <= set(found)


def test_the_seed_has_every_section_that_it_can_have(body: str) -> None:
    found = [name for name in re.findall(r'<h2 id="([\w-]+)"', body) if name in ORDER]
    assert found == [name for name in ORDER if name not in ("figures", "assessment")]
    assert body.index("<h1") < body.index("28 February 2025") < body.index('class="status draft"')
    assert body.index('class="status draft"') < body.index("bluf") < body.index('class="basis"')


def test_nothing_on_a_brief_page_changes_because_another_brief_came(entry: Entry, body: str) -> None:
    made = rendered(assembled([entry, drafted(EMOJI)]))
    assert made[f"briefs/{entry.brief.slug}.html"].body == body


def test_the_same_desk_gives_the_same_bytes(entry: Entry) -> None:
    made = assembled([entry, drafted(EMOJI)])
    assert rendered(made) == rendered(assembled([drafted(EMOJI), entry]))
    assert raw(made) == raw(assembled([drafted(EMOJI), entry]))


def test_a_brief_page_is_small(body: str) -> None:
    assert len(gzip.compress(body.encode())) < 15_000
    assets = ROOT / "templates" / "assets"
    assert (assets / "style.css").stat().st_size < 17_500, "as a server without compression sends it"
    sheets = [(assets / name).read_bytes() for name in ("style.css", "more.css")]
    assert sum(len(gzip.compress(sheet)) for sheet in sheets) < 8_900, "of pages other than briefs"
    shell = (ROOT / "templates" / "shell.html").read_text("utf-8")
    scripts = re.findall(r"assets/(\w+\.js)", shell)
    assert scripts
    assert sum((assets / name).stat().st_size for name in scripts) < 15_000
    asked = [gzip.compress((assets / f"search.{kind}").read_bytes()) for kind in ("js", "css")]
    assert sum(map(len, asked)) < 13_000, "loaded when the search is opened, and by no page before"


def test_the_source_s_reservations_are_marked_and_nothing_is_added() -> None:
    page = brief_body(drafted("Anna Berg said on Monday that Karl Weiss was likely to resign in May 2025."))
    assert page.count(">likely</span>") >= 1
    words = (Path(ROOT) / "templates" / "words.yml").read_text("utf-8")
    assert not re.search(r"\b(likely|probably|perhaps)\b", words)


def test_a_correction_stands_at_the_head_and_its_day_in_the_change_log(entry: Entry) -> None:
    note = Correction(date=date(2025, 3, 4), note="The place was wrong.", kind="correction")
    page = brief_body(
        changed(
            entry,
            corrections=(note,),
            status="reviewed",
            approvals=(Approval(by="A. B.", on=date(2025, 3, 2)),),
        )
    )
    assert page.count("The place was wrong.") == 1
    log = page[page.index('id="changes"') :]
    assert log.index("2 March 2025") < log.index("4 March 2025") < log.index("correction")


def test_where_nothing_may_be_shown_evidence_is_the_quote_alone(entry: Entry) -> None:
    made = rendered(assembled([entry], structs.replace(SITE, source_text="none")))
    page = made[f"briefs/{entry.brief.slug}.html"].body
    assert "without a subsequent press statement being issued" in page  # the summary quotes it whole
    assert "He stated during the meeting" not in page
    assert "endnotes" not in page
    assert "friendly neighbors" not in made[f"sources/{entry.brief.slug}.html"].body


# -- the source page ----------------------------------------------------------------------------


def test_marks_after_emoji_stand_where_they_should() -> None:
    made = drafted(EMOJI)
    page = rendered(assembled([made]))[f"sources/{made.brief.slug}.html"].body
    received = page[page.index('class="received"') :]
    marked = re.findall(r'class="m ([\w ]+)"[^>]*>([^<]+)<', received)
    names = {text for kind, text in marked if "person" in kind}
    assert names == {"Anna Berg", "Karl Weiss", "Berg"}
    assert ("said", "the door is open") in marked


def test_the_text_of_the_source_page_is_the_text_as_received(entry: Entry) -> None:
    page = rendered(assembled([entry]))[f"sources/{entry.brief.slug}.html"].body
    shown = re.sub(r'<a class="(n|sign)"[^>]*>[^<]*</a>', "", page[page.index('class="received"') :])
    shown = html.unescape(re.sub(r"<[^>]+>", "", shown.split(">", 1)[1]))
    assert shown.split() == entry.article.text.split()


def test_every_mark_leads_to_its_actor_or_item(entry: Entry) -> None:
    made = rendered(assembled([entry]))
    page = made[f"sources/{entry.brief.slug}.html"].body
    brief = made[f"briefs/{entry.brief.slug}.html"].body
    for statement in entry.brief.statements:
        assert f'{entry.brief.slug}.html#{statement.id}"' in page
        assert f'id="{statement.id}"' in brief
    for actor in entry.brief.actors:
        assert not actor.mentions or f"actors/{actor.id}.html" in page


def test_a_text_in_another_language_than_the_interface_says_so(entry: Entry) -> None:
    german = {**RENDERER.words, "lang": "de"}
    assert view_models.language(entry, words=german) == ' lang="en"'
    assert view_models.language(entry, words=RENDERER.words) == ""


# -- citing, editing, reporting -------------------------------------------------------------------


def test_citations(entry: Entry) -> None:
    title = "Talks {at} 100% & “more”"
    cited = citation.citations(changed(entry, title=title), SITE, RENDERER.words)
    address = f"https://example.org/desk/briefs/{entry.brief.slug}.html"
    assert cited.plain == f"{title}. Desk, 28 February 2025; draft; {address}."
    assert cited.chicago == f"Desk. “{title}.” 28 February 2025. {address}."
    assert r"title = {{Talks \{at\} 100\% \& “more”}}" in cited.bibtex
    assert cited.bibtex.count("{") == cited.bibtex.count("}")
    assert "month = feb," in cited.bibtex


def test_a_citation_names_what_the_brief_is_based_on(entry: Entry) -> None:
    source = structs.replace(entry.brief.source, author="A. Writer", title="Headline", publisher="Paper")
    cited = citation.citations(changed(entry, source=source), Options(site_name="Desk"), RENDERER.words)
    assert cited.chicago.endswith("Based on A. Writer, “Headline”, Paper.")
    assert "url" not in cited.bibtex


@pytest.mark.parametrize(
    ("repository", "start"),
    [
        ("https://github.com/desk/site", "https://github.com/desk/site/issues/new?title=Mistake%20in"),
        ("https://gitlab.com/desk/site/", "https://gitlab.com/desk/site/-/issues/new?issue%5Btitle%5D="),
        ("https://code.example.org/site", ""),
        ("", ""),
    ],
)
def test_a_mistake_is_reported_where_the_repository_is(entry: Entry, repository: str, start: str) -> None:
    link = urls.report(structs.replace(SITE, repo_url=repository), entry.brief, RENDERER.words)
    assert link.startswith(start)
    assert bool(link) == bool(start)
    assert "\n" not in link


def test_the_record_can_be_edited_where_the_repository_is_known(entry: Entry) -> None:
    options = structs.replace(SITE, repo_url="https://github.com/desk/site", edit_uri="edit/main/content/")
    link = f"https://github.com/desk/site/edit/main/content/briefs/{entry.brief.slug}.yml"
    assert link in brief_body(entry, options)
    assert "edit/main" not in brief_body(entry)


# -- words ----------------------------------------------------------------------------------------


def test_no_interface_word_hides_behind_a_method_of_the_table() -> None:
    methods = {name for name in dir(dict) if not name.startswith("_")}
    for path in (ROOT / "templates").rglob("*.html"):
        assert not methods & set(re.findall(r"words\.(\w+)", path.read_text("utf-8"))), path


def test_every_word_that_a_template_uses_is_there() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        for key in re.findall(r"\bwords\.(\w+)", path.read_text("utf-8")):
            assert key in RENDERER.words, f"{path.name} uses words.{key}"


def test_hostile_text_stays_text() -> None:
    entry = drafted("Anna Berg said on Monday that “<script>alert(1)</script> is & was \u2028 done”.")
    hostile = changed(entry, title="</script><img src=x onerror=alert(1)>", notes="<b onclick=x>n</b>")
    page = rendered(assembled([hostile]))[f"briefs/{entry.brief.slug}.html"]
    assert "<script" not in page.body
    assert "<img" not in page.body
    assert "<b onclick" not in page.body
    assert not set("<>&\u2028") & set(page.data)


def test_a_renderer_says_which_template_is_missing(tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text("lang: en\n", "utf-8")
    with pytest.raises(Exception, match=r"pages/list\.html is missing"):
        render.Renderer(tmp_path).render("list", "")


# -- as long as its source, each fact once ----------------------------------------------------------

DEMO = sorted((ROOT / "examples" / "desk" / "seeds").glob("*.txt"))
PEOPLE = ["Anna Berg", "Karl Weiss", "Leon Roth", "Maria Stein", "Jon Holm"]
SENTENCES = [
    "{a}, the foreign minister of Norway, met {b} of Finland in Oslo on {day} to talk about the strait.",
    "{a} said that the two ports should open again before the winter and that nobody wanted a quarrel.",
    "{b} denied that Finland had closed the ports in the winter, and called for talks.",
    "At least {n} people were killed in the storm, the health ministry said.",
    "Norway will send two ships to the strait, and the ministers will meet again on 20 May 2025.",
    "In 1975, the two states signed a treaty on fishing, which ended a long dispute.",
    "“The door is open,” {a} told reporters after the meeting in Helsinki.",
    "Sweden pledged $300 million in aid for the harbours, according to officials.",
    "The opposition has long asked for a vote in parliament on the treaty.",
    "During the Cold War, Finland stood between the blocs. Today it is a member of the alliance.",
]


def generated(number: int) -> Entry:
    """Return a brief of sentences in an order of their own, of 40 to 200 words."""
    order = [SENTENCES[0], *(SENTENCES[(number * 7 + step * 3) % 10] for step in range(number % 9 + 5))]
    names = {"a": PEOPLE[number % 5], "b": PEOPLE[(number + 2) % 5], "day": "Friday", "n": 10 + number}
    return drafted(
        " ".join(dict.fromkeys(order)).format(**names), f"2025-03-{number % 28 + 1:02}-made-{number}"
    )


def within(entry: Entry, page: str) -> bool:
    words = len(entry.article.text[entry.article.body.start :].split())
    return len(visible_words(page)) <= words * (1.1 if words >= 150 else 1.4)


def test_a_page_is_no_longer_than_its_source(entry: Entry, reference: Reference) -> None:
    words = lexicon.load()
    texts = [seed_files.read_seed(path) for path in DEMO]
    demo = [briefs.entry(pipeline.draft(text, words, reference), text, words) for text in texts]
    entries = [entry, *demo, *map(generated, range(30))]
    made = desk.assemble(entries, reference, SITE)
    pages = {one.brief.slug: brief_page(one, made, RENDERER).body for one in entries}
    assert [slug for one in entries if not within(one, pages[slug := one.brief.slug])] == []
    assert all(len(page.encode()) <= 60 * 1024 for page in pages.values())
    for one in entries:
        drawn = locator_map.locator_map(one.brief)
        assert drawn is None or len(drawn.land) + len(drawn.states) <= 12_000
        assert len(set(re.findall(r'\bid="([^"]+)"', pages[one.brief.slug]))) == len(
            re.findall(r'\bid="([^"]+)"', pages[one.brief.slug])
        )


def test_every_fact_stands_open_once(entry: Entry) -> None:
    for one in (entry, *map(generated, range(10))):
        shown = brief_view.view(one)
        rows = [
            *(row for row in shown.points.shown),
            *(row for row in shown.outlook.shown if not row.home),
            *(row for row in shown.said.shown if isinstance(row.item, Statement)),
            *(row for row in shown.times.shown if not row.home),
        ]
        places = sorted(span for row in rows for span in (row.said or row.item).at)
        overlaps = [(a, b) for a, b in pairwise(places) if a.end - b.start > 0.6 * (b.end - b.start)]
        assert overlaps == [], one.brief.slug


def test_a_pointer_leads_to_an_item_of_the_page(body: str) -> None:
    ways = re.findall(r'class="up" href="#([^"]+)"', body)
    assert ways
    assert all(f'id="{way}"' in body for way in ways)


def test_a_claim_and_its_denial_stand_side_by_side() -> None:
    made = drafted(
        "Norway accused Finland of a quarrel on Friday. Anna Berg said that Finland had closed the northern harbour. "
        "Karl Weiss denied that Finland had closed the harbour."
    )
    page = brief_body(made)
    versus = page[page.index('class="versus"') :]
    assert versus.index("Anna Berg") < versus.index("Karl Weiss") < versus.index("</li>")


def test_the_basis_counts_how_sources_are_named() -> None:
    made = drafted(
        "Norway closed a harbour on Friday. Anna Berg said that the harbour would open. "
        "The health ministry said that nobody was hurt. Officials said that the ships had left. "
        "Norway said that it had no choice."
    )
    counted = brief_view.basis(made.brief)
    assert dict(counted.named) == {"name": 1, "office": 0, "body": 2, "unnamed": 1}
    assert counted.party == 1
    assert "1 by name, 2 by a state or body, 1 unnamed; 1 a party’s claim" in brief_body(made)


def test_a_long_statement_folds_after_sixty_words() -> None:
    words = " ".join(f"word{number}" for number in range(90))
    page = brief_body(
        drafted(f"Anna Berg resigned on Friday. Anna Berg said on Monday that the harbour {words}.")
    )
    said = page[page.index('id="said"') :]
    assert '<details class="rest">' in said
    assert said.index("word40") < said.index('<details class="rest">') < said.index("word89")


def test_the_assessment_of_the_desk_stands_where_people_wrote_one(entry: Entry) -> None:
    assert "assessment" not in brief_body(entry)
    told = Assessment(judgement="The talks will go on.", likelihood="likely", so_what="It is new.")
    page = brief_body(changed(entry, assessment=told, notes="A note."))
    view = page[page.index('id="assessment"') :]
    assert view.index("The talks will go on.") < view.index("It is new.") < view.index("A note.")
    assert "likely" in view[: view.index("It is new.")]


def test_the_map_shows_the_place_and_tints_the_states(entry: Entry) -> None:
    drawn = locator_map.locator_map(entry.brief)
    assert drawn is not None
    assert [spot.name for spot in drawn.spots if spot.main] == ["Beijing"]
    assert set(drawn.names) == {"China", "Russia", "United States", "Ukraine"}
    assert locator_map.locator_map(structs.replace(entry.brief, place=None, events=(), summary=())) is None
