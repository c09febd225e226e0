"""Texts made to be slow: how the time of each stage grows with the length of its text.

    python benchmarks/adversarial.py [--characters N N] [--stage NAME ...] [--text NAME ...]

Times are of the processor.  Growth is told for twice the length: 2 is linear, 4 would be quadratic.
Names each stage that grows by more than `--growth` with a text for which it takes longer than `--least`
milliseconds, and each that was given up after `--limit` seconds; in the end prints a line for each stage.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import math
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
    characters: tuple[int, ...]
    took: tuple[float, ...]
    """Processor seconds for each length, the shortest first; the last is infinite where it was given up."""

    @property
    def growth(self) -> float:
        """By how much twice the length makes it slower, between the first length and the last."""
        if len(self.took) < 2 or not self.took[0]:
            return 0.0
        doublings = math.log2(self.characters[len(self.took) - 1] / self.characters[0])
        return float((self.took[-1] / self.took[0]) ** (1 / doublings))


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
    return {key: Row(name, tuple(lengths), times) for key, times in took.items()}


def told(stage: str, row: Row) -> None:
    """Print how a stage did with a text."""
    print(f"x{row.growth:<5.1f}{stage:20} {row.text:38}", *(f"{t:8.2f}" for t in row.took), flush=True)


def summary(stage: str, rows: list[Row], least: float) -> float:
    """Print how a stage did with all texts, and return its largest growth."""
    longest = max(rows, key=lambda row: row.took[-1])
    grows = max((row.growth for row in rows if row.took[-1] >= least), default=0.0)
    print(f"{stage:20} longest {longest.took[-1]:7.2f} s ({longest.text}); largest growth x{grows:.1f}")
    return grows


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--characters", type=int, nargs="+", default=[125_000, 250_000], help="lengths, the shortest first"
    )
    known = ["engine", *stages.STAGES]
    parser.add_argument("--stage", action="append", choices=known, help="only these; may be repeated")
    parser.add_argument("--text", action="append", choices=shapes.NAMES, help="only these; may be repeated")
    parser.add_argument("--least", type=float, default=100.0, help="milliseconds below which none is told")
    parser.add_argument("--growth", type=float, default=2.3, help="from which on a text is named")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a text is given up")
    options = parser.parse_args()
    asked = options.stage or ["engine", *(name for name in stages.STAGES if name != "draft")]
    least = options.least / 1000
    found: dict[str, list[Row]] = {}
    for stage in asked:
        measured(stage, "said", [1000], options)
    for name in options.text or shapes.NAMES:
        for stage in asked:
            for key, row in measured(stage, name, options.characters, options).items():
                found.setdefault(key, []).append(row)
                if row.took[-1] >= least and (row.growth > options.growth or row.took[-1] == float("inf")):
                    told(key, row)
    worst = max(summary(stage, rows, least) for stage, rows in found.items())
    print(f"Largest growth for twice the length: {worst:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
