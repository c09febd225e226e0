"""An incremental build gives the bytes of a clean one, and does no more than what changed asks for.

`make soak` takes 200 random steps; the quick form takes a few.
"""

from __future__ import annotations

import os
import pickle
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from briefing import drafting, lexicon
from briefing.model import RecordError
from briefing.publish import mkdocs
from briefing.publish.incremental import build as incremental_build
from briefing.publish.incremental.worker import Result
from briefing.publish.mkdocs.plugin import BriefingPlugin
from tests import ROOT

STEPS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 24
SEED = "2025-02-28-xi-shoigu-beijing"
NAMES = ("Anna Berg", "Carl Weiss", "Ivan Orlov", "Mary Cole")
PLACES = ("Geneva", "Vienna", "Oslo")


TEMPLATES = (
    *(
        "shell.html",
        "pages/fragments.html",
        "pages/macros.html",
        "pages/comparison.html",
        "pages/pair-row.html",
    ),
    *(
        "pages/sections/who.html",
        "pages/source.html",
        "pages/actor.html",
        "pages/list.html",
        "pages/episode.html",
    ),
)


def chance(number: int) -> random.Random:
    """Return choices that are the same on every run."""
    return random.Random(number)  # noqa: S311 (no secret)


def text(pick: random.Random) -> str:
    """Return a short report."""
    one, two = pick.sample(NAMES, 2)
    return (
        f"President {one} met with Foreign Minister {two} in {pick.choice(PLACES)} on Monday. {one} said that "
        f"Russia and China would sign a treaty within {pick.randint(2, 9)} months. “We trust {two},” {one} told "
        f"reporters. During the Cold War, the United States and the Soviet Union argued over it. Today, however, "
        f"China decides.\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk of three texts with its own templates and a short reference."""
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "templates", folder / "templates", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "seeds").mkdir()
    shutil.copytree(
        ROOT / "content",
        folder / "content",
        ignore=shutil.ignore_patterns("briefs", ".generated", "relations.yml"),
    )
    era = folder / "content" / "reference" / "cold-war.yml"
    whole = era.read_text("utf-8")
    starts = [found.start() for found in re.finditer(r"^- id: ", whole, re.M)]
    era.write_text(whole[: starts[12]], "utf-8")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copy(ROOT / "seeds" / f"{SEED}.txt", folder / "seeds")
    for number in range(2):
        (folder / "seeds" / f"2025-03-0{number + 1}-report.txt").write_text(text(chance(number)), "utf-8")
    return folder


def build(folder: Path) -> mkdocs.Built:
    """Bring records and site up to date in this process."""
    drafting.update(folder)
    return mkdocs.build(folder / "mkdocs.yml")


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def clean(folder: Path, beside: Path) -> dict[str, bytes]:
    """Return the site of a desk built in a folder that no build has seen."""
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(folder, beside, ignore=shutil.ignore_patterns("site", ".cache"))
    mkdocs.build(beside / "mkdocs.yml")
    return files(beside / "site")


# -- every kind of change -------------------------------------------------------------------------


def replaced(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def records(folder: Path) -> list[Path]:
    return sorted((folder / "content" / "briefs").glob("*.yml"))


def add(folder: Path, pick: random.Random) -> None:
    name = f"2025-0{pick.randint(1, 9)}-1{pick.randint(0, 9)}-new-{pick.randint(0, 99)}.txt"
    (folder / "seeds" / name).write_text(text(pick), "utf-8")


def remove(folder: Path, pick: random.Random) -> None:
    if len(found := records(folder)) > 1:
        gone = pick.choice(found)
        gone.unlink()
        (folder / "seeds" / f"{gone.stem}.txt").unlink(missing_ok=True)


def rename(folder: Path, pick: random.Random) -> None:
    old = pick.choice(records(folder))
    new = f"2025-04-01-renamed-{pick.randint(0, 99)}"
    if (folder / "seeds" / f"{new}.txt").exists():
        return
    (folder / "seeds" / f"{old.stem}.txt").rename(folder / "seeds" / f"{new}.txt")
    replaced(old, f"slug: {old.stem}", f"slug: {new}")
    old.rename(old.with_name(f"{new}.yml"))


def edit_title(folder: Path, pick: random.Random) -> None:
    file = pick.choice(records(folder))
    changed = re.sub(
        r"^title: .*", f"title: Edited {pick.randint(0, 99)} ⇄", file.read_text("utf-8"), flags=re.M
    )
    file.write_text(changed, "utf-8")


def edit_seed(folder: Path, pick: random.Random) -> None:
    file = pick.choice(sorted((folder / "seeds").iterdir()))
    if file.stem != SEED:
        file.write_text(text(pick), "utf-8")


def status(folder: Path, pick: random.Random) -> None:
    file = pick.choice(records(folder))
    new = pick.choice(("draft", "reviewed", "published", "retracted"))
    file.write_text(re.sub(r"^status: .*", f"status: {new}", file.read_text("utf-8"), flags=re.M), "utf-8")


def hold_back(folder: Path, pick: random.Random) -> None:
    file = pick.choice(records(folder))
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("publish_after:")]
    place = next(n for n, line in enumerate(lines) if line.startswith("status:")) + 1
    lines.insert(place, f"publish_after: {pick.choice(('2020-01-01', '2090-01-01'))}")
    file.write_text("\n".join(lines) + "\n", "utf-8")


