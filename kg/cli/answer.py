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
    from kg.stores.embedded import EmbeddedStore

db_option = click.option("--db", metavar="PATH", help="The ledger.  [KG_DB; default: ./kg.db]")
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Most rows; 0 for all."
)


@contextmanager
def opened(db: Path) -> Iterator[tuple[Ledger, EmbeddedStore]]:
    """Open the ledger at ``db`` and its graph, brought up where it is behind."""
    from kg.ledger import Ledger
    from kg.stores.embedded import open_graph

    with Ledger.open(db) as ledger, open_graph(ledger, notify=say) as store:
        yield ledger, store
