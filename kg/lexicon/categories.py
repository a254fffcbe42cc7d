"""The category of a role text, such as ``analyst``, and the tree of categories above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from kg.errors import DataError
from kg.lexicon.sources import load_sources, strip_article
from kg.pipeline.normal import normal
from kg.resources import read_toml

TREE = "ontology/role_categories.toml"
RULES = "ontology/lexicons/ar/role_rules.toml"
_ORGANISATIONS = "ontology/lexicons/ar/organisations.toml"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NOMINAL = ("ون", "ين", "ات", "ان", "ا", "ه", "ها", "هم", "هما", "نا")


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of role. yields: another role beside it counts more."""

    id: str
    broader: str | None
    ar: str
    en: str
    yields: bool
    example: str  #: a role text of this category


@cache
def load_categories() -> Mapping[str, Category]:
    """Read the tree once; DataError names the entry that is wrong."""
    found: dict[str, Category] = {}
    for id, entry in read_toml(TREE)["category"].items():
        if missing := [key for key in ("ar", "en", "example") if key not in entry]:
            raise DataError(f"{TREE}: category.{id}: {', '.join(missing)} is missing")
        yields, example = entry.get("yields", False), entry["example"]
        found[id] = Category(id, entry.get("broader"), entry["ar"], entry["en"], yields, example)
    for category in found.values():
        if category.broader is not None and category.broader not in found:
            raise DataError(f"{TREE}: category.{category.id}: there is no category {category.broader!r} above it")
    return found


@cache
def broader() -> Mapping[str, str]:
    """Give the category above each that has one."""
    return {id: category.broader for id, category in load_categories().items() if category.broader is not None}


@lru_cache(maxsize=1 << 15)
def category_of(role: str) -> str | None:
    """Give the category of a role text; None where no word of it is known as a role.

    Of several roles side by side the first counts, but for one that yields (``الكاتب والمحلل السياسي``) or is a title
    before another (``المهندس وزير الري``).
    """
    text = _Text(role)
    tree = load_categories()
    first: str | None = None
    for start, end in text.segments():
        category = text.category(start, text.end_of(end))
        if category is None:
            continue
        first = first or category
        if not (tree[category].yields or text.is_title(start, end)):
            return category
    return first


# -- rules ---------------------------------------------------------------------------------------------------------


class _Way(NamedTuple):
    """Words behind a head, and what they make of it. order: place of the rule in its file."""

    items: tuple[str, ...]
    anchored: bool
    category: str
    definite: bool | None
    order: int


class _Rank(NamedTuple):
    """By how much a rule fits: the least is the best."""

    words: int  #: known words, negative
    start: int
    order: int


@dataclass(frozen=True, slots=True)
class _Rules:
    ways: Mapping[str, Mapping[str, Sequence[_Way]]]  #: by head and by the first item
    alone: Mapping[str, Sequence[_Way]]  #: by head
    names: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]  #: sort and words of each name, by its first word
    ignored: frozenset[str]
    passed: frozenset[str]  #: prepositions, and what counts a deputy: النائب الأول لرئيس المجلس


def _head_of(norm: str) -> str:
    """Give the lemma of a word that is a role, else the word."""
    role = load_sources().role(norm)
    return normal(role.lemma) if role is not None else norm


@cache
def _rules() -> _Rules:
    data = read_toml(RULES)
    groups: dict[str, list[str]] = data["group"]
    ways: dict[str, dict[str, list[_Way]]] = {}
    alone: dict[str, list[_Way]] = {}
    names = _names(data["sort"])
    sorts = {sort for found in names.values() for sort, _ in found} | {"country", "city", "demonym"}
    for order, rule in enumerate(data["rule"]):
        _check(rule, sorts, groups)
        heads = dict.fromkeys(
            _head_of(normal(word)) for head in rule["head"] for word in (groups[head[1:]] if head[0] == "@" else [head])
        )
        for head in heads:
            here = ways.setdefault(head, {})
            for way in rule.get("with", ()):
                items = tuple(normal(way.removeprefix("^")).split())
                found = _Way(items, way[0] == "^", rule["category"], rule.get("definite"), order)
                here.setdefault(items[0][:1] if items[0][:1] == "%" else items[0], []).append(found)
            if "with" not in rule:
                alone.setdefault(head, []).append(_Way((), False, rule["category"], rule.get("definite"), order))
    passed = frozenset(map(normal, data["passed"]["words"]))
    return _Rules(ways, alone, names, frozenset(map(normal, data["ignored"]["words"])), passed)


