"""The command that finds words: rows on standard output, what is wrong in a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tests.graphs import make_ledger

Kg = Callable[..., Done]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_ledger(tmp_path_factory.mktemp("cli") / "kg.db"))


def rows(done: Done) -> list[dict[str, Any]]:
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_rows(kg: Kg, db: str) -> None:
    found = rows(kg("search", "حَملة", "برية", "--db", db))
    assert [(row["what"], row["who"]) for row in found] == [
        ("prediction", "عبد الله النجار"),
        ("statement", "عبد الله النجار"),
    ]
    assert list(found[0]) == ["what", "who", "text", "outlet", "published", "id"]
    assert rows(kg("search", "حملة برية", "--db", db)) == found
    assert rows(kg("search", '"برية حملة"', "--db", db)) == []


def test_filters_and_limit(kg: Kg, db: str) -> None:
    assert {row["who"] for row in rows(kg("search", "التحالف", "--by", "قربي", "--db", db))} == {"سامر قربي"}
    assert {row["outlet"] for row in rows(kg("search", "التحالف", "--outlet", "السهل", "--db", db))} == {"صوت السهل"}
    assert len(rows(kg("search", "التحالف", "--since", "2025-11", "--until", "2025-11", "--db", db))) == 5
    some = kg("search", "التحالف", "--limit", "2", "--db", db)
    assert len(rows(some)) == 2
    assert "only the first 2 rows" in some.err


def test_what_is_not_there_is_told(kg: Kg, db: str) -> None:
    done = kg("search", "OR", "NEAR", "*", '"', "keys:", "--db", db)
    assert (done.status, done.out) == (0, "")
    assert "nothing has these words" in done.err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["*"], 1, "wanted words to look for, found none in '*'"),
        (["التحالف", "--by", "؟"], 1, "wanted a name, found none in '؟'"),
        (["التحالف", "--since", "yesterday"], 1, "wanted a date such as 2025-11-14"),
        ([], 2, "Missing argument 'WORDS...'"),
    ],
)
def test_what_cannot_be_looked_for_is_told(kg: Kg, db: str, arguments: list[str], status: int, message: str) -> None:
    done = kg("search", *arguments, "--db", db)
    assert (done.status, done.out) == (status, "")
    assert message in done.err


def test_what_was_added_and_removed_is_found_and_not(kg: Kg, tmp_path: Path) -> None:
    db = str(make_ledger(tmp_path / "kg.db"))
    article = {"text": 'قال الوزير سالم الراوي إن "الجسر الجديد سيفتح غدا".', "id": "b1"}
    (tmp_path / "more.jsonl").write_text(json.dumps(article), encoding="utf-8")
    assert kg("add", str(tmp_path / "more.jsonl"), "--db", db).status == 0
    found = kg("search", "جسر", "--db", db)
    assert {row["what"] for row in rows(found)} >= {"statement"}
    assert found.err == ""  # kg add brought the index up
    kg("remove", "b1", "--db", db)
    assert rows(kg("search", "جسر", "--db", db)) == []
