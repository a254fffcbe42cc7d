"""What networks of sources are made of: who said what in which article, and who cites whom, as a store has it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from kg.ask import ask
from kg.errors import QueryError
from kg.stores.base import Store

EXPERT = "expert"  #: the role category above those of experts
KINDS = (EXPERT, "all")
Way = Literal["via", "within"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """One statement."""

    id: str
    source: str
    article: str
    text: str
    role: str | None  #: how its article describes the source


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that speaks through another one; ``way`` is ``via`` (a medium) or ``within`` (inside its words)."""

    statement: str  #: the words that are cited
    citing: str
    cited: str
    way: Way


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    name: str
    kind: str  #: as in the graph: person, organization, media …
    category: str | None  #: of the roles in which it is described, the most frequent


@dataclass(slots=True)
class Link:
    """What ties two sources; an edge of the network."""

    articles: set[str] = field(default_factory=set)  #: those that quote both or have one citing the other
    citations: list[Citation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Links:
    """All sources of a kind with what they said; everything in a fixed order."""

    sources: Mapping[str, Source]
    articles: Mapping[str, Article]
    said: tuple[Said, ...]  #: by date of publication, then as they stand in the article
    pairs: Mapping[Pair, Link]  #: by the two identifiers, the smaller one first


def read_links(store: Store, kind: str = EXPERT, *, outlet: str = "", since: str = "", until: str = "") -> Links:
    """Read who is linked with whom; an empty text means any. QueryError tells what is no kind, name or date.

    kind: ``expert`` for sources with a role category under it, wherever they are described so; ``all`` for all that are
    known beyond one article. A bare family name, which may be anybody, is no source here.
    """
    if kind not in KINDS:
        raise QueryError(f"no network of kind {kind!r}; there are: {', '.join(KINDS)}")
    categories = _categories(store, EXPERT if kind == EXPERT else "")
    rows = ask(store, "source_statements", outlet=outlet, since=since, until=until).as_dicts()
    if kind == EXPERT:
        rows = [row for row in rows if row["source"] in categories]
    rows.sort(key=lambda row: (row["published"] is None, row["published"] or ""))
    sources = {row["source"]: (row["name"], row["kind"]) for row in rows}
    articles = {
        row["article"]: Article(row["article"], row["title"], row["url"], row["outlet"], row["published"])
        for row in rows
    }
    said = tuple(Said(row["statement"], row["source"], row["article"], row["text"], row["role"]) for row in rows)
    places = {one.id: one.article for one in said}
    citations = []
    for row in ask(store, "citations").as_dicts():
        is_wanted = kind != EXPERT or row["citing_id"] in categories
        if row["statement"] in places and is_wanted and row["citing_id"] != row["cited_id"]:
            sources.setdefault(row["citing_id"], (row["citing"], row["citing_kind"]))
            citations.append(Citation(row["statement"], row["citing_id"], row["cited_id"], row["way"]))
    found = {id: Source(id, name, its, categories.get(id)) for id, (name, its) in sorted(sources.items())}
    return Links(found, articles, said, dict(_pairs(said, citations, places)))


def _categories(store: Store, above: str) -> dict[str, str]:
    """Give the most frequent category of each source that is described under one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in ask(store, "source_categories", category=above).as_dicts():
        counts[row["id"]][row["category"]] += row["descriptions"]
    return {id: min(found, key=lambda it: (-found[it], it)) for id, found in counts.items()}


def _pairs(
    said: Iterable[Said], citations: Iterable[Citation], places: Mapping[str, str]
) -> Iterator[tuple[Pair, Link]]:
    quoted: dict[str, set[str]] = defaultdict(set)
    for one in said:
        quoted[one.article].add(one.source)
    links: dict[Pair, Link] = defaultdict(Link)
    for article, sources in quoted.items():
        for left, right in combinations(sorted(sources), 2):
            links[left, right].articles.add(article)
    for citation in citations:
        left, right = sorted((citation.citing, citation.cited))
        links[left, right].citations.append(citation)
        links[left, right].articles.add(places[citation.statement])
    yield from sorted(links.items())
