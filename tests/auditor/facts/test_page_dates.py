"""Which dates a page shows as its own."""

from __future__ import annotations

import pytest

from tests.auditor.facts.reading import facts


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ("<meta name=PubDate content='2026-11-20 09:00'><p>发布时间:2026-01-01", "2026-11-20T09:00"),
        ("<meta name=PubDate content=''><p>发布时间:2026-01-01", "2026-01-01"),
        ("<p>发布时间:<time datetime=2026-11-20T01:00:00Z>11月20日</time>", "2026-11-20T09:00"),
        ("<div>【发布日期:2026-11-20】【字号】</div>", "2026-11-20"),
        ("<div>成文日期:2026年11月3日 公开日期:2026年11月12日</div>", "2026-11-12"),
        ("<table><tr><th>发 布 日 期</th><td>2026-11-20</td></tr></table>", "2026-11-20"),
        ("<table><tr><td>发布日期:</td><td>20261120</td></tr></table>", "2026-11-20"),
        ("<div>2021-01-20 09:28 来源:明川日报 编辑:甲</div>", "2021-01-20T09:28"),
        ("<p>发布时间：2026-11-20 09：05", "2026-11-20T09:05"),
        ("<p>【发布日期】：2026年11月20日", "2026-11-20"),
        ("<p>成文日期：2026-11-03　发布日期（2026-11-12）", "2026-11-12"),
        ("<table><tr><td>发布日期：</td><td>2026-11-20</td></tr></table>", "2026-11-20"),
        ("<ul><li><time datetime=2026-11-20>x</time></ul>", ""),
        ("<p>会议于2026年11月20日召开。", ""),
        ("<p>2026年11月20日</p>", ""),
        ("<p>发布时间:2026-02-30</p>", ""),
        ("<p>截止日期:2026-11-20</p>", ""),
        ("<footer>更新时间:2026-11-20</footer>", ""),
    ],
)
def test_published(html: str, published: str):
    """The page's own publication date: tag, time element, label; never any date in the text."""
    assert facts(html).published() == published


def test_the_clock_of_a_page_is_no_date_of_publication():
    """Also where it calls itself 日期."""
    assert facts("<header><p>日期：2026年11月20日 星期五</p></header><main><p>正文</p></main>").published() == ""
