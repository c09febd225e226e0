"""Every step of the desk: what the record says then, that it can be undone, and that nobody's edit is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec import structs

from briefing import drafting
from briefing.model import Article, Brief, grounding
from briefing.review.merge import offers
from briefing.reviewdesk.desk import ReviewDesk
from briefing.storage import briefs, record_files, record_yaml
from tests.reviewdesk.client import TOKEN, Client
from tests.reviewdesk.conftest import SLUG


def both(desk: Path) -> tuple[Brief, Article]:
    """Return the record, which must be grounded in its source, and the source."""
    found = briefs.pair(record_files.record_path(desk, SLUG), desk / "seeds" / f"{SLUG}.txt")
    assert found.brief is not None
    assert found.article is not None
    grounding.require(found.brief, found.article, SLUG)
    return found.brief, found.article


def read(desk: Path) -> Brief:
    return both(desk)[0]


def at(desk: Path, words: str) -> list[list[int]]:
    """Return the place of words in the source."""
    start = both(desk)[1].text.index(words)
    return [[start, start + len(words)]]


def statement(desk: Path, words: str) -> str:
    return next(f"statements/{s.id}" for s in read(desk).statements if words in s.text)


def text(desk: Path) -> str:
    return record_files.record_path(desk, SLUG).read_text("utf-8")


# -- single steps -------------------------------------------------------------------------------

STEPS = [
    {"do": "edit", "item": "title", "field": "title", "value": "Another title"},
    {"do": "edit", "item": "statements/0", "field": "speaker", "value": "actors/2"},
    {"do": "edit", "item": "statements/0", "field": "kind", "value": "view"},
    {"do": "edit", "item": "events/0", "field": "earliest", "value": "2025-01-02"},
    {"do": "edit", "item": "actors/0", "field": "country", "value": "FO"},
    {"do": "words", "item": "statements/0", "field": "text", "words": "both sides"},
    {"do": "strike", "item": "statements/0"},
    {"do": "strike", "item": "actors/0"},
    {"do": "add", "field": "said", "words": "both sides", "more": {"speaker": "Solberg"}},
    {"do": "add", "field": "point", "words": "both sides had agreed"},
    {"do": "add", "field": "event", "words": "both sides had agreed", "more": {"when": "Friday", "day": "2025-01-17"}},
    {"do": "add", "field": "then", "words": "both sides", "more": {"era": "cold-war", "theme": "alignment"}},
    {"do": "add", "field": "actor", "words": "both sides", "more": {"kind": "group"}},
    {"do": "merge", "item": "actors/0", "other": "actors/1"},
    {"do": "role", "item": "actors/1", "field": "0/era", "value": "former"},
    {"do": "move", "item": "statements/1", "other": "statements/0"},
    {"do": "note", "item": "statements/0", "value": "It was denied later."},
    {"do": "head", "field": "tags", "value": "fish, talks"},
    {"do": "head", "field": "judgement", "value": "It is likely to last."},
    {"do": "head", "field": "likelihood", "value": "likely"},
    {"do": "head", "field": "publish_after", "value": "2025-03-01"},
    {"do": "head", "field": "status", "value": "published"},
    {"do": "approve", "value": "Ada Moss"},
    {"do": "retract", "value": "It was wrong."},
]  # fmt: skip


def filled(desk: Path, step: dict[str, object]) -> dict[str, object]:
    """Return a step with real items in the place of their numbers, and the place of its words."""
    brief, made = read(desk), dict(step)
    for name in ("item", "other", "value"):
        section, _, number = str(made.get(name, "")).partition("/")
        if number.isdecimal():
            found = getattr(brief, section)[int(number)].id
            made[name] = found if name == "value" else f"{section}/{found}"
    if words := made.pop("words", None):
        made["at"] = at(desk, str(words))
    return made


@pytest.mark.parametrize("step", STEPS, ids=lambda step: " ".join(str(v) for v in list(step.values())[:3]))
@pytest.mark.parametrize("built", [False, True], ids=["", "after a build"])
def test_each_step_is_saved_survives_a_build_and_is_undone(
    desk: Path, client: Client, step: dict[str, object], built: bool
) -> None:
    before, meant = text(desk), read(desk)
    assert client.step(SLUG, action=filled(desk, step)).status == 200
    after = read(desk)
    assert after != meant
    if built:
        drafting.update(desk)
        told = structs.replace(
            read(desk), struck=after.struck, drafted=after.drafted, approvals=after.approvals
        )
        assert record_yaml.dump_yaml(told) == record_yaml.dump_yaml(after), "a build keeps what was done"
    assert client.step(SLUG, undo=True).status == 200
    if built:
        drafting.update(desk)
    assert text(desk) == before


def test_a_pair_gets_its_other_side(desk: Path, client: Client) -> None:
    made = client.act(
        SLUG, "add", field="then", at=at(desk, "both sides"), more={"era": "cold-war", "theme": "alignment"}
    )
    item = made.json["item"]
    client.act(SLUG, "words", item, field="now", at=at(desk, "had agreed"))
    (pair,) = (each for each in read(desk).comparison if f"comparison/{each.id}" == item)
    assert pair.then
    assert pair.now
    assert (pair.then.text, pair.now.text) == ("both sides", "had agreed")


def test_words_of_two_places_are_one_quote(desk: Path, client: Client) -> None:
    item = statement(desk, "both sides had agreed")
    client.act(SLUG, "words", item, field="text", at=[*at(desk, "both sides"), *at(desk, "agreed")])
    assert statement(desk, "both sides […] agreed") == item


def test_an_actor_is_split_and_what_names_the_new_one_follows(desk: Path, client: Client) -> None:
    brief = read(desk)
    actor = next(each for each in brief.actors if each.aliases)
    answer = client.act(SLUG, "split", f"actors/{actor.id}", value=actor.aliases[0])
    new = read(desk)
    made = next(each for each in new.actors if f"actors/{each.id}" == answer.json["item"])
    assert made.name == actor.aliases[0]
    assert made.mentions
    assert len(new.actors) == len(brief.actors) + 1


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"do": "edit", "item": "statements/0", "field": "text", "value": "words of nobody"}, "does not say"),
        ({"do": "edit", "item": "statements/0", "field": "verb", "value": "bellowed"}, "does not say"),
        ({"do": "edit", "item": "statements/0", "field": "speaker", "value": "Nobody Atall"}, "does not say"),
        ({"do": "edit", "item": "actors/0", "field": "aliases", "value": "Nobody Atall"}, "does not say"),
        ({"do": "edit", "item": "actors/0", "field": "name", "value": "Nobody Atall"}, "does not say"),
        ({"do": "edit", "item": "events/0", "field": "earliest", "value": "tomorrow"}, "cannot be stored"),
        ({"do": "edit", "item": "statements/0", "field": "id", "value": "x"}, "Fields here"),
        ({"do": "words", "item": "statements/0", "field": "text", "at": [[0, 9_000_000]]}, "Select words"),
        ({"do": "words", "item": "statements/0", "field": "text", "at": [[40, 50], [10, 20]]}, "Select words"),
        ({"do": "words", "item": "statements/0", "field": "text"}, "Select words"),
        ({"do": "add", "field": "poem", "words": "both sides"}, "What can be added"),
        ({"do": "add", "field": "then", "words": "both sides"}, "its era and its theme"),
        ({"do": "merge", "item": "actors/0", "other": "actors/0"}, "another actor"),
        ({"do": "strike", "item": "title"}, "cannot be struck"),
        ({"do": "strike", "item": "statements/said-0000"}, "not there any more"),
        ({"do": "role", "item": "actors/0", "field": "x/title", "value": "King"}, "Which role"),
        ({"do": "role", "item": "actors/0", "field": "0/title", "value": "King of nowhere"}, "does not say"),
        ({"do": "head", "field": "slug", "value": "x"}, "Fields of the head"),
        ({"do": "head", "field": "status", "value": "gone"}, "A status is one of"),
        ({"do": "head", "field": "publish_after", "value": "soon"}, "cannot be stored"),
        ({"do": "approve", "value": " "}, "Give your name"),
        ({"do": "split", "item": "actors/0", "value": "Nobody"}, "Choose among"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_saved(desk: Path, client: Client, step: dict[str, object], words: str) -> None:
    before = text(desk)
    answer = client.step(SLUG, action=filled(desk, step))
    assert answer.status == 409
    assert words in answer.json["error"]
    assert text(desk) == before


# -- several people -----------------------------------------------------------------------------


def test_two_people_on_one_brief_see_and_keep_each_others_saves(desk: Path) -> None:
    ada, ben = Client(desk, "Ada"), Client(desk, "Ben")
    item = statement(desk, "both sides had agreed")
    version = ben.get(f"briefs/{SLUG}/version").json["version"]
    ada.act(SLUG, "edit", "title", field="title", value="Ada's title", was=read(desk).title)
    assert ben.get(f"briefs/{SLUG}/version").json["version"] != version
    ben.act(SLUG, "edit", item, field="kind", value="view", was="said")
    refused = ben.step(
        SLUG, action={"do": "edit", "item": "title", "field": "title", "value": "x", "was": "y"}
    )
    assert refused.status == 409
    assert refused.json["theirs"] == "Ada's title"
    assert ada.step(SLUG, undo=True).status == 200
    assert "Ada's title" not in text(desk)
    assert "kind: view" in text(desk), "Ben's step is his to undo"


def test_what_an_editor_saves_meanwhile_stays(desk: Path, client: Client) -> None:
    path = record_files.record_path(desk, SLUG)
    path.write_text(text(desk).replace("status: draft", "status: draft  # of the editor"), "utf-8")
    client.act(SLUG, "edit", "title", field="title", value="Another title")
    assert "status: draft  # of the editor" in text(desk)
    path.write_text(text(desk).replace("Another title", "A third title"), "utf-8")
    refused = client.step(SLUG, undo=True)
    assert refused.status == 409
    assert "Somebody has changed the same since" in refused.json["error"]
    assert "A third title" in text(desk)


def test_progress_is_by_item_and_person_and_survives_a_restart(desk: Path) -> None:
    Client(desk, "Ada").step(SLUG, accept="title")
    again = Client(desk, "Ben")
    assert "Accepted by Ada" in again.get(f"briefs/{SLUG}").text
    assert "in-review" in again.get("").text
    assert again.step(SLUG, undo=True).status == 409
    assert Client(desk, "Ada").step(SLUG, undo=True).status == 200
    assert "Accepted by Ada" not in again.get(f"briefs/{SLUG}").text


def test_an_old_note_of_progress_is_read(desk: Path) -> None:
    Client(desk, "Ada").step(SLUG, accept="title")
    path = desk / ".cache" / "review" / f"{SLUG}.json"
    plain = path.read_text("utf-8")
    path.write_text(plain.replace("[", "").replace(',"Ada"]', ""), "utf-8")
    assert "Accepted" in Client(desk).get(f"briefs/{SLUG}").text


# -- what is open -------------------------------------------------------------------------------


def think_otherwise(desk: Path, path: str) -> None:
    """Write into the machine's file that a value was another one when a person changed it."""
    ledger = record_files.read_ledger(desk, SLUG)
    assert ledger is not None
    last = offers.put(ledger.written, path, "muttered")
    changed = structs.replace(ledger, draft="0" * 16, written=last)
    record_files.ledger_path(desk, SLUG).write_bytes(record_yaml.dump_lines(changed, depth=3))
    old, new = (record_yaml.dump_flow(offers.token(each)) for each in (ledger.written, last))
    record_files.record_path(desk, SLUG).write_text(text(desk).replace(old, new), "utf-8")


