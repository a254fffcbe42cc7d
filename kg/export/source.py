"""What is exported: the whole graph or that of some articles, read article by article as it was at the beginning.

Everything is read from a copy of the store of triples, so that a long export (or one that waits for its reader) keeps
nobody from adding articles, and nothing but one article at a time is in memory.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kg.decisions import Decisions
from kg.ledger import Ledger
from kg.model import Edge, Node
from kg.project import graph_of
from kg.rdf import POSITION, SHARED, Naming
from kg.search import name_key
from kg.stores.base import CHUNK, Position
from kg.stores.rdf import RdfStore, checkpoint, open_rdf, rdf_path

Tick = Callable[[int], None]
_SCRATCH, _LOCK = "export-", "lock"
_ARTICLES = """
PREFIX kg: <https://w3id.org/qawl/ns#> PREFIX schema: <https://schema.org/>
SELECT ?id ?outlet (STR(?date) AS ?published) WHERE {
  ?article a schema:NewsArticle ; kg:id ?id .
  OPTIONAL { ?article kg:outlet ?outlet } OPTIONAL { ?article schema:datePublished ?date }
} ORDER BY ?id
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A graph to read from; open one with :func:`whole` or :func:`part`."""

    triples: Store
    naming: Naming
    position: Position | None  #: how far it follows the ledger; None for a part, which follows nothing
    tick: Tick  #: called with the number of articles read so far

    def articles(self) -> Iterator[tuple[str, list[Quad]]]:
        """Yield the name of each article's graph with all that it owns."""
        others = {self.naming.graph(SHARED), self.naming.graph(POSITION)}
        count = 0
        for graph in self.triples.named_graphs():
            if graph.value not in others and (quads := list(self.triples.quads_for_pattern(None, None, None, graph))):
                yield graph.value, quads
                self.tick(count := count + 1)

    def shared(self) -> Iterator[list[Quad]]:
        """Yield what articles share, and what is counted over them, subject by subject."""
        # A store on disk keeps the quads of a graph in the order of their subjects.
        quads = self.triples.quads_for_pattern(None, None, None, NamedNode(self.naming.graph(SHARED)))
        for _, found in groupby(quads, lambda quad: quad.subject):
            yield list(found)

    def records(self) -> Iterator[Node | Edge]:
        """Yield all nodes and edges, each once: those of each article, then what articles share."""
        for quads in self._described():
            nodes, edges = self.naming.read(quads)
            yield from nodes
            yield from edges

    def _described(self) -> Iterator[list[Quad]]:
        for _, quads in self.articles():
            yield quads
        yield from self.shared()


@contextmanager
def whole(
    ledger: Ledger, *, notify: Callable[[str], None] = lambda message: None, tick: Tick = lambda done: None
) -> Iterator[Source]:
    """Open the graph of all articles."""
    with _scratch(ledger) as folder:
        store = open_rdf(ledger, notify=notify)
        try:
            with checkpoint(store, folder / "copy") as copy:
                store.close()  # others may write from here on
                yield _opened(copy, store.position(), tick)
        finally:
            store.close()


@contextmanager
def part(ledger: Ledger, articles: Iterable[str], *, tick: Tick = lambda done: None) -> Iterator[Source]:
    """Open the graph that there would be if the ledger held these articles alone: counts are of them, too."""
    decisions = Decisions(ledger.decisions())
    with _scratch(ledger) as folder:
        entries = ledger.entries(dict.fromkeys(articles))
        with RdfStore.write(folder / "part") as store:
            while chunk := list(islice(entries, CHUNK)):
                graphs = [graph_of(entry, decided=decisions.of(entry.id)) for entry in chunk]
                store.apply(graphs, Position(0, ledger.id, ""))
            store.flush()
        yield _opened(folder / "part", None, tick)


def select(
    ledger: Ledger, outlet: str = "", since: str = "", until: str = "", *, notify: Callable[[str], None]
) -> list[str]:
    """Give the articles of an outlet and of a time, both days inclusive; one without a date is of no time.

    outlet: its name or part of it, folded as in all questions.
    """
    wanted = name_key(outlet)
    with open_rdf(ledger, notify=notify) as store:
        return [
            id
            for id, name, published in store.rows(_ARTICLES, {}).rows
            if wanted in name_key(name or "")
            and (published or "") >= since
            and (not until or (published or "~")[: len(until)] <= until)
        ]


def _opened(folder: Path, position: Position | None, tick: Tick) -> Source:
    store = RdfStore(Store.read_only(str(folder)), folder)
    return Source(store.triples, store.naming, position, tick)


@contextmanager
def _scratch(ledger: Ledger) -> Iterator[Path]:
    """A folder beside the store of triples, because a copy of that takes no room on the same disk."""
    beside = rdf_path(ledger).parent
    beside.mkdir(parents=True, exist_ok=True)
    _sweep(beside)
    folder = Path(tempfile.mkdtemp(dir=beside, prefix=_SCRATCH))
    try:
        with open(folder / _LOCK, "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(beside: Path) -> None:
    """Take away what exports left that were killed: nobody holds its lock any more."""
    for lock in beside.glob(f"{_SCRATCH}*/{_LOCK}"):
        with suppress(OSError), open(lock, encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)
