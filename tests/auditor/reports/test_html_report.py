"""report.html as text: complete, safe, the same every time, and never a verdict that is a person's to give."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from bs4 import BeautifulSoup

from auditor.model import Locator, NotRun, SiteName
from auditor.reports.html_report import html_chunks, write_html
from tests.auditor.reports.invented import finding, full_report, marked, report

ID = "11010519491231002X"
SCRIPT = "<script>window.hit = 1; alert(1)</script>"
BREAKOUTS = (
    SCRIPT,
    '"><img src=x onerror="window.hit=1">',
    "' onmouseover='window.hit=1",
    "</q></p></li></ol><script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</style><svg onload=window.hit=1>",
    "{{ 7 * 7 }}{% include 'report.css' %}",
    "<!-- --><![CDATA[",
    "&lt;b&gt; &amp; &#x3c;",
)


def html(*findings: object, **given: object) -> str:
    """The report of some findings."""
    return "".join(html_chunks(report(*findings, **given)))


def soup(text: str) -> BeautifulSoup:
    """The report as a tree."""
    return BeautifulSoup(text, "lxml")


def test_everything_a_reader_needs_stands_in_it():
    """Of each finding message, address, target, marked evidence, position, remedy, clause and reach."""
    full = full_report()
    page = soup("".join(html_chunks(full)))
    text = page.get_text()
    for one in full.findings:
        row = page.find(id=f"f-{one.fingerprint}")
        assert one.message in row.get_text()
        assert one.url in row.get_text()
        assert one.target in row.get_text()
        assert all(page in row.get_text() for page in one.pages)
        if one.evidence:
            assert row.q.get_text() == one.evidence
        if one.mark:
            assert row.mark.get_text() == one.evidence[slice(*one.mark)]
        if one.locator.line:
            assert f"第 {one.locator.line} 行" in row.get_text()
        if one.reach > 1:
            assert f"所在页面 {one.reach:,} 个" in row.get_text()
        group = row.find_parent(class_="group").get_text()
        assert one.remedy in group
        assert all(clause in group for clause in one.clauses)
    assert "4290990001" in text
    assert "2026年11月20日 09:00 至 09:03" in text
    assert len(page.select(".row")) == len(full.findings)


def test_what_was_not_checked_stands_before_the_findings():
    """Every line of it with its reason, whether it was left out or cut short."""
    full = full_report()
    text = soup("".join(html_chunks(full))).get_text()
    for line in (*full.coverage.not_run, *full.coverage.cut):
        assert text.index(line.what) < text.index("问题清单", text.index("分类统计"))
        assert line.why in text


def test_a_veto_is_never_a_verdict():
    """“不合格” stands in the report as 疑似, awaiting a person, or in the sentence that says why; nowhere else."""
    text = soup("".join(html_chunks(full_report()))).get_text()
    assert "疑似不合格，待人工核实" in text
    assert "疑似触及单项否决，待人工核实" in text
    rest = text.replace("疑似不合格，待人工核实", "").replace("程序不作不合格的认定", "")
    assert "不合格" not in rest
    assert "单项否决指标" not in soup(html(finding())).get_text()
    slip = finding(severity="P2", clauses=("国办秘函〔2019〕19号 单项否决·严重问题",))
    assert "疑似" not in soup(html(slip)).get_text(), "a slip is no veto, whatever it cites"


def test_counts_are_those_of_the_findings():
    """Problems and doubts, by family."""
    page = soup("".join(html_chunks(full_report())))
    assert [b.get_text() for b in page.select(".numbers b")] == ["26", "8"]
    cells = [cell.get_text(strip=True) for cell in page.find("a", string="链接可用").find_parent("tr").find_all("td")]
    assert cells[:7] == ["7", "2", "–", "1", "7", "1", "9"]


def test_a_clean_report_says_within_what_was_checked():
    """No findings is no praise."""
    page = soup(html())
    assert "在已检查的范围内，没有发现问题" in page.get_text()
    assert page.form is None
    assert page.script is None


@pytest.mark.parametrize("hostile", BREAKOUTS)
def test_hostile_text_stays_text_wherever_it_comes(hostile: str):
    """In every field that holds words of other people the text comes out as it went in, and makes no element."""
    plain = soup(
        html(
            finding(
                evidence="x", message="x", target="x", locator=Locator(line=1, selector="x"), state="x", first_seen="x"
            )
        )
    )
    said = {
        "evidence": hostile,
        "message": hostile,
        "target": hostile,
        "title": hostile,
        "remedy": hostile,
        "state": hostile,
        "first_seen": hostile,
    }
    one = finding(
        **said, clauses=(hostile,), locator=Locator(line=1, selector=hostile), url="https://a.example/?" + hostile
    )
    coverage = msgspec.structs.replace(report().coverage, not_run=(NotRun(what=hostile, why=hostile),))
    site = SiteName(url=hostile, canonical=hostile, name=hostile, id_code=hostile)
    page = soup(html(one, coverage=coverage, site=site))
    assert page.q.get_text() == hostile
    assert page.h1.get_text() == hostile
    assert page.title.get_text() == hostile + " 审查报告"
    assert page.get_text().count(hostile) >= 12
    names = {tag.name for tag in page.find_all(True)}
    assert names <= {tag.name for tag in plain.find_all(True)} | {"a"}
    assert len(page.find_all("script")) == 1
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd", "//stranger.example/", "https:\\\\a", "HTTPS://a.example/", "https://a.example/\u202e/moc",
     "https://a.example/" + "a" * 3000],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(address: str):
    """Anything else is printed and cannot be clicked."""
    page = soup(html(finding(target=address, url=address, pages=(address,) * 2, reach=2)))
    assert [a["href"] for a in page.select(".row a")] == []
    assert address[:5].strip() in page.select_one(".row").get_text()


def test_hidden_characters_are_seen():
    """A right-to-left override and a zero-width space are printed by number, beside the mark too."""
    row = soup(html(finding(**marked("附件\u202e［fdp\u200b.exe］"), message="\x1b[31m红"))).select_one(".row")
    assert row.q.get_text() == "附件‹U+202E›fdp‹U+200B›.exe"
    assert row.mark.get_text() == "fdp‹U+200B›.exe"
    assert "‹U+001B›[31m红" in row.get_text()


def test_huge_evidence_is_cut_around_the_mark():
    """The marked part stays in sight and the page small, whatever a check hands over."""
    page = html(
        finding(evidence="前" * 100_000 + "错" + "后" * 100_000, mark=(100_000, 100_001), message="信" * 100_000)
    )
    row = soup(page).select_one(".row")
    assert row.mark.get_text() == "错"
    assert row.q.get_text().startswith("…前前")
    assert len(row.get_text()) < 3000


@pytest.mark.parametrize("mark", [(5, 2), (-1, 3), (0, 99), (2, 2)])
def test_a_mark_that_fits_nowhere_is_left_out(mark: tuple[int, int]):
    """The evidence is still printed whole."""
    row = soup(html(finding(evidence="一段文字", mark=mark))).select_one(".row")
    assert row.q.get_text() == "一段文字"
    assert row.mark is None


def test_a_private_number_that_came_this_far_is_masked():
    """Message, evidence, target, selector and coverage."""
    one = finding(
        message=f"有 {ID}", evidence=f"证 {ID}", target=f"tel:{ID}", locator=Locator(selector=f"a[href*='{ID}']")
    )
    coverage = msgspec.structs.replace(report().coverage, not_run=(NotRun(what=ID, why=ID),))
    page = html(one, coverage=coverage)
    assert "证 110" in page
    assert ID not in page


def test_the_policy_lets_nothing_run_but_what_we_wrote():
    """The content security policy names the digests of the one style sheet and the one script."""
    page = soup("".join(html_chunks(full_report())))
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]

    def digest(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    assert policy.startswith("default-src 'none'; ")
    assert f"style-src {digest(page.style.string)};" in policy
    assert f"script-src {digest(page.script.string)};" in policy
    assert "unsafe" not in policy


def test_it_needs_nothing_from_outside():
    """No picture, font, style or script is loaded; addresses only stand in links."""
    page = soup("".join(html_chunks(full_report())))
    assert not page.select("[src], link, iframe, object, embed, [srcset], [background]")
    assert "url(" not in page.style.string
    assert "@import" not in page.style.string


def test_it_can_be_read_without_scripts():
    """The filter, which needs one, is not shown; every finding is."""
    page = soup("".join(html_chunks(full_report())))
    assert page.form.has_attr("hidden")
    assert not page.select(".row[hidden], .group[hidden], .family[hidden]")


def test_headings_go_down_one_step_at_a_time():
    """One h1, and no level left out."""
    levels = [int(tag.name[1]) for tag in soup("".join(html_chunks(full_report()))).find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_ids_are_unique_even_where_fingerprints_are_not():
    """A double id would break links into the report."""
    twice = (finding(fingerprint="a" * 20), finding(fingerprint="a" * 20, message="另一条"))
    ids = [tag["id"] for tag in soup(html(*twice)).select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_family_or_rule_nobody_knows_is_still_printed():
    """A report of a later version, or of a province's own rules."""
    page = soup(
        html(finding("novel/check"), rules=msgspec.structs.replace(report().rules, id="本省规则.toml"))
    ).get_text()
    assert "novel" in page
    assert "本省规则.toml" in page


