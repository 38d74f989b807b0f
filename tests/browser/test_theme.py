"""The theme as readers meet it: the demo county in a real Chromium, with scripts and without, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import turbohtml

from auditor.browser.axe import find_axe, run_axe
from auditor.browser.chromium import chromium
from auditor.model import AxeResult

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

ARTICLE_BUDGET = 60_000
"""Bytes of HTML and CSS that an article may need: design.md asks for pages that an old phone can open."""

ELDER_FONT = 24
"""CSS pixels in 18 pt, the least size of the elder edition (互联网网站适老化通用设计规范)."""

LOADS = (
    "script[src], link[rel~=stylesheet], link[rel~=icon], img[src], iframe[src], source[src], video[src], audio[src]"
)

TEMPLATES = {
    "home": 'class="kind-home"',
    "column with a tree": 'data-gk="column-tree"',
    "column with pages": 'data-gk="pager"',
    "article": 'data-gk="body"',
    "open document": 'data-gk="header-table"',
    "document with attachments": 'data-gk="attachments"',
    "policy": 'class="kind-content official"',
    "document with a table of contents": 'class="toc"',
    "document with a banner": 'class="banner top',
    "topic": 'class="kind-column topic-page"',
    "town": 'id="members"',
    "village": 'id="part1"',
    "villages": 'class="towns"',
    "supervision": 'class="grid heat"',
    "reminders": 'class="grid list"',
    "notice board": 'class="sheet cover"',
    "poster": 'class="poster"',
    "sheet of codes": 'class="codes"',
    "kiosk": 'class="kiosk-tiles',
    "kiosk of a village": 'name="gk-frame"',
    "sitemap": 'class="map"',
    "search": 'id="search-results"',
    "not found": 'class="code"',
    "withdrawn": 'class="gone"',
    "policy library": 'id="found-list"',
    "policies of a kind": '的下级分类"',
    "clean-up table": 'class="findings"',
    "disclosure table": 'class="records"',
    "map": 'id="map-filter"',
    "row of a disclosure table": 'class="stages"',
    "style page": 'class="card style-page"',
}
"""Each template, or part of one that is not on every page, and the markup that tells it."""

OPTIONAL = ("column with pages",)
"""Needs more documents in one column than the demo county may have."""


@pytest.fixture(scope="module")
def pages(demo_output: Path) -> dict[str, str]:
    """Every HTML page of the demo county by its root-relative address."""
    return {
        "/" + str(path.relative_to(demo_output)).removesuffix("index.html"): path.read_text(encoding="utf-8")
        for path in sorted(demo_output.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def examples(pages: dict[str, str]) -> dict[str, str]:
    """The address of one page for each of TEMPLATES, the first that holds its markup."""
    found = {name: next((url for url, html in pages.items() if mark in html), "") for name, mark in TEMPLATES.items()}
    missing = [name for name, url in found.items() if not url and name not in OPTIONAL]
    assert not missing, f"the demo county has no page for: {missing}"
    return {name: url for name, url in found.items() if url}


@pytest.fixture(scope="module")
def driver(demo_site: str) -> Iterator[Chrome]:
    """A Chromium that reaches the demo county only."""
    with chromium([demo_site]) as browser:
        yield browser.driver


@pytest.fixture(autouse=True)
def fresh(driver: Chrome, demo_site: str) -> Iterator[None]:
    """Each test starts without remembered choices, with scripts, in a wide window."""
    yield
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": demo_site, "storageTypes": "local_storage"})


def set_width(driver: Chrome, width: int) -> None:
    """Give the page a viewport of ``width`` CSS pixels; headless windows themselves stop at about 500."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_no_template_has_an_axe_finding_or_scrolls_sideways(
    driver: Chrome, demo_site: str, examples: dict[str, str], width: int, mode: str
) -> None:
    """Neither violations nor anything axe leaves to a person, in both editions, on a phone and on a desk."""
    set_width(driver, width)
    driver.get(demo_site + "/")
    driver.execute_script("localStorage.setItem('gk-mode', arguments[0])", mode)
    wrong = []
    for name, url in examples.items():
        driver.get(demo_site + url)
        _, results, _ = run_axe(driver, find_axe())
        wrong += [(name, r.rule, r.outcome, r.nodes[0].html) for r in results if not scrolled_out(r)]
        if driver.execute_script("return document.documentElement.scrollWidth") > width:
            wrong.append((name, "scrolls sideways", url, ""))
    assert wrong == []


