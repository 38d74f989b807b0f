"""Reads the score sheet of a rule file: rows, items, ``[score]``; what does not fit is refused at its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from standards.ruleplace import Where, is_number, suggest
from standards.scoresheet import PARTS, SCORED, Feed, Kind, RuleItem, RuleRow, Scoring, exact, exact_or

DECIDES = ("software", "both", "person")
EACH = ("once", "finding", "named", "kind", "page", "drawn")
PLACES = ("home", "other")
DRAWN = ("content", "column")
ROW_KEYS = ("code", "clause", "title", "part", "group", "points", "cap", "sample", "decides", "items")
ITEM_KEYS = (
    "code", "text", "points", "each", "where", "at_least", "decides", "from", "draw", "whole", "seen", "most", "unless",
    "how",
)  # fmt: skip
SCORE_KEYS = ("full", "fail_below", "bonus_above", "bonus_full", "precedence", "once_per_page", "kinds")
KIND_KEYS = ("title", "parts", "without", "out_of", "points")
_CODE = re.compile(r"[A-Z][A-Za-z0-9-]{0,15}")


def parse_row(row: dict[str, Any], where: Where) -> RuleRow:
    """One table of ``[[rows]]``. Raises RuleError."""
    where.need(isinstance(row, dict), "rows", "“rows”应写成若干个 [[rows]]")
    clause = row.get("clause")
    where.need(isinstance(clause, str) and clause, "[[rows]]", "[[rows]] 缺少“clause”，请写明条款")
    clause = str(clause)
    where.only(row, ROW_KEYS, f"[[rows]]（条款“{clause}”）")
    where.need(isinstance(row.get("title"), str), clause, f"条款“{clause}”缺少“title”，请补上")
    where.need(row.get("part") in PARTS, clause, f"条款“{clause}”的“part”应为 {'、'.join(PARTS)} 之一")
    for key in ("points", "cap"):
        where.need(key not in row or is_number(row[key]), clause, f"条款“{clause}”的“{key}”应为数字")
    for key in ("code", "group", "sample"):
        where.need(isinstance(row.get(key, ""), str), clause, f"条款“{clause}”的“{key}”应为文字")
    code, decides = row.get("code", ""), row.get("decides", "software")
    where.need(decides in DECIDES, clause, f"条款“{clause}”的“decides”应为 {'、'.join(DECIDES)} 之一")
    if code:
        where.need(_CODE.fullmatch(code), code, f"“{code}”不能作编号。请用大写字母开头的字母和数字，例如 D104")
        where.need(row["part"] != "basis", code, f"“{code}”的“part”是 basis，不计分，请删去“code”")
        where.need(row["part"] == "veto" or "cap" in row, code, f"“{code}”缺少“cap”，请写明这一项最多多少分")
    items = row.get("items", [])
    where.need(
        isinstance(items, list) and all(isinstance(item, dict) for item in items),
        clause,
        f"条款“{clause}”的细则应写成若干个 [[rows.items]]",
    )
    where.need(
        bool(items) == bool(code), code or clause, f"条款“{clause}”：“code”和 [[rows.items]] 要么都写，要么都不写"
    )
    given = {key: value for key, value in row.items() if key != "items"}
    return RuleRow(**given, items=tuple(_item(item, row, where) for item in items))


def _item(item: dict[str, Any], row: dict[str, Any], where: Where) -> RuleItem:
    code, owner = item.get("code"), f"“{row['code']}”的细则"
    where.need(isinstance(code, str) and _CODE.fullmatch(code), row["code"], f"{owner}缺少“code”，例如 {row['code']}a")
    code = str(code)
    where.only(item, ITEM_KEYS, f"细则“{code}”")
    for key in ("text", "how", "unless", "seen"):
        where.need(isinstance(item.get(key, ""), str), code, f"细则“{code}”的“{key}”应为文字")
    where.need(item.get("text"), code, f"细则“{code}”缺少“text”，请写明扣分或否决的情形")
    for key, known in (("each", EACH), ("where", PLACES), ("decides", DECIDES)):
        where.need(item.get(key, known[0]) in known, code, f"细则“{code}”的“{key}”应为 {'、'.join(known)} 之一")
    points, veto = item.get("points", 0), row["part"] == "veto"
    where.need(is_number(points) and points >= 0, code, f"细则“{code}”的“points”应为不小于 0 的数字")
    where.need(veto or points > 0, code, f"细则“{code}”缺少“points”，请写明分值")
    where.need(not (veto and points), code, f"细则“{code}”属于单项否决，没有分值，请删去“points”")
    where.need(
        veto or points <= row["cap"],
        code if where.says(code) else row["code"],
        f"细则“{code}”一次就是 {points} 分，超过这一项的上限 {row.get('cap')} 分",
    )
    for key in ("at_least", "most"):
        number = item.get(key, 1)
        where.need(type(number) is int and number > 0, code, f"细则“{code}”的“{key}”应为正整数")
    where.need(veto or "at_least" not in item, code, f"细则“{code}”不属于单项否决，不用“at_least”")
    where.need(isinstance(item.get("whole", False), bool), code, f"细则“{code}”的“whole”应为 true 或 false")
    decides = item.get("decides", row.get("decides", "software"))
    feeds = tuple(_feed(feed, code, row["clause"], where) for feed in _list(item.get("from", []), code, where))
    where.need(feeds or decides != "software" or code in WATCHED, code, f"细则“{code}”由程序判断，却没有写“from”")
    return RuleItem(
        code=code,
        text=item["text"],
        points=exact(points),
        each=item.get("each", "once"),
        where=item.get("where", ""),
        at_least=item.get("at_least", 1),
        decides=decides,
        feeds=feeds,
        draw=_draw(item.get("draw"), code, where),
        whole=item.get("whole", False),
        seen=item.get("seen", ""),
        most=item.get("most"),
        unless=item.get("unless", ""),
        how=item.get("how", ""),
    )


WATCHED = ("V2",)
"""Decided by a monitoring of availability, which no check sees."""


def _list(value: object, code: str, where: Where) -> list[Any]:
    where.need(isinstance(value, list), code, f"细则“{code}”的“from”应为检查项的列表")
    assert isinstance(value, list)
    return value


def _feed(feed: object, code: str, clause: str, where: Where) -> Feed:
    if isinstance(feed, str):
        return Feed(feed, (), (clause,))
    where.need(isinstance(feed, dict), code, f"细则“{code}”的“from”应为检查项的列表")
    assert isinstance(feed, dict)
    where.only(feed, ("check", "reasons", "cites"), f"细则“{code}”的“from”")
    where.need(isinstance(feed.get("check"), str), code, f"细则“{code}”的“from”没有写“check”")
    lists = [feed.get(key, []) for key in ("reasons", "cites")]
    good = all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in lists)
    where.need(good, code, f"细则“{code}”的“reasons”和“cites”应为文字的列表")
    return Feed(feed["check"], tuple(lists[0]), tuple(lists[1]) or (clause,))


def _draw(draw: object, code: str, where: Where) -> tuple[str, int] | None:
    if draw is None:
        return None
    good = isinstance(draw, dict) and set(draw) == {"of", "number"} and draw["of"] in DRAWN
    where.need(good, code, f'细则“{code}”的“draw”应写成 {{ of = "content", number = 5 }}（of 为 {"、".join(DRAWN)}）')
    assert isinstance(draw, dict)
    where.need(type(draw["number"]) is int and 0 < draw["number"] <= 1000, code, f"细则“{code}”抽取的页数应为正整数")
    return draw["of"], draw["number"]


def parse_scoring(
    data: object, rows: tuple[RuleRow, ...], checks: Iterable[str], where: Where, *, sums: bool = True
) -> Scoring | None:
    """``[score]`` against the rows and checks of its file; None where a file has none. Raises RuleError.

    ``sums``: the caps must come to the full points, as they do in a national sheet; a province may take more.
    """
    if data is None:
        return None
    where.need(isinstance(data, dict), "score", "“score”应写成 [score] 一节")
    assert isinstance(data, dict)
    where.only(data, SCORE_KEYS, "[score]")
    _agree(rows, set(checks), where)
    for key in ("full", "fail_below", "bonus_above", "bonus_full"):
        where.need(is_number(data.get(key)), key if key in data else "[score]", f"[score] 的“{key}”应为数字")
    ordered = 0 <= data["fail_below"] <= data["bonus_above"] <= data["full"]
    where.need(ordered, "fail_below", "[score] 应有 0 ≤ fail_below ≤ bonus_above ≤ full")
    codes = {row.code: row for row in rows if row.code}
    for part, full in (("deduction", "full"), ("bonus", "bonus_full")):
        total = sum(exact(row.cap or 0) for row in codes.values() if row.part == part)
        said = f"各行上限合计 {float(total):g} 分，与 [score] 的“{full}”（{data[full]:g} 分）不符，请改正其中之一"
        where.need(not sums or total == exact(data[full]), full, said)
    lists = {key: _words(data.get(key, []), key, where) for key in ("precedence", "once_per_page")}
    for code in lists["precedence"]:
        known = [row.code for row in codes.values() if row.part == "deduction"]
        where.need(code in known, code, f"[score] 的“precedence”中没有编号为“{code}”的扣分项。{suggest(code, known)}")
    for check in lists["once_per_page"]:
        where.need(check in set(checks), check, f"没有名为“{check}”的检查项。{suggest(check, set(checks))}")
    kinds = data.get("kinds")
    where.need(isinstance(kinds, dict) and kinds, "[score]", "[score] 缺少网站种类，请写 [score.kinds.portal]")
    assert isinstance(kinds, dict)
    return Scoring(
        full=data["full"],
        fail_below=data["fail_below"],
        bonus_above=data["bonus_above"],
        bonus_full=data["bonus_full"],
        precedence=lists["precedence"],
        once_per_page=lists["once_per_page"],
        kinds={id: _kind(id, kind, codes, where, sums=sums) for id, kind in kinds.items()},
    )


def _agree(rows: tuple[RuleRow, ...], checks: set[str], where: Where) -> None:
    """Codes are one another's only; feeds name checks and clauses that there are."""
    seen: set[str] = set()
    clauses = [row.clause for row in rows]
    items = {item.code for row in rows for item in row.items}
    for row in rows:
        alone = len(row.items) == 1  # a row's only item may go by the row's code
        own = [item.code for item in row.items if not (alone and item.code == row.code)]
        for code in (row.code, *own) if row.code else ():
            where.need(code not in seen, code, f"编号“{code}”写了两次，请删去一个，或只改其中要改的数字")
            seen.add(code)
        for item in row.items:
            known = not item.unless or item.unless in items
            where.need(known, item.unless, f"细则“{item.code}”的“unless”：没有细则“{item.unless}”")
            for feed in item.feeds:
                # What was probably meant is looked for only where it is told: it takes longer than all the rest.
                if feed.check not in checks:
                    said = f"细则“{item.code}”引用的检查项“{feed.check}”不存在。{suggest(feed.check, checks)}"
                    where.fail(feed.check, said)
                for clause in feed.cites:
                    if clause not in clauses:
                        said = f"细则“{item.code}”引用的条款“{clause}”不在 [[rows]] 中。{suggest(clause, clauses)}"
                        where.fail(clause, said)


