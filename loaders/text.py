"""An article from a file of plain text.

The whole file is the text, so that offsets are those of the file; a title cannot be told from a first paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from kg.article import Article, Rejected, content_id
from kg.loaders.base import MAX_BYTES, ArticleError, Loader, check_is_text, check_no_nul, decode, without_bom
from kg.loaders.record import check_text


def read_text(stream: BufferedReader, where: str, id: str | None = None) -> Iterator[Article | Rejected]:
    """Yield one item; line ends stay as they are."""
    try:
        check_is_text(stream)
        yield _article(stream.read(MAX_BYTES + 1), id)
    except ArticleError as reason:
        yield Rejected(where, str(reason))


TEXT = Loader("text", (".txt",), read_text)


def _article(data: bytes, id: str | None) -> Article:
    if len(data) > MAX_BYTES:
        raise ArticleError(f"longer than {MAX_BYTES // 2**20} MiB, an article is far shorter: split it")
    check_no_nul(data)
    text = decode(without_bom(data))
    check_text(text)
    return Article(text, id=content_id("text", None, text) if id is None else id)
