"""Rule files: which clause a check stands on and by which thresholds it judges.

Law changes by edition and provinces tighten it, so clauses and thresholds are dated data beside the code
(``standards/rules/*.toml``), never constants in a check. A rule file with a word in it that nobody knows is refused:
a misspelt threshold must not pass for a default.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

PARTS = ("veto", "deduction", "bonus", "basis")
TOP_KEYS = ("id", "edition", "title", "rows", "checks", "availability")
OPTIONAL = ("availability",)
AVAILABILITY = ("seconds", "share", "visits", "days")
ROW_KEYS = ("clause", "title", "part", "points", "cap")
_CHECK_ID = re.compile(r"[a-z_]+/[a-z][a-z0-9_]*")


class RuleError(ValueError):
    """A rule file that cannot be used. The message is for its reader: file, line, what, what now."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One clause that findings may cite. ``points`` is what one finding costs and ``cap`` the most the row costs."""

    clause: str
    title: str
    part: str
    points: float | None = None
    cap: float | None = None


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


@cache
def load_rules(id: str = "guoban-2019-19") -> RuleFile:
    """The rule file of that id from ``standards/rules``. Raises RuleError when there is none or it is wrong."""
    folder = files("standards") / "rules"
    known = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    if id not in known:
        raise RuleError(f"规则文件“{id}”不存在。现有的规则文件：{'、'.join(known)}。请从中选一个")
    return parse_rules((folder / f"{id}.toml").read_text("utf-8"), f"standards/rules/{id}.toml")


def parse_rules(text: str, source: str, like: RuleFile | None = None) -> RuleFile:
    """The rule file written in ``text``; ``source`` names it in messages.

    With ``like`` (the national file) a check or a parameter that it does not have is refused. Raises RuleError.
    """
    where = _Where(text, source)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line[1]) if line else len(text.splitlines())
        raise RuleError(f"{source}:{at}: 不是正确的 TOML:{error}。请检查这一行的引号、括号和等号") from None
    where.only(data, TOP_KEYS, "规则文件")
    for key in TOP_KEYS:
        if key not in data and key not in OPTIONAL:
            raise RuleError(f"{source}:1: 缺少“{key}”。请补上这一项")
    for key in ("id", "edition", "title"):
        where.need(isinstance(data[key], str) and data[key], key, f"“{key}”应为非空的文字")
    where.need(isinstance(data["rows"], list), "rows", "“rows”应写成若干个 [[rows]]")
    where.need(isinstance(data["checks"], dict), "checks", '“checks”应写成若干个 [checks."类别/名称"]')
    rows = tuple(_row(row, where) for row in data["rows"])
    clauses = [row.clause for row in rows]
    for clause in clauses:
        where.need(clauses.count(clause) == 1, clause, f"条款“{clause}”写了两次，请删去一个")
    checks = {id: _check(id, table, clauses, like, where) for id, table in data["checks"].items()}
    availability = _availability(data.get("availability"), clauses, like, where)
    return RuleFile(data["id"], data["edition"], data["title"], rows, MappingProxyType(checks), availability)


def _availability(table: object, clauses: list[str], like: RuleFile | None, where: _Where) -> CheckRule:
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
        good = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
        where.need(good, key if key in table else "[availability]", f"[availability] 的“{key}”应为大于 0 的数字")
    where.need(table["share"] <= 1, "share", "[availability] 的“share”是比例，应在 0 与 1 之间")
    return CheckRule(tuple(cited), {key: table[key] for key in AVAILABILITY})


def _row(row: dict[str, Any], where: _Where) -> RuleRow:
    clause = row.get("clause")
    where.need(isinstance(clause, str) and clause, "[[rows]]", "[[rows]] 缺少“clause”，请写明条款")
    where.only(row, ROW_KEYS, f"[[rows]]（条款“{clause}”）")
    where.need(isinstance(row.get("title"), str), str(clause), f"条款“{clause}”缺少“title”，请补上")
    where.need(row.get("part") in PARTS, str(clause), f"条款“{clause}”的“part”应为 {'、'.join(PARTS)} 之一")
    for key in ("points", "cap"):
        number = isinstance(row.get(key, 0), int | float) and not isinstance(row.get(key), bool)
        where.need(number, str(clause), f"条款“{clause}”的“{key}”应为数字")
    return RuleRow(**row)


def _check(id: str, table: object, clauses: list[str], like: RuleFile | None, where: _Where) -> CheckRule:
    where.need(
        _CHECK_ID.fullmatch(id) and isinstance(table, dict),
        id,
        f'“{id}”不是检查项的名称。请写成 [checks."类别/名称"]，例如 [checks."links/dead_page"]',
    )
    if like and id not in like.checks:
        where.fail(id, f"没有名为“{id}”的检查项。{_suggest(id, like.checks)}")
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
    for clause in [*cited, *_named_clauses(params)]:
        if clause not in clauses:
            where.fail(clause, f"检查项“{id}”引用的条款“{clause}”不在 [[rows]] 中。{_suggest(clause, clauses)}")
    return CheckRule(tuple(cited), params)


def _named_clauses(params: dict[str, Any]) -> list[str]:
    """The clauses that parameters name: a rhythm says which clause it comes from."""
    tables = [params, *(row for value in params.values() if isinstance(value, list) for row in value)]
    return [
        value
        for table in tables
        if isinstance(table, dict)
        for key, value in table.items()
        if key in {"clause", "veto_clause", "default_clause"}
    ]


class _Where:
    """Finds the line to blame: the TOML reader keeps none, so the first line that says the word is it."""

    def __init__(self, text: str, source: str) -> None:
        self.lines = text.splitlines()
        self.source = source

    def fail(self, word: str, message: str) -> None:
        line = next((n for n, line in enumerate(self.lines, 1) if word in line and not line.startswith("#")), 1)
        raise RuleError(f"{self.source}:{line}: {message}")

    def need(self, truth: object, word: str, message: str) -> None:
        if not truth:
            self.fail(word, message)

    def only(self, table: dict[str, Any], known: Collection[str], owner: str) -> None:
        for key in table:
            if key not in known:
                self.fail(key, f"{owner}中不认识“{key}”。{_suggest(key, known)}")


def _suggest(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"是否想写“{near[0]}”？" if near else f"可用的有：{'、'.join(sorted(known)) or '（无）'}"
