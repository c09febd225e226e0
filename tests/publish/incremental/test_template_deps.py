"""What a template is made of: its own file and those that it takes in, by their names in its text."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest

from briefing.model import NO_REFERENCE
from briefing.publish.incremental import cache_keys
from briefing.publish.incremental.template_deps import hashes
from briefing.storage.desk import Options
from tests import ROOT


def changed(folder: Path, name: str) -> set[str]:
    """Return the templates whose hash another byte in a file changes."""
    before = hashes([folder])
    (folder / name).write_text((folder / name).read_text("utf-8") + "x", "utf-8")
    after = hashes([folder])
    return {key for key, value in before.items() if after[key] != value}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "a.html": '{% include "b.html" %}',
        "b.html": "{%- import 'c.html' as c with context -%}",
        "c.html": "text",
        "d.html": "{% if x %}{% include x %}{% endif %}",
        "e.html": "{# no more than a text that says include #}",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_what_is_taken_in_counts_at_any_depth(folder: Path) -> None:
    assert changed(folder, "c.html") == {"a.html", "b.html", "c.html", "d.html", ""}


def test_a_name_that_is_not_written_out_may_be_any(folder: Path) -> None:
    assert changed(folder, "e.html") == {"e.html", "d.html", ""}


def test_a_circle_ends(folder: Path) -> None:
    (folder / "c.html").write_text('{% import "a.html" as a %}', "utf-8")
    assert changed(folder, "b.html") == {"a.html", "b.html", "c.html", "d.html", ""}


def test_a_file_of_an_earlier_folder_goes_before(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "c.html").write_text("another", "utf-8")
    before = hashes([own, folder])
    assert before["a.html"] != hashes([folder])["a.html"]
    (folder / "c.html").write_text("hidden behind it", "utf-8")
    assert hashes([own, folder])["a.html"] == before["a.html"]


@pytest.mark.parametrize("name", ["words.yml", "pages/fragments.html", "pages/reference.html"])
def test_what_python_sets_is_part_of_every_page(name: str, tmp_path: Path) -> None:
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix in (".html", ".yml", ".j2", ".xml"):
            target = tmp_path / path.relative_to(ROOT / "templates")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    pages = {key for key in hashes([tmp_path]) if key.startswith("pages/")}
    assert pages <= changed(tmp_path, name)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ('{% include "a.html" if x else "b.svg" %}', "b.svg"),
        ('{% include "pages/" ~ "b.svg" %}', "b.svg"),
        ('{% include ["a.html", "b.svg"] %}', "b.svg"),
        ("{%- include 'b.svg' ignore missing with context -%}", "b.svg"),
        ('{% include\n "b.svg" %}', "b.svg"),
        ('{% import "b.svg" as b %}', "b.svg"),
        ("{% include 'b' '.svg' %}", "b.svg"),
        ("{% include x.y %}", "b.svg"),
        ("{% include %} broken", "b.svg"),
    ],
)
def test_a_name_in_an_expression_or_of_another_ending_counts(tmp_path: Path, tag: str, name: str) -> None:
    (tmp_path / "a.html").write_text(tag, "utf-8")
    (tmp_path / name).write_text("x", "utf-8")
    assert "a.html" in changed(tmp_path, name)


@pytest.mark.parametrize("package", ["nh3", "markdown", "jinja2"])
def test_a_new_version_of_what_makes_html_is_another_key(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    def setting() -> bytes:
        given = cache_keys.BuildInputs(
            root=ROOT,
            site=ROOT / "site",
            templates=(ROOT / "templates",),
            reference=NO_REFERENCE,
            options=Options(),
            preview=False,
            now=datetime(2025, 1, 1, tzinfo=UTC),
            links=(),
        )
        return cache_keys.setting(given, ROOT, ()).page("pages/brief.html")

    before, version = setting(), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == package else version(name))
    assert setting() != before
