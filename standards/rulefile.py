"""Rule files: which clause a check stands on and by which thresholds it judges.

Law changes by edition and provinces tighten it, so clauses and thresholds are dated data beside the code
(``standards/rules/*.toml``), never constants in a check. A rule file with a word in it that nobody knows is refused:
a misspelt threshold must not pass for a default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from standards.ruleplace import RuleError, Where, is_number, read_toml, suggest
from standards.ruleshape import misfit
from standards.rulevariant import LONGEST, lay_over
from standards.scoresheet import RuleRow, Scoring
from standards.sheetfile import parse_row, parse_scoring

__all__ = ["CheckRule", "RuleError", "RuleFile", "RuleRow", "load_rules", "parse_rules", "rule_ids"]

TOP_KEYS = ("id", "edition", "title", "rows", "checks", "availability", "score")
OPTIONAL = ("availability", "score")
AVAILABILITY = ("seconds", "share", "visits", "days")
NATIONAL = "guoban-2019-19"
_CHECK_ID = re.compile(r"[a-z_]+/[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class CheckRule:
    """What a rule file says of one check: the clauses it stands on and its parameters."""

    clauses: tuple[str, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One edition of one set of rules."""

    id: str
    edition: str
    title: str
    rows: tuple[RuleRow, ...]
    checks: Mapping[str, CheckRule]
    availability: CheckRule = field(default_factory=CheckRule)
    """What a monitoring of availability counts by: seconds, share, visits a day, days."""
    score: Scoring | None = None
    """How the rows come to a score; None where the file only says what is checked."""
    extends: str = ""
    """The id of the file that it states differences to."""


