"""Two states of a desk -> the briefs that differ, each with its text."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from msgspec import Struct, structs

from briefing import lexicon
from briefing.model import Article, Brief
from briefing.review import merge
from briefing.review.diff.compare import BriefChange, compare
from briefing.review.diff.revisions import FOLDERS, MACHINE, ChangesError, Tree, tree, working
from briefing.storage import briefs as storage_briefs
from briefing.storage import record_files
from briefing.storage.desk import Entry
from briefing.storage.yaml_positions import YamlPositions

__all__ = ["ChangesError", "between", "proposed"]


class _State(Struct, frozen=True, kw_only=True):
    """The records of one side that are not the same on the other."""

    briefs: dict[str, Brief]
    articles: dict[str, Article | None]
    """Their texts, by the same slugs."""
    texts: dict[str, str]
    """What the files hold."""
    broken: dict[str, str]
    """What is wrong with records that cannot be read."""


def between(base: str, head: str | None, root: Path, *, lines: bool = False) -> list[BriefChange]:
    """Return what changed from a revision or folder to another; without `head` to the files as they are.

    With `lines` each change has the line of its item in the record.  Raises ChangesError where one of the
    two is not there.
    """
    before = tree(base, root)
    after = tree(head, root) if head is not None else working(root, "the working folder")
    slugs = _changed(before, after, *FOLDERS[:2])
    old, new = _state(before, slugs), _state(after, slugs)
    renamed = _renamed(old, new)
    changes = []
    for slug in slugs:
        if slug in renamed.values():
            continue
        here = renamed.get(slug, slug)
        broken = old.broken.get(slug) or new.broken.get(here)
        if broken:
            changes.append(BriefChange(slug=here, what="broken", title=here, remark=broken))
            continue
        change = compare(_entry(old, slug), _entry(new, here))
        if change is not None:
            changes.append(_with_lines(change, new.texts.get(here, "")) if lines else change)
    order = ("broken", "added", "removed", "changed")
    return sorted(changes, key=lambda change: (order.index(change.what), change.slug))


def proposed(base: str, head: str | None, root: Path) -> dict[str, int]:
    """Return how many changes the machine proposes to approved briefs, where its file is another one now."""
    before = tree(base, root)
    after = tree(head, root) if head is not None else working(root, "the working folder")
    slugs = _changed(before, after, MACHINE)
    read = _state(after, slugs).briefs
    paths = {slug: f"{MACHINE}/{slug}.json" for slug in slugs if slug in read}
    data = after.read(paths.values())
    ledgers = {slug: record_files.parse_ledger(data[path], Path(path)) for slug, path in paths.items()}
    found = {slug: len(merge.open_proposals(read[slug], ledger)) for slug, ledger in ledgers.items()}
    return {slug: count for slug, count in found.items() if count}


def _changed(before: Tree, after: Tree, *folders: str) -> list[str]:
    """Return the slugs of which a file in one of some folders is another one on the other side."""
    paths = (path for path in {*before.hashes, *after.hashes} if str(PurePosixPath(path).parent) in folders)
    return sorted(
        {PurePosixPath(path).stem for path in paths if before.hashes.get(path) != after.hashes.get(path)}
    )


def _state(state: Tree, slugs: list[str]) -> _State:
    records = {slug: f"{FOLDERS[0]}/{slug}.yml" for slug in slugs}
    wanted = set(slugs)
    texts = {
        PurePosixPath(path).stem: path
        for path in reversed(state.hashes)
        if path.startswith(f"{FOLDERS[1]}/") and PurePosixPath(path).stem in wanted
    }
    data = state.read([*records.values(), *texts.values()])
    found = _State(briefs={}, articles={}, texts={}, broken={})
    for slug, path in records.items():
        if path not in data:
            continue
        read = storage_briefs.parsed(Path(path), data[path], data.get(texts.get(slug, "")))
        if read.brief is not None:
            found.briefs[slug], found.articles[slug] = read.brief, read.article
            found.texts[slug] = read.text
        else:
            error = read.errors[0]
            place = error.where.removeprefix(path).lstrip(":")
            found.broken[slug] = " ".join(filter(None, (f"{state.name}:", place, error.what)))
    return found


def _with_lines(change: BriefChange, text: str) -> BriefChange:
    places = YamlPositions(text)
    rows = (structs.replace(c, line=places.of(c.path)[0]) if c.path and text else c for c in change.changes)
    return structs.replace(change, changes=tuple(rows))


def _renamed(old: _State, new: _State) -> dict[str, str]:
    """Return old slug -> new slug of briefs whose text is the same under another name."""
    gone = {b.source.sha256: slug for slug, b in old.briefs.items() if slug not in {*new.briefs, *new.broken}}
    come = {b.source.sha256: slug for slug, b in new.briefs.items() if slug not in {*old.briefs, *old.broken}}
    return {gone[key]: come[key] for key in filter(None, gone.keys() & come.keys())}


def _entry(state: _State, slug: str) -> Entry | None:
    brief = state.briefs.get(slug)
    return None if brief is None else storage_briefs.entry(brief, state.articles[slug], lexicon.load())
