"""A second small graph for tests, made by hand: predictions that contradict each other, and what came of them.

Bread gets dearer, which one expert foretold and another ruled out; whether the crossings open is decided by nobody, or
by two people differently. Some words come through another outlet, and one article has neither outlet nor date.
"""

from __future__ import annotations

from kg.article import Article
from kg.decisions import Decision, Evidence, Outcome, Predicted, Proposition, worded_proposition
from kg.extraction import Extraction, Horizon
from kg.ledger import Ledger
from kg.project import graph_of
from tests.graphs import Draft, add, span

OBSERVER = "مرصد الأسعار"
BREAD = worded_proposition("هل يرتفع سعر الخبز قبل صيف 2025؟")
CROSSINGS = worded_proposition("هل تفتح المعابر في 2025؟")
BREAD_AGAIN = worded_proposition("هل يرتفع سعر الخبز مجددا؟")
TOMORROW = worded_proposition("هل تفتح المعابر في 6 تشرين الأول 2025؟")
#: question → words of the predictions that stand on it
STANDING: dict[Proposition, tuple[str, ...]] = {
    BREAD: ("سعر الخبز سيرتفع قبل الصيف", "يرتفع سعر الخبز قبل الصيف", "سعر الخبز سيرتفع حتما"),
    CROSSINGS: ("تفتح المعابر هذا العام", "المعابر ستفتح بحلول الخريف"),
    BREAD_AGAIN: ("سعر الخبز لن يرتفع مجددا",),
    TOMORROW: ("المعابر قد تفتح غدا",),
}
#: question, who decided, what, on which day, by which article of the source
DECIDED: tuple[tuple[Proposition, str, Outcome, str, str | None], ...] = (
    (BREAD, OBSERVER, "happened", "2025-06-01", "f3"),
    (CROSSINGS, OBSERVER, "open", "2025-10-01", None),
    (TOMORROW, OBSERVER, "not", "2025-10-07", None),
    (TOMORROW, "سعاد", "happened", "2025-10-08", None),
)


def _first() -> tuple[Article, Extraction]:
    text = (
        "قال المحلل الاقتصادي عبد الله النجار للضفاف إن سعر الخبز سيرتفع قبل الصيف.\n"
        "ورجحت ليلى السمان، بحسب الضفاف، ألا تفتح المعابر هذا العام.\n"
        "وذكرت وكالة المرسى عن وزارة الزراعة أن المخازن ممتلئة."
    )
    draft = Draft(Article(text, "f1", "الضفاف", "https://difaf.example/f1", None, "2025-03-01", "ar"))
    najjar = draft.source("عبد الله النجار", role="المحلل الاقتصادي", category="analyst")
    samman = draft.source("ليلى السمان")
    ministry = draft.source("وزارة الزراعة", "organization")
    words = "سعر الخبز سيرتفع قبل الصيف"
    summer = Horizon(span(text, "قبل الصيف"), "2025-03-01", "2025-06-20")
    draft.say(najjar, words, "قال", predictions=((words, "positive", "certain"),), horizon=summer, told_to="الضفاف")
    words = "تفتح المعابر هذا العام"
    year = Horizon(span(text, "هذا العام"), "2025-01-01", "2025-12-31")
    draft.say(samman, words, "ورجحت", predictions=((words, "negative", "probable"),), horizon=year, via="الضفاف")
    draft.say(ministry, "المخازن ممتلئة", "وذكرت", via="وكالة المرسى")
    return draft.done()


def _second() -> tuple[Article, Extraction]:
    text = (
        "استبعد سامر قربي أن يرتفع سعر الخبز قبل الصيف.\n"
        "ونقلت الضفاف عن ليلى السمان أن المعابر ستفتح بحلول الخريف.\n"
        "وأبلغ مصدر أمني وكالة المرسى أن الطرق آمنة."
    )
    draft = Draft(Article(text, "f2", "صوت السهل", "https://sahl.example/f2", None, "2025-03-10", "ar"))
    qurbi = draft.source("سامر قربي")
    samman = draft.source("ليلى السمان")
    hidden = draft.source("مصدر أمني", "anonymous")
    words = "يرتفع سعر الخبز قبل الصيف"
    summer = Horizon(span(text, "قبل الصيف"), "2025-03-10", "2025-06-20")
    draft.say(qurbi, words, "استبعد", predictions=((words, "negative", "certain"),), horizon=summer)
    words = "المعابر ستفتح بحلول الخريف"
    autumn = Horizon(span(text, "بحلول الخريف"), "2025-03-10", "2025-09-22")
    draft.say(samman, words, "ونقلت", predictions=((words, "positive", "certain"),), horizon=autumn, via="الضفاف")
    draft.say(hidden, "الطرق آمنة", "وأبلغ", naming="anonymous", told_to="وكالة المرسى")
    return draft.done()


def _third() -> tuple[Article, Extraction]:
    text = (
        "قال عبد الله النجار إن سعر الخبز لن يرتفع مجددا.\n"
        "وتوقع أن يهبط سعر الزيت.\n"
        "وقالت هند الحلبي إن المعابر قد تفتح غدا."
    )
    draft = Draft(Article(text, "f3", "صوت السهل", "https://sahl.example/f3", None, "2025-10-05", "ar"))
    najjar = draft.source("عبد الله النجار")
    halabi = draft.source("هند الحلبي")
    words = "سعر الخبز لن يرتفع مجددا"
    draft.say(najjar, words, "قال", predictions=((words, "negative", "certain"),))
    words = "يهبط سعر الزيت"
    draft.say(najjar, words, "وتوقع", predictions=((words, "positive", "probable"),), naming="implied")
    words = "المعابر قد تفتح غدا"
    tomorrow = Horizon(span(text, "غدا"), "2025-10-06", "2025-10-06")
    draft.say(halabi, words, "وقالت", predictions=((words, "positive", "possible"),), horizon=tomorrow)
    return draft.done()


def _undated() -> tuple[Article, Extraction]:
    text = "قال عبد الله النجار إن سعر الخبز سيرتفع حتما."
    draft = Draft(Article(text, "f4", lang="ar"))
    najjar = draft.source("عبد الله النجار")
    words = "سعر الخبز سيرتفع حتما"
    draft.say(najjar, words, "قال", predictions=((words, "positive", "certain"),))
    return draft.done()


def contested() -> list[tuple[Article, Extraction]]:
    return [_first(), _second(), _third(), _undated()]


def add_contested(ledger: Ledger) -> None:
    """Put the articles in, and what people decided of their predictions."""
    add(ledger, contested())
    made = {
        str(node.properties["text"]): Predicted(node.id, entry.id, str(node.properties["text"]))
        for entry in ledger.entries(ledger.articles())
        for node in graph_of(entry).nodes
        if node.label == "Prediction"
    }
    for question, words in STANDING.items():
        ledger.decide(Decision(question, tuple(made[it] for it in words), OBSERVER))
    for question, by, outcome, on, article in DECIDED:
        shown = () if article is None else (Evidence(article, ledger.find(article)[0]),)
        ledger.decide(Decision(question, tuple(made[it] for it in STANDING[question]), by, outcome, on, shown))
