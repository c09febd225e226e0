"""Score the engine on annotated news, print the table and hold the floors.

    python tests/quality/run.py DATA [--no-reference] [--raise-floors] [--lower-floors]

DATA is a folder with score.py and the sets gum_news, gum_bio and wikiwars.  Where it is not
there, this says so and does nothing.  A figure below its floor in floors.yml is a failure;
lowering a floor needs --lower-floors.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.yml"
SETS = ("gum_news", "gum_bio", "wikiwars")


def scores(data: Path, *, reference: bool = True) -> dict[str, dict[str, Any]]:
    """Return the scorer's figures for each set, as fractions of one."""
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in SETS:
            out, figures = Path(folder, name), Path(folder, f"{name}.json")
            predict = [sys.executable, str(HERE / "predict.py"), str(data / name / "input"), str(out)]
            subprocess.run([*predict, *([] if reference else ["--no-reference"])], check=True)
            score = [sys.executable, str(data / "score.py"), "--gold", str(data / name / "gold")]
            subprocess.run(
                [*score, "--pred", str(out), "--json", str(figures)], check=True, capture_output=True
            )
            results[name] = json.loads(figures.read_text("utf-8"))[name]
    return results


def figure(results: dict[str, dict[str, Any]], path: str) -> float:
    """Look up "gum_news / sentences / exact / F1" in percent."""
    name, task, row, measure = path.split(" / ")
    return round(100 * float(results[name][task][row][measure]), 1)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--no-reference", action="store_true")
    parser.add_argument(
        "--raise-floors", action="store_true", help="write figures that rose as the new floors"
    )
    parser.add_argument("--lower-floors", action="store_true", help="write all figures as the new floors")
    options = parser.parse_args()
    if not (options.data / "score.py").is_file():
        print(f"No evaluation data at {options.data}: nothing scored.")
        return 0
    rows = yaml.safe_load(FLOORS.read_text("utf-8"))
    results = scores(options.data, reference=not options.no_reference)
    fallen = []
    print(f"{'task':<58}{'figure':>8}{'reach':>8}{'floor':>8}")
    for row in rows:
        now = figure(results, row["figure"])
        mark = "" if now >= row["reach"] else "  below the line"
        if now < row["floor"]:
            mark = "  BELOW THE FLOOR"
            fallen.append(row["figure"])
        print(f"{row['task']:<58}{now:>8.1f}{row['reach']:>8.1f}{row['floor']:>8.1f}{mark}")
        if options.lower_floors or (options.raise_floors and now > row["floor"]):
            row["floor"] = now
    if (options.raise_floors or options.lower_floors) and not options.no_reference:
        FLOORS.write_text(yaml.safe_dump(rows, sort_keys=False, width=120), "utf-8")
    if fallen and not (options.lower_floors or options.no_reference):
        print(f"{len(fallen)} figures fell below their floor: mend the engine or pass --lower-floors.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
