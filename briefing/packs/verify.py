"""A file -> whether it is whole, whether it is the one that was approved, and what it holds.

Nothing is unpacked to a disk.  What a pack says about itself proves that it is whole, not who made
it: that is what a published sum or a signature is for.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from msgspec import Struct

from briefing.model import Brief, BriefingError
from briefing.packs import manifest as packs_manifest
from briefing.storage.files import regular

MOST_FILES = 100_000
LARGEST = 2_000_000_000
"""Bytes of all files of an archive together, unpacked."""
LARGEST_SINGLE = 500_000_000
"""Bytes of a pack of one file."""
LARGEST_FACTS = 100_000_000
"""Bytes of pack.json or the manifest."""
NAMESPACE = "briefing-pack"
"""Of signatures: ssh-keygen -Y sign -n briefing-pack -f KEY FILE"""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What zipfile raises at archives made wrong, by accident or on purpose."""
_PARTS = {
    "html": (
        (re.compile(rb'<script type="application/json" id="pack\.json">'), re.compile(rb"</script>")),
        (re.compile(rb'<script type="text/plain" id="MANIFEST\.sha256">\n'), re.compile(rb"</script>")),
    ),
    "pdf": (
        (re.compile(rb'stream\r?\n(?=\{\n "pack": )'), re.compile(rb"\r?\nendstream")),
        (re.compile(rb"stream\r?\n(?=[0-9a-f]{64}  [^\n]{1,20}\n)"), re.compile(rb"\r?\nendstream")),
    ),
}
"""What is before and behind pack.json and the manifest.  Each pattern has a bounded length and is
searched once, so that a file made of many beginnings takes no longer than another of its size."""


class VerifyError(BriefingError):
    """A file cannot be verified: it is not there, or no pack."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What a file says about itself, and what is wrong with it."""

    sha256: str
    form: str
    """zip, epub, html or pdf."""
    faults: tuple[str, ...]
    """Empty where the file is whole."""
    facts: Mapping[str, Any]
    """pack.json; empty where it cannot be read."""


class Compared(Struct, frozen=True, kw_only=True):
    """A brief of a pack next to the record at hand."""

    slug: str
    state: Literal["same", "changed", "missing"]
    what: str = ""
    """What changed: the record, the source text or both."""


def inspect(path: Path) -> Verdict:
    """Read a pack; raises VerifyError where it cannot be read or is none."""
    try:
        size = path.stat().st_size
        with regular(path).open("rb") as file:
            head = file.read(1024)
            digest = sha256(head)
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        hint = "Check the path and its permissions."
        raise VerifyError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from None
    if head.startswith(b"PK"):
        form, faults, facts = _archive(path)
    elif size > LARGEST_SINGLE:
        hint = "No HTML file, EPUB or PDF of ours is that large: is it the file that was sent to you?"
        raise VerifyError(f"is larger than {LARGEST_SINGLE:,} bytes", where=str(path), hint=hint)
    elif head.startswith(b"%PDF-"):
        form, faults, facts = "pdf", *_single(path.read_bytes(), "pdf")
    elif head.lstrip()[:9].lower() == b"<!doctype":
        form, faults, facts = "html", *_single(path.read_bytes(), "html")
    else:
        hint = "Name the file that `python build.py pack` made, or what was sent to you, unchanged."
        raise VerifyError("is no pack: neither zip, html, epub nor pdf", where=str(path), hint=hint)
    return Verdict(sha256=digest.hexdigest(), form=form, faults=tuple(faults), facts=facts)


# -- packs of one file --------------------------------------------------------------------------


def _single(data: bytes, form: str) -> tuple[list[str], Mapping[str, Any]]:
    block, manifest = (_between(data, *marks) for marks in _PARTS[form])
    if block is None or manifest is None:
        return ["it carries no proof, or more than one"], {}
    try:
        listed = packs_manifest.parse_manifest(manifest)
        whole, _ = packs_manifest.hash_of_sealed(data)
    except ValueError:
        return ["its manifest is broken"], {}
    faults = []
    if listed.get(packs_manifest.PACK) != sha256(block).hexdigest():
        faults.append(f"{packs_manifest.PACK} was changed")
    if whole != listed.get(f"pack.{form}"):
        faults.append("the file was changed")
    facts = _facts(block)
    return [*faults, *([] if facts else [f"{packs_manifest.PACK} cannot be read"])], facts


def _between(data: bytes, before: re.Pattern[bytes], behind: re.Pattern[bytes]) -> bytes | None:
    """Return what is behind the one mark and before the next; None where it is not there just once."""
    found = list(islice(before.finditer(data), 2))
    end = behind.search(data, found[0].end()) if len(found) == 1 else None
    return data[found[0].end() : end.start()] if end else None


def _facts(data: bytes) -> Mapping[str, Any]:
    """Return pack.json where it has the form that we know, else nothing."""
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    known = isinstance(facts, dict) and facts.get("pack") == packs_manifest.FORMAT
    rows = facts.get("briefs") if known else None
    if not isinstance(rows, list):
        return {}
    keys = ("slug", "record", "seed")
    sound = all(isinstance(row, dict) and all(isinstance(row.get(key), str) for key in keys) for row in rows)
    return facts if sound else {}


# -- archives -----------------------------------------------------------------------------------


def _archive(path: Path) -> tuple[str, list[str], Mapping[str, Any]]:
    try:
        with zipfile.ZipFile(path) as held:
            return _held(held)
    except _BROKEN as error:
        return "zip", [f"the archive is broken: {error}"], {}


