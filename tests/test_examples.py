"""The articles that are shipped: they load, they are extracted, and README.md shows what the commands print on them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.article import Article
from kg.cli.main import COMMANDS
from kg.extraction import Extraction
from kg.loaders import read
from tests import readme
from tests.conftest import CHECKOUT

IS_CHECKOUT = readme.README.is_file()
needs_checkout = pytest.mark.skipif(not IS_CHECKOUT, reason="README.md and Makefile are no part of the wheel")


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    items = list(read([readme.EXAMPLES]))
    assert [item for item in items if not isinstance(item, Article)] == []
    return [item for item in items if isinstance(item, Article)]


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return readme.extractions()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("examples") / "kg.db"
    readme.printed(f"add '{readme.EXAMPLES}'", path)
    return path


def test_all_load_with_an_identifier_each(articles: list[Article]) -> None:
    assert len(articles) == len({article.id for article in articles}) == 14
    assert "README" not in {article.id for article in articles}
    for article in articles:
        assert article.url is None or article.url.startswith("https://example.org/")
        assert 150 <= len(article.text.split()) <= 400


def test_there_are_three_outlets_and_one_plain_text(articles: list[Article]) -> None:
    assert {article.outlet for article in articles} == {"المحبرة", "أرجوان", "وكالة السنبلة", None}
    assert [article.id for article in articles if article.outlet is None] == ["mountain-road"]


def test_every_arabic_article_gives_statements_and_the_english_one_is_marked(
    articles: list[Article], extractions: list[Extraction]
) -> None:
    assert [it.id for it in extractions] == [article.id for article in articles]
    assert {it.id: it.skipped for it in extractions if it.skipped is not None} == {"sunbula-wheat-en": "language: en"}
    for extraction in extractions:
        assert (len(extraction.statements) >= 5) == (extraction.skipped is None), extraction.id


def test_offsets_give_back_the_words(articles: list[Article], extractions: list[Extraction]) -> None:
    for article, extraction in zip(articles, extractions, strict=True):
        for statement in extraction.statements:
            text = article.text if statement.place == "text" else article.title or ""
            spans = [*statement.content, statement.mention, statement.sentence]
            spans += [statement.cue.span if statement.cue is not None else None]
            spans += [prediction.span for prediction in statement.predictions]
            spans += [it.horizon.span for it in statement.predictions if it.horizon is not None]
            for span in spans:
                assert span is None or text[span.start : span.end] == span.text


def test_experts_speak_in_several_outlets_and_contradict_each_other(db: Path) -> None:
    answer = readme.printed("query shared_experts --format jsonl", db)
    shared = {row["person"] for row in map(json.loads, answer.splitlines())}
    assert {"رغد الصيرفي", "وديع الكرمي", "سهيل الدغيم", "جلال المناصفي"} <= shared
    answer = readme.printed("predictions --about الهدنة --format jsonl", db)
    said = {(row["outlet"], row["polarity"]) for row in map(json.loads, answer.splitlines())}
    assert {("المحبرة", "negative"), ("أرجوان", "positive")} <= said


@needs_checkout
def test_readme_shows_what_the_commands_print(db: Path) -> None:
    shown = readme.examples(readme.README.read_text(encoding="utf-8"))
    assert len(shown) >= 3
    for command, expected in shown:
        assert readme.printed(command, db) == expected, "run 'python -m tests.readme'"


@needs_checkout
def test_readme_shows_a_statement_as_it_is_extracted(extractions: list[Extraction]) -> None:
    shown = readme.shown_statements(readme.README.read_text(encoding="utf-8"))
    assert shown
    for statement in shown:
        assert readme.statement_like(statement, extractions) == statement, "run 'python -m tests.readme'"


@needs_checkout
def test_make_demo_asks_what_readme_shows() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    asked = re.findall(r"^\t\$\(call ask,[^,]*,(.*)\)$", makefile, flags=re.MULTILINE)
    assert len(asked) == 4
    shown = [command for command, _ in readme.examples(readme.README.read_text(encoding="utf-8"))]
    first = re.compile(r"st-[0-9a-f]+")
    assert asked[1:] == [first.sub("$(FIRST)", command) for command in shown[:3]]


@needs_checkout
def test_every_command_that_readme_names_is_there() -> None:
    text = readme.README.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|[`$] ?)kg ([a-z]+)", text, flags=re.MULTILINE))
    assert {"add", "predictions", "sources", "who", "extract"} <= named <= set(COMMANDS)
