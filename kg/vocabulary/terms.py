"""Which RDF terms the table uses, and for what: several nodes may share a property, and so its term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.model import EdgeType, NodeType, Property, schema

OWN = "kg:"
ROLE_SCHEME = "https://w3id.org/qawl/role"  #: the concept scheme of role categories
XSD = {"string": "xsd:string", "integer": "xsd:integer", "float": "xsd:double", "boolean": "xsd:boolean"}
#: what a date of known precision is called; a form that XML Schema does not know (no seconds) stays a string
DATES = ("xsd:date", "xsd:dateTime", "xsd:gYearMonth", "xsd:gYear")


@dataclass(frozen=True, slots=True)
class Owned:
    """A property and the class of the RDF node that has it."""

    owner: str
    property: Property


@dataclass(frozen=True, slots=True)
class Relation:
    """A property from node to node."""

    start: tuple[str, ...]  #: classes
    end: tuple[str, ...]
    en: str
    ar: str
    about: str
    under: tuple[str, ...] = ()
    is_functional: bool = False


def nodes() -> list[NodeType]:
    """Give the node types that are exported."""
    return [kind for kind in schema().nodes.values() if not kind.internal]


def edges() -> list[EdgeType]:
    return list(schema().edges.values())


@cache
def owned() -> Mapping[str, tuple[Owned, ...]]:
    """Give the properties with values, by term, in the order of the table."""
    found: dict[str, tuple[Owned, ...]] = {}
    for owner, properties in _owners():
        for property in properties.values():
            found[property.term] = (*found.get(property.term, ()), Owned(owner, property))
    return found


@cache
def relations() -> Mapping[str, tuple[Relation, ...]]:
    """Give the properties from node to node, by term, in the order of the table."""
    found: dict[str, tuple[Relation, ...]] = {}
    for edge in edges():
        ends = (schema().nodes[edge.start].term,), (schema().nodes[edge.end].term,)
        told = Relation(*ends, edge.en, edge.ar, edge.about, edge.under, edge.card in ("1", "0..1"))
        found[edge.term] = (*found.get(edge.term, ()), told)
    for term in schema().terms.values():
        if term.under is None:
            told = Relation(term.start, term.end, term.en, term.ar, term.about)
            found[term.term] = (*found.get(term.term, ()), told)
    return found


def classes() -> Iterator[str]:
    """Yield every class that the table names, also of other vocabularies; some repeatedly."""
    for node in nodes():
        yield from (node.term, *node.under, *node.kinds.values())
    for edge in edges():
        if edge.node_term is not None:
            yield edge.node_term
    for term in schema().terms.values():
        yield from (*(term.under or ()), *term.start, *term.end)


def _owners() -> Iterator[tuple[str, Mapping[str, Property]]]:
    for node in nodes():
        yield node.term, node.properties
    for edge in edges():
        if edge.node_term is not None:
            yield edge.node_term, edge.properties
