"""An article and its statements as lines for a terminal or a plain file: marked text, then the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.article import Article
from kg.evidence import Mark, MarkKind, content_ends, cut, find_marks, lines, numbered, shared
from kg.extraction import Extraction, Place, Prediction, Source, Statement

LETTERS: Mapping[MarkKind, str] = {"speaker": "s", "cue": "c", "content": "q", "prediction": "p"}
_STYLES: Mapping[MarkKind, str] = {"speaker": "36;1", "cue": "32", "content": "33", "prediction": "35;4"}
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def show(article: Article, extraction: Extraction, is_colored: bool) -> Iterator[str]:
    """Yield the lines; characters that a terminal would obey are left out.

    Colours name the marks, or brackets with a letter, and the number tells the statement: ``⟦q3 …⟧``.
    """
    yield from _head(article)
    yield " ".join(_legend(kind, is_colored) for kind in LETTERS)
    yield ""
    if article.title is not None:
        yield from _marked(article.title, extraction, "title", is_colored)
        yield ""
    yield from _marked(article.text, extraction, "text", is_colored)
    if extraction.skipped is not None:
        yield from ("", f"not read: {extraction.skipped}")
    numbers = {statement.id: number for number, statement, _ in numbered(extraction)}
    for number, statement, source in numbered(extraction):
        yield ""
        yield from _statement(number, statement, source, numbers)


def safe(text: str) -> str:
    """Leave out control characters, also those that turn the direction of writing."""
    return _UNSAFE.sub("", text)


def _head(article: Article) -> Iterator[str]:
    known = [value for value in (article.id, article.outlet, article.published, article.url) if value is not None]
    yield safe(" · ".join(known)).replace("\n", " ")


def _legend(kind: MarkKind, is_colored: bool) -> str:
    return f"\x1b[{_STYLES[kind]}m{kind}\x1b[0m" if is_colored else f"⟦{LETTERS[kind]} {kind}⟧"


def _marked(text: str, extraction: Extraction, place: Place, is_colored: bool) -> Iterator[str]:
    marks = find_marks(extraction, place)
    ends = content_ends(marks)
    for start, end, held in lines(text, marks):
        yield _colored(text, start, end, held, ends) if is_colored else _bracketed(text, start, end, held)


def _colored(text: str, start: int, end: int, marks: list[Mark], ends: Mapping[int, list[int]]) -> str:
    """The innermost mark gives the colour; the number of the statement follows its content."""
    shown = []
    for piece in cut(start, end, marks):
        words = safe(text[piece.start : piece.end])
        shown.append(f"\x1b[{_STYLES[piece.marks[-1].kind]}m{words}\x1b[0m" if piece.marks else words)
        shown.extend(f"\x1b[2m[{number}]\x1b[0m" for number in ends.get(piece.end, ()))
    return "".join(shown)


def _bracketed(text: str, start: int, end: int, marks: list[Mark]) -> str:
    shown = []
    opened: list[Mark] = []
    for piece in cut(start, end, marks):
        kept = shared(opened, piece.marks)
        shown.append("⟧" * (len(opened) - kept))
        shown.extend(f"⟦{LETTERS[mark.kind]}{mark.number} " for mark in piece.marks[kept:])
        shown.append(safe(text[piece.start : piece.end]))
        opened = list(piece.marks)
    return "".join((*shown, "⟧" * len(opened)))


def _statement(number: int, one: Statement, source: Source | None, numbers: Mapping[str, int]) -> Iterator[str]:
    roles = "" if source is None else "، ".join(role.span.text for role in source.roles)
    name = "?" if source is None else f"{source.name} ({source.kind})"
    place = " · on the title" if one.place == "title" else ""
    facts = {
        "source": f"{name}{f' – {roles}' if roles else ''}",
        "cue": None if one.cue is None else one.cue.span.text,
        "content": f"({one.type}) {' … '.join(span.text for span in one.content)}",
        "told to": one.told_to,
        "via": one.via,
        "within": None if one.within is None else f"[{numbers[one.within]}]" if one.within in numbers else None,
    }
    lead = f"[{number}]"
    for field, value in facts.items():
        if value is not None:
            yield _fact(lead, field, value)
            lead = ""
    for prediction in one.predictions:
        yield _fact("", "prediction", _outlook(prediction))
    yield _fact("", "rule", f"{one.rule or '–'}, confidence {one.confidence:.2f}{place}")


def _fact(lead: str, field: str, value: str) -> str:
    return f"{lead:<5}{field:<11}{' '.join(safe(value).split())}"


def _outlook(prediction: Prediction) -> str:
    told: list[str] = [prediction.polarity, prediction.certainty]
    if prediction.horizon is not None:
        told.append(f"by {prediction.horizon.span.text}")
        told += dict.fromkeys(day for day in (prediction.horizon.start, prediction.horizon.end) if day is not None)
    return f"({', '.join(told)}) {prediction.span.text}"
