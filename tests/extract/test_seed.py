"""What the brief of the real seed must say, line by line.

Written by hand from what an analyst expects of the text; no command rewrites it.
"""

from __future__ import annotations

from datetime import date

import pytest

from briefing.model import Actor, Brief, Comparison, Event, Statement

THURSDAY, FRIDAY = date(2025, 2, 27), date(2025, 2, 28)


@pytest.fixture(scope="module")
def actors(seed_brief: Brief) -> dict[str, Actor]:
    return {actor.id: actor for actor in seed_brief.actors}


def person(brief: Brief, name: str) -> Actor:
    found = [a for a in brief.actors if a.kind == "person" and name in (a.name, *a.aliases)]
    assert len(found) == 1, f"{name}: {[a.name for a in found]}"
    return found[0]


def said_by(brief: Brief, actor: str, kind: str = "said") -> list[Statement]:
    return [s for s in brief.statements if s.speaker == actor and s.kind == kind]


def holding(brief: Brief, *words: str) -> Event:
    found = [e for e in brief.events if all(w in e.text for w in words)]
    assert found, f"no event holds {words}: {[e.text for e in brief.events]}"
    return found[0]


def starts(actors: dict[str, Actor], actor: str) -> list[int]:
    return [mention.start for mention in actors[actor].mentions]


# -- title and summary ----------------------------------------------------------------------------


def test_title_says_who_did_what_where(seed_brief: Brief) -> None:
    assert seed_brief.title == "Xi Jinping met with Sergey Shoigu in Beijing"


def test_place_is_beijing(seed_brief: Brief) -> None:
    assert seed_brief.place is not None
    assert seed_brief.place.text == "Beijing"


def test_summary_starts_with_the_meeting(seed_brief: Brief) -> None:
    assert "Xi Jinping met with Sergey Shoigu" in seed_brief.summary[0].text


def test_summary_has_at_most_four_sentences(seed_brief: Brief) -> None:
    assert 2 <= len(seed_brief.summary) <= 4


def test_summary_holds_a_line_of_moscow_or_beijing(seed_brief: Brief) -> None:
    text = " ".join(point.text for point in seed_brief.summary)
    lines = ("Moscow, however", "Beijing fears", "friendly neighbors", "[Xi Jinping] stated")
    assert any(line in text for line in lines)


def test_summary_holds_the_cold_war_frame(seed_brief: Brief) -> None:
    text = " ".join(point.text for point in seed_brief.summary)
    assert any(frame in text for frame in ("Cold War", "it is the reverse", "split Russia from China"))


def test_summary_is_not_the_first_three_sentences(seed_brief: Brief, seed_text: str) -> None:
    fourth = seed_text.index("Shoigu conveyed")
    assert any(point.at.start >= fourth for point in seed_brief.summary)


def test_a_sentence_that_starts_with_he_names_him_in_brackets(he_summary: list[str]) -> None:
    assert any(text.startswith("He [Xi Jinping] stated") for text in he_summary)


# -- persons --------------------------------------------------------------------------------------


def test_all_persons_and_no_others(seed_brief: Brief) -> None:
    assert {a.name for a in seed_brief.actors if a.kind == "person"} == {
        "Xi Jinping",
        "Sergey Shoigu",
        "Vladimir Putin",
        "Lin Jian",
        "Donald Trump",
        "Selenskyi",
        "Richard Nixon",
    }


def test_xi_is_president_of_china(seed_brief: Brief) -> None:
    xi = person(seed_brief, "Xi Jinping")
    assert any("President" in role.title for role in xi.roles)
    assert xi.country == "CN"
    assert "country" not in xi.inferred


def test_shoigu_is_secretary_of_the_security_council(seed_brief: Brief) -> None:
    titles = [role.title for role in person(seed_brief, "Sergey Shoigu").roles]
    assert "Secretary of the Russian Security Council" in titles


def test_putin_is_president_and_russia_is_only_inferred(seed_brief: Brief) -> None:
    putin = person(seed_brief, "Vladimir Putin")
    assert "President" in [role.title for role in putin.roles]
    assert putin.country == "RU"
    assert "country" in putin.inferred


def test_lin_jian_speaks_for_the_chinese_foreign_ministry(seed_brief: Brief) -> None:
    titles = [role.title for role in person(seed_brief, "Lin Jian").roles]
    assert "spokesperson of the Chinese Foreign Ministry" in titles


def test_trump_is_us_president(seed_brief: Brief) -> None:
    trump = person(seed_brief, "Donald Trump")
    assert "US President" in [role.title for role in trump.roles]
    assert trump.country == "US"


