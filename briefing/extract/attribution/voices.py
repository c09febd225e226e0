"""Document -> whose words stand where no verb of saying does: transcripts, answers, blocks, releases.

"MS. HOLM:" opens a turn, "Q:" a question; behind "The minister said:" a block may stand without marks; a
release in the first person ("Statement by ...") is its author's.  Who asks is no source, and a turn too long
to be one item gives only what its speaker says with "I" or "we".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from msgspec import Struct

from briefing.extract.attribution import cues
from briefing.extract.attribution.candidate import Cued, SourceRule, StatementDraft
from briefing.extract.attribution.scene import Line, Scene
from briefing.extract.attribution.speakers import Speaker, first_person
from briefing.model import Cast, Clause, Span

_HONORIFIC = (
    r"(?:MR|MS|MRS|MX|DR|GEN|SEN|REP|AMB|SECRETARY|PRESIDENT|MINISTER|AMBASSADOR|GENERAL|ADMIRAL)\.? "
)
_GAP = r"[ \xa0]"
_ASIDE = rf"(?:{_GAP}\([^()\n]{{1,40}}\))?"
_LABEL = re.compile(
    rf"{_GAP}*(?:"
    rf"(?P<asks>\(\([A-Z]{{1,5}}\)\){_GAP}?|Q|QUESTION|Question|REPORTER|Reporter|HOST|Host|PRESENTER|Presenter|"
    rf"ANCHOR|Anchor|JOURNALIST|Journalist|MODERATOR|Moderator|INTERVIEWER|Interviewer)[:.]{_GAP}?"
    rf"|(?P<asked>Q){_GAP}+(?=[A-Z“\"])"
    rf"|(?P<answers>A|ANSWER|Answer)[:.]{_GAP}"
    rf"|(?P<name>(?P<titled>{_HONORIFIC})?[A-Z][A-Z’'-]+(?: [A-Z][A-Z’'.-]+){{0,4}}){_ASIDE}:{_GAP}"
    rf"|(?P<person>[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){{0,4}}){_ASIDE}:{_GAP})"
)
_RELEASE = re.compile(
    r"(?:(?:joint|oral|written|full|doorstep|press|opening|closing|keynote) )?"
    r"(?:statement|remarks|message|speech|address|letter|op-ed|testimony)\b"
    r"(?: to the \w+)? (?:by|from|of) (?:the )?(?P<who>.+)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r" (?:on|at|in|to|for|during|before|after|regarding|about|following|ahead|marking)\b|[:;,(–—]"
)
_ITEM = re.compile(r"(?:[-–—•*·]|\(?[a-z]\)|\(?[ivx]{1,5}\)|\(?\d{1,2}[.)])[ \xa0]+(?=to\b|that\b)(?:that )?")
_ITEM_END = re.compile(r"[\s,;.]*(?:\band)?[\s,;.]*$")
"""What opens and closes an item of a list."""
_OPENS, _CLOSES = '“"‘', '”"’'
_GREETINGS = frozenset(("thank", "thanks", "good", "hello", "ladies"))
"""What opens a speech, and no release."""
_OWN = frozenset(("i", "we", "our", "my", "us"))
_END = re.compile(
    r"(?:\\?#{2,3}|ends?\b|notes? to editors|background\b|further information|media enquiries|\*{3})",
    re.IGNORECASE,
)
_HEAD = 200
"""Characters of a first paragraph that can be a headline."""
_LEAD = 12
"""Words between a verb and the colon before a block."""
_FEW = 5
"""Words of a sentence that can be somebody's stance."""
_BEFORE = 80
"""Characters before a paragraph's first sentence that a label may take."""
_FEWEST = 4
_SHORT = 600
"""Characters of a turn that may do no more than lead the talk."""
_FEW_ANSWERS = 2
_FEWEST_ANSWERS = 3
_FIELD = 30
"""Characters of a turn without a full stop that is a field of a form."""
_YOU = frozenset(("you", "your"))
_RELEASE_LONGEST = 3_000
"""Characters of a release that gives each of its paragraphs."""
_LONGEST, _PARAGRAPHS = 1_500, 5
"""Characters and paragraphs of a turn that is one item."""


