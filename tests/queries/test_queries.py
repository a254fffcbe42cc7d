"""Every named question: its header holds, its rows are right, its parameters are bound and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.catalog import DIALECTS, catalog, query, read_query
from kg.errors import DataError, QueryError
from kg.ledger import Ledger
from kg.model import schema
from kg.stores.base import Store
from kg.stores.embedded import open_graph
from kg.stores.rdf import open_rdf
from tests.graphs import make_ledger
from tests.queries.conftest import CASES, Answers, Question

NAMES = list(catalog())
_IRI = re.compile(r"<[^>]*>|\"[^\"]*\"|#[^\n]*")
_TERM = re.compile(r"(?<![\w$?:])([a-z]+:\w+)")


@pytest.fixture(scope="module", params=["kglite", "Oxigraph"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = make_ledger(tmp_path_factory.mktemp("queries") / "kg.db")
    with Ledger.open(path) as ledger, open_graph(ledger) if request.param == "kglite" else open_rdf(ledger) as opened:
        yield opened


@pytest.mark.parametrize("case", CASES, ids=[f"{place} {case['query']}" for place, case in enumerate(CASES)])
def test_rows(answers: tuple[str, Answers], case: dict[str, Any]) -> None:
    found = answers[1][Question.of(case["query"], case["params"], case.get("graph", "small"))]
    rows = [["-" if row[column] is None else row[column] for column in case["show"]] for row in found.as_dicts()]
    assert rows == case["rows"]


@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_a_case_with_rows(name: str) -> None:
    assert any(case["rows"] for case in CASES if case["query"] == name)


def test_every_question_is_there_in_both_languages_with_the_same_header() -> None:
    heads = [{name: (it.title, it.params, it.columns) for name, it in catalog(dialect).items()} for dialect in DIALECTS]
    assert len(heads[0]) > 20
    assert all(head == heads[0] for head in heads)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_used_and_none_is_unknown(name: str, dialect: str) -> None:
    asked = query(name, dialect)
    assert set(re.findall(r"\$(\w+)", asked.text)) == {
        DIALECTS[dialect].variable(parameter.name) for parameter in asked.params
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_query_in_sparql_uses_terms_of_the_schema_alone(name: str) -> None:
    """A misspelt term would match nothing and tell nobody."""
    table = schema()
    known = {"kg:from", "kg:to", "kg:none"}  # kg:none is nothing: it keeps a path in one piece
    for kind in table.nodes.values():
        known |= {kind.term, *kind.kinds.values(), *(property.term for property in kind.properties.values())}
    for edge in table.edges.values():
        known |= {edge.term, edge.node_term or "", *(property.term for property in edge.properties.values())}
    text = _IRI.sub(" ", query(name, "sparql").text)
    prefixes = dict(re.findall(r"PREFIX (\w+): <([^>]*)>", query(name, "sparql").text))
    terms = set(_TERM.findall(text))
    assert terms
    assert terms <= known
    assert prefixes == {prefix: table.prefixes[prefix] for prefix in {term.partition(":")[0] for term in terms}}


def test_contents_counts_every_type_of_node_in_sparql() -> None:
    found = re.findall(r"\((\w+:\w+) \"(\w+)\"\)", query("contents", "sparql").text)
    assert dict(found) == {kind.term: name for name, kind in schema().nodes.items() if not kind.internal}


@pytest.mark.parametrize(
    "value", ["'", '"', "' OR true //", "\\", "$topic", "}) DETACH DELETE n", "\x00", '" } ; DROP ALL #']
)
def test_values_are_bound_and_never_read_as_a_query(store: Store, value: str) -> None:
    asked = query("outlet_sources", store.dialect)
    assert store.rows(asked.text, asked.bind({"outlet": value})).rows == ()


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
    with pytest.raises(QueryError, match="no query 'who_said'; there are: anonymous_share, "):
        query("who_said")
    with pytest.raises(QueryError, match=r"parameter statement \(string\) is missing: identifier"):
        query("statement_evidence").bind({})
    with pytest.raises(QueryError, match="no parameter 'colour'; there are: topic, speaker"):
        query("who_predicted_what").bind({"colour": "red"})
    with pytest.raises(QueryError, match="contents: no parameter 'x'; there are: none"):
        query("contents").bind({"x": "1"})
    with pytest.raises(QueryError, match="no named questions in 'networkx'; there are some in: cypher, sparql"):
        query("contents", "networkx")


@pytest.mark.parametrize(
    "value", ["yesterday", "2025-1", "2025-13", "2025-02-30", "20251114", "٢٠٢٥", "2025-11-14T10:00"]
)
def test_a_wrong_date_is_told(value: str) -> None:
    with pytest.raises(
        QueryError, match=f"parameter on is '{value}', wanted a date such as 2025-11-14, 2025-11 or 2025$"
    ):
        query("overdue_predictions").bind({"on": value})


@pytest.mark.parametrize("value", ["2025", "2025-11", "2024-02-29"])
def test_a_date_may_be_a_prefix(value: str) -> None:
    assert query("overdue_predictions").bind({"on": value})["on"] == value
    assert query("overdue_predictions", "sparql").bind({"on": value})["ON"] == value


def test_a_value_without_letters_is_told_instead_of_finding_everything() -> None:
    with pytest.raises(QueryError, match=r"sources_named: parameter name is '\?', wanted a name, found no letters"):
        query("sources_named").bind({"name": "?"})
    with pytest.raises(QueryError, match=r"sources_named: parameter name is '', wanted a name or part of one"):
        query("sources_named").bind({"name": ""})
    with pytest.raises(QueryError, match=r"parameter topic is '\.\.\.', wanted words, found no letters"):
        query("who_predicted_what").bind({"topic": "..."})
    assert query("who_predicted_what").bind({"topic": ""})["topic"] == ""


HEAD = "// title: T\n// params: {}\n// columns: a\nRETURN $n AS a ORDER BY a\n"


SPARQL_HEAD = "# title: T\n# params: n (integer) how many\n# columns: a\nSELECT ($N + 1 AS ?a) $N {} ORDER BY ?a\n"


def test_a_number_is_bound_as_a_number(store: Store) -> None:
    head = HEAD.replace("$n", "$n + 1").format("n (integer) how many") if store.dialect == "cypher" else SPARQL_HEAD
    read = read_query("x", head, store.dialect)
    assert store.rows(read.text, read.bind({"n": "3"})).rows == ((4,),)
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
