"""The spaCy components of the Arabic pipeline, and what each reads from the ``Doc`` and leaves on it.

``quotes``      reads ``doc._.tokens``                        writes ``doc._.quotes``: (opening, closing, depth)
``sentences``   reads ``doc._.tokens``, ``doc._.quotes``      writes ``doc._.sentences``: (first, last, paragraph)
``statements``  reads all of these and ``doc._.article``      writes ``doc._.extraction``: the record as JSON

Places in these tuples index the reading in ``doc._.tokens`` (tokens without white space), not the
tokens of the ``Doc``. All of it survives ``to_bytes``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.article import Article
from kg.pipeline.attribution import Attributor
from kg.pipeline.headlines import headline_statements
from kg.pipeline.quotes import Quote, find_quotes
from kg.pipeline.record import Recorder
from kg.pipeline.sections import Sentence, find_sentences
from kg.pipeline.tokens import Reading, read

for _name, _default in (("quotes", ()), ("sentences", ()), ("article", None), ("extraction", None), ("unpaired", ())):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def reading_of(doc: Doc) -> Reading:
    """Give the reading of a ``Doc``; one that another tokeniser made is read anew from its text."""
    columns = doc._.tokens
    return Reading(doc._.input, columns) if columns is not None else read(doc.text)


@Language.component("qawl_quotes", assigns=["doc._.quotes"])
def pair_quotes(doc: Doc) -> Doc:
    """Pair the quotation marks."""
    quotes, unpaired = find_quotes(reading_of(doc))
    doc._.quotes = tuple((quote.opening, quote.closing, quote.depth) for quote in quotes)
    doc._.unpaired = unpaired
    return doc


@Language.component("qawl_sentences", requires=["doc._.quotes"], assigns=["doc._.sentences"])
def split_sentences(doc: Doc) -> Doc:
    """Split the text into sentences that never end inside a quotation."""
    quotes = tuple(Quote(*quote) for quote in doc._.quotes)
    doc._.sentences = tuple((s.first, s.last, s.paragraph) for s in find_sentences(reading_of(doc), quotes))
    return doc


@Language.component("qawl_statements", requires=["doc._.quotes", "doc._.sentences"], assigns=["doc._.extraction"])
def extract_statements(doc: Doc) -> Doc:
    """Attribute the statements and read their predictions."""
    reading = reading_of(doc)
    article = Article(text=reading.text, **(doc._.article or {"id": ""}))
    quotes = tuple(Quote(*quote) for quote in doc._.quotes)
    said = Attributor(reading, quotes, [Sentence(*sentence) for sentence in doc._.sentences], article.outlet).run()
    warnings = tuple(f"unpaired quotation mark at {reading.start[place]}" for place in doc._.unpaired)
    extraction = Recorder(article, reading, quotes).record(said, warnings)
    doc._.extraction = headline_statements(article, extraction).to_json()
    return doc