def test_selenskyi_keeps_the_spelling_of_the_text(seed_brief: Brief) -> None:
    selenskyi = person(seed_brief, "Selenskyi")
    assert "Ukrainian President" in [role.title for role in selenskyi.roles]
    assert selenskyi.known_as == "Volodymyr Zelenskyy"
    assert selenskyi.country == "UA"


def test_nixon_is_historical(seed_brief: Brief) -> None:
    assert person(seed_brief, "Richard Nixon").era == "cold-war"


def test_variants_are_one_actor(seed_brief: Brief) -> None:
    xi = person(seed_brief, "Xi Jinping")
    assert "Xi" in xi.aliases
    assert person(seed_brief, "Xi") is xi


def test_possessives_are_stripped(seed_brief: Brief) -> None:
    forms = [form for a in seed_brief.actors for form in (a.name, *a.aliases)]
    assert not [form for form in forms if form.endswith(("'s", "’s", "’", "'"))]


def test_the_person_named_only_by_office_in_sentence_6_is_shoigu(
    seed_brief: Brief, sixth_sentence_subject: str | None
) -> None:
    assert sixth_sentence_subject == person(seed_brief, "Sergey Shoigu").id


# -- bodies and states ----------------------------------------------------------------------------


def test_organisations(seed_brief: Brief) -> None:
    names = {a.name for a in seed_brief.actors if a.kind == "organization"}
    expected = {"Russian Security Council", "Chinese Foreign Ministry", "TASS"}
    assert expected <= names
    assert names <= expected | {"US General Consulate"}


def test_states(actors: dict[str, Actor]) -> None:
    states = {a.id for a in actors.values() if a.kind == "state"}
    assert states == {"china", "russia", "united-states", "ukraine", "soviet-union"}


def test_ukraine_is_named_by_its_adjective_alone(actors: dict[str, Actor]) -> None:
    assert actors["ukraine"].country == "UA"


def test_the_soviet_union_is_historical(actors: dict[str, Actor]) -> None:
    assert actors["soviet-union"].era == "cold-war"
    assert actors["soviet-union"].country == "SU"


def test_moscow_in_the_nixon_sentence_is_the_soviet_state(actors: dict[str, Actor], seed_text: str) -> None:
    at = seed_text.index("Moscow’s position")
    assert at in starts(actors, "soviet-union")
    assert at not in starts(actors, "russia")


def test_capitals_are_states_where_they_act(actors: dict[str, Actor], seed_text: str) -> None:
    assert seed_text.index("Beijing fears") in starts(actors, "china")
    assert seed_text.index("Moscow, however") in starts(actors, "russia")
    assert seed_text.index("Washington to focus") in starts(actors, "united-states")


def test_capitals_are_places_where_things_happen(actors: dict[str, Actor], seed_text: str) -> None:
    assert seed_text.index("Beijing on Friday") not in starts(actors, "china")
    assert seed_text.index("Washington D.C.") not in starts(actors, "united-states")


# -- statements -----------------------------------------------------------------------------------


def test_xi_said_two_things(seed_brief: Brief) -> None:
    said = said_by(seed_brief, person(seed_brief, "Xi Jinping").id)
    assert [s.verb for s in said] == ["emphasized", "stated"]
    assert said[0].text == "China and Russia are friendly neighbors and true friends"
    assert said[1].text.startswith("the two sides should maintain close communication")


def test_shoigu_spoke_for_putin_to_xi(seed_brief: Brief) -> None:
    said = said_by(seed_brief, person(seed_brief, "Sergey Shoigu").id)
    (greeting,) = [s for s in said if "greatly values" in s.text]
    assert greeting.on_behalf_of == person(seed_brief, "Vladimir Putin").id
    assert greeting.addressee == person(seed_brief, "Xi Jinping").id


def test_lin_jian_replied(seed_brief: Brief) -> None:
    (said,) = said_by(seed_brief, person(seed_brief, "Lin Jian").id)
    assert said.verb == "replied"
    assert said.text.startswith("China and Russia as comprehensive strategic partners")
    assert said.occasion is not None
    assert "asked about media reports" in said.occasion


def test_tass_said_two_things(seed_brief: Brief) -> None:
    said = said_by(seed_brief, "tass")
    assert len(said) == 2
    assert said[0].text.startswith("the Secretary of the Russian Security Council had arrived")
    assert said[1].text.startswith("this was Shoigu’s second visit")


