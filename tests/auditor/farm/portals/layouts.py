"""How the portals of sixteen counties write the same page: head, tags, lists, labelled values, foot, encoding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import NamedTuple

import msgspec

from tests.auditor.farm import services

HOME = "https://www.farm.gov.cn/"
SITE_TAGS = {"SiteName": "明川县人民政府", "SiteDomain": "www.farm.gov.cn", "SiteIDCode": "9999990001"}
PARTS = ("mark", "code", "icp", "police", "owner", "contact")
FOOT: Mapping[str, str] = {
    "mark": '<script src="https://dcs.conac.cn/js/33/000/0000/60425889/CA330000000604258890010.js"></script>',
    "owner": "主办单位：明川县人民政府办公室",
    "contact": "联系方式：0000-5550100",
    "code": "网站标识码：9999990001",
    "icp": '<a href="https://beian.miit.gov.cn/">明ICP备99990001号</a>',
    "police": '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=99999902000001">'
    "明公网安备 99999902000001号</a>",
    "find": '<script id="_jiucuo_" sitecode="9999990001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>',
}
SAFE = (
    ("x-content-type-options", "nosniff"), ("x-frame-options", "SAMEORIGIN"),
    ("strict-transport-security", "max-age=31536000"),
)  # fmt: skip
"""Headers of the home page."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page before it is laid out. ``raw`` takes the place of all the rest: what a server writes by itself."""

    path: str
    kind: str = "content"
    title: str = ""
    main: str = ""
    column: str = ""
    type: str = "工作动态"
    tags: Mapping[str, str] = {}
    foot: Mapping[str, str] = msgspec.field(default_factory=lambda: FOOT)
    name: str = "明川县人民政府"
    head: str = ""
    heading: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    raw: str = ""


class Layout(NamedTuple):
    """One way of making pages. ``rows`` is a shape of sites/rows.py, ``pairs`` one of services.py."""

    id: str
    shows: str
    foot: str = "footer"
    tags: str = "national"
    rows: str = "list"
    pairs: int = 0
    charset: str = "utf-8"
    banner: str = "text"

    @property
    def seen(self) -> bool:
        """Whether what stands in the foot can be read from the page."""
        return self.foot not in ("picture", "frame", "file")

    @property
    def tagged(self) -> bool:
        """Whether the national tags are there and say something."""
        return self.tags in ("national", "lower", "upper")

    def body(self, pairs: Sequence[tuple[str, str]]) -> str:
        """Labels and values."""
        return services.LAYOUTS[self.pairs].body(pairs)


LAYOUTS = (
    Layout("plain", "语义化页脚，国家标签齐全"),
    Layout("table", "表格布局，页脚是没有类名的表格", foot="table", rows="table"),
    Layout("gbk", "GBK 编码的旧式表格布局，标签大写", foot="table", rows="gbk", pairs=6, charset="gbk", tags="upper"),
    Layout("list", "页脚是 ul 列表，标签小写", foot="list", rows="hanzi", pairs=1, tags="lower"),
    Layout("spans", "页脚是一行 span，class=copyright", foot="spans", rows="mmdd", pairs=7),
    Layout("bare", "页脚是没有名字的 div，没有标签", foot="bare", rows="month", pairs=3, tags="none"),
    Layout("written", "页脚由 document.write 写出", foot="written", pairs=2),
    Layout("escaped", "页脚由 document.write(unescape) 写出", foot="escaped", rows="dl", pairs=1),
    Layout("cards", "卡片列表，网站名称是图片", foot="spans", rows="cards", pairs=4, banner="picture"),
    Layout("tabs", "选项卡，后面的卡不显示", foot="list", rows="tabs", pairs=5),
    Layout("dl", "页脚是 dl，标签内容为空", foot="dl", rows="dl", pairs=1, tags="empty"),
    Layout("english", "只有英文通用标签（description、og）", foot="footer", rows="lower", pairs=2, tags="english"),
    Layout("pictures", "标识都是图片，有替代文字", foot="pictures", pairs=0),
    Layout("frame", "页脚在框架里", foot="frame", rows="list", pairs=0),
    Layout("picture", "页脚是一张图片", foot="picture", rows="table", pairs=3),
    Layout("file", "页脚由脚本文件写出", foot="file", rows="list", pairs=2),
)


def render(page: Page, layout: Layout, menu: str) -> bytes:
    """The page as its county writes it."""
    text = page.raw or _document(page, layout, menu)
    return text.encode("gb18030" if layout.charset == "gbk" else "utf-8")


