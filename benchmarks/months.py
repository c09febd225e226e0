"""Build a large desk as one site a month, and count seconds and memory of each step.

    python benchmarks/months.py --briefs 20000

`--days 31` puts them all into one month, whose memory is then what the table shows.
`--cluster 1000` drafts so many articles on a Dask cluster of two workers here, next to the process pool.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import articles  # noqa: E402
import sites  # noqa: E402

UPDATE = (
    "import sys; from pathlib import Path; from briefing.drafting import update; "
    "print(*update(Path(sys.argv[1]), monthly=True).lines())"
)


def build(folder: Path, count: int) -> None:
    """Print a line for each step of building a desk of so many reports."""
    sites.new_desk(folder, count)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("sites: one", "sites: monthly"), "utf-8")
    records = folder / "content" / "briefs"

    def edit(number: int) -> None:
        file = sorted(records.glob("*.yml"))[count // 2 + number]
        file.write_text(
            re.sub(r"(?m)^title: .*", f"title: Edited {number}", file.read_text("utf-8")), "utf-8"
        )
        time.sleep(0.05)

    make = [*sites.OURS, "build", "--drafts"]
    rows = [
        sites.Row("seeds to records", [sys.executable, "-c", UPDATE, str(folder)], folder),
        sites.Row("all months, cold", make, folder),
        sites.Row("nothing changed", make, folder),
        sites.Row("one edited record", make, folder, edit),
    ]
    print("| step | seconds | memory, MB |\n|---|--:|--:|")
    for row in rows:
        row.run(0)
        print(f"| {row.name} | {row.seconds[0]:.1f} | {row.memory[0]:,.0f} |", flush=True)
    for month in sorted(path for path in (folder / "site").iterdir() if path.name.startswith("20")):
        sizes = [path.stat().st_size for path in month.rglob("*") if path.is_file()]
        briefs = len(list((month / "briefs").glob("20*.html")))
        print(f"{month.name}: {briefs:,} briefs, {len(sizes):,} files, {sum(sizes) / 1e6:,.0f} MB")
    for path in sorted((folder / ".cache").rglob("*")):
        if path.is_file() and path.stat().st_size > 10_000_000:
            print(f"{path.relative_to(folder)}: {path.stat().st_size / 1e6:,.0f} MB")


CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as found:
        print(found.scheduler_address, flush=True)
        sys.stdin.read()
"""


def cluster(folder: Path, count: int) -> None:
    """Print how long so many articles take on the process pool and on a cluster of two workers."""
    sites.new_desk(folder, count)
    with subprocess.Popen(
        [sys.executable, "-c", CLUSTER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as scheduler:
        assert scheduler.stdin is not None  # noqa: S101
        assert scheduler.stdout is not None  # noqa: S101
        address = scheduler.stdout.readline().strip()
        code = (
            "import sys, time, contextlib; from pathlib import Path\n"
            "from briefing.drafting import cluster, update\n"
            "workers = cluster.executor(sys.argv[2]) if sys.argv[2:] else contextlib.nullcontext()\n"
            "with workers as found:\n"
            "    started = time.perf_counter()\n"
            "    update(Path(sys.argv[1]), executor=found)\n"
            "    print(time.perf_counter() - started)\n"
        )
        for round_ in range(3):
            for name, more in (("process pool", []), ("cluster", [address])):
                for there in (".cache", "content/briefs", "content/.generated"):
                    shutil.rmtree(folder / there, ignore_errors=True)
                command = [sys.executable, "-c", code, str(folder), *more]
                took = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
                print(f"{round_ + 1}/3 {name}, {count:,} articles: {float(took):.2f} s", flush=True)
        scheduler.stdin.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--briefs", type=int, default=0)
    parser.add_argument("--days", type=int, default=articles.DAYS)
    parser.add_argument("--cluster", type=int, default=0)
    options = parser.parse_args()
    print(sites.machine())
    articles.DAYS = options.days
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        if options.briefs:
            build(Path(temporary) / "desk", options.briefs)
        if options.cluster:
            cluster(Path(temporary) / "spread", options.cluster)


if __name__ == "__main__":
    main()