def _words(value: object, key: str, where: Where) -> tuple[str, ...]:
    good = isinstance(value, list) and all(isinstance(word, str) for word in value)
    where.need(good, key, f"[score] 的“{key}”应为文字的列表")
    assert isinstance(value, list)
    return tuple(value)


def _kind(id: str, kind: object, rows: Mapping[str, RuleRow], where: Where, *, sums: bool) -> Kind:
    at = f"[score.kinds.{id}]"
    where.need(isinstance(kind, dict), id, f"“{id}”应写成 {at} 一节")
    assert isinstance(kind, dict)
    where.only(kind, KIND_KEYS, at)
    where.need(isinstance(kind.get("title"), str) and kind["title"], id, f"{at} 缺少“title”，请写明是哪类网站")
    parts, without = _words(kind.get("parts", list(SCORED)), id, where), _words(kind.get("without", []), id, where)
    where.need(set(parts) <= set(SCORED), id, f"{at} 的“parts”应取自 {'、'.join(SCORED)}")
    items = {item.code: row for row in rows.values() for item in row.items}
    groups = {row.group for row in rows.values() if row.group}
    for code in without:
        known = code in rows or code in groups
        where.need(known, code, f"{at} 的“without”：没有编号或一级指标“{code}”。{suggest(code, {*rows, *groups})}")
    points = kind.get("points", {})
    where.need(isinstance(points, dict), id, f"{at} 的“points”应写成“编号 = 分值”")
    for code, number in points.items():
        where.need(code in rows or code in items, code, f"{at} 的“points”：没有编号“{code}”")
        where.need(is_number(number) and number > 0, code, f"{at} 中“{code}”的分值应为大于 0 的数字")
    left = [row for row in rows.values() if row.part == "deduction" and not {row.code, row.group} & set(without)]
    total = sum(exact(points.get(row.code, row.cap or 0)) for row in left)
    out_of = kind.get("out_of")
    said = f"{at} 各行上限合计 {float(total):g} 分，与“out_of”不符"
    where.need(out_of is None or (is_number(out_of) and out_of > 0), "out_of", f"{at} 的“out_of”应为大于 0 的数字")
    where.need(not sums or out_of is None or exact(out_of) == total, "out_of", said)
    where.need(total > 0, id, f"{at} 没有剩下扣分项，请检查“without”")
    for code, row in items.items():
        of_item = next(item.points for item in row.items if item.code == code)
        most = exact(points.get(row.code, row.cap or 0))
        said = f"{at} 中细则“{code}”一次的分值超过“{row.code}”的上限"
        where.need(row.part == "veto" or exact_or(points, code, of_item) <= most, code, said)
    return Kind(id, kind["title"], parts, without, out_of, points)
