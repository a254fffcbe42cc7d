"""The graph as JSON-LD, for whoever knows schema.org: articles with their quotations and claims nested in them.

The triples are those of the other RDF formats, and what follows from them in the words of schema.org: a statement is
a ``Quotation`` of its speaker, a prediction a ``Claim`` of the same, which says nothing about whether it is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import BinaryIO

from pyoxigraph import NamedNode

from kg.export.jsonld_keys import Keys, Object
from kg.export.reading_order import Described, Told, described, types
from kg.export.source import Source
from kg.model import EdgeType, NodeType, Term, schema
from kg.rdf import RDF_TYPE, SHARED, expanded

_WORDS = "schema:"  # in which words more is said
_PARTS, _AUTHORS = "schema:isPartOf", ("schema:author", "schema:creator")
_NAMED = ("schema:creator", "schema:publisher")  # whose ends come with their names
_AGENTS = 10_000  # names that are remembered


def write_jsonld(source: Source, out: BinaryIO) -> None:
    """Write one document; its context is in it, so that it is read without a network."""
    writer = _Writer(source)
    head = json.dumps(writer.keys.context, ensure_ascii=False, separators=(",", ":"))
    out.write(f'{{"@context": {head},\n"@graph": ['.encode())
    comma = "\n"
    for found in writer.objects():
        out.write((comma + json.dumps(found, ensure_ascii=False)).encode())
        comma = ",\n"
    out.write(b"\n]}\n")


class _Writer:
    def __init__(self, source: Source) -> None:
        self.keys = Keys()
        self._source = source
        self._shared = NamedNode(source.naming.graph(SHARED))
        self._agent = lru_cache(_AGENTS)(self._found_agent)

    def objects(self) -> Iterator[Object]:
        """Yield each article with all that it owns, then what articles share."""
        for _, quads in self._source.articles():
            yield from _Nested(self, described(quads)).objects()
        for quads in self._source.shared():
            yield from _Nested(self, described(quads)).objects()

    def agent(self, iri: str) -> Object | str:
        """Give a person or body with its name, which a reader of one article needs; what it is besides comes once."""
        return self._agent(iri)

    def _found_agent(self, iri: str) -> Object | str:
        quads = self._source.triples.quads_for_pattern(NamedNode(iri), None, None, self._shared)
        wanted = (RDF_TYPE, expanded("schema:name"))
        told = [it for it in described(quads).get(iri, ()) if it[0] in wanted]
        return self.keys.object(iri, told) if told else iri


class _Nested:
    """The objects of one graph, each in the first one that leads to it."""

    def __init__(self, writer: _Writer, found: Described) -> None:
        self._writer = writer
        self._found = found
        self._more = _said_in_schema_org(found)
        self._waiting = set(found)  # not written yet

    def objects(self) -> Iterator[Object]:
        for subject in self._found:
            if subject in self._waiting:
                yield self._object(subject)

    def _object(self, subject: str) -> Object:
        self._waiting.discard(subject)
        parts = self._parts(subject)
        self._waiting.difference_update(parts)
        told = [*self._found[subject], *self._more.get(subject, ())]
        return self._writer.keys.object(subject, told, self._end, hasPart=[self._object(part) for part in parts])

    def _parts(self, subject: str) -> list[str]:
        """The statements of an article, in the order of its text."""
        if expanded("schema:NewsArticle") not in types(self._found[subject]):
            return []
        article = (expanded(_PARTS), NamedNode(subject))
        parts = [other for other in self._found if article in self._more.get(other, ())]
        for part in parts:
            self._more[part].remove(article)  # said by where it stands
        return parts

    def _end(self, predicate: str, iri: str) -> Object | str:
        if iri in self._waiting:
            return self._object(iri)
        return self._writer.agent(iri) if predicate in map(expanded, _NAMED) and iri not in self._found else iri


def _said_in_schema_org(found: Described) -> dict[str, list[Told]]:
    """Give what follows for each subject: classes and properties above those of the schema, and whose a claim is."""
    more: dict[str, list[Told]] = {}
    for subject, told in found.items():
        for predicate, value in told:
            for term, is_back in _above(value.value if predicate == RDF_TYPE else predicate):
                if predicate == RDF_TYPE:
                    more.setdefault(subject, []).append((RDF_TYPE, NamedNode(term)))
                elif isinstance(value, NamedNode):
                    one, other = (value.value, subject) if is_back else (subject, value.value)
                    more.setdefault(one, []).append((term, NamedNode(other)))
        speakers = [value for predicate, value in told if predicate == expanded("kg:saidBy")]
        for predicate, claim in told:
            if predicate == expanded("kg:makes"):
                more.setdefault(claim.value, []).extend((expanded(it), who) for it in _AUTHORS for who in speakers)
    return more


@cache
def _above(iri: str) -> tuple[tuple[str, bool], ...]:
    """The terms of schema.org above a class or property, each with whether it goes the other way."""
    return tuple(
        (expanded(term.removeprefix("^")), term.startswith("^"))
        for term in _under().get(iri, ())
        if term.removeprefix("^").startswith(_WORDS)
    )


@cache
def _under() -> Mapping[str, tuple[str, ...]]:
    kinds: list[NodeType | EdgeType | Term] = [*schema().nodes.values(), *schema().edges.values()]
    kinds += schema().terms.values()
    return {expanded(kind.term): kind.under or () for kind in kinds}
