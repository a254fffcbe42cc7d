"""The graph as tables: one for each type of node and of edge, as CSV, Parquet and SQLite write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.model import Edge, EdgeType, Node, NodeType, Property, Value, schema

START, END = "start", "end"  #: columns of an edge: identifiers of its nodes
Row = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str  #: ``string``, ``integer``, ``float``, ``boolean``
    is_required: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A type of node or edge: what it is called, and its columns in the order of the schema."""

    kind: NodeType | EdgeType
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return self.kind.name


@cache
def tables() -> Mapping[str, Table]:
    """Give all tables by name, nodes before edges; a store's own bookkeeping is not among them."""
    nodes = [node_table(kind) for kind in schema().nodes.values() if not kind.internal]
    return {table.name: table for table in (*nodes, *map(_edge_table, schema().edges.values()))}


def node_table(kind: NodeType) -> Table:
    return Table(kind, tuple(_column(property) for property in kind.properties.values()))


def row(record: Node | Edge) -> tuple[str, Row]:
    """Give the table of a record and its values in the order of the columns, None where there is none."""
    if isinstance(record, Node):
        return record.label, tuple(record.properties.get(column.name) for column in tables()[record.label].columns)
    values = (record.properties.get(column.name) for column in tables()[record.type].columns[2:])
    return record.type, (record.start, record.end, *values)


def _edge_table(kind: EdgeType) -> Table:
    ends = (
        Column(START, "string", True, f"identifier of the {kind.start}"),
        Column(END, "string", True, f"identifier of the {kind.end}"),
    )
    return Table(kind, (*ends, *(_column(property) for property in kind.properties.values())))


def _column(property: Property) -> Column:
    return Column(property.name, property.type, property.card == "1", property.about or property.en)
