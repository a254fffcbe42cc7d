"""The embedded graph, asked in Cypher: kglite, in memory, saved whole beside the ledger.

A save writes a new file and renames it, with the position in it: after a crash the file shows an earlier state of the
ledger as a whole, and the graph follows from there. Nothing is logged in between, because the ledger is the log.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import kglite

from kg.errors import QueryError, StoreError
from kg.ledger import Ledger
from kg.model import ArticleGraph, Edge, Node, schema
from kg.project import Broader
from kg.stores.base import Position, Rows, follow, is_current
from kg.stores.cypher import CypherProjection, content
from kg.stores.cypher_text import READS_ONLY, refuse_files
from kg.stores.embedded_load import EmbeddedLoad

NAME = "graph.kgl"
_WAIT_S = 60.0
_TIMEOUT_S = 60.0
_MISSING = re.compile(r"unknown (node label|relationship type) '(?P<name>\w+)'")


class EmbeddedStore:
    """One graph file; open it with :meth:`read` or :meth:`write`, or both at once with :func:`open_graph`."""

    dialect = "cypher"

    def __init__(self, graph: kglite.KnowledgeGraph, path: Path, *, is_writable: bool) -> None:
        kglite.set_query_warning_policy("silent")  # they come back with the rows
        self._graph: kglite.KnowledgeGraph | None = graph
        self._path = path
        self._projection = CypherProjection(self._ask)
        self._load: EmbeddedLoad | None = None
        self._position: Position | None = None
        if not is_writable:
            graph.read_only(True)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open a graph to ask it; any number of processes may."""
        try:
            return cls(kglite.load(str(path), verify="eager"), path, is_writable=False)
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{path}: cannot be read as a graph: {_line(error)}") from error

    @classmethod
    def write(cls, path: Path) -> Self:
        """Open or make a graph to change it; waits while another process does, for a minute."""
        path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + _WAIT_S
        while True:
            try:
                return cls(kglite.open(str(path), durable="off"), path, is_writable=True)
            except kglite.WriterLeaseHeldError as error:
                if time.monotonic() > deadline:
                    raise StoreError(
                        f"{path}: another process is writing this graph; try again when it is done"
                    ) from error
                time.sleep(0.1)
            except (kglite.KgError, OSError) as error:
                raise StoreError(f"{path}: cannot be opened as a graph: {_line(error)}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was not flushed is forgotten (kglite's own close would save it)."""
        self._graph = None

    def position(self) -> Position | None:
        if self._position is None:
            self._position = self._projection.position()
        return self._position

    def clear(self) -> None:
        self._ask("MATCH (n) DETACH DELETE n")
        self._projection.forget()
        self._load = None
        self._position = None

    def apply(self, graphs: Sequence[ArticleGraph], position: Position) -> None:
        try:
            if self.position() is None and self._load is None:
                self._load = EmbeddedLoad(self._open())
            if self._load is not None:
                self._load.add(graphs)
            else:
                self._projection.replace(graphs)
        except kglite.KgError as error:
            raise StoreError(f"{self._path}: could not be written: {_line(error)}") from error
        self._position = position

    def flush(self) -> None:
        try:
            if self._load is not None:
                self._load.settle()
                self._load = None
            self._projection.settle()
            if self._position is not None:
                self._projection.put_position(self._position)
            with warnings.catch_warnings():
                # Columns that were changed are read into memory by the next one who opens the file, no more than that.
                warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
                self._open().save()
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{self._path}: could not be written: {_line(error)}") from error

    def rows(
        self, query: str, params: Mapping[str, Any], *, limit: int | None = None, timeout_s: float | None = None
    ) -> Rows:
        refuse_files(query)
        timeout_ms = int(1000 * (_TIMEOUT_S if timeout_s is None else timeout_s))
        try:
            found = self._cypher(query, params, row_limit=limit, timeout_ms=timeout_ms)
        except kglite.ReadOnlyError as error:
            raise QueryError(READS_ONLY) from error
        except kglite.CypherTimeoutError as error:
            raise QueryError(
                f"the query took more than {timeout_ms / 1000:g} s and was stopped; ask for less"
            ) from error
        except (kglite.KgError, TypeError, ValueError) as error:
            raise QueryError(_line(error)) from error
        diagnostics = found.diagnostics or {}
        is_cut = limit is not None and (diagnostics.get("total_rows") or 0) > limit
        notes = tuple(note for note in diagnostics.get("warnings", ()) if _is_worth_telling(note))
        columns = tuple(found.columns)
        return Rows(columns, tuple(tuple(row[c] for c in columns) for row in found.to_list()), is_cut, notes)

    def content(self) -> tuple[Iterator[Node], Iterator[Edge]]:
        return content(self._ask)

    def _open(self) -> kglite.KnowledgeGraph:
        if self._graph is None:
            raise StoreError(f"{self._path}: the graph is closed")
        return self._graph

    def _ask(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cypher(query, params).to_list()
        return found

    def _cypher(
        self, query: str, params: Mapping[str, Any], row_limit: int | None = None, timeout_ms: int | None = None
    ) -> kglite.ResultView:
        found = self._open().cypher(query, params=dict(params), row_limit=row_limit, timeout_ms=timeout_ms)
        assert isinstance(found, kglite.ResultView)
        return found


def graph_path(ledger: Ledger) -> Path:
    """Give the place of the embedded graph: in a folder beside the ledger that can be deleted at any time."""
    return ledger.path.with_name(f"{ledger.path.name}.d") / NAME


def update_graph(
    ledger: Ledger,
    *,
    broader: Broader | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    notify: Callable[[str], None] = lambda message: None,
) -> int:
    """Bring the embedded graph up to the ledger; a damaged one is made again. Tell how many articles changed."""
    path = graph_path(ledger)
    try:
        store = EmbeddedStore.write(path)
    except StoreError as error:
        if not isinstance(error.__cause__, kglite.FileFormatError):
            raise
        notify(f"{error}; it is made again from the ledger")
        path.unlink()
        store = EmbeddedStore.write(path)
    with store:
        return follow(store, ledger, broader=broader, tick=tick)


def open_graph(
    ledger: Ledger, *, broader: Broader | None = None, notify: Callable[[str], None] = lambda message: None
) -> EmbeddedStore:
    """Open the embedded graph for questions; one that is missing, damaged or behind the ledger is updated first."""
    path = graph_path(ledger)
    if path.exists():
        try:
            store = EmbeddedStore.read(path)
            if is_current(store, ledger):
                return store
            notify("the graph is behind the ledger, perhaps after a crash: bringing it up")
        except StoreError:
            pass
    update_graph(ledger, broader=broader, notify=notify)
    return EmbeddedStore.read(path)


def _is_worth_telling(note: str) -> bool:
    """Tell a misspelt name from one of the schema that this graph has nothing of yet, such as outcomes."""
    missing = _MISSING.search(note)
    is_known = missing is not None and (missing["name"] in schema().nodes or missing["name"] in schema().edges)
    return not is_known and "truncated" not in note


def _line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
