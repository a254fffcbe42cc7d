"""The SPARQL endpoint: from a request to an answer or to what was wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from kg.errors import QueryError, StoreError
from kg.stores.bounded import CrashedError, FormatError, Formats, RefusedError, StoppedError
from kg.web.description import describe
from kg.web.negotiate import ROWS, TRIPLES, Media, choose
from kg.web.pool import BusyError, Cancel, Limits, Pool, Result
from kg.web.protocol import BODY_BYTES, QUERY_BYTES, Asked, ProtocolError, read_get, read_post

_CHUNK = 1 << 16
#: The first that fits. A query out of time is 503 as with Fuseki: 504 speaks of another server behind this one, and 408
#: of a client that was slow; without Retry-After, because the same query would be stopped again.
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (BusyError, 503),
    (StoppedError, 503),
    (RefusedError, 403),
    (FormatError, 406),
    (CrashedError, 500),
    (QueryError, 400),
    (StoreError, 500),
)


class Endpoint:
    """Answers requests by the SPARQL 1.1 Protocol."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, request: Request) -> Response:
        try:
            asked = await _read(request)
            if asked is None:
                return self._description(request)
            return await self._answer(request, asked)
        except ProtocolError as error:
            return _problem(error.status, str(error))
        except (QueryError, StoreError) as error:
            status = next(status for kind, status in _STATUS if isinstance(error, kind))
            return _problem(status, str(error), {"retry-after": "1"} if isinstance(error, BusyError) else {})

    def _description(self, request: Request) -> Response:
        media = choose(_accept(request), TRIPLES)
        if media is None:
            raise _not_acceptable(*TRIPLES)
        endpoint = str(request.url.replace(query="", fragment=""))
        data = describe(endpoint, media.format, limits_in_words(self._pool.limits))
        return Response(data, headers={"content-type": media.content_type, "vary": "accept"})

    async def _answer(self, request: Request, asked: Asked) -> Response:
        rows, triples = choose(_accept(request), ROWS), choose(_accept(request), TRIPLES)
        if rows is None and triples is None:
            raise _not_acceptable(*ROWS, *TRIPLES)
        formats = Formats(*(media.format if media is not None else None for media in (rows, triples)))
        cancel = Cancel()
        watch = asyncio.create_task(_cancel_when_gone(request, cancel))
        try:
            result = await run_in_threadpool(self._pool.answer, asked, formats, cancel)
        finally:
            watch.cancel()
        media = triples if result.form == "graph" else rows
        assert media is not None
        return _response(result, media, self._pool.limits)


def limits_in_words(limits: Limits) -> str:
    """Tell what a query may take, in English."""
    rows = "all rows" if limits.rows is None else f"{limits.rows} rows or triples"
    return f"Read-only. A query gets {limits.timeout_s:g} s and {limits.memory_mb} MB of memory, and at most {rows}."


async def _read(request: Request) -> Asked | None:
    query_string: bytes = request.scope["query_string"]
    if request.method != "POST":
        return read_get(query_string)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise ProtocolError(413, f"the request is longer than {BODY_BYTES} bytes, a query may have {QUERY_BYTES}")
    return read_post(query_string, request.headers.get("content-type", ""), bytes(body))


async def _cancel_when_gone(request: Request, cancel: Cancel) -> None:
    """Stop the query of a client that does not wait for the answer."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    cancel.set()


def _accept(request: Request) -> str | None:
    values = request.headers.getlist("accept")
    return ", ".join(values) if values else None


def _not_acceptable(*offered: Media) -> ProtocolError:
    return ProtocolError(
        406, f"no format that is accepted can be given; there are: {', '.join(m.type for m in offered)}"
    )


def _response(result: Result, media: Media, limits: Limits) -> Response:
    headers = {
        "content-type": media.content_type,
        "content-length": str(result.size),
        "vary": "accept",
        "x-qawl-truncated": "true" if result.is_cut else "false",
    }
    if limits.rows is not None:
        headers["x-qawl-row-limit"] = str(limits.rows)
    return StreamingResponse(_pieces(result.content), headers=headers)


async def _pieces(content: IO[bytes]) -> AsyncIterator[bytes]:
    with content:
        while data := content.read(_CHUNK):
            yield data


def _problem(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{message}\n", status, headers)
