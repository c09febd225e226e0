"""What the engine knows about the language of news: typed tables read from the YAML files here.

Each file of this folder is one field of `Lexicon`; its rows are documented at the head of the
file, their types are in the modules `*_tables`.  A fix to what the engine knows is a
line of YAML, never a longer regular expression.
"""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from typing import Any

import msgspec

from briefing.lexicon import inflection
from briefing.lexicon.comparison_tables import BackgroundTable, Comparing, Motifs, Ties
from briefing.lexicon.compiled import compiled
from briefing.lexicon.discourse_tables import (
    Abbreviations,
    Boilerplate,
    Calendar,
    FigureTable,
    Hedges,
    OutlookTable,
    Speech,
    Summary,
    Tense,
    Tradecraft,
)
from briefing.lexicon.name_tables import GivenNames, NameTable, Organizations, PlaceTable, StateTable, Titles
from briefing.lexicon.table import plain
from briefing.lexicon.tagging_tables import Tagging

HERE = Path(__file__).parent


class Lexicon(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """All tables.  Compared and hashed by identity, so that stages can cache what they compile."""

    abbreviations: Abbreviations
    background: BackgroundTable
    boilerplate: Boilerplate
    calendar: Calendar
    coordinates: dict[str, tuple[float, float]]
    figures: FigureTable
    given_names: GivenNames
    names: NameTable
    organizations: Organizations
    places: PlaceTable
    states: tuple[StateTable, ...]
    comparison: Comparing
    outlook: OutlookTable
    summary: Summary
    tagging: Tagging
    tense: Tense
    ties: Ties
    speech: Speech
    hedges: Hedges
    motifs: Motifs
    languages: dict[str, tuple[str, ...]]
    """Small words by language."""
    titles: Titles
    tradecraft: Tradecraft
    verbs: inflection.Verbs


def read(folder: Path) -> Lexicon:
    """Read every table of `folder`; raises msgspec.ValidationError for a row out of shape."""
    raw: dict[str, Any] = {}
    for field in msgspec.structs.fields(Lexicon):
        raw[field.name] = plain(folder / f"{field.name}.yml")
    verbs = msgspec.convert(raw["verbs"], inflection.Verbs)
    raw["verbs"] |= inflection.derived(verbs)
    _spell_out(raw, verbs)
    return msgspec.convert(raw, Lexicon)


def _spell_out(raw: dict[str, Any], verbs: inflection.Verbs) -> None:
    """Put the forms of verbs in place of their lemmas, once, so that no run has to make them."""
    speech = raw["speech"]
    for cue in speech["cues"]:
        cue.setdefault("forms", inflection.forms(cue["lemma"], verbs).all)
    for table, row in (
        (raw["tense"], "reporting"),
        (raw["tense"], "uttering"),
        (raw["tense"], "acting_alone"),
        (raw["tense"], "denying"),
        (raw["tense"], "attending"),
        (raw["tense"], "reacting"),
        (speech["nouns"], "light"),
        (speech["relay"], "verbs"),
        (speech["refusals"], "verbs"),
        (speech["words"], "quoting"),
        (raw["outlook"], "intending"),
        (raw["outlook"], "standing"),
        (raw["figures"], "paying"),
        *((raw["figures"]["verbs"], kind) for kind in raw["figures"]["verbs"]),
    ):
        table[row] = inflection.spelled(table[row], verbs)


@functools.cache
def load() -> Lexicon:
    """Return the lexicon that ships with the package, compiled when its files have not changed."""
    sources = [*HERE.glob("*.yml"), *HERE.glob("*.py"), *HERE.parent.glob("model/*.py")]
    bytecode = Path(importlib.util.cache_from_source(__file__)).parent
    return compiled(sources, bytecode, Lexicon, lambda: read(HERE))
