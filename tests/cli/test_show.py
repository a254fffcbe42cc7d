"""Showing an article on the command line: which one, in which form, and what is told about the others."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.extraction import Extraction, Span, Statement
from tests.cli.conftest import Done

Kg = Callable[..., Done]

ARABIC = 'قال الوزير سالم الراوي: "العمل مستمر في المشروع".'
BRACKETS = '⟦c1 قال⟧ ⟦s1 الوزير سالم الراوي⟧: "⟦q1 العمل مستمر في المشروع⟧".'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_COLOR", raising=False)


def write(name: str, *values: dict[str, Any]) -> str:
    Path(name).write_text("".join(json.dumps(it, ensure_ascii=False) + "\n" for it in values), encoding="utf-8")
    return name


def test_marks_are_brackets_outside_of_a_terminal_and_the_statements_follow(kg: Kg) -> None:
    done = kg("show", write("a.jsonl", {"id": "1", "text": ARABIC, "title": "عنوان"}))
    assert done.status == 0
    assert done.err == ""
    assert BRACKETS in done.out.splitlines()
    assert "[1]  source     سالم الراوي (person) – الوزير\n" in done.out
    assert "content    (direct) العمل مستمر في المشروع\n" in done.out


def test_colours_are_as_asked(kg: Kg) -> None:
    write("a.jsonl", {"id": "1", "text": ARABIC})
    assert "\x1b[32mقال\x1b[0m" in kg("show", "a.jsonl", "--color", "always").out
    assert "\x1b" not in kg("--color", "never", "show", "a.jsonl").out
    assert "\x1b" not in kg("show", "a.jsonl").out


def test_a_plain_text_and_standard_input_are_shown(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text(ARABIC, encoding="utf-8")
    assert BRACKETS in kg("show", "a.txt").out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARABIC.encode())))
    assert BRACKETS in kg("show", "-").out


def test_the_first_of_several_is_shown_or_the_one_asked_for(kg: Kg) -> None:
    write("a.jsonl", {"id": "1", "text": ARABIC}, {"id": "2", "text": "Hello.", "lang": "en"})
    first = kg("show", "a.jsonl")
    assert first.err == "kg: the first of 2 articles in a.jsonl; --id ID shows another\n"
    assert BRACKETS in first.out
    second = kg("show", "a.jsonl", "--id", "2")
    assert (second.status, second.err) == (0, "")
    assert second.out.splitlines()[-3:] == ["Hello.", "", "not read: language: en"]


def test_an_identifier_that_is_not_there_is_wrong_usage(kg: Kg) -> None:
    write("a.jsonl", *({"id": str(number), "text": ARABIC} for number in range(9)))
    done = kg("show", "a.jsonl", "--id", "x")
    assert done.status == 2
    assert done.out == ""
    assert "no article 'x' in a.jsonl; there are: 0, 1, 2, 3, 4, …" in done.err


def test_a_page_is_written_whole(kg: Kg) -> None:
    write("a.jsonl", {"id": "1", "text": ARABIC, "title": "سالم <الراوي>"})
    done = kg("show", "a.jsonl", "--html", "-o", "a.html")
    assert (done.status, done.out) == (0, "")
    page = Path("a.html").read_text(encoding="utf-8")
    assert '<h1 id="title">سالم &lt;الراوي&gt;</h1>' in page
    assert '<mark class="content" id="t1">العمل مستمر في المشروع</mark>' in page
    assert page.endswith("</html>\n")
    assert kg("show", "a.jsonl", "--html").out == page


def test_statements_below_a_confidence_are_left_out(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    sure = Extraction("1", statements=(Statement("s1", "a", "direct", (Span(0, 3, "قال"),), confidence=0.9),))
    monkeypatch.setattr("kg.run.extract_article", lambda article: sure)
    write("a.jsonl", {"id": "1", "text": ARABIC})
    assert "⟦q1 قال⟧" in kg("show", "a.jsonl", "--min-confidence", "0.9").out
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "0.95")
    assert "⟦q1" not in kg("show", "a.jsonl").out


def test_bad_items_are_told_and_cost_only_themselves(kg: Kg) -> None:
    Path("a.jsonl").write_text("{\n" + json.dumps({"id": "1", "text": ARABIC}) + "\n", encoding="utf-8")
    done = kg("show", "a.jsonl")
    assert done.status == 3
    assert done.err.startswith("a.jsonl:1: broken JSON at column")
    assert BRACKETS in done.out
    Path("b.jsonl").write_text("{\n", encoding="utf-8")
    done = kg("show", "b.jsonl", "-o", "b.txt")
    assert (done.status, done.out) == (3, "")
    assert not Path("b.txt").exists()


def test_no_file_is_wrong_usage(kg: Kg) -> None:
    assert kg("show", "none.txt").status == 2
