"""Function words by which phrases and clauses are told apart, from ``syntax.toml``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from kg.errors import DataError
from kg.pipeline.normal import normal
from kg.resources import read_toml

_FILE = "ontology/lexicons/ar/syntax.toml"

Phrases = dict[str, tuple[tuple[str, ...], ...]]  #: by the first word, longest first


@dataclass(frozen=True, slots=True)
class Syntax:
    """Closed word classes in their normal form, each a table of the same name; the file tells what each is for."""

    adverbial_objects: frozenset[str]
    adverbials: frozenset[str]
    anonymity: frozenset[str]
    auxiliaries: frozenset[str]
    being: frozenset[str]
    body_prepositions: frozenset[str]
    carriers: frozenset[str]
    clause_openers: frozenset[str]
    clause_openers_only_with_hamza: frozenset[str]
    conditional_words: frozenset[str]
    conditionals: frozenset[str]
    sure_conditionals: frozenset[str]
    content_negations: frozenset[str]
    content_participles: frozenset[str]
    copulas: frozenset[str]
    demonstratives: frozenset[str]
    directions: frozenset[str]
    document_pronouns: frozenset[str]
    event_nouns: frozenset[str]
    exceptives: frozenset[str]
    feelings: frozenset[str]
    issuing: frozenset[str]
    joined_sources: frozenset[str]
    leading_particles: frozenset[str]
    masculine_media: frozenset[str]
    masdar_carriers: frozenset[str]
    name_parts_dropped: frozenset[str]
    name_parts_joined: frozenset[str]
    named_again: frozenset[str]
    negations: frozenset[str]
    no_content_before: frozenset[str]
    not_objects: frozenset[str]
    noun_prepositions: frozenset[str]
    occasion_prepositions: frozenset[str]
    occasion_starts: frozenset[str]
    occasions: frozenset[str]
    other: frozenset[str]
    outlet_prepositions: frozenset[str]
    partitives: frozenset[str]
    particles: frozenset[str]
    past_auxiliaries: frozenset[str]
    prepositions: frozenset[str]
    present_copulas: frozenset[str]
    pronominal_titles: frozenset[str]
    pronouns: frozenset[str]
    questions: frozenset[str]
    relative_particles: frozenset[str]
    relative_pronouns: frozenset[str]
    relayed_sayings: frozenset[str]
    role_adverbs: frozenset[str]
    role_prepositions: frozenset[str]
    same_source: frozenset[str]
    sequels: frozenset[str]
    source_verbs: frozenset[str]
    spelled_letters: frozenset[str]
    subjunctives: frozenset[str]
    subordinating_particles: frozenset[str]
    time_nouns: frozenset[str]
    told_prepositions: frozenset[str]
    trailing_particles: frozenset[str]
    unnamed_prepositions: frozenset[str]
    workplaces: frozenset[str]
    worth_saying: frozenset[str]
    general_roles: frozenset[str]  #: lemmas as written
    outside_observers: frozenset[str]  #: categories of roles
    citing: Phrases
    clause_starts: Phrases
    comma_proposition_ends: Phrases
    proposition_ends: Phrases
    reporting_asides: Phrases
    speaker_turns: Phrases
    topic_starts: Phrases


@cache
def load_syntax() -> Syntax:
    """Read the word classes once; DataError names a table that is missing or has no example."""
    data = read_toml(_FILE)
    classes: dict[str, object] = {}
    for field in fields(Syntax):
        table = data.get(field.name)
        if table is None or not table.get("example"):
            raise DataError(f"{_FILE}: wanted the table [{field.name}] with an example, found none")
        if "phrases" in table:
            classes[field.name] = _phrases(table["phrases"])
        else:
            listed = table.get("words") or table.get("lemmas") or table.get("categories")
            classes[field.name] = frozenset(map(normal, listed) if "words" in table else listed)
    return Syntax(**classes)  # type: ignore[arg-type]


def _phrases(listed: list[str]) -> Phrases:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in listed:
        tokens = tuple(normal(phrase).split())
        by_first.setdefault(tokens[0], []).append(tokens)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()}


def match_phrase(phrases: Phrases, norm: list[str], i: int) -> int:
    """Give the place after the longest phrase that begins at ``i``, or ``i`` if none; a leading و is looked through."""
    first = norm[i]
    found = phrases.get(first)
    if found is None and first[:1] == "و":
        first = first[1:]
        found = phrases.get(first)
    for phrase in found or ():
        if tuple(norm[i + 1 : i + len(phrase)]) == phrase[1:]:
            return i + len(phrase)
    return i
