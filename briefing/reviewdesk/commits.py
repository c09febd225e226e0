"""A desk in a git repository -> what its branch changes in meaning, and a commit of it; nothing is pushed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from msgspec import Struct

from briefing.model import BriefingError
from briefing.render.notes import notes
from briefing.review import diff
from briefing.storage import reference_files

OWN = ("content/briefs", "content/.generated", "seeds")
"""What a review writes, and a commit takes."""
TRUNKS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class Changes(Struct, frozen=True, kw_only=True):
    """What differs from where a branch began."""

    repository: bool
    base: str = ""
    note: str = ""
    """As HTML."""
    message: str = ""
    """What a commit could say."""
    open: bool = False
    """Whether there is anything to commit."""


def is_repository(root: Path) -> bool:
    """Return whether a desk lies in a git repository that has a commit."""
    return _asked(root, "rev-parse", "--verify", "--quiet", "HEAD") is not None


def changes(root: Path) -> Changes:
    """Return the note of `diff` since the branch began, and a message for what is not yet committed."""
    if not is_repository(root):
        return Changes(repository=False)
    base = _base(root)
    found = diff.between(base, None, root)
    eras = reference_files.read_reference(root).eras
    titles = {episode.id: episode.title for era in eras for episode in era.episodes}
    text = diff.note(found, base[:12], "the files as they stand", diff.LIMITS["comment"], titles=titles)
    fresh = found if base == "HEAD" else diff.between("HEAD", None, root)
    return Changes(
        repository=True,
        base=base[:12],
        note=str(notes(text)),
        message=_message(fresh),
        open=bool(_asked(root, "status", "--porcelain", "--", *_there(root))),
    )


def commit(root: Path, message: str) -> str:
    """Commit what the review wrote; returns git's line about it.  Raises BriefingError where git refuses."""
    if not message.strip():
        raise BriefingError("a commit needs a message", hint="Say what was changed, and why.")
    _done(root, "add", "--all", "--", *_there(root))
    said = _done(root, "commit", "--message", message.strip(), "--", *_there(root))
    return said.splitlines()[0] if said else "Committed."


def _there(root: Path) -> list[str]:
    return [name for name in OWN if (root / name).is_dir()]


def _base(root: Path) -> str:
    """Return where the branch began, "HEAD" on the trunk itself."""
    for trunk in TRUNKS:
        found = _asked(root, "merge-base", "HEAD", trunk)
        if found:
            return found.strip()
    return "HEAD"


def _message(found: list[diff.BriefChange]) -> str:
    """Return a message for a commit: the briefs, and in its body what changed in each."""
    if not found:
        return ""
    titles = [change.title for change in found]
    head = f"Review: {titles[0]}" if len(titles) == 1 else f"Review of {len(titles)} briefs"
    rows = [f"{change.slug}: {_counted(change)}" for change in found[:40]]
    return "\n".join([head[:72], "", *rows])


def _counted(change: diff.BriefChange) -> str:
    if change.what != "changed":
        return change.what
    count = len(change.changes)
    return f"{count} change{'' if count == 1 else 's'}"


def _asked(root: Path, *arguments: str) -> str | None:
    """Return what git says, None where it says no or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 (git itself, with words of ours)
            ["git", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _done(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (git itself; a message is an argument of its own)
            ["git", *arguments],  # noqa: S607
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        raise BriefingError("git is not installed") from None
    said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
    if done.returncode:
        raise BriefingError(f"git {arguments[0]}: {said or 'failed'}", hint="Nothing was committed.")
    return said
