"""A province's rule file that says ``extends``: the sheet it extends, with what it says otherwise laid over it.

Rows and items are matched by their code, rhythms by their clause, checks by their id; what is not said stays as it is.
A limit is one thing: a rhythm that is given in days has no months any more. What cannot both be meant is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from standards.ruleplace import Where, is_number, suggest

VARIANT_KEYS = ("id", "extends", "edition", "title", "drop", "rows", "checks", "availability", "score")
LIMITS = ("days", "months")
LONGEST = {"days": 36_525, "months": 1200}
"""A hundred years: beyond the years of a calendar nothing can be counted."""


def lay_over(base: Mapping[str, Any], change: Mapping[str, Any], where: Where) -> dict[str, Any]:
    """The tables of the whole file. Raises RuleError where a change contradicts itself or changes what is not there."""
    where.only(change, VARIANT_KEYS, "规则文件")
    for key in ("rows", "drop"):
        where.need(isinstance(change.get(key, []), list), key, f"“{key}”应为列表")
    for key in ("checks", "availability", "score"):
        where.need(isinstance(change.get(key, {}), dict), key, f"“{key}”应写成 [{key}] 一节")
    whole = {key: value for key, value in deepcopy(dict(base)).items() if key != "extends"}
    whole |= {key: change[key] for key in ("id", "edition", "title") if key in change}
    whole["rows"] = _rows(whole["rows"], change.get("rows", []), where)
    _drop(whole, change, where)
    for id, table in change.get("checks", {}).items():
        where.need(isinstance(table, dict), id, f'检查项“{id}”应写成 [checks."{id}"] 一节')
        known = whole["checks"].get(id)
        if known is None:
            where.fail(id, f"没有名为“{id}”的检查项。{suggest(id, whole['checks'])}")
        _merge_check(id, known, table, where)
    if "availability" in change:
        whole["availability"] = whole.get("availability", {}) | change["availability"]
    score, kinds = change.get("score", {}), change.get("score", {}).get("kinds", {})
    where.need(isinstance(kinds, dict), "kinds", "[score.kinds] 应写成 [score.kinds.种类]")
    if score:
        known = whole.get("score", {})
        merged = {id: known.get("kinds", {}).get(id, {}) | kind for id, kind in kinds.items() if isinstance(kind, dict)}
        whole["score"] = known | score | {"kinds": known.get("kinds", {}) | merged}
    _agree_on_limits(whole, where)
    return whole


def _rows(base: list[dict[str, Any]], changes: list[Any], where: Where) -> list[dict[str, Any]]:
    rows, changed = list(base), set[str | None]()
    for change in changes:
        where.need(isinstance(change, dict), "rows", "“rows”应写成若干个 [[rows]]")
        code = change.get("code") or change.get("clause") or ""
        where.need(
            isinstance(code, str) and code, "[[rows]]", "[[rows]] 既没有“code”也没有“clause”，不知道改的是哪一行"
        )
        known = next((row for row in rows if code in (row.get("code"), row.get("clause"))), None)
        named = {code} if known is None else {known.get("code"), known.get("clause")}
        where.need(changed.isdisjoint(named), str(code), f"“{code}”这一行写了两次，请合成一个")
        changed |= named - {None}
        if known is None:
            last = max((at for at, row in enumerate(rows) if row.get("part") == change.get("part")), default=-1)
            rows.insert(last + 1 if last >= 0 else len(rows), change)
            continue
        items = _items(known.get("items", []), change.get("items", []), str(code), where)
        rows[rows.index(known)] = known | change | ({"items": items} if items else {})
    return rows


def _items(base: list[Any], changes: object, row: str, where: Where) -> list[Any]:
    where.need(isinstance(changes, list), row, f"“{row}”的细则应写成若干个 [[rows.items]]")
    assert isinstance(changes, list)
    items, changed = list(base), set()
    for change in changes:
        code = change.get("code") if isinstance(change, dict) else None
        where.need(isinstance(code, str) and code, row, f"“{row}”的细则缺少“code”，不知道改的是哪一条")
        where.need(code not in changed, str(code), f"细则“{code}”写了两次，请合成一个")
        changed.add(code)
        known = next((item for item in items if item.get("code") == code), None)
        if known is None:
            items.append(change)
        else:
            items[items.index(known)] = known | change
    return items


def _drop(whole: dict[str, Any], change: Mapping[str, Any], where: Where) -> None:
    """A row that is dropped is scored no longer; its clause may still be cited."""
    dropped = change.get("drop", [])
    for code in dropped:
        where.need(dropped.count(code) == 1, "drop", f"“drop”：“{code}”写了两次，请删去一个")
        known = {row["code"]: row for row in whole["rows"] if "code" in row}
        if not isinstance(code, str) or code not in known:
            where.fail(str(code), f"“drop”：没有编号为“{code}”的指标。{suggest(str(code), known)}")
        also = any(isinstance(row, dict) and row.get("code") == code for row in change.get("rows", []))
        where.need(not also, code, f"“{code}”既在“drop”中删去，又在 [[rows]] 中修改，请只留一处")
        row = known[code]
        at = whole["rows"].index(row)
        whole["rows"][at] = {"clause": row["clause"], "title": row["title"], "part": "basis"}


def _merge_check(id: str, known: dict[str, Any], table: Mapping[str, Any], where: Where) -> None:
    where.only(table, {*known, "clauses"}, f"检查项“{id}”")
    for key, value in table.items():
        rows = known.get(key)
        if isinstance(rows, list) and rows and all(isinstance(row, dict) and "clause" in row for row in rows):
            known[key] = _merge_limits(id, rows, value, where)
        else:
            known[key] = value


def _merge_limits(id: str, rows: list[dict[str, Any]], changes: object, where: Where) -> list[dict[str, Any]]:
    where.need(isinstance(changes, list), id, f"检查项“{id}”的期限应写成若干节")
    assert isinstance(changes, list)
    merged, changed = list(rows), set()
    for change in changes:
        clause = change.get("clause") if isinstance(change, dict) else None
        where.need(isinstance(clause, str) and clause, id, f"检查项“{id}”的期限缺少“clause”，不知道改的是哪一条")
        where.need(
            clause not in changed, str(clause), f"检查项“{id}”中条款“{clause}”的期限写了两次，宽严不一，请只留一个"
        )
        changed.add(clause)
        known = next((row for row in merged if row.get("clause") == clause), None)
        if known is None:
            merged.append(change)
            continue
        stays = {key: value for key, value in known.items() if key not in LIMITS or not set(LIMITS) & set(change)}
        merged[merged.index(known)] = stays | change
    return merged


def _agree_on_limits(whole: Mapping[str, Any], where: Where) -> None:
    """One limit a rhythm, and one rhythm a word: a column cannot be due in two weeks and in six months."""
    for id, table in whole["checks"].items():
        said: dict[str, tuple[Any, ...]] = {}
        for rhythm in table.get("rhythms", []):
            clause = str(rhythm.get("clause", id))
            for key in LIMITS:
                for limit in (rhythm, rhythm.get("later") or {}):
                    good = key not in limit or (is_number(limit[key]) and 0 < limit[key] <= LONGEST[key])
                    where.need(good, clause, f"条款“{clause}”的期限“{key}”应为大于 0 的数字，不超过 {LONGEST[key]}")
            both = all(key in rhythm for key in LIMITS)
            where.need(not both, clause, f"条款“{clause}”的期限既写了 days 又写了 months，请只留一个")
            limit = tuple(rhythm.get(key) for key in LIMITS)
            for name in rhythm.get("names", []):
                twice = f"栏目名称“{name}”有两个不同的更新期限，请从其中一处删去"
                where.need(said.setdefault(name, limit) == limit, name, twice)
