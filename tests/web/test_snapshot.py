"""The state that is served is whole, and the newest that can be had without waiting."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.ledger import Ledger
from kg.stores.rdf import RdfStore, rdf_path, update_rdf
from kg.web.snapshot import Snapshot, Snapshots
from tests.graphs import add, make_ledger, small


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "kg.db")


def change(db: Path, number: int) -> int:
    """Change an article; give the position of the ledger."""
    article, extraction = small()[0]
    with Ledger.open(db) as ledger:
        add(ledger, [(replace(article, title=f"عنوان {number}"), extraction)])
        return ledger.last_change()


def follow(db: Path) -> None:
    with Ledger.open(db) as ledger:
        update_rdf(ledger)


def position(snapshot: Snapshot) -> int | None:
    found = RdfStore(Store.read_only(str(snapshot.path))).position()
    assert found == snapshot.position
    return found and found.seq


def test_a_checkpoint_is_renewed_when_the_store_has_followed_the_ledger(db: Path) -> None:
    snapshots = Snapshots(db, interval_s=0)
    with snapshots.current() as first:
        before = position(first)
        now = change(db, 1)
        with snapshots.current() as same:
            assert same is first  # the store is behind the ledger: whoever adds is not done
        follow(db)
        with snapshots.current() as second:
            assert before != position(second) == now
        assert position(first) == before  # it stays while it is used
    assert not first.path.exists()
    snapshots.close()
    assert not second.path.exists()


def test_a_writer_that_holds_the_store_keeps_nobody_waiting_for_long(db: Path) -> None:
    told: list[str] = []
    snapshots = Snapshots(db, interval_s=0, notify=told.append)
    change(db, 2)
    with RdfStore.write(rdf_path(Ledger.open(db))):
        started = time.monotonic()
        with snapshots.current() as snapshot:
            assert position(snapshot) is not None
        assert time.monotonic() - started < 5
    snapshots.close()
    assert told == []


def test_what_stands_in_the_log_of_the_store_only_is_in_the_checkpoint(db: Path) -> None:
    """As after a crash between a change and its flush."""
    follow(db)
    now = change(db, 3)
    code = f"""
import os
from kg.ledger import Ledger
from kg.stores.base import follow
from kg.stores.rdf import RdfStore, rdf_path
ledger = Ledger.open({str(db)!r})
store = RdfStore.write(rdf_path(ledger))
store.flush = lambda: None
follow(store, ledger)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    snapshots = Snapshots(db)
    with snapshots.current() as snapshot:
        assert position(snapshot) == now
    snapshots.close()


def test_a_ledger_that_goes_is_told_and_the_old_state_is_served_on(db: Path) -> None:
    told: list[str] = []
    snapshots = Snapshots(db, interval_s=0, notify=told.append)
    db.rename(db.with_name("away.db"))
    with snapshots.current() as snapshot:
        assert position(snapshot) is not None
    snapshots.close()
    assert "there is no ledger" in told[0]
    assert told[0].endswith("what was there before is served on")
