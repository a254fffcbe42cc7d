"""What a request asks by the SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.stores.bounded import Graphs

QUERY_BYTES = 100_000  #: most bytes of a query
BODY_BYTES = 4 * QUERY_BYTES  #: most bytes of a form: a letter of Arabic takes two as UTF-8 and six in a form
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


class ProtocolError(Exception):
    """A request that is not answered; ``status`` is that of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the graphs it is asked over; None for those that it names itself, or all."""

    query: str
    graphs: Graphs | None


def read_get(query_string: bytes) -> Asked | None:
    """Read the parameters of a GET request; None if there are none, which asks what service this is."""
    if len(query_string) > BODY_BYTES:
        raise ProtocolError(
            414, f"the address is longer than {BODY_BYTES} bytes; send the query by POST, and a shorter one"
        )
    return _asked(_parameters(query_string)) if query_string else None


def read_post(query_string: bytes, content_type: str, body: bytes) -> Asked:
    """Read a POST request: a form, or the query itself with the graphs in the address."""
    kind, charset = _content_type(content_type)
    if kind == _UPDATE:
        raise ProtocolError(403, "this store is only read here: SPARQL updates are refused")
    if kind not in (_FORM, _QUERY):
        raise ProtocolError(415, f"wanted Content-Type {_QUERY} or {_FORM}, found {kind or 'none'}")
    if charset not in ("utf-8", "utf8"):
        raise ProtocolError(415, f"wanted UTF-8, found charset {charset}")
    parameters = _parameters(query_string)
    if kind == _FORM:
        return _asked(parameters + _parameters(body))
    try:
        return _asked([*parameters, ("query", body.decode("utf-8-sig"))])
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"byte {error.start} of the query is not UTF-8") from error


def _content_type(header: str) -> tuple[str, str]:
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    values = dict(parameter.partition("=")[::2] for parameter in parameters)
    return kind, values.get("charset", "utf-8").strip('"')


def _parameters(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "the parameters are not UTF-8, percent-encoded") from error
    except ValueError as error:
        raise ProtocolError(400, "more than 1000 parameters") from error


def _asked(parameters: list[tuple[str, str]]) -> Asked:
    names = [name for name, _ in parameters]
    if "update" in names:
        raise ProtocolError(403, "this store is only read here: SPARQL updates are refused")
    if names.count("query") != 1:
        found = "none" if "query" not in names else names.count("query")
        raise ProtocolError(400, f"wanted one parameter 'query', found {found}")
    values = dict(parameters)
    if len(values["query"].encode("utf-8", "replace")) > QUERY_BYTES:
        raise ProtocolError(413, f"the query is longer than {QUERY_BYTES} bytes")
    default, named = (
        tuple(value for name, value in parameters if name == wanted)
        for wanted in ("default-graph-uri", "named-graph-uri")
    )
    return Asked(values["query"], Graphs(default, named) if default or named else None)
