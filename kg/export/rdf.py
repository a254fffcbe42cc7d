"""The graph as RDF: Turtle without named graphs, TriG and N-Quads with the graph of each article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.export.reading_order import described
from kg.export.source import Source
from kg.rdf import ROLES, SHARED, Naming, prefixes

_SUBJECTS = 1000  # of the shared graph that are written at once


def write_turtle(source: Source, out: BinaryIO) -> None:
    """Write the union of all graphs, an article after the other, in the order of its text."""
    _write(source, out, RdfFormat.TURTLE, lambda quads, graph: (quad.triple for quad in _ordered(quads, graph)))


def write_trig(source: Source, out: BinaryIO) -> None:
    """Write each article as one block; what articles share comes in several blocks of one graph."""
    _write(source, out, RdfFormat.TRIG, _ordered)


def write_nquads(source: Source, out: BinaryIO) -> None:
    """Write a quad a line, in the same order."""
    _write(source, out, RdfFormat.N_QUADS, _ordered)


def prefixes_of(naming: Naming) -> Mapping[str, str]:
    """Give the prefixes of a file: those of every file of ours, and those under which our data stand."""
    return {**prefixes(), "data": naming.base, "role": ROLES}


def _write(
    source: Source,
    out: BinaryIO,
    form: RdfFormat,
    lines: Callable[[Iterable[Quad], str], Iterable[Quad] | Iterable[Triple]],
) -> None:
    known = {} if form == RdfFormat.N_QUADS else dict(prefixes_of(source.naming))
    out.writelines(f"@prefix {name}: <{iri}> .\n".encode() for name, iri in known.items())
    for graph, quads in _graphs(source):
        written = serialize(lines(quads, graph), format=form, prefixes=known or None)
        assert written is not None
        # Oxigraph declares the prefixes each time, in an order of chance.
        body = written.split(b"\n", len(known))[-1]
        out.write(b"\n" + body if known else body)


def _graphs(source: Source) -> Iterator[tuple[str, Iterable[Quad]]]:
    yield from source.articles()
    shared = source.shared()
    while subjects := list(islice(shared, _SUBJECTS)):
        yield source.naming.graph(SHARED), chain.from_iterable(subjects)


def _ordered(quads: Iterable[Quad], graph: str) -> Iterator[Quad]:
    for subject, told in described(quads).items():
        for predicate, value in told:
            yield Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(graph))
