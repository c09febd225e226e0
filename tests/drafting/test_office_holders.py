"""Office holders from a table: what is new goes in, what people wrote stays, what differs is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from briefing import cli, lexicon
from briefing.drafting import office_holders
from briefing.drafting.office_holders import Imported, merged, read_table
from briefing.model import KnownActor, RecordError
from briefing.storage import record_yaml

HEAD = "name,country,office,since,until,wikidata\n"
FILE = """\
# People of this desk.

- {id: karin-berg, name: Karin Berg, country: SE, spellings: [K. Berg], born: 1970,  # two spaces stay
   offices: [{title: Prime Minister, of: sweden, since: 2022}]}

# Of the past.
- id: ola-dahl
  name: Ola Dahl
  country: SE
"""
FIRST = (
    HEAD
    + "Karin Berg,SE,Prime Minister of Sweden,2022,,Q11\nPer Lund,NO,prime minister of Norway,2021,,Q12\n"
)


def taken(
    text: str, table: str, ledger: dict[str, KnownActor] | None = None, *, day: date = date(2026, 1, 2)
) -> Imported:
    holders = read_table(table, "heads.csv", lexicon.load())
    return merged(text, holders, ledger or {}, source="Wikidata", checked=day)


def actors(text: str) -> dict[str, KnownActor]:
    rows = record_yaml.convert(yaml.load(text, yaml.CSafeLoader), tuple[KnownActor, ...], text, "actors.yml")
    return {actor.id: actor for actor in rows}


def test_what_is_new_goes_in_and_the_rest_stays_to_the_byte() -> None:
    imported = taken(FILE, FIRST)
    after = actors(imported.text)
    assert after["per-lund"].offices[0].title == "Prime Minister"
    assert (after["per-lund"].wikidata, after["karin-berg"].wikidata) == ("Q12", "Q11")
    berg = after["karin-berg"]
    assert (berg.born, berg.spellings) == (1970, ("K. Berg",))
    assert (berg.offices[0].checked, berg.offices[0].source) == (date(2026, 1, 2), "Wikidata")
    assert imported.text.startswith("# People of this desk.\n\n- {id: karin-berg")
    assert FILE[FILE.index("# Of the past.") :] in imported.text
    assert imported.questions == ()
    assert imported.news == ("Per Lund is new: Prime Minister (norway) from 2021 to today",)


def test_the_same_table_again_changes_nothing() -> None:
    once = taken(FILE, FIRST)
    again = taken(once.text, FIRST, once.ledger)
    assert (again.text, again.news, again.questions) == (once.text, (), ())


def test_a_new_holder_ends_what_the_machine_wrote_and_asks_about_what_people_wrote() -> None:
    once = taken(FILE, FIRST)
    table = HEAD + "Eva Holm,SE,Prime Minister,2026,,Q13\nLiv Moen,NO,Prime Minister,2026,,Q14\n"
    later = taken(once.text, table, once.ledger, day=date(2026, 6, 1))
    after = actors(later.text)
    assert after["per-lund"].offices[0].until == 2026
    assert after["per-lund"].offices[0].checked is None
    assert after["karin-berg"].offices[0].until is None
    (question,) = later.questions
    assert question.startswith("karin-berg is Prime Minister (sweden)")
    assert "Eva Holm" in question


def test_an_edit_of_a_person_stays() -> None:
    once = taken(FILE, FIRST)
    edited = once.text.replace("of: norway, since: 2021", "of: norway, since: 2020")
    later = taken(edited, FIRST, once.ledger, day=date(2026, 6, 1))
    assert actors(later.text)["per-lund"].offices[0].since == 2020
    assert any("per-lund" in question for question in later.questions)


def test_who_was_deleted_stays_away() -> None:
    once = taken(FILE, FIRST)
    without = once.text[: once.text.index("- {id: per-lund")]
    later = taken(without, FIRST, once.ledger, day=date(2026, 6, 1))
    assert "per-lund" not in actors(later.text)


def test_terms_of_an_office_are_held_apart() -> None:
    table = HEAD + "Karin Berg,SE,Prime Minister,2014,2018,Q11\nKarin Berg,SE,Prime Minister,2022,,Q11\n"
    offices = actors(taken(FILE, table).text)["karin-berg"].offices
    assert [(office.since, office.until) for office in offices] == [(2022, None), (2014, 2018)]


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("name,country,office\nA B,SE,King\n", "lacks the column 'since'"),
        (HEAD + "A B,SE,King,last year,,\n", "since and until are years"),
        (HEAD + "A B,ZZ,King,2020,,\n", "'ZZ' is no state"),
    ],
)
def test_a_table_that_cannot_be_read(table: str, what: str) -> None:
    with pytest.raises(RecordError, match=what):
        taken(FILE, table)


def test_the_command_writes_only_when_it_is_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "content" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    (folder / "actors.yml").write_text(FILE, "utf-8")
    table = tmp_path / "heads.csv"
    table.write_text(FIRST, "utf-8")
    command = ["reference", "import", str(table), "--checked", "2026-01-02", "--config", str(tmp_path)]
    assert cli.main(command) == 0
    assert "Per Lund is new" in capsys.readouterr().out
    assert (folder / "actors.yml").read_text("utf-8") == FILE
    assert cli.main([*command, "--write"]) == 0
    assert "per-lund" in (folder / "actors.yml").read_text("utf-8")
    assert office_holders.read_ledger(tmp_path)["per-lund"].wikidata == "Q12"
    capsys.readouterr()
    assert cli.main(command) == 0
    assert capsys.readouterr().out.startswith("Nothing is new.")
