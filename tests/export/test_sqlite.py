"""The SQLite database holds every record, and SQL joins them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import StoreError
from kg.export.source import Source
from kg.export.sqlite import write_sqlite
from kg.export.tables import tables
from kg.model import Edge, Node, schema
from kg.rdf import Naming
from tests.export.test_source import records


@pytest.fixture
def db(source: Source, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    write_sqlite(source, tmp_path / "graph.db")
    with closing(sqlite3.connect(tmp_path / "graph.db")) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


def test_every_record_comes_back(source: Source, db: sqlite3.Connection) -> None:
    nodes, edges = [], []
    for name, table in tables().items():
        types = {column.name: column.type for column in table.columns}
        for row in db.execute(f'SELECT * FROM "{name}"'):
            found = {key: row[key] for key in row.keys() if row[key] is not None}  # noqa: SIM118
            found = {key: bool(value) if types[key] == "boolean" else value for key, value in found.items()}
            if name in schema().nodes:
                nodes.append(Node(name, found["id"], found))
            else:
                edges.append(Edge(name, found.pop("start"), found.pop("end"), found))
    nodes.sort(key=lambda node: (node.label, node.id))
    edges.sort(key=lambda edge: (edge.type, edge.start, edge.end))
    assert (nodes, edges) == records(source)


def test_there_are_the_tables_of_the_schema_alone(db: sqlite3.Connection) -> None:
    found = {row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert found == set(tables())


def test_keys_are_consistent_and_kept(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
    db.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO SAID_BY VALUES ('st-none', 'en-none')")
    for name in tables():
        keys = {(row["from"], row["table"]) for row in db.execute(f'PRAGMA foreign_key_list("{name}")')}
        kind = schema().edges.get(name)
        assert keys == (set() if kind is None else {("start", kind.start), ("end", kind.end)})


def test_sql_answers_who_predicted_what(source: Source, db: sqlite3.Connection) -> None:
    question = """
        SELECT e.name AS speaker, p.text AS prediction FROM Prediction p
        JOIN MAKES m ON m."end" = p.id JOIN SAID_BY s ON s.start = m.start JOIN Entity e ON e.id = s."end"
    """
    nodes, edges = records(source)
    by_id = {node.id: node for node in nodes}
    speakers = {edge.start: edge.end for edge in edges if edge.type == "SAID_BY"}
    wanted = sorted(
        (str(by_id[speakers[edge.start]].properties["name"]), str(by_id[edge.end].properties["text"]))
        for edge in edges
        if edge.type == "MAKES"
    )
    assert sorted(tuple(row) for row in db.execute(question)) == wanted
    plan = " ".join(row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {question}"))
    assert "AUTOMATIC" not in plan  # SQLite would make an index of its own where it misses one


def test_every_end_of_an_edge_is_indexed(db: sqlite3.Connection) -> None:
    for name in schema().edges:
        indexes = [row["name"] for row in db.execute(f'PRAGMA index_list("{name}")')]
        columns = [[row["name"] for row in db.execute(f'PRAGMA index_info("{index}")')] for index in indexes]
        assert sorted(columns) == [["end"], ["start", "end"]]


def test_an_edge_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    naming = Naming()
    article = Node("Article", "ar-1", {"id": "ar-1", "inputId": "1", "textHash": "0", "status": "extracted"})
    lines = [*naming.node(article), *naming.edge(Edge("PUBLISHED_BY", "ar-1", "en-gone"))]
    store = pyoxigraph.Store()
    quads = "".join(f"{it} <{naming.graph('ar-1')}> .\n" for it in lines)
    store.bulk_load(quads.encode(), pyoxigraph.RdfFormat.N_QUADS)
    with pytest.raises(StoreError, match="PUBLISHED_BY leads to an Entity that is not there"):
        write_sqlite(Source(store, naming, None, lambda done: None), tmp_path / "graph.db")


def test_a_file_that_cannot_be_written_is_told(source: Source, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none/graph\.db: could not be written: unable to open"):
        write_sqlite(source, tmp_path / "none" / "graph.db")
