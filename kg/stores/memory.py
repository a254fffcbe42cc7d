"""The graph in memory, as networkx has it: the object for notebooks and for what networkx computes or writes.

Nodes are named by their identifiers and carry ``node_type`` (their type in the schema) and
their properties; an edge's key is its type, its attributes are its properties.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import networkx

from kg.errors import QueryError
from kg.ledger import Ledger
from kg.model import ArticleGraph, Edge, Node, schema
from kg.stores.base import Position, Rows, follow
from kg.stores.derived import Counts, count, sayings

TYPE = "node_type"  #: attribute of a node: its type in the schema


class MemoryStore:
    """A networkx graph that follows the ledger; ``graph`` is the very object, not a copy."""

    dialect = "networkx"

    def __init__(self) -> None:
        self.graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        self._articles: dict[str, ArticleGraph] = {}
        self._nodes: dict[str, dict[str, Node]] = defaultdict(dict)  # identifier → article → as that article has it
        self._edges: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._counts: Counts = Counter()
        self._position: Position | None = None

    def position(self) -> Position | None:
        return self._position

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]  # as new

    def apply(self, graphs: Sequence[ArticleGraph], position: Position) -> None:
        changed: set[str] = set()
        edges: set[tuple[str, str, str]] = set()
        counts: Counts = Counter()
        for graph in graphs:
            old = self._articles.pop(graph.article, ArticleGraph(graph.article))
            counts.subtract(count(sayings(old)))
            counts.update(count(sayings(graph)))
            for node in old.nodes:
                del self._nodes[node.id][graph.article]
                changed.add(node.id)
            for node in graph.nodes:
                self._nodes[node.id][graph.article] = node
                changed.add(node.id)
            for edge in old.edges:
                self._edges[edge.type, edge.start, edge.end].discard(graph.article)
            for edge in graph.edges:
                self._edges[edge.type, edge.start, edge.end].add(graph.article)
            edges.update((edge.type, edge.start, edge.end) for edge in (*old.edges, *graph.edges))
            if graph.nodes:
                self._articles[graph.article] = graph
        self._show(changed, edges, counts)
        self._position = position

    def flush(self) -> None:
        """Nothing is kept: another process makes its own."""

    def rows(
        self, query: str, params: Mapping[str, Any], *, limit: int | None = None, timeout_s: float | None = None
    ) -> Rows:
        raise QueryError("the graph in memory has no query language; ask the embedded store or the store of triples")

    def content(self) -> tuple[Iterator[Node], Iterator[Edge]]:
        return self._all_nodes(), self._all_edges()

    def close(self) -> None:
        self.clear()

    def _all_nodes(self) -> Iterator[Node]:
        for id, found in self.graph.nodes(data=True):
            yield Node(found[TYPE], id, {name: value for name, value in found.items() if name != TYPE})

    def _all_edges(self) -> Iterator[Edge]:
        for start, end, type, found in self.graph.edges(keys=True, data=True):
            yield Edge(type, start, end, dict(found))

    def _show(self, nodes: set[str], edges: set[tuple[str, str, str]], counts: Counts) -> None:
        """Bring the networkx graph up: what no article brings any more goes."""
        for id in nodes:
            brought = self._nodes[id]
            if not brought:
                del self._nodes[id]
                if id in self.graph:
                    self.graph.remove_node(id)
                continue
            node = min(brought.values(), key=lambda node: str(node.properties.get("name", "")))
            if id in self.graph:
                self.graph.nodes[id].clear()
            self.graph.add_node(id, **{TYPE: node.label}, **node.properties)
        for type, start, end in edges:
            if self._edges[type, start, end]:
                self.graph.add_edge(start, end, type)
            else:
                del self._edges[type, start, end]
                if self.graph.has_edge(start, end, type):
                    self.graph.remove_edge(start, end, type)
        for (type, start, end, name), number in counts.items():
            self._counts[type, start, end, name] += number
        for type, start, end in {key[:3] for key in counts}:
            names = schema().edges[type].properties
            values = {name: self._counts[type, start, end, name] for name in names}
            if values["articles"] > 0:
                self.graph.add_edge(start, end, type, **values)
            else:
                for name in names:
                    del self._counts[type, start, end, name]
                if self.graph.has_edge(start, end, type):
                    self.graph.remove_edge(start, end, type)


def load_memory(ledger: Ledger) -> MemoryStore:
    """Make the graph of a ledger in memory."""
    store = MemoryStore()
    follow(store, ledger)
    return store
