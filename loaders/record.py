"""An article from keys and values, as a line of JSON or a row of a table has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from kg.article import Article, content_id
from kg.loaders.base import MAX_TEXT, ArticleError, shown

KEYS = ("id", "url", "outlet", "published", "title", "text", "lang")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)([T ].+)?)?)?")
_JSON_NAMES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def article(data: object) -> Article:
    """Check and take over the keys of :data:`KEYS`, passing over all others; ArticleError tells what is wrong.

    An empty value is none. Without ``id``, one is made from the URL, else from outlet and text.
    """
    if not isinstance(data, Mapping):
        raise ArticleError(f"wanted an object with the key 'text', found {_kind(data)}")
    text = _text(data)
    values = {key: _value(data, key) for key in KEYS if key != "text"}
    _check_published(values["published"])
    made = content_id("url", values["url"]) if values["url"] is not None else content_id("text", values["outlet"], text)
    return Article(
        text=text,
        id=made if values["id"] is None else values["id"],
        outlet=values["outlet"],
        url=values["url"],
        title=values["title"],
        published=values["published"],
        lang=values["lang"],
    )


def check_text(text: str) -> None:
    """Raise if a text is empty or longer than any article is."""
    if not text or text.isspace():
        raise ArticleError("the text is empty: an article needs words")
    if len(text) > MAX_TEXT:
        raise ArticleError(f"the text has {len(text):,} characters, at most {MAX_TEXT:,} are read: split it")


def _text(data: Mapping[str, object]) -> str:
    if data.get("text") is None:
        found = ", ".join(shown(key) for key in list(data)[: len(KEYS)]) or "no keys"
        raise ArticleError(f"no text: wanted the key 'text' with the words of the article, found {found}")
    text = _string("text", data["text"])
    check_text(text)
    return text


def _value(data: Mapping[str, object], key: str) -> str | None:
    value = data.get(key)
    if value is None:
        return None
    string = _string(key, value)
    return None if not string or string.isspace() else string


def _string(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ArticleError(f"{key}: wanted a string, found {_kind(value)} ({shown(value)}): put it in quotation marks")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"{key}: character {error.start} is half of a surrogate pair (\\u{ord(value[error.start]):04x}): "
            "the text was damaged before, take it from its source again"
        ) from None
    return value


def _check_published(published: str | None) -> None:
    if published is None:
        return
    match = _DATE.fullmatch(published)
    try:
        if match is None:
            raise ValueError
        year, month, day, time = match.groups()
        date(int(year), int(month or 1), int(day or 1))
        if time is not None:
            datetime.fromisoformat(published)
    except ValueError:
        raise ArticleError(
            f"published: wanted a date such as 2025-11-14, 2025-11, 2025 or 2025-11-14T08:30:00+02:00, "
            f"found {shown(published)}"
        ) from None


def _kind(value: object) -> str:
    return "null" if value is None else _JSON_NAMES.get(type(value), "a string")
