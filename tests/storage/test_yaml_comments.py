"""Comments that people write into a record stay where they belong when it is written again."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import Brief, RecordError
from briefing.storage import briefs, record_yaml, yaml_comments
from tests.desks import bare

NOTES = "A note # that is text\n\n- with # signs\n# and a line that looks like a comment"


@pytest.fixture(scope="session")
def noted(seed_brief: Brief) -> Brief:
    return msgspec.structs.replace(seed_brief, notes=NOTES)


@pytest.fixture(scope="session")
def text(noted: Brief) -> str:
    return record_yaml.dump_yaml(noted)


def rewritten(text: str) -> str:
    """Write a record again, as the build does."""
    return yaml_comments.put(
        record_yaml.dump_yaml(record_yaml.load_yaml(text, "x")), yaml_comments.find(text)
    )


def test_a_record_without_comments_has_none(text: str, noted: Brief) -> None:
    assert yaml_comments.find(text) == []
    assert rewritten(text) == text
    assert record_yaml.load_yaml(text, "x") == bare(noted)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: draft", "status: draft  # not yet"),
        ("\nstatements:", "\n# what they said\nstatements:"),
        (
            "- {id: said-1d09, speaker: xi-jinping, verb: emphasized,\n",
            "# check this one\n# with Ann\n- {id: said-1d09, speaker: xi-jinping, verb: emphasized,  # twice\n",
        ),
        ('   text: "China and Russia are friendly', '   # who?\n   text: "China and Russia are friendly'),
        ("\nactors:", "# below the summary\n\n# above the actors\nactors:"),
        ("country: CU", "country: CU"),
        ("\nnotes: |-", "\n# for ourselves\nnotes: |-  # Markdown"),
        ("- {id: tass,", "# an agency\n- {id: tass,"),
    ],
)
def test_a_comment_stays_at_its_field(text: str, old: str, new: str) -> None:
    changed = text.replace(old, new, 1)
    assert rewritten(changed) == changed


def test_a_comment_moves_with_its_item(text: str, noted: Brief) -> None:
    changed = text.replace("- {id: said-1852,", "# ask the agency\n- {id: said-1852,")
    turned = msgspec.structs.replace(noted, statements=noted.statements[::-1])
    result = yaml_comments.put(record_yaml.dump_yaml(turned), yaml_comments.find(changed))
    assert "# ask the agency\n- {id: said-1852," in result


def test_a_comment_outlives_its_item(text: str, noted: Brief) -> None:
    changed = re.sub(r"(- \{id: said-1852,.*)", r"# ask the agency\n\1  # soon", text)
    left = tuple(item for item in noted.statements if item.id != "said-1852")
    result = yaml_comments.put(
        record_yaml.dump_yaml(msgspec.structs.replace(noted, statements=left)), yaml_comments.find(changed)
    )
    assert "# ask the agency\n\n# soon\nstatements:" in result
    bare = msgspec.structs.replace(noted, statements=())
    result = yaml_comments.put(record_yaml.dump_yaml(bare), yaml_comments.find(changed))
    assert result.endswith("# ask the agency\n\n# soon\n")


def test_other_forms_of_yaml_keep_their_comments(text: str) -> None:
    form = 'slug: x # a\n"title": \'it # is\' # b\nsource: {sha256: a, # c\n  language: en} # d\nsummary:\n    # e\n    -   id: p # f\n        text: "two\n          lines # no"\n        at: [1-2, # g\n             4-5]\n# h\n'
    del text
    found = [line for comment in yaml_comments.find(form) for line in comment.lines]
    assert found == [f"# {letter}" for letter in "abcdefgh"]
    result = rewritten(form)
    assert rewritten(result) == result
    assert all(f"# {letter}" in result for letter in "abcdefgh")
    now = msgspec.structs.replace(bare(record_yaml.load_yaml(form, "x")), schema_version=2)
    assert record_yaml.load_yaml(result, "x") == now


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=12).map(
    str.strip
)


@settings(max_examples=60)
@given(st.data())
def test_comments_anywhere_survive(seed_brief: Brief, data: st.DataObject) -> None:
    """Comments above, next to and between any lines: none is lost, nothing else changes, and once is enough."""
    noted = msgspec.structs.replace(seed_brief, notes=NOTES)
    lines = record_yaml.dump_yaml(noted).split("\n")
    notes = lines.index("notes: |-")
    places = [i for i in range(1, len(lines)) if i <= notes]
    planted = []
    for number in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.sampled_from(places))
        words = f"# {number} {data.draw(WORDS)}".rstrip()
        planted.append(words)
        if lines[at] and data.draw(st.booleans()):
            lines[at] += "  " + words
        else:
            lines[at] = words + data.draw(st.sampled_from(("\n", "\n\n"))) + lines[at]
    changed = "\n".join(lines)
    result = rewritten(changed)
    assert [words for words in planted if words not in result] == []
    assert record_yaml.load_yaml(result, "x") == bare(noted)
    assert rewritten(result) == result
    other = record_yaml.dump_yaml(changed_somehow(noted, data))
    moved = yaml_comments.put(other, yaml_comments.find(changed))
    assert [words for words in planted if words not in moved] == []
    assert record_yaml.load_yaml(moved, "x") == record_yaml.load_yaml(other, "x")
    assert yaml_comments.put(other, yaml_comments.find(moved)) == moved


def changed_somehow(record: Brief, data: st.DataObject) -> Brief:
    """Return a record from which items and fields are gone, and in which lines break elsewhere."""
    gone = data.draw(st.sets(st.sampled_from(("notes", "place", "summary", "events", "background"))))
    empty = {name: None if name in ("notes", "place") else () for name in gone}
    statements = data.draw(st.permutations(record.statements))[: data.draw(st.integers(0, 5))]
    length = data.draw(st.integers(0, 80))
    actors = tuple(
        msgspec.structs.replace(actor, aliases=("x" * length,) if length else (), roles=actor.roles[:1])
        for actor in record.actors[data.draw(st.integers(0, 3)) :]
    )
    return msgspec.structs.replace(record, **empty, statements=tuple(statements), actors=actors)


@pytest.mark.parametrize("end", ["\r", "\r\n", "\x85", "\u2028", "\u2029", "\r\r", "\u2028\n"])
@pytest.mark.parametrize("place", ["status: draft\n", "summary:\n"])
def test_a_comment_that_ends_as_yaml_ends_a_line(seed_brief: Brief, end: str, place: str) -> None:
    before = record_yaml.dump_yaml(seed_brief)
    assert place in before
    text = before.replace(place, f"{place}# ask Ada{end}", 1).replace("actors:", f"actors: # beside{end}", 1)
    edited = msgspec.structs.replace(seed_brief, title="Another title")
    made = briefs.rewritten(edited, text, Path(f"{edited.slug}.yml"))
    assert "# ask Ada\n" in made
    assert "# beside\n" in made


def test_what_is_not_read_back_is_not_written(seed_brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_comments, "put", lambda text, _: text + "schema_version: 1\n")
    with pytest.raises(RecordError, match="left as it is"):
        briefs.rewritten(seed_brief, "", Path(f"{seed_brief.slug}.yml"))
