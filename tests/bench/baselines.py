"""Three simple ways to find who said what, to show what the rest of the pipeline is worth.

Each takes an article and gives an extraction. They know the verbs of saying and the parts of names from the project's
lexicons, and nothing of roles, organisations, unnamed sources, coreference or where a clause ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.article import Article
from kg.extraction import Extraction, Prediction, Source, Span, Statement, StatementType
from kg.lexicon.cues import load_cues
from kg.lexicon.sources import load_sources
from kg.pipeline.normal import normal

NEAR = 60  #: most code points between a verb and its name, or the verb and what was said

_QUOTATION = re.compile('«([^«»]{15,1200})»|“([^“”]{15,1200})”|"([^"]{15,1200})"')
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.؟!\n]+")
_CLAUSE = re.compile(r"\s(?:بأن|أن|إن|ان)(?:ه|ها|هم|نا)?\s+")
_BEHIND_SUBJECT = re.compile(r"[،,:]|\s(?:في|إلى|الى|على|عن|من|مع|خلال|أمام|بعد|لـ|ب?أن)(?=\s|$)")
_NEGATED, _FUTURE = re.compile(r"\bو?لن\s"), re.compile(r"\b(?:و?سوف|و?لن)\s|\bو?س[يتن]\w{3,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place: a verb of saying, a part of names, or anything else."""

    start: int
    end: int
    is_verb: bool
    is_given: bool  #: a given name
    is_name: bool  #: any part of names


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, and where the word or mark that opens it stands."""

    opener: int
    start: int
    end: int
    type: StatementType


@dataclass(slots=True)
class Found:
    """The record of an article as it grows: one source a name, a statement for every stretch not yet taken."""

    article: Article
    statements: list[Statement] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)

    def add(self, start: int, end: int, name: str, type: StatementType) -> None:
        """Take a stretch as said by a name, unless it overlaps one that was taken before."""
        if start >= end or any(start < s.content[0].end and s.content[0].start < end for s in self.statements):
            return
        source = self.sources.setdefault(name, Source(f"p{len(self.sources) + 1}", name, "person"))
        span = Span(start, end, self.article.text[start:end])
        number = len(self.statements) + 1
        self.statements.append(Statement(f"s{number}", source.id, type, (span,), predictions=_predictions(span)))

    def extraction(self) -> Extraction:
        return Extraction(self.article.id, tuple(self.sources.values()), tuple(self.statements))


def nearest_name(article: Article) -> Extraction:
    """Whatever stands between quotation marks is said by the name that is nearest to it."""
    found, text = Found(article), article.text
    names = list(_names(_words(text)))
    for start, end in _quotations(text):
        outside = [(first, last) for first, last in names if last <= start or first >= end]
        if outside:
            first, last = min(outside, key=lambda name: max(start - name[1], name[0] - end))
            found.add(start, end, text[first:last], "direct")
    return found.extraction()


def three_patterns(article: Article) -> Extraction:
    """Verb, name, quotation or clause; name, verb, quotation or clause; quotation, verb, name."""
    found, text = Found(article), article.text
    words = _words(text)
    names, quotations = list(_names(words)), list(_quotations(text))
    for verb in (word for word in words if word.is_verb):
        said = _said_behind(text, verb, quotations)
        subject = _BEHIND_SUBJECT.split(text[verb.end : said.opener])[0].strip() if said is not None else ""
        behind = next((name for name in names if 0 < name[0] - verb.end <= NEAR), None)
        before = next((name for name in reversed(names) if 0 < verb.start - name[1] <= NEAR), None)
        if said is not None and subject:
            is_named = behind is not None and behind[1] <= said.opener
            found.add(said.start, said.end, text[slice(*behind)] if is_named and behind else subject, said.type)
        elif said is not None and before is not None:
            found.add(said.start, said.end, text[slice(*before)], said.type)
        elif behind is not None and (ended := next((it for it in quotations if 0 < verb.start - it[1] <= 4), None)):
            found.add(*ended, text[slice(*behind)], "direct")
    return found.extraction()


def markers(article: Article) -> Extraction:
    """A verb of saying with a clause or a quotation close behind marks a statement; nobody is named as its speaker."""
    found, text = Found(article), article.text
    quotations = list(_quotations(text))
    for verb in (word for word in _words(text) if word.is_verb):
        said = _said_behind(text, verb, quotations)
        if said is not None:
            found.add(said.start, said.end, "", said.type)
    return found.extraction()


BASELINES: dict[str, Callable[[Article], Extraction]] = {
    "quotation marks, nearest name": nearest_name,
    "three patterns": three_patterns,
    "markers, no speaker": markers,
}


def _words(text: str) -> list[Word]:
    cues, sources = load_cues(), load_sources()
    words = []
    for match in _WORD.finditer(text):
        norm = normal(match.group())
        is_verb = any(form.kind == "verb" and form.condition == "always" for form in cues.lookup_token(norm)[1])
        words.append(Word(*match.span(), is_verb, sources.is_given(norm), not is_verb and sources.is_name_unit(norm)))
    return words


def _names(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield where one to three parts of names follow a given name."""
    run: list[Word] = []
    for word in [*words, Word(-1, -1, False, False, False)]:
        if run and word.is_name and len(run) < 4 and word.start - run[-1].end == 1:
            run.append(word)
            continue
        if len(run) > 1:
            yield run[0].start, run[-1].end
        run = [word] if word.is_given and word.is_name else []


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTATION.finditer(text):
        yield match.span(match.lastindex or 0)


def _said_behind(text: str, verb: Word, quotations: list[tuple[int, int]]) -> Said | None:
    """Give what a near quotation mark, or a near أن or إن, opens: the quotation, or the rest of the sentence."""
    sentence = _SENTENCE.match(text, verb.end)
    clause = _CLAUSE.search(text, verb.end, min(verb.end + NEAR, sentence.end())) if sentence is not None else None
    quotation = next((it for it in quotations if 0 <= it[0] - verb.end <= NEAR), None)
    if quotation is not None and (clause is None or quotation[0] < clause.start()):
        return Said(quotation[0] - 1, *quotation, "direct")
    if sentence is None or clause is None:
        return None
    return Said(clause.start(), clause.end(), sentence.end(), "indirect")


def _predictions(said: Span) -> tuple[Prediction, ...]:
    """Take all that was said as one prediction where it has a word of the future."""
    if _FUTURE.search(said.text) is None:
        return ()
    return (Prediction(said, "negative" if _NEGATED.search(said.text) else "positive", "certain"),)
