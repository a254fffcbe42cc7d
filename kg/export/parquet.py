"""The tables as Parquet: a file for each type of node and of edge, typed columns, in row groups."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QawlError
from kg.export.source import Source
from kg.export.tables import Row, Table, row, tables
from kg.export.whole import write_manifest

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped]

GROUP = 5000  #: rows of a row group, which wait in memory


def write_parquet(source: Source, folder: Path) -> None:
    """Write the files; QawlError if pyarrow is not there."""
    parquet = _parquet()
    with ExitStack() as stack:
        files = {
            name: _File(stack.enter_context(parquet.ParquetWriter(folder / f"{name}.parquet", schema)), schema)
            for name, schema in ((name, _schema(table)) for name, table in tables().items())
        }
        for record in source.records():
            name, values = row(record)
            files[name].add(values)
        for file in files.values():
            file.flush()
    write_manifest(folder, "parquet", {f"{name}.parquet": file.count for name, file in files.items()})


def check_installed() -> None:
    """Raise QawlError if pyarrow is not there."""
    _parquet()


class _File:
    """A file that is written a row group at a time."""

    def __init__(self, writer: Any, schema: pyarrow.Schema) -> None:
        self._writer = writer
        self._schema = schema
        self._rows: list[Row] = []
        self.count = 0

    def add(self, values: Row) -> None:
        self._rows.append(values)
        if len(self._rows) == GROUP:
            self.flush()

    def flush(self) -> None:
        import pyarrow

        if self._rows:
            columns = [
                pyarrow.array(values, field.type)
                for values, field in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(pyarrow.table(columns, schema=self._schema))
            self.count += len(self._rows)
            self._rows = []


def _parquet() -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise QawlError("Parquet is written by pyarrow, which is not installed: pip install 'qawl[parquet]'") from error
    return parquet


def _schema(table: Table) -> pyarrow.Schema:
    import pyarrow

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "float": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    return pyarrow.schema(
        pyarrow.field(column.name, types[column.type], not column.is_required, {"about": column.about})
        for column in table.columns
    )
