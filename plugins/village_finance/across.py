"""A village's statements held against each other and against the catalogue: openings, the year so far, months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from plugins.village_catalogue import Item
from plugins.village_finance.cells import in_money
from plugins.village_finance.layout import Told
from plugins.village_finance.statement import Brief
from plugins.villages import Villages
from standards.village_rhythm import in_words, months_of, span_of

Fault = tuple[str, Told]
"""Path below content/, and what is wrong there."""

_AHEAD = "财务计划"
"""The kind that is made before its period is over."""


def compare(briefs: Sequence[Brief], villages: Villages, village: str, today: date) -> tuple[list[Fault], list[Fault]]:
    """What is wrong between the statements of one village (faults), and what is worth asking."""
    faults: list[Fault] = []
    asks: list[Fault] = []
    body = villages.by_id[village].body
    online = items_by_table(villages.items, body)
    by_kind: dict[str, list[Brief]] = {}
    for brief in briefs:
        by_kind.setdefault(brief.kind, []).append(brief)
        faults += _place(brief, online)
        faults += _title(brief, villages, village)
        faults += _clock(brief, today)
        asks += _early(brief, today)
    for of_kind in by_kind.values():
        ends = {span_of(brief.period).last: brief for brief in reversed(of_kind)}
        periods = {brief.period: brief for brief in of_kind}
        for brief in of_kind:
            faults += _opening(brief, ends)
            asks += _gap(brief, ends)
            faults += _year(brief, of_kind)
            faults += _months(brief, periods)
    return faults, asks


def items_by_table(items: Mapping[str, Item], body: str) -> dict[str, list[Item]]:
    """The items of the catalogue that a kind of statement answers in a village (村) or community (社区)."""
    found: dict[str, list[Item]] = {}
    for item in items.values():
        for table in item.tables if body in item.kinds else ():
            found.setdefault(table, []).append(item)
    return found


def _spot(brief: Brief, line: int = 0) -> str:
    return f"工作表“{brief.sheet}”{f'第{line}行' if line else ''}：" if brief.sheet else ""


def _place(brief: Brief, online: Mapping[str, Sequence[Item]]) -> Iterator[Fault]:
    """What only the villagers may see has no page."""
    items = online.get(brief.kind, ())
    if items and not any(item.online for item in items):
        what = f"{_spot(brief)}“{items[0].name}”只在村务公开栏张贴，不上网"
        yield brief.path, (0, 0, what, "请把这张表从内容目录移走；确实可以上网的，请改 catalogue.toml 里的 place")


def _title(brief: Brief, villages: Villages, village: str) -> Iterator[Fault]:
    """A table whose title names another village lies in the wrong folder."""
    own = villages.by_id[village].name
    if not brief.title or own in brief.title or not any(word in brief.title for word in ("村", "社区")):
        return
    other = next((known.name for known in villages.by_id.values() if known.name in brief.title), "")
    if other:
        what = f"{_spot(brief)}标题写的是{other}，文件放在{own}的目录里"
        yield brief.path, (0, 0, what, "请核对是哪个村的表，改正标题或者移动文件")


def _clock(brief: Brief, today: date) -> Iterator[Fault]:
    """Nothing is told of days that have not come."""
    if brief.kind == _AHEAD:
        return
    if span_of(brief.period).first > today:
        yield brief.path, (0, 0, f"{_spot(brief)}{in_words(brief.period)}还没有开始", "请核对文件名里的期间")
    elif brief.latest > today.isoformat():
        what = f"{_spot(brief, brief.latest_line)}日期 {brief.latest} 还没有到"
        yield brief.path, (brief.latest_line, 0, what, f"今天是 {today}，请核对日期")


def _early(brief: Brief, today: date) -> Iterator[Fault]:
    if brief.kind != _AHEAD and span_of(brief.period).first <= today <= span_of(brief.period).last:
        what = f"{_spot(brief)}{in_words(brief.period)}还没有结束，表里的数还会变"
        yield brief.path, (0, 0, what, "请核对文件名里的期间；这一期结束后换成完整的表")


def _opening(brief: Brief, ends: Mapping[date, Brief]) -> Iterator[Fault]:
    """What a period begins with is what the last one ended with."""
    last = ends.get(span_of(brief.period).first - timedelta(days=1))
    if last is None:
        return
    for name, opening, closing in _carried(brief, last):
        if opening != closing:
            what = f"{_spot(brief, brief.first_line)}{name}的期初是 {in_money(opening)} 元"
            what += f"，{in_words(last.period)}的期末是 {in_money(closing)} 元"
            cure = f"期初应当等于上一期的期末，请核对这张表和 {last.path.rpartition('/')[2]}"
            yield brief.path, (brief.first_line, 0, what, cure)


def _carried(brief: Brief, last: Brief) -> Iterator[tuple[str, int, int]]:
    """What is carried over from one statement to the next: name, here, there."""
    kind = brief.of
    if kind.running:
        if brief.opening is not None and last.closing is not None:
            yield kind.name, brief.opening, last.closing
        return
    balance = kind.balance
    if balance is None or "opening" not in brief.totals or balance.result not in last.totals:
        return
    if kind.group:
        for group in sorted({*brief.groups, *last.groups}):
            ours, theirs = brief.groups.get(group, {}), last.groups.get(group, {})
            yield group, ours.get("opening", 0), theirs.get(balance.result, 0)
    else:
        yield kind.name, brief.totals["opening"], last.totals[balance.result]


def _gap(brief: Brief, ends: Mapping[date, Brief]) -> Iterator[Fault]:
    """Earlier statements are there, but not the one before this."""
    first = span_of(brief.period).first
    if not brief.of.running or first - timedelta(days=1) in ends:
        return
    earlier = [end for end in ends if end < first]
    if earlier:
        what = f"{_spot(brief)}前面缺一期：{in_words(ends[max(earlier)].period)}以后到这一期没有{brief.kind}"
        yield brief.path, (0, 0, what, "期初余额没有核对，请补上缺的表")


def _year(brief: Brief, of_kind: Sequence[Brief]) -> Iterator[Fault]:
    """What the table says of the year so far is the sum of the year's statements, where all of them are there."""
    if not brief.year:
        return
    span = span_of(brief.period)
    earlier = [other for other in of_kind if _lies_in(other, date(span.first.year, 1, 1), span.last)]
    chain = _chain(earlier, date(span.first.year, 1, 1), span.last)
    if not chain:
        return
    for line, column, key, stated in brief.year:
        total = sum(other.totals.get(key, 0) for other in chain)
        if stated != total:
            name = brief.of.by_key[key].name
            what = f"{_spot(brief, line)}本年累计的{name}写的是 {in_money(stated)} 元"
            what += f"，本年各期相加是 {in_money(total)} 元"
            yield brief.path, (line, column, what, "请核对累计数和前几期的表")


