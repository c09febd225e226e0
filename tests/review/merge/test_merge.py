"""The merge in small stories that read as YAML (tests/cases/merge/), and what settles a conflict."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import yaml

from briefing.model import Brief, Ledger, Spans, Statement, decode_hook, grounding, places
from briefing.review import merge
from briefing.review.merge import record_tree
from briefing.review.merge.actors import namesakes
from briefing.review.merge.similarity import MatchEvidence, is_one
from briefing.storage import briefs, record_yaml
from tests import CASE_FILES
from tests.desk_story import SECTIONS, Sentence, World
from tests.review.merge.test_merge_laws import token

CASES = yaml.safe_load((CASE_FILES / "merge" / "edits.yml").read_text("utf-8"))


class Desk:
    """One record with its ledger, in a world that a case changes."""

    def __init__(self) -> None:
        self.world = World()
        self.world.sentences.pop()
        self.record: Brief | None = None
        self.ledger: Ledger | None = None
        self.verbs: dict[int, dict[str, Any]] = {}
        self.build()

    def draft(self) -> Brief:
        draft = self.world.draft()
        statements = tuple(
            msgspec.convert(
                msgspec.to_builtins(item) | self.verbs.get(int(token(item)[1:]), {}),
                Statement,
                dec_hook=decode_hook,
            )
            for item in draft.statements
        )
        return msgspec.structs.replace(draft, statements=statements)

    def build(self) -> Brief:
        merged = merge.merge(self.record, self.ledger, self.draft(), self.world.article())
        self.record, self.ledger = merged.record, merged.ledger
        assert list(grounding.misplaced(self.record, self.world.article())) == []
        read = record_yaml.load_yaml(record_yaml.dump_yaml(self.record), "x")
        assert briefs.grounded(read, self.world.article(), self.ledger) == self.record
        return self.record

    def path(self, path: str) -> str:
        """Return a path with the id of an item in place of the token of its sentence."""
        section, _, rest = path.partition("/")
        word, _, field = rest.partition("/")
        found = [i.id for i in getattr(self.record, section) if section in SECTIONS and token(i) == word]
        return "/".join(part for part in (section, found[0] if found else word, field) if part)

    def step(self, step: dict[str, Any]) -> None:
        assert self.record is not None
        node = record_tree.tree(self.record)
        for path, value in step.get("edit", {}).items():
            where, _, field = self.path(path).rpartition("/")
            here = record_tree.at(node, where)
            if field == "text":
                value = record_tree.QuotedWords(value, None, here["text"].at)
            elif isinstance(here[field], record_tree.ItemList):
                value = record_tree.ItemList((word, word) for word in value)
            here[field] = value
        if "strike" in step:
            section, key = self.path(step["strike"]).split("/")
            del node[section][key]
        for section, words in step.get("order", {}).items():
            keys = [self.path(f"{section}/{word}").split("/")[1] for word in words]
            node[section] = record_tree.ItemList((key, node[section][key]) for key in keys)
        self.record = record_tree.struct(node, Brief)
        if "ledger" in step:
            self.build()
            self.ledger = None
        for word, change in step.get("machine", {}).items():
            self.machine(word, change)
        for what, value in step.get("seed", {}).items():
            self.seed(what, value)
        self.build()

    def machine(self, word: str, change: Any) -> None:
        if word in ("role", "suffix"):
            setattr(self.world, word, change)
            return
        key = ("statements", int(word[1:]))
        if change is None:
            self.world.lost.add(key)
            return
        self.world.lost.discard(key)
        if "cut" in change:
            self.world.wording[key] = self.world.wording["events", key[1]] = change["cut"]
        self.verbs.setdefault(key[1], {}).update({k: v for k, v in change.items() if k != "cut"})

    def seed(self, what: str, value: Any) -> None:
        here = self.world.sentences
        if what == "turn":
            self.world.sentences = [*here[value:], *here[:value]]
        elif what == "remove":
            self.world.sentences = [s for s in here if s.number != int(value[1:])]
        elif what == "insert":
            here.insert(0, Sentence(int(value[1:])))
        else:
            number = next(s for s in here if s.number == int(value[1:]))
            number.version = 7 if what == "mend" else 0

    def value(self, path: str) -> Any:
        """Return what is at a path; `words` are those that the seed holds at the item's place."""
        assert self.record is not None
        path = self.path(path)
        where, _, field = path.rpartition("/")
        if field == "words":
            at = record_tree.at(record_tree.tree(self.record), where)["text"].at
            return " ".join(span.of(self.world.article().text) for span in at) or None
        here = record_tree.at(record_tree.tree(self.record), path)
        if isinstance(here, record_tree.QuotedWords):
            return here.text
        if isinstance(here, record_tree.ItemList):
            items = getattr(self.record, path) if path in SECTIONS else ()
            return [token(item) for item in items] or list(here)
        return here


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_stories(case: dict[str, Any]) -> None:
    desk = Desk()
    for step in case["steps"]:
        desk.step(step)
    assert desk.record is not None
    assert desk.ledger is not None
    for path, value in case.get("expect", {}).items():
        assert desk.value(path) == value, path
    for path in case.get("gone", ()):
        section, word = path.split("/")
        assert word not in [token(item) for item in getattr(desk.record, section)]
    for section, count in case.get("count", {}).items():
        assert len(getattr(desk.record, section)) == count
    changed = {c.path: [c.machine, c.held] for c in desk.record.conflicts if c.kind == "changed"}
    assert changed == {desk.path(path): values for path, values in case.get("conflicts", {}).items()}
    lost = [c.path for c in desk.record.conflicts if c.kind == "lost"]
    assert lost == [desk.path(path) for path in case.get("lost", ())]
    for path in case.get("owned", ()):
        assert desk.path(path) in merge.owned(desk.record, desk.ledger)


