"""The command that counts: stats."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.answer import db_option, opened
from kg.cli.output import format_option, output_option, print_rows


@click.command()
@format_option
@output_option
@db_option
def stats(form: str | None, output: str | None, db: Path) -> None:
    """Count what is there: articles, statements, sources, predictions and their outcomes, and bytes on disk.

    A statement lacks full attribution if its source is not named, or by one part of a person's name only.

    \b
    Example:
        kg stats --format json
    """
    from kg.stats import stats as count

    with opened(db) as (ledger, store):
        rows = count(ledger, store)
    print_rows(rows, form, output)
