"""The page of an article: its text with the evidence marked, and the list of its statements."""

from __future__ import annotations

from dataclasses import dataclass

from kg.article import Article
from kg.decisions import Decisions
from kg.evidence import numbered
from kg.evidence_html import marked_text, marked_title
from kg.extraction import Extraction, Source, Statement
from kg.ledger import Ledger
from kg.project import graph_of
from kg.web.graph import Graph
from kg.web.pages.pieces import MissingError
from kg.web.pages.statements import Predicted, fate

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement of the list."""

    id: str  #: in the graph
    number: int
    statement: Statement
    source: Source | None
    entity: str
    is_local: bool
    content: str
    predictions: tuple[Predicted, ...]
    within: tuple[str, int] | None  #: the statement of which this one is a part: identifier, number


@dataclass(frozen=True, slots=True)
class Marked:
    id: str
    article: Article
    extraction: Extraction
    outlet: str | None  #: entity
    link: str | None  #: where it was published, if a browser may go there
    title: str | None  #: in HTML
    text: str  #: in HTML
    shown: list[Shown]


def article(graph: Graph, id: str, today: str, *, to_list: str = "") -> Marked:
    """Give the page of an article; MissingError if there is none.

    to_list: what a link from the text to the list says to those who do not see it.
    """
    with Ledger.open(graph.db) as ledger:
        entry = ledger.entry(id)
        decided = Decisions(ledger.decisions()).of(id)
    if entry is None:
        raise MissingError(f"no article {id!r}")
    made = graph_of(entry, decided=decided)
    ids = [node.id for node in made.nodes if node.label == "Statement"]
    names = dict(zip((one.id for one in entry.extraction.statements), ids, strict=True))
    speakers = {edge.start: edge.end for edge in made.edges if edge.type == "SAID_BY"}
    predictions = {edge.start: [] for edge in made.edges if edge.type == "MAKES"}  # type: dict[str, list[str]]
    for edge in made.edges:
        if edge.type == "MAKES":
            predictions[edge.start].append(edge.end)
    local = {node.id: bool(node.properties["local"]) for node in made.nodes if node.label == "Entity"}
    found = numbered(entry.extraction)
    numbers = {one.id: (names[one.id], number) for number, one, _ in found}
    shown = []
    for number, one, source in found:
        told = []
        for prediction_id, prediction in zip(predictions.get(names[one.id], ()), one.predictions, strict=True):
            proposition = decided.propositions.get(prediction_id)
            decisions = () if proposition is None else decided.resolutions.get(proposition.id, ())
            horizon = prediction.horizon
            end = None if horizon is None else horizon.end
            state, truth = fate(prediction.polarity, end, [it.outcome for it in decisions], today)
            told.append(
                Predicted(
                    prediction_id,
                    prediction.span.text,
                    prediction.polarity,
                    prediction.certainty,
                    None if horizon is None else horizon.span.text,
                    None if horizon is None else horizon.start,
                    end,
                    state,
                    truth,
                )
            )
        entity = speakers[names[one.id]]
        content = " … ".join(span.text for span in one.content)
        within = None if one.within is None else numbers.get(one.within)
        shown.append(Shown(names[one.id], number, one, source, entity, local[entity], content, tuple(told), within))
    anchors = {number: f"-{names[one.id]}" for number, one, _ in found}
    text = entry.article
    return Marked(
        id,
        text,
        entry.extraction,
        next((edge.end for edge in made.edges if edge.type == "PUBLISHED_BY"), None),
        text.url if text.url is not None and text.url.lower().startswith(_WEB) else None,
        None if text.title is None else marked_title(text, entry.extraction, anchors, to_list),
        marked_text(text, entry.extraction, anchors, to_list),
        shown,
    )
