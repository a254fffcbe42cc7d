"""Whether the graph is as the table and the shapes say: violations by article and statement.

The records of all articles are held against ``ontology/schema.toml``, which is quick. The graph itself is checked with
the shapes in ``ontology/shapes.ttl``, article by article: what the article owns, the shared nodes that it leads to, and
what is counted about them.
"""

from __future__ import annotations

import logging
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.article import content_id
from kg.decisions import Decisions
from kg.errors import QawlError
from kg.ledger import Ledger
from kg.model import ArticleGraph, Edge, Fault, schema
from kg.project import graph_of
from kg.rdf import RDF_TYPE, Naming, expanded
from kg.resources import read_text

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node as Term

SHAPES = "ontology/shapes.ttl"
_SH = "http://www.w3.org/ns/shacl#"
#: edges from a statement to what it owns; the statement of a violation is found through them
_PARTS = ("kg:makes", "kg:describedAs", "kg:evidence")
#: edges of which a node may have too many only if other articles are looked at
_FROM_ELSEWHERE = ("kg:makes", "kg:describedAs", "kg:saidBy")
_COUNTED = ("kg:reliesOn", "kg:coQuoted")


class Violation(NamedTuple):
    article: str  #: identifier in the ledger
    node: str  #: identifier, or what of the IRI stands behind the base
    statement: str | None  #: the statement that it is, or that it belongs to; None for an article and what is shared
    property: str | None  #: term or path of terms, such as ``kg:polarity``; None where it is the node as a whole
    message: str


def sample(articles: Iterable[str], number: int) -> list[str]:
    """Choose articles: the same ones each time, and mostly the same ones when others are added."""
    return sorted(sorted(articles, key=lambda article: content_id("sample", article))[:number])


def record_violations(ledger: Ledger) -> Iterator[list[Violation]]:
    """Hold the records of each article against the table; one list an article, in the order of their identifiers."""
    decisions = Decisions(ledger.decisions())
    for entry in ledger.entries(ledger.articles()):
        graph = graph_of(entry, decided=decisions.of(entry.id))
        statements = _statements(graph)
        yield [
            Violation(entry.id, fault.node, statements.get(fault.node), _term(fault), fault.message)
            for fault in schema().faults(graph)
        ]


def article_triples(store: Store, article: str, naming: Naming) -> list[str]:
    """Give the lines of N-Triples that the shapes need to judge one article.

    Its own triples, what is said of the shared nodes that they lead to, what is counted between them, and edges of
    other articles to its own nodes and its local entities, where there should be none.
    """
    return list(dict.fromkeys(f"{it.subject} {it.predicate} {it.object} ." for it in _needed(store, article, naming)))


class Shapes:
    """The shapes, read once. QawlError where pyshacl is not installed."""

    def __init__(self, naming: Naming | None = None) -> None:
        try:
            import pyshacl
        except ModuleNotFoundError as error:
            raise QawlError(
                "shapes are checked by pyshacl, which is not installed: pip install 'qawl[validate]'"
            ) from error
        import rdflib

        # It tells of every literal that is none of its type, with a traceback; the shapes tell of it in a line.
        logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
        self._validate = pyshacl.validate
        self._naming = Naming() if naming is None else naming
        self._shapes = rdflib.Graph().parse(data=read_text(SHAPES), format="turtle")

    def violations(self, article: str, triples: Iterable[str]) -> list[Violation]:
        """Check the triples of one article, lines of N-Triples; in the order of nodes and properties."""
        import rdflib

        data = rdflib.Graph().parse(data="\n".join(triples), format="nt")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's, of a date that is none beside one that is
            conforms, report, _ = self._validate(data, shacl_graph=self._shapes, inplace=True)
        if conforms:
            return []
        found = {
            self._violation(article, data, report, it) for it in report.objects(None, rdflib.URIRef(_SH + "result"))
        }
        return sorted(found, key=lambda it: (it.node, it.property or "", it.message))

    def _violation(self, article: str, data: rdflib.Graph, report: rdflib.Graph, result: Term) -> Violation:
        import rdflib

        def told(name: str) -> Term | None:
            return report.value(result, rdflib.URIRef(_SH + name))

        focus, path, value = told("focusNode"), told("resultPath"), told("value")
        message = str(told("resultMessage"))
        if value is not None and value != focus:
            message += f"; found {self._short(value)}"
        elif str(told("sourceConstraintComponent")).removeprefix(_SH) == "MinCountConstraintComponent":
            message += "; found none"
        return Violation(
            article,
            self._short(focus),
            self._statement(data, focus),
            None if path is None else _path(report, path),
            message,
        )

    def _short(self, term: Term | None) -> str:
        return str(term).removeprefix(self._naming.base)

    def _statement(self, data: rdflib.Graph, focus: Term | None) -> str | None:
        import rdflib

        if (focus, rdflib.RDF.type, rdflib.URIRef(expanded("kg:Statement"))) in data:
            return self._short(focus)
        owners = (data.subjects(rdflib.URIRef(expanded(part)), focus) for part in _PARTS)
        return min((self._short(owner) for found in owners for owner in found), default=None)


