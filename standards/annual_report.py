"""政府信息公开工作年度报告: its six parts, the cells of its three tables, and the sums that must hold.

The form is that of 国办公开办函〔2021〕30号, for reports on 2021 and later years; the days are those of 条例第四十九条.
A report's numbers are *cells*: the code of a line → its numbers as written, ``width`` of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FIRST_YEAR = 2021
"""The first year reported in this form; 2019 and 2020 used the one on trial (国办公开办函〔2019〕60号)."""
PARTS = (
    ("一", "总体情况", "总体情况"),
    ("二", "主动公开政府信息情况", "主动公开"),
    ("三", "收到和处理政府信息公开申请情况", "申请"),
    ("四", "因政府信息公开工作被申请行政复议、提起行政诉讼情况", "复议"),
    ("五", "政府信息公开工作存在的主要问题及改进情况", "问题"),
    ("六", "其他需要报告的事项", "其他"),
)
"""Numeral, heading, and the word by which a heading is known."""
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
TOTAL = "总计"
COLUMNS = (*APPLICANTS, TOTAL)
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", TOTAL)
COURSES = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
RESULTS = (
    ("（一）", "予以公开", ("",)),
    ("（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）", ("",)),
    (
        "（三）",
        "不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    (
        "（四）",
        "无法提供",
        ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"),
    ),
    (
        "（五）",
        "不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）",
        "其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其申请",
            "2.申请人逾期未按要求缴纳费用、行政机关不再处理其申请",
            "3.其他",
        ),
    ),
)
"""What may come of a request (条例第三十六条), with its kinds; a result without kinds has one that is nameless."""
NEW, BROUGHT, SUM, CARRIED = "三01", "三02", "三24", "三25"
KEPT = (("规章", "二01", "二02", "二03"), ("行政规范性文件", "二04", "二05", "二06"))
"""What is counted as made, repealed and in force."""
_WHOLE = re.compile(r"[0-9]{1,9}")
_MONEY = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Line:
    """A line of the form: its code, whose numeral is that of its part, what it counts, how many numbers it has (seven
    in part three: the applicants and the total), whether it is an amount of money in 万元."""

    code: str
    item: str
    width: int = 1
    money: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong with the numbers of a line; ``column`` is the 0-based place among them, -1 the line as a whole."""

    code: str
    column: int
    what: str
    cure: str


def _lines() -> Iterator[Line]:
    number = 0
    for name in ("规章", "行政规范性文件"):
        for count in ("本年制发件数", "本年废止件数", "现行有效件数"):
            number += 1
            yield Line(f"二{number:02}", f"{name}：{count}")
    for number, name in enumerate(("行政许可", "行政处罚", "行政强制"), 7):
        yield Line(f"二{number:02}", f"{name}：本年处理决定数量")
    yield Line("二10", "行政事业性收费：本年收费金额（单位：万元）", money=True)
    yield Line(NEW, "一、本年新收政府信息公开申请数量", 7)
    yield Line(BROUGHT, "二、上年结转政府信息公开申请数量", 7)
    number = 3
    for mark, name, kinds in RESULTS:
        for kind in kinds:
            yield Line(f"三{number:02}", f"三、{mark}{name.partition('（')[0]}{'：' if kind else ''}{kind}", 7)
            number += 1
    yield Line(SUM, "三、（七）总计", 7)
    yield Line(CARRIED, "四、结转下年度继续办理", 7)
    number = 0
    for course in COURSES:
        for outcome in OUTCOMES:
            number += 1
            yield Line(f"四{number:02}", f"{course}：{outcome}")


def _groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    number = 3
    for _, name, kinds in RESULTS:
        yield name.partition("（")[0], tuple(f"三{number + at:02}" for at in range(len(kinds)))
        number += len(kinds)


FORM: Mapping[str, Line] = {line.code: line for line in _lines()}
"""Every line by code, in the order of the form."""
RESULT_CODES = tuple(f"三{number:02}" for number in range(3, 24))
GROUPS: Mapping[str, tuple[str, ...]] = dict(_groups())
"""The six results and the codes of their kinds."""

Cells = Mapping[str, Sequence[str]]


def due_day(year: int, *, government: bool) -> date:
    """The last day on which the report on ``year`` may be published: 31 March for a government, 31 January for a
    department (条例第四十九条)."""
    return date(year + 1, 3, 31) if government else date(year + 1, 1, 31)


