"""Texts made to be slow: how the time of each stage grows when its text is twice as long.

    python benchmarks/adversarial.py [--characters N] [--doublings N] [--stage NAME ...] [--text NAME ...]

Times are of the processor.  A growth of 2 is linear; one of 4 would be quadratic.  Prints a line for
each stage and, of the texts for which it takes longer than `--least` milliseconds, those that it grows
most with; a text that takes longer than `--limit` seconds is given up, and named.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import shapes  # noqa: E402
import stages  # noqa: E402

from briefing.model import BriefingError  # noqa: E402

ENGINE = (
    "sentences",
    "dates",
    "mentions",
    "cast",
    "statements",
    "events",
    "marks",
    "comparison",
    "background",
    "summary",
    "parallels",
)
"""The stages of the engine in the order in which `draft.analyse` hands on what they made."""


class _LateError(BaseException):
    """A stage took longer than the limit; nobody who expects errors catches this."""


class Row(NamedTuple):
    """How one stage did with one text."""

    text: str
    took: tuple[float, ...]
    """Processor seconds for each length, the shortest first; the last is infinite where it was given up."""

    @property
    def growth(self) -> float:
        """By how much the last doubling made it slower."""
        return self.took[-1] / self.took[-2] if len(self.took) > 1 and self.took[-2] else 0.0


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise _LateError inside after so many seconds of the processor; 0 sets no limit."""

    def late(*_: object) -> None:
        raise _LateError

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def run(stage: str, name: str, characters: int, limit: float = 0) -> float:
    """Return how many processor seconds a stage takes for a text; infinite where that is over the limit.

    A text that it refuses counts as well.
    """
    try:
        with limited(limit):
            act = stages.STAGES[stage](shapes.text(name, characters))
            gc.collect()
            started = time.process_time()
            with contextlib.suppress(BriefingError):  # it says what is wrong; in which time is what counts
                act()
            return time.process_time() - started
    except BriefingError:
        return 0.0  # the text is none of which this stage would ever hear
    except _LateError:
        return float("inf")


def engine(name: str, characters: int, limit: float = 0) -> dict[str, float]:
    """Return how many processor seconds each stage of the engine takes for a text."""
    ends: list[float] = []
    try:
        with limited(limit):
            act = stages.paced(shapes.text(name, characters), lambda _: ends.append(time.process_time()))
            gc.collect()
            started = time.process_time()
            act()
    except _LateError:
        ends += [float("inf")] * (len(ENGINE) - len(ends))
    starts = [started, *ends]
    took = (end - start if end < float("inf") else end for start, end in zip(starts, ends, strict=False))
    return dict(zip(ENGINE, took, strict=True))


def measured(stage: str, name: str, lengths: list[int], options: argparse.Namespace) -> dict[str, Row]:
    """Return the times of a stage with a text; of the engine those of each of its stages."""
    took: dict[str, tuple[float, ...]] = {}
    for length in lengths:
        if stage == "engine":
            times = engine(name, length, options.limit)
        else:
            times = {stage: run(stage, name, length, options.limit)}
        took = {key: (*took.get(key, ()), seconds) for key, seconds in times.items()}
        if float("inf") in times.values():
            break
    return {key: Row(name, times) for key, times in took.items()}


def report(stage: str, rows: list[Row], options: argparse.Namespace) -> float:
    """Print how a stage did, and return its largest growth."""
    longest = max(rows, key=lambda row: row.took[-1])
    told = [row for row in rows if row.took[-1] * 1000 >= options.least]
    grows = max((row.growth for row in told), default=0.0)
    print(
        f"{stage:20} longest {longest.took[-1]:7.2f} s ({longest.text}); largest growth x{grows:.1f}",
        flush=True,
    )
    for row in sorted(told, key=lambda row: -row.growth):
        if row.growth > options.growth:
            print(f"    x{row.growth:<4.1f} {row.text:32}", *(f"{t:8.2f}" for t in row.took), flush=True)
    return grows


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=125_000, help="length of the shortest text")
    parser.add_argument("--doublings", type=int, default=1, help="how often it is doubled")
    known = ["engine", *stages.STAGES]
    parser.add_argument("--stage", action="append", choices=known, help="only these; may be repeated")
    parser.add_argument("--text", action="append", choices=shapes.NAMES, help="only these; may be repeated")
    parser.add_argument("--least", type=float, default=100.0, help="milliseconds below which none is told")
    parser.add_argument("--growth", type=float, default=2.3, help="from which on a text is named")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a text is given up")
    options = parser.parse_args()
    lengths = [options.characters << n for n in range(options.doublings + 1)]
    worst = 0.0
    for stage in options.stage or ["engine", *(name for name in stages.STAGES if name != "draft")]:
        measured(stage, "said", [1000], options)
        rows: dict[str, list[Row]] = {}
        for name in options.text or shapes.NAMES:
            for key, row in measured(stage, name, lengths, options).items():
                rows.setdefault(key, []).append(row)
        worst = max(worst, *(report(key, found, options) for key, found in rows.items()))
    print(f"Largest growth for twice the length: {worst:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