def _path(report: rdflib.Graph, path: Term) -> str:
    """Write a path as SPARQL does: ``kg:within/kg:id``, ``^kg:makes``."""
    import rdflib

    if isinstance(path, rdflib.URIRef):
        return _prefixed(str(path))
    if (path, rdflib.RDF.first, None) in report:
        return "/".join(_path(report, part) for part in report.items(path))
    for name, form in (("inversePath", "^{}"), ("zeroOrMorePath", "{}*"), ("oneOrMorePath", "{}+")):
        if (inner := report.value(path, rdflib.URIRef(_SH + name))) is not None:
            return form.format(_path(report, inner))
    return str(path)


def _prefixed(iri: str) -> str:
    for name, base in {**schema().prefixes, "rdf": RDF_TYPE.removesuffix("type")}.items():
        if iri.startswith(base):
            return f"{name}:{iri.removeprefix(base)}"
    return iri


def _term(fault: Fault) -> str | None:
    """Give the RDF term of what is wrong, by which the shapes call it too; what is in no table stays as it is."""
    if fault.property is None or fault.property in schema().edges:
        return None if fault.property is None else schema().edges[fault.property].term
    label = fault.where.partition(" ")[0]
    kind = schema().nodes.get(label) or schema().edges.get(label)
    known = None if kind is None else kind.properties.get(fault.property)
    return fault.property if known is None else known.term


def _statements(graph: ArticleGraph) -> dict[str, str]:
    """Give the statement that a node is or belongs to."""
    found = {node.id: node.id for node in graph.nodes if node.label == "Statement"}
    for edge in graph.edges:
        if schema().edges[edge.type].term in _PARTS:
            found.setdefault(edge.end, edge.start)
    return found


def _needed(store: Store, article: str, naming: Naming) -> Iterator[Quad]:
    own = list(store.quads_for_pattern(None, None, None, NamedNode(naming.graph(article))))
    yield from own
    described = {quad.subject for quad in own}
    ends = deque(quad.object for quad in own)
    sources, outlets = set(), set()
    while ends:
        node = ends.popleft()
        if not isinstance(node, NamedNode) or node in described or naming.id(node.value) is None:
            continue
        described.add(node)
        for quad in store.quads_for_pattern(node, None, None, None):
            if quad.predicate.value not in _terms(_COUNTED):
                yield quad
                ends.append(quad.object)
    for quad in own:
        if quad.predicate.value == expanded("kg:saidBy"):
            sources.add(quad.object)
        elif quad.predicate.value == expanded("schema:publisher"):
            outlets.add(quad.object)
    yield from _counted(store, naming, outlets, sources)
    yield from _from_elsewhere(store, described, naming.graph(article))


def _counted(store: Store, naming: Naming, outlets: Iterable[Any], sources: Iterable[Any]) -> Iterator[Quad]:
    """What is counted between the outlet and the sources of an article; of all others there may be thousands."""
    names = sorted(id for node in sources if (id := naming.id(node.value)) is not None)
    pairs = [("RELIES_ON", id, name) for outlet in outlets if (id := naming.id(outlet.value)) for name in names]
    pairs += [("CO_QUOTED", left, right) for left, right in combinations(names, 2)]
    for pair in pairs:
        edge = Edge(*pair)
        ends = [NamedNode(naming.iri("Entity", id)) for id in (edge.start, edge.end)]
        yield from store.quads_for_pattern(ends[0], NamedNode(expanded(schema().edges[edge.type].term)), ends[1], None)
        yield from store.quads_for_pattern(NamedNode(naming.edge_node(edge)), None, None, None)


def _from_elsewhere(store: Store, described: Iterable[Any], graph: str) -> Iterator[Quad]:
    """Edges of other articles to nodes of this one and to its local entities, with the articles that they stand in."""
    for node in described:
        for predicate in _terms(_FROM_ELSEWHERE):
            if predicate == expanded("kg:saidBy") and not _is_local(store, node):
                continue
            for quad in store.quads_for_pattern(None, NamedNode(predicate), node, None):
                if quad.graph_name != NamedNode(graph):
                    yield quad
                    yield from store.quads_for_pattern(quad.subject, NamedNode(expanded("kg:inArticle")), None, None)


def _is_local(store: Store, node: NamedNode) -> bool:
    found = store.quads_for_pattern(node, NamedNode(expanded("kg:local")), None, None)
    return any(isinstance(quad.object, Literal) and quad.object.value == "true" for quad in found)


@cache
def _terms(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(expanded, names))
