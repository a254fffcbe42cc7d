"""The commands that look after it all: doctor, rebuild."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.answer import db_option
from kg.cli.output import Progress, format_option, output_option, print_rows, say

FAILED = 1


@click.command()
@format_option
@output_option
@db_option
@click.pass_context
def doctor(context: click.Context, form: str | None, output: str | None, db: Path) -> None:
    """Check the installation, the ledger and what is made from it; nothing is changed.

    Each row tells what was looked at, its status (ok, warning, problem), the detail, and what to do. The command ends
    with 1 if there is a problem. The graphs and the text index can always be made again: 'kg rebuild'.

    \b
    Example:
        kg doctor --format table
    """
    from kg.doctor import examine
    from kg.stores.base import Rows

    found = list(examine(db))
    rows = tuple((it.what, it.status, it.detail, it.do) for it in found)
    print_rows(Rows(("what", "status", "detail", "do"), rows), form, output)
    if any(it.status == "problem" for it in found):
        context.exit(FAILED)


@click.command()
@click.argument("names", nargs=-1, metavar="[graph|triples|text]...")
@db_option
def rebuild(names: tuple[str, ...], db: Path) -> None:
    """Make the graphs and the text index again from the ledger, all or those named.

    The ledger keeps everything, so that this loses nothing; it repairs whatever is damaged beside the ledger.

    \b
    Example:
        kg rebuild
    """
    from kg.ledger import Ledger
    from kg.stores.projections import NAMES, PROJECTIONS
    from kg.stores.projections import rebuild as make_again

    for name in names:
        if name not in NAMES:
            raise click.BadParameter(f"wanted {', '.join(NAMES)}, found {name!r}", param_hint="NAME")
    with Ledger.open(db) as ledger, Progress() as progress:
        for it in PROJECTIONS:
            if not names or it.name in names:
                count = make_again(
                    ledger, it, tick=lambda name, done, total: progress.show(f"{name}: {done} of {total}")
                )
                say(f"{it.name}: made again, {count} articles")