def option(folder: Path, pick: random.Random) -> None:
    config = folder / "mkdocs.yml"
    line = pick.choice(
        (
            "publish: all",
            "publish: reviewed",
            "source_text: full",
            "source_text: cited",
            "source_text: none",
            'handling: ""',
            "handling: For official use",
        )
    )
    config.write_text(
        re.sub(rf"(?<=      ){line.split(':')[0]}: .*", line, config.read_text("utf-8")), "utf-8"
    )


def address(folder: Path, pick: random.Random) -> None:
    config = folder / "mkdocs.yml"
    new = pick.choice(("https://example.org/desk/", "https://example.org/", '""'))
    config.write_text(
        re.sub(r"^site_url: .*", f"site_url: {new}", config.read_text("utf-8"), flags=re.M), "utf-8"
    )


def navigation(folder: Path, pick: random.Random) -> None:
    config = folder / "mkdocs.yml"
    config.write_text(
        re.sub(
            r"- (?:\w+: )?method\.md",
            pick.choice(("- method.md", "- How: method.md")),
            config.read_text("utf-8"),
        )
    )


def template(folder: Path, pick: random.Random) -> None:
    touch(folder, pick.choice(TEMPLATES), f"<!-- {pick.randint(0, 99)} -->\n")


def touch(folder: Path, name: str, more: str) -> None:
    file = folder / "templates" / name
    file.write_text(file.read_text("utf-8") + more, "utf-8")


def words(folder: Path, pick: random.Random) -> None:
    file = folder / "templates" / "words.yml"
    file.write_text(
        re.sub(r"^footer: .*", f"footer: Foot {pick.randint(0, 9)}", file.read_text("utf-8"), flags=re.M)
    )


def style(folder: Path, pick: random.Random) -> None:
    file = folder / "templates" / "assets" / "style.css"
    file.write_text(file.read_text("utf-8") + f"/* {pick.randint(0, 99)} */\n", "utf-8")


def people(folder: Path, pick: random.Random) -> None:
    (folder / "content" / "method.md").write_text(f"# Method {pick.randint(0, 99)}\n\nAs it is.\n", "utf-8")


def reference(folder: Path, pick: random.Random) -> None:
    file = folder / "content" / "reference" / "cold-war.yml"
    file.write_text(
        re.sub(r"(?m)^title: .*", f"title: Cold War {pick.randint(0, 9)}", file.read_text("utf-8"), count=1)
    )


def damage(folder: Path, pick: random.Random) -> None:
    file = pick.choice(sorted(p for p in (folder / "site").rglob("*") if p.is_file()))
    if file.name == ".gitignore":
        return
    pick.choice((file.unlink, lambda: file.write_bytes(b"torn"), lambda: os.utime(file, (1, 1))))()


def litter(folder: Path, pick: random.Random) -> None:
    (folder / "site" / f"litter-{pick.randint(0, 9)}.html").write_text("old", "utf-8")


def forget(folder: Path, pick: random.Random) -> None:
    for file in sorted((folder / ".cache").rglob("*")):
        if file.is_file() and pick.random() < 0.4:
            pick.choice(
                (file.unlink, lambda file=file: file.write_bytes(file.read_bytes()[: pick.randint(0, 400)]))
            )()


CHANGES: tuple[Callable[[Path, random.Random], None], ...] = (
    add, remove, rename, edit_title, edit_title, edit_seed, status, hold_back, option, address, navigation,
    template, words, style, people, reference, damage, litter, forget,
)  # fmt: skip


def test_after_any_change_the_site_is_that_of_a_clean_build(folder: Path, tmp_path: Path) -> None:
    pick = chance(STEPS)
    build(folder)
    for number in range(STEPS):
        changes = [pick.choice(CHANGES) for _ in range(pick.choice((1, 1, 2)))]
        for change in changes:
            change(folder, pick)
        drafting.update(folder)
        mkdocs.build(folder / "mkdocs.yml")
        now, wanted = files(folder / "site"), clean(folder, tmp_path / "clean")
        names = [change.__name__ for change in changes]
        assert now.keys() == wanted.keys(), (number, names, now.keys() ^ wanted.keys())
        assert [path for path in now if now[path] != wanted[path]] == [], (number, names)
        assert not list((folder / ".cache" / "site").glob("staging-*"))


@pytest.mark.parametrize("change", sorted({change.__name__ for change in CHANGES}))
def test_each_kind_of_change_alone(folder: Path, tmp_path: Path, change: str) -> None:
    build(folder)
    globals()[change](folder, chance(3))
    build(folder)
    assert files(folder / "site") == clean(folder, tmp_path / "clean")


