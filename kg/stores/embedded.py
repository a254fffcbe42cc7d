"""The embedded graph, asked in Cypher: kglite, in memory, saved whole beside the ledger.

A save writes a new file and renames it, with the position in it: after a crash the file shows an earlier state of the
ledger as a whole, and the graph follows from there. Nothing is logged in between, because the ledger is the log.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import kglite

from kg.errors import QueryError, StoreError
from kg.ledger import Ledger
from kg.model import ArticleGraph, Node, schema
from kg.project import Broader, entity_id
from kg.stores.base import Position, Rows, follow, is_current
from kg.stores.derived import Counts, Saying, count, sayings

NAME = "graph.kgl"
K = TypeVar("K")
V = TypeVar("V")
_WAIT_S = 60.0
_SLICE = 5000  # rows of one UNWIND
_TIMEOUT_S = 60.0
# Strings and comments say nothing; a word in backticks can still be a keyword (`LOAD` CSV reads files).
_TOKEN = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|`(?P<quoted>[^`]*)`""")
_LOAD = re.compile(r"(?<!\w)LOAD\s+CSV(?!\w)", re.IGNORECASE)


class EmbeddedStore:
    """One graph file; open it with :meth:`read` or :meth:`write`, or both at once with :func:`open_graph`."""

    def __init__(self, graph: kglite.KnowledgeGraph, path: Path, *, is_writable: bool) -> None:
        kglite.set_query_warning_policy("silent")  # they come back with the rows
        self._graph: kglite.KnowledgeGraph | None = graph
        self._path = path
        self._counts: Counts = Counter()
        self._touched: set[tuple[str, str]] = set()
        self._position: Position | None = None
        if not is_writable:
            graph.read_only(True)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open a graph to ask it; any number of processes may."""
        try:
            return cls(kglite.load(str(path)), path, is_writable=False)
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{path}: cannot be read as a graph: {_line(error)}") from error

    @classmethod
    def write(cls, path: Path) -> Self:
        """Open or make a graph to change it; waits while another process does, for a minute."""
        path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + _WAIT_S
        while True:
            try:
                return cls(kglite.open(str(path), durable="off"), path, is_writable=True)
            except kglite.WriterLeaseHeldError as error:
                if time.monotonic() > deadline:
                    raise StoreError(
                        f"{path}: another process is writing this graph; try again when it is done"
                    ) from error
                time.sleep(0.1)
            except (kglite.KgError, OSError) as error:
                raise StoreError(f"{path}: cannot be opened as a graph: {_line(error)}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was not flushed is forgotten (kglite's own close would save it)."""
        self._graph = None

    def position(self) -> Position | None:
        if self._position is None:
            found = self._ask("MATCH (p:Projection) RETURN p.seq AS seq, p.ledger AS ledger, p.schema AS schema")
            self._position = Position(**found[0]) if found else None
        return self._position

    def clear(self) -> None:
        self._ask("MATCH (n) DETACH DELETE n")
        self._counts.clear()
        self._touched.clear()
        self._position = None

    def apply(self, graphs: Sequence[ArticleGraph], position: Position) -> None:
        try:
            if self.position() is not None:
                self._take_out([graph.article for graph in graphs])
            self._put_nodes([node for graph in graphs for node in graph.nodes])
            self._put_edges(graphs)
        except kglite.KgError as error:
            raise StoreError(f"{self._path}: could not be written: {_line(error)}") from error
        self._counts.update(count(saying for graph in graphs for saying in sayings(graph)))
        self._position = position

    def flush(self) -> None:
        try:
            self._put_counts()
            self._drop_or_rename()
            if self._position is not None:
                row = {"seq": self._position.seq, "ledger": self._position.ledger, "schema": self._position.schema}
                self._ask("MERGE (p:Projection {id: 'projection'}) SET p += $row", row=row)
            self._open().save(layout="compact")
        except (kglite.KgError, OSError) as error:
            raise StoreError(f"{self._path}: could not be written: {_line(error)}") from error

    def rows(
        self, query: str, params: Mapping[str, Any], *, limit: int | None = None, timeout_s: float | None = None
    ) -> Rows:
        if _LOAD.search(_TOKEN.sub(lambda token: f" {token['quoted'] or ''} ", query)):
            raise QueryError("LOAD CSV is refused: a query only reads the graph")
        timeout_ms = int(1000 * (_TIMEOUT_S if timeout_s is None else timeout_s))
        try:
            found = self._cypher(query, params, row_limit=limit, timeout_ms=timeout_ms)
        except kglite.ReadOnlyError as error:
            raise QueryError(
                "a query only reads: CREATE, SET, DELETE, REMOVE, MERGE and schema commands are refused"
            ) from error
        except kglite.CypherTimeoutError as error:
            raise QueryError(
                f"the query took more than {timeout_ms / 1000:g} s and was stopped; ask for less"
            ) from error
        except (kglite.KgError, TypeError, ValueError) as error:
            raise QueryError(_line(error)) from error
        diagnostics = found.diagnostics or {}
        is_cut = limit is not None and (diagnostics.get("total_rows") or 0) > limit
        notes = tuple(note for note in diagnostics.get("warnings", ()) if "truncated" not in note)
        columns = tuple(found.columns)
        return Rows(columns, tuple(tuple(row[c] for c in columns) for row in found.to_list()), is_cut, notes)

    def _open(self) -> kglite.KnowledgeGraph:
        if self._graph is None:
            raise StoreError(f"{self._path}: the graph is closed")
        return self._graph

    def _ask(self, query: str, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cypher(query, params).to_list()
        return found

    def _cypher(
        self, query: str, params: Mapping[str, Any], row_limit: int | None = None, timeout_ms: int | None = None
    ) -> kglite.ResultView:
        found = self._open().cypher(query, params=dict(params), row_limit=row_limit, timeout_ms=timeout_ms)
        assert isinstance(found, kglite.ResultView)
        return found

    def _put_nodes(self, nodes: Iterable[Node]) -> None:
        for label, found in _grouped(nodes, lambda node: node.label).items():
            rows = [_row(node) for node in found]
            if schema().nodes[label].owned:
                self._each(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", rows)
                continue
            # Of several spellings one name, whichever article came first: the same graph from any order.
            least = "ON MATCH SET n.name = CASE WHEN row.name < n.name THEN row.name ELSE n.name END"
            named = least if "name" in schema().nodes[label].properties else ""
            merge = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) ON CREATE SET n = row {named}"
            self._each(merge, list({(r["id"], r.get("name")): r for r in rows}.values()))

    def _put_edges(self, graphs: Iterable[ArticleGraph]) -> None:
        edges = _grouped((edge for graph in graphs for edge in graph.edges), lambda edge: edge.type)
        for type, found in edges.items():
            kind = schema().edges[type]
            # An edge between shared nodes may be there already, from another article.
            verb = "CREATE" if schema().nodes[kind.start].owned else "MERGE"
            self._each(
                f"UNWIND $rows AS row MATCH (a:{kind.start} {{id: row.a}}), (b:{kind.end} {{id: row.b}}) "
                f"{verb} (a)-[:{type}]->(b)",
                [{"a": edge.start, "b": edge.end} for edge in found],
            )

    def _take_out(self, articles: list[str]) -> None:
        """Delete what those articles own; remember the shared nodes that may have lost their last edge."""
        articles = [
            row["id"]
            for row in self._ask("UNWIND $ids AS id MATCH (a:Article {id: id}) RETURN a.id AS id", ids=articles)
        ]
        if not articles:
            return
        self._counts.subtract(count(self._sayings(articles)))
        start = "UNWIND $ids AS id MATCH (a:Article {id: id})"
        statements = f"{start}<-[:IN_ARTICLE]-(s:Statement)"
        owned = {
            "Article": f"{start} WITH a AS n",
            "Statement": f"{statements} WITH s AS n",
            "Description": f"{statements}-[:DESCRIBED_AS]->(d:Description) WITH DISTINCT d AS n",
            "Prediction": f"{statements}-[:MAKES]->(p:Prediction) WITH DISTINCT p AS n",
        }
        for edge in schema().edges.values():
            if edge.start in owned and not schema().nodes[edge.end].owned:
                rows = self._ask(
                    f"{owned[edge.start]} MATCH (n)-[:{edge.name}]->(e) RETURN DISTINCT e.id AS id", ids=articles
                )
                self._touched.update((edge.end, row["id"]) for row in rows)
        for label in ("Prediction", "Description", "Statement", "Article"):
            self._ask(f"{owned[label]} DETACH DELETE n", ids=articles)

    def _sayings(self, articles: list[str]) -> list[Saying]:
        rows = self._ask(
            "UNWIND $ids AS id MATCH (a:Article {id: id})<-[:IN_ARTICLE]-(s:Statement)-[:SAID_BY]->(e:Entity) "
            "OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity) "
            "RETURN a.id AS article, o.id AS outlet, e.id AS source, e.local AS is_local, s.naming AS naming",
            ids=articles,
        )
        return [Saying(**row) for row in rows]

    def _put_counts(self) -> None:
        changed: dict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
        for (type, start, end, name), number in self._counts.items():
            row = changed[type].setdefault((start, end), {"a": start, "b": end})
            row[name] = number
        for type, rows in changed.items():
            names = schema().edges[type].properties
            adds = ", ".join(f"r.{name} = coalesce(r.{name}, 0) + row.{name}" for name in names)
            ends = "UNWIND $rows AS row MATCH (a:Entity {id: row.a}), (b:Entity {id: row.b})"
            self._each(f"{ends} MERGE (a)-[r:{type}]->(b) SET {adds}", list(rows.values()))
            less = [row for row in rows.values() if row["articles"] < 0]
            self._each(f"{ends} MATCH (a)-[r:{type}]->(b) WHERE r.articles <= 0 DELETE r", less)
        self._counts.clear()

    def _drop_or_rename(self) -> None:
        """A shared node goes with the last edge from an article to it; one that stays may have lost its spelling."""
        for label, ids in _grouped(self._touched, lambda touched: touched[0]).items():
            kinds = "|".join(
                e.name for e in schema().edges.values() if e.end == label and schema().nodes[e.start].owned
            )
            match = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})"
            self._ask(f"{match} WHERE NOT (n)<-[:{kinds}]-() DETACH DELETE n", ids=[id for _, id in ids])
        entities = [id for label, id in self._touched if label == "Entity"]
        names: dict[str, list[str]] = defaultdict(list)
        for edge in schema().edges.values():
            if edge.written is not None and entities:
                for row in self._ask(
                    f"UNWIND $ids AS id MATCH (n:Entity {{id: id}})<-[:{edge.name}]-(x) WHERE NOT n.local "
                    f"RETURN DISTINCT n.id AS id, n.kind AS kind, x.{edge.written} AS name",
                    ids=entities,
                ):
                    if entity_id(row["kind"], row["name"]) == row["id"]:
                        names[row["id"]].append(row["name"])
        rows = [{"id": id, "name": min(found)} for id, found in names.items()]
        self._each("UNWIND $rows AS row MATCH (n:Entity {id: row.id}) SET n.name = row.name", rows)
        self._touched.clear()

    def _each(self, query: str, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _SLICE):
            self._cypher(query, {"rows": rows[start : start + _SLICE]})


