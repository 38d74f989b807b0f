"""What a reader of the report should know of pages that were read, but not whole or not as a browser shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.model import NotRun, PageFacts

SHELL_TEXT = 60
"""Characters of visible text below which a page with scripts is taken for a shell that they fill."""
SHELL_LINKS = 3
BARE_TEXT = 60
"""Characters in the middle of a column's page below which it may be waiting for its list."""
BARE_LINKS = 6

WAITING = ("scripted", "scripted-list", "route")
"""Codes of pages that say more once their scripts have run; taken back when they have (see ``rendering``)."""

_WHY = {
    "misdeclared": "声明的编码与文件的实际编码不符，浏览器会显示乱码；本报告按实际编码判断。请改正所声明的编码",
    "rendered-part": "已在浏览器中运行脚本，但脚本请求的内容没有全部取到，或没有在时限内停下；空白的列表只列为待核实",
    "rendered-moved": "打开后由脚本转到其他地址，本页由脚本生成的内容没有检查",
    "rendered-hung": "脚本一直不停，浏览器没有应答；由脚本生成的内容没有检查，请人工打开查看",
    "rendered-crashed": "脚本使浏览器崩溃；由脚本生成的内容没有检查，请人工打开查看",
    "rendered-failed": "浏览器打不开；由脚本生成的内容没有检查，请人工打开查看",
    "route": "由脚本按地址中 # 之后的部分显示，脚本没有运行（{}），内容没有检查，请人工打开查看",
    "scripted": "内容由脚本生成，脚本没有运行（{}），其中的文字和链接没有检查，请人工打开查看",
    "scripted-list": "列表可能由脚本填写，脚本没有运行（{}），列表空白的只列为待核实，请人工打开查看",
    "too-large": "网页太大，只读了开头的部分",
    "short-body": "服务器没有把网页传完，只读了收到的部分",
    "bad-encoding": "压缩格式有误，只读了能解开的部分",
    "timeout": "没有在时限内传完，只读了收到的部分",
    "too-many-tags": "标签太多，只读了开头的部分",
}


def notices_of(page: PageFacts) -> Iterator[str]:
    """The codes of what is to be said of a page. What rendering came to is said by whoever rendered it."""
    if page.declared:
        yield "misdeclared"
    if page.truncated in _WHY:
        yield page.truncated
    if page.rendered:
        return
    scripts = any(link.tag == "script" and not link.via for link in page.links)
    text = sum(len(block.text) for block in page.blocks if block.kind == "text")
    shown = sum(link.tag in ("a", "area", "iframe", "frame", "meta") and link.role == "page" for link in page.links)
    empty = not any(found.items for found in page.lists)
    if scripts and text < SHELL_TEXT and shown < SHELL_LINKS:
        yield "scripted"
    elif any(found.scripted and not found.items for found in page.lists) or (
        scripts and empty and page.kind == "column" and _is_bare(page)
    ):
        yield "scripted-list"


def _is_bare(page: PageFacts) -> bool:
    """Whether a column's page shows next to nothing of its own, so that its scripts may write a list."""
    text = sum(len(block.text) for block in page.blocks if block.kind == "text" and block.region == "main")
    links = sum(link.tag == "a" and link.role == "page" and link.region == "main" for link in page.links)
    return not page.tables and text < BARE_TEXT and links < BARE_LINKS


def told(rows: Iterable[tuple[str, int, str]], not_rendered: str = "") -> tuple[NotRun, ...]:
    """The coverage's lines. ``rows`` hold code, number of pages, and the first of them by address.

    ``not_rendered`` is why scripts were not run where they should have been. Pages that were rendered whole lack
    nothing: they are a number of the coverage and no line of what is missing.
    """
    why = not_rendered or "按设置没有使用浏览器"
    return tuple(
        NotRun(what=f"页面 {number} 个（如 {example}）", why=_WHY[code].format(why))
        for code, number, example in rows
        if code in _WHY
    )
