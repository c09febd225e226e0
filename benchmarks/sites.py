"""Time the site of many briefs next to other generators: `make bench N=1000`.

Makes N reports (benchmarks/articles.py), drafts them once, and then runs in turn, `--rounds` times:
our builds from every state that a desk can be in, and Hugo, Zensical and stock MkDocs (with a theme of
one template) on as many Markdown pages, whose HTML is as large page by page.  Prints a table of
medians, least and most, with ratios, and writes it to `--save`.  Peers that are not installed are
left out, and the table says so: `benchmarks/requirements-bench.txt` names them.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks")]

import articles  # noqa: E402

OURS = (sys.executable, str(ROOT / "build.py"))
BIN = Path(sys.executable).parent
LEAN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<link rel="stylesheet" href="/style.css"></head><body><main>{content}</main></body></html>'
)
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""So that the code of each generator in Python is kept compiled, as it is where it was installed."""
FRAME = 1_200
"""Bytes of HTML that a peer's template adds to a page."""


class Row:
    """A kind of build: what is timed, and what has to be done before each round."""

    def __init__(
        self, name: str, command: Sequence[str], folder: Path, before: Callable[[int], None] = lambda _: None
    ) -> None:
        self.name, self.command, self.folder, self.before = name, command, folder, before
        self.seconds: list[float] = []
        self.memory: list[float] = []

    def run(self, number: int) -> None:
        """Run it once; a build that fails stops everything."""
        self.before(number)
        started = time.perf_counter()
        with subprocess.Popen(
            self.command,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=ENVIRONMENT,
        ) as process:
            peak = Peak(process.pid)
            output, _ = process.communicate()
        self.seconds.append(time.perf_counter() - started)
        self.memory.append(peak.stop())
        if process.returncode:
            sys.exit(f"{self.name} failed:\n{output}")


