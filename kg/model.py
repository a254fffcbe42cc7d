"""What the graph may hold: the table ``ontology/schema.toml``, read and checked, and the records made against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from kg.article import content_id
from kg.errors import DataError
from kg.lexicon.categories import TREE
from kg.resources import read_text, read_toml

PATH = "ontology/schema.toml"
Value = str | int | float | bool
TYPES: Mapping[str, type] = {"string": str, "integer": int, "float": float, "boolean": bool}
CARDINALITIES = ("1", "0..1", "0..*")
_BACK = ("0..*", "0..1", "1", "1..*")
_DATES = {
    "any": re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}.*)?)?)?"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_INDEXES = (True, "text")


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
    date: Literal["any", "day"] | None = None  #: "any": ISO 8601 or a prefix of it
    en: str = ""
    ar: str = ""
    values: tuple[str, ...] = ()  #: what it may be; empty for anything
    form: str | None = None  #: regular expression for the whole of it
    least: float | None = None
    most: float | None = None
    before: str | None = None  #: property of the same node that must be greater
    until: str | None = None  #: property of the same node that must not be less
    see: str | None = None  #: term of another vocabulary that is near but not the same
    index: Literal[True, "text"] | None = None  #: for comparisons, or for CONTAINS

    @property
    def is_date(self) -> bool:
        return self.date is not None


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
    en: str = ""
    ar: str = ""


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
    en: str = ""
    ar: str = ""
    back: str = "0..*"  #: most and least edges for one end


@dataclass(frozen=True, slots=True)
class Term:
    """A term of our own that RDF needs beside nodes, edges and properties: a class, or a property between classes."""

    term: str
    en: str
    ar: str
    about: str
    under: tuple[str, ...] | None = None  #: of a class; None for a property
    start: tuple[str, ...] = ()  #: of a property
    end: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What the table does not allow."""

    where: str  #: label or edge type, and the identifier of the node
    message: str  #: what is wrong, with the name of the property
    node: str  #: identifier of the node, of an edge that of its start
    property: str | None = None  #: name of the property or type of the edge

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Schema:
    nodes: Mapping[str, NodeType]
    edges: Mapping[str, EdgeType]
    terms: Mapping[str, Term]
    prefixes: Mapping[str, str]
    digest: str  #: changes with the table and the tree of roles; a graph made with another digest is rebuilt

    def faults(self, graph: ArticleGraph) -> Iterator[Fault]:
        """Yield what of ``graph`` the table does not allow."""
        labels = {node.id: node.label for node in graph.nodes}
        for node in graph.nodes:
            yield from self._node_faults(node)
        for edge in graph.edges:
            kind = self.edges.get(edge.type)
            if kind is None:
                yield Fault(edge.type, f"no such edge in {PATH}", edge.start, edge.type)
                continue
            ends = (labels.get(edge.start), labels.get(edge.end))
            if ends != (kind.start, kind.end):
                message = f"goes from {kind.start} to {kind.end}, here from {ends[0]} to {ends[1]}"
                yield Fault(edge.type, message, edge.start, edge.type)
            yield from _property_faults(edge.type, edge.start, edge.properties, kind.properties)
        yield from self._number_faults(graph)

    def _node_faults(self, node: Node) -> Iterator[Fault]:
        kind = self.nodes.get(node.label)
        if kind is None:
            yield Fault(node.label, f"no such node in {PATH}", node.id)
            return
        where = f"{node.label} {node.id}"
        if node.properties.get("id") != node.id:
            yield Fault(where, f"its property id is {node.properties.get('id')!r}", node.id, "id")
        yield from _property_faults(where, node.id, node.properties, kind.properties)

    def _number_faults(self, graph: ArticleGraph) -> Iterator[Fault]:
        """Too many edges of a type at a node, or none where there must be one."""
        out = Counter((edge.type, edge.start) for edge in graph.edges)
        back = Counter((edge.type, edge.end) for edge in graph.edges)
        for node in graph.nodes:
            where = f"{node.label} {node.id}"
            for kind in self.edges.values():
                if node.label == kind.start and not _is_number(out[kind.name, node.id], kind.card):
                    message = f"{out[kind.name, node.id]} edges {kind.name}, wanted {kind.card}"
                    yield Fault(where, message, node.id, kind.name)
                if node.label == kind.end and not _is_number(back[kind.name, node.id], kind.back):
                    message = f"{back[kind.name, node.id]} edges {kind.name} lead to it, wanted {kind.back}"
                    yield Fault(where, message, node.id, kind.name)


