"""What a word can be, looked up once per form in all lexicons."""

from __future__ import annotations

from dataclasses import dataclass

from kg.lexicon.cues import load_cues
from kg.lexicon.sources import AnonymousHead, Demonym, DocumentHead, OrgHead, RoleHead, load_sources, strip_article
from kg.lexicon.syntax import load_syntax

_CACHE_SIZE = 100_000


@dataclass(frozen=True, slots=True)
class Word:
    """The classes of one normal form; several can hold at once (``أمين`` is a role and a given name)."""

    norm: str
    bare: str  #: without the article
    definite: bool
    role: RoleHead | None
    honorific: bool
    organisation: OrgHead | None
    anonymous: AnonymousHead | None
    document: DocumentHead | None
    media: bool
    demonym: Demonym | None
    given: bool
    unit: bool  #: a part of names in the name table
    particle: bool
    common: bool
    time: bool
    function: bool
    verb: bool  #: a finite form of a reporting verb, in every reading that the lexicon has
    latin: bool

    @property
    def noun(self) -> bool:
        """A noun of the lexicons that is no name."""
        return (
            self.organisation is not None
            or self.role is not None
            or self.anonymous is not None
            or self.document is not None
            or self.media
            or self.common
        )


_words: dict[str, Word] = {}


def word_of(norm: str) -> Word:
    """Classify a normal form."""
    found = _words.get(norm)
    if found is None:
        if len(_words) > _CACHE_SIZE:
            _words.clear()
        found = _words[norm] = _classify(norm)
    return found


def _classify(norm: str) -> Word:
    sources, syntax = load_sources(), load_syntax()
    bare = strip_article(norm)
    function = (
        norm in syntax.prepositions
        or norm in syntax.relative_pronouns
        or norm in syntax.auxiliaries
        or norm in syntax.negations
        or norm in syntax.clause_openers
    )
    forms = load_cues().lookup(norm)
    return Word(
        norm=norm,
        bare=bare,
        definite=bare != norm,
        role=sources.role(norm),
        honorific=sources.honorific(norm),
        organisation=sources.organisation_head(norm),
        anonymous=sources.anonymous(norm),
        document=sources.document(norm),
        media=sources.media_head(norm),
        demonym=sources.demonym(norm),
        given=sources.is_given(norm) and not function,
        unit=sources.is_name_unit(norm) and not function,
        particle=sources.name_particle(norm),
        common=sources.is_common(norm),
        time=sources.is_time_word(norm),
        function=function,
        verb=bool(forms) and all(form.kind == "verb" for form in forms),
        latin=norm.isascii() and norm.isalpha(),
    )
