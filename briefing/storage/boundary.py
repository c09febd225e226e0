"""The work on one brief -> whatever it raises as one error with file and line, so that the others go on.

Errors that a person can mend pass as they are, and so does what the system says (a disk that is full, no
memory left): no other brief would fare better.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType

from briefing import PACKAGE
from briefing.model import BriefingError
from briefing.model.sections import OF_ITEM, key_of
from briefing.storage import files, record_files
from briefing.storage.yaml_positions import YamlPositions

HINT = "Undo the last change there. If nothing is wrong with it, this is a fault of the engine: report it."


class BriefError(BriefingError):
    """The engine fails at one brief in a way that nobody foresaw."""

    def __init__(self, what: str, *, slug: str, path: str = "", where: str = "") -> None:
        """Keep the brief's slug, and the path of the item that was worked on, empty where it is not known."""
        self.slug, self.path = slug, path
        super().__init__(what, where=where or slug, hint=HINT)

    def __reduce__(self) -> tuple[Callable[[], BriefError], tuple[()]]:
        return partial(type(self), self.what, slug=self.slug, path=self.path, where=self.where), ()

    def placed(self, root: Path) -> BriefError:
        """Return the error with the file and the line of the record."""
        record, line = record_files.record_path(root, self.slug), 0
        try:
            line = YamlPositions(files.read_text(record)).of(self.path)[0] if self.path else 0
        except Exception:  # noqa: BLE001 (what cannot be read has no line)
            line = 0
        where = f"{record}:{line}" if line else str(record)
        return BriefError(self.what, slug=self.slug, path=self.path, where=where)


@contextmanager
def guarded(slug: str, where: str = "") -> Iterator[None]:
    """Turn what nobody foresaw in the work on one brief into a BriefError; `where` is the file meant."""
    try:
        yield
    except (BriefingError, OSError, MemoryError):
        raise
    except Exception as error:
        path = _item(error.__traceback__)
        cause = f"{type(error).__name__}: {str(error)[:120]}, {_place(error)}"
        what = f"{path}: " if path else ""
        raise BriefError(
            f"{what}the engine fails at this ({cause})", slug=slug, path=path, where=where
        ) from error


def _item(trace: TracebackType | None) -> str:
    """Return the path of the item that the innermost function worked on; empty where none did."""
    found = ""
    for frame, _ in traceback.walk_tb(trace):
        for value in frame.f_locals.values():
            if (section := OF_ITEM.get(type(value))) is not None:
                found = f"{section.name}/{key_of(value)}"
    return found


def _place(error: Exception) -> str:
    """Return the line of our code that failed, for a report."""
    ours = [
        f"{Path(row.filename).relative_to(PACKAGE).as_posix()}:{row.lineno}"
        for row in traceback.extract_tb(error.__traceback__)
        if Path(row.filename).is_relative_to(PACKAGE) and row.filename != __file__
    ]
    return f"in {ours[-1]}" if ours else "outside of the engine"
