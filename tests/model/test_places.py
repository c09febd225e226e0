"""Places that no file holds are found again: the draft of each sample text, read back from its record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import (
    Actor,
    Article,
    Brief,
    Event,
    Quote,
    Role,
    Source,
    Spans,
    Statement,
    When,
    grounding,
    places,
)
from briefing.storage import record_yaml, reference_files, seed_files
from tests import ROOT

SEEDS = sorted((ROOT / "examples" / "desk" / "seeds").glob("*.txt")) + sorted((ROOT / "seeds").glob("*.txt"))
TEXT = (
    "Ada Moss, the minister, met the minister of Norway on Monday. On Monday, Moss said that it rained. "
    "Ben Bly said that it rained. He [sic] left.\nAda Moss was late."
)


def article_of(text: str) -> Article:
    return seed_files.article(text.encode(), "2025-03-01-x", "x")


def brief_of(**sections: object) -> Brief:
    return Brief(slug="2025-03-01-x", title="X", source=Source(), **sections)  # type: ignore[arg-type]


def statement(text: str, **fields: object) -> Statement:
    made = brief_of(statements=(Statement(text=text, **fields),))  # type: ignore[arg-type]
    return places.grounded(made, article_of(TEXT)).statements[0]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_draft_is_read_back_with_its_places(path: Path) -> None:
    article = seed_files.read_seed(path)
    draft = pipeline.draft(article, lexicon.load(), reference_files.read_reference(ROOT))
    assert grounding.check(draft, article) == []
    known = {actor.id: actor.mentions for actor in draft.actors}
    read = record_yaml.load_yaml(record_yaml.dump_yaml(draft), "x")
    assert places.grounded(read, article, known) == draft
    assert places.grounded(draft, article, known) == draft


@pytest.mark.parametrize(
    ("text", "occurrence", "found"),
    [
        ("it rained", None, ["it rained"]),
        ("met […] on Monday", None, ["met", "on Monday"]),
        ("He [sic] left", None, ["He [sic] left"]),
        ("[Ada] Moss said", None, ["Moss said"]),
        ("it snowed", None, []),
        ("rain", None, []),
    ],
)
def test_words_are_found_as_they_are_then_around_insertions_and_cuts(
    text: str, occurrence: int | None, found: list[str]
) -> None:
    assert [span.of(TEXT) for span in statement(text, occurrence=occurrence).at] == found


def test_the_first_place_is_meant_and_another_one_is_counted() -> None:
    first, last = TEXT.index("it rained"), TEXT.rindex("it rained")
    assert statement("it rained").at.start == statement("it rained", occurrence=1).at.start == first
    second = statement("it rained", occurrence=2)
    assert (second.at.start, second.occurrence) == (last, 2)
    assert statement("it rained", occurrence=1).occurrence is None, "what is meant anyway is not said"
    assert statement("it rained", occurrence=3).at == Spans()
    moved = statement("it rained", at=Spans.one(last + 2, last + 11))
    assert (moved.at.start, moved.occurrence) == (last, 2), "an old place tells which of several it was"


def test_a_date_is_sought_in_its_item_and_a_role_next_to_its_person() -> None:
    said = Event(
        when=When(text="Monday", earliest=date(2025, 3, 3)), text="On Monday, Moss said that it rained"
    )
    bly = Actor(name="Ben Bly", roles=(Role(title="minister"),))
    moss = Actor(id="moss", name="Ada Moss", aliases=("Moss",), roles=(Role(title="minister"),))
    made = places.grounded(brief_of(events=(said,), actors=(bly, moss)), article_of(TEXT))
    (event,) = made.events
    assert event.when.at.start == TEXT.rindex("Monday")
    near, far = (actor.roles[0].at.start for actor in (made.actors[1], made.actors[0]))
    assert (near, far) == (TEXT.index("minister"), TEXT.rindex("minister"))
    assert [span.of(TEXT) for span in made.actors[1].mentions] == ["Ada Moss", "Moss", "Ada Moss"]
    assert made.actors[0].id == "ben-bly"
    assert event.id.startswith("event-")


def test_a_role_may_be_one_of_those_that_a_plural_names() -> None:
    text = "Senior Envoys Lena Ortiz and Omar Hamdi left. The envoys said nothing.\n"
    roles = (Role(title="Senior Envoy"),)
    (made,) = places.grounded(
        brief_of(actors=(Actor(name="Lena Ortiz", roles=roles),)), article_of(text)
    ).actors
    assert made.roles[0].at == Spans.one(0, len("Senior Envoy"))
    assert grounding.check(brief_of(actors=(made,)), article_of(text)) == []
    said = brief_of(statements=(Statement(text="The envoy"),))
    assert places.grounded(said, article_of(text)).statements[0].at == Spans(), "words are quoted whole"


def test_what_the_machine_knows_of_names_stands_and_a_persons_forms_are_added() -> None:
    known = {"moss": Spans.one(0, 8)}
    actor = Actor(id="moss", name="Ada Moss", aliases=("the minister",))
    (found,) = places.grounded(brief_of(actors=(actor,)), article_of(TEXT), known).actors
    assert [span.of(TEXT) for span in found.mentions] == ["Ada Moss", "the minister", "the minister"]
    bare = structs.replace(actor, name="Moss", aliases=())
    (other,) = places.grounded(brief_of(actors=(bare,)), article_of(TEXT), known).actors
    assert {span.of(TEXT) for span in other.mentions} == {"Moss"}, "a form that a person took off is no name"


def test_a_quote_alone_is_a_text_in_the_record() -> None:
    made = brief_of(place=Quote(text="Norway"))
    assert "\nplace: Norway\n" in record_yaml.dump_yaml(made)
    counted = brief_of(place=Quote(text="Norway", occurrence=2))
    assert "\nplace: {text: Norway, occurrence: 2}\n" in record_yaml.dump_yaml(counted)
    assert record_yaml.load_yaml(record_yaml.dump_yaml(counted), "x") == counted
