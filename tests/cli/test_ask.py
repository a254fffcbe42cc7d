"""The commands that ask the graph: rows on standard output, everything else on standard error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from kg.cli.add import remove
from kg.cli.ask import predictions, sources, stats, who
from kg.cli.query import queries, query
from tests.graphs import make_ledger


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_ledger(tmp_path_factory.mktemp("cli") / "kg.db"))


def run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_predictions_about_the_coalition(db: str) -> None:
    found = rows(run(predictions, "--about", "التحالف", "--db", db))
    assert [(row["speaker"], row["polarity"]) for row in found] == [
        ("عبد الله النجار", "negative"),
        ("سامر قربي", "positive"),
    ]
    assert found[0]["sentence"].startswith("استبعد المحلل العسكري")
    assert found[0]["published"] == "2025-11-14"
    assert found[0]["statement"].startswith("st-")


def test_limit_is_told(db: str) -> None:
    found = run(predictions, "--limit", "2", "--db", db)
    assert len(rows(found)) == 2
    assert "only the first 2 rows" in found.stderr
    assert len(rows(run(predictions, "--limit", "0", "--db", db))) == 4


def test_formats_hold_the_same_rows(db: str) -> None:
    expected = rows(run(predictions, "--db", db))
    assert json.loads(run(predictions, "--db", db, "--format", "json").stdout) == expected
    assert run(predictions, "--db", db, "--format", "tsv").stdout.splitlines()[0].split("\t") == list(expected[0])
    table = run(predictions, "--db", db, "--format", "table").stdout
    assert all(row["sentence"] in table for row in expected)


def test_sources_and_who(db: str) -> None:
    assert rows(run(sources, "الضفاف", "--anonymous", "--db", db))[0]["name"] == "مصدر أمني"
    found = run(who, "النجار", "--db", db)
    assert {row["what"] for row in rows(found)} == {"role", "statement", "prediction"}
    assert "عبد الله النجار (person): 3 statements in 2 articles" in found.stderr
    assert {"where": "ledger", "what": "articles, skipped", "count": 1} in rows(run(stats, "--db", db))


def test_named_and_own_queries(db: str) -> None:
    assert rows(run(query, "outlets", "--param", "outlet=الضفاف", "--db", db))[0]["statements"] == 4
    text = "MATCH (a:Article {inputId: $id}) RETURN a.title AS title ORDER BY title"
    assert rows(run(query, "--lang", "cypher", text, "-p", "id=d1", "--db", db)) == [{"title": "هل يتحرك التحالف؟"}]
    assert "who_predicted_what" in {row["name"] for row in rows(run(queries))}


@pytest.mark.parametrize(
    ("command", "arguments", "code", "message"),
    [
        (query, ["who_said"], 1, "no query 'who_said'; there are: "),
        (query, ["statement_evidence"], 1, "parameter statement (string) is missing"),
        (query, ["outlets", "-p", "outlet"], 2, "wanted NAME=VALUE"),
        (query, [], 2, "wanted either a QUESTION or --file"),
        (query, ["--lang", "cypher", "MATCH (n) DETACH DELETE n"], 1, "a query only reads"),
        (query, ["--lang", "cypher", "MATCH (n RETURN n"], 1, "syntax error"),
        (sources, ["الضفف"], 1, "did you mean: الضفاف"),
        (who, ["سامي قرابي"], 1, "no source is named"),
        (predictions, ["--since", "yesterday"], 1, "wanted a date"),
        (remove, ["nothing"], 2, "no article 'nothing'"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_line(
    db: str, command: click.Command, arguments: list[str], code: int, message: str
) -> None:
    found = run(command, *arguments, "--db", db)
    assert found.exit_code == code
    assert message in found.stderr
    assert found.stdout == ""


def test_no_ledger_is_told(tmp_path: Path) -> None:
    found = run(predictions, "--db", str(tmp_path / "none.db"))
    assert found.exit_code == 1
    assert "there is no ledger; 'kg add FILES' makes one" in found.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [predictions, sources, who, stats, query, queries, remove])
def test_help_has_an_example(command: click.Command) -> None:
    assert "Example:" in run(command, "--help").stdout
