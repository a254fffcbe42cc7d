"""Queries end, whatever they do, and nothing that they do gets out."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError, StoreError
from kg.stores.bounded import BoundedSparql, CrashedError, FormatError, Formats, RefusedError, StoppedError

MANY = 5000
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) != STR(?d) && STR(?c) != STR(?i)) }"
ALL = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("store") / "oxigraph"
    store = Store(str(found))
    number, graph = NamedNode("https://news.example/number"), NamedNode("https://news.example/graph")
    store.bulk_extend(
        Quad(NamedNode(f"https://news.example/{place:04}"), number, Literal(place), graph) for place in range(MANY)
    )
    store.flush()
    return found


@pytest.fixture
def sparql(path: Path) -> Iterator[BoundedSparql]:
    with BoundedSparql(path, timeout_s=20) as found:
        yield found


def pid(sparql: BoundedSparql) -> int:
    assert sparql._process is not None
    return sparql._process.pid


def test_rows_are_plain_values_and_parameters_are_bound(sparql: BoundedSparql) -> None:
    rows = sparql.select(ALL, limit=2)
    assert rows.columns == ("s", "o")
    assert rows.rows == (("https://news.example/0000", 0), ("https://news.example/0001", 1))
    assert rows.is_cut
    found = sparql.select("SELECT ?s ?o ?none { ?s ?p ?o }", {"o": 17})
    assert (found.columns, found.rows, found.is_cut) == (("s", "none"), (("https://news.example/0017", None),), False)
    text = sparql.select('SELECT ?word ?same { BIND(?word = "a\\"b\\nنص" AS ?same) }', {"word": 'a"b\nنص'})
    assert text.rows == ((True,),)
    assert sparql.select("ASK { ?s ?p 4999 }").as_dicts() == [{"answer": True}]


def test_the_process_is_kept_for_the_next_query(sparql: BoundedSparql) -> None:
    sparql.select("ASK {}")
    first = pid(sparql)
    with pytest.raises(QueryError):
        sparql.select("SELECT nothing")
    sparql.select(ALL)
    assert pid(sparql) == first


def test_a_query_that_takes_too_long_is_killed_and_the_next_is_answered(sparql: BoundedSparql) -> None:
    sparql.select("ASK {}")
    first = pid(sparql)
    started = time.monotonic()
    with pytest.raises(StoppedError, match=r"took more than 0\.5 s and was stopped"):
        sparql.select(ENDLESS, timeout_s=0.5)
    assert 0.5 <= time.monotonic() - started < 3
    assert not Path(f"/proc/{first}").exists()
    assert len(sparql.select(ALL).rows) == MANY


def test_a_query_that_takes_too_much_memory_is_stopped(path: Path) -> None:
    with BoundedSparql(path, timeout_s=60, memory_mb=256) as sparql:
        with pytest.raises(StoppedError, match="more than 256 MB of memory"):
            sparql.select("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c")
        assert sparql.select("ASK {}").rows == ((True,),)


def test_a_query_that_kills_the_process_costs_only_itself(sparql: BoundedSparql) -> None:
    with pytest.raises(CrashedError, match="nested too deeply"):
        sparql.select(f"SELECT * {{ FILTER{'(' * 30_000}1{')' * 30_000} }}")
    assert sparql.select("ASK {}").rows == ((True,),)


def test_a_process_that_died_meanwhile_is_replaced(sparql: BoundedSparql) -> None:
    sparql.select("ASK {}")
    assert sparql._process is not None
    sparql._process.kill()
    sparql._process.wait()
    assert sparql.select("ASK {}").rows == ((True,),)


def test_another_thread_can_stop_it(sparql: BoundedSparql) -> None:
    threading.Timer(0.5, sparql.cancel).start()
    with pytest.raises(StoppedError, match="given up"):
        sparql.select(ENDLESS)
    assert sparql.select("ASK {}").rows == ((True,),)


def test_an_answer_that_nobody_reads_to_its_end_ends_the_process(sparql: BoundedSparql) -> None:
    answer = sparql.serialise("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    next(iter(answer))
    first = pid(sparql)
    answer.close()
    assert not Path(f"/proc/{first}").exists()
    assert sparql.select("ASK {}").rows == ((True,),)


def test_a_process_whose_owner_is_gone_ends_with_its_query(path: Path) -> None:
    code = f"""
