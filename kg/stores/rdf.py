"""The graph asked in SPARQL: Oxigraph, on disk beside the ledger, or in memory.

A change is one SPARQL update, which Oxigraph applies as a whole or not at all, with the position in it. A graph that
is made from nothing is loaded in bulk, which is faster and not one step; its position is written last, so that a load
that was cut off counts as nothing.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
    parse,
)

from kg.errors import QueryError, StoreError
from kg.ledger import Ledger
from kg.model import ArticleGraph, Edge, Node
from kg.project import Broader
from kg.rdf import POSITION, Naming, expanded, literal, prefixes, value_of
from kg.stores.base import Position, Rows, follow, is_current
from kg.stores.bounded import BoundedSparql, FormatError
from kg.stores.rdf_change import RdfChange, RdfLoad
from kg.stores.sparql_text import UPDATES, look_at

if TYPE_CHECKING:
    import rdflib

NAME = "oxigraph"
_LOCK = "oxigraph.lock"
_WAIT_S = 60.0
_TIMEOUT_S = 60.0
_BUFFER = 1 << 26  # characters of N-Quads that are loaded at once


class RdfStore:
    """One Oxigraph store; open it with :meth:`read`, :meth:`write` or :meth:`memory`, or with :func:`open_rdf`."""

    dialect = "sparql"

    def __init__(
        self, store: Store, path: Path | None = None, lock: IO[str] | None = None, *, is_bounded: bool = False
    ) -> None:
        self.naming = Naming()
        self._store: Store | None = store
        self._path = path
        self._lock = lock
        self._load: RdfLoad | None = None
        self._is_bounded = is_bounded
        self._process: BoundedSparql | None = None
        self._position = self._read_position()

    @classmethod
    def memory(cls) -> Self:
        """Make an empty store that is gone when it is closed."""
        return cls(Store())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open a store to ask it; any number of processes may, and a writer waits for them."""
        return cls._open(path, Store.read_only, fcntl.LOCK_SH)

    @classmethod
    def write(cls, path: Path) -> Self:
        """Open or make a store to change it; waits while another process has it open, for a minute."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls._open(path, Store, fcntl.LOCK_EX)

    @classmethod
    def _open(cls, path: Path, opener: Callable[[str], Store], kind: int) -> Self:
        lock = _locked(path, kind)
        try:
            return cls(opener(str(path)), path, lock, is_bounded=kind == fcntl.LOCK_SH)
        except (OSError, RuntimeError, ValueError) as error:
            lock.close()
            raise StoreError(f"{path}: cannot be opened as a store of triples: {_line(error)}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
        self._store = None
        if self._lock is not None:
            self._lock.close()

    @property
    def triples(self) -> Store:
        """The store of pyoxigraph, to read from: union of all graphs, or graph by graph."""
        return self._opened()

    def rdflib(self) -> rdflib.Dataset:
        """Give the same store as a dataset of rdflib, for those who want one; it is good while this store is open."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(OxigraphStore(store=self._opened()), default_union=True)

    def position(self) -> Position | None:
        return self._position

    def clear(self) -> None:
        self._opened().clear()
        self._load = None
        self._position = None

    def apply(self, graphs: Sequence[ArticleGraph], position: Position) -> None:
        try:
            if self._position is None or self._load is not None:
                self._apply_first(graphs)
            else:
                change = RdfChange(self._opened(), self.naming)
                change.replace(graphs)
                self._opened().update(change.text(self._position_lines(), self._lines_of(position)))
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            raise StoreError(f"{self._path or 'memory'}: could not be written: {_line(error)}") from error
        self._position = position

    def flush(self) -> None:
        try:
            if self._load is not None:
                for _ in self._load.settle(_BUFFER):
                    self._load_buffer()
                last = "".join(self._quads(POSITION, self._lines_of(self._position)))
                self._opened().extend(parse(last.encode(), RdfFormat.N_QUADS))
                self._load = None
            elif self._position is None:
                self._opened().clear()
            self._opened().flush()
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"{self._path or 'memory'}: could not be written: {_line(error)}") from error

    def rows(
        self, query: str, params: Mapping[str, Any], *, limit: int | None = None, timeout_s: float | None = None
    ) -> Rows:
        """Answer a SELECT or ASK query over the union of all graphs, or over those that it names.

        A parameter is bound to the variable of its name, which the query must have among its columns; it is no column
        of the answer. A store that is open to read is asked in a process of its own, which ends with the time; one in
        memory, or open to write, is asked here, without limit of time.
        """
        try:
            if self._is_bounded:
                bounded = self._bounded_process()
                return bounded.select(query, params, limit=limit, timeout_s=timeout_s or _TIMEOUT_S)
            return self._rows_here(query, params, limit)
        except FormatError as error:
            raise QueryError("wanted a SELECT or ASK query; triples are answered by 'kg serve'") from error

    def content(self) -> tuple[Iterator[Node], Iterator[Edge]]:
        nodes, edges = self.naming.read(self._opened())
        return iter(nodes), iter(edges)

    def _opened(self) -> Store:
        if self._store is None:
            raise StoreError(f"{self._path or 'memory'}: the store of triples is closed")
        return self._store

    def _bounded_process(self) -> BoundedSparql:
        assert self._path is not None
        self._opened()
        if self._process is None:
            self._process = BoundedSparql(self._path)
        return self._process

    def _rows_here(self, query: str, params: Mapping[str, Any], limit: int | None) -> Rows:
        look = look_at(query)
        if look.form in UPDATES or look.calls_service:
            raise QueryError("a query only reads, and only what is here: updates and SERVICE are refused")
        bound: dict[Variable, Any] = {Variable(name): Literal(value) for name, value in params.items()}
        names_graphs = bool(look.default_graphs or look.named_graphs)
        try:
            found = self._opened().query(
                query, use_default_graph_as_union=not names_graphs, substitutions=bound or None, prefixes=prefixes()
            )
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            raise QueryError(_line(error)) from error
        if isinstance(found, QuerySolutions):
            return _rows(found, frozenset(params), limit)
        if isinstance(found, QueryBoolean):
            return Rows(("answer",), ((bool(found),),))
        raise QueryError("wanted a SELECT or ASK query; triples are answered by 'kg serve'")

    def _apply_first(self, graphs: Sequence[ArticleGraph]) -> None:
        if self._load is None:
            self._opened().clear()
            self._load = RdfLoad(self.naming)
        self._load.add(graphs)
        if self._load.size > _BUFFER:
            self._load_buffer()

    def _load_buffer(self) -> None:
        assert self._load is not None
        self._opened().bulk_load("".join(self._load.taken()).encode(), RdfFormat.N_QUADS, lenient=True)

    def _read_position(self) -> Position | None:
        graph = NamedNode(self.naming.graph(POSITION))
        found = {
            quad.predicate.value: value_of(quad.object)
            for quad in self._opened().quads_for_pattern(None, None, None, graph)
            if isinstance(quad.object, Literal)
        }
        try:
            seq, ledger, schema = (found[expanded(f"kg:{name}")] for name in ("seq", "ledger", "schema"))
        except KeyError:
            return None
        return Position(int(seq), str(ledger), str(schema))

    def _lines_of(self, position: Position | None) -> list[str]:
        if position is None:
            return []
        subject = f"<{self.naming.graph(POSITION)}>"
        return [f"{subject} <{expanded(f'kg:{n}')}> {literal(getattr(position, n))}" for n in Position.__slots__]

    def _position_lines(self) -> list[str]:
        return self._lines_of(self._position)

    def _quads(self, graph: str, lines: Sequence[str]) -> Iterator[str]:
        for line in lines:
            yield f"{line} <{self.naming.graph(graph)}> .\n"


