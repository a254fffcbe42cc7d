"""The graph in Python: open a database, ask it, get rows; take one text apart without a database.

    >>> import kg
    >>> g = kg.open("kg.db")
    >>> for row in g.predictions(about="سعر الفائدة", until="2025-10-21"):
    ...     print(row["published"], row["speaker"], row["polarity"])
    2025-10-14 رغد الصيرفي positive
    2025-10-21 وديع الكرمي negative
    >>> g.close()

The examples are run by the tests on the example articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg import ask
from kg.article import Article, Rejected, content_id
from kg.catalog import catalog
from kg.catalog import query as named_query
from kg.errors import QueryError
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.stores.base import Store, is_current
from kg.table import Table, table_of

if TYPE_CHECKING:
    from kg.network import Network

STATEMENT_COLUMNS = (
    "speaker",
    "kind",
    "role",
    "cue",
    "text",
    "type",
    "speech_act",
    "naming",
    "sentence",
    "place",
    "start",
    "end",
    "confidence",
)
PREDICTION_COLUMNS = (
    "speaker",
    "role",
    "prediction",
    "polarity",
    "certainty",
    "hedge",
    "horizon",
    "horizon_start",
    "horizon_end",
    "sentence",
    "start",
    "end",
)
ADDED_COLUMNS = ("added", "replaced", "extracted_again", "unchanged", "rejected", "statements")
_OUTCOMES = {"add": "added", "replace": "replaced", "extract": "extracted_again", "same": "unchanged"}


def open(path: str | Path = "kg.db", *, create: bool = False) -> Graph:
    """Open the database at ``path``; LedgerError tells if there is none, unless ``create`` makes an empty one."""
    return Graph(Ledger.open(path, create=create))


def extract(text: str | Article, *, title: str | None = None, published: str | None = None) -> Reading:
    """Take one text apart, without a database.

    published: day of publication, from which "within a month" counts.

    >>> import kg
    >>> reading = kg.extract("قال الخبير الاقتصادي سامر القباني إن الأسعار لن تنخفض هذا العام.")
    >>> reading.statements[0]["speaker"], reading.statements[0]["text"]
    ('سامر القباني', 'الأسعار لن تنخفض هذا العام')
    >>> reading.predictions[0]["polarity"]
    'negative'
    """
    from kg.run import extract_article

    if isinstance(text, str):
        text = Article(text, content_id("text", text), title=title, published=published)
    elif title is not None or published is not None:
        raise QueryError("wanted title and published of a text; an article has its own")
    return Reading(text, extract_article(text))


@dataclass(frozen=True)
class Reading:
    """An article and what was found in it; a notebook shows the text with its statements marked."""

    article: Article
    extraction: Extraction

    @cached_property
    def statements(self) -> Table:
        """The statements in order of the text; ``start`` and ``end`` count code points, end exclusive."""
        sources = {source.id: source for source in self.extraction.sources}
        found = []
        for one in self.extraction.statements:
            source = sources[one.source]
            found.append(
                {
                    "speaker": source.name,
                    "kind": source.kind,
                    "role": "، ".join(dict.fromkeys(role.span.text for role in source.roles)) or None,
                    "cue": None if one.cue is None else one.cue.span.text,
                    "text": " … ".join(span.text for span in one.content),
                    "type": one.type,
                    "speech_act": one.speech_act,
                    "naming": one.naming,
                    "sentence": None if one.sentence is None else one.sentence.text,
                    "place": one.place,
                    "start": one.content[0].start,
                    "end": one.content[-1].end,
                    "confidence": one.confidence,
                }
            )
        return table_of(STATEMENT_COLUMNS, found, remarks=self._remarks())

    @cached_property
    def predictions(self) -> Table:
        """The predictions in order of the text."""
        found = [
            {
                "speaker": row["speaker"],
                "role": row["role"],
                "prediction": it.span.text,
                "polarity": it.polarity,
                "certainty": it.certainty,
                "hedge": it.hedge,
                "horizon": None if it.horizon is None else it.horizon.span.text,
                "horizon_start": None if it.horizon is None else it.horizon.start,
                "horizon_end": None if it.horizon is None else it.horizon.end,
                "sentence": row["sentence"],
                "start": it.span.start,
                "end": it.span.end,
            }
            for one, row in zip(self.extraction.statements, self.statements, strict=True)
            for it in one.predictions
        ]
        return table_of(PREDICTION_COLUMNS, found, remarks=self._remarks())

    def to_html(self) -> str:
        """Write the text with its statements marked as a page of its own."""
        from kg.evidence_html import page

        return page(self.article, self.extraction)

    def _repr_html_(self) -> str:
        from kg.network.show import frame

        return frame(self.to_html(), self.article.title or self.article.id)

    def __repr__(self) -> str:
        return f"<reading of {self.article.id}: {len(self.statements)} statements, {len(self.predictions)} predictions>"

    def _remarks(self) -> tuple[str, ...]:
        skipped = self.extraction.skipped
        return () if skipped is None else (f"the text was not read: {skipped}",)


class Graph:
    """An open database; answers are tables of rows. Use it as a context manager, or ``close`` it; from one thread.

    Filters are texts that are empty for any: names and words are found with or without ال, titles, hamza and vowel
    marks; dates are ``2025``, ``2025-11`` or ``2025-11-14``. QueryError tells what cannot hold.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._stores: dict[str, Any] = {}

    @property
    def path(self) -> Path:
        return self._ledger.path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<graph {self.path}: {len(self._ledger.articles())} articles>"

    def close(self) -> None:
        """Let go of the files; may be called again."""
        self._drop_stores()
        self._ledger.close()

    def predictions(
        self,
        about: str = "",
        *,
        by: str = "",
        outlet: str = "",
        since: str = "",
        until: str = "",
        negated: bool = False,
        hedged: bool = False,
        limit: int | None = None,
    ) -> Table:
        """Tell who predicted what, with the sentence and where it was published.

        negated: only what is said not to happen. hedged: only what is put as probable or possible.

        >>> g.predictions("سعر الفائدة", outlet="أرجوان", negated=True)[0]["speaker"]
        'وديع الكرمي'
        """
        found = ask.predictions(
            self._cypher(),
            about=about,
            by=by,
            outlet=outlet,
            since=since,
            until=until,
            is_negated=negated,
            is_hedged=hedged,
            limit=limit,
        )
        return Table.of_answer(found)

    def sources(self, outlet: str, *, anonymous: bool = False, limit: int | None = None) -> Table:
        """Tell on which sources an outlet relies; ``share`` is of all its statements.

        anonymous: only those that are not named.

        >>> g.sources("المحبرة", limit=1).to_dicts()  # doctest: +ELLIPSIS
        [{'name': ..., 'kind': 'person', 'naming': 'named', 'statements': ..., 'share': ..., 'articles': ...}]
        """
        return Table.of_answer(ask.sources(self._cypher(), outlet, only_anonymous=anonymous, limit=limit))

    def who(self, person: str, *, limit: int | None = None) -> Table:
        """Tell how somebody is described over time, what they said and predicted; list them where several match.

        >>> [row["role"] for row in g.who("الدغيم") if row["what"] == "role"][0]
        'الخبير العسكري'
        """
        return Table.of_answer(ask.who(self._cypher(), person, limit=limit))

    def search(
        self,
        words: str,
        *,
        by: str = "",
        outlet: str = "",
        since: str = "",
        until: str = "",
        limit: int | None = 100,
    ) -> Table:
        """Find words in what was said and predicted, in names and titles; what has the very words comes first.

        >>> g.search("الفائدة", by="الصيرفي")[0]["what"]
        'prediction'
        """
        from kg.text_search import open_text

        with open_text(self._ledger) as index:
            return Table.of(index.find(words, by=by, outlet=outlet, since=since, until=until, limit=limit))

    def query(
        self,
        name: str,
        *,
        lang: str = "cypher",
        limit: int | None = None,
        timeout_s: float | None = None,
        **params: Any,
    ) -> Table:
        """Ask a named question; :meth:`queries` lists them. The rows are the same in ``cypher`` and ``sparql``.

        >>> found = g.query("co_quoted", person="الدغيم")
        >>> found == g.query("co_quoted", lang="sparql", person="الدغيم")
        True
        """
        store = self._store(lang)
        asked = named_query(name, lang)
        bound = asked.bind({key: str(value) for key, value in params.items()})
        return Table.of(store.rows(asked.text, bound, limit=limit, timeout_s=timeout_s))

    def queries(self) -> Table:
        """List the named questions with their parameters.

        >>> "who_predicted_what" in g.queries().column("name")
        True
        """
        found = [
            (
                name,
                it.title,
                ", ".join(f"{param.name}{' (optional)' if param.is_optional else ''}" for param in it.params) or None,
                ", ".join(it.columns),
            )
            for name, it in catalog().items()
        ]
        return Table(("name", "title", "params", "columns"), found)

    def cypher(self, text: str, *, limit: int | None = None, timeout_s: float | None = None, **params: Any) -> Table:
        """Answer a query in Cypher that only reads; parameters are bound, never pasted into the text.

        >>> g.cypher("MATCH (e:Entity {name: $name}) RETURN e.kind AS kind", name="رغد الصيرفي").to_dicts()
        [{'kind': 'person'}]
        """
        return Table.of(self._cypher().rows(text, params, limit=limit, timeout_s=timeout_s))

    def sparql(self, text: str, *, limit: int | None = None, timeout_s: float | None = None, **params: Any) -> Table:
        """Answer a SELECT or ASK in SPARQL; a parameter is a variable of that name, which must stand in the SELECT.

        >>> g.sparql("SELECT (COUNT(?a) AS ?articles) { ?a a schema:NewsArticle }").to_dicts()
        [{'articles': 14}]
        """
        return Table.of(self._store("sparql").rows(text, params, limit=limit, timeout_s=timeout_s))

    def evidence(self, statement: str) -> Table:
        """Tell where a statement stands: its sentence, article and offsets. statement: its identifier.

        >>> found = g.predictions("الهدنة", limit=1)[0]
        >>> found["prediction"] in g.evidence(found["statement"])[0]["sentence"]
        True
        """
        return self.query("statement_evidence", statement=statement)

    def network(
        self,
        kind: str = "expert",
        *,
        ego: str = "",
        depth: int = 1,
        since: str = "",
        until: str = "",
        outlet: str = "",
        min_articles: int = 1,
    ) -> Network:
        """Make the network of sources that articles quote together, or that cite each other.

        kind: ``expert`` for sources that some article describes so, ``all`` for all named ones. ego: only this source
        and those at most ``depth`` ties away. min_articles: fewest articles that make a tie.

        >>> net = g.network(ego="سهيل الدغيم")
        >>> net.name, sorted(net.nodes.column("name"))
        ('سهيل الدغيم', ['جلال المناصفي', 'سهيل الدغيم', 'يعرب الحصني'])
        >>> net.evidence("سهيل الدغيم", "يعرب الحصني").column("outlet")[0]
        'المحبرة'
        """
        from kg.network import network

        return network(
            self._cypher(),
            kind,
            ego=ego,
            depth=depth,
            since=since,
            until=until,
            outlet=outlet,
            min_articles=min_articles,
        )

    def to_networkx(self) -> Any:
        """Give the whole graph as a ``networkx.MultiDiGraph``, a copy of its own; it must fit into memory.

        Nodes carry ``node_type`` and their properties; the key of an edge is its type.

        >>> graph = g.to_networkx()
        >>> sum(data["node_type"] == "Article" for _, data in graph.nodes(data=True))
        14
        """
        from kg.stores.memory import load_memory

        return load_memory(self._ledger).graph

    def articles(self) -> Table:
        """List the articles, as they were published.

        >>> g.articles().columns
        ('id', 'title', 'outlet', 'published', 'url')
        """
        entries = self._ledger.entries(self._ledger.articles())
        found = [(it.id, it.article.title, it.article.outlet, it.article.published, it.article.url) for it in entries]
        found.sort(key=lambda row: (row[3] is None, row[3] or "", row[0]))
        return Table(("id", "title", "outlet", "published", "url"), found)

    def article(self, article: str) -> Reading:
        """Give an article as it was read: by its identifier, that of its source, or its address.

        QueryError where there is none, or more than one.
        """
        found = self._ledger.find(article)
        entry = self._ledger.entry(found[0]) if len(found) == 1 else None
        if entry is None:
            several = f"several articles: {', '.join(found)}" if found else "no article"
            raise QueryError(f"wanted one article {article!r}, found {several}")
        return Reading(entry.article, entry.extraction)

    def add(self, *items: str | Path | Article | Iterable[Article | Rejected]) -> Table:
        """Extract articles and add them; files and folders are read by the loaders. What is there stays as it is.

        Give paths, articles, or lists of articles. ``remarks`` of the answer tell what was rejected.

        >>> text = "قال الخبير الاقتصادي سامر القباني إن السوق هادئة."
        >>> with kg.open("new.db", create=True) as new:
        ...     new.add(kg.Article(text, "1", outlet="الضفاف"))[0]["added"]
        ...     new.who("القباني").column("text")
        1
        [None, 'السوق هادئة']
        """
        from kg.ledger import fill
        from kg.run import extract_article, pipeline_version
        from kg.stores.projections import update_projections

        counts: Counter[str] = Counter()
        rejected = []
        self._drop_stores()
        done = fill(self._ledger, _articles(items), lambda batch: map(extract_article, batch), pipeline_version())
        for one in done:
            if isinstance(one, Rejected):
                counts["rejected"] += 1
                rejected.append(f"{one.where}: {one.reason}")
            else:
                counts[_OUTCOMES[one.outcome]] += 1
                counts["statements"] += one.statements
        update_projections(self._ledger)
        return Table(ADDED_COLUMNS, [[counts[name] for name in ADDED_COLUMNS]], remarks=rejected)

    def remove(self, article: str) -> None:
        """Take an article out again: by its identifier, that of its source, or its address."""
        from kg.stores.projections import update_projections

        found = self._ledger.find(article)
        if len(found) != 1:
            several = f"several articles: {', '.join(found)}" if found else "no article"
            raise QueryError(f"wanted one article {article!r}, found {several}")
        self._drop_stores()
        self._ledger.remove(found[0])
        update_projections(self._ledger)

    def _cypher(self) -> Store:
        return self._store("cypher")

    def _store(self, lang: str) -> Store:
        """Give the open graph of a language, brought up where another process has added articles."""
        if lang not in ("cypher", "sparql"):
            raise QueryError(f"no graph is asked in {lang!r}; there are: cypher, sparql")
        held = self._stores.get(lang)
        if held is not None and not is_current(held, self._ledger):
            self._stores.pop(lang).close()
            held = None
        if held is None:
            held = self._stores[lang] = self._opened(lang)
        store: Store = held
        return store

    def _opened(self, lang: str) -> Store:
        if lang == "sparql":
            from kg.stores.rdf import open_rdf

            return open_rdf(self._ledger)
        from kg.stores.embedded import open_graph

        return open_graph(self._ledger)

    def _drop_stores(self) -> None:
        while self._stores:
            _, store = self._stores.popitem()
            with suppress(OSError):
                store.close()


def _articles(items: Iterable[str | Path | Article | Iterable[Article | Rejected]]) -> Iterator[Article | Rejected]:
    from kg.loaders import read

    for item in items:
        if isinstance(item, Article):
            yield item
        elif isinstance(item, str | Path):
            yield from read([item])
        else:
            yield from item
