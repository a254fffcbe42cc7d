"""The files for neo4j-admin make the ledger's graph in a real Neo4j, and `kg push` goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.article import Article
from kg.export.neo4j_csv import ARGUMENTS, COMMAND, write_neo4j_csv
from kg.export.source import part, whole
from kg.export.tables import tables
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.model import schema
from kg.stores.neo4j import Neo4jStore, push
from tests.export.test_source import records
from tests.graphs import add, small
from tests.neo4j.server import Server, import_csv

#: what a reader of CSV may stumble over
ODD = "سطر أول\nسطر \"ثان\"، مع فاصلة, \\ وشرطة\r\nوسطر 'ثالث'"


def odd() -> list[tuple[Article, Extraction]]:
    """The small graph, with an odd title and an empty one."""
    (first, one), (second, two), *rest = small()
    return [(replace(first, title=ODD), one), (replace(second, title=""), two), *rest]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "kg.db", create=True) as opened:
        add(opened, odd())
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "import"
    made.mkdir()
    return made


def content(store: Neo4jStore) -> tuple[list[object], list[object]]:
    nodes, edges = store.content()
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


def test_a_real_neo4j_imports_the_graph_and_a_push_goes_on(
    ledger: Ledger, folder: Path, neo4j_home: Path, tmp_path: Path
) -> None:
    with whole(ledger) as source:
        wanted = records(source)
        write_neo4j_csv(source, folder)
    import_csv(folder, [f"@{ARGUMENTS}"], tmp_path / "data")
    with (
        Server(tmp_path / "data") as server,
        Neo4jStore.connect(server.uri, server.user, server.password) as store,
    ):
        assert content(store) == wanted
        titles = {node.properties.get("title") for node in wanted[0] if node.label == "Article"}
        assert titles == {ODD, "", "الغيث والمخزون", None}
        position = store.position()
        assert position is not None
        assert (position.seq, position.ledger) == (ledger.last_change(), ledger.id)
        assert push(store, ledger) == 0
        ledger.remove(ledger.find("d1")[0])
        assert push(store, ledger) == 1
        with whole(ledger) as source:
            assert content(store) == records(source) != wanted


def test_heads_tell_identifiers_ends_and_types(ledger: Ledger, folder: Path) -> None:
    with whole(ledger) as source:
        write_neo4j_csv(source, folder)
    lines = {file.stem: file.read_text(encoding="utf-8").splitlines()[0] for file in folder.glob("*.csv")}
    heads = {name: line.split(",") for name, line in lines.items()}
    assert heads["SAID_BY"] == [":START_ID(Statement)", ":END_ID(Entity)", ":TYPE"]
    assert heads["CO_QUOTED"] == [":START_ID(Entity)", ":END_ID(Entity)", "articles:long", ":TYPE"]
    assert heads["Entity"][0] == "id:ID(Entity)"
    assert heads["Entity"][-1] == ":LABEL"
    assert "local:boolean" in heads["Entity"]
    assert {"start:long", "confidence:double", "text:string"} <= set(heads["Statement"])
    assert set(heads) == {*tables(), "Projection"}


def test_the_arguments_name_every_file_and_tell_the_command(ledger: Ledger, folder: Path) -> None:
    with whole(ledger) as source:
        write_neo4j_csv(source, folder)
    lines = (folder / ARGUMENTS).read_text(encoding="utf-8").splitlines()
    assert COMMAND in lines[0]
    named = {line.partition("=")[2] for line in lines if line.startswith(("--nodes=", "--relationships="))}
    assert named == {file.name for file in folder.glob("*.csv")}
    assert {f"--relationships={name}.csv" for name in schema().edges} <= set(lines)


def test_a_part_has_no_position_that_a_push_would_trust(ledger: Ledger, folder: Path) -> None:
    with part(ledger, ledger.find("d1")) as source:
        write_neo4j_csv(source, folder)
    assert not (folder / "Projection.csv").exists()
    assert "Projection" not in (folder / ARGUMENTS).read_text(encoding="utf-8")