@pytest.mark.parametrize(("take", "kind"), [("human", "view"), ("machine", "said")])
def test_a_conflict_is_shown_settled_and_undone(desk: Path, client: Client, take: str, kind: str) -> None:
    item = statement(desk, "both sides had agreed")
    client.act(SLUG, "edit", item, field="kind", value="view")
    think_otherwise(desk, f"{item}/kind")
    drafting.update(desk)
    path = read(desk).conflicts[0].path
    assert f'data-open="{path}"' in client.get(f"briefs/{SLUG}").text
    assert "1 open" in client.get("").text
    assert client.step(SLUG, action={"do": "approve", "value": "Ada"}).status == 409
    assert client.step(SLUG, resolve={"path": path, "take": take}).status == 200
    assert not read(desk).conflicts
    assert next(s for s in read(desk).statements if item.endswith(s.id)).kind == kind
    assert client.step(SLUG, undo=True).status == 200
    assert read(desk).conflicts[0].path == path


@pytest.mark.parametrize("take", ["human", "machine"])
def test_a_proposal_is_shown_and_settled(desk: Path, client: Client, take: str) -> None:
    item = statement(desk, "both sides had agreed")
    client.act(SLUG, "approve", value="Ada")
    ledger = record_files.read_ledger(desk, SLUG)
    assert ledger is not None
    verb = next(s for s in read(desk).statements if item.endswith(s.id)).verb
    record_files.record_path(desk, SLUG).write_text(
        text(desk).replace(f"verb: {verb}", "verb: agreed", 1), "utf-8"
    )
    think_otherwise(desk, f"{item}/verb")
    drafting.update(desk)
    shown = client.get(f"briefs/{SLUG}").text
    assert f'data-open="{item}/verb"' in shown
    assert client.step(SLUG, resolve={"path": f"{item}/verb", "take": take}).status == 200
    now = next(s for s in read(desk).statements if item.endswith(s.id)).verb
    assert now == ("agreed" if take == "human" else verb)
    assert f'data-open="{item}/verb"' not in client.get(f"briefs/{SLUG}").text


