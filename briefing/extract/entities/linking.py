"""Mentions -> the cast: one actor for each real person, body and state.

Variants become one actor, capitals in a passage about the past become the state of that time, and
roles, countries and salience are told.  What comes from the reference is listed in `inferred`.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from briefing.extract.entities import nested
from briefing.extract.entities.affiliations import RoleFound
from briefing.extract.entities.canonical import KnownActors, People, bodies, slug
from briefing.extract.entities.coreference import Resolver
from briefing.extract.entities.gazetteer import words_of
from briefing.extract.entities.offices import Offices
from briefing.extract.entities.recognition import PEOPLE
from briefing.extract.entities.roles import Roles
from briefing.lexicon import Lexicon
from briefing.lexicon.discourse_tables import EraTable
from briefing.lexicon.name_tables import StateTable
from briefing.model import Actor, Cast, Document, Found, KnownActor, Mention, Reference, Role, Spans, When
from briefing.model.typography import read_as
from briefing.text.tokens import first_at


def cast(
    document: Document,
    mentions: Sequence[Mention],
    dates: Sequence[Found[When]],
    lexicon: Lexicon,
    reference: Reference,
) -> Cast:
    """Return the actors by falling salience and every mention that stands for one."""
    return _Casting(document, mentions, dates, lexicon, reference).result()


@functools.cache
def _states(lexicon: Lexicon) -> dict[str, StateTable]:
    return {state.id: state for state in lexicon.states}


@functools.cache
def _countries(lexicon: Lexicon) -> dict[str, str]:
    """Return the country of each name and adjective of one word."""
    found: dict[str, str] = {}
    for state in lexicon.states:
        for name in (*state.adjectives, *state.names):
            found.setdefault(name, state.country)
    return found


class _Casting:
    """The steps from mentions to a cast."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        dates: Sequence[Found[When]],
        lexicon: Lexicon,
        reference: Reference,
    ) -> None:
        self.document, self.lexicon, self.words = document, lexicon, words_of(lexicon)
        self.reference = reference
        self.states = _states(lexicon)
        title = document.article.source.title or ""
        capitals = {word for word in title.replace("’s", "").replace("'s", "").split() if word[0].isupper()}
        self.headline = frozenset(capitals) - self.words.small
        self.known = _known(reference)
        self.eras = _eras(document, dates, lexicon)
        self.mentions = [self._of_its_time(m) for m in mentions] if self.eras else list(mentions)
        self._identify()
        named = {m.actor for m in self.mentions if m.rule != PEOPLE}
        self.peoples = {m.actor for m in self.mentions} - named
        """States of which the text names people or things alone: they do not act."""
        self.roles = self._find_roles()
        self.titles = {actor: self._as_roles(found) for actor, found in self.roles.items()}

    def result(self) -> Cast:
        inside = tuple(nested.inside(self.document, self.mentions, self.lexicon, self.reference))
        self.offices = Offices((*self.mentions, *inside), self.words)
        self.of_state = {m.span.start: m.actor for m in inside if m.kind == "state"}
        resolver = Resolver(self.document, self.mentions, self.titles, self.lexicon)
        resolved = [*self.mentions, *resolver.resolve()]
        resolved = [m for m in resolved if m.actor not in self.peoples]
        resolved.sort(key=lambda m: (m.span, m.form))
        actors = self._actors(resolved)
        return Cast(actors=tuple(actors), mentions=tuple(m for m in resolved if m.actor), inside=inside)

    def _of_its_time(self, mention: Mention) -> Mention:
        """Let a seat of government in a passage about the past stand for the state of that time."""
        era = self.eras.get(mention.sentence)
        if mention.rule != "seat" or not mention.acts or era is None:
            return mention
        name = read_as(mention.span.of(self.document.text))
        for state in self.lexicon.states:
            if state.until and name in state.seats and _spans_era(state, era):
                return msgspec.structs.replace(mention, actor=state.id, row=f"states:{state.id}")
        return mention

    def _identify(self) -> None:
        people = [m for m in self.mentions if m.kind == "person"]
        ids = People(self.document, self.words, self.known).group(people)
        ids |= bodies(
            self.document,
            [m for m in self.mentions if m.kind in ("organization", "group") or m.rule == "head-of-body"],
            self.known,
            self.words.heads,
        )
        text = self.document.text
        same = _known_as(text, people, ids)
        ids = {m: same.get(found, found) for m, found in ids.items()}
        actors = [ids.get(m) or m.actor or slug(read_as(m.span.of(text))) for m in self.mentions]
        self.mentions = [
            m if m.actor == actor else msgspec.structs.replace(m, actor=actor)
            for m, actor in zip(self.mentions, actors, strict=True)
        ]

    def _find_roles(self) -> dict[str, list[RoleFound]]:
        finder = Roles(self.document, self.mentions, self.lexicon)
        found: dict[str, list[RoleFound]] = {}
        for mention in self.mentions:
            if mention.kind == "person" and mention.actor:
                for role in finder.of(mention):
                    found.setdefault(mention.actor, []).append(role)
        return found

    def _as_roles(self, found: Sequence[RoleFound]) -> tuple[Role, ...]:
        """Return the roles without repeats; the first place of each stands for all."""
        roles: dict[str, Role] = {}
        seen: set[str] = set()
        titles = [(role, read_as(role.span.of(self.document.text))) for role in found if role.shown]
        titles.sort(key=lambda found: found[1] in self.words.parties)  # the office before the party
        offices = " | ".join([title for role, title in titles if role.rule != "affiliation"])
        for role, title in titles:
            key = role.rule if role.rule == "party-and-seat" else title.lower()  # "D-Calif." and "D-CA"
            if key in seen or (role.rule == "affiliation" and title in offices):
                continue
            seen.add(key)
            of = next((m.actor for m in role.inside if m.kind == "organization"), None)
            of = of or next((m.actor for m in role.inside if m.actor not in self.peoples), None)
            era = role.era
            roles[title] = Role(title=title, of=of, era=era, at=Spans((role.span,)))  # type: ignore[arg-type]
        return tuple(roles.values())

    # -- from mentions to actors

    def _actors(self, resolved: Sequence[Mention]) -> list[Actor]:
        by_actor: dict[str, list[Mention]] = {}
        for mention in resolved:
            if mention.actor:
                by_actor.setdefault(mention.actor, []).append(mention)
        weights = {key: self._weight(rows) for key, rows in by_actor.items()}
        top = max(weights.values(), default=1.0)
        order = sorted(by_actor, key=lambda key: (-weights[key], by_actor[key][0].span))
        return [self._actor(key, by_actor[key], round(100 * max(weights[key], 0) / top)) for key in order]

    def _weight(self, rows: Sequence[Mention]) -> float:
        """Weigh an actor: how often, how early, whether in the headline."""
        headline, text = self.headline, self.document.text
        named = [mention for mention in rows if mention.form == "name"]
        weight = 3 * math.log1p(len(named))
        weight += sum([_OTHER_FORMS.get(mention.form, 0.0) for mention in rows])
        weight += 3 / (1 + rows[0].sentence)
        if headline:
            weight += any(not headline.isdisjoint(m.span.of(text).split()) for m in named)
        weight += 2 * any(self._is_subject(m) for m in rows if m.sentence < _NEWS)
        weight -= 3 * self._is_medium(named)
        return weight - 0.5 * (rows[0].kind == "place")

    def _is_subject(self, mention: Mention) -> bool:
        """Return whether a mention is the head of the subject of a clause."""
        tokens, syntax = self.document.tokens[mention.sentence], self.document.syntax[mention.sentence]
        heads = [clause.subject.head for clause in syntax.clauses if clause.subject is not None]
        return any(mention.span.start <= tokens[head].start < mention.span.end for head in heads)

    def _is_medium(self, named: Sequence[Mention]) -> bool:
        """Return whether a newspaper, an agency or a platform is named: texts quote those."""
        acts = named and named[0].kind in ("organization", "place")
        name = named[0].span.of(self.document.text) if acts else ""
        return name in self.words.media or name.rpartition(" ")[2] in self.words.media_heads

    def _actor(self, key: str, rows: Sequence[Mention], salience: int) -> Actor:
        text = self.document.text
        named = [m for m in rows if m.form == "name"]
        forms: dict[str, int] = {}
        """The names in order of the text, and how often each is there."""
        for mention in named:
            form = " ".join(read_as(mention.span.of(text)).split())
            forms[form] = forms.get(form, 0) + 1
        kinds = [m.kind for m in rows if m.kind != "place"]
        kind = "state" if "state" in kinds else (*kinds, rows[0].kind)[0]
        name = max(forms, key=lambda form: (form.count(" "), forms[form]), default="")
        inferred: list[str] = []
        state = self.states.get(key) if kind == "state" else None
        if state is not None and name != state.names[0]:
            name = state.names[0]
            if name not in forms:
                inferred.append("name")
        roles = self.offices.once(self.titles.get(key, ()))
        country = state.country if state else self._country(key, name, rows)
        known = self.known.by_id.get(key)
        if known is not None and country is None and known.country:
            country = known.country
            inferred.append("country")
        return Actor(
            id=key,
            name=name,
            kind=kind,
            roles=roles,
            aliases=tuple(self._aliases(named, forms, name)),
            country=country,
            inferred=tuple(inferred),
            era=self._era(rows, state, known, roles),
            salience=salience,
            known_as=known.name if known and kind == "person" and known.name != name else None,
            wikidata=known.wikidata if known else None,
            mentions=Spans(m.span for m in named),
        )

    def _aliases(self, named: Sequence[Mention], forms: Iterable[str], name: str) -> list[str]:
        """Return the other forms of a name as the text has them."""
        text = self.document.text
        others = [form for form in forms if form != name]
        plain = [form for form in others if form not in self.words.houses]
        aliases = dict.fromkeys(plain if name in forms or plain else others)  # the White House is a part
        if named and named[0].kind == "person":
            scripts = (_OTHER_SCRIPT.match(text, mention.span.end) for mention in named)
            aliases.update(dict.fromkeys(match[1] for match in scripts if match))
        return list(aliases)

    def _country(self, key: str, name: str, rows: Sequence[Mention]) -> str | None:
        """Return the country that the text itself gives: in a role, or in the name of a body."""
        if rows[0].kind == "organization":
            if name and (country := _countries(self.lexicon).get(name.split()[0])):
                return country
            if not self.of_state:
                return None
            spans = {mention.span for mention in rows}
            inner = {self.of_state[at] for span in spans for at in range(*span) if at in self.of_state}
            return self.states[inner.pop() or ""].country if len(inner) == 1 else None
        for role in self.roles.get(key, ()):
            for mention in role.inside:
                if self._is_sent_to(mention):
                    continue
                if mention.kind == "state" and mention.actor in self.states:
                    return self.states[mention.actor].country
                if mention.kind == "organization" and (
                    country := self._country("", read_as(mention.span.of(self.document.text)), [mention])
                ):
                    return country
        return None

    def _is_sent_to(self, mention: Mention) -> bool:
        """Return whether a role only deals with a state or body: "the envoy to Iran" is nobody of Iran."""
        row = self.document.tokens[mention.sentence]
        at = first_at(row, mention.span.start) - 1
        at -= at > 0 and row[at].lower == "the"
        return at >= 0 and row[at].lower in ("to", "for", "on", "with", "against", "by")

    def _era(
        self,
        rows: Sequence[Mention],
        state: StateTable | None,
        known: KnownActor | None,
        roles: Sequence[Role],
    ) -> str | None:
        """Tell the historical actor: a state that is no more, or a person of a passage about the past.

        Who is in office, or is called a former one, is a person of today who is named in such a passage.
        """
        if state is not None:
            return self._state_era(state)
        if rows[0].kind != "person":
            return None
        eras = {self.eras[m.sentence].id if m.sentence in self.eras else None for m in rows}
        if len(eras) == 1 and None not in eras and not any(role.era == "former" for role in roles):
            era = next(e for e in self.lexicon.calendar.eras if e.id in eras)
            later = [o for o in known.offices if o.until is None or o.until > era.until] if known else []
            return None if known and known.died is None and later else era.id
        published, died = self.document.article.date, known.died if known else None
        if died is not None and published and died < published.year:
            return next((e.id for e in self.lexicon.calendar.eras if e.since <= died), None)
        return None

    def _state_era(self, state: StateTable) -> str | None:
        if not state.until:
            return None
        return next((e.id for e in self.lexicon.calendar.eras if state.since and _spans_era(state, e)), None)


