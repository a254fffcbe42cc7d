"""What the pages say in a language: ``labels.toml``, the number of a noun, a date."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.lexicon.categories import load_categories

LANGUAGES = ("ar", "en")
_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Words:
    """The labels in one language."""

    lang: str

    @property
    def direction(self) -> str:
        return "rtl" if self.lang == "ar" else "ltr"

    @property
    def other(self) -> str:
        """The other language of the pages."""
        return "en" if self.lang == "ar" else "ar"

    def __call__(self, key: str, *values: object) -> str:
        """Give a label by ``table.key``; KeyError for one that is not there is a fault of a template."""
        table, _, name = key.partition(".")
        text: str = labels()[table][name][self.lang]
        return text.format(*values) if values else text

    def value(self, table: str, value: str | None) -> str:
        """Give the word for a value of a property; one that has none is shown as it is."""
        if value is None:
            return ""
        found = labels().get(table, {}).get(value)
        return value if found is None else str(found[self.lang])

    def category(self, id: str | None) -> str:
        """Give the word for a category of roles."""
        if id is None:
            return ""
        known = load_categories().get(id)
        return id if known is None else known.ar if self.lang == "ar" else known.en

    def count(self, what: str, number: int) -> str:
        """Count in words: Arabic nouns change with the number."""
        forms: list[str] = labels()["count"][what][self.lang]
        if self.lang == "ar" and number > 1:
            place = 2 if number == 2 else 3 if 3 <= number % 100 <= 10 else 4
        else:
            place = min(number, 2)
        return forms[place].format(f"{number:,}")

    def date(self, value: str | None) -> str:
        """Write a date of known precision in words; what is no date is given back."""
        match = _DATE.match(value or "")
        if value is None or match is None:
            return value or ""
        parts = [match["year"]]
        if match["month"] is not None and 1 <= int(match["month"]) <= 12:
            parts.insert(0, labels()["months"][self.lang][int(match["month"]) - 1])
            if match["day"] is not None:
                parts.insert(0, str(int(match["day"])))
        return " ".join(parts)


@cache
def labels() -> Mapping[str, Any]:
    """Read the data file of the labels."""
    return tomllib.loads(files("kg.web").joinpath("labels.toml").read_text(encoding="utf-8"))


def preferred(accept: str | None) -> str:
    """Choose a language for an ``Accept-Language`` header: the one of ours that is liked best, Arabic if neither is."""
    best, liked = LANGUAGES[0], 0.0
    for part in (accept or "").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        language = name.partition("-")[0]
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        if language in LANGUAGES and quality > liked:
            best, liked = language, quality
    return best