def test_many_findings_of_one_check_are_folded_after_the_first():
    """Fifty stand open, the rest are one click away and all are there."""
    page = soup(html(*(finding(url=f"https://a.example/{n}") for n in range(120))))
    assert len(page.select(".group > .rows > .row")) == 50
    assert len(page.select(".rest .row")) == 70
    assert page.select_one(".rest summary").get_text() == "其余 70 条"
    assert [no.get_text() for no in page.select(".no")] == [str(n) for n in range(1, 121)]


def test_the_summary_says_in_one_sentence_what_was_found_and_what_was_not_looked_at():
    """Before any table: problems, doubts, columns, what is urgent, and how much was left out."""
    placed = msgspec.structs.replace(full_report().findings[0], column_path=("村务公开", "和平村"))
    said = soup(html(placed, *full_report().findings[1:], coverage=full_report().coverage)).select_one(".brief")
    assert said.get_text() == (
        "判断 1,287 个页面，发现问题 26 个、待核实 8 处，涉及 1 个栏目，其中须立即处理的 2 条。"
        "另有 10 项没有检查或没有查全，见“本次没有检查的”。"
    )
    clean = soup(html(coverage=msgspec.structs.replace(report().coverage, not_run=()))).select_one(".brief")
    assert clean.get_text() == "判断 1,287 个页面，没有发现问题。"


