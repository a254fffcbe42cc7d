"""Real news text to measure on, which is no part of the project."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import zstandard

from kg.article import Article
from kg.language import language
from kg.loaders.record import article
from tests.conftest import CHECKOUT


class AbsentError(Exception):
    """There is no such text here; the message says where it was looked for."""


def shared() -> Path:
    """Give the folder of real news text and gold annotation; AbsentError where there is none."""
    folder = Path(os.environ.get("QAWL_SHARED", CHECKOUT.parent / "shared"))
    if not folder.is_dir():
        raise AbsentError(f"needs real news text, of which there is none at {folder}; QAWL_SHARED names another folder")
    return folder


def bulk() -> Iterator[Article]:
    """Yield the articles of the large corpus, shuffled once and for all: any prefix is a fair sample."""
    path = shared() / "corpus" / "bulk.jsonl.zst"
    if not path.is_file():
        raise AbsentError(f"needs {path}, which is not there")
    with path.open("rb") as stream:
        for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(stream), encoding="utf-8"):
            yield article(json.loads(line))


def arabic(count: int) -> list[Article]:
    """Give the first articles of the large corpus for which there is a pipeline."""
    return list(islice((it for it in bulk() if language(it).startswith("ar")), count))


def words(articles: list[Article]) -> int:
    """Count words as a reader does: what stands between white space."""
    return sum(len(it.text.split()) for it in articles)
