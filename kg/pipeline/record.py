"""From what the components found to the record that leaves the pipeline: plain data with exact offsets."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.article import Article
from kg.extraction import Affiliation, Cue, Extraction, Naming, Prediction, Role, Source, Span, Statement
from kg.lexicon.categories import category_of
from kg.lexicon.sources import load_sources
from kg.pipeline.attribution import Said
from kg.pipeline.confidence import confidence, features
from kg.pipeline.content import ContentReader
from kg.pipeline.coreference import Entity, joined_l
from kg.pipeline.phrases import Range
from kg.pipeline.predictions import PredictionReader
from kg.pipeline.quotes import Quote
from kg.pipeline.tokens import Reading
from kg.pipeline.words import word_of

_MARKS = "\"“”„«»‹›‘’'"
_IN_MARKS = re.compile(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]")

_AROUND = 100  # tokens on each side of a statement that are kept of a sentence without end


class Recorder:
    """Make the records of one article."""

    def __init__(self, article: Article, reading: Reading, quotes: tuple[Quote, ...]) -> None:
        self.article = article
        self.reading = reading
        self.contents = ContentReader(reading, quotes)
        self.predictions = PredictionReader(reading, quotes, article.published)
        self.inside: dict[int, list[Said]] = {}
        self.ids: dict[int, str] = {}
        self.sources: list[Entity] = []

    def record(self, said: list[Said], warnings: tuple[str, ...]) -> Extraction:
        """Number sources and statements in text order and resolve every range to characters."""
        for one in said:
            self._source_id(one.entity)
            if one.within is not None:
                self.inside.setdefault(id(one.within), []).append(one)
        numbers = {id(one): f"s{n}" for n, one in enumerate(said, start=1)}
        statements = tuple(self._statement(one, numbers) for one in said)
        return Extraction(self.article.id, tuple(map(self._source, self.sources)), statements, warnings=warnings)

    def _source_id(self, entity: Entity) -> str:
        if id(entity) not in self.ids:
            self.sources.append(entity)
            self.ids[id(entity)] = f"p{len(self.sources)}"
        return self.ids[id(entity)]

    def _span(self, span: Range) -> Span:
        start, end = self.reading.start[span[0]], self.reading.end[span[1] - 1]
        return Span(start, end, self.reading.text[start:end])

    def _source(self, entity: Entity) -> Source:
        roles = tuple(Role(span, category_of(span.text)) for span in map(self._span, entity.roles))
        name = self.name_of(entity)
        aliases = dict.fromkeys(self._span(mention).text for mention in entity.mentions)
        return Source(
            self._source_id(entity), name, entity.kind, roles,
            tuple(Affiliation(self._joined(span)) for span in entity.affiliations),
            tuple(alias for alias in aliases if alias != name),
        )  # fmt: skip

    def _joined(self, span: Range) -> Span:
        """Leave off the preposition joined to a name where the letters of the name stand: ``بالجامعة``."""
        found = self._span(span)
        norm = self.reading.norm[span[0]]
        skip = 1 if norm.startswith(("بال", "وال")) and len(norm) > 5 else 0
        if norm[:1] in ("ب", "ل", "و") and not norm.startswith("لل") and not word_of(norm).noun:
            rest = word_of(norm[1:])
            names = [norm[1:], *self.reading.norm[span[0] + 1 : span[0] + 5]]
            if rest.organisation is not None or load_sources().place(names, 0) is not None:
                skip = 1
        return Span(found.start + skip, found.end, self.reading.text[found.start + skip : found.end])

    def name_of(self, entity: Entity) -> str:
        name = self._span(entity.name).text[joined_l(self.reading.norm[entity.name[0]]) :]
        if name[:1] in _MARKS and name[-1:] in _MARKS and len(name) > 2:
            name = name[1:-1].strip()
        return name

    def _through(self, entity: Entity, mention: Range | None) -> str:
        """Name whoever passed it on; of an outlet the words in marks, where there are any: ``شبكة "الفجر"``."""
        if mention is not None:
            return self.reading.words(*mention)[joined_l(self.reading.norm[mention[0]]) :]
        name = self.name_of(entity)
        if entity.kind != "media":
            return name
        marked = _IN_MARKS.findall(name)
        return marked[0].strip(" .،") if len(marked) == 1 else name

    def _statement(self, said: Said, numbers: dict[int, str]) -> Statement:
        content = tuple(self._content_span(span) for span in said.content.ranges)
        phrase = said.mention
        mention = self._span((phrase.first, phrase.last)) if phrase is not None else None
        naming: Naming = phrase.naming if phrase is not None else "implied"
        cue = Cue(self._cue_span(said), said.lemma) if said.cue is not None else None
        sentence = self._span(self._shown(said))
        return Statement(
            id=numbers[id(said)],
            source=self._source_id(said.entity),
            type=said.content.type,
            content=content,
            cue=cue,
            mention=mention,
            speech_act=said.saying.entry.speech_act
            if said.saying is not None and said.saying.form is not None
            else "say",
            naming=naming,
            told_to=self._outlet(said.told_to),
            via=self._through(said.via_entity, said.via_mention) if said.via_entity is not None else None,
            within=numbers.get(id(said.within)) if said.within is not None else None,
            predictions=tuple(
                self._inside(prediction, content)
                for prediction in self.predictions.read(said, self.inside.get(id(said), []))
            ),
            sentence=sentence,
            rule=said.rule,
            confidence=confidence(told := features(said)),
            features=told,
        )

    def _inside(self, prediction: Prediction, content: tuple[Span, ...]) -> Prediction:
        """Let a prediction begin no earlier than the content does, which leaves a joined و outside."""
        first, end = min(span.start for span in content), prediction.span.end
        if first <= prediction.span.start:
            return prediction
        return replace(prediction, span=Span(first, end, self.reading.text[first:end]))

    @staticmethod
    def _shown(said: Said) -> Range:
        """Give the sentence of a statement, of one without end what lies around its cue and content."""
        first, last = said.sentence.first, said.sentence.last
        if last - first > 2 * _AROUND:
            places = [said.content.ranges[0][0], *([said.cue[0]] if said.cue is not None else [])]
            first, last = max(first, min(places) - _AROUND), min(last, max(places) + _AROUND)
        return first, last

    def _cue_span(self, said: Said) -> Span:
        assert said.cue is not None
        span = self._span(said.cue)
        norm = self.reading.norm[said.cue[0]]
        if (
            said.saying is not None
            and norm[:1] in "وف"
            and said.saying.form is not None
            and len(norm) > 3
            and said.conjunction
        ):
            return Span(span.start + 1, span.end, span.text[1:])
        return span

    def _content_span(self, span: Range) -> Span:
        start, end = self.contents.start_of(span[0]), self.reading.end[span[1] - 1]
        return Span(start, end, self.reading.text[start:end])

    def _outlet(self, span: Range | None) -> str | None:
        """Name an outlet without ل, kind and marks: ``لصحيفة "النهار"`` is ``النهار``."""
        if span is None or span[0] >= span[1]:
            return None
        text = self.reading.words(*span)
        norm = self.reading.norm[span[0]]
        if norm[:1] == "ل" and len(norm) > 3 and not word_of(norm).unit:
            text = text[2 if norm.startswith("لل") else 1 :]
        return text.strip(_MARKS + " .،,ـ") or None
