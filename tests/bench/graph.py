"""How fast the graphs load, how large they are, how soon they answer: the same made-up graph in each, never asserted.

python -m tests.bench.graph [--full] [--statements N] [--store NAME …] [--json PATH]

Each store is measured in a process of its own, one after the other. What is timed is the store alone, not the making
of the articles; the peak is that of the whole process. Times of the processor stand beside those of the clock: they
hold on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from kg.catalog import Query, query, read_query
from kg.model import ArticleGraph
from kg.stores.base import CHUNK, Position, Store
from kg.stores.embedded import EmbeddedStore
from kg.stores.neo4j import Neo4jStore
from kg.stores.rdf import RdfStore
from tests.bench.made_up import MadeUpNews
from tests.neo4j.server import NoServerError, Server

QUICK, FULL = 100_000, 1_000_000
ASKED = 30  # parameters of each question
LIMIT = 100  # rows that are fetched, as `kg query` does
ADDED = 5  # articles added one by one to the finished graph
_PATIENCE_S = 120.0  # for all parameters of one question

#: questions that have no file of their own, with the same header
_MORE = {
    "experts_of_two_outlets": {
        "cypher": """
// title:   The persons on whom two outlets rely
// params:  left (string) identifier of an outlet
//          right (string) identifier of another one
// columns: name, at_left, at_right
MATCH (l:Entity {id: $left})-[x:RELIES_ON]->(e:Entity)<-[y:RELIES_ON]-(r:Entity {id: $right})
WHERE e.kind = 'person' AND NOT e.local
RETURN e.name AS name, x.statements AS at_left, y.statements AS at_right
ORDER BY at_left + at_right DESC, name
""",
        "sparql": """
# title:   The persons on whom two outlets rely
# params:  left (string) identifier of an outlet
#          right (string) identifier of another one
# columns: name, at_left, at_right
PREFIX kg: <https://w3id.org/qawl/ns#>
PREFIX schema: <https://schema.org/>
SELECT ?name ?at_left ?at_right $LEFT $RIGHT WHERE {
  ?l kg:id $LEFT . ?r kg:id $RIGHT .
  ?x a kg:Reliance ; kg:from ?l ; kg:to ?e ; kg:statements ?at_left .
  ?y a kg:Reliance ; kg:from ?r ; kg:to ?e ; kg:statements ?at_right .
  ?e kg:kind "person" ; kg:local false ; schema:name ?name .
} ORDER BY DESC(?at_left + ?at_right) ?name
""",
    },
    "predictions_by_month": {
        "cypher": """
// title:   How much is predicted in an outlet, by month
// params:  outlet (string) identifier of the outlet
// columns: month, predictions
MATCH (o:Entity {id: $outlet})<-[:PUBLISHED_BY]-(a:Article)<-[:IN_ARTICLE]-(s:Statement)-[:MAKES]->(p:Prediction)
RETURN left(a.published, 7) AS month, count(p) AS predictions
ORDER BY month
""",
        "sparql": """
