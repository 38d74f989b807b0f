"""report.html in a real Chromium: accessible, deaf to what it quotes, and quick to search when it is long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.browser import axe
from auditor.browser.axe import find_axe, run_axe
from auditor.browser.chromium import chromium
from auditor.browser.folder import serve_folder
from auditor.model import Family
from auditor.reports.html_report import write_html
from tests.auditor.reports.invented import finding, full_report, many, report
from tests.auditor.reports.test_html_report import BREAKOUTS

pytestmark = pytest.mark.browser

MANY = 20_000
FAMILIES = Family.__args__
MEGABYTES = 1_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports that are opened."""
    folder = tmp_path_factory.mktemp("reports")
    write_html(full_report(), folder / "full.html")
    write_html(report(), folder / "clean.html")
    write_html(report(*many(5)), folder / "five.html")
    write_html(report(*many(300)), folder / "hundreds.html")
    write_html(report(*many(MANY)), folder / "many.html")
    write_html(
        report(*(finding(evidence=text, message=text, target=text) for text in BREAKOUTS)), folder / "hostile.html"
    )
    unfolded = (folder / "full.html").read_text(encoding="utf-8").replace("<details", "<details open")
    (folder / "unfolded.html").write_text(unfolded, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def open_report(folder: Path) -> Iterator[Any]:
    """A function that opens a report and returns the driver."""
    with serve_folder(folder) as origin, chromium([origin]) as browser:

        def show(name: str, width: int = 1280) -> Any:
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            name, _, state = name.partition("#")
            browser.driver.get("about:blank")  # so that another state of the same file is loaded anew
            browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            browser.driver.get(f"{origin}/{name}.html" + (f"#{state}" if state else ""))
            return browser.driver

        yield show


def choose(driver: Any, **values: str) -> None:
    """Set fields of the filter as a reader would, and wait until it has been applied."""
    driver.execute_async_script(
        """const form = document.getElementById('filter');
        setTimeout(arguments[1], 300);  // after the filter's own timers, however slow the machine
        for (const [name, value] of Object.entries(arguments[0])) {
          form.elements[name].value = value;
          (form.elements[name].dispatchEvent ? form.elements[name] : form).dispatchEvent(new Event('input', {bubbles: true}));
        }""",
        values,
    )


def reset(driver: Any) -> None:
    """Press the button that clears the filter, and wait until it has been applied."""
    driver.execute_async_script("document.querySelector('button[type=reset]').click(); setTimeout(arguments[0], 300)")


def shown(driver: Any) -> list[str]:
    """Numbers of the rows that are not hidden, in the order they stand."""
    return driver.execute_script(
        """return Array.from(document.querySelectorAll('.row'))
          .filter(row => !row.closest('[hidden]')).map(row => row.querySelector('.no').textContent)"""
    )


def says(driver: Any) -> str:
    """What the filter says of itself."""
    return driver.execute_script("return document.querySelector('output').value")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_report_has_no_accessibility_violation(open_report, width: int, monkeypatch: pytest.MonkeyPatch):
    """Zero axe violations with 0, 5, 34 and 300 findings, folded and unfolded, grouped in every way."""
    monkeypatch.setattr(axe, "HUGE", 50_000)  # the slow rules too, however long it takes
    found = []
    for name in ("clean", "five", "unfolded", "hundreds", "hundreds#view=column", "hundreds#view=page"):
        driver = open_report(name, width)
        _, results, left_out = run_axe(driver, find_axe())
        assert left_out == ()
        found += [(name, result) for result in results if result.outcome == "violation"]
    assert found == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_runs_over_the_edge(open_report, width: int):
    """No sideways scrolling at any width, long addresses and selectors included."""
    for name in ("unfolded", "unfolded#view=page", "hundreds#view=column"):
        driver = open_report(name, width)
        assert driver.execute_script("return document.documentElement.scrollWidth") == width


def test_quoted_code_does_not_run(open_report):
    """Scripts, handlers and closing tags in evidence are text, letter for letter, and nothing was blocked or run."""
    driver = open_report("hostile")
    assert driver.execute_script("return window.hit") is None
    assert driver.execute_script("return Array.from(document.querySelectorAll('q'), q => q.textContent)") == list(
        BREAKOUTS
    )
    assert driver.execute_script("return document.scripts.length") == 1
    assert [entry for entry in driver.get_log("browser") if "favicon" not in entry["message"]] == []


def test_the_policy_stops_what_was_not_written_by_us(open_report):
    """Even a script that somehow came into the page does not run."""
    driver = open_report("hostile")
    driver.execute_script(
        """const script = document.createElement('script'); script.textContent = 'window.hit = 1'; document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hit = 2">');"""
    )
    time.sleep(0.2)
    assert driver.execute_script("return window.hit") is None


def test_the_filter_finds_by_family_verdict_severity_and_words(open_report):
    """Each alone and together; empty groups and families go; reset brings all back."""
    driver = open_report("full")
    everything = shown(driver)
    assert everything == [str(n) for n in range(1, 35)]
    assert says(driver) == "共 34 条"
    choose(driver, family="links")
    assert says(driver) == "符合条件的 9 条，共 34 条"
    choose(driver, verdict="review")
    assert len(shown(driver)) == 2
    choose(driver, family="", verdict="", severity="P0")
    assert len(shown(driver)) == 2
    choose(driver, severity="", text="登陆系统")
    assert len(shown(driver)) == 1
    visible = "return Array.from(document.querySelectorAll('h3[id^=h-]')).filter(h => !h.closest('[hidden]')).length"
    assert driver.execute_script(visible) == 1
    choose(driver, text="第三十二条")
    assert len(shown(driver)) == 6, "a clause at the head of a group counts for its findings"
    choose(driver, text="没有这样的话")
    assert shown(driver) == []
    assert driver.execute_script("return document.getElementById('none').hidden") is False
    reset(driver)
    assert shown(driver) == everything


def test_sorting_stays_within_a_check(open_report):
    """By reach the greatest comes first among its like; back to the order of the report afterwards."""
    driver = open_report("full")
    before = shown(driver)
    choose(driver, sort="reach", family="identity")
    reach = driver.execute_script(
        "return Array.from(document.querySelectorAll('#family-identity .row'), row => Number(row.dataset.r))"
    )
    assert reach == sorted(reach, reverse=True)
    choose(driver, sort="severity", family="words")
    levels = driver.execute_script(
        "return Array.from(document.querySelectorAll('#family-words .group:first-of-type .row'), row => row.dataset.s)"
    )
    assert levels == sorted(levels)
    choose(driver, sort="", family="")
    assert shown(driver) == before


def test_twenty_thousand_findings_can_be_opened_filtered_and_sorted(folder: Path, open_report):
    """The file stays under 25 MB; the filter finds what lies in the folded part and opens it."""
    assert (folder / "many.html").stat().st_size < 25 * MEGABYTES
    driver = open_report("many")
    assert len(shown(driver)) == MANY
    choose(driver, text="（针）")
    assert says(driver) == f"符合条件的 {MANY // 500} 条，共 {MANY} 条"
    opened = "return Array.from(document.querySelectorAll('.rest:not([hidden])')).every(details => details.open)"
    assert driver.execute_script(opened)
    choose(driver, text="", family="links", verdict="review", sort="page")
    expected = sum(1 for n in range(0, MANY, 3) if FAMILIES[n % len(FAMILIES)] == "links")
    assert len(shown(driver)) == expected
    reset(driver)
    assert len(shown(driver)) == MANY


GROUPS = """return Array.from(document.querySelectorAll('#regrouped h3'), h => h.firstChild.data.trim())"""


def test_the_same_findings_are_grouped_by_column_and_by_page(open_report):
    """Nothing is lost or doubled; each row says what its check's head said; back again all is as it was."""
    driver = open_report("hundreds")
    before = shown(driver)
    choose(driver, view="column")
    assert sorted(shown(driver), key=int) == before
    titles = driver.execute_script(GROUPS)
    assert len(titles) == 180
    assert titles[0].startswith("政务公开 › 政府信息公开 › 法定主动公开内容 › 第 ")
    same = """return Array.from(document.querySelectorAll('#regrouped .family')).every(
        section => Array.from(section.querySelectorAll('.row')).every(row =>
          row.querySelector('dd').textContent === section.querySelector('h3').firstChild.data.trim()
          && row.querySelector('.lent').textContent.includes('请改正或删除链接')))"""
    assert driver.execute_script(same)
    choose(driver, view="page")
    assert sorted(shown(driver), key=int) == before
    titles = driver.execute_script(GROUPS)
    assert titles[0] == "几个页面共有的问题"
    assert len(titles) == 1 + sum(n % 7 == 0 for n in range(300))
    choose(driver, view="flat", sort="reach")
    assert driver.execute_script(GROUPS) == ["全部条目"]
    reach = driver.execute_script(
        "return Array.from(document.querySelectorAll('#regrouped .row'), row => Number(row.dataset.r))"
    )
    assert reach == sorted(reach, reverse=True)
    choose(driver, view="family", sort="")
    assert shown(driver) == before
    visible = (
        "return Array.from(document.querySelectorAll('.lent')).filter(lent => lent.getBoundingClientRect().height)"
    )
    assert driver.execute_script(visible) == []


def test_a_row_of_its_own_remedy_keeps_it(open_report):
    """What the head of a check says for most is not said of a row that says otherwise."""
    driver = open_report("full#view=flat")
    doubled = """return Array.from(document.querySelectorAll('.row')).filter(row => {
        const terms = Array.from(row.querySelectorAll('dt'), term => term.textContent);
        return new Set(terms).size !== terms.length || !terms.includes('整改');
      }).map(row => row.querySelector('.no').textContent)"""
    assert driver.execute_script(doubled) == []


def test_what_was_chosen_is_in_the_address_and_comes_back(open_report):
    """A link can be sent; words that the report does not know are left out of it."""
    driver = open_report("full")
    choose(driver, view="column", family="links", verdict="fail", text="链接")
    sent = driver.execute_script("return location.hash")
    assert all(part in sent for part in ("view=column", "family=links", "verdict=fail", "text="))
    expected, said = shown(driver), says(driver)
    again = open_report("full" + sent)
    assert (shown(again), says(again)) == (expected, said)
    assert "符合条件的" in said
    reset(again)
    assert again.execute_script("return location.hash") == ""
    assert len(shown(open_report("full#view=nonsense&family=%3Cscript%3E&sort=__proto__&more=1"))) == 34


def test_the_filter_knows_columns(open_report):
    """By the list, and by a click in the table of columns."""
    driver = open_report("hundreds")
    name = driver.execute_script("return document.getElementById('filter').column.options[1].value")
    choose(driver, column=name)
    assert says(driver) == "符合条件的 2 条，共 300 条"
    expected = shown(driver)
    driver = open_report("hundreds")
    driver.execute_async_script("document.querySelector('a[data-column]').click(); setTimeout(arguments[0], 300)")
    assert sorted(shown(driver)) == sorted(expected)
    assert "view=column" in driver.execute_script("return location.hash")


def test_a_link_to_a_finding_leads_to_it_whatever_hides_it(open_report):
    """Out of a fold, and out of a filter that leaves it out."""
    driver = open_report("many")
    choose(driver, verdict="review")
    target = """const row = Array.from(document.querySelectorAll('.rest .row.fail')).pop();
        const link = document.createElement('a'); link.href = '#' + row.id; document.body.append(link); link.click();
        setTimeout(() => { const place = row.getBoundingClientRect(); arguments[0]([place.top, place.height]) }, 1000)"""
    top, height = driver.execute_async_script(target)
    assert height > 0
    assert 0 <= top < 900


def test_without_scripts_all_is_there(open_report):
    """The view by family stands, the tables of columns and pages lead to findings, and no control stands idle."""
    driver = open_report("hundreds")
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(driver.current_url)
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert driver.execute_script("return document.getElementById('filter').getBoundingClientRect().height") == 0
    assert len(shown(driver)) == 300
    lost = "return Array.from(document.querySelectorAll('.items a')).filter(a => !document.getElementById(a.hash.slice(1)))"
    assert driver.execute_script(lost) == []


def test_paper_shows_what_is_folded(open_report):
    """Printed, the rest of long lists, of tables and of what was not checked is there; the filter is not."""
    driver = open_report("full")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    heights = driver.execute_script(
        """return ['.unseen details ul', '.checks table', '.fold table', '.reach ul', '#filter'].map(
          place => document.querySelector(place).getBoundingClientRect().height)"""
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert all(height > 0 for height in heights[:-1])
    assert heights[-1] == 0
