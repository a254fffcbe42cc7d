"""How Turtle is written: literals, lists, and blocks of one subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Pairs = Iterable[tuple[str, Sequence[str] | str]]  #: predicate and objects, all written already
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(text: str, language: str = "") -> str:
    quoted = "".join(_ESCAPES.get(char, char) for char in text)
    return f'"{quoted}"@{language}' if language else f'"{quoted}"'


def labels(en: str, ar: str) -> list[str]:
    return [literal(en, "en"), literal(ar, "ar")]


def collection(items: Iterable[str]) -> str:
    return f"( {' '.join(items)} )"


def prefixes(found: Mapping[str, str]) -> str:
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in found.items())


def blank(pairs: Pairs, depth: int = 1) -> str:
    """Write a nameless node over several lines. depth: how far the line stands to the right on which it begins."""
    return f"[\n{_pairs(pairs, depth + 1)} ;\n{'  ' * depth}]"


def inline(pairs: Pairs) -> str:
    """Write a nameless node on one line."""
    return f"[ {' ; '.join(f'{name} {_objects(objects)}' for name, objects in pairs)} ]"


def block(subject: str, pairs: Pairs) -> str:
    """Write all that is said of one subject; a predicate without objects is passed over."""
    return f"{subject}\n{_pairs(pairs, 1)} .\n"


def _pairs(pairs: Pairs, depth: int) -> str:
    return " ;\n".join(f"{'  ' * depth}{name} {_objects(objects)}" for name, objects in pairs if objects)


def _objects(objects: Sequence[str] | str) -> str:
    return objects if isinstance(objects, str) else ", ".join(objects)
