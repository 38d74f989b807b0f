"""What the templates of the farm leave open: names, places, and numbers that nobody has.

Resident IDs have an area code that was never given to a county (420000), telephones a prefix of machines (141), cards a
run of zeros, number plates a letter of no city (鄂Z): their check digits are right, and nobody's number is printed by
chance.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from stdnum import luhn
from stdnum.cn import ric, uscc

SLOT = re.compile(r"\{([\u4e00-\u9fff]+)\}")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = ("建国", "秀英", "志强", "丽华", "春生", "玉兰", "大勇", "晓燕", "文斌", "桂芳", "海涛", "美玲")
COUNTIES = ("明川县", "临溪县", "安平县", "松泉县")
TOWNS = ("青溪镇", "白石镇", "龙泉乡", "河东镇", "柳林乡", "石桥镇")
VILLAGES = ("青石村", "大湾村", "柳树村", "沙坪村", "红岩村")
OFFICES = ("县教育局", "县民政局", "县水利局", "县林业局", "县交通运输局", "县财政局")


class Slots:
    """Draws texts for slots. The same random source gives the same texts."""

    def __init__(self, drawing: random.Random) -> None:
        self.drawing = drawing

    def fill(self, *templates: str, row: int = 1) -> list[str]:
        """The templates of one case with their slots filled; what is added up agrees within the case."""
        one, two, three = (self.drawing.randint(20, 400) for _ in range(3))
        sums = {"甲": one, "乙": two, "丙": three, "和": one + two, "和三": one + two + three,
                "差": one + two + three + 9, "少": one + two - 7, "行": row}  # fmt: skip

        def drawn(slot: re.Match[str]) -> str:
            name = slot[1]
            return str(sums[name]) if name in sums else SLOTS[name](self)

        return [SLOT.sub(drawn, template) for template in templates]

    def digits(self, count: int) -> str:
        """That many digits, the first not a zero."""
        return str(self.drawing.randint(10 ** (count - 1), 10**count - 1))

    def number(self, low: int, high: int) -> str:
        """A number between the two."""
        return str(self.drawing.randint(low, high))

    def person(self) -> str:
        """A whole name."""
        return self.drawing.choice(SURNAMES) + self.drawing.choice(GIVEN)

    def resident_id(self, born: date | None = None) -> str:
        """Eighteen characters whose check digit holds."""
        born = born or date(1946, 1, 1) + timedelta(days=self.drawing.randint(0, 22_000))
        head = f"420000{born:%Y%m%d}{self.drawing.randint(100, 999)}"
        return head + ric.calc_check_digit(head + "0")

    def mistyped_id(self) -> str:
        """A resident ID whose check digit is another one."""
        number = self.resident_id()
        wrong = [digit for digit in "0123456789" if digit != number[-1]]
        return number[:-1] + self.drawing.choice(wrong)

    def card(self) -> str:
        """Nineteen digits of a card that pass Luhn."""
        head = f"6222000000000{self.digits(5)}"
        return head + luhn.calc_check_digit(head)

    def account(self) -> str:
        """An account of an office, as banks number them; one in ten passes Luhn."""
        return self.drawing.choice(("1202", "8201", "3305", "4100", "0305")) + self.digits(
            self.drawing.choice((12, 13, 15))
        )

    def credit_code(self) -> str:
        """A unified social credit code of digits only, the sort that looks most like a resident ID."""
        while True:
            head = self.drawing.choice(("11", "12", "91", "92")) + "420000" + self.digits(9)
            if (check := uscc.calc_check_digit(head)).isdigit():
                return head + check

    def long_number(self) -> str:
        """A contract or order number of eighteen digits: by day, or with a province and a day but no check digit."""
        if self.drawing.random() < 0.5:
            return f"2026{self.number(10, 12)}{self.number(10, 28)}{self.digits(10)}"
        return self.mistyped_id()

    def home(self) -> str:
        """Down to the house."""
        county, town, village = (self.drawing.choice(names) for names in (COUNTIES, TOWNS, VILLAGES))
        return f"{county}{town}{village}{self.number(1, 12)}组{self.number(1, 99)}号"

    def hidden(self, number: str, front: int, back: int) -> str:
        """The number with what stands between its first and last characters starred."""
        return number[:front] + "*" * (len(number) - front - back) + number[len(number) - back :]


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


def _old(number: str) -> str:
    """The form of before 1999: no century, no check digit."""
    return number[:6] + number[8:17]


def _of(names: tuple[str, ...] | str) -> Callable[[Slots], str]:
    return lambda slots: slots.drawing.choice(names)


def _digits(count: int) -> Callable[[Slots], str]:
    return lambda slots: slots.digits(count)


SLOTS: dict[str, Callable[[Slots], str]] = {
    "县": _of(COUNTIES),
    "镇": _of(TOWNS),
    "村": _of(VILLAGES),
    "局": _of(OFFICES),
    "姓": _of(SURNAMES),
    "人": Slots.person,
    "此年": lambda slots: "2026",
    "数": lambda slots: slots.number(12, 980),
    "月": lambda slots: slots.number(1, 5),
    "日": lambda slots: slots.number(1, 28),
    "序": lambda slots: slots.number(2, 12),
    "序号": lambda slots: slots.number(2, 40),
    "倍": lambda slots: slots.number(2, 4),
    "组": lambda slots: slots.number(1, 12),
    "证": Slots.resident_id,
    "证新": lambda slots: slots.resident_id(date(2025, 1, 1) + timedelta(days=slots.drawing.randint(0, 500))),
    "编证": lambda slots: slots.resident_id(date(2026, 1, 5) + timedelta(days=slots.drawing.randint(0, 120))),
    "证误": Slots.mistyped_id,
    "证十五": lambda slots: _old(slots.resident_id(date(1962, 3, 9))),
    "证空": lambda slots: re.sub(r"(.{6})(.{8})(.{4})", r"\1 \2 \3", slots.resident_id()),
    "证全角": lambda slots: _wide(slots.resident_id()),
    "证薄": lambda slots: slots.hidden(slots.resident_id(), slots.drawing.choice((8, 10)), 4),
    "证遮": lambda slots: slots.hidden(slots.resident_id(), 6, 4),
    "证遮二": lambda slots: slots.hidden(slots.resident_id(), 3, 4),
    "卡": Slots.card,
    "卡空": lambda slots: re.sub(r"(\d{4})(?=\d)", r"\1 ", slots.card()),
    "卡遮": lambda slots: slots.hidden(slots.card(), 0, 4),
    "户": Slots.account,
    "手机": lambda slots: "141" + slots.digits(8),
    "手机遮": lambda slots: slots.hidden("141" + slots.digits(8), 3, 4),
    "座机": lambda slots: f"0712-{slots.digits(7)}",
    "信用": Slots.credit_code,
    "项目码": lambda slots: f"2026-420000-01-01-{slots.digits(6)}",
    "单元号": lambda slots: f"420000001001GB{slots.digits(5)}F{slots.digits(8)}",
    "护照": lambda slots: "E" + slots.digits(8),
    "住址": Slots.home,
    "车牌": lambda slots: f"鄂Z{slots.digits(5)}",
    "车牌点": lambda slots: f"鄂Z·{slots.digits(5)}",
    "车牌空": lambda slots: f"鄂Z {slots.digits(5)}",
    "车牌新": lambda slots: f"鄂ZD{slots.digits(5)}",
    "车牌遮": lambda slots: f"鄂Z{slots.digits(1)}***{slots.digits(1)}",
    "车型": _of(("小型客车", "轻型货车", "普通摩托车")),
    "小数": lambda slots: f"{slots.number(100, 119)}.{slots.digits(17)}",
    "长": lambda slots: slots.digits(slots.drawing.choice((13, 14))),
    "长四": _digits(4),
    "长六": _digits(6),
    "长八": _digits(8),
    "长十二": _digits(12),
    "长十四": _digits(14),
    "长十六": _digits(16),
    "长十八": Slots.long_number,
}
