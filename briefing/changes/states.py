"""Two states of a desk -> the briefs that differ, each with its text."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from msgspec import Struct

from briefing import lexicon, sentences, store
from briefing.changes.briefs import BriefChange, Side, compare
from briefing.changes.trees import FOLDERS, ChangesError, Tree, tree, working
from briefing.model import Brief, BriefingError

__all__ = ["ChangesError", "between"]


class _State(Struct, frozen=True, kw_only=True):
    """The records of one side that are not the same on the other."""

    briefs: dict[str, Brief]
    broken: dict[str, str]
    """What is wrong with records that cannot be read."""
    seeds: dict[str, bytes]


def between(base: str, head: str | None, root: Path) -> list[BriefChange]:
    """Return what changed from a revision or folder to another; without `head` to the files as they stand.

    Raises ChangesError where one of the two is not there.
    """
    before = tree(base, root)
    after = tree(head, root) if head is not None else working(root, "the working folder")
    slugs = sorted(
        PurePosixPath(path).stem
        for path in {*before.hashes, *after.hashes}
        if path.startswith(FOLDERS[0]) and before.hashes.get(path) != after.hashes.get(path)
    )
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
        change = compare(_side(old, slug), _side(new, here))
        if change is not None:
            changes.append(change)
    order = ("broken", "added", "removed", "changed")
    return sorted(changes, key=lambda change: (order.index(change.what), change.slug))


def _state(state: Tree, slugs: list[str]) -> _State:
    records = {slug: f"{FOLDERS[0]}/{slug}.yml" for slug in slugs}
    wanted = set(slugs)
    texts = {
        PurePosixPath(path).stem: path
        for path in reversed(state.hashes)
        if path.startswith(FOLDERS[1]) and PurePosixPath(path).stem in wanted
    }
    data = state.read([*records.values(), *texts.values()])
    briefs, broken = {}, {}
    for slug, path in records.items():
        if path in data:
            try:
                briefs[slug] = store.parse_record(data[path].decode("utf-8"), Path(path))
            except UnicodeDecodeError:
                broken[slug] = f"{state.name}: is not UTF-8"
            except BriefingError as error:
                broken[slug] = f"{state.name}: {error.where.removeprefix(path).lstrip(':')} {error.what}"
    return _State(briefs=briefs, broken=broken, seeds={s: data[p] for s, p in texts.items() if p in data})


def _renamed(old: _State, new: _State) -> dict[str, str]:
    """Return old slug -> new slug of briefs whose text is the same under another name."""
    gone = {b.source.sha256: slug for slug, b in old.briefs.items() if slug not in {*new.briefs, *new.broken}}
    come = {b.source.sha256: slug for slug, b in new.briefs.items() if slug not in {*old.briefs, *old.broken}}
    return {gone[key]: come[key] for key in gone.keys() & come.keys()}


def _side(state: _State, slug: str) -> Side | None:
    brief = state.briefs.get(slug)
    if brief is None:
        return None
    try:
        article = store.article(state.seeds[slug], slug, slug)
    except (KeyError, BriefingError):
        return Side(brief=brief)
    split = sentences.split(article.text, article.body, lexicon.load())
    return Side(brief=brief, text=article.text, spans=tuple(sentence.span for sentence in split))