def rdf_path(ledger: Ledger) -> Path:
    """Give the place of the store of triples: in a folder beside the ledger that can be deleted at any time."""
    return ledger.path.with_name(f"{ledger.path.name}.d") / NAME


def update_rdf(
    ledger: Ledger,
    *,
    broader: Broader | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    notify: Callable[[str], None] = lambda message: None,
) -> int:
    """Bring the store of triples up to the ledger; a damaged one is made again. Tell how many articles changed."""
    path = rdf_path(ledger)
    try:
        store = RdfStore.write(path)
    except StoreError as error:
        if error.__cause__ is None:  # another process has it
            raise
        notify(f"{error}; it is made again from the ledger")
        with suppress(NotADirectoryError):
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        store = RdfStore.write(path)
    with store:
        return follow(store, ledger, broader=broader, tick=tick)


def open_rdf(
    ledger: Ledger, *, broader: Broader | None = None, notify: Callable[[str], None] = lambda message: None
) -> RdfStore:
    """Open the store of triples for questions; one that is missing, damaged or behind the ledger is updated first."""
    path = rdf_path(ledger)
    if path.exists():
        try:
            store = RdfStore.read(path)
            if is_current(store, ledger):
                return store
            store.close()
            notify("the store of triples is behind the ledger, perhaps after a crash: bringing it up")
        except StoreError:
            pass
    update_rdf(ledger, broader=broader, notify=notify)
    return RdfStore.read(path)


@contextmanager
def checkpoint(store: RdfStore, target: Path) -> Iterator[Path]:
    """Make a copy that stays as it is while the store goes on; it takes no room but for what changes later."""
    store.triples.backup(str(target))
    try:
        yield target
    finally:
        shutil.rmtree(target, ignore_errors=True)


def _locked(path: Path, kind: int) -> IO[str]:
    """Hold the lock beside the store: many readers or one writer (opening one beside the other is undefined)."""
    try:
        lock = open(path.with_name(_LOCK), "a", encoding="utf-8")  # noqa: SIM115 (held until the store is closed)
    except OSError as error:
        raise StoreError(f"{path.with_name(_LOCK)}: {error.strerror}") from error
    deadline = time.monotonic() + _WAIT_S
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return lock
        except OSError:
            if time.monotonic() > deadline:
                lock.close()
                raise StoreError(f"{path}: another process has this store open; try again when it is done") from None
            time.sleep(0.05)


def _rows(found: QuerySolutions, bound: frozenset[str], limit: int | None) -> Rows:
    names = [variable.value for variable in found.variables]
    kept = [(place, name) for place, name in enumerate(names) if name not in bound]
    rows: list[tuple[Any, ...]] = []
    for solution in found:
        if limit is not None and len(rows) == limit:
            return Rows(tuple(name for _, name in kept), tuple(rows), True)
        rows.append(tuple(_plain(solution[place]) for place, _ in kept))
    return Rows(tuple(name for _, name in kept), tuple(rows))


def _plain(term: Any) -> Any:
    """Give what a reader expects: a value, the IRI of a node; None where there is nothing."""
    if term is None:
        return None
    if isinstance(term, Literal):
        return value_of(term)
    return term.value if isinstance(term, NamedNode | BlankNode) else str(term)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
