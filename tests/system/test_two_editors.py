"""Two editors, ten briefs, two clones and a bare remote in real git: no edit is lost, and nobody disagrees in vain.

Each step is an edit of one or of both, built and pushed as at a desk; what is expected at the end was written
down when it was edited.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from briefing import drafting
from briefing.drafting import lifecycle
from briefing.extract import pipeline
from briefing.model import Approval, Article, Brief, Ledger, meaning
from briefing.review import merge
from briefing.review.session import RecordUnderReview, edits
from briefing.storage import briefs, record_files
from tests import ROOT
from tests.review.merge.test_branches import DRIVER, TITLE, added, git, reordered, strike, swap

SEEDS = sorted((ROOT / "examples" / "desk" / "seeds").glob("*.txt"))[:10]
SLUGS = [path.stem for path in SEEDS]
Edit = Callable[[str], str]


class Editor:
    """A person with a clone."""

    def __init__(self, name: str, remote: Path) -> None:
        self.name, self.desk = name, remote.with_name(name)
        git(remote.parent, "clone", "--quiet", str(remote), name)
        git(self.desk, "config", "merge.briefing.driver", DRIVER)

    def path(self, slug: str) -> Path:
        return record_files.record_path(self.desk, slug)

    def read(self, slug: str) -> Brief:
        found = briefs.pair(self.path(slug), self.desk / "seeds" / f"{slug}.txt").brief
        assert found is not None
        return found

    def ledger(self, slug: str) -> Ledger:
        found = record_files.read_ledger(self.desk, slug)
        assert found is not None
        return found

    def edit(self, slug: str, *changes: Edit) -> None:
        text = before = self.path(slug).read_text("utf-8")
        for change in changes:
            text = change(text)
        assert text != before, "the edit takes effect"
        self.path(slug).write_text(text, "utf-8")

    def correct(self, slug: str, old: str, new: str) -> None:
        seed = self.desk / "seeds" / f"{slug}.txt"
        text = seed.read_text("utf-8")
        assert old in text
        seed.write_text(text.replace(old, new, 1), "utf-8")

    def build(self) -> drafting.Report:
        report = drafting.update(self.desk)
        assert not [error for error in report.errors if "has no seed" not in str(error)]
        return report

    def commit(self, *, built: bool = True) -> None:
        if built:
            self.build()
        git(self.desk, "add", "--all")
        git(self.desk, "commit", "--quiet", "--allow-empty", "-m", self.name)

    def pull(self) -> list[str]:
        """Merge what the other pushed; returns the files at which git could not."""
        said = git(self.desk, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main", fails=True)
        return re.findall(r"Merge conflict in (\S+)", said)

    def push(self) -> None:
        git(self.desk, "push", "--quiet", "origin", "HEAD:main")


class Desk:
    """Both editors, and what each of them wrote."""

    def __init__(self, root: Path) -> None:
        remote = root / "remote.git"
        git(root, "init", "--quiet", "--bare", "-b", "main", str(remote))
        self.ada, self.ben = Editor("ada", remote), Editor("ben", remote)
        (self.ada.desk / "seeds").mkdir()
        for seed in SEEDS:
            shutil.copy(seed, self.ada.desk / "seeds")
        shutil.copy(ROOT / ".gitattributes", self.ada.desk)
        (self.ada.desk / ".gitignore").write_text("/.cache/\n", "utf-8")
        self.ada.commit()
        self.ada.push()
        self.ben.pull()
        self.steps = 1

    def both(
        self, ada: Callable[[Editor], object], ben: Callable[[Editor], object], **how: bool
    ) -> list[str]:
        """Let both edit at once; returns at what git stopped."""
        self.steps += 2
        ada(self.ada)
        ben(self.ben)
        self.ada.commit(**how)
        self.ada.push()
        self.ben.commit(**how)
        conflicts = self.ben.pull()
        if not conflicts:
            self.share(self.ben, self.ada)
        return conflicts

    def one(self, editor: Editor, change: Callable[[Editor], object]) -> None:
        self.steps += 1
        change(editor)
        self.share(editor, self.ben if editor is self.ada else self.ada)

    def share(self, editor: Editor, other: Editor) -> None:
        editor.commit()
        editor.push()
        assert other.pull() == []


def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine take "said" for "stated" and find no statement of the last sentence any more."""
    old = pipeline.draft

    def draft(article: Article, *rest: Any) -> Brief:
        made = old(article, *rest)
        said = tuple(structs.replace(s, verb="stated") if s.verb == "said" else s for s in made.statements)
        return structs.replace(made, statements=said[:-1])

    monkeypatch.setattr(pipeline, "draft", draft)
    monkeypatch.setattr(briefs, "engine_version", lambda: b"newer")


