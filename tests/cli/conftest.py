"""The command line as a user has it, but in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kg.cli.main import run


@dataclass(frozen=True, slots=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command with these arguments; give its exit status and what it printed."""

    def call(*arguments: str) -> Done:
        status = run(arguments)
        printed = capsys.readouterr()
        return Done(status, printed.out, printed.err)

    return call
