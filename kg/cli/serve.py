"""The command that shows the graph over HTTP: serve."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import click

from kg.cli.answer import db_option
from kg.cli.options import settings
from kg.cli.output import say
from kg.errors import QawlError

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ANY = ("0.0.0.0", "::")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes one that is free."
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="Another name that this server goes by; may be given again.",
)
@click.option(
    "--limit", type=click.IntRange(min=0), default=10_000, show_default=True, help="Most rows of an answer; 0 for all."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--memory", type=click.IntRange(min=256), default=1024, show_default=True, help="Megabytes that a query may take."
)
@click.option(
    "--at-once", type=click.IntRange(min=1), default=4, show_default=True, help="Queries that may run at the same time."
)
@db_option
def serve(
    host: str, port: int, names: tuple[str, ...], limit: int, timeout: float, memory: int, at_once: int, db: Path
) -> None:
    """Show the graph in a browser and answer SPARQL queries over HTTP, read-only, until Ctrl-C.

    Only this machine is served unless --host says otherwise. What 'kg add' brings meanwhile is served a few seconds
    later. An answer that was cut at a limit has the header 'X-Qawl-Truncated: true'.

    \b
    Example:
        kg serve --port 8000     then open http://127.0.0.1:8000/
        curl --data-urlencode 'query=ASK {}' http://127.0.0.1:8000/sparql
    """
    listener = _listen(host, port)
    with listener:
        from kg.web.graph import Graphs
        from kg.web.pool import Limits, Pool
        from kg.web.server import run
        from kg.web.snapshot import Snapshots
        from kg.web.views import warm

        hosts = {*_LOOPBACK, *names, host} - {*_ANY}
        graphs = Graphs(db, warm, notify=say)
        pool = Pool(Snapshots(db, notify=say), Limits(limit or None, timeout, memory, at_once))
        if host not in _LOOPBACK:
            say(f"whoever reaches {host} can ask; by these names: {', '.join(sorted(hosts))}")
        say(f"serving {db} at {_address(listener)}, SPARQL at {_address(listener)}sparql; Ctrl-C stops")
        run(pool, graphs, hosts, listener, is_verbose=settings().verbosity > 0)


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        listener = socket.create_server(address[:2], family=family)
        # asyncio does it for sockets of its own only; without, a small answer waits 40 ms for an acknowledgement.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise QawlError(f"{host}:{port} is in use by another program; --port names another") from error
        if isinstance(error, socket.gaierror):
            message = f"{host!r} is no address of this machine: {error.strerror}"
            raise click.BadParameter(message, param_hint="--host") from error
        raise QawlError(f"{host}:{port} cannot be listened at: {_reason(error)}") from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _reason(error: OSError) -> str:
    """The socket module adds the address again in words of its own."""
    return os.strerror(error.errno) if error.errno is not None else str(error)
