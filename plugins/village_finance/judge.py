"""One statement judged: every cell, every running balance, every sum, the days, who signed. All faults together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.records.cells import CellError
from plugins.village_finance import layout as marks
from plugins.village_finance.cells import (
    in_money,
    is_ditto,
    plain_money,
    read_day,
    read_money,
    read_number,
    read_words,
)
from plugins.village_finance.judgement import Entry, Judgement, is_correction, tell_negative
from plugins.village_finance.kinds import DATE, MONEY, NUMBER, Kind
from plugins.village_finance.layout import Layout, Told
from plugins.village_finance.running import run_through
from plugins.village_finance.statement import Row, Statement
from plugins.village_finance.sums import check_sums
from plugins.worksheets import Worksheet
from standards.private.find import judge as find_private
from standards.village_rhythm import in_words, named_period, span_of

_PHONE = 11
"""Digits of a mobile number."""
MOST = 40
"""Faults of one table that are told one by one."""
_ROLES = (
    ("date", re.compile(r"日期$|时间$")),
    ("auditor", re.compile(r"审核|监督|监事|监委|理财")),
    ("preparer", re.compile(r"制表|填表|编制|会计|报账|记账")),
    ("head", re.compile(r"负责人|主任|书记|理事长|法定代表人|审批")),
)
_SIGNERS = {
    "preparer": "制表人",
    "auditor": "审核人（村务监督委员会或者监事会）",
    "head": "负责人",
}
"""Who must have signed: 农村集体经济组织财务公开规定 has accounts looked through before they are published, since
2025 by the 监事会 of the collective organisation, or else by the 村务监督委员会."""


def judge_statement(sheet: Worksheet, kind: Kind, period: str) -> Judgement:
    """Read and judge a sheet that is to be a statement of this kind for this period."""
    found = Judgement(kind, span_of(period), sheet)
    for flaw in sheet.flaws:
        found.fault(flaw.line, flaw.column, flaw.what, flaw.cure)
    laid = marks.lay_out(sheet, kind)
    for told in laid.faults:
        found.fault(*told)
    if not laid.heads:
        return found
    _title(laid, period, found)
    _phones(found)
    _read_entries(laid, found)
    if not found.entries:
        cure = "请填写各行；这一期没有这类事项的，不用交表，在 content/villages/nothing.csv 里写一行"
        found.fault(laid.head_line, 0, "表里没有内容", cure)
    elif kind.running:
        run_through(found)
    else:
        _balances(found)
    check_sums(found)
    _signatures(laid, found)
    found.statement = _statement(laid, found)
    found.faults = list(_few(found.faults))
    return found


def _title(laid: Layout, period: str, found: Judgement) -> None:
    """The period in the title is that of the file's name."""
    written = named_period(laid.title)
    if written and span_of(written).last != found.span.last:
        what = f"标题写的是{in_words(written)}，文件名写的是{in_words(period)}"
        found.fault(laid.head_line and found.sheet.lines[0][0], 0, what, "请核对是哪一期的表，改正标题或者文件名")


def _phones(found: Judgement) -> None:
    """No statement needs anybody's mobile number. (ID numbers and bank cards are what ``plugins/privacy_gate.py`` looks
    for in every table of a village.)"""
    for line, cells in found.sheet.lines:
        for column, text in enumerate(cells, 1):
            if sum(map(str.isdigit, text)) < _PHONE:
                continue
            for find in find_private(text, found.span.first.year):
                if find.kind == "phone":
                    cure = f"财务报表不用写个人的手机号码：请删去，或者改成 {find.masked}"
                    found.fault(line, column, f"有手机号码 {find.masked}", cure)


def _read_entries(laid: Layout, found: Judgement) -> None:
    above: dict[str, str] = {}
    result = found.kind.balance.result if found.kind.balance else ""
    for line in laid.lines:
        entry = Entry(line)
        for head in found.kind.heads:
            if head.key in line.cells:
                _read_cell(entry, head.key, laid.unit, above, found)
        if line.mark == marks.ROW:
            for head in found.kind.heads:
                empty = head.key in line.cells and not entry.text.get(head.key)
                if head.filled and empty and head.key not in entry.faulty and head.key != result:
                    found.fault(line.line, line.column(head.key), f"“{head.name}”没有填", "请补上")
            above = entry.text
        found.entries.append(entry)


