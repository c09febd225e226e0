"""The search index: what is in it, how it is cut, and what a new brief changes."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta

import msgspec
import pytest

from briefing import lexicon, render
from briefing.model import Brief, Reference, sections
from briefing.render import search
from briefing.render.search import postings, shards
from briefing.render.search.postings import Piece, key, piece, spellings
from briefing.render.search.revision import Indexed, revise
from briefing.render.search.terms import fold, index_terms, terms
from briefing.storage import briefs as read
from briefing.storage import desk, record_yaml, seed_files
from briefing.storage.desk import Desk, Entry, Options
from briefing.storage.file_state import digest
from tests import ROOT

WORDS = ("treaty", "missile", "border", "summit", "envoy", "grain", "pipeline", "wall", "fleet", "accord")


@pytest.fixture(scope="module")
def entry(seed_brief: Brief) -> Entry:
    article = seed_files.read_seed(ROOT / "seeds" / f"{seed_brief.slug}.txt")
    return read.entry(seed_brief, article, lexicon.load())


def index_of(entries: list[Entry], reference: Reference, rights: str = "full") -> dict[str, object]:
    made: Desk = desk.assemble(entries, reference, msgspec.convert({"source_text": rights}, Options))
    known = search.spellings(reference, lexicon.load())
    pieces = (search.piece(entry, known, entry.rights) for entry in made.entries)
    return {path: data_of(content) for path, content in search.files(pieces)}


def data_of(content: bytes) -> object:
    found = re.fullmatch(r'briefingSearch\("[^"]+",(.*)\)\n', content.decode(), re.S)
    assert found, "a file hands its data over in one call"
    return json.loads(found.group(1))


def made_up(number: int, day: date) -> Piece:
    """A piece of a brief that nobody wrote, with three words of its own and three that others share."""
    shared = [WORDS[(number * step) % len(WORDS)] for step in (1, 3, 7)]
    own = [f"{word}{number}" for word in ("alpha", "beta", "gamma")]
    slug = f"{day}-brief-{number}"
    return Piece(
        key=key(slug, day),
        length=6,
        postings=dict.fromkeys((*shared, *own), "x1"),
        facets=("=s-draft",),
        shown=(slug, slug, day.isoformat(), "draft", ()),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Łódź, São Tomé and Reykjavík", ["lodz", "sao", "tome", "and", "reykjavik"]),
        ("Lech Wałęsa’s strike", ["lech", "walesa", "strike"]),
        ("U.S.-Soviet talks", ["us", "soviet", "talks"]),
        ("Straße, STRASSE", ["strasse", "strasse"]),
        ("the People's Republic", ["the", "people", "republic"]),
        ("習近平 met Путин", ["習近平", "met", "путин"]),
        ("Selenskyj ", ["selenskyj"]),
        ("e\u0301lan", ["elan"]),
        ("O’Neill", ["o'neill"]),
        ("a_b <script>", ["a", "b", "script"]),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("He was re-elected", "reelected"),
        ("Sean O’Brien’s harbour", "obrien"),
        ("an F-22", "f22"),
        ("non‑alignment", "nonalignment"),
    ],
)
def test_compounds_are_found_in_one_word_too(text: str, joined: str) -> None:
    assert joined in index_terms(text)
    assert set(terms(text)) <= set(index_terms(text))


def test_a_possessive_is_no_compound() -> None:
    assert index_terms("the People's Republic") == terms("the People's Republic")


def test_days_that_a_brief_tells_of_are_facets_and_stand_with_their_sentence(entry: Entry) -> None:
    made = piece(entry, {}, "full")
    days = {facet for facet in made.facets if facet.startswith("=d-")}
    assert "=d-2025-02-28" in days, "its own"
    told = {sentence[3] for sentence in made.shown[4] if len(sentence) > 3}  # type: ignore[attr-defined]
    assert {f"=d-{day}" for day, _ in told} <= days
    assert all(words in entry.article.text for _, words in told)


def test_a_document_has_a_key_that_no_brief_has_and_no_slug_for_an_address() -> None:
    names = ("Berg", "Ana Berg")
    actor = search.Document(
        group=search.ACTORS, path="actors/anna-berg.html", title="Anna Berg", names=names, rank=3
    )
    made = search.document_piece(actor)
    assert made.key.startswith("~~A")
    assert made.postings == {"anna": "t1p3", "berg": "n1t2p3", "ana": "n1p3"}
    assert made.shown == ("./actors/anna-berg.html", "Anna Berg", "actors", "", ((1, "Berg, Ana Berg", ""),))
    assert search.month_of("actors") == "actors"
    files = dict(search.files([made, made_up(1, date(2020, 1, 1))]))
    totals = data_of(files["search/totals.js"])
    assert (totals["briefs"], totals["others"], totals["mean"]) == (1, 1, 6.0)  # type: ignore[index]


def test_pages_are_found_by_their_blocks() -> None:
    body = '<h1>Method</h1><p>One <em>word</em>.</p><h2 id="map">The map</h2><ul><li>Two</li></ul>'
    (found,) = render.page_documents([render.Page(path="method.html", title="Method", body=body)])
    assert found.sentences == (("One word.", ""), ("The map", "map"), ("Two", "map"))


def test_folding_is_done_once_and_for_all() -> None:
    for text in ("Łódź", "İstanbul", "Σίσυφος", "ﬁnal", "Ǆ"):
        assert fold(fold(text)) == fold(text)


def test_a_name_is_found_in_spellings_that_the_text_does_not_have(entry: Entry, reference: Reference) -> None:
    made = piece(entry, spellings(reference, lexicon.load()), "none")
    assert "selenskyi" in made.postings
    assert "zelenskyy" in made.postings
    assert "america" in made.postings
    assert "n" in made.postings["zelenskyy"]


def test_a_word_counts_in_the_field_of_its_sentence(entry: Entry) -> None:
    made = piece(entry, {}, "full")
    assert made.postings["friendly"] == "s1", "said by Xi"
    assert made.postings["istanbul"].startswith("e"), "in an event"
    assert "b1" in made.postings["secretary"], "in the bottom line"
    assert made.length == sum(int(n) for row in made.postings.values() for n in re.findall(r"\d+", row))


def test_sentences_that_the_rights_keep_back_are_not_in_it(entry: Entry) -> None:
    shown = {number for number, *_ in piece(entry, {}, "cited").shown[4]}  # type: ignore[attr-defined]
    cited = piece(entry, {}, "cited").postings
    bare = msgspec.structs.replace(
        entry.brief, **{section.name: () for section in sections.ITEMS if section.name != "actors"}
    )
    nothing = piece(msgspec.structs.replace(entry, brief=bare), {}, "cited")
    assert nothing.shown[4] == ()
    assert "istanbul" in cited
    assert "istanbul" not in nothing.postings
    assert shown <= set(range(1, len(entry.sentences) + 1))


def test_the_index_of_a_desk(entry: Entry, reference: Reference) -> None:
    files = index_of([entry], reference)
    assert sorted(files) == ["search/d-2025-02-0.js", "search/t-_3d_c_2d_cn.js", "search/totals.js"]
    totals = files["search/totals.js"]
    assert totals == {
        "briefs": 1,
        "others": 0,
        "mean": totals["mean"],  # type: ignore[index]
        "terms": ["=c-cn"],
        "months": {"2025-02": 1},
    }
    (shown,) = files["search/d-2025-02-0.js"].values()  # type: ignore[attr-defined]
    assert shown[0] == entry.brief.slug
    numbers = [sentence[0] for sentence in shown[4]]
    assert numbers == list(range(1, len(entry.sentences) + 1))
    items = {sentence[2] for sentence in shown[4]} - {""}
    record = record_yaml.dump_yaml(entry.brief)
    assert items
    assert all(f"id: {item}" in record for item in items)


def test_an_empty_desk_has_an_index(reference: Reference) -> None:
    assert index_of([], reference) == {
        "search/totals.js": {"briefs": 0, "others": 0, "mean": 0, "terms": [], "months": {}}
    }


def test_keys_sort_by_date() -> None:
    days = [date(1600, 1, 1), date(1945, 2, 4), date(1999, 12, 31), date(2025, 2, 28), date(2300, 1, 1)]
    keys = [key("x", day) for day in days]
    assert keys == sorted(keys)
    assert key("x", None) < keys[1]
    assert {len(k) for k in keys} == {7}


def test_files_stay_small_and_every_term_is_where_the_totals_say() -> None:
    pieces = [made_up(n, date(2020, 1, 1) + timedelta(days=n % 700)) for n in range(4000)]
    files = {path: data_of(content) for path, content in shards.files(pieces)}
    firsts = files["search/totals.js"]["terms"]  # type: ignore[index]
    runs = [data for path, data in files.items() if path.startswith("search/t-")]
    sizes = [len(json.dumps(data)) for data in runs]
    assert shards.MEAN / 2 < sum(sizes) / len(sizes) < shards.MEAN * 2
    assert firsts == [next(iter(data)) for data in runs]  # type: ignore[call-overload]
    held = [term for data in runs for term in data]  # type: ignore[attr-defined]
    assert held == sorted(held)


def test_a_new_brief_changes_few_files() -> None:
    day = date(2020, 1, 1)
    pieces = [made_up(n, day + timedelta(days=n % 700)) for n in range(4000)]
    before = dict(shards.files(pieces))
    after = dict(shards.files([*pieces, made_up(4001, day + timedelta(days=350))]))
    changed = {path for path in after if after[path] != before.get(path)}
    assert len(changed) <= 9, "six terms, a facet, the sentences of its month, the totals"
    assert set(before) <= set(after)


def test_two_briefs_of_one_key_both_stay() -> None:
    one = made_up(1, date(2020, 1, 1))
    other = msgspec.structs.replace(made_up(2, date(2020, 1, 1)), key=one.key)
    files = {path: data_of(content) for path, content in shards.files([other, one])}
    assert len(files["search/d-2020-01-0.js"]) == 2  # type: ignore[arg-type]
    assert dict(shards.files([one, other])) == dict(shards.files([other, one]))


def test_the_script_folds_as_the_index_does() -> None:
    script = (ROOT / "templates" / "assets" / "search.js").read_text("utf-8")
    from briefing.render.search import postings
    from briefing.render.search import terms as search_terms

    row = re.search(r"const LETTERS = (\{.*?\});", script)
    assert row is not None
    assert json.loads(row.group(1)) == search_terms.LETTERS
    assert f'DIGITS = "{postings.DIGITS}"' in script
    assert f".slice(0, {search_terms.LONGEST})" in script
    assert f'SIZES = "{shards.SIZES}"' in script


def test_a_revised_index_is_that_of_all_briefs_anew() -> None:
    pick = random.Random(7)  # noqa: S311 (no secret)

    def piece(slug: str) -> search.Piece:
        words = pick.choices(WORDS + tuple(f"{a}{b}" for a in WORDS for b in WORDS), k=pick.randint(1, 30))
        day = f"2024-{pick.randint(1, 3):02}-01" if pick.random() < 0.9 else ""
        return search.Piece(
            key=postings.key(slug, date.fromisoformat(day) if day else None),
            length=pick.randint(1, 900),
            postings={word: f"s{pick.randint(1, 9)}" * pick.choice((1, 1, 400)) for word in words},
            facets=(f"=s-{pick.choice(('draft', 'reviewed'))}",),
            shown=(slug, slug, day, "draft", ()),
        )

    there: dict[str, search.Piece] = {}
    old: dict[str, Indexed] = {}
    laid: dict[str, bytes] = {}
    packed: dict[bytes, search.Piece] = {}
    full = 0
    for _ in range(120):
        for _ in range(pick.choice((0, 1, 1, 2, 30))):
            slug = f"2024-brief-{pick.randint(0, 60)}"
            if pick.random() < 0.3:
                there.pop(slug, None)
            else:
                there[slug] = piece(slug)
        new = {}
        for slug, found in there.items():
            where = digest(msgspec.msgpack.encode(found))
            packed[where] = found
            month = search.month_of(str(found.shown[2]))
            new[slug] = Indexed(key=found.key, length=found.length, month=month, where=where)
        revision = revise(old, new, laid, laid.__getitem__, lambda brief: packed.get(brief.where))
        full += not revision.kept
        assert not revision.kept & revision.files.keys()
        laid = {path: laid[path] for path in revision.kept} | dict(revision.files)
        assert laid == dict(search.files(there.values()))
        old = new
    assert full < 60, "most steps revise a part of the index"
