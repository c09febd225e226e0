"""What changed in the briefs -> Markdown for a pull request, cut to what GitHub takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from briefing.model.sections import SECTION
from briefing.review.diff.compare import BriefChange, Change
from briefing.review.diff.fields import Detail
from briefing.review.diff.markdown_escape import code, cut, linked, markdown, plain
from briefing.review.diff.rewording import reworded

LIMITS: Mapping[str, int] = {"summary": 1024 * 1024, "comment": 50_000}
"""Bytes: GitHub takes 1 MiB as a step's summary and 65,536 characters as a comment, which says more."""
UNFOLDED = 10
"""Rows of a brief that are open; more of them can be opened."""
QUOTE, SENTENCE, VALUE = 220, 320, 120
"""Characters of what is shown."""
_RESERVED = 400
"""Bytes kept for the line that says what was left out, and for the end of a fold."""
_LISTS = {
    "aliases": ("also named", "no longer named"),
    "actors": ("with", "without"),
    "reasons": ("since", "no longer since"),
}
"""What is said of words that came into a list and went from it."""
_END = "\n</details>\n"


class _Block(Struct, frozen=True, kw_only=True):
    """The lines on one brief: a head, rows that are open, rows that are folded."""

    head: str
    rows: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()


def note(
    changes: Sequence[BriefChange],
    base: str,
    head: str,
    limit: int = 0,
    *,
    titles: Mapping[str, str] = MappingProxyType({}),
    links: str = "",
    proposed: Mapping[str, int] = MappingProxyType({}),
) -> str:
    """Return the note; `limit` is the most bytes that it may have in UTF-8, 0 for any number.

    `titles` names the episodes of the reference by id, and `links` is an address to which the path of a
    record and its line are added.  `proposed` says how many changes the machine proposes to which approved
    briefs.
    """
    offered = _offered(proposed)
    if not changes:
        return f"No brief changed in meaning between {code(base)} and {code(head)}.\n{offered}"
    page = _Page(limit)
    page.add(f"## {_many(changes)}\n\n{_totals(changes)}Between {code(base)} and {code(head)}.\n{offered}")
    left_briefs = left_rows = 0
    for change in changes:
        block = _block(change, titles, links)
        rows = [*block.rows, *block.folded]
        opened = len(block.rows)
        if opened < len(rows):
            rows[opened] = _fold(len(rows) - opened, open_rows=opened) + rows[opened]
        if left_briefs or not page.fits(block.head + "".join(rows[:1])):
            left_briefs += 1
            left_rows += len(rows)
            continue
        page.add(block.head)
        shown = 0
        while shown < len(rows) and page.fits(rows[shown]):
            page.add(rows[shown])
            shown += 1
        if shown > opened:
            page.add(_END)
        left_rows += len(rows) - shown
    if left_briefs or left_rows:
        page.add(f"\nLeft out here, for length: {_left(left_briefs, left_rows)}. ")
        page.add(f"All of it: {code(f'python build.py diff {base} {head}')}\n")
    return "".join(page.parts)


def _offered(proposed: Mapping[str, int]) -> str:
    if not proposed:
        return ""
    slugs = ", ".join(code(slug) for slug in list(proposed)[:UNFOLDED])
    what = f"{_count(sum(proposed.values()), 'change')} to {_count(len(proposed), 'reviewed brief')}"
    return f"\nA newer engine proposes {what}, which stay as they are: {slugs}.\n"


class _Page:
    """Parts of a note, and whether another one fits; `limit` in bytes, 0 for none."""

    def __init__(self, limit: int) -> None:
        self.parts: list[str] = []
        self._limit = limit
        self._size = 0

    def add(self, part: str) -> None:
        self.parts.append(part)
        self._size += len(part.encode())

    def fits(self, part: str) -> bool:
        return not self._limit or self._size + len(part.encode()) + _RESERVED <= self._limit


def _left(briefs: int, rows: int) -> str:
    parts = [_count(briefs, "brief")] if briefs else []
    parts += [_count(rows, "change")] if rows else []
    return " and ".join(parts)


def _fold(count: int, *, open_rows: int) -> str:
    what = f"{count} more" if open_rows else f"All {_count(count, 'item')}"
    return f"\n<details><summary>{what}</summary>\n\n"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _many(changes: Sequence[BriefChange]) -> str:
    """Say in a headline how many briefs changed, and how."""
    counts = Counter[str](change.what for change in changes)
    words = (("changed", "changed"), ("added", "added"), ("removed", "removed"), ("broken", "cannot be read"))
    parts = [f"{number:,} {told}" for what, told in words if (number := counts[what])]
    return f"Briefs: {', '.join(parts)}"


def _totals(changes: Sequence[BriefChange]) -> str:
    """Say in a line what came, went and changed in the briefs that are on both sides."""
    counts = Counter((c.section, c.what) for b in changes if b.what == "changed" for c in b.changes)
    parts = []
    for section in SECTION:
        here = [
            f"{counts[section, what]} {what}" for what in ("new", "gone", "changed") if counts[section, what]
        ]
        if here:
            parts.append(f"{SECTION[section].nouns[0]} {', '.join(here)}")
    return f"{'; '.join(parts).capitalize()}. " if parts else ""


