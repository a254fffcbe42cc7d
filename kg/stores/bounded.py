"""SPARQL queries that end: each runs in a process of its own, which is killed when it takes too long or too much.

The process is kept for the next query. It can only read, and it has no network (see :mod:`kg.stores.offline`).
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kg.errors import QueryError, StoreError
from kg.rdf import prefixes
from kg.stores.base import Rows
from kg.stores.sparql_text import UPDATES, look_at

TIMEOUT_S = 30.0
MEMORY_MB = 1024
_CHUNK = 1 << 16
_HEAD = 5  # bytes before a frame: its kind and its length
_HOLDS = {"rows": "rows", "boolean": "the answer to ASK", "graph": "triples"}


class RefusedError(QueryError):
    """The query asks for what is not given here: another service, a change, a graph that is not there."""


class StoppedError(QueryError):
    """The query was stopped because it took too long or too much."""


class CrashedError(QueryError):
    """The process died of the query."""


class FormatError(QueryError):
    """None of the formats asked for fits this form of query."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a query is asked over: the union of some, and those that it can name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formats:
    """In which formats an answer is wanted, by file extension; None where none will do.

    rows: ``srj``, ``srx``, ``csv``, ``tsv`` (JSON, XML and tables of the W3C) or ``plain`` (a JSON array a line).
    triples: ``ttl``, ``nt``, ``rdf`` or ``jsonld``.
    """

    rows: str | None = "srj"
    triples: str | None = "ttl"


class Answer:
    """The answer to one query: an iterator of its bytes. It is to be read to its end, or closed."""

    def __init__(self, frames: Iterator[tuple[str, bytes]]) -> None:
        self._frames = frames
        head = json.loads(next(frames)[1])
        self.form: str = head["form"]  #: ``rows``, ``boolean`` or ``graph``
        self.format: str = head["format"]  #: file extension of the format
        self.columns: tuple[str, ...] = tuple(head["columns"])
        self.is_cut = False  #: at the end: there was more than the limits allow
        self.count = 0  #: at the end: rows or triples

    def __iter__(self) -> Iterator[bytes]:
        for kind, data in self._frames:
            if kind == "e":
                end = json.loads(data)
                self.is_cut, self.count = end["is_cut"], end["count"]
                return
            yield data

    def close(self) -> None:
        """Give up; the process is killed if it is not done."""
        self._frames.close()  # type: ignore[attr-defined]