def _check(rule: dict[str, Any], sorts: set[str], groups: Mapping[str, object]) -> None:
    where = f"{RULES}: {rule.get('example', rule)}"
    if "example" not in rule or "head" not in rule:
        raise DataError(f"{where}: wanted the keys head, category and example")
    if rule.get("category") not in {*load_categories(), "%"}:
        raise DataError(f"{where}: category is {rule.get('category')!r}, wanted one of {TREE}")
    for head in rule["head"]:
        if head[0] == "@" and head[1:] not in groups:
            raise DataError(f"{where}: there is no group {head!r}; there are: {', '.join(groups)}")
    for item in " ".join(rule.get("with", ())).replace("^", "").split():
        if item[0] == "@" and item[1:] not in sorts:
            raise DataError(f"{where}: there is no sort {item!r}; there are: {', '.join(sorted(sorts))}")
        if item[0] == "%" and item not in ("%", "%%") and item[1:] not in load_categories():
            raise DataError(f"{where}: there is no category {item[1:]!r} in {TREE}")


def _names(sorts: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    pairs = [(entry["sort"], entry["word"]) for entry in read_toml(_ORGANISATIONS)["head"] if "sort" in entry]
    pairs += [(sort, name) for sort, found in sorts.items() for name in found]
    names: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for sort, name in pairs:
        words = tuple(normal(name).split())
        names.setdefault(words[0], []).append((sort, words))
    return names


@lru_cache(maxsize=1 << 14)
def _forms(norm: str) -> frozenset[str]:
    """Give a word without what may be joined to it: و, a preposition, ال, a pronoun, the ending of gender or number."""
    stems = {norm}
    for word in (norm, norm[1:] if norm[0] in "وف" and len(norm) > 4 else norm):
        stems.add(word)
        if word.startswith("ال") and len(word) > 4:
            stems.add(word[2:])
        if word.startswith("لل") and len(word) > 4:
            stems |= {word[2:], "ال" + word[2:], word[1:]}
        elif word[0] in "بلك" and len(word) > 3:
            stems.add(word[1:])
            if word[1:3] == "ال" and len(word) > 5:
                stems.add(word[3:])
    found = set(stems)
    for stem in stems:
        for ending in _NOMINAL:
            if stem.endswith(ending) and len(stem) - len(ending) >= 3:
                rest = stem[: -len(ending)]
                found.add(rest)
                if ending == "ات":
                    found.add(rest + "ه")
                elif ending in ("ها", "هم", "هما", "نا", "ه") and rest[-1] == "ت":
                    found.add(rest[:-1] + "ه")
    return frozenset(found)


# -- reading a role text -------------------------------------------------------------------------------------------


class _Text:
    """One role text as words that can be asked."""

    def __init__(self, role: str) -> None:
        self.norms: list[str] = _WORD.findall(normal(role))
        self.forms = [_forms(norm) for norm in self.norms]
        self.heads = [self._head(i) for i in range(len(self.norms))]
        self.sorts = [dict(self._sorts(i)) for i in range(len(self.norms))]

    # -- segments --------------------------------------------------------------------------------------------------

    def segments(self) -> list[tuple[int, int]]:
        """Give first word and end of each role of the text."""
        starts: list[int] = []
        for i, head in enumerate(self.heads):
            if head is not None and (not starts or self._begins(starts[-1], i)):
                starts.append(i)
        return list(zip(starts, [*starts, len(self.norms)][1:], strict=False))

    def _begins(self, first: int, i: int) -> bool:
        """Say whether the role at ``i`` stands beside that at ``first`` and is no part of it."""
        norm, before = self.norms[i], self.norms[i - 1]
        if self.forms[i] & _rules().ignored:
            return False
        if self._is_joined(i):
            return not (_is_relative(norm[1:]) and _is_relative(before))
        if not self._is_definite(first) or self.forms[i - 1] & _rules().passed or norm[0] in "لب":
            return False
        return self._is_definite(i - 1) and not _is_relative(norm)

    def end_of(self, end: int) -> int:
        """Give the end of what may belong to a role; what stands beside it without و may be an adjective."""
        return end if end < len(self.norms) and self._is_joined(end) else len(self.norms)

    def is_title(self, start: int, end: int) -> bool:
        """Say whether a segment is a title of one word before another role: ``المهندس وزير الري``."""
        if end != start + 1 or end == len(self.norms):
            return False
        return load_sources().honorific(self.norms[start]) and not self._is_joined(end)

    def _is_joined(self, i: int) -> bool:
        """Say whether a word begins with the conjunction: ``والمحلل`` does, ``وزير`` does not."""
        return self.norms[i][0] == "و" and load_sources().role(self.norms[i]) is None

    def _is_definite(self, i: int) -> bool:
        norm = self.norms[i]
        return _bare(norm) != norm or norm.startswith(("وال", "لل", "بال"))

    def _head(self, i: int) -> str | None:
        """Give the lemma of a role; of a head that only the rules know, the word."""
        lexicon, rules, norm = load_sources(), _rules(), self.norms[i]
        words = [norm, _bare(norm)]
        if norm[0] in "وفلب" and len(norm) > 3:
            rest = "ال" + norm[2:] if norm.startswith("لل") else norm[1:]
            words += [rest, _bare(rest)]
        for word in words:
            if (role := lexicon.role(word) or lexicon.possessed_role(word)) is not None:
                return normal(role.lemma)
            if word in rules.alone or word in rules.ways:
                return word
        if i == 0:  # زوجته, زعيما البلدين
            dual = [norm[:-1]] if norm[-1] in "اي" and len(norm) > 4 else []
            found = (lexicon.role(form) for form in (*sorted(self.forms[0]), *dual))
            return next((normal(role.lemma) for role in found if role is not None), None)
        return None

    # -- categories ------------------------------------------------------------------------------------------------

    def category(self, start: int, end: int) -> str | None:
        """Give the category of the role whose head is the word at ``start``; its complement goes to ``end``."""
        head, rules = self.heads[start], _rules()
        if head is None:
            return None
        definite = self._is_definite(start)
        best: tuple[_Rank, str] | None = None
        for p in range(start + 1, end):
            sorts = () if self._is_adjective(p) else self.sorts[p]
            for key in (*self.forms[p], *(f"@{sort}" for sort in sorts), "%", "*"):
                for way in rules.ways.get(head, {}).get(key, ()):
                    if way.definite not in (None, definite) or (way.anchored and not self._is_next(start, p)):
                        continue
                    for words, category in self._follow(way, p, start, end):
                        rank = _Rank(-words, p, way.order)
                        if best is None or rank < best[0]:
                            best = rank, category
        if best is not None:
            return best[1]
        for way in rules.alone.get(head, ()):
            if way.definite in (None, definite):
                return way.category
        role = load_sources().role(head)
        return role.category if role is not None else None

    def _follow(self, way: _Way, p: int, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield how many words a way knows from ``p`` on and the category that it gives."""
        item = way.items[0]
        if item[0] == "%":
            below = self.category(p, end) if self.heads[p] is not None and self._depends(start, p) else None
            if below is not None and (item in ("%", f"%{below}") or (item == "%%" and self._is_plural(p))):
                yield 1, below if way.category == "%" else way.category
        elif item == "*":
            if self.norms[p] not in _rules().passed and not self.forms[p] & _rules().ignored:
                yield 0, way.category
        else:
            for words in self._items(way.items, p, end):
                yield words, way.category

    def _items(self, items: tuple[str, ...], p: int, end: int, gap: bool = False) -> Iterator[int]:
        """Yield how many words stand for ``items`` from ``p`` on."""
        if not items:
            yield 0
            return
        if items[0] == "…":
            yield from self._items(items[1:], p, end, True)
            return
        if p >= end:
            return
        for stop in self._stops(items[0], p):
            if stop <= end:
                for rest in self._items(items[1:], stop, end):
                    yield rest + stop - p
        if gap or self.forms[p] & _rules().ignored:
            yield from self._items(items, p + 1, end, gap)

    def _stops(self, item: str, p: int) -> tuple[int, ...]:
        if item[0] == "@":
            return self.sorts[p].get(item[1:], ())
        return (p + 1,) if item in self.forms[p] else ()

    def _is_next(self, start: int, p: int) -> bool:
        rules = _rules()
        return all(self.forms[i] & (rules.passed | rules.ignored) for i in range(start + 1, p))

    def _depends(self, start: int, p: int) -> bool:
        """Say whether the role at ``p`` belongs to the head: ``نائب رئيس``, ``النائب الأول للرئيس``, ``عدد من``."""
        rules = _rules()
        if any(not self.forms[i] & (rules.passed | rules.ignored) for i in range(start + 1, p)):
            return False
        if self.norms[p][0] == "ل" and load_sources().role(self.norms[p]) is None:
            return True
        return not self._is_definite(start) or self.norms[p - 1] == "من"

    def _is_adjective(self, p: int) -> bool:
        """Say whether a word that tells how one has a role is that, and no body: ``الرئيس المنتخب``."""
        definite = all(norm.startswith("ال") for norm in self.norms[p - 1 : p + 1])
        return definite and bool(self.forms[p] & _rules().ignored)

    def _is_plural(self, p: int) -> bool:
        role = load_sources().role(self.norms[p])
        return role is not None and role.number == "p"

    # -- sorts -----------------------------------------------------------------------------------------------------

    def _sorts(self, p: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the sort of each body that is named from ``p`` on, and the ends of its names."""
        found: dict[str, set[int]] = {}
        for form in self.forms[p]:
            for sort, words in _rules().names.get(form, ()):
                for stop in self._name_stops(words, p):
                    found.setdefault(sort, set()).add(stop)
        forms = (self.norms[p], *sorted(self.forms[p]))
        if any(load_sources().demonym(form) is not None for form in forms):
            found.setdefault("demonym", set()).add(p + 1)
        for first in forms:
            place = load_sources().place([first, *self.norms[p + 1 :]], 0)
            if place is not None and (place[0] > 1 or "demonym" not in found):  # ممثلة سورية
                found.setdefault(place[1].kind, set()).add(p + place[0])
                break
        for sort, stops in found.items():
            yield sort, tuple(sorted(stops, reverse=True))

    def _name_stops(self, words: tuple[str, ...], p: int, gap: bool = False) -> Iterator[int]:
        if not words:
            yield p
        elif words[0] == "…":
            yield from self._name_stops(words[1:], p, True)
        elif p < len(self.norms):
            if words[0] in self.forms[p]:
                yield from self._name_stops(words[1:], p + 1)
            if gap:
                yield from self._name_stops(words, p + 1, True)


def _bare(norm: str) -> str:
    """Take the article off, of short words too: ``الأب``."""
    return norm[2:] if norm.startswith("ال") and len(norm) == 4 else strip_article(norm)


def _is_relative(norm: str) -> bool:
    """Say whether a word has the ending of an adjective of relation: ``السياسي``, ``السياسية``."""
    return norm.removesuffix("ه").endswith("ي")
