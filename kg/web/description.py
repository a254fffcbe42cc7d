"""What the endpoint says of itself: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize

from kg.web.negotiate import ROWS, TRIPLES

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_COMMENT = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_FORMATS = "http://www.w3.org/ns/formats/"
_OTHERWISE = "https://www.w3.org/ns/formats/data/"  # where Oxigraph has JSON-LD
_PREFIXES = {"sd": _SD, "formats": _FORMATS, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}


def describe(endpoint: str, format: str, comment: str) -> bytes:
    """Write the description of the service at that address.

    format: file extension of an RDF format.
    """
    wanted = RdfFormat.from_extension(format)
    assert wanted is not None
    written = serialize(_triples(NamedNode(endpoint), comment), format=wanted, prefixes=_PREFIXES)
    assert written is not None
    return written


def _triples(endpoint: NamedNode, comment: str) -> Iterator[Triple]:
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    yield Triple(service, _RDF_TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), endpoint)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for format in dict.fromkeys(media.format for media in (*ROWS, *TRIPLES)):
        known = QueryResultsFormat.from_extension(format) or RdfFormat.from_extension(format)
        assert known is not None
        yield Triple(service, _sd("resultFormat"), NamedNode(known.iri.replace(_OTHERWISE, _FORMATS)))
    yield Triple(service, _COMMENT, Literal(comment, language="en"))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _RDF_TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), graph)
    yield Triple(graph, _RDF_TYPE, _sd("Graph"))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
