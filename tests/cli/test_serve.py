"""How the server starts and stops."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.graphs import make_ledger
from tests.web.server import ENVIRON, KG, serving


def serve(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*KG, "serve", *options], capture_output=True, text=True, env=ENVIRON, timeout=60)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ledger(tmp_path_factory.mktemp("served") / "kg.db")


def test_a_port_in_use_is_one_line_and_ends_with_1(db: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = serve("--db", str(db), "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == f"kg: 127.0.0.1:{port} is in use by another program; --port names another\n"


def test_without_a_ledger_it_is_one_line_and_ends_with_1(tmp_path: Path) -> None:
    done = serve("--db", str(tmp_path / "none.db"), "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("there is no ledger; 'kg add FILES' makes one, --db names another\n")
    assert len(done.stderr.splitlines()) == 1


def test_an_address_of_another_machine_is_told(db: Path) -> None:
    done = serve("--db", str(db), "--host", "192.0.2.1")
    assert (done.returncode, done.stderr) == (
        1,
        "kg: 192.0.2.1:8000 cannot be listened at: Cannot assign requested address\n",
    )


@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_stops_cleanly_also_in_the_middle_of_a_query(db: Path, sign: int, status: int) -> None:
    query = "SELECT(COUNT(*)AS?n){?a?b?c.?d?e?f.?g?h?i.?j?k?l}"
    with serving(db, "--timeout", "60") as server, socket.create_connection((server.host, server.port)) as client:
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(1)
        assert queries_of(server.process.pid)
        children = queries_of(server.process.pid)
        server.process.send_signal(sign)
        assert server.process.wait(timeout=20) == status
        assert server.process.stderr is not None
        assert "Traceback" not in server.process.stderr.read()
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    assert not list((db.parent / "kg.db.d").glob("serve-*"))


def test_a_server_that_was_killed_leaves_nothing_that_stays(db: Path) -> None:
    with serving(db) as server:
        assert server.ask("ASK {}").status == 200
        children = queries_of(server.process.pid)
        server.process.kill()
        server.process.wait()
    left = list((db.parent / "kg.db.d").glob("serve-*"))
    assert left
    deadline = time.monotonic() + 10
    while [pid for pid in children if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with serving(db):
        assert not [folder for folder in left if folder.exists()]


def test_requests_are_told_with_v_only(db: Path) -> None:
    for option, is_told in (("-v", True), ("--color=auto", False)):
        with serving(db, option) as server:
            assert server.ask("ASK {}").status == 200
            server.process.send_signal(signal.SIGINT)
            assert server.process.stderr is not None
            assert ("GET /sparql?query=ASK" in server.process.stderr.read()) is is_told


def test_two_servers_stand_beside_each_other(db: Path) -> None:
    with serving(db) as one, serving(db) as other:
        assert one.ask("ASK {}").status == other.ask("ASK {}").status == 200


def test_another_name_can_be_allowed(db: Path) -> None:
    with serving(db, "--allow-host", "kg.example") as server:
        statuses = [
            server.request("GET", "/health", headers={"Host": host}).status for host in ("kg.example", "b.example")
        ]
    assert statuses == [200, 400]


def queries_of(pid: int) -> list[str]:
    """The query processes of a server."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split() or _children(pid)


def _children(pid: int) -> list[str]:
    """A process belongs to the thread that started it."""
    return [child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
