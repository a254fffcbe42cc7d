"""What one article brings into the graph: its extraction as nodes and edges of ``ontology/schema.toml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.article import Article, content_id
from kg.decisions import ArticleDecisions, Decision, Proposition
from kg.extraction import Affiliation, Prediction, Role, Source, Span, Statement
from kg.ledger import Entry
from kg.lexicon import categories
from kg.model import ArticleGraph, Edge, Node, Value
from kg.search import name_key, name_parts, text_key

TOOL = "qawl"
Broader = Mapping[str, str]  #: the category above each role category that has one


def graph_of(entry: Entry, broader: Broader | None = None, decided: ArticleDecisions | None = None) -> ArticleGraph:
    """Make nodes and edges of one article, each once, in a fixed order; equal entries give equal graphs anywhere.

    broader: None for the tree of ``ontology/role_categories.toml``.
    decided: what people decided about its predictions, and which outcomes it shows. A proposition always comes with all
    its outcomes; an edge to evidence comes with the article that is the evidence, which may be added later.
    """
    graph = _Graph(
        entry, categories.broader() if broader is None else broader, ArticleDecisions() if decided is None else decided
    )
    graph.add_article()
    for statement in entry.extraction.statements:
        graph.add_statement(statement)
    for decision in graph.decided.evidence_for:
        graph.edge("EVIDENCE", graph.resolution(decision), entry.id)
    return ArticleGraph(entry.id, tuple(graph.nodes.values()), tuple(graph.edges.values()))


def entity_id(kind: str, name: str, article: str | None = None, place: int = 0) -> str:
    """Identify an entity by kind and folded name; a local one (``article`` given) by its article and place too."""
    where = () if article is None else (article, str(place))
    return f"en-{content_id(kind, ' '.join(name_parts(name)), *where)}"


def is_local(kind: str, name: str) -> bool:
    """Tell whether a source means nothing outside its article: unnamed ones, and persons with one part of a name only.

    A bare family name, kunya or given name is never merged across articles.
    """
    if kind in ("anonymous", "document"):
        return True
    return len(name_parts(name)) < (2 if kind == "person" else 1)


def span_text(*spans: Span | None) -> str | None:
    """Write spans as ``start,end``, separated by a space; None where there is none."""
    return " ".join(f"{span.start},{span.end}" for span in spans if span is not None) or None


@dataclass
class _Graph:
    """The graph of one article while it grows."""

    entry: Entry
    broader: Broader
    decided: ArticleDecisions
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], Edge] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.sources = {source.id: source for source in self.entry.extraction.sources}
        self.entities = dict(zip(self.sources, _source_ids(self.entry), strict=True))
        self.statements = dict(
            zip((s.id for s in self.entry.extraction.statements), self._statement_ids(), strict=True)
        )
        self.run = f"ru-{content_id(TOOL, self.entry.pipeline)}"

    def add_article(self) -> None:
        article = self.entry.article
        self.node(
            "Article",
            self.entry.id,
            inputId=article.id,
            url=article.url,
            title=article.title,
            outlet=article.outlet,
            published=article.published,
            lang=article.lang,
            textHash=article.text_hash,
            status="extracted" if self.entry.extraction.skipped is None else "skipped",
            reason=self.entry.extraction.skipped,
        )
        if (outlet := _outlet(article)) is not None:
            self.edge("PUBLISHED_BY", self.entry.id, self.entity("media", outlet))

    def add_statement(self, statement: Statement) -> None:
        source = self.sources[statement.source]
        id = self.statements[statement.id]
        self.node("Statement", id, **_statement_properties(statement, source))
        self.edge("IN_ARTICLE", id, self.entry.id)
        self.node("Run", self.run, tool=TOOL, version=self.entry.pipeline)
        self.edge("GENERATED_BY", id, self.run)
        self.edge("SAID_BY", id, self.source(source))
        for name, type in ((statement.told_to, "TOLD_TO"), (statement.via, "VIA")):
            if name is not None and name_parts(name):
                self.edge(type, id, self.other(name))
        if statement.within is not None and statement.within in self.statements:
            self.edge("WITHIN", id, self.statements[statement.within])
        for text, organization, role, span in _descriptions(source):
            self.edge("DESCRIBED_AS", id, self.description(source, text, organization, role, span))
        for prediction in statement.predictions:
            made = self.prediction(id, prediction)
            self.edge("MAKES", id, made)
            if (proposition := self.decided.propositions.get(made)) is not None:
                self.edge("OF", made, self.proposition(proposition))

    def source(self, source: Source) -> str:
        id = self.entities[source.id]
        return self._entity_node(id, source.kind, source.name, is_local(source.kind, source.name))

    def other(self, name: str) -> str:
        """Whoever is named beside the speaker: a source of this article, else a medium, as it nearly always is."""
        for source in self.sources.values():
            if name_key(name) in {name_key(form) for form in (source.name, *source.aliases)}:
                return self.source(source)
        return self.entity("media", name)

    def entity(self, kind: str, name: str) -> str:
        return self._entity_node(entity_id(kind, name), kind, name, False)

    def _entity_node(self, id: str, kind: str, name: str, local: bool) -> str:
        known = self.nodes.get(id)
        name = name if known is None else min(name, str(known.properties["name"]))
        return self.node("Entity", id, kind=kind, name=name, nameKey=name_key(name), local=local)

    def description(self, source: Source, text: str, organization: str | None, role: str | None, span: str) -> str:
        entity = self.source(source)
        id = f"de-{content_id(self.entry.id, entity, text, organization)}"
        if id not in self.nodes:
            self.node("Description", id, text=text, organization=organization, span=span)
            self.edge("DESCRIBES", id, entity)
            if organization is not None:
                self.edge("AT", id, self.entity("organization", organization))
            if role is not None:
                self.edge("HAS_ROLE", id, self.role(role))
                for category in self.above(role):
                    self.edge("IN_CATEGORY", id, category)
        return id

    def role(self, category: str) -> str:
        known = categories.load_categories().get(category)
        return self.node("Role", category, name=category if known is None else known.ar)

    def above(self, category: str) -> list[str]:
        """The category and all above it, each tied to the next."""
        found = [self.role(category)]
        while (parent := self.broader.get(found[-1])) is not None and parent not in found:
            self.edge("BROADER", found[-1], self.role(parent))
            found.append(parent)
        return found

    def prediction(self, statement: str, prediction: Prediction) -> str:
        horizon = prediction.horizon
        return self.node(
            "Prediction",
            self.ordinal("pr", statement, prediction.span.text),
            text=prediction.span.text,
            textKey=text_key(prediction.span.text),
            polarity=prediction.polarity,
            certainty=prediction.certainty,
            hedge=prediction.hedge,
            horizonText=horizon.span.text if horizon is not None else None,
            horizonStart=horizon.start if horizon is not None else None,
            horizonEnd=horizon.end if horizon is not None else None,
            start=prediction.span.start,
            stop=prediction.span.end,
        )

    def proposition(self, proposition: Proposition) -> str:
        id = self.node("Proposition", proposition.id, text=proposition.text)
        for decision in self.decided.resolutions[id]:
            self.edge("RESOLVED_BY", id, self.resolution(decision))
        return id

    def resolution(self, decision: Decision) -> str:
        evidence = " ".join(it.written for it in decision.evidence) or None
        return self.node(
            "Resolution",
            decision.id,
            outcome=decision.outcome,
            on=decision.on,
            by=decision.by,
            evidence=evidence,
            note=decision.note,
        )

    def ordinal(self, prefix: str, *parts: str) -> str:
        """Make an identifier from content; the second of equal content gets another one."""
        key = content_id(prefix, *parts)
        self.seen[key] += 1
        return f"{prefix}-{content_id(key, str(self.seen[key]))}"

    def node(self, label: str, id: str, /, **properties: Value | None) -> str:
        self.nodes[id] = Node(label, id, {"id": id} | {k: v for k, v in properties.items() if v is not None})
        return id

    def edge(self, type: str, start: str, end: str) -> None:
        self.edges[type, start, end] = Edge(type, start, end)

    def _statement_ids(self) -> Iterable[str]:
        for statement in self.entry.extraction.statements:
            mention = statement.mention.text if statement.mention is not None else self.sources[statement.source].name
            yield self.ordinal("st", self.entry.id, mention, *(span.text for span in statement.content))


def _source_ids(entry: Entry) -> list[str]:
    """Identify the sources of an article; of equal local ones (two unnamed officials) the place tells them apart."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for source in entry.extraction.sources:
        if is_local(source.kind, source.name):
            key = (source.kind, " ".join(name_parts(source.name)))
            found.append(entity_id(source.kind, source.name, entry.id, seen[key]))
            seen[key] += 1
        else:
            found.append(entity_id(source.kind, source.name))
    return found


