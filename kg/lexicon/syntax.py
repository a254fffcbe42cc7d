"""Function words by which phrases and clauses are told apart, from ``syntax.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.pipeline.normal import normal
from kg.resources import read_toml

_FILE = "ontology/lexicons/ar/syntax.toml"


@dataclass(frozen=True, slots=True)
class Syntax:
    """Closed word classes in their normal form; phrases as tuples of normal forms, by their first word."""

    clause_openers: frozenset[str]
    no_content_before: frozenset[str]
    relative_pronouns: frozenset[str]
    prepositions: frozenset[str]
    role_prepositions: frozenset[str]
    occasions: frozenset[str]
    occasion_prepositions: frozenset[str]
    topic_particle: frozenset[str]
    auxiliaries: frozenset[str]
    past_auxiliaries: frozenset[str]
    negations: frozenset[str]
    subjunctives: frozenset[str]
    same_source: frozenset[str]
    pronouns: frozenset[str]
    demonstratives: frozenset[str]
    time_nouns: frozenset[str]
    copulas: frozenset[str]
    sequels: frozenset[str]
    workplaces: frozenset[str]
    directions: frozenset[str]
    being: frozenset[str]
    adverbials: frozenset[str]
    event_nouns: frozenset[str]
    questions: frozenset[str]
    outside_observers: frozenset[str]  #: categories of roles
    trailing_particles: frozenset[str]
    leading_particles: frozenset[str]
    issuing: frozenset[str]
    noun_prepositions: frozenset[str]
    anonymity: frozenset[str]
    relayed_sayings: frozenset[str]
    present_copulas: frozenset[str]
    carriers: frozenset[str]
    feelings: frozenset[str]
    pronominal_titles: frozenset[str]
    role_adverbs: frozenset[str]
    general_roles: frozenset[str]  #: lemmas as written
    speaker_turns: dict[str, tuple[tuple[str, ...], ...]]
    reporting_asides: dict[str, tuple[tuple[str, ...], ...]]
    proposition_ends: dict[str, tuple[tuple[str, ...], ...]]
    comma_proposition_ends: dict[str, tuple[tuple[str, ...], ...]]
    topic_starts: dict[str, tuple[tuple[str, ...], ...]]
    clause_starts: dict[str, tuple[tuple[str, ...], ...]]


@cache
def load_syntax() -> Syntax:
    """Read the word classes once."""
    data = read_toml(_FILE)

    def words(name: str) -> frozenset[str]:
        return frozenset(map(normal, data[name]["words"]))

    def phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in data[name]["phrases"]:
            tokens = tuple(normal(phrase).split())
            by_first.setdefault(tokens[0], []).append(tokens)
        return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()}

    return Syntax(
        clause_openers=words("clause_openers") - words("clause_openers_only_with_hamza"),
        no_content_before=words("no_content_before"),
        relative_pronouns=words("relative_pronouns"),
        prepositions=words("prepositions"),
        role_prepositions=words("role_prepositions"),
        occasions=words("occasions"),
        occasion_prepositions=words("occasion_prepositions"),
        topic_particle=words("topic_particle"),
        auxiliaries=words("auxiliaries"),
        past_auxiliaries=words("past_auxiliaries"),
        negations=words("negations"),
        subjunctives=words("subjunctives"),
        same_source=words("same_source"),
        pronouns=words("pronouns"),
        demonstratives=words("demonstratives"),
        time_nouns=words("time_nouns"),
        copulas=words("copulas"),
        sequels=words("sequels"),
        workplaces=words("workplaces"),
        directions=words("directions"),
        being=words("being"),
        adverbials=words("adverbials"),
        event_nouns=words("event_nouns"),
        questions=words("questions"),
        outside_observers=frozenset(data["outside_observers"]["categories"]),
        trailing_particles=words("trailing_particles"),
        leading_particles=words("leading_particles"),
        issuing=words("issuing"),
        noun_prepositions=words("noun_prepositions"),
        anonymity=words("anonymity"),
        relayed_sayings=words("relayed_sayings"),
        present_copulas=words("present_copulas"),
        carriers=words("carriers"),
        feelings=words("feelings"),
        pronominal_titles=words("pronominal_titles"),
        role_adverbs=words("role_adverbs"),
        general_roles=frozenset(data["general_roles"]["lemmas"]),
        speaker_turns=phrases("speaker_turns"),
        reporting_asides=phrases("reporting_asides"),
        proposition_ends=phrases("proposition_ends"),
        comma_proposition_ends=phrases("comma_proposition_ends"),
        topic_starts=phrases("topic_starts"),
        clause_starts=phrases("clause_starts"),
    )


def match_phrase(phrases: dict[str, tuple[tuple[str, ...], ...]], norm: list[str], i: int) -> int:
    """Give the place after the longest phrase that begins at ``i``, or ``i`` if none does; a leading و is looked through."""
    first = norm[i]
    found = phrases.get(first)
    if found is None and first[:1] == "و":
        first = first[1:]
        found = phrases.get(first)
    for phrase in found or ():
        if tuple(norm[i + 1 : i + len(phrase)]) == phrase[1:]:
            return i + len(phrase)
    return i
