"""The vocabulary in OWL and SKOS: ``ontology/kg.ttl``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.lexicon.categories import Category, load_categories
from kg.model import schema
from kg.rdf import ROLES
from kg.vocabulary.terms import DATES, OWN, ROLE_SCHEME, XSD, Owned, Relation, nodes, owned, relations
from kg.vocabulary.turtle import Pairs, block, collection, inline, labels, literal, prefixes

_PREFIXES = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
_HEAD = "# Made from ontology/schema.toml and ontology/role_categories.toml by `python -m kg.vocabulary --write`.\n"


def ontology() -> str:
    """Write classes, properties and role categories; terms of other vocabularies are named, not defined again."""
    return "\n".join(
        [
            _HEAD + prefixes({**schema().prefixes, **_PREFIXES}),
            _ontology(),
            *_classes(),
            *_values(),
            *_relations(),
            *_roles(),
        ]
    )


def _iri() -> str:
    return f"<{schema().prefixes['kg'].rstrip('#')}>"


def _ontology() -> str:
    return block(
        _iri(),
        [
            ("a", "owl:Ontology"),
            ("dcterms:title", labels("Qawl: quotes and sources in the news", "قول: الأقوال والمصادر في الأخبار")),
            (
                "dcterms:description",
                literal("Who said what in which article, in which role, and what did they predict?", "en"),
            ),
            ("dcterms:license", "<http://www.apache.org/licenses/LICENSE-2.0>"),
        ],
    )


def _named(kind: Iterable[str], en: str, ar: str, about: str) -> Pairs:
    return [
        ("a", list(kind)),
        ("rdfs:label", labels(en, ar)),
        ("skos:prefLabel", labels(en, ar)),
        ("rdfs:comment", literal(about, "en") if about else ""),
        ("rdfs:isDefinedBy", _iri()),
    ]


def _classes() -> Iterator[str]:
    for node in nodes():
        if node.term.startswith(OWN):
            pairs = [*_named(["owl:Class"], node.en, node.ar, node.about), ("rdfs:subClassOf", list(node.under))]
            yield block(node.term, pairs)
    for term in schema().terms.values():
        if term.under is not None:
            named = _named(["owl:Class"], term.en, term.ar, term.about)
            yield block(term.term, [*named, ("rdfs:subClassOf", list(term.under))])


def _values() -> Iterator[str]:
    for term, uses in owned().items():
        if term.startswith(OWN):
            first = uses[0].property
            about = "; ".join(dict.fromkeys(use.property.about for use in uses if use.property.about))
            yield block(
                term,
                [
                    *_named(["owl:DatatypeProperty", "owl:FunctionalProperty"], first.en, first.ar, about),
                    ("rdfs:domain", _one_of(use.owner for use in uses)),
                    ("rdfs:range", _range(uses)),
                    ("rdfs:seeAlso", first.see or ""),
                ],
            )


def _range(uses: Iterable[Owned]) -> str:
    properties = [use.property for use in uses]
    if all(property.values for property in properties):
        values = dict.fromkeys(literal(value) for property in properties for value in property.values)
        return inline([("a", "rdfs:Datatype"), ("owl:oneOf", collection(values))])
    if any(property.date == "any" for property in properties):
        return inline([("a", "rdfs:Datatype"), ("owl:unionOf", collection([*DATES, "xsd:string"]))])
    types = dict.fromkeys("xsd:date" if property.date else XSD[property.type] for property in properties)
    return next(iter(types)) if len(types) == 1 else "rdfs:Literal"


def _relations() -> Iterator[str]:
    for term, uses in relations().items():
        if term.startswith(OWN):
            first = _last_named(uses)
            kinds = ["owl:ObjectProperty"]
            kinds += ["owl:FunctionalProperty"] if all(use.is_functional for use in uses) else []
            yield block(
                term,
                [
                    *_named(kinds, first.en, first.ar, first.about),
                    ("rdfs:subPropertyOf", [_property(under) for use in uses for under in use.under]),
                    ("rdfs:domain", _one_of(it for use in uses for it in use.start)),
                    ("rdfs:range", _one_of(it for use in uses for it in use.end)),
                ],
            )


def _last_named(uses: tuple[Relation, ...]) -> Relation:
    """Of an edge and a term of RDF that are called alike, the term tells of both."""
    return uses[-1]


def _property(under: str) -> str:
    return inline([("owl:inverseOf", under[1:])]) if under.startswith("^") else under


def _one_of(found: Iterable[str]) -> str:
    """Name a class, or all of several."""
    names = list(dict.fromkeys(found))
    if len(names) == 1:
        return names[0]
    return inline([("a", "owl:Class"), ("owl:unionOf", collection(names))])


def _roles() -> Iterator[str]:
    yield block(
        f"<{ROLE_SCHEME}>",
        [
            ("a", "skos:ConceptScheme"),
            ("skos:prefLabel", labels("Role categories", "فئات الصفات")),
            ("rdfs:isDefinedBy", _iri()),
        ],
    )
    for category in load_categories().values():
        yield block(f"<{ROLES}{category.id}>", _role(category))


def _role(category: Category) -> Pairs:
    yield "a", [schema().nodes["Role"].term, "skos:Concept"]
    yield schema().nodes["Role"].properties["id"].term, literal(category.id)
    yield "skos:prefLabel", labels(category.en, category.ar)
    yield "skos:example", literal(category.example, "ar")
    yield "skos:inScheme", f"<{ROLE_SCHEME}>"
    if category.broader is None:
        yield "skos:topConceptOf", f"<{ROLE_SCHEME}>"
    else:
        yield "skos:broader", f"<{ROLES}{category.broader}>"
