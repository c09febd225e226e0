"""A virtual environment in `.venv` with what a lock of `locks/` names and the project itself.

`python tools/install.py` installs what the site needs, `python tools/install.py dev` what tests need too.
It runs on any system with Python 3.11 or newer, and needs nothing but the standard library.
"""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
PIP = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
OFFLINE = """
error: the package index cannot be reached
  Is there a network, or a proxy that pip must be told of?"""
UNREACHABLE = re.compile(
    r"(NewConnection|NameResolution|ConnectTimeout|ProxyError|MaxRetry|ConnectionError)"
    r"|\bTemporary failure in name resolution|\[Errno -?\d+\] \w*.*(?:unreachable|not known)"
)


def install(lock: str) -> None:
    """Install a lock with its hashes and the project without its dependencies; a bar shows how far it is."""
    files = [ROOT / "locks" / f"{name}.txt" for name in ((lock,) if lock == "dev" else (lock, "build"))]
    total = sum(len(re.findall(r"^\S+==", file.read_text("utf-8"), re.M)) for file in files)
    listed = [part for file in files for part in ("-r", str(file))]
    with subprocess.Popen(
        [*PIP, "--require-hashes", "--retries", "1", "--timeout", "20", *listed],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as run:
        said: list[str] = []
        seen = 0
        for line in run.stdout or ():
            said.append(line)
            if UNREACHABLE.search(line):
                run.kill()
                sys.exit(OFFLINE)
            if found := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
                seen = min(seen + 1, total)
                show(seen, total, found[1])
    if run.returncode:
        sys.exit("\n" + "".join(line for line in said if line.startswith("ERROR")) or "".join(said[-20:]))
    show(total, total, "the project")
    subprocess.run([*PIP, "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    print(flush=True)


def show(done: int, total: int, name: str) -> None:
    """Draw the bar; where nobody looks at a terminal, only its end."""
    if sys.stdout.isatty():
        full = 30 * done // total
        print(f"\r  {'█' * full}{'·' * (30 - full)} {done} of {total}  {name[:30]:30}", end="", flush=True)


def main() -> None:
    """Make the environment where it is missing, then install."""
    if sys.version_info < (3, 11):  # noqa: UP036 (it is the first that a person runs)
        sys.exit(f"error: Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    lock = sys.argv[1] if len(sys.argv) > 1 else "site"
    if not (ROOT / "locks" / f"{lock}.txt").is_file():
        known = ", ".join(sorted(path.stem for path in (ROOT / "locks").glob("*.txt")))
        sys.exit(f"error: there is no lock {lock!r}\n  There are: {known}.")
    what = (
        "tests and the site need"
        if lock == "dev"
        else "the site needs"
        if lock == "site"
        else f"{lock} needs"
    )
    print(f"Installing what {what} into .venv; once, and in about half a minute.", flush=True)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    install(lock)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nstopped")
