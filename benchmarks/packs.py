"""Measure packs on a desk of made-up briefs: `python benchmarks/packs.py [--briefs N] [--format LIST]`.

Prints for each format the time (of the wall and of the processor), the size, and the most memory
that the process held so far.  The briefs are those of benchmarks/search.py.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import search as made_up  # noqa: E402

from briefing import desk, packs, store  # noqa: E402
from briefing.desk import Options  # noqa: E402
from briefing.pages import Renderer  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefs", type=int, default=20)
    parser.add_argument("--format", default="zip,html,epub")
    options = parser.parse_args()
    found = made_up.entries(options.briefs)
    whole = desk.assemble(found, store.read_reference(ROOT), Options(source_text="full", site_name="Desk"))
    print(f"{options.briefs} briefs; before packing {memory():.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        for form in options.format.split(","):
            wall, processor = time.perf_counter(), time.process_time()
            book = packs.compile_book(whole, Renderer(ROOT / "templates"), packs.Selection())
            (made,), _ = packs.make(book, [form], Path(folder), lambda *_: None)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            print(
                f"{form}: {wall:.2f} s ({processor:.2f} of processor), {made.size:,} bytes, {memory():.0f} MB"
            )
    return 0


def memory() -> float:
    """Return the most memory held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