class Voice(Struct, eq=False):
    """Sentences `first` to `last` are somebody's own words, with no verb that says so."""

    first: int
    last: int
    speaker: Speaker
    whole: bool
    """It is one statement, so that nothing its speaker says inside is another."""


class _Paragraph(Struct):
    first: int
    last: int
    span: Span


def find(scene: Scene, cast: Cast) -> tuple[list[Voice], list[StatementDraft]]:
    """Return who speaks where, and the statements that this gives by itself."""
    paragraphs = _paragraphs(scene)
    blocks = list(_blocks(scene, paragraphs))
    voices = _turns(scene, cast, paragraphs)
    voices += _release(scene, cast, paragraphs, voices[0].first if voices else len(scene.document.sentences))
    blocks += _signed(scene, cast, paragraphs)
    drafts = [draft for _, draft in blocks] + list(_listed(scene, paragraphs, voices))
    for voice in voices:
        if voice.whole and _moderates(scene, voice):
            continue
        drafts += [_whole(scene, voice)] if voice.whole else _stances(scene, voice)
    return [voice for voice, _ in blocks] + voices, drafts


def _paragraphs(scene: Scene) -> list[_Paragraph]:
    found = []
    for _, group in groupby(scene.document.sentences, key=lambda sentence: sentence.paragraph):
        rows = list(group)
        found.append(_Paragraph(rows[0].index, rows[-1].index, Span(rows[0].span.start, rows[-1].span.end)))
    return found


def _turns(scene: Scene, cast: Cast, paragraphs: Sequence[_Paragraph]) -> list[Voice]:
    """Return the turns of a transcript or an interview, without those of who asks."""
    labels = _labels(scene, cast, paragraphs)
    if not labels:
        return list(_answers(scene, cast, paragraphs))
    asked = any(_asks(match) for _, match in labels)
    asked_of = _interviewee(scene, cast, paragraphs) if asked else None
    author, _ = _author(scene, paragraphs)
    labelled = any(match.lastgroup not in ("asks", "asked") for _, match in labels)
    ends = [number for number, _ in labels[1:]] + [len(paragraphs)]
    asking = _asking(scene, paragraphs, labels)
    voices = []
    for (number, match), until in zip(labels, ends, strict=True):
        opens = max(match.end(), paragraphs[number].span.start)
        if _called(match) in asking and not _asks(match):
            continue
        if _asks(match):
            if labelled or number + 1 >= until:
                continue
            number, opens = number + 1, paragraphs[number + 1].span.start
        speaker = _labelled(scene, cast, match, author or "") or asked_of
        voice = _turn(scene, paragraphs[number:until], opens, speaker) if speaker is not None else None
        voices += [voice] if voice is not None else []
    return voices


def _answers(scene: Scene, cast: Cast, paragraphs: Sequence[_Paragraph]) -> Iterator[Voice]:
    """Yield the answers of an interview without labels: each the paragraph behind one that is a question.

    The questions must be put to somebody ("you"), and most answers say "I" or "we".
    """
    text, lower = scene.document.text, scene.document.lower

    def has(paragraph: _Paragraph, words: frozenset[str]) -> bool:
        return any(not words.isdisjoint(lower[at]) for at in range(paragraph.first, paragraph.last + 1))

    pairs = [
        (question, answer)
        for question, answer in pairwise(paragraphs)
        if _is_question(text, question) and not _is_question(text, answer)
    ]
    own = sum(has(answer, _OWN) for _, answer in pairs)
    if len(pairs) < _FEWEST_ANSWERS or 2 * own <= len(pairs) or not any(has(q, _YOU) for q, _ in pairs):
        return
    speaker = _interviewee(scene, cast, paragraphs)
    for _, answer in pairs:
        if speaker is not None and text[answer.span.start] not in _OPENS:
            yield Voice(answer.first, answer.last, speaker, True)


