"""The graph on a Neo4j server, by the official driver: pushed in chunks, one transaction each, and asked in Cypher.

A transaction takes articles out, puts in what they bring now, and moves the position: a push that is cut off, by either
side, goes on from the last transaction that the server has. Other nodes in the same database are left alone.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Self, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Record,
    ResultSummary,
    Session,
    unit_of_work,
)
from neo4j.exceptions import (
    AuthError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.graph import Node as FoundNode
from neo4j.graph import Path as FoundPath
from neo4j.graph import Relationship
from neo4j.time import Date, DateTime, Duration, Time

from kg import __version__
from kg.errors import QueryError, StoreError
from kg.ledger import Ledger
from kg.model import ArticleGraph, Edge, Node, schema
from kg.project import Broader
from kg.stores.base import Position, Rows, follow
from kg.stores.cypher import Ask, CypherProjection, content
from kg.stores.cypher_text import READS_ONLY, refuse_acts, refuse_files
from kg.vocabulary.neo4j import neo4j_schema

_CONNECT_S = 10.0
_RETRY_S = 10.0  # the driver's own retries, of a deadlock above all
_PATIENCE_S = 60.0
_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)  # the last again and again
_TIMEOUT_S = 60.0
_INDEX_S = 300
_BATCH = 10_000  # nodes deleted in one transaction
_READ_ONLY = "Neo.ClientError.Statement.AccessMode"
_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
_SECURITY = "Neo.ClientError.Security."
# What GQL calls a name that is in nothing of this database, and how we say it.
_UNKNOWN = {"01N50": "no node has the label", "01N51": "no edge has the type", "01N52": "nothing has the property"}
_NAME = re.compile(r"`(?P<name>[^`]+)`")
_ADDRESS = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?://([^\s:/?\[\]@]+|\[[^\s\[\]@]+\])(:\d{1,5})?/?")
T = TypeVar("T")


class Neo4jStore:
    """One database of a server; open it with :meth:`connect`.

    patience_s: how long a server that answered before may be gone before we give up.
    notify: told when it is gone.
    """

    dialect = "cypher"

    def __init__(
        self,
        driver: Driver,
        uri: str,
        database: str | None = None,
        *,
        patience_s: float = _PATIENCE_S,
        notify: Callable[[str], None] = lambda message: None,
    ) -> None:
        self._driver = driver
        self._database = database
        self._patience_s = patience_s
        self._notify = notify
        self._has_schema = False
        self.name = uri if database is None else f"{uri}, database {database}"

    @classmethod
    def connect(
        cls,
        uri: str,
        user: str,
        password: str,
        database: str | None = None,
        *,
        patience_s: float = _PATIENCE_S,
        notify: Callable[[str], None] = lambda message: None,
    ) -> Self:
        """Log in and look for the database; StoreError tells in one line what is wrong.

        database: None for the user's own, which is ``neo4j`` where nobody chose another.
        """
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what matters of its warnings is told by us
        if _ADDRESS.fullmatch(uri) is None:
            raise StoreError(f"{uri}: wanted an address such as bolt://localhost:7687")
        driver = GraphDatabase.driver(
            uri,
            auth=(user, password),
            user_agent=f"qawl/{__version__}",
            connection_timeout=_CONNECT_S,
            connection_acquisition_timeout=_CONNECT_S,  # of a port where somebody listens and says nothing
            max_transaction_retry_time=min(_RETRY_S, patience_s),
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
        store = cls(driver, uri, database, patience_s=patience_s, notify=notify)
        try:
            with store._session(READ_ACCESS) as session:
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError) as error:
            driver.close()
            raise store._error(error) from error
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._driver.close()

    def position(self) -> Position | None:
        return self._managed(READ_ACCESS, lambda tx: CypherProjection(_asking(tx)).position())

    def clear(self) -> None:
        """Take out every node of the schema's labels; one that is cut off is begun again by the next :func:`follow`."""
        # A position of no schema counts as another one, so that a graph with holes is never taken for whole.
        self._write("MATCH (p:Projection) SET p.schema = ''")
        kinds = schema().nodes.values()
        for kind in sorted(kinds, key=lambda kind: (kind.internal, not kind.owned)):  # hubs lose their edges first
            while self._write(f"MATCH (n:{kind.name}) WITH n LIMIT {_BATCH} DETACH DELETE n RETURN count(*) AS n"):
                pass

    def apply(self, graphs: Sequence[ArticleGraph], position: Position) -> None:
        self._make_schema()

        def work(tx: ManagedTransaction) -> None:
            ask = _asking(tx)
            projection = CypherProjection(ask)
            found = _locked_position(ask, projection)
            if found is not None and (found.ledger, found.schema) != (position.ledger, position.schema):
                raise StoreError(f"{self.name}: another push puts another graph here at this moment; try again later")
            # Done already: the answer to the commit was lost, or another push of the same ledger was here.
            if found is None or found.seq < position.seq:
                projection.replace(graphs, is_first=found is None)
                projection.settle()
                projection.put_position(position)

        self._managed(WRITE_ACCESS, work)

    def flush(self) -> None:
        """Each :meth:`apply` is kept by itself."""

    def rows(
        self, query: str, params: Mapping[str, Any], *, limit: int | None = None, timeout_s: float | None = None
    ) -> Rows:
        refuse_acts(query)
        refuse_files(query)
        timeout_s = _TIMEOUT_S if timeout_s is None else timeout_s

        @unit_of_work(timeout=timeout_s)
        def work(tx: ManagedTransaction) -> tuple[tuple[str, ...], list[Record], ResultSummary]:
            result = tx.run(query, dict(params))
            return result.keys(), list(islice(result, None if limit is None else limit + 1)), result.consume()

        try:
            with self._session(READ_ACCESS, NotificationMinimumSeverity.WARNING) as session:
                columns, found, summary = session.execute_read(work)
        except Neo4jError as error:
            code = error.code or ""
            if code == _READ_ONLY:
                raise QueryError(READS_ONLY) from error
            if code.startswith(_TIMED_OUT):
                raise QueryError(f"the query took more than {timeout_s:g} s and was stopped; ask for less") from error
            if code == _NO_DATABASE or code.startswith(_SECURITY) or isinstance(error, TransientError):
                raise self._error(error) from error
            raise QueryError(_line(error)) from error
        except DriverError as error:
            raise self._error(error) from error
        except (TypeError, ValueError) as error:  # a parameter that Bolt has no type for
            raise QueryError(_line(error)) from error
        rows = tuple(tuple(map(_plain, record.values())) for record in found[:limit])
        return Rows(tuple(columns), rows, len(found) > len(rows), _notes(summary))

    def content(self) -> tuple[Iterator[Node], Iterator[Edge]]:
        def ask(query: str, /, **params: Any) -> list[dict[str, Any]]:
            return self._managed(READ_ACCESS, lambda tx: _asking(tx)(query, **params))

        return content(ask)

    def counts(self) -> dict[str, int]:
        """Count articles, nodes and edges; nodes and edges of other data are not ours."""

        def work(tx: ManagedTransaction) -> dict[str, int]:
            def total(patterns: list[str]) -> int:
                return sum(_asking(tx)(f"MATCH {pattern} RETURN count(x) AS n")[0]["n"] for pattern in patterns)

            nodes = [f"(x:{kind.name})" for kind in schema().nodes.values() if not kind.internal]
            edges = [f"()-[x:{name}]->()" for name in schema().edges]
            return {"articles": total(["(x:Article)"]), "nodes": total(nodes), "edges": total(edges)}

        return self._managed(READ_ACCESS, work)

    def _make_schema(self) -> None:
        """Make constraints and indexes that are not there yet, once; without them every MERGE reads all nodes."""
        if self._has_schema:
            return
        for command in (*neo4j_schema(), f"CALL db.awaitIndexes({_INDEX_S})"):
            self._patiently(WRITE_ACCESS, partial(_run, command))
        self._has_schema = True

    def _write(self, query: str) -> int:
        """Run one statement that writes; give the number that it returns, 0 where it returns nothing."""
        found = self._managed(WRITE_ACCESS, lambda tx: _asking(tx)(query))
        return int(found[0]["n"]) if found else 0

    def _managed(self, access: str, work: Callable[[ManagedTransaction], T]) -> T:
        """Do ``work`` in a transaction that the driver repeats while the server says that it is worth it."""
        return self._patiently(
            access,
            lambda session: session.execute_read(work) if access == READ_ACCESS else session.execute_write(work),
        )

    def _patiently(self, access: str, run: Callable[[Session], T]) -> T:
        """Do it again, after longer and longer pauses, while the server is gone; whatever is done must bear that."""
        deadline = time.monotonic() + self._patience_s
        for pause in _pauses():
            try:
                with self._session(access) as session:
                    return run(session)
            except (ServiceUnavailable, SessionExpired, TransientError) as error:
                if time.monotonic() + pause > deadline:
                    raise self._error(error) from error
                self._notify(f"{self.name}: {_line(error)}; trying again for {deadline - time.monotonic():.0f} s")
                time.sleep(pause)
            except (DriverError, Neo4jError) as error:
                raise self._error(error) from error
        raise AssertionError("the pauses never end")

    def _session(self, access: str, severity: NotificationMinimumSeverity = NotificationMinimumSeverity.OFF) -> Session:
        return self._driver.session(
            database=self._database, default_access_mode=access, notifications_min_severity=severity
        )

    def _error(self, error: DriverError | Neo4jError) -> StoreError:
        code = (error.code or "") if isinstance(error, Neo4jError) else ""
        if isinstance(error, AuthError):
            told = f"user or password is wrong: {_line(error)}"
        elif code == _NO_DATABASE:
            told = f"there is no such database: {_line(error)}"
        elif isinstance(error, ServiceUnavailable | SessionExpired | TransientError):
            told = f"Neo4j does not answer: {_line(error)}; is it running, is this its address?"
        else:
            told = f"Neo4j refused: {_line(error)}"
        return StoreError(f"{self.name}: {told}")


