"""The commands that look after it all find what is harmed, and make it again; and the one that counts."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from kg.ledger import Ledger
from kg.stores.projections import NAMES, PROJECTIONS, update_projections
from tests.cli.conftest import Done
from tests.graphs import add, make_ledger, small

Kg = Callable[..., Done]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = make_ledger(tmp_path / "kg.db")
    with Ledger.open(path) as ledger:
        update_projections(ledger)
    return path


def examined(kg: Kg, db: Path, status: int = 0) -> dict[str, dict[str, Any]]:
    done = kg("doctor", "--db", str(db))
    assert done.status == status, done.out
    return {row["what"]: row for row in map(json.loads, done.out.splitlines())}


def path_of(db: Path, name: str) -> Path:
    with Ledger.open(db) as ledger:
        return next(it.path(ledger) for it in PROJECTIONS if it.name == name)


def counted(kg: Kg, db: Path) -> dict[str, Any]:
    done = kg("stats", "--db", str(db))
    assert done.status == 0, done.err
    return {row["what"]: row["value"] for row in map(json.loads, done.out.splitlines())}


def test_all_is_well(kg: Kg, db: Path) -> None:
    found = examined(kg, db)
    assert {what: row["detail"] for what, row in found.items() if row["status"] != "ok"} == {}
    assert set(found) >= {"python", "sqlite", "qawl", "encoding", "ledger", "disk", *NAMES}
    assert "FTS5" in found["sqlite"]["detail"]
    assert found["kglite"]["detail"] == metadata.version("kglite")
    assert found["pyarrow"]["detail"] == f"{metadata.version('pyarrow')}, optional (parquet)"
    assert "4 articles" in found["ledger"]["detail"]
    assert all("current" in found[name]["detail"] for name in NAMES)


def test_without_a_ledger_nothing_is_wrong_and_nothing_is_made(kg: Kg, tmp_path: Path) -> None:
    found = examined(kg, tmp_path / "none.db")
    assert found["ledger"]["do"] == "kg add FILES makes one"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_wrong_package_is_a_problem(kg: Kg, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["click>=99", "nothing-of-the-kind>=1", 'nothing-optional>=1; extra == "more"']
    monkeypatch.setattr(metadata, "requires", lambda name: wanted)
    found = examined(kg, db, status=1)
    assert (found["click"]["status"], found["click"]["do"]) == ("problem", "pip install 'click>=99'")
    assert found["nothing-of-the-kind"]["status"] == "problem"
    assert (found["nothing-optional"]["status"], found["nothing-optional"]["do"]) == (
        "ok",
        "pip install 'qawl[more]'",
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_projection_is_found_and_made_again(kg: Kg, db: Path, name: str) -> None:
    path = path_of(db, name)
    if path.is_dir():
        (path / "CURRENT").write_text("garbage")
    else:
        path.write_bytes(b"garbage " * 999)
    found = examined(kg, db, status=1)
    assert [it for it in NAMES if found[it]["status"] == "problem"] == [name]
    assert found[name]["do"] == f"kg rebuild {name}"
    done = kg("rebuild", name, "--db", str(db))
    assert (done.status, done.out) == (0, "")
    assert f"{name}: made again, 4 articles" in done.err
    assert all(row["status"] == "ok" for row in examined(kg, db).values())


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_projection_is_told(kg: Kg, db: Path, name: str) -> None:
    path = path_of(db, name)
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    row = examined(kg, db)[name]
    assert (row["status"], "not made yet" in row["detail"]) == ("warning", True)


def test_projections_behind_the_ledger_are_told(kg: Kg, db: Path) -> None:
    with Ledger.open(db) as ledger:
        article, extraction = small()[0]
        add(ledger, [(article, extraction)], "ar-test-2")
        ledger.remove(ledger.find("d2")[0])
    found = examined(kg, db)
    for name in NAMES:
        assert (found[name]["status"], "behind the ledger by 2 articles" in found[name]["detail"]) == ("warning", True)
    assert kg("rebuild", "--db", str(db)).err.count("made again, 3 articles") == len(NAMES)
    assert all(row["status"] == "ok" for row in examined(kg, db).values())


def test_a_damaged_ledger_is_a_problem(kg: Kg, db: Path) -> None:
    with sqlite3.connect(db) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")
        opened.execute("PRAGMA writable_schema = ON")
        opened.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'history_article'")
    row = examined(kg, db, status=1)["ledger, quick check"]
    assert (row["status"], row["do"]) == ("problem", "restore it from a copy")
    db.write_bytes(b"no ledger at all " * 999)
    assert examined(kg, db, status=1)["ledger"]["status"] == "problem"


def test_a_terminal_without_utf8_is_told(kg: Kg, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getpreferredencoding", lambda *_: "ANSI_X3.4-1968")
    assert examined(kg, db)["encoding"]["do"] == "export LC_ALL=C.UTF-8"


def test_a_full_disk_is_told(kg: Kg, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, status, code in ((1 << 20, "problem", 1), (100 << 20, "warning", 0), (1 << 40, "ok", 0)):
        monkeypatch.setattr(shutil, "disk_usage", lambda path, free=free: os.terminal_size((0, 0)) and Usage(free))
        assert examined(kg, db, status=code)["disk"]["status"] == status


class Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_a_decision_on_a_prediction_that_is_gone_is_told(kg: Kg, db: Path) -> None:
    query = "MATCH (p:Prediction)<-[:MAKES]-()-[:IN_ARTICLE]->(:Article {inputId: 'd2'}) RETURN p.id AS id ORDER BY id"
    first = json.loads(kg("query", "--lang", "cypher", query, "--db", str(db)).out.splitlines()[0])["id"]
    assert kg("outcome", first, "open", "--on", "2026-01-01", "--by", "x", "--db", str(db)).status == 0
    assert examined(kg, db)["outcomes"]["status"] == "ok"
    kg("remove", "d2", "--db", str(db))
    row = examined(kg, db)["outcomes"]
    assert (row["status"], first in row["detail"]) == ("warning", True)


def test_an_unknown_name_to_rebuild_is_told(kg: Kg, db: Path) -> None:
    done = kg("rebuild", "graf", "--db", str(db))
    assert done.status == 2
    assert "wanted graph, triples, text, found 'graf'" in done.err


def test_stats_count_what_is_there(kg: Kg, db: Path) -> None:
    found = counted(kg, db)
    assert {what: found[what] for what in found if not what.startswith("bytes")} == {
        "articles": 4,
        "articles, extracted": 3,
        "articles, skipped": 1,
        "earlier versions of articles": 0,
        "outlets": 2,
        "first published": "2025-11-14",
        "last published": "2026-01",
        "statements": 12,
        "statements, indirect": 12,
        "statements, anonymous": 3,
        "statements, named": 9,
        "share of statements without full attribution": 0.3333,
        "sources": 7,
        "sources, anonymous": 3,
        "sources, organization": 1,
        "sources, person": 3,
        "predictions": 4,
        "predictions, negative": 1,
        "predictions, positive": 3,
        "predictions, certain": 2,
        "predictions, probable": 2,
        "predictions, with a dated horizon": 2,
        "predictions, outcome happened": 0,
        "predictions, outcome not": 0,
        "predictions, outcome open": 0,
        "decisions that hold": 0,
    }
    assert all(found[f"bytes, {what}"] > 1000 for what in ("ledger", *NAMES))


def test_stats_count_outcomes_and_an_empty_ledger(kg: Kg, db: Path, tmp_path: Path) -> None:
    query = "MATCH (p:Prediction) RETURN p.id AS id ORDER BY id"
    ids = [json.loads(line)["id"] for line in kg("query", "--lang", "cypher", query, "--db", str(db)).out.splitlines()]
    for id, by in ((ids[0], "x"), (ids[0], "y"), (ids[1], "x")):
        kg("outcome", id, "open", "--on", "2026-01-01", "--by", by, "--db", str(db))
    found = counted(kg, db)
    assert (found["predictions, outcome open"], found["decisions that hold"]) == (2, 3)
    Ledger.open(tmp_path / "empty.db", create=True).close()
    empty = counted(kg, tmp_path / "empty.db")
    assert (empty["articles"], empty["statements"], empty["first published"]) == (0, 0, None)
    assert empty["share of statements without full attribution"] is None
