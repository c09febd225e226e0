"""What is measured with hostile texts: every stage of the project that reads words of other people."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import structs

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from briefing import lexicon, packs, render  # noqa: E402
from briefing.extract import explain, pipeline  # noqa: E402
from briefing.ingest import feed, mail, similarity  # noqa: E402
from briefing.ingest import html as ingest_html  # noqa: E402
from briefing.ingest import text as ingest_text  # noqa: E402
from briefing.model import (  # noqa: E402
    NO_REFERENCE,
    Article,
    Brief,
    grounding,
)
from briefing.packs import html as packs_html  # noqa: E402
from briefing.packs.verify import _single as inspected  # noqa: E402
from briefing.render import notes  # noqa: E402
from briefing.render.search import terms  # noqa: E402
from briefing.review import checks, diff, merge  # noqa: E402
from briefing.review.checks.invisible import characters  # noqa: E402
from briefing.review.session import quote_search  # noqa: E402
from briefing.storage import (  # noqa: E402
    briefs,
    desk,
    record_yaml,
    seed_files,
    yaml_comments,
    yaml_reader,
)
from briefing.storage.desk import Desk, Entry, Options  # noqa: E402
from briefing.storage.yaml_positions import YamlPositions  # noqa: E402
from briefing.text import invisible, language, sentences  # noqa: E402

WORDS = lexicon.load()
RENDERER = render.Renderer(ROOT / "templates")
BARE = desk.bare(NO_REFERENCE, Options(source_text="full"))
HERE = Path("slow")
ALSO = "Cole said that talks went on. Ann Lee told reporters that nobody came."


def article_of(text: str) -> Article:
    return seed_files.article(("Lee came. " + text).encode(), "slow", "slow")


@lru_cache(maxsize=4)
def drafted(article: Article) -> Brief:
    """Kept, since most stages begin with a draft and shall be tried with the same text in turn."""
    return pipeline.draft(article, WORDS, NO_REFERENCE)


def engine(text: str) -> Callable[[], object]:
    article = article_of(text)
    return lambda: pipeline.draft(article, WORDS, NO_REFERENCE)


def paced(text: str, each: Callable[[object], object]) -> Callable[[], object]:
    """Draft a text; `each` hears of what each stage of the engine made."""
    article = article_of(text)

    def pace(made: Any) -> Any:
        each(made)
        return made

    return lambda: pipeline.analyse(article, WORDS, NO_REFERENCE, pace)


def explained(text: str) -> Callable[[], object]:
    analysis = pipeline.analyse(article_of(text), WORDS, NO_REFERENCE)
    return lambda: explain.lines(analysis, None, WORDS)


def front_matter(text: str) -> Callable[[], object]:
    data = f"---\n{text}\n---\nLee came.".encode()
    return lambda: seed_files.article(data, "slow", "slow")


def open_front_matter(text: str) -> Callable[[], object]:
    data = f"---\n{text}".encode()
    return lambda: seed_files.article(data, "slow", "slow")


def record(text: str) -> Callable[[], object]:
    return lambda: record_yaml.load_yaml(f"slug: slow\ntitle: Slow\nnotes: {text}", "slow")


def written(text: str) -> Callable[[], object]:
    brief = drafted(article_of("Cole said that talks went on."))
    noted = record_yaml.dump_yaml(type(brief)(slug="slow", title=text, source=brief.source, notes=text))
    return lambda: record_yaml.load_yaml(noted, "slow")


def remarks(text: str) -> Callable[[], object]:
    brief = record_yaml.dump_yaml(drafted(article_of("Cole said that talks went on.")))
    lines = "\n".join(f"# {line}" for line in text.splitlines())
    return lambda: yaml_comments.put(brief, yaml_comments.find(f"{lines}\n{brief}"))


def moved_quotes(text: str) -> Callable[[], object]:
    """The record's quotes are sought in a text that was put before and behind them."""
    before = article_of("Cole said that talks went on. Ann Lee told reporters that nobody came.")
    after = article_of(text + "\n\nCole said that talks went on. " + text)
    first = merge.merge(None, None, drafted(before), before)
    empty = type(first.record)(slug="slow", title="Slow", source=after.source)
    return lambda: merge.merge(first.record, first.ledger, empty, after)


def merged(text: str) -> Callable[[], object]:
    article = article_of(text)
    brief = drafted(article)
    first = merge.merge(None, None, brief, article)
    edited = record_yaml.load_yaml(record_yaml.dump_yaml(brief).replace("title: ", "title: New ", 1), "slow")
    return lambda: merge.merge(edited, first.ledger, brief, article)


def words_changed(text: str) -> Callable[[], object]:
    """Nearly every quote of the record is lost, since the seed's words became others."""
    before, after = article_of(text), article_of(text.replace("e", "o").replace(" ", "  "))
    first = merge.merge(None, None, drafted(before), before)
    proposed = drafted(after)
    return lambda: merge.merge(first.record, first.ledger, proposed, after)


