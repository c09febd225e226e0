"""Two hundred hostile texts in every field: whatever is made of them, they stay texts.

Here the outputs are parsed; `tests/browser/test_injections.py` lets a browser run them.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import markdown
import pypdf
import pytest

from briefing.model import Problem
from briefing.render.notes import TAGS
from briefing.review.checks import formats
from briefing.text import terminal
from tests import hostile
from tests.hostile import injections, run, slug_of, visible

FORMATS = ("zip", "html", "epub", "pdf")
FEW = range(0, len(injections()), 12)
"""Injections that a PDF is made of; setting all of them takes minutes."""
ALLOWED = ("http:", "https:", "mailto:", "data:image/svg+xml,%3Csvg")
VARYING = frozenset(
    [
        "a",
        "abbr",
        "article",
        "b",
        "bdi",
        "blockquote",
        "br",
        "cite",
        "circle",
        "code",
        "dd",
        "desc",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "g",
        "h2",
        "h3",
        "h4",
        "li",
        "line",
        "mark",
        "ol",
        "p",
        "rect",
        "section",
        "small",
        "span",
        "strong",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    ]
)
"""Elements of the text itself: a page has more or less of them where a text has other sentences or marks.
What loads, runs, sends or frames is not among them."""
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_SCHEME = re.compile(r"[\x00-\x20]*[a-z][a-z0-9+.-]*:|[\\/]{2}", re.I)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


class Elements(HTMLParser):
    """Counts the elements outside of people's notes; keeps what is inside them, attributes and data."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.counted: Counter[str] = Counter()
        self.noted: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.data: list[str] = []
        self.depth = 0
        self.linked = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        notes = tag == "div" and ("class", "written") in attrs
        if (notes or self.depth) and tag not in _VOID:
            self.depth += 1
        if self.depth and not notes:
            self.noted.add(tag)
        else:
            self.counted[tag] += 1
        self.linked = ("type", "application/ld+json") in attrs

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in _VOID:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.linked:
            self.data.append(data)
            self.linked = False


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk with its site, and what building it said in said.txt."""
    root = hostile.fill(hostile.empty(tmp_path_factory.mktemp("hostile") / "desk"))
    (root / "said.txt").write_text(run(root, "build", "--strict"), "utf-8")
    return root


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same desk with plain words in the place of each injection, to compare with."""
    root = hostile.fill(hostile.empty(tmp_path_factory.mktemp("plain") / "desk"), harmless=True)
    run(root, "build", "--strict")
    return root


@pytest.fixture(scope="module")
def packs(desk: Path) -> dict[str, Path]:
    """A pack of everything as zip, html and epub; a pdf of a few."""
    run(desk, "pack", "--title", injections()[0].text, "--format", "zip,html,epub")
    few = [word for number in FEW for word in ("--brief", slug_of(number))]
    run(desk, "pack", "--title", "few", "--format", "pdf", *few)
    made = {path.suffix[1:]: path for path in (desk / "dist").iterdir()}
    assert set(made) == set(FORMATS)
    return made


@pytest.fixture(scope="module")
def problems(desk: Path) -> list[Problem]:
    """What the check finds, as JSON tells it."""
    rows = json.loads(run(desk, "check", "--format", "json", code=None))
    return [
        Problem(
            where=row["path"],
            line=row["line"],
            column=row["column"],
            rule=row["rule"],
            severity=row["severity"],
            what=row["message"],
            hint=row["hint"],
        )
        for row in rows
    ]


def sound(elements: Elements) -> list[str]:
    """Return what an element has that no element of ours has."""
    faults = []
    for tag, name, value in elements.attributes:
        if name.startswith("on") or name in ("srcdoc", "srcset", "formaction", "background", "ping"):
            faults.append(f"{tag} {name}={value}")
        elif name in ("href", "src", "cite", "action", "data", "xlink:href", "poster"):
            outside = _SCHEME.match(value)
            if outside and not value.startswith(ALLOWED):
                faults.append(f"{tag} {name}={value}")
            if (
                outside
                and tag not in ("a", "blockquote")
                and not (tag == "link" and value.startswith(hostile.ADDRESS))
            ):
                faults.append(f"{tag} {name}={value}")
    return faults


