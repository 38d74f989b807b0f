"""What a variant of a rule file asks less than the file that it extends: a province may tighten what the State asks.

Looser figures are not refused, since a trial or another kind of site may need them; they are told wherever the rules or
a score by them are shown, so that nobody takes such a score for the national one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from standards.rulefile import RuleFile, load_rules
from standards.scoresheet import RuleItem, RuleRow, Scoring

LONGER = {
    ("freshness/stale_home", "days"): "首页多少天没有更新",
    ("freshness/stale_column", "default_days"): "其他栏目多少天没有更新",
    ("freshness/late_publication", "working_days"): "成文后多少个工作日发布",
    ("freshness/village_rhythm", "days"): "村务公开可晚多少天",
    ("villages/completeness", "quarter_days"): "村务公开按季度的可隔多少天",
    ("interaction/letters", "answer_months"): "留言几个月内答复",
    ("interaction/letters", "update_months"): "留言公开几个月内更新",
    ("interaction/letters", "statistics_days"): "留言统计多少天内更新",
    ("interaction/consultations", "result_months"): "征集结果几个月内公布",
}

MONTH = 30.5
"""Days, where a limit in months stands against one in days."""


def looser(rules: RuleFile) -> tuple[str, ...]:
    """What a rule file makes easier than the one that it extends, in Chinese with both figures; empty where nothing."""
    if not rules.extends:
        return ()
    base = load_rules(rules.extends)
    return (
        *_scoring(rules.score, base.score),
        *_rows(rules, base),
        *_rhythms(rules, base),
        *_limits(rules, base),
        *_watching(rules, base),
    )


def _scoring(now: Scoring | None, before: Scoring | None) -> Iterator[str]:
    if now is None or before is None:
        return
    if now.fail_below < before.fail_below:
        yield f"低于 {now.fail_below:g} 分才不合格（原为 {before.fail_below:g} 分）"
    if now.bonus_above < before.bonus_above:
        yield f"高于 {now.bonus_above:g} 分就加分（原为 {before.bonus_above:g} 分）"
    for id, kind in before.kinds.items():
        if id in now.kinds and (more := sorted(set(now.kinds[id].without) - set(kind.without))):
            yield f"“{kind.title}”不评{'、'.join(more)}"


def _rows(rules: RuleFile, base: RuleFile) -> Iterator[str]:
    rows = {row.code: row for row in rules.rows if row.code}
    for before in base.rows:
        if before.part not in ("veto", "deduction"):
            continue
        now = rows.get(before.code)
        if now is None or now.part not in ("veto", "deduction"):
            yield f"不再评 {before.code}“{before.title}”"
            continue
        if (now.cap or 0) < (before.cap or 0):
            yield f"{now.code}“{now.title}”最多扣 {now.cap:g} 分（原为 {before.cap:g} 分）"
        yield from _items(now, before)


def _items(now: RuleRow, before: RuleRow) -> Iterator[str]:
    items: Mapping[str, RuleItem] = {item.code: item for item in now.items}
    for was in before.items:
        item = items[was.code]
        if item.points < was.points:
            yield f"{item.code} 扣 {float(item.points):g} 分（原为 {float(was.points):g} 分）"
        if item.at_least > was.at_least:
            yield f"{item.code} 从 {item.at_least} 个起（原为 {was.at_least} 个）"


def _rhythms(rules: RuleFile, base: RuleFile) -> Iterator[str]:
    """Limits by which columns must be updated."""
    for id, rule in base.checks.items():
        now = {row.get("clause"): row for row in rules.checks[id].params.get("rhythms", [])}
        for before in rule.params.get("rhythms", []):
            after = now.get(before.get("clause"), {})
            if _days(after) > _days(before) > 0:
                yield f"“{before['clause']}”的更新期限为{_limit(after)}（原为{_limit(before)}）"


def _limits(rules: RuleFile, base: RuleFile) -> Iterator[str]:
    """Single figures of checks of which the larger asks less."""
    for (id, key), name in LONGER.items():
        now, before = rules.checks[id].params.get(key, 0), base.checks[id].params.get(key, 0)
        if now > before:
            yield f"{name}：{now}（原为 {before}）"


def _days(limit: Mapping[str, Any]) -> float:
    return float(limit.get("days", 0)) + MONTH * float(limit.get("months", 0))


def _limit(limit: Mapping[str, Any]) -> str:
    return f" {limit['days']} 天" if "days" in limit else f" {limit['months']} 个月"


def _watching(rules: RuleFile, base: RuleFile) -> Iterator[str]:
    now, before = rules.availability.params, base.availability.params
    for key, name in (("seconds", "打不开按多少秒算"), ("share", "打不开的比例")):
        if now.get(key, 0) > before.get(key, 0):
            yield f"{name}：{now[key]:g}（原为 {before[key]:g}）"
    for key, name in (("visits", "每天监测次数"), ("days", "监测天数")):
        if now.get(key, 0) < before.get(key, 0):
            yield f"{name}：{now[key]:g}（原为 {before[key]:g}）"
