"""The site with its drafts, in a folder of its own, built again when somebody looks and something changed.

It is built by a process of its own: MkDocs and the pools of a build keep state that no server should share.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from starlette.responses import FileResponse, PlainTextResponse, Response

from briefing import PACKAGE
from briefing.storage import file_state


class Preview:
    """The preview of one desk."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self._folder = tempfile.TemporaryDirectory(prefix="briefing-preview-")
        self.site = Path(self._folder.name).resolve() / "site"
        self._built: object = None
        self._one = threading.Lock()

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()

    def file(self, path: str) -> Response:
        """Return a file of the site as it is now."""
        with self._one:
            now = self._stamps()
            if now != self._built:
                fault = self._build()
                if fault:
                    return PlainTextResponse(fault, 500)
                self._built = self._stamps()
        if "\0" in path:
            return PlainTextResponse("Not found.", 404)
        target = (self.site / (path or "index.html")).resolve()
        if not target.is_relative_to(self.site) or not target.is_file():
            return PlainTextResponse("Not found.", 404)
        return FileResponse(target)

    def _stamps(self) -> object:
        root = self.config.parent
        folders = ("content", "content/briefs", "content/reference", "seeds")
        return [file_state.stamps(root / name) for name in folders], file_state.stamp(self.config)

    def _build(self) -> str:
        """Build the site; returns what went wrong."""
        words = [sys.executable, "-m", "briefing.reviewdesk.preview", str(self.config), str(self.site)]
        paths = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
        done = subprocess.run(  # noqa: S603 (this program)
            words, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": paths}
        )
        return done.stderr.decode("utf-8", "replace")[-4000:] if done.returncode else ""


def main(config: str, site: str) -> int:
    """Bring the records up to date and build the site with its drafts; returns the exit code."""
    from briefing import drafting
    from briefing.model import BriefingError
    from briefing.publish import mkdocs

    try:
        drafting.update(Path(config).parent)
        mkdocs.build(Path(config), drafts=True, site=Path(site))
    except BriefingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
