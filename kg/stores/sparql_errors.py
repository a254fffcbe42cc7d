"""Where a SPARQL query is wrong.

Oxigraph tells how far its parser looked, which is up to a keyword's length behind the fault: for
``SELECT * { ?s ?p FILER(?o) }`` the end. Here the words before that place are tried one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import Store

from kg.rdf import prefixes
from kg.stores.sparql_text import Token, tokens

_POSITION = re.compile(r"error at (\d+):(\d+): ?(?:expected )?(.*)", re.DOTALL)
_CLASS = re.compile(r"\[(?:'(?:\\u\{\w+\}|\\.|[^'\\])'|[^\]'])*\]")  # ['a' ..= 'z' | …]
_WANTED = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z][\w ]*\w')
_ANY, _ONE_OF = "[_]", "one of "
_LOOK_AHEAD = 16  # longer than any keyword
#: what may follow where nothing but a keyword can: the parser tells of no keyword that it wanted
_KEYWORDS = ("", " ASK{}", " BY", " IN", " SEPARATOR")
_MANY, _SHOWN = 8, 24


def syntax_error(query: str, message: str) -> str:
    """Tell on one line where a query is wrong (line and column in code points, from 1), and what stands there.

    message: what Oxigraph says.
    """
    match = _POSITION.fullmatch(message)
    if match is None:
        return " ".join(message.split())
    far = _offset(query, int(match[1]), int(match[2]))
    reasons = [word for word in _wanted(match[3]) if " " in word]
    found = list(tokens(query))
    if reasons:  # a fault of meaning, such as a prefix that was not declared; the parser stands behind it
        place = next((token.start for token in found if token.kind == "name" and token.end == far), far)
        return f"{_where(query, place)}: {'; '.join(reasons)}"
    place, wanted = _fault(query, found, far)
    return f"{_where(query, place)}{', wanted ' if wanted else ''}{', '.join(wanted[:_MANY])}"


def _fault(query: str, found: Sequence[Token], far: int) -> tuple[int, list[str]]:
    """Find the first word behind the last place up to which all is well, and what could stand there instead."""
    place = sum(token.start <= far for token in found)
    while place > 0 and far - _LOOK_AHEAD <= found[place - 1].end:
        if (wanted := _follows(query[: found[place - 1].end])) is not None:
            if place == len(found):
                return len(query), wanted
            is_relative = found[place].kind == "iri" and '"<"' in wanted
            return found[place].start, ["an absolute IRI, or a BASE"] if is_relative else wanted
        place -= 1
    return found[place].start if place < len(found) else far, []


def _follows(text: str) -> list[str] | None:
    """What may follow the beginning of a query; None if no query begins so."""
    for more in _KEYWORDS:
        match = _POSITION.fullmatch(_parse(text + more))
        if match is None:
            return []
        is_at_end = _offset(text + more, int(match[1]), int(match[2])) == len(text + more)
        signs = [word for word in _wanted(match[3]) if word.startswith('"')]
        if is_at_end and (signs or any(found != _ANY for found in _CLASS.findall(match[3]))):
            return signs if not more else []
    return None


def _parse(query: str) -> str:
    """Give Oxigraph's complaint about a query; no query is run, because two options contradict each other."""
    try:
        Store().query(query, use_default_graph_as_union=True, default_graph=[], prefixes=prefixes())
    except (SyntaxError, ValueError) as error:
        return str(error)
    raise AssertionError("a contradiction was passed over")


def _wanted(text: str) -> Iterator[str]:
    yield from _WANTED.findall(_CLASS.sub("", text).removeprefix(_ONE_OF))


def _offset(query: str, line: int, column: int) -> int:
    lines = query.split("\n")
    return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1


def _where(query: str, place: int) -> str:
    line = query.count("\n", 0, place) + 1
    column = place - (query.rfind("\n", 0, place) + 1) + 1
    rest = query[place:].split("\n")[0].strip()
    found = f"found {rest[:_SHOWN]!r}" if rest else "the query ends" if not query[place:].strip() else "the line ends"
    return f"syntax error at line {line}, column {column}: {found}"
