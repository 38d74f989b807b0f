"""freshness/empty_column

## What it does
Looks for columns that show nothing: a list that its own page declares and that has no row, a page that says
“正在建设中” or “暂无内容”, or a page that calls itself a column and has next to no text. Silent: columns whose children
have items, parents, columns that lead to other hosts, pages that hold a form, a frame, an attachment or a text of
their own, rows that answer “本季度无此事项”, archived columns. ``review``: where a script may fill the list, since a
page that was not rendered, or whose scripts did not get all that they asked for, cannot prove that nothing is there.

## Why it matters
Five blank columns fail the whole site, each of fewer takes two points.

## Bad
    <ul data-gk="list"></ul>      or      <p>栏目正在建设中……</p>

## Instead
    Publish the first item, answer in words (“本季度无此事项”), or take the column out of the navigation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from posixpath import splitext
from urllib.parse import urlsplit

from auditor.checks.freshness._tree import Tree
from auditor.checks.links.dead_page import ATTACHMENTS
from auditor.facts.scripts import FOOTS
from auditor.model import Check, Column, Hit, PageFacts, Params, Site, TextBlock
from standards.calendar import BEIJING

BUILDING = re.compile(
    r"[\W_]*(?:对不起|抱歉|您好)?[\W_]*(?:该|本|此)?(?:栏目|频道|页面|板块|版块|网站|专题)?(?:内容)?[\W_]*"
    r"(?:正在|尚在|还在|仍在)?(?:建设|完善|整理|录入|筹建|开发)(?:之)?中[\W_]*(?:敬请期待|请稍候再来|请稍后再来|敬请关注)?[\W_]*"
)
NOTHING = re.compile(
    r"[\W_]*(?:对不起|抱歉|您好)?[\W_]*(?:该|本|此)?(?:栏目|频道|页面|板块|版块)?(?:下)?[\W_]*(?:目前|当前)?(?:暂时|尚|暂)?"
    r"(?:无|没有|未找到)(?:相关|任何)?(?:的)?(?:内容|数据|信息|记录|文章|资料|文件|公告)[\W_]*"
)
ANSWERED = re.compile(
    "无此事项|未发生|无变动|无变化|没有发生|无新增"
    r"|(?:季度|月份?|半年|年度?|以来|至今)[^。；]{0,24}(?:无|没有|未)[^。；]{1,24}(?:事项|情况|活动|项目|计划|[。；]?$)"
)
"""A row that says in words that there was nothing to publish is an answer, not a blank."""

FRAME = re.compile(
    r"当前位置|所在位置|所在的位置|现在的位置|^(?:首页|上一页|下一页|尾页|末页|更多|返回|\W|\d|共|页|条)+$"
)
"""Breadcrumb and pager: words of the template."""

FUNCTIONS = re.compile("申请|咨询|投诉|信箱|留言|举报|查询|搜索|检索|办事|服务|地图|登录|注册|导航|友情链接|首页")
"""Columns that are a counter rather than a shelf."""

MENU = 500
"""Characters of a block that may be nothing but links; a longer one is a text."""

SHORT = 40
"""Characters of a block that says only that nothing is there."""

ENOUGH = 30
"""Characters of a text of its own with which a page is not blank: 机构职能 in one sentence."""

TITLE = 10
"""Characters of a link that reads like a document's title and not like a column's name."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each column that shows nothing."""
    tree = Tree(site.columns())
    blank = {
        column.url: column
        for column in tree.by_url.values()
        if not tree.is_closed(column, now.astimezone(BEIJING).year)
        and not any(member.items for member in tree.family(column))
    }
    for page in site.pages():
        if column := blank.get(page.url):
            if not _is_parent(page, column, tree) and not _holds_something(page):
                yield from _judge(page, column, tree)
        elif page.kind == "other" and not page.lists:
            yield from _judge_unnamed(page, tree)


def _is_parent(page: PageFacts, column: Column, tree: Tree) -> bool:
    """Whether the column is there for what stands below it, which answers for itself."""
    below = column.url.rpartition("/")[0] + "/"
    linked = {link.url for link in page.links if link.region == "main"}
    return bool(column.children) or any(
        url.startswith(below) and url != column.url and url in linked for url in tree.by_url
    )


def _holds_something(page: PageFacts) -> bool:
    """Whether the page holds a form, a frame, an attachment, a way out, or an answer in words."""
    host = urlsplit(page.url).hostname
    for link in page.links:
        if link.tag == "meta" and link.role == "page" and link.url != page.url:
            return True
        if link.region == "main" and link.role == "page" and link.url:
            parts = urlsplit(link.url)
            attached = splitext(parts.path)[1].lower() in ATTACHMENTS
            if link.tag not in ("a", "area") or attached or parts.hostname != host:
                return True
    return any(ANSWERED.search(block.text) for block in page.blocks if block.region == "main")


