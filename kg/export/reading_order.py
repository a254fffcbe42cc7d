"""In which order a reader meets what is said in one article: the article, then each statement with what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import schema
from kg.rdf import RDF_TYPE, expanded

Told = tuple[str, NamedNode | Literal]  #: predicate and object
Described = Mapping[str, list[Told]]  #: by subject


def described(quads: Iterable[Quad]) -> Described:
    """Group by subject in reading order, properties in the order of the schema."""
    found: dict[str, list[Told]] = {}
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)  # our graphs have no blank nodes
        assert isinstance(quad.object, NamedNode | Literal)
        found.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))
    for told in found.values():
        told.sort(key=_rank)
    return {subject: found[subject] for subject in _walk(found)}


def types(told: Iterable[Told]) -> set[str]:
    return {value.value for predicate, value in told if predicate == RDF_TYPE}


def place(told: Iterable[Told]) -> tuple[str, int]:
    """Where something stands in its article: ``text`` or ``title``, first offset."""
    values = {predicate: value.value for predicate, value in told}
    return values.get(expanded("kg:place"), ""), int(values.get(expanded("kg:start"), 0))


def _walk(found: Described) -> Iterator[str]:
    article, statement = expanded("schema:NewsArticle"), expanded("kg:Statement")
    heads = sorted(found, key=lambda it: (article not in types(found[it]), statement not in types(found[it]), it))
    statements = [it for it in heads if statement in types(found[it])]
    statements.sort(key=lambda it: (*place(found[it]), it))
    seen: set[str] = set()
    waiting = set(statements)  # for their turn, though others lead to them
    for head in (*(it for it in heads if article in types(found[it])), *statements, *heads):
        if head not in seen:
            seen.add(head)
            yield head
            for _, value in found[head]:
                if isinstance(value, NamedNode) and value.value in found and value.value not in seen | waiting:
                    seen.add(value.value)
                    yield value.value


def _rank(told: Told) -> tuple[int, str, str, str]:
    predicate, value = told
    return _ranks().get(predicate, len(_ranks())), predicate, type(value).__name__, value.value


@cache
def _ranks() -> Mapping[str, int]:
    """The terms in the order of the schema: the type, properties, edges."""
    names = [RDF_TYPE]
    for node in schema().nodes.values():
        names += [expanded(property.term) for property in node.properties.values()]
    names += [expanded(edge.term) for edge in schema().edges.values()]
    return {name: rank for rank, name in enumerate(dict.fromkeys(names))}
