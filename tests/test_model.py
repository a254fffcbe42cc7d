"""The schema table is whole, and the projection makes nothing that is not in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.extraction import Source
from kg.ledger import Entry, article_id
from kg.model import ArticleGraph, Edge, EdgeType, Node, NodeType, Value, _check_edge, _properties, schema
from kg.project import graph_of, is_local
from kg.search import name_key, name_parts, text_key, topic_key
from tests.graphs import PIPELINE, small

BROADER = {"analyst": "expert", "academic": "expert", "expert": "person"}


def entries() -> list[Entry]:
    return [Entry(article_id(article), article, extraction, PIPELINE) for article, extraction in small()]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.article.id)
def test_every_node_edge_and_property_is_in_the_table(entry: Entry) -> None:
    assert list(schema().faults(graph_of(entry, BROADER))) == []


def test_the_table_holds_what_the_model_names() -> None:
    nodes = "Entity Article Statement Description Role Prediction Proposition Resolution Utterance Run"
    edges = (
        "PUBLISHED_BY IN_ARTICLE SAID_BY TOLD_TO VIA WITHIN CONTINUES DESCRIBED_AS DESCRIBES HAS_ROLE AT "
        "IN_CATEGORY MAKES ABOUT OF RESOLVED_BY EVIDENCE MENTIONS REPORTS BROADER GENERATED_BY RELIES_ON CO_QUOTED"
    )
    assert set(nodes.split()) <= set(schema().nodes)
    assert set(edges.split()) == set(schema().edges)
    assert schema().edges["SAID_BY"].term == "kg:saidBy"
    assert schema().edges["PUBLISHED_BY"].term == "schema:publisher"


def test_terms_use_known_prefixes() -> None:
    kinds: list[NodeType | EdgeType] = [*schema().nodes.values(), *schema().edges.values()]
    terms = [term for kind in kinds for term in (kind.term, *kind.under, *(p.term for p in kind.properties.values()))]
    assert {term.lstrip("^").split(":")[0] for term in terms} <= set(schema().prefixes)


def test_faults_are_named() -> None:
    good = Node("Role", "analyst", {"id": "analyst", "name": "analyst"})
    graph = ArticleGraph(
        "ar-1",
        (good, Node("Role", "x", {"id": "x", "colour": "red"}), Node("Ship", "y", {})),
        (Edge("SAILS", "x", "y"), Edge("BROADER", "x", "y")),
    )
    assert list(map(str, schema().faults(graph))) == [
        "Role x: colour is not in ontology/schema.toml",
        "Role x: name is missing",
        "Ship: no such node in ontology/schema.toml",
        "SAILS: no such edge in ontology/schema.toml",
        "BROADER: goes from Role to Role, here from Role to Ship",
    ]


@pytest.mark.parametrize(
    ("label", "changed", "fault"),
    [
        ("Prediction", {"polarity": "maybe"}, "polarity is 'maybe', wanted one of positive, negative"),
        (
            "Prediction",
            {"horizonStart": "2027-01-01"},
            "horizonStart is '2027-01-01', wanted at most horizonEnd, which is",
        ),
        ("Prediction", {"horizonEnd": "2026"}, "horizonEnd is '2026', wanted a day such as 2025-11-14"),
        (
            "Article",
            {"published": "yesterday"},
            "published is 'yesterday', wanted a date such as 2025-11-14 or 2025-11",
        ),
        ("Article", {"textHash": "abc"}, "textHash is 'abc', wanted the form [0-9a-f]{64}"),
        ("Statement", {"spans": "5"}, "spans is '5', wanted the form [0-9]+,[0-9]+"),
        ("Statement", {"confidence": 1.5}, "confidence is 1.5, wanted 0 to 1"),
        ("Statement", {"confidence": 1}, "confidence is int, wanted float"),
        ("Statement", {"start": 900}, "start is 900, wanted less than stop, which is"),
        ("Statement", {"start": -1}, "start is -1, wanted at least 0"),
    ],
)
def test_a_value_that_is_not_allowed_is_told(label: str, changed: dict[str, Value], fault: str) -> None:
    graph = graph_of(entries()[0])
    good = next(node for node in graph.nodes if node.label == label)
    bad = replace(good, properties={**good.properties, **changed})
    nodes = tuple(bad if node is good else node for node in graph.nodes)
    [found] = schema().faults(replace(graph, nodes=nodes))
    assert (found.node, found.property) == (good.id, next(iter(changed)))
    assert str(found).startswith(f"{label} {good.id}: {fault}")


@pytest.mark.parametrize(
    ("type", "fault"),
    [
        ("SAID_BY", "0 edges SAID_BY, wanted 1"),
        ("MAKES", "0 edges MAKES lead to it, wanted 1"),
        ("DESCRIBED_AS", "0 edges DESCRIBED_AS lead to it, wanted 1..*"),
    ],
)
def test_an_edge_that_is_missing_is_told(type: str, fault: str) -> None:
    graph = graph_of(entries()[0])
    edges = tuple(edge for edge in graph.edges if edge.type != type)
    assert {found.message for found in schema().faults(replace(graph, edges=edges))} == {fault}


def test_one_edge_too_many_is_told() -> None:
    graph = graph_of(entries()[0])
    said = next(edge for edge in graph.edges if edge.type == "SAID_BY")
    other = next(node.id for node in graph.nodes if node.label == "Entity" and node.id != said.end)
    twice = replace(graph, edges=(*graph.edges, replace(said, end=other)))
    assert [str(found) for found in schema().faults(twice)] == [f"Statement {said.start}: 2 edges SAID_BY, wanted 1"]


def test_a_wrong_table_is_told() -> None:
    with pytest.raises(DataError, match=r"node\.X\.age: type is 'number'"):
        _properties("node.X", {"age": {"type": "number", "card": "1"}}, "kg")
    named = {"type": "integer", "card": "1", "en": "age", "ar": "العمر"}
    with pytest.raises(DataError, match=r"node\.X\.age: ar \(what people read\) is missing"):
        _properties("node.X", {"age": {**named, "ar": ""}}, "kg")
    with pytest.raises(DataError, match=r"node\.X\.age: there is no property 'size' to compare it with"):
        _properties("node.X", {"age": {**named, "before": "size"}}, "kg")
    with pytest.raises(DataError, match=r"node\.X\.age: date is 'year', wanted one of any, day"):
        _properties("node.X", {"age": {**named, "date": "year"}}, "kg")
    with pytest.raises(DataError, match=r'node\.X\.age: index is \'fast\', wanted true or "text"'):
        _properties("node.X", {"age": {**named, "index": "fast"}}, "kg")
    with pytest.raises(DataError, match=r"edge\.SAID_BY names the node 'Ship'"):
        _check_edge(replace(schema().edges["SAID_BY"], end="Ship"), schema().nodes)


def test_identifiers_do_not_depend_on_names_of_the_source() -> None:
    entry = entries()[0]
    renamed = {source.id: f"x{source.id}" for source in entry.extraction.sources}
    sources = tuple(replace(source, id=renamed[source.id]) for source in entry.extraction.sources)
    statements = tuple(replace(s, source=renamed[s.source], id=f"x{s.id}") for s in entry.extraction.statements)
    other = replace(entry, extraction=replace(entry.extraction, sources=sources, statements=statements))
    assert graph_of(entry) == graph_of(other)


def test_equal_statements_of_one_article_stay_two() -> None:
    entry = entries()[0]
    statements = entry.extraction.statements
    twice = (*statements, replace(statements[0], id="again"))
    graph = graph_of(replace(entry, extraction=replace(entry.extraction, statements=twice)))
    assert sum(node.label == "Statement" for node in graph.nodes) == len(statements) + 1


def test_two_unnamed_sources_of_one_article_stay_two() -> None:
    entry = entries()[1]
    sources = tuple(replace(s, name="مسؤول") if s.kind == "anonymous" else s for s in entry.extraction.sources)
    graph = graph_of(replace(entry, extraction=replace(entry.extraction, sources=sources)))
    assert sum(node.properties.get("kind") == "anonymous" for node in graph.nodes) == 2


def test_all_above_a_role_is_stored() -> None:
    graph = graph_of(entries()[0], BROADER)
    assert {node.id for node in graph.nodes if node.label == "Role"} == {"analyst", "academic", "expert", "person"}
    assert sum(edge.type == "IN_CATEGORY" for edge in graph.edges) == 6
    assert sum(edge.type == "BROADER" for edge in graph.edges) == 3


def test_tree_of_roles_is_that_of_the_file_where_no_other_is_given() -> None:
    graph = graph_of(entries()[0])
    roles = {node.id: node.properties["name"] for node in graph.nodes if node.label == "Role"}
    assert roles == {"analyst": "محلل", "academic": "أكاديمي", "expert": "خبير"}
    assert {(e.start, e.end) for e in graph.edges if e.type == "BROADER"} == {
        ("analyst", "expert"),
        ("academic", "expert"),
    }


def test_roles_above_each_other_do_not_hang() -> None:
    graph = graph_of(entries()[0], {"analyst": "expert", "expert": "analyst"})
    assert sum(edge.type == "IN_CATEGORY" for edge in graph.edges) == 3


@pytest.mark.parametrize(
    ("kind", "name", "local"),
    [
        ("person", "عبد الله النجار", False),
        ("person", "النجار", True),
        ("person", "عبد الله", True),
        ("person", "أبو بكر", True),
        ("person", "أبو بكر الحلبي", False),
        ("anonymous", "مصدر أمني رفيع", True),
        ("document", "تقرير لجنة المياه", True),
        ("organization", "اليونيسف", False),
        ("media", "عربي", False),
        ("organization", "...", True),
    ],
)
def test_what_is_known_only_in_its_article(kind: str, name: str, local: bool) -> None:
    assert is_local(kind, name) is local


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("التحالف", "لن يشن التحالف حملة", True),
        ("التحالف", "وبتحالف دولي", True),
        ("تحالف", "قرار للتحالف", True),
        ("التحالف الدولي", "غارات والتحالف الدولي", True),
        ("التحالف الدولي", "التحالف العربي الدولي", False),
        ("لبنان", "سوريا ولبنان", True),
        ("لبنان", "بلبنان", True),
        ("حرب", "لن تشن حربا", True),
        ("الحرب", "بحرب", True),
        ("آية", "الولاية", False),
        ("حملة", "الحَمْلَة", True),
        ("سد", "سدير", False),
        ("السد", "انهار السد", True),
        ("الله", "قال له", False),
        ("Damascus", "في DAMASCUS اليوم", True),
        ("", "أي شيء", True),
    ],
)
def test_words_are_found_as_news_writes_them(asked: str, text: str, found: bool) -> None:
    assert (topic_key(asked) in text_key(text)) is found


@pytest.mark.parametrize(
    ("asked", "name", "found"),
    [
        ("النجار", "عبد الله نجار", True),
        ("نجار", "عبدالله النجار", True),
        ("عبدالله", "عبد الله نجار", True),
        ("عبد الله النجار", "عبدالله نجار", True),
        ("نجا", "عبد الله نجار", False),
        ("الله", "عبد الله نجار", False),
    ],
)
def test_names_are_found_in_their_forms(asked: str, name: str, found: bool) -> None:
    assert (name_key(asked) in name_key(name)) is found


@given(st.text())
def test_any_text_has_a_key_that_contains_its_words(text: str) -> None:
    assert topic_key(text) in text_key(text)
    assert "".join(name_parts(text)) == "".join("".join(name_parts(word)) for word in text.split())


@given(st.lists(st.sampled_from(["عبد", "الله", "نجار", "أبو", "مصدر", "...", "", "x"]), max_size=4).map(" ".join))
def test_any_source_name_makes_a_graph_of_the_table(name: str) -> None:
    entry = entries()[0]
    sources = tuple(Source(s.id, name, s.kind) for s in entry.extraction.sources)
    graph = graph_of(replace(entry, extraction=replace(entry.extraction, sources=sources)))
    assert list(schema().faults(graph)) == []
