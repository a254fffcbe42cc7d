"""Statements on the headline: ``هادي: انتصارات الجيش لن تتوقف``, ``خبير يتوقع ارتفاع الأسعار``.

Their offsets index the title, and they are marked so (``place`` "title").
"""

from __future__ import annotations

from dataclasses import replace

from kg.article import Article
from kg.extraction import Extraction, Source
from kg.pipeline.attribution import Attributor, Said
from kg.pipeline.content import Content
from kg.pipeline.coreference import fold_name, same_person
from kg.pipeline.quotes import find_quotes
from kg.pipeline.record import Recorder
from kg.pipeline.sections import Sentence
from kg.pipeline.tokens import read

_SHORTEST = 3  # tokens of a headline that can report a saying


def headline_statements(article: Article, extraction: Extraction) -> Extraction:
    """Add the statements of the title, with the sources of the text where they are the same."""
    if not article.title:
        return extraction
    reading = read(article.title)
    if len(reading) < _SHORTEST:
        return extraction
    quotes, _ = find_quotes(reading)
    sentence = Sentence(0, len(reading), 0)
    attributor = Attributor(reading, quotes, [sentence], article.outlet)
    said = attributor.run() or _by_colon(attributor, sentence)
    title = Recorder(article, reading, quotes).record(said, ())
    found = list(title.statements)
    if not found:
        return extraction
    sources, statements = list(extraction.sources), list(extraction.statements)
    known = {source.id: source for source in title.sources}
    for number, statement in enumerate(found, start=1):
        source = known.get(statement.source)
        if source is None:
            continue
        match = next((s for s in sources if _same(s, source)), None)
        if match is None:
            match = replace(source, id=f"t{number}", roles=(), affiliations=())
            sources.append(match)
        statements.append(replace(statement, id=f"t{number}", source=match.id, place="title", within=None))
    return replace(extraction, sources=tuple(sources), statements=tuple(statements))


def _by_colon(attributor: Attributor, sentence: Sentence) -> list[Said]:
    """``حداد: الأسعار ستنخفض``: the speaker, a colon and what was said."""
    reading = attributor.reading
    colon = next((i for i, norm in enumerate(reading.norm) if norm == ":"), None)
    if colon is None or colon == 0 or colon + 1 >= len(reading):
        return []
    phrase = attributor.phrases.read(0, colon)
    if phrase is None or phrase.last != colon:
        return []
    first, last = attributor.contents.trim(colon + 1, sentence.last)
    if last - first < _SHORTEST:
        return []
    entity = attributor.register.add(phrase)
    closing = attributor.closing.get(first)
    content = (first + 1, closing) if closing == last - 1 else (first, last)
    return [Said(entity, Content((content,), "direct"), None, "", None, phrase, sentence, "headline", order=first)]


def _same(known: Source, other: Source) -> bool:
    ours = [fold_name(read(name).norm) for name in (known.name, *known.aliases)]
    theirs = fold_name(read(other.name).norm)
    if known.kind == "person" and other.kind == "person":
        return any(same_person(name, theirs) for name in ours if name)
    return theirs in ours
