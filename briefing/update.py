"""Seeds -> records: every text drafted, every record written or left as people made it.

A record whose bytes are not those that the machine last wrote was changed by a person: it is left
as it is, and the report names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from briefing import codec, draft, language, lexicon, store
from briefing.model import Article, Brief, BriefingError, Ledger, Reference

MANY = 64
"""Texts that the cache does not hold; from here on a pool of processes drafts them."""
BATCH = 32


class Report(Struct, frozen=True, kw_only=True):
    """What an update did."""

    read: int
    drafted: tuple[str, ...] = ()
    unchanged: int = 0
    kept: tuple[str, ...] = ()
    """Slugs of the records that people changed and the machine left alone."""
    errors: tuple[BriefingError, ...] = ()

    def lines(self) -> list[str]:
        """Say it in a few lines."""
        count = f"{self.read} seed{'' if self.read == 1 else 's'} read"
        counts = f"{len(self.drafted)} drafted, {self.unchanged} unchanged, {len(self.kept)} left as edited"
        text = [f"{count}: {counts}."]
        if self.kept:
            shown = ", ".join(self.kept[:5]) + (
                f" and {len(self.kept) - 5} more" if len(self.kept) > 5 else ""
            )
            text.append(f"Edited by people, not overwritten: {shown}")
        return text


def update(
    root: Path,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    any_language: bool = False,
) -> Report:
    """Bring the records of a desk up to date; `advance` hears of (done, total) texts."""
    words = lexicon.load()
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
    version = store.code_version([Path(__file__).parent, root / "content" / "reference"])
    keys = {article.slug: store.draft_key(article, version) for article in articles}
    drafts = {slug: found for slug, key in keys.items() if (found := store.cached_draft(root, key))}
    missing = [article for article in articles if article.slug not in drafts]
    for done, brief in enumerate(_drafts(root, missing), start=1):
        drafts[brief.slug] = brief
        store.cache_draft(root, keys[brief.slug], brief)
        advance(done, len(missing))
    store.bounded(root, list(keys.values()))
    drafted: list[str] = []
    kept: list[str] = []
    for article in articles:
        outcome = _settle(root, drafts[article.slug])
        drafted += [article.slug] if outcome == "drafted" else []
        kept += [article.slug] if outcome == "kept" else []
    return Report(
        read=len(articles),
        drafted=tuple(drafted),
        unchanged=len(articles) - len(drafted) - len(kept),
        kept=tuple(kept),
        errors=tuple(errors),
    )


def _settle(root: Path, brief: Brief) -> str:
    """Write one record unless a person changed it; say what happened."""
    path = store.record_path(root, brief.slug)
    ledger = store.read_ledger(root, brief.slug)
    text = codec.dump_yaml(brief).encode()
    if path.is_file():
        data = path.read_bytes()
        if data != text and (ledger is None or sha256(data).hexdigest() != ledger.sha256):
            return "kept"
    written = store.write(path, text)
    new = Ledger(slug=brief.slug, drafted=brief, sha256=sha256(text).hexdigest())
    if new != ledger:
        store.write(store.ledger_path(root, brief.slug), codec.dump_lines(new))
    return "drafted" if written else "unchanged"


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
