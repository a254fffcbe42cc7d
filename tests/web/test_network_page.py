"""The picture of a network in a real browser: what it draws, finds, filters and shows, and that it asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

import kg
from kg.search import name_key
from tests.networks import OFFICE, SCRIPT, make_networked

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "axe" / "axe.min.js"

#: remembers what is written on a canvas, before the page's own programs run
_SPY = """
window.written = [];
const own = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  window.written.push({ text, x, y, align: this.textAlign, direction: this.direction });
  return own.apply(this, arguments);
};
"""
#: the place on the screen of a node, of the middle of a tie
_NODE = """(name) => {
  const node = qawl.nodes.find((it) => it.name === name);
  const box = document.getElementById("picture").getBoundingClientRect();
  const { x, y } = qawl.sigma.graphToViewport({ x: node.x, y: node.y });
  const size = qawl.sigma.scaleSize(qawl.sigma.getNodeDisplayData(node.index).size);
  return { x: box.x + x, y: box.y + y, inX: x, inY: y, size };
}"""
_TIE = """([one, other]) => {
  const tie = qawl.ties.find((it) => new Set([it.left.name, it.right.name, one, other]).size === 2);
  const box = document.getElementById("picture").getBoundingClientRect();
  const [a, b] = [tie.left, tie.right].map((it) => qawl.sigma.graphToViewport({ x: it.x, y: it.y }));
  return { x: box.x + (a.x + b.x) / 2, y: box.y + (a.y + b.y) / 2 };
}"""
#: how many points of the labels' canvas are drawn on in a box around a node: left of it and right of it
_INK = """([x, y, size]) => {
  const canvas = qawl.sigma.getCanvases().labels;
  const ratio = canvas.width / canvas.clientWidth;
  const count = (from) => {
    const data = canvas.getContext("2d").getImageData(from * ratio, (y - 8) * ratio, 60 * ratio, 16 * ratio).data;
    return data.filter((it, place) => place % 4 === 3 && it > 0).length;
  };
  return { left: count(x - size - 61), right: count(x + size + 1) };
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    with kg.open(make_networked(folder / "kg.db")) as g:
        return g.network("all").save(folder / "network.html")


class Watched:
    """A page, all that it asked for, and all that went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda it: self.requests.append(it.url))
        page.on("pageerror", lambda it: self.faults.append(str(it)))
        page.on("console", lambda it: self.faults.append(it.text) if it.type == "error" else None)
        page.on("dialog", lambda it: self.faults.append(it.message))


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, opened from its file; whatever a test does, nothing is asked for and nothing goes wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    opened = context.new_page()
    watched = Watched(opened)
    opened.add_init_script(_SPY)
    opened.goto(file.as_uri())
    opened.wait_for_function("window.written.length > 5")
    yield opened
    asked = [url for url in watched.requests if url != file.as_uri()]
    faults = watched.faults
    context.close()
    assert asked == []
    assert faults == []


def click_tie(page: Page, names: list[str]) -> None:
    """Click a tie; what lies under the pointer is known only once the picture was drawn, which takes its time."""
    for _ in range(20):
        at = page.evaluate(_TIE, names)
        page.mouse.move(at["x"], at["y"])
        page.mouse.click(at["x"], at["y"])
        if page.locator("#panel article").count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"no click reached the tie of {names}")


def panel(page: Page) -> str:
    return page.locator("#panel").inner_text()


def test_names_stand_to_the_right_of_their_nodes(page: Page) -> None:
    for name in ("عبد الله الصافي", "هدى المارديني", OFFICE, "John O'Neil"):
        node: dict[str, float] = page.evaluate(_NODE, name)
        drawn: list[dict[str, Any]] = page.evaluate("(name) => window.written.filter((it) => it.text === name)", name)
        assert drawn[-1]["align"] == "left"
        assert drawn[-1]["direction"] == ("ltr" if name.isascii() else "rtl")
        assert drawn[-1]["x"] > node["inX"] + node["size"]


def test_the_ink_of_a_name_is_right_of_its_node(page: Page) -> None:
    """Of the source that stands alone, so that no other name is near."""
    node = page.evaluate(_NODE, "ريم الساعدي")
    ink = page.evaluate(_INK, [node["inX"], node["inY"], node["size"]])
    assert ink["right"] > 100
    assert ink["left"] == 0


def test_the_name_of_a_chosen_source_too(page: Page) -> None:
    node = page.evaluate(_NODE, "ريم الساعدي")
    page.evaluate("window.written.length = 0")
    page.mouse.move(node["x"], node["y"])
    page.wait_for_function("window.written.some((it) => it.text === 'ريم الساعدي')")
    drawn = page.evaluate("window.written.filter((it) => it.text === 'ريم الساعدي')")
    assert all(it["align"] == "left" and it["direction"] == "rtl" and it["x"] > node["inX"] for it in drawn)


@pytest.mark.parametrize(
    "typed, found",
    [
        ("الإِرهـــاب", OFFICE),
        ("ارهاب", OFFICE),
        ("الارهاب", OFFICE),
        ("الار", OFFICE),
        ("مكتب", OFFICE),
        ("مكتب مكافح", OFFICE),
        ("عبدالله الصافى", "عبد الله الصافي"),
        ("عبد الل", "عبد الله الصافي"),
        ("الصّافي", "عبد الله الصافي"),
        ("صافي", "عبد الله الصافي"),
        ("هدي", "هدى المارديني"),
        ("ﻫﺪﻯ", "هدى المارديني"),
        ("o'neil", "John O'Neil"),
        ("JOHN", "John O'Neil"),
        ("\u202bالمرسي\u200f", "وكالة المرسى"),
    ],
)
def test_search_folds_what_is_typed(page: Page, typed: str, found: str) -> None:
    page.fill("#search", typed)
    assert page.locator("#found [role=option] > bdi").first.inner_text() == found


@pytest.mark.parametrize("typed", ["لا أحد", "!", "  ", "a" * 10_000, "<z>"])
def test_search_tells_where_nothing_is_found(page: Page, typed: str) -> None:
    page.fill("#search", typed)
    if typed.strip():
        assert page.locator("#found").inner_text() == "لا مصدر بهذا الاسم"
    else:
        assert not page.locator("#found").is_visible()


def test_javascript_and_python_make_the_same_key(page: Page) -> None:
    names = [*page.evaluate("qawl.nodes.map((it) => it.name)"), "أبو بكر الحلبي", "سيف الدين مراد", "٢٤ ساعة", "Straße"]
    keys = page.evaluate("(names) => names.map((it) => qawl.searchKeys(it)[0] || '')", names)
    assert keys == [name_key(name).rstrip() for name in names]


def test_search_goes_by_keyboard_to_a_source(page: Page) -> None:
    page.focus("#search")
    page.keyboard.type("ا")
    page.keyboard.press("Escape")
    assert page.get_attribute("#search", "aria-expanded") == "false"
    page.keyboard.type("لمار")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "هدى المارديني"
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first tie, that with most articles
    assert "عبد الله الصافي" in page.locator("#panel h2").inner_text()
    assert "الحدود لن تهدأ" in panel(page)


def test_the_hint_of_the_empty_box_is_on_the_side_of_the_page(page: Page) -> None:
    assert page.evaluate("getComputedStyle(document.getElementById('search')).direction") == "rtl"
    page.fill("#search", "John")
    assert page.evaluate("getComputedStyle(document.getElementById('search')).direction") == "ltr"


def test_a_click_on_a_tie_shows_the_very_statements(page: Page) -> None:
    click_tie(page, ["عبد الله الصافي", "هدى المارديني"])
    cards = page.locator("#panel article")
    assert cards.count() == 2
    assert cards.nth(0).locator("blockquote").all_inner_texts() == ["السوق نشطة", "السوق راكدة"]
    older = cards.nth(1)
    assert older.locator("blockquote").all_inner_texts() == ["تهدأ الحدود", "الحدود لن تهدأ", "الطريق طويل"]
    assert older.locator("figcaption").first.inner_text() == "عبد الله الصافي المحلل السياسي"
    assert older.locator(".facts").inner_text().split() == ["الضفاف", "2025-11-03"]
    link = older.locator("a")
    assert (link.get_attribute("href"), link.inner_text()) == ("https://difaf.example/n1", "الحدود والمعبر")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert cards.nth(0).locator("a").count() == 0


def test_a_citation_tells_through_whom(page: Page) -> None:
    click_tie(page, ["John O'Neil", "وكالة المرسى"])
    assert page.locator("#panel .way").inner_text() == "نقلا عن وكالة المرسى"
    assert page.locator("#panel blockquote").all_inner_texts() == ["الأسعار ترتفع"]


def test_a_click_on_a_source_and_back_again(page: Page) -> None:
    node = page.evaluate(_NODE, "هدى المارديني")
    page.mouse.click(node["x"], node["y"])
    assert page.locator("#panel h2").inner_text() == "هدى المارديني"
    assert "باحث" in panel(page)
    page.locator("#panel .list button").first.click()
    assert page.locator("#panel article").count() == 2
    page.locator("#panel .back").click()
    assert page.locator("#panel h2").inner_text() == "هدى المارديني"
    page.locator("#panel .back").click()
    assert page.locator("#panel h2").inner_text() == "أبرز المصادر"


def test_neighbours_stay_and_the_rest_fades_under_the_pointer(page: Page) -> None:
    node = page.evaluate(_NODE, "John O'Neil")
    page.mouse.move(node["x"], node["y"])
    page.wait_for_function("qawl.ties.some((it) => qawl.sigma.getEdgeDisplayData(it.index).hidden)")
    shown = page.evaluate(
        "qawl.ties.filter((it) => !qawl.sigma.getEdgeDisplayData(it.index).hidden)"
        '.map((it) => [it.left.name, it.right.name].includes("John O\'Neil"))'
    )
    assert shown == [True] * 3
    assert page.evaluate("(i) => qawl.sigma.getNodeDisplayData(i).label", 0) != ""
    label = "(name) => qawl.sigma.getNodeDisplayData(qawl.nodes.find((it) => it.name === name).index).label"
    assert page.evaluate(label, OFFICE) == ""
    page.mouse.move(5, 5)
    page.wait_for_function("qawl.ties.every((it) => !qawl.sigma.getEdgeDisplayData(it.index).hidden)")
    assert page.evaluate(label, OFFICE) == OFFICE


def shown_ties(page: Page) -> int:
    return int(page.evaluate("qawl.ties.filter((it) => !qawl.sigma.getEdgeDisplayData(it.index).hidden).length"))


def test_filters_by_date(page: Page) -> None:
    assert shown_ties(page) == 7
    page.fill("#from", "2025-12-01")
    assert shown_ties(page) == 5
    page.fill("#to", "2025-12-31")
    assert shown_ties(page) == 4
    assert "4 روابط" in page.locator("#counts").inner_text()
    page.fill("#to", "2025-12-02")
    assert page.locator("#notice").inner_text() == "لا شيء يطابق التصفية."
    page.click("#reset")
    page.wait_for_function("qawl.ties.every((it) => !qawl.sigma.getEdgeDisplayData(it.index).hidden)")
    assert not page.locator("#notice").is_visible()


def test_filters_by_kind_of_tie_and_source_and_by_number(page: Page) -> None:
    page.uncheck("#cited")
    assert shown_ties(page) == 6
    page.uncheck("#quoted")
    assert shown_ties(page) == 0
    page.check("#cited")
    assert shown_ties(page) == 1
    page.check("#quoted")
    page.uncheck("[data-kind=organization]")
    assert shown_ties(page) == 5
    page.fill("#least", "2")
    assert shown_ties(page) == 1
    assert "الطريق طويل" not in panel(page)


def test_a_panel_follows_the_filters(page: Page) -> None:
    click_tie(page, ["عبد الله الصافي", "هدى المارديني"])
    page.fill("#from", "2025-12-01")
    assert page.locator("#panel blockquote").all_inner_texts() == ["السوق نشطة", "السوق راكدة"]


def test_sources_without_ties_can_be_left_out(page: Page) -> None:
    assert "ريم الساعدي" in panel(page)
    page.uncheck("#alone")
    assert "ريم الساعدي" not in panel(page)


def test_the_interface_is_mirrored(page: Page) -> None:
    def side() -> tuple[float, float]:
        boxes = [page.locator(it).bounding_box() for it in ("#panel", "#picture")]
        assert boxes[0] is not None
        assert boxes[1] is not None
        return boxes[0]["x"], boxes[1]["x"]

    panel_x, picture_x = side()
    assert panel_x < picture_x
    page.click("#language")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    panel_x, picture_x = side()
    assert panel_x > picture_x
    assert page.title() == "Network of sources"
    assert page.get_attribute("#search", "placeholder") == "Find a source"
    assert page.locator("#counts").inner_text().split("  ")[0].startswith("7 sources")
    assert page.locator("#panel h2").inner_text() == "Main sources"
    node = page.evaluate(_NODE, "ريم الساعدي")
    ink = page.evaluate(_INK, [node["inX"], node["inY"], node["size"]])
    assert ink["left"] == 0
    page.click("#language")
    assert page.title() == "شبكة المصادر"


def test_script_in_names_and_texts_is_shown_and_never_run(page: Page) -> None:
    page.fill("#search", "سعاد")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == f"سعاد {SCRIPT} الغريب"
    assert page.locator("#panel blockquote").inner_text() == f"{SCRIPT} & $x^2$ لا يعمل"
    assert page.locator("#panel a").count() == 0  # its address is no web address
    assert page.evaluate("window.broken") is None
    assert page.locator("#panel img, #panel script").count() == 0


def test_keys_move_and_zoom_the_picture(page: Page) -> None:
    page.focus("#picture")
    before = page.evaluate("qawl.sigma.getCamera().getState()")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    after = page.evaluate("qawl.sigma.getCamera().getState()")
    assert after["ratio"] < before["ratio"]
    assert after["x"] < before["x"]
    page.click("#fit")
    assert page.evaluate("qawl.sigma.getCamera().getState()") == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, file: Path, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.qawl")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for step in ("0", "qawl.choose(qawl.ties[0])", "qawl.choose(qawl.nodes[0])"):
        page.evaluate(step)
        result = page.evaluate("axe.run()")
        assert len(result["passes"]) > 10
        assert [(it["id"], it["nodes"][0]["failureSummary"]) for it in result["violations"]] == []
    context.close()


def test_a_narrow_screen_has_room_for_all(browser: Browser, file: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.getElementById('filters').open") is False
    page.close()


def test_without_javascript_there_is_a_table(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("noscript tr").count() == 8
    context.close()


def test_the_frame_of_a_notebook_draws_too(browser: Browser, file: Path, tmp_path: Path) -> None:
    with kg.open(file.with_name("kg.db")) as g:
        html = g.network("all", ego="هدى")._repr_html_()
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!DOCTYPE html><meta charset='utf-8'>{html}", encoding="utf-8")
    page = browser.new_page()
    watched = Watched(page)
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe")
    assert frame.locator("#title").inner_text() == "شبكة المصادر حول هدى المارديني"
    assert frame.locator("#panel h2").inner_text() == "هدى المارديني"
    assert frame.locator("#picture canvas").count() > 3
    assert [url for url in watched.requests if not url.startswith(("file:", "about:srcdoc"))] == []
    assert watched.faults == []
    page.close()


def test_an_empty_network_says_so(browser: Browser, tmp_path: Path) -> None:
    with kg.open(tmp_path / "kg.db", create=True) as g:
        file = g.network().save(tmp_path / "empty.html")
    page = browser.new_page()
    watched = Watched(page)
    page.goto(file.as_uri())
    assert page.locator("#notice").inner_text() == "لا مصادر في هذه الشبكة."
    page.fill("#search", "هدى")
    page.click("#language")
    assert page.locator("#notice").inner_text() == "There are no sources in this network."
    assert watched.faults == []
    page.close()
