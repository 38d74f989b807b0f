"""What pages are made of, under names: the inputs whose change makes a page be rendered again.

A fact is a name and a digest. Names have a kind before the colon; a kind of page declares which kinds of facts it may
read (``view.Kind``). A page is rendered again when a fact it read last time has another digest, and never otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import msgspec

from plugins.build.article import Article
from plugins.build.edition import Contents
from plugins.build.lists import FRONT, beside
from plugins.catalogue import Column
from plugins.standing import VOID, Standing
from plugins.villages import by_town

KINDS = {
    "site": "网站信息（site.toml）",
    "nav": "主导航（一级栏目）",
    "tree": "栏目树",
    "column": "栏目设置",
    "topics": "专题栏目",
    "unit": "单位（units.csv）",
    "people": "人员（people.csv）",
    "head": "文档的标题、日期等",
    "body": "文档正文和本页字段",
    "front": "栏目首页的文档",
    "sheaf": "栏目某月或某年的文档",
    "newest": "栏目及下级的最新文档",
    "count": "栏目的文档数",
    "around": "上一篇和下一篇",
    "related": "相关文档",
    "village": "村（villages.csv）",
    "told": "村公开了哪些事项",
    "account": "村各季度应公开和已公开的事项",
    "quarters": "村务公开的季度",
    "finance": "村的财务报表",
    "statement": "一张财务报表",
    "finances": "全部财务报表",
    "absence": "村里说明没有的事项",
    "items": "村务公开目录",
    "item": "村务公开目录的一个事项",
    "towns": "乡镇和它们的村",
    "town": "乡镇（towns.csv）",
    "file": "附件和图片",
    "every": "全部公开文档",
    "own": "栏目的全部文档",
    "alias": "旧网址",
    "standing": "文档的效力状态",
    "standings": "许多文档的效力状态",
    "acts": "文档废止、修改和清理了哪些文档",
    "gone": "撤下的文档",
    "policies": "政策文件库的分类和文件",
    "form": "报表的数据",
    "forms": "各单位的年报",
    "guides": "各单位的公开指南和申请页面",
    "register": "法定类别或单位的文档",
    "registers": "法定类别和单位的文档数",
    "owing": "应当公布年报的单位",
    "day": "日期",
    "schema": "公示表式",
    "record": "公示表的一行",
    "listing": "公示表的列表",
    "groups": "公示表的筛选项",
    "chain": "同一项目的各阶段",
    "year": "公示表一年的各行",
    "rows": "全部公示表",
    "due": "到点的内容",
    "catalogue": "标准目录和它的公开情况",
    "matrix": "公开矩阵",
    "map": "政务地图的点位",
    "mapped": "村在政务地图上的位置",
    "places": "政务地图的点位名称",
    "sitemap": "站点地图的一部分",
    "api": "开放接口的一部分",
    "template": "模板",
    "picture": "图片",
    "asset": "主题和程序包里的文件",
}
"""Every kind of fact, and how ``desk why`` calls it; one that is not here is called by its name."""

Digest = str


def digest(value: Any) -> Digest:
    """A short value that differs when ``value`` (plain data, records, dataclasses) does."""
    if isinstance(value, str) and len(value) <= 24:
        return value
    return blake2b(msgspec.msgpack.encode(value), digest_size=12).hexdigest()


def list_mark(article: Article, day: str, word: str = "") -> tuple[str, str]:
    """The word lists print beside a document on ``day`` (YYYY-MM-DD), and how it is meant; see ``records.DocLink``.

    ``word`` is its standing's, where it has one; else it is what it says itself.
    """
    word = word or article.validity
    if word in VOID:
        return word, "void"
    if article.span is not None:
        first, last = article.span
        running, over = ("公示中", "公示结束") if article.type == "public_notice" else ("进行中", "已结束")
        if first <= day <= last:
            return running, "live"
        return (over, "done") if last < day else ("", "")
    return (article.note, "plain") if article.note else ("", "")


def facts_of(contents: Contents) -> dict[str, Digest]:
    """Every fact of an edition by name. Facts that are not there (no related documents) have no name."""
    found: dict[str, Digest] = {}
    day = contents.minute[:10]
    for article in contents.articles:
        found[f"head:{article.path}"] = article.digest
        found[f"body:{article.path}"] = article.key.hex()
        if article.span is not None:
            # The mark is the one thing of a head that changes with the day.
            found[f"head:{article.path}"] = article.digest + list_mark(article, day)[0]
    for path, (above, below) in contents.around.items():
        found[f"around:{path}"] = f"{above}\n{below}"
    found.update(_standings(contents))
    for path, related in contents.related.items():
        found[f"related:{path}"] = digest([article.path for article in related])
    found.update(_columns(contents))
    found.update(_places(contents))
    found.update(_books(contents))
    found.update(_holdings(contents))
    found["day"] = day
    return found


def _standings(contents: Contents) -> Iterator[tuple[str, Digest]]:
    """What ``plugins/validity.py`` and ``plugins/withdrawal.py`` worked out."""
    by_column: dict[str, list[tuple[str, Standing]]] = {}
    articles = contents.targets.articles
    for path, standing in sorted(contents.validity.standings.items()):
        yield f"standing:{path}", digest(standing)
        by_column.setdefault(articles[path].column, []).append((path, standing))
    for column, told in by_column.items():
        yield f"standings:{column}", digest(told)
    if by_column:
        yield "standings", digest(by_column)
    for path in sorted(contents.validity.acts.keys() | contents.findings.keys()):
        yield f"acts:{path}", digest((contents.validity.acts.get(path), contents.findings.get(path)))
    for path, gone in contents.gone.items():
        yield f"gone:{path}", digest(gone)
        yield f"head:{path}", digest(gone.url)  # all that a page which links to it may show


def _holdings(contents: Contents) -> Iterator[tuple[str, Digest]]:
    """What ``plugins/foi`` worked out."""
    told, articles = contents.foi, contents.targets.articles
    for path, form in told.forms.items():
        yield f"form:{path}", digest(form)
    if told.forms:
        yield (
            "forms",
            digest(([(form, articles[path].digest) for path, form in sorted(told.forms.items())], list(told.reports))),
        )
    if told.guides or told.applications:
        yield "guides", digest((told.guides, told.applications))
    for url, register in told.registers.items():
        yield f"register:{url}", digest((register.count, register.front, register.years))
        for part in register.parts:
            yield f"register:{part.url}", digest(part)
    if told.platform:
        yield "registers", digest([told.platform] + [(url, register.count) for url, register in told.registers.items()])


def _columns(contents: Contents) -> Iterator[tuple[str, Digest]]:
    catalogue = contents.catalogue
    yield "nav", digest([(column.path, column.name) for column in catalogue.tops if not column.hidden])
    for top in catalogue.tops:
        yield f"tree:{top.path}", digest(_names(top))
    topics = []
    for path, column in catalogue.by_path.items():
        yield f"column:{path}", digest({**vars(column), "children": ()})
        topics.append((path, column.template, column.order, column.archived, column.hidden))
        listed, archive, heads = contents.by_column[path], contents.archives[path], contents.heads[path]
        front = [article.path for article in listed[:FRONT]]
        yield f"front:{path}", digest((front, len(listed), archive.months))
        for sheaves in (archive.sheaves, archive.years):
            for sheaf, older, newer in beside(sheaves):
                yield f"sheaf:{sheaf.url}", digest((sheaf.paths, older, newer))
        yield f"newest:{path}", digest([article.path for article in heads.newest])
        yield f"count:{path}", digest(heads.count)
        yield f"own:{path}", _together(listed)
    yield "topics", digest(topics)
    yield "every", _together(contents.articles)


def _names(column: Column) -> list[Any]:
    """What a tree, a trail or a table of contents shows of a column and everything below it."""
    return [column.path, column.name, column.hidden, column.archived, [_names(child) for child in column.children]]


def _together(articles: tuple[Article, ...]) -> Digest:
    """A digest of all these heads in this order."""
    return blake2b("".join(article.digest for article in articles).encode(), digest_size=12).hexdigest()


def _books(contents: Contents) -> Iterator[tuple[str, Digest]]:
    """The disclosure tables of columns."""
    whole = blake2b(digest_size=12)
    for path, book in contents.books.by_column.items():
        yield f"schema:{path}", book.schema.digest
        yield f"groups:{path}", digest(book.groups)
        for url, record in book.records.items():
            yield f"record:{url}", record.digest
        for url, listing in book.listings.items():
            yield f"listing:{url}", digest(listing)
        for year, urls in book.years.items():
            told = "".join(url + book.records[url].digest for url in urls)
            whole.update(told.encode())
            yield f"year:{path}/{year}", digest(told)
    for project, chain in contents.books.chains.items():
        yield f"chain:{project}", digest([(record.url, record.digest) for record in chain])
    if contents.books.by_column:
        yield "rows", whole.hexdigest()


def _affairs(contents: Contents) -> Iterator[tuple[str, Digest]]:
    """What villages owe and have told: a village's own account, and what it had nothing of."""
    affairs = contents.affairs
    if not affairs.accounts:
        return
    yield "quarters", digest([affairs.quarters, affairs.due])
    for id_, account in affairs.accounts.items():
        yield f"account:{id_}", digest((account.quarters, account.lasting))
    for village, said in contents.villages.nothing.items():
        yield f"absence:{village}", digest(sorted(said.items()))


