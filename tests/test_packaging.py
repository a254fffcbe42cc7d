"""A checkout and an installed wheel behave alike: the same modules, data and examples."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import metadata, version
from pathlib import Path

import pytest

import kg
from kg.resources import resource
from tests.conftest import CHECKOUT

IS_CHECKOUT = (CHECKOUT / "kg").is_dir()


def test_the_version_is_that_of_the_code() -> None:
    assert version("qawl") == kg.__version__
    assert metadata("qawl")["License-Expression"] == "Apache-2.0"


@pytest.mark.parametrize("path", ["ontology/schema.toml", "ontology/lexicons/ar", "queries", "examples"])
def test_data_is_found(path: str) -> None:
    found = resource(path)
    assert found.is_file() or list(found.iterdir())


def test_loaders_are_imported_as_part_of_kg_only() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import kg.loaders, loaders"], cwd=CHECKOUT, capture_output=True, text=True
    )
    assert done.returncode == 1
    told = "import kg.loaders instead" if IS_CHECKOUT else "No module named 'loaders'"
    assert told in done.stderr.splitlines()[-1]


def test_the_package_is_typed() -> None:
    assert (Path(kg.__file__).parent / "py.typed").is_file()


def test_nothing_installed_is_a_link() -> None:
    if IS_CHECKOUT:
        pytest.skip("this is a checkout, in which the data are links; .ci/run runs this against the wheel")
    folder = Path(kg.__file__).parent
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert (folder / "loaders" / "jsonl.py").is_file()


def test_the_lock_holds_what_the_project_declares() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = CHECKOUT / "requirements.lock"
    if not lock.is_file():
        pytest.skip("the lock is no part of the wheel")
    locked = {line.partition("==")[0] for line in lock.read_text().splitlines() if "==" in line}
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {need.partition(">")[0].partition("=")[0].lower() for need in wanted}
    assert names <= locked, "run 'make lock'"
