"""索引号: how a site writes them, and whether a text can be one. Shape, check digit and dates; no register is asked.

The national rule is ``{org}/{year}-{serial:5}``: the nine-character organisation code with its check digit, a stroke,
the year, a hyphen, five digits; 20 characters. Others are written the same way, as a template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from standards.numbers import is_credit_code, is_org_code

NATIONAL = "{org}/{year}-{serial:5}"
LONGEST = 60
"""Characters of a number, more than any scheme in use has."""
FRONTS = {"org": "[0-9A-Z]{8}[0-9X]", "uscc": "[0-9A-Z]{18}", "code": "[0-9A-Za-z]{1,30}"}
"""What a number may begin with: organisation code, unified social credit code, a code of the site's own."""
_DATES = {"year": "[0-9]{4}", "month": "[0-9]{2}", "day": "[0-9]{2}"}
_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)|(.)", re.DOTALL)
_LITERAL = re.compile(r"[0-9A-Za-z/._-]+")
_SERIAL = re.compile(r"serial:([0-9]+)")


class SchemeError(ValueError):
    """A template that cannot be used: what is wrong, and what to do."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what, self.cure = what, cure


class Exhausted(ValueError):
    """There is no serial left that the scheme can write."""


@dataclass(frozen=True)
class IndexNumber:
    """What a number says. ``stem`` is the number with ``*`` for its serial: numbers of one stem share a series."""

    front: str
    year: int
    month: int | None
    day: int | None
    serial: int
    stem: str


@dataclass(frozen=True)
class Scheme:
    """A way to write numbers. ``pieces`` are (name, literal) pairs, the literal for pieces without a name."""

    template: str
    pieces: tuple[tuple[str, str], ...]
    width: int

    @cached_property
    def front(self) -> str:
        """Which of FRONTS the numbers carry."""
        return next(name for name, _ in self.pieces if name in FRONTS)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        shapes = {**FRONTS, **_DATES, "serial": f"[0-9]{{{self.width}}}"}
        return re.compile("".join(f"(?P<{n}>{shapes[n]})" if n else re.escape(text) for n, text in self.pieces))

    def parse(self, text: str) -> IndexNumber | None:
        """The parts of a number that has this shape; whether they hold is for ``fault``. None for any other text."""
        found = self._pattern.fullmatch(text)
        if found is None:
            return None
        parts = found.groupdict()
        stem = f"{text[: found.start('serial')]}*{text[found.end('serial') :]}"
        month, day = parts.get("month"), parts.get("day")
        return IndexNumber(
            parts[self.front],
            int(parts["year"]),
            int(month) if month else None,
            int(day) if day else None,
            int(parts["serial"]),
            stem,
        )

    def fault(self, text: str) -> str | None:
        """What keeps a text from being a number of this scheme, in Chinese; None where it can be one."""
        parts = self.parse(text)
        if parts is None:
            return f"写法不是本站的编法 {self.template}（例如 {self.example}）"
        if front_fault := self.front_fault(parts.front):
            return front_fault
        try:
            date(parts.year, parts.month or 1, parts.day or 1)
        except ValueError:
            return "其中的日期无效"
        if not 1900 <= parts.year <= 2999:
            return f"其中的年份“{parts.year}”不对"
        return "流水号从 1 编起" if parts.serial == 0 else None

    def front_fault(self, front: str) -> str | None:
        """What keeps a text from being the front part; None where it can be."""
        if self.front == "org" and not is_org_code(front):
            return f"前段“{front}”的校验码不对，不是组织机构代码"
        if self.front == "uscc" and not is_credit_code(front):
            return f"前段“{front}”的校验码不对，不是统一社会信用代码"
        return None

    def front_of(self, code: str) -> str | None:
        """The front part that a unit's code gives; None where the unit needs another code.

        A unified social credit code holds the organisation code, as its 9th to 17th characters.
        """
        bare = code.replace("-", "") if self.front == "org" else code
        if self.front == "org" and is_credit_code(bare):
            bare = bare[8:17]
        if not re.fullmatch(FRONTS[self.front], bare) or self.front_fault(bare):
            return None
        return bare

    def stem_of(self, front: str, day: date) -> str:
        """The stem of the numbers of this front that are given for this day."""
        return self._write(front, day, "*")

    def format(self, front: str, day: date, serial: int) -> str:
        """The number. Raises Exhausted where the serial has more digits than the scheme gives it."""
        return self.number(self.stem_of(front, day), serial)

    def number(self, stem: str, serial: int) -> str:
        """The number of this stem and serial. Raises Exhausted likewise."""
        if not 1 <= serial < 10**self.width:
            raise Exhausted(stem)
        return stem.replace("*", f"{serial:0{self.width}}")

    def _write(self, front: str, day: date, serial: str) -> str:
        words = {
            self.front: front,
            "year": f"{day.year:04}",
            "month": f"{day.month:02}",
            "day": f"{day.day:02}",
            "serial": serial,
        }
        return "".join(words[name] if name else text for name, text in self.pieces)

    @cached_property
    def example(self) -> str:
        """A number of this scheme."""
        fronts = {"org": "009990020", "uscc": "11441700007280420Y", "code": "bgs01"}
        return self.format(fronts[self.front], date(2026, 11, 20), 21)


def read_scheme(template: str) -> Scheme:
    """The scheme of a template. Raises SchemeError.

    Pieces are ``{org}`` or ``{uscc}`` or ``{code}`` (one of them), ``{year}``, ``{month}``, ``{day}``, ``{serial:N}``
    with N digits, and letters, digits or ``/ . _ -`` between them.
    """
    pieces: list[tuple[str, str]] = []
    width = 0
    for name, literal, stray in _PIECE.findall(template):
        if stray or (literal and not _LITERAL.fullmatch(literal)):
            raise SchemeError(f"“{stray or literal}”不能用", "花括号要成对；花括号之间只能写英文字母、数字和 / . _ -")
        if literal:
            pieces.append(("", literal))
            continue
        digits = _SERIAL.fullmatch(name)
        width = int(digits[1]) if digits else width
        if not (3 <= width <= 8 if digits else name in (*FRONTS, *_DATES)):
            cure = "可以写 {org}、{uscc}、{code}、{year}、{month}、{day} 和 {serial:5}（流水号 3 至 8 位）"
            raise SchemeError(f"“{{{name}}}”不能用", cure)
        pieces.append(("serial" if digits else name, ""))
    _check_pieces([name for name, _ in pieces if name], pieces)
    scheme = Scheme(template, tuple(pieces), width)
    if len(scheme.example) > LONGEST:
        raise SchemeError(f"编出的索引号有 {len(scheme.example)} 个字符", f"请不要超过 {LONGEST} 个字符")
    return scheme


def _check_pieces(names: list[str], pieces: list[tuple[str, str]]) -> None:
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise SchemeError(f"“{{{twice}}}”写了两次", "每一项只写一次")
    if sum(name in FRONTS for name in names) != 1:
        cure = "请写 {org}（组织机构代码）、{uscc}（统一社会信用代码）、{code}（units.csv 里自编的代码）中的一个"
        raise SchemeError("前段要有而且只有一个", cure)
    for name, label in (("year", "{year}"), ("serial", "{serial:5}")):
        if name not in names:
            raise SchemeError(f"缺少 {label}", "流水号按单位和年份编，两项都要有，例如 " + NATIONAL)
    if "day" in names and "month" not in names:
        raise SchemeError("有 {day} 而没有 {month}", "请把月份也写上")
    at = next((at for at, (name, _) in enumerate(pieces) if name == "code"), None)
    if at is not None:
        before, after = pieces[at - 1] if at else ("", "/"), pieces[at + 1] if at + 1 < len(pieces) else ("", "/")
        if before[0] or after[0] or before[1][-1].isalnum() or after[1][0].isalnum():
            raise SchemeError("{code} 长短不定，分不清到哪里为止", "请在它和相邻各项之间写 / 或 -")
