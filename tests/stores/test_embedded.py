"""The embedded graph shows the ledger as it is, whatever happened before."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from kg.article import Article
from kg.errors import QueryError, StoreError
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.stores.embedded import EmbeddedStore, graph_path, open_graph, update_graph
from tests.graphs import add, make_ledger, small

BROADER = {"analyst": "expert", "academic": "expert"}


def dump(store: EmbeddedStore) -> list[str]:
    """Everything in the graph but how it came about."""
    nodes = store.rows("MATCH (n) WHERE labels(n)[0] <> 'Projection' RETURN labels(n)[0] AS l, properties(n) AS p", {})
    edges = store.rows("MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p", {})
    return sorted(str(row) for row in (*nodes.rows, *edges.rows))


def graph_made_at_once(tmp_path: Path, items: list[tuple[Article, Extraction]]) -> list[str]:
    with Ledger.open(tmp_path / f"fresh{random.random()}.db", create=True) as ledger:
        add(ledger, items)
        with open_graph(ledger, broader=BROADER) as store:
            return dump(store)


def spelled_otherwise(items: list[tuple[Article, Extraction]]) -> list[tuple[Article, Extraction]]:
    """The second article again, as another version with other words and fewer statements."""
    article, extraction = items[1]
    return [(replace(article, title="عنوان جديد"), replace(extraction, statements=extraction.statements[1:]))]


def test_adding_one_by_one_in_any_order_gives_the_same_graph(tmp_path: Path) -> None:
    at_once = graph_made_at_once(tmp_path, small())
    for seed in range(4):
        items = random.Random(seed).sample(small(), len(small()))
        with Ledger.open(tmp_path / f"{seed}.db", create=True) as ledger:
            for item in items:
                add(ledger, [item])
                update_graph(ledger, broader=BROADER)
            with open_graph(ledger) as store:
                assert dump(store) == at_once


def test_replaced_and_removed_articles_leave_nothing_behind(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small())
        update_graph(ledger, broader=BROADER)
        add(ledger, spelled_otherwise(small()))
        update_graph(ledger, broader=BROADER)
        with open_graph(ledger) as store:
            assert dump(store) == graph_made_at_once(tmp_path, [small()[0], *spelled_otherwise(small()), *small()[2:]])
        for place, source_id in enumerate(("d1", "d2", "d3", "d4")):
            (id,) = ledger.find(source_id)
            ledger.remove(id)
            update_graph(ledger, broader=BROADER)
            with open_graph(ledger) as store:
                left = spelled_otherwise(small()) if place == 0 else []
                assert dump(store) == graph_made_at_once(tmp_path, [*left, *small()[max(2, place + 1) :]])


def test_nothing_to_do_writes_nothing(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "kg.db")
    with Ledger.open(path) as ledger:
        before = graph_path(ledger).stat().st_mtime_ns
        assert update_graph(ledger) == 0
        open_graph(ledger).close()
        assert graph_path(ledger).stat().st_mtime_ns == before


@pytest.mark.parametrize("harm", ["missing", "empty", "garbage", "half", "flipped"])
def test_a_harmed_graph_is_made_again(tmp_path: Path, harm: str) -> None:
    path = make_ledger(tmp_path / "kg.db")
    with Ledger.open(path) as ledger:
        with open_graph(ledger) as store:
            before = dump(store)
        file = graph_path(ledger)
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        new = {"empty": b"", "garbage": b"nothing " * 99, "half": file.read_bytes()[:500], "flipped": bytes(data)}
        file.unlink()
        if harm in new:
            file.write_bytes(new[harm])
        messages: list[str] = []
        with open_graph(ledger, notify=messages.append) as store:
            assert dump(store) == before
        assert harm == "missing" or "made again" in messages[0]


def test_a_graph_behind_the_ledger_is_brought_up(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small()[:2])
        update_graph(ledger)
        add(ledger, small()[2:])
        messages: list[str] = []
        with open_graph(ledger, notify=messages.append, broader=BROADER) as store:
            assert store.rows("MATCH (a:Article) RETURN count(a) AS n", {}).rows == ((4,),)
        assert messages == ["the graph is behind the ledger, perhaps after a crash: bringing it up"]


def test_the_graph_of_another_ledger_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "kg.db")
    for file in tmp_path.glob("kg.db*"):
        if file.is_file():
            file.unlink()
    with Ledger.open(path, create=True) as ledger:
        add(ledger, small()[:1])
        with open_graph(ledger) as store:
            assert store.rows("MATCH (a:Article) RETURN a.inputId AS id", {}).rows == (("d1",),)


def test_what_was_not_flushed_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    with EmbeddedStore.write(path) as store:
        store._ask("CREATE (:Article {id: 'ar-1'})")
    with EmbeddedStore.write(path) as store:
        assert store._ask("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_two_writers_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stores.embedded._WAIT_S", 0.2)
    with EmbeddedStore.write(tmp_path / "graph.kgl"), pytest.raises(StoreError, match="another process is writing"):
        EmbeddedStore.write(tmp_path / "graph.kgl")


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (:Article {id: 'x'})",
        "MATCH (n) SET n.x = 1 RETURN n",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Article {id: 'x'}) RETURN n",
        "MATCH (n) REMOVE n.id",
        "CREATE INDEX FOR (n:Article) ON (n.url)",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "load  csv from 'file:///etc/hostname' as line return line",
        "CALL { LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line } RETURN line",
        "LOAD // comment\nCSV FROM 'file:///etc/hostname' AS line RETURN line",
        "`LOAD` CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "LOAD`CSV` FROM 'file:///etc/hostname' AS line RETURN line",
        "MATCH (`'`:Article) CALL { LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line } RETURN line",
        "MATCH (n) RETRUN n",
        "RETURN $missing",
        "",
    ],
)
def test_what_does_not_only_read_is_refused_in_one_line(tmp_path: Path, query: str) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_graph(ledger) as store:
        before = dump(store)
        with pytest.raises(QueryError) as caught:
            store.rows(query, {})
        assert "\n" not in str(caught.value)
        assert dump(store) == before


def test_words_of_writing_in_a_text_are_no_writing(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_graph(ledger) as store:
        assert store.rows("RETURN 'LOAD CSV, CREATE' AS text // SET", {}).rows == (("LOAD CSV, CREATE",),)


def test_rows_are_cut_and_time_is_limited(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_graph(ledger) as store:
        found = store.rows("MATCH (s:Statement) RETURN s.id AS id ORDER BY id", {}, limit=2)
        assert (len(found.rows), found.is_cut) == (2, True)
        assert not store.rows("MATCH (a:Article) RETURN a.id AS id ORDER BY id", {}, limit=4).is_cut
        endless = (
            "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < 0 RETURN count(*) AS n"
        )
        with pytest.raises(QueryError, match=r"took more than 0\.2 s"):
            store.rows(endless, {}, timeout_s=0.2)