def test_an_untouched_record_is_the_draft() -> None:
    desk = Desk()
    assert desk.record is not None
    assert desk.ledger is not None
    assert msgspec.structs.replace(desk.record, drafted="") == desk.draft()
    assert desk.ledger.proposed is None
    assert merge.owned(desk.record, desk.ledger) == []
    assert not desk.record.struck


def test_a_struck_sentence_that_the_engine_cuts_in_two_stays_away() -> None:
    desk = Desk()
    desk.step({"strike": "statements/w1"})
    assert desk.record is not None
    text = desk.world.article().text
    draft = desk.draft()
    whole = next(item for item in draft.statements if token(item) == "w1")
    start, end = whole.at.start, whole.at.end
    middle = text.index(" gamma1")
    pieces = [(start, middle), (middle + 1, end)]
    halves = tuple(
        msgspec.structs.replace(whole, id=f"said-{a}", text=text[a:b], at=Spans.one(a, b)) for a, b in pieces
    )
    others = tuple(item for item in draft.statements if item != whole)
    cut = msgspec.structs.replace(draft, statements=(*halves, *others))
    merged = merge.merge(desk.record, desk.ledger, cut, desk.world.article())
    assert merged.record.statements == desk.record.statements


def grounded(desk: Desk, draft: Brief) -> Brief:
    return places.grounded(draft, desk.world.article(), {actor.id: actor.mentions for actor in draft.actors})


def test_two_happenings_in_one_sentence_are_told_apart_by_their_dates() -> None:
    desk = Desk()
    draft = desk.draft()
    first = next(item for item in draft.events if token(item) == "w1")
    text = desk.world.article().text
    at = text.index("Minister", text.index("w0"))
    other = msgspec.structs.replace(first.when, text="Minister", at=Spans.one(at, at + 8))
    second = msgspec.structs.replace(first, id=f"{first.id}-2", when=other)
    both = grounded(desk, msgspec.structs.replace(draft, events=(first, second)))
    first, second = both.events
    merged = merge.merge(None, None, both, desk.world.article())
    struck = msgspec.structs.replace(merged.record, events=(second,))
    again = merge.merge(struck, merged.ledger, both, desk.world.article())
    assert again.record.events == (second,)
    renumbered = msgspec.structs.replace(second, id=first.id)
    alone = grounded(desk, msgspec.structs.replace(draft, events=(renumbered,)))
    assert merge.merge(again.record, again.ledger, alone, desk.world.article()).record.events == (second,)


def test_two_items_of_a_person_that_say_the_same_are_told_apart_for_good() -> None:
    desk = Desk()
    desk.step({"machine": {"w1": None}})
    assert desk.record is not None
    here = next(sentence for sentence in desk.world.sentences if sentence.number == 1)
    words, at = desk.world.quote(desk.world.article().text, here, 1)
    one, other = (Statement(id=f"mine-{n}", speaker="somebody", text=words, at=at) for n in (1, 2))
    first, *rest = desk.record.statements
    desk.record = msgspec.structs.replace(desk.record, statements=(other, first, one, *rest))
    desk.build()
    desk.step({"machine": {"w1": {"cut": 1}}})
    record, ledger = desk.record, desk.ledger
    desk.build()
    assert (desk.record, desk.ledger) == (record, ledger)


def named(*names: str) -> list[MatchEvidence]:
    """Return actors of these names, the third of another kind."""
    kinds = ("person", "person", "state")
    return [
        MatchEvidence(f"{name}-{n}", kinds[n], Spans(), Spans(), name.title()) for n, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("new", "old", "same"),
    [
        (("ann", "bo"), ("bo",), {"bo-1": "bo-0"}),
        (("bo", "bo"), ("bo",), {}),
        (("bo",), ("bo", "bo"), {}),
        (("ann", "cy", "bo"), ("bo",), {}),
        (("bo", "cy", "bo"), ("bo", "ann", "bo"), {"bo-0": "bo-0", "bo-2": "bo-2"}),
    ],
    ids=["one of the name", "two now", "two before", "another kind", "one of each kind"],
)
def test_an_actor_is_known_by_a_name_that_no_other_of_his_kind_has(
    new: tuple[str, ...], old: tuple[str, ...], same: dict[str, str]
) -> None:
    assert namesakes({item.id: item for item in named(*new)}, named(*old)) == same


