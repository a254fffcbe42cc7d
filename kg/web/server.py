"""How the server runs and how it stops: at once, whatever queries it has."""

from __future__ import annotations

import socket
from collections.abc import Collection

import uvicorn

from kg.web.app import make_app
from kg.web.graph import Graphs
from kg.web.pool import Pool

_CONNECTIONS = 64  # each may hold an answer in a temporary file
_PATIENCE_S = 3  # for answers that are being sent
_LINE_BYTES = 512 * 1024  # a long query in an address


def run(pool: Pool, graphs: Graphs, hosts: Collection[str], listener: socket.socket, *, is_verbose: bool) -> None:
    """Serve until SIGINT or SIGTERM, which is raised again when all is closed.

    hosts: names that this server goes by, without a port. is_verbose: every request is logged.
    """
    config = uvicorn.Config(
        make_app(pool, graphs, hosts),
        log_config=None,
        log_level=None if is_verbose else "warning",
        access_log=is_verbose,
        server_header=False,
        proxy_headers=False,
        ws="none",
        h11_max_incomplete_event_size=_LINE_BYTES,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_PATIENCE_S,
    )
    _Server(config, pool).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self._pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn waits for requests that run, so they are ended first."""
        self._pool.stop()
        await super().shutdown(sockets)
