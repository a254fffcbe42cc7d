"""The cues that report a saying: verbs with their generated forms, and phrases, from ``cue_*.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast, get_args

from kg.errors import DataError
from kg.extraction import Certainty, Polarity, SpeechAct
from kg.lexicon.conjugation import Form, Gender, Kind, Number, Tense, VerbParts, conjugate
from kg.pipeline.normal import normal
from kg.resources import read_toml

VERBS = "ontology/lexicons/ar/cue_verbs.toml"
PHRASES = "ontology/lexicons/ar/cue_phrases.toml"

Condition = Literal["always", "object", "clause", "opener", "preposition"]
_SPELLED_OUT = {"في": ("في",), "إلى": ("الي",), "على": ("علي",), "عن": ("عن",), "من": ("من",), "ب": (), "ل": ()}


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One verb of the lexicon: what it does, and how its content may follow."""

    lemma: str
    speech_act: SpeechAct
    prediction: tuple[Polarity, Certainty] | None
    clause: bool
    quote: bool
    object: bool
    prepositions: tuple[str, ...]  #: normalised, without those that are joined to the next word
    joined: tuple[str, ...]  #: ب and ل, which are joined to the next word
    addressee: bool
    negatable: bool  #: negated it still tells what somebody holds: لا يعتقد أن
    themes: bool  #: with its preposition mostly a theme without proposition: تحدث عن الأزمة
    relay: str | None  #: the preposition before whom the subject of the verb reports: نقل عن
    learns: bool  #: its source stands behind من: علمت الصحيفة من مصادر
    behind: str | None  #: a preposition that must stand before أن: ذهب إلى أن
    epistemic: bool  #: with أن يكون it judges what is, and predicts nothing
    impersonal: frozenset[str]  #: forms that begin an aside of the article where أن follows at once: يشار إلى أن
    example: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CueForm:
    """One reading of a written form."""

    entry: CueEntry
    kind: Kind
    person: int | None
    gender: Gender | None
    number: Number | None
    tense: Tense | None
    passive: bool
    suffix: bool
    future: bool
    condition: Condition  #: ``clause``: counts only before أن, a colon, a quotation mark or the verb's preposition

    @property
    def lemma(self) -> str:
        return self.entry.lemma


@dataclass(frozen=True, slots=True)
class PhraseCue:
    """A cue that is no verb. source: ``genitive`` it follows, ``self`` the current speaker is meant."""

    tokens: tuple[str, ...]
    lemma: str
    kind: Literal["preposition", "noun"]
    source: Literal["genitive", "self"]
    example: str
    only: str | None = None  #: the one kind of source that makes it a cue


class CueLexicon:
    """All cues by their normalised form."""

    def __init__(
        self,
        forms: dict[str, tuple[CueForm, ...]],
        phrases: dict[str, tuple[PhraseCue, ...]],
        came: dict[str, CueEntry],
    ) -> None:
        self.came = came  #: verbs behind which في and a document stand: جاء في البيان
        self._forms = forms
        self._phrases = phrases
        self._tokens: dict[str, tuple[str, tuple[CueForm, ...]]] = {}

    def lookup(self, norm: str) -> tuple[CueForm, ...]:
        """Give the readings of a form that stands without a conjunction."""
        return self._forms.get(norm, ())

    def lookup_token(self, norm: str) -> tuple[str, tuple[CueForm, ...]]:
        """Give the conjunction (و or ف, or none) and the readings of a token; the whole word wins."""
        found = self._forms.get(norm)
        if found is not None:
            return "", found
        if norm[:1] in ("و", "ف") and (len(norm) > 3 or norm[:1] == "و"):  # ورد, وحث; but فرد is a man
            found = self._forms.get(norm[1:])
            if found is not None:
                return norm[0], found
        return "", ()

    def phrase_at(self, norms: Sequence[str], i: int) -> PhraseCue | None:
        """Give the longest phrase cue that begins at ``i``; a leading و or ف is looked through."""
        first = norms[i]
        found = self._phrases.get(first)
        if found is None and first[:1] in ("و", "ف"):
            found = self._phrases.get(first[1:])
        for phrase in found or ():
            if len(phrase.tokens) == 1 or tuple(norms[i + 1 : i + len(phrase.tokens)]) == phrase.tokens[1:]:
                return phrase
        return None


