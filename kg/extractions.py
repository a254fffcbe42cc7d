"""Extractions from JSON Lines: what ``kg extract`` printed, and gold that people annotated in the same form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Any, get_args

from kg.article import Rejected
from kg.extraction import Certainty, Extraction, Place, Polarity, SourceKind, Span, StatementType
from kg.loaders.base import MAX_BYTES, MAX_TEXT, ArticleError, decode, read_lines, shown

_NOWHERE = {"start": 0, "end": 0}


def read_extractions(stream: BufferedReader, where: str) -> Iterator[Extraction | Rejected]:
    """Yield one item a line, lazily and in order; blank lines yield nothing.

    Roles, affiliations and horizons may lack their offsets, which annotators need not give; the span is empty then.
    """
    for number, line in read_lines(stream):
        if line is not None and not line.strip():
            continue
        try:
            yield _extraction(_object(line))
        except ArticleError as reason:
            yield Rejected(f"{where}:{number}", str(reason))


def has_extractions(stream: BufferedReader) -> bool:
    """Tell extractions from articles by the first object with the key ``statements`` or ``text``; reads the stream on.

    A stream of blank lines holds extractions of nothing; one without any such object is left to the loaders.
    """
    is_blank = True
    for _, line in read_lines(stream):
        if line is not None and not line.strip():
            continue
        is_blank = False
        try:
            data = _object(line)
        except ArticleError:
            continue
        if "statements" in data or "text" in data:
            return "statements" in data
    return is_blank


def _object(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise ArticleError(f"longer than {MAX_BYTES // 2**20} MiB: wanted one extraction a line")
    try:
        data = json.loads(decode(line.rstrip()))
    except json.JSONDecodeError as error:
        raise ArticleError(
            f"broken JSON at column {error.colno} ({error.msg}): wanted one whole object a line"
        ) from None
    except ArticleError:
        raise
    except ValueError as error:  # a whole number of more digits than Python converts
        raise ArticleError(f"JSON with a value that cannot be read ({str(error).partition(';')[0]})") from None
    except RecursionError:
        raise ArticleError("JSON nested too deeply: wanted an extraction as 'kg extract' prints it") from None
    if b"\\u" in line and not _is_storable(data):
        raise ArticleError("half of a surrogate pair (\\ud800 to \\udfff): wanted whole characters")
    if not isinstance(data, dict):
        raise ArticleError(f"wanted an object with the keys 'id', 'sources' and 'statements', found {shown(data)}")
    return data


def _is_storable(data: object) -> bool:
    """Tell whether all its strings are text; an escape of JSON can write half a character."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _extraction(data: dict[str, Any]) -> Extraction:
    if "statements" not in data and "text" in data:
        raise ArticleError("an article, wanted an extraction with the key 'statements': 'kg extract' makes one")
    try:
        record = Extraction.from_json(
            {
                **data,
                "sources": [_located(source, "roles", "affiliations") for source in data["sources"]],
                "statements": [_statement(statement) for statement in data["statements"]],
            }
        )
        _check(record)
    except KeyError as error:
        raise ArticleError(f"no key {error}: wanted an extraction as 'kg extract' prints it") from None
    except (TypeError, AttributeError, ValueError) as error:
        if isinstance(error, ArticleError):
            raise
        raise ArticleError(f"no extraction as 'kg extract' prints it ({error})") from None
    return record


def _statement(data: dict[str, Any]) -> dict[str, Any]:
    predictions = data.get("predictions") or []
    return {**data, "predictions": [_located(prediction, "horizon") for prediction in predictions]}


def _located(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Give what hangs under the keys an empty span where it has none."""
    given = {key: data[key] for key in keys if data.get(key)}
    placed = {
        key: [_NOWHERE | item for item in value] if isinstance(value, list) else _NOWHERE | value
        for key, value in given.items()
    }
    return {**data, **placed}


def _check(record: Extraction) -> None:
    """Raise at a value that no rule of scoring or drawing would understand."""
    if not isinstance(record.id, str):
        raise ArticleError(f"id: wanted a string, found {shown(record.id)}")
    for source in record.sources:
        _one_of(source.kind, get_args(SourceKind), f"source {source.id}: kind")
    for one in record.statements:
        _one_of(one.type, get_args(StatementType), f"statement {one.id}: type")
        _one_of(one.place, get_args(Place), f"statement {one.id}: in")
        for prediction in one.predictions:
            _one_of(prediction.polarity, get_args(Polarity), f"statement {one.id}: polarity")
            _one_of(prediction.certainty, get_args(Certainty), f"statement {one.id}: certainty")
        _check_spans([*one.content, *(prediction.span for prediction in one.predictions)], one.id)


def _one_of(value: object, choices: tuple[object, ...], what: str) -> None:
    if value not in choices:
        raise ArticleError(f"{what}: wanted one of {', '.join(map(str, choices))}, found {shown(value)}")


def _check_spans(spans: Iterable[Span], id: str) -> None:
    for span in spans:
        is_whole = type(span.start) is int and type(span.end) is int
        if not is_whole or not 0 <= span.start <= span.end <= MAX_TEXT:
            raise ArticleError(
                f"statement {id}: wanted offsets in code points, 0 ≤ start ≤ end, "
                f"found {shown(span.start)} and {shown(span.end)}"
            )
