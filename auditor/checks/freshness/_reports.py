"""Annual reports among the items of columns: which are there, of whom, of which year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from auditor.model import Column, ListItem

OPENNESS, SITE = "政府信息公开工作年度报告", "政府网站工作年度报表"
_OPENNESS = re.compile("信息公开.{0,8}(?:年度报告|年报)|年度.{0,4}信息公开.{0,6}报告")
_SITE = re.compile("网站.{0,8}(?:年度报表|年度报告|年报|报表)|网站.{0,6}年度.{0,6}报表")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_IN_WORDS = re.compile("[二2][〇○零0][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NOT_ONE = re.compile("解读|图解|通知|转发|模板|格式|统计表|关于做好|关于开展")


class AnnualReport(NamedTuple):
    """One report: its kind (OPENNESS, SITE), whose (the title without its year), its year (0: the title has none)."""

    kind: str
    whose: str
    year: int
    item: ListItem


def reports_of(columns: Iterable[Column]) -> list[AnnualReport]:
    """The annual reports that these columns list, by title; the year is the one reported on."""
    found: dict[str, AnnualReport] = {}
    for column in columns:
        for item in column.items:
            if _NOT_ONE.search(item.title) or item.url in found:
                continue
            kind = SITE if _SITE.search(item.title) else OPENNESS if _OPENNESS.search(item.title) else ""
            if kind:
                title = _IN_WORDS.sub(lambda year: year[0].translate(_DIGITS), item.title)
                years = _YEAR.findall(title)
                whose = re.sub(r"\W", "", _YEAR.sub("", title))
                found[item.url] = AnnualReport(kind, whose, int(years[0]) if years else 0, item)
    return list(found.values())
