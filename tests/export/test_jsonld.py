"""JSON-LD holds the triples of the other formats, and what follows from them in the words of schema.org."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import rdflib

from kg.export.jsonld import write_jsonld
from kg.export.rdf import write_nquads
from kg.export.source import Source, part
from kg.ledger import Ledger
from tests.export.test_rdf import read_by_rdflib, triples, written

pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")
#: what schema.org says beside the graph, said again as a query
SAID_MORE = """
PREFIX kg: <https://w3id.org/qawl/ns#> PREFIX schema: <https://schema.org/>
CONSTRUCT {
  ?statement a schema:Quotation ; schema:creator ?who ; schema:spokenByCharacter ?who .
  ?statement schema:isPartOf ?article, ?outer .
  ?claim a schema:Claim ; schema:author ?who ; schema:creator ?who ; schema:appearance ?statement .
  ?document a schema:CreativeWork .
} WHERE {
  { ?statement kg:saidBy ?who ; kg:inArticle ?article . OPTIONAL { ?statement kg:within ?outer } }
  UNION { ?statement kg:makes ?claim ; kg:saidBy ?who }
  UNION { ?document a kg:DocumentSource }
}
"""


def document(source: Source) -> dict[str, Any]:
    out = io.BytesIO()
    write_jsonld(source, out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_triples_are_the_same_and_those_of_schema_org(source: Source) -> None:
    found = {_by_value(*triple) for triple in triples(read_by_rdflib(written(write_jsonld, source), "json-ld"))}
    graph = rdflib.Graph()
    for triple in triples(read_by_rdflib(written(write_nquads, source), "nquads")):
        graph.add(triple)
    more = graph.query(SAID_MORE).graph
    assert more is not None
    assert len(more) > 50
    assert found == {_by_value(*triple) for triple in (*graph, *more)}


def test_another_reader_of_json_ld_agrees(source: Source) -> None:
    import pyoxigraph

    data = written(write_jsonld, source)
    found = pyoxigraph.Store()
    found.extend(pyoxigraph.parse(data, pyoxigraph.RdfFormat.JSON_LD))
    ours = {_by_value(*triple) for triple in triples(read_by_rdflib(data, "json-ld"))}
    theirs = rdflib.Graph()
    theirs.parse(data="\n".join(f"{quad.triple} ." for quad in found), format="nt")
    assert ours == {_by_value(*triple) for triple in theirs}


def _by_value(*triple: rdflib.term.Node) -> tuple[object, ...]:
    """A number of JSON may be 1.0, 1 or 1.0E0 in the triple, which is the same value."""
    *rest, last = triple
    return (*rest, float(last) if isinstance(last, rdflib.Literal) and last.datatype == rdflib.XSD.double else last)


def test_it_is_read_without_a_network(source: Source) -> None:
    context = document(source)["@context"]
    assert isinstance(context, dict)
    assert "@import" not in context
    assert context["schema"] == "https://schema.org/"


def test_an_article_holds_its_quotations_and_these_their_claims(ledgers: dict[str, Any]) -> None:
    with Ledger.open(ledgers["small"]) as ledger, part(ledger, ledger.find("d1")) as source:
        first, *rest = document(source)["@graph"]
    assert first["@type"] == "NewsArticle"
    assert first["headline"] == "هل يتحرك التحالف؟"
    assert first["datePublished"] == "2025-11-14"
    assert first["publisher"]["name"] == "الضفاف"
    quotations = first["hasPart"]
    assert [it["text"] for it in quotations] == [
        "يشن التحالف الدولي حملة برية هذا الشتاء",
        "القرى هادئة منذ أسابيع",
        "يوسع التحالف غاراته خلال شهر",
        "الطرق مفتوحة",
    ]
    assert {tuple(it["@type"]) for it in quotations} == {("Statement", "Quotation")}
    assert [it["creator"]["name"] for it in quotations] == [
        "عبد الله النجار",
        "عبد الله النجار",
        "سامر قربي",
        "مصدر أمني",
    ]
    assert set(quotations[0]["creator"]["@type"]) == {"Person", "Entity"}
    (claim,) = quotations[0]["makes"]
    assert claim["@type"] == ["Prediction", "Claim"]
    assert (claim["polarity"], claim["horizonEnd"]) == ("negative", "2026-02-28")
    assert claim["author"] == quotations[0]["creator"]["@id"]
    assert claim["appearance"] == quotations[0]["@id"]
    assert [it["roleName"] for it in quotations[0]["describedAs"]] == ["المحلل العسكري"]
    assert all(it["@type"] not in (["Statement", "Quotation"], ["Prediction", "Claim"]) for it in rest)


def test_dates_of_other_precision_say_their_type(ledgers: dict[str, Any]) -> None:
    with Ledger.open(ledgers["small"]) as ledger, part(ledger, ledger.find("d3")) as source:
        assert document(source)["@graph"][0]["datePublished"] == {"@type": "xsd:gYearMonth", "@value": "2026-01"}


def test_there_is_never_a_verdict(source: Source) -> None:
    data = written(write_jsonld, source).decode()
    assert "ClaimReview" not in data
    assert "reviewRating" not in data


def test_an_empty_graph_is_a_document_too(ledgers: dict[str, Any]) -> None:
    with Ledger.open(ledgers["small"]) as ledger, part(ledger, []) as source:
        assert document(source)["@graph"] == []
        assert triples(read_by_rdflib(written(write_jsonld, source), "json-ld")) == set()