def _read_cell(entry: Entry, key: str, unit: str, above: dict[str, str], found: Judgement) -> None:
    """One cell into ``entry``."""
    column, text = entry.line.cells[key]
    type_ = found.kind.by_key[key].type
    label = entry.line.label
    if any((flaw.line, flaw.column) == (entry.line.line, column) for flaw in found.sheet.flaws):  # told already
        _give_up(entry, key, type_)
        return
    if label and type_ != MONEY and (text == label or (type_ in (DATE, NUMBER) and not re.search(r"\d", text))):
        return
    try:
        if type_ == MONEY:
            cents = entry.money[key] = read_money(text, unit)
            entry.text[key] = plain_money(cents)
        elif type_ == DATE:
            day = read_day(above.get(key, "") if is_ditto(text) else text, found.span)
            entry.text[key] = day.isoformat() if day else ""
            entry.day = entry.day or day
        elif type_ == NUMBER:
            entry.text[key] = read_number(text)
        else:
            entry.text[key] = read_words(text, above.get(key, ""))
    except CellError as error:
        _give_up(entry, key, type_)
        found.fault(entry.line.line, column, error.what, error.cure)


def _give_up(entry: Entry, key: str, type_: str) -> None:
    entry.faulty.add(key)
    entry.unsure = entry.unsure or type_ in (MONEY, NUMBER)


def _balances(found: Judgement) -> None:
    """What a row says is left is what there was, and what was added, less what went."""
    balance = found.kind.balance
    counted = [head.key for head in found.kind.heads if head.summed and not (balance and head.key == balance.result)]
    for entry in found.rows:
        for key in counted:
            if (entry.money.get(key) or 0) < 0 and not is_correction(entry):
                tell_negative(found, entry, key)
        parts = [key for key in (*balance.plus, *balance.minus) if key in entry.line.cells] if balance else []
        if balance is None or entry.unsure or not any(key in parts for key in balance.plus):
            continue
        wanted = sum((entry.money.get(key) or 0) * (1 if key in balance.plus else -1) for key in parts)
        stated, heads = entry.money.get(balance.result), found.kind.by_key
        if stated is None:  # clerks leave out a nought
            if any(entry.money.get(key) is not None for key in parts):
                entry.money[balance.result], entry.text[balance.result] = wanted, plain_money(wanted)
            elif heads[balance.result].filled:
                column = entry.line.column(balance.result)
                found.fault(entry.line.line, column, f"“{heads[balance.result].name}”没有填", "请补上")
        elif stated != wanted:
            sums = "".join(f" {'＋' if key in balance.plus else '－'} {heads[key].name}" for key in parts)
            what = f"{heads[balance.result].name}写的是 {in_money(stated or 0)} 元，应为 {in_money(wanted)} 元"
            found.fault(
                entry.line.line, entry.line.column(balance.result), f"{what}（{sums[3:]}）", "请核对这一行的金额"
            )


def _signatures(laid: Layout, found: Judgement) -> None:
    """Who made the table, who looked it through, who answers for it, and when."""
    names: dict[str, str] = {}
    for label, name in laid.signed:
        role = next((role for role, pattern in _ROLES if pattern.search(label)), "")
        names[role] = names.get(role) or name
    example = "在表下面写一行：制表：何守田　审核（村务监督委员会）：周满仓　负责人：柳长青　日期：2026-10-12"
    for role, called in _SIGNERS.items():
        if not names.get(role):
            what = f"{called}没有签名" if role in names else f"表下面没有写{called}"
            found.fault(laid.last_line, 0, what, f"请{example}")
    if day := names.get("date", ""):
        try:
            read = read_day(day, found.span)
            found.signed_on = read.isoformat() if read else ""
        except CellError as error:
            found.fault(laid.last_line, 0, f"签名的日期：{error.what}", error.cure)


def _statement(laid: Layout, found: Judgement) -> Statement:
    heads = tuple(laid.heads)
    subject = next(head.key for head in found.kind.heads if head.filled and head.key in (*heads, head.key))
    rows = []
    for entry in found.entries:
        texts = entry.text | ({subject: entry.line.label} if entry.line.label else {})
        rows.append(Row(entry.line.mark, tuple(texts.get(key, "") for key in heads)))
    return Statement(heads, tuple(rows), tuple(laid.signed), tuple(laid.notes))


def _few(faults: Sequence[Told]) -> Iterator[Told]:
    yield from faults[:MOST]
    if len(faults) > MOST:
        yield faults[MOST][0], 0, f"这张表还有 {len(faults) - MOST} 处问题，没有一一列出", "请先改正上面这些"