def _is_number(number: int, wanted: str) -> bool:
    """Tell whether a number is in a cardinality such as ``0..1``."""
    least, _, most = wanted.rpartition("..")
    return int(least or most) <= number and (most == "*" or number <= int(most))


def _property_faults(
    where: str, node: str, found: Mapping[str, Value], wanted: Mapping[str, Property]
) -> Iterator[Fault]:
    for name, value in found.items():
        property = wanted.get(name)
        if property is None:
            yield Fault(where, f"{name} is not in {PATH}", node, name)
        elif type(value) is not TYPES[property.type]:
            yield Fault(where, f"{name} is {type(value).__name__}, wanted {property.type}", node, name)
        elif (told := _value_fault(property, value, found)) is not None:
            yield Fault(where, f"{name} is {value!r}, wanted {told}", node, name)
    for name, property in wanted.items():
        if property.card == "1" and name not in found:
            yield Fault(where, f"{name} is missing", node, name)


def _value_fault(property: Property, value: Value, found: Mapping[str, Value]) -> str | None:
    """Tell what was wanted instead of a value of the right type; None where it is well."""
    if isinstance(value, str):
        if property.values and value not in property.values:
            return f"one of {', '.join(property.values)}"
        if property.form is not None and re.fullmatch(property.form, value) is None:
            return f"the form {property.form}"
        if property.date is not None and _DATES[property.date].fullmatch(value) is None:
            return "a day such as 2025-11-14" if property.date == "day" else "a date such as 2025-11-14 or 2025-11"
    elif not _is_between(property, value):
        return f"at least {property.least}" if property.most is None else f"{property.least} to {property.most}"
    for other, is_strict in ((property.before, True), (property.until, False)):
        if other is not None and other in found and not _is_ordered(value, found[other], is_strict):
            return f"{'less than' if is_strict else 'at most'} {other}, which is {found[other]!r}"
    return None


def _is_between(property: Property, value: float) -> bool:
    return (property.least is None or value >= property.least) and (property.most is None or value <= property.most)


def _is_ordered(value: Any, other: Any, is_strict: bool) -> bool:
    """Compare two values, days as text, which is their order; of two types there is another fault to tell."""
    return type(value) is not type(other) or value < other or (not is_strict and value == other)


@cache
def schema() -> Schema:
    """Read the table; DataError names the entry that is wrong."""
    data = read_toml(PATH)
    prefix = data["prefix"]
    nodes = {name: _node_type(name, entry, prefix) for name, entry in data["node"].items()}
    edges = {name: _edge_type(name, entry, prefix) for name, entry in data["edge"].items()}
    for edge in edges.values():
        _check_edge(edge, nodes)
    terms = {name: _term(name, entry, prefix) for name, entry in data["term"].items()}
    return Schema(nodes, edges, terms, data["prefixes"], content_id(read_text(PATH), read_text(TREE)))


