"""What the commands that ask the graph share: where the ledger is, how many rows are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import say

if TYPE_CHECKING:
    from kg.ledger import Ledger
    from kg.stores.base import Store

db_option = click.option("--db", metavar="PATH", help="The ledger.  [KG_DB; default: ./kg.db]")
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Most rows; 0 for all."
)


@contextmanager
def opened(db: Path, lang: str = "cypher") -> Iterator[tuple[Ledger, Store]]:
    """Open the ledger at ``db`` and the graph that understands this language, brought up where it is behind."""
    from kg.ledger import Ledger

    with Ledger.open(db) as ledger:
        if lang == "sparql":
            from kg.stores.rdf import open_rdf

            with open_rdf(ledger, notify=say) as triples:
                yield ledger, triples
        else:
            from kg.stores.embedded import open_graph

            with open_graph(ledger, notify=say) as store:
                yield ledger, store
