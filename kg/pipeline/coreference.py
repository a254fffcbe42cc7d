"""Which mentions of an article are one source: short names, roles, "the same source", dropped subjects.

In-document only; who is whom across articles is decided elsewhere. Later mentions are shorter than the first in news,
so a mention goes to the most recent source that it fits, and the source keeps the fullest name the text gives anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from kg.extraction import SourceKind
from kg.lexicon.sources import load_sources, strip_article
from kg.lexicon.syntax import load_syntax
from kg.pipeline.phrases import Phrase, Range
from kg.pipeline.tokens import Reading
from kg.pipeline.words import word_of


@dataclass(slots=True, eq=False)
class Entity:
    """A source of the article while it is being read."""

    kind: SourceKind
    name: Range
    tokens: tuple[str, ...]  #: of the name, folded for comparison
    head: str
    gender: Literal["m", "f"] | None = None
    plural: bool = False
    mentions: list[Range] = field(default_factory=list)
    roles: list[Range] = field(default_factory=list)
    affiliations: list[Range] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)  #: head nouns of its roles, without article
    last: int = -1  #: place of the last mention
    spoke: int = -1  #: place of its last statement


def fold_name(norms: Iterable[str]) -> tuple[str, ...]:
    """Make the tokens of a name comparable: without بن and the article, عبد and أبو joined to what follows."""
    syntax = load_syntax()
    folded: list[str] = []
    pending = ""
    for norm in norms:
        if not norm or not norm[0].isalnum():
            continue
        if norm in syntax.name_parts_dropped and folded:
            continue
        if norm in syntax.name_parts_joined:
            pending += norm
            continue
        folded.append(pending + (norm if pending == "" else strip_article(norm)) if pending else strip_article(norm))
        pending = ""
    if pending:
        folded.append(pending)
    return tuple(token.replace("عبدال", "عبد") if token.startswith("عبدال") else token for token in folded)


def joined_l(norm: str) -> int:
    """Give the length of a ل joined to the head of a body, as in ``بيان لوزارة الدفاع``: 0, 1, 2 with the article."""
    skip = 2 if norm.startswith("لل") else 1 if norm[:1] == "ل" else 0
    rest = word_of(norm[skip:])
    known = rest.organisation is not None or rest.media or rest.document is not None
    return skip if skip and not word_of(norm).noun and known else 0


class Register:
    """The sources of one article, in the order in which they were first read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.entities: list[Entity] = []
        self._places: dict[int, int] = {}  # by the id of an entity: its place in entities
        self._with: defaultdict[str, set[int]] = defaultdict(set)  # by a word of the name: places in entities
        self._ending: defaultdict[str, set[int]] = defaultdict(set)  # by the last word of the name

    def add(self, phrase: Phrase) -> Entity:
        """Find the entity that a phrase names, or make one."""
        entity = self._find(phrase)
        if entity is None:
            entity = Entity(
                phrase.kind, phrase.name, self._tokens(phrase.name), phrase.head, phrase.gender, phrase.plural
            )
            self.entities.append(entity)
            self._places[id(entity)] = len(self.entities) - 1
            self._index(entity)
        self._note(entity, phrase)
        return entity

    def find(self, phrase: Phrase) -> Entity | None:
        """Find the entity that a phrase names, without making one."""
        return self._find(phrase)

    def note(self, entity: Entity, phrase: Phrase) -> None:
        """Record that ``phrase`` mentions ``entity``."""
        self._note(entity, phrase)

    def of_gender(self, gender: str | None, plural: bool, before: int) -> Entity | None:
        """Give the source that spoke last before a place and agrees with a verb without subject."""
        spoken = [e for e in self.entities if 0 <= e.spoke < before]
        spoken.sort(key=lambda e: e.spoke, reverse=True)
        for entity in spoken[:4]:
            if agrees(entity, gender, plural):
                return entity
        return spoken[0] if spoken else None

    def _index(self, entity: Entity) -> None:
        """Make an entity findable by the words of its name, so that a text of many sources takes no longer for each."""
        tokens, place = entity.tokens or ("",), self._places[id(entity)]
        for token in tokens:
            self._with[token].add(place)
        self._ending[tokens[-1]].add(place)

    # -- finding ---------------------------------------------------------------------------------------------------

    def _find(self, phrase: Phrase) -> Entity | None:
        if phrase.same:
            return self._same(phrase)
        if phrase.naming == "role":
            return self._by_role(phrase)
        tokens = self._tokens(phrase.name)
        if phrase.kind == "person":
            return self._by_name(tokens, phrase)
        if phrase.kind == "anonymous":
            return self._unnamed(tokens, phrase)
        return self._by_body(tokens, phrase)

    def _same(self, phrase: Phrase) -> Entity | None:
        """``المصدر ذاته``: the last unnamed source with that head, else whoever spoke last."""
        spoken = sorted((e for e in self.entities if e.spoke >= 0), key=lambda e: e.spoke, reverse=True)
        for entity in spoken:
            if entity.head == phrase.head or phrase.head in entity.heads:
                return entity
        return spoken[0] if spoken else None

    def _by_name(self, tokens: tuple[str, ...], phrase: Phrase) -> Entity | None:
        if not tokens:
            return None
        places = self._with.get(tokens[-1], set()).union(*(self._ending.get(token, ()) for token in tokens))
        for entity in sorted((self.entities[i] for i in sorted(places)), key=lambda e: e.last, reverse=True):
            if entity.kind == "person" and same_person(entity.tokens, tokens):
                return entity
        return None

    def _unnamed(self, tokens: tuple[str, ...], phrase: Phrase) -> Entity | None:
        """A definite unnamed source was there before (``المصدر``), an indefinite one only in the same words."""
        candidates = [e for e in self.entities if e.kind == "anonymous"]
        for entity in reversed(candidates):
            if entity.tokens == tokens:
                return entity
        if phrase.definite:
            for entity in reversed(candidates):
                if (
                    entity.spoke >= 0
                    and entity.tokens[:1] == (entity.head,)
                    and _same_head(entity.head, phrase.head)
                    and set(tokens) <= set(entity.tokens) | {phrase.head}
                ):
                    return entity
        return None

    def _by_body(self, tokens: tuple[str, ...], phrase: Phrase) -> Entity | None:
        places = self._with.get(tokens[-1] if tokens else "", ())
        sharing = [self.entities[i] for i in sorted(places, reverse=True)]
        for entity in sharing:
            if entity.kind in ("organization", "media", "document") and entity.tokens == tokens:
                return entity
        for entity in sharing:
            if entity.kind == phrase.kind and tokens and _is_shorter(tokens, entity.tokens):
                return entity
        if phrase.kind == "document" and phrase.definite and len(tokens) == 1:  # التقرير: the report named before
            documents = [e for e in self.entities if e.kind == "document" and e.head == phrase.head]
            return documents[-1] if documents else None
        return None

    def _by_role(self, phrase: Phrase) -> Entity | None:
        """``الوزير``, ``الشركة``: the most recent source whose role or kind has that head and agrees."""
        words = {strip_article(n) for n in self._norms(phrase.name)} - {""}
        countries = self._countries(phrase.name)
        best, best_score = None, 0.0
        for entity in self.entities:
            if entity.last < 0 or entity.last > phrase.first:
                continue
            if (
                phrase.gender is not None
                and entity.gender is not None
                and phrase.gender != entity.gender
                and entity.kind == "person"
            ):
                continue
            score = 0.0
            if phrase.head in entity.heads or (entity.head == phrase.head and entity.kind != "person"):
                score = 2.0
            elif entity.kind == "person" and phrase.head in entity.tokens and len(words) == 1:
                score = 2.0  # a family name with the article: القرضاوي
            elif self._same_category(phrase, entity):
                score = 1.0
            if score == 0.0:
                continue
            if countries and entity.kind == "person":
                theirs = {c for span in (*entity.roles, *entity.affiliations) for c in self._countries(span)}
                if theirs and not theirs & countries:
                    continue  # الرئيس القبرصي is not الرئيس المصري
            described = {strip_article(n) for r in (*entity.roles, entity.name) for n in self._norms(r)}
            extra = words - {phrase.head}
            score += 1.5 * len(extra & described) - 0.7 * len(extra - described)
            score += 0.5 if entity.spoke >= 0 else 0.0
            score += 0.6 if self._in_same_form(phrase, entity) else 0.0
            score += 1.0 / (2 + max(0, phrase.first - entity.last) / 40)
            if score > best_score and score >= 1.2:
                best, best_score = entity, score
        return best or self._called_again(phrase)

    def _called_again(self, phrase: Phrase) -> Entity | None:
        """``الخبير``, ``المسؤولة الأميركية``: a general word for a person calls again whoever spoke last and agrees."""
        role = word_of(phrase.head).role
        general = role is not None and role.lemma in load_syntax().general_roles
        if not general or not phrase.definite or phrase.plural or self.reading.norm[phrase.first][:2] != "ال":
            return None
        spoken = [e for e in self.entities if e.kind == "person" and 0 <= e.last < phrase.first]
        spoken.sort(key=lambda e: (e.spoke >= 0, max(e.spoke, e.last)), reverse=True)
        return next((e for e in spoken[:3] if agrees(e, phrase.gender, False)), None)

    def _in_same_form(self, phrase: Phrase, entity: Entity) -> bool:
        """``الرئيس`` is rather a ``الرئيس`` than a ``رئيس هيئة``."""
        head = self.reading.norm[phrase.name[0]]
        return any(head == self.reading.norm[role[0]] for role in entity.roles)

    def _same_category(self, phrase: Phrase, entity: Entity) -> bool:
        role = word_of(phrase.head).role
        if role is None or entity.kind != "person":
            return False
        return any(
            (other := word_of(head).role) is not None and other.category == role.category for head in entity.heads
        )

    # -- keeping ---------------------------------------------------------------------------------------------------

    def _note(self, entity: Entity, phrase: Phrase) -> None:
        entity.mentions.append((phrase.first, phrase.last))
        entity.last = max(entity.last, phrase.first)
        if entity.gender is None:
            entity.gender = phrase.gender
        if phrase.naming == "named" and phrase.kind == entity.kind:
            tokens = self._tokens(phrase.name)
            if entity.kind == "person" and len(tokens) > len(entity.tokens):
                entity.name, entity.tokens = phrase.name, tokens
                self._index(entity)
        roles = list(phrase.roles)
        if (
            entity.kind == "person"
            and phrase.naming == "role"
            and not phrase.same
            and word_of(phrase.head).role is not None
        ):
            roles = roles or [phrase.name]
        for role in roles:
            self._add_role(entity, role)
        for affiliation in phrase.affiliations:
            folded = {strip_article(n) for n in self._norms(affiliation)}
            if len(folded) == 1 and any(
                len(self._norms(known)) == 1 and self._countries(known) & self._countries(affiliation)
                for known in entity.affiliations
            ):
                continue  # الأميركي and الأمريكية are one country
            if not any(folded <= {strip_article(n) for n in self._norms(known)} for known in entity.affiliations):
                entity.affiliations.append(affiliation)

    def _add_role(self, entity: Entity, role: Range) -> None:
        norms = [strip_article(n) for n in self._norms(role)]
        if norms:
            entity.heads.add(norms[0])
            entity.heads.update(n[1:] for n in norms[1:2] if n[:1] == "و")
        words = set(norms)
        for known in entity.roles:
            if words <= {strip_article(n) for n in self._norms(known)}:
                return
        entity.roles.append(role)

    def _countries(self, span: Range) -> set[str]:
        """Give the countries that a role names, by adjective or name: ``المصري``, ``مصر``."""
        lexicon, norm = load_sources(), self.reading.norm
        found = set()
        for i in range(*span):
            demonym, place = lexicon.demonym(norm[i]), lexicon.place(norm, i)
            if demonym is not None:
                found.add(demonym.country)
            elif place is not None:
                found.add(place[1].country)
        return found

    def _norms(self, span: Range) -> list[str]:
        return [
            n
            for n, kind in zip(self.reading.norm[span[0] : span[1]], self.reading.kind[span[0] : span[1]], strict=True)
            if kind in "wn"
        ]

    def _tokens(self, span: Range) -> tuple[str, ...]:
        norms = self._norms(span)
        if norms and joined_l(norms[0]):
            norms[0] = norms[0][joined_l(norms[0]) :]
        return fold_name(norms)