def _turn(scene: Scene, inside: Sequence[_Paragraph], opens: int, speaker: Speaker) -> Voice | None:
    """Return a turn without the captions in it and what closes the page."""
    text = scene.document.text
    kept = [p for p in inside if not _is_caption(scene, p)]
    kept = list(
        takewhile(lambda p: p is inside[0] or text[p.span.start] != "(", kept)
    )  # a note of the editor
    while len(kept) > 1 and _closes(text, kept[-1].span):
        kept.pop()
    if len(kept) == 1 and _closes(text, kept[0].span) and kept[0].span.end - opens < _FIELD:
        return None  # Phone: 555
    if len(kept) < len(inside) and not (kept and kept[0] is inside[0]):
        return None
    whole = len(kept) <= _PARAGRAPHS and kept[-1].span.end - opens <= _LONGEST
    return Voice(kept[0].first, kept[-1].last, speaker, whole)


def _is_caption(scene: Scene, paragraph: _Paragraph) -> bool:
    """Return whether a paragraph tells of a picture: "Holm at the rally. Image: Ada Berg."."""
    words = scene.document.lower
    return any(
        low == ":" and words[i][at - 1] in scene.words.pictures
        for i in range(paragraph.first, paragraph.last + 1)
        for at, low in enumerate(words[i])
        if at
    )


def _labels(scene: Scene, cast: Cast, paragraphs: Sequence[_Paragraph]) -> list[tuple[int, re.Match[str]]]:
    """Return the labels that open paragraphs, with the paragraphs' numbers; none but in a transcript."""
    families = _families(cast)
    found = [(n, m) for n, p in enumerate(paragraphs) if (m := _label(scene.document.text, p.span))]
    often = Counter(_called(m) for _, m in found)
    named = [m for _, m in found if not m.group("person") or often[_called(m)] > 1 or _is_known(families, m)]
    sure = any(m.group("titled") or _asks(m) or _is_office(scene, m) for m in named)
    repeated = len({_called(m) for m in named}) < len(named) > 2
    return found if sure or repeated else []


def _is_known(families: dict[str, list[str]], label: re.Match[str]) -> bool:
    return " " in _called(label) and _known(families, _called(label)) is not None


def _called(label: re.Match[str]) -> str:
    """Return what a label says, without an aside in brackets."""
    return label.group("name") or label.group("person") or label.group("asks") or ""


def _asking(
    scene: Scene, paragraphs: Sequence[_Paragraph], labels: Sequence[tuple[int, re.Match[str]]]
) -> set[str]:
    """Return the labels of those who ask: with a question at the end, or once where another answers often."""
    text, often = scene.document.text, Counter(_called(m) for _, m in labels)
    ends = [number for number, _ in labels[1:]] + [len(paragraphs)]
    asks = Counter(
        _called(m)
        for (_, m), end in zip(labels, ends, strict=True)
        if _is_question(text, paragraphs[end - 1])
    )
    once = {c for c, count in often.items() if count == 1 and max(often.values()) > _FEW_ANSWERS}
    return {called for called, count in often.items() if called and 2 * asks[called] > count} | once


def _is_question(text: str, paragraph: _Paragraph) -> bool:
    return paragraph.span.of(text).rstrip("\"”’' ").endswith("?")


def _is_office(scene: Scene, label: re.Match[str]) -> bool:
    """Return whether a label is an office: "SENIOR ADMINISTRATION OFFICIAL:"."""
    name = label.group("name") or label.group("person") or ""
    return " " in name and name.split()[-1].lower() in scene.words.offices


def _labelled(scene: Scene, cast: Cast, label: re.Match[str], author: str) -> Speaker | None:
    """Return whom a label names; an office alone is the author's, or the one person's who holds it."""
    name = label.group("name") or label.group("person")
    if not name:
        return None
    start = label.start("name") if label.group("name") else label.start("person")
    speaker = _speaker(_families(cast), Span(start, start + len(name)), name)
    if speaker.actor is not None or not _is_office(scene, label):
        return speaker
    office = name.split()[-1].lower()
    if office in author.lower().split():
        known = _speaker(_families(cast), speaker.span, author)
        return known if known.actor is not None else speaker
    whole = name.lower()
    titles = [(a.id, role.title.lower()) for a in cast.actors for role in a.roles]
    holders = list(
        {key: 0 for key, title in titles if title == office or title.endswith(whole) or whole.endswith(title)}
    )
    return speaker._replace(actor=holders[0]) if len(holders) == 1 else speaker


