"""Keywords are seen where they are keywords, and faults where they are."""

from __future__ import annotations

import time

import pytest
from pyoxigraph import Store

from kg.stores.sparql_errors import syntax_error
from kg.stores.sparql_text import look_at


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <a:b> { ?s ?p ?o } }",
        "SELECT * { service SILENT ?x { } }",
        'SELECT * { ?s ?p "a\\"b" . SERVICE <a:b> { } }',
        "SELECT * { ?s ?p '''it's''' SERVICE <a:b> { } }",
        'SELECT * { ?s ?p """a "quote" """ SERVICE <a:b> { } }',
        "SELECT * { # comment\nSERVICE <a:b> { } }",
        "SELECT * { ?s ?p true.SERVICE <a:b> { } }",
        "SELECT * { {}SERVICESILENT<a:b>{ } }",
        "SELECT * { FILTER(?a < ?b)SERVICE<a:b>{ } }",
    ],
)
def test_a_service_is_seen(query: str) -> None:
    assert look_at(query).calls_service


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service $SERVICE { }",
        'SELECT * { BIND("SERVICE <a:b> {" AS ?x) }',
        "SELECT * { BIND('''\n'SERVICE' <a:b> {''' AS ?x) }",
        "SELECT * { ?s ?p <http://news.example/SERVICE> }",
        "PREFIX service: <a:b> SELECT * { service:SERVICE ex:SERVICE _:SERVICE }",
        "SELECT * { } # SERVICE <a:b> { }",
        'SELECT * { ?s ?p "x"@service }',
        "SELECT * { ?s ex:a.SERVICE ?o }",
    ],
)
def test_the_word_elsewhere_is_none(query: str) -> None:
    assert not look_at(query).calls_service


def test_the_form_the_prologue_and_the_graphs_are_seen() -> None:
    look = look_at(
        "PREFIX insert: <a:SELECT> # DELETE\nselect * from <a:b> FROM NAMED insert:c From :d { ?s ?from '<FROM>' }"
    )
    assert look.form == "SELECT"
    assert look.prologue == "PREFIX insert: <a:SELECT> # DELETE\n"
    assert (look.default_graphs, look.named_graphs) == (("<a:b>", ":d"), ("insert:c",))
    assert look.has_dataset
    assert look_at("LOAD <a:b>").form == "LOAD"
    assert look_at("").form is None


@pytest.mark.parametrize(
    "piece", ["a.", "a1", '"""a"b', "'a\n", "<", "<a", "\\", "a:", '"""', "#\n", "ع", '"\\', "'''\\'"]
)
def test_any_text_is_looked_at_in_no_time(piece: str) -> None:
    started = time.perf_counter()
    look_at(piece * (100_000 // len(piece)))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * {?s ?p ?o", "line 1, column 19: the query ends, wanted"),
        ("SELECT ?s {\n ?s foo:bar\n ?o}", "line 2, column 5: found 'foo:bar': Prefix not found"),
        ("# تعليق\nSELECT * {?s ?p \"نص\" ؟}", "line 2, column 22: found '؟}'"),
        ("SELECT * {?s ?p ?x ?y}", "line 1, column 20: found '?y}'"),
        ("SELECT * { ?s ?p ?o FILER(?o) }", "line 1, column 21: found 'FILER(?o) }'"),
        ("SELECT * {<rel> ?p ?o}", "line 1, column 11: found '<rel> ?p ?o}', wanted an absolute IRI, or a BASE"),
        ("PREFIX a: <b:c> foo", "line 1, column 17: found 'foo'"),
        ("SELECT * {} ORDER ?x", "line 1, column 19: found '?x'"),
        ("SELCT * {}", "line 1, column 1: found 'SELCT * {}'"),
        ("SELECT * {?s ?p ?o}}", "line 1, column 20: found '}'"),
        ("SELECT * {?s ?p ?o . FILTER(?o = 3 }", "line 1, column 36: found '}', wanted"),
        ("SELECT * {?s ?p ?o LIMIT 3", "line 1, column 20: found 'LIMIT 3'"),
        ("SELECT ?s (COUNT(?x) AS ?n { ?s ?p ?o }", "line 1, column 28: found '{ ?s ?p ?o }', wanted \")\""),
        ("SELECT * WHERE { FILTER NOT (1) }", "line 1, column 29: found '(1) }'"),
        ("SELECT * { ?s ?p [ }", "line 1, column 20: found '}'"),
        ("SELECT * {?s ?p ?o} LIMIT x", "line 1, column 27: found 'x'"),
        ("SELECT * FROM {?s ?p ?o}", "line 1, column 15: found '{?s ?p ?o}', wanted \":\", \"<\""),
        ("SELECT * { GRAPH ?g { ?s ?p ?o }", "line 1, column 33: the query ends"),
        ("DESCRIBE", "line 1, column 9: the query ends"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is(query: str, told: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    message = syntax_error(query, str(caught.value))
    assert message.startswith(f"syntax error at {told}")
    assert "\n" not in message


def test_every_wrong_beginning_gives_a_place_within_the_query() -> None:
    query = (
        "PREFIX k: <a:b>\nSELECT ?s (COUNT(*) AS ?n) FROM <g:h>\n"
        'WHERE { ?s k:p "x" ; a k:C . OPTIONAL { ?s k:q ?z } }\nGROUP BY ?s'
    )
    for end in range(len(query)):
        for text in (query[:end], query[:end] + "؟" + query[end:]):
            try:
                Store().query(text)
            except SyntaxError as error:
                message = syntax_error(text, str(error))
                line, column = (int(word.strip(":,")) for word in message.split()[4:7:2])
                assert 1 <= line <= text.count("\n") + 1
                assert 1 <= column <= len(text.split("\n")[line - 1]) + 1
