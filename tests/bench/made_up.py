"""Made-up news of realistic shape, any amount of it: what the extraction of so many articles would bring into a graph.

Every article is made from its number and the seed alone, so that nothing is held, any part can be made again, and
equal settings give equal graphs on any machine. The graphs themselves are made by :mod:`kg.project`, as those of real
articles are.
"""

from __future__ import annotations

import random
import tomllib
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

from kg.article import Article
from kg.extraction import Affiliation, Cue, Extraction, Horizon, Naming, Prediction, Role, Source, Span, Statement
from kg.ledger import Entry, article_id
from kg.lexicon.categories import load_categories
from kg.model import ArticleGraph
from kg.pipeline.normal import normal
from kg.project import graph_of

PIPELINE = "ar-made-up-1"
_PATH = Path(__file__).with_name("made_up.toml")
_VOCABULARY, _PHRASES, _FAMILIES = 20_000, 30_000, 2_000
_BEATS = 40  # fields such as the politics of one country: who is quoted beside whom is no accident
_OUTLETS = 50
_PERSONS, _BODIES = 0.5, 0.05  # for each statement; a fifth of the persons is quoted, most of them once
_FIRST_DAY, _DAYS = date(2015, 1, 1), 3650


class MadeUpNews:
    """An endless row of articles by number.

    statements: for how many of them the persons and bodies are made; five stand in an article.
    """

    def __init__(self, statements: int, seed: int = 1) -> None:
        found = tomllib.loads(_PATH.read_text(encoding="utf-8"))
        self.articles = statements // 5
        self._seed = seed
        self._words: dict[str, Any] = found["words"]
        self._share: dict[str, float] = found["share"]
        self._shape = {name: _Drawn(weights) for name, weights in found["shape"].items()}
        self._persons = max(1, int(statements * _PERSONS / _BEATS))  # of one beat
        self._bodies = max(1, int(statements * _BODIES / _BEATS))
        rng = random.Random(seed)
        self._families = _distinct(rng, self._words["letters"], self._words["families"], _FAMILIES)
        self._vocabulary = _distinct(rng, self._words["letters"], self._words["patterns"], _VOCABULARY)
        self._phrases = [" ".join(self._word(rng) for _ in range(rng.randint(3, 7))) for _ in range(_PHRASES)]
        self._categories = sorted(load_categories(), key=lambda _: rng.random())
        names = rng.sample(self._vocabulary, _OUTLETS)
        self._outlets = [f"{kind} {name}" for kind, name in zip(self._words["outlets"] * _OUTLETS, names, strict=False)]

    def graphs(self, first: int = 0, last: int | None = None) -> Iterator[ArticleGraph]:
        """Yield the articles of these numbers as graphs, the last one exclusive; None for all that the size has."""
        for number in range(first, self.articles if last is None else last):
            article, extraction = self.article(number)
            yield graph_of(Entry(article_id(article), article, extraction, PIPELINE))

    def article(self, number: int) -> tuple[Article, Extraction]:
        """Make one article and what was extracted from it; the spans are true."""
        return _Draft(self, random.Random(self._seed * 1_000_003 + number), number).made()

    def topic(self, rng: random.Random) -> str:
        """Give a word of the texts that is neither very common nor very rare."""
        return self._vocabulary[rng.randrange(200, 4_000)]

    def outlet(self, rng: random.Random) -> str:
        return self._outlets[_zipf(rng, _OUTLETS)]

    def phrases(self, rng: random.Random, count: int) -> str:
        return " ".join(self._phrases[int(rng.random() * _PHRASES)] for _ in range(count))

    def person(self, rng: random.Random, beat: int) -> str:
        place = _zipf(rng, self._persons) * _BEATS + beat
        given = self._words["given"]
        rest, first = divmod(place, len(given))
        father, family = divmod(rest, _FAMILIES)
        middle = [given[father % len(given)]] * bool(father)
        return " ".join([given[first], *middle, self._families[family]])

    def body(self, rng: random.Random, beat: int) -> str:
        place = _zipf(rng, self._bodies) * _BEATS + beat
        rest, first = divmod(place, len(self._words["bodies"]))
        more, word = divmod(rest, _VOCABULARY)
        return f"{self._words['bodies'][first]} {self._vocabulary[word]}" + f" {self._vocabulary[more]}" * bool(more)

    def role(self, name: str) -> tuple[str, str]:
        """Give the role under which a person is nearly always introduced: as written, and its category."""
        category = self._categories[_zipf(random.Random(name), len(self._categories))]
        return load_categories()[category].ar, category

    def _word(self, rng: random.Random) -> str:
        if rng.random() < self._share["particle"]:
            return cast(str, rng.choice(self._words["particles"]))
        before = rng.choice(self._words["before"]) if rng.random() < self._share["before"] else ""
        return before + self._vocabulary[_zipf(rng, _VOCABULARY)]