def _label(text: str, span: Span) -> re.Match[str] | None:
    """Return the label that opens a paragraph, or that is before its first sentence in the same line."""
    line = text.rfind("\n", max(0, span.start - _BEFORE), span.start) + 1 or max(0, span.start - _BEFORE)
    before = _LABEL.match(text, line, span.end) if line < span.start else None
    if before is not None and not text[before.end() : span.start].strip():
        return before
    return _LABEL.match(text, span.start, span.end)


def _asks(label: re.Match[str]) -> bool:
    return bool(label.group("asks") or label.group("asked"))


def _closes(text: str, span: Span) -> bool:
    return text[span.end - 1] not in ".!?…”\"'’" or _END.match(text, span.start) is not None


def _families(cast: Cast) -> dict[str, list[str]]:
    """Return the persons of the cast by family name."""
    families: dict[str, list[str]] = {}
    for actor in cast.actors:
        if actor.kind == "person":
            families.setdefault(actor.name.split()[-1].casefold(), []).append(actor.id)
    return families


def _known(families: dict[str, list[str]], name: str) -> str | None:
    """Return the one person of the cast who has the family name that ends `name`."""
    found = families.get(name.split()[-1].casefold(), [])
    return found[0] if len(found) == 1 else None


def _speaker(families: dict[str, list[str]], span: Span, name: str) -> Speaker:
    return Speaker(0, 0, span, _known(families, name), name, 0)


def _interviewee(scene: Scene, cast: Cast, paragraphs: Sequence[_Paragraph]) -> Speaker | None:
    """Return the person most spoken of, where the opening says that questions were put to somebody."""
    lower = scene.document.lower
    if not any(
        not scene.words.interviews.isdisjoint(lower[i])
        for p in paragraphs[:4]
        for i in range(p.first, p.last + 1)
    ):
        return None
    limit = paragraphs[min(3, len(paragraphs) - 1)].span.end
    for actor in cast.actors:
        if actor.kind == "person" and actor.mentions and actor.mentions[0].start < limit:
            return Speaker(0, 0, actor.mentions[0], actor.id, actor.name, 0)
    return None


def _release(scene: Scene, cast: Cast, paragraphs: Sequence[_Paragraph], until: int) -> list[Voice]:
    """Return the author of a release in the first person, whom its headline names, up to a sentence."""
    author, first = _author(scene, paragraphs)
    if author is None or sum(not _OWN.isdisjoint(row) for row in scene.document.lower[first:until]) < 2:
        return []
    speaker = _speaker(_families(cast), Span(0, 0), author)
    if speaker.actor is None and author not in scene.document.text:
        return []  # a record gives only words of the text
    if speaker.actor is not None and _is_short(scene, first, until):
        return [
            Voice(one.first, one.last, speaker, True)
            for one in paragraphs
            if first <= one.first and one.last < until and not _is_frame(scene, one)
        ]
    return [Voice(first, until - 1, speaker, False)]


def _is_short(scene: Scene, first: int, until: int) -> bool:
    """Return whether a release is so short that each of its paragraphs is a statement; no speech is."""
    rows = scene.document.sentences[first:until]
    spoken = bool(rows) and scene.document.lower[first][0] in _GREETINGS
    return bool(rows) and not spoken and rows[-1].span.end - rows[0].span.start <= _RELEASE_LONGEST


def _is_frame(scene: Scene, paragraph: _Paragraph) -> bool:
    """Return whether a paragraph is a note or brings a quotation, and is no text of the release."""
    text = paragraph.span.of(scene.document.text)
    return _closes(scene.document.text, paragraph.span) or text[0] in '([“"#*-–—' or "|" in text


