"""The graph on a real Neo4j shows the ledger as it is, whatever happened to the server or to the push."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.article import Article
from kg.catalog import query
from kg.errors import QueryError, StoreError
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.model import Edge, Node, schema
from kg.project import entity_id
from kg.stores.base import Position, Store
from kg.stores.embedded import open_graph, update_graph
from kg.stores.neo4j import Neo4jStore, push
from tests.graphs import Draft, add, make_ledger, small
from tests.neo4j.server import Server

ARTICLES = 120
CHUNK = 5

# `kg push` in small chunks, so that a kill falls between two of them or into one.
PUSH = f"import kg.stores.base as base; base.CHUNK = {CHUNK}; from kg.cli.main import main; main()"


def content(store: Store) -> tuple[list[Node], list[Edge]]:
    """All nodes and edges, in order."""
    nodes, edges = store.content()
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


def embedded(ledger: Ledger) -> tuple[list[Node], list[Edge]]:
    update_graph(ledger)
    with open_graph(ledger) as graph:
        return content(graph)


def connect(server: Server, patience_s: float = 60.0) -> Neo4jStore:
    return Neo4jStore.connect(server.uri, server.user, server.password, patience_s=patience_s)


def generated(number: int) -> tuple[Article, Extraction]:
    """One of many articles: three outlets, eleven speakers, two of them in each, so that all counts are shared."""
    first, second = f"سالم الراوي{number % 11}", f"ليلى المرجاني{number % 7}"
    text = f"توقع {first} أن يصل المطر رقم {number}.\nوقالت {second} إن السد {number} امتلأ."
    url = f"https://jarida.example/{number}"
    draft = Draft(Article(text, f"a{number}", f"جريدة{number % 3}", url, None, "2025-11-14", "ar"))
    words = f"يصل المطر رقم {number}"
    draft.say(draft.source(first), words, "توقع", first, ((words, "positive", "probable"),))
    draft.say(draft.source(second), f"السد {number} امتلأ", "وقالت", second)
    return draft.done()


def fill(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        add(ledger, [generated(number) for number in range(ARTICLES)])


def spelled_otherwise() -> tuple[Article, Extraction]:
    """The second article as another version, with fewer statements."""
    article, extraction = small()[1]
    return replace(article, title="عنوان جديد"), replace(extraction, statements=extraction.statements[1:])


def test_it_holds_what_the_embedded_graph_holds(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        assert push(neo4j_store, ledger) == 4
        found = content(neo4j_store)
        assert found == embedded(ledger)
        assert {node.label for node in found[0]} >= {"Entity", "Article", "Statement", "Prediction", "Role"}
        assert {edge.type for edge in found[1]} >= {"CO_QUOTED", "RELIES_ON", "BROADER", "SAID_BY"}
        assert neo4j_store.counts() == {"articles": 4, "nodes": len(found[0]), "edges": len(found[1])}
        assert push(neo4j_store, ledger) == 0


def test_every_node_is_found_by_its_identifier_alone(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        push(neo4j_store, ledger)
    rows = neo4j_store.rows("SHOW INDEXES YIELD labelsOrTypes AS labels, properties AS p, owningConstraint AS c", {})
    found = [(labels[0], tuple(names), owner is not None) for labels, names, owner in rows.rows if labels]
    assert {label for label, names, is_unique in found if names == ("id",) and is_unique} == set(schema().nodes)
    assert ("Article", ("published",), False) in found


@pytest.mark.parametrize("seed", range(3))
def test_pushing_one_by_one_in_any_order_gives_the_same_graph(
    tmp_path: Path, neo4j_store: Neo4jStore, seed: int
) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        for item in random.Random(seed).sample(small(), len(small())):
            add(ledger, [item])
            push(neo4j_store, ledger)
    with Ledger.open(make_ledger(tmp_path / "at_once.db")) as ledger:
        assert content(neo4j_store) == embedded(ledger)


def test_replaced_and_removed_articles_leave_nothing_behind(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        push(neo4j_store, ledger)
        add(ledger, [spelled_otherwise()])
        assert push(neo4j_store, ledger) == 1
        assert content(neo4j_store) == embedded(ledger)
        for source_id in ("d1", "d2", "d3", "d4"):
            ledger.remove(*ledger.find(source_id))
            push(neo4j_store, ledger)
            assert content(neo4j_store) == embedded(ledger)
        assert content(neo4j_store) == ([], [])


def test_named_questions_give_the_same_rows(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_graph(ledger) as graph:
        push(neo4j_store, ledger)
        for name, given in (
            ("who_predicted_what", {"topic": "التحالف"}),
            ("outlet_sources", {"outlet": entity_id("media", "صوت السهل")}),
        ):
            question = query(name)
            found = neo4j_store.rows(question.text, question.bind(given))
            assert found == graph.rows(question.text, question.bind(given))
            assert found.rows


def test_killed_servers_lose_nothing_and_double_nothing(
    tmp_path: Path, neo4j_server: Server, neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first kill makes the push give up; at the second the server comes back while the push still waits for it."""
    monkeypatch.setattr("kg.stores.base.CHUNK", CHUNK)
    fill(tmp_path / "kg.db")
    chance = random.Random(7)
    try:
        with pytest.raises(StoreError, match=r"does not answer: .+ goes on from there") as caught:
            killing(neo4j_server, tmp_path / "kg.db", chance.uniform(0, 0.2), patience_s=0.5, then=lambda: None)
        assert "\n" not in str(caught.value)
        neo4j_server.start()
        done = check_half_done(neo4j_store, tmp_path / "kg.db")
        pushed = killing(neo4j_server, tmp_path / "kg.db", chance.uniform(0, 0.2), 60, then=neo4j_server.start)
        assert pushed == ARTICLES - done
    finally:
        neo4j_server.start()
    with Ledger.open(tmp_path / "kg.db") as ledger:
        assert push(neo4j_store, ledger) == 0
        assert content(neo4j_store) == embedded(ledger)
        assert neo4j_store.counts()["articles"] == ARTICLES


