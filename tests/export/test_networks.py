"""GraphML and GEXF come back through networkx as the graph that they were."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import HealthCheck, given, settings

from kg.export.networks import network, write_gexf, write_graphml
from kg.export.source import Source
from kg.export.tables import tables
from kg.model import ArticleGraph, Edge, Node, schema
from tests.export.made_up_records import graphs
from tests.export.test_source import records

Drawn = tuple[list[Node], list[Edge]]


def read_graphml(data: bytes) -> Any:
    return networkx.read_graphml(io.BytesIO(data), edge_key_type=str, force_multigraph=True)


def written(write: Any, source: Source) -> bytes:
    out = io.BytesIO()
    write(source, out)
    return out.getvalue()


def as_records(graph: Any) -> Drawn:
    """What a picture needs is left out again."""
    nodes = []
    for id, found in graph.nodes(data=True):
        label = found.pop("node_type")
        found.pop("label")
        ordered = {name: found[name] for name in schema().nodes[label].properties if name in found}
        assert ordered == found
        nodes.append(Node(label, id, {"id": id} | ordered))
    edges = []
    for start, end, found in graph.edges(data=True):
        type = found.pop("edge_type")
        assert found.pop("label") == type
        assert found.pop("weight", None) == found.get("articles")
        edges.append(Edge(type, start, end, found))
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


def test_graphml_comes_back_as_the_same_records(source: Source) -> None:
    found = as_records(read_graphml(written(write_graphml, source)))
    assert found == records(source)
    assert len(found[0]) > 30


def test_gexf_comes_back_with_the_same_nodes_and_edges(source: Source) -> None:
    graph = networkx.read_gexf(io.BytesIO(written(write_gexf, source)))
    nodes, edges = records(source)
    assert {(id, it["node_type"]) for id, it in graph.nodes(data=True)} == {(node.id, node.label) for node in nodes}
    found = {(start, it["edge_type"], end) for start, end, it in graph.edges(data=True)}
    assert found == {(edge.start, edge.type, edge.end) for edge in edges}
    assert graph.number_of_edges() == len(edges)
    for node in nodes:
        if node.label == "Statement":
            assert graph.nodes[node.id]["startOffset"] == node.properties["start"]
            assert graph.nodes[node.id]["confidence"] == node.properties["confidence"]


def test_gexf_is_no_graph_in_time(source: Source) -> None:
    root = ElementTree.fromstring(written(write_gexf, source))
    graph = next(it for it in root if it.tag.endswith("graph"))
    assert graph.get("mode") == "static"
    assert not any(it.get("start") for it in graph.iter() if it.tag.endswith("node"))


@pytest.mark.parametrize("write", [write_graphml, write_gexf])
def test_every_edge_has_an_identifier_of_its_own(source: Source, write: Any) -> None:
    root = ElementTree.fromstring(written(write, source))
    ids = [it.get("id") for it in root.iter() if it.tag.endswith("}edge")]
    assert len(ids) == len(set(ids)) == len(records(source)[1])


def test_labels_can_be_read(ledgers: dict[str, Any]) -> None:
    from kg.export.source import whole
    from kg.ledger import Ledger

    with Ledger.open(ledgers["small"]) as ledger, whole(ledger) as source:
        graph = network(source.records())
    labels = {it["label"] for _, it in graph.nodes(data=True)}
    assert {"عبد الله النجار", "هل يتحرك التحالف؟", "يوسع التحالف غاراته خلال شهر", "d2", "ar-test-1"} <= labels


def test_a_long_label_is_cut_and_stays_on_a_line() -> None:
    node = Node("Proposition", "p", {"id": "p", "text": "كلمة\n" * 40})
    label = network([node]).nodes["p"]["label"]
    assert (len(label), label[-1], "\n" in label) == (60, "…", False)


def test_properties_of_one_name_have_one_type() -> None:
    """Both formats declare an attribute once for all nodes and once for all edges."""
    for kinds in (schema().nodes, schema().edges):
        types: dict[str, set[str]] = {}
        for name in kinds:
            for column in tables()[name].columns if name in tables() else ():
                types.setdefault(column.name, set()).add(column.type)
        assert [name for name, found in types.items() if len(found) > 1] == []


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(graphs())
def test_any_records_come_back_but_for_what_xml_cannot_write(graph: ArticleGraph) -> None:
    class Given(Source):
        def records(self) -> Any:
            return iter([*graph.nodes, *graph.edges])

    source = Given(None, None, None, lambda done: None)  # type: ignore[arg-type]  # nothing else is read of it
    found = as_records(read_graphml(written(write_graphml, source)))
    edges = sorted(graph.edges, key=lambda edge: (edge.type, edge.start, edge.end))
    nodes = sorted(graph.nodes, key=lambda node: (node.label, node.id))
    assert found == ([_as_xml_has_it(node) for node in nodes], edges)


def _as_xml_has_it(node: Node) -> Node:
    forbidden = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}
    properties = {k: v.translate(forbidden) if isinstance(v, str) else v for k, v in node.properties.items()}
    return Node(node.label, node.id, properties)
