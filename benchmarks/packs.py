"""Measure packs: `python benchmarks/packs.py [--briefs N] [--desk FOLDER] [--format LIST]`.

Prints for each format the time (of the wall and of the processor), the size, the most memory that
the process held so far, and for a PDF the time a page.  The briefs are those of a desk (`make demo`
makes one in dist/demo), the first N of them, or made-up ones as in benchmarks/search.py.
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
from pypdf import PdfReader  # noqa: E402

from briefing import packs  # noqa: E402
from briefing.publish import mkdocs  # noqa: E402
from briefing.render import Renderer  # noqa: E402
from briefing.storage import desk, reference_files  # noqa: E402
from briefing.storage.desk import Options  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefs", type=int, default=20)
    parser.add_argument("--format", default="zip,html,epub")
    parser.add_argument("--desk", type=Path, help="the folder of a desk that was built")
    options = parser.parse_args()
    told = Options(source_text="full", site_name="Desk")
    if options.desk:
        found = list(mkdocs.read_desk(options.desk, told, preview=True).entries[: options.briefs])
    else:
        found = made_up.entries(options.briefs)
    whole = desk.assemble(found, reference_files.read_reference(ROOT), told)
    print(f"{len(found)} briefs; before packing {memory():.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        for form in options.format.split(","):
            wall, processor = time.perf_counter(), time.process_time()
            book = packs.compile_book(whole, Renderer(ROOT / "templates"), packs.Selection())
            (made,), _ = packs.make(book, [form], Path(folder), lambda *_: None)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            print(
                f"{form}: {wall:.2f} s ({processor:.2f} of processor), {made.size:,} bytes, {memory():.0f} MB"
            )
            if form == "pdf":
                count = len(PdfReader(made.path).pages)
                print(f"     {count} pages, {processor / count:.3f} s of processor each")
    return 0


def memory() -> float:
    """Return the most memory held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