# title:   How much is predicted in an outlet, by month
# params:  outlet (string) identifier of the outlet
# columns: month, predictions
PREFIX kg: <https://w3id.org/qawl/ns#>
PREFIX schema: <https://schema.org/>
SELECT ?month (COUNT(?p) AS ?predictions) $OUTLET WHERE {
  ?o kg:id $OUTLET .
  ?a schema:publisher ?o ; schema:datePublished ?published .
  ?s kg:inArticle ?a ; kg:makes ?p .
  BIND(SUBSTR(STR(?published), 1, 7) AS ?month)
} GROUP BY ?month $OUTLET ORDER BY ?month
""",
    },
}
#: what is asked: name, which values of :class:`Values` its parameters take
QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("statement_evidence", {"statement": "statement"}),
    ("who_predicted_what", {"topic": "topic"}),
    ("person_statements", {"entity": "person"}),
    ("outlet_sources", {"outlet": "outlet"}),
    ("experts_of_two_outlets", {"left": "outlet", "right": "outlet"}),
    ("co_quoted_two_hops", {"entity": "person"}),
    ("predictions_by_month", {"outlet": "outlet"}),
    ("shared_experts", {"outlet": "outlet_name"}),
    ("sources_named", {"name": "person_name"}),
    ("person_statements", {"topic": "topic"}),
)


@dataclass
class Measure:
    """What was measured of one store; times in seconds, sizes in bytes."""

    store: str
    statements: int = 0
    articles: int = 0
    load_s: float = 0.0
    load_processor_s: float = 0.0
    save_s: float = 0.0  #: part of both
    disk: int = 0
    load_peak: int = 0  #: of the process; with the server's, where there is one
    open_s: float | None = None
    ask_peak: int | None = None
    add_s: float | None = None  #: median of one article, opening and saving excluded
    add_save_s: float | None = None  #: median of one save after one article
    questions: list[dict[str, Any]] = field(default_factory=list)
    skipped: str | None = None


class Values:
    """Values for parameters, drawn from the graph as its readers would: what is found often is asked for often."""

    def __init__(self, news: MadeUpNews, seed: int = 7) -> None:
        self._rng = random.Random(seed)
        self._news = news
        self._found: dict[str, list[str]] = {name: [] for name in ("statement", "person", "person_name")}
        self._outlets: dict[str, str] = {}
        while any(len(values) < ASKED for values in self._found.values()):
            self._read(next(news.graphs(place := self._rng.randrange(news.articles), place + 1)))

    def one(self, name: str, number: int) -> str:
        if name == "topic":
            return self._news.topic(self._rng)
        if name in ("outlet", "outlet_name"):
            return self._rng.choice(list(self._outlets) if name == "outlet" else list(self._outlets.values()))
        return self._found[name][number]

    def _read(self, graph: ArticleGraph) -> None:
        for node in graph.nodes:
            if node.label == "Statement":
                self._found["statement"].append(node.id)
            elif node.properties.get("kind") == "person" and not node.properties["local"]:
                self._found["person"].append(node.id)
                self._found["person_name"].append(str(node.properties["name"]).split()[-1])
        names = {node.id: str(node.properties.get("name")) for node in graph.nodes}
        self._outlets.update((edge.end, names[edge.end]) for edge in graph.edges if edge.type == "PUBLISHED_BY")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=QUICK)
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} statements")
    parser.add_argument("--store", action="append", choices=list(STORES))
    parser.add_argument("--json", type=Path, help="write what was measured there too")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    statements = FULL if chosen.full else chosen.statements
    if chosen.one:
        print(json.dumps(asdict(_measured(chosen.one, statements))))
        return
    found = []
    for name in chosen.store or STORES:
        command = [sys.executable, "-m", "tests.bench.graph", "--one", name, "--statements", str(statements)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found.append(Measure(**json.loads(done.stdout)))
        print(f"{name}: measured", file=sys.stderr)
    print("\n".join(_table(found)))
    text = json.dumps([asdict(measure) for measure in found], ensure_ascii=False)
    print(text)
    if chosen.json is not None:
        chosen.json.write_text(text + "\n", encoding="utf-8")


@dataclass
class Place:
    """Where a store is made, and how it is opened."""

    folder: Path
    write: Callable[[], Any]
    read: Callable[[], Any]
    server: Callable[[], int] = lambda: 0  #: peak of the server's memory
    close: Callable[[], None] = lambda: None  #: so that all is on disk


@contextmanager
def _embedded(folder: Path) -> Iterator[Place]:
    path = folder / "graph.kgl"
    yield Place(folder, lambda: EmbeddedStore.write(path), lambda: EmbeddedStore.read(path))


@contextmanager
def _rdf(folder: Path) -> Iterator[Place]:
    path = folder / "oxigraph"
    yield Place(folder, lambda: RdfStore.write(path), lambda: RdfStore.read(path))


@contextmanager
def _neo4j(folder: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        server = stack.enter_context(Server(folder, heap="2g", page_cache="1g", starts_fast=False))

        def opened() -> Neo4jStore:
            return Neo4jStore.connect(server.uri, server.user, server.password)

        def peak() -> int:
            assert server._process is not None
            return _peak(server._process.pid)

        yield Place(folder / "data", opened, opened, peak)


STORES: dict[str, Callable[[Path], Any]] = {"kglite": _embedded, "oxigraph": _rdf, "neo4j": _neo4j}


def _measured(name: str, statements: int) -> Measure:
    measure = Measure(name)
    news = MadeUpNews(statements)
    with tempfile.TemporaryDirectory() as folder:
        try:
            with STORES[name](Path(folder)) as place:
                _load(measure, news, place)
                _ask(measure, news, place)
                _add(measure, news, place)
        except NoServerError as reason:
            measure.skipped = str(reason)
    return measure


def _load(measure: Measure, news: MadeUpNews, place: Place) -> None:
    graphs = news.graphs()
    with place.write() as store:
        while chunk := list(islice(graphs, CHUNK)):
            measure.articles += len(chunk)
            measure.statements += sum(node.label == "Statement" for graph in chunk for node in graph.nodes)
            _timed(measure, lambda: store.apply(chunk, Position(measure.articles, "made up", "made up")))
        before = measure.load_s
        _timed(measure, store.flush)
        measure.save_s = measure.load_s - before
    measure.load_peak = _peak("self") + place.server()
    measure.disk = sum(file.stat().st_size for file in place.folder.rglob("*") if file.is_file())


def _timed(measure: Measure, work: Callable[[], object]) -> None:
    wall, busy = time.perf_counter(), time.process_time()
    work()
    measure.load_s += time.perf_counter() - wall
    measure.load_processor_s += time.process_time() - busy


def _ask(measure: Measure, news: MadeUpNews, place: Place) -> None:
    begin = time.perf_counter()
    with place.read() as store:
        measure.open_s = time.perf_counter() - begin
        values = Values(news)
        for name, wanted in QUESTIONS:
            asked = query(name, store.dialect) if name not in _MORE else _more(name, store.dialect)
            drawn = [{key: values.one(value, number) for key, value in wanted.items()} for number in range(ASKED)]
            measure.questions.append(_answers(store, asked, ", ".join(wanted), drawn))
    measure.ask_peak = place.server() or None


def _answers(store: Store, asked: Query, by: str, drawn: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Ask with each of the values in turn; a question that takes too long is asked with fewer."""
    times: list[float] = []
    rows: list[int] = []
    started = time.perf_counter()
    for given in drawn:
        bound = asked.bind(given)
        begin = time.perf_counter()
        found = store.rows(asked.text, bound, limit=LIMIT, timeout_s=600)
        times.append(1000 * (time.perf_counter() - begin))
        rows.append(len(found.rows))
        if time.perf_counter() - started > _PATIENCE_S:
            break
    times.sort()
    return {
        "question": asked.name,
        "by": by,
        "asked": len(times),
        "rows": median(rows),
        "median_ms": median(times),
        "p95_ms": times[int(0.95 * (len(times) - 1))],
    }


