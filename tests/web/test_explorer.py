"""The explorer in a real browser, on the server and as files."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

from kg.article import Article
from kg.ledger import Ledger
from kg.pipeline.normal import normal
from kg.search import name_key, text_key, topic_key
from kg.stores.embedded import graph_path, open_graph
from kg.stores.projections import update_projections
from kg.web.graph import Graph
from kg.web.site import write_site
from tests.graphs import Draft, add, small
from tests.web.explored import NAME, SCRIPT, hostile, make_explored, mixed
from tests.web.server import Reply, Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "axe" / "axe.min.js"
HTML = {"Accept": "text/html", "Accept-Language": "ar"}
TODAY = "2026-01-10"
LANGUAGES = ("ar", "en")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_explored(tmp_path_factory.mktemp("explored") / "kg.db")


@pytest.fixture(scope="module")
def server(db: Path) -> Iterator[Server]:
    with serving(db, "--limit", "500", "--timeout", "4") as found:
        yield found


@pytest.fixture(scope="module")
def site(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "pages"
    with Ledger.open(db) as ledger, open_graph(ledger) as store:
        write_site(Graph(db, store), folder, TODAY)
    return folder


@pytest.fixture(scope="module")
def ids(db: Path) -> dict[str, str]:
    """Identifiers by name, title or words."""
    with Ledger.open(db) as ledger, open_graph(ledger) as store:
        entities = "MATCH (e:Entity) WHERE NOT e.local RETURN e.name AS name, e.id AS id ORDER BY id"
        articles = "MATCH (a:Article) RETURN a.inputId AS name, a.id AS id ORDER BY id"
        return {row["name"]: row["id"] for query in (entities, articles) for row in store.rows(query, {}).as_dicts()}


def get(server: Server, path: str, **headers: str) -> Reply:
    return server.request("GET", path, headers=HTML | headers)


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page that fails the test when a script fails, a policy forbids something, or a request leaves the machine."""
    context = browser.new_context(**options)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("dialog", lambda dialog: (faults.append("a script of an article ran"), dialog.dismiss()))
    page.on("console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None)
    page.on("request", lambda asked: faults.append(asked.url) if not is_local(asked.url) else None)
    try:
        yield page
        assert faults == []
    finally:
        context.close()


def is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("file", "data") or parts.hostname == "127.0.0.1"


@pytest.fixture
def main_pages(ids: dict[str, str]) -> list[str]:
    najjar, difaf, sahl = ids["عبد الله النجار"], ids["الضفاف"], ids["صوت السهل"]
    return [
        "",
        "people",
        "outlets",
        "articles",
        f"person/{najjar}",
        f"person/{ids[NAME]}",
        f"person/{najjar}/at/{difaf}",
        f"outlet/{difaf}",
        f"outlet/{difaf}?with={sahl}",
        f"outlet/{sahl}/group/anonymous",
        f"article/{ids['d1']}",
        f"article/{ids['h1']}",
        "predictions",
        "predictions?polarity=negative",
        "contradictions",
        "search?q=" + quote("التحالف"),
        "search?q=" + quote(SCRIPT),
        "console/sparql?query=" + quote("SELECT ?s { ?s ?p ?o } LIMIT 3"),
        "console/cypher?query=" + quote("MATCH (e:Entity) RETURN e.name AS name, e.id AS id ORDER BY name"),
        "person/nobody",
    ]


def links(text: str) -> list[str]:
    shown = re.sub("<template.*?</template>", "", text, flags=re.DOTALL)
    return [html.unescape(found) for found in re.findall(r'\bhref="([^"]*)"', shown)]


def anchors(text: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]*)"', text))


def test_every_link_of_the_server_leads_to_a_page_and_a_place_that_are_there(server: Server) -> None:
    pages = crawl("/", lambda path: get(server, path))
    assert len(pages) > 80
    assert {reply.status for reply in pages.values()} == {200}