def killing(server: Server, path: Path, pause: float, patience_s: float, then: Callable[[], object]) -> int:
    """Push in a thread; kill the server a moment after the fourth transaction, and do what comes then."""
    is_under_way = threading.Event()
    results: list[int | BaseException] = []

    def work() -> None:
        try:
            with Ledger.open(path) as ledger, connect(server, patience_s) as store:
                results.append(push(store, ledger, tick=lambda done, _: is_under_way.set() if done >= 20 else None))
        except BaseException as error:  # whatever it is, the test raises it
            results.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    assert is_under_way.wait(60)
    time.sleep(pause)
    server.kill()
    then()
    worker.join(120)
    (result,) = results
    if isinstance(result, BaseException):
        raise result
    return result


def check_half_done(store: Neo4jStore, path: Path) -> int:
    """What is there are the articles up to the position, each whole; tell how many."""
    with Ledger.open(path) as ledger:
        position = store.position()
        assert position is not None
        done = {change.article for change in ledger.changes() if change.seq <= position.seq}
        assert 20 <= len(done) < ARTICLES
        nodes, edges = content(store)
        assert {node.id for node in nodes if node.label == "Article"} == done
        assert sum(node.label == "Statement" for node in nodes) == 2 * len(done)
        assert sum(edge.type == "SAID_BY" for edge in edges) == 2 * len(done)
        reliance = sum(int(edge.properties["statements"]) for edge in edges if edge.type == "RELIES_ON")
        assert reliance == 2 * len(done)
        return len(done)


def test_killed_pushes_lose_nothing_and_double_nothing(
    tmp_path: Path, neo4j_server: Server, neo4j_store: Neo4jStore
) -> None:
    fill(tmp_path / "kg.db")
    command = [sys.executable, "-c", PUSH, "push", "neo4j", "--uri", neo4j_server.uri, "--db", str(tmp_path / "kg.db")]
    environ = os.environ | {"KG_NEO4J_PASSWORD": neo4j_server.password}
    chance = random.Random(3)
    for least in (10, 30, 50):
        with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL) as process:
            while neo4j_store.counts()["articles"] < least:
                assert process.poll() is None
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    with Ledger.open(tmp_path / "kg.db") as ledger:
        assert push(neo4j_store, ledger) == 0
        assert content(neo4j_store) == embedded(ledger)


