"""What the commands that ask the graph share: where the ledger is, how rows are printed, how errors are told."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.errors import QawlError

if TYPE_CHECKING:
    from kg.ledger import Ledger
    from kg.stores.base import Rows
    from kg.stores.embedded import EmbeddedStore

FORMATS = ("table", "json", "jsonl", "csv", "tsv")
F = TypeVar("F", bound=Callable[..., Any])

db_option = click.option(
    "--db",
    type=click.Path(path_type=Path),
    envvar="KG_DB",
    default=Path("kg.db"),
    show_default="./kg.db",
    help="The ledger.",
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Default: a table on a terminal, JSON Lines in a pipe."
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Most rows; 0 for all."
)


def remark(message: str) -> None:
    """Tell something beside the result."""
    click.echo(f"kg: {message}", err=True)


@contextmanager
def told_errors() -> Iterator[None]:
    """Tell what Qawl raises on purpose as one line, and end with 1."""
    try:
        yield
    except QawlError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def opened(db: Path) -> Iterator[tuple[Ledger, EmbeddedStore]]:
    """Open the ledger at ``db`` and its graph, brought up where it is behind."""
    from kg.ledger import Ledger
    from kg.stores.embedded import open_graph

    with told_errors(), Ledger.open(db) as ledger, open_graph(ledger, notify=remark) as store:
        yield ledger, store


def print_rows(rows: Rows, form: str | None = None) -> None:
    """Print rows to standard output; what was cut off or remarked goes to standard error."""
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "json":
        click.echo(json.dumps(rows.as_dicts(), ensure_ascii=False, indent=1, default=str))
    elif form == "jsonl":
        for row in rows.as_dicts():
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
    elif form == "table":
        _print_table(rows)
    else:
        writer = csv.writer(sys.stdout, "excel-tab" if form == "tsv" else "excel", lineterminator="\n")
        writer.writerows([rows.columns, *rows.rows])
    for note in rows.notes:
        remark(note)
    if rows.is_cut:
        remark(f"only the first {len(rows.rows)} rows; --limit 0 for all")


def _print_table(rows: Rows) -> None:
    """One block a row: Arabic columns side by side do not align in a terminal."""
    width = max(map(len, rows.columns), default=0)
    for row in rows.rows:
        for column, value in zip(rows.columns, row, strict=True):
            if value is not None:
                click.echo(f"{column:<{width}}  {value}")
        click.echo()
