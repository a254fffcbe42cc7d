"""The store of triples shows the ledger as it is, whatever happened before, and holds what the embedded graph holds."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.article import Article
from kg.errors import QueryError, StoreError
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.model import Edge, Node
from kg.stores.embedded import EmbeddedStore, open_graph, update_graph
from kg.stores.rdf import RdfStore, open_rdf, rdf_path, update_rdf
from tests.graphs import add, make_ledger, small

PREFIXES = "PREFIX kg: <https://w3id.org/qawl/ns#> PREFIX schema: <https://schema.org/>"
NAMES = f"{PREFIXES} SELECT ?name WHERE {{ ?e a kg:Entity ; schema:name ?name }} ORDER BY ?name"


def content(store: RdfStore | EmbeddedStore) -> tuple[list[Node], list[Edge]]:
    """All nodes and edges, in order."""
    nodes, edges = store.content()
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


def dump(store: RdfStore) -> list[str]:
    """All quads but the position."""
    return sorted(str(quad) for quad in store.triples if not str(quad.graph_name).endswith("/projection>"))


def made_at_once(items: list[tuple[Article, Extraction]], tmp_path: Path) -> list[str]:
    with Ledger.open(tmp_path / f"fresh{random.random()}.db", create=True) as ledger:
        add(ledger, items)
        with open_rdf(ledger) as store:
            return dump(store)


def spelled_otherwise(items: list[tuple[Article, Extraction]]) -> list[tuple[Article, Extraction]]:
    article, extraction = items[1]
    return [(replace(article, title="عنوان جديد"), replace(extraction, statements=extraction.statements[1:]))]


def test_it_holds_what_the_embedded_graph_holds(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_rdf(ledger) as store, open_graph(ledger) as graph:
        nodes, edges = content(store)
        assert (nodes, edges) == content(graph)
        assert {node.label for node in nodes} >= {"Entity", "Article", "Statement", "Prediction", "Description", "Role"}
        assert {edge.type for edge in edges} >= {"CO_QUOTED", "RELIES_ON", "BROADER", "IN_CATEGORY"}


def test_no_triple_stands_in_two_graphs(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_rdf(ledger) as store:
        triples = [str(quad.triple) for quad in store.triples]
        assert len(triples) == len(set(triples)) > 100


def test_adding_one_by_one_in_any_order_gives_the_same_triples(tmp_path: Path) -> None:
    at_once = made_at_once(small(), tmp_path)
    for seed in range(6):
        items = random.Random(seed).sample(small(), len(small()))
        with Ledger.open(tmp_path / f"{seed}.db", create=True) as ledger:
            for item in items:
                add(ledger, [item])
                update_rdf(ledger)
            with open_rdf(ledger) as store:
                assert dump(store) == at_once


def test_replaced_and_removed_articles_leave_nothing_behind(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small())
        update_rdf(ledger)
        add(ledger, spelled_otherwise(small()))
        update_rdf(ledger)
        with open_rdf(ledger) as store:
            left = [small()[0], *spelled_otherwise(small()), *small()[2:]]
            assert dump(store) == made_at_once(left, tmp_path)
        for place, source_id in enumerate(("d1", "d2", "d3", "d4")):
            (id,) = ledger.find(source_id)
            ledger.remove(id)
            update_rdf(ledger)
            with open_rdf(ledger) as store:
                left = spelled_otherwise(small()) if place == 0 else []
                assert dump(store) == made_at_once([*left, *small()[max(2, place + 1) :]], tmp_path)


def test_names_follow_the_articles_that_spell_them(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        for item in small()[:2]:
            add(ledger, [item])
            update_rdf(ledger)
        with open_rdf(ledger) as store:
            names = [name for (name,) in store.rows(NAMES, {}).rows]
        assert "عبد الله النجار" in names
        assert "عبدالله النجار" not in names
        ledger.remove(ledger.find("d1")[0])
        update_rdf(ledger)
        with open_rdf(ledger) as store:
            names = [name for (name,) in store.rows(NAMES, {}).rows]
        assert "عبدالله النجار" in names
        assert "عبد الله النجار" not in names


def test_a_first_load_that_was_cut_off_counts_as_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = made_at_once(small(), tmp_path)
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small())
        monkeypatch.setattr("kg.stores.rdf._BUFFER", 1)
        monkeypatch.setattr("kg.stores.base.CHUNK", 2)
        monkeypatch.setattr(RdfStore, "flush", lambda self: None)
        update_rdf(ledger)
        monkeypatch.undo()
        with RdfStore.read(rdf_path(ledger)) as store:
            assert store.position() is None
            assert len(store.triples) > 0
        with open_rdf(ledger) as store:
            assert dump(store) == at_once


def test_a_change_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small()[:2])
        update_rdf(ledger)
        with open_rdf(ledger) as store:
            before = dump(store)
        add(ledger, small()[2:])
        monkeypatch.setattr("kg.stores.rdf_change.RdfChange.text", lambda self, *_: "CLEAR ALL ; LOAD <file:///none>")
        with pytest.raises(StoreError, match="could not be written"):
            update_rdf(ledger)
        monkeypatch.undo()
        with RdfStore.read(rdf_path(ledger)) as store:
            assert dump(store) == before
        with open_rdf(ledger) as store:
            assert dump(store) == made_at_once(small(), tmp_path)


@pytest.mark.parametrize("harm", ["missing", "file", "current", "manifest", "tables"])
def test_a_harmed_store_is_made_again(tmp_path: Path, harm: str) -> None:
    path = make_ledger(tmp_path / "kg.db")
    with Ledger.open(path) as ledger:
        with open_rdf(ledger) as store:
            before = dump(store)
        folder = rdf_path(ledger)
        if harm in ("missing", "file"):
            shutil.rmtree(folder)
        if harm == "file":
            folder.write_text("no store")
        if harm == "current":
            (folder / "CURRENT").write_text("garbage")
        if harm == "manifest":
            next(folder.glob("MANIFEST*")).unlink()
        if harm == "tables":
            for file in folder.glob("*.sst"):
                file.unlink()
        messages: list[str] = []
        with open_rdf(ledger, notify=messages.append) as store:
            assert dump(store) == before
        assert harm == "missing" or "made again" in messages[0]


def test_nothing_to_do_writes_nothing(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        update_rdf(ledger)
        assert update_rdf(ledger) == 0


def test_a_writer_waits_for_readers_and_readers_for_a_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stores.rdf._WAIT_S", 0.2)
    path = tmp_path / "oxigraph"
    with RdfStore.write(path):
        with pytest.raises(StoreError, match="another process"):
            RdfStore.read(path)
        with pytest.raises(StoreError, match="another process"):
            RdfStore.write(path)
    with RdfStore.read(path), RdfStore.read(path), pytest.raises(StoreError, match="another process"):
        RdfStore.write(path)


def test_parameters_are_bound_and_never_read_as_a_query(tmp_path: Path) -> None:
    query = f"{PREFIXES} SELECT ?name ?wanted WHERE {{ ?e a kg:Entity ; schema:name ?name FILTER(?name = ?wanted) }}"
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_rdf(ledger) as store:
        assert store.rows(query, {"wanted": "سامر قربي"}).rows == (("سامر قربي",),)
        assert store.rows(query, {"wanted": '" } ; DROP ALL #'}).rows == ()
        assert store.rows(query, {"wanted": "سامر قربي"}).columns == ("name",)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT ?s WHERE { ?s ?p",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "",
    ],
)
def test_what_is_no_question_is_refused_in_one_line(tmp_path: Path, query: str) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_rdf(ledger) as store:
        with pytest.raises(QueryError) as caught:
            store.rows(query, {})
        assert "\n" not in str(caught.value)


def test_rows_are_cut(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_rdf(ledger) as store:
        rows = store.rows("SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s", {}, limit=3)
        assert (len(rows.rows), rows.is_cut) == (3, True)


def test_rdflib_reads_the_store_through_oxrdflib(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_rdf(ledger) as store:
        graph = store.rdflib()
        assert len(graph) == len(store.triples)
        found = graph.query("SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/qawl/ns#Statement> }")
        assert [int(row.n) for row in found] == [12]


def test_both_graphs_follow_the_same_changes(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        for items in (small()[1:3], small()[:1], spelled_otherwise(small()), small()[3:]):
            add(ledger, items)
            update_rdf(ledger)
            update_graph(ledger)
            with open_rdf(ledger) as store, open_graph(ledger) as graph:
                assert content(store) == content(graph)


def test_a_memory_store_is_a_store_too() -> None:
    with RdfStore.memory() as store:
        assert store.position() is None
        assert isinstance(store.triples, Store)
        assert store.rows(NAMES, {}).rows == ()
