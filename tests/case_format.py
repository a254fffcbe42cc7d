"""Read the annotated cases of ``tests/cases/statements`` and turn each into an article and its gold record.

The format is told in ``tests/cases/README.md``. Spans are written as substrings; offsets are computed here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from kg.article import Article
from kg.errors import DataError
from kg.extraction import (
    Affiliation,
    Certainty,
    Cue,
    Extraction,
    Horizon,
    Place,
    Polarity,
    Prediction,
    Role,
    Source,
    SourceKind,
    Span,
    SpeechAct,
    Statement,
    StatementType,
)

CASES = Path(__file__).parent / "cases" / "statements"
CHECKS = ("type", "kind", "told_to", "via", "within", "roles", "affiliations", "speech_act", "certainty", "horizon")

_CASE_KEYS = {"id", "text", "title", "published", "outlet", "statement"}
_STATEMENT_KEYS = {
    *("source", "kind", "aliases", "roles", "affiliations", "mention", "cue", "content", "type", "in"),
    *("told_to", "via", "within", "speech_act", "prediction"),
}
_PREDICTION_KEYS = {"text", "polarity", "certainty", "horizon"}


@dataclass(frozen=True, slots=True)
class Case:
    """One case: a short article and what has to come out of it."""

    phenomenon: str  #: stem of the file
    article: Article
    gold: Extraction
    check: tuple[str, ...] = ()  #: what besides statements, sources and polarity must be right, of CHECKS

    @property
    def id(self) -> str:
        """``FILE/NAME``, unlike that of any other case."""
        return self.article.id

    @property
    def name(self) -> str:
        return self.id.removeprefix(f"{self.phenomenon}/")


def read_cases(folder: Path = CASES) -> Iterator[Case]:
    """Yield every case in order of file and place; DataError names the case that is wrong."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        for case in read_file(path):
            if case.id in seen:
                raise DataError(f"{case.id}: wanted one case of this id, found two; rename one")
            seen.add(case.id)
            yield case


def read_file(path: Path) -> Iterator[Case]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error
    check = tuple(data.get("check", ()))
    if unknown := set(check) - set(CHECKS):
        raise DataError(f"{path.name}: check knows {', '.join(CHECKS)}; found {', '.join(sorted(unknown))}")
    for table in data.get("case", []):
        where = f"{path.stem}/{table.get('id', '?')}"
        try:
            article = _article(table, where)
            yield Case(path.stem, article, gold_record(article, table.get("statement", [])), check)
        except (KeyError, TypeError, ValueError) as error:
            message = f"wanted the key {error}, found none" if isinstance(error, KeyError) else str(error)
            raise DataError(f"{where}: {message}") from error


def gold_record(article: Article, statements: Sequence[Mapping[str, Any]]) -> Extraction:
    """Build the record from annotations in substrings; ValueError tells which substring is missing or ambiguous."""
    for table in statements:
        _known(table, _STATEMENT_KEYS)
    names = list(dict.fromkeys(table["source"] for table in statements))
    ids = {name: f"p{number}" for number, name in enumerate(names, start=1)}
    sources = (_source(article, ids[name], [t for t in statements if t["source"] == name]) for name in names)
    return Extraction(
        article.id,
        tuple(sources),
        tuple(_statement(article, number, table, ids) for number, table in enumerate(statements, start=1)),
    )


def find(text: str, wanted: str | Mapping[str, Any], start: int = 0, end: int | None = None) -> Span:
    """Find a substring that is unique between ``start`` and ``end``, or ``{text = "...", nth = 2}``, counted from 1."""
    words, nth = (wanted, None) if isinstance(wanted, str) else (str(wanted["text"]), int(wanted["nth"]))
    places = [place for place in _places(text, words) if start <= place and place + len(words) <= (end or len(text))]
    if not places:
        raise ValueError(f"«{words}» does not stand there")
    if nth is None and len(places) > 1:
        raise ValueError(f"«{words}» stands there {len(places)} times: write {{ text = ..., nth = ... }}")
    if nth is not None and not 1 <= nth <= len(places):
        raise ValueError(f"«{words}» has no occurrence {nth}, only {len(places)}")
    place = places[(nth or 1) - 1]
    return Span(place, place + len(words), words)


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _known(table: Mapping[str, Any], keys: set[str]) -> None:
    if unknown := set(table) - keys:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}; there are {', '.join(sorted(keys))}")


