"""Articles from JSON Lines, one object a line, and from a JSON document of one article or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from typing import NoReturn

from kg.article import Article, Rejected
from kg.loaders.base import MAX_BYTES, ArticleError, Loader, check_is_text, decode, read_lines, without_bom
from kg.loaders.record import article


def read_jsonl(stream: BufferedReader, where: str, id: str | None = None) -> Iterator[Article | Rejected]:
    """Yield one item a line; blank lines yield nothing, a source without any line that is not blank is rejected."""
    try:
        check_is_text(stream)
    except ArticleError as reason:
        yield Rejected(where, str(reason))
        return
    is_empty = True
    for number, line in read_lines(stream):
        if line is not None and not line.strip():
            continue
        is_empty = False
        try:
            yield article(_parse(line if line is None else line.rstrip()))
        except ArticleError as reason:
            yield Rejected(f"{where}:{number}", str(reason))
    if is_empty:
        yield Rejected(where, "empty: wanted one JSON object a line, found blank lines only; take it out")


def read_json(stream: BufferedReader, where: str, id: str | None = None) -> Iterator[Article | Rejected]:
    """Yield the article of a document or each of its list; JSON Lines under a name ending in .json are read as such."""
    try:
        check_is_text(stream)
        data = _parse_document(stream)
    except ArticleError as reason:
        yield Rejected(where, str(reason))
        return
    if data is None:
        yield from read_jsonl(stream, where, id)
        return
    places = [(where, data)]
    if isinstance(data, list):
        places = [(f"{where}: item {number}", item) for number, item in enumerate(data, start=1)]
    for place, item in places:
        try:
            yield article(item)
        except ArticleError as reason:
            yield Rejected(place, str(reason))
    if not places:
        yield Rejected(where, "empty: wanted an article or a list of them, found an empty list; take it out")


LINES = Loader("jsonl", (".jsonl", ".ndjson"), read_jsonl)
DOCUMENT = Loader("json", (".json",), read_json)


def _parse_document(stream: BufferedReader) -> object | None:
    """Parse the whole; None, at the beginning again, where it is JSON Lines. No document is null."""
    data = stream.read(MAX_BYTES + 1)
    try:
        found = _parse(without_bom(data) if len(data) <= MAX_BYTES else None)
    except ArticleError:
        try:
            _parse(without_bom(data).lstrip().partition(b"\n")[0])
        except ArticleError:
            is_lines = False
        else:
            is_lines = stream.seekable()
        if not is_lines:
            raise
        stream.seek(0)
        return None
    if found is None:
        raise ArticleError("wanted an object with the key 'text', found null")
    return found


def _parse(data: bytes | None) -> object:
    if data is None:
        raise ArticleError(f"longer than {MAX_BYTES // 2**20} MiB, an article is far shorter: put each on its own line")
    text = decode(data)
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise ArticleError(f"broken JSON at {place} ({error.msg}): wanted one whole object a line") from None
    except RecursionError:
        raise ArticleError("JSON nested too deeply: wanted one flat object with the key 'text'") from None
    except ArticleError:
        raise
    except ValueError as error:  # a whole number of more digits than Python converts
        raise ArticleError(f"JSON with a value that cannot be read ({str(error).partition(';')[0]})") from None


def _no_constant(name: str) -> NoReturn:
    raise ArticleError(f"{name} is no JSON value: write null")