def test_two_pushes_at_once_do_the_work_of_one(tmp_path: Path, neo4j_server: Server, neo4j_store: Neo4jStore) -> None:
    fill(tmp_path / "kg.db")
    command = [sys.executable, "-c", PUSH, "push", "neo4j", "--uri", neo4j_server.uri, "--db", str(tmp_path / "kg.db")]
    environ = os.environ | {"KG_NEO4J_PASSWORD": neo4j_server.password}
    workers = [subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    with Ledger.open(tmp_path / "kg.db") as ledger:
        assert content(neo4j_store) == embedded(ledger)


def test_a_commit_whose_answer_was_lost_is_not_done_twice(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        push(neo4j_store, ledger)
        before, position = content(neo4j_store), neo4j_store.position()
        assert position is not None
        neo4j_store.apply([], position)
        neo4j_store.apply([], replace(position, seq=position.seq - 1))
        assert (content(neo4j_store), neo4j_store.position()) == (before, position)


def test_the_graph_of_another_ledger_is_refused_and_kept(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with (
        Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger,
        Ledger.open(tmp_path / "other.db", create=True) as other,
    ):
        push(neo4j_store, ledger)
        before = content(neo4j_store)
        add(other, small()[:1])
        with pytest.raises(StoreError, match="graph of another ledger; --rebuild"):
            push(neo4j_store, other)
        assert content(neo4j_store) == before
        assert push(neo4j_store, other, is_rebuilt=True) == 1
        assert content(neo4j_store) == embedded(other)


def test_an_older_copy_of_the_ledger_is_refused(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        push(neo4j_store, ledger)
        neo4j_store._write("MATCH (p:Projection) SET p.seq = 99")
        with pytest.raises(StoreError, match="older copy; --rebuild"):
            push(neo4j_store, ledger)
        push(neo4j_store, ledger, is_rebuilt=True)
        assert content(neo4j_store) == embedded(ledger)


def test_nodes_of_others_are_left_alone_but_not_mixed_with_ours(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    theirs = "MATCH (n:Wine)-[r:GROWN_AT]->(m:Hill) RETURN n.name AS name, m.name AS hill"
    neo4j_store._write("CREATE (:Wine {name: 'a'})-[:GROWN_AT]->(:Hill {name: 'b'})")
    try:
        with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
            push(neo4j_store, ledger)
            push(neo4j_store, ledger, is_rebuilt=True)
            assert content(neo4j_store) == embedded(ledger)
            assert neo4j_store.rows(theirs, {}).rows == (("a", "b"),)
            neo4j_store.clear()
            neo4j_store._write("CREATE (:Article {id: 'of another program'})")
            with pytest.raises(StoreError, match="found 1 that no push has made; --rebuild"):
                push(neo4j_store, ledger)
            assert neo4j_store.counts()["articles"] == 1
    finally:
        neo4j_store._write("MATCH (n:Wine|Hill) DETACH DELETE n")


@pytest.mark.parametrize("schema_left", ["", "of an older Qawl"])
def test_a_graph_that_was_not_cleared_to_the_end_is_made_again(
    tmp_path: Path, neo4j_store: Neo4jStore, schema_left: str
) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        push(neo4j_store, ledger)
        neo4j_store._write("MATCH (n:Statement) DETACH DELETE n")
        neo4j_store._write(f"MATCH (p:Projection) SET p.schema = '{schema_left}'")
        messages: list[str] = []
        assert push(neo4j_store, ledger, notify=messages.append) == 4
        assert "made again" in messages[0]
        assert content(neo4j_store) == embedded(ledger)


def test_a_push_into_a_graph_that_became_another_one_stops(tmp_path: Path, neo4j_store: Neo4jStore) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        push(neo4j_store, ledger)
        before = content(neo4j_store)
        with pytest.raises(StoreError, match="another push"):
            neo4j_store.apply([], Position(100, "another ledger", schema().digest))
        assert content(neo4j_store) == before


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Server) -> Iterator[Neo4jStore]:
    """The small graph, for questions; the other tests of the module have put in theirs before."""
    path = make_ledger(tmp_path_factory.mktemp("pushed") / "kg.db")
    with connect(neo4j_server) as store, Ledger.open(path) as ledger:
        push(store, ledger, is_rebuilt=True)
        yield store


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (:Article {id: 'x'})",
        "MATCH (n) SET n.x = 1 RETURN n",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Article {id: 'x'}) RETURN n",
        "MATCH (n) REMOVE n.id",
        "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
        "CALL { CREATE (:Article) } RETURN 1",
        "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS",
        "CREATE INDEX FOR (n:Article) ON (n.url)",
        "CREATE USER eve SET PASSWORD 'abcdefgh12'",
        "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'abcdefgh12'",
        "CREATE DATABASE other",
        "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
        "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE /* */ TRANSACTIONS id",
        "CALL dbms.killConnection('bolt-1')",
        "CALL /**/ dbms.killConnection('bolt-1')",
        "CALL `dbms`.killConnection('bolt-1')",
        "CALL apoc.export.csv.all('/tmp/all.csv', {})",
        "CALL db.createLabel('x')",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "load  csv from 'file:///etc/hostname' as line return line",
        "CALL { LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line } RETURN line",
        "LOAD // comment\nCSV FROM 'file:///etc/hostname' AS line RETURN line",
        "LOAD /* comment */ CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "/* ' */ LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line /* ' */",
        "\\u004cOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "RETURN '\\u0027 AS a LOAD CSV FROM \\u0027file:///etc/hostname' AS line RETURN line",
        "MATCH (n) RETRUN n",
        "RETURN $missing",
        "RETURN 1 / 0",
        "",
    ],
)
def test_what_does_not_only_read_is_refused_in_one_line(pushed: Neo4jStore, text: str) -> None:
    before = content(pushed)
    with pytest.raises(QueryError) as caught:
        pushed.rows(text, {})
    assert "\n" not in str(caught.value)
    assert content(pushed) == before


def test_words_of_writing_in_a_text_are_no_writing(pushed: Neo4jStore) -> None:
    text = "RETURN 'LOAD CSV, CREATE, CALL x.y' AS text // SET"
    assert pushed.rows(text, {}).rows == (("LOAD CSV, CREATE, CALL x.y",),)
    assert pushed.rows("CALL db.labels() YIELD label WHERE label = 'Article' RETURN label", {}).rows == (("Article",),)


def test_rows_are_cut_and_time_is_limited(pushed: Neo4jStore) -> None:
    found = pushed.rows("MATCH (s:Statement) RETURN s.id AS id ORDER BY id", {}, limit=2)
    assert (found.columns, len(found.rows), found.is_cut) == (("id",), 2, True)
    assert not pushed.rows("MATCH (a:Article) RETURN a.id AS id ORDER BY id", {}, limit=4).is_cut
    endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < 0 RETURN count(*) AS n"
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"took more than 0\.2 s"):
        pushed.rows(endless, {}, timeout_s=0.2)
    assert time.monotonic() - began < 20