def test_the_corpus_is_large_and_says_why() -> None:
    found = injections()
    assert len(found) >= 150
    assert len({each.text for each in found}) == len(found)
    assert len({each.id for each in found}) == len(found)
    assert all(each.why.endswith(".") for each in found)


def test_no_page_has_an_element_that_its_template_does_not_give_it(desk: Path, plain: Path) -> None:
    pages = sorted((desk / "site").rglob("*.html"))
    assert len(pages) > 3 * len(injections())
    compared = 0
    for path in pages:
        name = path.relative_to(desk / "site")
        elements = Elements(path.read_text("utf-8"))
        assert sound(elements) == [], name
        assert elements.noted <= TAGS, name
        other = plain / "site" / name
        if name.parts[0] in ("briefs", "sources") and name.name != "index.html" and "-case-" in name.name:
            expected = Elements(other.read_text("utf-8")).counted
            odd = {
                tag: (count, expected[tag])
                for tag, count in elements.counted.items()
                if count != expected[tag] and tag not in VARYING
            }
            assert odd == {}, name
            compared += 1
    assert compared == 3 * len(injections()), "its page, its card and its text"


def test_what_machines_read_can_be_read(desk: Path) -> None:
    site = desk / "site"
    for path in site.rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    lines = (site / "briefs.jsonl").read_text("utf-8").split("\n")
    titles = {brief["title"] for brief in map(json.loads, lines[:-1])}
    assert titles == {visible(each.text) for each in injections()}
    for path in (path for path in (site / "briefs").glob("*case*.html") if ".embed" not in path.name):
        (data,) = Elements(path.read_text("utf-8")).data
        assert json.loads(data)["headline"] in titles
    feed = ET.fromstring((site / "feed.xml").read_bytes())
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 50
    assert ET.fromstring(gzip.decompress((site / "sitemap.xml.gz").read_bytes())).tag.endswith("urlset")
    for path in (site / "search").glob("*.js"):
        calls = path.read_text("utf-8")
        assert (
            "</script" not in calls.lower() or path.suffix == ".js"
        )  # a file of script, never inside a page


def test_nothing_on_a_page_turns_the_direction_or_steers(desk: Path) -> None:
    for path in (desk / "site").rglob("*.html"):
        found = STEERING.search(path.read_text("utf-8").replace("\r", ""))
        assert found is None, (path.name, hex(ord(found[0])))
    assert not STEERING.search((desk / "site" / "feed.xml").read_text("utf-8"))


def test_packs_hold_texts_alone(packs: dict[str, Path]) -> None:
    with zipfile.ZipFile(packs["zip"]) as held:
        for name in held.namelist():
            assert not re.search(r"(?:^|/)\.\.?(?:/|$)|[\\:]|^/", name), name
            if name.endswith(".html"):
                assert sound(Elements(held.read(name).decode())) == [], name
    single = Elements(packs["html"].read_text("utf-8"))
    assert sound(single) == []
    assert single.counted["script"] == 4  # two of ours, pack.json and the manifest
    assert single.counted["form"] == 1  # the search
    assert not {"iframe", "object", "embed", "base", "link", "video"} & set(single.counted)
    with zipfile.ZipFile(packs["epub"]) as held:
        for name in held.namelist():
            if name.endswith((".xhtml", ".opf", ".xml", ".svg")):
                root = ET.fromstring(held.read(name))
                tags = {str(element.tag).rpartition("}")[2] for element in root.iter()}
                assert not tags & {"script", "iframe", "object", "form", "foreignObject"}, name
                handlers = [a for e in root.iter() for a in e.attrib if a.startswith("on")]
                assert handlers == [], name