def rule_ids() -> tuple[str, ...]:
    """The ids of the rule files that are shipped."""
    names = (entry.name for entry in (files("standards") / "rules").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load_rules(id: str = NATIONAL) -> RuleFile:
    """The rule file of that id from ``standards/rules``. Raises RuleError when there is none or it is wrong."""
    return parse_rules(_shipped(id), f"standards/rules/{id}.toml")


def _shipped(id: str) -> str:
    if id not in rule_ids():
        raise RuleError(f"规则文件“{id}”不存在。现有的规则文件：{'、'.join(rule_ids())}。请从中选一个")
    return (files("standards") / "rules" / f"{id}.toml").read_text("utf-8")


def parse_rules(text: str, source: str, like: RuleFile | None = None) -> RuleFile:
    """The rule file written in ``text``; ``source`` names it in messages.

    With ``like`` (the national file) a check or a parameter that it does not have is refused. A file that ``extends``
    another states only what differs from it. Raises RuleError.
    """
    where = Where(text, source)
    data = read_toml(text, source)
    extends = data.get("extends", "")
    if extends:
        data = _extended(data, where)
    where.only(data, TOP_KEYS, "规则文件")
    for key in TOP_KEYS:
        if key not in data and key not in OPTIONAL:
            raise RuleError(f"{source}:1: 缺少“{key}”。请补上这一项")
    for key in ("id", "edition", "title"):
        where.need(isinstance(data[key], str) and data[key], key, f"“{key}”应为非空的文字")
    where.need(isinstance(data["rows"], list), "rows", "“rows”应写成若干个 [[rows]]")
    where.need(isinstance(data["checks"], dict), "checks", '“checks”应写成若干个 [checks."类别/名称"]')
    rows = tuple(parse_row(row, where) for row in data["rows"])
    clauses = [row.clause for row in rows]
    for clause in clauses:
        where.need(clauses.count(clause) == 1, clause, f"条款“{clause}”写了两次，请删去一个")
    checks = {id: _check(id, table, clauses, like, where) for id, table in data["checks"].items()}
    return RuleFile(
        data["id"],
        data["edition"],
        data["title"],
        rows,
        MappingProxyType(checks),
        _availability(data.get("availability"), clauses, like, where),
        parse_scoring(data.get("score"), rows, checks, where, sums=not extends),
        extends,
    )


def _extended(data: dict[str, Any], where: Where) -> dict[str, Any]:
    """The tables of a variant laid over those that it extends; a variant of a variant is refused."""
    extends = data["extends"]
    where.need(isinstance(extends, str), "extends", "“extends”应为规则文件的编号，例如 guoban-2019-19")
    for key in ("id", "edition", "title"):
        where.need(key in data, "extends", f"缺少“{key}”。请补上这一项")
    where.need(extends in rule_ids(), "extends", f"“extends”：没有规则文件“{extends}”。{suggest(extends, rule_ids())}")
    shipped = data["id"] in rule_ids() and where.source != f"standards/rules/{data['id']}.toml"
    where.need(not shipped, "id", f"编号“{data['id']}”是内置规则文件的，请另取一个，例如 {data['id']}-sheng")
    base = read_toml(_shipped(extends), f"standards/rules/{extends}.toml")
    where.need("extends" not in base, "extends", f"“{extends}”本身也是变体。请直接写它所依据的“{base.get('extends')}”")
    return lay_over(base, data, where)


def _availability(table: object, clauses: list[str], like: RuleFile | None, where: Where) -> CheckRule:
    """A file that does not speak of it leaves the national figures as they are."""
    if table is None:
        return like.availability if like else CheckRule()
    where.need(isinstance(table, dict), "[availability]", "“availability”应写成 [availability] 一节")
    assert isinstance(table, dict)
    where.only(table, ("clauses", *AVAILABILITY), "[availability]")
    cited = table.get("clauses")
    named = isinstance(cited, list) and len(cited) == 1 and cited[0] in clauses
    where.need(named, "[availability]", "[availability] 的“clauses”应为一个条款，且在 [[rows]] 中")
    assert isinstance(cited, list)
    for key in AVAILABILITY:
        value = table.get(key)
        good = is_number(value) and (value or 0) > 0
        where.need(good, key if key in table else "[availability]", f"[availability] 的“{key}”应为大于 0 的数字")
    where.need(table["share"] <= 1, "share", "[availability] 的“share”是比例，应在 0 与 1 之间")
    return CheckRule(tuple(cited), {key: table[key] for key in AVAILABILITY})


def _check(id: str, table: object, clauses: list[str], like: RuleFile | None, where: Where) -> CheckRule:
    where.need(
        _CHECK_ID.fullmatch(id) and isinstance(table, dict),
        id,
        f'“{id}”不是检查项的名称。请写成 [checks."类别/名称"]，例如 [checks."links/dead_page"]',
    )
    if like and id not in like.checks:
        where.fail(id, f"没有名为“{id}”的检查项。{suggest(id, like.checks)}")
    assert isinstance(table, dict)
    cited = table.get("clauses")
    where.need(
        isinstance(cited, list) and all(isinstance(clause, str) for clause in cited),
        id,
        f"检查项“{id}”的“clauses”应为条款的列表（没有依据的写 []）",
    )
    assert isinstance(cited, list)
    params = {key: value for key, value in table.items() if key != "clauses"}
    if like:
        where.only(params, like.checks[id].params, f"检查项“{id}”")
        for key, value in params.items():
            if wanted := misfit(value, like.checks[id].params[key], day=key.endswith("_due")):
                where.fail(where.of_check(id, key), f"检查项“{id}”的“{key}”应为{wanted}")
            most = next((most for unit, most in LONGEST.items() if key.endswith(unit)), None)
            good = most is None or not is_number(value) or value <= most
            where.need(good, where.of_check(id, key), f"检查项“{id}”的“{key}”应不超过 {most}")
    for clause in [*cited, *_named_clauses(params)]:
        where.need(isinstance(clause, str), id, f"检查项“{id}”引用的条款应为文字")
        if clause not in clauses:
            where.fail(clause, f"检查项“{id}”引用的条款“{clause}”不在 [[rows]] 中。{suggest(clause, clauses)}")
    return CheckRule(tuple(cited), params)


def _named_clauses(params: dict[str, Any]) -> list[str]:
    """The clauses that parameters name: a rhythm says which clause it comes from."""
    tables = [params, *(row for value in params.values() if isinstance(value, list) for row in value)]
    return [
        value
        for table in tables
        if isinstance(table, dict)
        for key, value in table.items()
        if key == "clause" or key.endswith("_clause")
    ]
