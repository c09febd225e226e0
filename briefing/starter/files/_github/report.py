"""The records that a pull request's own run drafted -> a commit on its branch, a status and one comment.

It runs with the right to write, so it runs nothing of the branch and needs nothing but Python and git: what
it is given is data.  It takes regular files of content/briefs/ and content/.generated/ alone, under names
that `build.py check` allows, never forces a push, and gives up where the branch has moved on.
"""

from __future__ import annotations

import base64
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import unicodedata
import urllib.request
from collections.abc import Iterator, Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any

KINDS = {"content/briefs": ".yml", "content/.generated": ".json"}
"""The folders that are taken, and the ending of the files in each."""
LARGEST, MOST = 20_000_000, 50_000
"""Bytes of a file; files."""
COMMENT = 65_000
"""Characters; GitHub takes 65,536."""
MARK = "<!-- briefing-pages: review -->"
"""By which the comment is found again."""
CONTEXT = "review"
"""The name of the status: that of the job which it stands for."""
WHO = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
ENDED = {"success": "success", "failure": "failure"}
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*#%]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)")


class RefusedError(Exception):
    """What was handed over holds something that no draft is."""


def allowed(slug: str) -> bool:
    """Return whether a slug is one that the program takes (briefing/model/filenames.py)."""
    hidden = any(unicodedata.category(sign) in ("Cf", "Cs", "Zl", "Zp") for sign in slug)
    if not slug or hidden or _FORBIDDEN.search(slug) or _RESERVED.match(slug):
        return False
    if len(slug.encode()) > 200 or slug != slug.strip() or slug.endswith("."):
        return False
    return not slug.startswith(".") and slug.casefold() != "index"