def same_person(known: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two folded names of one article can be one person: the shorter is a part of the longer."""
    if known == other:
        return True
    short, long = sorted((known, other), key=len)
    if not short:
        return False
    if len(short) == 1:
        return short[0] == long[-1] or (short[0] in long[1:]) or (short[0] == long[0] and len(long) <= 2)
    if short[-1] != long[-1] and short[-1] not in long:
        return False
    return (short[0] == long[0] and set(short) <= set(long)) or f" {' '.join(short)} " in f" {' '.join(long)} "


def agrees(entity: Entity, gender: str | None, plural: bool) -> bool:
    """Say whether a source can be the subject of a verb of that gender and number."""
    if plural:
        return entity.plural or entity.kind == "organization"
    if gender is None or entity.gender is None:
        return not entity.plural or entity.kind != "anonymous"
    if entity.plural and entity.kind == "anonymous":
        return gender == "f" or entity.gender == gender  # broken plurals take a feminine verb: أضافت المصادر
    return entity.gender == gender


def _same_head(known: str, other: str) -> bool:
    return known == other or (
        word_of(known).anonymous is not None and word_of(other).anonymous is not None and known[:3] == other[:3]
    )


def _is_shorter(tokens: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """``أبل`` is ``شركة أبل``, ``جولدمان ساكس`` is ``مصرف جولدمان ساكس الأمريكي``."""
    if not set(tokens) <= set(known) or len(tokens) >= len(known):
        return False
    return (
        tokens == known[1 : 1 + len(tokens)]
        or (tokens == known[: len(tokens)] and len(tokens) >= 2)
        or tokens[-1] == known[-1]
    )