def test_what_was_struck_is_shown_and_brought_back(desk: Path, client: Client) -> None:
    item, whole = statement(desk, "both sides had agreed"), text(desk)
    client.act(SLUG, "strike", item)
    for _ in range(2):  # before the machine knows of it, and after
        assert 'class="card struck"' in client.get(f"briefs/{SLUG}").text
        drafting.update(desk)
    assert client.step(SLUG, resolve={"restore": item}).status == 200
    assert text(desk) == whole
    assert client.step(SLUG, resolve={"restore": item}).status in (400, 409)


def test_why_says_what_was_made_of_a_sentence_and_what_not(client: Client) -> None:
    told = [client.get(f"briefs/{SLUG}/why?sentence={number}").json["lines"] for number in (1, 2, 3)]
    assert any("rule" in line for lines in told for line in lines)
    assert client.get(f"briefs/{SLUG}/why?sentence=99999").status == 409
    assert client.get(f"briefs/{SLUG}/why?sentence=x").status == 409


# -- the way in and out -------------------------------------------------------------------------


def git(desk: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *words]
    return subprocess.run(command, cwd=desk, check=True, capture_output=True, text=True).stdout


def test_what_changed_is_told_and_committed_when_asked(desk: Path, client: Client) -> None:
    assert "no git repository" in client.get("changes").text
    git(desk, "init", "--quiet", "--initial-branch", "main")
    git(desk, "config", "user.name", "Ada")
    git(desk, "config", "user.email", "ada@example.org")
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message", "First")
    git(desk, "switch", "--quiet", "--create", "review")
    (desk / "content" / "index.md").write_text("changed by hand\n", "utf-8")
    client.act(SLUG, "edit", statement(desk, "both sides had agreed"), field="kind", value="view")
    page = client.get("changes").text
    assert "Review: " in page
    assert "view" in page
    answer = client.ask(
        f"/{TOKEN}/commit", "POST", b'{"message": "Review: a view\\n\\nIt was no statement."}'
    )
    assert "Review: a view" in answer.json["said"]
    assert git(desk, "log", "--format=%s", "-1").strip() == "Review: a view"
    assert "content/index.md" in git(desk, "status", "--porcelain"), (
        "a commit takes what the review wrote, alone"
    )
    assert "Everything is committed" in client.get("changes").text
    assert client.ask(f"/{TOKEN}/commit", "POST", b'{"message": " "}').status == 400


