"""Graphs to export, once for all tests: nobody changes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.export.source import Source, whole
from kg.ledger import Ledger
from tests.export.graphs import fill_examples
from tests.graphs import make_ledger


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The ledger of the small graph and that of the articles that are shipped."""
    folder = tmp_path_factory.mktemp("ledgers")
    return {"small": make_ledger(folder / "small.db"), "examples": fill_examples(folder / "examples.db")}


@pytest.fixture(params=["small", "examples"])
def ledger(request: pytest.FixtureRequest, ledgers: dict[str, Path]) -> Iterator[Ledger]:
    with Ledger.open(ledgers[request.param]) as opened:
        yield opened


@pytest.fixture
def source(ledger: Ledger) -> Iterator[Source]:
    with whole(ledger) as opened:
        yield opened