def test_every_link_of_the_files_leads_to_a_file_and_a_place_that_are_there(site: Path) -> None:
    def read(path: str) -> Reply:
        file = site / path.lstrip("/")
        return Reply(200 if file.is_file() else 404, {}, file.read_bytes() if file.is_file() else b"")

    pages = crawl("/index.html", read)
    assert {path for path, reply in pages.items() if reply.status != 200} == set()
    written = {f"/{file.relative_to(site).as_posix()}" for file in site.rglob("*.html")}
    by_form = {"/search.html", "/en/search.html"}
    assert written - set(pages) == by_form, "a page to which nothing leads"


def crawl(start: str, read: Callable[[str], Reply]) -> dict[str, Reply]:
    """Follow every link to our own pages; places on them must be there."""
    pages: dict[str, Reply] = {}
    waiting, places = [start], []
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        pages[path] = read(path)
        if path.split("?")[0].endswith((".css", ".svg")) or path.startswith(("/console/", "/network")):
            continue
        for link in links(pages[path].text):
            target = urlsplit(urljoin(path, link))
            if target.scheme or target.netloc or target.path == "/sparql":
                continue
            address = unquote(target.path) + (f"?{target.query}" if target.query else "")
            waiting.append(address)
            if target.fragment:
                places.append((address, target.fragment, path))
    for address, place, path in places:
        assert place in anchors(pages[address].text), f"{path} leads to {address}#{place}"
    return pages


SEEN = """() => {
    const all = (wanted) => [...document.querySelectorAll(wanted)];
    const styles = (wanted, told) => [...new Set(all(wanted).map(e => told(getComputedStyle(e))))];
    return {
        headings: [...document.querySelectorAll("h1")].map(e => e.textContent.trim()),
        cells: styles("td, th", s => s.unicodeBidi + " " + s.textAlign),
        code: styles("code, pre, textarea", s => s.direction),
        bare: [...document.querySelectorAll("bdi")].filter(e => getComputedStyle(e).marginInlineStart === "0px").length,
        brand: document.querySelector(".brand").getBoundingClientRect().x,
        direction: document.documentElement.dir,
        lang: document.documentElement.lang,
    };
}"""
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_loads_nothing_from_elsewhere_and_is_mirrored_and_fits_a_narrow_screen(
    browser: Browser, server: Server, main_pages: list[str], lang: str
) -> None:
    side = "right" if lang == "ar" else "left"
    with opened(browser, viewport={"width": 1000, "height": 700}) as page:
        for path in main_pages:
            page.set_viewport_size({"width": 1000, "height": 700})
            reply = page.goto(f"{server.url}/{path}{'&' if '?' in path else '?'}lang={lang}")
            assert reply is not None
            policy = reply.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
            assert "unsafe" not in policy
            assert reply.status == (404 if path == "person/nobody" else 200)
            seen = page.evaluate(SEEN)
            assert len(seen["headings"]) == 1
            assert seen["headings"][0]
            assert (seen["lang"], seen["direction"]) == (lang, "rtl" if lang == "ar" else "ltr")
            assert seen["brand"] > 800 if lang == "ar" else seen["brand"] < 200
            assert {cell.replace("-webkit-", "") for cell in seen["cells"]} <= {f"plaintext {side}"}
            assert set(seen["code"]) <= {"ltr"}
            assert seen["bare"] == 0, "a value that touches its neighbours"
            assert page.evaluate(FITS), path
            page.set_viewport_size({"width": 320, "height": 640})
            assert page.evaluate(FITS), f"{path} on a phone"


def test_the_picture_of_the_experts_is_drawn(browser: Browser, server: Server) -> None:
    with opened(browser) as page:
        reply = page.goto(f"{server.url}/network?lang=ar")
        assert reply is not None
        assert "'sha256-" in reply.headers["content-security-policy"]
        assert "unsafe" not in reply.headers["content-security-policy"]
        page.locator("#picture canvas").first.wait_for()
        assert page.evaluate("qawl.nodes.some(it => it.name === 'عبد الله النجار')")


