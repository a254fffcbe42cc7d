"""A real Neo4j for the tests, without Docker: its jars by Maven, the server as a process on a free port.

``python tests/neo4j/server.py`` fetches the jars and prints where they are, so that it is done before the tests run.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

POM = Path(__file__).with_name("pom.xml")
USER = "neo4j"
_BUILD_S, _START_S, _STOP_S, _ADMIN_S = 900.0, 120.0, 60.0, 300.0
_JAVA = 17
_OPEN = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")
_TAIL = 4000  # characters of a log that are shown
# Without these the transaction logs take 512 MB of disk from the start, and stopping takes 10 seconds.
_CONF = """\
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}
server.config.strict_validation.enabled=true
db.tx_log.preallocate=false
db.shutdown_transaction_end_timeout=1s
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
dbms.usage_report.enabled=false
"""


class NoServerError(Exception):
    """Neo4j cannot be had on this machine; the message tells what is missing."""


class ServerError(Exception):
    """Neo4j is there, but did not do what it was told; the message has the end of its log."""


def home() -> Path:
    """Give the folder of Neo4j's jars, fetched on the first call; NoServerError tells why there is none.

    It lies in QAWL_NEO4J_HOME, else the user's cache, under the digest of pom.xml: the same tests in another folder
    find it, another version of Neo4j gets another one.
    """
    _check_java()
    folder = _cache() / f"neo4j-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"
    if not folder.is_dir():
        _build(folder)
    return folder


def _cache() -> Path:
    if chosen := os.environ.get("QAWL_NEO4J_HOME"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qawl"


def _check_java() -> None:
    if shutil.which("java") is None:
        raise NoServerError("there is no java; Neo4j needs Java 17 (Debian: openjdk-17-jre-headless)")
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < _JAVA:
        raise NoServerError(f"Neo4j needs Java {_JAVA} or newer, found {told.splitlines()[:1]}")


def _build(folder: Path) -> None:
    """Fetch beside the place and rename, so that a folder that is there is whole."""
    if shutil.which("mvn") is None:
        raise NoServerError("there is no mvn to fetch Neo4j with (Debian: maven)")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as scratch:
        shutil.copy(POM, scratch)
        command = [
            "mvn",
            "--batch-mode",
            "--quiet",
            "--strict-checksums",
            "-Dstyle.color=never",
            f"-Dlib={scratch}/lib",
            "package",
        ]
        try:
            done = subprocess.run(
                command,
                cwd=scratch,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=_BUILD_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NoServerError(f"Maven did not fetch Neo4j in {_BUILD_S:g} s") from None
        if done.returncode or not any(Path(scratch, "lib").glob("neo4j-5*.jar")):
            errors = [line for line in done.stdout.splitlines() if "ERROR" in line]
            raise NoServerError(f"Maven could not fetch Neo4j: {(errors or [done.stdout])[0][:400]}")
        try:
            Path(scratch, "lib").rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was faster
                raise


class Server:
    """One server with its data in ``folder``, with a password; started by ``with``, or :meth:`start`.

    starts_fast: code is compiled once and lightly, which suits tests; False for measuring.
    """

    def __init__(
        self,
        folder: Path,
        password: str | None = None,
        *,
        heap: str = "512m",
        page_cache: str = "64m",
        starts_fast: bool = True,
    ) -> None:
        self.folder = folder.resolve()
        self.heap = heap
        self.page_cache = page_cache
        self.starts_fast = starts_fast
        self.password = password or secrets.token_hex(16)
        self.user = USER
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Start it, on the port that it had, unless it runs; comes back when it answers a query."""
        if self._process is not None:
            return self
        _write_conf(self.folder, self.port, self.page_cache)
        if not (self.folder / "data" / "dbms").exists():
            admin(self.folder, ["dbms", "set-initial-password", self.password])
        where = [f"--home-dir={self.folder}", f"--config-dir={self.folder / 'conf'}", "--console-mode"]
        memory = [f"-Xms{self.heap}", f"-Xmx{self.heap}"]
        command = ["java", *memory, *_java_options(self.starts_fast), "org.neo4j.server.CommunityEntryPoint", *where]
        if shutil.which("setpriv"):  # the server does not outlive the tests, however they end
            command = ["setpriv", "--pdeathsig", "KILL", *command]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """Let it end in order; one that has ended already is fine."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerError(f"Neo4j did not stop in {_STOP_S:g} s:\n{self._tail()}") from None
        self._process = None

    def kill(self) -> None:
        """End it as a crash does: SIGKILL, nothing is written any more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait(self) -> None:
        from neo4j import GraphDatabase, NotificationMinimumSeverity
        from neo4j.exceptions import ServiceUnavailable, SessionExpired, TransientError

        assert self._process is not None
        deadline = time.monotonic() + _START_S
        with GraphDatabase.driver(
            self.uri,
            auth=(self.user, self.password),
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        ) as driver:
            while True:
                if self._process.poll() is not None:
                    raise ServerError(f"Neo4j ended with {self._process.returncode} while it started:\n{self._tail()}")
                try:
                    with driver.session() as session:
                        session.run("RETURN 1").consume()
                    return
                except (ServiceUnavailable, SessionExpired, TransientError):
                    if time.monotonic() > deadline:
                        raise ServerError(f"Neo4j did not answer in {_START_S:g} s:\n{self._tail()}") from None
                    time.sleep(0.1)

    def _tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-_TAIL:]


def import_csv(folder: Path, arguments: Sequence[str], data: Path) -> str:
    """Make the database of a server that was never started from CSV files, by ``neo4j-admin database import full``.

    folder: where the files are, to which the names in ``arguments`` (``--nodes=Entity=entity.csv``) are relative.
    data: folder for :class:`Server`, which shows the graph once started. Gives what the tool printed.
    """
    data = data.resolve()
    _write_conf(data, 0, "64m")
    report = f"--report-file={data / 'import.report'}"
    return admin(data, ["database", "import", "full", "neo4j", report, *arguments], cwd=folder)


def admin(folder: Path, arguments: Sequence[str], cwd: Path | None = None) -> str:
    """Run ``neo4j-admin`` on the data in ``folder`` while no server does; give what it printed."""
    done = subprocess.run(
        ["java", "-Xmx512m", *_java_options(), "org.neo4j.cli.AdminTool", *arguments],
        cwd=folder if cwd is None else cwd,
        env=os.environ | {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf"), "HEAP_SIZE": "512m"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_ADMIN_S,
        check=False,
    )
    if done.returncode:
        raise ServerError(
            f"neo4j-admin {' '.join(arguments[:2])} ended with {done.returncode}:\n{done.stdout[-_TAIL:]}"
        )
    return done.stdout


def _write_conf(folder: Path, port: int, page_cache: str) -> None:
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    (folder / "conf" / "neo4j.conf").write_text(_CONF.format(port=port, page_cache=page_cache), encoding="utf-8")


def _java_options(starts_fast: bool = True) -> list[str]:
    """What Neo4j needs opened of Java, and what suits a small machine."""
    opens = [f"--add-opens={package}=ALL-UNNAMED" for package in _OPEN]
    light = ["-XX:TieredStopAtLevel=1"] if starts_fast else []
    return ["-cp", f"{home()}/*", *opens, "-XX:+UseSerialGC", *light, "-Dfile.encoding=UTF-8"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    try:
        print(home())
    except NoServerError as error:
        sys.exit(str(error))
