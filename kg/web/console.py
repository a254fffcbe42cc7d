"""The consoles: a query in SPARQL or Cypher, and its answer as a table. Both only read, within limits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from kg.catalog import catalog
from kg.stores.bounded import Formats
from kg.web.graph import Graph
from kg.web.pool import Cancel, Pool
from kg.web.protocol import Asked

CYPHER_ROWS = 10_000
CYPHER_S = 10.0  # a query in Cypher runs in this process, where the pages are made too
_PATHS = {"en": "person", "ar": "article"}
_ID = re.compile(r"(?P<kind>en|ar)-[0-9a-f]{16}")
_EXAMPLES = {
    "sparql": """PREFIX kg: <https://w3id.org/qawl/ns#>
PREFIX schema: <https://schema.org/>
SELECT ?speaker ?text WHERE {
  ?statement kg:saidBy/schema:name ?speaker ; schema:text ?text .
}
ORDER BY ?speaker ?text
LIMIT 50""",
    "cypher": """MATCH (s:Statement)-[:SAID_BY]->(e:Entity)
RETURN e.name AS speaker, s.text AS text, e.id AS source
ORDER BY speaker, text
LIMIT 50""",
}


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    path: str | None = None  #: of the page of what the value names


@dataclass(frozen=True, slots=True)
class Answered:
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    is_cut: bool = False
    truth: bool | None = None  #: the answer to ASK
    text: str | None = None  #: triples


def example(dialect: str) -> str:
    """Give a query to begin with."""
    return _EXAMPLES[dialect]


def named(dialect: str) -> list[tuple[str, str, str]]:
    """Give name, title and text of the named questions; an empty parameter stands for any."""
    found = []
    for query in catalog(dialect).values():
        text = query.text
        if dialect == "cypher":
            for parameter in query.params:
                text = re.sub(rf"\${parameter.name}\b", "''", text)
        elif query.params:
            continue  # its parameters stand among the columns, where no value can
        found.append((query.name, query.title, text))
    return found


def ask_cypher(graph: Graph, query: str, timeout_s: float, rows: int | None) -> Answered:
    """Answer a query in Cypher; QueryError tells why it cannot."""
    found = graph.store.rows(query, {}, limit=min(rows or CYPHER_ROWS, CYPHER_ROWS), timeout_s=min(timeout_s, CYPHER_S))
    return Answered(found.columns, tuple(tuple(map(_cell, row)) for row in found.rows), found.is_cut)


def ask_sparql(pool: Pool, query: str, base: str) -> Answered:
    """Answer a query in SPARQL as the endpoint does; QueryError tells why it cannot.

    base: the address of the data, before which stands what is no identifier of ours.
    """
    result = pool.answer(Asked(query, None), Formats("srj", "ttl"), Cancel())
    with result.content as content:
        data = content.read()
    if result.form == "graph":
        return Answered(text=data.decode(), is_cut=result.is_cut)
    found: dict[str, Any] = json.loads(data)
    if "boolean" in found:
        return Answered(truth=bool(found["boolean"]))
    columns = tuple(found["head"]["vars"])
    rows = tuple(
        tuple(_cell(row[name]["value"].removeprefix(base)) if name in row else None for name in columns)
        for row in found["results"]["bindings"]
    )
    return Answered(columns, rows, result.is_cut)


def _cell(value: Any) -> Cell | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    match = _ID.fullmatch(text)
    return Cell(text, None if match is None else f"{_PATHS[match['kind']]}/{text}")
