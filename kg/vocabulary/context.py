"""The JSON-LD context: ``ontology/context.jsonld``.

A key is the local name of the RDF term. One key may be another term elsewhere (the ``role`` of a statement is words,
that of a description a category), so each type has the keys of its own properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Property, Term, schema
from kg.vocabulary.terms import XSD, edges, nodes

#: JSON has them as they are; a whole float would come back as an integer if its type were not said
_NATIVE = ("string", "integer", "boolean")


def context() -> str:
    """Write the context; it needs JSON-LD 1.1."""
    found: dict[str, Any] = {"@version": 1.1, **schema().prefixes, "xsd": "http://www.w3.org/2001/XMLSchema#"}
    for node in nodes():
        keys = {**_values(node.properties.values()), **_relations(node.name)}
        found[local_name(node.term)] = {"@id": node.term, "@context": keys}
        found.update({local_name(kind): {"@id": kind, "@context": keys} for kind in node.kinds.values()})
    for edge in edges():
        if edge.node_term is not None:
            ends = {local_name(term.term): {"@id": term.term, "@type": "@id"} for term in _from(edge.node_term)}
            keys = {**ends, **_values(edge.properties.values())}
            found[local_name(edge.node_term)] = {"@id": edge.node_term, "@context": keys}
    return json.dumps({"@context": found}, ensure_ascii=False, indent=1) + "\n"


def local_name(term: str) -> str:
    """Give the key of a term: what stands behind its prefix."""
    return term.partition(":")[2]


def _values(properties: Iterable[Property]) -> Mapping[str, Any]:
    return {
        local_name(property.term): property.term
        if property.type in _NATIVE
        else {"@id": property.term, "@type": XSD[property.type]}
        for property in properties
    }


def _relations(node: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for edge in edges():
        if edge.start == node:
            several = {"@container": "@set"} if edge.card == "0..*" else {}
            found[local_name(edge.term)] = {"@id": edge.term, "@type": "@id", **several}
    term = schema().nodes[node].term
    for other in _from(term):
        found.setdefault(local_name(other.term), {"@id": other.term, "@type": "@id", "@container": "@set"})
    return found


def _from(term: str) -> Iterable[Term]:
    return (other for other in schema().terms.values() if term in other.start)