def _node_type(name: str, entry: dict[str, Any], prefix: str) -> NodeType:
    properties = _properties(f"node.{name}", entry.get("properties", {}), prefix)
    if "id" not in properties:
        raise DataError(f"{PATH}: node.{name} has no property id")
    if "owned" not in entry:
        raise DataError(f"{PATH}: node.{name} does not tell whether it is owned by its article")
    kinds = entry.get("kinds", {})
    if kinds and tuple(kinds) != properties["kind"].values:
        raise DataError(f"{PATH}: node.{name}.kinds are {', '.join(kinds)}, other than the values of its property kind")
    return NodeType(
        name,
        entry["owned"],
        entry.get("term", f"{prefix}:{name}"),
        properties,
        entry.get("about", ""),
        tuple(entry.get("under", ())),
        kinds,
        entry.get("internal", False),
        *_labels(f"node.{name}", entry),
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
        *_labels(f"edge.{name}", entry),
        entry.get("back", "0..*"),
    )


def _term(name: str, entry: dict[str, Any], prefix: str) -> Term:
    under = tuple(entry["class"]) if "class" in entry else None
    if (under is None) != ("from" in entry and "to" in entry):
        raise DataError(f"{PATH}: term.{name}: wanted either class, or from and to")
    labels = _labels(f"term.{name}", entry)
    return Term(
        f"{prefix}:{name}", *labels, entry["about"], under, tuple(entry.get("from", ())), tuple(entry.get("to", ()))
    )


def _labels(where: str, entry: dict[str, Any]) -> tuple[str, str]:
    """Give the English and the Arabic name."""
    if missing := [language for language in ("en", "ar") if not entry.get(language)]:
        raise DataError(f"{PATH}: {where}: {' and '.join(missing)} (what people read) is missing")
    return entry["en"], entry["ar"]


def _properties(where: str, entries: dict[str, Any], prefix: str) -> dict[str, Property]:
    found = {name: _property(f"{where}.{name}", name, entry, prefix) for name, entry in entries.items()}
    for property in found.values():
        for other in (property.before, property.until):
            if other is not None and other not in found:
                raise DataError(f"{PATH}: {where}.{property.name}: there is no property {other!r} to compare it with")
    return found


def _property(where: str, name: str, entry: dict[str, Any], prefix: str) -> Property:
    for key, allowed in (("type", TYPES), ("card", CARDINALITIES[:2])):
        if entry.get(key) not in allowed:
            raise DataError(f"{PATH}: {where}: {key} is {entry.get(key)!r}, wanted one of {', '.join(allowed)}")
    if entry.get("date") not in (None, *_DATES):
        raise DataError(f"{PATH}: {where}: date is {entry['date']!r}, wanted one of {', '.join(_DATES)}")
    if entry.get("index") not in (None, *_INDEXES):
        raise DataError(f'{PATH}: {where}: index is {entry["index"]!r}, wanted true or "text"')
    return Property(
        name,
        entry["type"],
        entry["card"],
        entry.get("term", f"{prefix}:{name}"),
        entry.get("about", ""),
        entry.get("date"),
        *_labels(where, entry),
        tuple(entry.get("values", ())),
        *(entry.get(key) for key in ("form", "least", "most", "before", "until", "see", "index")),
    )


def _check_edge(edge: EdgeType, nodes: Mapping[str, NodeType]) -> None:
    for end in (edge.start, edge.end):
        if end not in nodes:
            raise DataError(f"{PATH}: edge.{edge.name} names the node {end!r}; there are: {', '.join(nodes)}")
    if edge.card not in CARDINALITIES:
        raise DataError(f"{PATH}: edge.{edge.name}: card is {edge.card!r}, wanted one of {', '.join(CARDINALITIES)}")
    if edge.back not in _BACK:
        raise DataError(f"{PATH}: edge.{edge.name}: back is {edge.back!r}, wanted one of {', '.join(_BACK)}")
    if bool(edge.properties) != (edge.node_term is not None):
        raise DataError(f"{PATH}: edge.{edge.name}: an edge with properties names the class of a node, others do not")
    if edge.written is not None and edge.written not in nodes[edge.start].properties:
        raise DataError(f"{PATH}: edge.{edge.name}: {edge.start} has no property {edge.written!r}")