def grounded(text: str) -> Callable[[], object]:
    article = article_of(text)
    brief = drafted(article)
    return lambda: grounding.check(brief, article)


def compared(text: str) -> Callable[[], object]:
    return noted(text, text[: len(text) // 2] + " Cole said no. " + text[len(text) // 2 :])


def all_changed(text: str) -> Callable[[], object]:
    return noted(text, text.replace("e", "o").replace(" ", "  "))


def noted(*texts: str) -> Callable[[], object]:
    sides = [entry_of(words) for words in texts]

    def act() -> object:
        found = diff.compare(*sides)
        return diff.note([found], "a", "b") if found else None

    return act


def entry_of(text: str) -> Entry:
    article = article_of(text)
    return briefs.entry(drafted(article), article, WORDS)


def rendered(text: str) -> Callable[[], object]:
    entry = entry_of(text)
    return lambda: list(render.entry_files(entry, BARE, RENDERER))


def desk_of(text: str) -> Desk:
    options = Options(source_text="full", site_name="Slow", site_url="https://desk.example/")
    return desk.assemble([entry_of(text)], NO_REFERENCE, options)


def listed(text: str) -> Callable[[], object]:
    """Make the pages of the whole desk, but for those of the brief alone."""
    made = desk_of(text)

    def act() -> object:
        whole = render.catalogue_of(made, RENDERER)
        return [job.make() for job in render.jobs(whole, RENDERER, lambda _: b"")]

    return act


def packed(text: str) -> Callable[[], object]:
    book = packs.compile_book(desk_of(text), RENDERER, packs.Selection())
    return lambda: packs_html.document(book, lambda _done, _total: None)


def verified(text: str) -> Callable[[], object]:
    data = f"<!doctype html>{text}".encode()
    return lambda: inspected(data, "html")


def indexed(text: str) -> Callable[[], object]:
    entry = entry_of(text)
    return lambda: render.piece(entry, BARE, {})


def checked(text: str) -> Callable[[], object]:
    """Run the checks on a record whose people's words are the text as well."""
    article = article_of(text)
    brief = structs.replace(drafted(article), notes=text)
    record = record_yaml.dump_yaml(brief)

    def act() -> object:
        held = checks.RecordFile(
            path=HERE, text=record, brief=brief, article=article, places=YamlPositions(record)
        )
        given = checks.CheckContext(today=date(2025, 3, 1), words=WORDS, reference=NO_REFERENCE)
        return [*checks.of_record(held, given), *characters(HERE, text)]

    return act


def like(text: str) -> Callable[[], object]:
    return lambda: similarity.nearest(
        similarity.known("a", text, date(2025, 3, 1)),
        [similarity.known("b", text[1:] + " Lee", date(2025, 3, 1))],
    )


def quoted(text: str) -> Callable[[], object]:
    article = article_of(text)
    return lambda: quote_search.quote(text[len(text) // 2 :][:400] + " never there", article)


def sought(text: str) -> Callable[[], object]:
    article = article_of(text)
    split = sentences.split(article.text, article.body, WORDS)
    return lambda: quote_search.sentences("Lee came", article, split)


def files(read: Callable[[Path, bytes], object], form: str) -> Callable[[str], Callable[[], object]]:
    def stage(text: str) -> Callable[[], object]:
        data = form.replace("TEXT", text).encode()
        return lambda: read(HERE, data)

    return stage


MAIL = "From: a@example.org\nSubject: TEXT\nContent-Type: text/html\n\n<p>TEXT</p>\n"
FEED = (
    "<rss><channel><item><title>A</title><description><![CDATA[TEXT]]></description></item></channel></rss>"
)
STAGES: dict[str, Callable[[str], Callable[[], object]]] = {
    "draft": engine,
    "explain": explained,
    "front matter": front_matter,
    "front matter, open": open_front_matter,
    "YAML": lambda text: lambda: yaml_reader.read(text, "slow"),
    "record, broken": record,
    "record": written,
    "comments": remarks,
    "merge": merged,
    "moved quotes": moved_quotes,
    "lost quotes": words_changed,
    "grounding": grounded,
    "diff": compared,
    "diff of all": all_changed,
    "pages": rendered,
    "pages of the desk": listed,
    "pack": packed,
    "verify": verified,
    "check": checked,
    "notes": lambda text: lambda: notes.notes(text),
    "search piece": indexed,
    "search folding": lambda text: lambda: terms.terms(text),
    "language": lambda text: lambda: language.language(article_of(text), WORDS),
    "likeness": like,
    "quote in a review": quoted,
    "words in a review": sought,
    "hidden characters": lambda text: lambda: (list(invisible.found(text)), invisible.signed(text)),
    "ingest text": files(ingest_text.read, "TEXT"),
    "ingest page": files(ingest_html.read, "<html><body><article><p>TEXT</p></article></body></html>"),
    "ingest mail": files(mail.read, MAIL),
    "ingest feed": files(feed.read, FEED),
}
