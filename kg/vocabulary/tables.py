"""The headers of tables: one for each node type and edge type, for any reader and for ``neo4j-admin``."""

from __future__ import annotations

from kg.model import EdgeType, NodeType

START, END = "start", "end"  #: columns of a table of edges: identifiers of the nodes
_TYPES = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean"}


def csv_header(kind: NodeType | EdgeType) -> tuple[str, ...]:
    """Name the columns: the properties in the order of the table, of an edge after the identifiers of its ends."""
    ends = (START, END) if isinstance(kind, EdgeType) else ()
    return (*ends, *kind.properties)


def admin_header(kind: NodeType | EdgeType) -> tuple[str, ...]:
    """Write the same columns as ``neo4j-admin database import`` wants them; the name of the file tells label or type.

    The identifiers of each node type are a space of their own, so that equal ones of two types stay two nodes.
    """
    return tuple(_column(kind, name) for name in csv_header(kind))


def _column(kind: NodeType | EdgeType, name: str) -> str:
    if isinstance(kind, EdgeType) and name in (START, END):
        return f":START_ID({kind.start})" if name == START else f":END_ID({kind.end})"
    if isinstance(kind, NodeType) and name == "id":
        return f"id:ID({kind.name})"
    return f"{name}:{_TYPES[kind.properties[name].type]}"
