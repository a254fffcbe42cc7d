"""The commands that ask the graph: rows on standard output, everything else on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tests.graphs import make_ledger

Kg = Callable[..., Done]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_ledger(tmp_path_factory.mktemp("cli") / "kg.db"))


def rows(done: Done) -> list[dict[str, Any]]:
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_predictions_about_the_coalition(kg: Kg, db: str) -> None:
    found = rows(kg("predictions", "--about", "التحالف", "--db", db))
    assert [(row["speaker"], row["polarity"]) for row in found] == [
        ("عبد الله النجار", "negative"),
        ("سامر قربي", "positive"),
    ]
    assert found[0]["sentence"].startswith("استبعد المحلل العسكري")
    assert found[0]["published"] == "2025-11-14"
    assert found[0]["statement"].startswith("st-")


def test_limit_is_told(kg: Kg, db: str) -> None:
    found = kg("predictions", "--limit", "2", "--db", db)
    assert len(rows(found)) == 2
    assert "only the first 2 rows" in found.err
    assert len(rows(kg("predictions", "--limit", "0", "--db", db))) == 4


def test_formats_hold_the_same_rows(kg: Kg, db: str) -> None:
    expected = rows(kg("predictions", "--db", db))
    assert json.loads(kg("predictions", "--db", db, "--format", "json").out) == expected
    assert kg("predictions", "--db", db, "--format", "tsv").out.splitlines()[0].split("\t") == list(expected[0])
    table = " ".join(kg("predictions", "--db", db, "--format", "table").out.split())
    assert all(" ".join(row["sentence"].split()) in table for row in expected)


def test_sources_and_who(kg: Kg, db: str) -> None:
    assert rows(kg("sources", "الضفاف", "--anonymous", "--db", db))[0]["name"] == "مصدر أمني"
    found = kg("who", "النجار", "--db", db)
    assert {row["what"] for row in rows(found)} == {"role", "statement", "prediction"}
    assert "عبد الله النجار (person): 3 statements in 2 articles" in found.err


def test_named_and_own_queries(kg: Kg, db: str) -> None:
    assert rows(kg("query", "outlets", "--param", "outlet=الضفاف", "--db", db))[0]["statements"] == 4
    text = "MATCH (a:Article {inputId: $id}) RETURN a.title AS title ORDER BY title"
    assert rows(kg("query", "--lang", "cypher", text, "-p", "id=d1", "--db", db)) == [{"title": "هل يتحرك التحالف؟"}]
    assert "who_predicted_what" in {row["name"] for row in rows(kg("queries"))}


@pytest.mark.parametrize(
    ("command", "arguments", "code", "message"),
    [
        ("query", ["who_said"], 1, "no query 'who_said'; there are: "),
        ("query", ["statement_evidence"], 1, "parameter statement (string) is missing"),
        ("query", ["outlets", "-p", "outlet"], 2, "wanted NAME=VALUE"),
        ("query", [], 2, "wanted either a QUESTION or --file"),
        ("query", ["--lang", "cypher", "MATCH (n) DETACH DELETE n"], 1, "a query only reads"),
        ("query", ["--lang", "cypher", "MATCH (n RETURN n"], 1, "syntax error"),
        ("sources", ["الضفف"], 1, "did you mean: الضفاف"),
        ("who", ["سامي قرابي"], 1, "no source is named"),
        ("predictions", ["--since", "yesterday"], 1, "wanted a date"),
        ("remove", ["nothing"], 2, "no article 'nothing'"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_line(
    kg: Kg, db: str, command: str, arguments: list[str], code: int, message: str
) -> None:
    found = kg(command, *arguments, "--db", db)
    assert found.status == code
    assert message in found.err
    assert found.out == ""


def test_no_ledger_is_told(kg: Kg, tmp_path: Path) -> None:
    found = kg("predictions", "--db", str(tmp_path / "none.db"))
    assert found.status == 1
    assert "there is no ledger; 'kg add FILES' makes one" in found.err
    assert list(tmp_path.iterdir()) == []