def _more(name: str, dialect: str) -> Query:
    return read_query(name, _MORE[name][dialect].strip() + "\n", dialect)


def _add(measure: Measure, news: MadeUpNews, place: Place) -> None:
    """Add articles that are new, each as a change of its own, as `kg add` does."""
    applied, saved = [], []
    with place.write() as store:
        for number, graph in enumerate(news.graphs(news.articles, news.articles + ADDED), start=1):
            begin = time.perf_counter()
            store.apply([graph], Position(news.articles + number, "made up", "made up"))
            between = time.perf_counter()
            store.flush()
            applied.append(between - begin)
            saved.append(time.perf_counter() - between)
    measure.add_s, measure.add_save_s = median(applied), median(saved)


def _peak(process: int | str) -> int:
    """Give the most memory that a process had, as the kernel counts it."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return 1024 * int(found[1]) if found else 0


def _table(found: Sequence[Measure]) -> Iterator[str]:
    done = [measure for measure in found if measure.skipped is None]
    for measure in found:
        if measure.skipped is not None:
            yield f"{measure.store}: skipped, {measure.skipped}"
    if not done:
        return
    first = done[0]
    yield f"{first.statements:,} statements in {first.articles:,} articles; seconds of the clock"
    lines: tuple[tuple[str, Callable[[Measure], str]], ...] = (
        ("load, s", lambda it: f"{it.load_s:,.1f}"),
        ("  of the processor, s", lambda it: f"{it.load_processor_s:,.1f}"),
        ("  statements/s", lambda it: f"{it.statements / it.load_s:,.0f}"),
        ("peak memory of the load, MiB", lambda it: f"{it.load_peak / 2**20:,.0f}"),
        ("disk, bytes a statement", lambda it: f"{it.disk / it.statements:,.0f}"),
        ("open, s", lambda it: f"{it.open_s:,.2f}"),
        ("add one article, ms", lambda it: f"{1000 * (it.add_s or 0):,.0f}"),
        ("  and save, ms", lambda it: f"{1000 * (it.add_save_s or 0):,.0f}"),
    )
    yield f"{'':34}" + "".join(f"{measure.store:>22}" for measure in done)
    for title, cell in lines:
        yield f"{title:34}" + "".join(f"{cell(measure):>22}" for measure in done)
    yield f"\nms of {ASKED} values: median, 95 of 100, rows (first {LIMIT})"
    for place, question in enumerate(first.questions):
        title = f"{question['question']} by {question['by']}"
        cells = (measure.questions[place] for measure in done)
        yield f"{title:34}" + "".join(f"{_cell(cell):>22}" for cell in cells)


def _cell(answer: dict[str, Any]) -> str:
    few = "" if answer["asked"] == ASKED else f" ({answer['asked']})"
    return f"{answer['median_ms']:,.1f} {answer['p95_ms']:,.1f} {answer['rows']:,.0f}{few}"


if __name__ == "__main__":
    main()
