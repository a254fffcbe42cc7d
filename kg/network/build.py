"""The network of sources: a graph of networkx with groups, centrality and places, and what can be made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx

from kg.errors import QueryError
from kg.network.layout import betweenness, communities, positions
from kg.network.links import EXPERT, Article, Links, Said, read_links
from kg.search import name_key
from kg.stores.base import Store
from kg.table import Table, table_of

NODE_COLUMNS = (
    "name",
    "kind",
    "category",
    "role",
    "statements",
    "articles",
    "links",
    "betweenness",
    "community",
    "id",
)
EDGE_COLUMNS = ("left", "right", "articles", "citations", "first", "last", "outlets", "left_id", "right_id")
_SUGGESTIONS = 5


@dataclass(frozen=True)
class Network:
    """Sources, tied where one article quotes both or one cites the other; make one with :func:`network`.

    ``graph`` is an undirected networkx graph named by the identifiers of the sources. Attributes of a node: ``name``,
    ``kind``, ``category`` and ``role`` (None where there is none), ``statements``, ``articles``, ``links``,
    ``betweenness`` (0 to 1), ``community`` (from 0, the largest), ``x``, ``y``. Of an edge: ``weight`` (the number of
    its articles), ``articles`` and ``statements`` (identifiers, in order of time), ``citations``.
    """

    graph: Any
    articles: Mapping[str, Article]  #: by identifier
    said: Mapping[str, Said]  #: all statements of the sources, by identifier, in order of time
    ego: str | None = None  #: the source around whom it was made

    @property
    def name(self) -> str | None:
        """The name of the source around whom it was made."""
        return None if self.ego is None else str(self.graph.nodes[self.ego]["name"])

    @cached_property
    def nodes(self) -> Table:
        """The sources, those with most links first."""
        found = [{"id": id, **data} for id, data in self.graph.nodes(data=True)]
        found.sort(key=lambda row: (-row["links"], -row["articles"], row["name"], row["id"]))
        return table_of(NODE_COLUMNS, found)

    @cached_property
    def edges(self) -> Table:
        """The ties, those with most articles first, with the days of the first and the last article."""
        found = [self._edge(left, right, data) for left, right, data in self.graph.edges(data=True)]
        found.sort(key=lambda row: (-row["articles"], row["left"], row["right"], row["left_id"], row["right_id"]))
        return table_of(EDGE_COLUMNS, found)

    def evidence(self, left: str, right: str) -> Table:
        """Tell which statements stand behind a tie, by names or identifiers of its two sources.

        QueryError where they are not tied.
        """
        ends = self.find(left), self.find(right)
        if not self.graph.has_edge(*ends):
            raise QueryError(f"{left!r} and {right!r} are not tied in this network")
        columns = ("speaker", "role", "text", "outlet", "published", "title", "url", "article", "statement")
        found = []
        for id in self.graph.edges[ends]["statements"]:
            one = self.said[id]
            article = self.articles[one.article]
            speaker = self.graph.nodes[one.source]["name"]
            about = (article.outlet, article.published, article.title, article.url, article.id)
            found.append((speaker, one.role, one.text, *about, one.id))
        return Table(columns, found)

    def find(self, person: str) -> str:
        """Give the identifier of the source of that name, titles before it or not; QueryError suggests others."""
        return _find(self.graph, person)

    def to_html(self, *, lang: str = "ar") -> str:
        """Write the picture as one page that needs nothing else: no network, no other file.

        lang: of the interface at first, ``ar`` or ``en``; the reader may change it.
        """
        from kg.network.page import page

        return page(self, lang)

    def save(self, path: str | Path, *, lang: str = "ar") -> Path:
        """Write a file, whole or not at all; its suffix tells the form: html, svg, png, gexf or graphml."""
        from kg.network.files import save

        return save(self, Path(path), lang)

    def show(self, *, lang: str = "ar") -> None:
        """Show the picture: in a notebook below the cell, elsewhere in the browser."""
        from kg.network.show import show

        show(self, lang)

    def _repr_html_(self) -> str:
        from kg.network.show import frame

        return frame(self.to_html())

    def __repr__(self) -> str:
        return f"<network of {self.graph.number_of_nodes()} sources, {self.graph.number_of_edges()} ties>"

    def _edge(self, left: str, right: str, data: Mapping[str, Any]) -> dict[str, Any]:
        (left_name, left), (right_name, right) = sorted((self.graph.nodes[id]["name"], id) for id in (left, right))
        articles = [self.articles[id] for id in data["articles"]]
        days = sorted(article.published for article in articles if article.published is not None)
        outlets = sorted({article.outlet for article in articles if article.outlet is not None})
        return {
            "left": left_name,
            "right": right_name,
            "articles": len(articles),
            "citations": len(data["citations"]),
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            "outlets": "، ".join(outlets) or None,
            "left_id": left,
            "right_id": right,
        }


def network(
    store: Store,
    kind: str = EXPERT,
    *,
    ego: str = "",
    depth: int = 1,
    since: str = "",
    until: str = "",
    outlet: str = "",
    min_articles: int = 1,
) -> Network:
    """Make the network of a store; an empty text means any. QueryError names what cannot hold.

    kind: ``expert`` or ``all``, see :func:`kg.network.links.read_links`.
    ego: only the source of that name and those it is tied with, ``depth`` ties away at most.
    min_articles: fewest articles that make a tie; a source that no tie is left to stays, but for one far from ``ego``.
    """
    if depth < 1 or min_articles < 1:
        raise QueryError(f"wanted depth and min_articles of 1 or more, found {depth} and {min_articles}")
    links = read_links(store, kind, outlet=outlet, since=since, until=until)
    graph = _graph(links, min_articles)
    centre = _find(graph, ego) if ego else None
    if centre is not None:
        near = networkx.single_source_shortest_path_length(graph, centre, cutoff=depth)
        graph = graph.subgraph([id for id in graph if id in near]).copy()
    _describe(graph)
    said = {one.id: one for one in links.said if one.source in graph}
    wanted = {one.article for one in said.values()}
    wanted.update(id for *_, articles in graph.edges(data="articles") for id in articles)
    return Network(graph, {id: it for id, it in links.articles.items() if id in wanted}, said, centre)


def _graph(links: Links, min_articles: int) -> Any:
    spoken: dict[str, list[Said]] = defaultdict(list)
    places: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in links.said:
        spoken[one.source].append(one)
        places[one.article, one.source].append(one)
    order = {id: place for place, id in enumerate(links.articles)}
    number = {one.id: place for place, one in enumerate(links.said)}
    graph: Any = networkx.Graph()
    for id, source in links.sources.items():
        roles = Counter(one.role for one in spoken[id] if one.role is not None)
        graph.add_node(
            id,
            name=source.name,
            kind=source.kind,
            category=source.category,
            role=min(roles, key=lambda role: (-roles[role], role), default=None),
            statements=len(spoken[id]),
            articles=len({one.article for one in spoken[id]}),
        )
    for pair, link in links.pairs.items():
        if len(link.articles) < min_articles:
            continue
        behind = {one.id for article in link.articles for id in pair for one in places[article, id]}
        behind.update(citation.statement for citation in link.citations)
        graph.add_edge(
            *pair,
            weight=len(link.articles),
            articles=tuple(sorted(link.articles, key=order.__getitem__)),
            statements=tuple(sorted(behind, key=number.__getitem__)),
            citations=tuple(link.citations),
        )
    return graph


def _describe(graph: Any) -> None:
    """Add what is computed of the whole graph: links, betweenness, community, place."""
    names = sorted(graph)
    numbers = {id: place for place, id in enumerate(names)}
    plain: Any = networkx.Graph()  # of numbers, because sets of texts change their order from run to run
    plain.add_nodes_from(range(len(names)))
    plain.add_weighted_edges_from(
        sorted((*sorted((numbers[a], numbers[b])), weight) for a, b, weight in graph.edges(data="weight"))
    )
    if not names:
        return
    groups = communities(plain)
    group_of = {node: place for place, group in enumerate(groups) for node in group}
    at = positions(plain, groups, {node: graph.nodes[id]["name"] for id, node in numbers.items()})
    between = betweenness(plain)
    for id, node in numbers.items():
        x, y = at[node]
        more = {"links": plain.degree(node), "betweenness": round(between[node], 4), "community": group_of[node]}
        graph.nodes[id].update(more | {"x": x, "y": y})


def _find(graph: Any, person: str) -> str:
    if person in graph:
        return person
    names: dict[str, str] = {id: str(name) for id, name in graph.nodes(data="name")}
    words = person.split()
    for start in range(len(words)):
        key = name_key(" ".join(words[start:]))
        found = {id: name for id, name in names.items() if key and key in name_key(name)}
        found = {id: name for id, name in found.items() if name_key(name) == key} or found
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise QueryError(
                f"several sources match {person!r}: {_listed(found.values())}; give a fuller name or an id"
            )
    keys = {name_key(name): name for name in names.values()}
    close = [keys[key] for key in get_close_matches(name_key(person), list(keys), _SUGGESTIONS)]
    raise QueryError(
        f"no source in this network is named {person!r}" + (f"; did you mean: {_listed(close)}?" if close else "")
    )


def _listed(names: Iterable[str]) -> str:
    found = sorted(names)
    return "، ".join(found[:_SUGGESTIONS]) + (" …" if len(found) > _SUGGESTIONS else "")
