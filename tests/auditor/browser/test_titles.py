"""The draw of titles."""

from __future__ import annotations

from auditor.browser.titles import Draw
from auditor.model import Meta, PageFacts


def page_of(title: str, number: int = 1, kind: str = "content") -> PageFacts:
    """A page of that ArticleTitle."""
    metas = (Meta(name="ArticleTitle", content=title),)
    return PageFacts(url=f"https://a.gov.cn/{number}.html", status=200, kind=kind, metas=metas)


def draw(pages: list[PageFacts], seed: int) -> list[str]:
    drawing = Draw(seed)
    assert list(drawing.watching(pages)) == pages
    return [title.text for title in drawing.titles()]


def test_titles_are_drawn_by_the_seed_whatever_their_order() -> None:
    """Four of content pages, no title twice, none that is too short to be told from others."""
    pages = [page_of(f"关于第{number}次全体会议的通知", number) for number in range(200)]
    pages += [
        page_of("通知", 300),
        page_of("关于不是文章的栏目页面", 301, "column"),
        page_of("关于第7次全体会议的通知", 302),
    ]
    first = draw(pages, 1)
    assert len(set(first)) == len(first) == 4
    assert draw(pages[::-1], 1) == first != draw(pages, 2)
    assert draw([page_of("通知")], 1) == []
    bare = PageFacts(
        url="https://a.gov.cn/9.html", status=200, kind="content", title="关于表彰的通知（2025-2026）_明川县"
    )
    assert draw([bare], 1) == ["关于表彰的通知（2025-2026）"]
