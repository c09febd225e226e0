"""Take the pictures of the README: `make pictures`, after `make site`.

Needs Chromium; its path can be given in CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {"brief.png": ("briefs/2025-02-28-xi-shoigu-beijing.html", 1100, 1000, "light")}
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
            page.goto((ROOT / "site" / page_path).as_uri())
            page.screenshot(path=ROOT / "docs" / name)
            print(f"docs/{name}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
