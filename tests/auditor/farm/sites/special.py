"""Sites of one trouble each, whose truth is written beside them: what the layouts of sites.toml cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from tests.auditor.farm.sites.rows import TODAY


class Special(NamedTuple):
    """A site: its pages by file, and what must be said, by folder of the page (``home``)."""

    id: str
    shows: str
    pages: dict[str, str]
    expect: dict[str, str]


def day(ago: int) -> str:
    """The ISO date so many days before the check."""
    return (TODAY - timedelta(days=ago)).isoformat()


def page(main: str, name: str = "", type_: str = "", head: str = "") -> str:
    """A page; with the tags of a column where it has a name."""
    tags = f'<meta name="ColumnName" content="{name}"><meta name="ColumnType" content="{type_}">' if name else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{name or "明川县人民政府"}</title>{tags}'
        f'{head}</head><body><div class="nav"><a href="/">首页</a></div><div class="main">{main}</div></body></html>'
    )


def listed(*ago: int, of: str = "yw", title: str = "县政府召开安全生产工作会议") -> str:
    """A list of one row a number of days."""
    return "<ul>" + "".join(
        f'<li><a href="/{of}/{n}.html">{title}（{n}）</a><span>{day(n)}</span></li>' for n in ago
    ) + "</ul>"  # fmt: skip


def _menu(*ids: str) -> str:
    return "<p>" + " ".join(f'<a href="/{id}/">{id}栏目</a>' for id in ids) + "</p>"


FRESH = listed(1, 4, 9, 15)


def specials() -> Iterator[Special]:
    """All of them."""
    yield Special("one-page", "只有一页，没有日期", {"index.html": page("<p>本网站正在升级改造，敬请期待。</p>")}, {})
    yield Special(
        "one-page-old", "只有一页，列表一个月没有更新", {"index.html": page(listed(30, 40, 50, 66))},
        {"home": "stale_home fail stale-home"},
    )  # fmt: skip
    picture = '<a href="/yw/"><img src="/big.jpg" alt="进入网站" usemap="#m"></a>'
    yield Special(
        "picture",
        "首页是一张图片，里面有更新",
        {"index.html": page(picture), "yw/index.html": page(FRESH, "动态要闻")},
        {},
    )
    yield Special(
        "picture-old", "首页是一张图片，里面也没有更新",
        {"index.html": page(picture), "yw/index.html": page(listed(40, 44, 51), "动态要闻")},
        {"home": "stale_home review stale-second-level", "yw": "stale_column fail stale-news"},
    )  # fmt: skip
    yield Special(
        "home-old", "首页三周没有更新，栏目里有新的",
        {"index.html": page(listed(21, 25, 30, 37) + _menu("yw")), "yw/index.html": page(FRESH, "动态要闻")},
        {"home": "stale_home fail stale-home"},
    )  # fmt: skip
    yield Special(
        "home-frame", "首页是框架页",
        {"index.html": "<html><head><title>县政府</title></head><frameset><frame src='/top.html'><frame src='/main.html'>"
                       "</frameset></html>", "top.html": page("<p>县政府</p>"), "main.html": page(FRESH)}, {},
    )  # fmt: skip
    yield Special(
        "home-script", "首页列表由脚本生成",
        {"index.html": page('<div id="app"></div>', head='<script src="/app.js"></script>') , "yw/index.html":
         page(listed(30, 33, 35), "动态要闻")},
        {"home": "stale_home review undated", "yw": "stale_column fail stale-news"},
    )  # fmt: skip
    yield _many()
    yield Special(
        "years", "动态按年分栏目",
        {"index.html": page(FRESH + _menu("gzdt")),
         "gzdt/index.html": page('<a href="/gzdt/2025/">2025年工作动态</a> <a href="/gzdt/2026/">2026年工作动态</a>', "工作动态"),
         "gzdt/2025/index.html": page(listed(330, 340, 350, of="gzdt/2025"), "2025年工作动态"),
         "gzdt/2026/index.html": page(listed(30, 40, 50, of="gzdt/2026"), "2026年工作动态")},
        {"gzdt/2026": "stale_column fail stale-news"},
    )  # fmt: skip
    yield Special(
        "impossible", "日期写成 2026-02-30、2026-13-01、0000-00-00",
        {"index.html": page(FRESH + _menu("yw")), "yw/index.html": page(
            "<ul>" + "".join(f'<li><a href="/art/{n}.html">县政府召开第{n}次常务会议研究工作</a><span>{d}</span></li>'
                             for n, d in enumerate(("2026-02-30", "2026-13-01", "0000-00-00", "20261120年", "99-99", "—"), 1))
            + "</ul>", "动态要闻")},
        {"yw": "stale_column review undated"},
    )  # fmt: skip
    aside = '<div class="sidebar"><h3>热点推荐</h3>' + listed(0, 1, 2, of="rd") + "</div>"
    yield Special(
        "sidebar", "侧栏“热点推荐”天天更新，栏目自己没有",
        {"index.html": page(FRESH + _menu("yw")), "yw/index.html": page(listed(33, 40, 47) + aside, "动态要闻")},
        {"yw": "stale_column fail stale-news"},
    )  # fmt: skip
    chapters = "".join(f'<li><a href="/{n}.html">第{n}章 系统管理员的日常工作</a></li>' for n in range(1, 9))
    yield Special(
        "manual", "一本手册，章节目录没有日期，正文里偶有一个",
        {"index.html": page(f"<ul>{chapters}</ul>"), **{f"{n}.html": page(
            f"<ul>{chapters}</ul><p>截至2021-06-15，第{n}章所述命令均已验证，读者可按步骤操作。</p>") for n in range(1, 9)}},
        {},
    )  # fmt: skip
    told = "<p>摘要：会议指出，截至2026年11月19日全县没有发生安全生产事故，各项工作平稳有序推进。</p>"
    cards = "".join(
        f'<dl><dt>{day(n)[8:]}</dt><dd>{day(n)[:7].replace("-", "/")}</dd><dd><a href="/yw/{n}.html">县政府部署第{n}次安全检查</a>'
        f"{told}</dd></dl>" for n in (25, 33, 41, 60)
    )  # fmt: skip
    yield Special(
        "summary", "日和年月分开写，摘要里另有一个新日期",
        {"index.html": page(FRESH + _menu("yw")), "yw/index.html": page(f"<div>{cards}</div>", "政务要闻")},
        {"yw": "stale_column fail stale-news"},
    )  # fmt: skip
    beside = "<div><h3>最新发布</h3>" + listed(0, 1, 2, of="zx") + "</div>"
    yield Special(
        "beside", "栏目自己的列表旁边另有“最新发布”，不在侧栏里",
        {"index.html": page(FRESH + _menu("yw")), "yw/index.html": page(listed(33, 40, 47) + beside, "动态要闻")},
        {"yw": "stale_column fail stale-news"},
    )  # fmt: skip
    yield Special(
        "two-digits", "日期写成 (26-11-18)",
        {"index.html": page(FRESH + _menu("yw", "dt")),
         "yw/index.html": page(listed(3, 9, 30).replace("2026-", "26-"), "动态要闻"),
         "dt/index.html": page(listed(30, 37, 44, of="dt").replace("2026-", "26-"), "部门动态")},
        {"dt": "stale_column fail stale-news"},
    )  # fmt: skip
    yield Special(
        "deep", "公告在第三级栏目，不是一级栏目",
        {"index.html": page(FRESH + _menu("zwgk")), "zwgk/index.html": page('<a href="/zwgk/zd/">重点领域</a>', "政务公开"),
         "zwgk/zd/index.html": page('<a href="/zwgk/zd/zdgg/">征地公告</a>', "重点领域"),
         "zwgk/zd/zdgg/index.html": page(listed(300, 310, 320, of="zwgk/zd/zdgg"), "征地公告")},
        {"zwgk/zd/zdgg": "stale_column review stale-half-year"},
    )  # fmt: skip
    yield Special(
        "written-by-script", "行里的日期由一句脚本写出，能读出",
        {"index.html": page(FRESH + _menu("yw")), "yw/index.html": page("<ul>" + "".join(
            f'<li><a href="/yw/{n}.html">县政府召开第{n}次常务会议研究工作</a><script>document.write("{day(n)}")</script></li>'
            for n in range(1, 7)) + "</ul>", "动态要闻")},
        {},
    )  # fmt: skip
    yield Special(
        "br", "一段文字里用 br 分行的链接",
        {"index.html": page(FRESH + _menu("yw")), "yw/index.html": page("<div>" + "<br>".join(
            f'<a href="/yw/{n}.html">县政府召开第{n}次常务会议研究工作</a>（{day(n)}）' for n in (40, 44, 48, 52)) + "</div>",
            "动态要闻")},
        {"yw": "stale_column fail stale-news"},
    )  # fmt: skip
    yield Special(
        "english", "英文日期 Nov 18, 2026",
        {"index.html": page(FRESH + _menu("en", "en2")), "en/index.html": page("<ul>" + "".join(
            f'<li><a href="/en/{n}.html">County holds meeting no. {n} on winter heating</a><i>Nov {n}, 2026</i></li>'
            for n in (18, 12, 9, 2)) + "</ul>", "News", "工作动态"),
         "en2/index.html": page("<ul>" + "".join(
            f'<li><a href="/en2/{n}.html">County holds meeting no. {n} on winter heating</a><i>{n} September 2026</i></li>'
            for n in (18, 12, 9, 2)) + "</ul>", "Latest", "工作动态")},
        {"en2": "stale_column fail stale-news"},
    )  # fmt: skip
    wechat = "".join(
        f'<li><a href="https://mp.weixin.qq.com/s/a{n}">“明川发布”微信第{n}期</a><span>{day(90 + n)}</span></li>'
        for n in range(5)
    )
    yield Special(
        "wechat", "栏目里都是微信文章，链出",
        {"index.html": page(FRESH + _menu("wx")), "wx/index.html": page(f"<ul>{wechat}</ul>", "新媒体动态")}, {},
    )  # fmt: skip
    yield Special(
        "new-year", "元旦前后只写月日：01-05 之后是 12-28",
        {"index.html": page(FRESH + _menu("yw", "tz")),
         "yw/index.html": page(_without_year("11-18", "11-02", "01-05", "12-28", "12-20"), "动态要闻"),
         "tz/index.html": page(_without_year("02-05", "01-20", "12-28", "11-19", "11-12"), "通知公告")},
        # The order says that nothing is newer than February; by themselves the last rows could be of this month.
        {"tz": "stale_column review stale-half-year"},
    )  # fmt: skip
    yield Special(
        "shuffled", "月日没有年份，也不按先后排",
        {"index.html": page(FRESH + _menu("yw")),
         "yw/index.html": page(_without_year("03-01", "11-15", "02-09", "10-30", "01-11", "11-18"), "动态要闻")},
        {},
    )  # fmt: skip


def _without_year(*days: str) -> str:
    return "<ul>" + "".join(
        f'<li><a href="/a/{n}.html">县政府召开第{n}次常务会议研究工作</a><span>{shown}</span></li>'
        for n, shown in enumerate(days)
    ) + "</ul>"  # fmt: skip


def _many() -> Special:
    ids = [f"c{n:03}" for n in range(400)]
    old = {"c100": "动态", "c200": "动态", "c300": "公告"}
    pages = {"index.html": page(FRESH + _menu(*ids))}
    for id in ids:
        name = f"{id}{old.get(id, '动态')}"
        pages[f"{id}/index.html"] = page(listed(*((200, 210, 230) if id in old else (2, 9, 30)), of=id), name)
    return Special(
        "many", "四百个栏目，三个没有更新", pages,
        {"c100": "stale_column fail stale-news", "c200": "stale_column fail stale-news",
         "c300": "stale_column fail stale-half-year"},
    )  # fmt: skip


SPECIALS: tuple[Special, ...] = tuple(specials())
