"""Seeds -> records: every text drafted, every draft merged with what people made of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from briefing import codec, comments, draft, language, lexicon, merge, store
from briefing.model import Article, Brief, BriefingError, Conflict, Ledger, RecordError, Reference, SeedError

MANY = 64
"""Texts that the cache does not hold; from here on a pool of processes drafts them."""
BATCH = 32
SHOWN = 5
"""Records or conflicts that a report names one by one."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one record."""

    slug: str
    what: str
    """drafted, merged (with a person's edits), unchanged, or left (it cannot be read)."""
    conflicts: tuple[Conflict, ...] = ()
    error: RecordError | None = None


class Report(Struct, frozen=True, kw_only=True):
    """What an update did."""

    read: int
    outcomes: tuple[Outcome, ...] = ()
    errors: tuple[BriefingError, ...] = ()

    def slugs(self, what: str) -> list[str]:
        """Return the slugs of the records of which this became."""
        return [outcome.slug for outcome in self.outcomes if outcome.what == what]

    def lines(self) -> list[str]:
        """Say it in a few lines; every open conflict with what to do."""
        merged, left = self.slugs("merged"), self.slugs("left")
        drafted, unchanged = len(self.slugs("drafted")), len(self.slugs("unchanged"))
        counts = f"{drafted} drafted, {len(merged)} merged with edits, {unchanged} unchanged"
        text = [f"{self.read} seed{'' if self.read == 1 else 's'} read: {counts}."]
        if merged:
            text.append(f"Merged with people's edits, which stay: {_some(merged)}")
        if left:
            text.append(f"Left as they are, since they cannot be read: {_some(left)}")
        opened = [(outcome.slug, conflict) for outcome in self.outcomes for conflict in outcome.conflicts]
        if opened:
            text.append(
                f"{len(opened)} open conflict{'' if len(opened) == 1 else 's'}, for a person to settle:"
            )
        for slug, conflict in opened[:SHOWN]:
            what, hint = merge.told(conflict, slug)
            text += [f"  {slug}: {what}", f"    {hint}"]
        if len(opened) > SHOWN:
            text.append(f"  and {len(opened) - SHOWN} more; see them with: python build.py resolve SLUG")
        return text


def _some(slugs: list[str]) -> str:
    more = f" and {len(slugs) - SHOWN} more" if len(slugs) > SHOWN else ""
    return ", ".join(slugs[:SHOWN]) + more


def update(
    root: Path,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    any_language: bool = False,
) -> Report:
    """Bring the records of a desk up to date; `advance` hears of (done, total) texts."""
    words = lexicon.load()
    store.require_inside(root, [root / "content"])
    paths, refused = store.seed_paths(root)
    errors: list[BriefingError] = [*refused]
    articles: list[Article] = []
    for path in paths:
        try:
            article = store.read_seed(path)
            if not any_language:
                language.require_english(article, words, str(path))
            articles.append(article)
        except BriefingError as error:
            errors.append(error)
    version = _version(root)
    keys = {article.slug: store.draft_key(article, version) for article in articles}
    drafts = {slug: found for slug, key in keys.items() if (found := store.cached_draft(root, key))}
    missing = [article for article in articles if article.slug not in drafts]
    for done, brief in enumerate(_drafts(root, missing), start=1):
        drafts[brief.slug] = brief
        store.cache_draft(root, keys[brief.slug], brief)
        advance(done, len(missing))
    store.bounded(root, list(keys.values()))
    outcomes = tuple(settle(root, article, drafts[article.slug]) for article in articles)
    return Report(read=len(articles), outcomes=outcomes, errors=tuple(errors))


def draft_of(root: Path, slug: str) -> tuple[Article, Brief]:
    """Return one seed with its draft; raises SeedError where there is no such seed."""
    paths, _ = store.seed_paths(root)
    path = next((path for path in paths if path.stem == slug), None)
    if path is None:
        raise SeedError(
            "has no seed", where=slug, hint="The slug is the name of a file in seeds/ without .txt."
        )
    article = store.read_seed(path)
    brief = store.cached_draft(root, store.draft_key(article, _version(root)))
    return article, brief or draft.draft(article, lexicon.load(), store.read_reference(root))


def settle(root: Path, article: Article, proposed: Brief) -> Outcome:
    """Merge one draft with its record and write what changed; say what happened."""
    path, ledger = store.record_path(root, article.slug), store.read_ledger(root, article.slug)
    try:
        data = path.read_bytes()
    except OSError:
        data = None
    if data is not None and ledger is not None and sha256(data).hexdigest() == ledger.sha256:
        written = ledger.written or ledger.drafted
        if ledger.draft == merge.fingerprint(proposed):
            return Outcome(slug=article.slug, what="unchanged", conflicts=merge.open_conflicts(written))
    try:
        record = store.read_record(path) if data is not None else None
    except RecordError as error:
        return Outcome(slug=article.slug, what="left", error=error)
    merged = merge.merge(record, ledger, proposed, article)
    changed = write(root, merged.record, merged.ledger, record)
    what = "unchanged" if not changed else "merged" if merged.edited else "drafted"
    return Outcome(slug=article.slug, what=what, conflicts=merge.open_conflicts(merged.record))


def write(root: Path, record: Brief, ledger: Ledger, before: Brief | None) -> bool:
    """Write a record, with the comments of its file, and its ledger; tell whether a byte changed.

    A file that already says what it should keeps the form that people gave it.
    """
    path = store.record_path(root, record.slug)
    changed = False
    if before is None or before != record:
        text = codec.dump_yaml(record)
        if before is not None:
            text = comments.put(text, comments.find(store.read_text(path)))
        changed = store.write(path, text.encode())
    known = msgspec.structs.replace(ledger, sha256=sha256(path.read_bytes()).hexdigest())
    return store.write(store.ledger_path(root, record.slug), codec.dump_lines(known)) or changed


def _version(root: Path) -> str:
    return store.code_version([Path(__file__).parent, root / "content" / "reference"])


def _drafts(root: Path, articles: list[Article]) -> Iterable[Brief]:
    """Yield the drafts in the order of the articles, whatever number of processes makes them."""
    if len(articles) < MANY:
        words, reference = lexicon.load(), store.read_reference(root)
        for article in articles:
            yield draft.draft(article, words, reference)
        return
    reference = store.read_reference(root)
    batches = [articles[i : i + BATCH] for i in range(0, len(articles), BATCH)]
    with ExitStack() as stack:
        pool: Executor = stack.enter_context(ProcessPoolExecutor())
        for briefs in pool.map(_batch, batches, [reference] * len(batches)):
            yield from briefs


def _batch(articles: list[Article], reference: Reference) -> list[Brief]:
    words = lexicon.load()
    return [draft.draft(article, words, reference) for article in articles]
