"""How a graph that is asked in Cypher follows the articles: the same statements for the embedded graph and for Neo4j.

Only plain Cypher that both understand: one label a node, ``UNWIND`` over rows, no procedures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

from kg.model import ArticleGraph, Edge, EdgeType, Node, schema
from kg.project import entity_id
from kg.stores.base import Position
from kg.stores.derived import Counts, Saying, count, sayings

K = TypeVar("K")
V = TypeVar("V")
_SLICE = 5000  # rows of one UNWIND


class Ask(Protocol):
    """Run one Cypher statement and give all its rows."""

    def __call__(self, query: str, /, **params: Any) -> list[dict[str, Any]]: ...


class CypherProjection:
    """What becomes of a graph when articles are replaced; made for one transaction, or for all up to a save.

    :meth:`replace` may be called several times; :meth:`settle` then writes what is counted over articles, and drops or
    renames the shared nodes that articles let go of.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._counts: Counts = Counter()
        self._touched: set[tuple[str, str]] = set()

    def position(self) -> Position | None:
        found = self._ask("MATCH (p:Projection) RETURN p.seq AS seq, p.ledger AS ledger, p.schema AS schema")
        return Position(**found[0]) if found else None

    def put_position(self, position: Position) -> None:
        row = {"seq": position.seq, "ledger": position.ledger, "schema": position.schema}
        self._ask("MERGE (p:Projection {id: 'projection'}) SET p += $row", row=row)

    def replace(self, graphs: Sequence[ArticleGraph], *, is_first: bool = False) -> None:
        """Take out those articles and put in what they bring now.

        is_first: nothing is there yet, so that there is nothing to take out.
        """
        if not is_first:
            self._take_out([graph.article for graph in graphs])
        self._put_nodes([node for graph in graphs for node in graph.nodes])
        if not is_first:
            self._drop_shared_edges(graphs)
        self._put_edges(graphs)
        self._counts.update(count(saying for graph in graphs for saying in sayings(graph)))

    def settle(self) -> None:
        self._put_counts()
        self._drop_or_rename()

    def forget(self) -> None:
        """Forget what :meth:`settle` would still write, because the graph was cleared."""
        self._counts.clear()
        self._touched.clear()

    def _put_nodes(self, nodes: Iterable[Node]) -> None:
        for label, found in _grouped(nodes, lambda node: node.label).items():
            rows = [_row(node) for node in found]
            if schema().nodes[label].owned:
                self._each(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", rows)
                continue
            # Of several spellings one name, whichever article came first: the same graph from any order.
            least = "ON MATCH SET n.name = CASE WHEN row.name < n.name THEN row.name ELSE n.name END"
            known = least if "name" in schema().nodes[label].properties else "ON MATCH SET n = row"
            merge = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) ON CREATE SET n = row {known}"
            self._each(merge, list({(r["id"], r.get("name")): r for r in rows}.values()))

    def _drop_shared_edges(self, graphs: Iterable[ArticleGraph]) -> None:
        """An article that brings a shared node brings all its edges to other shared nodes: any other edge is old."""
        brought = {(edge.type, edge.start, edge.end) for graph in graphs for edge in graph.edges}
        nodes = _grouped({(node.label, node.id) for graph in graphs for node in graph.nodes}, lambda node: node[0])
        for edge in _shared_edges():
            ends = f"(a:{edge.start} {{id: row.a}})-[r:{edge.name}]->(b:{edge.end})"
            rows = [{"a": id} for _, id in nodes.get(edge.start, ())]
            found = (
                self._ask(f"UNWIND $rows AS row MATCH {ends} RETURN a.id AS a, b.id AS b", rows=rows) if rows else []
            )
            old = [row for row in found if (edge.name, row["a"], row["b"]) not in brought]
            self._each(f"UNWIND $rows AS row MATCH {ends} WHERE b.id = row.b DELETE r", old)
            self._touched.update((edge.end, row["b"]) for row in old)

    def _put_edges(self, graphs: Iterable[ArticleGraph]) -> None:
        edges = _grouped((edge for graph in graphs for edge in graph.edges), lambda edge: edge.type)
        for type, found in edges.items():
            kind = schema().edges[type]
            # An edge between shared nodes may be there already, from another article.
            verb = "CREATE" if schema().nodes[kind.start].owned else "MERGE"
            self._each(
                f"UNWIND $rows AS row MATCH (a:{kind.start} {{id: row.a}}), (b:{kind.end} {{id: row.b}}) "
                f"{verb} (a)-[:{type}]->(b)",
                [{"a": edge.start, "b": edge.end} for edge in found],
            )

    def _take_out(self, articles: list[str]) -> None:
        """Delete what those articles own; remember the shared nodes that may have lost their last edge."""
        articles = [
            row["id"]
            for row in self._ask("UNWIND $ids AS id MATCH (a:Article {id: id}) RETURN a.id AS id", ids=articles)
        ]
        if not articles:
            return
        self._counts.subtract(count(self._sayings(articles)))
        start = "UNWIND $ids AS id MATCH (a:Article {id: id})"
        statements = f"{start}<-[:IN_ARTICLE]-(s:Statement)"
        owned = {
            "Article": f"{start} WITH a AS n",
            "Statement": f"{statements} WITH s AS n",
            "Description": f"{statements}-[:DESCRIBED_AS]->(d:Description) WITH DISTINCT d AS n",
            "Prediction": f"{statements}-[:MAKES]->(p:Prediction) WITH DISTINCT p AS n",
        }
        for edge in schema().edges.values():
            if edge.start in owned and not schema().nodes[edge.end].owned:
                rows = self._ask(
                    f"{owned[edge.start]} MATCH (n)-[:{edge.name}]->(e) RETURN DISTINCT e.id AS id", ids=articles
                )
                self._touched.update((edge.end, row["id"]) for row in rows)
            if edge.end == "Article" and not schema().nodes[edge.start].owned:
                rows = self._ask(f"{start}<-[:{edge.name}]-(e:{edge.start}) RETURN DISTINCT e.id AS id", ids=articles)
                self._touched.update((edge.start, row["id"]) for row in rows)
        for label in ("Prediction", "Description", "Statement", "Article"):
            self._ask(f"{owned[label]} DETACH DELETE n", ids=articles)

    def _sayings(self, articles: list[str]) -> list[Saying]:
        rows = self._ask(
            "UNWIND $ids AS id MATCH (a:Article {id: id})<-[:IN_ARTICLE]-(s:Statement)-[:SAID_BY]->(e:Entity) "
            "OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity) "
            "RETURN a.id AS article, o.id AS outlet, e.id AS source, e.local AS is_local, s.naming AS naming",
            ids=articles,
        )
        return [Saying(**row) for row in rows]

    def _put_counts(self) -> None:
        changed: dict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
        for (type, start, end, name), number in self._counts.items():
            row = changed[type].setdefault((start, end), {"a": start, "b": end})
            row[name] = number
        for type, rows in changed.items():
            names = schema().edges[type].properties
            adds = ", ".join(f"r.{name} = coalesce(r.{name}, 0) + row.{name}" for name in names)
            ends = "UNWIND $rows AS row MATCH (a:Entity {id: row.a}), (b:Entity {id: row.b})"
            self._each(f"{ends} MERGE (a)-[r:{type}]->(b) SET {adds}", list(rows.values()))
            less = [row for row in rows.values() if row["articles"] < 0]
            self._each(f"{ends} MATCH (a)-[r:{type}]->(b) WHERE r.articles <= 0 DELETE r", less)
        self._counts.clear()

    def _drop_or_rename(self) -> None:
        """A shared node goes with the last edge that ties it to articles; one that stays may have lost its spelling."""
        for label in schema().nodes:  # what holds other shared nodes stands before them in the table
            ids = [id for touched, id in self._touched if touched == label]
            if not ids:
                continue
            free = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE {_is_free(label)}"
            for edge in _shared_edges():
                if edge.start == label != edge.end:
                    rows = self._ask(f"{free} MATCH (n)-[:{edge.name}]->(e) RETURN DISTINCT e.id AS id", ids=ids)
                    self._touched.update((edge.end, row["id"]) for row in rows)
            self._ask(f"{free} DETACH DELETE n", ids=ids)
        entities = [id for label, id in self._touched if label == "Entity"]
        names: dict[str, list[str]] = defaultdict(list)
        for edge in schema().edges.values():
            if edge.written is not None and entities:
                for row in self._ask(
                    f"UNWIND $ids AS id MATCH (n:Entity {{id: id}})<-[:{edge.name}]-(x) WHERE NOT n.local "
                    f"RETURN DISTINCT n.id AS id, n.kind AS kind, x.{edge.written} AS name",
                    ids=entities,
                ):
                    if entity_id(row["kind"], row["name"]) == row["id"]:
                        names[row["id"]].append(row["name"])
        rows = [{"id": id, "name": min(found)} for id, found in names.items()]
        self._each("UNWIND $rows AS row MATCH (n:Entity {id: row.id}) SET n.name = row.name", rows)
        self._touched.clear()

    def _each(self, query: str, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _SLICE):
            self._ask(query, rows=rows[start : start + _SLICE])


