"""``auditor rules`` and ``auditor rules show``: the rule files there are, and one score sheet from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from standards.looser import looser
from standards.rulefile import RuleFile, RuleRow, load_rules, rule_ids
from standards.scoresheet import RuleItem

PARTS = {"veto": "单项否决", "deduction": "扣分指标", "bonus": "加分指标"}
DECIDED = {"software": "程序判断", "both": "程序列线索，人判断", "person": "人判断"}


def files_shown() -> Iterator[str]:
    """A line for each rule file that is shipped."""
    yield "规则文件："
    for id in rule_ids():
        rules = load_rules(id)
        extends = f"，依据 {rules.extends}，只写不同之处" if rules.extends else ""
        yield f"  {id}（{rules.edition}）{rules.title}{extends}{'' if rules.score else '；没有评分表'}"


def sheet_shown(rules: RuleFile) -> Iterator[str]:
    """The lines of a rule file's score sheet."""
    yield f"{rules.id}（{rules.edition}）{rules.title}"
    if rules.score is None:
        yield "没有评分表（[score] 一节）"
        return
    score = rules.score
    yield (
        f"满分 {score.full:g} 分，低于 {score.fail_below:g} 分不合格；高于 {score.bonus_above:g} 分的加分，"
        f"最多 {score.bonus_full:g} 分"
    )
    if told := looser(rules):
        yield f"注意：比所依据的 {rules.extends} 宽的有 {len(told)} 处：" + "；".join(told)
    yield "网站种类（score.kind）：" + "；".join(f"{id} {kind.title}" for id, kind in score.kinds.items())
    part = group = ""
    for row in (row for row in rules.rows if row.code):
        if row.part != part:
            part, group = row.part, ""
            yield f"\n== {PARTS[part]}"
        if row.group != group:
            group = row.group
            most = sum(other.cap or 0 for other in rules.rows if other.part == part and other.group == group)
            yield f"\n{group}（{most:g} 分）"
        yield from _row(row)
    cited = [row.clause for row in rules.rows if not row.code]
    yield "\n== 只引用、不计分的条款"
    yield from (f"  {clause}" for clause in cited)


def _row(row: RuleRow) -> Iterator[str]:
    cap = "" if row.cap is None else f"（最多 {row.cap:g} 分）"
    yield f"{row.code}  {row.title}{cap}{f'  抽查：{row.sample}' if row.sample else ''}"
    for item in row.items:
        yield f"    {item.code}  {item.text}{_points(row, item)}  [{_decided(item)}]{_answered_by(item)}"


def _points(row: RuleRow, item: RuleItem) -> str:
    if row.part == "veto":
        return f"  （{item.at_least} 个起）" if item.at_least > 1 else ""
    return f"  {'加' if row.part == 'bonus' else '扣'} {float(item.points):g} 分"


def _decided(item: RuleItem) -> str:
    return DECIDED["person" if item.decides == "both" and not item.feeds else item.decides]


def _answered_by(item: RuleItem) -> str:
    feeds = [feed.check + (f"（{'、'.join(feed.reasons)}）" if feed.reasons else "") for feed in item.feeds]
    return f"  ← {'、'.join(feeds)}" if feeds else ""