def _document(page: Page, layout: Layout, menu: str) -> str:
    banner = '<img src="/images/logo.png" alt="">' if layout.banner == "picture" else f"<h1>{page.name}</h1>"
    crumb = f'当前位置：<a href="/">首页</a> &gt; <a href="/{page.path.rpartition("/")[0]}/">{page.column}</a>'
    if page.kind == "content":
        crumb += " &gt; 正文"
    heading = page.heading or page.title
    main = page.main
    if page.kind == "content":
        main = f"<h1>{heading}</h1>{main}"
    title = page.title if page.kind == "home" else f"{page.title}_{page.column}_{page.name}"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{layout.charset}"><title>{escape(title)}</title>'
        f'{_tags(page, layout)}{page.head}</head><body><div class="header">{banner if page.name else ""}</div>'
        f'<div class="nav">{menu}</div>{"" if page.kind == "home" else f"<div class=position>{crumb}</div>"}'
        f'<div class="main">{main}</div>{foot(page.foot, layout)}</body></html>'
    )


def tags_of(page: Page) -> dict[str, str]:
    """The national tags of the page's kind, with what is changed; None of them where the value is absent."""
    day = "2026-11-10 09:00"
    tags = dict(SITE_TAGS)
    if page.kind != "home":
        tags["ColumnName"] = page.column
        tags["ColumnType"] = page.type
    if page.kind == "column":
        tags |= {"ColumnDescription": f"{page.column}的内容", "ColumnKeywords": page.column}
    if page.kind == "content":
        tags |= {"ArticleTitle": page.title, "PubDate": day, "ContentSource": "明川县人民政府办公室"}
    tags |= page.tags
    return {name: value for name, value in tags.items() if value != "-"}


def _tags(page: Page, layout: Layout) -> str:
    tags = tags_of(page)
    if layout.tags == "none":
        return ""
    if layout.tags == "english":
        names = {"description": page.title, "keywords": page.column, "og:title": page.title, "author": "mcxzf"}
        return "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in names.items())
    if layout.tags == "upper":
        return "".join(f"<META NAME='{name.upper()}' CONTENT='{escape(value)}' />\n" for name, value in tags.items())
    if layout.tags == "lower":
        return "".join(f'<meta content="{escape(value)}" name={name.lower()}>' for name, value in tags.items())
    return "".join(
        f'<meta name="{name}" content="{"" if layout.tags == "empty" else escape(value)}">'
        for name, value in tags.items()
    )


def foot(parts: Mapping[str, str], layout: Layout) -> str:
    """The foot of a page: the parts that the page has, in the layout's shape."""
    shown = [part for part in parts.values() if part]
    return _FEET[layout.foot](shown)


def _footer(parts: Sequence[str]) -> str:
    return f"<footer><p>{'　'.join(parts[:3])}</p><p>{'　'.join(parts[3:])}</p></footer>"


def _table(parts: Sequence[str]) -> str:
    rows = "".join(f'<tr><td align="center">{part}</td></tr>' for part in parts)
    return f'<table width="1000" align="center" cellspacing="0">{rows}</table>'


def _list(parts: Sequence[str]) -> str:
    return f'<div class="foot"><ul>{"".join(f"<li>{part}</li>" for part in parts)}</ul></div>'


def _spans(parts: Sequence[str]) -> str:
    return f'<div class="copyright">{"&nbsp;|&nbsp;".join(f"<span>{part}</span>" for part in parts)}</div>'


def _bare(parts: Sequence[str]) -> str:
    return f"<div>{'<br>'.join(parts)}</div>"


def _dl(parts: Sequence[str]) -> str:
    return f'<div id="bottom"><dl>{"".join(f"<dd>{part}</dd>" for part in parts)}</dl></div>'


def _written(parts: Sequence[str]) -> str:
    lines = [part.replace("'", "\\'").replace("</script>", "<\\/script>") for part in parts]
    inner = "".join(f"document.write('<p>{line}</p>');\n" for line in lines)
    return f"<script>document.write('<div class=\"footer\">');\n{inner}document.write('</div>');</script>"


def _escaped(parts: Sequence[str]) -> str:
    inner = "<div class='footer'>" + " ".join(parts).replace('"', "'") + "</div>"
    coded = "".join({"<": "%3C", ">": "%3E", '"': "%22"}.get(char, char) for char in inner)
    return f'<script>document.write(unescape("{coded}"));</script>'


def _pictures(parts: Sequence[str]) -> str:
    """What is text becomes the words of a picture; what is markup stays."""
    told = (part if part.startswith("<") else f'<img src="/images/f{at}.png" alt="{escape(part)}">' for at, part in enumerate(parts))  # fmt: skip
    return f'<div class="footer">{"".join(told)}</div>'


_FEET: Mapping[str, Callable[[Sequence[str]], str]] = {
    "footer": _footer,
    "table": _table,
    "list": _list,
    "spans": _spans,
    "bare": _bare,
    "dl": _dl,
    "written": _written,
    "escaped": _escaped,
    "pictures": _pictures,
    "frame": lambda _: '<iframe src="/foot.html" width="100%" height="120" title="页脚"></iframe>',
    "picture": lambda _: '<div class="footer"><img src="/images/foot.png" alt="" usemap="#f"></div>',
    "file": lambda _: '<div id="footer"></div><script src="/js/footer.js"></script>',
}
