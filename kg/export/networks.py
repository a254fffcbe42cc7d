"""The graph as GraphML and GEXF, for Gephi, yEd, Cytoscape and networkx; the whole of it is in memory meanwhile.

Nodes carry ``node_type`` and edges ``edge_type`` (their type in the schema), their properties, and what a picture
needs: a readable ``label``, and a ``weight`` where articles were counted. A property that is missing is left out. XML
1.0 has no way to write most control characters: U+FFFD stands for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import networkx

from kg.export.source import Source
from kg.model import Edge, Node, Value
from kg.stores.memory import TYPE

EDGE_TYPE, LABEL, WEIGHT = "edge_type", "label", "weight"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 60  # characters of a label
#: what a node is called in a picture: the first of these that it has
_NAMES = ("name", "title", "text", "version", "outcome", "inputId", "id")
#: GEXF gives a meaning of its own to ``start`` of a node: when it begins to be
_IN_GEXF = {"start": "startOffset", "stop": "stopOffset"}

Graph = Any  # networkx has no types


def write_graphml(source: Source, out: BinaryIO) -> None:
    """Write a directed graph in which every edge has an identifier of its own: Gephi drops those of a second edge."""
    networkx.write_graphml_xml(network(source.records()), Returns(out))


def write_gexf(source: Source, out: BinaryIO) -> None:
    """Write the same graph for Gephi; the offsets are called ``startOffset`` and ``stopOffset`` there."""
    networkx.write_gexf(network(source.records(), _IN_GEXF), out)


def network(records: Iterable[Node | Edge], names: Mapping[str, str] | None = None) -> Graph:
    """Make the graph that is written.

    names: properties that are called otherwise in it.
    """
    names = names or {}
    graph: Graph = networkx.MultiDiGraph()
    for record in records:
        found = {names.get(name, name): written(it) for name, it in record.properties.items() if name != "id"}
        if isinstance(record, Node):
            graph.add_node(record.id, **{TYPE: record.label, LABEL: _label(record)}, **found)
        else:
            weight = {WEIGHT: float(found["articles"])} if "articles" in found else {}
            more = {EDGE_TYPE: record.type, LABEL: record.type, **weight}
            graph.add_edge(record.start, record.end, f"{record.start}-{record.type}-{record.end}", **more, **found)
    return graph


def _label(node: Node) -> str:
    name = next(str(node.properties[name]) for name in _NAMES if name in node.properties)
    text = " ".join(str(written(name)).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def written(value: Value) -> Value:
    """Give a value as XML can hold it."""
    return _UNWRITABLE.sub("\ufffd", value) if isinstance(value, str) else value


class Returns:
    """Write a carriage return so that it is read as one; as it is, XML takes it for the end of a line."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        return self._out.write(data.replace(b"\r", b"&#13;"))
