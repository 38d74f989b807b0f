"""Money in and out, line by line: every balance is the one above it plus what came in, less what went out."""

from __future__ import annotations

from plugins.village_finance import layout as marks
from plugins.village_finance.cells import in_money, plain_money
from plugins.village_finance.judgement import Entry, Judgement, is_correction, tell_negative


def run_through(found: Judgement) -> None:
    """Judge the lines from top to bottom. A wrong balance is told once: the row below may go on from what it says, or
    from what it should have said."""
    balance: int | None = None
    meant: int | None = None
    last = ""
    for entry in found.entries:
        mark = entry.line.mark
        if mark == marks.OPENING:
            balance = _opening(entry, found, balance)
        elif mark == marks.ROW:
            stated = entry.money.get("balance")
            if meant is not None and stated is not None and stated == meant + _moved(entry):
                balance = meant
            meant = None if balance is None else balance + _moved(entry)
            balance = _row(entry, found, balance)
            last = _day(entry, found, last)
        else:
            _stated_balance(entry, found, balance, needed=mark == marks.CLOSING)
    found.closing = balance
    if found.opening is None and balance is not None:
        found.opening = balance - sum(_moved(entry) for entry in found.rows)


def _moved(entry: Entry) -> int:
    return (entry.money.get("income") or 0) - (entry.money.get("expense") or 0)


def _opening(entry: Entry, found: Judgement, balance: int | None) -> int | None:
    """What was carried over; clerks who have no balance yet write it under 收入."""
    stated = entry.money.get("balance")
    if stated is None:
        stated = entry.money.get("income")
        entry.money["income"], entry.text["income"] = None, ""
        entry.text["balance"] = plain_money(stated)
    if stated is None:
        if not entry.unsure:
            what = f"“{entry.line.label}”没有写余额"
            found.fault(entry.line.line, entry.line.column("balance"), what, "请在“余额”一列写上；从零开始的写 0")
        return balance
    if balance is None and found.opening is None:
        found.opening = stated
    elif balance is not None and stated != balance:
        what = f"“{entry.line.label}”写的是 {in_money(stated)} 元，上面一行的余额是 {in_money(balance)} 元"
        found.fault(entry.line.line, entry.line.column("balance"), what, "结转的余额应当和上面一行相同，请核对")
    return stated


def _row(entry: Entry, found: Judgement, balance: int | None) -> int | None:
    """Judge one row; the balance behind it, None where nobody can tell."""
    line = entry.line
    income, expense, stated = (entry.money.get(key) for key in ("income", "expense", "balance"))
    if entry.unsure:
        return stated
    if income and expense:
        cure = "一行只记一笔收入或者一笔支出：请拆成两行"
        found.fault(line.line, line.column("expense"), "收入和支出都填了", cure)
    elif not income and not expense:
        found.fault(line.line, line.column("income"), "收入和支出都没有填", "请填写其中一项；没有发生的请删去这一行")
    for key in ("income", "expense"):
        if (entry.money.get(key) or 0) < 0 and not is_correction(entry):
            tell_negative(found, entry, key)
    moved = _moved(entry)
    if balance is None:
        if stated is None:
            cure = "请在第一行写“上期结转”和它的余额，或者在这一行写上余额"
            found.fault(line.line, line.column("balance"), "没有余额，前面也没有上期结转", cure)
        return stated
    if stated is None:
        entry.money["balance"], entry.text["balance"] = balance + moved, plain_money(balance + moved)
        return balance + moved
    if stated != balance + moved:
        sign, name = ("＋ 收入", income) if income else ("－ 支出", expense)
        sums = f"上一行 {in_money(balance)} {sign} {in_money(name or 0)}"
        what = f"余额写的是 {in_money(stated)} 元，应为 {in_money(balance + moved)} 元（{sums}）"
        found.fault(line.line, line.column("balance"), what, "请核对这一行的金额和余额")
    if stated < 0 <= balance:
        found.ask(line.line, line.column("balance"), "余额是负数", "请核对：现金和存款不会少于零")
    return stated


def _day(entry: Entry, found: Judgement, last: str) -> str:
    """The row's day lies in the period, and not before the one above it."""
    line, first, end = entry.line, found.span.first, found.span.last
    if entry.day is None:
        if "date" not in entry.faulty:
            found.fault(line.line, line.column("date"), "“日期”没有填", f"请写成 {first:%Y-%m-%d}")
        return last
    day = entry.day.isoformat()
    if not first <= entry.day <= end:
        what = f"日期 {day} 不在这一期（{first} 至 {end}）里"
        found.fault(line.line, line.column("date"), what, "请核对日期；不是这一期的请移到那一期的表里")
    elif last and day < last:
        found.ask(line.line, line.column("date"), f"日期 {day} 早于上一行的 {last}", "请按日期先后排列")
    return max(day, last)


def _stated_balance(entry: Entry, found: Judgement, balance: int | None, *, needed: bool) -> None:
    """The balance in a line of totals, or in the last one."""
    line = entry.line
    stated = entry.money.get("balance")
    if stated is None and needed and not entry.unsure:
        found.fault(line.line, line.column("balance"), f"“{line.label}”没有写余额", "请在“余额”一列写上")
    elif stated is not None and balance is not None and stated != balance:
        what = f"“{line.label}”的余额写的是 {in_money(stated)} 元，最后一笔的余额是 {in_money(balance)} 元"
        found.fault(line.line, line.column("balance"), what, "请核对余额")