_OTHER_FORMS = {"office": 0.3, "demonym": 0.2, "pronoun": 0.1}
"""What a mention that is no name adds to an actor's weight."""
_FOREIGN = r"[^\Wa-zA-Z0-9_\u00c0-\u036f]+"
_OTHER_SCRIPT = re.compile(rf" ?\(({_FOREIGN}(?:[ ·]{_FOREIGN}){{0,4}})\)")
"""The name again in another script, in brackets: "Kenji Mori (森健二)"."""
_NEWS = 2
"""Sentences whose subjects the news is most likely about."""


@functools.lru_cache(maxsize=8)
def _known(reference: Reference) -> KnownActors:
    """Return the index of a reference, made once."""
    return KnownActors(reference)


def _spans_era(state: StateTable, era: EraTable) -> bool:
    return (
        state.since is not None
        and state.until is not None
        and state.since <= era.until
        and state.until >= era.since
    )


_ALIAS = re.compile(
    r",? \(?(?:(?:also|better|otherwise|commonly|popularly|widely|formerly) )?"
    r"(?:known (?:as|by)|nicknamed|alias|aka|a\.k\.a\.|born)(?: the nom de guerre| his alias)? [\"“'‘]?"
)
"""What joins a name to another one of the same person: "Ahmed Sharif, known as Abu Omar"."""


