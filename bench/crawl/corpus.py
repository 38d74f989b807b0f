"""A county's site as plain files, and the list of what is wrong in it. Same numbers, same bytes.

Every page has the same number of links: a navigation of sixty columns, breadcrumb, footer, parts of the page, places
in the page, neighbours and related pages. About twenty addresses do not exist, one in a hundred links to a place in
a page names none, and a few links only look dead; what each of them is stands in the manifest.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from urllib.parse import quote

import msgspec

from bench.build.prose import Writer

COLUMNS = 60
LISTED = 30
"""Documents on one list page."""
PLACES = 8
"""Sections of a document, each with an id."""
FILES = 200
SECTION = 260
"""Characters of a section, at least."""
SEED = 2019
FOOTER = ("about", "contact", "privacy", "sitemap-page", "help")
NO_PLACE = 0.01
DATE = "2026-11-{day:02d}"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a checker should say of the site. Addresses are paths, percent-encoded as browsers send them."""

    pages: int
    links: int
    dead: dict[str, str]
    """Address → in what way it is dead."""
    dead_anchors: tuple[str, ...]
    """``path#name``, where the page is there and the place is not."""
    alive: dict[str, str]
    """Addresses that a hasty checker takes for dead → why they are not, or are no links at all."""
    lands: dict[str, str]
    """Where a redirect ends → the address of ``dead`` that was linked: reporting either is right."""


DEAD = {
    "/yw/gone-1.html": "page that is not there", "/yw/gone-2.html": "page that is not there",
    "/tzgg/2019/12.html": "page that is not there", "/zwgk/old/": "folder that is not there",
    "/zwgk/list_2.html": "page that is not there", "/bsfw/index.jsp": "page that is not there",
    "/" + quote("公开/年报 2019.html"): "page with a Chinese name that is not there",
    "/search.html?q=a&b=c": "page with a query that is not there",
    "/removed-for-good": "410", "/moved-to-nowhere": "301 to a page that is not there",
    "/files/none-1.pdf": "file that is not there", "/files/none-2.xlsx": "file that is not there",
    "/files/" + quote("附件一.docx"): "file with a Chinese name that is not there",
    "/files/none-3.zip": "file that is not there",
    "/media/none-1.jpg": "picture that is not there", "/media/none-2.png": "picture that is not there",
    "/media/none-large.png": "picture named in srcset only",
    "/media/none-style.png": "picture named in a style attribute only",
    "/assets/none.js": "script that is not there", "/assets/none.css": "stylesheet that is not there",
}  # fmt: skip
ALIVE = {
    "/moved": "301 to a page that is there",
    "/forbidden.html": "403: we are kept out, it may be there",
    "/get-only.html": "404 to HEAD, 200 to GET",
    "/" + quote("公开/指南 一.html"): "Chinese name, linked as it is and percent-encoded",
    "/in-comment.html": "stands in a comment",
    "/in-script.html": "stands in a script's string",
    "/in-template.html": "stands in a textarea",
    "/based/inner.html": "relative to a base element",
}
SPECIAL = (
    f'<h2 id="资料">其他</h2><p><a name="老式位置">位置</a> <a href="#{quote("老式位置")}">编码的位置</a> '
    '<a href="#老式位置">位置</a> <a href="#top">顶部</a> <a href="#">回到顶部</a> '
    '<a href="#:~:text=%E6%98%8E%E5%B7%9D">文字</a> '
    '<a href="/moved">已迁移</a> <a href="/forbidden.html">限制访问</a> '
    '<a href="/get-only.html">只答复 GET</a> <a href="/公开/指南 一.html">指南</a> '
    f'<a href="/{quote("公开/指南 一.html")}">指南一</a> <a href="/based/">相对地址</a></p>'
    '<!-- <a href="/in-comment.html">旧链接</a> --><script>var old = \'<a href="/in-script.html">x</a>\';</script>'
    '<textarea rows="1" cols="9" aria-label="示例"><a href="/in-template.html">x</a></textarea>'
)
"""On the page /about.html: links that only look dead."""
BASED = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><base href="/based/"><title>相对地址</title></head>'
)
BASED += '<body><p><a href="inner.html">内页</a> <a href="/">首页</a></p></body></html>'
PLAIN = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>说明</title></head>'
PLAIN += '<body><p>明川县人民政府办公室负责解释。</p><p><a href="/">首页</a></p></body></html>'


