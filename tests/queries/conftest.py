"""What every store answers to every named question on every test graph; the table of it at the end of a test run."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.catalog import query
from kg.errors import QueryError
from kg.ledger import Ledger, fill
from kg.loaders import read
from kg.model import Edge, Node
from kg.project import graph_of
from kg.resources import resource
from kg.run import extract_article
from kg.stores.base import Rows, Store
from kg.stores.embedded import open_graph
from kg.stores.memory import load_memory
from kg.stores.rdf import open_rdf
from tests.contested import add_contested
from tests.graphs import add, small

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
ASKED: list[dict[str, Any]] = tomllib.loads((HERE / "asked.toml").read_text(encoding="utf-8"))["ask"]
STORES = ("kglite", "Oxigraph", "Neo4j")


@dataclass(frozen=True)
class Question:
    """A named question with one set of parameters, on one graph."""

    query: str
    params: tuple[tuple[str, str], ...]
    graph: str

    @classmethod
    def of(cls, query: str, params: Mapping[str, str], graph: str) -> Question:
        return cls(query, tuple(sorted(params.items())), graph)


@dataclass
class Answers:
    """All that one store answers."""

    rows: dict[Question, Rows | QueryError] = field(default_factory=dict)
    content: dict[str, tuple[list[Node], list[Edge]]] = field(default_factory=dict)  #: by graph

    def __getitem__(self, question: Question) -> Rows:
        found = self.rows[question]
        if isinstance(found, QueryError):
            raise found
        return found


def _add_examples(ledger: Ledger) -> None:
    list(fill(ledger, read([Path(str(resource("examples")))]), lambda batch: map(extract_article, batch), "test"))


GRAPHS: Mapping[str, Callable[[Ledger], None]] = {
    "small": lambda ledger: add(ledger, small()),
    "contested": add_contested,
    "examples": _add_examples,
}


def questions(name: str | None = None) -> list[Question]:
    """Give every named question, or that of this name, with each set of parameters on each graph."""
    asked = [(it["query"], params) for it in ASKED for params in it["params"]]
    asked += [(case["query"], case["params"]) for case in CASES]
    found = [Question.of(query, params, graph) for graph in GRAPHS for query, params in asked]
    return [it for it in dict.fromkeys(found) if name in (None, it.query)]


def given(question: Question, ledger: Ledger) -> dict[str, str]:
    """Give the parameters, with the identifier where ``=words`` stands; ``none`` where the graph has nothing of it."""
    return {
        key: _identifier(ledger, key, value[1:]) if value.startswith("=") else value for key, value in question.params
    }


def _identifier(ledger: Ledger, key: str, words: str) -> str:
    label, property = ("Statement", "text") if key == "statement" else ("Entity", "name")
    for entry in ledger.entries(ledger.articles()):
        for node in graph_of(entry).nodes:
            if node.label == label and node.properties[property] == words:
                return node.id
    return "none"


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three graphs as ledgers."""
    folder = tmp_path_factory.mktemp("queries")
    for name, fill_ledger in GRAPHS.items():
        with Ledger.open(folder / f"{name}.db", create=True) as ledger:
            fill_ledger(ledger)
    return {name: folder / f"{name}.db" for name in GRAPHS}


@contextmanager
def opened(name: str, ledger: Ledger, request: pytest.FixtureRequest) -> Iterator[Store]:
    """Open a store that shows the ledger."""
    if name == "kglite":
        with open_graph(ledger) as graph:
            yield graph
    elif name == "Oxigraph":
        with open_rdf(ledger) as triples:
            yield triples
    else:
        server = request.getfixturevalue("neo4j_server")
        from kg.stores.neo4j import Neo4jStore, push

        with Neo4jStore.connect(server.uri, server.user, server.password) as store:
            push(store, ledger, is_rebuilt=True)
            yield store


def _ask_all(name: str, ledgers: Mapping[str, Path], request: pytest.FixtureRequest) -> Answers:
    answers = Answers()
    for graph, path in ledgers.items():
        with Ledger.open(path) as ledger, opened(name, ledger, request) as store:
            for question in questions():
                if question.graph == graph:
                    answers.rows[question] = _answer(store, question, ledger)
            answers.content[graph] = sorted_content(store)
    return answers


def _answer(store: Store, question: Question, ledger: Ledger) -> Rows | QueryError:
    asked = query(question.query, store.dialect)
    try:
        return store.rows(asked.text, asked.bind(given(question, ledger)))
    except QueryError as error:
        return error


def sorted_content(store: Store) -> tuple[list[Node], list[Edge]]:
    nodes, edges = store.content()
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


@pytest.fixture(scope="session")
def kglite_answers(ledgers: dict[str, Path], request: pytest.FixtureRequest) -> Answers:
    """What the others are compared with."""
    return _ask_all("kglite", ledgers, request)


@pytest.fixture(scope="session", params=STORES)
def answers(request: pytest.FixtureRequest, ledgers: dict[str, Path], kglite_answers: Answers) -> tuple[str, Answers]:
    """The name of a store, and all that it answers."""
    name: str = request.param
    return name, kglite_answers if name == "kglite" else _ask_all(name, ledgers, request)


@pytest.fixture(scope="session")
def memory_content(ledgers: dict[str, Path]) -> dict[str, tuple[list[Node], list[Edge]]]:
    """The nodes and edges in networkx, by graph."""
    found = {}
    for graph, path in ledgers.items():
        with Ledger.open(path) as ledger:
            found[graph] = sorted_content(load_memory(ledger))
    return found


TABLE = pytest.StashKey[dict[str, dict[str, str]]]()  #: query → store → = or what came


def note(config: pytest.Config, query: str, store: str, is_equal: bool, asked: int, rows: int) -> None:
    """Keep a line of the table for the end of the run."""
    told = "=" if is_equal else "DIFFERS"
    config.stash.setdefault(TABLE, {}).setdefault(query, {})[store] = f"{told} {asked} {rows}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    table = config.stash.get(TABLE, {})
    if not table:
        return
    terminalreporter.section("named questions: rows of every store")
    for name, found in sorted(table.items()):
        first = next(iter(found.values())).split()
        stores = " ".join(
            [STORES[0]]
            + [
                f"{found[store].split()[0]} {store}" if store in found else f"({store} not asked)"
                for store in STORES[1:]
            ]
        )
        terminalreporter.write_line(f"{name:<26}{first[1]:>4} times asked {first[2]:>5} rows   {stores}")
