"""A brief that somebody approved is never changed by the machine: what it would change is proposed."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from briefing.model import Approval, Brief, Proposal, meaning
from briefing.review import merge
from tests.review.merge.test_merge import Desk

ADA = Approval(by="Ada Moss", on=date(2026, 3, 3))


def reviewed(desk: Desk, status: str = "reviewed") -> None:
    """Approve the record as it is."""
    assert desk.record is not None
    approved = msgspec.structs.replace(desk.record, status=status, approvals=(ADA,))
    desk.record = meaning.bound(approved)


def said(desk: Desk) -> str:
    assert desk.record is not None
    return meaning.meaning_hash(desk.record)


def open_(desk: Desk) -> dict[str, Proposal]:
    assert desk.record is not None
    return {one.path: one for one in merge.open_proposals(desk.record, desk.ledger)}


def taken(desk: Desk, *paths: str) -> Brief:
    assert desk.record is not None
    merged = merge.merge(desk.record, desk.ledger, desk.draft(), desk.world.article(), accept=paths)
    desk.record, desk.ledger = merged.record, merged.ledger
    return merged.record


@pytest.fixture
def desk() -> Desk:
    """A reviewed brief of which the machine then thinks otherwise: a verb, an item more, one less."""
    made = Desk()
    made.step({"machine": {"w3": None}})
    reviewed(made)
    made.build()
    made.step({"machine": {"w1": {"verb": "told"}, "w2": None, "w3": {}}})
    return made


@pytest.mark.parametrize("status", ["reviewed", "published", "retracted"])
def test_the_machine_changes_no_approved_brief(status: str) -> None:
    desk = Desk()
    reviewed(desk, status)
    before = said(desk)
    desk.step({"machine": {"w1": {"verb": "told"}, "w2": None}})
    assert said(desk) == before
    assert desk.record is not None
    assert meaning.valid_approvals(desk.record) == list(desk.record.approvals)
    assert len(open_(desk)) == (0 if status == "retracted" else 2), (
        "nobody is asked about what was taken back"
    )


def test_what_it_would_change_is_proposed_once(desk: Desk) -> None:
    found = {path.split("/")[0]: one for path, one in open_(desk).items()}
    assert [one.kind for one in open_(desk).values()] == ["changed", "new", "gone"]
    verb = next(one for one in open_(desk).values() if one.kind == "changed")
    assert (verb.held, verb.machine) == ("said0", "told")
    assert found.keys() == {"statements"}
    assert desk.record is not None
    assert desk.ledger is not None
    assert merge.owned(desk.record, desk.ledger) == ["status"], (
        "a proposal that nobody took is no person's edit"
    )
    ledger = desk.ledger
    desk.build()
    assert desk.ledger == ledger


def test_one_is_taken_the_others_stay(desk: Desk) -> None:
    path = next(path for path, one in open_(desk).items() if one.kind == "changed")
    taken(desk, path)
    assert desk.value("statements/w1/verb") == "told"
    assert path not in open_(desk)
    assert len(open_(desk)) == 2
    assert desk.record is not None
    assert meaning.changed_since(desk.record) == desk.record.approvals[0]
    desk.step({"machine": {"w1": {"verb": "swore"}}})
    assert open_(desk)[path].machine == "swore", "what was taken follows the machine, as a proposal"


def test_all_are_taken(desk: Desk) -> None:
    record = taken(desk, *open_(desk))
    assert open_(desk) == {}
    assert [item.text for item in record.statements] == [item.text for item in desk.draft().statements]


def test_what_was_turned_down_is_not_asked_again(desk: Desk) -> None:
    assert desk.record is not None
    assert desk.ledger is not None
    before = said(desk)
    desk.record, desk.ledger = merge.decline(desk.record, desk.ledger)
    desk.build()
    assert open_(desk) == {}
    assert said(desk) == before
    desk.record = msgspec.structs.replace(desk.record, status="draft")
    desk.build()
    assert desk.value("statements/w1/verb") == "said0", "it is a person's now, also in a draft"
    assert said(desk) == before


def test_a_person_takes_a_proposal_by_hand(desk: Desk) -> None:
    path = next(path for path, one in open_(desk).items() if one.kind == "changed")
    desk.step({"edit": {"statements/w1/verb": "told"}})
    assert path not in open_(desk)


def test_a_draft_again_follows_the_machine(desk: Desk) -> None:
    assert desk.record is not None
    desk.record = msgspec.structs.replace(desk.record, status="draft")
    desk.build()
    assert desk.value("statements/w1/verb") == "told"
    assert open_(desk) == {}


def test_what_a_person_owns_is_proposed_too_and_no_conflict() -> None:
    desk = Desk()
    desk.step({"edit": {"statements/w1/verb": "swore"}})
    reviewed(desk)
    desk.build()
    desk.step({"machine": {"w1": {"verb": "told"}}})
    assert desk.record is not None
    assert desk.record.conflicts == ()
    (one,) = open_(desk).values()
    assert (one.held, one.machine) == ("swore", "told")
    desk.build()
    assert open_(desk) == {one.path: one}
    taken(desk, one.path)
    assert desk.value("statements/w1/verb") == "told"


def test_an_edit_and_a_changed_text_are_told(desk: Desk) -> None:
    assert desk.record is not None
    edited = msgspec.structs.replace(desk.record, title="Another")
    assert meaning.changed_since(edited) == edited.approvals[0]
    desk.step({"seed": {"turn": 1}})
    assert desk.record is not None
    assert meaning.changed_since(desk.record) == desk.record.approvals[0]
    again = msgspec.structs.replace(desk.record, approvals=(*desk.record.approvals, ADA))
    assert meaning.changed_since(meaning.bound(again)) is None


def test_places_are_no_part_of_what_is_approved(seed_brief: Brief) -> None:
    from tests.desks import bare

    source = seed_brief.source
    assert meaning.meaning_hash(msgspec.structs.replace(bare(seed_brief), source=source)) == (
        meaning.meaning_hash(seed_brief)
    )
