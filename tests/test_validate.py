"""The shapes accept what is right and report each planted fault, at the node where it was planted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.article import Article
from kg.cli.main import run
from kg.decisions import Decisions
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.model import schema
from kg.rdf import RDF_TYPE, ROLES, XSD, Naming, expanded, literal
from kg.resources import read_text, resource
from kg.run import extract_article
from kg.stores.rdf import RdfStore, open_rdf
from kg.validate import Shapes, Violation, article_triples, record_violations, sample
from tests.contested import add_contested
from tests.graphs import add, small

pytest.importorskip("pyshacl", reason="shapes are checked by pyshacl: pip install 'qawl[validate]'")
NAMING = Naming()
_LINE = re.compile(r"<([^>]*)> <([^>]*)> (.*) \.")


@dataclass
class Triples:
    """The triples of one article, to plant faults in; terms as in the table, nodes by identifier."""

    lines: list[str]

    def nodes(self, term: str) -> list[str]:
        """Identifiers of all nodes of a class, in order."""
        found = {_LINE.fullmatch(line)[1] for line in self.of(None, RDF_TYPE) if f"<{expanded(term)}>" in line}  # type: ignore[index]
        return sorted(iri.removeprefix(NAMING.base) for iri in found)

    def of(self, node: str | None, predicate: str) -> list[str]:
        start = None if node is None else f"<{iri(node)}> <{predicate}> "
        return [it for it in self.lines if (it.startswith(start) if start else f"> <{predicate}> " in it)]

    def value(self, node: str, term: str) -> str:
        """The one object, as it is written."""
        [line] = self.of(node, expanded(term))
        return _LINE.fullmatch(line)[3]  # type: ignore[index]

    def has(self, node: str, term: str) -> bool:
        return bool(self.of(node, expanded(term)))

    def where(self, kind: str, term: str, value: str) -> str:
        """The first node of a class of which a property has this value."""
        return next(it for it in self.nodes(kind) if self.has(it, term) and value in self.value(it, term))

    def drop(self, node: str, term: str) -> None:
        gone = self.of(node, RDF_TYPE if term == "a" else expanded(term))
        assert gone, f"{node} has no {term}"
        self.lines = [line for line in self.lines if line not in gone]

    def add(self, node: str, term: str, value: str) -> None:
        """value: a literal as it is written, or the identifier of a node."""
        predicate = RDF_TYPE if term == "a" else expanded(term)
        self.lines.append(f"<{iri(node)}> <{predicate}> {value if value[0] == chr(34) else f'<{iri(value)}>'} .")

    def set(self, node: str, term: str, value: str) -> None:
        self.drop(node, term)
        self.add(node, term, value)


def iri(node: str) -> str:
    return node if node.startswith("http") else NAMING.base + node


def date(text: str) -> str:
    return f'"{text}"^^<{XSD}date>'


Plant = Callable[[Triples], tuple[str, str | None]]
PLANTS: list[Plant] = []


def plants(function: Plant) -> Plant:
    """A fault to plant; it gives the node and the property at which it must be reported."""
    PLANTS.append(function)
    return function


def wrong(kind: str, term: str, value: str) -> None:
    """A value that the table does not allow, at the first node that has the property."""

    def plant(triples: Triples) -> tuple[str, str]:
        node = next(it for it in triples.nodes(kind) if triples.has(it, term))
        triples.set(node, term, value)
        return node, term

    plant.__name__ = f"{term} of {kind} is {value[:30]}"
    PLANTS.append(plant)


def missing(kind: str, term: str) -> None:
    def plant(triples: Triples) -> tuple[str, str]:
        node = next(it for it in triples.nodes(kind) if triples.has(it, term))
        triples.drop(node, term)
        return node, term

    plant.__name__ = f"{kind} without {term}"
    PLANTS.append(plant)


wrong("kg:Prediction", "kg:polarity", '"maybe"')
wrong("kg:Prediction", "kg:certainty", '"sure"')
wrong("kg:Prediction", "kg:horizonEnd", date("2026-02-31"))
wrong("kg:Prediction", "kg:horizonStart", literal("هذا الشتاء"))
wrong("kg:Prediction", "kg:horizonStart", date("2027-01-01"))
wrong("kg:Statement", "kg:naming", '"secret"')
wrong("kg:Statement", "kg:type", '"quoted"')
wrong("kg:Statement", "kg:speechAct", '"shout"')
wrong("kg:Statement", "kg:place", '"caption"')
wrong("kg:Statement", "kg:confidence", literal(1.5))
wrong("kg:Statement", "kg:confidence", '"0.5"')
wrong("kg:Statement", "kg:start", literal(-1))
wrong("kg:Statement", "kg:spans", '"12-30"')
wrong("kg:Statement", "kg:cueSpan", '"5"')
wrong("kg:Statement", "kg:id", '"st-17"')
wrong("kg:Entity", "kg:kind", '"ship"')
wrong("kg:Entity", "kg:local", '"no"')
wrong("schema:NewsArticle", "kg:textHash", '"abc"')
wrong("schema:NewsArticle", "schema:datePublished", '"yesterday"')
wrong("schema:NewsArticle", "kg:status", '"done"')
wrong("kg:Reliance", "kg:anonymous", literal(99))
wrong("kg:Reliance", "kg:articles", literal(0))
wrong("kg:Resolution", "kg:outcome", '"perhaps"')
wrong("kg:Resolution", "kg:on", '"2025"^^<http://www.w3.org/2001/XMLSchema#gYear>')
wrong("nif:RFC5147String", "nif:endIndex", '"12"')
missing("kg:Statement", "schema:text")
missing("kg:Statement", "kg:saidBy")
missing("kg:Statement", "kg:inArticle")
missing("kg:Statement", "prov:wasGeneratedBy")
missing("kg:Statement", "kg:evidence")
missing("kg:Prediction", "kg:certainty")
missing("kg:Description", "org:member")
missing("kg:Entity", "schema:name")
missing("kg:CoQuotation", "kg:from")
missing("kg:Run", "kg:version")


@plants
def two_texts(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Statement")[0]
    triples.add(node, "schema:text", literal("قول آخر"))
    return node, "schema:text"


@plants
def content_that_stops_before_it_starts(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Statement")[0]
    triples.set(node, "kg:stop", literal(1))
    return node, "kg:start"


@plants
def two_speakers(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Statement")[0]
    speaker = triples.value(node, "kg:saidBy")
    other = next(it for it in triples.nodes("kg:Entity") if iri(it) not in speaker)
    triples.add(node, "kg:saidBy", other)
    return node, "kg:saidBy"


@plants
def said_by_an_article(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Statement")[0]
    triples.set(node, "kg:saidBy", triples.nodes("schema:NewsArticle")[0])
    return node, "kg:saidBy"


@plants
def a_property_that_is_in_no_table(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Statement")[0]
    triples.add(node, "kg:poliarity", '"positive"')
    return node, "kg:poliarity"


@plants
def a_prediction_of_two_statements(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Prediction")[0]
    other = next(it for it in triples.nodes("kg:Statement") if not triples.has(it, "kg:makes"))
    triples.add(other, "kg:makes", node)
    return node, "^kg:makes"


@plants
def a_prediction_of_no_statement(triples: Triples) -> tuple[str, str]:
    maker = next(it for it in triples.nodes("kg:Statement") if triples.has(it, "kg:makes"))
    node = triples.value(maker, "kg:makes").strip("<>").removeprefix(NAMING.base)
    triples.drop(maker, "kg:makes")
    return node, "^kg:makes"


@plants
def a_description_that_no_statement_uses(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Description")[0]
    triples.lines = [it for it in triples.lines if not it.endswith(f"<{expanded('kg:describedAs')}> <{iri(node)}> .")]
    return node, "^kg:describedAs"


@plants
def a_resolution_of_two_questions(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Resolution")[0]
    other = next(
        it for it in triples.nodes("kg:Proposition") if node not in "".join(triples.of(it, expanded("kg:resolvedBy")))
    )
    triples.add(other, "kg:resolvedBy", node)
    return node, "^kg:resolvedBy"


@plants
def a_kind_without_its_class(triples: Triples) -> tuple[str, str]:
    node = triples.where("kg:Entity", "kg:kind", "person")
    triples.lines.remove(f"<{iri(node)}> <{RDF_TYPE}> <{expanded('schema:Person')}> .")
    return node, "rdf:type"


@plants
def a_kind_with_the_class_of_another(triples: Triples) -> tuple[str, str]:
    node = triples.where("kg:Entity", "kg:kind", "person")
    triples.set(node, "kg:kind", '"media"')
    return node, "kg:kind"


@plants
def a_local_source_in_two_articles(triples: Triples) -> tuple[str, None]:
    node = triples.where("kg:Entity", "kg:local", "true")
    triples.add("st-0000000000000000", "kg:saidBy", node)
    triples.add("st-0000000000000000", "kg:inArticle", "ar-0000000000000000")
    return node, None


@plants
def an_unnamed_source_that_is_known_everywhere(triples: Triples) -> tuple[str, str]:
    node = triples.where("kg:Entity", "kg:kind", "anonymous")
    triples.set(node, "kg:local", literal(False))
    return node, "kg:local"


@plants
def evidence_in_another_article(triples: Triples) -> tuple[str, str]:
    statement = triples.nodes("kg:Statement")[0]
    span = triples.value(statement, "kg:evidence").strip("<>")
    triples.set(span, "nif:referenceContext", "ar-0000000000000000")
    return statement, "kg:evidence/nif:referenceContext"


@plants
def evidence_behind_the_content(triples: Triples) -> tuple[str, str]:
    statement = triples.nodes("kg:Statement")[0]
    span = triples.value(statement, "kg:evidence").strip("<>")
    triples.set(span, "nif:endIndex", literal(9999))
    return statement, "kg:evidence/nif:endIndex"


@plants
def content_that_starts_elsewhere_than_its_evidence(triples: Triples) -> tuple[str, None]:
    statement = next(it for it in triples.nodes("kg:Statement") if not triples.has(it, "kg:makes"))
    triples.set(statement, "kg:start", literal(0))
    return statement, None


@plants
def evidence_that_ends_before_it_begins(triples: Triples) -> tuple[str, str]:
    span = triples.nodes("nif:RFC5147String")[0]
    triples.set(span, "nif:endIndex", literal(0))
    return span, "nif:beginIndex"


@plants
def evidence_before_the_content(triples: Triples) -> tuple[str, str]:
    span = triples.nodes("nif:RFC5147String")[0]
    triples.set(span, "nif:beginIndex", literal(0))
    return span, "^kg:evidence/kg:start"


@plants
def evidence_whose_name_has_no_offsets(triples: Triples) -> tuple[str, None]:
    span = triples.nodes("nif:RFC5147String")[0]
    bare = span.partition("#")[0] + "#somewhere"
    triples.lines = [line.replace(f"<{iri(span)}>", f"<{iri(bare)}>") for line in triples.lines]
    return bare, None


@plants
def a_statement_within_itself(triples: Triples) -> tuple[str, str]:
    inner, outer = triples.nodes("kg:Statement")[:2]
    triples.add(inner, "kg:within", outer)
    triples.add(outer, "kg:within", inner)
    return inner, "kg:within+/kg:id"


@plants
def a_statement_within_one_of_another_article(triples: Triples) -> tuple[str, str]:
    inner, outer = triples.nodes("kg:Statement")[:2]
    triples.add(inner, "kg:within", outer)
    triples.set(outer, "kg:inArticle", "ar-0000000000000000")
    return inner, "kg:within/kg:inArticle"


@plants
def a_statement_that_continues_itself(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Statement")[0]
    triples.add(node, "kg:continues", node)
    return node, "kg:continues+/kg:id"


@plants
def a_statement_that_continues_one_of_another_article(triples: Triples) -> tuple[str, str]:
    later, earlier = triples.nodes("kg:Statement")[:2]
    triples.add(later, "kg:continues", earlier)
    triples.set(earlier, "kg:inArticle", "ar-0000000000000000")
    return later, "kg:continues/kg:inArticle"


@plants
def a_prediction_that_begins_before_its_statement(triples: Triples) -> tuple[str, str]:
    node = triples.nodes("kg:Prediction")[0]
    triples.set(node, "kg:start", literal(0))
    return node, "^kg:makes/kg:start"


@plants
def a_prediction_that_ends_behind_its_statement(triples: Triples) -> tuple[str, str]:
    maker = next(it for it in triples.nodes("kg:Statement") if triples.has(it, "kg:makes"))
    node = triples.value(maker, "kg:makes").strip("<>")
    triples.set(node, "kg:stop", literal(9999))
    return maker, "kg:makes/kg:stop"


@plants
def dates_of_a_horizon_without_its_words(triples: Triples) -> tuple[str, str]:
    node = next(it for it in triples.nodes("kg:Prediction") if triples.has(it, "kg:horizonEnd"))
    triples.drop(node, "kg:horizonText")
    return node, "kg:horizonText"


@plants
def a_category_above_the_role_that_is_left_out(triples: Triples) -> tuple[str, str]:
    node = triples.where("kg:Description", "org:role", "analyst")
    triples.lines.remove(f"<{iri(node)}> <{expanded('kg:inCategory')}> <{ROLES}expert> .")
    return node, "org:role/skos:broader*"


@plants
def a_category_above_itself(triples: Triples) -> tuple[str, str]:
    triples.add(ROLES + "expert", "skos:broader", ROLES + "analyst")
    return ROLES + "expert", "skos:broader+/kg:id"


@plants
def the_name_of_a_body_without_the_body(triples: Triples) -> tuple[str, str]:
    node = next(it for it in triples.nodes("kg:Description") if triples.has(it, "org:organization"))
    triples.drop(node, "org:organization")
    return node, "org:organization"


@plants
def a_body_without_its_name(triples: Triples) -> tuple[str, str]:
    node = next(it for it in triples.nodes("kg:Description") if triples.has(it, "org:organization"))
    triples.drop(node, "kg:organizationName")
    return node, "kg:organizationName"


@plants
def a_skipped_article_with_statements(triples: Triples) -> tuple[str, None]:
    node = triples.nodes("schema:NewsArticle")[0]
    triples.set(node, "kg:status", '"skipped"')
    triples.add(node, "kg:reason", '"language: en"')
    return node, None


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("validate") / "kg.db", create=True) as ledger:
        add(ledger, small())
        add_contested(ledger)
        yield ledger


@pytest.fixture(scope="module")
def articles(ledger: Ledger) -> dict[str, list[str]]:
    """The triples of each article, by the identifier of its source."""
    with open_rdf(ledger) as store:
        return {
            entry.article.id: article_triples(store.triples, entry.id, store.naming)
            for entry in ledger.entries(ledger.articles())
        }


@pytest.fixture(scope="module")
def good(articles: dict[str, list[str]]) -> list[str]:
    """The article with descriptions, predictions and an unnamed source, and one about which people decided."""
    return list(dict.fromkeys([*articles["d1"], *articles["f1"]]))


def test_the_good_graph_conforms(shapes: Shapes, articles: dict[str, list[str]], good: list[str]) -> None:
    assert set(articles) == {"d1", "d2", "d3", "d4", "f1", "f2", "f3", "f4"}
    for id, triples in articles.items():
        assert shapes.violations(id, triples) == []
    assert shapes.violations("d1", good) == []


def test_every_shape_finds_something_to_look_at(articles: dict[str, list[str]]) -> None:
    lines = "\n".join(line for triples in articles.values() for line in triples)
    for kind in schema().nodes.values():
        if not kind.internal and kind.name != "Utterance":  # made by a later stage
            assert f"<{RDF_TYPE}> <{expanded(kind.term)}>" in lines
    for edge in ("RELIES_ON", "CO_QUOTED", "WITHIN", "RESOLVED_BY", "EVIDENCE", "IN_CATEGORY", "BROADER", "AT"):
        assert f"<{expanded(schema().edges[edge].term)}>" in lines


@dataclass(frozen=True)
class Planted:
    node: str
    property: str | None
    found: list[Violation]


@pytest.fixture(scope="module")
def planted(shapes: Shapes, good: list[str]) -> dict[str, Planted]:
    """Each fault planted alone, in a copy of the good graph."""
    done = {}
    for plant in PLANTS:
        triples = Triples(list(good))
        node, property = plant(triples)
        done[plant.__name__] = Planted(node, property, shapes.violations("ar-1", triples.lines))
    return done


@pytest.mark.parametrize("name", [plant.__name__ for plant in PLANTS])
def test_a_planted_fault_is_reported_at_its_node(planted: dict[str, Planted], name: str) -> None:
    it = planted[name]
    assert (it.node, it.property) in {(violation.node, violation.property) for violation in it.found}
    for violation in it.found:
        assert violation.article == "ar-1"
        assert len(violation.message) > 10
        assert "\n" not in violation.message


def test_a_fault_is_planted_against_every_rule(planted: dict[str, Planted]) -> None:
    rules = set(re.findall(r'sh:message "([^"]*)"', read_text("ontology/rules.ttl")))
    told = {violation.message.partition("; found")[0] for it in planted.values() for violation in it.found}
    assert len(planted) == len(PLANTS) > 60
    assert len(rules) > 20
    assert rules - told == set()


def test_the_row_tells_statement_and_what_was_found(shapes: Shapes, good: list[str]) -> None:
    triples = Triples(list(good))
    maker = next(it for it in triples.nodes("kg:Statement") if triples.has(it, "kg:makes"))
    node = triples.value(maker, "kg:makes").strip("<>").removeprefix(NAMING.base)
    triples.set(node, "kg:polarity", '"maybe"')
    assert shapes.violations("ar-1", triples.lines) == [
        Violation("ar-1", node, maker, "kg:polarity", "wanted exactly one: one of positive, negative; found maybe")
    ]
    triples.drop(node, "kg:polarity")
    assert [it.message for it in shapes.violations("ar-1", triples.lines)] == [
        "wanted exactly one: one of positive, negative; found none"
    ]


def test_shapes_are_shapes() -> None:
    import pyshacl
    import rdflib

    shapes = rdflib.Graph().parse(data=read_text("ontology/shapes.ttl"), format="turtle")
    conforms, _, told = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, told


def test_the_example_articles_conform(shapes: Shapes, tmp_path: Path) -> None:
    from kg.loaders import read

    folder = resource("examples")
    items = [item for item in read([str(folder)]) if isinstance(item, Article)]
    assert len(items) == 14
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, [(article, extract_article(article)) for article in items])
        assert [row for rows in record_violations(ledger) for row in rows] == []
        with open_rdf(ledger) as store:
            for article in ledger.articles():
                assert shapes.violations(article, article_triples(store.triples, article, store.naming)) == []


def test_a_local_source_of_two_articles_is_found_in_the_store(shapes: Shapes, ledger: Ledger) -> None:
    with open_rdf(ledger) as current:
        store = RdfStore.memory()
        store.triples.extend(current.triples)
    first, second = (ledger.find(id)[0] for id in ("d1", "d2"))
    local = NamedNode(expanded("kg:local"))
    own = [it.object for it in store.triples.quads_for_pattern(None, None, None, NamedNode(NAMING.graph(first)))]
    source = next(
        node for node in own if isinstance(node, NamedNode)
        and any(it.object == Literal(True) for it in store.triples.quads_for_pattern(node, local, None, None))
    )  # fmt: skip
    said = NamedNode(expanded("kg:saidBy"))
    [statement, *_] = store.triples.quads_for_pattern(None, said, None, NamedNode(NAMING.graph(second)))
    store.triples.add(Quad(statement.subject, said, source, NamedNode(NAMING.graph(second))))
    found = shapes.violations(first, article_triples(store.triples, first, NAMING))
    assert [(it.node, it.message) for it in found] == [
        (source.value.removeprefix(NAMING.base), "wanted a local entity to be named by one article only")
    ]


def damaged() -> Iterable[tuple[Article, Extraction]]:
    """An extraction such as a broken pipeline might make: a polarity that is none."""
    article, extraction = small()[0]
    first = extraction.statements[0]
    prediction = replace(first.predictions[0], polarity="maybe")  # type: ignore[arg-type]
    statement = replace(first, predictions=(prediction,))
    yield article, replace(extraction, statements=(statement, *extraction.statements[1:]))


def test_records_are_held_against_the_table(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, [*damaged(), *small()[1:]])
        assert Decisions(ledger.decisions()).articles() == set()
        rows = [row for rows in record_violations(ledger) for row in rows]
        [row] = rows
        assert row.article == ledger.find("d1")[0]
        assert (row.property, row.message) == (
            "kg:polarity",
            "polarity is 'maybe', wanted one of positive, negative",
        )
        assert row.statement is not None
        assert row.statement.startswith("st-")


def test_a_sample_is_the_same_each_time_and_stays_when_articles_come() -> None:
    articles = [f"ar-{number}" for number in range(100)]
    chosen = sample(articles, 10)
    assert chosen == sample(reversed(articles), 10)
    assert len(chosen) == 10
    assert len(set(sample([*articles, "ar-new"], 10)) & set(chosen)) >= 9
    assert sample(articles[:3], 10) == articles[:3]


def test_the_command_exits_by_what_it_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.db", tmp_path / "bad.db"
    for path, items in ((good, small()), (bad, [*damaged(), *small()[1:]])):
        with Ledger.open(path, create=True) as ledger:
            add(ledger, items)
    assert run(["validate", "--db", str(good), "--all"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "violations: 0; the shapes were asked about 4 of 4 articles" in printed.err
    assert run(["validate", "--db", str(bad), "--sample", "1", "--format", "csv"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == "article,node,statement,property,message"
    assert len(printed.out.splitlines()) == 2  # told once, though the shapes see it too
    assert "violations: 1; the shapes were asked about 1 of 4 articles" in printed.err


def test_without_pyshacl_one_line_tells_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    with Ledger.open(tmp_path / "kg.db", create=True):
        pass
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    assert run(["validate", "--db", str(tmp_path / "kg.db")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "kg: shapes are checked by pyshacl, which is not installed: pip install 'qawl[validate]'\n"
