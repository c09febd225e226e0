"""Texts made to be slow: how the engine's time grows when each is four times as long.

    python benchmarks/adversarial.py [--characters N]

A growth of 4 is linear; one of 16 would be quadratic.  Prints each text with both times.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from briefing import draft, lexicon, store  # noqa: E402
from briefing.model import NO_REFERENCE  # noqa: E402

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
}


def seconds(text: str) -> float:
    """Return how long the whole engine takes for a text."""
    article = store.article(("Lee came. " + text).encode(), "slow", "slow")
    started = time.perf_counter()
    draft.draft(article, lexicon.load(), NO_REFERENCE)
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--characters", type=int, default=20_000, help="length of the shorter text")
    options = parser.parse_args()
    seconds("Lee met Cole.")
    worst = 0.0
    for name, unit in UNITS.items():
        short = (unit * options.characters)[: options.characters]
        first, second = seconds(short), seconds(short * 4)
        growth = second / first
        worst = max(worst, growth)
        print(f"{name:28}{first * 1000:9.1f} ms{second * 1000:10.1f} ms   x{growth:.1f}", flush=True)
    print(f"Largest growth for four times the length: {worst:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
