"""The page of an outlet: from whom its statements come, how concentrated that is, first hand or through others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.web.graph import Graph, Row
from kg.web.pages.overview import outlets, published
from kg.web.pages.pieces import MissingError, Piece, piece
from kg.web.pages.statements import Said, statements

SIZE = 60
GROUPS = ("named", "role", "anonymous", "document", "media")
WAYS = ("to_it", "plain", "via_others", "to_others")
_TOP = 30
_ARTICLES = 10

_SAID = """
MATCH (o:Entity {id: $outlet})<-[:PUBLISHED_BY]-(a:Article)<-[:IN_ARTICLE]-(s:Statement)-[:SAID_BY]->(e:Entity)
OPTIONAL MATCH (s)-[:TOLD_TO]->(t:Entity)
OPTIONAL MATCH (s)-[:VIA]->(v:Entity)
RETURN s.id AS id, s.naming AS naming, a.id AS article, coalesce(a.published, '') AS published, e.id AS source,
       e.kind AS kind, t.id AS told_to, t.kind AS told_kind, v.id AS via
ORDER BY published DESC, article, s.start, id
"""
_RELIES = """
MATCH (o:Entity {id: $outlet})-[r:RELIES_ON]->(e:Entity)
WHERE NOT e.local
RETURN e.id AS id, e.name AS name, e.kind AS kind, r.statements AS statements, r.articles AS articles
ORDER BY statements DESC, name, id
"""


@dataclass(frozen=True, slots=True)
class Reliance:
    """What an outlet's statements come from."""

    row: Row
    groups: dict[str, list[str]]  #: statements by how their source is named
    ways: dict[str, list[str]]  #: statements by the way that they took
    sources: list[Row]  #: those that are known beyond one article, the most quoted first
    left_out: int  #: statements of all others
    hhi: float | None
    effective: float | None
    months: list[tuple[str, int, int]]  #: month, statements of anonymous sources, all


@dataclass(frozen=True, slots=True)
class Outlet:
    reliance: Reliance
    top: list[Row]
    articles: list[Row]
    articles_total: int
    others: list[Row]
    other: Reliance | None
    shared: list[tuple[Row, Row]]  #: sources of both, as the first and as the other has them


@dataclass(frozen=True, slots=True)
class Set:
    """The statements behind a figure."""

    row: Row
    table: str  #: group or way
    name: str
    said: Piece[str]
    shown: list[Said]


def outlet(graph: Graph, id: str, *, other: str | None = None) -> Outlet:
    """Give the page of an outlet; MissingError if there is none.

    other: another one to compare it with.
    """
    own = reliance(graph, id)
    found = None if other in (None, id) else reliance(graph, str(other))
    articles = published(graph).get(id, [])
    others = [row for row in outlets(graph).values() if row["id"] != id and row["statements"]]
    theirs = {} if found is None else {row["id"]: row for row in found.sources}
    shared = [(row, theirs[row["id"]]) for row in own.sources if row["id"] in theirs]
    return Outlet(own, own.sources[:_TOP], articles[:_ARTICLES], len(articles), others, found, shared)


def reliance(graph: Graph, id: str) -> Reliance:
    """Count what an outlet relies on."""
    if id not in outlets(graph):
        raise MissingError(f"no outlet {id!r}")
    return graph.once(("reliance", id), lambda: _reliance(graph, id))


def chosen(graph: Graph, id: str, table: str, name: str, today: str, number: int = 1) -> Set:
    """Give the statements of one group or way; MissingError if there are none of that name."""
    found = reliance(graph, id)
    ids = (found.groups if table == "group" else found.ways).get(name)
    if not ids:
        raise MissingError(f"no statements {name!r} of {id!r}")
    said = piece(ids, number, SIZE)
    return Set(found.row, table, name, said, statements(graph, said.items, today))


def group_of(kind: str, naming: str) -> str:
    """Tell how a source is named: unnamed documents and media are such, persons and bodies are named or not."""
    if kind in ("document", "media"):
        return kind
    if kind == "anonymous" or naming == "anonymous":
        return "anonymous"
    return "role" if naming == "role" else "named"


def _reliance(graph: Graph, id: str) -> Reliance:
    groups: dict[str, list[str]] = {name: [] for name in GROUPS}
    ways: dict[str, list[str]] = {name: [] for name in WAYS}
    months: dict[str, Counter[bool]] = defaultdict(Counter)
    rows = graph.ask(_SAID, outlet=id)
    for row in rows:
        group = group_of(row["kind"], row["naming"])
        groups[group].append(row["id"])
        ways[_way(row, id)].append(row["id"])
        if len(row["published"]) >= 7:
            months[row["published"][:7]][group == "anonymous"] += 1
    sources = graph.ask(_RELIES, outlet=id)
    counted = sum(row["statements"] for row in sources)
    squares = sum(row["statements"] ** 2 for row in sources)
    return Reliance(
        outlets(graph)[id],
        groups,
        ways,
        sources,
        len(rows) - counted,
        round(squares / counted**2, 3) if counted else None,
        round(counted**2 / squares, 3) if counted else None,
        [(month, found[True], found.total()) for month, found in sorted(months.items())],
    )


def _way(row: Row, outlet: str) -> str:
    """As the query first_hand tells it."""
    if row["told_to"] == outlet:
        return "to_it"
    if row["via"] not in (None, outlet):
        return "via_others"
    return "to_others" if row["told_kind"] == "media" else "plain"


def compared(graph: Graph, id: str, most: int) -> Sequence[str]:
    """Give the outlets with which a page of files compares this one: those with the most statements."""
    return [row["id"] for row in outlets(graph).values() if row["id"] != id and row["statements"]][:most]