def _held(held: zipfile.ZipFile) -> tuple[str, list[str], Mapping[str, Any]]:
    members = held.infolist()
    form = "epub" if any(m.filename == "mimetype" for m in members) else "zip"
    if unsafe := _unsafe(members):
        return form, unsafe, {}
    tops = {member.filename.partition("/")[0] for member in members}
    top = f"{min(tops)}/" if form == "zip" and len(tops) == 1 else ""  # the one folder of a zip
    folder = "META-INF/" if form == "epub" else ""
    by_name = {member.filename.removeprefix(top): member for member in members}
    if not {folder + packs_manifest.MANIFEST, folder + packs_manifest.PACK} <= set(by_name):
        return form, ["it carries no proof"], {}
    if any(
        by_name[folder + name].file_size > LARGEST_FACTS
        for name in (packs_manifest.MANIFEST, packs_manifest.PACK)
    ):
        return form, ["its proof is too large to be one"], {}
    try:
        listed = packs_manifest.parse_manifest(held.read(top + folder + packs_manifest.MANIFEST))
    except ValueError:
        return form, ["its manifest is broken"], {}
    there = set(by_name) - {folder + packs_manifest.MANIFEST}
    faults = [] if _filled(held, members) else ["there are bytes in it that belong to none of its files"]
    faults += [f"{name} is missing" for name in sorted(set(listed) - there)]
    faults += [f"{name} is not in the manifest" for name in sorted(there - set(listed))]
    for name in sorted(there & set(listed)):
        if _digest(held, by_name[name]) != listed[name]:
            faults.append(f"{name} was changed")
    facts = _facts(held.read(top + folder + packs_manifest.PACK))
    return form, [*faults, *([] if facts else [f"{packs_manifest.PACK} cannot be read"])], facts


def _filled(held: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bool:
    """Return whether an archive is its files, its list of them and nothing more, as `pack` writes it."""
    names = sum(len(member.orig_filename.encode()) for member in members)
    files = sum(30 + member.compress_size for member in members) + names
    size = os.fstat(held.fp.fileno()).st_size if held.fp else 0
    return held.start_dir == files and size == files + 46 * len(members) + names + 22


def _unsafe(members: list[zipfile.ZipInfo]) -> list[str]:
    """Return what makes an archive dangerous to unpack; nothing of such an archive is read."""
    if len(members) > MOST_FILES:
        return [f"it holds more than {MOST_FILES:,} files"]
    if sum(member.file_size for member in members) > LARGEST:
        return [f"it would unpack to more than {LARGEST:,} bytes"]
    faults, seen = [], set()
    for member in members:
        name, mode = member.filename, member.external_attr >> 16
        parts = PurePosixPath(name).parts
        raw = member.orig_filename
        if "\\" in raw or ":" in raw or "\0" in raw or name.startswith("/") or ".." in parts or not parts:
            faults.append(f"{name!r} leads out of its folder")
        elif mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            faults.append(f"{name!r} is no plain file")
        elif member.flag_bits & 1:
            faults.append(f"{name!r} is encrypted")
        elif name.casefold() in seen:
            faults.append(f"{name!r} stands in it twice")
        seen.add(name.casefold())
    return faults


def _digest(held: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """Hash a file piece by piece; what is longer than it says ends there."""
    digest, left = sha256(), member.file_size
    with held.open(member) as file:
        while block := file.read(min(1 << 20, left + 1)):
            left -= len(block)
            if left < 0:
                return ""
            digest.update(block)
    return digest.hexdigest()


# -- approval, and the records at hand ----------------------------------------------------------


def signed(path: Path, signature: Path, signers: Path, identity: str) -> str:
    """Return "" where a signature of ssh-keygen -Y is good, else what ssh-keygen says.

    Raises VerifyError where ssh-keygen is not there or a file cannot be read.
    """
    tool = shutil.which("ssh-keygen")
    if tool is None:
        raise VerifyError("ssh-keygen is not installed", hint="Install OpenSSH (Debian: openssh-client).")
    for needed in (signature, signers):
        if not needed.is_file():
            raise VerifyError(
                "is not there",
                where=str(needed),
                hint="Check the path: it is what you gave behind --signature or --signers.",
            )
    command = [
        tool,
        "-Y",
        "verify",
        "-f",
        str(signers),
        "-I",
        identity,
        "-n",
        NAMESPACE,
        "-s",
        str(signature),
    ]
    with path.open("rb") as file:
        result = subprocess.run(command, stdin=file, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode == 0:
        return ""
    told = (result.stderr or result.stdout).strip()
    return told.splitlines()[-1] if told else "refused"


def compare(
    facts: Mapping[str, Any], records: Mapping[str, Brief], seeds: Mapping[str, str]
) -> list[Compared]:
    """Return for each brief of a pack how it stands to the records and seeds at hand.

    `seeds` gives the SHA-256 of each source text.  The title of a pack's brief is not asked: it is
    a part of the record.
    """
    rows = []
    for row in facts.get("briefs", ()):
        slug = row["slug"]
        brief = records.get(slug)
        if brief is None:
            rows.append(Compared(slug=slug, state="missing"))
            continue
        what = [
            *(["record"] if packs_manifest.record_hash(brief) != row["record"] else []),
            *(["source text"] if seeds.get(slug) != row["seed"] else []),
        ]
        rows.append(Compared(slug=slug, state="changed" if what else "same", what=" and ".join(what)))
    return rows
