"""The first load of the embedded graph: nothing is there yet, so that articles only add, by columns and not by Cypher.

It gives the very graph that :class:`kg.stores.cypher.CypherProjection` gives, in a twentieth of the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import kglite

from kg.model import ArticleGraph, Edge, Property, Value, schema
from kg.stores.derived import count, sayings

_START, _END = "start id", "end id"  # names that no property has
_NAME, _TITLE = "name", "title"
_DTYPES = {"string": "object", "integer": "object", "float": "object", "boolean": "bool"}
_KINDS = {"string": "string", "integer": "integer", "float": "float"}


@dataclass(frozen=True, slots=True)
class Column:
    """What kglite asks of a column of pandas."""

    values: Sequence[Any]
    dtype: str = "object"
    is_full: bool = False

    def isna(self) -> Column:
        missing = [False] * len(self.values) if self.is_full else [value is None for value in self.values]
        return Column(missing, "bool")

    def tolist(self) -> Sequence[Any]:
        return self.values

    def __len__(self) -> int:
        return len(self.values)


class Table:
    """What kglite asks of a DataFrame of pandas, which would be 60 MB more to install for nothing else."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self.columns = list(columns)

    def reset_index(self, drop: bool = False) -> Table:
        return self

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns[self.columns[0]])


class EmbeddedLoad:
    """Articles added to a graph that was empty; :meth:`settle` ends it."""

    def __init__(self, graph: kglite.KnowledgeGraph) -> None:
        self._graph = graph
        self._names: dict[tuple[str, str], Value | None] = {}  # shared nodes, and the least spelling of each
        self._renamed: set[tuple[str, str]] = set()  # those that stand in the graph under another spelling
        self._edges: set[tuple[str, str, str]] = set()  # between shared nodes
        self._ids: dict[str, str] = {}
        self._counts: dict[tuple[str, str, str], dict[str, int]] = {}

    def add(self, graphs: Sequence[ArticleGraph]) -> None:
        self._add_nodes(graphs)
        self._add_edges(graphs)
        self._count(graphs)

    def settle(self) -> None:
        """Write what is only known when all articles are there: counts, and which spelling of a name comes first."""
        self._put_counts(self._counts)
        for label in {label for label, _ in self._renamed}:
            rows = [{"id": id, "name": self._names[label, id]} for known, id in self._renamed if known == label]
            self._graph.cypher(
                f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n.name = row.name", params={"rows": rows}
            )

    def _add_nodes(self, graphs: Iterable[ArticleGraph]) -> None:
        new: dict[str, list[Mapping[str, Value]]] = defaultdict(list)
        for graph in graphs:
            for node in graph.nodes:
                properties = node.properties
                if schema().nodes[node.label].owned or properties.get("local"):
                    new[node.label].append(properties)
                    continue
                key, name = (node.label, node.id), properties.get(_NAME)
                if key not in self._names:
                    new[node.label].append(properties)
                    self._names[key] = name
                elif name is not None and name < self._names[key]:  # type: ignore[operator]  # both are names
                    self._names[key] = name
                    self._renamed.add(key)
        for label, rows in new.items():
            known = schema().nodes[label].properties
            columns = {name: _column(kind, rows) for name, kind in known.items()}
            # Every node of kglite has a title; Cypher takes the name for it, a table the identifier.
            columns.setdefault(_TITLE, columns.get(_NAME, Column([None] * len(rows))))
            self._graph.add_nodes(
                Table(columns),
                label,
                "id",
                _TITLE,
                column_types={**_kinds(known), _TITLE: "string"},
            )

    def _add_edges(self, graphs: Iterable[ArticleGraph]) -> None:
        new: dict[str, list[Edge]] = defaultdict(list)
        for graph in graphs:
            for edge in graph.edges:
                if not schema().nodes[schema().edges[edge.type].start].owned:
                    key = (edge.type, edge.start, edge.end)
                    if key in self._edges:
                        continue
                    self._edges.add(key)
                new[edge.type].append(edge)
        for type, edges in new.items():
            self._put_edges(type, edges)

    def _put_edges(self, type: str, edges: Sequence[Edge]) -> None:
        kind = schema().edges[type]
        columns = {_START: Column([edge.start for edge in edges], is_full=True)}
        columns[_END] = Column([edge.end for edge in edges], is_full=True)
        rows = [edge.properties for edge in edges]
        columns.update((name, _column(property, rows)) for name, property in kind.properties.items())
        self._graph.add_relationships(
            Table(columns),
            type,
            kind.start,
            _START,
            kind.end,
            _END,
            column_types={_START: "string", _END: "string", **_kinds(kind.properties)},
        )

    def _count(self, graphs: Iterable[ArticleGraph]) -> None:
        local: dict[tuple[str, str, str], dict[str, int]] = {}
        for graph in graphs:
            ends = {node.id for node in graph.nodes if node.properties.get("local")}
            for (type, start, end, name), number in count(sayings(graph)).items():
                # A local source is counted when its article is; the others, which are half of them, wait.
                counts = local if end in ends else self._counts
                key = (type, self._ids.setdefault(start, start), end if end in ends else self._ids.setdefault(end, end))
                if key not in counts:
                    counts[key] = dict.fromkeys(schema().edges[type].properties, 0)
                counts[key][name] += number
        self._put_counts(local)

    def _put_counts(self, counts: Mapping[tuple[str, str, str], Mapping[str, int]]) -> None:
        edges: dict[str, list[Edge]] = defaultdict(list)
        for (type, start, end), found in counts.items():
            edges[type].append(Edge(type, start, end, found))
        for type, found_edges in edges.items():
            self._put_edges(type, found_edges)


def _column(property: Property, rows: Iterable[Mapping[str, Value]]) -> Column:
    name, dtype = property.name, _DTYPES[property.type]
    if property.card == "1":
        return Column([row[name] for row in rows], dtype, is_full=True)
    return Column([row.get(name) for row in rows], dtype)


def _kinds(properties: Mapping[str, Property]) -> dict[str, str]:
    return {name: _KINDS[found.type] for name, found in properties.items() if found.type in _KINDS}
