"""What is made from the table is in the tree as the table has it, and true to the vocabularies that it uses."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, TIME, XSD, DefinedNamespace

from kg import extraction
from kg.lexicon.categories import load_categories
from kg.model import EdgeType, NodeType, schema
from kg.project import graph_of
from kg.rdf import ROLES, Naming, expanded
from kg.resources import read_text, read_tsv
from kg.vocabulary import __main__ as command
from kg.vocabulary import admin_header, csv_header, files, neo4j_schema
from kg.vocabulary.context import local_name
from kg.vocabulary.terms import edges, nodes
from tests.conftest import CHECKOUT
from tests.test_model import entries

KG = Namespace("https://w3id.org/qawl/ns#")
#: vocabularies that rdflib brings along, each with the terms that it has
BROUGHT: dict[str, type[DefinedNamespace]] = {
    str(it._NS): it for it in (SDO, PROV, ORG, SKOS, TIME, OWL, RDF, RDFS, XSD, SH, DCTERMS)
}
KINDS: list[NodeType | EdgeType] = [*schema().nodes.values(), *schema().edges.values()]


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=read_text("ontology/kg.ttl"), format="turtle")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=read_text("ontology/shapes.ttl"), format="turtle")


def external() -> dict[str, str]:
    """The kind of each term of another vocabulary, as ``ontology/external_terms.tsv`` has it."""
    return {expanded(term): kind for term, kind, _ in read_tsv("ontology/external_terms.tsv")}


def read_json_ld(text: str) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own reader uses what rdflib deprecates
        return Graph().parse(data=text, format="json-ld")


def iris(graph: Graph) -> Iterator[URIRef]:
    for triple in graph:
        yield from (term for term in triple if isinstance(term, URIRef))
        yield from (term.datatype for term in triple if isinstance(term, Literal) and term.datatype is not None)


@pytest.mark.parametrize("path", files())
def test_the_file_in_the_tree_is_what_the_table_gives(path: str) -> None:
    if not (CHECKOUT / "kg").is_dir() and not path.startswith("ontology/"):
        pytest.skip("docs are no part of the wheel")
    found = read_text(path) if path.startswith("ontology/") else (CHECKOUT / path).read_text(encoding="utf-8")
    assert found == files()[path], "run 'python -m kg.vocabulary --write'"


def test_values_are_those_of_the_records() -> None:
    statement, prediction = schema().nodes["Statement"].properties, schema().nodes["Prediction"].properties
    assert statement["speechAct"].values == get_args(extraction.SpeechAct)
    assert statement["type"].values == get_args(extraction.StatementType)
    assert statement["naming"].values == get_args(extraction.Naming)
    assert statement["place"].values == get_args(extraction.Place)
    assert prediction["polarity"].values == get_args(extraction.Polarity)
    assert prediction["certainty"].values == get_args(extraction.Certainty)
    assert set(get_args(extraction.SourceKind)) <= set(schema().nodes["Entity"].properties["kind"].values)


def test_every_term_of_ours_has_a_name_in_both_languages(ontology: Graph) -> None:
    own = {term for term in iris(ontology) if term in KG and term != URIRef(str(KG))}
    assert len(own) > 60
    for term in own:
        for predicate in (RDFS.label, SKOS.prefLabel):
            languages = [name.language for name in ontology.objects(term, predicate) if isinstance(name, Literal)]
            assert sorted(map(str, languages)) == ["ar", "en"], term


def test_every_term_of_ours_in_the_data_is_defined(ontology: Graph) -> None:
    defined = {str(term) for term in ontology.subjects(RDF.type) if isinstance(term, URIRef)}
    used: set[str] = set()
    for entry in entries():
        for line in Naming().nquads(graph_of(entry)):
            quad = next(iter(pyoxigraph.parse(line.encode(), pyoxigraph.RdfFormat.N_QUADS)))
            used.update(it.value for it in (quad.predicate, quad.object) if str(getattr(it, "value", "")) in KG)
    assert len(used) > 30
    assert used <= defined


def test_a_term_is_a_class_a_property_with_values_or_one_from_node_to_node(ontology: Graph) -> None:
    kinds = {OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty}
    own = [term for term in ontology.subjects(RDF.type, unique=True) if isinstance(term, URIRef) and term in KG]
    for term in own:
        assert len(kinds.intersection(ontology.objects(term, RDF.type))) == 1, term
        if (term, RDF.type, OWL.Class) not in ontology:
            assert len(list(ontology.objects(term, RDFS.domain))) == 1, term
            assert len(list(ontology.objects(term, RDFS.range))) == 1, term


def test_one_edge_at_most_makes_a_property_functional(ontology: Graph) -> None:
    functional = set(ontology.subjects(RDF.type, OWL.FunctionalProperty))
    assert {KG.saidBy, KG.inArticle, KG.within, KG.polarity, KG.id} <= functional
    assert not functional & {KG.makes, KG.describedAs, KG.inCategory, KG.reliesOn, KG.evidence}


def test_alignments_are_there(ontology: Graph) -> None:
    assert (KG.Statement, RDFS.subClassOf, SDO.Quotation) in ontology
    assert (KG.Description, RDFS.subClassOf, ORG.Membership) in ontology
    assert (KG.Run, RDFS.subClassOf, PROV.Activity) in ontology
    assert (KG.Role, RDFS.subClassOf, SKOS.Concept) in ontology
    assert (KG.saidBy, RDFS.subPropertyOf, PROV.wasAttributedTo) in ontology
    assert (KG.horizonStart, RDFS.seeAlso, TIME.hasBeginning) in ontology
    inverse = ontology.value(KG.makes, RDFS.subPropertyOf)
    assert isinstance(inverse, BNode)
    assert ontology.value(inverse, OWL.inverseOf) == SDO.appearance


def test_role_categories_are_a_tree_of_concepts(ontology: Graph) -> None:
    concepts = set(ontology.subjects(RDF.type, SKOS.Concept))
    assert concepts == {URIRef(ROLES + id) for id in load_categories()}
    for category in load_categories().values():
        concept = URIRef(ROLES + category.id)
        above = ontology.value(concept, SKOS.broader)
        assert above == (None if category.broader is None else URIRef(ROLES + category.broader))
        assert (above is None) == (ontology.value(concept, SKOS.topConceptOf) is not None)
        assert set(ontology.objects(concept, SKOS.prefLabel)) == {
            Literal(category.ar, lang="ar"),
            Literal(category.en, lang="en"),
        }
        assert ontology.value(concept, SKOS.example) == Literal(category.example, lang="ar")


def test_terms_of_other_vocabularies_are_terms_of_them(ontology: Graph, shapes: Graph) -> None:
    listed = external()
    for term in {*iris(ontology), *iris(shapes)}:
        base = next((base for base in (*BROUGHT, expanded("nif:")) if term.startswith(base) and term != base), None)
        if base in schema().prefixes.values():
            assert str(term) in listed, f"{term} is not in ontology/external_terms.tsv"
        elif base is not None:
            assert term in BROUGHT[base], term


def test_listed_terms_are_used_and_stand_in_the_vocabularies_that_can_be_looked_up(
    ontology: Graph, shapes: Graph
) -> None:
    used = {str(term) for term in (*iris(ontology), *iris(shapes))}
    for term in external():
        assert term in used, f"{term} is used nowhere; take it out of ontology/external_terms.tsv"
        brought = next((it for base, it in BROUGHT.items() if term.startswith(base)), None)
        assert brought is None or term in brought, term
        assert brought is not None or term.startswith(expanded("nif:")), term


def test_terms_of_other_vocabularies_are_used_as_what_they_are() -> None:
    kinds = external()

    def of(terms: Iterator[str]) -> set[str]:
        return {kinds[expanded(term.lstrip("^"))] for term in terms if not term.startswith("kg:")}

    assert of(it for node in nodes() for it in (node.term, *node.under, *node.kinds.values())) == {"class"}
    assert of(it for edge in edges() for it in (edge.term, *edge.under)) <= {"object", "property"}
    values = (it.term for kind in KINDS for it in kind.properties.values())
    assert of(values) <= {"datatype", "annotation", "property"}


@pytest.mark.parametrize("node", nodes(), ids=lambda node: node.name)
def test_the_context_expands_every_key_to_its_term(node: NodeType) -> None:
    values = {"string": "x", "integer": 1, "float": 1.0, "boolean": True}
    told: dict[str, object] = {local_name(it.term): values[it.type] for it in node.properties.values()}
    ends = {local_name(edge.term): "urn:other" for edge in edges() if edge.start == node.name}
    assert not set(told) & set(ends)
    document = {**json.loads(read_text("ontology/context.jsonld")), "@id": "urn:it", "@type": local_name(node.term)}
    found = read_json_ld(json.dumps({**document, **told, **ends}))
    expected = {(expanded(it.term), it.type) for it in node.properties.values()}
    terms = {str(expanded(edge.term)) for edge in edges() if edge.start == node.name}
    types = {XSD.string: "string", XSD.integer: "integer", XSD.double: "float", XSD.boolean: "boolean"}
    literals = {(str(p), types[o.datatype or XSD.string]) for _, p, o in found if isinstance(o, Literal)}
    assert literals == expected
    assert {str(p) for _, p, o in found if o == URIRef("urn:other")} == terms
    assert (URIRef("urn:it"), RDF.type, URIRef(expanded(node.term))) in found


def test_another_reader_of_json_ld_reads_the_same() -> None:
    document = {
        **json.loads(read_text("ontology/context.jsonld")),
        "@id": "urn:s",
        "@type": "Statement",
        "text": "قالها",
        "confidence": 1.0,
        "start": 3,
        "saidBy": {"@id": "urn:e", "@type": "Person", "name": "سامر قربي"},
        "describedAs": [{"@id": "urn:d", "@type": "Description", "roleName": "الباحث", "role": "urn:r"}],
    }
    text = json.dumps(document, ensure_ascii=False)
    quads = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.JSON_LD)
    lines = "".join(f"{it.subject} {it.predicate} {it.object} .\n" for it in quads)
    found = Graph().parse(data=lines, format="nt")
    assert set(found) == set(read_json_ld(text))
    assert (URIRef("urn:d"), ORG.role, URIRef("urn:r")) in found
    assert (URIRef("urn:s"), KG.confidence, Literal(1.0)) in found


def test_neo4j_keeps_identifiers_unique_and_finds_names() -> None:
    commands = neo4j_schema()
    assert "CREATE CONSTRAINT qawl_Statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE" in commands
    assert "CREATE TEXT INDEX qawl_Entity_nameKey IF NOT EXISTS FOR (n:Entity) ON (n.nameKey)" in commands
    assert sum("CONSTRAINT" in command for command in commands) == len(schema().nodes)


def test_headers_of_tables() -> None:
    run, relies = schema().nodes["Run"], schema().edges["RELIES_ON"]
    assert csv_header(run) == ("id", "tool", "version", "at")
    assert admin_header(run) == ("id:ID(Run)", "tool:string", "version:string", "at:string")
    assert csv_header(relies) == ("start", "end", "statements", "articles", "anonymous")
    assert admin_header(relies)[:3] == (":START_ID(Entity)", ":END_ID(Entity)", "statements:long")
    assert "confidence:double" in admin_header(schema().nodes["Statement"])
    assert "local:boolean" in admin_header(schema().nodes["Entity"])


def test_the_reference_page_names_everything() -> None:
    page = files()["docs/graph.md"]
    for kind in (*nodes(), *edges()):
        assert f"{kind.name}" in page
        for property in kind.properties.values():
            assert f"| `{property.name}` | {property.en} | {property.ar} |" in page


def test_writing_is_told_and_does_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    (tmp_path / "ontology").mkdir()
    (tmp_path / "docs").mkdir()
    assert command.main([]) == 1
    assert command.main(["--write"]) == 0
    assert command.main([]) == 0
    assert command.main(["--wrong"]) == 2
