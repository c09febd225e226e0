"""diff: what changed in meaning, as a note that hostile text cannot bend, cut to GitHub's limits."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import markdown
import pytest
from msgspec import structs

from briefing import cli, drafting, starter
from briefing.model import Approval, Brief, Outlook, Span, Spans, When
from briefing.review import diff as review_diff
from briefing.review.diff import BriefChange, compare, markdown_escape, note
from briefing.storage.desk import Entry
from tests.desks import drafted

TEXT = (
    "Foreign Minister Ann Lee met Prime Minister Bo Cole in Lisbon on Friday.\n\n"
    "Lee said that the talks would go on until the autumn.\n\n"
    "Cole denied that his government had left the table, and told reporters that the door stays open.\n\n"
    "During the Cold War, Portugal stood with the West.\n"
)
HOSTILE = "a\n\n# @octocat <script>x</script> [l](http://evil.example) **b** `c` #12 GH-3 www.evil.example :tada: ~~s~~ \u202e\x07 0123456789abcdef $a$ <!-- | --> &amp; ![i](x)"


@pytest.fixture(scope="module")
def side() -> Entry:
    return drafted(TEXT, "2025-03-01-talks")


def changed(side: Entry, **fields: Any) -> Entry:
    return structs.replace(side, brief=structs.replace(side.brief, **fields))


def with_first(items: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return (structs.replace(items[0], **fields), *items[1:])


def told(before: Entry, after: Entry) -> str:
    change = compare(before, after)
    return note([change] if change else [], "main", "edit")


def test_the_sample_holds_what_the_tests_change(side: Entry) -> None:
    brief = side.brief
    assert len(brief.statements) >= 2
    assert len(brief.summary) >= 2
    assert brief.events
    assert brief.comparison or brief.background


NOISE: dict[str, Callable[[Brief], Brief]] = {
    "places": lambda b: structs.replace(
        b, statements=with_first(b.statements, at=Spans.one(1, 2)), summary=with_first(b.summary, at=Spans.one(0, 3))
    ),
    "mentions": lambda b: structs.replace(b, actors=with_first(b.actors, mentions=Spans((Span(3, 4),)))),
    "weights": lambda b: structs.replace(b, actors=with_first(b.actors, salience=3, inferred=("name",))),
    "ids of items": lambda b: structs.replace(b, statements=with_first(b.statements, id="said-0000")),
    "ids of actors": lambda b: renamed(b, b.actors[0].id, "another-id"),
}  # fmt: skip


def renamed(brief: Brief, old: str, new: str) -> Brief:
    """Return a brief in which an actor and all that refers to it go by another id."""

    def of(key: str | None) -> str | None:
        return new if key == old else key

    return structs.replace(
        brief,
        actors=tuple(
            structs.replace(
                actor,
                id=of(actor.id),
                roles=tuple(structs.replace(role, of=of(role.of)) for role in actor.roles),
            )
            for actor in brief.actors
        ),
        statements=tuple(
            structs.replace(s, speaker=of(s.speaker), addressee=of(s.addressee)) for s in brief.statements
        ),
        events=tuple(structs.replace(e, actors=tuple(of(a) for a in e.actors)) for e in brief.events),
        outlook=tuple(structs.replace(o, speaker=of(o.speaker)) for o in brief.outlook),
        figures=tuple(structs.replace(f, speaker=of(f.speaker)) for f in brief.figures),
    )


@pytest.mark.parametrize("name", NOISE)
def test_noise_is_no_change(name: str, side: Entry) -> None:
    other = structs.replace(side, brief=NOISE[name](side.brief))
    assert other.brief != side.brief
    assert told(side, other) == "No brief changed in meaning between `main` and `edit`.\n"


def test_items_that_came_and_went_stand_with_their_sentence(side: Entry) -> None:
    gone = side.brief.statements[0]
    less = changed(side, statements=side.brief.statements[1:])
    went, came = told(side, less), told(less, side)
    assert "Statements 1 gone." in went
    assert "- **Statement gone:** Ann Lee (said)\n" in went
    assert f"  > Lee said that **{gone.text}**.\n" in went
    assert "- **Statement new:** Ann Lee (said)\n" in came


def test_a_sentence_that_left_the_text_is_told(side: Entry) -> None:
    text = TEXT.replace("Lee said that the talks would go on until the autumn.\n\n", "")
    said = told(side, drafted(text, "2025-03-01-talks"))
    assert "(its sentence is no longer in the text)" in said
    assert (
        "- Source text “… Lisbon on Friday. Lee said that the talks would go on until the autumn. Cole"
        in said
    )
    assert "→ “… Lisbon on Friday. Cole denied that …”" in said


def test_another_order_is_told(side: Entry) -> None:
    said = told(side, changed(side, statements=side.brief.statements[::-1], events=side.brief.events[::-1]))
    assert "- Another order: statements" in said
    assert "Statements" not in said.split("###", maxsplit=1)[0], "it is no change of a statement"


def test_what_is_coming_may_have_no_day(side: Entry) -> None:
    coming = Outlook(id="coming-1", text="the talks would go on", when=None)
    dated = structs.replace(coming, when=When(text="the autumn", earliest=date(2025, 9, 1)))
    before = changed(side, outlook=(coming,))
    assert told(before, changed(before, title="Talks go on")) != ""
    assert "the autumn" in told(before, changed(before, outlook=(dated,)))
    assert "the autumn" in told(changed(before, outlook=(dated,)), before)


def test_places_of_a_changed_text_are_shown_and_spaces_are_none(side: Entry) -> None:
    mended = TEXT.replace("Lisbon", "Porto").replace("stays open", "stays shut")
    said = told(side, drafted(mended, side.brief.slug))
    assert (
        "- Source text “… Bo Cole in Lisbon on Friday. Lee …” → “… Bo Cole in Porto on Friday. Lee …”" in said
    )
    assert "“… the door stays open. During" in said
    spaced = told(side, drafted(TEXT.replace(" met ", "  met "), side.brief.slug))
    assert "- Source text “as it was” → “changed, and says the same”" in spaced


def test_a_changed_speaker_is_shown_with_the_whole_sentence_and_the_one_before() -> None:
    long = "the door would stay open, " * 15 + "and that was all"
    before = drafted(f"Ann Lee met Bob Cole in Paris on Monday. Lee said that {long}.\n", "2025-03-01-talks")
    statement = before.brief.statements[0]
    other = next(actor.id for actor in before.brief.actors if actor.id != statement.speaker)
    said = told(before, changed(before, statements=with_first(before.brief.statements, speaker=other)))
    assert "speaker “Ann Lee” → “Bob Cole”" in said
    shown = said.rpartition("  > ")[2]
    assert shown.startswith("Ann Lee met Bob Cole in Paris on Monday. Lee said that ")
    assert "and that was all" in shown, "to its end"


def test_an_approved_brief_that_changed_is_marked(side: Entry) -> None:
    reviewed = {"status": "reviewed", "approvals": (Approval(by="Ben Bly", on=date(2025, 3, 3)),)}
    before, title = changed(side, **reviewed), {"title": "Another"}
    warning = "**Changed since Ben Bly on 2025-03-03 reviewed it**"
    assert warning in told(before, changed(before, **title))
    again = {"approvals": (Approval(by="Eva Stein", on=date(2025, 3, 4)),)}
    for other in (changed(before, **title, **again), changed(before, **title, status="draft")):
        assert "reviewed it**" not in told(before, other)


def test_parallels_go_by_title_and_items_lead_to_their_lines(tmp_path: Path, capsysbinary: Any) -> None:
    desk = tmp_path / "desk"
    starter.make(desk, name="Desk", requirement="briefing-pages")
    drafting.update(desk)
    path = next((desk / "content" / "briefs").glob("*.yml"))
    shutil.copytree(desk, desk.parent / "before")
    text = path.read_text("utf-8")
    edited = re.sub(r"(?m)verb: [^,}]*", "verb: agreed", text, count=1)
    assert edited != text
    path.write_text(
        re.sub(r"(?ms)^parallels:.*?(?=^\w|\Z)", "", edited).rstrip()
        + "\n\nparallels:\n- episode: cuban-missile-crisis\n",
        "utf-8",
    )
    links = "https://git.example/desk/blob/abc"
    assert cli.main(["diff", str(desk.parent / "before"), "--config", str(desk), "--links", links]) == 0
    said = capsysbinary.readouterr().out.decode()
    line = edited[: edited.rindex("- {id: ", 0, edited.index("verb: agreed"))].count("\n") + 1
    assert f"[Statement changed]({links}/content/briefs/{path.name}#L{line}):" in said
    assert f"[`{path.stem}`]({links}/content/briefs/{path.name})" in said
    assert "Cuban" in said
    assert "cuban-missile-crisis" not in said


def test_a_sentence_that_others_surround_has_not_left_the_text(side: Entry) -> None:
    text = TEXT.replace("Lee said that", "As before, Lee said that")
    less = changed(side, statements=side.brief.statements[1:])
    said = told(side, structs.replace(less, article=structs.replace(side.article, text=text)))
    assert "Statements 1 gone." in said
    assert "(its sentence is no longer in the text)" not in said


def test_fields_are_told_in_names_not_ids(side: Entry) -> None:
    statement = side.brief.statements[0]
    other = next(a for a in side.brief.actors if a.kind == "person" and a.id != statement.speaker)
    said = told(
        side,
        changed(side, statements=with_first(side.brief.statements, speaker=other.id, hedge="reportedly")),
    )
    assert f"speaker “Ann Lee” → “{other.name}”; hedge “reportedly” added" in said


def test_rewording_shows_what_differs(side: Entry) -> None:
    words = side.brief.statements[0].text.replace("until the autumn", "until autumn")
    said = told(side, changed(side, statements=with_first(side.brief.statements, text=words)))
    assert "“… go on until the autumn” → “… go on until autumn”" in said


def test_roles_and_names_of_an_actor(side: Entry) -> None:
    at = next(i for i, actor in enumerate(side.brief.actors) if actor.name == "Ann Lee")
    actors = list(side.brief.actors)
    actors[at] = structs.replace(actors[at], roles=(), aliases=("Lee", "the minister"), country="PT")
    said = told(side, changed(side, actors=tuple(actors)))
    assert "role “Foreign Minister” gone" in said
    assert "also named “the minister”" in said
    assert "country “PT” added" in said


def test_a_role_in_other_words_is_one_change(side: Entry) -> None:
    at = next(i for i, actor in enumerate(side.brief.actors) if actor.name == "Ann Lee")
    actors = list(side.brief.actors)
    role = structs.replace(actors[at].roles[0], title="former Minister", era="former")
    actors[at] = structs.replace(actors[at], roles=(role,))
    assert "role “Foreign Minister” → “former Minister”\n" in told(side, changed(side, actors=tuple(actors)))


def test_a_date_that_means_another_day(side: Entry) -> None:
    event = next(e for e in side.brief.events if e.when.earliest)
    at = side.brief.events.index(event)
    when = structs.replace(event.when, earliest=date(2025, 2, 21), latest=date(2025, 2, 21))
    events = (*side.brief.events[:at], structs.replace(event, when=when), *side.brief.events[at + 1 :])
    said = told(side, changed(side, events=events))
    assert "Dates 1 changed." in said
    assert "**Date changed:** Friday, date “2025-02-28” → “2025-02-21” “" in said


def test_another_bottom_line(side: Entry) -> None:
    said = told(side, changed(side, summary=side.brief.summary[::-1]))
    assert "**Point changed:** bottom line" in said


def test_status_title_notes_and_corrections(side: Entry) -> None:
    said = told(
        side,
        changed(
            side,
            status="reviewed",
            approvals=(Approval(by="Ada Moss"),),
            title="Talks go on",
            notes="Read twice.",
        ),
    )
    assert "- Status “draft” → “reviewed, by Ada Moss”\n" in said
    assert "→ “Talks go on”\n" in said
    assert "- Notes “Read twice.” added\n" in said


# -- escapes --------------------------------------------------------------------------------------


def test_hostile_text_is_shown_and_does_nothing(side: Entry) -> None:
    brief = side.brief
    said = told(
        side,
        changed(
            side,
            title=HOSTILE,
            slug="x`y\n# z",
            notes=HOSTILE,
            statements=with_first(brief.statements, text=HOSTILE, speaker=None, speaker_text=HOSTILE),
            actors=with_first(brief.actors, name=HOSTILE, aliases=(HOSTILE,)),
        ),
    )
    assert "\u202e" not in said
    assert "\x07" not in said
    assert "(U+202E)" in said
    html = markdown.markdown(re.sub(r"(?<!\\)`[^`\n]*`", "", said))
    for tag in ("<script", "<a ", "<img", "<!--", "<code", "<del"):
        assert tag not in html
    assert [line for line in said.splitlines() if line.startswith("#")] == [
        line for line in said.splitlines() if re.match(r"##? ?#* (Briefs: |a # @)", line)
    ]
    for linked in (r"@octocat", r"#12", r"GH-3", r"https?://", r"www\.", r":tada:", r"[0-9a-f]{7}"):
        assert not re.search(linked, said.replace("\\", "")), linked


@pytest.mark.parametrize(
    "text", ["plain words", "“Quoted”, with a – dash", "5 $ or 6 €", "a_b", "1 < 2 & 3 > 2"]
)
def test_escapes_show_the_words_themselves(text: str) -> None:
    shown = markdown.markdown(markdown_escape.markdown(text))
    assert shown == "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</p>"


def test_a_cut_falls_between_words() -> None:
    assert markdown_escape.cut("one two three four", 16) == "one two three…"
    assert markdown_escape.cut("x" * 30, 10) == "x" * 9 + "…"
    assert markdown_escape.cut("short", 10) == "short"


# -- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [*review_diff.LIMITS.values(), 3000])
def test_a_note_keeps_to_its_limit_and_counts_what_it_left_out(limit: int, side: Entry) -> None:
    statements = tuple(
        structs.replace(side.brief.statements[0], id=f"said-{n}", text=f"“ä” {n} " + "wörd " * 40)
        for n in range(60)
    )
    found: list[BriefChange] = []
    size = 0
    while size < 2 * limit:
        slug = f"2025-03-01-talks-{len(found)}"
        change = compare(changed(side, slug=slug), changed(side, slug=slug, statements=statements))
        assert change is not None
        found.append(change)
        size += len(note([change], "main", "edit").encode())
    whole, short = note(found, "main", "edit"), note(found, "main", "edit", limit)
    assert len(whole.encode()) > limit >= len(short.encode())
    left = re.search(r"Left out here, for length: (?:(\d[\d,]*) briefs? and )?([\d,]+) changes?\.", short)
    assert left is not None
    rows = [len(re.findall(r"^- \*\*", text, re.M)) for text in (whole, short)]
    assert rows[0] - rows[1] == int(left[2].replace(",", ""))
    heads = [text.count("\n### ") for text in (whole, short)]
    assert heads[0] - heads[1] == int((left[1] or "0").replace(",", ""))
    assert short.count("<details>") == short.count("</details>")
    assert len(short.encode()) > limit * 3 // 4


# -- revisions and folders ------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_story_in_a_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = tmp_path / "repository" / "desk"  # a desk need not be the root of its repository
    starter.make(desk, name="Desk", requirement="briefing-pages")
    drafting.update(desk)
    config = str(desk / "mkdocs.yml")
    record = next((desk / "content" / "briefs").glob("*.yml"))
    git(tmp_path / "repository", "init", "--quiet")
    git(desk, "add", "--all")
    git(desk, "commit", "--quiet", "--message", "A desk")

    def diff(*arguments: str) -> str:
        assert cli.main(["diff", *arguments, "--config", config]) == 0
        return capsys.readouterr().out

    assert diff("HEAD") == "No brief changed in meaning between `HEAD` and `the files as they stand`.\n"
    git(desk, "checkout", "--quiet", "-b", "edit")
    text = record.read_text("utf-8")
    text = text.replace("status: draft", "status: reviewed\nreviewer: Ada Moss\nreviewed: 2025-02-01")
    text = re.sub(r"- \{id: said-0856,.*\n(?:   .*\n)+", "", text)
    record.write_text(text.replace("verb: fears", "verb: fears, hedge: reportedly"), "utf-8")
    (desk / "seeds" / "2025-02-02-new.txt").write_text(TEXT, "utf-8")
    drafting.update(desk)
    git(desk, "add", "--all")
    git(desk, "commit", "--quiet", "--message", "Review")
    said = diff("main", "HEAD", "--limit", "comment")
    assert said.startswith(
        "## Briefs: 1 changed, 1 added\n\nStatements 1 gone, 1 changed. Between `main` and `HEAD`.\n"
    )
    assert "### Added: " in said
    assert "- Status “draft” → “reviewed, by Ada Moss, 2025-02-01”" in said
    assert "**Statement gone:** Jon Halldorsson (emphasized)" in said
    assert "**Statement changed:** Norway (fears), hedge “reportedly” added" in said
    assert len(said.split("<details>")[0].splitlines()) + len(said.split("</details>")[1].splitlines()) < 45
    assert diff("main") == said.replace("`HEAD`", "`the files as they stand`")
    assert diff("HEAD", "main").startswith("## Briefs: 1 changed, 1 removed\n")

    copy = tmp_path / "copy"
    shutil.copytree(desk, copy)
    assert diff(str(copy), "HEAD").startswith("No brief changed")
    shutil.move(record, record.with_name("2025-01-17-other.yml"))
    shutil.move(desk / "seeds" / f"{record.stem}.txt", desk / "seeds" / "2025-01-17-other.txt")
    other = record.with_name("2025-01-17-other.yml")
    other.write_text(
        other.read_text("utf-8").replace(f'slug: "{record.stem}"', "slug: 2025-01-17-other"), "utf-8"
    )
    said = diff("HEAD")
    assert f"- Name of the file “{record.stem}” → “2025-01-17-other”" in said
    assert said.startswith("## Briefs: 1 changed\n")
    other.write_text("slug: [", "utf-8")
    assert "cannot be read" in diff("HEAD")


def test_a_name_that_is_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = tmp_path / "desk"
    starter.make(desk, name="Desk", requirement="briefing-pages")
    git(desk, "init", "--quiet")
    for name in ("nowhere", "--output=x"):
        code = cli.main(["diff", "--config", str(desk / "mkdocs.yml"), "--", name])
        said = capsys.readouterr().err
        assert code == 1
        assert f"error: {name}: is neither a revision nor the folder of a desk" in said
    assert not (desk / "x").exists()
