"""Which state of the store is asked: a checkpoint, renewed when the ledger has moved on.

Nobody may read a store while another process writes it, and a server that held it would keep ``kg add`` out. A
checkpoint is made of hard links in milliseconds and takes room only for what changes later.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import Store

from kg.errors import LedgerError, StoreError
from kg.ledger import Ledger
from kg.model import schema
from kg.stores.base import Position
from kg.stores.rdf import RdfStore, open_rdf, rdf_path

_PREFIX, _LOCK = "serve-", "lock"
_WAIT_S = 1.0  # a request waits so long for a newer state, and is answered from the older one otherwise


@dataclass(slots=True)
class Snapshot:
    """One checkpoint; it stays while somebody uses it."""

    path: Path
    position: Position | None
    users: int = 0


class Snapshots:
    """The checkpoints of one server, in a folder beside the store that goes with it.

    db: the ledger. interval_s: seconds between two looks at the ledger.
    """

    def __init__(self, db: Path, *, interval_s: float = 2.0, notify: Callable[[str], None] = lambda _: None) -> None:
        self._db = db
        self._interval_s = interval_s
        self._notify = notify
        self._guard = threading.Lock()
        self._count = 0
        self._looked = time.monotonic()
        self._renewal: threading.Thread | None = None
        with Ledger.open(db) as ledger, open_rdf(ledger, notify=notify) as store:
            self._source = rdf_path(ledger)
            self._folder, self._lock = _make_folder(self._source.parent)
            try:
                self._newest = self._take(store)
            except BaseException:
                self.close()
                raise

    @contextmanager
    def current(self) -> Iterator[Snapshot]:
        """Give the newest state; it stays as it is until the end of the block."""
        self._renew_when_due()
        with self._guard:
            snapshot = self._newest
            snapshot.users += 1
        try:
            yield snapshot
        finally:
            with self._guard:
                snapshot.users -= 1
            self._drop_unused(snapshot)

    def close(self) -> None:
        """Take the checkpoints away."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.close()

    def _renew_when_due(self) -> None:
        with self._guard:
            is_due = time.monotonic() - self._looked > self._interval_s
            if is_due and (self._renewal is None or not self._renewal.is_alive()):
                self._looked = time.monotonic()
                self._renewal = threading.Thread(target=self._renew, name="renew checkpoint", daemon=True)
                self._renewal.start()
            renewal = self._renewal
        if renewal is not None:
            renewal.join(_WAIT_S)

    def _renew(self) -> None:
        """Take a new checkpoint if the ledger has moved on and the store has followed; keep the old one otherwise."""
        try:
            with Ledger.open(self._db) as ledger:
                wanted = Position(ledger.last_change(), ledger.id, schema().digest)
            if wanted == self._newest.position:
                return
            with RdfStore.read(self._source) as store:
                if store.position() in (None, self._newest.position):
                    return  # whoever adds is not done
                newer = self._take(store)
        except (LedgerError, StoreError, OSError) as error:
            self._notify(f"{error}; what was there before is served on")
            return
        with self._guard:
            older, self._newest = self._newest, newer
        self._drop_unused(older)

    def _take(self, store: RdfStore) -> Snapshot:
        self._count += 1
        target = self._folder / str(self._count)
        position = store.position()
        try:
            store.triples.backup(str(target))
            if RdfStore(Store.read_only(str(target))).position() != position:
                # A checkpoint of a store that is open to read lacks what is in its log only, as it is after a crash.
                shutil.rmtree(target)
                store.close()
                with RdfStore.write(self._source) as writer:
                    writer.triples.backup(str(target))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"{target}: the store of triples cannot be copied: {error}") from error
        return Snapshot(target, position)

    def _drop_unused(self, snapshot: Snapshot) -> None:
        with self._guard:
            is_unused = snapshot.users == 0 and snapshot is not self._newest
        if is_unused:
            shutil.rmtree(snapshot.path, ignore_errors=True)


def _make_folder(parent: Path) -> tuple[Path, IO[bytes]]:
    """Make a folder for checkpoints and hold its lock; take away those of servers that were killed."""
    try:
        for folder in parent.glob(f"{_PREFIX}*"):
            with suppress(OSError), open(folder / _LOCK, "rb") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        lock = open(folder / _LOCK, "wb")  # noqa: SIM115 (held until the server ends)
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError as error:
        raise StoreError(
            f"{error.filename or parent}: {error.strerror}; a server keeps its checkpoints there"
        ) from error
    return folder, lock