def push(
    store: Neo4jStore,
    ledger: Ledger,
    *,
    is_rebuilt: bool = False,
    broader: Broader | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    notify: Callable[[str], None] = lambda message: None,
) -> int:
    """Bring the server's graph up to the ledger, from where it stands; tell how many articles changed.

    is_rebuilt: take out first whatever graph is there; without it, one that is not of this ledger is refused.
    """
    # First the nodes, then the position: another push brings both at once, and may do so between the two looks.
    nodes = 0 if is_rebuilt else store.counts()["nodes"]
    found = store.position()
    if is_rebuilt:
        store.clear()
    elif found is None:
        if nodes:
            raise StoreError(
                f"{store.name}: wanted a database without nodes such as Article or Entity, found {nodes} that no push "
                "has made; --rebuild deletes them"
            )
    elif found.ledger != ledger.id:
        raise StoreError(
            f"{store.name}: holds the graph of another ledger; --rebuild puts this one in its place, "
            "--database names another place"
        )
    elif found.seq > ledger.last_change():
        raise StoreError(
            f"{store.name}: holds changes that this ledger does not have, perhaps an older copy; "
            "--rebuild makes the graph again from it"
        )
    elif found.schema != schema().digest:
        notify(f"{store.name}: was made with another schema, or not cleared to the end: it is made again")
    try:
        return follow(store, ledger, broader=broader, tick=tick)
    except StoreError as error:
        raise StoreError(f"{error}; what was pushed stays, the same command goes on from there") from error


