"""No site, however broken, stops a freshness check: random pages, random days, each hit fit for the report."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from auditor.checks import load_checks
from auditor.facts.columns import find_columns
from auditor.facts.document import read_page
from auditor.model import Column, Listed, PageFacts
from standards.rulefile import load_rules

HOST = "https://www.example.gov.cn"
CHECKS = [check for check in load_checks() if check.family == "freshness"]
DAYS = ("2026-11-18", "11-18", "02-29", "13-45", "2026-02-30", "9999-12-31", "1900-01-01", "2099-12-31 23:59", "2026年11月",
        "2026年13月", "昨天", "999天前", "999个月前", "刚刚", "", "二〇二六年十一月二十日", "26-11-18", "Nov 31, 2026", "—", "00-00",
        "发布日期：成文日期：", "2026年第五季度", "2999年第四季度", "２０２６－１１－１８", "20261118")  # fmt: skip
NAMES = (
    "动态要闻",
    "通知公告",
    "政策文件",
    "白羊村村务公开",
    "政府信息公开年报",
    "办件统计",
    "2024年动态",
    "归档",
    "",
    "首页",
    "社区居务公开",
)
TITLES = (
    "2025年政府信息公开工作年度报告",
    "2999年政府信息公开年报",
    "白羊村2026年第三季度财务收支",
    "县政府召开会议",
    "停水通知",
    "更多",
)
PATHS = (
    "/",
    "/yw/",
    "/yw/index_2.html",
    "/yw/202611/t20261118_1.html",
    "/202699/",
    "/a/b/c/d/",
    "/x.html",
    "/2026-11/1.html",
)


class Random:
    """A site of a few pages that were thrown together."""

    url = f"{HOST}/"

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        urls = [HOST + path for path in self._dice.sample(PATHS, 6)]
        self._pages = {url: self._page(url, urls) for url in urls}

    def _page(self, url: str, urls: list[str]) -> PageFacts:
        pick = self._dice.choice
        rows = "".join(
            f"<li>{pick(('', '[置顶]'))}<a href='{pick([*urls, 'https://mp.weixin.qq.com/s/1', '#', ''])}'>{pick(TITLES)}</a>"
            f"<span>{pick(DAYS)}</span>{pick(DAYS)}</li>"
            for _ in range(self._dice.randint(0, 14))
        )
        head = f"<meta name=ColumnName content='{pick(NAMES)}'>" if self._dice.random() < 0.6 else ""
        head += (
            f"<meta name=PubDate content='{pick(DAYS)}'><meta name=ArticleTitle content=甲>" if pick((0, 0, 1)) else ""
        )
        frame = f"<iframe src='{pick(urls)}'></iframe>" if pick((0, 1)) else ""
        text = f"<table><tr><th>成文日期</th><td>{pick(DAYS)}</td></tr></table><p>{pick(('正在建设中', '甲。' * 60, ''))}</p>"
        html = f"<meta charset=utf-8>{head}<main>{frame}<ul>{rows}</ul>{text}</main>"
        return read_page(url, 200, (("content-type", "text/html"), ("date", "x")), html.encode())

    def pages(self, linking_to: object = None) -> list[PageFacts]:
        return sorted(self._pages.values(), key=lambda page: page.url)

    def page(self, url: str) -> PageFacts | None:
        return self._pages.get(url)

    def columns(self) -> tuple[Column, ...]:
        return find_columns(self.url, self.pages())

    def listed_before(self, url: str) -> Listed | None:
        return self._dice.choice((None, Listed(on="2026-11-01", oldest="1900-01-01")))


@pytest.mark.parametrize("now", ["2026-11-20T09:00:00+08:00", "2028-02-29T00:00:00+08:00", "2026-01-01T00:30:00+08:00"])
def test_random_sites_are_survived(now):
    """Whatever is said has a message, evidence and a reason, and one column has one finding of the two main checks."""
    params, moment = load_rules().checks, datetime.fromisoformat(now)
    for seed in range(25):
        site = Random(seed)
        told = []
        for check in CHECKS:
            for subject in [site] if check.scope == "site" else site.pages():
                for hit in check.check(subject, params[check.id].params, moment):
                    assert hit.message, (seed, check.id)
                    assert hit.evidence, (seed, check.id)
                    assert hit.reason, (seed, check.id)
                    told += [hit.url] if check.id in ("freshness/stale_column", "freshness/empty_column") else []
            if check.left_out:
                assert all(note.what and note.why for note in check.left_out(site, params[check.id].params, moment))
        by_name = [(column.url, column.name) for column in site.columns()]
        assert all(
            told.count(url) <= sum(found == url for found, _ in by_name) or told.count(url) == 1 for url in told
        ), seed
