"""Verbs of saying and thinking with their subjects: a cue is a verb in its clause, and no noun.

Each is asked of the syntax: its verb group knows whether it is negated, planned or passive, its clause
knows its subject.
"""

from __future__ import annotations

from briefing.extract.attribution import participles, speakers
from briefing.extract.attribution.candidate import Cued
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker
from briefing.extract.attribution.speech_tables import MARKS
from briefing.lexicon.discourse_tables import SpeechCue
from briefing.model import Clause, VerbGroup
from briefing.text.chunks import ADVERBS, NAMES

_IF = frozenset(("if", "unless", "whether", "lest"))
"""Words that make a saying one that may never be said."""
_SHOWING = frozenset(("show", "reveal", "suggest", "indicate"))
"""What a thing does by itself: "it showed that the mayor was right" has no source."""
_POSTERS = frozenset(("poster", "posters"))
"""What may be read, or may be somebody who posts: "one poster wrote"."""
_JOINING = frozenset(("and", "but", "while", "whereas", "though", "although", "with", "yet"))
_WANTS = frozenset(("want", "wanted", "like"))
"""What "I" do before I say it: "I want to stress that"."""
_DASHES = frozenset((",", "—", "–"))


def find(scene: Scene, line: Line) -> list[Cued]:
    """Return the verbs of saying and thinking of a sentence, from left to right."""
    found: list[Cued] = []
    for at in line.hits:
        cue, last = _cue(scene, line, at)
        group = line.group_of.get(at)
        if cue is None or group is None or _is_title(line, at):
            continue
        cued = _read(scene, line, group, cue, found)
        if cued is not None and _has_source(scene, line, cued):
            cued.verb = last
            cued.hedge = _hedge(scene, line, group)
            _bound(line, cued)
            found.append(cued)
    return found


def _cue(scene: Scene, line: Line, at: int) -> tuple[SpeechCue | None, int]:
    """Return the cue at a token and its last token: "pointed out" has two."""
    for particle, cue in scene.words.particles.get(line.low[at], ()):
        last = at + len(particle)
        if line.low[at + 1 : last + 1] == particle and not _is_dated(scene, line, last + 1):
            return cue, last
    return scene.words.cues.get(line.low[at]), at


def _is_dated(scene: Scene, line: Line, at: int) -> bool:
    """Return whether a time begins at a token: "agreed on Monday" has no particle."""
    phrase = line.phrase_from.get(at)
    timed = phrase is not None and phrase.time
    return timed or (at < len(line.tokens) and line.tokens[at].start in scene.dates)


def _is_title(line: Line, at: int) -> bool:
    """Return whether a verb has a capital that no beginning of a sentence gives it."""
    return at > 0 and line.tokens[at].text[:1].isupper() and line.quoted[at - 1] == line.quoted[at]


def _has_source(scene: Scene, line: Line, cued: Cued) -> bool:
    """Return whether the subject of a verb can speak."""
    who = cued.speaker
    if who is None or speakers.nobody(line, who) or not speakers.is_sound(line, who):
        return cued.rule == "quoted-as" and who is not None
    if line.quoted[who.first] != line.quoted[cued.verb] and cued.rule not in ("verb-subject", "by-agent"):
        return False
    if cued.cue.lemma in _SHOWING and _is_evidence(scene, line, who):
        return False
    return not speakers.shown(scene, line, who, _POSTERS if cued.cue.lemma == "read" else frozenset())


def _is_evidence(scene: Scene, line: Line, who: Speaker) -> bool:
    """Return whether what shows a thing is no source itself: "it showed", "figures show"."""
    return who.text.lower() in ("it", "this", "that") or speakers.evidence(scene, line, who)


def _hedge(scene: Scene, line: Line, group: VerbGroup) -> int:
    near = range(max(group.first - 2, 0), group.head)
    return next((at for at in near if line.low[at] in scene.words.hedges), -1)


def _read(scene: Scene, line: Line, group: VerbGroup, cue: SpeechCue, found: list[Cued]) -> Cued | None:
    longer = group.first - 2 if line.low[max(group.first - 2, 0) : group.first] == ("no", "longer") else -1
    made = Cued(
        verb=group.head,
        first=longer if longer >= 0 else group.first if group.negated else group.head,
        start=group.head,
        cue=cue,
        rule="subject-verb",
        negated=group.negated or longer >= 0,
        modal=group.modal is not None,
    )
    if group.finite and group.passive:
        return _agent(scene, line, group, made)
    if group.finite:
        return _finite(scene, line, group, made, found)
    if line.tags[group.head] == "VBG":
        return participles.read(scene, line, group, made, found)
    return _continued(scene, line, group, made)


def _continued(scene: Scene, line: Line, group: VerbGroup, made: Cued) -> Cued | None:
    """Return the verb of "went on to say" and "continued to insist"; another infinitive is not said yet."""
    before = group.first - 1
    if line.low[before : group.first] == ("on",):
        before -= 1
    governing = line.group_of.get(before)
    if governing is None or not governing.finite:
        return None
    made.speaker = speakers.subject(scene, line, before)
    on, wants = before < group.first - 1, line.low[before] in _WANTS
    own = wants and made.speaker is not None and speakers.first_person(made.speaker)
    if not (on or own or line.low[before] in scene.words.control):
        return None
    made.start = made.speaker.opens if made.speaker is not None else before
    made.main = True
    return made


