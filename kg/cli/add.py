"""The commands that change the graph: add, remove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.answer import db_option
from kg.cli.output import (
    REJECTED,
    Progress,
    files_argument,
    format_option,
    from_option,
    output_option,
    print_rows,
    say,
    tell_rejected,
)

if TYPE_CHECKING:
    from kg.article import Article, Rejected
    from kg.ledger import Extract, Ledger

COLUMNS = ("added", "replaced", "extracted_again", "unchanged", "rejected", "statements")
_OUTCOMES = {"add": "added", "replace": "replaced", "extract": "extracted_again", "same": "unchanged"}


@click.command()
@files_argument
@from_option
@click.option("--batch", type=click.IntRange(min=1), default=50, show_default=True, help="Articles a transaction.")
@format_option
@output_option
@db_option
@click.pass_context
def add(
    context: click.Context,
    files: tuple[str, ...],
    source_form: str | None,
    batch: int,
    form: str | None,
    output: str | None,
    db: Path,
) -> None:
    """Extract the articles in FILES (folders, - for standard input) and add them to the graph.

    What is there already is passed over, so that a run that was cut off can be started again; new text under the same
    address replaces the old. Rejected items are told one by one, and the command ends with 3.

    \b
    Example:
        kg add articles.jsonl more/
    """
    from kg.ledger import Ledger
    from kg.loaders import read
    from kg.run import extract_article, pipeline_version

    with Ledger.open(db, create=True) as ledger:
        counts = add_articles(
            ledger, read(files, form=source_form), partial(map, extract_article), pipeline_version(), batch
        )
    from kg.stores.base import Rows

    print_rows(Rows(COLUMNS, (tuple(counts[column] for column in COLUMNS),)), form, output)
    if counts["rejected"]:
        context.exit(REJECTED)


@click.command()
@click.argument("article")
@db_option
def remove(article: str, db: Path) -> None:
    """Take ARTICLE out again (retracted, corrected): its identifier, the source's identifier, or its address.

    \b
    Example:
        kg remove https://example.org/news/17
    """
    from kg.ledger import Ledger
    from kg.stores.projections import update_projections

    with Ledger.open(db) as ledger:
        found = ledger.find(article)
        if not found:
            raise click.BadParameter(f"no article {article!r} in {db}", param_hint="ARTICLE")
        if len(found) > 1:
            raise click.BadParameter(f"{article!r} are several articles: {', '.join(found)}", param_hint="ARTICLE")
        ledger.remove(found[0])
        update_projections(ledger, notify=say)
    say(f"removed {found[0]}")


def add_articles(
    ledger: Ledger, items: Iterable[Article | Rejected], extract: Extract, pipeline: str, batch: int
) -> Counter[str]:
    """Fill the ledger, bring the graphs up, tell rejected items; give the counts of ``COLUMNS``."""
    from kg.article import Rejected
    from kg.ledger import fill
    from kg.stores.projections import update_projections

    counts: Counter[str] = Counter()
    with Progress() as progress:
        for place, done in enumerate(fill(ledger, items, extract, pipeline, batch), start=1):
            if isinstance(done, Rejected):
                counts["rejected"] += 1
                tell_rejected(done)
            else:
                counts[_OUTCOMES[done.outcome]] += 1
                counts["statements"] += done.statements
            progress.show(f"{place} articles, {counts['statements']} statements")
        update_projections(
            ledger, notify=say, tick=lambda name, done, total: progress.show(f"{name}: {done} of {total}")
        )
    return counts