# -- one brief ------------------------------------------------------------------------------------


def _block(change: BriefChange, titles: Mapping[str, str], links: str) -> _Block:
    title = markdown(change.title, VALUE)
    file = f"content/briefs/{change.slug}.yml"
    name = linked(code(change.slug), links and change.what != "removed", links, file)
    items = [*_rows(change, titles, links)]
    head = f"\n### {'' if change.what == 'changed' else change.what.capitalize() + ': '}{title}\n\n"
    if change.what == "broken":
        return _Block(head=f"\n### Cannot be read: {title}\n\n{markdown(change.remark, SENTENCE)}\n")
    if change.brief is not None:
        head += f"{name}. {_portrait(change)}\n"
        if change.brief.summary and change.what == "added":
            head += f"\n> {markdown(change.brief.summary[0].text, SENTENCE)}\n"
        return _Block(head=head, folded=tuple(items))
    head += name + "\n\n"
    if change.approved:
        told = markdown(change.approved, VALUE)
        head += f"**Changed since {told} reviewed it**: what is below nobody has reviewed.\n\n"
    facts = tuple(f"- {_detail(fact)[:1].upper()}{_detail(fact)[1:]}\n" for fact in change.facts)
    rows = (*facts, *items)
    if len(rows) <= UNFOLDED + 2:
        return _Block(head=head, rows=rows)
    return _Block(head=head, rows=rows[:UNFOLDED], folded=rows[UNFOLDED:])


def _portrait(change: BriefChange) -> str:
    """Say in a line what a whole brief holds."""
    brief = change.brief
    if brief is None:
        return ""
    status = brief.status + (f" by {markdown(brief.reviewer, VALUE)}" if brief.reviewer else "")
    day = f"{brief.source.date}, " if brief.source.date else ""
    counts = []
    for section in SECTION.values():
        number = len(getattr(brief, section.name))
        if number and section.counted:
            counts.append(f"{number} {section.nouns[1 if number == 1 else 2]}")
    return f"{day}{status}: {', '.join(counts) or 'nothing in it'}."


def _rows(brief: BriefChange, titles: Mapping[str, str], links: str) -> Iterator[str]:
    """Yield a row for each change: what it is, what became of it, and the sentence behind it."""
    before = ""
    for change in brief.changes:
        noun = SECTION[change.section].nouns[1].capitalize()
        file = f"content/briefs/{brief.slug}.yml"
        parts = [f"- **{linked(f'{noun} {change.what}', links and change.line, links, file, change.line)}:**"]
        if change.label != "point":
            label = titles.get(change.label, change.label) if change.section == "parallels" else change.label
            parts.append(markdown(label, VALUE) + ("," if change.details else ""))
        reworded = next((d for d in change.details if d.field == "words" and change.quote), None)
        parts.append("; ".join(_detail(detail) for detail in change.details if detail is not reworded))
        if reworded is not None:
            parts.append(_reworded(reworded))
        elif change.quote and change.quote not in change.sentence:
            parts.append(f"“{markdown(change.quote, QUOTE if change.what != 'changed' else VALUE)}”")
        if change.remark:
            parts.append(f"({change.remark})")
        sentence = "(the same sentence)" if change.sentence == before else _behind(change)
        before = change.sentence
        yield " ".join(filter(None, parts)) + "\n" + (f"  > {sentence}\n" if change.sentence else "")


def _behind(change: Change) -> str:
    """Show a sentence with the item's words in it marked."""
    start, quote, sentence = change.sentence.find(change.quote), change.quote, change.sentence
    if not quote or start < 0 or (len(sentence) > SENTENCE and not change.whole):
        return markdown(sentence, 0 if change.whole else SENTENCE)
    parts = (sentence[:start], quote, sentence[start + len(quote) :])
    first, middle, last = (markdown(part) for part in parts)
    return f"{first}{' ' * parts[0].endswith(' ')}**{middle}**{' ' * parts[2].startswith(' ')}{last}"


def _detail(detail: Detail) -> str:
    """Say what became of a field."""
    name = detail.field
    was, now = (f"“{markdown(value, VALUE)}”" if value else "" for value in (detail.was, detail.now))
    if name == "role":
        return f"role {now} new" if not was else f"role {was} gone" if not now else f"role {was} → {now}"
    if name == "order":
        return f"another order: {markdown(detail.now)}"
    if name == "source text" and detail.was and detail.was != "as it was":
        return f"source text “{markdown(detail.was, QUOTE)}” → “{markdown(detail.now, QUOTE)}”"
    if name in _LISTS:
        come, gone = _LISTS[name]
        return "; ".join(f"{verb} {value}" for verb, value in ((come, now), (gone, was)) if value)
    if not was:
        return f"{name} {now} added" if name not in ("status",) else f"{name} {now}"
    return f"{name} {was} → {now}" if now else f"{name} {was} removed"


def _reworded(detail: Detail) -> str:
    """Show how words changed, with what both share at the ends cut short."""
    rows = [(cut(was, QUOTE), cut(now, QUOTE)) for was, now in reworded(plain(detail.was), plain(detail.now))]
    return "; ".join(f"“{markdown(was)}” → “{markdown(now)}”" for was, now in rows)
