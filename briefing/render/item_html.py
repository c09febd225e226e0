"""The items of a brief's page as HTML: who said what, what happened when, who is involved, the end notes.

What is chosen is so in brief_view.py; how an item is laid out is in the file of its name in pages/items/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

import msgspec
from markupsafe import Markup

from briefing.model import Actor, Event, Figure, Outlook, Sentence, Statement
from briefing.render import view_models
from briefing.render.brief_view import POINTER, STATED, Row, Section, Versus
from briefing.render.evidence_html import EvidenceWriter
from briefing.render.fragments import ITEMS, Fragment
from briefing.render.jinja import escaped, markup
from briefing.render.view_models import NOTHING, Run, ShownItem
from briefing.storage.desk import Entry

Rows = Callable[[Entry, Sequence[Row], Mapping[str, Actor], str], Markup]
"""Makes the rows of a section."""


class Items:
    """Makes the items of each section as HTML."""

    def __init__(self, fragment: Callable[..., Fragment], parts: EvidenceWriter) -> None:
        self._parts = parts
        self._words = parts.words

        def layout(name: str, *slots: str) -> Fragment:
            return fragment(name, *slots, path=f"{ITEMS}{name}.html")

        self._point = layout("point", "id", "mode", "who", "quote")
        self._outlook = layout("outlook", "id", "when", "who", "text")
        self._statement = layout("statement", "id", "kind", "mode", "speaker", "details", "lead", "quote")
        self._versus = layout(
            "versus",
            *("claim_id", "claim_mode", "claimant", "claim"),
            *("denial_id", "denial_mode", "denier", "denial"),
        )
        self._figure = layout("figure", "id", "who", "text")
        self._time = layout("time", "id", "kind", "when", "text")
        self._group = layout("group", "state", "names")
        self._named = layout("actor", "link", "role")
        self._pointer = layout("pointer", "home", "language", "text")
        self._long = layout("long_quote", "language", "head", "tail", "proof")
        self._section = layout("section", "part", "title", "kind", "rows", "fold")
        self._folded_rows = layout("folded_rows", "summary", "kind", "rows")
        self._folded_section = layout("folded_section", "part", "title", "kind", "rows")
        self._content = fragment("content", "part", "title")
        self.contents = lru_cache(maxsize=256)(self._contents)
        self._small = fragment("small", "text")
        self._hidden_name = fragment("hidden_name", "text")
        self._number = fragment("number", "text")
        self._unnamed = fragment("unnamed", "text")
        self._meta = fragment("meta", "language", "text")
        self._addressed = fragment("addressed", "name")
        self._on_behalf = fragment("on_behalf", "name")
        self._told_by = fragment("told_by", "name")
        self._occasion = fragment("occasion", "language", "text")
        self._day = fragment("day", "iso", "text")
        self._before_point = fragment("before_point", "text")
        self._actor = fragment("actor_item", "link", "code", "era", "known_as", "aliases")
        self._person = fragment("person_item", "link", "code", "roles", "known_as", "aliases")
        self._role = fragment("role", "title", "era", "evidence")
        self._title = fragment("words_of_source", "language", "runs")
        self._proved = fragment("proved", "proof")
        self._inferred = fragment("inferred")
        self._person_known_as = fragment("person_known_as", "name")
        self._also_named = fragment("also_named", "names")
        self._historical = fragment("historical")
        self._known_as = fragment("known_as", "name")
        self._aliases = fragment("aliases", "names")
        self._sentence = fragment("sentence", "number", "cited", "runs")
        self._hidden = fragment("hidden")
        self._sign = fragment("sign", "text", "title", "href", "root")
        self._plain_mark = fragment("mark", "mark", "text")
        self._mark_link = fragment("mark_link", "mark", "text", "title", "href", "root")
        self._mark_title = fragment("title", "text")
        self._endnote = fragment("endnote", "number", "language", "text")

    # -- sections ---------------------------------------------------------------------------------

    def section(
        self,
        part: str,
        title: str,
        held: Section,
        forms: Mapping[str, str],
        make: Rows,
        entry: Entry,
        actors: Mapping[str, Actor],
        root: str,
        kind: str = "",
    ) -> Markup:
        """Return a section: the rows that stand open and, folded, the others; nothing where it has none."""
        folded = make(entry, held.folded, actors, root) if held.folded else NOTHING
        if held.shown:
            fold = NOTHING
            if held.folded:
                summary = view_models.counted(forms, len(held.folded))
                fold = self._folded_rows(summary, kind, folded)
            return self._section(part, title, kind, make(entry, held.shown, actors, root), fold)
        return self._folded_section(part, title, kind, folded) if held.folded else NOTHING

    def _contents(self, parts: tuple[str, ...]) -> Markup:
        """Return the list of the parts of a page; most pages of a desk have one of a few."""
        return _joined([self._content(part, self._words[part.replace("-", "_")]) for part in parts])

    # -- points, and what is coming ---------------------------------------------------------------

    def points(self, entry: Entry, rows: Iterable[Row], actors: Mapping[str, Actor], root: str) -> Markup:
        """Return key points: a claim with who makes it, anything else as the text has it."""
        return _joined(
            self._point(
                row.item.id,
                row.said.mode if row.said else "",
                self._claimed(entry, row.said, actors, root),
                self._parts.quote(entry, row.said or row.item, root),
            )
            for row in rows
        )

    def _claimed(
        self, entry: Entry, said: Statement | None, actors: Mapping[str, Actor], root: str
    ) -> Markup:
        if said is None:
            return self._small(self._words["the_text"])
        verb = self._meta(self._parts.language(entry), said.verb) if said.verb else ""
        return markup(self._speaker(said, actors, root) + self._small(verb))

    def _speaker(self, item: Statement | Outlook | Figure, actors: Mapping[str, Actor], root: str) -> Markup:
        """Return who says so: an actor with a link, or the source's words for somebody else."""
        if not item.speaker:
            return self._unnamed(item.speaker_text or self._words["unnamed_source"])
        name = self._parts.name_of(item.speaker, actors, root)
        actor = actors.get(item.speaker)
        if actor is None or not actor.country or actor.kind == "state":
            return name
        return markup(f"{name} {self._parts.code(actor)}")

    def _says(self, item: Outlook | Figure, actors: Mapping[str, Actor], root: str) -> Markup:
        named = item.speaker or item.speaker_text
        return self._speaker(item, actors, root) if named else NOTHING

    def outlook(self, entry: Entry, rows: Iterable[Row], actors: Mapping[str, Actor], root: str) -> Markup:
        """Return what is coming, each with its day."""
        return _joined(
            self._outlook(
                row.item.id,
                self._when_coming(row.item),
                self._small(self._who_and_if(row.item, actors, root)),
                self._text(entry, row, root),
            )
            for row in rows
        )

    def _when_coming(self, item: Outlook) -> str:
        if item.when is None:
            return str(self._words["no_day"])
        return view_models.in_words(
            msgspec.structs.replace(item.when, scheduled=False), words=self._words, short=True
        )

    def _who_and_if(self, item: Outlook, actors: Mapping[str, Actor], root: str) -> Markup:
        condition = escaped(self._words["if_so"]) if item.conditional else ""
        return markup(", ".join(filter(None, (self._says(item, actors, root), condition))))

    def _text(self, entry: Entry, row: Row, root: str) -> Markup:
        """Return the words of an item with their evidence, or the way to where they stand."""
        if row.home:
            return self._pointer(row.home, self._parts.language(entry), _few(row.item.text))
        return self._parts.quote(entry, row.item, root)

    # -- who said what ----------------------------------------------------------------------------

    def said(self, entry: Entry, rows: Sequence[Row], actors: Mapping[str, Actor], root: str) -> Markup:
        """Return statements by their speakers, pairs of claim and denial first."""
        groups: dict[tuple[str | None, str | None], list[Statement]] = {}
        made: list[Markup] = []
        for row in rows:
            if isinstance(row.item, Versus):
                made.append(self._against(entry, row.item, actors, root))
            else:
                groups.setdefault((row.item.speaker, row.item.speaker_text), []).append(row.item)
        for group in groups.values():
            for number, statement in enumerate(group):
                speaker = self._speaker(statement, actors, root)
                if number:
                    speaker = self._hidden_name(_name(statement.speaker or "", actors) or speaker)
                made.append(self._one(entry, statement, speaker, actors, root))
        return _joined(made)

    def _one(
        self, entry: Entry, statement: Statement, speaker: Markup, actors: Mapping[str, Actor], root: str
    ) -> Markup:
        language = self._parts.language(entry)
        return self._statement(
            statement.id,
            statement.kind,
            statement.mode,
            speaker,
            _joined(self._details(statement, actors, language)),
            _joined(self._lead(statement, language)),
            self._cut(entry, statement, root),
        )

    def _against(self, entry: Entry, pair: Versus, actors: Mapping[str, Actor], root: str) -> Markup:
        return self._versus(
            pair.claim.id,
            pair.claim.mode,
            self._claimed(entry, pair.claim, actors, root),
            self._cut(entry, pair.claim, root),
            pair.denial.id,
            pair.denial.mode,
            self._claimed(entry, pair.denial, actors, root),
            self._cut(entry, pair.denial, root),
        )

    def _cut(self, entry: Entry, statement: Statement, root: str) -> Markup:
        """Return the words of a statement; of a long one all behind its first words is folded."""
        parts, words = self._parts, statement.text.split(" ")
        if len(words) <= STATED:
            return parts.quote(entry, statement, root)
        comma = max(
            (n for n in range(STATED // 2, STATED) if words[n].endswith((",", ".", ";"))), default=STATED
        )
        head, tail = " ".join(words[: comma + 1]), " ".join(words[comma + 1 :])
        cut = partial(view_models.readable, entry, at=statement.at)
        return self._long(
            parts.language(entry),
            parts.runs(cut(head)),
            parts.runs(cut(tail)),
            parts.proof(entry, statement.at, root),
        )

    def _details(self, statement: Statement, actors: Mapping[str, Actor], language: Markup) -> Iterator[str]:
        if statement.kind != "said":
            yield markup(f"{self._parts.tag(self._words[statement.kind])} ")
        if statement.verb:
            yield self._meta(language, statement.verb)
        if statement.addressee:
            yield self._addressed(_name(statement.addressee, actors))
        if statement.on_behalf_of:
            yield self._on_behalf(_name(statement.on_behalf_of, actors))
        if statement.told_by:
            yield self._told_by(_name(statement.told_by, actors))

    def _lead(self, statement: Statement, language: Markup) -> Iterator[str]:
        if statement.occasion:
            yield markup(f"{self._occasion(language, statement.occasion)} ")
        if statement.hedge:
            yield markup(f"{self._parts.hedged(statement.hedge)} ")

    # -- figures ----------------------------------------------------------------------------------

    def figures(self, entry: Entry, rows: Iterable[Row], actors: Mapping[str, Actor], root: str) -> Markup:
        """Return numbers, each with what it counts and who says so."""
        return _joined(
            self._figure(
                row.item.id,
                self._says(row.item, actors, root) or self._small(self._words["the_text"]),
                self._amount(entry, row, root),
            )
            for row in rows
        )

    def _amount(self, entry: Entry, row: Row, root: str) -> Markup:
        item: Figure = row.item
        number = " ".join(filter(None, (item.number, item.unit)))
        if not item.number or item.number not in item.text:
            counted = " ".join(filter(None, (number, item.counts)))
            quote = self._parts.quote(entry, item, root)
            return markup(f"{self._number(counted)} {quote}") if counted else quote
        before, _, behind = item.text.partition(item.number)
        if item.unit and behind.lstrip().startswith(item.unit):
            gap = behind[: len(behind) - len(behind.lstrip())]
            number, behind = f"{item.number}{gap}{item.unit}", behind.lstrip().removeprefix(item.unit)
        else:
            number = item.number
        words = self._title(
            self._parts.language(entry), markup(f"{escaped(before)}{self._number(number)}{escaped(behind)}")
        )
        if row.home:
            return self._pointer(row.home, NOTHING, words)
        return markup(f"{words}&nbsp;{self._parts.proof(entry, item.at, root)}")

    # -- the timeline -----------------------------------------------------------------------------

    def times(self, entry: Entry, rows: Iterable[Row], actors: Mapping[str, Actor], root: str) -> Markup:
        """Return events and background, each with when it was."""
        del actors
        return _joined(
            self._time(row.item.id, *self._when(row.item, entry), self._what(entry, row, root))
            for row in rows
        )

    def _when(self, item: object, entry: Entry) -> tuple[str, str]:
        if not isinstance(item, Event):
            kind = getattr(item, "kind", "")
            return ("past" if kind == "history" else "fact"), self._words[kind]
        shown = view_models.in_words(item.when, words=self._words, short=True)
        kind = kind_of(item)
        if kind == "day" and entry.day and item.when.earliest == item.when.latest == entry.day:
            kind = "news"
        exact = item.when.earliest and item.when.precision == "day"
        return kind, self._day(item.when.earliest, shown) if exact else shown

    def _what(self, entry: Entry, row: Row, root: str) -> Markup:
        place = getattr(row.item, "place", None)
        language = self._parts.language(entry)
        if row.home:
            return self._pointer(row.home, language, place or _few(row.item.text))
        quote = self._parts.quote(entry, row.item, root)
        return markup(f"{self._before_point(self._meta(language, place))}{quote}") if place else quote

    # -- who is involved --------------------------------------------------------------------------

    def groups(self, rows: Iterable[Row], told: str, root: str) -> Markup:
        """Return the actors of each country; an office that the page names already, `told`, is left out."""
        return _joined(self._of_country(row.item, told, root) for row in rows)

    def _of_country(self, group: Sequence[Actor], told: str, root: str) -> Markup:
        first, parts = group[0], self._parts
        state: Markup | str = self._words["others"]
        if first.kind == "state":
            state, group = parts.actor_link(first, root), group[1:]
        elif first.country:
            state = view_models.country(first.country)
        return self._group(
            state, _joined(self._named(parts.actor_link(a, root), self._office(a, told)) for a in group)
        )

    def _office(self, actor: Actor, told: str) -> Markup:
        role = next((role.title for role in actor.roles), "")
        return self._small(role) if role and role not in told else NOTHING

    def actors(self, actors: Iterable[Actor], root: str) -> Markup:
        """Return actors without roles."""
        parts = self._parts
        return _joined(
            self._actor(
                parts.actor_link(actor, root),
                markup(f" {parts.code(actor)}") if actor.country and actor.kind != "state" else NOTHING,
                self._historical() if actor.era else NOTHING,
                self._known_as(actor.known_as) if actor.known_as else NOTHING,
                self._aliases(parts.names(actor.aliases)) if actor.aliases else NOTHING,
            )
            for actor in actors
        )

    def persons(self, entry: Entry, actors: Iterable[Actor], root: str) -> Markup:
        """Return persons with their roles."""
        parts = self._parts
        return _joined(
            self._person(
                parts.actor_link(actor, root),
                markup(f" {parts.code(actor)}") if actor.country else NOTHING,
                _joined(self._roles(entry, actor, root)),
                self._person_known_as(actor.known_as) if actor.known_as else NOTHING,
                self._also_named(parts.names(actor.aliases)) if actor.aliases else NOTHING,
            )
            for actor in actors
        )

    def _roles(self, entry: Entry, actor: Actor, root: str) -> Iterator[Markup]:
        parts, language = self._parts, self._parts.language(entry)
        for role in actor.roles:
            era = NOTHING
            if role.era != "current":
                era = markup(f" {parts.tag(self._words['role_era'][role.era])}")
            evidence = self._proved(parts.proof(entry, role.at, root)) if role.at else self._inferred()
            yield self._role(self._title(language, role.title), era, evidence)

    def endnotes(self, entry: Entry, cited: Iterable[Sentence]) -> Markup:
        """Return the sentences that items quote, under their numbers."""
        text, language = entry.article.text, self._parts.language(entry)
        return _joined(self._endnote(s.index + 1, language, s.span.of(text)) for s in cited)

    # -- the source page --------------------------------------------------------------------------

    def sentences(self, sentences: Iterable[ShownItem], root: str) -> Markup:
        """Return the sentences of a paragraph, each under its number."""
        return _joined(
            f"{self._sentence(s.number, ' cited' if s.cited else '', self._shown(s, root))} "
            for s in sentences
        )

    def _shown(self, sentence: ShownItem, root: str) -> Markup:
        if not sentence.runs:
            return self._hidden()
        return _joined([self._marked(run, root) if run.mark else escaped(run.text) for run in sentence.runs])

    def _marked(self, run: Run, root: str) -> Markup:
        if run.mark == "sign":
            return self._sign(run.text, run.title, run.href, root)
        if not run.href:
            return self._plain_mark(run.mark, run.text)
        title = self._mark_title(run.title) if run.title and run.title != run.text else NOTHING
        return self._mark_link(run.mark, run.text, title, run.href, root)


def _few(text: str) -> str:
    """Return the first words of a text, marked as cut where there are more."""
    words = text.split()
    return " ".join(words[:POINTER]) + (" […]" if len(words) > POINTER else "")


def kind_of(event: Event) -> str:
    """Return what an event is on the timeline: still to come, of an era, or a day."""
    return "plan" if event.when.scheduled else "past" if event.when.era else "day"


def _name(key: str, actors: Mapping[str, Actor]) -> str:
    """Return the name of whom a record names by an id or by the source's words."""
    return actors[key].name if key in actors else key


def _joined(made: Iterable[str]) -> Markup:
    return markup("".join(made))
