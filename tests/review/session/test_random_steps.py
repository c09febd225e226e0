"""Random steps of the review desk: the merge's laws over a story of them, and every step on a real brief.

The same functions write as in the browser.  About 500 steps in `make test`, 50,000 in `make soak`.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import NO_REFERENCE, Article, Brief, Ledger, Spans, grounding
from briefing.review import merge
from briefing.review.session import actions, edits, head_edits
from briefing.review.session.actions import Action, Done
from briefing.review.session.edits import ChangeError
from briefing.review.session.items import items
from briefing.storage import briefs, record_yaml, seed_files
from briefing.text import sentences
from tests import ROOT
from tests.review.merge.test_merge_laws import FIELDS, Story, index, section, sentence, token

DAY = date(2025, 3, 1)
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


class DeskStory(Story):
    """A story whose edits are steps of the desk; engines, seeds and builds are those of every story."""

    name_actors_otherwise = None  # type: ignore[assignment]  # the stories of the merge have it

    def act(self, **step: Any) -> Done:
        done = actions.apply(Action(**step), self.record(), self.built, (), DAY)
        self.save(done.brief)
        return done

    @rule(name=section, number=index, which=index)
    def edit_a_field(self, name: str, number: int, which: int) -> None:
        item = self.pick(name, number)
        if item is None or not FIELDS[name]:
            return
        field = FIELDS[name][which % len(FIELDS[name])]
        words = next((s.words for s in self.world.sentences if f"w{s.number}" == token(item)), [])
        value = f"{name}{which}" if field == "theme" else " ".join(words[6 : 7 + which % 4])
        if field in ("theme", "answer_by") or self.built != self.world.article() or not words:
            return
        self.act(do="edit", item=f"{name}/{item.id}", field=field, value=value)
        new = next(each for each in getattr(self.record(), name) if each.id == item.id)
        if (name, item.id) in self.added:
            self.added[name, item.id] = new
        else:
            kept = ("speaker", "speaker_text") if field == "speaker" else (field,)
            self.held.setdefault((name, item.id), {}).update({each: getattr(new, each) for each in kept})
            self.rebuild()

    @rule(name=st.sampled_from(("summary", "statements", "events")), number=index)
    def shorten_a_quote(self, name: str, number: int) -> None:
        item = self.pick(name, number)
        if item is None or not item.at or len(item.text.split()) < 5 or (name, item.id) in self.added:
            return
        words = " ".join(item.text.split()[:-1])
        at = Spans.one(item.at.start, item.at.start + len(words))
        self.act(do="words", item=f"{name}/{item.id}", field="text", at=at)
        self.held.setdefault((name, item.id), {})["text"] = words

    @rule(name=section, number=index)
    def strike(self, name: str, number: int) -> None:
        item = self.pick(name, number)
        if item is None:
            return
        done = self.act(do="strike", item=f"{name}/{item.id}")
        others = {token(other) for other in getattr(done.brief, name)}
        self.held.pop((name, item.id), None)
        self.added.pop((name, item.id), None)
        if token(item) not in others:
            self.struck.add((name, token(item)))

    @rule(number=sentence, place=index)
    def add_a_statement(self, number: int, place: int) -> None:
        here = next((s for s in self.world.sentences if s.number == number), None)
        if here is None or self.built != self.world.article():
            return
        words, at = self.world.quote(self.world.article().text, here, 1 + place % 2)
        done = self.act(do="add", field="said", at=at, more={"speaker": " ".join(here.words[7:9])})
        assert done.item
        new = next(each for each in self.record().statements if each.id == done.item.id)
        assert new.text == words
        self.added["statements", done.item.id] = new

    @rule(which=st.sampled_from(("title", "notes")))
    def edit_the_head(self, which: str) -> None:
        self.top[which] = self.fresh("head")
        if which == "title":
            self.act(do="edit", item="title", field="title", value=self.top[which])
        else:
            self.act(do="head", field="notes", value=self.top[which])


DeskStory.TestCase.settings = settings(
    stateful_step_count=20, max_examples=2_500 if LONG else 15, suppress_health_check=list(HealthCheck)
)
test_no_step_breaks_a_law_of_the_merge = pytest.mark.filterwarnings("ignore")(DeskStory.TestCase)


# -- every step, on a real brief ----------------------------------------------------------------

SEED = ROOT / "seeds" / "2025-02-28-xi-shoigu-beijing.txt"


@pytest.fixture(scope="module")
def drafted() -> tuple[Article, Brief, Brief, Ledger]:
    """The text, its draft, and the record and the machine's file of a first build."""
    article = seed_files.read_seed(SEED)
    draft = pipeline.draft(article, lexicon.load(), NO_REFERENCE)
    merged = merge.merge(None, None, draft, article)
    return article, draft, merged.record, merged.ledger


