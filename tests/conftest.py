"""What tests of several folders share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from kg.stores.neo4j import Neo4jStore
    from tests.neo4j.server import Server

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real news text and gold annotation, which is no part of the project."""
    folder = Path(os.environ.get("QAWL_SHARED", CHECKOUT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs real news text, of which there is none at {folder}; QAWL_SHARED names another folder")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; tests are skipped where there is none, or fail with QAWL_REQUIRE_CHROMIUM=1."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    reason = None if program is not None else "no program 'chromium'"
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        reason = "no module 'playwright'"
    if reason is not None:
        reason = f"NOT TESTED IN A REAL BROWSER: {reason}"
        if os.environ.get("QAWL_REQUIRE_CHROMIUM") == "1":
            pytest.fail(f"{reason}; QAWL_REQUIRE_CHROMIUM=1 requires it", pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def neo4j_home() -> Path:
    """The jars of a real Neo4j; tests are skipped where it cannot be had, or fail with QAWL_REQUIRE_NEO4J=1."""
    from tests.neo4j.server import NoServerError, home

    try:
        return home()
    except NoServerError as error:
        reason = f"NOT TESTED WITH A REAL NEO4J: {error}"
        if os.environ.get("QAWL_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{reason}; QAWL_REQUIRE_NEO4J=1 requires it", pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def neo4j_server(neo4j_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running Neo4j for all tests; what is in it is of the test before."""
    from tests.neo4j.server import Server

    with Server(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@pytest.fixture
def neo4j_store(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """An empty graph on the running Neo4j."""
    from kg.stores.neo4j import Neo4jStore

    with Neo4jStore.connect(neo4j_server.uri, neo4j_server.user, neo4j_server.password) as store:
        store.clear()
        yield store