def taken(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path; raises RefusedError where one of them is not to be taken."""
    found: dict[str, bytes] = {}
    for name, ending in KINDS.items():
        if not (folder / name).is_dir():
            continue  # an artifact has no empty folders
        for entry in sorted(os.scandir(folder / name), key=lambda entry: entry.name):
            path = f"{name}/{entry.name}"
            about = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(about.st_mode):
                raise RefusedError(f"{path!r} is no regular file")
            if not entry.name.endswith(ending) or not allowed(entry.name.removesuffix(ending)):
                raise RefusedError(f"{path!r} is no name of a record or of the machine's file")
            if about.st_size > LARGEST or len(found) >= MOST:
                raise RefusedError(f"{path!r} is too large, or one too many")
            found[path] = Path(entry.path).read_bytes()
    return found


# -- the commit -----------------------------------------------------------------------------------


def git(folder: Path, *words: str, given: bytes | None = None) -> str:
    """Run git, which reads the token from its environment; returns what it prints."""
    done = subprocess.run(  # noqa: S603 (no word of it can be an option)
        ["git", *words],  # noqa: S607
        cwd=folder,
        input=given,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def _changed(files: Mapping[str, bytes], listed: str) -> Iterator[tuple[str, str]]:
    """Yield (path, mode and blob) for git's index: of files that differ from those listed, or are gone."""
    there = {}
    for row in filter(None, listed.split("\0")):
        about, _, path = row.partition("\t")
        there[path] = about.rpartition(" ")[0]  # without the stage
    for path in there:
        folder, _, name = path.rpartition("/")
        ending = KINDS.get(folder)
        if path not in files and ending and name.endswith(ending) and allowed(name.removesuffix(ending)):
            yield path, f"0 {'0' * 40}"
    for path, data in files.items():
        blob = sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
        if there.get(path) != f"100644 {blob}":
            yield path, f"100644 {blob}"


def commit(files: Mapping[str, bytes], address: str, head: str, branch: str) -> str:
    """Put files on top of a commit and push that; returns the new commit, or nothing where none was made.

    Records and files of the machine that are not among the files are removed.  Nothing is checked out.
    """
    if not files:
        return ""
    with tempfile.TemporaryDirectory() as made:
        here = Path(made)
        git(here, "init", "--quiet", "--bare")
        git(here, "fetch", "--quiet", "--depth=1", "--no-tags", address, head)
        git(here, "read-tree", head)
        rows = dict(_changed(files, git(here, "ls-files", "--stage", "-z", "--", *KINDS)))
        for path in rows.keys() & files.keys():
            git(here, "hash-object", "-w", "--stdin", given=files[path])
        given = "".join(f"{about}\t{path}\0" for path, about in rows.items()).encode(
            "utf-8", "surrogateescape"
        )
        git(here, "update-index", "-z", "--index-info", given=given)
        if not rows:
            return ""
        tree = git(here, "write-tree")
        name, mail = WHO
        who = ["-c", f"user.name={name}", "-c", f"user.email={mail}"]
        new = git(
            here, *who, "commit-tree", tree, "-p", head, "-m", "Draft what the texts of this branch give"
        )
        ref = f"refs/heads/{branch}"
        if git(here, "ls-remote", address, ref).split("\t")[0] != head:
            return ""
        try:
            git(here, "push", "--quiet", address, f"{new}:{ref}")
        except subprocess.CalledProcessError:
            return ""
        return new


# -- GitHub ---------------------------------------------------------------------------------------


def asked(address: str, method: str = "GET", fields: Mapping[str, Any] | None = None) -> Any:
    """Ask the API and return what it answers."""
    request = urllib.request.Request(  # noqa: S310 (the address of GitHub's own API)
        address,
        method=method,
        data=None if fields is None else json.dumps(fields).encode(),
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def comment(api: str, number: str, body: str) -> None:
    """Write the comment of a pull request, or change the one that is there."""
    page = 1
    while rows := asked(f"{api}/issues/{number}/comments?per_page=100&page={page}"):
        for row in rows:
            if (row["user"] or {}).get("login") == WHO[0] and row["body"].startswith(MARK):
                asked(f"{api}/issues/comments/{row['id']}", "PATCH", {"body": body})
                return
        page += 1
    asked(f"{api}/issues/{number}/comments", "POST", {"body": body})


def body_of(folder: Path, head: str, new: str, preview: str) -> str:
    """Return the comment: what is wrong, what changed, where the preview is; links lead to newest lines."""
    parts = [MARK]
    for name in ("problems.md", "note.md"):
        if (folder / name).is_file():
            text = (folder / name).read_text("utf-8", "replace").strip()
            parts.append(text.replace(f"/blob/{head}/", f"/blob/{new or head}/"))
    if preview.startswith("https://"):
        parts.insert(1, f"[The site with these changes]({preview}), to unpack and to open at `index.html`.")
    if new:
        parts.insert(1, f"New drafts were committed to this branch as {new}: fetch them before you go on.")
    text = "\n\n".join(parts)
    if len(text) > COMMENT:
        text = text[:COMMENT].rpartition("\n")[0] + "\n\nMore stands in the summary of the run."
    return text


def main(folder: Path) -> None:
    """Commit, report on the commit, and comment."""
    given = os.environ
    repository, head = given["GITHUB_REPOSITORY"], given["HEAD"]
    basic = base64.b64encode(f"x-access-token:{given['GITHUB_TOKEN']}".encode()).decode()
    given["GIT_CONFIG_COUNT"], given["GIT_TERMINAL_PROMPT"] = "1", "0"
    given["GIT_CONFIG_KEY_0"] = f"http.{given['GITHUB_SERVER_URL']}/.extraheader"
    given["GIT_CONFIG_VALUE_0"] = f"AUTHORIZATION: basic {basic}"
    files = taken(folder)
    new = commit(files, f"{given['GITHUB_SERVER_URL']}/{repository}", head, given["BRANCH"])
    api = f"{given['GITHUB_API_URL']}/repos/{repository}"
    if new:
        run = f"{given['GITHUB_SERVER_URL']}/{repository}/actions/runs/{given['GITHUB_RUN_ID']}"
        state = ENDED.get(given["RESULT"], "error")
        row = {
            "state": state,
            "context": CONTEXT,
            "target_url": run,
            "description": "The check after drafting",
        }
        asked(f"{api}/statuses/{new}", "POST", row)
    comment(api, given["NUMBER"], body_of(folder, head, new, given.get("PREVIEW", "")))
    sys.stdout.write(
        f"Committed {new}\n" if new else "Nothing was committed: no draft is new, or the branch moved on.\n"
    )


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except RefusedError as error:
        sys.exit(f"::error::{error}; nothing was committed")