def drawn(data: st.DataObject, brief: Brief, article: Article) -> Action:
    """Return any step of the desk, sound or not."""
    paths = st.sampled_from([item.path for item in items(brief)])
    do = data.draw(st.sampled_from(get_args(actions.Verb)), "do")
    item, other = data.draw(paths, "item"), data.draw(paths, "other")
    part = item.rpartition("/")[0]
    field = {
        "head": st.sampled_from(head_edits.HEAD),
        "add": st.sampled_from(actions.ADDS),
        "role": st.builds("{}/{}".format, st.integers(0, 2), st.sampled_from(("title", "of", "era"))),
    }.get(do, st.sampled_from(edits.FIELDS[part] or ("text",)))
    start = data.draw(st.integers(article.body.start, article.body.end - 1), "start")
    at = Spans.one(start, min(start + data.draw(st.integers(1, 90), "length"), article.body.end))
    words = st.sampled_from(("", at[0].of(article.text), "2025-03-01", "yes", "view", "nobody said this"))
    names = st.sampled_from(
        [name for actor in brief.actors for name in (actor.id, actor.name, *actor.aliases)] or [""]
    )
    more = {
        "speaker": data.draw(names, "speaker"),
        "when": "Friday",
        "era": "cold-war",
        "theme": "alignment",
        "kind": "group",
    }
    value = data.draw(words | names, "value")
    return Action(
        do=do, item=item, other=other, field=data.draw(field, "field"), value=value, at=at, more=more
    )


@given(data=st.data())
@settings(max_examples=500 if LONG else 20, suppress_health_check=list(HealthCheck))
def test_any_steps_leave_a_record_that_is_grounded_read_back_and_kept(
    drafted: tuple[Article, Brief, Brief, Ledger], data: st.DataObject
) -> None:
    article, draft, brief, ledger = drafted
    split = sentences.split(article.text, article.body, lexicon.load())
    known = set(map(str, grounding.check(brief, article)))
    for _ in range(10):
        action = drawn(data, brief, article)
        note(repr(action))
        try:
            made = actions.apply(action, brief, article, split, DAY).brief
        except ChangeError:
            continue
        made = briefs.grounded(made, article, ledger)
        if set(map(str, grounding.check(made, article))) - known:
            continue  # the record under review refuses it
        brief = made
        text = record_yaml.dump_yaml(brief)
        back = briefs.grounded(record_yaml.load_yaml(text, "record"), article, ledger)
        assert record_yaml.dump_yaml(back) == text, "what is written is read back"
        merged = merge.merge(record_yaml.load_yaml(text, "record"), ledger, draft, article)
        kept = msgspec.structs.replace(merged.record, struck=brief.struck, drafted=brief.drafted)
        assert record_yaml.dump_yaml(kept) == text, "a build changes nothing that a person did"
        again = merge.merge(merged.record, merged.ledger, draft, article)
        assert again.record == merged.record, "merging twice changes nothing"
        assert again.ledger == merged.ledger