def _author(scene: Scene, paragraphs: Sequence[_Paragraph]) -> tuple[str | None, int]:
    """Return whose statement the headline says a text is, and the first sentence of the statement itself."""
    text = scene.document.text
    heads = [(scene.document.article.source.title or "", 0)]
    if paragraphs:
        head = paragraphs[0].span.of(text)
        heads += [(head, paragraphs[0].last + 1)] if len(head) < _HEAD and head[-1:] not in ".:" else []
    if len(paragraphs) > 1 and (by := paragraphs[1].span.of(text)).lower().startswith("by "):
        heads.append((f"{paragraphs[0].span.of(text)} {by}", paragraphs[1].last + 1))
    for line, first in heads:
        match = _RELEASE.match(" ".join(line.split()))
        who = _AUTHOR.split(match.group("who"), maxsplit=1)[0] if match is not None else ""
        if who and " and " not in who:
            return who, first
    return None, 0


def _whole(scene: Scene, voice: Voice) -> StatementDraft:
    """Return a turn as one statement, a part for each paragraph."""
    text, rows = scene.document.text, scene.document.sentences[voice.first : voice.last + 1]
    parts: list[Span] = []
    for _, group in groupby(rows, key=lambda sentence: sentence.paragraph):
        inside = list(group)
        start = inside[0].span.start
        label = _label(text, Span(start, inside[-1].span.end)) if not parts else None
        parts.append(Span(max(label.end(), start) if label else start, inside[-1].span.end))
    return _draft(voice, parts, voice.first, "turn")


def _moderates(scene: Scene, voice: Voice) -> bool:
    """Return whether a turn only leads the talk, as "Thanks for joining us" does."""
    start, end = (
        scene.document.sentences[voice.first].span.start,
        scene.document.sentences[voice.last].span.end,
    )
    said = scene.document.text[start:end].lower()
    return len(said.split()) < _FEWEST or (
        len(said) < _SHORT and any(phrase in said for phrase in scene.words.moderating)
    )


def _draft(voice: Voice, parts: list[Span], sentence: int, rule: SourceRule) -> StatementDraft:
    return StatementDraft(
        sentence=sentence, speaker=voice.speaker, spans=parts, found_by=rule, end=parts[-1].end
    )


def _stances(scene: Scene, voice: Voice) -> Iterator[StatementDraft]:
    """Yield the sentences in which the author commits himself: "We must choose to protect this progress"."""
    for index in range(voice.first, voice.last + 1):
        if takes_stand(scene, index):
            yield _draft(voice, [scene.document.prose(index)], index, "first-person")


def takes_stand(scene: Scene, index: int) -> bool:
    """Return whether a sentence has "I" or "we" with a verb of will, outside of quotations."""
    low = scene.document.lower[index]
    if len(low) < _FEW or _OWN.isdisjoint(low):
        return False
    if any(phrase in " ".join(low) for phrase in scene.words.moderating):
        return False
    line = scene.any_line(index)
    return any(_wills(scene, line, clause) for clause in line.syntax.clauses)


def _wills(scene: Scene, line: Line, clause: Clause) -> bool:
    """Return whether "I" or "we" is the subject of a main clause with a verb of will."""
    who, verb = clause.subject, clause.verb
    if who is None or verb is None or clause.kind not in ("main", "coordinated"):
        return False
    own = line.low[who.head] in ("i", "we") and who.first < verb.first and line.quoted[verb.first] < 0
    return own and not scene.words.stances.isdisjoint(line.low[verb.first : verb.head + 1])


def _blocks(scene: Scene, paragraphs: Sequence[_Paragraph]) -> Iterator[tuple[Voice, StatementDraft]]:
    """Yield what stands without marks behind a paragraph that ends in "the minister said:"."""
    for place, paragraph in enumerate(paragraphs[:-1]):
        one = _introducing(scene, paragraph, paragraphs[place + 1].span)
        if one is None or one.speaker is None:
            continue
        until = place + 2
        while until < len(paragraphs) and _goes_on(scene, paragraphs[until]):
            until += 1
        inside = paragraphs[place + 1 : until]
        voice = Voice(inside[0].first, inside[-1].last, one.speaker, True)
        draft = _draft(voice, [p.span for p in inside], inside[0].first, "block")
        verb = scene.any_line(paragraph.last).tokens[one.verb].text
        draft.verb, draft.row = verb, f"speech:{one.cue.lemma}"
        yield voice, draft