def test_moscow_stressed(seed_brief: Brief) -> None:
    (said,) = said_by(seed_brief, "russia")
    assert "strategic nature and unshakeable" in said.text


def test_fears_and_sights_are_views(seed_brief: Brief) -> None:
    assert any("split Russia from China" in s.text for s in said_by(seed_brief, "china", "view"))
    assert any("China as the greatest threat" in s.text for s in said_by(seed_brief, "united-states", "view"))
    for statement in seed_brief.statements:
        if "split Russia" in statement.text or "greatest threat" in statement.text:
            assert statement.kind == "view"


def test_the_missing_press_statement_is_nobodys(seed_brief: Brief) -> None:
    assert not [s for s in seed_brief.statements if "subsequent press statement" in s.text]


def test_every_statement_has_a_speaker(seed_brief: Brief) -> None:
    assert all(s.speaker or s.speaker_text for s in seed_brief.statements)


# -- timeline -------------------------------------------------------------------------------------


def test_istanbul_talks_on_thursday(seed_brief: Brief) -> None:
    talks = [e for e in seed_brief.events if "Istanbul" in e.text]
    assert [(e.when.earliest, e.when.latest) for e in talks] == [(THURSDAY, THURSDAY)]


def test_arrival_on_friday(seed_brief: Brief) -> None:
    assert holding(seed_brief, "arrived in Beijing").when.earliest == FRIDAY


def test_meeting_on_friday(seed_brief: Brief) -> None:
    assert holding(seed_brief, "met with Sergey Shoigu").when.earliest == FRIDAY


def test_trump_meeting_is_scheduled_for_friday(seed_brief: Brief) -> None:
    meeting = holding(seed_brief, "Trump")
    assert meeting.when.earliest == FRIDAY
    assert meeting.when.scheduled


def test_the_visits_are_a_period(seed_brief: Brief) -> None:
    (visit,) = [e for e in seed_brief.events if "three months" in e.when.text]
    assert visit.when.precision == "period"


def test_cold_war_entries_have_no_calendar_day(seed_brief: Brief) -> None:
    cold = [e for e in seed_brief.events if e.when.era == "cold-war"]
    assert any("Nixon" in e.text for e in cold)
    assert all(e.when.earliest is None and e.when.latest is None for e in cold)


def test_today_is_never_a_date(seed_brief: Brief) -> None:
    assert not [e for e in seed_brief.events if e.when.text.lower() == "today"]


def test_without_a_publication_date_no_calendar_date_appears(undated_brief: Brief) -> None:
    assert all(e.when.earliest is None and e.when.latest is None for e in undated_brief.events)


def test_without_a_publication_date_thursday_is_the_day_before_friday(undated_brief: Brief) -> None:
    days = [e for e in undated_brief.events if e.when.text.endswith("day")]
    offsets = {e.when.text.split()[-1]: e.when.offset for e in days}
    assert offsets["Thursday"] == -1
    assert offsets["Friday"] == 0


# -- background and comparison --------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "in Istanbul",
        "scheduled meeting between US President Donald Trump",
        "the US viewed the Soviet Union as the greatest threat",
        "drawing China to the US’ side",
    ],
)
def test_background(seed_brief: Brief, words: str) -> None:
    told = [item.text for item in seed_brief.background] + [point.text for point in seed_brief.summary]
    assert [text for text in told if words in text]  # neither repeats the other


def pair(brief: Brief, words: str) -> Comparison:
    (found,) = [p for p in brief.comparison if p.then and words in p.then.text]
    return found


def test_the_main_threat_is_reversed_as_the_text_itself_says(seed_brief: Brief) -> None:
    threat = pair(seed_brief, "the US viewed the Soviet Union as the greatest threat")
    assert threat.now is not None
    assert "sees China as the greatest threat" in threat.now.text
    assert threat.relation == "reversal"
    assert threat.cue is not None
    assert "reverse" in threat.cue.text


def test_who_stands_with_whom(seed_brief: Brief) -> None:
    drawn = pair(seed_brief, "drawing China to the US’ side")
    assert drawn.then is not None
    assert "weakened Moscow’s position" in drawn.then.text
    assert drawn.now is not None
    assert "split Russia from China" in drawn.now.text
    assert drawn.answer is not None
    assert "unshakeable" in drawn.answer.text
    assert drawn.answer_by == "russia"


def test_there_are_two_pairs(seed_brief: Brief) -> None:
    assert [p.era for p in seed_brief.comparison] == ["cold-war", "cold-war"]
