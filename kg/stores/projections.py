"""The graphs that stand beside a ledger, brought up together."""

from __future__ import annotations

from collections.abc import Callable

from kg.ledger import Ledger
from kg.stores.embedded import update_graph
from kg.stores.rdf import update_rdf

#: what each is called to people, and what brings it up to the ledger
PROJECTIONS: tuple[tuple[str, Callable[..., int]], ...] = (("graph", update_graph), ("triples", update_rdf))


def update_projections(
    ledger: Ledger,
    *,
    tick: Callable[[str, int, int], None] = lambda name, done, total: None,
    notify: Callable[[str], None] = lambda message: None,
) -> None:
    """Bring every graph beside the ledger up to it; a damaged one is made again, which ``notify`` is told.

    tick: called after each chunk with the name of the graph, the articles done and all to do.
    """
    for name, update in PROJECTIONS:
        update(ledger, tick=lambda done, total, name=name: tick(name, done, total), notify=notify)
