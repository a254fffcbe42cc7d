"""Every RDF format holds the same triples to another reader, and all that the records hold."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from pyoxigraph import Literal, NamedNode, RdfFormat

from kg.export.jsonld import write_jsonld
from kg.export.rdf import prefixes_of, write_nquads, write_trig, write_turtle
from kg.export.source import Source
from kg.model import ArticleGraph, Edge, Node
from kg.rdf import POSITION, SHARED, Naming
from tests.export.made_up_records import graphs

#: rdflib 7.6 warns of what it does itself when it parses into a dataset
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")
Write = Callable[[Source, BinaryIO], None]
Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]
FORMATS: dict[str, tuple[Write, RdfFormat]] = {
    "turtle": (write_turtle, RdfFormat.TURTLE),
    "trig": (write_trig, RdfFormat.TRIG),
    "nquads": (write_nquads, RdfFormat.N_QUADS),
}


def written(write: Write, source: Source) -> bytes:
    out = io.BytesIO()
    write(source, out)
    return out.getvalue()


def read_by_rdflib(data: bytes, form: str) -> rdflib.Dataset:
    """Read what is written, and not what rdflib makes of it: Z would become +00:00."""
    dataset = rdflib.Dataset(default_union=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        dataset.parse(data=data.decode(), format=form)
    return dataset


def triples(dataset: rdflib.Dataset) -> set[Triple]:
    return set(dataset.triples((None, None, None)))


def wanted(source: Source) -> set[str]:
    """All quads of the store but its bookkeeping."""
    position = f"<{source.naming.graph(POSITION)}>"
    return {str(quad) for quad in source.triples if str(quad.graph_name) != position}


@pytest.mark.parametrize("form", FORMATS)
def test_rdflib_reads_the_triples_of_the_store(source: Source, form: str) -> None:
    write, _ = FORMATS[form]
    found = triples(read_by_rdflib(written(write, source), form))
    expected = read_by_rdflib("\n".join(f"{quad} ." for quad in wanted(source)).encode(), "nquads")
    assert len(found) > 300
    assert found == triples(expected)


@pytest.mark.parametrize("form", ["trig", "nquads"])
def test_each_article_has_its_graph(source: Source, form: str) -> None:
    write, parser = FORMATS[form]
    data = written(write, source)
    assert {str(quad) for quad in pyoxigraph.parse(data, parser)} == wanted(source)
    graphs = {str(graph.identifier) for graph in read_by_rdflib(data, form).graphs() if len(graph)}
    articles = {node.id for node in source.records() if isinstance(node, Node) and node.label == "Article"}
    assert graphs == {source.naming.graph(name) for name in (*articles, SHARED)}


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_read_back_are_the_same_records(source: Source, form: str) -> None:
    write, parser = FORMATS[form]
    quads = [pyoxigraph.Quad(*list(quad)[:3]) for quad in pyoxigraph.parse(written(write, source), parser)]
    nodes, edges = source.naming.read(quads)
    records = list(source.records())
    assert nodes == sorted((it for it in records if isinstance(it, Node)), key=lambda it: (it.label, it.id))
    assert edges == sorted((it for it in records if isinstance(it, Edge)), key=lambda it: (it.type, it.start, it.end))


def test_bookkeeping_stays_out(source: Source) -> None:
    assert source.position is not None
    for write, _ in FORMATS.values():
        data = written(write, source).decode()
        assert source.position.ledger not in data
        assert "projection" not in data


def test_turtle_is_good_to_read(source: Source) -> None:
    lines = written(write_turtle, source).decode().splitlines()
    heads = [line for line in lines if line.startswith("@prefix")]
    assert "@prefix kg: <https://w3id.org/qawl/ns#> ." in heads
    assert len(heads) == len(set(heads)) == len(prefixes_of(source.naming))
    assert lines[: len(heads)] == heads
    assert not any("<https://w3id.org/qawl/" in line for line in lines[len(heads) :])


def test_an_article_comes_before_its_statements_and_these_in_the_order_of_its_text(source: Source) -> None:
    places: dict[str, list[str]] = {}
    articles: list[str] = []
    graph = rdflib.Graph()
    for block in written(write_turtle, source).decode().split("\n\n")[1:]:
        subjects = [line.split()[0] for line in block.splitlines() if line and not line.startswith("\t")]
        articles += [subject for subject in subjects if subject.startswith("data:ar-") and "char" not in subject]
        for subject in (it for it in subjects if it.startswith("data:st-")):
            places.setdefault(articles[-1], []).append(subject)
        if subjects[0].startswith("data:ar-"):
            assert subjects[0] == articles[-1]
    graph.parse(data=written(write_turtle, source).decode(), format="turtle")
    kg = rdflib.Namespace("https://w3id.org/qawl/ns#")
    data = rdflib.Namespace(source.naming.base)
    assert len(places) > 2
    for found in places.values():
        nodes = [data[subject.removeprefix("data:")] for subject in found]
        where = [(str(graph.value(node, kg.place)), graph.value(node, kg.start).toPython()) for node in nodes]  # type: ignore[union-attr]
        assert where == sorted(where)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(graphs())
def test_any_records_written_as_rdf_are_read_back_by_either_reader(graph: ArticleGraph) -> None:
    nodes = sorted(graph.nodes, key=lambda node: (node.label, node.id))
    edges = sorted(graph.edges, key=lambda edge: (edge.type, edge.start, edge.end))
    naming = Naming()
    quads = "".join(naming.nquads(graph)).encode()
    assert naming.read(pyoxigraph.parse(quads, RdfFormat.N_QUADS, lenient=True)) == (nodes, edges)
    store = pyoxigraph.Store()
    store.bulk_load(quads, RdfFormat.N_QUADS, lenient=True)
    source = Source(store, naming, None, lambda done: None)
    for form, (write, parser) in FORMATS.items():
        data = written(write, source)
        for found in (list(pyoxigraph.parse(data, parser, lenient=True)), quads_of(read_by_rdflib(data, form))):
            assert naming.read(found) == (nodes, edges), form
    assert naming.read(quads_of(read_by_rdflib(written(write_jsonld, source), "json-ld"))) == (nodes, edges)


def quads_of(dataset: rdflib.Dataset) -> list[pyoxigraph.Quad]:
    """Give the terms of rdflib as those of pyoxigraph."""

    def term(it: rdflib.term.Node) -> NamedNode | Literal:
        if isinstance(it, rdflib.Literal):
            return Literal(str(it), datatype=None if it.datatype is None else NamedNode(str(it.datatype)))
        return NamedNode(str(it))

    return [pyoxigraph.Quad(*map(term, triple)) for triple in triples(dataset)]  # type: ignore[arg-type]
