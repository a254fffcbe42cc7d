"""A small graph for tests, made by hand: four articles of two outlets, two experts with opposite predictions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.article import Article
from kg.extraction import Affiliation, Cue, Extraction, Horizon, Prediction, Role, Source, Span, Statement
from kg.ledger import Ledger, fill
from kg.stores.embedded import update_graph

PIPELINE = "ar-test-1"


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part), part)


@dataclass
class Draft:
    """An extraction in the making; parts of the text are named by their words."""

    article: Article
    sources: list[Source] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def source(
        self,
        name: str,
        kind: str = "person",
        role: str | None = None,
        category: str | None = None,
        at: str | None = None,
    ) -> str:
        text = self.article.text
        roles = () if role is None else (Role(span(text, role), category),)
        ties = () if at is None else (Affiliation(span(text, at)),)
        self.sources.append(Source(f"p{len(self.sources) + 1}", name, kind, roles, ties))  # type: ignore[arg-type]
        return self.sources[-1].id

    def say(
        self,
        source: str,
        content: str,
        cue: str,
        mention: str | None = None,
        predictions: tuple[tuple[str, str, str], ...] = (),
        horizon: Horizon | None = None,
        **more: object,
    ) -> str:
        text = self.article.text
        found = tuple(
            Prediction(span(text, words), polarity, certainty, None, horizon)  # type: ignore[arg-type]
            for words, polarity, certainty in predictions
        )
        sentence = next(line for line in text.splitlines() if content in line)
        self.statements.append(
            Statement(
                id=f"s{len(self.statements) + 1}",
                source=source,
                type="indirect",
                content=(span(text, content),),
                cue=Cue(span(text, cue), cue),
                mention=None if mention is None else span(text, mention),
                predictions=found,
                sentence=span(text, sentence),
                rule="test",
                **more,  # type: ignore[arg-type]
            )
        )
        return self.statements[-1].id

    def done(self) -> tuple[Article, Extraction]:
        return self.article, Extraction(self.article.id, tuple(self.sources), tuple(self.statements))


def _first() -> tuple[Article, Extraction]:
    text = (
        "استبعد المحلل العسكري عبد الله النجار أن يشن التحالف الدولي حملة برية هذا الشتاء.\n"
        'وقال لصحيفة "الضفاف" إن القرى هادئة منذ أسابيع.\n'
        "في المقابل رجح الباحث في مركز الأفق سامر قربي أن يوسع التحالف غاراته خلال شهر.\n"
        "وأكد مصدر أمني أن الطرق مفتوحة."
    )
    draft = Draft(Article(text, "d1", "الضفاف", "https://difaf.example/1", "هل يتحرك التحالف؟", "2025-11-14", "ar"))
    najjar = draft.source("عبد الله النجار", role="المحلل العسكري", category="analyst")
    qurbi = draft.source("سامر قربي", role="الباحث", category="academic", at="مركز الأفق")
    hidden = draft.source("مصدر أمني", "anonymous")
    words = "يشن التحالف الدولي حملة برية هذا الشتاء"
    winter = Horizon(span(text, "هذا الشتاء"), "2025-12-01", "2026-02-28")
    draft.say(najjar, words, "استبعد", "عبد الله النجار", ((words, "negative", "certain"),), winter, speech_act="deny")
    draft.say(najjar, "القرى هادئة منذ أسابيع", "وقال", told_to="الضفاف")
    words = "يوسع التحالف غاراته خلال شهر"
    month = Horizon(span(text, "خلال شهر"), "2025-11-14", "2025-12-14")
    draft.say(qurbi, words, "رجح", "سامر قربي", ((words, "positive", "probable"),), month, speech_act="predict")
    draft.say(hidden, "الطرق مفتوحة", "وأكد", "مصدر أمني", naming="anonymous")
    return draft.done()


def _second() -> tuple[Article, Extraction]:
    text = (
        "توقع الخبير الاستراتيجي عبدالله النجار أن يهدأ الساحل قريبا.\n"
        "وأعلنت منظمة الغيث أن القوافل وصلت.\n"
        "ونقلت وكالة المرسى عن مسؤول محلي أن المرفأ سيفتح غدا.\n"
        "وقال مصدر أمني إن الحرس انتشر."
    )
    draft = Draft(Article(text, "d2", "صوت السهل", "https://sahl.example/2", None, "2025-12-01T09:00:00+02:00", "ar"))
    najjar = draft.source("عبدالله النجار", role="الخبير الاستراتيجي", category="expert")
    relief = draft.source("منظمة الغيث", "organization")
    official = draft.source("مسؤول محلي", "anonymous")
    hidden = draft.source("مصدر أمني", "anonymous")
    draft.say(najjar, "يهدأ الساحل قريبا", "توقع", "عبدالله النجار", (("يهدأ الساحل قريبا", "positive", "probable"),))
    draft.say(relief, "القوافل وصلت", "وأعلنت", "منظمة الغيث")
    words = "المرفأ سيفتح غدا"
    draft.say(
        official,
        words,
        "ونقلت",
        "مسؤول محلي",
        ((words, "positive", "certain"),),
        via="وكالة المرسى",
        naming="anonymous",
    )
    draft.say(hidden, "الحرس انتشر", "وقال", "مصدر أمني", naming="anonymous")
    return draft.done()


def _third() -> tuple[Article, Extraction]:
    text = (
        "قال سامر قربي إن منظمة الغيث أعلنت أن المخزون يكفي.\n"
        "وأضاف النجار أن للتحالف حسابات أخرى.\n"
        "وأعلنت منظمة الغيث أن المستودع امتلأ."
    )
    draft = Draft(Article(text, "d3", "صوت السهل", None, "الغيث والمخزون", "2026-01", "ar"))
    qurbi = draft.source("سامر قربي")
    relief = draft.source("منظمة الغيث", "organization")
    short = draft.source("النجار")
    outer = draft.say(qurbi, "منظمة الغيث أعلنت أن المخزون يكفي", "قال", "سامر قربي")
    draft.say(relief, "المخزون يكفي", "أعلنت", "منظمة الغيث", within=outer)
    draft.say(short, "للتحالف حسابات أخرى", "وأضاف", "النجار")
    draft.say(relief, "المستودع امتلأ", "وأعلنت")
    return draft.done()


def _skipped() -> tuple[Article, Extraction]:
    article = Article("The harbour opens tomorrow.", "d4", "الضفاف", "https://difaf.example/4", lang="en")
    return article, Extraction("d4", skipped="language: en")


def small() -> list[tuple[Article, Extraction]]:
    return [_first(), _second(), _third(), _skipped()]


def add(ledger: Ledger, items: list[tuple[Article, Extraction]], pipeline: str = PIPELINE) -> None:
    made = {article.text: extraction for article, extraction in items}
    list(fill(ledger, [article for article, _ in items], lambda batch: [made[a.text] for a in batch], pipeline))


def make_ledger(path: Path) -> Path:
    """Make a ledger of the small graph with its embedded graph beside it."""
    with Ledger.open(path, create=True) as ledger:
        add(ledger, small())
        update_graph(ledger)
    return path