def test_no_template_has_an_axe_finding_or_runs_off_the_paper_in_print(
    driver: Chrome, demo_site: str, examples: dict[str, str]
) -> None:
    """What is printed is judged as well: 794 CSS pixels are the width of an A4 sheet."""
    set_width(driver, 794)
    wrong = []
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for name, url in examples.items():
            driver.get(demo_site + url)
            _, results, _ = run_axe(driver, find_axe())
            wrong += [(name, r.rule, r.nodes[0].html) for r in results if r.outcome == "violation"]
            if driver.execute_script("return document.documentElement.scrollWidth") > 794:
                wrong.append((name, "wider than the paper", url))
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert wrong == []


def test_large_print_is_18_pt_everywhere_and_ends_with_the_printing(
    driver: Chrome, demo_site: str, examples: dict[str, str]
) -> None:
    """The button prints once in large type; the page on the screen is as before."""
    driver.get(demo_site + examples["open document"])
    driver.execute_script("window.print = () => { window.printed = document.documentElement.dataset.print; }")
    driver.find_element("css selector", '[data-print="large"]').click()
    assert driver.execute_script("return window.printed") == "large"
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert smallest_font(driver) >= ELDER_FONT
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    driver.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert driver.execute_script("return document.documentElement.hasAttribute('data-print')") is False
    assert body_font(driver) < ELDER_FONT


def test_style_page_shows_every_colour_and_its_true_contrast(pages: dict[str, str], demo_output: Path) -> None:
    """The living style page cannot drift from the stylesheet: values and ratios are worked out again."""
    head = (demo_output / "theme" / "site.css").read_text(encoding="utf-8").partition("}")[0]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", head))
    tree = turbohtml.parse(pages["/style/"])
    shown = [code.text.strip() for code in tree.select(".swatches code")]
    assert dict(zip(shown[::2], shown[1::2], strict=True)) == {f"--{name}": value for name, value in colours.items()}
    cells = tree.select("[data-pair]")
    assert len(cells) > 10
    for cell in cells:
        ink, ground = str(cell.attrs["data-pair"]).split()
        ratio = contrast(colours[ink], colours[ground])
        assert cell.text.strip() == f"{int(ratio * 10) / 10:.1f}:1", (ink, ground)
        assert ratio >= (3 if ink == "edge" else 4.5), (ink, ground)


def test_official_documents_open_with_their_header_table(
    driver: Chrome, demo_site: str, examples: dict[str, str]
) -> None:
    """Table, title, number, source line, text: in the order a reader of official documents expects."""
    driver.get(demo_site + examples["policy"])
    order = driver.execute_script(
        "return [...document.querySelectorAll('.header-table, h1, .doc-no, .source, .body')].map(e => e.classList[0] ?? '')"
    )
    assert [name for name in order if name in ("header-table", "top", "doc-no", "source", "body")][:2] == [
        "header-table",
        "top",
    ]
    assert order[-1] == "body"


def test_pages_ask_nothing_of_another_host(driver: Chrome, demo_site: str, examples: dict[str, str]) -> None:
    """What the browser really asked for, script and style included, came from the site itself."""
    asked = set()
    for url in examples.values():
        driver.get(demo_site + url)
        asked |= set(driver.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)"))
    assert f"{demo_site}/theme/site.css" in asked
    assert [name for name in sorted(asked) if not name.startswith((demo_site + "/", "data:"))] == []


DATA = "application/ld+json"


def test_no_page_holds_inline_code_or_foreign_sources(pages: dict[str, str]) -> None:
    """A Content-Security-Policy of 'self' breaks nothing; it does not bar data blocks, which are never run."""
    wrong = []
    for url, html in pages.items():
        tree = turbohtml.parse(html)
        wrong += [
            (url, "inline script")
            for node in tree.select("script")
            if not node.attrs.get("src") and node.attrs.get("type") != DATA
        ]
        wrong += [(url, "inline style") for _ in tree.select("style, [style]")]
        wrong += [(url, name) for node in tree.select("*") for name in node.attrs if name.startswith("on")]
        sources = [str(node.attrs.get("src") or node.attrs.get("href")) for node in tree.select(LOADS)]
        wrong += [(url, source) for source in sources if urlsplit(source).netloc]
    assert wrong == []


def test_ids_are_unique_and_there_is_one_h1_and_one_main(pages: dict[str, str]) -> None:
    """What validators ask first, on every page of the site."""
    wrong = []
    for url, html in pages.items():
        tree = turbohtml.parse(html)
        ids = [str(node.attrs["id"]) for node in tree.select("[id]")]
        wrong += [(url, name) for name in sorted(set(ids)) if ids.count(name) > 1]
        wrong += [(url, tag) for tag in ("h1", "main") if len(tree.select(tag)) != 1]
    assert wrong == []