def _finances(contents: Contents) -> Iterator[tuple[str, Digest]]:
    """The financial statements of villages: what a village's pages say of all of them, and each whole."""
    whole = blake2b(digest_size=12)
    for village, briefs in contents.finances.by_village.items():
        told = digest([brief.public for brief in briefs])
        whole.update(told.encode())
        yield f"finance:{village}", told
        for brief in briefs:
            yield f"statement:{brief.url}", brief.shown
    if contents.finances.by_url:
        yield "finances", whole.hexdigest()


def _places(contents: Contents) -> Iterator[tuple[str, Digest]]:
    yield "site", digest({**vars(contents.site), "demo_now": "", "validity_term": ""})
    for written, unit in contents.offices.spellings.items():
        yield f"unit:{written}", digest(unit)
    yield "people", digest(contents.offices.people)
    yield "items", digest(list(contents.villages.items.values()))
    for id_, item in contents.villages.items.items():
        yield f"item:{id_}", digest(item)
    for village in contents.villages.by_id.values():
        yield f"village:{village.id}", digest(village)
        told = contents.by_village[village.id]
        yield f"told:{village.id}", digest([(article.extra["item"], article.path) for article in told])
    if contents.places:
        yield "places", digest(sorted(contents.places.items()))
    for village_id, address in contents.mapped.items():
        yield f"mapped:{village_id}", digest(address)
    yield from _affairs(contents)
    yield from _finances(contents)
    for id_, town in contents.offices.towns.items():
        yield f"town:{id_}", digest(town)
    towns = by_town(contents.villages, contents.offices.towns)
    yield "towns", digest([(town, [village.id for village in members]) for town, members in towns])
    for url, picture in contents.pictures.items():
        yield f"picture:{url}", digest(picture)
    for path, size in contents.files.items():
        yield f"file:{path}", digest(size)
        yield f"asset:{path}", digest(contents.tree.stamps[path])
    for alias, target in contents.aliases.items():
        yield f"alias:{alias}", target
    yield "alias", digest(dict(contents.aliases))
