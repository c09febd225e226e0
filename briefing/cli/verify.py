"""verify: whether a pack is whole, approved, and what the records at hand say."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.common import PATH, command, config_option, say, tell

if TYPE_CHECKING:
    from briefing.packs.verify import Verdict

DIFFERENT = 3
"""Exit code where a pack is good but the records at hand have moved on."""


@command()
@click.argument("file", type=PATH, help="a zip, html, epub or pdf made by pack")
@click.option("--sha256", "published", metavar="SUM", help="the published sum of the approved pack")
@click.option("--signature", type=PATH, metavar="FILE", help="a detached signature of ssh-keygen -Y")
@click.option("--signers", type=PATH, metavar="FILE", help="who may sign: an allowed_signers file")
@click.option("--identity", metavar="ID", help="the signer's name in that file")
@config_option("the desk whose records to compare with")
def run(
    file: Path,
    published: str | None,
    signature: Path | None,
    signers: Path | None,
    identity: str | None,
    config: Path,
) -> int:
    """Check a pack against its own manifest, the published sum or a signature, and the records at hand.

    Those are compared brief by brief, if there is a desk in this folder.
    A manifest tells that a pack is whole, not who made it.

    \b
    Exit code: 0 all is well, 1 broken or not the approved one,
    3 good, but the records have changed.
    Sign with: ssh-keygen -Y sign -n briefing-pack -f KEY FILE
    """
    if signature and not (signers and identity):
        raise click.UsageError("--signature needs --signers and --identity")
    from briefing.packs import verify

    found = verify.inspect(file)
    tell(f"{found.sha256}  {file}")
    title = found.facts.get("title")
    if title:
        briefs = len(found.facts["briefs"])
        tell(_printable(f"{title} ({found.form}, built {found.facts.get('built')}, briefs: {briefs})"))
    for fault in found.faults[:20]:
        say(f"fault: {_printable(fault)}")
    good = not found.faults
    many = "1 fault" if len(found.faults) == 1 else f"{len(found.faults)} faults"
    unknown = "" if published or signature else "; who made it is not known"
    tell(f"Whole: yes{unknown}" if good else f"Whole: no, {many}; ask whoever made it for a new copy")
    if published is not None:
        approved = published.strip().lower().split(" ")[0] == found.sha256
        tell(f"Published sum: {'the same' if approved else 'another; this is not the approved pack'}")
        good = good and approved
    if signature and signers and identity:
        trouble = verify.signed(file, signature, signers, identity)
        tell(f"Signature: {'good, by ' + identity if not trouble else 'not good: ' + trouble}")
        good = good and not trouble
    if published is None and not signature:
        tell("Approved: not asked; give --sha256 SUM, or --signature, --signers and --identity")
    same = _records(found, config) if found.facts else True
    return 1 if not good else 0 if same else DIFFERENT


def _records(found: Verdict, config: Path) -> bool:
    """Tell how each brief stands to the records at hand; returns whether all are the same."""
    if not config.is_file():
        tell("Records: not compared; there is no desk in this folder; name one with --config")
        return True
    from briefing.packs import verify
    from briefing.storage import briefs, seed_files

    root = config.resolve().parent
    records = list(briefs.pairs(root))
    for record in records:
        for error in record.errors:
            say(f"error: {error}")
    paths, _ = seed_files.seed_paths(root)
    seeds = {path.stem: sha256(path.read_bytes()).hexdigest() for path in paths}
    rows = verify.compare(found.facts, {each.brief.slug: each.brief for each in records if each.brief}, seeds)
    for row in rows:
        tell(f"  {row.state}: {_printable(row.slug)}{f' ({row.what})' if row.what else ''}")
    differing = sum(row.state != "same" for row in rows)
    tell(f"Records: {'all the same' if not differing else f'{differing} of {len(rows)} differ'}")
    return not differing


def _printable(text: str) -> str:
    """Return a text without characters that could play with a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)
