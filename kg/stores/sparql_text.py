"""What a SPARQL query asks for, seen by its words before it is run: its form, its graphs, another service.

The words are those of the grammar of SPARQL 1.1 (section 19.8): what stands in a string, an IRI, a comment or a name
is no keyword. Whether the query is right is for the store to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
# Any text takes time in proportion to its length: a run of letters is looked at twice at most, an open string is one.
_TOKEN = re.compile(
    r'''
    (?P<space> [\s\ufeff]+ | \#[^\n\r]* )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<string> """(?:(?:""|")?(?:[^"\\]|\\.))*+(?:""")? | \'\'\'(?:(?:\'\'|\')?(?:[^'\\]|\\.))*+(?:\'\'\')?
              | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'? )
  | (?P<variable> [?$]\w+ | @[A-Za-z][A-Za-z0-9-]* )
  | (?P<name> [\w.\-]*+ : (?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*+ )
  | (?P<run> [\w.\-]++ )
  | (?P<other> . )
    ''',
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[A-Za-z]+|[^A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a query; comments and spaces are none."""

    kind: str  #: ``iri``, ``string``, ``variable``, ``name`` (with a prefix), ``word`` or ``other``
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen."""

    form: str | None  #: one of :data:`FORMS` or :data:`UPDATES`; None where the query starts with something else
    calls_service: bool
    prologue: str  #: the text before the form: the prefixes that hold
    default_graphs: tuple[str, ...] = ()  #: as written: ``<…>`` or a name with a prefix
    named_graphs: tuple[str, ...] = ()

    @property
    def has_dataset(self) -> bool:
        return bool(self.default_graphs or self.named_graphs)


def look_at(query: str) -> Look:
    """Look through the words of a query."""
    found = list(tokens(query))
    form, prologue = None, ""
    graphs: dict[bool, list[str]] = {False: [], True: []}
    calls_service = False
    for place, token in enumerate(found):
        if token.kind != "word":
            continue
        word = token.text.upper()
        if form is None and word in (*FORMS, *UPDATES):
            form, prologue = word, query[: token.start]
        elif word == "FROM":
            follow = found[place + 1 : place + 3]
            is_named = bool(follow) and follow[0].kind == "word" and follow[0].text.upper() == "NAMED"
            graph = follow[is_named : is_named + 1]
            graphs[is_named].extend(token.text for token in graph if token.kind in ("iri", "name"))
        elif "SERVICE" in word:  # a keyword may touch its neighbours: SERVICESILENT
            calls_service = True
    return Look(form, calls_service, prologue, tuple(graphs[False]), tuple(graphs[True]))


def tokens(query: str) -> Iterator[Token]:
    """Yield the words and signs of a text, which need not be a query."""
    for match in _TOKEN.finditer(query):
        if match.lastgroup == "run":
            for word in _WORD.finditer(match[0]):
                yield Token("word", word[0], match.start() + word.start())
        elif match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], match.start())
