from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.article import Article, Rejected
from kg.cli.main import run
from kg.extraction import Extraction, Source, Span, Statement
from kg.run import confident, extract

ARABIC = 'قال الوزير سالم الراوي: "العمل مستمر في المشروع".'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lines(*values: dict[str, Any]) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_article_without_pipeline_is_marked_with_its_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english = "The minister said that work goes on."
    (tmp_path / "a.jsonl").write_text(
        lines({"id": "1", "text": english, "lang": "en"}, {"id": "2", "text": english}), encoding="utf-8"
    )
    assert run(["extract", "a.jsonl"]) == 0
    assert printed(capsys) == [
        {"id": "1", "sources": [], "statements": [], "skipped": "language: en"},
        {"id": "2", "sources": [], "statements": [], "skipped": "language: und"},
    ]


@pytest.mark.parametrize("lang", [None, "ar", "ar-EG", "AR"])
def test_statements_come_with_offsets_into_the_text(
    lang: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text(lines({"id": "1", "text": ARABIC, "lang": lang}), encoding="utf-8")
    assert run(["extract", "a.jsonl"]) == 0
    (extraction,) = printed(capsys)
    assert "skipped" not in extraction
    (statement,) = extraction["statements"]
    assert [ARABIC[span["start"] : span["end"]] for span in statement["content"]] == ["العمل مستمر في المشروع"]
    assert [source["name"] for source in extraction["sources"]] == ["سالم الراوي"]


def test_a_rejected_item_is_told_and_the_others_are_extracted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text("{\n" + lines({"id": "1", "text": "Hello.", "lang": "en"}), encoding="utf-8")
    assert run(["extract", "a.jsonl"]) == 3
    told = capsys.readouterr()
    assert told.err.startswith("a.jsonl:1: broken JSON at column")
    assert told.err.count("\n") == 1
    assert json.loads(told.out)["id"] == "1"


def test_read_prints_what_the_loaders_see_and_reads_it_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = {"id": "1", "url": "https://jarida.example/1", "outlet": "الجريدة", "title": "عنوان"}
    article |= {"published": "2025-11", "lang": "ar", "text": ARABIC}
    (tmp_path / "a.jsonl").write_text(lines(article), encoding="utf-8")
    assert run(["read", "a.jsonl", "-o", "b.jsonl"]) == 0
    assert run(["read", "b.jsonl"]) == 0
    assert printed(capsys) == [article | {"published_basis": "meta"}]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("empty.jsonl", b""),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00"),
        ("binary.jsonl", bytes(range(256))),
        ("windows.txt", ARABIC.encode("cp1256")),
        ("windows.jsonl", lines({"text": ARABIC}).encode("cp1256")),
        ("broken.jsonl", b'{"text": "cut\n'),
        ("missing.jsonl", b'{"id": "1", "title": "x"}\n'),
        ("long.jsonl", b'{"text": "' + b"a" * 50_000_000 + b'"}\n'),
    ],
)
def test_bad_input_is_answered_with_one_clear_line(
    name: str, data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert run(["extract", name]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(name)
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "«»" * 500,
        '"' * 999,
        "“„‟'«",
        "\u202e\u2067قال\u2069 «abc\u202c \u0000 \x1b[31m نعم» \u200f\u061c",
        "«" + ARABIC,
    ],
)
def test_odd_articles_go_through(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text(lines({"id": "1", "text": text, "lang": "ar"}), encoding="utf-8")
    assert run(["extract", "a.jsonl"]) == 0
    (extraction,) = printed(capsys)
    for statement in extraction["statements"]:
        for span in statement["content"]:
            assert text[span["start"] : span["end"]] == span["text"]


def test_extraction_is_lazy_and_in_order() -> None:
    def items() -> Any:
        yield Rejected("a:1", "broken")
        yield Article("Hello.", "1", lang="en")
        raise AssertionError("asked for more than was wanted")

    found = extract(items())
    assert next(found) == Rejected("a:1", "broken")
    assert next(found) == Extraction("1", skipped="language: en")


def test_statements_of_low_confidence_are_left_out_with_sources_that_say_nothing_else() -> None:
    def statement(id: str, source: str, confidence: float, within: str | None = None) -> Statement:
        return Statement(id, source, "direct", (Span(0, 1, "a"),), within=within, confidence=confidence)

    extraction = Extraction(
        "1",
        (Source("p1", "أ", "person"), Source("p2", "ب", "person")),
        (statement("s1", "p1", 0.4), statement("s2", "p2", 0.9, within="s1")),
    )
    assert confident(extraction, 0.4) is extraction
    kept = confident(extraction, 0.5)
    assert [source.id for source in kept.sources] == ["p2"]
    assert [(it.id, it.within) for it in kept.statements] == [("s2", None)]
