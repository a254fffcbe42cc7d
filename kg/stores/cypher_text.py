"""Which Cypher may be asked: what reads files and addresses, or acts on the server, is told from its text.

What writes into the graph is refused by each store itself, which knows it better than any reading of the text.
"""

from __future__ import annotations

import re

from kg.errors import QueryError

READS_ONLY = "a query only reads: CREATE, SET, DELETE, REMOVE, MERGE and schema commands are refused"

# Strings and comments say nothing; a word in backticks can still be a keyword (`LOAD` CSV reads files).
_TOKEN = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|`(?P<quoted>[^`]*)`""",
    re.DOTALL,
)
_LOAD = re.compile(r"(?<!\w)LOAD\s+CSV(?!\w)", re.IGNORECASE)
# `CALL { … }` and `CALL (x) { … }` are parts of a query; the procedures of db. tell about the graph.
_CALL = re.compile(r"(?<![\w.:$])CALL\s+(?P<name>(?!db\s*\.)\w[\w.]*)", re.IGNORECASE)
_TERMINATE = re.compile(r"(?<![\w.:$])TERMINATE\s+TRANSACTIONS?(?!\w)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u+[0-9a-f]{4}", re.IGNORECASE)


def refuse_files(query: str) -> None:
    """Raise QueryError where the query reads a file or an address."""
    if _LOAD.search(_words(query)):
        raise QueryError("LOAD CSV is refused: a query only reads the graph")


def refuse_acts(query: str) -> None:
    """Raise QueryError where the query acts on a server, as procedures do that write files or end connections.

    A server reads ``\\u004cOAD`` as LOAD before anything else, in strings and comments too, where it can end them.
    """
    if (escape := _ESCAPE.search(query)) is not None:
        raise QueryError(f"{escape[0]} is refused: write the character itself, or give the text as a parameter")
    words = _words(query)
    if (call := _CALL.search(words)) is not None:
        raise QueryError(f"CALL {call['name']} is refused: of the procedures only those of db. may be called")
    if _TERMINATE.search(words):
        raise QueryError("TERMINATE TRANSACTIONS is refused: a query only reads the graph")


def _words(query: str) -> str:
    return _TOKEN.sub(lambda token: f" {token['quoted'] or ''} ", query)
