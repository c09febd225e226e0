"""resolve: what people and the machine disagree on, settled."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.common import command, config_option, root_of, say, seed_of, slug_argument, tell


@command("build.py resolve 2025-02-28-talks --take human statements/said-4f1c/speaker")
@slug_argument
@click.argument(
    "path", required=False, metavar="[PATH]", help="behind --take: the one conflict that is settled"
)
@click.option(
    "--take",
    type=click.Choice(("human", "machine")),
    help="human keeps the person's value, machine takes the other one; at PATH, or everywhere",
)
@click.option("--give-back", metavar="PATH", help="let the machine write a field, item or order again")
@click.option("--restore", metavar="ID", help="bring back an item that a person struck")
@config_option()
def run(
    slug: str, path: str | None, take: str | None, give_back: str | None, restore: str | None, config: Path
) -> int:
    """List a record's open conflicts, what the machine proposes for it where it is approved, the fields
    that people own and the items they struck.

    With an option: settle conflicts, take proposals or turn them down, give a field back to the machine, or
    bring a struck item back.
    The record is merged with the newest draft and written.
    """
    if sum(option is not None for option in (take, give_back, restore)) > 1:
        raise click.UsageError("--take, --give-back and --restore do not go together")
    if path is not None and take is None:
        raise click.UsageError(f"{path!r} needs --take human or --take machine before it")
    from briefing import drafting
    from briefing.model import Conflict, Proposal
    from briefing.review import merge

    root = root_of(config)
    slug = seed_of(root, slug).stem
    resolved = drafting.resolve(
        root, slug, path=path, take=take, give_back=give_back, restore=restore, tell=say
    )
    merged = resolved.merged
    if resolved.done:
        tell(resolved.done)
    else:
        for owned in merge.owned(merged.record, merged.ledger):
            tell(f"yours: {owned}")
        for stone in merged.record.struck:
            tell(f"struck: {stone.section}/{stone.id} {stone.words!r}")
    opened = merge.open_conflicts(merged.record)
    offered = merge.open_proposals(merged.record, merged.ledger)
    rows: tuple[Conflict | Proposal, ...] = (*opened, *offered)
    for conflict in rows:
        what, hint = merge.told(conflict, slug)
        tell(f"{'open' if conflict in opened else 'proposed'}: {what}\n  {hint}")
    if not opened and not offered:
        tell("Nothing is open.")
    return 1 if opened else 0
