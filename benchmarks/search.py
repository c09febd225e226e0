"""Measure the search on a desk of many briefs: `python benchmarks/search.py [--briefs N]`.

Makes deterministic briefs, writes their index next to a page that searches, opens it from a folder
in Chromium, and prints the size of the index, the time to make it, and for each query the time
from the last key to the first result and the bytes that it loaded.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from briefing import lexicon, render  # noqa: E402
from briefing.extract import pipeline  # noqa: E402
from briefing.render import search, search_page  # noqa: E402
from briefing.storage import briefs as read  # noqa: E402
from briefing.storage import (  # noqa: E402
    desk,
    reference_files,
    seed_files,
)
from briefing.storage.desk import Desk, Entry, Options  # noqa: E402

QUERIES = (
    "missile treaty", "beijing", "grain embargo lindholm", "presi", "northern trade council", "zzz",
    '"grain embargo covers"', '"we know"', "embarfo", "xeijing", "march 2024", "2024", "missile -beijing",
)  # fmt: skip
NAMES = ("Ann Lindholm", "Karim Nasser", "Paul Okoro", "Maria Torres", "Igor Belov", "Chen Wei", "Sarah Cole")
BODIES = ("Northern Trade Council", "Arms Control Agency", "Ministry of Grain", "Harbour Authority")
STATES = ("China", "Russia", "the United States", "India", "France", "Japan", "Egypt", "Poland")
THINGS = ("missile treaty", "grain embargo", "pipeline", "border wall", "summit", "naval base", "satellite")


def word_of(rank: int) -> str:
    """Return a made-up word; small ranks come often, as in any language."""
    return "".join(random.Random(-rank).choices("aabcdeefghiijlmnoopqrsttuvw", k=5 + rank % 5))  # noqa: S311


def text_of(number: int) -> str:
    """Return a made-up report of about 150 words, the same for the same number."""
    pick = random.Random(number)  # noqa: S311
    words = [word_of(int(40_000 ** pick.random())) for _ in range(60)]
    name, other = pick.sample(NAMES, 2)
    one, two = pick.sample(STATES, 2)
    return (
        f"Foreign Minister {name} met with {other}, the head of the {pick.choice(BODIES)}, in Geneva on "
        f"Monday. {name} said that {one} and {two} would sign a {pick.choice(THINGS)} within "
        f"{pick.randint(2, 9)} months. "
        f"According to {other}, the {pick.choice(THINGS)} covers {' '.join(words[:20])}. "
        f"“We know the {' '.join(words[20:30])},” {other} told reporters. "
        f"In {pick.randint(1946, 1991)} the two sides argued over a {pick.choice(THINGS)} and "
        f"{' '.join(words[30:])}."
    )


def entries(count: int) -> list[Entry]:
    """Return drafted briefs over two years."""
    words, reference, found = lexicon.load(), reference_files.read_reference(ROOT), []
    for number in range(count):
        day = date(2024, 1, 1) + timedelta(days=number * 730 // count)
        slug = f"{day}-report-{number}"
        article = seed_files.article(text_of(number).encode(), slug, slug, published=day)
        found.append(read.entry(pipeline.draft(article, words, reference), article, words))
    return found


def write(made: Desk, folder: Path) -> None:
    """Write the index and the page that searches in it."""
    started = time.perf_counter()
    renderer = render.Renderer(ROOT / "templates")
    whole = render.catalogue_of(made, renderer)
    documents = map(search.document_piece, render.documents(whole, renderer))
    files = list(search.files((*render.pieces(made), *documents)))
    took = time.perf_counter() - started
    for path, content in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    sizes = sorted(len(content) for _, content in files)
    print(f"index: {len(files)} files, {sum(sizes) / 1e6:.1f} MB, made in {took:.2f} s")
    vocabulary = sum(
        len(line) for _, content in files for line in re.findall(rb'"~[^"]+":"[^"]*",?', content)
    )
    print(f"of it words backwards: {vocabulary / 1e6:.2f} MB")
    print(f"file sizes: median {statistics.median(sizes):,.0f} bytes, largest {sizes[-1]:,}")
    page, words = (job.make() for job in search_page.search_jobs(whole, renderer))
    (folder / "assets").mkdir()
    for name in ("search.js", "search.css"):
        (folder / "assets" / name).write_bytes((ROOT / "templates" / "assets" / name).read_bytes())
    (folder / words.path).write_bytes(words.data)
    (folder / "search.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8">{page.body}', "utf-8"
    )


def ask(folder: Path) -> None:
    """Open the page from its folder and put each query, each in a fresh browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for query in QUERIES:
            page = browser.new_context(offline=True).new_page()
            loaded: list[str] = []
            page.on("requestfinished", lambda request, loaded=loaded: loaded.append(request.url))
            page.goto((folder / "search.html").as_uri())
            page.wait_for_function("document.getElementById('state').textContent")
            took = page.evaluate(
                """query => new Promise(done => {
                    const state = document.getElementById("state"), from = performance.now();
                    new MutationObserver(() => done(performance.now() - from))
                        .observe(state, {childList: true, characterData: true, subtree: true});
                    document.getElementById("q").value = query;
                    document.getElementById("search").dispatchEvent(new Event("input"));
                })""",
                query,
            )
            parts = [Path(url.removeprefix("file://")) for url in loaded if "/search/" in url]
            size = sum(part.stat().st_size for part in parts)
            shown = page.inner_text("#state")
            print(f"{query:<26}{shown:<60}{took:>7.0f} ms, {len(parts):>3} files, {size:>9,} bytes")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--briefs", type=int, default=10_000)
    count = parser.parse_args().briefs
    made = desk.assemble(entries(count), reference_files.read_reference(ROOT), Options(source_text="full"))
    with tempfile.TemporaryDirectory() as folder:
        write(made, Path(folder))
        ask(Path(folder))


if __name__ == "__main__":
    main()