import os, threading
from pathlib import Path
from kg.stores.bounded import BoundedSparql
sparql = BoundedSparql(Path({str(path)!r}), timeout_s=1)
sparql.start()
print(sparql._process.pid, flush=True)
threading.Timer(0.5, os._exit, [0]).start()
sparql.select({ENDLESS!r})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    deadline = time.monotonic() + 15
    while Path(f"/proc/{done.stdout.strip()}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <ADDRESS> { ?s ?p ?o } }",
        # By the grammar `<?b)SERVICE#>` is an IRI; Oxigraph reads a comparison, and then calls the service.
        "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b)SERVICE#>\n<ADDRESS> { ?s ?p ?o } }",
        "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b)SERVICE SILENT#>\n<ADDRESS> { ?s ?p ?o } }",
        "PREFIX a: <ADDRESS> SELECT * { {}SERVICEa: { ?s ?p ?o } }",
        "PREFIX a: <ADDRESS> SELECT * { {}SERVICE SILENTa: { ?s ?p ?o } }",
    ],
)
def test_no_query_reaches_the_network(sparql: BoundedSparql, query: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        try:
            sparql.select(query.replace("ADDRESS", address))
        except RefusedError as error:
            assert "SERVICE is refused" in str(error) or "asks for more than this store" in str(error)  # noqa: PT017
        with pytest.raises(TimeoutError):
            listener.accept()


def test_in_this_process_such_a_query_would_reach_it(path: Path) -> None:
    """The test above tells something only as long as this holds."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        query = f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        asking = threading.Thread(target=lambda: list(Store().query(query)))
        asking.start()
        listener.accept()[0].close()
        asking.join()


def test_limits_of_rows_triples_and_bytes_say_that_there_was_more(sparql: BoundedSparql) -> None:
    for query in (ALL, "CONSTRUCT WHERE { ?s ?p ?o }"):
        for limit, is_cut in ((10, True), (MANY - 1, True), (MANY, False), (None, False)):
            answer = sparql.serialise(query, Formats("tsv", "nt"), limit=limit)
            body = b"".join(answer)
            assert (answer.count, answer.is_cut) == (MANY if limit is None else limit, is_cut)
            assert len(body.splitlines()) - (query == ALL) == answer.count
        answer = sparql.serialise(query, Formats("tsv", "nt"), byte_limit=10_000)
        assert (
            10_000 <= len(b"".join(answer)) < 30_000
        )  # what is written waits in a buffer, and a row is never cut in two
        assert answer.is_cut


def test_what_fits_no_format_is_told_before_it_is_answered(sparql: BoundedSparql) -> None:
    with pytest.raises(FormatError, match="can hold triples"):
        sparql.serialise("CONSTRUCT WHERE { ?s ?p ?o }", Formats("srj", None))
    with pytest.raises(FormatError, match="can hold rows"):
        sparql.serialise(ALL, Formats(None, "ttl"))


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with BoundedSparql(tmp_path / "none") as sparql, pytest.raises(StoreError, match="cannot be opened"):
        sparql.select("ASK {}")


def test_an_unknown_function_is_told_on_one_line(sparql: BoundedSparql) -> None:
    with pytest.raises(QueryError, match=r"^The custom function <https://news\.example/f> is not supported$"):
        sparql.select("SELECT ?x { ?s ?p ?x FILTER(<https://news.example/f>(?x)) }")


def test_it_starts_from_a_folder_with_modules_of_the_same_names(path: Path, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    code = f"""
import os
from pathlib import Path
from kg.stores.bounded import BoundedSparql
print(BoundedSparql(Path({str(path)!r})).select("ASK {{}}").rows, flush=True)
os._exit(0)
"""
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("((True,),)\n", "")