def _months(brief: Brief, periods: Mapping[str, Brief]) -> Iterator[Fault]:
    """A quarter is the sum of its months, where both are there."""
    if "Q" not in brief.period or not brief.of.running:
        return
    months = [periods.get(month) for month in months_of(brief.period)]
    if not all(months):
        return
    for key, total in brief.totals.items():
        added = sum(month.totals.get(key, 0) for month in months if month is not None)
        if added != total:
            name = brief.of.by_key[key].name
            what = f"{_spot(brief)}本季度{name}合计 {in_money(total)} 元，三个月的表相加是 {in_money(added)} 元"
            yield brief.path, (0, 0, what, "请核对季度的表和各月的表")


def _lies_in(brief: Brief, first: date, last: date) -> bool:
    span = span_of(brief.period)
    return first <= span.first and span.last <= last


def _chain(briefs: Sequence[Brief], first: date, last: date) -> list[Brief]:
    """Statements that follow each other without a gap from one day to another, the longest first; else none."""
    by_first: dict[date, list[Brief]] = {}
    for brief in briefs:
        by_first.setdefault(span_of(brief.period).first, []).append(brief)
    found: list[Brief] = []
    while first <= last:
        if first not in by_first:
            return []
        found.append(max(by_first[first], key=lambda brief: span_of(brief.period).last))
        first = span_of(found[-1].period).last + timedelta(days=1)
    return found
