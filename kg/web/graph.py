"""Which state of the embedded graph the pages show: opened once, and again when the ledger has moved on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from kg.errors import LedgerError, StoreError
from kg.ledger import Ledger
from kg.model import schema
from kg.stores.base import Position
from kg.stores.embedded import EmbeddedStore, graph_path, open_graph
from kg.text_search import open_text

T = TypeVar("T")
Row = dict[str, Any]
_KEPT = 1024  #: results of questions that many pages share, such as the list of outlets


class Graph:
    """One state of the graph. Any thread may ask it; what :meth:`once` made is kept as long as the state is."""

    def __init__(self, db: Path, store: EmbeddedStore) -> None:
        self.db = db
        self.store = store
        self.position = store.position()
        self._made: dict[Hashable, Any] = {}
        self._guard = threading.Lock()

    def ask(self, query: str, /, *, timeout_s: float | None = None, **params: Any) -> list[Row]:
        """Give the rows of a query in Cypher."""
        return self.store.rows(query, params, timeout_s=timeout_s).as_dicts()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Make something from this state, or give what was made before."""
        with self._guard:
            if key in self._made:
                return cast(T, self._made[key])
        made = make()
        with self._guard:
            if len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[key] = made
        return made


class Graphs:
    """The newest state of the graph beside a ledger.

    warm: makes what many pages share, before a newer state is shown.
    interval_s: seconds between two looks at the ledger.
    """

    def __init__(
        self,
        db: Path,
        warm: Callable[[Graph], None] = lambda _: None,
        *,
        interval_s: float = 2.0,
        notify: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._db = db
        self._interval_s = interval_s
        self._warm = warm
        self._guard = threading.Lock()
        with Ledger.open(db) as ledger:
            self._path = graph_path(ledger)
            open_text(ledger, notify=notify).close()
            self._newest = Graph(db, open_graph(ledger, notify=notify))
        self._looked = time.monotonic()
        threading.Thread(target=self._warm, args=(self._newest,), name="warm graph", daemon=True).start()

    def current(self) -> Graph:
        """Give the newest state; a request of every few seconds starts to look for a newer one and does not wait."""
        with self._guard:
            is_due = time.monotonic() - self._looked > self._interval_s
            if is_due:
                self._looked = time.monotonic()
        if is_due:
            threading.Thread(target=self._renew, name="renew graph", daemon=True).start()
        return self._newest

    def _renew(self) -> None:
        """Open the graph again if the ledger has moved on and the graph has followed; keep the old one otherwise."""
        with suppress(LedgerError, StoreError, OSError):
            with Ledger.open(self._db) as ledger:
                wanted = Position(ledger.last_change(), ledger.id, schema().digest)
            if wanted == self._newest.position:
                return
            newer = Graph(self._db, EmbeddedStore.read(self._path))
            if newer.position == wanted:
                self._warm(newer)
                self._newest = newer
