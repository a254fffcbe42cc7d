"""What tests of several folders share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real news text and gold annotation, which is no part of the project."""
    folder = Path(os.environ.get("QAWL_SHARED", CHECKOUT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs real news text, of which there is none at {folder}; QAWL_SHARED names another folder")
    return folder
