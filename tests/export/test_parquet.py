"""Parquet holds every record in typed columns, in row groups."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.errors import QawlError
from kg.export.parquet import write_parquet
from kg.export.source import Source
from kg.export.tables import tables
from kg.model import Edge, Node, schema
from tests.export.test_source import records

parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra")
_TYPES = {"string": "string", "integer": "int64", "float": "double", "boolean": "bool"}


def test_every_record_comes_back(source: Source, tmp_path: Path) -> None:
    write_parquet(source, tmp_path)
    nodes, edges = [], []
    for name in tables():
        for row in parquet.read_table(tmp_path / f"{name}.parquet").to_pylist():
            found = {key: value for key, value in row.items() if value is not None}
            if name in schema().nodes:
                nodes.append(Node(name, found["id"], found))
            else:
                edges.append(Edge(name, found.pop("start"), found.pop("end"), found))
    nodes.sort(key=lambda node: (node.label, node.id))
    edges.sort(key=lambda edge: (edge.type, edge.start, edge.end))
    assert (nodes, edges) == records(source)


def test_columns_have_the_types_of_the_schema(source: Source, tmp_path: Path) -> None:
    write_parquet(source, tmp_path)
    for name, table in tables().items():
        found = parquet.read_schema(tmp_path / f"{name}.parquet")
        assert [(it.name, str(it.type), it.nullable) for it in found] == [
            (column.name, _TYPES[column.type], not column.is_required) for column in table.columns
        ]
    start = parquet.read_schema(tmp_path / "Statement.parquet").field("start")
    assert start.metadata[b"about"] == b"of the content"


def test_rows_are_written_in_groups(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.parquet.GROUP", 5)
    write_parquet(source, tmp_path)
    file = parquet.ParquetFile(tmp_path / "Statement.parquet")
    count = sum(isinstance(it, Node) and it.label == "Statement" for it in source.records())
    assert file.metadata.num_rows == count
    assert file.num_row_groups == -(-count // 5)


def test_without_pyarrow_it_tells_what_to_install(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(QawlError, match=r"pip install 'qawl\[parquet\]'"):
        write_parquet(source, tmp_path)
