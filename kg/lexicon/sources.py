"""The nouns by which a phrase is known as a source: roles, bodies, unnamed sources, documents, outlets, names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Literal, TypeVar, cast

from kg.errors import DataError
from kg.pipeline.normal import normal
from kg.resources import read_toml, read_tsv

_FOLDER = "ontology/lexicons/ar"
_LONGEST = 6  # words of a known name

T = TypeVar("T")
Gender = Literal["m", "f"]
Number = Literal["s", "p"]


@dataclass(frozen=True, slots=True)
class RoleHead:
    """Head noun of a role. category: of the word alone. portfolio: the next word names the body: وزير الدفاع."""

    lemma: str
    category: str
    gender: Gender
    number: Number
    portfolio: bool


@dataclass(frozen=True, slots=True)
class OrgHead:
    lemma: str
    gender: Gender


@dataclass(frozen=True, slots=True)
class AnonymousHead:
    lemma: str
    gender: Gender
    number: Number


@dataclass(frozen=True, slots=True)
class DocumentHead:
    lemma: str
    gender: Gender
    number: Number


@dataclass(frozen=True, slots=True)
class Demonym:
    country: str  #: ISO 3166-1, or the name of a region
    gender: Gender
    number: Number


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    country: str  #: ISO 3166-1
    kind: Literal["country", "city"]
    source: bool  #: the name stands for its government


def strip_article(norm: str) -> str:
    """Take ال off a normal form that keeps three letters without it."""
    return norm[2:] if norm.startswith("ال") and len(norm) > 4 and norm not in _whole() else norm


@cache
def _whole() -> frozenset[str]:
    """Give the words that begin with the letters of the article and have none: ``إلغاء``, ``التزام``, ``ألوان``."""
    return frozenset(map(normal, read_toml(f"{_FOLDER}/syntax.toml")["no_article"]["words"]))


def _nominative(norm: str) -> str:
    """Take the ا of the indefinite accusative off: ``مصدرا``."""
    return norm[:-1] if norm.endswith("ا") and len(norm) > 4 else norm


class _Phrases(Generic[T]):
    """Known names of several words, by their first word."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, words: str, value: T) -> None:
        tokens = tuple(normal(words).split())
        self._by_first.setdefault(tokens[0], []).append((tokens, value))

    def close(self) -> None:
        for found in self._by_first.values():
            found.sort(key=lambda item: -len(item[0]))

    def at(self, norms: Sequence[str], i: int) -> tuple[int, T] | None:
        """Give the place after the longest known name that begins at ``i``, and what is known of it."""
        if i >= len(norms):
            return None
        for tokens, value in self._by_first.get(norms[i], ()):
            if len(tokens) == 1 or tuple(norms[i + 1 : i + len(tokens)]) == tokens[1:]:
                return i + len(tokens), value
        return None


