"""What a noun phrase names: a person with roles, an organisation, an unnamed source, a document, an outlet.

Arabic puts the head first: ``وزير الخارجية التركي هاكان فلان``. A role runs on while words are definite, adjectives of
origin or objects of its prepositions, and ends where a name can begin. ARABIC.md measured that the first nominal after
the verb lies in the true subject in 336 of 339 cases, so the phrase is read from its first word on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from kg.extraction import SourceKind
from kg.lexicon.cues import load_cues
from kg.lexicon.hedges import is_future
from kg.lexicon.sources import Gender, load_sources, strip_article
from kg.lexicon.syntax import load_syntax
from kg.pipeline.normal import normal
from kg.pipeline.quotes import Quote
from kg.pipeline.tokens import Reading
from kg.pipeline.words import Word, is_verbal_noun, without_pronoun, word_of

Range = tuple[int, int]  # tokens, end exclusive
Naming = Literal["named", "role", "anonymous"]

_LONGEST_NAME = 7
_LONGEST_PHRASE = 40
_LONGEST_UNKNOWN = 4  # words in a row that no lexicon knows
_BRACKETS = {"(": ")", "[": "]"}
_DASHES = frozenset("-–—")
_ACCUSATIVE = re.compile(".ا..ا")  # ضاحكا, قائلا
_FULL_PLURALS = ("ون", "ين")  # the construct drops their ن: مختصون تراجع is no مختصو التراجع
_NEW_PLURALS = ("ين", "ون", "ات")  # no adjective of a body in the singular: المنظمة المانحين
_TANWIN = "\u064b\u064c\u064d"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that can be a source, as ranges of tokens."""

    first: int
    last: int
    kind: SourceKind
    naming: Naming
    name: Range  #: what names the source: the name proper, or the describing phrase
    head: str  #: normal form of the head noun without article; of a name its last word
    roles: tuple[Range, ...] = ()
    affiliations: tuple[Range, ...] = ()
    gender: Literal["m", "f"] | None = None
    plural: bool = False
    definite: bool = False
    issuer: Range | None = None  #: of a document: who issued it
    same: bool = False  #: "the same source": ذاته, نفسه
    sure: bool = True  #: False where no lexicon knows the name


@dataclass(slots=True)
class _Draft:
    first: int
    roles: list[Range] = field(default_factory=list)
    name: Range | None = None
    gender: Literal["m", "f"] | None = None


