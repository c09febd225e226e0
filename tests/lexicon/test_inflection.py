"""Verb forms: the table of tests/cases/inflection.yml, and what the lexicon makes of its own verbs."""

from __future__ import annotations

import pytest
import yaml

from briefing.lexicon import inflection, load
from tests import CASE_FILES

CASES: dict[str, list[str]] = yaml.safe_load((CASE_FILES / "inflection.yml").read_text("utf-8"))
VERBS = load().verbs


@pytest.mark.parametrize("lemma", CASES)
def test_forms_of(lemma: str) -> None:
    found = inflection.forms(lemma, VERBS)
    got = [{found.third}, {*found.past}, {*found.participle}, {*found.ing}]
    assert got == [set(forms.split("/")) for forms in CASES[lemma]]


@pytest.mark.parametrize("lemma", sorted(lemma for lemma in CASES if len(lemma) > 2))
def test_what_the_rules_alone_make_holds_every_regular_form(lemma: str) -> None:
    third, past, *_, ing = (set(forms.split("/")) for forms in CASES[lemma])
    if lemma not in VERBS.irregular | dict.fromkeys([*VERBS.compounds, *VERBS.doubled, *VERBS.kept_e]):
        assert inflection.regular(lemma) >= third | past | ing
    assert inflection.regular(lemma).isdisjoint(("agreing", "snaped", "snaping", "stared", "starings"))


def test_irregular_pasts_lead_to_their_lemmas() -> None:
    pasts = VERBS.pasts
    assert (pasts["overthrew"], pasts["sang"], pasts["died"]) == ("overthrow", "sing", "die")
    assert not pasts.keys() & VERBS.homographs
    assert {"cut", "put", "read"} <= VERBS.unchanged
    assert {"gone", "begun", "become", "withdrawn"} <= VERBS.participles


def test_every_homograph_is_the_past_of_a_verb() -> None:
    lemmas = (*VERBS.irregular, *VERBS.compounds)
    assert VERBS.homographs <= {past for lemma in lemmas for past in inflection.forms(lemma, VERBS).past}


def test_lists_of_lemmas_are_spelled_out() -> None:
    speech = load().speech
    assert speech.refusals.verbs == {
        f"{stem}{end}" for stem in ("declin", "refus") for end in ("e", "es", "ed", "ing")
    }
    forms = {form for cue in speech.cues for form in cue.forms}
    assert {"agreeing", "guaranteeing", "snapped", "sang", "sung"} <= forms
    assert forms.isdisjoint(("agreing", "guaranteing", "snaped", "snaping", "singed"))
    assert {"said", "says", "tells"} <= load().tense.reporting
