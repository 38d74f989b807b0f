"""content/villages/nothing.csv: what a village had nothing of in a period, a row each, kept by its clerk or the town.

An item that a village does not have at all (no 集体资源, no 债务) has one row whose period is 长期.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from plugins.build.problems import Problem, suggestion
from plugins.build.scan import Tree
from plugins.catalogue import VILLAGES
from plugins.tables import Row, read_table
from plugins.village_catalogue import Item
from standards.village_rhythm import parse_period, span_of

FILE = f"{VILLAGES}/nothing.csv"
HEADS = ("village", "item", "period", "said_on", "by")
ALWAYS = "长期"


class Named(Protocol):
    """A village, as far as this table names it."""

    @property
    def id(self) -> str:
        """Its key in villages.csv."""

    @property
    def name(self) -> str:
        """How people call it."""


@dataclass(frozen=True)
class Said:
    """That there was nothing: on which day it was said (YYYY-MM-DD), and by whom."""

    on: str
    by: str


Nothing = Mapping[str, Mapping[tuple[str, str], Said]]
"""By village, then by item and the last day of the period (YYYY-MM-DD; empty for 长期)."""


def read_nothing(tree: Tree, villages: Mapping[str, Named], items: Mapping[str, Item]) -> tuple[Nothing, list[Problem]]:
    """The table; nothing where there is no such file. Villages and items may be written by id or by name."""
    if FILE not in tree.stamps:
        return {}, []
    shown = tree.shown(FILE)
    rows, problems = read_table(tree.root / FILE, shown, HEADS, HEADS[:4], optional=("by",), unique=False)
    by_village, by_item = _spellings(villages), _spellings(items)
    found: dict[str, dict[tuple[str, str], Said]] = {}
    first: dict[tuple[str, str, str], int] = {}
    for row in rows:
        village, item = by_village.get(row["village"], ""), by_item.get(row["item"], "")
        if not village and villages:
            cure = suggestion(row["village"], by_village) + "请写 villages.csv 里的村编号；没有重名的也可以写村名"
            problems.append(Problem(shown, row.line, 1, f"没有村“{row['village']}”，或者有几个村同名", cure))
        if not item and items:
            cure = suggestion(row["item"], by_item) + "请写 catalogue.toml 里的事项 id 或名称"
            problems.append(Problem(shown, row.line, 2, f"没有公开事项“{row['item']}”", cure))
        last, more = _days(row, shown)
        problems += more
        if not village or not item or more:
            continue
        key = (village, item, last)
        if key in first:
            problems.append(Problem(shown, row.line, 0, f"与第{first[key]}行重复", "请删去其中一行"))
        first.setdefault(key, row.line)
        found.setdefault(village, {}).setdefault((item, last), Said(row["said_on"], row["by"]))
    return found, problems


def _spellings(known: Mapping[str, Named] | Mapping[str, Item]) -> dict[str, str]:
    """Id and unambiguous name → id."""
    names: dict[str, str] = {}
    for id_, entry in known.items():
        names[entry.name] = "" if entry.name in names else id_
    return {**{name: id_ for name, id_ in names.items() if id_}, **{id_: id_ for id_ in known}}


def _days(row: Row, shown: str) -> tuple[str, list[Problem]]:
    """The last day of a row's period, and what is wrong with its days."""
    try:
        said = date.fromisoformat(row["said_on"]) if len(row["said_on"]) == 10 else None
    except ValueError:
        said = None
    problems = []
    if said is None:
        what = f"“{row['said_on']}”不是日期"
        problems.append(Problem(shown, row.line, 4, what, "请写成 年-月-日，例如 2026-10-12"))
    if row["period"] == ALWAYS:
        return "", problems
    period = parse_period(row["period"])
    if not period:
        cure = f"请写成 2026Q3、2026-08 或 2026年第三季度；一直没有这个事项的写“{ALWAYS}”"
        return "", [*problems, Problem(shown, row.line, 3, f"“{row['period']}”不是公开期间", cure)]
    span = span_of(period)
    if said is not None and said < span.first:
        cure = "请核对期间和日期；一期还没有开始，不能说没有"
        problems.append(Problem(shown, row.line, 4, f"“{row['said_on']}”早于所说的期间", cure))
    return span.last.isoformat(), problems
