"""政务地图 as readers use it: with a keyboard, with a filter, on a phone, without scripts, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.keys import Keys

from auditor.browser.axe import find_axe, run_axe
from auditor.browser.chromium import chromium
from tests.browser.test_theme import set_width

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

MAP = "/bsfw/dt/"
PINS = "[...document.querySelectorAll('#map-box .pin')]"
SHOWN = "[...document.querySelectorAll('.places li:not([hidden])')]"


@pytest.fixture(scope="module")
def driver(demo_site: str) -> Iterator[Chrome]:
    """A Chromium that reaches the demo county only."""
    with chromium([demo_site]) as browser:
        yield browser.driver


@pytest.fixture(autouse=True)
def page(driver: Chrome, demo_site: str) -> Iterator[None]:
    """The map, anew and wide."""
    set_width(driver, 1280)
    driver.get("about:blank")
    driver.get(demo_site + MAP)
    yield
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def run(driver: Chrome, script: str) -> Any:
    """What an expression comes to in the page."""
    return driver.execute_script(f"return {script}")


def choose(driver: Chrome, field: str, text: str) -> None:
    """Choose the option that begins with a text, as a reader does."""
    driver.execute_script(
        "const s = document.getElementById(arguments[0]);"
        "s.value = [...s.options].find(o => o.text.startsWith(arguments[1])).value;"
        "s.dispatchEvent(new Event('input', {bubbles: true}))",
        field,
        text,
    )


def press(driver: Chrome, *keys: str) -> None:
    """Press keys where the focus is."""
    for key in keys:
        driver.switch_to.active_element.send_keys(key)


def test_every_entry_with_a_place_is_on_the_map_under_its_name(driver: Chrome) -> None:
    """The names that a screen reader is told are those of the list, each once; nothing lies on another."""
    names = run(driver, f"{PINS}.map(p => p.getAttribute('aria-label').split('，')[0])")
    listed = run(
        driver, f"{SHOWN}.filter(i => i.dataset.at).map(i => i.querySelector('.title > :is(a, b)').textContent)"
    )
    assert sorted(names) == sorted(listed)
    assert len(names) == 46
    assert run(driver, f"{PINS}.every(p => p.tabIndex === 0 && p.getAttribute('role') === 'button')")


def test_a_filter_by_kind_and_town_holds_for_list_and_map(driver: Chrome) -> None:
    """And says how many were found; clearing brings all back."""
    choose(driver, "map-kind", "医院")
    assert run(driver, "document.getElementById('map-status').textContent") == "找到 4 处。"
    choose(driver, "map-town", "石桥镇")
    assert run(driver, f"{SHOWN}.map(i => i.id)") == ["point-yy-03"]
    assert run(driver, f"{PINS}.map(p => p.getAttribute('aria-label'))") == ["石桥镇中心卫生院，医院"]
    assert run(driver, "document.querySelectorAll('.map-group:not([hidden])').length") == 1
    driver.find_element("id", "map-name").send_keys("没有的地方")
    assert "没有符合条件" in run(driver, "document.getElementById('map-status').textContent")
    driver.find_element("css selector", "#map-filter button").click()
    assert run(driver, f"new Promise(r => setTimeout(() => r({SHOWN}.length), 50))") == 46
    assert run(driver, f"{PINS}.length") == 46


def test_the_keyboard_goes_from_the_list_to_the_map_and_back(driver: Chrome) -> None:
    """Enter on the button opens what the map has; Escape closes it, and the focus is where it was."""
    button = driver.find_element("css selector", "#point-yy-01 button")
    driver.execute_script("arguments[0].focus()", button)
    press(driver, Keys.ENTER)
    assert run(driver, "document.querySelector('.map-popup').getAttribute('aria-label')") == "明川县人民医院"
    assert run(driver, "document.activeElement.className") == "map-popup"
    assert run(driver, "document.querySelector('.map-popup a[href^=\"tel:\"]').textContent").endswith("0000-5550311")
    press(driver, Keys.ESCAPE)
    assert run(driver, "document.querySelector('.map-popup')") is None
    assert run(driver, "document.activeElement.textContent") == "在图上看：明川县人民医院"


def test_the_keyboard_goes_from_the_map_to_the_list_and_back(driver: Chrome) -> None:
    """The marker opens the same words; a button leads to the entry, Escape to the marker."""
    pin = f"{PINS}.find(p => p.getAttribute('aria-label').startsWith('茶山村'))"
    driver.execute_script(f"{pin}.focus()")
    press(driver, Keys.ENTER)
    assert run(driver, "document.querySelector('.map-popup').textContent").strip().startswith("茶山村")
    press(driver, Keys.ESCAPE)
    assert run(driver, "document.activeElement.getAttribute('aria-label')") == "茶山村，村"
    press(driver, Keys.SPACE)
    driver.execute_script("document.querySelector('.map-popup button').focus()")
    press(driver, Keys.ENTER)
    assert run(driver, "document.activeElement.closest('li').id") == "village-chashan"


def test_points_that_would_lie_on_each_other_are_one_marker(driver: Chrome, demo_site: str) -> None:
    """On a phone; choosing it comes nearer until they stand apart."""
    set_width(driver, 360)
    driver.get(demo_site + MAP + "?")
    pins = run(driver, f"{PINS}.map(p => p.getAttribute('aria-label'))")
    assert len(pins) < 46
    first = next(number for number, name in enumerate(pins) if " 处：" in name)
    driver.execute_script(f"{PINS}[{first}].focus()")
    press(driver, Keys.ENTER)
    assert run(driver, f"{PINS}.includes(document.activeElement)")
    names = run(driver, f"{PINS}.map(p => p.getAttribute('aria-label'))")
    assert names != pins


def test_a_popup_on_a_phone_is_inside_the_map(driver: Chrome, demo_site: str) -> None:
    """Nothing of it is cut off, and no button lies over it."""
    set_width(driver, 360)
    driver.get(demo_site + MAP + "?")
    driver.execute_script("document.querySelector('#village-liulin button').click()")
    sides = (
        "['.leaflet-popup', '#map-box', '.map-side'].map(s => document.querySelector(s).getBoundingClientRect())"
        ".flatMap(r => [r.left, r.right])"
    )
    left, right, box_left, box_right, _, side_right = run(
        driver, f"new Promise(r => setTimeout(() => r({sides}), 1000))"
    )
    assert box_left <= left < right <= box_right <= side_right
    assert not driver.find_element("css selector", ".leaflet-control-zoom").is_displayed()


def test_a_village_s_page_leads_to_its_place(driver: Chrome, demo_site: str) -> None:
    """The entry is marked and the map shows it; the focus is not taken away."""
    driver.get(demo_site + "/villages/liulin/")
    driver.find_element("link text", "在地图上查看").click()
    assert driver.current_url.endswith("/bsfw/dt/#village-liulin")
    assert run(driver, "document.querySelector('.map-popup').getAttribute('aria-label')") == "柳林村"
    assert run(driver, "document.querySelector('.places .chosen').id") == "village-liulin"


def test_without_scripts_the_list_is_whole_and_the_picture_there(driver: Chrome, demo_site: str) -> None:
    """No filter, no button that does nothing."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(demo_site + MAP)
    text = driver.find_element("tag name", "main").text
    assert text.count("手机导航") == 46
    assert "示意图，不作为划界依据" in text
    assert "清除条件" not in text
    assert "在图上看" not in text
    assert driver.find_element("css selector", "#map-box img").size["width"] > 400


def test_an_open_popup_has_no_axe_finding(driver: Chrome) -> None:
    """Beside the page itself, which the theme's tests judge; of markers below it axe cannot tell the contrast."""
    driver.execute_script(f"{PINS}[0].click()")
    assert run(driver, "document.querySelector('.map-popup') !== null")
    _, results, _ = run_axe(driver, find_axe())
    doubts = [found for found in results if not (found.rule == "color-contrast" and found.outcome == "incomplete")]
    assert [(found.rule, found.outcome, found.nodes[0].html) for found in doubts] == []


def test_paper_has_the_list_and_not_the_map(driver: Chrome) -> None:
    """The map's picture would be without its points."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not driver.find_element("id", "map").is_displayed()
    assert not driver.find_element("id", "map-filter").is_displayed()
    assert driver.find_element("id", "point-zw-01").is_displayed()
