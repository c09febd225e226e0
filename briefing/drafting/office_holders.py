"""A table of who holds which office -> actors.yml with what it adds, and what a person has to settle.

The table is CSV with the columns of `COLUMNS`; `QUERY` gets one from Wikidata's query service.  What people
wrote stays, as in records: an office is the machine's as long as it reads as the last import left it (the
ledger says how), an empty field may be filled, and an actor or office that somebody deleted stays away.
Everything else in which table and file differ is a question, told and not answered.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct
from msgspec.structs import replace

from briefing.lexicon import Lexicon
from briefing.model import KnownActor, Office, RecordError
from briefing.storage import files, record_yaml, yaml_reader

COLUMNS = ("name", "country", "office", "since")
"""Those that a table must have; `of`, `until` and `wikidata` may be there too."""
QUERY = """\
SELECT ?wikidata ?name ?country ?office ?since ?until WHERE {
  ?state wdt:P463 wd:Q1065; wdt:P297 ?country; p:P35|p:P6 ?holding.
  ?holding ps:P35|ps:P6 ?person; pq:P580 ?from. OPTIONAL { ?holding pq:P582 ?to. }
  OPTIONAL { ?state wdt:P1906 ?head. } OPTIONAL { ?state wdt:P1313 ?government. }
  BIND(IF(EXISTS { ?state p:P35 ?holding }, ?head, ?government) AS ?post)
  BIND(STRAFTER(STR(?person), "entity/") AS ?wikidata) BIND(YEAR(?from) AS ?since) BIND(YEAR(?to) AS ?until)
  FILTER(!BOUND(?until) || ?until >= 1991)
  SERVICE wikibase:label {
    bd:serviceParam wikibase:language "en". ?person rdfs:label ?name. ?post rdfs:label ?office.
  }
}
"""
"""Heads of state and of government of the members of the United Nations, in SPARQL."""
_OF = re.compile(r" of (?:the )?[A-Z].*$")
_ID = re.compile(r"[^a-z0-9]+")
_AFTER = re.compile(r"(?:\s|\n[ ]*#.*)+\Z")
"""What a row in block style ends with that is not its own: blank lines and comments of the next one."""


class Holder(Struct, frozen=True, kw_only=True):
    """A row of the table."""

    name: str
    country: str
    office: Office
    wikidata: str | None = None


class Imported(Struct, frozen=True, kw_only=True):
    """What an import makes of a file."""

    text: str
    ledger: dict[str, KnownActor]
    """By id: what the tables put into each actor."""
    news: tuple[str, ...]
    questions: tuple[str, ...]


# -- the table ----------------------------------------------------------------------------------


def read_table(text: str, where: str, lexicon: Lexicon) -> tuple[Holder, ...]:
    """Read a table of office holders; raises RecordError with the line that cannot be read."""
    reader = csv.DictReader(io.StringIO(text))
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        hint = f"Name the columns {', '.join(COLUMNS)} in the first line; of, until, wikidata may be there."
        raise RecordError(f"lacks the column {missing[0]!r}", where=where, hint=hint)
    states = {state.country: state.id for state in lexicon.states if state.until is None}
    return tuple(_holder(row, f"{where}:{reader.line_num}", states) for row in reader)


def _holder(row: Mapping[str, str], where: str, states: Mapping[str, str]) -> Holder:
    try:
        since, until = int(row["since"]), int(row["until"]) if row.get("until") else None
    except (TypeError, ValueError):
        raise RecordError("since and until are years", where=where, hint="Write 2024.") from None
    of = row.get("of") or states.get(row["country"])
    if of is None:
        hint = "Write a code such as FR, or fill the column `of`."
        raise RecordError(f"{row['country']!r} is no state", where=where, hint=hint)
    title = _OF.sub("", row["office"])
    title = title.title() if title.islower() else title
    return Holder(
        name=row["name"],
        country=row["country"],
        office=Office(title=title, of=of, since=since, until=until),
        wikidata=row.get("wikidata") or None,
    )


# -- the merge ----------------------------------------------------------------------------------


class _Merge:
    """Actors and ledger while rows of the table go in."""

    def __init__(
        self, actors: Iterable[KnownActor], ledger: Mapping[str, KnownActor], source: str, checked: date
    ) -> None:
        self.actors = {actor.id: actor for actor in actors}
        self.ledger = dict(ledger)
        self.source, self.checked = source, checked
        self.by_name = {
            (_folded(name), actor.country): actor.id
            for actor in self.actors.values()
            for name in (actor.name, *actor.spellings)
        }
        self.by_wikidata = {actor.wikidata: actor.id for actor in self.actors.values() if actor.wikidata}
        self.news: list[str] = []
        self.questions: list[str] = []

    def take(self, holder: Holder) -> None:
        """Put a row of the table in."""
        key = self._known(holder)
        new = key is None
        key = key or _ID.sub("-", _folded(holder.name)).strip("-")
        if new and key in self.actors:
            self.questions.append(f"{holder.name} ({holder.country}) would have the id of another, {key}")
            return
        if new and key in self.ledger:
            return  # somebody deleted the actor
        actor = self.actors.get(key) or KnownActor(id=key, name=holder.name, country=holder.country)
        known = self.ledger.get(key) or replace(actor, wikidata=None, offices=())
        if holder.wikidata and not actor.wikidata and not known.wikidata:
            actor = replace(actor, wikidata=holder.wikidata)
        old, office = self._settled(actor, known, holder.office)
        if office is not None:
            if old is None or old in known.offices:
                known = replace(known, offices=_with(known.offices, old, office))
            actor = replace(actor, offices=_with(actor.offices, old, office))
        self.actors[key] = actor
        self.ledger[key] = replace(known, wikidata=holder.wikidata or known.wikidata)
        self.by_name[_folded(holder.name), holder.country] = key
        if new:
            self.news.append(f"{holder.name} is new: {_told(holder.office)}")

    def close(self, holders: Iterable[Holder]) -> None:
        """End the offices that somebody else holds by the table; those that people wrote are asked for."""
        today = [holder for holder in holders if holder.office.until is None]
        successors = {_post(holder.office): holder for holder in today}
        held = {(self._known(holder), _post(holder.office)) for holder in today}
        for key, actor in list(self.actors.items()):
            for office in actor.offices:
                successor = successors.get(_post(office))
                if office.until is not None or successor is None or (key, _post(office)) in held:
                    continue
                known = self.ledger.get(key)
                if known is None or office not in known.offices:
                    self.questions.append(f"{key} is {_told(office)}; the table names {successor.name}")
                    continue
                ended = replace(office, until=successor.office.since, checked=None, source=None)
                self.actors[key] = replace(
                    self.actors[key], offices=_with(self.actors[key].offices, office, ended)
                )
                self.ledger[key] = replace(known, offices=_with(known.offices, office, ended))
                self.news.append(f"{key} was {_told(ended)}; now {successor.name}")

    def _known(self, holder: Holder) -> str | None:
        return self.by_wikidata.get(holder.wikidata or "") or self.by_name.get(
            (_folded(holder.name), holder.country)
        )

    def _settled(
        self, actor: KnownActor, known: KnownActor, told: Office
    ) -> tuple[Office | None, Office | None]:
        """Return which office of an actor becomes which: None and the office where it is new."""
        stamp = {"checked": self.checked, "source": self.source} if told.until is None else {}
        for office in actor.offices:
            again = office.since != told.since
            if _post(office) != _post(told) or (again and (office.until or told.until)):
                continue
            if again:
                self.questions.append(f"{actor.id} is {_told(office)}; the table says since {told.since}")
            if office.until is None and told.until is None:
                fresh = office.checked is None or office.checked < self.checked
                return (office, replace(office, **stamp)) if fresh else (None, None)
            if office.until != told.until and office in known.offices:
                self.news.append(f"{actor.id} was {_told(told)}")
                return office, replace(told, **stamp)
            if office.until != told.until:
                self.questions.append(f"{actor.id} is {_told(office)}; the table has {_told(told)}")
            return None, None
        if any(_post(office) == _post(told) and office.since == told.since for office in known.offices):
            return None, None  # somebody deleted it
        if actor.offices:
            self.news.append(f"{actor.id} is {_told(told)}")
        return None, replace(told, **stamp)


def merged(
    text: str,
    holders: Sequence[Holder],
    ledger: Mapping[str, KnownActor],
    *,
    source: str,
    checked: date,
    where: str = "actors.yml",
) -> Imported:
    """Return the file's text with what the table adds; rows that it does not touch stay to the byte."""
    rows = yaml_reader.read(text, where) or ()
    actors = record_yaml.convert(rows, tuple[KnownActor, ...], text, where)
    merge = _Merge(actors, ledger, source, checked)
    for holder in sorted(holders, key=lambda one: (one.office.until is None, one.office.since or 0)):
        merge.take(holder)
    merge.close(holders)
    return Imported(
        text=_written(text, actors, merge.actors),
        ledger=merge.ledger,
        news=tuple(merge.news),
        questions=tuple(dict.fromkeys(merge.questions)),
    )


