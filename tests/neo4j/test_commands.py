"""`kg push neo4j` and `kg query --uri`, against a real Neo4j."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.stores.neo4j import Neo4jStore
from tests.graphs import make_ledger
from tests.neo4j.server import Server

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kg(
    tmp_path: Path,
    neo4j_server: Server,
    neo4j_store: Neo4jStore,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command beside the small ledger, with the right password; give its status and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_NEO4J_PASSWORD", neo4j_server.password)
    make_ledger(tmp_path / "kg.db")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = run(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_push_tells_what_changed_and_what_is_there(kg: Run, neo4j_server: Server, neo4j_store: Neo4jStore) -> None:
    status, out, err = kg("push", "neo4j", "--uri", neo4j_server.uri)
    assert (status, err) == (0, "")
    assert json.loads(out) == {"changed": 4} | neo4j_store.counts()
    assert json.loads(kg("push", "neo4j", "--uri", neo4j_server.uri)[1])["changed"] == 0
    kg("remove", "d1")
    assert json.loads(kg("push", "neo4j", "--uri", neo4j_server.uri)[1])["articles"] == 3
    assert json.loads(kg("push", "neo4j", "--uri", neo4j_server.uri, "--rebuild")[1])["changed"] == 4


def test_the_same_question_gives_the_same_rows(kg: Run, neo4j_server: Server) -> None:
    kg("push", "neo4j", "--uri", neo4j_server.uri)
    question = ("query", "who_predicted_what", "--param", "topic=التحالف")
    status, out, err = kg(*question, "--uri", neo4j_server.uri)
    assert (status, out, err) == kg(*question)
    assert len(out.splitlines()) == 2
    text = "MATCH (a:Article {inputId: $id}) RETURN a.title AS title"
    found = kg("query", "--lang", "cypher", text, "-p", "id=d1", "--uri", neo4j_server.uri)
    assert json.loads(found[1]) == {"title": "هل يتحرك التحالف؟"}


def test_another_ledger_is_refused_without_rebuild(kg: Run, neo4j_server: Server, tmp_path: Path) -> None:
    kg("push", "neo4j", "--uri", neo4j_server.uri)
    other = str(make_ledger(tmp_path / "other.db"))
    status, out, err = kg("push", "neo4j", "--uri", neo4j_server.uri, "--db", other)
    assert (status, out) == (1, "")
    assert "--rebuild" in err
    assert kg("push", "neo4j", "--uri", neo4j_server.uri, "--db", other, "--rebuild")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("push", "neo4j", "--uri", "bolt://127.0.0.1:1"), 1, "Neo4j does not answer: Connection refused"),
        (("push", "neo4j", "--uri", "{uri}", "--user", "nobody"), 1, "user or password is wrong"),
        (("push", "neo4j", "--uri", "{uri}", "--database", "none"), 1, "there is no such database"),
        (("push", "neo4j", "--uri", "localhost"), 1, "wanted an address such as bolt://localhost:7687"),
        (("push", "neo4j", "--uri", "{uri}", "--db", "none.db"), 1, "none.db: there is no ledger"),
        (("push", "fuseki", "--uri", "{uri}"), 2, "'fuseki' is not 'neo4j'"),
        (("query", "who_said", "--uri", "{uri}"), 1, "no query 'who_said'"),
        (("query", "--lang", "cypher", "MATCH (n) DELETE n", "--uri", "{uri}"), 1, "a query only reads"),
        (("query", "--lang", "sparql", "SELECT * {{}}", "--uri", "{uri}"), 2, "Neo4j is asked in cypher"),
    ],
)
def test_what_is_wrong_is_one_clear_line(
    kg: Run, neo4j_server: Server, arguments: tuple[str, ...], status: int, told: str
) -> None:
    found, out, err = kg(*(argument.format(uri=neo4j_server.uri) for argument in arguments))
    assert (found, out) == (status, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_the_password_is_asked_for_without_showing_it_or_else_wanted_in_the_environment(
    kg: Run, neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_NEO4J_PASSWORD")
    command = [sys.executable, "-m", "kg", "push", "neo4j", "--uri", neo4j_server.uri]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "wanted the password of neo4j in KG_NEO4J_PASSWORD" in done.stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True) as run:
        os.close(theirs)
        shown = os.read(ours, 1000).decode()
        os.write(ours, f"{neo4j_server.password}\n".encode())
        assert run.stdout is not None
        assert json.loads(run.stdout.read())["articles"] == 4
        shown += os.read(ours, 1000).decode()
    os.close(ours)
    assert shown.startswith("Password of neo4j at bolt://")
    assert neo4j_server.password not in shown
