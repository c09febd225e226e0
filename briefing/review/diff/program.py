"""Two states of a desk -> a warning in Markdown where the program that it carries is another."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from briefing.review.diff.markdown_escape import code
from briefing.review.diff.revisions import CARRIED, Tree, tree, working


def warning(base: str, head: str | None, root: Path) -> str:
    """Return what is said of a changed vendor/, with both hashes, or "".

    Raises ChangesError where a state is not there.
    """
    after = tree(head, root) if head is not None else working(root, "the working folder")
    old, new = _wheels(tree(base, root)), _wheels(after)
    if old == new:
        return ""
    rows = [
        f"- gone: {code(name)}, SHA-256 {code(found)}\n"
        for name, found in old.items()
        if new.get(name) != found
    ]
    rows += [
        f"- new: {code(name)}, SHA-256 {code(found)}\n"
        for name, found in new.items()
        if old.get(name) != found
    ]
    return (
        "## The program itself changes\n\n"
        "Who merges this lets other code run in every build: compare the hash with the publisher's.\n\n"
        f"{''.join(rows)}\n"
    )


def _wheels(state: Tree) -> dict[str, str]:
    """Return the SHA-256 of each file that a desk carries its program in, by path."""
    paths = [path for path in state.hashes if path.startswith(f"{CARRIED}/")]
    return {path: sha256(data).hexdigest() for path, data in sorted(state.read(paths).items())}
