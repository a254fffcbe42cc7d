"""The pages over HTTP: from a request to a page or to what was wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.errors import LedgerError, QawlError, QueryError, StoreError
from kg.rdf import Naming
from kg.stores.bounded import RefusedError, StoppedError
from kg.web import console
from kg.web.addresses import Served
from kg.web.graph import Graphs
from kg.web.pages.pieces import MissingError
from kg.web.pages.search import LONGEST
from kg.web.pool import BusyError, Pool
from kg.web.render import ASSETS, POLICY, asset, render
from kg.web.views import View, show
from kg.web.words import LANGUAGES, Words, preferred

_OWN_POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_POLICY = {"content-security-policy": f"{POLICY}; frame-ancestors 'none'", "vary": "accept-language"}


class Explorer:
    """Answers requests for pages, from the newest state of the graph."""

    def __init__(self, graphs: Graphs, pool: Pool) -> None:
        self._graphs = graphs
        self._pool = pool

    def routes(self) -> list[Route]:
        """Give the routes; that of the pages takes every path, so that what is not there is a page too."""
        return [
            Route("/assets/{name}", _asset),
            Route("/console/{dialect:str}", self._console),
            Route("/network", self._network),
            Route("/{path:path}", self._page),
        ]

    async def _page(self, request: Request) -> Response:
        path = request.path_params["path"].rstrip("/")

        def make(view: View) -> Response:
            is_long = path == "search" and len(view.values.get("q", "")) > LONGEST
            return _html(show(view, path), 400 if is_long else 200)

        return await run_in_threadpool(self._made, request, path, make)

    async def _console(self, request: Request) -> Response:
        dialect = request.path_params["dialect"]
        return await run_in_threadpool(
            self._made, request, f"console/{dialect}", lambda view: self._asked(view, dialect)
        )

    async def _network(self, request: Request) -> Response:
        return await run_in_threadpool(self._made, request, "network", _picture)

    def _asked(self, view: View, dialect: str) -> Response:
        if dialect not in ("sparql", "cypher"):
            raise MissingError(f"no console for {dialect!r}")
        limits = self._pool.limits
        query = view.values.get("query", "")
        answer, problem, status = None, None, 200
        if query.strip():
            try:
                if dialect == "sparql":
                    answer = console.ask_sparql(self._pool, query, Naming().base)
                else:
                    answer = console.ask_cypher(view.graph, query, limits.timeout_s, limits.rows)
            except QawlError as error:
                problem, status = str(error), _query_status(error)
        seconds = limits.timeout_s if dialect == "sparql" else min(limits.timeout_s, console.CYPHER_S)
        rows = limits.rows if dialect == "sparql" else min(limits.rows or console.CYPHER_ROWS, console.CYPHER_ROWS)
        at = view.at
        assert isinstance(at, Served)
        text = view.render(
            "console.html",
            "console",
            dialect=dialect,
            query=query or console.example(dialect),
            answer=answer,
            problem=problem,
            limits={"seconds": f"{seconds:g}", "rows": "∞" if rows is None else f"{rows:,}"},
            named=console.named(dialect),
            fill=lambda text: at.with_query(query=text),
        )
        return _html(text, status)

    def _made(self, request: Request, path: str, make: Callable[[View], Response]) -> Response:
        """Make a page, or one that tells what was wrong; a line of text for a program, which takes no HTML."""
        values = dict(request.query_params)
        asked = values.pop("lang", None)
        asked = asked if asked in LANGUAGES else None
        words = Words(asked or preferred(request.headers.get("accept-language")))
        at = Served(path, words.other, tuple(values.items()), asked)
        is_read = "text/html" in request.headers.get("accept", "")

        def problem(status: HTTPStatus, kind: str, error: QawlError) -> Response:
            if not is_read:
                return PlainTextResponse(f"{status.phrase}: {error}\n", status)
            return _html(render("error.html", words, at, asked=asked, kind=kind, message=str(error)), status)

        try:
            return make(View(self._graphs.current(), words, at, date.today().isoformat(), values, asked))
        except MissingError as error:
            return problem(HTTPStatus.NOT_FOUND, "not_found", error)
        except (LedgerError, StoreError) as error:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "broken", error)
        except QueryError as error:
            return problem(HTTPStatus.BAD_REQUEST, "bad", error)


def _picture(view: View) -> Response:
    """Show the picture of all experts, a page of its own that names the digests of its scripts in its policy."""
    from kg.network import network

    lang = view.words.lang
    page = view.graph.once(("network", lang), lambda: network(view.graph.store).to_html(lang=lang))
    policy = _OWN_POLICY.search(page)
    assert policy is not None
    return HTMLResponse(page, headers=_POLICY | {"content-security-policy": f"{policy[1]}; frame-ancestors 'none'"})


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        return PlainTextResponse("no such file\n", 404)
    return Response(asset(name), headers={"content-type": ASSETS[name]})


def _html(text: str, status: int) -> Response:
    return HTMLResponse(text, status, headers=_POLICY)


def _query_status(error: QawlError) -> int:
    if isinstance(error, BusyError | StoppedError):
        return 503
    if isinstance(error, RefusedError):
        return 403
    return 400 if isinstance(error, QueryError) else 500