def test_hostile_names_titles_and_addresses_are_shown_as_they_are(
    browser: Browser, server: Server, ids: dict[str, str]
) -> None:
    with opened(browser) as page:
        page.goto(f"{server.url}/article/{ids['h1']}")
        assert SCRIPT in page.locator("#text").inner_text()
        assert "{{ 7*7 }}" in page.locator("#text").inner_text()
        assert page.locator("#title").inner_text().startswith('"><img src=x')
        assert page.locator('[href^="javascript"]').count() == 0
        assert page.locator("main img, main b, main i").count() == 0
        page.goto(f"{server.url}/person/{ids[NAME]}")
        assert page.locator("h1").inner_text() == NAME


@pytest.mark.parametrize("place, whole", [("server", "مكافحة الإرهاب"), ("files", "الإرهاب والطريق")])
def test_words_are_found_as_they_are_typed_however_they_are_written(
    browser: Browser, server: Server, site: Path, place: str, whole: str
) -> None:
    with opened(browser) as page:
        page.goto(f"{server.url}/search?lang=ar" if place == "server" else (site / "search.html").as_uri())
        box = page.locator("#find input[type=search]")
        for asked in ("الإِرهـــاب", "الارهاب", "إرهاب", "ﺍﻹﺭﻫﺎﺏ"):
            box.fill("")
            page.locator("#results a").first.wait_for(state="detached")
            box.press_sequentially(asked)
            page.locator("#results a", has_text=whole).first.wait_for()


def test_the_script_folds_words_and_names_as_the_graph_does(browser: Browser, site: Path) -> None:
    texts = [
        *(line for article, _ in [*small(), hostile(), mixed()] for line in article.text.splitlines()),
        *(
            "والتحالف بالتحالف للتحالف كالتحالف فللحكومة",
            "الله لله بالله والله",
            "أبو عبد الله الـسَّيِّد بن لادن",
            "سيف الدين",
        ),
        *("١٢٣ ۴۵۶ ﻻ ﷲ", "لبنان ولبنان وبلبنان بتحالف"),
        *("Ärger Straße İstanbul cafe\u0301 Λόγος", "عربي21 كـ_ب", "\u200fيـوم\u200e"),
    ]
    with opened(browser) as page:
        page.goto((site / "search.html").as_uri())
        for python, script in (
            (normal, "normal"),
            (text_key, "textKey"),
            (topic_key, "topicKey"),
            (name_key, "nameKey"),
        ):
            made = page.evaluate(f"texts => texts.map({script})", texts)
            assert made == [python(text) for text in texts], script


def test_a_person_is_found_by_name_and_leads_to_the_sentence_with_the_evidence(
    browser: Browser, server: Server, site: Path
) -> None:
    for start in (f"{server.url}/?lang=ar", (site / "index.html").as_uri()):
        with opened(browser, viewport={"width": 1000, "height": 600}) as page:
            page.goto(start)
            page.locator(".find input[type=search]").fill("عبدالله النجار")
            page.locator(".find button").click()
            page.locator("#results a", has_text="عبد الله النجار").first.click()
            assert page.locator("h1").inner_text().strip() == "عبد الله النجار"
            page.locator(".quote", has_text="حملة برية هذا الشتاء").first.click()
            target = page.locator("mark:target")
            assert target.inner_text() == "يشن التحالف الدولي حملة برية هذا الشتاء"
            assert target.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
            box = target.bounding_box()
            assert box is not None
            assert 0 <= box["y"] < 600, "the sentence is scrolled to"
            original = page.locator('a[rel~="nofollow"]')
            assert original.get_attribute("href") == "https://difaf.example/1"
            assert set((original.get_attribute("rel") or "").split()) >= {"noopener", "nofollow"}


FILTERS = [
    ({"polarity": "negative"}, ["يشن التحالف الدولي حملة برية هذا الشتاء"]),
    ({"topic": "قطار"}, []),
    ({"topic": "بالسَّاحل"}, ["يهدأ الساحل قريبا"]),
    ({"by": "سامر القربي"}, ["يوسع التحالف غاراته خلال شهر"]),
    ({"certainty": "probable", "horizon": "dated"}, ["يوسع التحالف غاراته خلال شهر"]),
    ({"since": "2025-12", "until": "2025-12-10"}, ["يهدأ الساحل قريبا", "المرفأ سيفتح غدا"]),
    ({"topic": "...."}, []),
]