def test_a_pdf_holds_no_action_and_no_strange_address(packs: dict[str, Path]) -> None:
    data = packs["pdf"].read_bytes()
    for word in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/AA", b"/SubmitForm"):
        assert word not in data, word
    reader = pypdf.PdfReader(io.BytesIO(data))
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            address = str(note.get_object().get("/A", {}).get("/URI", ""))
            assert not address or address.startswith(("http://", "https://", "mailto:")), address


@pytest.mark.parametrize("form", ["zip", "html", "epub", "pdf"])
def test_a_hostile_pack_is_whole(packs: dict[str, Path], desk: Path, form: str) -> None:
    said = run(desk, "verify", str(packs[form]))
    assert "Whole: yes" in said
    assert quiet(said)


def test_the_console_says_words_and_no_commands(desk: Path) -> None:
    assert quiet((desk / "said.txt").read_text("utf-8"))
    title = "x\n::error::y"
    assert quiet(
        run(desk, "pack", "--title", title, "--brief", slug_of(0), "--format", "zip", "--out", "other")
    )
    for name in ("github-02", "terminal-04"):
        number = [each.id for each in injections()].index(name)
        assert quiet(run(desk, "resolve", slug_of(number), code=None))
        for arguments in (["explain"], ["parse"], ["parse", "--format", "yaml"]):
            assert quiet(run(desk, *arguments, f"seeds/{slug_of(number)}.txt", "--any-language"))


def test_no_form_of_the_check_steers(problems: list[Problem]) -> None:
    assert {problem.rule for problem in problems} >= {"hidden", "links"}
    assert quiet(formats.text(problems))
    assert quiet(terminal.data(formats.as_json(problems)))
    assert json.loads(terminal.data(formats.sarif(problems))) == json.loads(formats.sarif(problems))
    assert quiet(terminal.data(formats.sarif(problems)))


def quiet(said: str) -> bool:
    """Return whether an output steers neither a terminal nor a workflow."""
    assert not STEERING.search(said), ascii(said[STEERING.search(said).start() - 60 :][:120])  # type: ignore[union-attr]
    commands = [line for line in said.split("\n") if line.lstrip().startswith("::") or "##[" in line]
    assert commands == []
    return True


def test_annotations_cannot_be_forged(desk: Path, problems: list[Problem]) -> None:
    said = run(desk, "check", "--format", "github", code=None)
    assert said.strip() == formats.github(problems).strip()
    assert not STEERING.search(said)
    head, _, log = said.partition("::group::All problems\n")
    form = re.compile(
        r"::(?:error|warning) file=[^:,\n]*,line=\d+(?:,col=\d+)?,title=[a-z]+::[^\n]*|::notice title=check::[^\n]*"
    )
    lines = head.strip().split("\n")
    assert all(form.fullmatch(line) for line in lines)
    assert 0 < len(lines) <= min(len(problems), 21)
    commands = [line for line in log.split("\n") if line.lstrip().startswith("::")]
    assert commands == ["::endgroup::"]
    assert "##[" not in said


def test_a_note_of_changes_shows_texts(desk: Path, plain: Path) -> None:
    note = run(desk, "diff", str(plain), str(desk))
    assert not STEERING.search(note)
    elements = Elements(markdown.markdown(note, extensions=["tables", "fenced_code"]))
    assert sound(elements) == []
    allowed = {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "code",
        "details",
        "summary",
        "blockquote",
    }
    assert set(elements.counted) <= allowed | {
        "br",
        "hr",
        "span",
        "del",
        "ins",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
    }


def test_seeds_of_hostile_names_are_refused_or_harmless(tmp_path: Path) -> None:
    root = hostile.empty(tmp_path / "desk")
    names = hostile.named(root)
    there = len(list((root / "seeds").iterdir()))
    assert there > 150
    said = run(root, "build", code=1)
    assert quiet(said)
    assert said.count("error: ") == there - len(names)
    assert said.count("Rename it") == there - len(names)
    made = (path.stem for path in (root / "site" / "briefs").glob("*.html"))
    pages = {name for name in made if not name.endswith(".embed")} - {"index"}
    assert pages == set(names)
    for path in (root / "site").rglob("*.html"):
        assert sound(Elements(path.read_text("utf-8"))) == []
