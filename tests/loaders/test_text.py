from __future__ import annotations

import io

import pytest

from kg.article import Article, Rejected
from kg.loaders.text import read_text

TEXT = "عنوان\n\nقال الوزير إن العمل مستمر.\r\n"


def item(data: bytes, id: str | None = None) -> Article | Rejected:
    (found,) = read_text(io.BufferedReader(io.BytesIO(data)), "a.txt", id)
    return found


def test_the_whole_file_is_the_text() -> None:
    assert item(TEXT.encode(), "a") == Article(TEXT, "a")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert item(TEXT.encode("utf-8-sig"), "a") == Article(TEXT, "a")


def test_without_a_name_the_identifier_is_made_from_the_text() -> None:
    first, again, other = item(TEXT.encode()), item(TEXT.encode()), item(b"other")
    assert isinstance(first, Article)
    assert isinstance(other, Article)
    assert first == again
    assert first.id != other.id


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\n \n", "the text is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary data (byte 8 is NUL)"),
        (b"a" * 20_000 + b"\x00", "binary data (byte 20000 is NUL)"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"abc " + "قال".encode("cp1256"), "byte 4 (0xDE) is not UTF-8"),
        (b"a" * 5_000_001, "the text has 5,000,001 characters"),
        (b"a" * (32 * 2**20 + 1), "longer than 32 MiB"),
    ],
)
def test_what_is_no_text_is_rejected_with_its_reason(data: bytes, told: str) -> None:
    found = item(data)
    assert isinstance(found, Rejected)
    assert found.where == "a.txt"
    assert found.reason.startswith(told)


def test_an_article_of_quotation_marks_only_is_an_article() -> None:
    assert item('«»"“”'.encode(), "a") == Article('«»"“”', "a")
