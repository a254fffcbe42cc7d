"""What the graph may hold: the table ``ontology/schema.toml``, read and checked, and the records made against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.article import content_id
from kg.errors import DataError
from kg.lexicon.categories import TREE
from kg.resources import read_text, read_toml

PATH = "ontology/schema.toml"
Value = str | int | float | bool
TYPES: Mapping[str, type] = {"string": str, "integer": int, "float": float, "boolean": bool}
CARDINALITIES = ("1", "0..1", "0..*")


@dataclass(frozen=True, slots=True)
class Node:
    """One node; a property that is missing is left out, never None."""

    label: str
    id: str
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge; the schema tells the labels of its ends."""

    type: str
    start: str
    end: str
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """All that one article brings into the graph, without repetition; no nodes: the article is to go out."""

    article: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    type: str
    card: str
    term: str
    about: str = ""
    is_date: bool = False  #: ISO 8601 or a prefix of it


@dataclass(frozen=True, slots=True)
class NodeType:
    name: str
    owned: bool  #: belongs to one article and goes with it
    term: str
    properties: Mapping[str, Property]
    about: str = ""
    under: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)  #: RDF class for each value of ``kind``
    internal: bool = False  #: bookkeeping of a store, not for export


@dataclass(frozen=True, slots=True)
class EdgeType:
    name: str
    start: str
    end: str
    card: str
    term: str
    properties: Mapping[str, Property]
    about: str = ""
    under: tuple[str, ...] = ()
    written: str | None = None  #: property of the start that keeps the end's name as the article writes it
    derived: bool = False
    node_term: str | None = None  #: class of the RDF node that keeps the properties, where there are any


@dataclass(frozen=True, slots=True)
class Schema:
    nodes: Mapping[str, NodeType]
    edges: Mapping[str, EdgeType]
    prefixes: Mapping[str, str]
    digest: str  #: changes with the table and the tree of roles; a graph made with another digest is rebuilt

    def faults(self, graph: ArticleGraph) -> Iterator[str]:
        """Yield what of ``graph`` the table does not allow, one line each."""
        labels = {node.id: node.label for node in graph.nodes}
        for node in graph.nodes:
            yield from self._node_faults(node)
        for edge in graph.edges:
            kind = self.edges.get(edge.type)
            if kind is None:
                yield f"{edge.type}: no such edge in {PATH}"
                continue
            ends = (labels.get(edge.start), labels.get(edge.end))
            if ends != (kind.start, kind.end):
                yield f"{edge.type} goes from {kind.start} to {kind.end}, here from {ends[0]} to {ends[1]}"
            yield from _property_faults(edge.type, edge.properties, kind.properties)

    def _node_faults(self, node: Node) -> Iterator[str]:
        kind = self.nodes.get(node.label)
        if kind is None:
            yield f"{node.label}: no such node in {PATH}"
            return
        if node.properties.get("id") != node.id:
            yield f"{node.label} {node.id}: its property id is {node.properties.get('id')!r}"
        yield from _property_faults(f"{node.label} {node.id}", node.properties, kind.properties)


def _property_faults(where: str, found: Mapping[str, Value], wanted: Mapping[str, Property]) -> Iterator[str]:
    for name, value in found.items():
        if name not in wanted:
            yield f"{where}: {name} is not in {PATH}"
        elif type(value) is not TYPES[wanted[name].type]:
            yield f"{where}: {name} is {type(value).__name__}, wanted {wanted[name].type}"
    for name, property in wanted.items():
        if property.card == "1" and name not in found:
            yield f"{where}: {name} is missing"


@cache
def schema() -> Schema:
    """Read the table; DataError names the entry that is wrong."""
    data = read_toml(PATH)
    prefix = data["prefix"]
    nodes = {name: _node_type(name, entry, prefix) for name, entry in data["node"].items()}
    edges = {name: _edge_type(name, entry, prefix) for name, entry in data["edge"].items()}
    for edge in edges.values():
        _check_edge(edge, nodes)
    return Schema(nodes, edges, data["prefixes"], content_id(read_text(PATH), read_text(TREE)))


def _node_type(name: str, entry: dict[str, Any], prefix: str) -> NodeType:
    properties = _properties(f"node.{name}", entry.get("properties", {}), prefix)
    if "id" not in properties:
        raise DataError(f"{PATH}: node.{name} has no property id")
    if "owned" not in entry:
        raise DataError(f"{PATH}: node.{name} does not tell whether it is owned by its article")
    return NodeType(
        name,
        entry["owned"],
        entry.get("term", f"{prefix}:{name}"),
        properties,
        entry.get("about", ""),
        tuple(entry.get("under", ())),
        entry.get("kinds", {}),
        entry.get("internal", False),
    )


def _edge_type(name: str, entry: dict[str, Any], prefix: str) -> EdgeType:
    head, *rest = name.lower().split("_")
    return EdgeType(
        name,
        entry.get("from", ""),
        entry.get("to", ""),
        entry.get("card", ""),
        entry.get("term", f"{prefix}:{head}{''.join(map(str.title, rest))}"),
        _properties(f"edge.{name}", entry.get("properties", {}), prefix),
        entry.get("about", ""),
        tuple(entry.get("under", ())),
        entry.get("written"),
        entry.get("derived", False),
        entry.get("node"),
    )


def _properties(where: str, entries: dict[str, Any], prefix: str) -> dict[str, Property]:
    found = {}
    for name, entry in entries.items():
        if entry.get("type") not in TYPES:
            raise DataError(f"{PATH}: {where}.{name}: type is {entry.get('type')!r}, wanted one of {', '.join(TYPES)}")
        if entry.get("card") not in CARDINALITIES[:2]:
            raise DataError(f"{PATH}: {where}.{name}: card is {entry.get('card')!r}, wanted 1 or 0..1")
        term = entry.get("term", f"{prefix}:{name}")
        found[name] = Property(
            name, entry["type"], entry["card"], term, entry.get("about", ""), entry.get("date", False)
        )
    return found


def _check_edge(edge: EdgeType, nodes: Mapping[str, NodeType]) -> None:
    for end in (edge.start, edge.end):
        if end not in nodes:
            raise DataError(f"{PATH}: edge.{edge.name} names the node {end!r}; there are: {', '.join(nodes)}")
    if edge.card not in CARDINALITIES:
        raise DataError(f"{PATH}: edge.{edge.name}: card is {edge.card!r}, wanted one of {', '.join(CARDINALITIES)}")
    if bool(edge.properties) != (edge.node_term is not None):
        raise DataError(f"{PATH}: edge.{edge.name}: an edge with properties names the class of a node, others do not")
    if edge.written is not None and edge.written not in nodes[edge.start].properties:
        raise DataError(f"{PATH}: edge.{edge.name}: {edge.start} has no property {edge.written!r}")