def _one_of(value: str, choices: Any, key: str) -> Any:
    if value not in get_args(choices):
        raise ValueError(f"{key} is one of {', '.join(get_args(choices))}; found {value}")
    return value


def _article(table: Mapping[str, Any], where: str) -> Article:
    _known(table, _CASE_KEYS)
    return Article(
        text=table["text"],
        id=where,
        outlet=table.get("outlet"),
        title=table.get("title"),
        published=table.get("published"),
        lang="ar",
    )


def _source(article: Article, id: str, tables: Sequence[Mapping[str, Any]]) -> Source:
    def all_of(key: str) -> list[str]:
        return list(dict.fromkeys(item for table in tables for item in table.get(key, ())))

    name = tables[0]["source"]
    kinds = {table.get("kind", "person") for table in tables}
    if len(kinds) > 1:
        raise ValueError(f"{name} is {' and '.join(sorted(kinds))}")
    for written in (name, *all_of("aliases")):
        if written not in f"{article.title or ''}\n{article.text}":
            raise ValueError(f"the source «{written}» does not stand in the text")
    return Source(
        id,
        name,
        cast(SourceKind, _one_of(kinds.pop(), SourceKind, "kind")),
        tuple(Role(_first(article.text, role)) for role in all_of("roles")),
        tuple(Affiliation(_first(article.text, item)) for item in all_of("affiliations")),
        tuple(all_of("aliases")),
    )


def _first(text: str, words: str) -> Span:
    place = text.find(words)
    if place < 0:
        raise ValueError(f"«{words}» does not stand in the text")
    return Span(place, place + len(words), words)


def _statement(article: Article, number: int, table: Mapping[str, Any], ids: Mapping[str, str]) -> Statement:
    place = cast(Place, _one_of(table.get("in", "text"), Place, "in"))
    text = (article.title or "") if place == "title" else article.text
    content = tuple(find(text, words) for words in table["content"])
    if list(content) != sorted(content, key=lambda span: span.start) or not content:
        raise ValueError("content is one or more substrings in text order")
    within = table.get("within")
    if within is not None and not 1 <= within < number:
        raise ValueError(f"within counts the statements of the case from 1 and points back; found {within}")
    for key in ("told_to", "via"):
        if key in table and table[key] not in article.text:
            raise ValueError(f"{key} «{table[key]}» does not stand in the text")
    mention = table.get("mention")
    return Statement(
        id=f"s{number}",
        source=ids[table["source"]],
        type=cast(StatementType, _one_of(table.get("type", "indirect"), StatementType, "type")),
        content=content,
        cue=Cue(_nearest(text, table["cue"], content), "") if "cue" in table else None,
        mention=_nearest(text, mention, content) if mention is not None else None,
        speech_act=cast(SpeechAct, _one_of(table.get("speech_act", "say"), SpeechAct, "speech_act")),
        told_to=table.get("told_to"),
        via=table.get("via"),
        within=f"s{within}" if within is not None else None,
        predictions=tuple(_prediction(text, prediction, content) for prediction in table.get("prediction", ())),
        place=place,
    )


def _nearest(text: str, words: str, content: Sequence[Span]) -> Span:
    """The occurrence nearest to the content and outside it: قال may well stand twice in a case."""
    outside = [
        place
        for place in _places(text, words)
        if all(place + len(words) <= span.start or place >= span.end for span in content)
    ]
    if not outside:
        raise ValueError(f"«{words}» does not stand outside the content")
    edges = [edge for span in content for edge in (span.start, span.end)]
    place = min(outside, key=lambda at: min(abs(edge - at) for edge in edges))
    return Span(place, place + len(words), words)


def _prediction(text: str, table: Mapping[str, Any], content: Sequence[Span]) -> Prediction:
    _known(table, _PREDICTION_KEYS)
    start, end = content[0].start, content[-1].end
    span = find(text, table["text"], start, end) if "text" in table else Span(start, end, text[start:end])
    horizon = table.get("horizon")
    return Prediction(
        span,
        cast(Polarity, _one_of(table["polarity"], Polarity, "polarity")),
        cast(Certainty, _one_of(table["certainty"], Certainty, "certainty")),
        horizon=Horizon(find(text, horizon, start, end)) if horizon is not None else None,
    )
