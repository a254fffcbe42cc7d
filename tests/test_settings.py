from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.settings import find_settings


def test_option_before_environment_before_file_before_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_settings({}, {}).db == Path("kg.db")
    (tmp_path / "kg.toml").write_text('db = "file.db"\nverbosity = 1\n')
    found = find_settings({}, {})
    assert (found.db, found.verbosity) == (Path("file.db"), 1)
    assert (found.origins["db"], found.origins["color"]) == ("kg.toml", "default")
    found = find_settings({}, {"KG_DB": "env.db"})
    assert (found.db, found.origins["db"]) == (Path("env.db"), "KG_DB")
    found = find_settings({"db": "given.db"}, {"KG_DB": "env.db"})
    assert (found.db, found.origins["db"]) == (Path("given.db"), "option")


def test_a_path_in_a_file_is_relative_to_it(tmp_path: Path) -> None:
    config = tmp_path / "other.toml"
    config.write_text('db = "file.db"\n')
    assert find_settings(config=config, environ={}).db == tmp_path / "file.db"
    assert find_settings(environ={"KG_CONFIG": str(config)}).db == tmp_path / "file.db"


def test_an_empty_variable_counts_as_none() -> None:
    assert find_settings(environ={"KG_DB": ""}).origins["db"] == "default"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("min_confidence = 2\n", "min_confidence: wanted a number from 0 to 1, found 2"),
        ("verbosity = true\n", "verbosity: wanted a number from -1 to 2, found True"),
        ("colour = 1\n", "no setting 'colour'; there are: db, color"),
        ("db =\n", "Invalid value"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(content: str, told: str, tmp_path: Path) -> None:
    config = tmp_path / "kg.toml"
    config.write_text(content)
    with pytest.raises(DataError, match=told) as raised:
        find_settings(config=config, environ={})
    assert str(config) in str(raised.value)


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="wanted a file of settings, found none"):
        find_settings(config=tmp_path / "no.toml", environ={})
