"""What every graph store can do, and how any of them follows the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from kg.decisions import Decisions
from kg.ledger import Change, Ledger
from kg.model import ArticleGraph, Edge, Node, schema
from kg.project import Broader, graph_of

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Position:
    """How far a graph follows which ledger, and the schema it was made with."""

    seq: int
    ledger: str
    schema: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool = False  #: there were more rows than asked for
    notes: tuple[str, ...] = ()  #: what the store remarked, such as a label that no node has

    def as_dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Projection(Protocol):
    """Whatever is made from the ledger. What ``apply`` did survives a crash after ``flush``, whole or not at all."""

    def position(self) -> Position | None:
        """Tell how far this follows the ledger; None for an empty one."""

    def clear(self) -> None:
        """Take everything out, before it is made again."""

    def apply(self, graphs: Sequence[ArticleGraph], position: Position) -> None:
        """Replace those articles, take out those without nodes, and remember the position."""

    def flush(self) -> None: ...


class Store(Projection, Protocol):
    """A graph made from the ledger."""

    dialect: str  #: in which named queries are asked: ``cypher``, ``sparql``; any other has none

    def rows(
        self, query: str, params: Mapping[str, Any], *, limit: int | None = None, timeout_s: float | None = None
    ) -> Rows:
        """Answer a query that only reads; QueryError tells why it cannot."""

    def content(self) -> tuple[Iterator[Node], Iterator[Edge]]:
        """Give all nodes and edges but the store's own bookkeeping, in any order; equal ledgers give equal ones."""

    def close(self) -> None: ...


def is_current(store: Projection, ledger: Ledger) -> bool:
    """Tell whether the graph shows the ledger as it is now."""
    return store.position() == Position(ledger.last_change(), ledger.id, schema().digest)


def follow(
    store: Projection,
    ledger: Ledger,
    *,
    broader: Broader | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Bring the graph up to the ledger and tell how many articles changed.

    A graph of another ledger or schema is made again.
    tick: called after each chunk with the articles done and all to do.
    """
    position = store.position()
    if position is not None and (position.ledger, position.schema) != (ledger.id, schema().digest):
        store.clear()
        position = None
    changes = ledger.changes(after=0 if position is None else position.seq)
    decisions = Decisions(ledger.decisions())  # read after the changes: what is newer comes with the next ones
    done = 0
    for chunk in _chunks(changes):
        graphs = [_graph(ledger, change, broader, decisions) for change in chunk]
        store.apply(graphs, Position(chunk[-1].seq, ledger.id, schema().digest))
        done += len(chunk)
        tick(done, len(changes))
    if changes or position is None:
        store.flush()
    return len(changes)


def _graph(ledger: Ledger, change: Change, broader: Broader | None, decisions: Decisions) -> ArticleGraph:
    entry = ledger.entry(change.article)
    if entry is None:
        return ArticleGraph(change.article)
    return graph_of(entry, broader, decisions.of(change.article))


def _chunks(changes: Sequence[Change]) -> Iterator[list[Change]]:
    source = iter(changes)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