def test_values_are_plain(pushed: Neo4jStore) -> None:
    text = (
        "MATCH p = (a:Article {inputId: 'd1'})-[r:PUBLISHED_BY]->(e) RETURN a, r, p, date('2025-11-14') AS day, "
        "datetime('2025-11-14T10:00:00+02:00') AS at, localtime('10:30') AS time, duration('P1DT2H') AS duration, "
        "point({x: 1, y: 2}) AS point, [1, null, {a: 2.5}] AS list"
    )
    (row,) = pushed.rows(text, {}).as_dicts()
    article, edge, path = row.pop("a"), row.pop("r"), row.pop("p")
    assert row == {
        "day": "2025-11-14",
        "at": "2025-11-14T10:00:00+02:00",
        "time": "10:30:00",
        "duration": "P1DT2H",
        "point": [1.0, 2.0],
        "list": [1, None, {"a": 2.5}],
    }
    assert (article["labels"], article["properties"]["title"]) == (["Article"], "هل يتحرك التحالف؟")
    assert (edge["type"], edge["start"], edge["properties"]) == ("PUBLISHED_BY", article["id"], {})
    assert [node["labels"] for node in path["nodes"]] == [["Article"], ["Entity"]]
    assert path["relationships"] == [edge]


def test_misspelt_names_are_remarked_and_those_of_the_schema_are_not(pushed: Neo4jStore) -> None:
    found = pushed.rows("MATCH (a:Artcle)-[:SAYD_BY]->(b:Utterance) WHERE a.titel = 'x' RETURN b.wikidata AS w", {})
    assert sorted(found.notes) == [
        "no edge has the type 'SAYD_BY'",
        "no node has the label 'Artcle'",
        "nothing has the property 'titel'",
    ]


def test_a_server_that_is_not_as_told_is_one_clear_line(neo4j_server: Server) -> None:
    uri, user, password = neo4j_server.uri, neo4j_server.user, neo4j_server.password
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        down = f"bolt://127.0.0.1:{nobody.getsockname()[1]}"
        for given, told in (
            ((uri, user, "wrong"), "user or password is wrong"),
            ((uri, "nobody", password), "user or password is wrong"),
            ((uri, user, password, "none"), "database none: there is no such database"),
            ((down, user, password), "Neo4j does not answer: Connection refused"),
            (("http://127.0.0.1:7474", user, password), "wanted an address such as bolt://localhost:7687"),
            (("bolt://127.0.0.1:port", user, password), "wanted an address such as bolt://localhost:7687"),
        ):
            with pytest.raises(StoreError, match=told) as caught:
                Neo4jStore.connect(*given)
            assert str(caught.value).startswith(given[0])
            assert "\n" not in str(caught.value)
            assert password not in str(caught.value)