def judge(cells: Cells) -> list[Fault]:
    """Everything wrong within one report: what is no number, and sums that do not add up."""
    faults: list[Fault] = []
    sound: dict[str, list[int]] = {}
    for code, line in FORM.items():
        if code in cells:
            found = list(_numbers(line, cells[code]))
            faults += found
            if not found and not line.money:
                sound[code] = [int(text) for text in cells[code]]
    return [*faults, *_across(sound), *_down(sound), *_outcomes(sound)]


def _numbers(line: Line, written: Sequence[str]) -> Iterator[Fault]:
    empty = [at for at, text in enumerate(written) if not text]
    if empty:
        names = "、".join(COLUMNS[at] for at in empty) if line.width > 1 else "数量"
        yield Fault(line.code, empty[0], f"“{line.item}”没有填（{names}）", "没有的请填 0")
    for at, text in enumerate(written):
        if text and not (_MONEY if line.money else _WHOLE).fullmatch(text):
            wanted = "请只写数字，单位是万元，可以有小数" if line.money else "请只写不小于 0 的整数，没有的填 0"
            yield Fault(line.code, at, f"“{line.item}”的“{text}”不是{'金额' if line.money else '件数'}", wanted)


def _across(sound: Mapping[str, Sequence[int]]) -> Iterator[Fault]:
    """总计 is the sum of the applicants."""
    for code, numbers in sound.items():
        if len(numbers) == len(COLUMNS) and numbers[-1] != (total := sum(numbers[:-1])):
            what = f"“{FORM[code].item}”的总计是 {numbers[-1]}，各类申请人相加是 {total}"
            yield Fault(code, len(APPLICANTS), what, "请核对这一行")


def _down(sound: Mapping[str, Sequence[int]]) -> Iterator[Fault]:
    """（七）总计 is the sum of the results, and what came in is what was done or carried over."""
    for at, name in enumerate(COLUMNS):
        if sound.keys() >= {SUM, *RESULT_CODES}:
            total = sum(sound[code][at] for code in RESULT_CODES)
            if sound[SUM][at] != total:
                what = f"“{name}”一列的（七）总计是 {sound[SUM][at]}，（一）至（六）相加是 {total}"
                yield Fault(SUM, at, what, "请核对这一列的办理结果")
        if sound.keys() >= {NEW, BROUGHT, SUM, CARRIED}:
            came = sound[NEW][at] + sound[BROUGHT][at]
            went = sound[SUM][at] + sound[CARRIED][at]
            if came != went:
                what = f"“{name}”一列的第一项加第二项是 {came}，第三项总计加第四项是 {went}"
                yield Fault(CARRIED, at, what, "两者应当相等，请核对新收、结转和办理结果")


def _outcomes(sound: Mapping[str, Sequence[int]]) -> Iterator[Fault]:
    """总计 of each course is the sum of its four outcomes."""
    for at, course in enumerate(COURSES):
        codes = [f"四{at * 5 + number:02}" for number in range(1, 6)]
        if sound.keys() >= set(codes):
            total = sum(sound[code][0] for code in codes[:-1])
            if sound[codes[-1]][0] != total:
                what = f"“{course}”的总计是 {sound[codes[-1]][0]}，四种结果相加是 {total}"
                yield Fault(codes[-1], 0, what, "请核对这几行")


def judge_years(last: Cells, this: Cells) -> list[Fault]:
    """Where a report does not go on from last year's of the same unit. What is missing or no number is passed over."""
    faults = []
    for at, name in enumerate(COLUMNS):
        carried, brought = _number(last, CARRIED, at), _number(this, BROUGHT, at)
        if carried is not None and brought is not None and carried != brought:
            what = f"“{name}”一列的上年结转是 {brought}，上年度年报的结转下年是 {carried}"
            faults.append(Fault(BROUGHT, at, what, "请核对两个年度的年报"))
    for name, made, repealed, kept in KEPT:
        was, new, gone, now = _number(last, kept), _number(this, made), _number(this, repealed), _number(this, kept)
        if was is None or new is None or gone is None or now is None or now == was + new - gone:
            continue
        sum_ = f"上年 {was} 件加本年制发 {new} 件减本年废止 {gone} 件是 {was + new - gone} 件"
        faults.append(Fault(kept, 0, f"“{name}”现行有效件数是 {now}，{sum_}", "请核对两个年度的件数"))
    return faults


def _number(cells: Cells, code: str, at: int = 0) -> int | None:
    """A count, where it is one."""
    text = cells[code][at] if code in cells else ""
    return int(text) if _WHOLE.fullmatch(text) else None


def printed(code: str, text: str) -> str:
    """A number as the table prints it: an amount without needless zeros."""
    if not FORM[code].money:
        return str(int(text))
    return f"{Decimal(text).normalize():f}"