def _agent(scene: Scene, line: Line, group: VerbGroup, made: Cued) -> Cued | None:
    """Return a passive with the source behind its "by": "the operation was condemned by the council"."""
    if "agent" not in made.cue.takes or line.low[group.end : group.end + 1] != ("by",):
        return None
    got = speakers.after(scene, line, group.end + 1)
    made.clause = line.clause_of.get(group.head)
    if got is None or made.clause is None or made.clause.subject is None:
        return None
    made.speaker, made.behind = got
    made.rule, made.start = "by-agent", group.first
    return made


def _finite(scene: Scene, line: Line, group: VerbGroup, made: Cued, found: list[Cued]) -> Cued | None:
    clause = line.clause_of.get(group.head)
    made.clause = clause
    who = clause.subject if clause is not None else None
    if line.tags[group.first].startswith("PRP+"):
        made.speaker, made.start = speakers.make(scene, line, group.first, group.first), group.first
        return made
    if clause is None or who is None:
        return _without_subject(scene, line, group, made, found)
    if who.first >= group.end:
        return _inverted(scene, line, group, made)
    if line.tags[who.head] in ("WP", "WDT"):
        return _relative(scene, line, who.first, made)
    if who.time or (line.tags[who.first] == "WP$" and line.tags[who.head] not in NAMES):
        return None  # whose father says
    if line.quoted[who.first] != line.quoted[group.head]:
        return _without_subject(scene, line, group, made, found)
    made.speaker = speakers.of(scene, line, who, group.first)
    made.start = made.speaker.opens
    if clause.kind == "coordinated" and who.first < clause.first:
        return _same_subject(group, clause, made)
    return _placed(line, clause, made)


def _placed(line: Line, clause: Clause, made: Cued) -> Cued | None:
    """Set what the place of a clause says about its content; None where it may never be said."""
    low, start = line.low, made.start
    opener = low[clause.opener] if clause.opener is not None else ""
    lead = low[start - 1] if start > 0 else ""
    if opener in _IF or lead in _IF:
        return None
    if "as" in (lead, opener) and (
        start == 1 or low[start - 2] in _DASHES or low[start - 3 : start - 1] == (",", low[start - 2])
    ):
        made.rule, made.cuts = "as", True
        made.start -= 1
    made.main = (
        line.quoted[made.verb] < 0 and clause.kind not in ("relative", "adverbial") and _is_known(line, made)
    )
    return made


def _is_known(line: Line, made: Cued) -> bool:
    """Return whether the one who wants or hopes is a name or a pronoun; who says is always known enough."""
    who = made.speaker
    if made.cue.kind != "view" or "as" in made.cue.takes or who is None:
        return True
    return who.actor is not None or line.tags[who.last] in NAMES or speakers.pronoun(who)


def _same_subject(group: VerbGroup, clause: Clause, made: Cued) -> Cued | None:
    """Return the second verb of a subject: "Holm said ... and added"."""
    made.rule, made.cuts = "same-subject", True
    made.start = clause.opener if clause.opener is not None else group.first
    made.main = made.cue.kind != "view"
    return made


def _without_subject(
    scene: Scene, line: Line, group: VerbGroup, made: Cued, found: list[Cued]
) -> Cued | None:
    """Return a verb whose clause has no subject: it goes on with the one before, or its subject follows."""
    left = group.first - 1
    while left >= 0 and line.tags[left] in ADVERBS:
        left -= 1
    if left >= 0 and line.tags[left] == "CC":
        made.rule, made.cuts, made.start = "same-subject", True, left
        made.speaker = participles.earlier(line, found, group.head) or speakers.main_subject(
            scene, line, left
        )
        made.main = made.cue.kind != "view"
        return made
    if left >= 0 and (line.low[left] == "," or line.low[left] in MARKS):
        return _inverted(scene, line, group, made)
    return None


def _inverted(scene: Scene, line: Line, group: VerbGroup, made: Cued) -> Cued | None:
    """Return a verb before its subject: “We know,” said Holm."""
    hears = {"hearer", "that"} <= set(made.cue.takes)
    if group.first == 0 or (hears and line.low[group.first - 1] not in MARKS):
        return None
    got = speakers.after(scene, line, group.end)
    if got is None:
        return None
    made.speaker, made.behind = got
    made.rule, made.start = "verb-subject", group.first
    return made


def _relative(scene: Scene, line: Line, pronoun: int, made: Cued) -> Cued | None:
    """Return the verb with the one that its "who" stands for: "Holm, who has said ..., spent".

    A "which" behind a comma may stand for a body or a paper: "the ministry, which said that".
    """
    made.aside = pronoun > 0 and line.low[pronoun - 1] == ","
    body = made.aside and line.low[pronoun] == "which" and made.cue.lemma not in _SHOWING
    if pronoun == 0 or not (line.low[pronoun] == "who" or body):
        return None
    made.speaker, made.start = speakers.antecedent(scene, line, pronoun), pronoun
    if body and not _is_body(line, made.speaker):
        return None
    restricting = made.speaker is not None and made.speaker.opens == 0
    return None if restricting and not made.aside else made


def _is_body(line: Line, who: Speaker | None) -> bool:
    """Return whether "which" may stand for one who speaks: a name, or one body or paper."""
    return who is not None and (who.actor is not None or line.tags[who.last] in ("NN", *NAMES))


def _bound(line: Line, cued: Cued) -> None:
    """Set where the content of an earlier attribution ends: before the comma and conjunction here."""
    here, low = cued.start, line.low
    if here > 0 and low[here - 1] in _JOINING:
        here -= 1
        if here > 0 and low[here - 1] in (",", ";"):
            cued.cuts = True
    if here > 0 and low[here - 1] in (",", ";", "—", "–"):
        cued.cuts = cued.cuts or low[here - 1] == ";"
        here -= 1
    cued.boundary = here
