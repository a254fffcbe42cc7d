"""What is where on the server: the pages of the explorer, /sparql answers queries, /endpoint tells how it is asked."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from importlib.resources import files
from string import Template

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.web.endpoint import Endpoint
from kg.web.explorer import Explorer
from kg.web.graph import Graphs
from kg.web.guard import Guard
from kg.web.negotiate import ROWS, TRIPLES
from kg.web.pool import Limits, Pool

_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)


def make_app(pool: Pool, graphs: Graphs, hosts: Collection[str]) -> Starlette:
    """Make the application; it closes the pool when it ends.

    hosts: names that this server goes by, without a port.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        pool.close()

    return Starlette(
        routes=[
            Route("/endpoint", _endpoint_page(pool.limits)),
            Route("/health", _health),
            Route("/sparql", Endpoint(pool).__call__, methods=["GET", "POST"]),
            *Explorer(graphs, pool).routes(),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        lifespan=lifespan,
    )


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")


def _endpoint_page(limits: Limits) -> Callable[[Request], Awaitable[Response]]:
    """Give the page for programmers: plain, without scripts, its style let in by its digest."""
    page = Template(files("kg.web").joinpath("endpoint.html").read_text(encoding="utf-8"))
    style = _STYLE.search(page.template)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    values = {
        "version": __version__,
        "rows": "∞" if limits.rows is None else f"{limits.rows}",
        "seconds": f"{limits.timeout_s:g}",
        "row_types": ", ".join(media.type for media in ROWS),
        "triple_types": ", ".join(media.type for media in TRIPLES),
    }

    async def endpoint_page(request: Request) -> Response:
        endpoint = str(request.url.replace(path="/sparql", query="", fragment=""))
        shown = {name: html.escape(value) for name, value in {**values, "endpoint": endpoint}.items()}
        return HTMLResponse(page.substitute(shown), headers={"content-security-policy": policy})

    return endpoint_page
