"""Scoring on the command line: figures on standard output, mistakes and everything else on standard error."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done

Kg = Callable[..., Done]
Json = dict[str, Any]

TEXT = 'قال الوزير سالم الراوي: "العمل مستمر في المشروع". وأكدت هدى بن سالم أن الأسعار ستنخفض.'
CONTENTS = ("العمل مستمر في المشروع", "الأسعار ستنخفض")
ARTICLES = [{"id": "1", "text": TEXT, "lang": "ar"}, {"id": "2", "text": "لا قول هنا.", "lang": "ar"}]


def statement(number: int, source: str, **other: Any) -> Json:
    words = CONTENTS[number]
    start = TEXT.index(words)
    span = {"start": start, "end": start + len(words)}
    return {"id": f"s{number}", "source": source, "type": "indirect", "content": [span], "predictions": [], **other}


SOURCES = [{"id": "p1", "name": "سالم الراوي", "kind": "person"}, {"id": "p2", "name": "هدى بن سالم", "kind": "person"}]
GOLD: list[Json] = [
    {"id": "1", "sources": SOURCES, "statements": [statement(0, "p1", type="direct"), statement(1, "p2")]},
    {"id": "2", "sources": [], "statements": []},
]


def write(name: str, *values: Json) -> str:
    Path(name).write_text("".join(json.dumps(it, ensure_ascii=False) + "\n" for it in values), encoding="utf-8")
    return name


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("gold.jsonl", *GOLD)
    write("articles.jsonl", *ARTICLES)


def rows(done: Done) -> dict[str, Json]:
    return {row.pop("measure"): row for row in map(json.loads, done.out.splitlines())}


def test_gold_against_itself_is_all_right(kg: Kg) -> None:
    done = kg("eval", "gold.jsonl", "gold.jsonl", "--errors", "5")
    assert done.status == 0
    assert rows(done)["attributed statements"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "gold": 2,
        "predicted": 2,
    }
    assert done.err == "kg: 2 articles\n"


def test_json_is_one_object_by_measure(kg: Kg) -> None:
    done = kg("eval", "gold.jsonl", "gold.jsonl", "--format", "json")
    figures = json.loads(done.out)
    assert figures["articles"] == 2
    assert figures["type | statement"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 2, "predicted": 2}
    assert done.err == ""


def test_articles_are_extracted_first_wherever_they_come_from(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = rows(kg("eval", "gold.jsonl", "articles.jsonl"))
    assert expected["attributed statements"]["f1"] == 1
    Path("extracted.jsonl").write_text(kg("extract", "articles.jsonl").out, encoding="utf-8")
    assert rows(kg("eval", "gold.jsonl", "extracted.jsonl")) == expected
    Path("folder").mkdir()
    Path("articles.jsonl").rename("folder/articles.jsonl")
    assert rows(kg("eval", "gold.jsonl", "folder")) == expected
    for path in ("folder/articles.jsonl", "extracted.jsonl"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(path).read_bytes())))
        assert rows(kg("eval", "gold.jsonl", "-")) == expected


def test_mistakes_are_told_in_words_and_the_first_n_only(kg: Kg) -> None:
    wrong = {"id": "1", "sources": SOURCES[:1], "statements": [statement(1, "p1")]}
    write("x.jsonl", wrong, GOLD[1])
    done = kg("eval", "gold.jsonl", "x.jsonl", "--errors", "9", "--articles", "articles.jsonl")
    assert done.status == 0
    assert done.err.splitlines() == [
        "kg: 2 articles",
        "1: missed «العمل مستمر في المشروع» by سالم الراوي",
        "1: «الأسعار ستنخفض» is by هدى بن سالم, not by سالم الراوي",
    ]
    start = TEXT.index(CONTENTS[0])
    assert kg("eval", "gold.jsonl", "x.jsonl", "--errors", "1").err.splitlines()[1:] == [
        f"1: missed «{start}–{start + len(CONTENTS[0])}» by سالم الراوي"
    ]


def test_the_words_of_articles_in_x_are_known(kg: Kg) -> None:
    write("silent.jsonl", {**ARTICLES[0], "lang": "en"}, ARTICLES[1])
    done = kg("eval", "gold.jsonl", "silent.jsonl", "--errors", "1")
    assert done.err.splitlines()[1:] == ["1: missed «العمل مستمر في المشروع» by سالم الراوي"]


def test_missing_and_other_articles_are_told(kg: Kg) -> None:
    write("x.jsonl", GOLD[0], {**GOLD[1], "id": "3"})
    done = kg("eval", "gold.jsonl", "x.jsonl")
    assert done.status == 0
    assert "kg: 1 of 2 articles of gold.jsonl are not in x.jsonl and count as empty\n" in done.err
    assert "kg: 1 of 2 articles of x.jsonl are not in gold.jsonl and are passed over\n" in done.err


def test_an_empty_file_scores_nothing(kg: Kg) -> None:
    write("empty.jsonl")
    done = kg("eval", "gold.jsonl", "empty.jsonl")
    assert done.status == 0
    assert {row["f1"] for row in rows(done).values()} == {0}


def test_statements_below_a_confidence_are_left_out(kg: Kg) -> None:
    unsure = {**GOLD[0], "statements": [statement(0, "p1", confidence=0.9), statement(1, "p2", confidence=0.2)]}
    write("x.jsonl", unsure)
    assert rows(kg("eval", "gold.jsonl", "x.jsonl", "--min-confidence", "0.5"))["statements"]["predicted"] == 1


def test_a_bad_line_of_x_costs_only_itself(kg: Kg) -> None:
    Path("x.jsonl").write_text("{\n" + json.dumps(GOLD[0]) + "\n", encoding="utf-8")
    done = kg("eval", "gold.jsonl", "x.jsonl")
    assert done.status == 3
    assert done.err.startswith("x.jsonl:1: broken JSON at column")
    assert rows(done)["statements"]["f1"] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["none.jsonl", "gold.jsonl"], 2, "'none.jsonl' does not exist"),
        (["gold.jsonl", "none.jsonl"], 2, "'none.jsonl' does not exist"),
        (["-", "-"], 2, "standard input (-) can be read only once"),
        (["articles.jsonl", "gold.jsonl"], 1, "articles.jsonl:1: an article, wanted an extraction with the key"),
        (["broken.jsonl", "gold.jsonl"], 1, "broken.jsonl:2: broken JSON at column 5"),
        (["blank.jsonl", "gold.jsonl"], 1, "blank.jsonl: wanted gold, one article a line, found nothing"),
        (["twice.jsonl", "gold.jsonl"], 1, "twice.jsonl: wanted one line for each article, found two of '1'"),
        (["lost.jsonl", "gold.jsonl"], 1, "lost.jsonl: 1: statement s0 has the source 'nobody', which is not"),
        (["gold.jsonl", "other.jsonl"], 1, "no article of other.jsonl is in gold.jsonl: wanted the same identifiers"),
        ([".", "gold.jsonl"], 1, ".: wanted a file, found a folder"),
    ],
)
def test_what_cannot_be_scored_is_told_in_a_line(kg: Kg, arguments: list[str], status: int, told: str) -> None:
    Path("broken.jsonl").write_text('\n{"a"\n', encoding="utf-8")
    write("blank.jsonl")
    write("twice.jsonl", GOLD[0], GOLD[0])
    write("lost.jsonl", {**GOLD[0], "statements": [statement(0, "nobody")]})
    write("other.jsonl", {**GOLD[0], "id": "7"})
    done = kg("eval", *arguments)
    assert done.status == status
    assert done.out == ""
    assert told in done.err
    assert status == 2 or done.err.count("\n") == 1


def test_figures_are_those_of_the_scorer(kg: Kg, shared: Path) -> None:
    gold, articles = shared / "gold" / "dev.gold.jsonl", shared / "gold" / "dev.articles.jsonl"
    assert kg("extract", str(articles), "-o", "x.jsonl").status == 0
    scorer = [sys.executable, str(shared / "gold" / "score.py"), str(gold), "x.jsonl", "--json"]
    theirs = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout
    assert kg("eval", str(gold), "x.jsonl", "--format", "json").out == theirs