@pytest.mark.parametrize("place", ["server", "files"])
def test_predictions_are_filtered_alike_on_the_server_and_in_the_files(
    browser: Browser, server: Server, site: Path, place: str
) -> None:
    start = f"{server.url}/predictions?lang=ar" if place == "server" else (site / "predictions.html").as_uri()
    with opened(browser) as page:
        for wanted, texts in FILTERS:
            page.goto(start)
            for name, value in wanted.items():
                field = page.locator(f"#filters [name={name}]")
                if field.evaluate("e => e.tagName") == "SELECT":
                    field.select_option(value)
                else:
                    field.fill(value)
            page.locator("#filters button").click()
            assert sorted(page.locator("#list .quote").all_inner_texts()) == sorted(texts), wanted
            assert page.locator("#total").inner_text().strip() == str(len(texts))
            assert page.locator("#list .empty").count() == (0 if texts else 1)


def test_a_filter_by_outlet_and_a_state_hold_together(
    browser: Browser, server: Server, site: Path, ids: dict[str, str]
) -> None:
    for start in (f"{server.url}/predictions/resolved?lang=ar", (site / "predictions" / "resolved.html").as_uri()):
        with opened(browser) as page:
            page.goto(start)
            assert page.locator("#list .quote").count() == 2
            page.locator("#filters [name=outlet]").select_option(ids["صوت السهل"])
            page.locator("#filters button").click()
            assert page.locator("#list .quote").count() == 0


def test_contradicting_predictions_and_what_came_true_are_shown(server: Server, ids: dict[str, str]) -> None:
    text = get(server, "/contradictions?lang=en").text
    assert "هل يتحرك التحالف؟" in text
    assert text.count('class="quote"') == 2
    resolved = get(server, "/predictions/resolved?lang=en").text
    assert resolved.count('class="chip resolved">Came true') == 1
    assert resolved.count('class="chip resolved">Did not come true') == 1


def test_a_date_that_is_none_is_told_and_a_page_beyond_the_last_is_not_there(server: Server) -> None:
    assert "This is no date: gestern" in get(server, "/predictions?lang=en&since=gestern").text
    assert get(server, "/predictions?page=99").status == 404
    assert get(server, "/predictions?page=x").status == 404
    assert get(server, "/people/page/2").status == 404


def test_letters_of_neighbouring_chips_and_values_do_not_join(
    browser: Browser, server: Server, ids: dict[str, str]
) -> None:
    with opened(browser, locale="ar") as page:
        page.goto(f"{server.url}/article/{ids['m1']}")
        row = page.locator(".chips").first
        boxes = row.evaluate(
            "e => [...e.children].map(c => { const b = c.getBoundingClientRect(); return [b.left, b.right, b.top]; })"
        )
        displays = row.evaluate("e => [...e.children].map(c => getComputedStyle(c).display)")
        assert set(displays) == {"block"}, "items of a flex row are boxes of their own"
        assert len(boxes) >= 3
        for (left, _, top), (_, right, below) in pairwise(boxes):
            assert top != below or left - right >= 4, "the next chip stands apart, on the left"


def test_an_outlet_that_ends_with_a_digit_stands_apart_from_a_date(
    browser: Browser, server: Server, ids: dict[str, str]
) -> None:
    with opened(browser, locale="ar") as page:
        page.goto(f"{server.url}/article/{ids['m1']}")
        values = page.locator("header.head .facts bdi")
        assert values.nth(0).inner_text() == "عربي21"
        assert values.nth(1).inner_text() == "16 كانون الأول/ديسمبر 2025"
        outlet, day = values.nth(0).bounding_box(), values.nth(1).bounding_box()
        assert outlet is not None
        assert day is not None
        assert outlet["x"] - (day["x"] + day["width"]) >= 4, "the outlet is on the right of the date, with room between"


