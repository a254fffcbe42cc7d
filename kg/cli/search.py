"""The command that finds words: search."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.answer import db_option, limit_option
from kg.cli.output import format_option, output_option, print_rows, say


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--by", default="", metavar="NAME", help="Who said or predicted it, by name or part of it.")
@click.option("--outlet", default="", metavar="NAME", help="Where it was published.")
@click.option("--since", default="", metavar="DATE", help="First date of publication: 2025, 2025-11 or 2025-11-14.")
@click.option("--until", default="", metavar="DATE", help="Last date of publication, inclusive.")
@limit_option
@format_option
@output_option
@db_option
def search(
    words: tuple[str, ...],
    by: str,
    outlet: str,
    since: str,
    until: str,
    limit: int,
    form: str | None,
    output: str | None,
    db: Path,
) -> None:
    """Find WORDS in what was said and predicted, in names and titles.

    All words must be there, with or without ال, particles and diacritics; what stands in quotation marks is a phrase.
    What has the very words comes first; then sources, articles, predictions and statements, the newest first.

    \b
    Example:
        kg search حملة برية
        kg search '"وقف إطلاق النار"' --since 2025-11
    """
    from kg.ledger import Ledger
    from kg.text_search import open_text

    with Ledger.open(db) as ledger, open_text(ledger, notify=say) as index:
        rows = index.find(" ".join(words), by=by, outlet=outlet, since=since, until=until, limit=limit or None)
    print_rows(rows, form, output)
    if not rows.rows:
        say("nothing has these words")
