from __future__ import annotations

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article, Rejected
from kg.loaders.base import MAX_BYTES, MAX_TEXT
from kg.loaders.jsonl import read_json, read_jsonl

TEXT = "قال الوزير إن العمل مستمر."


def items(data: bytes) -> list[Article | Rejected]:
    return list(read_jsonl(io.BufferedReader(io.BytesIO(data)), "a.jsonl"))


def line(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def reason(data: bytes) -> str:
    (item,) = items(data)
    assert isinstance(item, Rejected)
    assert "\n" not in item.reason
    return f"{item.where}: {item.reason}"


def test_all_keys_are_taken_and_others_passed_over() -> None:
    given = {
        "id": "17",
        "url": "https://jarida.example/17",
        "outlet": "الجريدة",
        "published": "2025-11-14",
        "title": "عنوان",
        "text": TEXT,
        "lang": "ar",
    }
    assert items(line(**given, author="فلان", tags=[1, {"a": None}])) == [Article(**given)]


def test_without_id_one_is_made_from_url_else_from_outlet_and_text() -> None:
    [first, again, other_text, other_outlet] = items(
        line(text=TEXT, url="https://jarida.example/1")
        + line(text=TEXT + " ", url="https://jarida.example/1")
        + line(text=TEXT, outlet="الجريدة")
        + line(text=TEXT, outlet="المرصد")
    )
    assert all(isinstance(item, Article) for item in (first, again, other_text, other_outlet))
    ids = [item.id for item in (first, again, other_text, other_outlet) if isinstance(item, Article)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_empty_values_are_none() -> None:
    (article,) = items(line(id="", url=" ", outlet="", title=None, lang="", published="", text=TEXT))
    assert isinstance(article, Article)
    assert (article.url, article.outlet, article.title, article.lang, article.published) == (None,) * 5
    assert article.id


@pytest.mark.parametrize(
    "published", ["2025", "2025-11", "2025-11-14", "2025-11-14T08:30:00+02:00", "2025-11-14T08:30Z"]
)
def test_dates_of_any_precision_are_kept_as_they_are(published: str) -> None:
    (article,) = items(line(text=TEXT, published=published))
    assert isinstance(article, Article)
    assert article.published == published


def test_a_bad_line_costs_only_itself_and_is_told_with_its_number() -> None:
    found = items(line(text=TEXT, id="1") + b"\n" + b'{"text": "cut' + b"\n" + line(text=TEXT, id="2"))
    assert [item.id if isinstance(item, Article) else item.where for item in found] == ["1", "a.jsonl:3", "2"]


def test_the_last_line_needs_no_line_end() -> None:
    assert len(items(line(text=TEXT).rstrip())) == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "a.jsonl: empty"),
        (b"\n \n\r\n", "a.jsonl: empty: wanted one JSON object a line, found blank lines only"),
        (b"\x7fELF\x02\x01\x00\x00", "a.jsonl: binary data (byte 7 is NUL)".replace("7", "6")),
        ("{}".encode("utf-16"), "a.jsonl: UTF-16, wanted UTF-8"),
        (b'{"text": "' + "قال".encode("cp1256") + b'"}', "a.jsonl:1: byte 10 (0xDE) is not UTF-8"),
        (b'{"text": "a"', "a.jsonl:1: broken JSON at column 13 (Expecting ',' delimiter)"),
        (b"hello", "a.jsonl:1: broken JSON at column 1"),
        (b"[1]", "a.jsonl:1: wanted an object with the key 'text', found a list"),
        (b"null", "a.jsonl:1: wanted an object with the key 'text', found null"),
        (b"{}", "a.jsonl:1: no text: wanted the key 'text' with the words of the article, found no keys"),
        (
            b'{"id": "1", "body": "x"}',
            "a.jsonl:1: no text: wanted the key 'text' with the words of the article, found",
        ),
        (b'{"text": null}', "a.jsonl:1: no text"),
        (b'{"text": " \\n\\u00a0"}', "a.jsonl:1: the text is empty"),
        (b'{"text": 5}', "a.jsonl:1: text: wanted a string, found a number (5)"),
        (b'{"text": ["a"]}', "a.jsonl:1: text: wanted a string, found a list (['a'])"),
        (b'{"text": "a", "id": 17}', "a.jsonl:1: id: wanted a string, found a number (17)"),
        (b'{"text": "a", "title": true}', "a.jsonl:1: title: wanted a string, found true or false (True)"),
        (b'{"text": "a", "url": {"href": "x"}}', "a.jsonl:1: url: wanted a string, found an object"),
        (b'{"text": "a\\ud800"}', "a.jsonl:1: text: character 1 is half of a surrogate pair (\\ud800)"),
        (b'{"text": "a", "outlet": "\\udc00"}', "a.jsonl:1: outlet: character 0 is half of a surrogate pair"),
        (b'{"text": "a", "score": NaN}', "a.jsonl:1: NaN is no JSON value"),
        (b'{"text": "a", "score": -Infinity}', "a.jsonl:1: -Infinity is no JSON value"),
        (b'{"text": "a", "deep": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "a.jsonl:1: JSON nested too deeply"),
        (b'{"text": "a", "n": ' + b"1" * 5000 + b"}", "a.jsonl:1: JSON with a value that cannot be read"),
        (b'{"text": "a\tb"}', "a.jsonl:1: broken JSON at column 12 (Invalid control character at)"),
        (b'{"text": "a", "published": "14/11/2025"}', "a.jsonl:1: published: wanted a date such as 2025-11-14"),
        (b'{"text": "a", "published": "2025-13"}', "a.jsonl:1: published: wanted a date"),
        (b'{"text": "a", "published": "2025-11-14 noon"}', "a.jsonl:1: published: wanted a date"),
    ],
)
def test_what_is_no_article_is_one_rejected_item_with_place_and_reason(data: bytes, told: str) -> None:
    assert reason(data).startswith(told)


