"""Who answers: a few query processes, kept warm, and what becomes of an answer until the client has taken it.

An answer is kept whole, in memory or a temporary file, before a byte of it is sent: so its status and its headers tell
how it ended, no client ever gets half an answer that looks whole, and a slow client holds no process.
"""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from kg.errors import QueryError
from kg.stores.bounded import BoundedSparql, Formats, StoppedError
from kg.web.protocol import Asked
from kg.web.snapshot import Snapshots

ANSWER_BYTES = 64 << 20  #: an answer is cut there
_IN_MEMORY = 1 << 20
_WAIT_S = 1.0


class BusyError(QueryError):
    """All processes have a query."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take."""

    rows: int | None = 10_000
    timeout_s: float = 30.0
    memory_mb: int = 1024
    at_once: int = 4


@dataclass(frozen=True, slots=True)
class Result:
    """A whole answer; ``content`` stands at its start and is closed by whoever sends it."""

    form: str
    format: str
    content: IO[bytes]
    size: int
    is_cut: bool


class Cancel:
    """Lets one who waits for an answer give it up, from another thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._worker: BoundedSparql | None = None
        self._is_set = False

    def set(self) -> None:
        with self._guard:
            self._is_set = True
            if self._worker is not None:
                self._worker.cancel()

    @contextmanager
    def over(self, worker: BoundedSparql) -> Iterator[None]:
        """Cancel what this worker does until the end of the block."""
        with self._guard:
            if self._is_set:
                raise StoppedError("the query was given up")
            self._worker = worker
        try:
            yield
        finally:
            with self._guard:
                self._worker = None


class Pool:
    """Query processes over the newest state of the store."""

    def __init__(self, snapshots: Snapshots, limits: Limits) -> None:
        self.limits = limits
        self._snapshots = snapshots
        self._idle: queue.LifoQueue[BoundedSparql] = queue.LifoQueue()  # the one last used is warm
        with snapshots.current() as snapshot:
            self._workers = [
                BoundedSparql(snapshot.path, timeout_s=limits.timeout_s, memory_mb=limits.memory_mb)
                for _ in range(limits.at_once)
            ]
        for worker in self._workers:
            self._idle.put(worker)
        self._workers[-1].start()

    def stop(self) -> None:
        """Give up the queries that run: whoever waits is told so."""
        for worker in self._workers:
            worker.cancel()

    def close(self) -> None:
        """End the processes and take the checkpoints away."""
        self.stop()
        for _ in self._workers:
            with suppress(queue.Empty):
                self._idle.get(timeout=_WAIT_S).close()
        self._snapshots.close()

    def answer(self, asked: Asked, formats: Formats, cancel: Cancel) -> Result:
        """Answer a query; BusyError if no process is free within a second."""
        with self._worker() as worker, self._snapshots.current() as snapshot, cancel.over(worker):
            worker.path = snapshot.path
            answer = worker.serialise(
                asked.query, formats, graphs=asked.graphs, limit=self.limits.rows, byte_limit=ANSWER_BYTES
            )
            content: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed when sent)
            try:
                for data in answer:
                    content.write(data)
            except BaseException:
                content.close()
                raise
            finally:
                answer.close()
        size = content.tell()
        content.seek(0)
        return Result(answer.form, answer.format, content, size, answer.is_cut)

    @contextmanager
    def _worker(self) -> Iterator[BoundedSparql]:
        try:
            worker = self._idle.get(timeout=_WAIT_S)
        except queue.Empty:
            raise BusyError(f"{self.limits.at_once} queries run already; try again in a moment") from None
        try:
            yield worker
        finally:
            self._idle.put(worker)
