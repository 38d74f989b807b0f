"""What a reader of the report should know of pages that were read, but not whole or not as a browser shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.model import NotRun, PageFacts

SHELL_TEXT = 60
"""Characters of visible text below which a page with scripts is taken for a shell that they fill."""
SHELL_LINKS = 3

_WHY = {
    "misdeclared": "声明的编码与文件的实际编码不符，浏览器会显示乱码；本报告按实际编码判断。请改正所声明的编码",
    "scripted": "内容由脚本生成，脚本没有运行，其中的文字和链接没有检查，请人工打开查看",
    "too-large": "网页太大，只读了开头的部分",
    "short-body": "服务器没有把网页传完，只读了收到的部分",
    "bad-encoding": "压缩格式有误，只读了能解开的部分",
    "timeout": "没有在时限内传完，只读了收到的部分",
    "too-many-tags": "标签太多，只读了开头的部分",
}


def notices_of(page: PageFacts) -> Iterator[str]:
    """The codes of what is to be said of a page."""
    if page.declared:
        yield "misdeclared"
    if page.truncated in _WHY:
        yield page.truncated
    text = sum(len(block.text) for block in page.blocks if block.kind == "text")
    shown = sum(link.tag in ("a", "area", "iframe", "frame", "meta") and link.role == "page" for link in page.links)
    if text < SHELL_TEXT and shown < SHELL_LINKS and any(link.tag == "script" and not link.via for link in page.links):
        yield "scripted"


def told(rows: Iterable[tuple[str, int, str]]) -> tuple[NotRun, ...]:
    """The coverage's lines. ``rows`` hold code, number of pages, and the first of them by address."""
    return tuple(NotRun(what=f"页面 {number} 个（如 {example}）", why=_WHY[code]) for code, number, example in rows)
