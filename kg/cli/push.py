"""The command that brings a graph server up to the ledger: push."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.answer import db_option
from kg.cli.neo4j import connected, database_option, uri_option, user_option
from kg.cli.output import Progress, format_option, output_option, print_rows, say

COLUMNS = ("changed", "articles", "nodes", "edges")


@click.command()
@click.argument("server", type=click.Choice(["neo4j"]))
@uri_option("bolt://localhost:7687", "Where it is.")
@user_option
@database_option
@click.option("--rebuild", is_flag=True, help="Take out first whatever graph of ours is there, and make it again.")
@format_option
@output_option
@db_option
def push(
    server: str,
    uri: str,
    user: str,
    database: str | None,
    rebuild: bool,
    form: str | None,
    output: str | None,
    db: Path,
) -> None:
    """Bring the graph on SERVER up to the ledger, with what has changed since the last push.

    The password is taken from KG_NEO4J_PASSWORD, else asked for. A push that was cut off goes on where it stood when
    the command is given again. A graph of another ledger is refused without --rebuild; nodes with other labels are
    never touched. Prints the articles that changed, and the articles, nodes and edges that are there.

    \b
    Example:
        kg push neo4j --uri bolt://localhost:7687 --user neo4j
    """
    from kg.ledger import Ledger
    from kg.stores.base import Rows
    from kg.stores.neo4j import push as push_to

    with Ledger.open(db) as ledger, connected(uri, user, database) as store:
        with Progress() as progress:
            changed = push_to(
                store,
                ledger,
                is_rebuilt=rebuild,
                tick=lambda done, total: progress.show(f"{server}: {done} of {total} articles"),
                notify=say,
            )
        row = {"changed": changed} | store.counts()
    print_rows(Rows(COLUMNS, (tuple(row[column] for column in COLUMNS),)), form, output)
