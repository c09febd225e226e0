"""The pages of a brief, of its source and of what leads to them, without a browser."""

from __future__ import annotations

import gzip
import html
import re
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from briefing import render
from briefing.model import Approval, Brief, Correction
from briefing.render import citation, urls, view_models
from briefing.storage.desk import Entry, Options
from tests import ROOT
from tests.desks import RENDERER, SITE, assembled, changed, drafted, raw, rendered, seed_entry

ORDER = ["key-points", "who", "said", "then-and-now", "background", "not-said", "provenance", "changes"]
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
    assert {"who", "said", "provenance", "changes"} <= set(found)


def test_the_seed_has_every_section_that_it_can_have(body: str) -> None:
    found = [name for name in re.findall(r'<h2 id="([\w-]+)"', body) if name in ORDER]
    assert found == [name for name in ORDER if name != "not-said"]
    assert body.index("<h1") < body.index("28 February 2025") < body.index('class="status draft"')
    assert body.index('class="status draft"') < body.index("sources/") < body.index("bluf")


def test_nothing_on_a_brief_page_changes_because_another_brief_came(entry: Entry, body: str) -> None:
    made = rendered(assembled([entry, drafted(EMOJI)]))
    assert made[f"briefs/{entry.brief.slug}.html"].body == body


def test_the_same_desk_gives_the_same_bytes(entry: Entry) -> None:
    made = assembled([entry, drafted(EMOJI)])
    assert rendered(made) == rendered(assembled([drafted(EMOJI), entry]))
    assert raw(made) == raw(assembled([drafted(EMOJI), entry]))


def test_a_brief_page_is_small(body: str) -> None:
    assert len(gzip.compress(body.encode())) < 60_000
    assets = ROOT / "templates" / "assets"
    assert (assets / "style.css").stat().st_size < 15_000, "as a server without compression sends it"
    assert sum(len(gzip.compress(path.read_bytes())) for path in assets.glob("*.css")) < 7_000
    shell = (ROOT / "templates" / "shell.html").read_text("utf-8")
    scripts = re.findall(r"assets/(\w+\.js)", shell)
    assert scripts
    assert sum((assets / name).stat().st_size for name in scripts) < 15_000
    assert (assets / "search.js").stat().st_size < 15_000, "the page that searches loads one more"


def test_the_source_s_reservations_are_marked_and_nothing_is_added() -> None:
    page = brief_body(drafted("Anna Berg said on Monday that Karl Weiss was likely to resign in May 2025."))
    assert page.count(">likely</span>") >= 1
    words = (Path(ROOT) / "templates" / "words.yml").read_text("utf-8")
    assert not re.search(r"\b(likely|probably|perhaps)\b", words)


def test_corrections_stand_at_the_head_and_in_the_change_log(entry: Entry) -> None:
    note = Correction(date=date(2025, 3, 4), note="The place was wrong.", kind="correction")
    page = brief_body(
        changed(
            entry,
            corrections=(note,),
            status="reviewed",
            approvals=(Approval(by="A. B.", on=date(2025, 3, 2)),),
        )
    )
    assert page.count("The place was wrong.") == 2
    log = page[page.index('id="changes"') :]
    assert log.index("2 March 2025") < log.index("4 March 2025")


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
