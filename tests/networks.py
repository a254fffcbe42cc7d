"""Articles for the tests of networks: experts that two outlets share, a citation, texts that are hard to show."""

from __future__ import annotations

from pathlib import Path

from kg.article import Article
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.stores.embedded import update_graph
from tests.graphs import Draft, add

SCRIPT = '</script><script>window.broken = "yes"</script><!--<img src=x onerror=alert(1)>'
OFFICE = "مكتب مكافحة الإرهاب"


def _first() -> tuple[Article, Extraction]:
    text = (
        "توقع المحلل السياسي عبد الله الصافي أن تهدأ الحدود.\n"
        "ورأت الباحثة هدى المارديني أن الحدود لن تهدأ.\n"
        "وأضافت أن الطريق طويل.\n"
        f"وأعلن {OFFICE} أن المعبر مغلق.\n"
    )
    draft = Draft(Article(text, "n1", "الضفاف", "https://difaf.example/n1", "الحدود والمعبر", "2025-11-03", "ar"))
    safi = draft.source("عبد الله الصافي", role="المحلل السياسي", category="analyst")
    huda = draft.source("هدى المارديني", role="الباحثة", category="researcher")
    office = draft.source(OFFICE, "organization")
    draft.say(safi, "تهدأ الحدود", "توقع")
    draft.say(huda, "الحدود لن تهدأ", "ورأت")
    draft.say(huda, "الطريق طويل", "وأضافت")
    draft.say(office, "المعبر مغلق", "وأعلن")
    return draft.done()


def _second() -> tuple[Article, Extraction]:
    text = (
        "قال عبد الله الصافي إن السوق نشطة.\nوقالت هدى المارديني إن السوق راكدة.\n"
        "ونقلت وكالة المرسى عن الخبير John O'Neil أن الأسعار ترتفع.\n"
    )
    draft = Draft(Article(text, "n2", "صوت السهل", None, None, "2025-12-20", "ar"))
    safi = draft.source("عبد الله الصافي")
    huda = draft.source("هدى المارديني")
    john = draft.source("John O'Neil", role="الخبير", category="expert")
    draft.say(safi, "السوق نشطة", "قال")
    draft.say(huda, "السوق راكدة", "وقالت")
    draft.say(john, "الأسعار ترتفع", "ونقلت", via="وكالة المرسى")
    return draft.done()


def _hostile() -> tuple[Article, Extraction]:
    name = f"سعاد {SCRIPT} الغريب"
    text = f"قالت الكاتبة {name} إن {SCRIPT} & $x^2$ لا يعمل.\nوقال عبد الله الصافي إن هذا غريب."
    draft = Draft(Article(text, "n3", f"بوق {SCRIPT}", "javascript:alert(3)", f"عنوان {SCRIPT}", "2026-01", "ar"))
    writer = draft.source(name, role="الكاتبة", category="analyst")
    safi = draft.source("عبد الله الصافي")
    draft.say(writer, f"{SCRIPT} & $x^2$ لا يعمل", "قالت")
    draft.say(safi, "هذا غريب", "وقال")
    return draft.done()


def _alone() -> tuple[Article, Extraction]:
    text = "وتوقعت الخبيرة ريم الساعدي أن يتأخر القطار."
    draft = Draft(Article(text, "n4", "الضفاف", "https://difaf.example/n4", "القطار", None, "ar"))
    reem = draft.source("ريم الساعدي", role="الخبيرة", category="expert")
    draft.say(reem, "يتأخر القطار", "وتوقعت")
    return draft.done()


def networked() -> list[tuple[Article, Extraction]]:
    return [_first(), _second(), _hostile(), _alone()]


def make_networked(path: Path) -> Path:
    """Make the ledger with its embedded graph."""
    with Ledger.open(path, create=True) as ledger:
        add(ledger, networked())
        update_graph(ledger)
    return path
