"""The Arabic pipeline: our own spaCy ``Language`` with exact offsets, and the way from an article to its extraction."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from spacy.language import BaseDefaults, Language
from spacy.symbols import NORM  # type: ignore[import-not-found]  # a compiled module without stub
from spacy.tokens import Doc
from spacy.util import load_config_from_str, registry

import kg.pipeline.components  # noqa: F401  (registers the components)
from kg.article import Article
from kg.extraction import Extraction
from kg.pipeline.normal import normal
from kg.pipeline.tokens import NewsTokenizer

COMPONENTS = ("qawl_quotes", "qawl_sentences", "qawl_statements")


@registry.tokenizers("qawl.NewsTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], NewsTokenizer]:
    return lambda nlp: NewsTokenizer(nlp.vocab)


class ArabicNewsDefaults(BaseDefaults):
    """NORM is the form on which Qawl compares words; stop words are left to the caller."""

    config = load_config_from_str('[nlp]\n[nlp.tokenizer]\n@tokenizers = "qawl.NewsTokenizer.v1"')
    lex_attr_getters = {NORM: normal}  # noqa: RUF012


@registry.languages("ar_news")
class ArabicNews(Language):  # type: ignore[no-untyped-call]  # spacy leaves __init_subclass__ untyped
    """Arabic as newspapers write it: words keep their clitics, ``doc.text`` equals the input."""

    lang = "ar_news"
    Defaults = ArabicNewsDefaults


def make_arabic() -> Language:
    """Make the pipeline with all components."""
    nlp = ArabicNews()
    nlp.max_length = 10_000_000
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


class ArticlePipeline:
    """Extract the statements of one article after another; memory stays flat.

    What spaCy learns of words lives in a ``Language.memory_zone`` of so many characters of text: to make the lexemes of
    a newspaper's words anew for every article took half of all time.
    """

    def __init__(self, nlp: Language, zone: int = 2_000_000) -> None:
        self.nlp = nlp
        self._zone = zone
        self._left = 0
        self._stack = ExitStack()

    def __call__(self, article: Article) -> Extraction:
        """Give the extraction of an article; offsets index its ``text`` as it came in."""
        if self._left <= 0:
            self._stack.close()
            self._stack.enter_context(self.nlp.memory_zone())
            self._left = self._zone
        self._left -= len(article.text) + 1
        doc: Doc = self.nlp.make_doc(article.text)
        doc._.article = {
            "id": article.id,
            "outlet": article.outlet,
            "url": article.url,
            "title": article.title,
            "published": article.published,
            "lang": article.lang,
        }
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return Extraction.from_json(doc._.extraction)