def table(page: BeautifulSoup, id: str) -> list[list[str]]:
    """The lines of one of the tables of columns and pages, as text."""
    rows = page.find(id=id).find_parent("section").select("tbody tr")
    return [[" ".join(cell.get_text(" ", strip=True).split()) for cell in row.find_all(["th", "td"])] for row in rows]


def test_columns_and_pages_are_plain_tables_that_lead_to_the_findings():
    """Those with most in front; what belongs to no one column behind; numbers that are links."""
    deep = {"column_path": ("政务公开", "政策文件"), "page_title": "办法", "url": "https://a.example/zwgk/1.html"}
    page = soup(
        html(
            finding(column_path=("要闻",), url="https://a.example/yw/1.html", verdict="review"),
            finding(**deep),
            finding(**deep, message="又一处", severity="P0"),
            finding(reach=3, url="https://a.example/"),
            finding(url="https://a.example/x.html"),
        )
    )
    assert table(page, "columns") == [
        ["政务公开 › 政策文件 条目 2 、 3", "2", "–", "1"],
        ["要闻 条目 1", "–", "1", "–"],
        ["多个栏目共有 条目 4", "1", "–", "–"],
        ["未归入栏目的页面 条目 5", "1", "–", "–"],
    ]
    assert table(page, "pages") == [
        ["办法 https://a.example/zwgk/1.html 条目 2 、 3", "2", "–", "1"],
        ["https://a.example/x.html 条目 5", "1", "–", "–"],
        ["https://a.example/yw/1.html 条目 1", "–", "1", "–"],
    ]
    for link in page.select(".items a"):
        assert page.find(id=link["href"].removeprefix("#")).select_one(".no").get_text() == link.get_text()


def test_tables_that_are_cut_say_so():
    """Three hundred pages are listed; the rest are counted."""
    page = soup(html(*(finding(url=f"https://a.example/{n}") for n in range(320))))
    assert len(table(page, "pages")) == 300
    assert "有问题的页面共 320 个，本表只列前 300 个" in page.get_text()
    assert page.select_one("#columns ~ .spread .items").get_text().endswith("12 等")


def test_the_same_report_gives_the_same_bytes(tmp_path: Path):
    """Written twice, and with nothing left beside it."""
    write_html(full_report(), tmp_path / "a/report.html")
    write_html(full_report(), tmp_path / "b/report.html")
    assert (tmp_path / "a/report.html").read_bytes() == (tmp_path / "b/report.html").read_bytes()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["report.html"]
