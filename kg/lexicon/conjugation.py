"""The written forms of an Arabic verb that news uses, from its lemma and present.

Written, unvowelled Arabic needs few classes: the stem of the present carries most of the root's weakness already. What
remains (hollow and defective roots) is told by the entry. All forms come out normalised (``kg.pipeline.normal``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.pipeline.normal import normal

Kind = Literal["verb", "participle", "masdar"]
Gender = Literal["m", "f"]
Number = Literal["s", "d", "p"]
Tense = Literal["past", "present", "jussive"]

_OBJECTS = ("ه", "ها", "هم", "هما", "ني", "نا")


@dataclass(frozen=True, slots=True)
class Form:
    """One written form. person 1–3, None for nouns; suffix: an object pronoun is joined to it."""

    text: str
    kind: Kind
    person: int | None = None
    gender: Gender | None = None
    number: Number | None = None
    tense: Tense | None = None
    passive: bool = False
    suffix: bool = False
    future: bool = False


@dataclass(frozen=True, slots=True)
class VerbParts:
    """The principal parts, as an entry of ``cue_verbs.toml`` gives them."""

    lemma: str
    present: str
    participle: str | None = None
    masdar: str | None = None
    past_stem: str | None = None
    jussive: str | None = None
    defective: str | None = None
    passive: tuple[str, ...] = ()


def conjugate(parts: VerbParts) -> Iterator[Form]:
    """Yield every form of a verb; one spelling can come several times with other features."""
    yield from _past(parts)
    yield from _present(parts)
    for text in parts.passive:
        yield Form(normal(text), "verb", 3, "m", "s", "past", passive=True)
    if parts.participle is not None:
        yield from _participle(normal(parts.participle))
    if parts.masdar is not None:
        yield from _masdar(normal(parts.masdar))


def _past(parts: VerbParts) -> Iterator[Form]:
    past = normal(parts.lemma)
    weak = normal(parts.defective) if parts.defective is not None else None
    cut = past[:-1] if weak is not None and past[-1] in "اي" else past
    keeps = weak is not None and past == weak and parts.lemma.endswith("ي")  # خشي keeps its ي: خشيت, خشوا
    yield Form(past, "verb", 3, "m", "s", "past")
    yield Form((past if keeps else cut) + "ت", "verb", 3, "f", "s", "past")
    yield Form(cut + "وا", "verb", 3, "m", "p", "past")
    yield Form((weak or past) + "ا", "verb", 3, "m", "d", "past")
    yield Form((past if keeps else cut) + "تا", "verb", 3, "f", "d", "past")
    stem = normal(parts.past_stem) if parts.past_stem is not None else weak or past
    yield Form(stem + "ت", "verb", 1, None, "s", "past")
    yield Form(stem + "نا", "verb", 1, None, "p", "past")
    yield Form(stem + "ن", "verb", 3, "f", "p", "past")
    bases: tuple[tuple[str, Gender, Number], ...] = (
        (past if weak is None else past[:-1] + "ا", "m", "s"),
        ((past if keeps else cut) + "ت", "f", "s"),
        (cut + "و", "m", "p"),
    )
    for base, gender, number in bases:
        for pronoun in _OBJECTS:
            if parts.past_stem is not None and pronoun == "ه" and number == "s":
                continue  # أضافه is written like إضافة
            yield Form(base + pronoun, "verb", 3, gender, number, "past", suffix=True)


def _present(parts: VerbParts) -> Iterator[Form]:
    body = normal(parts.present)[1:]
    short = body[:-1] if parts.defective is not None else body
    persons: tuple[tuple[str, int, Gender | None, Number], ...] = (
        ("ي", 3, "m", "s"),
        ("ت", 3, "f", "s"),
        ("ا", 1, None, "s"),
        ("ن", 1, None, "p"),
    )
    for prefix, person, gender, number in persons:
        yield Form(prefix + body, "verb", person, gender, number, "present")
        yield Form("س" + prefix + body, "verb", person, gender, number, "present", future=True)
        for pronoun in _OBJECTS[:4]:
            joined = (
                short + "ا"
                if parts.defective is not None and body[-1:] == "ي" and parts.present.endswith("ى")
                else body
            )
            yield Form(prefix + joined + pronoun, "verb", person, gender, number, "present", suffix=True)
    plurals: tuple[tuple[str, Gender, Number], ...] = (("ون", "m", "p"), ("ان", "m", "d"))
    for ending, gender, number in plurals:
        stem = short if number == "p" else body
        yield Form("ي" + stem + ending, "verb", 3, gender, number, "present")
        yield Form("ت" + stem + ending, "verb", 3, "f" if number == "d" else "m", number, "present")
    yield Form("ي" + body + "ن", "verb", 3, "f", "p", "present")
    yield Form("ي" + short + "وا", "verb", 3, "m", "p", "jussive")
    jussive = normal(parts.jussive)[1:] if parts.jussive is not None else short if parts.defective is not None else None
    if jussive is not None and len(jussive) > 1:
        yield Form("ي" + jussive, "verb", 3, "m", "s", "jussive")
        yield Form("ت" + jussive, "verb", 3, "f", "s", "jussive")


def _participle(stem: str) -> Iterator[Form]:
    short = stem[:-1] if stem.endswith("ي") else stem
    yield Form(stem, "participle", None, "m", "s")
    yield Form(stem + "ا", "participle", None, "m", "s")
    yield Form(stem + "ه", "participle", None, "f", "s")
    yield Form(stem + "ين", "participle", None, "m", "d")
    yield Form(short + "ين", "participle", None, "m", "p")
    yield Form(short + "ون", "participle", None, "m", "p")
    yield Form(stem + "ات", "participle", None, "f", "p")
    yield Form(stem + "تين", "participle", None, "f", "d")


def _masdar(stem: str) -> Iterator[Form]:
    joined = stem[:-1] + "ت" if stem.endswith("ه") else stem
    for text in (stem, "ب" + stem):
        yield Form(text, "masdar")
    for pronoun in ("ه", "ها", "هم"):
        for prefix in ("", "ب"):
            yield Form(prefix + joined + pronoun, "masdar", suffix=True)
