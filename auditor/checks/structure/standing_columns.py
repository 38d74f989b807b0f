"""structure/standing_columns

## What it does
On a portal of a people's government, looks for the columns that stand for good: 概况信息, 机构职能, 领导信息, 政策文件,
政策解读, by their names, their ColumnType or the links of the home page. ``review``: a column may go by a name that
nobody foresaw, and whether what stands there is right is for a person. Silent on sites that are no portals.

## Why it matters
概况, 机构 and 领导 take two points each where there is no column, 政策文件 and 政策解读 five.

## Bad
    A portal without 领导之窗.

## Instead
    One column for each, named so that a reader finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks._survey import is_portal
from auditor.model import Check, Hit, NotRun, Params, Site

COLUMNS = {
    "概况信息": re.compile("概况|县情|市情|区情|走进|简介|认识|印象|地情|概览"),
    "机构职能": re.compile("机构|职能|部门设置|政府部门|工作部门|政府组成"),
    "领导信息": re.compile(r"(?:领导|负责人|县长|市长|区长)(?!信箱|留言|热线)|政府班子"),
    "政策文件": re.compile("政策文件|规范性文件|政府文件|法规文件|文件库|公文|政策法规|政府公报|县政府文件|政策库"),
    "政策解读": re.compile("解读"),
}


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield one hit for each of the standing columns that the portal does not have."""
    home = site.page(site.url)
    if home is None or not is_portal(site):
        return
    names = [name for column in site.columns() for name in (column.name, column.type)]
    names += [link.text for link in home.links if link.tag in ("a", "area")]
    for what, words in COLUMNS.items():
        if any(words.search(name) for name in names):
            continue
        yield Hit(
            url=site.url,
            message=f"没有找到“{what}”栏目；可能用了别的名称或由脚本写出，请核实",
            evidence=home.title or site.url,
            verdict="review",
            reason="no-column",
            target=what,
            clauses=(params[f"{_KEYS[what]}_clause"],),
        )
    yield NotRun(what="概况、机构职能、领导信息是否准确", why="要对照实际情况，请人工核实")


_KEYS = {
    "概况信息": "overview",
    "机构职能": "duties",
    "领导信息": "leaders",
    "政策文件": "documents",
    "政策解读": "interpretations",
}
"""By which parameter a rule file names the clause of each."""

CHECK = Check(
    id="structure/standing_columns",
    title="缺少应当长期设置的栏目",
    severity="P2",
    remedy="请开设该栏目并在首页给出入口；已有的，请用通行的名称",
    scope="site",
    check=check,
    needs=("columns",),
)
