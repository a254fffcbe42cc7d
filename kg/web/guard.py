"""Which requests are let in, and what every answer tells a browser.

A page of another site that a reader has open can send requests to this machine; it shall not get at anything by it.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}


class Guard:
    """Refuses requests for other hosts and from pages of other hosts; puts strict headers on every answer.

    hosts: names that this server goes by, without a port.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (self._refusal(Headers(scope=scope)) or self._app)(scope, receive, send_with_headers)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        """A host that is not ours is a name that somebody else lets point to this machine."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if _host(f"//{host}") not in self._hosts or len(headers.getlist("host")) != 1:
            return PlainTextResponse("this server does not go by the name in the Host header\n", 400)
        if origin is not None and _host(origin) not in self._hosts:
            return PlainTextResponse("pages of other sites may not ask this server\n", 403)
        return None


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
