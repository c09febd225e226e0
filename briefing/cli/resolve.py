"""resolve: what people and the machine disagree on, settled."""

from __future__ import annotations

import argparse
from pathlib import Path

from briefing.cli.common import Commands, let_config, root_of, say, tell
from briefing.model import RecordError


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "resolve",
        help="show and settle what people and the machine disagree on in a record",
        description="Without an option: list the open conflicts of a record, the fields that people own and "
        "the items they struck. With one: settle conflicts, give a field back to the machine, or bring a "
        "struck item back. The record is merged with the newest draft and written.",
        epilog="Example: build.py resolve 2025-02-28-talks --take human statements/said-4f1c/speaker",
    )
    parser.add_argument("slug", metavar="SLUG", help="name of the record, without .yml")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--take",
        nargs="+",
        metavar=("WHOSE", "PATH"),
        help="human keeps the person's value, machine takes the other one; at one path, or everywhere",
    )
    what.add_argument(
        "--give-back", metavar="PATH", help="let the machine write a field, item or order again"
    )
    what.add_argument("--restore", metavar="ID", help="bring back an item that a person struck")
    let_config(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Settle, or list what is open; returns 1 while something is open."""
    from briefing import locks

    root = root_of(options.config)
    with locks.alone(root, tell=say):
        return _resolve(options, root)


def _resolve(options: argparse.Namespace, root: Path) -> int:
    from briefing import merge, store, update

    update.finish(root)
    article, draft = update.draft_of(root, options.slug)
    outcome = update.settle(root, article, draft)
    if outcome.error is not None:
        raise outcome.error
    record = store.read_record(store.record_path(root, options.slug))
    ledger = store.read_ledger(root, options.slug)
    if ledger is None:
        raise RecordError(
            "has no ledger", where=options.slug, hint="Run python build.py: it writes the ledger anew."
        )
    before = record
    if options.take:
        whose, path = _taken(options.take)
        record, ledger = merge.settle(record, ledger, take=whose, path=path)
    elif options.give_back:
        ledger = merge.give_back(record, ledger, options.give_back)
    elif options.restore:
        ledger = merge.restore(ledger, options.restore)
    merged = merge.merge(record, ledger, draft, article)
    if options.take or options.give_back or options.restore:
        update.write(root, merged.record, merged.ledger, before)
        tell(_done(options))
    else:
        for path in merged.ledger.owned:
            tell(f"yours: {path}")
        for stone in merged.ledger.struck:
            tell(f"struck: {stone.section}/{stone.id} {stone.quote!r}")
    opened = merge.open_conflicts(merged.record)
    for conflict in opened:
        what, hint = merge.told(conflict, options.slug)
        tell(f"open: {what}\n  {hint}")
    if not opened:
        tell("Nothing is open.")
    return 1 if opened else 0


def _done(options: argparse.Namespace) -> str:
    """Say what was done."""
    if options.give_back:
        return f"{options.give_back} follows the machine again."
    if options.restore:
        return (
            f"{options.restore} is no longer struck; it stands in the record if the machine finds it still."
        )
    return "The person's value stays." if options.take[0] == "human" else "The machine's value was taken."


def _taken(words: list[str]) -> tuple[str, str | None]:
    """Read what stands behind --take; raises SettleError where it is neither side."""
    from briefing.merge import SettleError

    if words[0] not in ("human", "machine") or len(words) > 2:
        raise SettleError(
            f"--take {' '.join(words)} says neither side",
            hint="Write --take human or --take machine, and one PATH or none behind it.",
        )
    return words[0], words[1] if len(words) == 2 else None