# -- settling -----------------------------------------------------------------------------------


def disputed() -> tuple[Desk, str]:
    desk = Desk()
    path = desk.path("statements/w1/speaker")
    desk.step({"edit": {"statements/w1/speaker": "ann-lee"}})
    desk.step({"machine": {"w1": {"speaker": "cy-drew"}}})
    return desk, path


@pytest.mark.parametrize(("take", "speaker"), [("human", "ann-lee"), ("machine", "cy-drew")])
def test_a_conflict_is_settled_either_way(take: str, speaker: str) -> None:
    desk, path = disputed()
    assert desk.record is not None
    assert desk.ledger is not None
    assert [c.path for c in merge.open_conflicts(desk.record)] == [path]
    desk.record, desk.ledger = merge.settle(desk.record, desk.ledger, take=take, path=path)
    for _ in range(2):
        assert desk.build().conflicts == ()
        assert desk.value("statements/w1/speaker") == speaker
    desk.step({"machine": {"w1": {"speaker": "bo-cole"}}})
    assert desk.value("statements/w1/speaker") == ("ann-lee" if take == "human" else "bo-cole")


def test_a_field_is_given_back() -> None:
    desk, path = disputed()
    assert desk.record is not None
    assert desk.ledger is not None
    desk.record, desk.ledger = merge.give_back(desk.record, desk.ledger, path)
    assert desk.build().conflicts == ()
    assert desk.value("statements/w1/speaker") == "cy-drew"
    with pytest.raises(merge.SettleError, match="not owned"):
        merge.give_back(desk.record, desk.ledger, path)


def test_a_struck_item_is_brought_back() -> None:
    desk = Desk()
    name = desk.path("statements/w1").split("/")[1]
    desk.step({"strike": "statements/w1"})
    assert desk.ledger is not None
    assert desk.record is not None
    with pytest.raises(merge.SettleError, match="nowhere"):
        merge.restore(desk.record, desk.ledger, "said-0000")
    desk.record, desk.ledger = merge.restore(desk.record, desk.ledger, name)
    assert name in [item.id for item in desk.build().statements]
    assert desk.record.struck == ()


def test_lost_words_cannot_be_kept_but_given_up() -> None:
    desk = Desk()
    desk.step({"edit": {"statements/w1/text": "w1 alpha1 beta1 gamma1"}})
    desk.step({"seed": {"mend": "w1"}})
    path = desk.path("statements/w1/text")
    assert desk.record is not None
    assert desk.ledger is not None
    with pytest.raises(merge.SettleError, match="does not hold"):
        merge.settle(desk.record, desk.ledger, take="human", path=path)
    desk.record, desk.ledger = merge.settle(desk.record, desk.ledger, take="machine", path=path)
    assert desk.build().conflicts == ()
    assert "changed7x1" in desk.value("statements/w1/text")


def test_a_persons_own_item_cannot_be_given_back() -> None:
    desk = Desk()
    assert desk.record is not None
    item = msgspec.structs.replace(desk.record.statements[1], id="mine", speaker="nobody")
    desk.record = msgspec.structs.replace(desk.record, statements=(*desk.record.statements, item))
    desk.build()
    assert desk.ledger is not None
    with pytest.raises(merge.SettleError, match="put in by a person"):
        merge.give_back(desk.record, desk.ledger, "statements/mine")
    with pytest.raises(merge.SettleError, match="statements/mine"):
        merge.give_back(desk.record, desk.ledger, "statements/mine/speaker")


def test_the_machines_file_has_one_item_a_line_and_knows_no_person() -> None:
    desk, path = disputed()
    assert desk.ledger is not None
    lines = record_yaml.dump_lines(desk.ledger, depth=3).decode().splitlines()
    key = path.split("/")[1]
    assert next(line for line in lines if f'"{key}":' in line).startswith(f'   "{key}": {{"~":["w1 alpha1')
    before = desk.ledger
    desk.step({"edit": {"title": "Mine", "statements/w0/verb": "swore"}, "strike": "statements/w2"})
    assert desk.ledger == before, "nothing that a person does changes it"


@pytest.mark.parametrize(("in_common", "one"), [(40, False), (70, True)])
def test_words_that_come_again_and_again_make_no_sentence_another(in_common: int, one: bool) -> None:
    again = ["no"] * in_common
    sides = [
        MatchEvidence(
            key, "", Spans(), Spans(), " ".join([*again, *(f"{key}{n}" for n in range(100 - in_common))])
        )
        for key in ("new", "old")
    ]
    assert is_one(*sides) is one