def test_a_byte_order_mark_does_not_shift_the_text() -> None:
    (article,) = items(b"\xef\xbb\xbf" + line(text=TEXT))
    assert isinstance(article, Article)
    assert article.text == TEXT


def test_control_characters_and_directions_stay_in_the_text() -> None:
    text = "قال \u202eabc\u202c\u0000\r\n \u200f\u2067«نعم»\u2069 \x1b[31m"
    (article,) = items(line(text=text))
    assert isinstance(article, Article)
    assert article.text == text


def test_a_line_of_fifty_megabytes_is_rejected_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as stream:
        stream.write(line(text=TEXT, id="before") + b'{"text": "')
        for _ in range(50):
            stream.write(b"a" * 2**20)
        stream.write(b'"}\n' + line(text=TEXT, id="after"))
    tracemalloc.start()
    with path.open("rb") as stream:
        before, long, after = read_jsonl(stream, "long.jsonl")
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(before, Article)
    assert isinstance(long, Rejected)
    assert isinstance(after, Article)
    assert (long.where, after.id) == ("long.jsonl:2", "after")
    assert long.reason.startswith("longer than 32 MiB")
    assert peak < 3 * MAX_BYTES


def test_a_text_longer_than_any_article_is_rejected() -> None:
    assert "the text has 5,000,001 characters" in reason(line(text="a" * (MAX_TEXT + 1)))


def test_lines_are_read_as_they_are_asked_for() -> None:
    stream = io.BufferedReader(io.BytesIO(line(text=TEXT) * 10_000), buffer_size=1024)
    next(read_jsonl(stream, "-"))
    assert stream.tell() < 2048


@given(st.text())
def test_any_text_that_can_be_written_comes_back_as_it_was(text: str) -> None:
    (item,) = items(line(text=text, id="1"))
    assert isinstance(item, Rejected) if not text or text.isspace() else item == Article(text, "1")


@given(st.binary())
def test_any_bytes_give_items_and_no_exception(data: bytes) -> None:
    assert items(data)


def document(data: bytes) -> list[Article | Rejected]:
    return list(read_json(io.BufferedReader(io.BytesIO(data)), "a.json"))


def test_a_document_is_an_article_a_list_of_them_or_lines() -> None:
    first, second = {"text": TEXT, "id": "1"}, {"text": TEXT, "id": "2"}
    one, two = Article(TEXT, "1"), Article(TEXT, "2")
    assert document(json.dumps(first, indent=2).encode()) == [one]
    assert document(json.dumps([first, second], indent=2).encode()) == [one, two]
    assert document(line(**first) + line(**second)) == [one, two]
    assert document(b"\xef\xbb\xbf" + line(**first)) == [one]


def test_a_bad_item_of_a_document_costs_only_itself() -> None:
    found = document(b'[{"text": 1}, {"text": "a", "id": "2"}]')
    assert [item.id if isinstance(item, Article) else item.where for item in found] == ["a.json: item 1", "2"]


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b'{\n "text": "a",\n}', b'"a"', b"\x00"])
def test_a_bad_document_is_one_rejected_item(data: bytes) -> None:
    (item,) = document(data)
    assert isinstance(item, Rejected)
    assert item.where == "a.json"