def test_elder_edition_is_remembered_until_it_is_left(driver: Chrome, demo_site: str, examples: dict[str, str]) -> None:
    """One click, and every page after it is large, before its first paint; another click, and none is."""
    driver.get(demo_site + examples["article"])
    assert body_font(driver) < ELDER_FONT
    driver.find_element("css selector", '[data-gk="elder-entry"]').click()
    assert body_font(driver) >= ELDER_FONT
    driver.refresh()
    assert body_font(driver) >= ELDER_FONT
    driver.get(demo_site + examples["home"])
    assert smallest_font(driver) >= ELDER_FONT
    driver.find_element("css selector", ".elder-out").click()
    driver.refresh()
    assert body_font(driver) < ELDER_FONT


def test_elder_choice_is_applied_by_a_script_that_blocks_rendering(pages: dict[str, str]) -> None:
    """Deferred, it would run after the first paint and the page would flicker."""
    head = pages["/"].partition("</head>")[0]
    assert '<script src="/theme/head.js"></script>' in head


def test_without_scripts_an_article_can_be_read_and_enlarged(
    driver: Chrome, demo_site: str, examples: dict[str, str], pages: dict[str, str]
) -> None:
    """Title, source line, text and address are there, no dead button is, and the elder entry still works."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    url = examples["article"]
    driver.get(demo_site + url)
    text = driver.find_element("css selector", "main").text
    assert turbohtml.parse(pages[url]).select("main h1")[0].text.strip() in text
    assert "发布时间" in text
    assert str(turbohtml.parse(pages[url]).select("link[rel=canonical]")[0].attrs["href"]) in text
    assert len(driver.find_element("css selector", '[data-gk="body"]').text) > 20
    assert [
        button.text for button in driver.find_elements("css selector", "main button") if button.is_displayed()
    ] == []
    entry = driver.find_element("css selector", '[data-gk="elder-entry"]')
    assert entry.is_displayed()
    entry.click()
    assert body_font(driver) >= ELDER_FONT


def test_without_scripts_search_leads_to_the_sitemap(driver: Chrome, demo_site: str, examples: dict[str, str]) -> None:
    """The search page says why nothing is listed, and where to go instead."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(demo_site + examples["search"])
    assert driver.find_element("css selector", 'main a[href="/sitemap.html"]').is_displayed()


def test_search_finds_a_document_by_words_of_its_title(
    driver: Chrome, demo_site: str, examples: dict[str, str], pages: dict[str, str]
) -> None:
    """The form of any page leads to a list that holds the document, sorted by column; what is repealed says so; nonsense
    is answered with a sentence."""
    from selenium.webdriver.support.ui import WebDriverWait

    url = examples["open document"]
    title = turbohtml.parse(pages[url]).select("h1")[0].text.strip()
    driver.get(demo_site + "/")
    box = driver.find_element("css selector", '[data-gk="search"] input')
    box.send_keys(title[-8:])
    box.submit()
    WebDriverWait(driver, 10).until(lambda d: d.find_elements("css selector", "#search-results a"))
    links = driver.find_elements("css selector", "#search-results a")
    assert demo_site + url in [link.get_attribute("href") for link in links]

    kinds = {a.text: a for a in driver.find_elements("css selector", "#search-kinds a")}
    assert any(name.startswith("政务公开（") for name in kinds), kinds
    next(a for name, a in kinds.items() if name.startswith("政务公开")).click()
    WebDriverWait(driver, 10).until(lambda d: d.find_elements("css selector", "#search-results a"))
    paths = [a.get_attribute("href") for a in driver.find_elements("css selector", "#search-results a")]
    assert all(path.startswith(demo_site + "/zwgk/") for path in paths)
    assert driver.find_element("css selector", "#search-kinds [aria-current]").text.startswith("政务公开")

    driver.get(demo_site + "/search/?q=村级公益设施管护办法")
    tags = WebDriverWait(driver, 10).until(lambda d: d.find_elements("css selector", "#search-results .tag.void"))
    assert [tag.text for tag in tags] == ["废止"]

    driver.get(demo_site + "/search/?q=%3Cb%3E不存在的词")
    said = WebDriverWait(driver, 10).until(
        lambda d: re.search("没有找到.*", d.find_element("css selector", "#search-status").text)
    )
    assert "<b>不存在的词" in said.group()


