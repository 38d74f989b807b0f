"""structure/catalogue_items

## What it does
Reads the tables of a 标准目录 (公开事项, 公开依据, 公开渠道 …) and holds each item that is to stand on the web site
(■政府网站) against the links of its page: items without any page, and items all of whose pages are dead. One finding a
catalogue and kind, which names its items. ``review`` for items without a page, since what has not come about need not
be published. A catalogue that links to nothing at all is only a list, and named in the coverage.

## Why it matters
国办发〔2019〕54号: every item of the catalogue is to be found on the site.

## Bad
    学区划分 | ■政府网站 | 暂无信息

## Instead
    A link to the page, or the words why there is nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks._survey import pages_of
from auditor.facts.headline import headline
from auditor.model import Check, Hit, Link, NotRun, PageFacts, Params, Site, Table

ITEM = re.compile("公开事项|二级事项|事项名称|三级事项")
WHERE = re.compile("渠道|载体")
NOT_ONLINE = re.compile(r"□\s*(?:政府|县政府)?(?:门户)?网站")
ONLINE = re.compile("网站|网络平台")
BEYOND = re.compile(r"依申请|不予公开")
ANSWERED = re.compile("无此事项|未发生|没有发生|未产生|未形成|目前没有|尚未发生|不涉及")
NAMED = 5
TELLING = 4
"""Characters from which the words of a link say where it leads."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit for each catalogue with items that lead nowhere."""
    failed = site.failed()
    bare = []
    for page in pages_of(site, "catalogue"):
        for table in page.tables:
            if not _is_catalogue(table):
                continue
            links = [
                link for link in page.links if link.region == "main" and link.tag == "a" and link.url and link.text
            ]
            found_in = _links_of_rows(table, links)
            items = [(_name(table, row), found) for row, found in found_in if _asked(table, row)]
            if not any(found for _, found in items):
                bare.append(page)
                continue
            yield from _judge(page, table, items, failed)
    if bare:
        names = "；".join(f"{headline(page)}（{page.url}）" for page in bare[:20])
        yield NotRun(
            what="标准目录事项与页面的对应", why=f"{len(bare)} 份目录的事项都没有链接，无法对应到页面：{names}"
        )


def _is_catalogue(table: Table) -> bool:
    return any(ITEM.search(head) for head in table.heads) and any("依据" in head for head in table.heads)


def _cell(table: Table, row: tuple[str, ...], words: re.Pattern[str]) -> str:
    """The row's last cell below a head with these words: a 二级事项 stands after its 一级事项."""
    cells = [row[at] for at, head in enumerate(table.heads) if at < len(row) and words.search(head)]
    return cells[-1] if cells else ""


def _asked(table: Table, row: tuple[str, ...]) -> bool:
    """Whether the item is to be published on the site of its own accord."""
    where = _cell(table, row, WHERE)
    by_request = BEYOND.search(_cell(table, row, re.compile("方式"))) and "主动" not in _cell(
        table, row, re.compile("方式")
    )
    stands = not where or (ONLINE.search(where) is not None and not NOT_ONLINE.search(where))
    return bool(_cell(table, row, ITEM)) and stands and not by_request and not ANSWERED.search(" ".join(row))


def _name(table: Table, row: tuple[str, ...]) -> str:
    return re.sub(r"\s*[a-z]{2,8}-\d+$", "", _cell(table, row, ITEM))


def _links_of_rows(table: Table, links: list[Link]) -> list[tuple[tuple[str, ...], list[Link]]]:
    """Each row with the links whose words stand in it.

    The same few words (查看, 详情) stand in row after row: where there are as many links as rows say so, each row has
    the next of them; else any of them may be its own.
    """
    texts = ["\n".join(row) for row in table.rows]
    found: list[list[Link]] = [[] for _ in texts]
    for words in dict.fromkeys(link.text for link in links):
        same = [link for link in links if link.text == words]
        if len(words) >= TELLING:
            times = [1 if words in text else 0 for text in texts]
        else:
            times = [text.count(words) for text in texts]
        one_each = len(words) < TELLING and sum(times) == len(same)
        for own, number in zip(found, times, strict=True):
            own.extend(same[:number] if one_each else same if number else ())
            same = same[number:] if one_each else same
    return list(zip(table.rows, found, strict=True))


def _judge(page: PageFacts, table: Table, items: list[tuple[str, list[Link]]], failed: frozenset[str]) -> Iterator[Hit]:
    empty = [name for name, found in items if not found]
    dead = [name for name, found in items if found and all(link.url in failed for link in found)]
    if empty:
        what = (
            f"{len(items)} 个应在网站公开的事项中，{len(empty)} 个没有对应的页面：{_named(empty)}；是否已经形成，请核实"
        )
        yield _hit(page, table, ("no-page", "review"), what, empty)
    if dead:
        yield _hit(page, table, ("dead-page", "fail"), f"{len(dead)} 个事项对应的页面打不开：{_named(dead)}", dead)


def _named(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + (f"等 {len(names)} 个" if len(names) > NAMED else "")


def _hit(page: PageFacts, table: Table, about: tuple[str, str], message: str, names: list[str]) -> Hit:
    """``about`` is reason and verdict."""
    return Hit(
        url=page.url,
        message=f"“{headline(page)}”标准目录：{message}",
        evidence=_named(names),
        verdict="fail" if about[1] == "fail" else "review",
        reason=about[0],
        target=headline(page),
        region=table.region,
        locator=table.locator,
    )


CHECK = Check(
    id="structure/catalogue_items",
    title="标准目录的事项没有对应的公开内容",
    severity="P2",
    remedy="请把已公开的页面链接到目录的事项；尚未形成的，请写明原因",
    scope="site",
    check=check,
)
