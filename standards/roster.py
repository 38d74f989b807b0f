"""A leaders' roster: who held which post from when to when, as the office that runs the site keeps it.

A CSV file with the columns 姓名, 职务, 任职, 离任 (or name, post, from, to). 职务 may name several posts (县委副书记、
县长); 离任 is empty for whoever is still in office, 任职 where nobody remembers. Nothing is guessed: a roster that
cannot be read is refused with its line.
"""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

HEADS = {
    "name": ("姓名", "name"),
    "post": ("职务", "post"),
    "since": ("任职", "任职时间", "任职日期", "from"),
    "until": ("离任", "离任时间", "离任日期", "to"),
}
MOST = 5000
"""Lines of a roster: a county has had fewer leaders."""
_NAME = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,10}(?:·[\u4e00-\u9fff]{1,10})+")
_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?")
_OPEN = frozenset(("", "至今", "今", "现任", "-", "—"))


class RosterError(ValueError):
    """A roster that cannot be used. The message is for its reader: line, what, what now."""


class Term(NamedTuple):
    """One post of one person. ``since`` and ``until`` are ISO dates, both included; empty where it is open."""

    name: str
    post: str
    since: str = ""
    until: str = ""

    def holds(self, day: str) -> bool:
        """Whether the person held the post on a day (ISO 8601)."""
        return self.since <= day and (not self.until or day <= self.until)


def read_roster(text: str, source: str) -> tuple[Term, ...]:
    """The terms of a roster, one for each post of each line. Raises RosterError."""
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise RosterError(f"{source}:1: 不是正确的 CSV（{error}）。请检查引号和逗号") from None
    heads = [cell.strip().lower() for cell in rows[0]] if rows else []
    places = {key: next((heads.index(name) for name in names if name in heads), None) for key, names in HEADS.items()}
    if places["name"] is None or places["post"] is None:
        raise RosterError(f"{source}:1: 第一行应写明各列：姓名,职务,任职,离任。请补上")
    if len(rows) > MOST:
        raise RosterError(f"{source}:{MOST}: 名册超过 {MOST} 行。请只列本地的领导")
    terms: list[Term] = []
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            found = {key: row[at].strip() if at is not None and at < len(row) else "" for key, at in places.items()}
            terms += _terms(found, f"{source}:{number}")
    if not terms:
        raise RosterError(f"{source}:2: 名册里没有人。请每人每职写一行，例如 张三,县长,2021-06-01,")
    return tuple(terms)


def _terms(row: dict[str, str], where: str) -> list[Term]:
    name = "".join(row["name"].split())
    if not _NAME.fullmatch(name):
        raise RosterError(f"{where}: “{row['name']}”不像姓名。请一行写一个人的全名")
    posts = [post for part in re.split(r"[、，,；;]", row["post"]) if (post := "".join(part.split()))]
    if not posts or any(len(post) < 2 for post in posts):
        raise RosterError(f"{where}: “{row['post']}”不像职务。请写全称或通用的简称，例如 县长")
    since, until = _day(row["since"], where, last=False), _day(row["until"], where, last=True)
    if until and since > until:
        raise RosterError(f"{where}: 离任（{row['until']}）早于任职（{row['since']}）。请改正")
    return [Term(name, post, since, until) for post in posts]


def _day(text: str, where: str, *, last: bool) -> str:
    """The first or last day of what a cell says: 2021, 2021-06 and 2021年6月1日 are all in use."""
    written = "".join(text.split())
    if written in _OPEN:
        return ""
    match = _DAY.fullmatch(written)
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        day = int(match[3] or (monthrange(year, month)[1] if last else 1))
        return date(year, month, day).isoformat()
    except ValueError:
        raise RosterError(f"{where}: 看不懂的日期“{text}”。请写成 2021-06-01，在任的留空") from None
