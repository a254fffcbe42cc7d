"""CSV holds every record; what is empty and what is missing stay apart."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.csv import line, write_csv
from kg.export.source import Source, whole
from kg.export.tables import Table, tables
from kg.ledger import Ledger
from kg.model import TYPES, Edge, Node, Value
from kg.model import schema as graph_schema
from tests.export.made_up_records import TEXT
from tests.export.test_source import records
from tests.graphs import add, small


def read_table(folder: Path, table: Table, encoding: str = "utf-8") -> list[dict[str, Value]]:
    """Read a file as the types of its table; empty cells are left out."""
    with open(folder / f"{table.name}.csv", encoding=encoding, newline="") as file:
        rows = csv.DictReader(file, strict=True)
        assert rows.fieldnames == [column.name for column in table.columns]
        types = {column.name: column.type for column in table.columns}
        return [{name: _value(cell, types[name]) for name, cell in row.items() if cell != ""} for row in rows]


def _value(cell: str, type: str) -> Value:
    if type == "boolean":
        return {"true": True, "false": False}[cell]
    value: Value = TYPES[type](cell)
    return value


def test_every_record_stands_in_the_table_of_its_type(source: Source, tmp_path: Path) -> None:
    write_csv(source, tmp_path)
    nodes, edges = [], []
    for name, table in tables().items():
        for row in read_table(tmp_path, table):
            if name in graph_schema().nodes:
                nodes.append(Node(name, str(row["id"]), row))
            else:
                edges.append(Edge(name, str(row.pop("start")), str(row.pop("end")), row))
    nodes.sort(key=lambda node: (node.label, node.id))
    edges.sort(key=lambda edge: (edge.type, edge.start, edge.end))
    assert (nodes, edges) == records(source)


def test_the_manifest_counts_the_rows(source: Source, tmp_path: Path) -> None:
    write_csv(source, tmp_path)
    manifest = json.loads((tmp_path / "export.json").read_text(encoding="utf-8"))
    assert manifest["format"] == "csv"
    assert set(manifest["rows"]) == {f"{name}.csv" for name in tables()}
    nodes, edges = records(source)
    assert sum(manifest["rows"].values()) == len(nodes) + len(edges)
    assert manifest["rows"]["Statement.csv"] == sum(node.label == "Statement" for node in nodes)


def test_no_two_files_have_one_name_where_case_does_not_count() -> None:
    assert len({name.casefold() for name in tables()}) == len(tables())
    assert "Projection" not in tables()


@given(st.lists(TEXT, min_size=2, max_size=4))
def test_any_text_comes_back(values: list[str]) -> None:
    file = io.StringIO(line(values), newline="")  # as a file opened with newline="" gives it
    assert list(csv.reader(file, strict=True)) == [values]


def test_an_empty_text_is_no_missing_value() -> None:
    assert line([None, "", "a", 1, 0.5, True]) == ',"",a,1,0.5,true\n'


@pytest.mark.parametrize("is_for_spreadsheet", [False, True])
def test_formulas_are_made_harmless_only_when_asked(tmp_path: Path, is_for_spreadsheet: bool) -> None:
    article, extraction = small()[0]
    title = '=HYPERLINK("https://bad.example","x")'
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, [(replace(article, title=title), extraction)])
        with whole(ledger) as source:
            write_csv(source, tmp_path, is_for_spreadsheet=is_for_spreadsheet)
    data = (tmp_path / "Article.csv").read_bytes()
    assert data.startswith("\ufeff".encode()) == is_for_spreadsheet
    encoding = "utf-8-sig" if is_for_spreadsheet else "utf-8"
    (row,) = read_table(tmp_path, tables()["Article"], encoding)
    assert row["title"] == ("'" + title if is_for_spreadsheet else title)
    assert row["outlet"] == "الضفاف"
    assert read_table(tmp_path, tables()["Statement"], encoding)[0]["start"] != ""