# -- no more than that ------------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[incremental_build.Counts]:
    """What each build counted."""
    seen: list[incremental_build.Counts] = []
    close = BriefingPlugin._close

    def closing(plugin: BriefingPlugin) -> None:
        there = plugin.press is not None
        close(plugin)
        if there:
            seen.append(msgspec.structs.replace(plugin.counts))

    monkeypatch.setattr(BriefingPlugin, "_close", closing)
    return seen


def test_nothing_is_made_where_nothing_changed(folder: Path, counted: list[incremental_build.Counts]) -> None:
    build(folder)
    build(folder)
    first, second = counted
    assert first.briefs == 3
    assert first.parsed == 0, "what the update wrote need not be parsed"
    assert (second.parsed, second.briefs, second.made, second.written) == (0, 0, 0, 0)
    assert second.pages == first.pages


def test_a_template_makes_pages_anew_and_reads_no_record(
    folder: Path, counted: list[incremental_build.Counts]
) -> None:
    build(folder)
    template(folder, chance(1))
    build(folder)
    assert counted[1].briefs == 3
    assert counted[1].parsed == 0


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("pages/source.html", ("sources/",)),
        ("pages/sections/basis.html", ("briefs/2",)),
        ("pages/actor.html", ("actors/",)),
        ("packs/cover.html", ()),
    ],
)
def test_a_template_makes_the_pages_that_it_is_part_of(
    folder: Path, counted: list[incremental_build.Counts], name: str, made: tuple[str, ...]
) -> None:
    build(folder)
    before = files(folder / "site")
    touch(folder, name, "<!-- more -->\n")
    build(folder)
    changed = {path for path, data in files(folder / "site").items() if data != before[path]}
    assert all(path.startswith(made) for path in changed)
    assert bool(changed) == bool(made)
    assert counted[1].made == len(changed)


def test_an_edit_makes_the_pages_that_show_it(folder: Path, counted: list[incremental_build.Counts]) -> None:
    for number in range(20):
        (folder / "seeds" / f"2024-0{number % 9 + 1}-07-more-{number}.txt").write_text(
            text(chance(number)), "utf-8"
        )
    build(folder)
    edit_title(folder, chance(2))
    mkdocs.build(folder / "mkdocs.yml")
    first, second = counted
    assert second.parsed == 1
    assert second.briefs == 1
    assert second.made < first.made / 2
    assert second.written <= second.made + 8, "what MkDocs writes is compared as well"


def test_a_page_that_the_navigation_gives_no_title_has_its_own_everywhere(folder: Path) -> None:
    replaced(folder / "mkdocs.yml", "- Method: method.md", "- method.md")
    people(folder, chance(0))
    build(folder)
    title = re.search(r"# (.*)", (folder / "content" / "method.md").read_text("utf-8"))
    assert title
    link = f'<a href="../method.html">{title[1]}</a>'
    assert link in (folder / "site" / "briefs" / f"{SEED}.html").read_text("utf-8")


def test_an_edited_page_that_people_wrote_is_found_by_its_new_words(folder: Path) -> None:
    build(folder)
    index = folder / "site" / "search"
    assert b"zeppelin" not in b"".join(path.read_bytes() for path in index.iterdir())
    method = folder / "content" / "method.md"
    method.write_text(method.read_text("utf-8") + "\nNo zeppelin was used.\n", "utf-8")
    build(folder)
    changed = files(folder / "site")
    assert any(b"zeppelin" in data for path, data in changed.items() if path.startswith("search/"))
    shutil.rmtree(folder / "site")
    build(folder)
    assert files(folder / "site") == changed


def test_a_record_that_is_wrong_costs_its_own_pages_alone(folder: Path) -> None:
    build(folder)
    broken = records(folder)[0]
    broken.write_text("summary: [", "utf-8")
    assert build(folder).errors == 1
    assert not (folder / "site" / "briefs" / f"{broken.stem}.html").exists()
    assert len(list((folder / "site" / "briefs").glob("2025*report.html"))) == 2


def test_the_live_preview_reads_a_changed_lexicon_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "lexicon"
    shutil.copytree(lexicon.HERE, own, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(lexicon, "HERE", own)
    plugin, before = BriefingPlugin(), lexicon.load()
    plugin._read_lexicon()
    plugin._read_lexicon()
    assert lexicon.load() is before
    with (own / "ties.yml").open("a") as file:
        file.write("# one more line\n")
    plugin._read_lexicon()
    try:
        assert lexicon.load() is not before
    finally:
        lexicon.load.cache_clear()


def test_an_error_comes_whole_from_another_process() -> None:
    sent = Result(
        slug="a", error=RecordError("is broken", where="a.yml", hint="Mend it.", rows=["one", "two"])
    )
    got = pickle.loads(pickle.dumps(sent)).error  # noqa: S301 (our own)
    assert type(got) is RecordError
    assert str(got) == str(sent.error)
    assert got.rows == ("one", "two")
