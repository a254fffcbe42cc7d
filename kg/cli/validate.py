"""The command that checks the graph against its table and its shapes: validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.answer import db_option, limit_option
from kg.cli.output import Progress, format_option, output_option, print_rows, say

if TYPE_CHECKING:
    from kg.ledger import Ledger
    from kg.validate import Violation

FAILED = 1
COLUMNS = ("article", "node", "statement", "property", "message")


@click.command()
@click.option("--sample", type=click.IntRange(min=0), default=20, show_default=True, help="Articles for the shapes.")
@click.option("--all", "is_all", is_flag=True, help="All articles for the shapes, about ten a second.")
@limit_option
@format_option
@output_option
@db_option
@click.pass_context
def validate(
    context: click.Context, sample: int, is_all: bool, limit: int, form: str | None, output: str | None, db: Path
) -> None:
    """Check the graph against its table and its SHACL shapes.

    Each violation is a row; with any, the command ends with 1. The records of all articles are held against the table;
    the shapes need more time and are asked about a sample, which is the same each time.

    \b
    Example:
        kg validate --sample 100
    """
    from kg.ledger import Ledger
    from kg.stores.base import Rows

    with Ledger.open(db) as ledger, Progress() as progress:
        found, asked = _found(ledger, None if is_all else sample, progress)
        total = len(ledger.articles())
    rows = found[: limit or None]
    print_rows(Rows(COLUMNS, tuple(map(tuple, rows)), len(rows) < len(found)), form, output)
    say(f"violations: {len(found)}; the shapes were asked about {asked} of {total} articles")
    if found:
        context.exit(FAILED)


def _found(ledger: Ledger, number: int | None, progress: Progress) -> tuple[list[Violation], int]:
    """Give the violations, and how many articles the shapes were asked about.

    number: how many they are asked about; None for all.

    What the records show is not told again; what is wrong with a shared node is told with the first article that leads
    to it.
    """
    from kg.export.source import whole
    from kg.validate import Shapes, article_triples, record_violations, sample

    shapes = Shapes()
    articles = ledger.articles()
    found: list[Violation] = []
    for done, violations in enumerate(record_violations(ledger), start=1):
        progress.show(f"records: {done} of {len(articles)} articles, {len(found)} violations")
        found += violations
    told = {(it.node, it.property) for it in found}
    seen: set[tuple[str, str | None, str]] = set()
    wanted = articles if number is None else sample(articles, number)
    with whole(ledger, notify=say) as graph:
        for done, article in enumerate(wanted):
            progress.show(f"shapes: {done} of {len(wanted)} articles, {len(found)} violations")
            for it in shapes.violations(article, article_triples(graph.triples, article, graph.naming)):
                if (it.node, it.property) not in told and (it.node, it.property, it.message) not in seen:
                    seen.add((it.node, it.property, it.message))
                    found.append(it)
    return found, len(wanted)
