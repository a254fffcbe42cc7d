"""The reference page of the graph: ``docs/graph.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.lexicon.categories import load_categories
from kg.model import EdgeType, NodeType, Property, schema
from kg.vocabulary.neo4j import neo4j_schema
from kg.vocabulary.terms import edges, nodes

_HEAD = """<!-- Made from ontology/schema.toml by `python -m kg.vocabulary --write`. -->
# The graph

What stands in the graph: as nodes and edges, for Cypher and tables, and as RDF, for SPARQL. Both are the same graph.
Spans are `start,end` in code points, end exclusive. Dates are ISO 8601; one of unknown precision is a prefix, such as
`2025-11`. The number of edges is for one node at their start.
"""
_HEADS = {
    "properties": ("property", "in English", "in Arabic", "type", "number", "what it may be", "RDF"),
    "edges": ("edge", "in English", "in Arabic", "from", "to", "number", "what it tells", "RDF"),
    "terms": ("term", "in English", "in Arabic", "what it is"),
    "roles": ("category", "in English", "in Arabic", "under", "example"),
}


def reference() -> str:
    """Write the page: node types with their properties, edges, what RDF has beside them, role categories, prefixes."""
    return "\n".join(_parts())


def _parts() -> Iterator[str]:
    yield _HEAD
    yield "## Nodes\n"
    for node in nodes():
        yield _node(node)
    yield "## Edges\n"
    yield _table("edges", map(_edge, edges()))
    for edge in edges():
        if edge.properties:
            yield f"### {edge.name}\n\n{edge.about} In RDF a node of `{edge.node_term}` keeps its properties.\n"
            yield _properties(edge.properties)
    yield "## Terms of RDF alone\n"
    yield _table("terms", ((f"`{it.term}`", it.en, it.ar, it.about) for it in schema().terms.values()))
    yield "## Role categories\n"
    yield _table(
        "roles", ((f"`{it.id}`", it.en, it.ar, it.broader or "", it.example) for it in load_categories().values())
    )
    yield "## Prefixes\n"
    yield "".join(f"- `{name}:` <{iri}>\n" for name, iri in schema().prefixes.items())
    yield "## Constraints and indexes of Neo4j\n"
    yield "```cypher\n" + ";\n".join(neo4j_schema()) + ";\n```\n"


def _node(node: NodeType) -> str:
    kinds = ", ".join(f"`{kind}` `{term}`" for kind, term in node.kinds.items())
    lines = [
        f"### {node.name}: {node.en}, {node.ar}\n",
        node.about,
        f"{'Belongs to one article and goes with it' if node.owned else 'Shared by articles'}.",
        f"RDF: `{node.term}`{_under(node)}." + (f" By its kind also {kinds}." if kinds else ""),
        "",
        _properties(node.properties),
    ]
    return "\n".join(lines)


def _under(kind: NodeType | EdgeType) -> str:
    return f" (under {', '.join(f'`{term}`' for term in kind.under)})" if kind.under else ""


def _properties(found: Mapping[str, Property]) -> str:
    return _table(
        "properties",
        ((f"`{it.name}`", it.en, it.ar, it.type, it.card, _allowed(it), f"`{it.term}`") for it in found.values()),
    )


def _allowed(property: Property) -> str:
    told = [property.about] if property.about else []
    told += [", ".join(f"`{value}`" for value in property.values)] if property.values else []
    told += [f"`{property.form}`"] if property.form is not None else []
    told += {"day": ["a day"], "any": []}.get(property.date or "any", [])
    if property.least is not None or property.most is not None:
        told.append(f"at least {property.least}" if property.most is None else f"{property.least} to {property.most}")
    told += [f"less than `{property.before}`"] if property.before is not None else []
    told += [f"at most `{property.until}`"] if property.until is not None else []
    return "; ".join(told)


def _edge(edge: EdgeType) -> tuple[str, ...]:
    number = edge.card if edge.back == "0..*" else f"{edge.card}, back {edge.back}"
    about = edge.about + (" Counted from other edges." if edge.derived else "")
    return f"`{edge.name}`", edge.en, edge.ar, edge.start, edge.end, number, about, f"`{edge.term}`{_under(edge)}"


def _table(name: str, rows: Iterable[Sequence[str]]) -> str:
    heads = _HEADS[name]
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
