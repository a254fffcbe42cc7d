"""Made-up records of every type that the schema knows, with any text that a ledger can hold."""

from __future__ import annotations

from hypothesis import strategies as st

from kg.model import ArticleGraph, Edge, Node, Property, Value, schema

#: all of Unicode but halves of surrogate pairs, which no ledger takes; quotes, line ends and controls more often
TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"\\\n\r\t\x00\x01\x1f\x7f\x85\u2028<>&,;{}@^_:=+-'`")
)
_SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)).map("{0[0]},{0[1]}".format), min_size=1, max_size=3)
_DATES = st.sampled_from(["2025", "2025-11", "2025-11-14", "2025-11-14T09:30:00+02:00", "2025-11-14T09:30:00Z"])
_DERIVED = {name for name, kind in schema().edges.items() if kind.derived}


def values(property: Property) -> st.SearchStrategy[Value]:
    if property.values:
        return st.sampled_from(property.values)
    if property.date is not None:
        return _DATES | TEXT if property.date == "any" else _DATES
    if property.name.lower().endswith("spans"):
        return _SPANS.map(" ".join)
    if property.type == "integer":
        return st.integers(-(2**63), 2**63 - 1)
    if property.type == "float":
        return st.floats(allow_nan=False, allow_infinity=False)
    return st.booleans() if property.type == "boolean" else TEXT


@st.composite
def graphs(draw: st.DrawFn) -> ArticleGraph:
    """Make the graph of one article: some nodes of every type, and edges between them; nothing that is counted."""
    nodes: dict[str, list[Node]] = {}
    for label, kind in schema().nodes.items():
        if not kind.internal:
            count = 1 if label == "Article" else draw(st.integers(0, 2))
            nodes[label] = [_node(draw, label, f"{label.lower()}-{number}") for number in range(count)]
    edges: list[Edge] = []
    for type, edge in schema().edges.items():
        if type not in _DERIVED:
            for start in nodes[edge.start]:
                ends = (
                    draw(st.lists(st.sampled_from(nodes[edge.end]), unique_by=lambda node: node.id, max_size=2))
                    if (nodes[edge.end])
                    else []
                )
                edges += [Edge(type, start.id, end.id) for end in ends]
    return ArticleGraph(nodes["Article"][0].id, tuple(it for found in nodes.values() for it in found), tuple(edges))


def _node(draw: st.DrawFn, label: str, id: str) -> Node:
    properties: dict[str, Value] = {"id": id}
    for name, property in schema().nodes[label].properties.items():
        if name != "id" and (property.card == "1" or draw(st.booleans())):
            properties[name] = draw(values(property))
    return Node(label, id, properties)