class BoundedSparql:
    """Asks the store at a path, one query at a time; a context manager.

    path: nobody may write to this store meanwhile: a checkpoint, or one whose lock is held.
    timeout_s: until the last byte of an answer is taken.
    """

    def __init__(self, path: Path, *, timeout_s: float = TIMEOUT_S, memory_mb: int = MEMORY_MB) -> None:
        self.path = path
        self.timeout_s = timeout_s
        self.memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._is_cancelled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; another query starts another one."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()

    def cancel(self) -> None:
        """Stop the query that runs, from another thread; whoever waits for it gets StoppedError."""
        self._is_cancelled = True
        if (process := self._process) is not None:
            process.kill()

    def start(self) -> None:
        """Start the process before there is a query, so that the first need not wait."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            code = (
                f"import sys; sys.path[:] = {sys.path!r}\n"
                f"from kg.stores.sparql_process import main; main({self.memory_mb})"
            )
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                process_group=0,
            )

    def select(
        self,
        query: str,
        bindings: Mapping[str, str | int | float | bool] | None = None,
        *,
        limit: int | None = None,
        timeout_s: float | None = None,
    ) -> Rows:
        """Answer a SELECT or ASK query with plain values.

        bindings: by variable; the query has them among its columns, the rows have not.
        """
        bound = dict(bindings or {})
        answer = self.serialise(query, Formats("plain", None), bindings=bound, limit=limit, timeout_s=timeout_s)
        names = ("answer",) if answer.form == "boolean" else answer.columns
        kept = [place for place, name in enumerate(names) if name not in bound]
        lines = b"".join(answer).splitlines()
        rows = tuple(tuple(row[place] for place in kept) for row in map(json.loads, lines))
        return Rows(tuple(names[place] for place in kept), rows, answer.is_cut)

    def serialise(
        self,
        query: str,
        formats: Formats = Formats(),
        *,
        bindings: Mapping[str, str | int | float | bool] | None = None,
        graphs: Graphs | None = None,
        limit: int | None = None,
        byte_limit: int | None = None,
        timeout_s: float | None = None,
    ) -> Answer:
        """Answer any query in the format that fits its form.

        graphs: instead of those that the query names; None for the query's own, all of the store if it names none.
        limit, byte_limit: most rows or triples, and bytes; what is left out is told by ``is_cut``.
        """
        look = look_at(query)
        if look.form in UPDATES:
            raise RefusedError(
                f"{look.form} is refused: a query only reads; start with SELECT, ASK, CONSTRUCT or DESCRIBE"
            )
        timeout_s = self.timeout_s if timeout_s is None else timeout_s
        request = {
            "path": str(self.path),
            "query": query,
            "bindings": dict(bindings or {}),
            "prefixes": prefixes(),
            "calls_service": look.calls_service,
            "prologue": look.prologue,
            "from": [*look.default_graphs, *look.named_graphs],
            "default_graphs": graphs.default if graphs is not None else (),
            "named_graphs": graphs.named if graphs is not None else (),
            "solutions": formats.rows,
            "triples": formats.triples,
            "limit": limit,
            "byte_limit": byte_limit,
            "timeout_s": timeout_s,
        }
        return Answer(self._frames(request, timeout_s))

    def _frames(self, request: Mapping[str, Any], timeout_s: float) -> Iterator[tuple[str, bytes]]:
        """Send a request and yield the frames of its answer; kill the process unless it is done at the end."""
        self._is_cancelled = False
        deadline = time.monotonic() + timeout_s
        is_done = False
        try:
            self._send(json.dumps(request).encode() + b"\n")
            received = self._received(deadline, timeout_s)
            while not is_done:
                kind, data = next(received)
                is_done = kind in "ex"
                if kind == "x":
                    raise _error(**json.loads(data))
                yield kind, data
        finally:
            if not is_done:
                self.close()

    def _send(self, line: bytes) -> None:
        self.start()
        try:
            self._write(line)
        except BrokenPipeError:  # it died while it had nothing to do
            self.close()
            self.start()
            self._write(line)

    def _write(self, line: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def _received(self, deadline: float, timeout_s: float) -> Iterator[tuple[str, bytes]]:
        """Yield frames, without end; StoppedError when time runs out or the process is gone."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        waiting = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                while len(waiting) < _HEAD or len(waiting) < _HEAD + int.from_bytes(waiting[1:_HEAD], "big"):
                    if not selector.select(max(0.0, deadline - time.monotonic())):
                        raise StoppedError(f"the query took more than {timeout_s:g} s and was stopped; ask for less")
                    data = os.read(process.stdout.fileno(), _CHUNK)
                    if not data:
                        raise self._gone(process.wait())
                    waiting += data
                size = _HEAD + int.from_bytes(waiting[1:_HEAD], "big")
                yield chr(waiting[0]), bytes(waiting[_HEAD:size])
                del waiting[:size]

    def _gone(self, status: int) -> QueryError:
        if self._is_cancelled:
            return StoppedError("the query was given up")
        if status == -signal.SIGABRT:
            return _too_much_memory(self.memory_mb)
        if status == -signal.SIGSEGV:
            return CrashedError("the query process ran out of stack: the query is nested too deeply or far too long")
        how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        return CrashedError(f"the query process died ({how})")


def _too_much_memory(memory_mb: int) -> StoppedError:
    return StoppedError(f"the query needed more than {memory_mb} MB of memory and was stopped; ask for less")


def _error(kind: str, message: str) -> QueryError | StoreError:
    match kind:
        case "syntax":
            return QueryError(message)
        case "refused" | "graph":
            return RefusedError(message)
        case "format":
            return FormatError(f"none of the formats asked for can hold {_HOLDS[message]}")
        case "memory":
            return StoppedError("the query needed more memory than it may and was stopped; ask for less")
        case "store":
            return StoreError(message)
    return QueryError(" ".join(message.split()) or "the query failed")
