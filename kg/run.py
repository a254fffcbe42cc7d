"""The order of the stages: from articles to extractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg import __version__
from kg.article import Article, Rejected, content_id
from kg.extraction import Extraction
from kg.language import language
from kg.resources import resource


def extract(items: Iterable[Article | Rejected], explain: bool = False) -> Iterator[Extraction | Rejected]:
    """Yield one extraction an article, lazily and in order; what was rejected goes through."""
    for item in items:
        yield item if isinstance(item, Rejected) else extract_article(item, explain)


def extract_article(article: Article, explain: bool = False) -> Extraction:
    """Extract one article; ``skipped`` names its language where there is no pipeline for it.

    explain: let every statement keep the ``features`` of which its confidence is made.
    """
    from kg.pipeline import load  # spaCy, which takes longer to load than most commands take

    lang = language(article)
    pipeline = load(lang)
    if pipeline is None:
        return Extraction(article.id, skipped=f"language: {lang}")
    extraction = pipeline(article)
    if explain:
        return extraction
    return replace(extraction, statements=tuple(replace(it, features=()) for it in extraction.statements))


def confident(extraction: Extraction, least: float) -> Extraction:
    """Leave out statements of lower confidence, and the sources that only they had."""
    kept = [statement for statement in extraction.statements if statement.confidence >= least]
    if len(kept) == len(extraction.statements):
        return extraction
    ids = {statement.id for statement in kept}
    statements = tuple(replace(it, within=it.within if it.within in ids else None) for it in kept)
    speaking = {statement.source for statement in statements}
    sources = tuple(source for source in extraction.sources if source.id in speaking)
    return replace(extraction, sources=sources, statements=statements)


def pipeline_version() -> str:
    """Name the state of program and lexicons: another one extracts articles again that are there already."""
    folder = resource("ontology/lexicons/ar")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return f"{__version__}+{content_id(*(file.read_text(encoding='utf-8') for file in files if file.is_file()))[:8]}"
