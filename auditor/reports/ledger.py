"""The ledger (问题台账): one line a finding, in the columns that an office keeps it in.

The order of ``COLUMNS`` is the one that bulletins and ledgers are exchanged in and does not move; what this tool adds
stands behind it. What a machine cannot know (who answers for it, when it is due, what was done) stays empty for the
office to fill in. ``KEY`` finds a line again after a sheet was sorted, cut and sent back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from auditor.model import Finding, Report
from auditor.reports.hidden import reveal
from auditor.reports.order import ordered
from auditor.reports.printed import column_of, where
from auditor.reports.words import SEVERITIES, VERDICTS
from standards.calendar import in_beijing
from standards.rulefile import RuleError, load_rules

COLUMNS = (
    "编号", "批次", "来源", "网站/账号", "标识码", "主办单位", "责任单位", "责任科室", "责任人", "电话",
    "栏目路径", "标题", "URL", "发布时间", "条款", "类别", "原文±20字", "建议", "截图时间", "截图URL", "级别",
    "发现时间", "派发时间", "整改期限", "完成时间", "措施", "整改后截图", "复核人", "复核结论", "复核时间",
    "逾期天数", "复发次数", "举一反三", "销号时间", "备注",
)  # fmt: skip
"""The columns of the ledger in their order, those written with a stroke (发现/派发/期限/完成) one by one."""

ADDED = ("结论", "状态", "检查项", "位置", "涉及页面", "出现次数")
KEY = "标识键"
HEAD = (*COLUMNS, *ADDED, KEY)

KINDS = ("否决", "扣分", "其他")
STATES = (
    "待核实", "待派发", "已派发", "整改中", "申诉", "维持", "核减", "转办", "延期申请", "延期批准", "退回重改",
    "上级平台问题", "已下线待整改", "待复核", "已销号", "误报", "豁免",
)  # fmt: skip
"""What may stand under 状态; 误报 and 豁免 need a second person."""

SOURCE = "自动检查"
AROUND = 20
LONGEST = 2000
"""Characters either side of the marked words, and of any one cell."""


def ledger_rows(report: Report) -> Iterator[tuple[str, ...]]:
    """A row for each finding, cells in the order of ``HEAD``. ``report`` is already masked; cells hold no controls."""
    now = in_beijing(report.now)
    parts = {row.clause: row.part for row in report.rows} or _parts(report.rules.id)
    for number, finding in enumerate(ordered(report.findings), 1):
        known = _known(report, finding, f"{now:%Y%m%d}-{number:04}", now, parts)
        yield tuple(_cell(known.get(name, "")) for name in HEAD)


def _known(report: Report, finding: Finding, number: str, now: datetime, parts: Mapping[str, str]) -> dict[str, str]:
    """What the auditor knows of a line."""
    return {
        "编号": number,
        "批次": f"{now:%Y-%m-%d}",
        "来源": SOURCE,
        "网站/账号": report.site.name or report.site.canonical,
        "标识码": report.site.id_code,
        "栏目路径": column_of(finding),
        "标题": finding.page_title,
        "URL": finding.url,
        "发布时间": _moment(finding.published),
        "条款": "；".join(finding.clauses),
        "类别": kind_of(finding, parts),
        "原文±20字": excerpt(finding),
        "建议": _sentences(finding.message, finding.remedy),
        "级别": SEVERITIES[finding.severity],
        "发现时间": _moment(finding.first_seen or now.isoformat()),
        "结论": VERDICTS[finding.verdict],
        "状态": "待派发" if finding.verdict == "fail" else "待核实",
        "检查项": finding.title,
        "位置": where(finding),
        "涉及页面": str(finding.reach),
        "出现次数": str(finding.occurrences),
        KEY: finding.fingerprint,
    }


def kind_of(finding: Finding, parts: Mapping[str, str]) -> str:
    """The part of the rules that a finding's clauses belong to. 否决 names the clause, not the site.

    ``parts`` maps clauses to the parts of the rule file. Only what is grave touches a veto, whatever it cites.
    """
    touched = {parts.get(clause) for clause in finding.clauses}
    if "veto" in touched and finding.severity in {"P0", "P1"}:
        return "否决"
    return "扣分" if "deduction" in touched else "其他"


def _parts(rules_id: str) -> Mapping[str, str]:
    """Which part of the rules a clause belongs to; nothing where the rules are not ours to read."""
    try:
        return {row.clause: row.part for row in load_rules(rules_id).rows}
    except RuleError:
        return {}


def excerpt(finding: Finding) -> str:
    """The marked words in 【】 with twenty characters either side; the beginning of the evidence without a mark."""
    text = finding.evidence
    start, end = finding.mark or (0, 0)
    if not 0 <= start < end <= len(text):
        return text if len(text) <= 3 * AROUND else text[: 3 * AROUND] + "…"
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    return (
        f"{'…' if start > AROUND else ''}{before}【{text[start:end]}】{after}{'…' if end + AROUND < len(text) else ''}"
    )


def _sentences(*parts: str) -> str:
    """Parts joined as sentences."""
    return "。".join(part.rstrip("。") for part in parts if part) + "。"


def _moment(iso: str) -> str:
    """``2026-11-20 09:00``, in Beijing time; a day stays a day, and what is no date stays as it is."""
    if len(iso) == len("2026-11-20"):
        return iso
    try:
        return f"{in_beijing(datetime.fromisoformat(iso)):%Y-%m-%d %H:%M}"
    except ValueError:
        return iso


def _cell(text: str) -> str:
    text = reveal(text)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