@cache
def _shared_edges() -> tuple[EdgeType, ...]:
    """The edges from one shared node to another."""
    nodes, edges = schema().nodes, schema().edges.values()
    return tuple(e for e in edges if not (e.derived or nodes[e.start].owned or nodes[e.end].owned))


@cache
def _is_free(label: str) -> str:
    """The condition under which nothing ties the shared node ``n`` to an article: not an article, not another node."""
    nodes, edges = schema().nodes, schema().edges.values()
    into = [
        e.name
        for e in edges
        if e.end == label != e.start and not e.derived and (nodes[e.start].owned or e in _shared_edges())
    ]
    out = [e.name for e in edges if e.start == label and nodes[e.end].owned]
    held = [f"(n)<-[:{'|'.join(into)}]-()"] * bool(into) + [f"(n)-[:{'|'.join(out)}]->()"] * bool(out)
    return " AND ".join(f"NOT {pattern}" for pattern in held)


def content(ask: Ask) -> tuple[Iterator[Node], Iterator[Edge]]:
    """Give all nodes and edges of a graph, type by type."""
    return _all_nodes(ask), _all_edges(ask)


def _all_nodes(ask: Ask) -> Iterator[Node]:
    for label, kind in schema().nodes.items():
        if not kind.internal:
            names = list(kind.properties)
            returned = ", ".join(f"n.{name} AS {name}" for name in names)
            for row in ask(f"MATCH (n:{label}) RETURN {returned}"):
                yield Node(label, row["id"], {name: row[name] for name in names if row[name] is not None})


def _all_edges(ask: Ask) -> Iterator[Edge]:
    for type, kind in schema().edges.items():
        returned = ", ".join(["a.id AS a", "b.id AS b", *(f"r.{name} AS {name}" for name in kind.properties)])
        for row in ask(f"MATCH (a:{kind.start})-[r:{type}]->(b:{kind.end}) RETURN {returned}"):
            yield Edge(type, row["a"], row["b"], {name: row[name] for name in kind.properties})


def _grouped(items: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _row(node: Node) -> dict[str, Any]:
    """Give all properties of a node, missing ones as null: kglite makes up a `title` that is not given."""
    return {name: node.properties.get(name) for name in schema().nodes[node.label].properties}