def _run(command: str, session: Session) -> None:
    session.run(command).consume()


def _asking(tx: ManagedTransaction) -> Ask:
    return lambda query, /, **params: tx.run(query, params).data()


def _locked_position(ask: Ask, projection: CypherProjection) -> Position | None:
    """Give the position as it stands, after any other push that is at work now is done; the lock ends with ours."""
    ask("MERGE (p:Projection {id: 'projection'}) SET p.locked = true REMOVE p.locked")
    found = projection.position()
    return None if found is None or found.seq is None else found


def _pauses() -> Iterator[float]:
    yield from _PAUSES_S
    while True:
        yield _PAUSES_S[-1]


def _notes(summary: ResultSummary) -> tuple[str, ...]:
    """Tell names that are neither in the database nor in the schema: misspelt, most likely."""
    table = schema()
    known = {*table.nodes, *table.edges}
    for properties in (kind.properties for kinds in (table.nodes, table.edges) for kind in kinds.values()):
        known.update(properties)
    notes = []
    for status in summary.gql_status_objects:
        name = _NAME.search(status.status_description)
        if status.gql_status in _UNKNOWN and name is not None and name["name"] not in known:
            notes.append(f"{_UNKNOWN[status.gql_status]} {name['name']!r}")
    return tuple(dict.fromkeys(notes))


def _plain(value: Any) -> Any:
    """Turn what Bolt has into numbers, text, lists and dicts, nodes and edges in the shape of the embedded graph's."""
    if isinstance(value, FoundNode):
        return {"id": value.element_id, "labels": sorted(value.labels), "properties": _plain(dict(value))}
    if isinstance(value, Relationship):
        start, end = (None if node is None else node.element_id for node in (value.start_node, value.end_node))
        properties = _plain(dict(value))
        return {"id": value.element_id, "start": start, "end": end, "type": value.type, "properties": properties}
    if isinstance(value, FoundPath):
        return {
            "nodes": [_plain(it) for it in value.nodes],
            "relationships": [_plain(it) for it in value.relationships],
        }
    if isinstance(value, dict):
        return {name: _plain(it) for name, it in value.items()}
    if isinstance(value, Duration):
        return value.iso_format()
    if isinstance(value, Date | DateTime | Time):
        return value.to_native().isoformat()
    if isinstance(value, list | tuple):  # a point is a tuple of its coordinates
        return [_plain(it) for it in value]
    if isinstance(value, bytes | bytearray):
        return value.hex()
    return value


def _line(error: BaseException) -> str:
    """Give in one line what the server said, or what the system said to the driver, without codes."""
    if isinstance(error, Neo4jError):
        lines = (error.message or str(error)).strip().splitlines()
        return lines[0].rstrip(":") if lines else type(error).__name__
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, TimeoutError):
            return f"not a word in {_CONNECT_S:g} s"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__
