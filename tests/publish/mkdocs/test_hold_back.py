"""A brief with an error is held back, and the others go out: the build says which, and ends with 3."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing import cli
from tests.desks import new_desk

TEXT = "Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that the {word} talks would go on.\n"
SLUGS = {
    name: f"2025-03-0{n}-{name}" for n, name in enumerate(("open", "broken", "taken", "hidden", "quote"), 1)
}
NOTE = "corrections:\n- {date: 2025-03-20, kind: retraction, note: 'The text was a hoax.'}"
REVIEWED = "status: reviewed\nreviewer: Eva Stein\nreviewed: 2025-03-10"


def record_of(desk: Path, name: str) -> Path:
    return desk / "content" / "briefs" / f"{SLUGS[name]}.yml"


def replaced(path: Path, old: str, new: str) -> None:
    """Edit a file, and see that the edit took effect."""
    text = path.read_text("utf-8")
    assert old in text, (path.name, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that shows what was reviewed: one good brief, a broken one, a broken retraction, a broken draft."""
    monkeypatch.setenv("SITE_URL", "https://desk.example/")
    made = new_desk(tmp_path / "desk", {slug: TEXT.format(word=name) for name, slug in SLUGS.items()})
    config = (made / "mkdocs.yml").read_text("utf-8")
    (made / "mkdocs.yml").write_text(re.sub(r"publish: .*", "publish: reviewed", config), "utf-8")
    for name in ("open", "broken", "quote"):
        replaced(record_of(made, name), "status: draft", REVIEWED)
    replaced(record_of(made, "taken"), "status: draft", f"status: retracted\n{NOTE}")
    assert cli.main(["build", "--config", str(made)]) == 0
    for name in SLUGS:
        page = made / "site" / "briefs" / f"{SLUGS[name]}.html"
        assert page.exists() == (name != "hidden")
    for name in ("broken", "taken", "hidden"):
        replaced(record_of(made, name), "title: ", "title: 'no end ")
    replaced(
        record_of(made, "quote"),
        "title: ",
        "notes: The talks are likely to fail, with high confidence.\ntitle: ",
    )
    return made


def test_what_has_an_error_is_held_back_and_its_address_says_so(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert cli.main(["build", "--hold-back", "--config", str(desk)]) == 3
    told = capsys.readouterr().err
    for name in ("broken", "taken", "quote"):
        assert f"held back: {SLUGS[name]}" in told
    assert f"{SLUGS['broken']}.yml" in told
    assert f"held back: {SLUGS['hidden']}" not in told
    site = desk / "site"
    for name in ("broken", "taken", "quote"):
        for folder in ("briefs", "sources"):
            page = (site / folder / f"{SLUGS[name]}.html").read_text("utf-8")
            assert "This brief is held back" in page
            assert '<meta name="robots" content="noindex">' in page
            assert "Paris" not in page
        assert not (site / "briefs" / f"{SLUGS[name]}.json").exists()
    assert "hoax" not in (site / "briefs" / f"{SLUGS['taken']}.html").read_text("utf-8")
    assert "Paris" in (site / "briefs" / f"{SLUGS['open']}.html").read_text("utf-8")
    for file in ("sitemap.xml", "feed.xml", "briefs.jsonl", "briefs/index.html", "timeline.html"):
        text = (site / file).read_text("utf-8")
        assert not [name for name in ("broken", "taken", "hidden", "quote") if SLUGS[name] in text]
    assert not [path for path in site.rglob("*") if SLUGS["hidden"] in path.name], "a draft leaves no trace"


def test_it_comes_back_once_it_is_put_right(desk: Path) -> None:
    assert cli.main(["build", "--hold-back", "--config", str(desk)]) == 3
    for name in ("broken", "taken", "hidden"):
        replaced(record_of(desk, name), "title: 'no end ", "title: ")
    replaced(record_of(desk, "quote"), "notes: The talks are likely to fail, with high confidence.\n", "")
    assert cli.main(["build", "--hold-back", "--config", str(desk)]) == 0
    assert "Paris" in (desk / "site" / "briefs" / f"{SLUGS['broken']}.html").read_text("utf-8")
    assert "hoax" in (desk / "site" / "briefs" / f"{SLUGS['taken']}.html").read_text("utf-8")


def test_strict_stops_as_ever_and_changes_nothing(desk: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (desk / "site").rglob("*.html")}
    assert cli.main(["build", "--strict", "--config", str(desk)]) == 1
    assert {path: path.stat().st_mtime_ns for path in (desk / "site").rglob("*.html")} == before
    assert cli.main(["build", "--strict", "--hold-back", "--config", str(desk)]) == 2


def test_drafts_are_shown_whatever_the_setting(desk: Path) -> None:
    replaced(record_of(desk, "hidden"), "title: 'no end ", "title: ")
    assert cli.main(["build", "--drafts", "--config", str(desk)]) == 1, "the broken ones are named"
    assert (desk / "site" / "briefs" / f"{SLUGS['hidden']}.html").exists()
    cli.main(["build", "--config", str(desk)])
    assert not (desk / "site" / "briefs" / f"{SLUGS['hidden']}.html").exists()


def test_a_desk_of_months_holds_back_too(desk: Path) -> None:
    replaced(desk / "mkdocs.yml", "sites: one", "sites: monthly")
    assert cli.main(["build", "--hold-back", "--config", str(desk)]) == 3
    page = (desk / "site" / "2025-03" / "briefs" / f"{SLUGS['taken']}.html").read_text("utf-8")
    assert "This brief is held back" in page