def _known_as(text: str, people: Sequence[Mention], ids: Mapping[Mention, str]) -> dict[str, str]:
    """Return whom an id means too that the text gives as another name of a person."""
    starts = {mention.span.start: ids[mention] for mention in people}
    same: dict[str, str] = {}
    for mention in people:
        joint = _ALIAS.match(text, mention.span.end)
        other = starts.get(joint.end()) if joint is not None else None
        if other is not None:
            same[other] = ids[mention]
    return same


def _eras(document: Document, dates: Sequence[Found[When]], lexicon: Lexicon) -> dict[int, EraTable]:
    """Return the era that each sentence of a passage about the past speaks of.

    A passage begins with a named era or a year inside one, and ends with its paragraph, with
    "today" or with a date of our own time.
    """
    eras = {era.id: era for era in lexicon.calendar.eras}
    published = document.article.date
    by_sentence: dict[int, list[When]] = {}
    for found in dates:
        by_sentence.setdefault(found.sentence, []).append(found.item)
    result: dict[int, EraTable] = {}
    current: EraTable | None = None
    paragraph = -1
    for sentence in document.sentences:
        if sentence.paragraph != paragraph:
            current, paragraph = None, sentence.paragraph
        told: set[str | None] = set()
        """What the dates of the sentence say, one by one: where they differ, nobody in it is of the past."""
        for when in by_sentence.get(sentence.index, ()):
            if when.era:
                current = eras[when.era]
            elif when.earliest is None:
                current = None
            else:
                inside = [
                    e
                    for e in eras.values()
                    if e.since <= when.earliest.year and (when.latest or when.earliest).year <= e.until
                ]
                recent = published is None or when.earliest.year >= published.year - 5
                current = None if recent or not inside or when.precision == "century" else inside[0]
            told.add(current.id if current else None)
        if current is not None and len(told) < 2:
            result[sentence.index] = current
    return result
