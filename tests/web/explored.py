"""A ledger for the tests of the explorer: the small graph, outcomes, and articles that would break a careless page."""

from __future__ import annotations

from pathlib import Path

from kg.article import Article
from kg.extraction import Extraction, Horizon
from kg.ledger import Ledger
from kg.outcome import find_prediction, make_decision
from kg.stores.embedded import open_graph
from kg.stores.projections import update_projections
from tests.graphs import Draft, add, small, span

SCRIPT = "<script>alert(1)</script>"
TITLE = '"><img src=x onerror=alert(2)> \u202eعنوان</title>'
NAME = "سعاد <b>الغريب</b>"


def hostile() -> tuple[Article, Extraction]:
    """HTML and script in every field that a page shows, and an address that a browser must not follow."""
    text = f'قالت {NAME} الكاتبة إن {SCRIPT} لا يعمل هنا & <i>هناك</i>.\nوتوقعت أن تمطر غدا "" \' {{{{ 7*7 }}}}.'
    draft = Draft(Article(text, "h1", f"بوق{SCRIPT}", "javascript:alert(3)", TITLE, "2026-02-03", "ar"))
    writer = draft.source(NAME, role="الكاتبة", category="journalist")
    draft.say(writer, f"{SCRIPT} لا يعمل هنا & <i>هناك</i>", "قالت", NAME, via=f"وكالة {SCRIPT}")
    words = 'تمطر غدا "" \' {{ 7*7 }}'
    horizon = Horizon(span(text, "غدا"), "2026-02-04", "2026-02-04")
    draft.say(writer, words, "وتوقعت", None, ((words, "positive", "possible"),), horizon)
    return draft.done()


def mixed() -> tuple[Article, Extraction]:
    """An outlet with a digit at its end beside a date, a mark inside a word, a word with vowels left out."""
    text = (
        "وقال الوزير سليم الحدادي إن مكافحة الإرهاب شأن مشترك.\n"
        "وأكدت مها السروجي لـعربي21 أن الطريق سيفتح خلال شهرين.\n"
        "وأضافت السروجي أن شركة Blue Line لن تعود."
    )
    draft = Draft(
        Article(text, "m1", "عربي21", "https://arabi21.example/m1", "الإرهاب والطريق", "2025-12-16T08:30:00Z", "ar")
    )
    minister = draft.source("سليم الحدادي", role="الوزير", category="minister")
    maha = draft.source("مها السروجي")
    draft.say(minister, "مكافحة الإرهاب شأن مشترك", "وقال", "سليم الحدادي")
    words = "الطريق سيفتح خلال شهرين"
    horizon = Horizon(span(text, "خلال شهرين"), "2025-12-16", "2026-02-16")
    draft.say(maha, words, "وأكدت", "مها السروجي", ((words, "positive", "certain"),), horizon, told_to="عربي21")
    draft.say(maha, "شركة Blue Line لن تعود", "وأضافت", "السروجي")
    return draft.done()


def make_explored(path: Path) -> Path:
    """Make the ledger with all that stands beside it."""
    with Ledger.open(path, create=True) as ledger:
        add(ledger, [*small(), hostile(), mixed()])
        update_projections(ledger)
        with open_graph(ledger) as store:
            found = store.rows("MATCH (p:Prediction) RETURN p.id AS id, p.text AS text ORDER BY id", {}).as_dicts()
            ids = {row["text"]: row["id"] for row in found}
            campaign = find_prediction(store, ids["يشن التحالف الدولي حملة برية هذا الشتاء"])
            raids = find_prediction(store, ids["يوسع التحالف غاراته خلال شهر"])
        question = "هل يتحرك التحالف؟"
        assert ledger.decide(make_decision(ledger, campaign, "happened", by="مدققة", on="2026-03-01", wording=question))
        assert ledger.decide(make_decision(ledger, raids, None, by="مدققة", same_as=campaign))
        update_projections(ledger)
    return path