class _Drawn:
    """Values by how often each is found."""

    def __init__(self, weights: dict[str, int]) -> None:
        self._values = list(weights)
        self._bounds = list(accumulate(weights.values()))

    def one(self, rng: random.Random) -> str:
        return self._values[bisect(self._bounds, rng.random() * self._bounds[-1])]


class _Draft:
    """One article while it grows."""

    def __init__(self, news: MadeUpNews, rng: random.Random, number: int) -> None:
        self.news, self.rng, self.number = news, rng, number
        self.share, self.shape, self.words = news._share, news._shape, news._words
        self.outlet = news.outlet(rng)
        self.beat = (hash_of(self.outlet) + _zipf(rng, _BEATS)) % _BEATS  # an outlet has its own favourites
        self.published = (_FIRST_DAY + timedelta(rng.randrange(_DAYS))).isoformat()
        self.text: list[str] = []
        self.size = 0
        self.title = ""
        self.sources: list[Source] = []
        self.introduced: dict[str, Source] = {}
        self.statements: list[Statement] = []

    def made(self) -> tuple[Article, Extraction]:
        count = int(self.shape["statements"].one(self.rng))
        if count and self.rng.random() < self.share["title"]:
            self._say(is_title=True)
            count -= 1
        else:
            self.title = self.news.phrases(self.rng, 2)
        for _ in range(count):
            self._write(self.news.phrases(self.rng, 1) + ". ")
            self._say(is_title=False)
        id = f"made-up-{self.number}"
        url = f"https://news.example/{self.number}" if self.rng.random() < self.share["address"] else None
        text = "".join(self.text) or self.news.phrases(self.rng, 5)
        article = Article(text, id, self.outlet, url, self.title, self.published, "ar")
        return article, Extraction(id, tuple(self.sources), tuple(self.statements))

    def _write(self, words: str) -> Span:
        start = self.size
        self.text.append(words)
        self.size += len(words)
        return Span(start, self.size, words)

    def _say(self, *, is_title: bool) -> None:
        """Write cue, source and content as one sentence."""
        rng, share = self.rng, self.share
        kept = self.text, self.size
        if is_title:
            self.text, self.size = [], 0
        start = self.size
        act = self.shape["speech_act"].one(rng)
        has_cue = rng.random() < share["cue"]
        lemma = rng.choice(self.words["cues"][act])
        cue = Cue(self._write(lemma), lemma) if has_cue else None
        source, mention = self._source(rng.random() < share["mention"])
        self._write(" إن " if has_cue else ": ")
        predictions: tuple[Prediction, ...] = ()
        begin = self.size
        if rng.random() < share["predicts"]:
            predictions = (self._predict(),)
            self._write(" ")
        self._write(self.news.phrases(rng, 1 if is_title else int(self.shape["phrases"].one(rng))))
        content = Span(begin, self.size, "".join(self.text)[begin:] if is_title else self._since(begin))
        if (more := int(self.shape["around"].one(rng))) and not is_title:
            self._write(" " + self.news.phrases(rng, more))
        sentence = Span(start, self.size, self._since(start))
        self._write(". ")
        self.statements.append(
            Statement(
                id=f"s{len(self.statements) + 1}",
                source=source.id,
                type=cast(Any, self.shape["type"].one(rng)),
                content=(content,),
                cue=cue,
                mention=mention,
                speech_act=cast(Any, act),
                naming=cast(Naming, self.shape[f"naming_{source.kind}"].one(rng)),
                told_to=self.news.outlet(rng) if rng.random() < share["told_to"] else None,
                via=self.news.outlet(rng) if rng.random() < share["via"] else None,
                within=rng.choice(self.statements).id if self.statements and rng.random() < share["within"] else None,
                predictions=predictions,
                sentence=None if is_title else sentence,
                place="title" if is_title else "text",
                rule="made up",
                confidence=round(0.5 + rng.random() / 2, 2),
            )
        )
        if is_title:
            self.title = "".join(self.text).removesuffix(". ")
            self.text, self.size = kept

    def _since(self, begin: int) -> str:
        """The text from there on; the last parts hold it."""
        parts: list[str] = []
        size = self.size
        for part in reversed(self.text):
            parts.append(part)
            size -= len(part)
            if size <= begin:
                break
        return "".join(reversed(parts))[begin - size :]

    def _source(self, is_mentioned: bool) -> tuple[Source, Span | None]:
        rng = self.rng
        if self.sources and rng.random() < self.share["said_again"]:
            source = rng.choice(self.sources)
            if not is_mentioned:
                return source, None
            self._write(" ")
            return source, self._write(source.name.split()[-1])
        return self._introduced(is_mentioned)

    def _introduced(self, is_mentioned: bool) -> tuple[Source, Span | None]:
        rng = self.rng
        kind = self.shape["kind"].one(rng)
        name = self._name(kind)
        if name in self.introduced:
            return self.introduced[name], None
        roles: tuple[Role, ...] = ()
        ties: tuple[Affiliation, ...] = ()
        if kind in ("person", "anonymous") and rng.random() < self.share["role"] / 0.67:
            words, category = self.news.role(name)
            self._write(" ")
            roles = (Role(self._write(words), category),)
        if roles and rng.random() < self.share["affiliation"] / self.share["role"]:
            self._write(" في ")
            ties = (Affiliation(self._write(self.news.body(rng, self.beat))),)
        mention = None
        if is_mentioned:
            self._write(" ")
            mention = self._write(name)
        source = Source(f"p{len(self.sources) + 1}", name, cast(Any, kind), roles, ties)
        self.sources.append(source)
        self.introduced[name] = source
        return source, mention

    def _name(self, kind: str) -> str:
        rng = self.rng
        if kind == "person":
            name = self.news.person(rng, self.beat)
            return name.split()[-1] if rng.random() < self.share["one_part"] else name
        if kind == "organization":
            return self.news.body(rng, self.beat)
        if kind == "media":
            return self.news.outlet(rng)
        if kind == "document":
            return f"{rng.choice(self.words['documents'])} {self.news.body(rng, self.beat)}"
        return cast(str, rng.choice(self.words["unnamed"]))

    def _predict(self) -> Prediction:
        rng = self.rng
        hedge = rng.choice(self.words["hedges"])
        begin = self.size
        self._write(f"{hedge} {self.news.phrases(rng, rng.randint(1, 4))}")
        horizon = None
        if rng.random() < self.share["horizon"]:
            self._write(" ")
            span = self._write(rng.choice(self.words["horizons"]))
            first = date.fromisoformat(self.published)
            last = first + timedelta(rng.choice((1, 7, 30, 365)))
            is_resolved = rng.random() < self.share["resolved"]
            horizon = Horizon(span, first.isoformat(), last.isoformat()) if is_resolved else Horizon(span)
        return Prediction(
            Span(begin, self.size, self._since(begin)),
            cast(Any, self.shape["polarity"].one(rng)),
            cast(Any, self.shape["certainty"].one(rng)),
            hedge,
            horizon,
        )


def hash_of(text: str) -> int:
    """Python's own hash of a text is another one in each process."""
    return sum(map(ord, text))


def _zipf(rng: random.Random, count: int) -> int:
    """Draw a place from 0 to ``count``: the tenth place comes a tenth as often as the first."""
    return int((count + 1) ** rng.random()) - 1


def _distinct(rng: random.Random, letters: str, patterns: list[str], count: int) -> list[str]:
    """Make words in the manner of Arabic, roots in patterns, that differ even when they are folded."""
    found: dict[str, str] = {}
    while len(found) < count:
        root = dict(zip("فعل", rng.sample(letters, 3), strict=True))
        before, _, pattern = rng.choice(patterns).rpartition("-")
        word = before + "".join(root.get(letter, letter) for letter in pattern)
        found.setdefault(normal(word), word)
    return list(found.values())
