"""What a word can be, looked up once per form in all lexicons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon.cues import load_cues
from kg.lexicon.sources import AnonymousHead, Demonym, DocumentHead, OrgHead, RoleHead, load_sources, strip_article
from kg.lexicon.syntax import load_syntax

_CACHE_SIZE = 100_000

# Patterns of verbal nouns in normal form: تحرير، استخدام، انتقال، اجتماع، إعلان، مفاوضة، تعاون (Ryding 2005, ch. 5).
_VERBAL_NOUN = re.compile(
    "ت..ي.|ت..يه|است..ا.|است.ا.ه|ان..ا.|ا.ت.ا.|ات.ا.|ا[زضصطد][دط].ا.|ا[^يو].ا.|م.ا[^يو].ه|ت.ا[^يو]."
)


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
    participle: bool  #: of a reporting verb, and no part of names
    latin: bool
    action: bool  #: a finite form of an ordinary verb, and no part of names

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


_PRONOUNS = ("هما", "هم", "هن", "ها", "ه", "نا", "ي")


def without_pronoun(norm: str) -> tuple[str, ...]:
    """Give the forms that a noun can have without ب and without the pronoun joined to it, itself first."""
    forms = [norm, norm[1:]] if norm[:1] == "ب" and len(norm) > 4 else [norm]
    for form in tuple(forms):
        for pronoun in _PRONOUNS:
            if form.endswith(pronoun) and len(form) - len(pronoun) >= 3:
                stem = form[: -len(pronoun)]
                forms += [
                    stem,
                    stem[:-1] + "ه" if stem.endswith("ت") else stem,
                    stem[:-1] + "اء" if stem.endswith("ئ") else stem,
                ]
                if stem.endswith("اي"):  # استيائه in normal form
                    forms.append(stem[:-1] + "ء")
    return tuple(forms)


def is_verbal_noun(norm: str) -> bool:
    """Say whether a normal form has the pattern of a verbal noun of the derived forms."""
    return _VERBAL_NOUN.fullmatch(norm) is not None


def _classify(norm: str) -> Word:
    sources, syntax = load_sources(), load_syntax()
    bare = strip_article(norm)
    unit = sources.is_name_unit(norm)
    tail = norm[1:] if norm[:1] in ("و", "ف") and len(norm) > 3 and not unit else norm  #: without its conjunction
    function = any(
        form in words
        for form in (norm, tail)
        for words in (
            syntax.prepositions, syntax.relative_pronouns, syntax.auxiliaries, syntax.negations, syntax.clause_openers,
            syntax.pronouns,
        )
    )  # fmt: skip
    forms = load_cues().lookup(norm) or load_cues().lookup(tail)
    role = sources.role(norm)
    possessed = sources.possessed_role(norm) if role is None and not unit and not forms else None
    return Word(
        norm=norm,
        bare=bare,
        definite=bare != norm or possessed is not None,
        role=role or possessed,
        honorific=sources.honorific(norm),
        organisation=sources.organisation_head(norm),
        anonymous=sources.anonymous(norm),
        document=sources.document(norm),
        media=sources.media_head(norm),
        demonym=sources.demonym(norm),
        given=sources.is_given(norm) and not function,
        unit=unit and not function,
        particle=sources.name_particle(norm),
        common=sources.is_common(norm),
        time=sources.is_time_word(norm) or sources.is_time_word(tail),
        function=function,
        verb=bool(forms) and all(form.kind == "verb" for form in forms),
        participle=any(form.kind == "participle" for form in forms) and not unit,
        latin=norm.isascii() and norm.isalpha(),
        action=not unit and (sources.is_ordinary_verb(norm) or sources.is_ordinary_verb(tail)),
    )
