"""How the rows of a SPARQL query are written, one by one: the four formats of the W3C, and plain values for ourselves.

Oxigraph writes them too, but only all of them: here whoever takes the rows can stop where a limit says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import value_of

Term = NamedNode | BlankNode | Literal | Triple
Row = Sequence[Term | None]
Writer = Callable[[Sequence[str], Iterable[Row]], Iterator[str]]
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WHITE = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_QUOTED_IN_CSV = re.compile('[",\r\n]')
_ITS = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'


def plain(term: Term | None) -> Any:
    """Give what a reader of rows expects: a value, the IRI of a node; None where there is nothing."""
    if term is None:
        return None
    if isinstance(term, Literal):
        return value_of(term)
    return term.value if isinstance(term, NamedNode | BlankNode) else str(term)


def write_plain(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write each row as a line with a JSON array of plain values; the names are not written."""
    for row in rows:
        yield json.dumps([plain(term) for term in row], ensure_ascii=False) + "\n"


def write_json(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write the JSON format of SPARQL 1.1."""
    keys = [json.dumps(name, ensure_ascii=False) for name in names]
    yield f'{{"head":{{"vars":[{",".join(keys)}]}},"results":{{"bindings":['
    for place, row in enumerate(rows):
        cells = (
            f"{key}:{json.dumps(_json(term), ensure_ascii=False, separators=(',', ':'))}"
            for key, term in zip(keys, row, strict=True)
            if term is not None
        )
        yield f"{',' if place else ''}\n{{{','.join(cells)}}}"
    yield "\n]}}\n"


def write_xml(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write the XML format of SPARQL; characters that XML cannot have become U+FFFD."""
    heads = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    yield f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{heads}</head><results>'
    keys = [quoteattr(name) for name in names]
    for row in rows:
        cells = (
            f"<binding name={key}>{_xml(term)}</binding>"
            for key, term in zip(keys, row, strict=True)
            if term is not None
        )
        yield f"\n<result>{''.join(cells)}</result>"
    yield "\n</results></sparql>\n"


def write_csv(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write the CSV format of SPARQL 1.1: values without their types."""
    yield ",".join(names) + "\r\n"
    for row in rows:
        yield ",".join(map(_csv, row)) + "\r\n"


def write_tsv(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write the TSV format of SPARQL 1.1: terms as in Turtle, so that nothing is lost."""
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else str(term) for term in row) + "\n"


#: by the file extensions that Oxigraph knows the formats by; ``plain`` is ours
WRITERS: Mapping[str, Writer] = {
    "srj": write_json,
    "srx": write_xml,
    "csv": write_csv,
    "tsv": write_tsv,
    "plain": write_plain,
}


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, Literal):
        found = {"type": "literal", "value": term.value}
        if term.language is not None:
            found["xml:lang"] = term.language
            if term.direction is not None:
                found["its:dir"] = str(term.direction)
        elif term.datatype.value != _STRING:
            found["datatype"] = term.datatype.value
        return found
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}


def _xml(term: Term) -> str:
    if isinstance(term, Literal):
        kind = ""
        if term.language is not None:
            kind = f" xml:lang={quoteattr(term.language)}"
            if term.direction is not None:
                kind += f" its:dir={quoteattr(str(term.direction))} {_ITS}"
        elif term.datatype.value != _STRING:
            kind = f" datatype={quoteattr(term.datatype.value)}"
        return f"<literal{kind}>{_xml_text(term.value)}</literal>"
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return f"<triple>{''.join(f'<{name}>{_xml(part)}</{name}>' for name, part in parts.items())}</triple>"
    name = "uri" if isinstance(term, NamedNode) else "bnode"
    return f"<{name}>{_xml_text(term.value)}</{name}>"


def _xml_text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), _WHITE)


def _csv(term: Term | None) -> str:
    if term is None:
        return ""
    text = f"_:{term.value}" if isinstance(term, BlankNode) else str(term) if isinstance(term, Triple) else term.value
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _QUOTED_IN_CSV.search(text) else text
