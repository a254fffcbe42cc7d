"""Every store gives the same rows, in the same order, to every named question on every test graph."""

from __future__ import annotations

import pytest

from kg.catalog import catalog, query
from kg.model import Edge, Node
from tests.queries.conftest import GRAPHS, Answers, Question, note, questions

NAMES = list(catalog())


@pytest.mark.parametrize("name", NAMES)
def test_every_store_gives_the_same_rows(
    name: str, answers: tuple[str, Answers], kglite_answers: Answers, request: pytest.FixtureRequest
) -> None:
    store, found = answers
    asked = questions(name)
    differing = [it for it in asked if _shown(found, it) != _shown(kglite_answers, it)]
    note(request.config, name, store, not differing, len(asked), sum(len(kglite_answers[it].rows) for it in asked))
    for question in differing:
        assert _shown(found, question) == _shown(kglite_answers, question), question
    assert all(found[it].columns == query(name).columns for it in asked)
    assert not any(found[it].notes for it in asked)


@pytest.mark.parametrize("name", NAMES)
def test_no_question_is_asked_in_vain(name: str, kglite_answers: Answers) -> None:
    """Every question finds something on one graph at least, also with all its parameters given."""
    found = dict.fromkeys(dict.fromkeys(it.params for it in questions(name)), 0)
    for question in questions(name):
        found[question.params] += len(kglite_answers[question].rows)
    assert sum(found.values()) > 0
    used = {key for params, rows in found.items() if rows for key, _ in params}
    assert used == {parameter.name for parameter in query(name).params}


@pytest.mark.parametrize("graph", GRAPHS)
def test_networkx_and_every_store_hold_the_same_nodes_and_edges(
    graph: str, answers: tuple[str, Answers], memory_content: dict[str, tuple[list[Node], list[Edge]]]
) -> None:
    _, found = answers
    nodes, edges = memory_content[graph]
    assert len(nodes) > 20
    assert len(edges) > 20
    assert found.content[graph] == (nodes, edges)


def _shown(answers: Answers, question: Question) -> list[list[tuple[str, object]]]:
    """Give the rows with the type of every value: 1, 1.0 and True are not the same."""
    return [[(type(value).__name__, value) for value in row] for row in answers[question].rows]
