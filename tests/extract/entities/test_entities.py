"""Run the cases of names, actors and roles: who is in the cast, as what, and in which role."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from briefing import lexicon
from briefing.extract import pipeline
from briefing.model import (
    NO_REFERENCE,
    Actor,
    Analysis,
    Article,
    KnownActor,
    Reference,
    Source,
    Span,
    grounding,
)
from tests import CASE_FILES

CASES = [
    (f"{path.stem}-{number}", case)
    for path in sorted((CASE_FILES / "names").glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")))
]
SURE = [pytest.param(case, id=name) for name, case in CASES if not case.get("hard")]
KINDS = {"bodies": "organization", "states": "state", "places": "place"}


def cast(text: str, title: str | None = None, words: lexicon.Lexicon | None = None) -> tuple[Actor, ...]:
    """Return the actors of a text."""
    return analysis(text, title, words).cast.actors


def article(text: str, title: str | None = None) -> Article:
    """Return a text as an article."""
    source = Source(sha256=sha256(text.encode()).hexdigest(), title=title)
    return Article(slug="case", text=text, body=Span(0, len(text)), source=source)


def analysis(text: str, title: str | None = None, words: lexicon.Lexicon | None = None) -> Analysis:
    """Return what is found in a text, with nothing known next to it."""
    return pipeline.analyse(article(text, title), words or lexicon.load(), NO_REFERENCE)


def found(case: dict[str, Any]) -> dict[str, Any]:
    """Return what the engine finds, in the form of a case."""
    actors = cast(case["text"])
    names = {key: sorted(a.name for a in actors if a.kind == kind) for key, kind in KINDS.items()}
    people = {a.name: a.roles[0].title if a.roles else "" for a in actors if a.kind == "person"}
    return {"persons": people, **names}


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    """Return what a case expects, with what it leaves out as empty."""
    return {"persons": case.get("persons", {}), **{key: sorted(case.get(key, [])) for key in KINDS}}


@pytest.mark.parametrize("case", SURE)
def test_case(case: dict[str, Any]) -> None:
    assert found(case) == wanted(case), case["why"]


MORE = [
    pytest.param(case, id=name) for name, case in CASES if {"roles", "countries", "aliases"} & case.keys()
]


@pytest.mark.parametrize("case", MORE)
def test_all_roles_and_the_country(case: dict[str, Any]) -> None:
    actors = {actor.name: actor for actor in cast(case["text"])}
    for name, roles in case.get("roles", {}).items():
        assert [role.title for role in actors[name].roles] == roles, case["why"]
    for name, country in case.get("countries", {}).items():
        assert actors[name].country == country, case["why"]
    for name, aliases in case.get("aliases", {}).items():
        assert list(actors[name].aliases) == aliases, case["why"]


ERAS = [pytest.param(case, id=name) for name, case in CASES if "eras" in case]


@pytest.mark.parametrize("case", ERAS)
def test_the_words_of_a_role_tell_its_era(case: dict[str, Any]) -> None:
    eras = {a.name: a.roles[0].era for a in cast(case["text"]) if a.roles}
    assert eras == case["eras"], case["why"]


def test_the_bare_office_is_not_the_incoming_holder() -> None:
    text = "The incoming president, Jon Berg, spoke. The president resigned. The incoming president was glad."
    mentions = analysis(text).cast.mentions
    assert [m.span.of(text) for m in mentions if m.actor] == ["Jon Berg", "incoming president"]


def test_a_desk_can_add_a_verb_behind_a_work() -> None:
    text = "The novel Anna Lund abandoned was found in a drawer."
    shipped = lexicon.load()
    verbs = shipped.names.work_verbs | {"abandoned"}
    wider = replace(shipped, names=replace(shipped.names, work_verbs=verbs))
    assert [actor.name for actor in cast(text)] == []
    assert [actor.name for actor in cast(text, words=wider)] == ["Anna Lund"]


LIFE = "The village lies in the hills. In spring Orrwin moved to the coast, and Orrwin was alone there."


@pytest.mark.parametrize(
    ("title", "names"),
    [("Ysmay Orrwin", ["Orrwin"]), (None, []), ("The life of Ysmay Orrwin on the coast", [])],
)
def test_a_title_that_is_a_name_and_nothing_else_tells_whom_a_life_is_about(
    title: str | None, names: list[str]
) -> None:
    assert [actor.name for actor in cast(LIFE, title) if actor.kind == "person"] == names


def test_a_family_name_alone_is_the_one_person_whom_the_desk_knows() -> None:
    known = [
        KnownActor(id="ada-lundgren", name="Ada Lundgren", country="NO"),
        KnownActor(id="tom-brown", name="Tom Brown"),
        KnownActor(id="jon-moss", name="Jon Mossberg"),
        KnownActor(id="eva-moss", name="Eva Mossberg"),
    ]
    text = "Lundgren said no. They wrote to Lundgren, and Brown agreed. Mossberg left. The Lundgren was sunk."
    found = pipeline.analyse(article(text), lexicon.load(), Reference(actors=tuple(known))).cast.actors
    assert [actor.id for actor in found] == []
    text = text.removesuffix(" The Lundgren was sunk.")
    found = pipeline.analyse(article(text), lexicon.load(), Reference(actors=tuple(known))).cast.actors
    assert [(actor.id, actor.name, actor.known_as) for actor in found] == [
        ("ada-lundgren", "Lundgren", "Ada Lundgren")
    ]


def test_a_name_that_a_line_cuts_in_two_stands_in_the_source() -> None:
    lines = (
        "President Ada Brown, Jr., spoke today with President Volodymyr",
        "Marko of Peru to underscore the support of the old council for",
        "the defence of the harbour as the river goes on to rise in the",
    )
    wrapped = article("\n".join((*lines, "northern valleys.")))
    brief = pipeline.draft(wrapped, lexicon.load(), NO_REFERENCE)
    assert "Volodymyr Marko" in [actor.name for actor in brief.actors]
    assert grounding.check(brief, wrapped) == []
