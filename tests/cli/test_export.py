"""`kg export`: to standard output or to a place, whole or not at all, and nothing is overwritten by mistake."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx
import pytest
import rdflib

from kg.cli.export import FORMATS
from tests.cli.conftest import Done
from tests.graphs import make_ledger

STREAMS = [name for name, form in FORMATS.items() if form.into == "stream"]
FOLDERS = [name for name, form in FORMATS.items() if form.into == "folder"]
Kg = Callable[..., Done]


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = make_ledger(tmp_path / "kg.db")
    monkeypatch.setenv("KG_DB", str(path))
    return path


@pytest.mark.parametrize("form", STREAMS)
def test_a_stream_goes_to_standard_output_or_to_a_file(kg: Kg, db: Path, tmp_path: Path, form: str) -> None:
    printed = kg("export", form)
    assert (printed.status, printed.err) == (0, "")
    assert "سامر قربي" in printed.out or form == "nq"
    assert len(printed.out) > 10_000
    done = kg("export", form, "-o", str(tmp_path / "out"))
    assert done == Done(0, "", "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed.out
    assert kg("export", form, "-o", "-") == printed


def test_what_is_written_is_read_by_other_programs(kg: Kg, db: Path, tmp_path: Path) -> None:
    for form in ("ttl", "graphml", "sqlite", "csv"):
        assert kg("export", form, "-o", str(tmp_path / form)) == Done(0, "", "")
    graph = rdflib.Graph()
    graph.parse(tmp_path / "ttl", format="turtle")
    statements = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/qawl/ns#Statement")))
    assert len(statements) == 12
    nodes = networkx.read_graphml(tmp_path / "graphml", edge_key_type=str).nodes(data="node_type")
    assert sum(type == "Statement" for _, type in nodes) == 12
    found = sqlite3.connect(tmp_path / "sqlite")
    assert found.execute("SELECT count(*) FROM Statement").fetchone() == (12,)
    found.close()
    assert json.loads((tmp_path / "csv" / "export.json").read_text())["rows"]["Statement.csv"] == 12


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_is_written_anew_but_never_over_something_else(kg: Kg, db: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "tables"
    assert kg("export", form, "-o", str(target)).status == 0
    before = {file.name: file.read_bytes() for file in target.iterdir()}
    assert len(before) > 30
    assert kg("export", form, "-o", str(target)).status == 0
    assert {file.name: file.read_bytes() for file in target.iterdir()} == before
    (target / "notes.txt").write_text("mine")
    done = kg("export", form, "-o", str(target))
    assert (done.status, done.out) == (1, "")
    assert done.err == f"kg: {target}: the folder holds 'notes.txt', which is no part of an export; " + (
        "name another folder or empty it\n"
    )
    assert (target / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in STREAMS])
@pytest.mark.parametrize("where", [(), ("-o", "-")])
def test_what_is_no_stream_wants_a_place(kg: Kg, db: Path, form: str, where: tuple[str, ...]) -> None:
    done = kg("export", form, *where)
    assert (done.status, done.out) == (2, "")
    assert f"{form} is written to a {FORMATS[form].into}: give its name with -o" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("form", ["ttl", "sqlite", "csv"])
def test_the_ledger_is_never_overwritten(kg: Kg, db: Path, form: str) -> None:
    before = db.read_bytes()
    for target in (db, Path(f"{db}.d"), Path(f"{db}.d") / "oxigraph", Path(f"{db}.d") / "tables"):
        done = kg("export", form, "-o", str(target))
        assert done.status == 2
        assert "is the ledger or a graph beside it; name another place" in done.err
    assert db.read_bytes() == before
    assert kg("stats").status == 0


def test_a_file_that_cannot_be_made_is_told_on_one_line(kg: Kg, db: Path, tmp_path: Path) -> None:
    for form in FORMATS:
        done = kg("export", form, "-o", str(tmp_path / "none" / "out"))
        assert (done.status, done.out) == (1, "")
        assert done.err.count("\n") == 1
        assert "none" in done.err


def test_only_chosen_articles(kg: Kg, db: Path) -> None:
    def titles(*options: str) -> list[str]:
        done = kg("export", "jsonld", *options)
        assert done.status == 0, done.err
        found = json.loads(done.out)["@graph"]
        return sorted(it["identifier"] for it in found if it["@type"] == "NewsArticle")

    assert titles() == ["d1", "d2", "d3", "d4"]
    assert titles("--article", "d1", "--article", "https://sahl.example/2") == ["d1", "d2"]
    assert titles("--outlet", "الضفاف") == ["d1", "d4"]
    assert titles("--since", "2025-12") == ["d2", "d3"]
    assert titles("--until", "2025") == ["d1", "d2"]
    assert titles("--article", "d1", "--article", "d3", "--outlet", "صوت السهل") == ["d3"]


def test_choosing_wrongly_is_told(kg: Kg, db: Path) -> None:
    done = kg("export", "ttl", "--article", "d9")
    assert (done.status, done.out) == (2, "")
    assert "no article 'd9'" in done.err
    done = kg("export", "ttl", "--since", "yesterday")
    assert done.status == 2
    assert "wanted a date such as 2025-11-14, 2025-11 or 2025, found 'yesterday'" in done.err
    done = kg("export", "jsonld", "--outlet", "الجبل")
    assert (done.status, json.loads(done.out)["@graph"]) == (0, [])
    assert "no article is of that outlet and time" in done.err


def test_an_unknown_format_is_told_with_those_that_there_are(kg: Kg, db: Path) -> None:
    done = kg("export", "xlsx")
    assert done.status == 2
    assert all(f"'{name}'" in done.err for name in FORMATS)


def test_without_a_ledger_there_is_no_file(kg: Kg, tmp_path: Path) -> None:
    done = kg("--db", str(tmp_path / "none.db"), "export", "ttl", "-o", str(tmp_path / "out.ttl"))
    assert done.status == 1
    assert "there is no ledger" in done.err
    assert list(tmp_path.iterdir()) == []


def test_neo4j_csv_tells_how_it_is_imported(kg: Kg, db: Path, tmp_path: Path) -> None:
    target = tmp_path / "my files"
    done = kg("export", "neo4j-csv", "-o", str(target))
    assert done.err == (
        f"kg: import it while Neo4j is stopped: cd '{target}' && neo4j-admin database import full neo4j @import.args\n"
    )


def test_spreadsheets_are_for_csv_alone(kg: Kg, db: Path, tmp_path: Path) -> None:
    assert kg("export", "csv", "--for-spreadsheet", "-o", str(tmp_path / "tables")).status == 0
    assert (tmp_path / "tables" / "Entity.csv").read_bytes().startswith(b"\xef\xbb\xbfid,kind,name")
    done = kg("export", "ttl", "--for-spreadsheet")
    assert done.status == 2
    assert "goes with csv alone" in done.err


def test_a_reader_that_goes_away_is_no_trouble(db: Path) -> None:
    for form in STREAMS:
        kg = subprocess.Popen(
            [sys.executable, "-m", "kg", "export", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert kg.stdout is not None
        assert kg.stderr is not None
        kg.stdout.read(10)
        kg.stdout.close()
        told = kg.stderr.read()
        kg.stderr.close()
        assert (kg.wait(), told) in ((0, b""), (1, b"")), form
