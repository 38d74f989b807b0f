"""Which rhythm a column has: by the settings, by the rule file, or because it owes news by its nature."""

from __future__ import annotations

import re

from auditor.checks.freshness._tree import Tree, is_village
from auditor.model import Column, Params
from standards.cadence import Rhythm, named_rhythm

STANDING = re.compile(
    "概况|简介|机构|职能|职责|领导|负责人|指南|目录|清单|制度|法规|法律|依据|办事|服务|申请|年报|年度|预算|决算|规划"
    "|计划|总结|工作报告|公报|年鉴|访谈|征集|调查|投诉|咨询|信箱|图册|地图|专题|专栏|友情链接|首页"
)
"""Columns that owe nothing new within a year by their nature, or once a year by a rule of their own."""

HALF_YEAR = 6


def rhythm_of(column: Column, tree: Tree, params: Params) -> Rhythm | None:
    """The rhythm of a column: one that the settings or the rule file name, or the default for a column that owes news
    by nature."""
    own, default = params.get("columns", []), params.get("default_clause", "")
    if found := named_rhythm(column.name, "", own):
        return {"days": found["days"], "clause": found.get("clause") or default, "reason": "stale-must-update"}
    rhythms = params.get("rhythms", [])
    line = (column, *tree.ancestors(column))
    named = [(found, member) for member in line if (found := named_rhythm(member.name, "", rhythms))]
    if named and (named[0][1] is column or named[0][0].get("months") == HALF_YEAR):
        return named[0][0]  # what stands below 政策文件 is a part of it, whatever its own type says
    if found := named_rhythm(column.name, column.type, rhythms):
        return found
    if is_village(column):
        return None
    standing = STANDING.search(column.name) or STANDING.search(column.type)
    if column.declared and not standing and "default_days" in params:
        return {"days": params["default_days"], "clause": default, "reason": "stale-year", "default": True}
    return None


def answered_elsewhere(column: Column, tree: Tree, rhythms: dict[str, Rhythm]) -> bool:
    """Whether another column is judged in its place."""
    rhythm = rhythms[column.url]
    if rhythm.get("months") == HALF_YEAR:
        # The edition states its half-year limits of first-level columns, for which their children count.
        return any(rhythms.get(above.url) is rhythm for above in tree.ancestors(column))
    return not column.items and any(rhythms.get(below.url) is rhythm for below in tree.family(column)[1:])
