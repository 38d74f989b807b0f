"""The ledger's lines: the columns of the office in their order, what is known filled in, the rest left to people."""

from __future__ import annotations

import msgspec
import pytest

from auditor.model import Locator, Rules
from auditor.reports.ledger import ADDED, COLUMNS, HEAD, KEY, excerpt, kind_of, ledger_rows
from tests.auditor.reports.invented import LAW, finding, marked, report

FIELD_NOTES = (
    "编号 批次 来源 网站/账号 标识码 主办单位 责任单位 责任科室 责任人 电话 栏目路径 标题 URL 发布时间 条款 类别 "
    "原文±20字 建议 截图时间 截图URL 级别 发现时间 派发时间 整改期限 完成时间 措施 整改后截图 复核人 复核结论 复核时间 "
    "逾期天数 复发次数 举一反三 销号时间 备注"
)


def line(one: object, **given: object) -> dict[str, str]:
    """The cells of a report's only line, by column."""
    (row,) = ledger_rows(report(one, **given))
    return dict(zip(HEAD, row, strict=True))


def test_the_columns_are_those_of_the_office_in_their_order():
    """What this tool adds stands behind them, the key last."""
    assert list(COLUMNS) == FIELD_NOTES.split()
    assert (*COLUMNS, *ADDED, KEY) == HEAD
    assert len(set(HEAD)) == len(HEAD)


def test_what_the_auditor_knows_is_filled_in():
    """And nothing else: who, until when and what was done are the office's."""
    one = finding(
        clauses=(f"{LAW} 功能设计·可用性", "政府信息公开条例 第十五条"),
        column_path=("政务公开", "政策文件"),
        page_title="通知",
        published="2026-11-16T16:40",
        first_seen="2026-10-01T09:00:00+08:00",
        locator=Locator(line=3, column=4),
        reach=7,
        pages=("https://a.example/1",),
        occurrences=9,
        fingerprint="a" * 20,
        **marked("各单位要［截止目前］上报"),
    )
    filled = {name: text for name, text in line(one).items() if text}
    assert filled == {
        "编号": "20261120-0001",
        "批次": "2026-11-20",
        "来源": "自动检查",
        "网站/账号": "明川县人民政府",
        "标识码": "4290990001",
        "栏目路径": "政务公开 › 政策文件",
        "标题": "通知",
        "URL": one.url,
        "发布时间": "2026-11-16 16:40",
        "条款": f"{LAW} 功能设计·可用性；政府信息公开条例 第十五条",
        "类别": "扣分",
        "原文±20字": "各单位要【截止目前】上报",
        "建议": "链接打不开。请改正或删除链接。",
        "级别": "一般",
        "发现时间": "2026-10-01 09:00",
        "结论": "问题",
        "状态": "待派发",
        "检查项": "死链",
        "位置": "第 3 行第 4 列",
        "涉及页面": "7",
        "出现次数": "9",
        KEY: "a" * 20,
    }


def test_a_doubt_waits_for_a_person_before_it_is_sent_out():
    """State and verdict of a review."""
    assert line(finding(verdict="review"))["状态"] == "待核实"


@pytest.mark.parametrize(
    ("clause", "severity", "kind"),
    [
        (f"{LAW} 单项否决·栏目不更新", "P1", "否决"),
        (f"{LAW} 单项否决·安全、泄密事故等严重问题", "P2", "其他"),
        (f"{LAW} 发布解读·动态要闻", "P1", "扣分"),
        ("政府信息公开条例 第十五条", "P0", "其他"),
        ("没有这一条", "P0", "其他"),
    ],
)
def test_the_kind_is_the_part_of_the_rules(clause: str, severity: str, kind: str):
    """A slip is no veto, whatever it cites; what no row of the rules knows is 其他."""
    assert line(finding(clauses=(clause,), severity=severity))["类别"] == kind


def test_rules_that_cannot_be_read_leave_the_kind_open():
    """A report of a province's own rules."""
    assert line(finding(), rules=Rules(id="没有.toml", edition="2026"))["类别"] == "其他"
    assert kind_of(finding(clauses=()), {}) == "其他"


def test_the_excerpt_is_the_marked_words_with_twenty_characters_either_side():
    """Without a mark the beginning; a mark beyond the evidence is none."""
    assert excerpt(finding(**marked("前" * 30 + "［错］" + "后" * 30))) == "…" + "前" * 20 + "【错】" + "后" * 20 + "…"
    assert excerpt(finding(**marked("［错］"))) == "【错】"
    assert excerpt(finding(evidence="字" * 61)) == "字" * 60 + "…"
    assert excerpt(finding(evidence="短", mark=(0, 9))) == "短"


def test_cells_hold_no_controls_and_no_end():
    """Hidden characters are shown, line breaks become spaces, what is long is cut."""
    cells = line(finding(message="\u202e甲\n乙\x00", remedy="长" * 10_000))
    assert cells["建议"].startswith("‹U+202E›甲 乙‹U+0000›。长")
    assert len(cells["建议"]) == 2001


def test_a_time_that_is_none_stays_as_it_is():
    """A day stays a day."""
    assert line(finding(published="2026-11-16"))["发布时间"] == "2026-11-16"
    assert line(finding(published="不详"))["发布时间"] == "不详"
    nameless = msgspec.structs.replace(report().site, name="")
    assert line(finding(), site=nameless)["网站/账号"] == "https://www.mingchuan.example/"
