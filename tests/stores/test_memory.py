"""The graph in memory holds what the embedded graph holds, and follows it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import networkx
import pytest

from kg.errors import QueryError
from kg.ledger import Ledger
from kg.model import Edge, Node
from kg.stores.base import Store, follow
from kg.stores.embedded import open_graph, update_graph
from kg.stores.memory import MemoryStore, load_memory
from tests.graphs import add, make_ledger, small


def content(store: Store) -> tuple[list[Node], list[Edge]]:
    nodes, edges = store.content()
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


def test_it_holds_what_the_embedded_graph_holds(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_graph(ledger) as graph:
        assert content(load_memory(ledger)) == content(graph)


def test_it_follows_replaced_and_removed_articles_in_any_order(tmp_path: Path) -> None:
    for seed in range(4):
        items = random.Random(seed).sample(small(), len(small()))
        store = MemoryStore()
        with Ledger.open(tmp_path / f"{seed}.db", create=True) as ledger:
            for item in items:
                add(ledger, [item])
                follow(store, ledger)
            article, extraction = items[0]
            add(ledger, [(replace(article, title="عنوان آخر"), replace(extraction, statements=()))])
            ledger.remove(ledger.find(items[1][0].id)[0])
            follow(store, ledger)
            update_graph(ledger)
            with open_graph(ledger) as graph:
                assert content(store) == content(graph)


def test_networkx_computes_on_it(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        graph = load_memory(ledger).graph
    assert isinstance(graph, networkx.MultiDiGraph)
    assert networkx.number_weakly_connected_components(graph) == 1
    kinds = {graph.nodes[node]["node_type"] for node in graph}
    assert {"Statement", "Entity", "Article"} <= kinds


def test_it_cannot_be_queried() -> None:
    with pytest.raises(QueryError, match="no query language"):
        MemoryStore().rows("MATCH (n) RETURN n", {})