@cache
def load_cues() -> CueLexicon:
    """Read the cue lexicons once; DataError names the entry that is wrong."""
    forms: dict[str, list[CueForm]] = {}
    for data in read_toml(VERBS)["verb"]:
        entry = _entry(data)
        conditions = data.get("forms", {})
        seen: set[Form] = set()
        for form in conjugate(_parts(data)):
            if (
                form in seen
                or conditions.get(form.text) == "never"
                or (form.kind == "verb" and not data.get("finite", True))
            ):
                continue
            seen.add(form)
            forms.setdefault(form.text, []).append(
                CueForm(
                    entry, form.kind, form.person, form.gender, form.number, form.tense, form.passive, form.suffix,
                    form.future, cast(Condition, conditions.get(form.text, "always")),
                )
            )  # fmt: skip
    phrases: dict[str, list[PhraseCue]] = {}
    for data in read_toml(PHRASES)["phrase"]:
        tokens = tuple(normal(data["words"]).split())
        cue = PhraseCue(tokens, data["words"], data["kind"], data["source"], data["example"], data.get("only"))
        phrases.setdefault(tokens[0], []).append(cue)
    came = {
        normal(form): CueEntry(
            data["lemma"],
            "say",
            None,
            True,
            True,
            False,
            (),
            (),
            False,
            False,
            False,
            None,
            False,
            None,
            False,
            frozenset(),
            data["example"],
        )
        for data in read_toml(PHRASES)["came"]
        for form in data["forms"]
    }
    return CueLexicon(
        {text: tuple(found) for text, found in forms.items()},
        {first: tuple(sorted(found, key=lambda c: -len(c.tokens))) for first, found in phrases.items()},
        came,
    )


def _parts(data: dict[str, Any]) -> VerbParts:
    return VerbParts(
        data["lemma"], data["present"], data.get("participle"), data.get("masdar"), data.get("past_stem"),
        data.get("jussive"), data.get("defective"), tuple(data.get("passive", ())),
    )  # fmt: skip


def _entry(data: dict[str, Any]) -> CueEntry:
    lemma = data.get("lemma", "?")
    for key in ("lemma", "present", "speech_act", "example"):
        if key not in data:
            raise DataError(f"{VERBS}: {lemma}: wanted the key {key}, found none")
    if data["speech_act"] not in get_args(SpeechAct):
        raise DataError(f"{VERBS}: {lemma}: wanted a speech_act of {get_args(SpeechAct)}, found {data['speech_act']!r}")
    prediction = None
    if "prediction" in data:
        polarity, _, certainty = data["prediction"].partition("/")
        if polarity not in get_args(Polarity) or certainty not in get_args(Certainty):
            raise DataError(f"{VERBS}: {lemma}: wanted polarity/certainty, found {data['prediction']!r}")
        prediction = (cast(Polarity, polarity), cast(Certainty, certainty))
    prepositions = data.get("prepositions", [])
    unknown = [p for p in prepositions if p not in _SPELLED_OUT]
    if unknown:
        raise DataError(f"{VERBS}: {lemma}: wanted prepositions of {sorted(_SPELLED_OUT)}, found {unknown}")
    return CueEntry(
        lemma=lemma,
        speech_act=data["speech_act"],
        prediction=prediction,
        clause=data.get("clause", False),
        quote=data.get("quote", False),
        object=data.get("object", False),
        prepositions=tuple(form for p in prepositions for form in _SPELLED_OUT[p]),
        joined=tuple(p for p in prepositions if not _SPELLED_OUT[p]),
        addressee=data.get("addressee", False),
        negatable=data.get("negatable", False),
        themes=data.get("themes", False),
        relay=normal(data["relay"]) if "relay" in data else None,
        learns=data.get("learns", False),
        behind=normal(data["behind"]) if "behind" in data else None,
        epistemic=data.get("epistemic", False),
        impersonal=frozenset(map(normal, data.get("impersonal", ()))),
        example=data["example"],
        note=data.get("note"),
    )