@pytest.mark.parametrize("lang, side", [("ar", "right"), ("en", "left")])
def test_the_placeholder_of_an_empty_search_box_is_on_the_side_of_the_page(
    browser: Browser, server: Server, site: Path, lang: str, side: str
) -> None:
    files = site if lang == "ar" else site / "en"
    for start in (f"{server.url}/search?lang={lang}", (files / "search.html").as_uri()):
        with opened(browser) as page:
            page.goto(start)
            box = page.locator("#find input[type=search]")
            wanted = "rtl" if lang == "ar" else "ltr"
            assert box.evaluate("e => getComputedStyle(e).direction") == wanted
            box.fill("قول" if lang == "en" else "word")
            assert box.evaluate("e => getComputedStyle(e).direction") != wanted, "words choose their own direction"
            box.fill("")
            assert box.evaluate("e => getComputedStyle(e).direction") == wanted


def test_a_mark_changes_no_letter_of_the_text_and_breaks_no_word(
    browser: Browser, server: Server, db: Path, ids: dict[str, str]
) -> None:
    with Ledger.open(db) as ledger, opened(browser, locale="ar") as page:
        for name in ("m1", "d1", "h1"):
            page.goto(f"{server.url}/article/{ids[name]}")
            entry = ledger.entry(ids[name])
            assert entry is not None
            assert page.locator("#text").evaluate("e => e.textContent") == entry.article.text
            styles = page.locator("#text mark").evaluate_all(
                """all => all.map(e => { const s = getComputedStyle(e), p = getComputedStyle(e.parentElement);
                    return [s.padding, s.margin, s.borderWidth, s.display, s.fontWeight === p.fontWeight]; })"""
            )
            assert {tuple(style) for style in styles} == {("0px", "0px", "0px", "inline", True)}
        # The letters before and behind the edge of a mark join as if there were none: the word is as wide as before.
        page.evaluate(
            """() => { const line = document.createElement("p"); line.id = "probe"; line.style.display = "inline-block";
                document.getElementById("text").append(line); }"""
        )
        widths = [
            page.locator("#probe").evaluate(
                "(e, inner) => { e.innerHTML = inner; return e.getBoundingClientRect().width; }", inner
            )
            for inner in ("للتحالفات", 'للتح<mark class="content">الفات</mark>', "للتح<bdi>الفات</bdi>")
        ]
        assert abs(widths[0] - widths[1]) < 0.5
        assert abs(widths[0] - widths[2]) > 0.5, "the probe sees a word that is broken"


def test_the_style_sheet_names_no_side() -> None:
    from kg.web.render import asset

    style = re.sub(r"/\*.*?\*/", "", asset("style.css").decode(), flags=re.DOTALL)
    physical = re.findall(r"(?:margin|padding|border|inset)-(?:left|right)|\b(?:left|right)\s*:|float\s*:", style)
    assert physical == []
    # code and queries run from left to right in both languages
    assert {rule.split("{")[0].strip() for rule in style.split("}") if "text-align: left" in rule} == {
        "code, pre",
        ".ask textarea",
    }