class PhraseReader:
    """Read the noun phrases of one text."""

    def __init__(self, reading: Reading, quotes: tuple[Quote, ...], outlet: str | None = None) -> None:
        self.own_outlet = strip_article(normal(outlet)) if outlet is not None else None
        self.reading = reading
        self.norm = reading.norm
        self.kind = reading.kind
        self.closing = {quote.opening: quote.closing for quote in quotes}
        self.lexicon = load_sources()
        self.syntax = load_syntax()
        self.cues = load_cues()
        self.known: dict[str, set[str]] = {}  #: last words of the full names of the article, with the words before them
        self.pairs: set[tuple[str, str]] = set()  #: neighbours of which the second is called again alone: a name

    # -- the whole phrase ------------------------------------------------------------------------------------------

    def read(self, i: int, limit: int, subject: bool = False) -> Phrase | None:
        """Read the phrase whose first token is ``i``, not past ``limit``; None if no source can stand there.

        subject: the phrase stands where only a subject can, so that a word that no lexicon knows is a name.
        """
        limit = min(limit, len(self.reading), i + _LONGEST_PHRASE)
        if i >= limit:
            return None
        if self.kind[i] == "q":
            return self._quoted(i, limit)
        if self.kind[i] != "w":
            return None
        if self.norm[i] in self.syntax.demonstratives:
            return self._named_again(i, limit)
        if self.norm[i] in self.syntax.pronominal_titles:
            gender: Gender = "f" if self.norm[i].endswith("ها") else "m"
            return Phrase(i, i + 1, "person", "role", (i, i + 1), self.norm[i], gender=gender, definite=True, same=True)
        if self.norm[i] in self.syntax.spelled_letters and self._is_initials_stop(i + 1, i, limit):
            return self._person(_Draft(i), i, limit)  # جيه. آر. كارتر
        word = self._word(i)
        if self.norm[i] in self.known and word.role is None and not self._starts_name(i, limit):
            return Phrase(i, i + 1, "person", "named", (i, i + 1), self.norm[i], definite=True)
        end = self.lexicon.quantifier(self.norm, i)
        if end is not None and end < limit:
            return self._quantified(i, end, limit)
        media = self.lexicon.media(self.norm, i)
        known = self.lexicon.organisation(self.norm, i)
        if known is not None and known[0] > i + 1 and (media is None or media[0] <= known[0]):
            return self._organisation(i, limit, known[0])  # وكالة الطاقة الدولية
        is_noun = word.document is not None or word.role is not None or word.honorific or word.organisation is not None
        if is_noun and media is not None and media[0] == i + 1:
            media = None  # البيان, السفير, الاتحاد: rather the noun than the newspaper of that name
        if word.media or (media is not None and not word.given):
            return self._media(i, limit, media[0] if media is not None else i + 1)
        if known is not None and not (word.given and known[0] == i + 1):
            return self._organisation(i, limit, known[0])
        if word.document is not None:
            return self._document(i, limit)
        if (
            word.particle
            and not word.definite
            and i + 1 < limit
            and self._word(i + 1).given
            and not self._word(i + 1).definite
        ):
            return self._person(_Draft(i), i, limit)  # أم خالد
        if word.role is not None or word.honorific or word.anonymous is not None:
            return self._person_or_unnamed(i, limit)
        if word.organisation is not None:
            return self._organisation(i, limit, i + 1)
        place = self.lexicon.place(self.norm, i)
        if place is not None and place[1].source and not (word.given and self._starts_name(i + 1, limit)):
            return self._organisation(i, limit, place[0])
        if word.function or word.time or word.verb or word.action:
            return None
        if word.demonym is not None and word.demonym.number == "p" and not word.given:
            end = self._nominal(i, limit)
            return Phrase(i, end, "anonymous", "anonymous", (i, end), word.bare, plural=True, definite=word.definite)
        if subject and self._heads_unknown_role(i, limit):
            return self._described(i, limit)
        if self._starts_name(i, limit, subject) or (word.definite and word.unit and not word.common):
            return self._person(_Draft(i), i, limit)
        if (
            subject
            and word.definite
            and not word.noun
            and i + 1 < limit
            and self._word(i + 1).given
            and self._starts_name(i + 1, limit)
        ):
            end = self.name(i + 1, limit)  # وأوضح الطريفي عبد الله
            return Phrase(i, end, "person", "named", (i, end), self.norm[end - 1], definite=True)
        if word.definite:
            return self._described(i, limit)
        return None

    def _named_again(self, i: int, limit: int) -> Phrase | None:
        """``هذا المسؤول``, ``ذات المصدر``: a source that was named before."""
        if i + 1 >= limit or self.kind[i + 1] != "w" or not self._word(i + 1).definite:
            return None
        phrase = self.read(i + 1, limit)
        if phrase is None or (phrase.kind == "person" and phrase.naming == "named"):
            return None
        return replace(phrase, first=i, same=True)

    def complete(self, phrase: Phrase | None, i: int, limit: int) -> Phrase | None:
        """Give a subject the words behind it that only a name can be: what no lexicon knows up to its clause's end.

        phrase: what was read from ``i`` on; None if nothing was. limit: place of what introduces the content.
        """
        first = phrase.last if phrase is not None else i
        if first >= limit or self.kind[first] != "w":
            return phrase
        last = first
        while last < limit and self.kind[last] == "w" and not self._word(last).function and not self._word(last).time:
            if self.norm[last][:1] == "ل" and (self.names_outlet(last) or self.norm[last][1:].isascii()):
                break
            last += 1
        if not 0 < last - first <= _LONGEST_UNKNOWN or not all(self._can_be_name(k, first) for k in range(first, last)):
            return phrase
        if phrase is None:
            if self._word(first).definite or (self.norm[first][:1] in "وبل" and not self._word(first).unit):
                return None
            return Phrase(i, last, "person", "named", (i, last), self.norm[last - 1], definite=True, sure=False)
        if phrase.kind == "person" and phrase.name[1] == first:
            return replace(phrase, last=last, name=(phrase.name[0], last), head=self.norm[last - 1])
        if phrase.kind == "anonymous" and phrase.roles and not phrase.plural and not self._word(first).definite:
            return replace(
                phrase, last=last, kind="person", naming="named", name=(first, last), head=self.norm[last - 1],
                roles=((phrase.first, first),), same=False, definite=True,
            )  # fmt: skip
        return phrase

    def _can_be_name(self, i: int, first: int) -> bool:
        word = self._word(i)
        if word.unit or word.given or word.particle:
            return True
        if word.noun or word.verb or word.action or word.honorific or word.demonym is not None or word.participle:
            return False
        if word.norm.startswith(("لل", "بال", "وال", "كال", "فال")) or self._is_prefixed_preposition(i):
            return False
        if word.definite:
            return i > first and not is_verbal_noun(word.bare)
        return not self._looks_inflected(i) and len(word.norm) > 2 and not is_verbal_noun(word.norm)

    # -- kinds of phrases ------------------------------------------------------------------------------------------

    def _quoted(self, i: int, limit: int) -> Phrase | None:
        closing = self.closing.get(i)
        if closing is None or closing >= limit or closing - i > 8:
            return None
        inside = self.read(i + 1, closing)
        if inside is None or inside.last < closing:
            if closing - i > 6:
                return None
            media = self.lexicon.media(self.norm, i + 1)
            kind: SourceKind = "media" if media is not None and media[0] == closing else "organization"
            inside = Phrase(
                i, closing + 1, kind, "named", (i + 1, closing), self.norm[closing - 1], definite=True, sure=False
            )
        return replace(inside, first=i, last=closing + 1)

    def _quantified(self, i: int, noun: int, limit: int) -> Phrase:
        word = self._word(noun)
        end = self._nominal(noun, limit)
        return Phrase(
            i, end, "anonymous", "anonymous", (i, end), word.bare,
            affiliations=self._affiliations(i, end, is_plural=True), gender=self._gender(word), plural=True,
            definite=word.definite,
        )  # fmt: skip

    def _media(self, i: int, limit: int, end: int) -> Phrase:
        end = self.proper(i, limit, end)
        feminine = self.norm[i].endswith("ه") or (
            self._word(i).media and self.norm[i] not in self.syntax.masculine_media
        )
        gender: Gender | None = "f" if feminine else None
        return Phrase(
            i, end, "media", "named", self._unquoted((i, end)), self.norm[end - 1], gender=gender, definite=True
        )

    def _organisation(self, i: int, limit: int, end: int) -> Phrase:
        word = self._word(i)
        end = self.proper(i, limit, end)
        gender = (
            word.organisation.gender if word.organisation is not None else ("f" if self.norm[i].endswith("ه") else None)
        )
        naming: Naming = "role" if word.organisation is not None and word.definite and end == i + 1 else "named"
        return Phrase(
            i, end, "organization", naming, (i, end), word.bare,
            gender=gender, definite=word.definite or naming == "named", same=self._same(i, end),
        )  # fmt: skip

    def _document(self, i: int, limit: int) -> Phrase:
        word = self._word(i)
        head = word.document
        assert head is not None
        end, issuer = i + 1, None
        while end < limit and not self._breaks(end, limit):
            norm = self.norm[end]
            if norm in self.syntax.issuing:
                end += 1
                continue
            body = self._issuer(end, limit)
            if body is not None:
                issuer, end = body
                break
            if not (self._word(end).definite or self._word(end).demonym is not None or self._is_adjective(end)):
                break
            end += 1
        if issuer is None:
            end = max(end, self._nominal(i, limit))
        return Phrase(
            i, end, "document", "named", (i, end), word.bare, issuer=issuer,
            gender=head.gender, plural=head.number == "p", definite=word.definite,
            same=self._same(i, end),
        )  # fmt: skip

    def _issuer(self, i: int, limit: int) -> tuple[Range, int] | None:
        """Find the organisation at ``i`` that issues a document; a leading ل is looked through."""
        norm = self.norm[i]
        stripped = norm[1:] if norm[:1] == "ل" and len(norm) > 3 else norm
        if stripped.startswith("ل") and len(stripped) > 3 and norm[:2] == "لل":
            stripped = "ال" + stripped[1:]
        word = word_of(stripped)
        known = self.lexicon.organisation([stripped, *self.norm[i + 1 : i + 8]], 0)
        if word.organisation is None and known is None:
            return None
        end = self.proper(i, limit, i + (known[0] if known is not None else 1))
        return (i, end), end

    def _person_or_unnamed(self, i: int, limit: int) -> Phrase:
        draft = _Draft(i)
        if self._begins_object(i, i + 1, limit):
            limit = i + 1  # توقع مختصون تراجع أسعار الأراضي
        end = self._titles(draft, i, limit)
        titled = (end > i and self._word(end - 1).honorific) or (end > i + 1 and self.norm[end - 1] in (".", "/"))
        if (
            draft.name is None
            and end < limit
            and (
                self._starts_name(end, limit, subject=titled)
                or (self._word(end - 1).definite and self._is_definite_given(end, limit))
            )
        ):
            return self._person(draft, end, limit)
        if draft.name is None:
            apposed = self._apposed_name(draft, end, limit)
            if apposed is not None:
                return apposed
        word = self._word(i)
        head = word.role
        anonymous = word.anonymous
        number = head.number if head is not None else anonymous.number if anonymous is not None else "s"
        gender = head.gender if head is not None else anonymous.gender if anonymous is not None else None
        end = max(end, self._nominal(i, limit)) if not draft.roles else max(end, draft.roles[-1][1])
        is_role = word.definite and number != "p" and (anonymous is None or head is not None)
        construct = not word.definite and head is not None and number == "s" and self._is_definite_construct(i, end)
        naming: Naming = "role" if is_role or construct else "anonymous"
        same = self._same(i, end + 1 if end < limit else end)
        if same and end < limit and self.norm[end] in self.syntax.same_source:
            end += 1
        return Phrase(
            i, end, "anonymous", naming, (i, end), word.bare,
            roles=tuple(draft.roles) if head is not None and number != "p" else (),
            affiliations=self._affiliations(i, end, number == "p"), gender=gender, plural=number == "p",
            definite=word.definite or construct, same=same,
        )  # fmt: skip

    def _person(self, draft: _Draft, i: int, limit: int) -> Phrase:
        end = self.name(i, limit)
        if end == i:
            end = i + 1
        draft.name = (i, end)
        sure = any(self._word(k).unit or self._word(k).given for k in range(i, end)) or bool(draft.roles)
        end = self._apposed_roles(draft, end, limit)
        first_role = self._word(draft.roles[0][0]).role if draft.roles else None
        gender: Literal["m", "f"] | None = draft.gender or (first_role.gender if first_role is not None else None)
        affiliations = tuple(found for role in draft.roles for found in self._affiliations(*role))
        return Phrase(
            draft.first, end, "person", "named", draft.name, self.norm[draft.name[1] - 1],
            roles=tuple(draft.roles), affiliations=affiliations, gender=gender, definite=True, sure=sure,
        )  # fmt: skip

    def _described(self, i: int, limit: int) -> Phrase:
        """A definite noun that no lexicon knows: ``المعارضة``, ``النجم المصري``."""
        end = i + 1
        while (
            end < limit
            and not self._breaks(end, limit)
            and (self._word(end).definite or self._word(end).demonym is not None)
        ):
            end += 1
        if end < limit and self._word(end - 1).definite and self._starts_name(end, limit) and self._word(end).unit:
            draft = _Draft(i, roles=[(i, end)])
            return self._person(draft, end, limit)
        same = self._same(i, end)
        word = self._word(i)
        if not word.definite:
            return Phrase(
                i,
                end,
                "anonymous",
                "role",
                (i, end),
                word.bare,
                roles=((i, end),),
                definite=True,
                same=same,
                sure=False,
            )
        plural = word.bare.endswith(("ون", "ين"))
        return Phrase(
            i, end, "anonymous" if plural else "organization", "role", (i, end), word.bare,
            gender="f" if word.norm.endswith("ه") else None, plural=plural, definite=True, same=same, sure=False,
        )  # fmt: skip

    def _heads_unknown_role(self, i: int, limit: int) -> bool:
        """``مصفف الشعر``: a word that no lexicon knows, in the construct with a definite noun."""
        word = self._word(i)
        if word.definite or word.unit or word.given or word.noun or len(word.norm) < 3 or i + 1 >= limit:
            return False
        following = self._word(i + 1)
        named = following.unit or following.role is not None or following.demonym is not None
        return self.kind[i + 1] == "w" and following.definite and not named and following.norm not in self.known

    # -- titles before a name, and after it ------------------------------------------------------------------------

    def _titles(self, draft: _Draft, i: int, limit: int) -> int:
        """Read roles and honorifics from ``i`` on into the draft; give the place after the last."""
        while i < limit and self.kind[i] == "w":
            word = self._word(i)
            if word.role is None and not word.honorific and word.anonymous is None:
                break
            if i > draft.first and (i + 1 < limit and (self.norm[i], self.norm[i + 1]) in self.pairs):
                break
            if i > draft.first and word.given and not word.definite:
                after_role = self._word(i - 1).role is not None or len(draft.roles) > 0
                if after_role or not self.opens_role(i, limit):
                    break
            end = self._role(i, limit)
            if word.role is not None or self.lexicon.honorific_is_role(word.norm):
                draft.roles.append((i, end))
            i = end
            if i < limit and self.norm[i] in (".", "/") and word.honorific:
                i += 1
            has_adverb = draft.roles and i + 1 < limit and self.norm[i] in self.syntax.role_adverbs
            if has_adverb and self._starts_name(i + 1, limit):
                i += 1
        return i

    def _role(self, i: int, limit: int) -> int:
        """Give the end of the role whose head is at ``i``."""
        head = self._word(i)
        compound = self.lexicon.compound_role(self.norm, i)
        open_construct = not head.definite
        i = compound if compound is not None else i + 1
        if compound is not None:
            open_construct = not head.definite and not self._word(i - 1).definite
        while i < limit:
            if self.kind[i] == "q" and i in self.closing and self.closing[i] - i <= 8 and self.closing[i] < limit:
                before = self._word(i - 1)
                if not (
                    open_construct
                    or before.organisation is not None
                    or before.media
                    or before.norm in self.syntax.role_prepositions
                ):
                    break  # اتهم الوزير "تجارا قلة"
                i, open_construct = self.closing[i] + 1, False
                continue
            if self._breaks(i, limit) or self.norm[i] in self.syntax.relayed_sayings:
                break
            if self.norm[i] == "ل" and i + 1 in self.closing:
                if self.closing[i + 1] >= limit or not self.names_body(i):
                    break  # مصدر لـ"النهار"
                i, open_construct = self.closing[i + 1] + 1, False
                continue  # المتحدث الرسمي لـ"حركة النهضة"
            word = self._word(i)
            if self.pairs and i + 1 < limit and (self.norm[i], self.norm[i + 1]) in self.pairs:
                break
            if word.norm in self.syntax.role_prepositions or self._is_prefixed_preposition(i):
                if word.norm in self.syntax.role_prepositions:
                    if word.norm == "علي" and self.is_ali(i):
                        break
                    if i + 1 >= limit or self._breaks(i + 1, limit) or self.norm[i + 1] in self.syntax.occasions:
                        break
                    i += 1
                    open_construct = True
                    if self.kind[i] == "w" and self._word(i).definite:
                        i, open_construct = i + 1, False
                    continue
                if self._is_reporter(i) or (word.norm[:1] == "ل" and self.names_outlet(i)):
                    break
                town = self.lexicon.place([self._unjoined(i), *self.norm[i + 1 : i + 5]], 0)
                open_construct = town is None and not word.norm.startswith(("بال", "لل"))
                i += town[0] if town is not None else 1
                continue
            if word.definite:
                if word.honorific and self._heads_institution(i - 1) and self._starts_name(i + 1, limit):
                    i, open_construct = self._namesake(i + 1, limit), False
                    continue
                title = self._word(i - 1)
                origin = word.bare.endswith(("ي", "يه")) and title.definite and title.role is not None
                if not open_construct and word.role is not None and not origin and self._is_title_before(i, limit):
                    break
                if word.honorific and self._starts_name(i + 1, limit):
                    break
                if not open_construct and self._is_definite_given(i, limit):
                    break
                i, open_construct = i + 1, False
                continue
            if word.norm[:1] == "و" and len(word.norm) > 4 and self._is_conjoined_title(i):
                i, open_construct = i + 1, not word.norm[1:].startswith("ال")
                continue
            if word.demonym is not None and not (word.given and not open_construct):
                i += 1
                continue
            if word.honorific and self._starts_name(i + 1, limit):
                break
            place = self.lexicon.place(self.norm, i)
            if place is not None and place[0] <= limit and (open_construct or not word.given):
                i, open_construct = place[0], False
                continue
            known = self.lexicon.organisation(self.norm, i)
            if known is not None and open_construct and known[0] <= limit:
                i, open_construct = known[0], False
                continue
            if not open_construct or (word.given and self._word(i - 1).definite):
                break
            if word.given and not word.noun and not self._word(i - 1).noun and self._goes_on_as_name(i + 1, limit):
                break  # المتحدث باسم الحركة في تعز سامر حداد: a place that no lexicon knows, then the name
            open_construct = word.noun or not (word.unit or word.latin)
            i += 1
        return i

    def is_namesake(self, i: int) -> bool:
        """Say whether the title at ``i`` only belongs to the name of an institution: ``جامعة الملك عبدالعزيز``."""
        return self.reading.gap[i] == " " and self._word(i).honorific and self._heads_institution(i - 1)

    def _heads_institution(self, i: int) -> bool:
        """Say whether the word at ``i`` is ``جامعة`` or its like in the construct, also behind ب and ل."""
        norm = self.norm[i]
        return any(
            word_of(form).organisation is not None and not word_of(form).definite
            for form in (norm, norm[1:] if norm[:1] in ("ب", "ل", "و") and len(norm) > 3 else norm)
        )

    def _namesake(self, i: int, limit: int) -> int:
        """Give the end of the name after which an institution is called: ``جامعة الإمام محمد بن سعود``."""
        end = i + 1
        while end < limit and self.kind[end] == "w" and (self._word(end).particle or self._word(end - 1).particle):
            end += 1
        return end

    def _goes_on_as_name(self, i: int, limit: int) -> bool:
        return i < limit and self.kind[i] == "w" and self._word(i).unit and not self._word(i).noun

    def _apposed_name(self, draft: _Draft, i: int, limit: int) -> Phrase | None:
        """A name after a comma: ``سفير البلاد لدى العاصمة، سامر حداد،``."""
        if i >= limit or self.norm[i] not in ("،", ",", "-", "–") or not draft.roles:
            return None
        k = i + 1
        while (
            k < limit
            and self.kind[k] == "w"
            and (self._word(k).honorific or (self._word(k).definite and self._word(k).demonym is not None))
        ):
            k += 1
        if k >= limit or self._word(k).definite:
            return None
        if not self._starts_name(k, limit):
            return self._unknown_name(draft, k, limit)
        end = self.name(k, limit)
        word = self._word(k)
        if not (word.given or word.unit or end - k >= 2):
            return None
        if end < limit and self.kind[end] == "w" and end - k < 2:
            return None
        if k > i + 1 and self.lexicon.honorific_is_role(self.norm[i + 1]):
            draft.roles.append((i + 1, k))
        return self._person(draft, k, limit)

    def _unknown_name(self, draft: _Draft, k: int, limit: int) -> Phrase | None:
        """Words that no lexicon knows, alone between a role's comma and the next mark: ``، شانتا ديفيرجان، أن``."""
        end = k
        while end < limit and self.kind[end] == "w" and end - k < 4 and self._is_foreign(end):
            end += 1
        if end - k < 2 or (end < limit and self.kind[end] == "w" and self.norm[end] not in self.syntax.clause_openers):
            return None
        return self._person(draft, k, end)

    def _is_foreign(self, i: int) -> bool:
        """Say whether a word is in no lexicon but that of names, and has no shape of an Arabic noun."""
        word = self._word(i)
        if word.unit or word.given:
            return True
        known = word.noun or word.function or word.verb or word.time or word.honorific or word.demonym is not None
        return not known and not word.definite and not self._looks_inflected(i)

    def _is_accusative(self, i: int) -> bool:
        """``نائبا له``: a noun of the lexicons in the indefinite accusative."""
        norm = self.norm[i]
        return norm.endswith("ا") and not self._word(i).unit and word_of(norm[:-1]).noun

    def _looks_inflected(self, i: int, inside: bool = False) -> bool:
        """A pronoun, a tanwin, the plural ات or the pattern of a verbal noun: no name that no lexicon knows has them.

        inside: a name has begun before, so that a final ه need not be a pronoun (أينوه, كلارييه).
        """
        norm = self.norm[i]
        if norm.endswith("ه") and self.reading.text[self.reading.end[i] - 1] == "ه":
            if not inside:
                return not norm.endswith("يه")
            return norm.endswith("ته") or any(word_of(form).noun for form in without_pronoun(norm)[1:])
        has_tanwin = self.reading.text[self.reading.end[i] - 1] in _TANWIN
        return has_tanwin or norm.endswith(("ات", "ها", "هم")) or is_verbal_noun(norm)

    def _apposed_roles(self, draft: _Draft, i: int, limit: int) -> int:
        """Roles behind a name, with or without a comma: ``سامر حداد، مدير المركز، أن``."""
        while i < limit:
            if self.norm[i] == "(":
                closing = next((k for k in range(i + 1, min(limit, i + 8)) if self.norm[k] == ")"), None)
                if closing is None:
                    break
                i = closing + 1
                continue
            comma = self.norm[i] in ("،", ",") or (self.norm[i] in _DASHES and self.reading.gap[i] != "")
            k = i + 1 if comma else i
            if comma and k + 1 < limit and self.norm[k] in self.syntax.being:
                k += 1
            if k >= limit or self.kind[k] != "w":
                break
            word = self._word(k)
            indefinite_part = word.norm in self.syntax.partitives
            if word.role is None and not indefinite_part:
                break
            if indefinite_part:
                quantified = self.lexicon.quantifier(self.norm, k)
                end = self._role(quantified if quantified is not None else k, limit)
            else:
                end = self._role(k, limit)
            if self._starts_name(end, limit) and end > k and comma:
                break  # the next person
            draft.roles.append((k, end))
            i = end
        return i

    # -- parts -----------------------------------------------------------------------------------------------------

    def name(self, i: int, limit: int) -> int:
        """Give the end of the name that begins at ``i``."""
        first = i
        while (
            i < limit and i - first < _LONGEST_NAME and (self.kind[i] == "w" or self._is_initials_stop(i, first, limit))
        ):
            if self.kind[i] == "p":
                i += 1
                continue
            if i > first and self.reading.gap[i] == "\n":
                break
            word = self._word(i)
            if self.norm[i] in self.syntax.spelled_letters and self._is_initials_stop(i + 1, first, limit):
                i += 1
                continue
            if i > first and self.lexicon.quantifier(self.norm, i) is not None:
                break
            if len(word.norm) == 1 and i > first and not self._is_initials_stop(i + 1, first, limit):
                break  # عباس لـ
            if word.particle or (i > first and (self.norm[i - 1], self.norm[i]) in self.pairs):
                i += 1
                continue
            if i > first and (
                i + 1 < limit and (self.norm[i], self.norm[i + 1]) in self.pairs and word.role is not None
            ):
                break
            if (
                (word.function and not word.given)
                or (word.time and not word.given)
                or ((word.verb or word.action) and not word.unit)
                or (word.participle and i > first)
            ):
                break
            if word.definite:
                if i > first and self._is_new_noun(i, first):
                    break
                if i == first and not word.unit and not self._is_definite_given(i, limit):
                    break
                before = self.known.get(self.norm[i])
                if i > first + 1 and before and self.norm[i - 1] not in before and not self._word(i - 1).given:
                    break  # وعدت أنجيلا ميركل الصيد: another person, who was named before
                if (
                    i > first
                    and word.role is not None
                    and (not word.unit or self._word(i - 1).definite or self.opens_role(i, limit))
                ):
                    break
                if i > first and word.demonym is not None and not word.unit:
                    break
                if i > first and (word.organisation is not None or word.anonymous is not None) and not word.unit:
                    break
            elif i > first:
                if word.organisation is not None or word.document is not None or word.media:
                    break
                if word.role is not None and (not word.given or self.opens_role(i, limit)):
                    break
                if (word.common or self._is_accusative(i)) and not (word.given and i == first + 1):
                    break
                if _ACCUSATIVE.fullmatch(word.norm) and not word.unit:
                    break
                if word.honorific and not word.given:
                    break
                if word.anonymous is not None and not word.given:
                    break
                if word.norm[:1] == "و" and not word.unit and not self._ends_foreign_name(first, i, limit):
                    break
                if (self._is_prefixed_preposition(i) or self._looks_inflected(i, inside=True)) and not word.unit:
                    break
                if self._word(i - 1).definite and (not word.unit or self._heads_object(i, limit)):
                    break
            i += 1
        while i > first + 1 and self._word(i - 1).particle and not self._word(i - 1).unit:
            i -= 1
        return i

    def _heads_object(self, i: int, limit: int) -> bool:
        """``كريم عبد الرازق فتح الحديقة``: a given name too, but here the head of a noun with the article."""
        if i + 1 >= limit or self.kind[i + 1] != "w":
            return False
        following = self._word(i + 1)
        return following.definite and not following.unit and self._word(i).norm not in self.known

    def _is_initials_stop(self, i: int, first: int, limit: int) -> bool:
        """``توم ج. هاردلي``: the full stop behind an initial inside a name."""
        follows = i + 1 < limit and self.kind[i + 1] == "w"
        is_initial = i > first and (len(self.norm[i - 1]) == 1 or self.norm[i - 1] in self.syntax.spelled_letters)
        return is_initial and self.norm[i] == "." and self.reading.gap[i] == "" and follows

    def _is_new_noun(self, i: int, first: int) -> bool:
        """``وديع الكرمي القرار``: behind a family name with its article no further word with one belongs to it."""
        before = self._word(i - 1)
        return before.definite and i - 1 > first and not self._word(i - 2).particle and not before.particle

    def _ends_foreign_name(self, first: int, i: int, limit: int) -> bool:
        """``كريس ويفر،``: an unknown word with و is a family name where the name would else be one word."""
        rest = word_of(self.norm[i][1:])
        known = rest.noun or rest.given or rest.unit or rest.definite or rest.demonym is not None or rest.function
        closed = i + 1 >= limit or self.norm[i + 1] in ("،", ",", ":") or self.norm[i + 1] in self.syntax.clause_openers
        return i == first + 1 and closed and not known and not self._looks_inflected(i)

    def _starts_name(self, i: int, limit: int, subject: bool = False) -> bool:
        if i >= limit or self.kind[i] != "w":
            return False
        if self.pairs and i + 1 < limit and (self.norm[i], self.norm[i + 1]) in self.pairs:
            return True
        word = self._word(i)
        if word.definite or (word.function and not word.given) or (word.time and not word.given):
            return False
        if word.given and word.common and not (i + 1 < limit and self._word(i + 1).unit):
            return False
        if word.given:
            return word.role is None or not self.opens_role(i, limit)
        if word.noun or word.verb or word.action or word.honorific or word.demonym is not None:
            return False
        if word.unit or word.particle or word.latin:
            return not self._is_prefixed_preposition(i) or word.unit
        if len(word.norm) < 3 and not (subject and len(word.norm) == 2 and self._closes(i + 1, limit)):
            return False
        if self._is_prefixed_preposition(i):
            return False
        if self._looks_inflected(i):
            return False
        if is_future(word.norm) and not (i + 1 < limit and self._word(i + 1).definite and self._word(i + 1).role):
            return False  # but سيريجيشيف المختص is a name
        if subject:
            return word.norm[:1] != "و"
        if self._looks_like_noun(word):
            return False
        after = i + 1
        if after >= limit or self.kind[after] in "pq":
            return True
        following = self._word(after)
        if following.role is not None:
            return True
        return not following.definite and not following.noun and not following.function

    def _is_definite_given(self, i: int, limit: int) -> bool:
        """``الحبيب``, ``المنصف``: a given name with the article, before a family name."""
        word = self._word(i)
        if word.role is not None or word.demonym is not None or word.noun or word_of(word.bare).given is False:
            return False
        if i + 1 >= limit or self.kind[i + 1] != "w":
            return False
        following = self._word(i + 1)
        if following.definite and following.demonym is None and following.role is None and self._closes(i + 2, limit):
            return True
        return (following.unit or self.norm[i + 1] in self.known) and not following.noun

    def _closes(self, i: int, limit: int) -> bool:
        """Say whether a phrase is over at ``i``: at a mark, the limit, a preposition or what introduces a content."""
        return i >= limit or self.kind[i] != "w" or self._word(i).function

    def _looks_like_noun(self, word: Word) -> bool:
        """Endings that foreign names in Arabic letters hardly have."""
        return word.norm.endswith(("ات", "يه", "اء", "ته", "ها", "هم", "ا")) and not word.unit

    def opens_role(self, i: int, limit: int) -> bool:
        """Say whether the role word at ``i`` has a complement, so that it is a role and no name: ``أمين عام الحزب``."""
        if i + 1 >= limit or self.kind[i + 1] != "w" or self.reading.gap[i + 1] == "\n":
            return False
        following = self._word(i + 1)
        if self._word(i).definite:
            return following.definite or following.norm in self.syntax.role_prepositions
        return (
            (following.definite and not (following.unit and self._closes(i + 2, limit)))
            or following.organisation is not None
            or (following.noun and not following.given)
            or following.norm in self.syntax.role_prepositions
        )

    def _is_title_before(self, i: int, limit: int) -> bool:
        """Say whether the role word at ``i`` is a title with a name behind it, at once or after further titles."""
        for k in range(i + 1, min(limit, i + 4)):
            if self.kind[k] != "w":
                return False
            if self._starts_name(k, limit):
                return True
            word = self._word(k)
            if word.role is None and not word.honorific and not word.definite:
                return False
        return False

    def _is_conjoined_title(self, i: int) -> bool:
        rest = word_of(self.norm[i][1:])
        return rest.role is not None or rest.demonym is not None or rest.definite or rest.organisation is not None

    def _is_prefixed_preposition(self, i: int) -> bool:
        """Say whether the word is ب, ل or لل with its object: ``بتونس``, ``للشؤون``."""
        norm = self.norm[i]
        if len(norm) < 4 or norm[0] not in "بل" or (self._word(i).unit and not norm.startswith(("بال", "لل"))):
            return False
        if norm.startswith("لل") or norm[1:].isascii():
            return True  # لـCNN
        if norm.startswith("بال"):
            return len(norm) > 5
        rest = word_of(norm[1:])
        known = rest.noun or (norm[0] == "ب" and is_verbal_noun(norm[1:]))
        return known or self.lexicon.place([norm[1:], *self.norm[i + 1 : i + 3]], 0) is not None

    def proper(self, i: int, limit: int, end: int) -> int:
        """Give the end of an organisation's or outlet's name that has begun at ``i`` and reaches ``end`` at least."""
        open_construct = not self._word(end - 1).definite and end == i + 1
        unknown = 0
        while end < limit:
            if (
                self.kind[end] == "q"
                and end in self.closing
                and self.closing[end] - end <= 7
                and self.closing[end] < limit
            ):
                if (
                    not open_construct
                    and not self._word(end - 1).media
                    and self._word(i).definite is False
                    and end > i + 2
                    and self.lexicon.media(self.norm[end + 1 : self.closing[end]], 0) is None
                ):
                    break
                end, open_construct = self.closing[end] + 1, False
                continue
            if self.norm[end] == "(":
                closing = next((k for k in range(end + 1, min(limit, end + 5)) if self.norm[k] == ")"), None)
                if closing is None:
                    break
                end = closing + 1
                break
            if self.norm[end] != "غير" and self._breaks(end, limit):
                break
            word = self._word(end)
            if word.norm in self.syntax.same_source:
                end += 1
                break
            if word.norm == "غير" and end + 1 < limit and self.kind[end + 1] == "w" and self._word(end + 1).definite:
                end += 2  # المنظمات غير الحكومية
                continue
            if word.norm in self.syntax.prepositions or word.norm in self.syntax.occasion_prepositions:
                break
            if word.norm in self.syntax.time_nouns and end + 1 < limit and self._word(end + 1).time:
                break  # لصحيفة الضفاف الأسبوع الماضي
            if word.definite or word.demonym is not None or word.norm.startswith("لل"):
                person = word.role is not None or word.anonymous is not None or word.norm in self.known
                person = person or (word.definite and word.bare.endswith(_NEW_PLURALS) and len(word.bare) > 5)
                if (
                    not open_construct
                    and person
                    and not (word.demonym is not None or self.lexicon.is_adjective(word.norm))
                ):
                    break
                end, open_construct = end + 1, False
                continue
            if word.norm[:1] == "و" and word.norm[1:3] == "ال" and self._word(end - 1).definite:
                end += 1
                continue
            if open_construct and not word.verb and not word.norm.endswith(("ها", "هم")):
                unknown += 0 if word.noun or word.unit else 1
                if unknown > 3:
                    break
                open_construct = word.noun
                end += 1
                continue
            if (
                (word.latin or word.unit)
                and not word.verb
                and unknown < 3
                and self.lexicon.organisation(self.norm, i) is None
            ):
                unknown += 1
                end += 1
                continue
            break
        return end

    def _nominal(self, i: int, limit: int) -> int:
        """Give the end of an unnamed source's description: ``مصدر أمني في الشرطة``."""
        end = i + 1
        open_construct = not self._word(i).definite and not self.norm[i].endswith(_FULL_PLURALS)
        while end < limit:
            if (
                self.kind[end] == "q"
                and end in self.closing
                and self.closing[end] - end <= 6
                and self.closing[end] < limit
            ):
                end = self.closing[end] + 1
                continue
            if self.kind[end] == "n":
                break
            agrees = self.norm[i].endswith("ا") and self.norm[end].endswith("ا") and self.kind[end] == "w"
            if agrees and not self._word(end).verb:
                end += 1  # مصدرا أمنيا رفيعا
                continue
            if self._breaks(end, limit) or (self.norm[end] == "ل" and end + 1 in self.closing):
                break
            word = self._word(end)
            if word.norm in self.syntax.unnamed_prepositions or self._is_prefixed_preposition(end):
                prefixed = self._is_prefixed_preposition(end) and word.norm != "باسم"
                if not prefixed:
                    if end + 1 in self.closing and self.closing[end + 1] < limit and self.closing[end + 1] - end <= 7:
                        end = self.closing[end + 1] + 1
                        continue
                    if end + 1 >= limit or self._breaks(end + 1, limit) or self.norm[end + 1] in self.syntax.occasions:
                        break
                    if word.norm == "من" and not (self._word(end + 1).definite or self._word(end + 1).noun):
                        break
                    end += 1
                    if self._word(end).norm.startswith("و"):
                        break
                elif self.names_outlet(end) or self._is_reporter(end):
                    break
                end += 1
                open_construct = not self._word(end - 1).definite
                continue
            if word.norm in self.syntax.prepositions or word.verb or word.time:
                break
            if (
                end > i + 1
                and not word.definite
                and any(f.kind == "verb" or f.suffix for f in self.cues.lookup(word.norm))
            ):
                break  # مصدر مصرفي طلب عدم ذكر اسمه
            if word.definite or word.demonym is not None or self._is_adjective(end) or (word.noun and open_construct):
                end += 1
                continue
            if word.norm[:1] == "و" and len(word.norm) > 3 and (word_of(word.norm[1:]).noun or word.norm[1:3] == "ال"):
                end += 1
                continue
            if self.lexicon.place(self.norm, end) is not None:
                end += 1
                continue
            if word.norm in self.syntax.same_source or word.norm in self.syntax.other:
                end += 1
                continue
            break
        return end

    def _begins_object(self, i: int, k: int, limit: int) -> bool:
        """Say whether an event behind indefinite people is what they tell; ``خبراء تغذية`` is not."""
        if k + 1 >= limit or self.kind[k] != "w":
            return False
        word, people = self._word(k), self._word(i)
        if people.definite or word.definite or not is_verbal_noun(word.norm):
            return False
        following = self._word(k + 1)
        is_plural = people.anonymous is not None and people.anonymous.number == "p"
        return is_plural and self.kind[k + 1] == "w" and (following.definite or following.noun or following.common)

    def outlet(self, i: int, last: int, joined: bool) -> Range | None:
        """Read the name of an outlet that begins at ``i``, behind a ل joined to it or not; in marks what they hold."""
        norm = self._without_l(i) if joined else self.norm[i]
        known = self.lexicon.media([norm, *self.norm[i + 1 : i + 6]], 0)
        if joined and self._is_reporter(i) and i + 1 < last and self.kind[i + 1] == "w":
            if self.norm[i].endswith("ين"):
                return None  # للصحفيين عقب اللقاء, للصحفيين الوزير
            return self.outlet(i + 1, last, joined=False) or (i + 1, self.proper(i + 1, last, i + 2))
        if not word_of(norm).media:
            if strip_article(norm) == self.own_outlet and joined:
                return i, i + 1
            return (i, i + known[0]) if known is not None else None
        if i + 1 in self.closing and self.closing[i + 1] <= last:
            return i + 2, self.closing[i + 1]
        if known is not None:
            return i, i + known[0]
        named = self.lexicon.media(self.norm, i + 1)
        end = named[0] if named is not None else self.proper(i, last, i + 1)
        return (i, end) if end > i + 1 or not joined else None

    def _without_l(self, i: int) -> str:
        norm = self.norm[i]
        return "ال" + norm[2:] if norm.startswith("لل") else norm[1:]

    def _is_reporter(self, i: int) -> bool:
        """``لمراسل الجوهرة``, ``لمراسلنا``: to whom it was told."""
        role = word_of(self._without_l(i)).role
        return self.norm[i][:1] == "ل" and role is not None and role.category == "journalist"

    def names_outlet(self, i: int) -> bool:
        """Say whether a ل is joined to an outlet or its kind at ``i``: ``لرويترز``, ``لصحيفة``, ``لـ"عكاظ"``."""
        if self.norm[i] == "ل" and i + 1 in self.closing:
            return self.lexicon.media(self.norm[i + 2 : self.closing[i + 1]], 0) is not None
        rest = self._without_l(i)
        return (
            word_of(rest).media
            or strip_article(rest) == self.own_outlet
            or self.lexicon.media([rest, *self.norm[i + 1 : i + 5]], 0) is not None
        )

    def names_body(self, i: int) -> bool:
        """Say whether the ل at ``i`` stands before an organisation in quotation marks that is no outlet."""
        closing = self.closing.get(i + 1)
        if self.norm[i] != "ل" or closing is None or self.names_outlet(i):
            return False
        known = self.lexicon.organisation(self.norm[i + 2 : closing], 0)
        return known is not None or word_of(self.norm[i + 2]).organisation is not None

    def _is_adjective(self, i: int) -> bool:
        norm = self.norm[i]
        return self.lexicon.is_adjective(norm) or (
            norm.endswith(("ي", "يه", "يين", "يون")) and len(norm) > 3 and not self._word(i).given
        )

    def _is_definite_construct(self, i: int, end: int) -> bool:
        """Say whether an indefinite head is made definite by its genitive: ``وزير الخارجية``."""
        for k in range(i + 1, end):
            word = self._word(k)
            if word.definite or word.organisation is not None or self.lexicon.place(self.norm, k) is not None:
                return True
            if self.kind[k] != "w" or not word.noun:
                return False
        return False

    def _same(self, i: int, end: int) -> bool:
        return any(self.norm[k] in self.syntax.same_source for k in range(i + 1, min(end, len(self.norm))))

    def _gender(self, word: Word) -> Literal["m", "f"] | None:
        if word.anonymous is not None:
            return word.anonymous.gender
        return word.role.gender if word.role is not None else None

    def _word(self, i: int) -> Word:
        norm = self.norm[i]
        return _ALI if norm == "علي" and self.is_ali(i) else word_of(norm)

    def is_ali(self, i: int) -> bool:
        """The given name ``علي`` and the preposition ``على`` fold to one form; some outlets write both with ي."""
        if self.reading.text[self.reading.end[i] - 1] != "ي":
            return False
        near = [k for k in (i - 1, i + 1) if 0 <= k < len(self.norm) and self.kind[k] == "w"]
        if (
            len(near) == 2
            and self._is_family_name(i + 1)
            and (
                any(f.kind == "verb" for f in self.cues.lookup_token(self.norm[i - 1])[1])
                or word_of(self.norm[i - 1]).role is not None
            )
        ):
            return True  # قال علي الزهراني, النائب علي الزهراني
        return any(
            word_of(self.norm[k]).given or word_of(self.norm[k]).honorific or word_of(self.norm[k]).particle
            for k in near
        )

    def _is_family_name(self, i: int) -> bool:
        word = word_of(self.norm[i])
        return (
            word.definite and word.unit and not (word.common or word.role is not None or word.organisation is not None)
        )

    def _unquoted(self, span: Range) -> Range:
        return span

    def _breaks(self, i: int, limit: int) -> bool:
        """Say whether a phrase cannot go on with token ``i``."""
        if i >= limit or self.kind[i] in "pqn" or self.reading.gap[i] == "\n":
            return True
        word = self._word(i)
        if word.norm in self.syntax.relative_pronouns and word.norm != "من":
            return True
        if (
            word.norm in self.syntax.clause_openers
            or word.norm in self.syntax.auxiliaries
            or word.norm in self.syntax.negations
        ):
            return not word.given
        if word.time and not word.given:
            return True
        if word.norm in self.syntax.body_prepositions and i + 1 < limit and self.norm[i + 1] in self.syntax.occasions:
            return True
        if word.norm[:1] == "ل" and self.names_outlet(i) and not word.unit:
            return True
        return (word.verb or word.action) and not word.noun and not word.given

    # -- affiliations ----------------------------------------------------------------------------------------------

    def _affiliations(self, first: int, last: int, is_plural: bool = False) -> tuple[Range, ...]:
        """Find the organisations, states and groups inside a role; a ب, ل or و joined to their first word is theirs."""
        found: list[Range] = []
        portfolio = -1  #: place behind the ministry of the last وزير
        i = first
        while i < last:
            before = self.norm[i - 1] if i > first else ""
            quoted = self.kind[i] == "q" and i in self.closing and self.closing[i] < last
            if quoted and before in self.syntax.workplaces:
                found.append((i, self.closing[i] + 1))
                i = self.closing[i] + 1
                continue
            if self.kind[i] != "w":
                i += 1
                continue
            word = self._word(i)
            bare = self._unjoined(i)
            known = self.lexicon.organisation([bare, *self.norm[i + 1 : i + 8]], 0)
            place = self.lexicon.place([bare, *self.norm[i + 1 : i + 5]], 0)
            head = word_of(bare).organisation
            if known is not None and i + known[0] <= last:
                found.append((i, self.proper(i, last, i + known[0])))
                i = found[-1][1]
            elif word.role is not None and word.role.portfolio and i + 1 < last and self._word(i + 1).definite:
                found.append((i + 1, i + 2))
                i = portfolio = i + 2
            elif head is not None and i > first:
                found.append((i, self.proper(i, last, i + 1)))
                i = found[-1][1]
            elif word.demonym is not None and i > first and (i == portfolio or not (found and found[-1][1] == i)):
                if word.demonym.country != "INT" and not is_plural:
                    found.append((i, i + 1))
                i += 1
            elif place is not None and place[1].country and i > first and i + place[0] <= last:
                if before not in self.syntax.directions and not (bare != word.norm and word.norm[:1] == "ب"):
                    found.append((i, i + place[0]))
                i += place[0]
            else:
                i += 1
        return tuple(found)

    def _unjoined(self, i: int) -> str:
        """Take ب, ل or و off a word that is no noun with it and a body or place without."""
        norm = self.norm[i]
        if norm[:1] not in ("ب", "ل", "و") or len(norm) < 4 or word_of(norm).noun:
            return norm
        rest = "ال" + norm[2:] if norm.startswith("لل") else norm[1:]
        names = [rest, *self.norm[i + 1 : i + 8]]
        is_body = word_of(rest).organisation is not None or self.lexicon.organisation(names, 0) is not None
        return rest if is_body or self.lexicon.place(names, 0) is not None else norm


_ALI = replace(word_of("حسن"), norm="علي", bare="علي")