def test_a_text_is_brought_in_with_the_limits_of_ingest(desk: Path, client: Client) -> None:
    words = b"Minister Ann Lee met Bob Cole in Paris on Friday. Lee said that the talks would go on.\n"
    answer = client.ask(f"/{TOKEN}/texts/2025-02-01-talks.txt", "POST", words)
    assert answer.status == 200, answer.text
    (slug,) = answer.json["slugs"]
    assert (desk / "seeds" / f"{slug}.txt").is_file()
    assert "the talks would go on" in client.get(f"briefs/{slug}").text
    for name, body in (("..%2Fx.txt", words), ("x.exe", words), ("x.txt", b""), ("x.pdf", b"no pdf")):
        assert client.ask(f"/{TOKEN}/texts/{name}", "POST", body).status in (400, 404)
    assert list((desk / ".cache" / "review" / "inbox").iterdir()) == []


def test_a_killed_server_leaves_a_record_that_is_whole(desk: Path) -> None:
    """A new process reads what the last one saved, and undoes its step."""
    ReviewDesk(desk)
    before = text(desk)
    Client(desk).act(SLUG, "edit", "title", field="title", value="Another title")
    assert Client(desk).step(SLUG, undo=True).status == 200
    assert text(desk) == before


def test_a_brief_that_cannot_be_read_stands_in_the_list_with_its_fault(desk: Path, client: Client) -> None:
    record_files.record_path(desk, SLUG).write_text("slug: [", "utf-8")
    page = client.get("").text
    assert "broken" in page
    assert 'class="fault"' in page
    assert client.get(f"briefs/{SLUG}").status in (400, 404)