def told(imported: Imported) -> Iterator[str]:
    """Yield the lines in which an import is told."""
    yield from imported.news
    yield from (f"Not settled: {question}." for question in imported.questions)


def _with(offices: tuple[Office, ...], old: Office | None, new: Office) -> tuple[Office, ...]:
    """Return offices with another one for one of them, or with one more."""
    if old is None:
        return (*offices, new)
    return tuple(new if office == old else office for office in offices)


def _post(office: Office) -> tuple[str | None, str]:
    return office.of, _folded(office.title)


def _told(office: Office) -> str:
    return f"{office.title} ({office.of}) from {office.since} to {office.until or 'today'}"


def _folded(name: str) -> str:
    """Return a name in lower case without its accents."""
    apart = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o").replace("ß", "ss"))
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


# -- the files ----------------------------------------------------------------------------------


def ledger_path(root: Path) -> Path:
    """Return where a desk keeps what the imports wrote."""
    return root / "content" / ".generated" / "reference" / "office-holders.json"


def read_ledger(root: Path) -> dict[str, KnownActor]:
    """Return what the imports wrote; nothing where there was none, so that all counts as people's.

    Raises RecordError where it cannot be read.
    """
    path = ledger_path(root)
    if not path.exists():
        return {}
    return record_yaml.load_json(path.read_bytes(), dict[str, KnownActor], str(path))