def _listed(
    scene: Scene, paragraphs: Sequence[_Paragraph], voices: Sequence[Voice]
) -> Iterator[StatementDraft]:
    """Yield the items of a list behind "The ministers agreed:", each a paragraph "(a) to ..."."""
    text, own = scene.document.text, by_sentence(voices)
    for place, paragraph in enumerate(paragraphs):
        one = _leading(scene, paragraph)
        if one is None or one.speaker is None:
            continue
        speaker: Speaker | None = one.speaker
        if first_person(one.speaker):
            voice = own.get(paragraph.last)
            speaker = voice.speaker if voice is not None else None
        items = takewhile(lambda p: _ITEM.match(text, *p.span), paragraphs[place + 1 :])
        for item in items if speaker is not None else ():
            match = _ITEM.match(text, *item.span)
            start = match.end() if match is not None else item.span.start
            end = start + len(_ITEM_END.sub("", text[start : item.span.end]))
            verb = scene.any_line(paragraph.last).tokens[one.verb].text
            yield StatementDraft(
                sentence=item.first,
                speaker=speaker,
                spans=[Span(start, end)],
                found_by="listed",
                mode="indirect",
                kind="said",
                verb=verb,
                row=f"speech:{one.cue.lemma}",
                end=item.span.end,
            )


def _leading(scene: Scene, paragraph: _Paragraph) -> Cued | None:
    """Return the verb of a paragraph that ends in a colon and brings a list."""
    if scene.document.text[paragraph.span.end - 1] != ":":
        return None
    line = scene.any_line(paragraph.last)
    cued = [one for one in cues.find(scene, line) if not one.negated and "that" in one.cue.takes]
    return cued[-1] if cued and len(line.tokens) - cued[-1].verb <= _LEAD else None


def _signed(
    scene: Scene, cast: Cast, paragraphs: Sequence[_Paragraph]
) -> Iterator[tuple[Voice, StatementDraft]]:
    """Yield each quotation that is a paragraph by itself and has its speaker's name in the line below."""
    text = scene.document.text
    names = {
        form: actor
        for actor in cast.actors
        if actor.kind == "person"
        for form in (actor.name, *actor.aliases)
    }
    for paragraph, below in pairwise(paragraphs):
        quoted, line = paragraph.span.of(text), below.span.of(text)
        name = line.lstrip("-–—― ").split(",")[0]
        if quoted[0] in _OPENS and quoted[-1] in _CLOSES and line[0] in "-–—―" and name in names:
            start = below.span.start + line.index(name)
            speaker = Speaker(0, 0, Span(start, start + len(name)), names[name].id, name, 0)
            voice = Voice(paragraph.first, paragraph.last, speaker, True)
            yield (
                voice,
                _draft(
                    voice, [Span(paragraph.span.start + 1, paragraph.span.end - 1)], paragraph.first, "block"
                ),
            )


def _introducing(scene: Scene, paragraph: _Paragraph, following: Span) -> Cued | None:
    """Return the verb that brings the paragraph behind its own, which ends in a colon."""
    text = scene.document.text
    if text[paragraph.span.end - 1] != ":" or not text[following.start].isalpha():
        return None
    line = scene.any_line(paragraph.last)
    if not line.hits or _closes(text, following) or _label(text, following):
        return None
    cued = [one for one in cues.find(scene, line) if "quote" in one.cue.takes and not one.negated]
    return cued[-1] if cued and len(line.tokens) - cued[-1].verb <= _LEAD else None


def _goes_on(scene: Scene, paragraph: _Paragraph) -> bool:
    """Return whether a paragraph behind a block is its speaker's too: it says "we" outside of quotations."""
    text, span = scene.document.text, paragraph.span
    if _closes(text, span) or text[span.end - 1] == ":" or any(sign in span.of(text) for sign in '“”"'):
        return False
    return any(
        not _OWN.isdisjoint(scene.document.lower[i]) for i in range(paragraph.first, paragraph.last + 1)
    )


def by_sentence(voices: Sequence[Voice]) -> dict[int, Voice]:
    """Return whose own words each sentence is, the first voice that holds it."""
    return {index: voice for voice in reversed(voices) for index in range(voice.first, voice.last + 1)}
