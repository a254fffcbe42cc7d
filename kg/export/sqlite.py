"""The tables as one SQLite database, with primary and foreign keys and an index on each end of an edge."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from kg.errors import StoreError
from kg.export.source import Source
from kg.export.tables import END, START, Column, Row, Table, row, tables
from kg.model import NodeType

_TYPES = {"string": "TEXT", "integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN"}
_BATCH = 1000  # rows of a table that wait


def write_sqlite(source: Source, path: Path) -> None:
    """Write a new file; StoreError if an edge leads nowhere.

    The words of the schema about each column stand in the definitions, which ``.schema`` of the sqlite3 shell shows.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            _write(db, source)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: could not be written: {error}") from error


def _write(db: sqlite3.Connection, source: Source) -> None:
    # The file is renamed into place once it is whole: nothing of it has to survive a crash.
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
    for table in tables().values():
        db.execute(_create(table))
    _fill(db, source)
    for table in tables().values():
        if not isinstance(table.kind, NodeType):
            db.execute(f'CREATE INDEX "{table.name}_{END}" ON "{table.name}" ("{END}")')
    db.execute("COMMIT")
    broken = db.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StoreError(
            f"an edge {broken[0]} leads to an {broken[2]} that is not there: the store of triples is damaged; "
            "'kg rebuild' makes it again"
        )


def _fill(db: sqlite3.Connection, source: Source) -> None:
    waiting: dict[str, list[Row]] = {name: [] for name in tables()}
    for record in source.records():
        name, values = row(record)
        waiting[name].append(values)
        if len(waiting[name]) == _BATCH:
            _insert(db, name, waiting)
    for name in waiting:
        _insert(db, name, waiting)


def _insert(db: sqlite3.Connection, name: str, waiting: Mapping[str, list[Row]]) -> None:
    marks = ", ".join("?" * len(tables()[name].columns))
    db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', waiting[name])
    waiting[name].clear()


def _create(table: Table) -> str:
    form = "" if isinstance(table.kind, NodeType) else " WITHOUT ROWID"  # good for short rows only
    return f'CREATE TABLE "{table.name}" (\n{_lines(list(_definitions(table)))}\n){form}'


def _definitions(table: Table) -> Iterator[tuple[str, str]]:
    """Yield each part of a definition with what is to be said about it."""
    kind = table.kind
    ends = {} if isinstance(kind, NodeType) else {START: kind.start, END: kind.end}
    for column in table.columns:
        reference = f' REFERENCES "{ends[column.name]}" (id)' if column.name in ends else ""
        yield f"{_column(column)}{reference}", column.about
    yield ("PRIMARY KEY (id)", "") if isinstance(kind, NodeType) else (f'PRIMARY KEY ("{START}", "{END}")', "")


def _column(column: Column) -> str:
    return f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" if column.is_required else ""}'


def _lines(parts: list[tuple[str, str]]) -> str:
    return "\n".join(
        f"  {part}{',' if place < len(parts) else ''}{f'  -- {about}' if about else ''}"
        for place, (part, about) in enumerate(parts, start=1)
    )