def graph_path(ledger: Ledger) -> Path:
    """Give the place of the embedded graph: in a folder beside the ledger that can be deleted at any time."""
    return ledger.path.with_name(f"{ledger.path.name}.d") / NAME


def update_graph(
    ledger: Ledger,
    *,
    broader: Broader | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    notify: Callable[[str], None] = lambda message: None,
) -> int:
    """Bring the embedded graph up to the ledger; a damaged one is made again. Tell how many articles changed."""
    path = graph_path(ledger)
    try:
        store = EmbeddedStore.write(path)
    except StoreError as error:
        if not isinstance(error.__cause__, kglite.FileFormatError):
            raise
        notify(f"{error}; it is made again from the ledger")
        path.unlink()
        store = EmbeddedStore.write(path)
    with store:
        return follow(store, ledger, broader=broader, tick=tick)


def open_graph(
    ledger: Ledger, *, broader: Broader | None = None, notify: Callable[[str], None] = lambda message: None
) -> EmbeddedStore:
    """Open the embedded graph for questions; one that is missing, damaged or behind the ledger is updated first."""
    path = graph_path(ledger)
    if path.exists():
        try:
            store = EmbeddedStore.read(path)
            if is_current(store, ledger):
                return store
            notify("the graph is behind the ledger, perhaps after a crash: bringing it up")
        except StoreError:
            pass
    update_graph(ledger, broader=broader, notify=notify)
    return EmbeddedStore.read(path)


def _grouped(items: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _row(node: Node) -> dict[str, Any]:
    """Give all properties of a node, missing ones as null: kglite makes up a `title` that is not given."""
    return {name: node.properties.get(name) for name in schema().nodes[node.label].properties}


def _line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
