"""The SHACL shapes: ``ontology/shapes.ttl``, made from the table and from the rules in ``ontology/rules.ttl``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.model import EdgeType, NodeType, Property, schema
from kg.resources import read_text
from kg.vocabulary.terms import DATES, XSD, edges, nodes
from kg.vocabulary.turtle import blank, block, collection, inline, labels, literal, prefixes

RULES = "ontology/rules.ttl"
SHAPES = "https://w3id.org/qawl/shapes#"  #: names of shapes: that of the node type or class
_PREFIXES = {
    "shape": SHAPES,
    "sh": "http://www.w3.org/ns/shacl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_HEAD = "# Made from ontology/schema.toml and ontology/rules.ttl by `python -m kg.vocabulary --write`.\n"
#: forms of a date that XML Schema does not have, such as a time without seconds: written as a string
_OTHER_TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}"


def shapes() -> str:
    """Write one shape for each node type and each node that keeps the properties of an edge, then the rules."""
    parts = [_HEAD + prefixes({**schema().prefixes, **_PREFIXES})]
    parts += map(_node_shape, nodes())
    parts += (shape for node in nodes() if node.kinds for shape in _kind_shapes(node))
    parts += (_edge_node_shape(edge, edge.node_term) for edge in edges() if edge.node_term is not None)
    return "\n".join([*parts, read_text(RULES)])


def _node_shape(node: NodeType) -> str:
    properties = [
        *_value_shapes(node.properties),
        *(_edge_shape(edge) for edge in edges() if edge.start == node.name),
        *_term_shapes(node.term, number=""),
        *(_back_shape(edge) for edge in edges() if edge.end == node.name and edge.back != "0..*"),
    ]
    return _closed(node.name, node.term, labels(node.en, node.ar), properties)


def _edge_node_shape(edge: EdgeType, term: str) -> str:
    names = next((labels(it.en, it.ar) for it in schema().terms.values() if it.term == term), [])
    properties = [*_term_shapes(term, number="1"), *_value_shapes(edge.properties)]
    return _closed(term.partition(":")[2], term, names, properties)


def _closed(name: str, term: str, names: list[str], properties: list[str]) -> str:
    return block(
        f"shape:{name}",
        [
            ("a", "sh:NodeShape"),
            ("sh:name", names),
            ("sh:targetClass", term),
            ("sh:closed", "true"),
            ("sh:ignoredProperties", collection(["rdf:type"])),
            ("sh:message", literal(f"{name} has no such property in the table ontology/schema.toml")),
            *(("sh:property", shape) for shape in properties),
        ],
    )


def _kind_shapes(node: NodeType) -> Iterator[str]:
    """A node has its own class and one more, that of its kind; said in two ways, each of which is quick to check."""
    classes = blank(
        [
            ("sh:path", "rdf:type"),
            ("sh:name", labels("class", "الصنف")),
            ("sh:minCount", "2"),
            ("sh:maxCount", "2"),
            ("sh:in", collection([node.term, *node.kinds.values()])),
            ("sh:message", literal(f"wanted {node.term} and the class of its kind, no other")),
        ]
    )
    head = [("a", "sh:NodeShape"), ("sh:targetClass", node.term)]
    yield block(f"shape:{node.name}-kind", [*head, ("sh:property", classes)])
    for kind, term in node.kinds.items():
        value = blank(
            [
                ("sh:path", node.properties["kind"].term),
                ("sh:name", labels(node.properties["kind"].en, node.properties["kind"].ar)),
                ("sh:hasValue", literal(kind)),
                ("sh:message", literal(f"wanted {kind}, as the class is {term}")),
            ]
        )
        head = [("a", "sh:NodeShape"), ("sh:targetClass", term)]
        yield block(f"shape:{node.name}-{kind}", [*head, ("sh:property", value)])


def _value_shapes(properties: Mapping[str, Property]) -> Iterator[str]:
    for property in properties.values():
        pairs: list[tuple[str, Sequence[str] | str]] = [
            ("sh:path", property.term),
            ("sh:name", labels(property.en, property.ar)),
            *_number(property.card),
            *_type(property),
        ]
        if property.values:
            pairs.append(("sh:in", collection(map(literal, property.values))))
        if property.form is not None:
            pairs.append(("sh:pattern", literal(f"^({property.form})$")))
        for name, limit in (("sh:minInclusive", property.least), ("sh:maxInclusive", property.most)):
            if limit is not None:
                pairs.append((name, str(limit)))
        for name, other in (("sh:lessThan", property.before), ("sh:lessThanOrEquals", property.until)):
            if other is not None:
                pairs.append((name, properties[other].term))
        yield blank([*pairs, ("sh:message", literal(f"wanted {_number_words(property.card)}: {_words(property)}"))])


def _type(property: Property) -> Iterator[tuple[str, str]]:
    if property.date == "day":
        yield "sh:datatype", "xsd:date"
    elif property.date == "any":
        other = inline([("sh:datatype", "xsd:string"), ("sh:pattern", literal(_OTHER_TIME))])
        yield "sh:or", collection([*(inline([("sh:datatype", date)]) for date in DATES), other])
    else:
        yield "sh:datatype", XSD[property.type]


def _words(property: Property) -> str:
    """Say what a value may be."""
    told = {"any": "a date such as 2025-11-14 or 2025-11", "day": "a day such as 2025-11-14", None: property.type}
    words = [f"one of {', '.join(property.values)}" if property.values else told[property.date]]
    words += [f"of the form {property.form}"] if property.form is not None else []
    words += [f"at least {property.least}"] if property.least is not None else []
    words += [f"at most {property.most}"] if property.most is not None else []
    words += [f"less than {property.before}"] if property.before is not None else []
    words += [f"at most {property.until}"] if property.until is not None else []
    return ", ".join(words)


def _edge_shape(edge: EdgeType) -> str:
    return blank(
        [
            ("sh:path", edge.term),
            ("sh:name", labels(edge.en, edge.ar)),
            *_number(edge.card),
            ("sh:class", schema().nodes[edge.end].term),
            ("sh:message", literal(f"{edge.name}: wanted {_number_words(edge.card)}, of type {edge.end}")),
        ]
    )


def _back_shape(edge: EdgeType) -> str:
    message = f"{edge.name}: wanted {_number_words(edge.back)} that leads here, from {edge.start}"
    return blank(
        [
            ("sh:path", inline([("sh:inversePath", edge.term)])),
            ("sh:name", labels(f"{edge.en}, the other way", f"{edge.ar}، بالعكس")),
            *_number(edge.back),
            ("sh:class", schema().nodes[edge.start].term),
            ("sh:message", literal(message)),
        ]
    )


def _term_shapes(owner: str, number: str) -> Iterator[str]:
    for term in schema().terms.values():
        if owner in term.start:
            yield blank(
                [
                    ("sh:path", term.term),
                    ("sh:name", labels(term.en, term.ar)),
                    *_number(number),
                    ("sh:class", list(term.end)),
                    ("sh:message", literal(f"wanted {_number_words(number)}, of class {', '.join(term.end)}")),
                ]
            )


def _number(card: str) -> Iterator[tuple[str, str]]:
    least, _, most = card.rpartition("..")
    if (least or most) == "1":
        yield "sh:minCount", "1"
    if most == "1":
        yield "sh:maxCount", "1"


def _number_words(card: str) -> str:
    return {"1": "exactly one", "0..1": "at most one", "1..*": "at least one"}.get(card, "any number")