def _texts(page: PageFacts) -> list[TextBlock]:
    return [block for block in page.blocks if block.region == "main" and block.kind == "text"]


def _saying(blocks: list[TextBlock], words: re.Pattern[str]) -> TextBlock | None:
    """The first block that says these words and nothing else."""
    return next((block for block in blocks if len(block.text) <= SHORT and words.fullmatch(block.text)), None)


def _judge(page: PageFacts, column: Column, tree: Tree) -> Iterator[Hit]:
    blocks = _texts(page)
    building, nothing = _saying(blocks, BUILDING), _saying(blocks, NOTHING)
    declared = any(found.declared for found in page.lists)
    scripts = page.rendered != "whole" and any(
        link.tag == "script" and not FOOTS.search(link.raw) for link in page.links
    )
    waits = column.scripted or any(found.scripted for found in page.lists)
    if building:
        yield _hit(column, "under-construction", building, unsure=waits)
    elif nothing:
        yield _hit(column, "empty", nothing, unsure=waits or (scripts and not declared))
    elif declared or waits:
        yield _hit(column, "empty", None, unsure=waits)
    elif (
        column.declared
        and not FUNCTIONS.search(column.name + column.type)
        and not _shows_documents(page, tree)
        and _own_text(page, blocks, tree) < ENOUGH
    ):
        yield _hit(column, "empty", None, unsure=scripts)


def _shows_documents(page: PageFacts, tree: Tree) -> bool:
    """Whether links as long as titles lead to pages that are no columns: a list in a shape that nobody foresaw."""
    return any(
        link.tag == "a"
        and link.role == "page"
        and link.region == "main"
        and len(link.text) >= TITLE
        and link.url not in tree.by_url
        and link.url not in ("", page.url)
        for link in page.links
    )


def _own_text(page: PageFacts, blocks: list[TextBlock], tree: Tree) -> int:
    """Characters in the middle of the page, and of pictures, that are no heading, no frame and no column's name."""
    names = {column.name for column in tree.by_url.values()}
    names |= {link.text for link in page.links if link.url in tree.by_url}
    alts = [block for block in page.blocks if block.region == "main" and block.kind == "alt"]
    return sum(
        len(block.text)
        for block in (*blocks, *alts)
        if block.tag not in {"h1", "h2", "h3", "h4", "h5", "h6"}
        and block.text not in names
        and not (len(block.text) <= SHORT and (BUILDING.fullmatch(block.text) or NOTHING.fullmatch(block.text)))
        and not FRAME.search(block.text)
    )


def _without(text: str, words: list[str]) -> str:
    """The letters of a text that are left when these words are taken out."""
    for word in words if len(text) <= MENU else ():
        text = text.replace(word, "")
    return re.sub(r"[\W_]+", "", text)


def _hit(column: Column, reason: str, block: TextBlock | None, *, unsure: bool) -> Hit:
    says = f"，页面上写着“{block.text}”" if block else "，没有任何信息"
    wait = "；列表可能由脚本生成，需在浏览器中打开确认" if unsure else ""
    return Hit(
        url=column.url,
        message=f"栏目“{column.name}”是空白栏目{says}{wait}",
        evidence=block.text if block else column.name,
        verdict="review" if unsure else "fail",
        reason=reason,
        target=column.name,
        locator=block.locator if block else column.locator,
    )


def _judge_unnamed(page: PageFacts, tree: Tree) -> Iterator[Hit]:
    """A page that says it is being built or holds nothing, without the tags that would tell whether it is a column."""
    blocks = _texts(page)
    building = _saying(blocks, BUILDING)
    block = building or _saying(blocks, NOTHING)
    # Layout tables have no nav: a cell full of links is told by its being nothing else.
    linked = sorted({link.text for link in page.links if link.tag == "a" and link.text}, key=len, reverse=True)
    own = [found for found in blocks if len(_without(found.text, linked)) * 2 > len(found.text)]
    if block and _own_text(page, own, tree) < ENOUGH:
        yield Hit(
            url=page.url,
            message=f"页面“{page.title}”上只写着“{block.text}”；如果是栏目，即为空白栏目，请核实",
            evidence=block.text,
            verdict="review",
            reason="under-construction" if building else "empty",
            target=page.title,
            locator=block.locator,
        )


CHECK = Check(
    id="freshness/empty_column",
    title="空白栏目",
    severity="P1",
    remedy="请尽快补充内容；确无内容的，请用文字说明（如“本季度无此事项”）或撤下该栏目，不要以“正在建设中”代替",
    scope="site",
    check=check,
    needs=("columns",),
)
