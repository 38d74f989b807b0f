"""What the reports call things: the Chinese of families, severities, verdicts and states, once for every form."""

from __future__ import annotations

from auditor.model import Finding

FAMILIES = {
    "privacy": "个人隐私",
    "security": "安全",
    "words": "文字表述",
    "freshness": "内容更新",
    "links": "链接可用",
    "attachments": "附件",
    "interaction": "互动交流",
    "services": "办事服务",
    "villages": "村务公开",
    "identity": "网站标识与标签",
    "accessibility": "无障碍",
    "structure": "页面结构",
}
"""Families in the order of the report."""

VERDICTS = {"fail": "问题", "review": "待核实"}

SEVERITIES = {"P0": "紧急", "P1": "严重", "P2": "一般", "P3": "轻微"}

SEVERITY_MEANS = {
    "P0": "发现即处理，先下线、后整改",
    "P1": "影响群众获取信息或触及重要条款，尽快整改",
    "P2": "限期整改",
    "P3": "日常维护时一并改正",
}

STATES = {"new": "新发现", "open": "仍未整改"}

STANDINGS = {
    "合格": "good", "加分": "good", "不加分": "none", "不适用": "none", "扣分": "bad", "不合格": "bad", "疑似": "doubt",
    "待人工": "open", "未检": "open",
}  # fmt: skip
"""How rows of the score sheet stand, and the look of it."""

COLUMN_MARK = " › "
"""Between the names of a column's path."""

SHARED = "多个栏目共有"
NO_COLUMN = "未归入栏目的页面"
"""Where a finding has no column: it stands in several, or its page does not say."""

VETO = "单项否决"
"""A clause with this word is a veto; software says 疑似 and leaves the verdict to a person."""


def may_veto(finding: Finding) -> bool:
    """Whether a finding may fail the whole site by itself: a grave one on a veto's clause.

    One stale or blank column does not: five do, and counting them is the scorecard's work.
    """
    grave = finding.severity in {"P0", "P1"} and finding.family != "freshness"
    return grave and any(VETO in clause for clause in finding.clauses)
