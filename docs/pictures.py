"""Take the pictures of the documents: `make pictures`, which builds the demo desk first.

Needs Chromium; its path can be given in CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DESK = ROOT / "dist" / "demo"
BRIEF = "2024-03-07-sweden-joins-nato"
PICTURES = {
    "brief.png": (f"briefs/{BRIEF}.html", 1100, 1000, "light"),
    "source.png": (f"sources/{BRIEF}.html", 900, 700, "light"),
    "actor.png": ("actors/russia.html", 900, 700, "dark"),
    "search.png": ("search.html#q=treaty", 900, 700, "light"),
}
"""File -> page, width, height (CSS pixels), colour scheme."""


def main() -> int:
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if browser_path is None:
        print("Chromium is not installed; install it or name it in CHROMIUM.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for name, (page_path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(f"{(DESK / 'site').as_uri()}/{page_path}", wait_until="networkidle")
            page.screenshot(path=ROOT / "docs" / "pages" / name)
            print(f"docs/pages/{name}")
        with tempfile.TemporaryDirectory() as folder:
            packs(browser, Path(folder))
        browser.close()
    return 0


def packs(browser: Browser, folder: Path) -> None:
    """Take a picture of the brief in each format; the PDF's needs pdftoppm (poppler)."""
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        "pack",
        "--config",
        str(DESK / "mkdocs.yml"),
        "--format",
        "zip,html,epub,pdf",
        "--out",
        str(folder),
    ]
    subprocess.run([*command, "--brief", BRIEF], cwd=ROOT, check=True)
    (pdf,) = folder.glob("*.pdf")
    (html,) = folder.glob("*.html")
    for form in ("zip", "epub"):
        (path,) = folder.glob(f"*.{form}")
        with zipfile.ZipFile(path) as held:
            held.extractall(folder / form)
    shown = {
        "pack-zip.png": next((folder / "zip").glob("*/index.html")).as_uri(),
        "pack-html.png": html.as_uri() + "#b1",
        "pack-epub.png": (folder / "epub" / "EPUB" / "b1.xhtml").as_uri(),
    }
    for name, address in shown.items():
        page = browser.new_page(viewport={"width": 760, "height": 900}, reduced_motion="reduce")
        page.goto(address)
        page.screenshot(path=ROOT / "docs" / "pages" / name)
        print(f"docs/pages/{name}")
    target = ROOT / "docs" / "pages" / "pack-pdf"
    subprocess.run(
        ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", pdf, target], check=True
    )
    print("docs/pages/pack-pdf.png")


if __name__ == "__main__":
    sys.exit(main())
