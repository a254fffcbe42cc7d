"""Every named question: its header holds, its rows are right, its parameters are bound and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.catalog import catalog, query, read_query
from kg.errors import DataError, QueryError
from kg.ledger import Ledger
from kg.project import entity_id
from kg.stores.base import Store
from kg.stores.embedded import open_graph
from tests.graphs import make_ledger

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]
NAMES = list(catalog())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = make_ledger(tmp_path_factory.mktemp("queries") / "kg.db")
    with Ledger.open(path) as ledger, open_graph(ledger) as opened:
        yield opened


def bound(store: Store, name: str, params: dict[str, str]) -> dict[str, Any]:
    """Bind the parameters of a case; ``=words`` stands for the identifier of what has those words."""
    given = {
        key: _identifier(store, key, value[1:]) if value.startswith("=") else value for key, value in params.items()
    }
    return query(name).bind(given)


def _identifier(store: Store, key: str, words: str) -> str:
    if key == "outlet":
        return entity_id("media", words)
    ((found,),) = store.rows("MATCH (s:Statement {text: $text}) RETURN s.id AS id", {"text": words}).rows
    return str(found)


@pytest.mark.parametrize("case", CASES, ids=[f"{place} {case['query']}" for place, case in enumerate(CASES)])
def test_rows(store: Store, case: dict[str, Any]) -> None:
    found = store.rows(query(case["query"]).text, bound(store, case["query"], case["params"]))
    rows = [["-" if row[column] is None else row[column] for column in case["show"]] for row in found.as_dicts()]
    assert rows == case["rows"]
    assert found.notes == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_a_case_and_gives_the_columns_of_its_header(store: Store, name: str) -> None:
    case = next(case for case in CASES if case["query"] == name)
    assert store.rows(query(name).text, bound(store, name, case["params"])).columns == query(name).columns


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_used_and_none_is_unknown(name: str) -> None:
    for parameter in query(name).params:
        assert f"${parameter.name}" in query(name).text
    assert query(name).text.count("$") >= len(query(name).params)


@pytest.mark.parametrize("value", ["'", '"', "' OR true //", "\\", "$topic", "}) DETACH DELETE n", "\x00"])
def test_values_are_bound_and_never_read_as_cypher(store: Store, value: str) -> None:
    found = store.rows(query("outlet_sources").text, query("outlet_sources").bind({"outlet": value}))
    assert found.rows == ()


def test_the_statement_leads_back_to_the_very_text(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger, open_graph(ledger) as opened:
        ids = [row[0] for row in opened.rows("MATCH (s:Statement) RETURN s.id AS id ORDER BY id", {}).rows]
        assert len(ids) == 12
        for id in ids:
            rows = opened.rows(query("statement_evidence").text, query("statement_evidence").bind({"statement": id}))
            (row,) = rows.as_dicts()
            entry = ledger.entry(row["article"])
            assert entry is not None
            assert entry.article.text_hash == row["text_hash"]
            for words, spans in (("text", "spans"), ("cue", "cue_span"), ("sentence", "sentence_span")):
                start, end = map(int, row[spans].split(","))
                assert entry.article.text[start:end] == row[words]


def test_unknown_query_and_parameters_are_told() -> None:
    with pytest.raises(QueryError, match="no query 'who_said'; there are: anonymous_share, co_quoted, "):
        query("who_said")
    with pytest.raises(QueryError, match=r"parameter statement \(string\) is missing: identifier"):
        query("statement_evidence").bind({})
    with pytest.raises(QueryError, match="no parameter 'colour'; there are: topic, speaker"):
        query("who_predicted_what").bind({"colour": "red"})
    with pytest.raises(QueryError, match="contents: no parameter 'x'; there are: none"):
        query("contents").bind({"x": "1"})


HEAD = "// title: T\n// params: {}\n// columns: a\nRETURN $n AS a ORDER BY a\n"


def test_a_number_is_bound_as_a_number(store: Store) -> None:
    read = read_query("x", HEAD.format("n (integer) how many"))
    assert store.rows(read.text, read.bind({"n": "3"})).rows == ((3,),)
    with pytest.raises(QueryError, match="x: parameter n is 'three', wanted a whole number"):
        read.bind({"n": "three"})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("// title: T\nRETURN 1", "no params"),
        (HEAD.format("n"), "wanted 'name"),
        (HEAD.format("n (colour) x"), "has type 'colour'"),
        (HEAD.format("n (integer, optional) x"), "has type 'integer'"),
        (HEAD.format("none").replace("ORDER BY", ""), "no ORDER BY"),
    ],
)
def test_a_wrong_header_is_told(text: str, fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        read_query("x", text)
