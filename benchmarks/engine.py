"""Time the engine next to other tools on the same text: `make bench`.

Everything runs in turn in one process, `--rounds` times over, and the medians are printed with
their ratios: absolute times say little on a busy machine.  The peers (pysbd and syntok cut
sentences, dateparser finds dates) come from `requirements-bench.txt`; one that is not installed
is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from briefing import lexicon  # noqa: E402
from briefing.extract import dates, pipeline  # noqa: E402
from briefing.model import NO_REFERENCE, Article, Reference  # noqa: E402
from briefing.storage import reference_files, seed_files  # noqa: E402
from briefing.text import sentences  # noqa: E402

ARTICLE_WORDS = (400, 500)
LONG_WORDS = 200_000
SAMPLE = """\
Foreign Minister Ann Lindholm met with Karim Nasser, the head of the Northern Trade Council, in Riverton on \
Tuesday. “We have agreed to go on talking,” Lindholm said after the meeting. “Nobody wants a new wall.”

According to the Trade Ministry, the two sides discussed grain, steel and the price of gas. Nasser's \
spokesman, Paul Okoro, told reporters that a first paper would be signed within three months. He denied that \
a date had been fixed.

The talks took place two days after President Maria Torres had visited the port. In 2014 the two countries \
broke off all trade. During the Cold War, the United States and the Soviet Union had divided the region \
between them; today, Lindholm said, “the lines are drawn by markets.” Critics warn that the paper will \
change little.

"""


def article(words: int) -> Article:
    """Return a text of about so many words, made of the same sample over and over."""
    times = max(1, round(words / len(SAMPLE.split())))
    return seed_files.article((SAMPLE * times).encode(), "sample", "sample", published=date(2024, 3, 5))


def peers(text: str) -> dict[str, Callable[[], object]]:
    """Return what the other tools do with a text, for those that are installed."""
    found: dict[str, Callable[[], object]] = {}
    if module := _module("pysbd"):
        found["pysbd, sentences"] = lambda: module.Segmenter(language="en", clean=False).segment(text)
    if syntok := _module("syntok.segmenter"):
        found["syntok, sentences"] = lambda: [list(part) for part in syntok.analyze(text)]
    if search := _module("dateparser.search"):
        found["dateparser, dates"] = lambda: search.search_dates(text, languages=["en"])
    return found


def _module(name: str) -> object:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def timed(work: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Run everything in turn, so many rounds; returns seconds of the processor, not of the clock."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for function in work.values():
        function()
    for _ in range(rounds):
        for name, function in work.items():
            started = time.process_time()
            function()
            seconds[name].append(time.process_time() - started)
    return seconds


def table(seconds: dict[str, list[float]], base: str) -> None:
    """Print median, minimum and maximum in milliseconds, and the ratio of the medians to the base."""
    unit = statistics.median(seconds[base])
    print(f"{'':34}{'median ms':>10}{'min':>9}{'max':>9}{'ratio':>9}")
    for name, values in seconds.items():
        median = statistics.median(values)
        low, high = min(values) * 1000, max(values) * 1000
        print(f"{name:34}{median * 1000:10.2f}{low:9.2f}{high:9.2f}{median / unit:8.1f}x")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    words, reference = lexicon.load(), reference_files.read_reference(ROOT)
    (short, usual), long = map(article, ARTICLE_WORDS), article(LONG_WORDS)
    print(f"Python {platform.python_version()}, {platform.machine()}\n")

    def drafting(text: Article, known: Reference) -> Callable[[], object]:
        return lambda: pipeline.draft(text, words, known)

    count = len(usual.text.split())
    print(f"One article of {count} words, {options.rounds} rounds")
    whole = "the whole engine, all stages"
    work = {
        whole: drafting(usual, reference),
        "the same without a reference": drafting(usual, NO_REFERENCE),
        f"the whole engine, {len(short.text.split())} words": drafting(short, reference),
        "its sentences": lambda: sentences.document(usual, words),
        "its sentences and dates": lambda: dates.find(sentences.document(usual, words), words),
    }
    others = peers(usual.text)
    table(timed(work | others, options.rounds), whole)
    if len(others) < 3:
        print("Not every peer is installed: python -m pip install -r benchmarks/requirements-bench.txt")

    factor = len(long.text.split()) / count
    print(f"\nA text of {len(long.text.split()):,} words, {factor:.0f} times as long, 3 rounds")
    seconds = timed({whole: work[whole], "the same, long text": drafting(long, reference)}, 3)
    table(seconds, whole)
    growth = statistics.median(seconds["the same, long text"]) / statistics.median(seconds[whole]) / factor
    print(f"Time grows {growth:.2f} times as fast as the length (1 is linear).")


if __name__ == "__main__":
    main()