class SourceLexicon:
    """All nouns of sources by their normal form; every question takes a form with or without its article."""

    def __init__(self) -> None:
        self._roles: dict[str, RoleHead] = {}
        self._organisations: dict[str, OrgHead] = {}
        self._anonymous: dict[str, AnonymousHead] = {}
        self._documents: dict[str, DocumentHead] = {}
        self._demonyms: dict[str, Demonym] = {}
        self._compound: _Phrases[str] = _Phrases()
        self._known: _Phrases[str] = _Phrases()
        self._quantifiers: _Phrases[str] = _Phrases()
        self._media: _Phrases[str] = _Phrases()
        self._places: _Phrases[Place] = _Phrases()
        self._read_roles()
        self._read_heads()
        self._read_lists()
        for phrases in (self._compound, self._known, self._quantifiers, self._media, self._places):
            phrases.close()

    # -- questions -------------------------------------------------------------------------------------------------

    def role(self, norm: str) -> RoleHead | None:
        return self._roles.get(norm) or self._roles.get(strip_article(norm)) or self._roles.get(_nominative(norm))

    def possessed_role(self, norm: str) -> RoleHead | None:
        """Give the role behind a pronoun joined to it: ``نقيبهم``, ``رئيسها``; it is as good as definite."""
        for pronoun in ("هما", "هم", "ها"):  # ه alone is mostly ة
            if norm.endswith(pronoun) and len(norm) - len(pronoun) >= 4:
                return self._roles.get(norm[: -len(pronoun)])
        return None

    def compound_role(self, norms: Sequence[str], i: int) -> int | None:
        """Give the place after a role head of several words that begins at ``i``: ``ولي العهد``."""
        found = self._compound.at(norms, i)
        return found[0] if found is not None else None

    def honorific(self, norm: str) -> bool:
        return norm in self._honorifics

    def honorific_is_role(self, norm: str) -> bool:
        """Say whether a title before a name is kept as a role: ``المقدم`` is, ``السيد`` is not."""
        return norm in self._titles

    def organisation_head(self, norm: str) -> OrgHead | None:
        return self._organisations.get(norm) or self._organisations.get(strip_article(norm))

    def organisation(self, norms: Sequence[str], i: int) -> tuple[int, str] | None:
        return self._known.at(norms, i)

    def anonymous(self, norm: str) -> AnonymousHead | None:
        return (
            self._anonymous.get(norm)
            or self._anonymous.get(strip_article(norm))
            or self._anonymous.get(_nominative(norm))
        )

    def quantifier(self, norms: Sequence[str], i: int) -> int | None:
        """Give the place of the noun behind a quantifier: ``عدد من | المحللين``."""
        found = self._quantifiers.at(norms, i)
        return found[0] if found is not None else None

    def document(self, norm: str) -> DocumentHead | None:
        return self._documents.get(norm) or self._documents.get(strip_article(norm))

    def media_head(self, norm: str) -> bool:
        return norm in self._media_heads or strip_article(norm) in self._media_heads

    def media(self, norms: Sequence[str], i: int) -> tuple[int, str] | None:
        return self._media.at(norms, i)

    def place(self, norms: Sequence[str], i: int) -> tuple[int, Place] | None:
        return self._places.at(norms, i)

    def demonym(self, norm: str) -> Demonym | None:
        return self._demonyms.get(norm) or self._demonyms.get(strip_article(norm))

    def is_name_unit(self, norm: str) -> bool:
        """Say whether a word is a part of names in the name table; a family name may have its article."""
        return norm in self._names or (norm.startswith("ال") and strip_article(norm) in self._names)

    def is_given(self, norm: str) -> bool:
        return self._names.get(norm) == "g"

    def name_particle(self, norm: str) -> bool:
        return norm in self._particles

    def is_common(self, norm: str) -> bool:
        return norm in self._common or strip_article(norm) in self._common

    def is_ordinary_verb(self, norm: str) -> bool:
        return norm in self._verbs

    def is_time_word(self, norm: str) -> bool:
        return norm in self._time

    def is_adjective(self, norm: str) -> bool:
        """Say whether a word is an adjective of origin."""
        return norm in self._demonyms

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read_roles(self) -> None:
        file = f"{_FOLDER}/roles.toml"
        data = read_toml(file)
        for entry in data["role"]:
            lemma, category = _need(entry, "singular", file), _need(entry, "category", file)
            gender = cast(Gender, entry.get("gender", "m"))
            portfolio = entry.get("portfolio", False)
            self._roles.setdefault(normal(lemma), RoleHead(lemma, category, gender, "s", portfolio))
            if "feminine" in entry:
                self._roles.setdefault(normal(entry["feminine"]), RoleHead(lemma, category, "f", "s", portfolio))
            for plural in entry.get("plural", ()):
                self._roles.setdefault(normal(plural), RoleHead(lemma, category, gender, "p", portfolio))
        for words in data["compound"]["words"]:
            self._compound.add(words, words)
        honorifics = read_toml(f"{_FOLDER}/honorifics.toml")["honorific"]
        self._honorifics = frozenset(normal(entry["word"]) for entry in honorifics)
        self._titles = frozenset(normal(entry["word"]) for entry in honorifics if entry.get("role"))

    def _read_heads(self) -> None:
        file = f"{_FOLDER}/organisations.toml"
        data = read_toml(file)
        for entry in data["head"]:
            self._organisations[normal(_need(entry, "word", file))] = OrgHead(entry["word"], entry["gender"])
        for name in data["known"]["names"]:
            self._known.add(name, name)
        file = f"{_FOLDER}/anonymous.toml"
        data = read_toml(file)
        for entry in data["head"]:
            head = AnonymousHead(_need(entry, "word", file), entry["gender"], entry["number"])
            self._anonymous.setdefault(normal(head.lemma), head)
        for phrase in data["quantifiers"]["phrases"]:
            self._quantifiers.add(phrase, phrase)
        for pronoun in data["quantifiers"]["pronouns"]:
            self._anonymous.setdefault(normal(pronoun), AnonymousHead(pronoun, "m", "p"))
        file = f"{_FOLDER}/documents.toml"
        for entry in read_toml(file)["head"]:
            document = DocumentHead(_need(entry, "word", file), entry["gender"], entry["number"])
            self._documents.setdefault(normal(document.lemma), document)

    def _read_lists(self) -> None:
        self._media_heads = frozenset(
            normal(entry["word"]) for entry in read_toml(f"{_FOLDER}/media_heads.toml")["head"]
        )
        self._particles = frozenset(normal(e["word"]) for e in read_toml(f"{_FOLDER}/name_particles.toml")["particle"])
        for (name,) in read_tsv(f"{_FOLDER}/media.tsv"):
            self._media.add(name, name)
        self._common = frozenset(_words("common_nouns.tsv"))
        self._time = frozenset(_words("time_words.tsv"))
        self._verbs = frozenset(_words("common_verbs.tsv"))
        self._names = dict(row for row in read_tsv(f"{_FOLDER}/names.tsv"))
        for name, country, kind, source in read_tsv(f"{_FOLDER}/places.tsv"):
            self._places.add(name, Place(name, country, cast(Literal["country", "city"], kind), source == "1"))
        for country, masculine, feminine, plural in read_tsv(f"{_FOLDER}/demonyms.tsv"):
            for words, gender, number in ((masculine, "m", "s"), (feminine, "f", "s"), (plural, "m", "p")):
                for word in words.split():
                    self._demonyms[normal(word)] = Demonym(country, cast(Gender, gender), cast(Number, number))


def _words(file: str) -> Iterable[str]:
    return (normal(row[0]) for row in read_tsv(f"{_FOLDER}/{file}"))


def _need(entry: dict[str, Any], key: str, file: str) -> str:
    if key not in entry or "example" not in entry:
        raise DataError(f"{file}: {entry}: wanted the keys {key} and example")
    return str(entry[key])


@cache
def load_sources() -> SourceLexicon:
    """Read the lexicons once; DataError names the entry that is wrong."""
    return SourceLexicon()
