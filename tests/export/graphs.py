"""Ledgers to export: of the articles that are shipped, of as many small ones as wanted."""

from __future__ import annotations

from pathlib import Path

from kg.article import Article
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.loaders import read
from kg.run import extract
from tests.graphs import Draft, add
from tests.readme import EXAMPLES


def fill_examples(path: Path) -> Path:
    articles = [item for item in read([EXAMPLES]) if isinstance(item, Article)]
    extractions = [item for item in extract(articles) if isinstance(item, Extraction)]
    with Ledger.open(path, create=True) as ledger:
        add(ledger, list(zip(articles, extractions, strict=True)))
    return path


def fill_small_ones(path: Path, articles: int) -> Path:
    """Make a ledger of articles with one prediction each, of nine speakers in turn."""
    with Ledger.open(path, create=True) as ledger:
        add(ledger, [_small_one(number) for number in range(articles)])
    return path


def _small_one(number: int) -> tuple[Article, Extraction]:
    words, name = f"يصل المطر رقم {number}", f"سالم الراوي{number % 9}"
    draft = Draft(Article(f"توقع {name} أن {words}.", f"a{number}", "الضفاف", published="2025-11-14", lang="ar"))
    draft.say(draft.source(name), words, "توقع", name, ((words, "positive", "probable"),))
    return draft.done()
