"""The laws of the merge over random stories of edits, rebuilds, seeds and engines that change.

Nothing that a person wrote or struck is lost or revived; what nobody touched equals the draft;
merging twice changes nothing; comments stay.  `make soak` tries 5,000 stories.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from briefing.model import Brief, Ledger, Point, Statement, grounding
from briefing.review import merge
from briefing.storage import briefs, record_yaml, yaml_comments
from tests.desk_story import NAMES, SECTIONS, Sentence, World

FIELDS = {
    "summary": (),
    "statements": ("speaker", "verb", "hedge", "occasion"),
    "events": ("place",),
    "comparison": ("theme", "answer_by"),
}
section = st.sampled_from(SECTIONS)
index = st.integers(0, 30)
sentence = st.integers(0, 4)
replace: Callable[..., Any] = msgspec.structs.replace


def token(item: Any) -> str:
    """Return the token of the sentence that an item is from."""
    words: str = item.text if hasattr(item, "text") else (item.then or item.now).text
    return next(word for word in words.split() if word[0] == "w" and word[1:].isdigit())


@functools.lru_cache(maxsize=4)
def read(text: str) -> Brief:
    return record_yaml.load_yaml(text, "story")


class Story(RuleBasedStateMachine):
    """A desk of one record, as files would hold it: YAML with comments, and JSON."""

    @initialize()
    def begin(self) -> None:
        self.world = World()
        self.text = ""
        self.built = self.world.article()
        self.ledger: bytes | None = None
        self.held: dict[tuple[str, str], dict[str, Any]] = {}
        """(section, id) -> fields as a person wrote them."""
        self.added: dict[tuple[str, str], Any] = {}
        self.struck: set[tuple[str, str]] = set()
        """(section, token) of what a person removed."""
        self.order: dict[str, list[str]] = {}
        self.remarks: set[str] = set()
        self.aliases: dict[str, tuple[set[str], set[str]]] = {}
        self.top: dict[str, Any] = {}
        self.lost_ledger = False
        self.touched = False
        self.count = self.builds = 0
        self.rebuild()
        drafted = replace(self.world.draft(), drafted=self.record().drafted)
        assert self.text == record_yaml.dump_yaml(drafted)

    # -- what people do --

    def record(self) -> Brief:
        """Return the record as it was when it was last built: its places are those of that text."""
        ledger = record_yaml.load_json(self.ledger, Ledger, "story") if self.ledger else None
        return briefs.grounded(read(self.text), self.built, ledger)

    def save(self, record: Brief) -> None:
        """Save as an editor does: the comments stay where they are."""
        found = yaml_comments.find(self.text) if self.remarks else []
        self.text = yaml_comments.put(record_yaml.dump_yaml(record), found)
        self.touched = True

    def fresh(self, what: str) -> str:
        self.count += 1
        return f"{what} {self.count}"

    def pick(self, name: str, number: int) -> Any:
        items = getattr(self.record(), name)
        return items[number % len(items)] if items else None

    def swap(self, name: str, old: Any, new: Any) -> None:
        record = self.record()
        items = tuple(new if item == old else item for item in getattr(record, name))
        self.save(replace(record, **{name: items}))

    @rule(name=section, number=index, which=index)
    def edit_a_field(self, name: str, number: int, which: int) -> None:
        item = self.pick(name, number)
        if item is None or not FIELDS[name]:
            return
        field = FIELDS[name][which % len(FIELDS[name])]
        value = (
            self.record().actors[which % len(NAMES)].id
            if which % 2 and field == "speaker" and len(self.record().actors) == len(NAMES)
            else self.fresh("mine")
        )
        self.swap(name, item, replace(item, **{field: value}))
        if (name, item.id) in self.added:
            self.added[name, item.id] = replace(item, **{field: value})
        elif getattr(item, field) != value:
            self.held.setdefault((name, item.id), {})[field] = value
            self.rebuild()  # a value put back before the machine saw the edit is none

    @rule(number=index)
    def correct_a_date(self, number: int) -> None:
        item = self.pick("events", number)
        if item is None:
            return
        self.count += 1
        day = item.when.earliest.replace(year=1900 + self.count)
        self.swap("events", item, replace(item, when=replace(item.when, earliest=day)))
        if ("events", item.id) in self.added:
            self.added["events", item.id] = replace(item, when=replace(item.when, earliest=day))
        else:
            self.held.setdefault(("events", item.id), {})["when.earliest"] = day

    @rule(name=st.sampled_from(("summary", "statements", "events")), number=index)
    def shorten_a_quote(self, name: str, number: int) -> None:
        item = self.pick(name, number)
        if item is None or not item.at or len(item.text.split()) < 5 or (name, item.id) in self.added:
            return
        words = " ".join(item.text.split()[:-1])
        self.swap(name, item, replace(item, text=words))  # the place is found by the merge
        self.held.setdefault((name, item.id), {})["text"] = words

    @rule(name=section, number=index)
    def strike(self, name: str, number: int) -> None:
        item = self.pick(name, number)
        if item is None:
            return
        record = self.record()
        items = tuple(other for other in getattr(record, name) if other != item)
        self.save(replace(record, **{name: items}))
        others = {token(other) for other in items}
        self.held.pop((name, item.id), None)
        self.added.pop((name, item.id), None)
        if token(item) not in others:
            self.struck.add((name, token(item)))

    @rule(number=sentence, place=index)
    def add_a_statement(self, number: int, place: int) -> None:
        here = next((s for s in self.world.sentences if s.number == number), None)
        record = self.record()
        if here is None or self.built != self.world.article():
            return
        words, at = self.world.quote(self.world.article().text, here, 1)
        item = Statement(id=self.fresh("mine").replace(" ", "-"), speaker="somebody", text=words, at=at)
        items = list(record.statements)
        items.insert(place % (len(items) + 1), item)
        self.save(replace(record, statements=tuple(items)))
        self.added["statements", item.id] = item

    @rule(number=sentence)
    def add_a_bottom_line(self, number: int) -> None:
        here = next((s for s in self.world.sentences if s.number == number), None)
        record = self.record()
        if here is None or self.built != self.world.article():
            return
        words, at = self.world.quote(self.world.article().text, here, 2)
        item = Point(id=self.fresh("mine").replace(" ", "-"), text=words, at=at)
        self.save(replace(record, summary=(item, *record.summary)))
        self.added["summary", item.id] = item

    @rule(name=section, turn=st.integers(1, 4))
    def reorder(self, name: str, turn: int) -> None:
        self.rebuild()  # to turn a list round that one has just put an item into may be to put it elsewhere
        record = self.record()
        items = getattr(record, name)
        if len(items) < 2 or not turn % len(items):
            return
        turned = (*items[turn % len(items) :], *items[: turn % len(items)])
        self.save(replace(record, **{name: turned}))
        self.order[name] = [item.id for item in turned]
        self.rebuild()  # two turns between builds may be none

    @rule(number=index, gone=st.booleans())
    def change_aliases(self, number: int, gone: bool) -> None:
        actor = self.pick("actors", number)
        if actor is None:
            return
        there, away = self.aliases.setdefault(actor.name, (set(), set()))
        if gone and actor.aliases:
            alias = actor.aliases[number % len(actor.aliases)]
            self.swap("actors", actor, replace(actor, aliases=tuple(a for a in actor.aliases if a != alias)))
            there.discard(alias)
            away.add(alias)
        else:
            alias = self.fresh("alias")
            self.swap("actors", actor, replace(actor, aliases=(*actor.aliases, alias)))
            there.add(alias)

    @rule(which=st.sampled_from(("title", "notes")))
    def edit_the_head(self, which: str) -> None:
        self.top[which] = self.fresh("head")
        self.save(replace(self.record(), **{which: self.top[which]}))

    @rule(number=index, beside=st.booleans())
    def remark(self, number: int, beside: bool) -> None:
        lines = self.text.split("\n")
        starts = [i for i, line in enumerate(lines) if line and not line.startswith("#") and " #" not in line]
        notes = next((i for i, line in enumerate(lines) if line.startswith("notes: |-")), None)
        if notes is not None:
            starts = [i for i in starts if i <= notes or not lines[i].startswith("  ") or i > notes + 1]
        at = starts[number % len(starts)]
        words = self.fresh("# remark") + "."
        if beside:
            lines[at] += "  " + words
        else:
            lines.insert(at, words)
        self.text = "\n".join(lines)
        self.remarks.add(words)

    @precondition(lambda self: self.builds > 6 and not self.lost_ledger)
    @rule()
    def lose_the_ledger(self) -> None:
        self.rebuild()
        self.ledger = None
        self.lost_ledger = self.touched = True
        draft = self.world.draft()
        there = {(name, token(item)) for name in SECTIONS for item in getattr(draft, name)}
        self.struck &= there
        self.aliases = {}
        self.forget_what_the_machine_says_too(draft)
        self.rebuild()

    def forget_what_the_machine_says_too(self, draft: Brief) -> None:
        """Without a ledger nobody can know that a person wrote what the machine happens to say.

        Nor where what the machine has lost at the moment was in a person's order.
        """
        for name in list(self.order):
            words = [token(item) for item in getattr(draft, name)]
            mine = [token(item) for item in getattr(self.record(), name)]
            if [word for word in words if word in mine] == [word for word in mine if word in words]:
                del self.order[name]
        for name in self.order:
            self.order[name] = [item.id for item in getattr(self.record(), name)]
        for fields in self.held.values():
            for field in list(fields):
                if field != "when.earliest" and not str(fields[field]).startswith("mine"):
                    del fields[field]
        self.held = {key: fields for key, fields in self.held.items() if fields}

    # -- what the machine does --

    @rule()
    def build(self) -> None:
        self.rebuild()

    @rule()
    def build_after_edits(self) -> None:
        self.rebuild()

    @rule()
    def build_after_changes(self) -> None:
        self.rebuild()

    @rule(name=section, number=sentence)
    def lose_it_and_find_it_in_other_words(self, name: str, number: int) -> None:
        self.world.lost.add((name, number))
        self.rebuild()
        self.world.lost.discard((name, number))
        self.world.wording[name, number] = self.world.wording.get((name, number), 0) + 1
        self.rebuild()

    @rule(name=section, number=sentence)
    def lose_or_find(self, name: str, number: int) -> None:
        self.world.lost ^= {(name, number)}

    @rule(name=section, number=sentence)
    def reword(self, name: str, number: int) -> None:
        self.world.wording[name, number] = self.world.wording.get((name, number), 0) + 1

    @rule(name=section, number=sentence)
    def think_again(self, name: str, number: int) -> None:
        self.world.opinion[name, number] = self.world.opinion.get((name, number), 0) + 1

    @rule()
    def think_backwards(self) -> None:
        self.world.backwards = not self.world.backwards

    @rule()
    def see_other_roles(self) -> None:
        self.world.role += 1

    @rule()
    def name_actors_otherwise(self) -> None:
        self.world.suffix = "" if self.world.suffix else "-x"

    # -- what happens to the seed --

    @rule(place=index)
    def insert_a_sentence(self, place: int) -> None:
        number = 5 + self.count
        self.count += 1
        if len(self.world.sentences) < 8:
            self.world.sentences.insert(place % (len(self.world.sentences) + 1), Sentence(number))

    @rule(place=index)
    def mend_a_sentence(self, place: int) -> None:
        self.count += 1
        if self.world.sentences:
            self.world.sentences[place % len(self.world.sentences)].version = self.count

    @precondition(lambda self: len(self.world.sentences) > 3)
    @rule(place=index)
    def remove_a_sentence(self, place: int) -> None:
        del self.world.sentences[place % len(self.world.sentences)]

    @rule(turn=st.integers(1, 3))
    def turn_the_seed(self, turn: int) -> None:
        here = self.world.sentences
        self.world.sentences = [*here[turn:], *here[:turn]]

    # -- the laws --

    def rebuild(self) -> None:
        self.builds += 1
        article, draft = self.world.article(), self.world.draft()
        record = read(self.text) if self.text else None
        self.built = article
        ledger = record_yaml.load_json(self.ledger, Ledger, "story") if self.ledger else None
        merged = merge.merge(record, ledger, draft, article)
        found = yaml_comments.find(self.text) if self.remarks else []
        self.text = yaml_comments.put(record_yaml.dump_yaml(merged.record), found)
        self.ledger = record_yaml.dump_lines(merged.ledger)
        assert self.record() == merged.record, "what is written is read back"
        again = merge.merge(
            read(self.text), record_yaml.load_json(self.ledger, Ledger, "story"), draft, article
        )
        assert again.record == merged.record, "merging twice changes nothing"
        assert record_yaml.dump_lines(again.ledger) == self.ledger
        if self.remarks:
            assert (
                yaml_comments.put(record_yaml.dump_yaml(again.record), yaml_comments.find(self.text))
                == self.text
            )
        note(self.text)
        self.laws(merged.record, draft)
        assert list(grounding.misplaced(merged.record, article)) == []

    def laws(self, record: Brief, draft: Brief) -> None:
        rows = {(name, item.id): item for name in SECTIONS for item in getattr(record, name)}
        for key, fields in self.held.items():
            assert key in rows, f"{key}, which a person edited, is gone"
            for field, value in fields.items():
                here: Any = rows[key]
                for part in field.split("."):
                    here = getattr(here, part)
                assert here == value, f"{key} {field}: a person's value is lost"
        for key, item in self.added.items():
            assert key in rows, f"{key}, which a person put in, is gone"
            assert replace(rows[key], at=item.at, occurrence=item.occurrence) == item
        by_people = {*self.held, *self.added}
        for key, item in rows.items():
            if key not in by_people:
                assert (key[0], token(item)) not in self.struck, f"{key}, which a person struck, is back"
        for name, value in self.top.items():
            assert getattr(record, name) == value
        for name, order in self.order.items():
            here = [key for _, key in rows if _ == name and key in order]
            assert here == [key for key in order if key in here], f"the order of {name} is lost"
        for words in self.remarks:
            assert words in self.text, f"the comment {words} is lost"
        for actor in record.actors:
            there, away = self.aliases.get(actor.name, (set(), set()))
            assert there <= set(actor.aliases)
            assert not away & set(actor.aliases)
        self.machine_laws(record, draft, rows)

    def machine_laws(self, record: Brief, draft: Brief, rows: dict[tuple[str, str], Any]) -> None:
        """What nobody touched is what the draft says, and all that the draft says is there."""
        if not self.touched:
            assert nameless(record) == nameless(draft), "nobody edited, so the record is the draft"
        if self.lost_ledger:
            return
        people = {(name, token(rows[name, key])) for name, key in (*self.held, *self.added)}
        for name in SECTIONS:
            proposed = {token(item): item for item in getattr(draft, name)}
            for key, item in ((k, i) for (section, k), i in rows.items() if section == name):
                if (name, token(item)) not in people:
                    assert token(item) in proposed, f"{key} is nobody's, and the machine dropped it"
                    assert nameless_item(item) == nameless_item(proposed[token(item)])
            for word in proposed:
                if (name, word) not in people | self.struck:
                    assert any(token(i) == word for (section, _), i in rows.items() if section == name), (
                        f"{name} {word} is missing"
                    )


def nameless_item(item: Any) -> Any:
    """Return an item without its id and the ids of actors, which may come from an earlier draft."""
    plain = {field: "" for field in ("id", "speaker", "answer_by") if hasattr(item, field)}
    if hasattr(item, "actors"):
        return replace(item, **plain, actors=())
    return replace(item, **plain)


def nameless(record: Brief) -> Any:
    items = {name: tuple(nameless_item(item) for item in getattr(record, name)) for name in SECTIONS}
    return replace(record, drafted="", **items)


Story.TestCase.settings = settings(
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)
test_no_story_breaks_a_law = pytest.mark.filterwarnings("ignore")(Story.TestCase)
