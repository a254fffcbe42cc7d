"""How one subject is written as an object of JSON-LD: by the keys and types of ``ontology/context.jsonld``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal

from kg.export.reading_order import Told
from kg.model import schema
from kg.rdf import RDF_TYPE, XSD
from kg.resources import read_text

CONTEXT = "ontology/context.jsonld"
Object = dict[str, Any]
End = Callable[[str, str], Object | str]
#: what stands in schema.org above classes and edges of ours
_CLASSES = ("Quotation", "Claim", "CreativeWork")
_EDGES = ("author", "creator", "spokenByCharacter", "isPartOf", "appearance")
_DAY = "xsd:date"


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    type: str | None = None  #: IRI of what a plain string means, ``@id``; None for words
    is_list: bool = False  #: even of one


class Keys:
    """The context of a document, and the names that it gives."""

    def __init__(self) -> None:
        self.context = _context()
        self._prefixes = {name: iri for name, iri in self.context.items() if _is_prefix(iri)}
        self._top = self._keys(self.context)
        self._known: dict[tuple[str, ...], Mapping[str, _Key]] = {}

    def object(
        self, subject: str, told: Iterable[Told], end: End = lambda predicate, iri: iri, **more: list[Object]
    ) -> Object:
        """Write a subject.

        end: gives what stands for the end of an edge: an object, or its IRI alone.
        """
        found: dict[str, list[Any]] = {}
        for predicate, value in dict.fromkeys(told):
            found.setdefault(predicate, []).append(value)
        classes = tuple(self._class(value.value) for value in found.pop(RDF_TYPE, ()))
        made: Object = {"@id": subject, "@type": classes[0] if len(classes) == 1 else list(classes)}
        keys = self._of(classes)
        for predicate, values in found.items():
            key = keys.get(predicate) or _Key(self._compact(predicate))
            written = [
                self._literal(value, key) if isinstance(value, Literal) else _node(end(predicate, value.value), key)
                for value in values
            ]
            made[key.name] = written if key.is_list or len(written) > 1 else written[0]
        return {**made, **{name: parts for name, parts in more.items() if parts}}

    def _of(self, classes: tuple[str, ...]) -> Mapping[str, _Key]:
        """Give the keys in an object of these classes, by IRI; the context of a class holds in its objects alone."""
        if classes not in self._known:
            keys = dict(self._top)
            for name in sorted(classes):
                definition = self.context.get(name)
                if isinstance(definition, dict):
                    keys.update(self._keys(definition.get("@context", {})))
            self._known[classes] = keys
        return self._known[classes]

    def _keys(self, context: Mapping[str, Any]) -> dict[str, _Key]:
        found = {}
        for name, definition in context.items():
            if name.startswith("@") or _is_prefix(definition):
                continue
            if isinstance(definition, str):
                definition = {"@id": definition}
            if "@id" in definition:
                type = definition.get("@type")
                known = type if type in (None, "@id") else self._expanded(type)
                found[self._expanded(definition["@id"])] = _Key(name, known, definition.get("@container") == "@set")
        return found

    def _class(self, iri: str) -> str:
        key = self._top.get(iri)
        return self._compact(iri) if key is None else key.name

    def _compact(self, iri: str) -> str:
        for name, base in self._prefixes.items():
            if iri.startswith(base):
                return f"{name}:{iri.removeprefix(base)}"
        return iri

    def _expanded(self, term: str) -> str:
        prefix, _, local = term.partition(":")
        return f"{self._prefixes[prefix]}{local}"

    def _literal(self, value: Literal, key: _Key) -> Any:
        """Write what JSON has as it is, and a type where the key does not say it."""
        type = value.datatype.value
        if type == XSD + "string":
            return value.value if key.type is None else {"@value": value.value}
        if type == XSD + "boolean" and key.type in (None, type):
            return value.value == "true"
        if type == XSD + "integer" and key.type in (None, type):
            return int(value.value)
        if type == XSD + "double" and key.type == type:
            return float(value.value)
        return value.value if key.type == type else {"@type": self._compact(type), "@value": value.value}


def _node(end: Object | str, key: _Key) -> Object | str:
    return {"@id": end} if isinstance(end, str) and key.type != "@id" else end


def _is_prefix(definition: Any) -> bool:
    return isinstance(definition, str) and definition.endswith(("/", "#"))


def _context() -> Object:
    """Give the context of the vocabulary, and what a document says beyond it."""
    context: Object = json.loads(read_text(CONTEXT))["@context"]
    context.update({name: f"schema:{name}" for name in _CLASSES})
    context.update({name: {"@id": f"schema:{name}", "@type": "@id"} for name in _EDGES})
    context["hasPart"] = {"@reverse": "schema:isPartOf"}
    days = {property.term for kind in schema().nodes.values() for property in kind.properties.values() if property.date}
    for definition in context.values():
        for name, term in definition.get("@context", {}).items() if isinstance(definition, dict) else ():
            if isinstance(term, str) and term in days:  # a day is a plain string, other dates say their type
                definition["@context"][name] = {"@id": term, "@type": _DAY}
    return context
