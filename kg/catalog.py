"""The named questions in ``queries/``: what each asks, which parameters it takes, which columns it gives.

A file starts with a header of comment lines::

    // title:   Who predicted what
    // params:  topic (words, optional) words to look for in the prediction
    //          speaker (name, optional) whoever said it
    // columns: speaker, prediction

Types of parameters: ``string``, ``integer``, ``date`` (ISO 8601 or a prefix of it), ``words`` and ``name`` (folded as
the keys in the graph are, see :mod:`kg.search`). An optional parameter that is not given is bound as the empty string,
which every text contains: so one condition serves both cases, in Cypher and in SPARQL.

In Cypher a parameter is ``$topic``. In SPARQL it is the variable ``$TOPIC``: in capitals, because ``$topic`` would be
the column ``?topic`` where there is one of that name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.errors import DataError, QueryError
from kg.resources import resource
from kg.search import name_key, topic_key


@dataclass(frozen=True, slots=True)
class Dialect:
    suffix: str  #: of its files
    comment: str  #: how a line of the header begins
    variable: Callable[[str], str]  #: under which name a parameter is bound


DIALECTS: Mapping[str, Dialect] = {
    "cypher": Dialect(".cypher", "//", str),
    "sparql": Dialect(".rq", "#", str.upper),
}
_HEAD = ("title", "params", "columns")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_PARAM = re.compile(r"(?P<name>\w+) \((?P<type>\w+)(?P<optional>, optional)?\) (?P<help>.+)")


def _integer(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise QueryError("wanted a whole number") from None


def _date(value: str) -> str:
    """Let a date of known precision through as it is, and the empty string that stands for none."""
    if value:
        try:
            if not _DATE.fullmatch(value):
                raise ValueError
            date.fromisoformat(value + "-01-01"[len(value) - 4 :])
        except ValueError:
            raise QueryError("wanted a date such as 2025-11-14, 2025-11 or 2025") from None
    return value


def _words(value: str) -> str:
    return _folded(value, topic_key, "words")


def _name(value: str) -> str:
    return _folded(value, name_key, "a name")


def _folded(value: str, key: Callable[[str], str], wanted: str) -> str:
    """Without a single letter the key would be empty, which every text contains."""
    if value and not key(value):
        raise QueryError(f"wanted {wanted}, found no letters")
    return key(value)


_READ: Mapping[str, Callable[[str], str | int]] = {
    "string": str,
    "integer": _integer,
    "date": _date,
    "words": _words,
    "name": _name,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: str
    is_optional: bool
    help: str


@dataclass(frozen=True, slots=True)
class Query:
    name: str
    title: str
    params: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    dialect: str

    def bind(self, given: Mapping[str, str]) -> dict[str, str | int]:
        """Read the values that a user gave, under the names by which the text has them.

        QueryError names the parameter that is missing, unknown or wrong.
        """
        known = {parameter.name: parameter for parameter in self.params}
        for name in given:
            if name not in known:
                raise QueryError(f"{self.name}: no parameter {name!r}; there are: {', '.join(known) or 'none'}")
        variable = DIALECTS[self.dialect].variable
        return {variable(name): self._value(parameter, given.get(name)) for name, parameter in known.items()}

    def _value(self, parameter: Parameter, value: str | None) -> str | int:
        if value is None and not parameter.is_optional:
            raise QueryError(f"{self.name}: parameter {parameter.name} ({parameter.type}) is missing: {parameter.help}")
        try:
            if not value and not parameter.is_optional and parameter.type != "string":
                raise QueryError(f"wanted {parameter.help}")
            return _READ[parameter.type](value or "")
        except QueryError as error:
            raise QueryError(f"{self.name}: parameter {parameter.name} is {value!r}, {error}") from None


def query(name: str, dialect: str = "cypher") -> Query:
    """Give the query of that name; QueryError lists the names there are."""
    if dialect not in DIALECTS:
        raise QueryError(f"no named questions in {dialect!r}; there are some in: {', '.join(DIALECTS)}")
    found = catalog(dialect)
    if name not in found:
        raise QueryError(f"no query {name!r}; there are: {', '.join(found)}")
    return found[name]


@cache
def catalog(dialect: str = "cypher") -> Mapping[str, Query]:
    """Read all queries of a dialect, by name; DataError names the file whose header is wrong."""
    suffix = DIALECTS[dialect].suffix
    files = sorted(
        (file for file in resource("queries").iterdir() if file.name.endswith(suffix)), key=lambda file: file.name
    )
    return {
        (name := file.name.removesuffix(suffix)): read_query(name, file.read_text(encoding="utf-8"), dialect)
        for file in files
    }


def read_query(name: str, text: str, dialect: str = "cypher") -> Query:
    """Read one query with its header."""
    head = _header(text, DIALECTS[dialect].comment)
    for key in _HEAD:
        if not head.get(key):
            raise DataError(f"queries/{name}: the header has no {key}")
    params = () if head["params"] == ["none"] else tuple(_parameter(name, line) for line in head["params"])
    columns = tuple(column.strip() for column in " ".join(head["columns"]).split(","))
    if "ORDER BY" not in text:
        raise DataError(f"queries/{name}: a query orders its rows, found no ORDER BY")
    return Query(name, " ".join(head["title"]), params, columns, text, dialect)


def _header(text: str, comment: str) -> dict[str, list[str]]:
    head: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _comment_lines(text, comment):
        key, colon, rest = line.partition(":")
        if colon and key in _HEAD:
            lines = head.setdefault(key, [])
            line = rest
        lines.append(line.strip())
    return head


def _comment_lines(text: str, comment: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith(comment):
            return
        yield line.removeprefix(comment).strip()


def _parameter(query: str, line: str) -> Parameter:
    match = _PARAM.fullmatch(line)
    if match is None:
        raise DataError(f"queries/{query}: wanted 'name (type) help' or 'name (type, optional) help', found {line!r}")
    if match["type"] not in _READ or (match["optional"] and match["type"] == "integer"):
        raise DataError(f"queries/{query}: {match['name']} has type {match['type']!r}; there are: {', '.join(_READ)}")
    return Parameter(match["name"], match["type"], match["optional"] is not None, match["help"])