@pytest.mark.parametrize(
    "accepted, lang",
    [
        (None, "ar"),
        ("ar", "ar"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,ar;q=0.5,en;q=0.4", "ar"),
        ("de", "ar"),
        ("en;q=x", "ar"),
    ],
)
def test_the_language_is_that_of_the_browser_until_the_address_names_one(
    server: Server, accepted: str | None, lang: str
) -> None:
    headers = {} if accepted is None else {"Accept-Language": accepted}
    reply = server.request("GET", "/", headers=headers)
    assert f'<html lang="{lang}"' in reply.text
    assert reply.headers["vary"] == "accept-language"
    assert "set-cookie" not in reply.headers
    other = server.request("GET", "/?lang=en", headers=headers)
    assert '<html lang="en" dir="ltr">' in other.text
    assert all(
        "lang=" in link for link in links(other.text) if link.startswith("/") and not link.startswith("/assets/")
    )


def test_all_of_a_page_is_reached_by_keyboard_with_a_visible_focus(
    browser: Browser, server: Server, ids: dict[str, str]
) -> None:
    with opened(browser, locale="ar") as page:
        page.goto(f"{server.url}/person/{ids['عبد الله النجار']}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        wanted = page.locator("a[href], button, input:not([type=hidden]), summary, select, textarea").evaluate_all(
            "all => all.filter(e => e.checkVisibility()).length"
        )
        seen = 0
        for _ in range(wanted + 20):
            state = page.evaluate(
                """() => { const e = document.activeElement; if (e === document.body) return null;
                    const s = getComputedStyle(e); return [e.tagName, s.outlineStyle, s.outlineWidth]; }"""
            )
            if state is None:
                break
            if state[0] not in ("DIV", "MAIN"):  # a table that scrolls takes the focus too
                seen += 1
            assert state[1] != "none", f"no focus is seen on {state[0]}"
            page.keyboard.press("Tab")
        assert seen == wanted
        page.goto(f"{server.url}/person/{ids['عبد الله النجار']}")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.locator(".find input").focus()
        page.keyboard.type("قربي")
        page.keyboard.press("Enter")
        page.locator("#results a", has_text="سامر قربي").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/person/**")
        assert page.locator("h1").inner_text().strip() == "سامر قربي"


@pytest.mark.parametrize("lang, scheme", [("ar", "light"), ("en", "dark")])
def test_axe_finds_nothing_serious(
    browser: Browser, server: Server, main_pages: list[str], lang: str, scheme: Any
) -> None:
    script = AXE.read_text(encoding="utf-8")
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() in (AXE.parent / "README.md").read_text(encoding="utf-8")
    context = browser.new_context(locale=lang, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = {}
    for path in [path for path in main_pages if path not in ("outlets", "articles")]:
        page.goto(f"{server.url}/{path}{'&' if '?' in path else '?'}lang={lang}")
        page.evaluate(script)
        result = page.evaluate("axe.run()")
        assert len(result["passes"]) > 10, "axe has looked at the page"
        serious = [it for it in result["violations"] if it["impact"] in ("serious", "critical", "moderate")]
        found |= {f"{path}: {it['id']}": [node["html"][:200] for node in it["nodes"]][:3] for it in serious}
    context.close()
    assert found == {}


def test_a_printed_page_has_its_text_without_what_is_for_the_screen(
    browser: Browser, server: Server, ids: dict[str, str]
) -> None:
    with opened(browser) as page:
        page.goto(f"{server.url}/article/{ids['d1']}")
        page.emulate_media(media="print")
        assert not page.locator(".top nav").is_visible()
        assert page.locator("#text").is_visible()
        assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator("#text mark").first.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"


WRITES = {
    "cypher": [
        "CREATE (n:Entity {id: 'en-0'})",
        "MATCH (n) DETACH DELETE n",
        "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x",
    ],
    "sparql": [
        "INSERT DATA { <a:b> <c:d> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    ],
}


@pytest.mark.parametrize("dialect, query", [(dialect, query) for dialect, found in WRITES.items() for query in found])
def test_a_console_only_reads(server: Server, dialect: str, query: str) -> None:
    before = get(server, "/people").text
    reply = get(server, f"/console/{dialect}?query={quote(query)}")
    assert reply.status in (400, 403)
    assert 'role="alert"' in reply.text
    assert get(server, "/people").text == before


def test_consoles_answer_with_a_table_whose_identifiers_are_links(
    browser: Browser, server: Server, ids: dict[str, str]
) -> None:
    asked = {
        "cypher": "MATCH (e:Entity {name: 'سامر قربي'}) RETURN e.name AS name, e.id AS id ORDER BY id",
        "sparql": """PREFIX kg: <https://w3id.org/qawl/ns#>
SELECT ?name ?id { ?id a kg:Entity ; <https://schema.org/name> ?name FILTER(?name = "سامر قربي") }""",
    }
    for dialect, query in asked.items():
        with opened(browser) as page:
            page.goto(f"{server.url}/console/{dialect}?lang=ar")
            page.locator("textarea").fill(query)
            page.locator(".ask button").click()
            assert page.locator("#rows td").all_inner_texts() == ["سامر قربي", ids["سامر قربي"]]
            assert page.locator("textarea").input_value().strip() == query, "the query stays to go on with"
            page.locator("#rows td a").click()
            assert page.locator("h1").inner_text().strip() == "سامر قربي"


def test_a_query_that_takes_too_long_is_stopped_and_pages_go_on(server: Server) -> None:
    everything = ", ".join(f"({name}:Statement)" for name in "abcdef")
    endless = f"MATCH {everything} WHERE a.text < b.text AND c.text < d.text AND e.text < f.text RETURN count(*) AS n"
    reply = get(server, f"/console/cypher?query={quote(endless)}")
    assert reply.status == 400
    assert "was stopped" in reply.text
    assert get(server, "/").status == 200


def test_the_named_questions_of_a_console_run(server: Server) -> None:
    for dialect in ("cypher", "sparql"):
        queries = [link for link in links(get(server, f"/console/{dialect}").text) if "query=" in link]
        assert queries
        for link in queries:
            assert get(server, link).status == 200, unquote(link)


def test_pages_ask_for_a_host_of_ours(server: Server) -> None:
    for path in ("/", "/predictions", "/assets/style.css", "/console/cypher"):
        assert server.request("GET", path, headers={"Host": "news.example"}).status == 400
        assert server.request("GET", path, headers={"Origin": "https://news.example"}).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "person/en-0000000000000000",
        "outlet/x",
        "article/ar-0",
        "predictions/none",
        "person/../../etc",
        "assets/../app.py",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(server: Server, path: str) -> None:
    reply = get(server, f"/{path}")
    assert reply.status == 404
    if not path.startswith("assets"):
        assert "<h1>" in reply.text
    assert len(server.request("GET", f"/{path}").text.splitlines()) == 1, "a program gets a line"


def test_odd_searches_are_answered(server: Server) -> None:
    assert get(server, "/search?lang=en&q=" + "x" * 10_000).status == 400
    assert "too long" in get(server, "/search?lang=en&q=" + "x" * 10_000).text
    assert "There are no words" in get(server, "/search?lang=en&q=" + quote("؟!,.")).text
    for odd in ('"', "' OR 1=1 --", "NEAR(", "a AND", "\u202e\u200f", "%00", "*", "(" * 200):
        assert get(server, "/search?q=" + (odd if odd == "%00" else quote(odd))).status == 200


def test_an_empty_graph_has_pages(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "kg.db", create=True).close()
    with serving(tmp_path / "kg.db") as server:
        for path in ("/", "/people", "/outlets", "/articles", "/predictions", "/contradictions", "/search?q=x"):
            reply = get(server, path)
            assert reply.status == 200, path
            assert 'class="empty"' in reply.text, path


def test_what_is_added_is_shown_and_what_is_gone_is_told(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kg.db"
    shutil.copy(db, copy)
    with serving(copy) as server:
        assert "نبيهة الراوي" not in get(server, "/people").text
        draft = Draft(Article("قالت نبيهة الراوي إن الأمر واضح.", "n1", "الضفاف", published="2026-04-01", lang="ar"))
        draft.say(draft.source("نبيهة الراوي"), "الأمر واضح", "قالت", "نبيهة الراوي")
        with Ledger.open(copy) as ledger:
            add(ledger, [draft.done()])
            update_projections(ledger)
            path = graph_path(ledger)
        deadline = time.monotonic() + 20
        while "نبيهة الراوي" not in get(server, "/people").text:
            assert time.monotonic() < deadline, "the new article is not shown"
            time.sleep(0.3)
        path.unlink()
        copy.rename(tmp_path / "away.db")
        article = next(link for link in links(get(server, "/articles").text) if link.startswith("/article/"))
        reply = get(server, article.split("#")[0])
        assert reply.status == 503
        assert "kg doctor" in reply.text
        assert get(server, "/people").status == 200, "what is in memory is still shown"
