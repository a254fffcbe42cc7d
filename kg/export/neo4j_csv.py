"""The tables as ``neo4j-admin database import full`` reads them, with the arguments for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from kg.export.csv import line, write_files
from kg.export.source import Source
from kg.export.tables import Row, Table, node_table, row, tables
from kg.export.whole import write_manifest
from kg.model import NodeType, Value, schema
from kg.stores.base import Position

ARGUMENTS = "import.args"  #: in the folder: what the tool is told
COMMAND = f"neo4j-admin database import full neo4j @{ARGUMENTS}"
_PROJECTION = "Projection"
_TYPES = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean"}


def write_neo4j_csv(source: Source, folder: Path) -> None:
    """Write the files and the arguments for them.

    The whole graph comes with its position, from which ``kg push neo4j`` goes on; a part of it follows no ledger.
    """
    found = list(tables().values())
    rows: Iterator[tuple[str, Row]] = (_labelled(*row(record)) for record in source.records())
    if source.position is not None:
        found.append(node_table(schema().nodes[_PROJECTION]))
        rows = chain(rows, [_labelled(_PROJECTION, _position(found[-1], source.position))])
    counts = write_files(folder, {table.name: line(_head(table)) for table in found}, rows)
    (folder / ARGUMENTS).write_text("".join(_arguments(found)), encoding="utf-8")
    write_manifest(folder, "neo4j-csv", counts)


def _labelled(name: str, values: Row) -> tuple[str, Row]:
    return name, (*values, name)


def _position(table: Table, position: Position) -> Row:
    """The row of what :meth:`kg.stores.cypher.CypherProjection.put_position` writes."""
    values: dict[str, Value] = {
        "id": "projection",
        "seq": position.seq,
        "ledger": position.ledger,
        "schema": position.schema,
    }
    return tuple(values[column.name] for column in table.columns)


def _head(table: Table) -> Iterator[str]:
    """Each type has identifiers of its own: those of role categories are plain words."""
    if isinstance(table.kind, NodeType):
        yield f"id:ID({table.name})"
        columns, last = table.columns[1:], ":LABEL"
    else:
        yield f":START_ID({table.kind.start})"
        yield f":END_ID({table.kind.end})"
        columns, last = table.columns[2:], ":TYPE"
    yield from (f"{column.name}:{_TYPES[column.type]}" for column in columns)
    yield last


def _arguments(found: list[Table]) -> Iterator[str]:
    yield f"# In this folder, while the server is stopped: {COMMAND}\n"
    yield "# Over a database that is there already: the same with --overwrite-destination=true\n"
    yield "--multiline-fields=true\n"
    for table in found:
        yield f"--{'nodes' if isinstance(table.kind, NodeType) else 'relationships'}={table.name}.csv\n"
