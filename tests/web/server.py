"""A real ``kg serve`` on a free port of this machine, and a client that takes nothing for granted."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

KG = [sys.executable, "-m", "kg"]
ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]  #: names in small letters
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        """The values in a result in JSON."""
        found = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def ask(self, query: str, accept: str | None = None, **graphs: Any) -> Reply:
        """Ask by GET; ``default`` and ``named`` are lists of graphs."""
        parameters = [("query", query)]
        parameters += [("default-graph-uri", graph) for graph in graphs.get("default", ())]
        parameters += [("named-graph-uri", graph) for graph in graphs.get("named", ())]
        headers = {} if accept is None else {"Accept": accept}
        return self.request("GET", f"/sparql?{urlencode(parameters, quote_via=quote)}", headers=headers)


@contextmanager
def serving(db: Path, *options: str) -> Iterator[Server]:
    """Run a server over a ledger until the end of the block."""
    process = subprocess.Popen(
        [*KG, "serve", "--db", str(db), "--port", "0", *options], stderr=subprocess.PIPE, text=True, env=ENVIRON
    )
    with process:
        try:
            assert process.stderr is not None
            told = ""
            while (match := re.search(r"at http://([\d.]+):(\d+)/", told)) is None:
                line = process.stderr.readline()
                assert line, f"the server ended: {told}"
                told += line
            yield Server(match[1], int(match[2]), process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)
