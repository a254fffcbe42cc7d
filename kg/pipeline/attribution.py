"""Who said what: the sayings of an article with their sources, as a state machine of the current speaker.

Between 30 and 36 % of the reporting verbs in Arabic news have no subject (ARABIC.md). They belong to the current
speaker, which a new overt subject, ``من جهته`` or ``أما`` change, and which must agree with the verb in gender.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.lexicon.cues import load_cues
from kg.lexicon.sources import load_sources, strip_article
from kg.lexicon.syntax import load_syntax, match_phrase
from kg.pipeline.content import Content, ContentReader
from kg.pipeline.coreference import Entity, Register, agrees
from kg.pipeline.phrases import Phrase, PhraseReader, Range
from kg.pipeline.quotes import Quote
from kg.pipeline.sayings import Attribution, Saying, SayingFinder
from kg.pipeline.sections import Sentence
from kg.pipeline.tokens import Reading
from kg.pipeline.words import without_pronoun, word_of

_STANDALONE_WORDS = 7  # a quotation without a cue needs so many tokens to be somebody's words


@dataclass(slots=True, eq=False)
class Said:
    """A statement of the article before it becomes a record."""

    entity: Entity
    content: Content
    cue: Range | None
    lemma: str
    saying: Saying | None
    mention: Phrase | None
    sentence: Sentence
    rule: str
    told_to: Range | None = None
    via_mention: Range | None = None  #: where a document that passed it on is named
    via_entity: Entity | None = None
    since: int | None = None  #: tokens since the speaker's last statement; None where there was none
    carried: bool = False  #: the clause itself names the outlet that carried the words
    within: Said | None = None
    order: int = 0
    conjunction: bool = False  #: the cue has a و or ف joined to it


@dataclass(slots=True)
class _State:
    current: Entity | None = None
    topic: Entity | None = None  #: the person of whom the sentences since the last saying tell
    said: list[Said] = field(default_factory=list)


class Attributor:
    """Attribute the statements of one article."""

    def __init__(
        self, reading: Reading, quotes: tuple[Quote, ...], sentences: list[Sentence], outlet: str | None = None
    ) -> None:
        self.reading = reading
        self.norm = reading.norm
        self.kind = reading.kind
        self.quotes = quotes
        self.sentences = sentences
        self.phrases = PhraseReader(reading, quotes, outlet)
        self.finder = SayingFinder(reading, quotes, self.phrases)
        self.contents = ContentReader(reading, quotes)
        self.register = Register(reading)
        self.issued: dict[str, Entity] = {}  #: by the head of a document, who issued it
        self.syntax = load_syntax()
        self.lexicon = load_sources()
        self.closing = {quote.opening: quote.closing for quote in quotes}

    def run(self) -> list[Said]:
        """Give the statements of the article in text order."""
        self._discover_names()
        self._read_people()
        state = _State()
        found = [self.finder.find(sentence) for sentence in self.sentences]
        for n, sentence in enumerate(self.sentences):
            sayings, attributions = found[n]
            self._sentence(n, sentence, sayings, attributions, found, state)
        return state.said

    # -- people of the article -------------------------------------------------------------------------------------

    def _discover_names(self) -> None:
        """Learn names that no lexicon has from their short form: ``وأضاف الجزاف أن`` after ``مساعد الجزاف``.

        Between a verb of saying and what introduces the content stands the subject; a word there that no lexicon
        knows as a noun, and that stood before behind an indefinite word, is the family name of a person.
        """
        cues, norm = load_cues(), self.norm
        places: dict[str, int] | None = None
        for i in range(1, len(self.reading) - 1):
            short = norm[i]
            if self.kind[i] != "w" or self.reading.gap[i] == "\n" or len(short) < 4:
                continue
            if not any(form.kind == "verb" for form in cues.lookup_token(norm[i - 1])[1]) or not self._introduces(
                i + 1
            ):
                continue
            word = word_of(short)
            if word.noun or word.function or word.time or word.demonym is not None or word.honorific or word.verb:
                continue
            if self.lexicon.place(norm, i) is not None or self.lexicon.organisation(norm, i) is not None:
                continue
            if places is None:
                places = {}
                for k in range(len(norm) - 1, 0, -1):
                    places[norm[k]] = k
            first = places[short]
            before = word_of(norm[first - 1])
            apart = self.kind[first - 1] != "w" or self.reading.gap[first] == "\n"
            if first < i - 1 and not apart and not (before.definite or before.function or before.verb or before.time):
                self.phrases.pairs.add((norm[first - 1], short))
                self.phrases.known.setdefault(short, set()).add(norm[first - 1])

    def _introduces(self, i: int) -> bool:
        return (
            self.norm[i] in self.syntax.clause_openers
            or self.norm[i] in (":", "،", ",", "ل", "في")
            or self.norm[i] in self.syntax.relative_pronouns
            or i in self.closing
        )

    def _read_people(self) -> None:
        """Read every person whom a title announces anywhere, so that a short name finds the full one."""
        i, count = 0, len(self.reading)
        while i < count:
            if self.kind[i] == "w":
                word = word_of(self.norm[i])
                titled = word.role is not None or word.honorific
                if (
                    titled
                    and not (i > 0 and self.phrases.is_namesake(i))
                    and (not word.given or word.definite or self.phrases.opens_role(i, count))
                ):
                    phrase = self.phrases.read(i, count)
                    if (
                        phrase is not None
                        and phrase.kind == "person"
                        and (phrase.roles or phrase.name[1] - phrase.name[0] > 1)
                    ):
                        entity = self.register.add(phrase)
                        entity.last = min(entity.last, phrase.first)
                        self._know(entity)
                        i = max(i + 1, phrase.name[1])
                        continue
                elif word.given and not word.definite and not word.common and word.role is None:
                    end = self.phrases.name(i, count)
                    if end - i >= 2 and word_of(self.norm[end - 1]).unit:
                        found = Phrase(i, end, "person", "named", (i, end), self.norm[end - 1], definite=True)
                        self._know(self.register.add(found))
                        i = end
                        continue
            i += 1

    def _know(self, entity: Entity) -> None:
        first, last = entity.name
        if last - first > 1:
            self.phrases.known.setdefault(self.norm[last - 1], set()).add(self.norm[last - 2])

    # -- one sentence ----------------------------------------------------------------------------------------------

    def _sentence(
        self,
        n: int,
        sentence: Sentence,
        sayings: list[Saying],
        attributions: list[Attribution],
        found: list[tuple[list[Saying], list[Attribution]]],
        state: _State,
    ) -> None:
        made: list[Said] = []
        for index, saying in enumerate(sayings):
            limit = self.contents.limit(saying, index, sayings, attributions, sentence)
            if saying.frame == "colon" and limit == sentence.last and saying.content not in self.closing:
                limit = self._run_on(n, found, limit)
            content = self.contents.measure(saying, limit)
            if content is None or self._is_feeling(saying, content):
                continue
            said = self._said(saying, content, sentence, made, state)
            if said is not None:
                made.append(said)
        self._attribute(attributions, sentence, made, state)
        if made or attributions:
            state.topic = None
        else:
            state.topic = self._topic(sentence.first, sentence.last) or state.topic
        if not made:
            alone = self._standing_alone(sentence, state)
            if alone is not None:
                made.append(alone)
        made.sort(key=lambda said: said.order)
        state.said.extend(made)

    def _is_feeling(self, saying: Saying, content: Content) -> bool:
        """``أعرب عن سعادته``: no proposition, unless a clause or a quotation tells one."""
        if saying.frame not in ("preposition", "object"):
            return False
        first, last = content.ranges[0]
        if not any(form in self.syntax.feelings for form in without_pronoun(self.norm[first])):
            return False
        words = self.norm[first:last]
        return content.type == "indirect" and not any(word in self.syntax.clause_openers for word in words)

    def _run_on(self, n: int, found: list[tuple[list[Saying], list[Attribution]]], limit: int) -> int:
        """Direct speech behind a colon without marks runs to the end of its paragraph unless a cue comes."""
        paragraph = self.sentences[n].paragraph
        for k in range(n + 1, len(self.sentences)):
            if self.sentences[k].paragraph != paragraph or found[k][0] or found[k][1]:
                break
            limit = self.sentences[k].last
        return limit

    def _said(
        self, saying: Saying, content: Content, sentence: Sentence, made: list[Said], state: _State
    ) -> Said | None:
        rule: str = saying.frame
        entity: Entity | None
        phrase = saying.subject
        outer = made[-1] if saying.nested and made else None
        if phrase is not None:
            entity = self._resolve(phrase, state, saying)
            rule += " overt"
        elif saying.participle:
            entity = (
                made[-1].entity if made else self._main_subject(sentence, saying.cue[0]) or self._dropped(saying, state)
            )
            rule += " participle"
        else:
            told = self._topic(sentence.first, saying.place) if not made else None
            entity = self._fits(told or (state.topic if not made else None), saying) or self._dropped(saying, state)
            rule += " dropped"
        if entity is None:
            return None
        since = saying.cue[0] - entity.spoke if entity.spoke >= 0 else None
        entity.spoke = max(entity.spoke, saying.cue[0])
        entity.last = max(entity.last, saying.cue[0])
        if outer is None:
            state.current = entity
        order = min(saying.cue[0], content.ranges[0][0])
        said = Said(
            entity, content, saying.cue, saying.entry.lemma, saying, phrase, sentence, rule,
            told_to=self._told_to(saying, phrase, sentence, not made), within=outer, order=order,
            since=since, conjunction=bool(load_cues().lookup_token(self.norm[saying.cue[0]])[0]),
        )  # fmt: skip
        if said.told_to is None and made and made[-1].entity is entity:
            said.told_to = made[-1].told_to  # قال في حوار مع الصحيفة إن ...، لكنه عبر عن ...، داعيا إلى ...
        self._note_issue(saying, entity)
        carrier = saying.via or self._carrier(saying)
        if carrier is not None:
            said.via_entity, said.carried = self.register.add(carrier), True
        elif saying.participle and made and made[-1].entity is entity and made[-1].carried:
            said.via_entity, said.carried = made[-1].via_entity, True
        elif saying.form is not None and saying.form.kind == "masdar":
            teller = self._topic(sentence.first, saying.place)
            said.via_entity = teller if teller is not entity else None
        elif outer is not None:
            said.via_entity = outer.entity
        return said

    def _note_issue(self, saying: Saying, entity: Entity) -> None:
        """``قالت الوزارة في بيان إن``: who says it in a document has issued it, and is meant by البيان later on."""
        for i in range(saying.place, min(saying.content, saying.place + 40)):
            document = word_of(self.norm[i]).document if self.kind[i] == "w" else None
            if document is not None and self.norm[i - 1] in self.syntax.prepositions and entity.kind == "organization":
                self.issued[strip_article(self.norm[i])] = entity

    def _resolve(self, phrase: Phrase, state: _State, saying: Saying | None) -> Entity:
        if phrase.kind == "document" and phrase.issuer is None and phrase.definite and phrase.head in self.issued:
            return self.issued[phrase.head]
        if phrase.kind == "document" and phrase.issuer is not None:
            issuer = phrase.issuer
            issued = self.issued[phrase.head] = self.register.add(
                replace(
                    phrase,
                    kind="organization",
                    naming="named",
                    name=issuer,
                    head=word_of(self.norm[issuer[0]]).bare,
                    issuer=None,
                )
            )
            return issued
        if phrase.naming == "role":
            found = self.register.find(phrase)
            if found is not None:
                self.register.note(found, phrase)
                return found
        return self.register.add(phrase)

    def _dropped(self, saying: Saying, state: _State) -> Entity | None:
        """The subject is left out: the current speaker if the verb agrees, else the last source with which it does."""
        current = state.current
        form = saying.form
        gender = form.gender if form is not None else None
        plural = form is not None and form.number == "p"
        if current is not None and agrees(current, gender, plural):
            return current
        other = self.register.of_gender(gender, plural, saying.cue[0])
        if other is not None and agrees(other, gender, plural):
            return other
        return current or other or self._recent(saying.cue[0])

    def _topic(self, first: int, last: int) -> Entity | None:
        """``وانتقل الحاكم سامر حداد إلى المدينة``: the person who is the subject of the verb that opens a sentence."""
        while first < last and (
            self.norm[first].lstrip("وف") in self.syntax.past_auxiliaries or self.norm[first] in self.syntax.sequels
        ):
            first += 1
        if last - first < 4 or self.kind[first] != "w":
            return None
        led = match_phrase(self.syntax.topic_starts, self.norm, first)
        if led > first:
            first = led
        elif first == 0 or self.norm[first - 1].lstrip("وف") not in self.syntax.past_auxiliaries:
            word = word_of(self.norm[first])
            if word.definite or word.noun or word.function or word.time or word.given or word.demonym is not None:
                return None
            first += 1
        phrase = self.phrases.read(first, last)
        if phrase is None or not phrase.sure:
            return None
        if phrase.kind == "person" and phrase.naming == "named":
            return self.register.add(phrase)
        found = self.register.find(phrase) if phrase.naming == "role" else None
        return found if found is not None and found.kind == "person" else None

    def _fits(self, entity: Entity | None, saying: Saying) -> Entity | None:
        form = saying.form
        if entity is None or form is None or not agrees(entity, form.gender, form.number == "p"):
            return None
        return entity

    def _recent(self, before: int) -> Entity | None:
        """The person named last before a place, where nobody has spoken yet."""
        known = [e for e in self.register.entities if 0 <= e.last < before and e.kind == "person"]
        return max(known, key=lambda e: e.last, default=None)

    def _main_subject(self, sentence: Sentence, before: int) -> Entity | None:
        """``أبدى رئيس الأركان انزعاجه، مؤكدا أن``: the participle goes with the subject of the sentence's verb."""
        i = sentence.first
        while i < min(before, sentence.first + 14):
            if self.kind[i] == "w":
                word = word_of(self.norm[i])
                if (
                    word.role is not None
                    or word.honorific
                    or word.organisation is not None
                    or word.given
                    or word.anonymous is not None
                ):
                    phrase = self.phrases.read(i, before)
                    if phrase is not None and (phrase.kind in ("person", "organization") or phrase.naming == "role"):
                        found = self.register.find(phrase)
                        if found is not None:
                            self.register.note(found, phrase)
                            return found
                        if phrase.naming != "role":
                            return self.register.add(phrase)
                elif word.unit and not word.common:
                    phrase = self.phrases.read(i, before)
                    found = self.register.find(phrase) if phrase is not None else None
                    if found is not None:
                        return found
            i += 1
        return None

    # -- attributions and what stands alone ------------------------------------------------------------------------

    def _attribute(self, attributions: list[Attribution], sentence: Sentence, made: list[Said], state: _State) -> None:
        covered = [s for s in made if s.saying is not None]
        behind = sentence.first
        for number, attribution in enumerate(attributions, start=1):
            clause = (behind, attributions[number].first if number < len(attributions) else sentence.last)
            behind = attribution.last
            if attribution.source is None:
                if not covered:
                    self._clause_around(attribution, clause, sentence, state.current, made, state)
                continue
            source = attribution.source
            if covered and not self._clause_of_its_own(attribution, covered):
                self._add_via(attribution, source, covered)
                continue
            if source.kind == "anonymous" and source.naming == "role" and not source.sure:
                continue
            entity = self._resolve(source, state, None)
            self._clause_around(attribution, clause, sentence, entity, made, state)

    def _clause_of_its_own(self, attribution: Attribution, covered: list[Said]) -> bool:
        """Say whether an attribution is no echo of a saying in its sentence, because it comes first."""
        first = min(covered, key=lambda s: s.saying.place if s.saying is not None else s.order)
        if first.saying is not None and first.saying.participle:
            return False  # وحسب الموقع، تابع الوزير هجومه قائلا
        place = first.saying.place if first.saying is not None else first.order
        return attribution.first < place and place - attribution.last > 3

    def _add_via(self, attribution: Attribution, source: Phrase, covered: list[Said]) -> None:
        """``..., كما نقلت الوكالة``, ``وبحسب الوكالة، قال الوزير``: the saying beside it came through the source."""
        if source.kind not in ("media", "document") or source.same:
            return
        entity = self.register.add(source)
        before = [said for said in covered if said.order < attribution.first]
        nearest = max(before, key=lambda s: s.order) if before else min(covered, key=lambda s: s.order)
        chain = [nearest]
        if before and nearest.saying is not None and nearest.saying.participle:
            chain = sorted(before, key=lambda s: s.order)[-2:]  # أقر بالفشل قائلا: "...", وفق التقرير
        for said in chain:
            if said.entity is nearest.entity is not entity and said.via_entity is None:
                said.via_entity = entity
                said.via_mention = (source.first, source.last) if source.kind == "document" else None

    def _clause_around(
        self,
        attribution: Attribution,
        clause: Range,
        sentence: Sentence,
        entity: Entity | None,
        made: list[Said],
        state: _State,
    ) -> None:
        """The part of ``clause`` before the attribution is its content, else the part behind it."""
        if entity is None:
            return
        first, last = clause[0], attribution.first
        if last - first <= 2 and not (
            last > first and self._goes_on(attribution, sentence) and self.norm[last - 1] in ("،", ",")
        ):
            first, last = attribution.last, clause[1]
            for said in made:
                if said.order >= first:
                    last = min(last, said.saying.place if said.saying is not None else said.order)
        first, last = self.contents.trim(first, last)
        if last - first < (3 if first > attribution.first or not self._goes_on(attribution, sentence) else 1):
            return
        content = self.contents.measure_from(first, last, "clause")
        if content is None:
            return
        if first < attribution.first and clause[1] == sentence.last:  # else the rest belongs to the next attribution
            content = self._with_rest(content, attribution, sentence, made)
        entity.spoke = max(entity.spoke, attribution.first)
        entity.last = max(entity.last, attribution.first)
        if state.current is None or entity.kind == "person":
            state.current = entity
        made.append(
            Said(
                entity,
                content,
                attribution.cue,
                attribution.lemma,
                None,
                attribution.source,
                sentence,
                "attribution",
                order=min(first, attribution.first),
            )
        )

    def _goes_on(self, attribution: Attribution, sentence: Sentence) -> bool:
        """``السفينة، وفق القبطان، غادرت``: the clause goes on behind the attribution and its comma."""
        k = attribution.last
        if k + 2 >= sentence.last or self.norm[k] not in ("،", ","):
            return False
        norm = self.norm[k + 1]
        reports = any(form.kind == "participle" for form in load_cues().lookup(norm))
        return (
            not reports
            and (norm[:1] != "و" or word_of(norm).noun or word_of(norm).unit)
            and norm not in self.syntax.trailing_particles
        )

    def _with_rest(self, content: Content, attribution: Attribution, sentence: Sentence, made: list[Said]) -> Content:
        """Add the part of the clause behind an attribution in its middle."""
        if not self._goes_on(attribution, sentence):
            return content
        last = min([sentence.last, *(s.order for s in made if s.order > attribution.last)])
        rest = self.contents.measure_from(attribution.last, last, "clause")
        if rest is None:
            return content
        same = content.type if content.type == rest.type else "mixed"
        return Content((*content.ranges, *rest.ranges), same)

    def _standing_alone(self, sentence: Sentence, state: _State) -> Said | None:
        """A quotation without any cue is the current speaker's."""
        if state.current is None or not state.said:
            return None
        first, last = self.contents.trim(sentence.first, sentence.last)
        for quote in self.quotes:
            if quote.opening == first and quote.closing >= last - 1 and quote.closing - first > _STANDALONE_WORDS:
                return Said(
                    state.current,
                    Content(((first + 1, quote.closing),), "direct"),
                    None,
                    "",
                    None,
                    None,
                    sentence,
                    "quotation alone",
                    order=first,
                )
        return None

    # -- to whom ---------------------------------------------------------------------------------------------------

    def _told_to(self, saying: Saying, phrase: Phrase | None, sentence: Sentence, is_first: bool) -> Range | None:
        """Find the outlet to which it was said, between the clause's begin and the content: ``في حديث لـ"..."``."""
        first = (
            sentence.first
            if is_first and self.norm[sentence.first].lstrip("و") in self.syntax.prepositions
            else saying.place
        )
        last = saying.content if saying.frame not in ("before", "around") else saying.after
        if phrase is not None and phrase.kind == "media":
            return None  # وذكر الموقع الإلكتروني لقناة "الضفاف" أن
        for i in range(first, last):
            if saying.via is not None and saying.via.first <= i < saying.via.last:
                continue  # وأضاف، وفقا لوكالة المرسى، أن
            norm = self.norm[i]
            closing = self.closing.get(i + 1, i + 8)
            quoted = norm in self.syntax.told_prepositions and closing - i <= 7 and closing <= last
            if quoted and (norm == "ل" or self._after_occasion(i, first)) and not self.phrases.names_body(i):
                return i + 2, closing
            joined = norm[:1] == "ل" and len(norm) > 3 and not word_of(norm).unit
            behind = i > first and self.norm[i - 1] in self.syntax.outlet_prepositions
            if self.kind[i] == "w" and (joined or behind):
                outlet = self.phrases.outlet(i, last, joined)
                if outlet is not None:
                    return outlet
        return None

    def _after_occasion(self, i: int, first: int) -> bool:
        """Say whether ``مع`` or ``ب`` belongs to an occasion: ``في اتصال بـ«...»``, ``في حوار مع "..."``."""
        return any(
            self.norm[k] in self.syntax.occasions or word_of(self.norm[k]).media for k in range(max(first, i - 3), i)
        )

    def _carrier(self, saying: Saying) -> Phrase | None:
        """``في تصريحات نقلتها وكالة الأنباء أن``: the outlet that carried the words."""
        last = saying.content if saying.frame not in ("before", "around") else saying.after
        for i in range(saying.place, last - 1):
            # not the noun: بحسب ما جاء في نشرتها الأخيرة
            if self.norm[i] in self.syntax.carriers and self.norm[i - 1] not in self.syntax.prepositions:
                phrase = self.phrases.read(i + 1, last)
                return phrase if phrase is not None and phrase.kind in ("media", "organization") else None
        return None