class Peak(threading.Thread):
    """The most memory that a process and its children held together: the sum of their shares (PSS), in MB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.ended = pid, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.ended.wait(0.1):
            self.most = max(self.most, sum(map(_pss, _family(self.pid))))

    def stop(self) -> float:
        """Return the peak."""
        self.ended.set()
        self.join()
        return self.most


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(member for child in children for member in _family(int(child)))]


def _pss(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0
    return int(found[1]) / 1024 if found else 0


# -- our desk -----------------------------------------------------------------------------------


def new_desk(folder: Path, count: int) -> None:
    """Make a desk of so many reports and nothing else."""
    subprocess.run([*OURS, "new", str(folder), "--name", "Desk"], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder / "seeds")
    shutil.rmtree(folder / "content" / "briefs", ignore_errors=True)
    shutil.rmtree(folder / "content" / ".generated", ignore_errors=True)
    shutil.copytree(ROOT / "templates", folder / "own", ignore=shutil.ignore_patterns("__*"))
    config = folder / "mkdocs.yml"
    config.write_text(
        re.sub(
            r"theme:\n  name: briefing\n", "theme:\n  name: briefing\n  custom_dir: own\n", config.read_text()
        )
    )
    articles.write(folder / "seeds", count)


def our_rows(folder: Path, count: int) -> list[Row]:
    """Return our builds; each finds the desk built."""
    build = [*OURS, "build", "--drafts"]
    records, own = folder / "content" / "briefs", folder / "own"

    def forget(_: int) -> None:
        shutil.rmtree(folder / ".cache", ignore_errors=True)

    def cold(number: int) -> None:
        forget(number)
        for name in ("content/briefs", "content/.generated", "site"):
            shutil.rmtree(folder / name, ignore_errors=True)

    def edit(number: int) -> None:
        file = sorted(records.glob("*.yml"))[count // 2 + number]
        file.write_text(
            re.sub(r"(?m)^title: .*", f"title: Edited {number}", file.read_text("utf-8")), "utf-8"
        )
        time.sleep(0.05)

    def change(*names: str) -> Callable[[int], None]:
        def act(number: int) -> None:
            for name in names:
                file = own / name
                file.write_text(file.read_text("utf-8") + f"<!-- {number} -->\n", "utf-8")

        return act

    return [
        Row("seeds to site, cold", build, folder, cold),
        Row("all pages, records from YAML, no cache", build, folder, forget),
        Row(
            "all pages, templates of all changed", build, folder, change("shell.html", "pages/fragments.html")
        ),
        Row("the source pages, their template changed", build, folder, change("pages/source.html")),
        Row("one edited record", build, folder, edit),
        Row("nothing changed", build, folder),
    ]


# -- the peers ----------------------------------------------------------------------------------


def markdown(folder: Path, sizes: Sequence[int], index: str = "index.md", a_folder: int = 1_000) -> None:
    """Write as many Markdown pages as there are sizes, so that their HTML has these sizes."""
    pool = [part.strip().replace("\n", " ") for n in range(40) for part in articles.report(n).split("\n\n")]
    for number, size in enumerate(sizes):
        parts, got, place = [f"# Page {number}\n"], 0.0, number
        while got < size - FRAME:
            text = pool[place % len(pool)]
            place += 1
            if text and place % 3:
                parts.append(f"- **{text[:20]}** {text[20:120]} [link](https://example.org/{place})\n")
                got += len(parts[-1]) * 1.15
            elif text:
                parts.append(f"\n{text}\n\n")
                got += len(text) + 8
        target = folder / f"s{number // a_folder}" / f"p{number}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\ntitle: Page {number}\n---\n\n" + "\n".join(parts), "utf-8")
    (folder / index).write_text("# Home\n\nText.\n", "utf-8")


def peer_rows(folder: Path, sizes: Sequence[int], wanted: Sequence[str]) -> list[Row]:
    """Set the peers up, each in a folder of its own; returns their builds."""
    rows = []

    def touch(pages: Path) -> Callable[[int], None]:
        file = pages / "s0" / "p1.md"
        return lambda number: (
            file.write_text(file.read_text("utf-8") + f"\nEdited {number}.\n", "utf-8") and None
        )

    if (BIN / "hugo").exists() and "hugo" in wanted:
        hugo = folder / "hugo"
        markdown(hugo / "content", sizes, "_index.md")  # else all pages are attachments of one
        (hugo / "hugo.toml").write_text(
            'baseURL="https://example.org/"\ndisableKinds=["taxonomy","term","RSS","sitemap"]\n'
        )
        layouts = hugo / "layouts" / "_default"
        layouts.mkdir(parents=True)
        for name in ("single.html", "list.html"):
            (layouts / name).write_text(LEAN.format(title="{{ .Title }}", content="{{ .Content }}"))
        rows.append(Row("Hugo", [str(BIN / "hugo"), "--quiet"], hugo, lambda _: _drop(hugo / "public")))
        rows.append(
            Row("Hugo, one edited page", [str(BIN / "hugo"), "--quiet"], hugo, touch(hugo / "content"))
        )
    for name, command in (("MkDocs", "mkdocs"), ("Zensical", "zensical")):
        if not (BIN / command).exists() or command not in wanted:
            continue
        there = folder / command
        markdown(there / "docs", sizes)
        (there / "theme").mkdir()
        (there / "theme" / "main.html").write_text(
            LEAN.format(title="{{ page.title }}", content="{{ page.content }}")
        )
        theme = "theme: {name: null, custom_dir: theme}\n" if command == "mkdocs" else ""
        (there / "mkdocs.yml").write_text(
            f"site_name: Desk\nuse_directory_urls: false\n{theme}plugins: []\nnav: [index.md]\n"
        )
        drop = lambda _, there=there: (_drop(there / "site"), _drop(there / ".cache"))  # noqa: E731
        rows.append(
            Row(name, [str(BIN / command), "build", *(["-q"] if command == "mkdocs" else [])], there, drop)
        )
    return rows


def _drop(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


# -- start and preview --------------------------------------------------------------------------


def start_rows(folder: Path) -> list[Row]:
    """Return what a person waits for who only looks: the help, and the seed alone."""
    seed = folder / "seed"
    subprocess.run([*OURS, "new", str(seed), "--name", "Desk"], check=True, stdout=subprocess.DEVNULL)
    one = folder / "one"
    (one / "docs").mkdir(parents=True)
    (one / "docs" / "index.md").write_text("# Home\n\nText.\n")
    (one / "mkdocs.yml").write_text("site_name: One\n")

    def cold(_: int) -> None:
        for name in ("site", ".cache", "content/briefs", "content/.generated"):
            _drop(seed / name)

    return [
        Row("build.py --help", [*OURS, "--help"], folder),
        Row("the seed alone, cold", [*OURS, "build", "--drafts"], seed, cold),
        Row(
            "stock MkDocs, one page", [str(BIN / "mkdocs"), "build", "-q"], one, lambda _: _drop(one / "site")
        ),
    ]


def preview(
    folder: Path, command: Sequence[str], file: Path, page: str, port: int, rounds: int
) -> list[float]:
    """Return the seconds from an edit of a file until the live preview shows it."""
    address = f"http://127.0.0.1:{port}/{page}"
    found = []
    with subprocess.Popen(
        [*command, f"127.0.0.1:{port}"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    ) as process:
        try:
            _until(address, "", 600)
            for number in range(rounds):
                time.sleep(2)
                word = f"Previewed{number}"
                text = file.read_text("utf-8")
                new = re.sub(r"(?m)^title: .*", f"title: {word}", text)
                file.write_text(new if file.suffix == ".yml" else f"{text}\n{word}\n", "utf-8")
                started = time.perf_counter()
                _until(address, word, 300)
                found.append(time.perf_counter() - started)
        finally:
            process.terminate()
    return found


def _until(address: str, word: str, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 (our own server)
                if word in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.02)
    sys.exit(f"{address} did not show {word!r}")


# -- the table ----------------------------------------------------------------------------------


def table(rows: Sequence[Row], files: tuple[int, int, int]) -> str:
    """Return the results as Markdown; ratios are to Hugo's and MkDocs' medians."""
    medians = {row.name: statistics.median(row.seconds) for row in rows}
    lines = [
        f"{files[0]:,} briefs: {files[1]:,} pages, {files[2] / files[1] / 1000:.0f} KB each on average.",
        "",
        "| work | median, s | least | most | to Hugo | to MkDocs | to Zensical | memory, MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        peer = "Hugo, one edited page" if row.name == "one edited record" else "Hugo"
        ratios = [
            f"{medians[row.name] / medians[name]:.2f}" if name in medians else ""
            for name in (peer, "MkDocs", "Zensical")
        ]
        lines.append(
            f"| {row.name} | {medians[row.name]:.2f} | {min(row.seconds):.2f} | {max(row.seconds):.2f} | "
            f"{' | '.join(ratios)} | {max(row.memory):,.0f} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """Return what ran it all, in a line."""
    parts = [f"Python {platform.python_version()}", f"{len(os.sched_getaffinity(0))} processors"]
    for name in ("mkdocs", "jinja2", "hugo", "zensical"):
        try:
            parts.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            parts.append(f"{name} not installed")
    return ", ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--briefs", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default="hugo,mkdocs,zensical")
    parser.add_argument("--no-preview", action="store_true")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        desk = folder / "desk"
        new_desk(desk, options.briefs)
        rows = our_rows(desk, options.briefs)
        rows[0].run(0)
        sizes = [path.stat().st_size for path in sorted((desk / "site").rglob("*.html"))]
        rows += peer_rows(folder, sizes, options.peers.split(","))
        starts = start_rows(folder)
        for number in range(options.rounds):
            for row in (*rows, *starts):
                if row.seconds[number:]:
                    continue  # the desk had to be built before its pages could be measured
                row.run(number)
                print(f"{number + 1}/{options.rounds} {row.name}: {row.seconds[-1]:.2f} s", flush=True)
        text = f"{machine()}.\n\n{table(rows, (options.briefs, len(sizes), sum(sizes)))}\n"
        text += "\n| start | median, s | least | most |\n|---|--:|--:|--:|\n"
        for row in starts:
            least, most = min(row.seconds), max(row.seconds)
            text += f"| {row.name} | {statistics.median(row.seconds):.2f} | {least:.2f} | {most:.2f} |\n"
        if not options.no_preview:
            text += previews(desk, folder, options.rounds)
        print(text)
        if options.save:
            options.save.parent.mkdir(parents=True, exist_ok=True)
            options.save.write_text(text, "utf-8")


def previews(desk: Path, folder: Path, rounds: int) -> str:
    """Return how long a live preview takes to show an edit, ours and stock MkDocs'."""
    record = sorted((desk / "content" / "briefs").glob("*.yml"))[7]
    ours = preview(desk, [*OURS, "serve", "--address"], record, f"briefs/{record.stem}.html", 8761, rounds)
    text = f"\nLive preview after one edit: ours {statistics.median(ours):.2f} s"
    if (folder / "mkdocs").exists():
        stock = [str(BIN / "mkdocs"), "serve", "--quiet", "--dev-addr"]
        theirs = preview(
            folder / "mkdocs", stock, folder / "mkdocs/docs/s0/p1.md", "s0/p1.html", 8762, min(rounds, 3)
        )
        ratio = statistics.median(ours) / statistics.median(theirs)
        text += f", stock `mkdocs serve` {statistics.median(theirs):.2f} s, ratio {ratio:.3f}"
    return text + ".\n"


if __name__ == "__main__":
    main()
