"""What every loader is, and what all of them do alike: bounds, decoding, reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from kg.article import Article, Rejected

MAX_BYTES = 32 * 1024 * 1024  #: of one line, or of one file that is one article
MAX_TEXT = 5_000_000  #: code points of one article
_SHOWN = 40
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

#: Reads one open source; ``where`` names it in what is rejected, the last is an identifier to use where it has none.
Read = Callable[[BufferedReader, str, str | None], Iterator[Article | Rejected]]


@dataclass(frozen=True, slots=True)
class Loader:
    """One format; an entry point of the group ``kg.loaders`` leads to it."""

    name: str
    suffixes: tuple[str, ...]  #: in lower case, with the dot
    read: Read


class ArticleError(ValueError):
    """The reason why an item is rejected, as one line; the loader that raises it turns it into ``Rejected``."""


def read_lines(stream: BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines with their numbers from 1; None for one over the bound, which is never held in memory."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) <= MAX_BYTES:
            yield number, without_bom(line) if number == 1 else line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES)
        yield number, None


def without_bom(data: bytes) -> bytes:
    """Take the mark away that some editors set before UTF-8: it is no part of the text and would shift offsets."""
    return data.removeprefix(_UTF8_BOM)


def check_is_text(stream: BufferedReader) -> None:
    """Look at the beginning, without reading on, and raise if it is empty or no text in UTF-8 at all."""
    beginning = stream.peek()
    if not beginning:
        raise ArticleError("empty: wanted an article, found no bytes; take it out")
    if beginning.startswith(_UTF16_BOMS):
        raise ArticleError("UTF-16, wanted UTF-8: convert it with 'iconv -f UTF-16 -t UTF-8'")
    check_no_nul(beginning)


def check_no_nul(data: bytes) -> None:
    """Raise at a NUL byte, which stands in every binary format and in no text."""
    if (place := data.find(b"\0")) >= 0:
        raise ArticleError(f"binary data (byte {place} is NUL): wanted text in UTF-8, take it out or convert it")


def decode(data: bytes) -> str:
    """Decode UTF-8; the reason names the first byte that is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"byte {error.start} (0x{data[error.start]:02X}) is not UTF-8: convert it, "
            "for Arabic from Windows with 'iconv -f WINDOWS-1256 -t UTF-8'"
        ) from None


def shown(value: object) -> str:
    """Show a value in a reason: on one line, escaped and not long."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
