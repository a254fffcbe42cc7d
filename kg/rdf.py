"""Nodes and edges as RDF, and back: what each is called, in which named graph it stands, how a value is written.

Everything is written as lines of N-Triples and N-Quads, because building them through an RDF library takes ten times
as long. What an article owns stands in the graph of the article's name; what articles share stands in one graph more,
once, so that the union of all graphs has no triple twice. Content spans are ``nif:String`` resources with the fragment
identifiers of RFC 5147 (``#char=10,30``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.article import content_id
from kg.model import ArticleGraph, Edge, Node, Property, Value, schema

DATA = "https://w3id.org/qawl/data/"  #: base of the identifiers of nodes
ROLES = "https://w3id.org/qawl/role/"  #: base of role categories: vocabulary, the same for all data
SHARED, POSITION = "shared", "projection"  #: local names of the graphs that belong to no article
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
_COMMON = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": XSD,
}
#: forms of a date of known precision, and what XML Schema calls them
_DATES = (
    (re.compile(r"\d{4}"), "gYear"),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "gYearMonth"),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), "date"),
    # Only forms that Oxigraph gives back as they are: it writes Z for +00:00 and leaves off zeros; others stay strings.
    (
        re.compile(r"\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d(\.\d*[1-9])?(Z|[+-](?!00:00)\d\d:\d\d)?"),
        "dateTime",
    ),
)
_DATE_TYPES = frozenset(XSD + name for _, name in _DATES)
_XSD = {"integer": XSD + "integer", "float": XSD + "double", "boolean": XSD + "boolean"}
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Lines:
    """Triples as lines of N-Triples without the dot."""

    own: list[str]  #: in the graph of the article
    shared: list[str]  #: in the shared graph


@dataclass(frozen=True, slots=True)
class Naming:
    """How nodes are named under one base; equal bases give equal IRIs on any machine.

    base: an absolute IRI to which identifiers are appended, such as ``https://example.org/quotes/``.
    """

    base: str = DATA

    def iri(self, label: str, id: str) -> str:
        """Name a node; role categories are named alike everywhere."""
        local = id if _PLAIN.fullmatch(id) else quote(id, safe="-._~")  # nearly all are plain, and quoting is slow
        return (ROLES if label == "Role" else self.base) + local

    def graph(self, name: str) -> str:
        """Name the graph of an article (its identifier), or :data:`SHARED`, or :data:`POSITION`."""
        return self.base + name

    def id(self, iri: str) -> str | None:
        """Give the identifier in an IRI; None for one that names no node."""
        for base in (self.base, ROLES):
            if iri.startswith(base) and "#" not in iri:
                return unquote(iri.removeprefix(base))
        return None

    def lines(self, graph: ArticleGraph) -> Lines:
        """Write one article."""
        found = Lines([], [])
        contents: dict[str, Node] = {}
        articles: dict[str, str] = {}
        for node in graph.nodes:
            (found.own if schema().nodes[node.label].owned else found.shared).extend(self.node(node))
            if node.label == "Statement":
                contents[node.id] = node
        for edge in graph.edges:
            start = schema().nodes[schema().edges[edge.type].start]
            (found.own if start.owned else found.shared).extend(self.edge(edge))
            if edge.type == "IN_ARTICLE":
                articles[edge.start] = edge.end
        for id, article in articles.items():
            if id in contents:
                found.own.extend(self._spans(contents[id], article))
        return found

    def nquads(self, graph: ArticleGraph) -> Iterator[str]:
        """Write one article as lines of N-Quads with their line ends; shared triples repeat from article to article."""
        found = self.lines(graph)
        for name, lines in ((graph.article, found.own), (SHARED, found.shared)):
            end = f" <{self.graph(name)}> .\n"
            for line in lines:
                yield line + end

    def node(self, node: Node) -> Iterator[str]:
        kind = schema().nodes[node.label]
        subject = f"<{self.iri(node.label, node.id)}>"
        yield f"{subject} <{RDF_TYPE}> <{expanded(kind.term)}>"
        if kind.kinds:
            yield f"{subject} <{RDF_TYPE}> <{expanded(kind.kinds[str(node.properties['kind'])])}>"
        yield from _properties(subject, node.properties, kind.properties)

    def edge(self, edge: Edge) -> Iterator[str]:
        """Write an edge as a triple; its properties, where it has any, as those of a node beside it."""
        kind = schema().edges[edge.type]
        start, end = self.iri(kind.start, edge.start), self.iri(kind.end, edge.end)
        yield f"<{start}> <{expanded(kind.term)}> <{end}>"
        if kind.node_term is not None:
            subject = f"<{self.edge_node(edge)}>"
            yield f"{subject} <{RDF_TYPE}> <{expanded(kind.node_term)}>"
            yield f"{subject} <{expanded('kg:from')}> <{start}>"
            yield f"{subject} <{expanded('kg:to')}> <{end}>"
            yield from _properties(subject, edge.properties, kind.properties)

    def edge_node(self, edge: Edge) -> str:
        """Name the node that keeps the properties of an edge."""
        return f"{self.base}re-{content_id(edge.type, edge.start, edge.end)}"

    def _spans(self, statement: Node, article: str) -> Iterator[str]:
        place = "char" if statement.properties["place"] == "text" else "title-char"
        for span in str(statement.properties["spans"]).split():
            start, end = span.split(",")
            string = f"<{self.iri('Article', article)}#{place}={span}>"
            yield f"<{self.iri('Statement', statement.id)}> <{expanded('kg:evidence')}> {string}"
            yield f"{string} <{RDF_TYPE}> <{expanded('nif:RFC5147String')}>"
            yield f"{string} <{expanded('nif:referenceContext')}> <{self.iri('Article', article)}>"
            yield f"{string} <{expanded('nif:beginIndex')}> {literal(int(start))}"
            yield f"{string} <{expanded('nif:endIndex')}> {literal(int(end))}"

    def read(self, quads: Iterable[Quad]) -> tuple[list[Node], list[Edge]]:
        """Give the nodes and edges that the quads tell of, each once and sorted, whatever graphs they stand in.

        An edge whose start is not described by the quads is left out; what is not of the schema too.
        """
        types: dict[str, set[str]] = {}
        told: dict[str, list[tuple[str, NamedNode | Literal]]] = {}
        for quad in quads:
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
                continue
            if quad.predicate.value == RDF_TYPE:
                types.setdefault(quad.subject.value, set()).add(str(quad.object.value))
            else:
                told.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))
        nodes: list[Node] = []
        edges: dict[tuple[str, str, str], Edge] = {}
        for subject, classes in types.items():
            for label in (label for label, term in _labels().items() if term in classes):
                node, ends = self._described(label, subject, told.get(subject, ()))
                nodes.append(node)
                edges.update({(type, node.id, end): Edge(type, node.id, end) for type, end in ends})
        for subject, classes in types.items():
            for type in (type for type, term in _edge_nodes().items() if term in classes):
                edge = self._described_edge(type, told.get(subject, ()))
                edges[type, edge.start, edge.end] = edge
        return sorted(nodes, key=lambda node: (node.label, node.id)), [edges[key] for key in sorted(edges)]

    def _described(
        self, label: str, subject: str, told: Iterable[tuple[str, NamedNode | Literal]]
    ) -> tuple[Node, set[tuple[str, str]]]:
        names, types = _property_terms(label), _edge_terms(label)
        properties: dict[str, Value] = {}
        ends: set[tuple[str, str]] = set()
        for term, value in told:
            if isinstance(value, Literal):
                if (property := names.get(term)) is not None:
                    properties[property.name] = value_of(value)
            elif (type := types.get(term)) is not None and (end := self.id(value.value)) is not None:
                ends.add((type, end))
        id = self.id(subject) or str(properties.get("id", subject))
        ordered = {name: properties[name] for name in schema().nodes[label].properties if name in properties}
        return Node(label, id, ordered), ends

    def _described_edge(self, type: str, told: Iterable[tuple[str, NamedNode | Literal]]) -> Edge:
        kind = schema().edges[type]
        names = {expanded(property.term): property.name for property in kind.properties.values()}
        ends = {term: self.id(value.value) or "" for term, value in told if isinstance(value, NamedNode)}
        found = {names[term]: value_of(value) for term, value in told if isinstance(value, Literal) and term in names}
        properties = {name: found[name] for name in kind.properties if name in found}
        return Edge(type, ends.get(expanded("kg:from"), ""), ends.get(expanded("kg:to"), ""), properties)


@cache
def prefixes() -> dict[str, str]:
    """Give the prefixes that every query and every file of ours knows: those of the schema and the common ones."""
    return {**schema().prefixes, **_COMMON}


@cache
def expanded(term: str) -> str:
    """Give the whole IRI of a term of the schema, such as ``schema:name``."""
    prefix, _, local = term.partition(":")
    return schema().prefixes[prefix] + local


def literal(value: Value, *, is_date: bool = False) -> str:
    """Write a value as a literal of N-Triples."""
    if isinstance(value, str):
        if is_date and (type := date_type(value)) is not None:
            return f'"{value}"^^<{type}>'
        return f'"{_ESCAPED.sub(_escape, value)}"' if _ESCAPED.search(value) else f'"{value}"'
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{_XSD["boolean"]}>'
    if isinstance(value, int):
        return f'"{value}"^^<{_XSD["integer"]}>'
    return f'"{value!r}"^^<{_XSD["float"]}>'


def date_type(value: str) -> str | None:
    """Name the type of a date of this form; None where it has none and stays a string."""
    return next((XSD + name for form, name in _DATES if form.fullmatch(value)), None)


def value_of(term: Literal) -> Value:
    """Read a literal back; dates stay the words that they are."""
    match term.datatype.value.removeprefix(XSD):
        case "boolean":
            return term.value in ("true", "1")
        case "integer" | "int" | "long" | "nonNegativeInteger":
            return int(term.value)
        case "double" | "float" | "decimal":
            return float(term.value)
    return term.value


def _properties(subject: str, found: Mapping[str, Value], known: Mapping[str, Property]) -> Iterator[str]:
    for name, value in found.items():
        property = known[name]
        text = literal(value, is_date=property.date is not None)
        yield f"{subject} <{expanded(property.term)}> {text}"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}")


@cache
def _labels() -> Mapping[str, str]:
    return {name: expanded(kind.term) for name, kind in schema().nodes.items() if not kind.internal}


@cache
def _edge_nodes() -> Mapping[str, str]:
    return {name: expanded(kind.node_term) for name, kind in schema().edges.items() if kind.node_term is not None}


@cache
def _property_terms(label: str) -> Mapping[str, Property]:
    return {expanded(property.term): property for property in schema().nodes[label].properties.values()}


@cache
def _edge_terms(label: str) -> Mapping[str, str]:
    return {
        expanded(kind.term): name
        for name, kind in schema().edges.items()
        if kind.start == label and kind.node_term is None
    }