def test_the_policy_library_finds_by_several_conditions(
    driver: Chrome, demo_site: str, examples: dict[str, str]
) -> None:
    """The form narrows and sorts; what nothing fits is answered with a sentence, and the address keeps what was asked."""
    from selenium.webdriver.support.ui import Select, WebDriverWait

    driver.get(demo_site + examples["policy library"])
    Select(driver.find_element("id", "finder-validity")).select_by_value("有效")
    Select(driver.find_element("id", "finder-year")).select_by_value("2026")
    Select(driver.find_element("id", "finder-sort")).select_by_value("written")
    driver.find_element("id", "finder-q").send_keys("办法 明政办规")
    driver.find_element("css selector", ".finder button").click()
    rows = WebDriverWait(driver, 10).until(lambda d: d.find_elements("css selector", "#found-list li"))
    texts = [row.text for row in rows]
    assert len(texts) > 1
    assert all("有效" in text and "办法" in text and "明政办规〔2026〕" in text for text in texts)
    days = [match[1] for text in texts if (match := re.search(r"成文 (\S+)", text))]
    assert len(days) == len(texts)
    assert days == sorted(days)
    assert not driver.find_element("id", "newest").is_displayed()
    assert Select(driver.find_element("id", "finder-year")).first_selected_option.text == "2026年"
    driver.get(driver.current_url.replace("2026", "1926"))
    WebDriverWait(driver, 10).until(lambda d: "没有符合" in d.find_element("id", "found-status").text)


def test_without_scripts_the_policy_library_is_browsed(
    driver: Chrome, demo_site: str, examples: dict[str, str]
) -> None:
    """No form that could not work; every topic is a link to a page of its own."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(demo_site + examples["policy library"])
    assert not driver.find_element("css selector", ".finder").is_displayed()
    links = [a for a in driver.find_elements("css selector", ".ways a") if a.is_displayed()]
    assert links
    links[0].click()
    assert driver.find_elements("css selector", ".policies li")


def test_qr_code_is_drawn_beside_the_canonical_address(
    driver: Chrome, demo_site: str, examples: dict[str, str]
) -> None:
    """The picture has a Chinese name and modules; the address it stands for is printed too."""
    driver.get(demo_site + examples["article"])
    box = driver.find_element("css selector", '[data-gk="qr"]')
    picture = box.find_element("css selector", "svg[role=img]")
    assert "二维码" in picture.get_attribute("aria-label")
    assert len(picture.find_element("css selector", "path").get_attribute("d")) > 1000
    canonical = driver.find_element("css selector", "link[rel=canonical]").get_attribute("href")
    assert box.get_attribute("data-url") == canonical
    assert canonical in box.text


def test_print_hides_navigation_and_keeps_the_address(driver: Chrome, demo_site: str, examples: dict[str, str]) -> None:
    """A printed page is the document and where it came from, black on white."""
    driver.get(demo_site + examples["open document"])
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for selector in (".nav", '[data-gk="search"]', '[data-gk="breadcrumb"]', ".tools"):
            assert not driver.find_element("css selector", selector).is_displayed(), selector
        for selector in ("h1", '[data-gk="header-table"]', '[data-gk="body"]', ".qr .address"):
            assert driver.find_element("css selector", selector).is_displayed(), selector
        assert driver.find_element("css selector", ".head").value_of_css_property("background-color") in (
            "rgba(0, 0, 0, 0)",
            "transparent",
        )
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_an_article_needs_less_than_60_kb_of_html_and_css(pages: dict[str, str], demo_output: Path) -> None:
    """The heaviest article of the demo county, uncompressed, with every stylesheet it asks for."""
    sheets = set(re.findall(r'<link rel="stylesheet"[^>]* href="/([^"]+)"', pages["/"]))
    css = sum((demo_output / sheet).stat().st_size for sheet in sheets)
    heaviest = max(len(html.encode()) for html in pages.values() if TEMPLATES["article"] in html)
    assert css > 0
    assert heaviest + css < ARTICLE_BUDGET


def scrolled_out(result: AxeResult) -> bool:
    """Whether axe only cannot see the contrast of cells of a wide table that are scrolled out of view."""
    cells = all(node.html.startswith(("<td", "<th")) for node in result.nodes)
    return result.outcome == "incomplete" and result.rule == "color-contrast" and cells


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours written #rgb or #rrggbb."""

    def luminance(colour: str) -> float:
        digits = colour.removeprefix("#")
        digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def body_font(driver: Chrome) -> float:
    """Size of the page's ordinary text in CSS pixels."""
    return float(driver.find_element("css selector", "body").value_of_css_property("font-size").removesuffix("px"))


def smallest_font(driver: Chrome) -> float:
    """The smallest size in CSS pixels among elements that print text."""
    size: float = driver.execute_script(
        """
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        let least = Infinity;
        while (walker.nextNode()) {
          const node = walker.currentNode, box = node.parentElement;
          if (node.data.trim() && box.offsetWidth > 1 && box.tagName !== 'SCRIPT')
            least = Math.min(least, parseFloat(getComputedStyle(box).fontSize));
        }
        return least;
        """
    )
    return size