def write_site(folder: Path, pages: int, links: int) -> Manifest:
    """Write the site into an empty folder and its manifest beside it. ``pages`` counts what a browser shows."""
    site = _Site(pages, links)
    for path, text in site.files():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    manifest = site.manifest()
    folder.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


class _Site:
    def __init__(self, pages: int, links: int) -> None:
        extra = 1 + len(FOOTER) + 4  # home, footer, and the four plain ones
        rest = pages - extra - COLUMNS
        # Of what is left, one in LISTED + 1 is a further list page.
        self.lists = max(0, rest // (LISTED + 1) - COLUMNS)
        self.documents = rest - self.lists
        if self.documents < COLUMNS or links < COLUMNS + 60:
            raise ValueError(f"at least {extra + 2 * COLUMNS} pages and {COLUMNS + 60} links are wanted")
        self.pages, self.links = pages, links
        rng = Random(SEED)
        self.urls = [f"/c{at % COLUMNS:02d}/2026/{at:05d}.html" for at in range(self.documents)]
        self.titles = [Writer(Random(SEED + at), "news").title(at) for at in range(self.documents)]
        self.wrong: dict[int, list[str]] = {}
        for number, address in enumerate(DEAD):
            for _ in range(1 + number % 5):
                self.wrong.setdefault(rng.randrange(self.documents), []).append(address)
        self.anchors: list[str] = []
        nav = "".join(f'<li><a href="/c{at:02d}/">{_column(at)}</a></li>' for at in range(COLUMNS))
        self.head = (
            '<link rel="stylesheet" href="/assets/site.css"><link rel="stylesheet" href="/assets/print.css">'
            '<link rel="icon" href="/assets/icon.svg"><script src="/assets/site.js" defer></script>'
        )
        logo = '<a href="/"><img src="/media/logo.svg" alt="明川县人民政府"></a>'
        self.nav = f"<header>{logo}<nav><ul>{nav}</ul></nav></header>"
        foot = "".join(f'<a href="/{name}.html">{name}</a> ' for name in FOOTER)
        self.foot = f"<footer><p>{foot}</p><p>主办：明川县人民政府办公室</p></footer>"
        self.shared = 4 + 2 + COLUMNS + len(FOOTER)

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file: path below the folder, and text."""
        yield from self._parts()
        recent = self._related(0, self.links - self.shared)
        yield "index.html", self._page("明川县人民政府", "首页", f"<ul>{recent}</ul>")
        for name in FOOTER:
            more = SPECIAL if name == "about" else ""
            yield f"{name}.html", self._page(name, "", f"<ul>{self._related(7, self.links - self.shared)}</ul>{more}")
        for number in range(COLUMNS + self.lists):
            yield self._list(number)
        for at in range(self.documents):
            yield self.urls[at][1:], self._document(at)

    def manifest(self) -> Manifest:
        """After all files were taken."""
        return Manifest(
            pages=self.pages, links=self.links, dead=DEAD, dead_anchors=tuple(sorted(set(self.anchors))), alive=ALIVE,
            lands={"/nowhere.html": "/moved-to-nowhere"},
        )  # fmt: skip

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield "assets/site.css", "body{margin:0}nav ul{display:grid;grid-template-columns:repeat(10,1fr)}\n"
        yield "assets/print.css", "@media print{nav{display:none}}\n"
        yield "assets/site.js", "document.documentElement.dataset.ready='1';\n"
        for name in ("assets/icon.svg", "media/logo.svg", *(f"media/p{at}.svg" for at in range(40))):
            yield name, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3"/></svg>\n'
        for at in range(FILES):
            yield f"files/{at}.pdf", "%PDF-1.4\n" + "0 " * (400 + at)
        yield "based/index.html", BASED
        for name in ("based/inner.html", "公开/指南 一.html", "get-only.html"):
            yield name, PLAIN

    def _list(self, number: int) -> tuple[str, str]:
        column, page = number % COLUMNS, number // COLUMNS
        mine = range(column + page * LISTED * COLUMNS, self.documents, COLUMNS)[:LISTED]
        rows = "".join(
            f'<li><a href="{self.urls[at]}">{html.escape(self.titles[at])}</a><time>{_date(at)}</time></li>'
            for at in mine
        )
        further = f"/c{column:02d}/{page + 1}.html" if number + COLUMNS < COLUMNS + self.lists else f"/c{column:02d}/"
        pager = f'<p class="pager"><a href="/c{column:02d}/">首页</a><a href="{further}">下一页</a></p>'
        rest = self._related(number, self.links - self.shared - len(mine) - 2)
        name = _column(column)
        body = f'<ul class="list">{rows}</ul>{pager}<aside><h2>相关</h2><ul>{rest}</ul></aside>'
        path = f"c{column:02d}/" + (f"{page}.html" if page else "index.html")
        return path, self._page(name, name, body)

    def _document(self, at: int) -> str:
        rng = Random(SEED * 1000 + at)
        writer = Writer(rng, "news")
        column = _column(at % COLUMNS)
        toc = "".join(f'<li><a href="#s{place}">第{place}部分</a></li>' for place in range(1, PLACES + 1))
        parts = []
        for place in range(1, PLACES + 1):
            text = writer.paragraph(2)
            while len(text) < SECTION:
                text += writer.paragraph(1)
            parts.append(f'<h2 id="s{place}">第{place}部分</h2><p>{html.escape(text.replace("**", ""))}</p>')
        pictures = "".join(f'<img src="/media/p{(at + n) % 40}.svg" alt="现场">' for n in range(2))
        files = "".join(f'<li><a href="/files/{(at * 3 + n) % FILES}.pdf">附件{n + 1}</a></li>' for n in range(3))
        wrong = [_reference(address) for address in self.wrong.get(at, ())]
        beside = (at - 1) % self.documents, (at + 1) % self.documents
        steps = "".join(f'<a href="{self.urls[to]}">{html.escape(self.titles[to])}</a>' for to in beside)
        used = self.shared + 1 + PLACES + 2 + 3 + len(wrong) + 2 + 10
        places = "".join(self._place(at, n, rng) for n in range(10))
        related = self._related(at, self.links - used)
        body = (
            f'<p class="path"><a href="/c{at % COLUMNS:02d}/">{column}</a></p><h1>{html.escape(self.titles[at])}</h1>'
            f"<p>发布时间：{_date(at)}　来源：明川县人民政府办公室</p><ul>{toc}</ul>{''.join(parts)}"
            f"{pictures}<ul>{files}</ul>"
            f"{''.join(wrong)}<p>{steps}</p><ul>{places}</ul><ul>{related}</ul>"
        )
        return self._page(self.titles[at], column, body, _date(at))

    def _place(self, at: int, number: int, rng: Random) -> str:
        to = (at * 13 + number * 101 + 5) % self.documents
        if rng.random() < NO_PLACE:
            name = f"none{number}"
            self.anchors.append(f"{self.urls[to]}#{name}")
        else:
            name = f"s{1 + rng.randrange(PLACES)}"
        return f'<li><a href="{self.urls[to]}#{name}">{html.escape(self.titles[to])}</a></li>'

    def _related(self, at: int, count: int) -> str:
        step = 1 + at % 17
        found = ((at * 7 + n * step + n) % self.documents for n in range(count))
        return "".join(f'<li><a href="{self.urls[to]}">{html.escape(self.titles[to])}</a></li>' for to in found)

    def _page(self, title: str, column: str, body: str, published: str = "") -> str:
        date = f'<meta name="PubDate" content="{published}">' if published else ""
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
            f'<meta name="SiteName" content="明川县人民政府"><meta name="ColumnName" content="{column}">{date}'
            f"{self.head}</head><body>{self.nav}<main>{body}</main>{self.foot}</body></html>\n"
        )


def _reference(address: str) -> str:
    """The element that names a dead address, by its kind."""
    shown = html.escape(address)
    match address:
        case "/media/none-large.png":
            return f'<img src="/media/p0.svg" srcset="/media/p1.svg 1x, {shown} 2x" alt="图">'
        case "/media/none-style.png":
            return f'<div style="background-image:url({shown})">底图</div>'
        case "/assets/none.js":
            return f'<script src="{shown}"></script>'
        case "/assets/none.css":
            return f'<link rel="stylesheet" href="{shown}">'
    if address.startswith("/media/"):
        return f'<img src="{shown}" alt="图">'
    return f'<p><a href="{shown}">有关文件</a></p>'


def _column(at: int) -> str:
    names: Sequence[str] = ("要闻", "公告", "政策", "规划", "统计", "财政", "人事", "应急", "教育", "卫生")
    return f"{names[at % 10]}{at // 10 + 1}"


def _date(at: int) -> str:
    return DATE.format(day=1 + at % 19)
