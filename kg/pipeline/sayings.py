"""Which cues of a sentence report a saying, where its content begins, and what stands as its subject.

A saying is a cue with an introducer (``أن``, a colon, a quotation mark, the verb's own preposition) or, for verbs that
allow it, a bare object. Cues inside a quotation are the speaker's words and report nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from kg.lexicon.cues import CueEntry, CueForm, PhraseCue, load_cues
from kg.lexicon.sources import strip_article
from kg.lexicon.syntax import load_syntax, match_phrase
from kg.pipeline.phrases import Phrase, PhraseReader, Range
from kg.pipeline.quotes import Quote
from kg.pipeline.sections import Sentence
from kg.pipeline.tokens import Reading
from kg.pipeline.words import is_verbal_noun, without_pronoun, word_of

Frame = Literal["clause", "colon", "quote", "preposition", "object", "before", "around"]

_SPEECH_WORDS = 4  # a quotation of fewer words is a name or a scare quote unless it ends the clause
_SCAN = 70  # tokens between a cue and its introducer at most
_OPEN_BREAKS = frozenset("،,:؛;–—-(")
_CLOSE_BREAKS = frozenset((".", "؟", "!", "--"))


@dataclass(slots=True, eq=False)
class Saying:
    """A cue that reports a saying, with what its clause tells before anything is resolved."""

    cue: Range
    entry: CueEntry
    form: CueForm | None
    frame: Frame
    content: int  #: first token of the content
    subject: Phrase | None
    place: int  #: first token of the cue's clause; where a content before it ends
    nested: bool = False  #: its subject stands inside the content of the saying before it
    negative: bool = False  #: the cue is negated: لا يستبعد
    participle: bool = False
    via: Phrase | None = None
    after: int = -1  #: for content before the cue: place after the subject


@dataclass(slots=True, eq=False)
class Attribution:
    """A preposition that names the source of the clause around it: ``بحسب الوزارة``, ``على حد قوله``."""

    cue: Range
    lemma: str
    source: Phrase | None  #: None for the current speaker
    first: int  #: first token of the whole attribution
    last: int  #: end of the whole attribution


class SayingFinder:
    """Find the sayings and attributions of one text, sentence by sentence."""

    def __init__(self, reading: Reading, quotes: tuple[Quote, ...], phrases: PhraseReader) -> None:
        self.reading = reading
        self.norm = reading.norm
        self.kind = reading.kind
        self.quotes = quotes
        self.closing = {quote.opening: quote.closing for quote in quotes}
        self.opening = {quote.closing: quote.opening for quote in quotes}
        self.phrases = phrases
        self.cues = load_cues()
        self.syntax = load_syntax()
        self._pending: tuple[int, Phrase] | None = None  # a verb whose content a participle introduces
        self._breaks = [0]  # by token: where its clause begins, as if the text were one sentence
        for k, norm in enumerate(self.norm):
            is_break = norm in _OPEN_BREAKS or norm in _CLOSE_BREAKS
            self._breaks.append(k + 1 if is_break else k if norm == "اما" else self._breaks[-1])

    def find(self, sentence: Sentence) -> tuple[list[Saying], list[Attribution]]:
        """Give the sayings and attributions of a sentence, in text order."""
        sayings: list[Saying] = []
        attributions: list[Attribution] = []
        i, last = sentence.first, sentence.last
        self._pending = None
        while i < last:
            if i in self.closing and self.is_speech(self.closing[i] - i):
                i = self.closing[i] + 1
                continue
            if self.kind[i] != "w":
                i += 1
                continue
            attribution = self._attribution(i, sentence)
            if attribution is not None:
                attributions.append(attribution)
                i = attribution.last
                continue
            came = self._came(i, sentence)
            if came is not None:
                sayings.append(came)
                i = max(i + 1, came.content)
                continue
            conjunction, forms = self.cues.lookup_token(self.norm[i])
            if self.reading.text[self.reading.end[i] - 1] == "ة":
                forms = tuple(form for form in forms if not form.suffix)  # ردة فعل is no رده
            if forms:
                saying = self._saying(i, conjunction, forms, sentence, sayings)
                if (
                    saying is not None
                    and not self._is_own_words(saying, sayings)
                    and not self._is_predicate(saying, sayings)
                ):
                    self._settle(saying, sayings)
                    self._note_passed_on(saying, sentence)
                    sayings.append(saying)
                    i = max(i + 1, saying.content if saying.frame not in ("before", "around") else saying.after)
                    continue
            i += 1
        return sayings, attributions

    def _came(self, i: int, sentence: Sentence) -> Saying | None:
        """``وجاء في البيان أن``, ``أصدر بيانا جاء فيه: "..."``: the document stands behind في or is its pronoun."""
        entry = self.cues.came.get(self.norm[i].lstrip("وف"))
        if entry is None or i + 2 >= sentence.last:
            return None
        subject = None
        k = i + 2
        if self.norm[i + 1] == "في":
            subject = self.phrases.read(k, sentence.last)
            if subject is None or subject.kind == "person":
                return None
            k = subject.last
        elif self.norm[i + 1] not in self.syntax.document_pronouns:
            return None
        limit = min(sentence.last, k + 12)
        while k < limit and not (self._is_opener(k) or self.norm[k] == ":" or k in self.closing):
            k += 1
        if k >= limit or k + 1 >= sentence.last:
            return None
        frame: Frame = "clause" if self._is_opener(k) else "colon" if self.norm[k] == ":" else "quote"
        return Saying((i, i + 1), entry, None, frame, self._content_start(k, frame), subject, i)

    def _is_own_words(self, saying: Saying, before: list[Saying]) -> bool:
        """Behind a colon the speaker's own words run on: only a participle or ``وأضاف`` with its content ends them."""
        if not before or before[-1].frame != "colon" or before[-1].content in self.closing:
            return False
        if saying.participle:
            return False
        first = saying.cue[0]
        return (
            self.norm[first][:1] != "و"
            or self.norm[first - 1] not in ("،", ",", ".", "..", "؛")
            or saying.frame == "object"
        )

    def _is_predicate(self, saying: Saying, before: list[Saying]) -> bool:
        """``أكد أن الزيارة تؤكد أن``: the verb of the content's own subject, which is a thing, reports nothing."""
        if not before or before[-1].frame != "clause" or saying.subject is not None or saying.participle:
            return False
        first, cue = before[-1].content, saying.cue[0]
        if not first < cue <= first + 15 or saying.form is None or saying.form.kind != "verb":
            return False
        return bool(self.cues.lookup(self.norm[cue])) and not any(
            self.norm[k] in ("،", ",", "؛", ".") or self.norm[k] in self.syntax.clause_openers
            for k in range(first, cue)
        )

    @staticmethod
    def is_speech(length: int) -> bool:
        """Say whether a quotation of so many tokens can be somebody's words rather than a name."""
        return length - 1 >= _SPEECH_WORDS + 1

    # -- verbs, participles, verbal nouns --------------------------------------------------------------------------

    def _saying(
        self, i: int, conjunction: str, forms: tuple[CueForm, ...], sentence: Sentence, before: list[Saying]
    ) -> Saying | None:
        for kind in ("verb", "participle", "masdar"):
            for form in forms:
                if form.kind != kind:
                    continue
                if kind == "verb":
                    found = self._verb(i, conjunction, form, sentence, before)
                elif kind == "participle":
                    found = self._participle(i, conjunction, form, sentence, before)
                else:
                    found = self._masdar(i, form, sentence)
                if found is not None:
                    return found
        return None

    def _verb(self, i: int, conjunction: str, form: CueForm, sentence: Sentence, before: list[Saying]) -> Saying | None:
        entry = form.entry
        previous = self.norm[i - 1] if i > sentence.first else ""
        negative = previous in self.syntax.negations and self.reading.gap[i] != "\n"
        deniable = entry.prediction is not None or entry.negatable
        if negative and not (deniable and previous.lstrip("و") in ("لا", "لم")):
            return None
        if self.norm[i] in self.syntax.carriers or form.future or (form.person == 1 and form.tense != "past"):
            return None
        if form.tense == "jussive" and not negative:
            return None
        if self._is_impersonal(i, form, sentence, before):
            return None
        if i > sentence.first and self._describes_occasion(i):
            return None
        if previous.lstrip("و") in self.syntax.worth_saying:
            return None  # الجدير ذكره أن
        if previous in self.syntax.noun_prepositions and conjunction == "" and self.reading.gap[i] != "\n":
            return None  # تراجع عن توقع سابق: a noun of the same letters
        if i + 1 < sentence.last and self.norm[i + 1] in self.syntax.anonymity:
            return None  # طلب عدم ذكر اسمه
        if form.tense == "present" and previous in self.syntax.subjunctives and self.reading.gap[i] != "\n":
            return None  # من المتوقع أن تطالب الشركة ...: nobody has said it yet
        if previous in ("ما", "مما", "بما", "كما") and form.suffix:
            return None
        if entry.relay is not None:
            relayed = self._relayed(i, form, sentence)
            if relayed is not None:
                return relayed
            carrier = self.phrases.read(self._skip_adverbs(i + 1, sentence.last), sentence.last)
            is_told = carrier is not None and carrier.sure and self._is_opener(carrier.last)  # نقلت المنظمة أن
            if carrier is None or (carrier.kind != "media" and not is_told):
                return None  # نقل المبعوث رسالة
        introducer, frame = self._introducer(i, entry, form, sentence)
        if entry.learns and introducer > i:
            return self._learned(i, form, introducer, frame)
        if form.condition == "preposition" and frame != "preposition":
            return None
        if form.condition == "opener" and (introducer < 0 or frame not in ("clause", "colon")):
            return None
        subject_first = self._subject_before(i, conjunction, form, sentence, before)
        if introducer >= 0 and frame in ("clause", "preposition") and entry.object:
            nearer = self._nearer_object(i, introducer, form, sentence, subject_first, negative, before)
            if nearer is not None:
                return nearer
        if introducer < 0 or conjunction == "":
            around = self._quote_before(i, form, sentence)
            if around is not None and (introducer < 0 or (frame == "quote" and around.subject is not None)):
                return around
        if introducer < 0:
            if self._participle_ahead(i, sentence):
                subject = self._subject_after(i, self._participle_ahead(i, sentence), form, sentence) or subject_first
                if subject is not None:
                    self._pending = (i, subject)
                return None
            if not entry.object or form.condition == "clause" or form.suffix or form.passive:
                return None
            if i > sentence.first and self.norm[i - 1] in self.syntax.relative_pronouns:
                return None
            return self._with_object(i, form, sentence, subject_first, negative, before)
        subject = None
        if subject_first is None or subject_first.last < i - 12:
            subject = self._subject_after(i, introducer, form, sentence)
        if (subject is None and subject_first is not None) or (subject_first is not None and subject is None):
            subject = subject_first
        if form.suffix and frame not in ("clause", "colon", "quote", "preposition"):
            return None
        if form.passive and subject is None and frame != "clause":
            return None
        quoted = self._cited(i, introducer) if introducer > i and frame in ("clause", "colon", "quote") else None
        if quoted is not None:
            carrier = self._subject_after(i, quoted.first, form, sentence) or subject_first
            return Saying(
                (i, i + 1), entry, form, frame, self._content_start(introducer, frame), quoted,
                self._clause_start(i, carrier, sentence), via=carrier,
            )  # fmt: skip
        if frame == "preposition" and entry.joined and self._is_person(introducer):
            return None  # نوه برئيس الحكومة
        if entry.themes and frame == "preposition" and not self._is_proposition(introducer + 1):
            return None  # تحدث عن الأزمة
        if frame == "preposition" and subject is not None and not subject.sure and subject.naming == "role":
            return None  # a thing that no lexicon knows as a source: أدت الضغوط إلى, يشير الهجوم إلى
        nested = subject is not None and subject is subject_first and self._lies_in_content(subject.first, before)
        content = self._content_start(introducer, frame)
        if entry.addressee and frame == "preposition":
            content = self._addressee(i, subject if subject is not subject_first else None, introducer, content)
        return Saying(
            cue=(i, i + 1), entry=entry, form=form, frame=frame, content=content,
            subject=subject, place=self._clause_start(i, subject, sentence), nested=nested, negative=negative,
        )  # fmt: skip

    def _is_impersonal(self, i: int, form: CueForm, sentence: Sentence, before: list[Saying]) -> bool:
        """``يشار إلى أن``, ``ويتوقع أن`` where nobody was quoted before, ``التي يتوقع أن``: the article speaks."""
        bare = self.norm[i].lstrip("وف") if self.norm[i] not in form.entry.impersonal else self.norm[i]
        if bare not in form.entry.impersonal:
            return False
        is_relative = i > sentence.first and self.norm[i - 1] in self.syntax.relative_pronouns
        is_relative = is_relative and self.norm[i - 1] not in self.syntax.relative_particles
        goes_on = bare != self.norm[i] and not before
        if not (is_relative or goes_on or (not before and i <= sentence.first + 1)):
            return False
        after = i + 1
        while after < sentence.last and self.norm[after] in form.entry.prepositions:
            after += 1
        return self._is_opener(after)

    def _addressee(self, i: int, subject: Phrase | None, introducer: int, content: int) -> int:
        """``دعا الأطراف إلى ضبط النفس``: whoever is addressed stands first and belongs to the content."""
        first = self._skip_adverbs(subject.last if subject is not None else i + 1, introducer)
        if not i < first < introducer or self.kind[first] not in "wq":
            return content
        word = word_of(self.norm[first])
        aside = any(self.norm[k] in ("،", ",") for k in range(first, introducer))
        return (
            content if word.function or word.time or self.norm[first] in self.syntax.demonstratives or aside else first
        )

    def _participle_ahead(self, i: int, sentence: Sentence) -> int:
        """``صرح المدير قائلا:``: give the place of the participle that introduces the content of a verb, or 0."""
        for k in range(i + 1, min(sentence.last, i + 26)):
            if self.norm[k] == "." or (k in self.closing and self.is_speech(self.closing[k] - k)):
                return 0
            if self.norm[k] in self.syntax.content_participles:
                return k
        return 0

    def _participle(
        self, i: int, conjunction: str, form: CueForm, sentence: Sentence, before: list[Saying]
    ) -> Saying | None:
        norm = self.norm[i]
        bare = norm[len(conjunction) :] if conjunction else norm
        if form.gender == "m" and form.number == "s" and not bare.endswith("ا"):
            return None
        if i > 0 and (self.norm[i - 1] in self.syntax.negations or self.norm[i - 1] in self.syntax.copulas):
            return None  # سيكون مطالبا بدفع التعويض
        introducer, frame = self._introducer(i, form.entry, form, sentence, reach=14)
        if introducer < 0:
            if not form.entry.object or form.gender == "f" or form.number != "s" or not self._after_break(i, sentence):
                return None
            first = self._skip_adverbs(i + 1, sentence.last)
            if first >= sentence.last or self.kind[first] == "p" or word_of(self.norm[first]).function:
                return None
            return Saying((i, i + 1), form.entry, form, "object", first, None, i, participle=True)
        between = introducer - i - 1
        if (form.gender == "f" or form.number != "s") and (between > 2 or not self._after_break(i, sentence)):
            return None
        subject, place = None, i
        if self._pending is not None:
            place, subject = self._pending
            self._pending = None
        return Saying(
            (i, i + 1), form.entry, form, frame, self._content_start(introducer, frame), subject, place, participle=True
        )

    def _masdar(self, i: int, form: CueForm, sentence: Sentence) -> Saying | None:
        """``بتأكيد المبعوث ... على "..."``: a verbal noun with its speaker as genitive."""
        norm = self.norm[i]
        carried = norm[:1] == "ب" or (i > 0 and self.norm[i - 1] in self.syntax.masdar_carriers)
        if not carried:
            return None
        subject = self.phrases.read(i + 1, min(sentence.last, i + 30))
        if subject is None:
            return None
        k = subject.last
        while k < sentence.last and self.norm[k] in ("،", ","):
            k += 1
        frame: Frame
        if k >= sentence.last:
            return None
        if self._is_opener(k):
            frame = "clause"
        elif self.norm[k] in (*form.entry.prepositions, "علي", "الي", "ان") and k + 1 < sentence.last:
            frame = "preposition"
            if self._is_opener(k + 1):
                frame = "clause"
                k += 1
        elif k in self.closing or self.norm[k] == ":":
            frame = "quote" if k in self.closing else "colon"
        else:
            return None
        return Saying((i, i + 1), form.entry, form, frame, self._content_start(k, frame), subject, i, nested=False)

    def _cited(self, i: int, introducer: int) -> Phrase | None:
        """``ذكرت الصحيفة نقلا عن مسؤول أن``, ``كشفت إيران على لسان قائد أن``: whose words the subject reports."""
        for k in range(i + 1, introducer - 1):
            end = match_phrase(self.syntax.citing, self.norm, k)
            if end > k:
                phrase = self.phrases.complete(self.phrases.read(end, introducer), end, introducer)
                return replace(phrase, first=k) if phrase is not None else None
        return None

    def _learned(self, i: int, form: CueForm, introducer: int, frame: Frame) -> Saying | None:
        """``علمت "الصحيفة" من مصادر مطلعة أن``: the source stands behind من."""
        of = next((k for k in range(i + 1, introducer) if self.norm[k] == "من"), None)
        source = self.phrases.read(of + 1, introducer) if of is not None else None
        if source is None:
            return None
        return Saying((i, i + 1), form.entry, form, frame, self._content_start(introducer, frame), source, i)

    def _relayed(self, i: int, form: CueForm, sentence: Sentence) -> Saying | None:
        """``نقلت الوكالة عن مصدر قوله إن``: the source is whom it is reported from, the outlet goes to via."""
        last = min(sentence.last, i + 45)
        relay = form.entry.relay
        about = next((k for k in range(i + 1, last) if self.norm[k] == relay and self.kind[k] == "w"), None)
        if about is None:
            return None
        carrier = self.phrases.read(self._skip_adverbs(i + 1, about), about)
        source = self.phrases.read(about + 1, last) or self._unknown_source(about + 1, last)
        if source is None:
            return None
        k = source.last
        limit = min(last, k + 25)
        while k < limit:
            if self._is_opener(k) or self.norm[k] == ":" or (k in self.closing and self.is_speech(self.closing[k] - k)):
                break
            k += 1
        if k >= limit:
            return None
        frame: Frame = "clause" if self._is_opener(k) else "colon" if self.norm[k] == ":" else "quote"
        cue = (i, i + 1)
        for t in range(source.last, k):
            if self.norm[t] in self.syntax.relayed_sayings:
                cue = (t, t + 1)
        return Saying(cue, form.entry, form, frame, self._content_start(k, frame), source, i, via=carrier)

    def _nearer_object(
        self,
        i: int,
        introducer: int,
        form: CueForm,
        sentence: Sentence,
        subject_first: Phrase | None,
        negative: bool,
        before: list[Saying],
    ) -> Saying | None:
        """``أعلن الرئيس إرسال جنود ... وسط إجماع محللين أن``: the object of the verb stands before another's أن."""
        if form.suffix or form.passive or form.condition == "clause" or introducer - i < 4:
            return None
        saying = self._with_object(i, form, sentence, subject_first, negative, before)
        if saying is None or introducer - saying.content < 3:
            return None
        norm = self.norm[saying.content]
        if self._is_opener(introducer) is False and saying.subject is not None:
            return saying
        return saying if is_verbal_noun(norm) or is_verbal_noun(strip_article(norm)) or norm.endswith("ته") else None

    def _unknown_source(self, first: int, last: int) -> Phrase | None:
        """``نقل عن زميل سابق قوله``: whatever stands before قوله is the source."""
        end = next((k for k in range(first, min(last, first + 8)) if self.norm[k] in self.syntax.relayed_sayings), None)
        if end is None or end == first or self.kind[first] != "w":
            return None
        return Phrase(first, end, "anonymous", "anonymous", (first, end), word_of(self.norm[first]).bare)

    def _with_object(
        self,
        i: int,
        form: CueForm,
        sentence: Sentence,
        subject_first: Phrase | None,
        negative: bool,
        before: list[Saying],
    ) -> Saying | None:
        """``توقع الخبير انخفاض الأسعار``, ``أكد مغادرة الوفد``: the content is a bare nominal."""
        start = self._skip_adverbs(i + 1, sentence.last)
        subject = subject_first
        if subject_first is None:
            subject = self._plausible(self.phrases.read(start, sentence.last), form)
            subject = self._completed(subject, start, sentence)
            if subject is not None and not subject.sure:
                subject = None  # a noun that no lexicon knows as a source is the object
            if subject is not None:
                start = self._skip_apposition(subject.last, sentence)
                if self._ends_clause(start, sentence):
                    if subject.naming == "named" and subject.sure:
                        return None
                    start, subject = subject.first, None
        if start >= sentence.last or self.kind[start] == "p":
            return None
        if subject is None and self.norm[i].lstrip("وف") in form.entry.impersonal:
            return None  # يتوقع وصول الوفد: nobody is named who expects it
        word = word_of(self.norm[start])
        if word.function or word.time or (self.kind[start] == "n" and not form.entry.prediction):
            return None
        nested = subject is not None and subject is subject_first and self._lies_in_content(subject.first, before)
        return Saying(
            (i, i + 1), form.entry, form, "object", start, subject, self._clause_start(i, subject, sentence),
            nested=nested, negative=negative,
        )  # fmt: skip

    def _completed(self, subject: Phrase | None, start: int, sentence: Sentence) -> Phrase | None:
        """``طلب رئيس الوزراء ناريندرا مودي، أمس، دعم``: a name that no lexicon knows, up to a comma."""
        first = subject.last if subject is not None else start
        comma = next((k for k in range(first, min(first + 5, sentence.last)) if self.norm[k] in ("،", ",")), None)
        if subject is None or comma is None or comma + 1 >= sentence.last:
            return subject
        following = self.norm[comma + 1]
        if following[:1] == "و" or any(form.kind == "participle" for form in self.cues.lookup(following)):
            return subject
        return self.phrases.complete(subject, start, comma)

    def _quote_before(self, i: int, form: CueForm, sentence: Sentence) -> Saying | None:
        """``"..."، قال فلان``: the quotation stands before its cue."""
        if not form.entry.quote or form.kind != "verb" or form.condition != "always":
            return None
        k = i - 1
        while k >= sentence.first and self.norm[k] in ("،", ","):
            k -= 1
        opening = self.opening.get(k)
        if opening is None or opening < sentence.first:
            return None
        subject = self._plausible(self.phrases.read(self._skip_adverbs(i + 1, sentence.last), sentence.last), form)
        after = subject.last if subject is not None else i + 1
        if not self.is_speech(k - opening):
            goes_on = any(t in self.closing for t in range(after, sentence.last))
            if opening != sentence.first or k - opening <= 2 or goes_on:
                return None
        return Saying((i, i + 1), form.entry, form, "before", opening, subject, opening, after=after)

    # -- the introducer --------------------------------------------------------------------------------------------

    def _introducer(
        self, i: int, entry: CueEntry, form: CueForm, sentence: Sentence, reach: int = _SCAN
    ) -> tuple[int, Frame]:
        """Find where the content is introduced: its token and frame, or (-1, ...)."""
        last = min(sentence.last, i + 1 + reach)
        relative = False  # inside a relative clause
        taken = False  # by a verb of saying of the relative clause
        k = i + 1
        while k < last:
            norm = self.norm[k]
            if self.kind[k] == "q":
                closing = self.closing.get(k)
                if closing is None:
                    k += 1
                    continue
                named = self._names_workplace(k, closing, last) or self._names_occasion(i, k, closing, last, entry)
                if named or (closing + 2 < last and self.norm[closing + 1] == ":" and closing + 2 in self.closing):
                    k = closing + 1  # مدير "مركز الضفاف للأنظمة": "نتشرف بالجائزة"
                    continue
                if entry.quote and (
                    self.is_speech(closing - k)
                    or (self._ends_clause(closing + 1, sentence) and k > i + 1 and not self._names_source(k, closing))
                ):
                    if self._has_opener(closing + 1, min(last, closing + 25)) and not self.is_speech(closing - k):
                        k = closing + 1
                        continue
                    return k, "quote"
                if entry.quote and k == i + 1 and self._ends_clause(closing + 1, sentence) and closing - k > 2:
                    return k, "quote"
                k = closing + 1
                continue
            if norm == ":":
                return (k, "colon") if entry.quote and k + 1 < sentence.last else (-1, "colon")
            if (aside := self._passed_on(k, sentence)) is not None:
                k = aside.last
                continue
            if self._is_opener(k):
                if self.norm[k - 1] in self.syntax.no_content_before and k - 1 > i:
                    k += 1
                    continue
                if relative and taken and self.norm[k - 1] not in ("،", ","):
                    taken = False
                    k += 1
                    continue
                takes = entry.clause and (entry.behind is None or self.norm[k - 1] == entry.behind)
                return (k, "clause") if takes else (-1, "clause")
            if norm in self.syntax.relative_pronouns and norm not in self.syntax.relative_particles:
                relative, taken = True, False
            elif relative and self._takes_clause(k):
                taken = True
            elif norm in ("،", ","):
                relative = False
            elif norm in entry.prepositions and (end := self._subject_over(i, k, last)) > k:
                k = end  # المهندس المشرف على المشروع
                continue
            elif (
                not relative
                and norm in entry.prepositions
                and self._takes_content(k, last)
                and not (norm == "علي" and self.phrases.is_ali(k))
            ):
                if self._is_opener(k + 1) and entry.clause:
                    return k + 1, "clause"
                return k, "preposition"
            elif not relative and entry.joined and self._is_prefixed_object(k, i):
                later = self._later_opener(k + 1, last, self._is_known_object(k)) if entry.clause else None
                later = None if self._is_proposition(k) else later
                return (k, "preposition") if later is None else (later, "clause")
            elif k > i + 1 and self._describes_occasion(k):
                k = next((c for c in range(k, last) if self.norm[c] in ("،", ",")), k)
            elif k > i + 1 and k + 1 < last and self.norm[k + 1] in self.syntax.anonymity:
                k += 1  # مسؤول، اشترط عدم كشف اسمه، إن
            elif k > i + 1 and (self._is_reporting_participle(k) or (not relative and self._is_finite_cue(k))):
                return -1, "clause"
            k += 1
        return -1, "clause"

    def _subject_over(self, i: int, k: int, last: int) -> int:
        """Give the end of the subject behind the verb at ``i`` if the preposition at ``k`` stands inside it, or 0."""
        first = self._skip_adverbs(i + 1, last)
        if first >= k:
            return 0
        phrase = self.phrases.read(first, last, subject=first == i + 1)
        inside = phrase is not None and phrase.last > k + 1 and phrase.kind == "person" and phrase.naming == "named"
        return phrase.last if phrase is not None and inside and phrase.name[0] > k else 0

    def _is_opener(self, k: int) -> bool:
        if k >= len(self.norm) or self.kind[k] != "w":
            return False
        if self.norm[k] in self.syntax.clause_openers_only_with_hamza:
            return "أ" in self.reading.text[self.reading.start[k] : self.reading.end[k]]
        return self.norm[k] in self.syntax.clause_openers

    def _has_opener(self, first: int, last: int) -> bool:
        return any(self._is_opener(k) or self.norm[k] == ":" for k in range(first, last))

    def _takes_content(self, k: int, last: int) -> bool:
        if k + 1 >= last:
            return False
        following = self.norm[k + 1]
        if following in self.syntax.occasions or following in self.syntax.adverbial_objects:
            return False
        return not self.phrases.names_outlet(k + 1) and self.kind[k + 1] in "wqn"

    def _is_prefixed_object(self, k: int, i: int) -> bool:
        """``بالمساعدة``, ``بتسجيل``: the content behind a proclitic ب."""
        norm = self.norm[k]
        if self.kind[k] != "w" or norm[0] != "ب":
            return False
        if norm in ("ب",):
            return k + 1 < len(self.norm)
        if len(norm) < 4:
            return False
        word = word_of(norm)
        if word.unit or word.time or word.function or word.common or norm in self.syntax.not_objects:
            return False
        rest = norm[1:]
        if rest.startswith("ال"):
            return k > i + 1 or len(rest) > 4
        if not self._is_known_object(k) and not self._is_proposition(k):
            following = word_of(self.norm[k + 1]) if k + 1 < len(self.norm) and self.kind[k + 1] == "w" else None
            if following is None or not (following.noun or following.definite):
                return False  # أوصى بريان جاكسون: a name
        return not word_of(rest).time

    def _describes_occasion(self, k: int) -> bool:
        """``قال في تصريحات يرجح أن تثير الجدل، إن``: a verb that nobody says describes the occasion."""
        forms = self.cues.lookup(self.norm[k])
        return self.norm[k - 1] in self.syntax.occasions and any(
            self.norm[k] in form.entry.impersonal for form in forms
        )

    def _is_known_object(self, k: int) -> bool:
        """Say whether what ب is joined to is known as a noun: ``بالمساعدة``, ``بتسجيل``, but not ``بريكست``."""
        rest = self.norm[k][1:]
        return rest.startswith("ال") or word_of(rest).noun or is_verbal_noun(rest) or k in self.closing

    def _later_opener(self, k: int, last: int, before_comma: bool) -> int | None:
        """Give the place of ``بأن`` or its like behind ``k`` in the clause, of any أن before a comma."""
        comma = False
        while k < last and self.norm[k] not in (".", "؛", ":"):
            comma = comma or self.norm[k] in ("،", ",")
            if self._is_opener(k) and (self.norm[k][:1] == "ب" if not before_comma else not comma):
                return k
            if k in self.closing:
                k = self.closing[k]
            k += 1
        return None

    def _is_finite_cue(self, k: int) -> bool:
        _, forms = self.cues.lookup_token(self.norm[k])
        return (
            bool(forms)
            and all(form.kind == "verb" and form.condition == "always" and form.tense != "jussive" for form in forms)
            and self.norm[k] not in self.syntax.carriers
            and not word_of(self.norm[k]).unit
        )

    def _takes_clause(self, k: int) -> bool:
        """Say whether a verb of a relative clause has the next أن for itself: ``الوزير الذي أعلن أن``."""
        return any(form.kind == "verb" and form.entry.clause for form in self.cues.lookup_token(self.norm[k])[1])

    def _is_reporting_participle(self, k: int) -> bool:
        norm = self.norm[k]
        return (
            norm.endswith(("ا", "ه", "ين"))
            and any(f.kind == "participle" for f in self.cues.lookup_token(norm)[1])
            and (norm.endswith("ا") or self.norm[k - 1] in ("،", ","))
        )

    def _content_start(self, introducer: int, frame: Frame) -> int:
        if frame == "quote":
            return introducer
        if frame == "preposition" and self.norm[introducer] not in ("ب",) and self.norm[introducer][:1] == "ب":
            return introducer  # the ب is taken off the first word later
        return introducer + 1

    # -- the subject -----------------------------------------------------------------------------------------------

    def _subject_after(self, i: int, introducer: int, form: CueForm, sentence: Sentence) -> Phrase | None:
        k = self._skip_adverbs(i + 1, introducer)
        if k < introducer and self.norm[k].startswith("لل") and not word_of(self.norm[k]).unit:
            # قال للصحفيين الوزير إن, قال للجنة الدفاع إن (of اللجنة)
            spelled = ("ال" + self.norm[k][2:], "ا" + self.norm[k])
            is_plural = self._is_object(k)
            addressees = [] if is_plural else [self._read_joined(k, sentence, norm) for norm in spelled]
            ends = [addressee.last for addressee in addressees if addressee is not None]
            k = self._skip_adverbs(min(max(ends, default=k + 1), introducer), introducer)
        while k < introducer:
            read = self.phrases.complete(self.phrases.read(k, introducer, subject=k == i + 1), k, introducer)
            found = self._plausible(read, form)
            if found is not None:
                return found
            comma = next((c for c in range(k, introducer) if self.norm[c] in ("،", ",")), None)
            if comma is None:
                return None
            k = self._skip_adverbs(comma + 1, introducer)
        return None

    def _plausible(self, phrase: Phrase | None, form: CueForm) -> Phrase | None:
        """Refuse a phrase that cannot be the subject of the verb."""
        if phrase is None:
            return None
        if phrase.kind == "anonymous" and phrase.plural and form.kind == "verb" and self._is_object(phrase.first):
            return None
        if (
            phrase.naming == "named"
            and phrase.kind == "person"
            and phrase.gender is not None
            and form.gender is not None
        ):
            return phrase
        if (
            not phrase.sure
            and phrase.kind == "organization"
            and phrase.gender == "f"
            and form.gender == "m"
            and form.kind == "verb"
        ):
            return None
        return phrase

    def _is_object(self, i: int) -> bool:
        """``دعا الحاضرين``: a plural in ين behind its verb is the object, as the subject would end in ون."""
        return self.norm[i].endswith("ين") and len(self.norm[i]) > 5 and self.reading.gap[i] != "\n"

    def _subject_before(
        self, i: int, conjunction: str, form: CueForm, sentence: Sentence, before: list[Saying]
    ) -> Phrase | None:
        """``أما مدير المركز فيرى``, ``محللون يتوقعون``, ``وكان الوزير قد أعلن``."""
        if conjunction == "و" or i == sentence.first:
            return None
        framed = (
            self._subject_of_auxiliary(i, sentence)
            or self._subject_of_earlier(i, sentence)
            or (None if form.suffix else self._antecedent(i, sentence))
        )
        if framed is not None:
            return framed
        k = i
        auxiliary = False
        while k > sentence.first and self.norm[k - 1] in self.syntax.auxiliaries:
            k -= 1
            auxiliary = True
        if k == sentence.first:
            return None
        start = self._clause_break(k, sentence)
        if before and before[-1].content <= k and before[-1].content > start:
            start = before[-1].content
        topic = False
        while start < k and (
            self.norm[start] in self.syntax.particles
            or self.norm[start] in self.syntax.auxiliaries
            or self.norm[start].lstrip("وف") in self.syntax.past_auxiliaries
        ):
            topic = topic or self.norm[start] == "اما"
            start += 1
        for first in (start, *self._earlier_breaks(start, sentence)):
            if first >= k:
                continue
            while first < k and (
                self.norm[first] in self.syntax.particles
                or self.norm[first].lstrip("وف") in self.syntax.past_auxiliaries
            ):
                topic = topic or self.norm[first] == "اما"
                first += 1
            phrase = self.phrases.read(first, k)
            if phrase is None:
                continue
            end = self._behind_outlet(phrase.last, k)
            reaches = phrase.first == first and (end == k or self._only_aside(end, k))
            if reaches and self._agrees_before(phrase, form, topic or auxiliary):
                return phrase
        return None

    def _subject_of_auxiliary(self, i: int, sentence: Sentence) -> Phrase | None:
        """``وكان الوزير، وهو عضو في المجلس، قد أعلن``: the subject stands directly behind كان."""
        if self.norm[i - 1] != "قد" or self.norm[i - 2].lstrip("وف") in self.syntax.past_auxiliaries:
            return None
        for k in range(i - 2, max(sentence.first - 1, i - 30), -1):
            if self.norm[k].lstrip("وف") in self.syntax.past_auxiliaries:
                phrase = self.phrases.complete(self.phrases.read(k + 1, i - 1, subject=True), k + 1, i - 1)
                return phrase if phrase is not None and (phrase.sure or phrase.naming == "named") else None
        return None

    def _subject_of_earlier(self, i: int, sentence: Sentence) -> Phrase | None:
        """``وسبق للمجلة أن كشفت``: the subject stands behind ل."""
        if not self._is_opener(i - 1) or self.norm[i - 1] != "ان":
            return None
        for k in range(i - 3, max(sentence.first - 1, i - 14), -1):
            if self.norm[k].lstrip("وف") == "سبق" and self.norm[k + 1][:1] == "ل":
                norm = self.norm[k + 1]
                return self._read_joined(k + 1, sentence, "ال" + norm[2:] if norm.startswith("لل") else norm[1:])
        return None

    def _antecedent(self, i: int, sentence: Sentence) -> Phrase | None:
        """``تقرير للوزارة لفت إلى``, ``الشركة التي أعلنت أن``: the verb's clause describes the noun before it."""
        relative = (
            self.norm[i - 1] in self.syntax.relative_pronouns and self.norm[i - 1] not in self.syntax.relative_particles
        )
        last = i - 1 if relative else i
        if relative and last - 1 > sentence.first and self.norm[last - 1] in ("،", ","):
            last -= 1  # المحلل سامر حداد، الذي قال
        for k in range(max(sentence.first, last - 7), last):
            word = word_of(self.norm[k])
            if self.kind[k] != "w" or (
                not relative and (word.definite or (word.document is None and word.anonymous is None))
            ):
                continue
            phrase = self.phrases.read(k, last)
            if phrase is not None and self._behind_outlet(phrase.last, last) == last and phrase.sure:
                return phrase
        return None

    def _behind_outlet(self, k: int, limit: int) -> int:
        """Give the place behind the outlet to which a source spoke: ``معلومات خاصة لـ"النهار" تتحدث عن``."""
        told = self.norm[k] == "ل" and self.closing.get(k + 1, limit) < limit
        return self.closing[k + 1] + 1 if told else k

    def _agrees_before(self, phrase: Phrase, form: CueForm, marked: bool) -> bool:
        """Subject first: the verb agrees in full, so a plural verb needs a plural subject."""
        if form.number == "p":
            return phrase.plural or phrase.kind == "organization"
        if phrase.kind == "anonymous" and phrase.plural and not marked:
            return form.gender == "f"
        if form.gender is not None and phrase.gender is not None and form.gender != phrase.gender:
            return False
        return phrase.sure or marked

    def _earlier_breaks(self, start: int, sentence: Sentence) -> list[int]:
        """Further places where the subject's clause can begin: its apposition is set off by commas."""
        places = []
        k = start
        for _ in range(2):
            if k - 1 <= sentence.first:
                break
            k = self._clause_break(k - 1, sentence)
            places.append(k)
        return places

    def _clause_break(self, k: int, sentence: Sentence) -> int:
        return max(min(k, sentence.first), self._breaks[k])

    def _only_aside(self, first: int, last: int) -> bool:
        """Say whether between subject and verb there is only an apposition set off by commas or brackets."""
        return (
            last - first <= 25
            and self.norm[first] in ("،", ",", "(", "-", "–", *self.syntax.relative_pronouns)
            and (self.norm[last - 1] in ("،", ",", ")", "-", "–") or self.norm[first] in self.syntax.relative_pronouns)
        )

    def _is_person(self, i: int) -> bool:
        """Say whether a ب is joined to somebody: no proposition, unless a verb of saying makes one of it."""
        word = word_of(self.norm[i][1:]) if self.norm[i][:1] == "ب" and len(self.norm[i]) > 3 else None
        return word is not None and (word.role is not None or word.honorific) and not word_of(self.norm[i]).noun

    def _is_proposition(self, i: int) -> bool:
        """Say whether a nominal tells that something happens: ``عن احتمال قيام الجيش``, ``عن تراجع الطلب``."""
        norm = self.norm[i] if i < len(self.norm) else ""
        return any(
            is_verbal_noun(strip_article(f)) or strip_article(f) in self.syntax.event_nouns
            for f in without_pronoun(norm)
        )

    def _lies_in_content(self, first: int, before: list[Saying]) -> bool:
        return (
            bool(before)
            and before[-1].frame not in ("before", "around")
            and first >= before[-1].content
            and not any(
                self.norm[k] in ("،", ",", "؛") and self.norm[k + 1][:1] == "و"
                for k in range(before[-1].content, first)
            )
        )

    def _clause_start(self, i: int, subject: Phrase | None, sentence: Sentence) -> int:
        """Give the place where the cue's clause begins, so that a content before it ends there."""
        first = min(i, subject.first) if subject is not None else i
        while first > sentence.first and (
            self.norm[first - 1] in self.syntax.particles - self.syntax.subordinating_particles
            or self.norm[first - 1] in self.syntax.auxiliaries
        ):
            first -= 1
        turn = self._turn_before(first, sentence)
        return turn if turn is not None else first

    def _turn_before(self, first: int, sentence: Sentence) -> int | None:
        """``من جهته، يستبعد``: the turn belongs to the cue's clause."""
        for k in range(max(sentence.first, first - 4), first):
            end = match_phrase(self.syntax.speaker_turns, self.norm, k)
            if end > k and (end == first or (end == first - 1 and self.norm[end] in ("،", ","))):
                return k
        return None

    # -- attributions ----------------------------------------------------------------------------------------------

    def _attribution(self, i: int, sentence: Sentence) -> Attribution | None:
        cue = self.cues.phrase_at(self.norm, i)
        if cue is None or cue.kind not in ("preposition", "noun"):
            return None
        end = i + len(cue.tokens)
        if cue.source == "self":
            return Attribution((i, end), cue.lemma, None, i, end)
        if end >= sentence.last:
            return None
        return self._relative_attribution(i, end, cue, sentence) or self._named_attribution(i, end, cue, sentence)

    def _passed_on(self, i: int, sentence: Sentence) -> Attribution | None:
        """``قال الوزير، بحسب ما نقلت الوكالة، إن``: an aside that names through whom the article has the words."""
        if self.kind[i] != "w":
            return None
        found = self._attribution(i, sentence)
        is_medium = found is not None and found.source is not None and found.source.kind in ("media", "document")
        return found if is_medium else None

    def _note_passed_on(self, saying: Saying, sentence: Sentence) -> None:
        """Keep the outlet that an aside between the verb and its content names."""
        if saying.via is None and saying.frame not in ("before", "around"):
            asides = (self._passed_on(k, sentence) for k in range(saying.cue[1], saying.content))
            aside = next((aside for aside in asides if aside is not None), None)
            if aside is not None and aside.source is not None and not aside.source.same:
                saying.via = aside.source

    def _relative_attribution(self, i: int, end: int, cue: PhraseCue, sentence: Sentence) -> Attribution | None:
        """``بحسب ما نقلته الوكالة``, ``حسبما ذكر المصدر``, ``كما قال الوزير``."""
        k = end
        if k < sentence.last and self.norm[k] in self.syntax.named_again:
            k += 1
        elif not cue.tokens[-1].endswith("ما"):
            return None
        if k < sentence.last and self.norm[k] in self.syntax.source_verbs:
            k += 1
        if k >= sentence.last:
            return None
        _, forms = self.cues.lookup_token(self.norm[k])
        if not forms and self.norm[k - 1] not in self.syntax.source_verbs:
            return None
        first = self._skip_adverbs(k + 1, sentence.last)
        if first < sentence.last and self.norm[first] in self.syntax.occasion_starts:
            first += 1
        source = self.phrases.read(first, sentence.last, subject=True) if first < sentence.last else None
        last = source.last if source is not None else k + 1
        if cue.tokens == ("كما",) and not (source is not None and source.sure and self._ends_clause(last, sentence)):
            return None  # كما أكد الوزير أن: one more saying
        return Attribution((i, k + 1), cue.lemma, source, i, last)

    def _named_attribution(self, i: int, end: int, cue: PhraseCue, sentence: Sentence) -> Attribution | None:
        if cue.tokens[-1].endswith("ما"):
            return None
        source = self._source_after(end, sentence)
        if source is None or (not source.sure and source.naming == "role" and source.last - source.first < 3):
            return None
        if cue.only is not None and source.kind != cue.only:
            return None
        return Attribution((i, end), cue.lemma, source, i, source.last)

    def _source_after(self, k: int, sentence: Sentence) -> Phrase | None:
        """Read the source behind a preposition; a ل joined to its first word is looked through."""
        norm = self.norm[k]
        if norm in ("ل",) and k + 1 < sentence.last:
            k += 1
        elif norm[:1] == "ل" and len(norm) > 3 and self.norm[k - 1] in self.syntax.joined_sources:
            return self._read_joined(k, sentence, "ال" + norm[2:] if norm.startswith("لل") else norm[1:])
        return self.phrases.read(k, sentence.last)

    def _read_joined(self, k: int, sentence: Sentence, norm: str) -> Phrase | None:
        """Read a phrase whose first word has lost its proclitic; offsets keep the word whole."""
        saved = self.norm[k]
        self.norm[k] = norm
        try:
            return self.phrases.read(k, sentence.last)
        finally:
            self.norm[k] = saved

    # -- small things ----------------------------------------------------------------------------------------------

    def _settle(self, saying: Saying, before: list[Saying]) -> None:
        """Two cues over one content are one saying, and the later cue is its cue: ``مشيرا إلى أنه يتوقع``."""
        if not before:
            return
        last = before[-1]
        gap = range(last.content, saying.cue[0])
        if last.frame in ("before", "around") or (saying.subject is not None and not saying.participle):
            return
        joined = len(gap) == 0 or (len(gap) == 1 and self.norm[gap[0]] in ("،", ",") and last.frame == "object")
        if joined and last.content <= saying.cue[0]:
            saying.subject = saying.subject or last.subject
            saying.place = min(saying.place, last.place)
            saying.via = saying.via or last.via
            before.pop()

    def _after_break(self, i: int, sentence: Sentence) -> bool:
        return i == sentence.first or (
            self.norm[i - 1] in _OPEN_BREAKS or i - 1 in self.opening or self.norm[i][:1] == "و"
        )

    def _ends_clause(self, k: int, sentence: Sentence) -> bool:
        return k >= sentence.last or self.norm[k] in (".", "،", ",", "؛", "؟", "!", "..", "...", ")")

    def _names_occasion(self, i: int, k: int, closing: int, last: int, entry: CueEntry) -> bool:
        """``أوضح الخبير خلال ندوة "آفاق الاستثمار في المدن" أن``: the name of an occasion, and أن behind it."""
        if not entry.clause or k <= i + 2 or self.kind[k - 1] != "w" or self.norm[k - 1] in self.syntax.clause_openers:
            return False
        behind = range(closing + 1, min(last, closing + 12))
        opener = next((c for c in behind if self._is_opener(c)), None)
        return opener is not None and not any(
            self.norm[c] in ("،", ",", ".", ":") for c in range(closing + 1, opener - 1)
        )

    def _names_workplace(self, k: int, closing: int, last: int) -> bool:
        """``المدير العام في "مركز النظم الإلكترونية والمعلومات": "..."``: a body's name, though as long as a speech."""
        head = word_of(self.norm[k + 1])
        is_body = head.organisation is not None or head.media or head.document is not None
        before = self.norm[k - 1]
        if not is_body or before in (":", "،", ",") or any(self._is_opener(c) for c in range(k + 1, closing)):
            return False
        return closing - k <= 12 and (before == "ل" or before in self.syntax.prepositions or word_of(before).noun)

    def _names_source(self, k: int, closing: int) -> bool:
        """Say whether a short quotation after the verb names the speaker: ``وأردف "حداد": ...``."""
        after = closing + 1
        return after < len(self.norm) and (self.norm[after] == ":" or self._is_opener(after) or after in self.closing)

    def _skip_adverbs(self, k: int, last: int) -> int:
        """Pass over time words, ``من جهته``, ``في تصريح لـ...`` and ``لـ"..."`` between a verb and its subject."""
        while k < last:
            norm = self.norm[k]
            turn = match_phrase(self.syntax.speaker_turns, self.norm, k)
            if turn > k:
                k = turn
            elif self.norm[k] in self.syntax.time_nouns and k + 1 < last and word_of(self.norm[k + 1]).time:
                k += 2
            elif (
                norm in ("،", ",")
                or (norm in self.syntax.pronouns and norm[:1] != "و")
                or self.kind[k] == "n"
                or (self.kind[k] == "w" and word_of(norm).time and not word_of(norm).given)
            ):
                k += 1
            elif norm in self.syntax.adverbials and k + 1 < last and self._is_plain_time(k + 1, last):
                k += 2
            elif norm in self.syntax.adverbials and not (norm == "علي" and self.phrases.is_ali(k)):
                k = self._after_occasion(k, last)
            elif norm == "ل" and k + 1 in self.closing and self.closing[k + 1] < last:
                k = self.closing[k + 1] + 1
            elif norm[:1] == "ل" and len(norm) > 3 and self.phrases.names_outlet(k):
                k = self.phrases.proper(k, last, k + 1)
            elif norm in ("ايضا", "كذلك"):
                k += 1
            else:
                return k
        return k

    def _is_plain_time(self, k: int, last: int) -> bool:
        """``في يناير إغلاق السجن``: a month alone, behind which the object stands."""
        return self.kind[k] == "w" and word_of(self.norm[k]).time and not (k + 1 < last and self.kind[k + 1] == "n")

    def _after_occasion(self, k: int, last: int) -> int:
        """Give the end of an adverbial that begins with a preposition: up to a comma, a source or the introducer."""
        start = k
        k += 1
        while k < last:
            norm = self.norm[k]
            if norm in ("،", ",", ":") or self._is_opener(k):
                return k
            if k in self.closing:
                if self.is_speech(self.closing[k] - k):
                    return k
                k = self.closing[k] + 1
                continue
            if k > start + 1 and self.kind[k] == "w":
                word = word_of(norm)
                if (word.role is not None or word.honorific) and not word_of(self.norm[k - 1]).function:
                    phrase = self.phrases.read(k, last)
                    if phrase is not None and phrase.kind == "person":
                        return k
            k += 1
        return k

    def _skip_apposition(self, k: int, sentence: Sentence) -> int:
        """Pass over ``، الذي ...،`` and adverbials between subject and object."""
        if k < sentence.last and (
            (self.norm[k] in ("،", ",") and k + 1 < sentence.last and self.norm[k + 1] in self.syntax.relative_pronouns)
            or (self.norm[k] in self.syntax.relative_pronouns and self.norm[k] not in self.syntax.relative_particles)
        ):
            comma = next(
                (c for c in range(k + 1, min(sentence.last, k + 25)) if self.norm[c] in ("،", ",") and c > k + 1), None
            )
            if comma is not None:
                k = comma + 1
        if k < sentence.last and self.norm[k] in ("-", "–"):
            k += 1
        while k < sentence.last:
            before = k
            k = self._skip_adverbs(k, sentence.last)
            if k == before:
                break
        return k