def test_no_edit_is_lost_and_no_reviewed_brief_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    ada, ben = desk.ada, desk.ben
    a, b, c, d, e, f, g, h, i, j = SLUGS
    day = date(2026, 3, 3)

    # 2-3: a title, and a review
    assert (
        desk.both(
            lambda x: x.edit(a, TITLE),
            lambda x: x.edit(
                b, swap("^status: draft", "status: reviewed\nreviewer: Ben Bly\nreviewed: 2026-03-03")
            ),
        )
        == []
    )
    assert (
        desk.both(lambda x: x.edit(b, TITLE), lambda x: x.edit(a, swap("^status: draft", "status: reviewed")))
        == []
    )
    assert meaning.changed_since(ada.read(b)) == ada.read(b).approvals[0], (
        "a title is a change of what was approved"
    )
    # one item, two fields; two strikes of neighbours; notes against a title
    speaker, verb = (
        swap(r"(- \{id: said-\S+ )", r"\1hedge: said, "),
        swap(r"(- \{id: said-[^}]*?verb: )[^,}]*", r"\1said"),
    )
    assert (
        desk.both(
            lambda x: x.edit(c, speaker), lambda x: x.edit(c, swap(r"(verb: \w+)", r"\1"), _note("On c."))
        )
        == []
    )
    assert desk.both(lambda x: x.edit(d, strike(0)), lambda x: x.edit(d, strike(1)), built=False) == []
    gone = {stone.id for stone in ada.read(d).struck}
    assert len(gone) == 2
    # a corrected text against an edit of the record, both built
    words = next(s.text for s in ada.read(e).statements if " " in s.text).split()[-1]
    assert desk.both(lambda x: x.correct(e, words, f"{words}ish"), lambda x: x.edit(e, TITLE)) == []
    assert f"{words}ish" in ada.path(e).read_text("utf-8")
    # two additions at one place, and an order against an edit
    quote = [s.text for s in ada.read(f).statements]
    one, two = (" ".join(text.split()[1:]) for text in quote[:2])
    assert desk.both(lambda x: x.edit(f, added(one)), lambda x: x.edit(f, added(two))) == []
    assert {one, two} <= {s.text for s in ada.read(f).statements}
    order = [s.id for s in ada.read(g).statements]
    assert desk.both(lambda x: x.edit(g, reordered), lambda x: x.edit(g, verb, _note("On g."))) == []
    assert [s.id for s in ada.read(g).statements][:2] == order[1::-1]
    # two titles: the one thing on which they disagree
    stopped = desk.both(
        lambda x: x.edit(h, TITLE), lambda x: x.edit(h, swap("^title: .*", "title: Ben's title"))
    )
    assert stopped == [f"content/briefs/{h}.yml"]
    text = ben.path(h).read_text("utf-8")
    ben.path(h).write_text(
        re.sub(r"<<<<<<<.*\n((?:.*\n)*?)=======\n(?:.*\n)*?>>>>>>>.*\n", r"\1", text), "utf-8"
    )
    desk.share(ben, ada)
    assert ada.read(h).title == "Ben's title"
    # a newer engine: what people approved stays, what nobody touched follows
    before = {slug: meaning.meaning_hash(ada.read(slug)) for slug in (a, b)}
    newer(monkeypatch)
    desk.one(ada, lambda x: x.build())
    assert {slug: meaning.meaning_hash(ada.read(slug)) for slug in (a, b)} == before
    offered = merge.open_proposals(ada.read(b), ada.ledger(b))
    assert offered
    assert "said" not in [s.verb for s in ada.read(i).statements]
    # one proposal by hand, the others turned down
    desk.one(ben, lambda x: _decline(x, b))
    assert merge.open_proposals(ada.read(b), ada.ledger(b)) == ()
    assert meaning.meaning_hash(ada.read(b)) == before[b]
    # approved again, a name, a time, a retraction
    desk.one(ada, lambda x: _approve(x, b, day))
    assert meaning.changed_since(ben.read(b)) is None
    new = f"{i}-renamed"
    desk.one(ben, lambda x: lifecycle.rename(x.desk, i, new, drafts_public=True))
    assert ada.read(new).former_slugs == (i,)
    desk.one(ada, lambda x: x.edit(c, swap("^status: draft", "status: draft\npublish_after: 2027-01-01")))
    retracted = "status: retracted\ncorrections:\n- {date: 2026-03-04, kind: retraction, note: A hoax.}"
    desk.one(ben, lambda x: x.edit(j, swap("^status: draft", retracted)))
    # the machine's file is lost, or of an earlier state: nothing becomes a person's, nothing comes back
    owned = merge.owned(ada.read(d), ada.ledger(d))
    desk.one(ada, lambda x: record_files.ledger_path(x.desk, d).unlink())
    assert {stone.id for stone in ben.read(d).struck} == gone
    assert merge.owned(ben.read(d), ben.ledger(d)) == owned
    old = git(ben.desk, "log", "--format=%h", "--", f"content/.generated/{e}.json").split()[-1]
    stale = git(ben.desk, "show", f"{old}:content/.generated/{e}.json")
    yours = merge.owned(ben.read(e), ben.ledger(e))
    record_files.ledger_path(ben.desk, e).write_text(stale, "utf-8")
    report = ben.build()
    assert [outcome.slug for outcome in report.outcomes if outcome.foreign] == [e]
    assert merge.owned(ben.read(e), ben.ledger(e)) == yours
    desk.share(ben, ada)
    # an edit against a strike of the same item is theirs to settle
    item = ada.read(f).statements[-1].id
    edit = swap(rf"(- \{{id: {item}, )", r"\1hedge: said, ")
    assert desk.both(lambda x: x.edit(f, edit), lambda x: x.edit(f, strike(-1))) == [
        f"content/briefs/{f}.yml"
    ]
    git(ben.desk, "checkout", "--quiet", "--theirs", f"content/briefs/{f}.yml")
    desk.share(ben, ada)
    assert ada.read(f).statements[-1].hedge == "said"

    assert desk.steps >= 25
    assert ada.read(a).title == ada.read(b).title == ada.read(e).title == "Another title"
    assert ada.read(c).notes == "On c."
    assert "hedge: said" in ada.path(c).read_text("utf-8")
    assert str(ada.read(c).publish_after) == "2027-01-01"
    assert ada.read(g).notes == "On g."
    assert [s.id for s in ada.read(g).statements if s.id in order][:2] == order[1::-1]
    assert not {s.id for s in ada.read(d).statements} & gone
    assert {one, two} <= {s.text for s in ada.read(f).statements}
    assert ada.read(j).status == "retracted"
    assert ada.read(b).approvals[-1] == structs.replace(
        Approval(by="Ada Moss", on=day), of=ada.read(b).approvals[-1].of
    )
    for slug in (*SLUGS[:8], new, j):
        assert ada.path(slug).read_bytes() == ben.path(slug).read_bytes()
        before_ = ada.path(slug).read_bytes()
        ada.build()
        assert ada.path(slug).read_bytes() == before_, "it rests"


def _note(words: str) -> Edit:
    return lambda text: text + f"\nnotes: |-\n  {words}\n"


def _decline(editor: Editor, slug: str) -> None:
    article, draft = drafting.draft_of(editor.desk, slug)
    record, ledger = merge.decline(editor.read(slug), editor.ledger(slug))
    merged = merge.merge(record, ledger, draft, article)
    before = record_files.read_record(editor.path(slug))
    drafting.write(editor.desk, merged.record, merged.ledger, before)


def _approve(editor: Editor, slug: str, day: date) -> None:
    record = RecordUnderReview(editor.desk, slug)
    record.save(edits.review(record.brief, "Ada Moss", day))
