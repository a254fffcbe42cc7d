"""The process that answers SPARQL queries and may be killed at any moment; :mod:`kg.stores.bounded` starts it.

It reads requests from standard input and writes frames to standard output. A request is a line of JSON; a frame is a
letter, four bytes of length, and so many bytes: ``h`` the head of an answer (JSON), ``d`` a piece of it, ``e`` its end
(JSON), ``x`` why there is none (JSON).
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

T = TypeVar("T")
_CHUNK = 1 << 16
_GRACE_S = 2.0  # whoever asked kills sooner; this is for one that is gone


class _RefusedError(Exception):
    """What a query asks for is not given; ``kind`` says why, for whoever tells the user."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _Frames:
    """Standard output; what is written to it as a file leaves in pieces."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting = bytearray()
        self.written = 0

    def write(self, data: bytes) -> int:
        self._waiting += data
        self.written += len(data)
        if len(self._waiting) >= _CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._waiting:
            self.send(b"d", bytes(self._waiting))
            self._waiting.clear()

    def send(self, kind: bytes, data: bytes) -> None:
        self._stream.write(kind + len(data).to_bytes(4, "big") + data)
        self._stream.flush()

    def tell(self, letter: bytes, **values: Any) -> None:
        self.send(letter, json.dumps(values).encode())


class _Counted(Iterator[T]):
    """The first items, up to a number and until so many bytes are written; ``is_cut`` tells whether there were more."""

    def __init__(self, items: Iterable[T], frames: _Frames, limit: int | None, byte_limit: int | None) -> None:
        self._items = iter(items)
        self._frames = frames
        self._limit = sys.maxsize if limit is None else limit
        self._byte_limit = sys.maxsize if byte_limit is None else byte_limit
        self.count = 0
        self.is_cut = False

    def __next__(self) -> T:
        item = next(self._items)
        if self.count >= self._limit or self._frames.written >= self._byte_limit:
            self.is_cut = True
            raise StopIteration
        self.count += 1
        return item


def main(memory_mb: int) -> None:
    """Answer requests until standard input ends."""
    from kg.stores.offline import go_offline

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, memory_mb << 20))
    is_offline = go_offline()
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but frames gets out
    worker = _Worker(is_offline)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        frames = _Frames(output)
        signal.setitimer(signal.ITIMER_REAL, request["timeout_s"] + _GRACE_S)
        worker.answer(request, frames)
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Worker:
    def __init__(self, is_offline: bool) -> None:
        self._is_offline = is_offline
        self._path: str | None = None
        self._store: Store | None = None

    def answer(self, request: dict[str, Any], frames: _Frames) -> None:
        from kg.stores.sparql_errors import syntax_error

        try:
            self._check(request)
            self._write(self._ask(request), request, frames)
        except _RefusedError as error:
            frames.tell(b"x", kind=error.kind, message=str(error))
        except SyntaxError as error:
            frames.tell(b"x", kind="syntax", message=syntax_error(request["query"], str(error)))
        except MemoryError:
            frames.tell(b"x", kind="memory", message="")
        except PermissionError as error:  # an address that was written so that the words did not tell of it
            frames.tell(b"x", kind="refused", message=f"the query asks for more than this store: {error}")
        except (RuntimeError, ValueError, OSError) as error:
            frames.tell(b"x", kind="failed", message=str(error))

    def _check(self, request: dict[str, Any]) -> None:
        if request["calls_service"] or (not self._is_offline and "service" in request["query"].lower()):
            raise _RefusedError("refused", "SERVICE is refused: a query asks this store only, no other address")

    def _opened(self, path: str) -> Store:
        from pyoxigraph import Store

        if self._store is None or path != self._path:
            self._store = None
            try:
                self._store, self._path = Store.read_only(path), path
            except (OSError, RuntimeError, ValueError) as error:
                raise _RefusedError("store", f"{path}: cannot be opened as a store of triples: {error}") from error
        return self._store

    def _ask(self, request: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
        from pyoxigraph import Literal, Variable

        store = self._opened(request["path"])
        bound: dict[Variable, Any] = {Variable(name): Literal(value) for name, value in request["bindings"].items()}
        dataset = self._dataset(store, request)
        return store.query(request["query"], substitutions=bound or None, prefixes=request["prefixes"], **dataset)

    def _dataset(self, store: Store, request: dict[str, Any]) -> dict[str, Any]:
        """Give the graphs that are asked: those of the request, else those of the query, else all."""
        default, named = request["default_graphs"], request["named_graphs"]
        if default or named:
            return {"default_graph": self._known(store, default), "named_graphs": self._known(store, named)}
        written: list[str] = request["from"]
        if written:
            self._known(store, _resolved(store, request, written))
            return {}  # the query says which; a union would override it
        return {"use_default_graph_as_union": True}

    def _known(self, store: Store, graphs: Sequence[str]) -> list[NamedNode]:
        from pyoxigraph import NamedNode

        found = []
        for graph in graphs:
            try:
                found.append(NamedNode(graph))
            except ValueError:
                raise _RefusedError("graph", f"wanted an absolute IRI of a graph, found {graph!r}") from None
            if not store.contains_named_graph(found[-1]):
                raise _RefusedError("graph", f"there is no graph <{graph}> in this store, and none is fetched")
        return found

    def _write(
        self, found: QuerySolutions | QueryBoolean | QueryTriples, request: dict[str, Any], frames: _Frames
    ) -> None:
        from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

        is_graph = not isinstance(found, QuerySolutions | QueryBoolean)
        format = request["triples" if is_graph else "solutions"]
        names = [variable.value for variable in found.variables] if isinstance(found, QuerySolutions) else []
        form = "graph" if is_graph else "boolean" if isinstance(found, QueryBoolean) else "rows"
        if format is None:
            raise _RefusedError("format", form)
        head = {"form": form, "format": format, "columns": names}
        if isinstance(found, QueryBoolean):
            frames.tell(b"h", **head)
            if format == "plain":
                frames.write(json.dumps([bool(found)]).encode() + b"\n")
            else:
                found.serialize(frames, QueryResultsFormat.from_extension(format))  # type: ignore[arg-type]
            frames.flush()
            frames.tell(b"e", count=1, is_cut=False)
            return
        # The first row comes before the head, so that what goes wrong at once is told instead of an answer.
        first = list(islice(found, 1))
        frames.tell(b"h", **head)
        items: _Counted[Any] = _Counted(chain(first, found), frames, request["limit"], request["byte_limit"])
        if isinstance(found, QuerySolutions):
            _write_rows(names, items, format, frames)
        else:
            _write_triples(items, format, frames)
        frames.flush()
        frames.tell(b"e", count=items.count, is_cut=items.is_cut)


def _write_rows(names: Sequence[str], rows: Iterable[Any], format: str, frames: _Frames) -> None:
    from kg.stores.solutions import WRITERS

    places = range(len(names))
    for text in WRITERS[format](names, ([row[place] for place in places] for row in rows)):
        frames.write(text.encode())


def _write_triples(triples: Iterable[Any], format: str, frames: _Frames) -> None:
    from pyoxigraph import RdfFormat, serialize

    serialize(triples, frames, RdfFormat.from_extension(format))  # type: ignore[arg-type]


def _resolved(store: Store, request: dict[str, Any], written: Sequence[str]) -> list[str]:
    """Give the full IRIs of names as a query writes them, read by the store itself with the prefixes of the query."""
    probe = f"{request['prologue']}\nSELECT ?graph {{ VALUES ?graph {{ {' '.join(written)} }} }}"
    return [row["graph"].value for row in store.query(probe, prefixes=request["prefixes"])]  # type: ignore[union-attr]