def _statement_properties(statement: Statement, source: Source) -> dict[str, Value | None]:
    text = " … ".join(span.text for span in statement.content)
    return {
        "text": text,
        "textKey": text_key(text),
        "sentence": statement.sentence.text if statement.sentence is not None else None,
        "speaker": source.name,
        "mention": statement.mention.text if statement.mention is not None else None,
        "role": "، ".join(dict.fromkeys(role.span.text for role in source.roles)) or None,
        "cue": statement.cue.span.text if statement.cue is not None else None,
        "cueLemma": statement.cue.lemma if statement.cue is not None else None,
        "speechAct": statement.speech_act,
        "type": statement.type,
        "naming": statement.naming,
        "toldTo": statement.told_to,
        "via": statement.via,
        "place": statement.place,
        "start": min(span.start for span in statement.content),
        "stop": max(span.end for span in statement.content),
        "spans": span_text(*statement.content),
        "mentionSpan": span_text(statement.mention),
        "cueSpan": span_text(statement.cue.span if statement.cue is not None else None),
        "sentenceSpan": span_text(statement.sentence),
        "rule": statement.rule or None,
        "confidence": float(statement.confidence),
    }


def _descriptions(source: Source) -> list[tuple[str, str | None, str | None, str]]:
    """Pair each role with the organisations nearest to it, one each: text, organisation, category, spans."""
    rows: list[tuple[str, str | None, str | None, str]] = []
    held: dict[int, list[Affiliation]] = {}
    for affiliation in source.affiliations:
        if source.roles:
            held.setdefault(_nearest(affiliation, source.roles), []).append(affiliation)
        else:
            rows.append((affiliation.span.text, affiliation.span.text, None, span_text(affiliation.span) or ""))
    for place, role in enumerate(source.roles):
        organizations: list[str | None] = [affiliation.span.text for affiliation in held.get(place, ())]
        for organization in organizations or [None]:
            rows.append((role.span.text, organization, role.category, span_text(role.span) or ""))
    return [row for row in rows if row[1] is None or name_parts(row[1])]


def _nearest(affiliation: Affiliation, roles: tuple[Role, ...]) -> int:
    def gap(place: int) -> int:
        role = roles[place].span
        return max(role.start - affiliation.span.end, affiliation.span.start - role.end, 0)

    return min(range(len(roles)), key=gap)


def _outlet(article: Article) -> str | None:
    return article.outlet if article.outlet is not None and name_parts(article.outlet) else None
