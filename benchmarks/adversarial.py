"""Texts made to be slow: how the time of each stage grows when its text is twice as long.

    python benchmarks/adversarial.py [--characters N] [--stage NAME ...] [--least MS]

A growth of 2 is linear; one of 4 would be quadratic.  Prints a line for each stage and, of those that
take longer than `--least` milliseconds, the texts that it takes longest for and grows most with.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from briefing import (  # noqa: E402
    changes,
    codec,
    comments,
    desk,
    draft,
    grounding,
    language,
    lexicon,
    merge,
    pages,
    sentences,
    store,
)
from briefing.changes import Side  # noqa: E402
from briefing.desk import Entry, Options  # noqa: E402
from briefing.ingest import feed, likeness, mail, page, plain  # noqa: E402
from briefing.model import NO_REFERENCE, Article, Brief, BriefingError  # noqa: E402
from briefing.pages import notes  # noqa: E402
from briefing.search import folding  # noqa: E402
from briefing.walkthrough import finding  # noqa: E402

UNITS = {
    "letters without a space": "a",
    "capitals without a space": "A",
    "digits": "7",
    "full stops": ".",
    "quotation marks": '"',
    "curly marks, never closed": "“",
    "apostrophes": "'",
    "brackets": "(",
    "hyphens": "-",
    "new lines": "x\n",
    "spaces": "x    ",
    "initials": "A. ",
    "abbreviations": "Mr. Dr. Gen. ",
    "abbreviation with points": "U.S.",
    "capitalised words": "Ann ",
    "names and commas": "Ann Lee, ",
    "names joined by and": "Ann Lee and ",
    "offices": "President ",
    "the offices": "the president ",
    "heads of bodies": "Ministry of ",
    "particles": "van der ",
    "possessives": "Ann's ",
    "dates": "on 3 May 2024 ",
    "ranges of years": "1990-",
    "months": "May ",
    "ago": "two days ago ",
    "said": "said ",
    "said that": "Lee said that ",
    "according to": "according to ",
    "quotations": "“No,” Lee said. ",
    "quotations in quotations": "“Lee told me, ‘No,’ ",
    "nicknames": 'Ann "Nan" Lee ',
    "during the Cold War": "during the Cold War ",
    "then and now": "then, now ",
    "one sentence over": "Lee met Cole in Paris on Friday. ",
    "he": "He said he was he. ",
    "seats of government": "Moscow ",
    "adjectives": "Russian ",
    "acronyms": "NRA (NRA) ",
    "ellipses": "[…] ",
    "dashes": "– ",
    "emoji": "😀 ",
    "combining marks": "e\u0301",
    "lines of YAML": "- a: [1, 2]\n",
    "comments": "a: 1 # b\n# c\n",
    "keys that open": "{a: ",
    "elements that open": "<div><b>",
    "comments of HTML": "<!-- ",
    "entities": "&amp;&#x41;",
    "emphasis": "*a _b ",
    "links": "[a](",
    "code": "`a ``",
    "quoted lines": "> a\n> ",
    "controls that turn": "\u202ea\u2069 ",
    "flags": "\U0001f1f3\U0001f1f4",
    "ligatures": "\ufdfa ",
}


WORDS = lexicon.load()
RENDERER = pages.Renderer(ROOT / "templates")
BARE = desk.bare(NO_REFERENCE, Options(source_text="full"))
HERE = Path("slow")


def article_of(text: str) -> Article:
    return store.article(("Lee came. " + text).encode(), "slow", "slow")


def drafted(article: Article) -> Brief:
    return draft.draft(article, WORDS, NO_REFERENCE)


def engine(text: str) -> Callable[[], object]:
    article = article_of(text)
    return lambda: drafted(article)


def front_matter(text: str) -> Callable[[], object]:
    data = f"---\n{text}\n---\nLee came.".encode()
    return lambda: store.article(data, "slow", "slow")


def open_front_matter(text: str) -> Callable[[], object]:
    data = f"---\n{text}".encode()
    return lambda: store.article(data, "slow", "slow")


def record(text: str) -> Callable[[], object]:
    return lambda: codec.load_yaml(f"slug: slow\ntitle: Slow\nnotes: {text}", "slow")


def written(text: str) -> Callable[[], object]:
    brief = drafted(article_of("Cole said that talks went on."))
    noted = codec.dump_yaml(type(brief)(slug="slow", title=text, source=brief.source, notes=text))
    return lambda: codec.load_yaml(noted, "slow")


def remarks(text: str) -> Callable[[], object]:
    brief = codec.dump_yaml(drafted(article_of("Cole said that talks went on.")))
    lines = "\n".join(f"# {line}" for line in text.splitlines())
    return lambda: comments.put(brief, comments.find(f"{lines}\n{brief}"))


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
    edited = codec.load_yaml(codec.dump_yaml(brief).replace("title: ", "title: New ", 1), "slow")
    return lambda: merge.merge(edited, first.ledger, brief, article)


def grounded(text: str) -> Callable[[], object]:
    article = article_of(text)
    brief = drafted(article)
    return lambda: grounding.check(brief, article)


def compared(text: str) -> Callable[[], object]:
    sides = []
    for words in (text, text[: len(text) // 2] + " Cole said no. " + text[len(text) // 2 :]):
        article = article_of(words)
        spans = tuple(s.span for s in sentences.split(article.text, article.body, WORDS))
        sides.append(Side(brief=drafted(article), text=article.text, spans=spans))

    def act() -> object:
        found = changes.compare(*sides)
        return changes.note([found], "a", "b") if found else None

    return act


def rendered(text: str) -> Callable[[], object]:
    article = article_of(text)
    split = sentences.split(article.text, article.body, WORDS)
    entry = Entry(brief=drafted(article), article=article, sentences=split)
    return lambda: list(pages.entry_files(entry, BARE, RENDERER))


def indexed(text: str) -> Callable[[], object]:
    article = article_of(text)
    split = sentences.split(article.text, article.body, WORDS)
    entry = Entry(brief=drafted(article), article=article, sentences=split)
    return lambda: pages.piece(entry, BARE, {})


def like(text: str) -> Callable[[], object]:
    return lambda: likeness.nearest(
        likeness.known("a", text, date(2025, 3, 1)),
        [likeness.known("b", text[1:] + " Lee", date(2025, 3, 1))],
    )


def quoted(text: str) -> Callable[[], object]:
    article = article_of(text)
    return lambda: finding.quote(text[len(text) // 2 :][:400] + " never there", article)


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
    "front matter": front_matter,
    "front matter, open": open_front_matter,
    "record, broken": record,
    "record": written,
    "comments": remarks,
    "merge": merged,
    "moved quotes": moved_quotes,
    "grounding": grounded,
    "diff": compared,
    "pages": rendered,
    "notes": lambda text: lambda: notes.notes(text),
    "search piece": indexed,
    "search folding": lambda text: lambda: folding.terms(text),
    "language": lambda text: lambda: language.language(article_of(text), WORDS),
    "likeness": like,
    "quote in a review": quoted,
    "ingest text": files(plain.read, "TEXT"),
    "ingest page": files(page.read, "<html><body><article><p>TEXT</p></article></body></html>"),
    "ingest mail": files(mail.read, MAIL),
    "ingest feed": files(feed.read, FEED),
}


def run(stage: str, unit: str, characters: int) -> float:
    """Return how many seconds a stage takes for a text; one that it refuses counts as well."""
    text = (UNITS[unit] * characters)[:characters]
    try:
        act = STAGES[stage](text)
    except BriefingError:
        return 0.0  # the text is none of which this stage would ever hear
    started = time.perf_counter()
    with contextlib.suppress(BriefingError):  # it says what is wrong, and in which time is what counts
        act()
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=50_000, help="length of the shorter text")
    parser.add_argument("--stage", action="append", choices=STAGES, help="only these; may be repeated")
    parser.add_argument("--least", type=float, default=50.0, help="milliseconds below which none is told")
    parser.add_argument("--growth", type=float, default=2.5, help="from which on a text is named")
    options = parser.parse_args()
    worst = 0.0
    for stage in options.stage or STAGES:
        run(stage, "said", 1000)
        rows = []
        for unit in UNITS:
            first = min(run(stage, unit, options.characters) for _ in range(2))
            second = run(stage, unit, options.characters * 2)
            if second > options.growth * first and second * 1000 > options.least:
                second = min(second, *(run(stage, unit, options.characters * 2) for _ in range(2)))
            rows.append((second, second / first if first else 0.0, unit))
        longest = max(rows)
        told = [row for row in rows if row[0] * 1000 >= options.least]
        grows = max((growth for _, growth, _ in told), default=0.0)
        worst = max(worst, grows)
        print(
            f"{stage:20} longest {longest[0]:7.2f} s ({longest[2]}); largest growth x{grows:.1f}", flush=True
        )
        for took, growth, unit in sorted(told, reverse=True):
            if growth > options.growth:
                print(f"    x{growth:.1f}  {took:7.2f} s  {unit}", flush=True)
    print(f"Largest growth for twice the length: {worst:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
