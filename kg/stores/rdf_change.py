"""What becomes of the triples when articles are replaced: which lines go and which come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.model import ArticleGraph, Edge, Node, schema
from kg.project import entity_id
from kg.rdf import POSITION, SHARED, Lines, Naming, expanded
from kg.stores.derived import Counts, count, sayings

_NAME = "name"


class RdfLoad:
    """The first load: nothing is there yet, so that articles only add."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._quads: list[str] = []
        self._nodes: dict[tuple[str, str], Node] = {}
        self._shared: set[str] = set()
        self._counts: Counts = Counter()
        self.size = 0  #: characters that wait

    def add(self, graphs: Iterable[ArticleGraph]) -> None:
        for graph in graphs:
            nodes: dict[tuple[str, str], Node] = {}
            self._put(graph.article, _owned(self._naming, graph, nodes, self._shared))
            counts = count(sayings(graph))
            # Local sources, half of all, are known when their article is; what articles share waits for the last one.
            local = {key: node for key, node in nodes.items() if node.properties.get("local")}
            for node in local.values():
                self._put(SHARED, self._naming.node(node))
            _keep_least(self._nodes, (node for key, node in nodes.items() if key not in local))
            of_local: Counts = Counter({key: counts[key] for key in counts if ("Entity", key[2]) in local})
            for edge in _counted(of_local):
                self._put(SHARED, self._naming.edge(edge))
            self._counts.update({key: counts[key] for key in counts if key not in of_local})

    def settle(self, size: int) -> Iterator[None]:
        """Add what articles share, once all are added; stop when more characters wait than ``size``, and at the end."""
        for node in self._nodes.values():
            self._put(SHARED, self._naming.node(node))
            if self.size > size:
                yield
        self._put(SHARED, self._shared)
        for edge in _counted(self._counts):
            self._put(SHARED, self._naming.edge(edge))
            if self.size > size:
                yield
        yield

    def taken(self) -> list[str]:
        """Hand out the lines of N-Quads that wait, and forget them."""
        taken, self._quads, self.size = self._quads, [], 0
        return taken

    def _put(self, graph: str, lines: Iterable[str]) -> None:
        end = f" <{self._naming.graph(graph)}> .\n"
        for line in lines:
            self._quads.append(line + end)
            self.size += len(line) + len(end)


