"""The record that leaves the pipeline: the sources and statements of one article, as plain data.

The JSON form of :class:`Extraction` is what ``kg extract`` prints and what the ledger keeps. All offsets are
code points, end exclusive, into the article's ``text`` (into its ``title`` for a statement with ``place`` "title").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Self

SourceKind = Literal["person", "organization", "anonymous", "document", "media"]
StatementType = Literal["direct", "indirect", "mixed"]
Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible"]
SpeechAct = Literal["say", "deny", "predict", "call", "ask", "promise", "warn", "accuse", "agree"]
Naming = Literal["named", "role", "anonymous", "implied"]
Place = Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text; ``text`` is the very substring."""

    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(data["start"], data["end"], data.get("text", ""))


@dataclass(frozen=True, slots=True)
class Role:
    """How the text describes a source: a role, title or rank, as written."""

    span: Span
    category: str | None = None  #: identifier in ``ontology/role_categories.toml``, such as ``analyst``

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "category": self.category}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(Span.from_json(data), data.get("category"))


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An organisation, state or group to which a role ties a source, as written."""

    span: Span

    def to_json(self) -> dict[str, Any]:
        return {"name": self.span.text, "start": self.span.start, "end": self.span.end}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(Span(data["start"], data["end"], data["name"]))


@dataclass(frozen=True, slots=True)
class Source:
    """Who or what speaks in one article; local to the article until identities are resolved."""

    id: str
    name: str  #: the fullest name in the article, without titles; of an unnamed source the describing phrase
    kind: SourceKind
    roles: tuple[Role, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    aliases: tuple[str, ...] = ()  #: other forms under which this article mentions it

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "roles": [role.to_json() for role in self.roles],
            "affiliations": [affiliation.to_json() for affiliation in self.affiliations],
            "aliases": list(self.aliases),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            data["id"],
            data["name"],
            data["kind"],
            tuple(map(Role.from_json, data.get("roles", []))),
            tuple(map(Affiliation.from_json, data.get("affiliations", []))),
            tuple(data.get("aliases", [])),
        )


@dataclass(frozen=True, slots=True)
class Horizon:
    """By when: the words always, dates only where they can be resolved from the article's date."""

    span: Span
    start: str | None = None  #: first day, ISO 8601 (YYYY-MM-DD); None where it cannot be resolved
    end: str | None = None  #: last day, inclusive

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.span.text,
            "start": self.span.start,
            "end": self.span.end,
            "from": self.start,
            "to": self.end,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(Span(data["start"], data["end"], data["text"]), data.get("from"), data.get("to"))


@dataclass(frozen=True, slots=True)
class Prediction:
    """A claim about the future as its speaker sees it at the time of speaking."""

    span: Span
    polarity: Polarity
    certainty: Certainty
    hedge: str | None = None  #: the word that decided polarity or certainty, as written
    horizon: Horizon | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            **self.span.to_json(),
            "polarity": self.polarity,
            "certainty": self.certainty,
            "hedge": self.hedge,
            "horizon": self.horizon.to_json() if self.horizon is not None else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        horizon = data.get("horizon")
        return cls(
            Span.from_json(data),
            data["polarity"],
            data["certainty"],
            data.get("hedge"),
            Horizon.from_json(horizon) if horizon is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """The word that reports the saying."""

    span: Span
    lemma: str  #: of the entry in ``ontology/lexicons/ar``

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "lemma": self.lemma}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(Span.from_json(data), data.get("lemma", ""))


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of saying: one source, one cue, and the content that the cue introduces."""

    id: str
    source: str  #: id of a source of the same extraction
    type: StatementType
    content: tuple[Span, ...]  #: two spans where the cue breaks a quotation
    cue: Cue | None = None  #: None for a quotation that stands alone
    mention: Span | None = None  #: the words that name the source here; None where the subject is left out
    speech_act: SpeechAct = "say"
    naming: Naming = "named"
    told_to: str | None = None
    via: str | None = None
    within: str | None = None  #: id of the statement of which this one is a part
    predictions: tuple[Prediction, ...] = ()
    sentence: Span | None = None  #: the sentence around cue and content, for display
    place: Place = "text"
    rule: str = ""  #: name of the rule that made it
    confidence: float = 1.0  #: 0…1; 1 means certainly right
    features: tuple[str, ...] = ()  #: what the confidence is made of; empty unless asked for

    def to_json(self) -> dict[str, Any]:
        return {
            **({"features": list(self.features)} if self.features else {}),
            "id": self.id,
            "source": self.source,
            "mention": self.mention.text if self.mention is not None else None,
            "type": self.type,
            "cue": self.cue.to_json() if self.cue is not None else None,
            "content": [span.to_json() for span in self.content],
            "told_to": self.told_to,
            "via": self.via,
            "within": self.within,
            "predictions": [prediction.to_json() for prediction in self.predictions],
            "in": self.place,
            "speech_act": self.speech_act,
            "naming": self.naming,
            "rule": self.rule,
            "confidence": self.confidence,
            "evidence": {
                "mention": self.mention.to_json() if self.mention is not None else None,
                "sentence": self.sentence.to_json() if self.sentence is not None else None,
            },
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        evidence = data.get("evidence") or {}
        cue, mention, sentence = data.get("cue"), evidence.get("mention"), evidence.get("sentence")
        return cls(
            id=data["id"],
            source=data["source"],
            type=data["type"],
            content=tuple(map(Span.from_json, data["content"])),
            cue=Cue.from_json(cue) if cue is not None else None,
            mention=Span.from_json(mention) if mention is not None else None,
            speech_act=data.get("speech_act", "say"),
            naming=data.get("naming", "named"),
            told_to=data.get("told_to"),
            via=data.get("via"),
            within=data.get("within"),
            predictions=tuple(map(Prediction.from_json, data.get("predictions", []))),
            sentence=Span.from_json(sentence) if sentence is not None else None,
            place=data.get("in", "text"),
            rule=data.get("rule", ""),
            confidence=data.get("confidence", 1.0),
            features=tuple(data.get("features", ())),
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """All sources and statements of one article, in text order."""

    id: str  #: of the article, as it came in
    sources: tuple[Source, ...] = ()
    statements: tuple[Statement, ...] = ()
    skipped: str | None = None  #: why nothing was extracted, such as ``language: en``; None where it was
    warnings: tuple[str, ...] = field(default=())  #: what cost a quote, such as an unpaired mark

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "id": self.id,
            "sources": [source.to_json() for source in self.sources],
            "statements": [statement.to_json() for statement in self.statements],
        }
        if self.skipped is not None:
            data["skipped"] = self.skipped
        if self.warnings:
            data["warnings"] = list(self.warnings)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            data["id"],
            tuple(map(Source.from_json, data["sources"])),
            tuple(map(Statement.from_json, data["statements"])),
            data.get("skipped"),
            tuple(data.get("warnings", ())),
        )