def write(root: Path, imported: Imported) -> None:
    """Write the reference and the ledger."""
    lines = [f"{_json(key)}: {_json(actor)}" for key, actor in sorted(imported.ledger.items())]
    files.write(root / "content" / "reference" / "actors.yml", imported.text.encode())
    path = ledger_path(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, ("{" + ",\n".join(lines) + "}\n").encode())


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _written(text: str, before: Sequence[KnownActor], after: Mapping[str, KnownActor]) -> str:
    """Return the text with the rows that changed written again, and new ones at its end."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    places = [(row.start_mark.index, row.end_mark.index) for row in node.value] if node else []
    for (start, end), old in reversed(list(zip(places, before, strict=True))):
        if after[old.id] != old:
            own = _AFTER.sub("", text[start:end])
            text = text[:start] + _row(after[old.id]) + text[start + len(own) :]
    ids = {old.id for old in before}
    new = "".join(f"- {_row(actor)}\n" for key, actor in after.items() if key not in ids)
    return text + ("\n" if new and text and not text.endswith("\n") else "") + new


def _row(actor: KnownActor) -> str:
    """Write an actor as the reference does: one line, and one for each office."""
    head = record_yaml.dump_flow(replace(actor, offices=()))[:-1]
    if not actor.offices:
        return head + "}"
    offices = ",\n             ".join(map(record_yaml.dump_flow, actor.offices))
    return f"{head},\n   offices: [{offices}]}}"