class RdfChange:
    """One change of a store: articles replaced, the shared nodes and counts that follow from it."""

    def __init__(self, store: Store, naming: Naming) -> None:
        self._store = store
        self._naming = naming
        self._before: dict[str, set[str]] = defaultdict(set)  # graph → lines
        self._after: dict[str, set[str]] = defaultdict(set)
        self._gone: frozenset[str] = frozenset()  # graphs that are replaced
        self._alive: dict[str, bool] = {}
        self._brought: frozenset[str] = frozenset()  # shared nodes that the new articles describe

    def replace(self, graphs: Sequence[ArticleGraph]) -> None:
        """Work out the change; called once."""
        shared = self._naming.graph(SHARED)
        self._gone = frozenset(self._naming.graph(graph.article) for graph in graphs)
        old = {graph.article: self._graph(self._naming.graph(graph.article)) for graph in graphs}
        for article, quads in old.items():
            self._before[self._naming.graph(article)].update(map(_line, quads))
        touched = self._touched(old)
        was = self._as_it_was(old, touched)
        counts = count(saying for graph in was for saying in sayings(graph))
        new: dict[tuple[str, str], Node] = {}
        edges: set[str] = set()
        for graph in graphs:
            self._after[self._naming.graph(graph.article)].update(_owned(self._naming, graph, new, edges))
        change: Counts = Counter()
        change.update(count(saying for graph in graphs for saying in sayings(graph)))
        change.subtract(counts)
        self._put_shared(new, edges, touched, self._spelled(was))
        self._put_counts(change, self._before[shared], self._after[shared])

    def text(self, position_before: Sequence[str], position_after: Sequence[str]) -> str:
        """Give the change as one SPARQL update."""
        position = self._naming.graph(POSITION)
        self._before[position].update(position_before)
        self._after[position].update(position_after)
        graphs = {*self._before, *self._after}
        less = {graph: self._before[graph] - self._after[graph] for graph in graphs}
        more = {graph: self._after[graph] - self._before[graph] for graph in graphs}
        return f"DELETE DATA {{{_blocks(less)}}} ;\nINSERT DATA {{{_blocks(more)}}}"

    def _graph(self, graph: str) -> list[Quad]:
        return list(self._store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def _described(self, iri: str) -> list[Quad]:
        """What the shared graph says of a node itself; not what is counted about it."""
        found = self._store.quads_for_pattern(NamedNode(iri), None, None, NamedNode(self._naming.graph(SHARED)))
        return [quad for quad in found if quad.predicate.value not in _derived()]

    def _touched(self, old: Mapping[str, Sequence[Quad]]) -> dict[str, list[Quad]]:
        """Find the shared nodes that the replaced articles are tied to, each with what is said of it."""
        wanted = [quad.object.value for quads in old.values() for quad in quads if isinstance(quad.object, NamedNode)]
        shared = NamedNode(self._naming.graph(SHARED))
        for article in old:
            node = NamedNode(self._naming.iri("Article", article))
            for quad in self._store.quads_for_pattern(None, None, node, shared):
                wanted.append(quad.subject.value)  # type: ignore[union-attr]  # nodes of ours are never blank
        found: dict[str, list[Quad]] = {}
        while wanted:
            iri = wanted.pop()
            if iri not in found and self._naming.id(iri) is not None and (quads := self._described(iri)):
                found[iri] = quads
                wanted += [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]
        return found

    def _as_it_was(
        self, old: Mapping[str, Sequence[Quad]], touched: Mapping[str, Sequence[Quad]]
    ) -> list[ArticleGraph]:
        """Read the old articles, each with what is shared around it."""
        found = []
        for article, quads in old.items():
            ends = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
            around = [quad for end in ends for quad in touched.get(end, ())]
            nodes, edges = self._naming.read([*quads, *around])
            found.append(ArticleGraph(article, tuple(nodes), tuple(edges)))
        return found

    def _put_shared(
        self,
        new: Mapping[tuple[str, str], Node],
        edges: set[str],
        touched: Mapping[str, Sequence[Quad]],
        lost: Mapping[str, set[str]],
    ) -> None:
        """Say what is said of shared nodes after the change: new ones, those that stay, and those that go.

        new: what the new articles bring, by label and identifier, edges: their edges between shared nodes.
        touched: what was said of the shared nodes around the replaced articles.
        lost: the spellings of entities in the replaced articles.
        """
        graph = self._naming.graph(SHARED)
        after = self._after[graph]
        after.update(edges)
        brought = {self._naming.iri(*key): node for key, node in new.items()}
        self._alive = dict.fromkeys(brought, True)
        self._brought = frozenset(brought)
        for iri, node in brought.items():
            quads = touched[iri] if iri in touched else self._described(iri)
            self._before[graph].update(map(_line, quads))
            after.update(self._naming.node(self._spelled_least(iri, node, quads, lost)))
            after.update(self._edges_that_stay(quads, is_brought=True))
        for iri, quads in touched.items():
            if iri in brought:
                continue
            self._before[graph].update(map(_line, quads))
            if self._is_alive(iri):
                after.update(self._edges_that_stay(quads))
                nodes, _ = self._naming.read(quads)
                for node in nodes:
                    after.update(self._naming.node(self._spelled_least(iri, node, quads, lost, is_there=False)))

    def _edges_that_stay(self, quads: Iterable[Quad], *, is_brought: bool = False) -> Iterator[str]:
        """The edges of a shared node that stay; those to an article that is replaced come with its new version.

        is_brought: a new article brings the node, and with it all its edges to other shared nodes.
        """
        types = _shared_edges()
        for quad in quads:
            if quad.predicate.value not in types or not isinstance(quad.object, NamedNode):
                continue
            is_to_article = types[quad.predicate.value]
            if quad.object.value not in self._gone if is_to_article else not is_brought:
                yield _line(quad)

    def _is_alive(self, iri: str) -> bool:
        """Tell whether an article that stays is tied to a shared node, itself or through another shared node."""
        if iri not in self._alive:
            self._alive[iri] = False  # while it is found out
            self._alive[iri] = self._is_held(iri)
        return self._alive[iri]

    def _is_held(self, iri: str) -> bool:
        shared = self._naming.graph(SHARED)
        node = NamedNode(iri)
        for quad in self._store.quads_for_pattern(None, None, node, None):
            graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            if graph != shared:
                if graph not in self._gone:
                    return True
            elif (
                quad.predicate.value in _shared_edges()
                and isinstance(quad.subject, NamedNode)
                and quad.subject.value not in self._brought  # what it still leads to, it brings itself
                and self._is_alive(quad.subject.value)
            ):
                return True
        for quad in self._described(iri):
            is_to_article = _shared_edges().get(quad.predicate.value, False)
            if is_to_article and isinstance(quad.object, NamedNode) and quad.object.value not in self._gone:
                return True
        return False

    def _spelled_least(
        self, iri: str, node: Node, quads: Sequence[Quad], lost: Mapping[str, set[str]], *, is_there: bool = True
    ) -> Node:
        """Of several spellings the first in code-point order, whichever article came first.

        is_there: an article that comes in spells it as ``node`` does.
        """
        term = expanded(schema().nodes["Entity"].properties[_NAME].term)
        if node.label != "Entity" or node.properties["local"]:
            return node
        names = [str(node.properties[_NAME])] if is_there else []
        told = (quad.object for quad in quads if quad.predicate.value == term)
        known = next((value.value for value in told if isinstance(value, Literal)), None)
        if known is not None and known in lost.get(iri, ()):
            names.extend(self._still_spelled(iri, node, known))
        elif known is not None:
            names.append(known)
        return Node(node.label, node.id, {**node.properties, _NAME: min(names)}) if names else node

    def _still_spelled(self, iri: str, node: Node, wanted: str) -> list[str]:
        """The spellings of an entity in the articles that stay; ``wanted`` alone if it is among them."""
        kind = str(node.properties["kind"])
        found: set[str] = set()
        for edge, property in _written():
            for quad in self._store.quads_for_pattern(None, NamedNode(edge), NamedNode(iri), None):
                if not isinstance(quad.graph_name, NamedNode) or quad.graph_name.value in self._gone:
                    continue
                for said in self._store.quads_for_pattern(quad.subject, NamedNode(property), None, quad.graph_name):
                    name = str(said.object.value) if isinstance(said.object, Literal) else ""
                    if name == wanted:
                        return [wanted]
                    if name not in found and entity_id(kind, name) == node.id:
                        found.add(name)
        return sorted(found)

    def _spelled(self, graphs: Iterable[ArticleGraph]) -> dict[str, set[str]]:
        """Give the spellings of entities in these articles, by IRI."""
        found: dict[str, set[str]] = defaultdict(set)
        for graph in graphs:
            written = {node.id: node.properties for node in graph.nodes}
            for edge in graph.edges:
                name = schema().edges[edge.type].written
                if name is not None and name in written.get(edge.start, {}):
                    found[self._naming.iri("Entity", edge.end)].add(str(written[edge.start][name]))
        return found

    def _put_counts(self, change: Counts, before: set[str], after: set[str]) -> None:
        shared = NamedNode(self._naming.graph(SHARED))
        for type, start, end in {key[:3] for key, number in change.items() if number}:
            kind = schema().edges[type]
            node = NamedNode(self._naming.edge_node(Edge(type, start, end)))
            quads = list(self._store.quads_for_pattern(node, None, None, shared))
            _, known = self._naming.read(quads)
            old = known[0].properties if known else {}
            values = {name: int(old.get(name, 0)) + change[type, start, end, name] for name in kind.properties}
            if known:
                before.update(self._naming.edge(known[0]))
            if values["articles"] > 0:
                after.update(self._naming.edge(Edge(type, start, end, values)))


def _owned(naming: Naming, graph: ArticleGraph, nodes: dict[tuple[str, str], Node], edges: set[str]) -> Iterator[str]:
    """Yield the lines that the article owns; put what it shares into ``nodes`` (least spelling) and ``edges``."""
    kept = [node for node in graph.nodes if schema().nodes[node.label].owned]
    _keep_least(nodes, (node for node in graph.nodes if not schema().nodes[node.label].owned))
    lines: Lines = naming.lines(ArticleGraph(graph.article, tuple(kept), graph.edges))
    edges.update(lines.shared)
    yield from lines.own


def _keep_least(nodes: dict[tuple[str, str], Node], found: Iterable[Node]) -> None:
    for node in found:
        known = nodes.get((node.label, node.id))
        if known is None or (_NAME in node.properties and node.properties[_NAME] < known.properties[_NAME]):  # type: ignore[operator]  # both are names
            nodes[node.label, node.id] = node


def _counted(counts: Counts) -> Iterator[Edge]:
    rows: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for (type, start, end, name), number in counts.items():
        rows[type, start, end][name] = number
    for (type, start, end), found in rows.items():
        yield Edge(type, start, end, {name: found.get(name, 0) for name in schema().edges[type].properties})


def _line(quad: Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object}"


def _blocks(graphs: Mapping[str, set[str]]) -> str:
    return "".join(
        f"\nGRAPH <{graph}> {{\n{chr(10).join(f'{line} .' for line in sorted(graphs[graph]))}\n}}"
        for graph in sorted(graphs)
        if graphs[graph]
    )


@cache
def _derived() -> frozenset[str]:
    return frozenset(expanded(edge.term) for edge in schema().edges.values() if edge.derived)


@cache
def _shared_edges() -> Mapping[str, bool]:
    """The edges that start at shared nodes: IRI → whether they lead to what an article owns."""
    nodes = schema().nodes
    return {
        expanded(edge.term): nodes[edge.end].owned
        for edge in schema().edges.values()
        if not edge.derived and not nodes[edge.start].owned
    }


@cache
def _written() -> tuple[tuple[str, str], ...]:
    """The edges whose start keeps the name of their end as written, with that property."""
    return tuple(
        (expanded(edge.term), expanded(schema().nodes[edge.start].properties[edge.written].term))
        for edge in schema().edges.values()
        if edge.written is not None and edge.end == "Entity"
    )
