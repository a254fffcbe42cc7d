"""From an article to its statements: one pipeline a language, made of spaCy components."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from kg.article import Article
from kg.extraction import Extraction

LANGUAGES = ("ar",)


@cache
def load(lang: str) -> Callable[[Article], Extraction] | None:
    """Give the pipeline for a language (BCP 47, such as ``ar`` or ``ar-EG``); None if there is none."""
    if lang.split("-")[0].lower() not in LANGUAGES:
        return None
    from kg.pipeline.language import ArticlePipeline, make_arabic

    return ArticlePipeline(make_arabic())
