"""verify: whether a pack is whole, approved, and what the records at hand say."""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.common import Commands, let_config, say, tell

if TYPE_CHECKING:
    from briefing.packs.verify import Found

DIFFERENT = 3
"""Exit code where a pack is good but the records at hand have moved on."""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify",
        help="tell whether a pack is whole, the approved one, and what the records at hand say",
        description="Check a pack against its own manifest, against the sum that was published or a "
        "signature, and brief by brief against the records of the desk in this folder, if there is one. "
        "A manifest tells that a pack is whole, not who made it. "
        "Exit code: 0 all is well, 1 broken or not the approved one, "
        f"{DIFFERENT} good, but the records have changed.",
        epilog="Sign with: ssh-keygen -Y sign -n briefing-pack -f KEY FILE",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a zip, html, epub or pdf made by pack")
    parser.add_argument("--sha256", metavar="SUM", help="the published sum of the approved pack")
    parser.add_argument(
        "--signature", type=Path, metavar="FILE", help="a detached signature of ssh-keygen -Y"
    )
    parser.add_argument("--signers", type=Path, metavar="FILE", help="who may sign: an allowed_signers file")
    parser.add_argument("--identity", metavar="ID", help="the signer's name in that file")
    let_config(parser, "the desk whose records to compare with")
    parser.set_defaults(command=run, parser=parser)


def run(options: argparse.Namespace) -> int:
    """Verify; returns 0, 1 or DIFFERENT."""
    if options.signature and not (options.signers and options.identity):
        options.parser.error("--signature needs --signers and --identity")
    from briefing.packs import verify

    found = verify.inspect(options.file)
    tell(f"{found.sha256}  {options.file}")
    title = found.facts.get("title")
    if title:
        briefs = len(found.facts["briefs"])
        tell(_printable(f"{title} ({found.form}, built {found.facts.get('built')}, briefs: {briefs})"))
    for fault in found.faults[:20]:
        say(f"fault: {_printable(fault)}")
    good = not found.faults
    many = "1 fault" if len(found.faults) == 1 else f"{len(found.faults)} faults"
    tell("Whole: yes" if good else f"Whole: no, {many}; ask whoever made it for a new copy")
    if options.sha256 is not None:
        approved = options.sha256.strip().lower().split(" ")[0] == found.sha256
        tell(f"Published sum: {'the same' if approved else 'another; this is not the approved pack'}")
        good = good and approved
    if options.signature:
        trouble = verify.signed(options.file, options.signature, options.signers, options.identity)
        tell(f"Signature: {'good, by ' + options.identity if not trouble else 'not good: ' + trouble}")
        good = good and not trouble
    if options.sha256 is None and not options.signature:
        tell("Approved: not asked; give --sha256 SUM, or --signature, --signers and --identity")
    same = _records(found, options.config) if found.facts else True
    return 1 if not good else 0 if same else DIFFERENT


def _records(found: Found, config: Path) -> bool:
    """Tell how each brief stands to the records at hand; returns whether all are the same."""
    if not config.is_file():
        tell("Records: not compared; there is no desk in this folder")
        return True
    from briefing import store
    from briefing.packs import verify

    root = config.resolve().parent
    briefs, errors = store.read_records(root)
    for error in errors:
        say(f"error: {error}")
    paths, _ = store.seed_paths(root)
    seeds = {path.stem: sha256(path.read_bytes()).hexdigest() for path in paths}
    rows = verify.compare(found.facts, {brief.slug: brief for brief in briefs}, seeds)
    for row in rows:
        tell(f"  {row.state}: {_printable(row.slug)}{f' ({row.what})' if row.what else ''}")
    differing = sum(row.state != "same" for row in rows)
    tell(f"Records: {'all the same' if not differing else f'{differing} of {len(rows)} differ'}")
    return not differing


def _printable(text: str) -> str:
    """Return a text without characters that could play with a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)
