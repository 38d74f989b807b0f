"""What browsers run no more is found once, where nothing stands in for it; a page made to waste time wastes little."""

from __future__ import annotations

import pytest

from auditor.facts.document import read_page
from auditor.model import Obsolete

HTML = (("content-type", "text/html; charset=utf-8"),)
FLASH = 'type="application/x-shockwave-flash"'


def obsolete(html: str) -> tuple[Obsolete, ...]:
    """The obsolete things of a page."""
    return read_page("https://www.example.gov.cn/a.html", 200, HTML, html.encode()).obsolete


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<embed src="/A.SWF?v=2">', [("flash", "/A.SWF?v=2")]),
        (f'<object {FLASH} data="a.swf"><embed {FLASH} src="a.swf"></object>', [("flash", "a.swf")]),
        (f'<object {FLASH}><param name="Movie" value=" b.swf "></object>', [("flash", "b.swf")]),
        ('<object classid="clsid:{D27CDB6E-AE6D-11CF-96B8-444553540000}"></object>', [("flash", "")]),
        ('<object classid="java:Tree"></object>', [("java", "")]),
        ('<embed src="a.rmvb">', [("media-player", "a.rmvb")]),
        (f'<object {FLASH} data="a.swf">请安装 Flash 插件后观看本页的内容</object>', [("flash", "a.swf")]),
        (f'<object {FLASH} data="a.swf"><p>下面是全县公路里程的文字说明</p></object>', []),
        (f'<object {FLASH} data="a.swf"><video src="a.mp4"></video></object>', []),
        (f'<object {FLASH} data="a.swf" width="1" height="1"></object>', []),
        ('<embed src="a.mp4"><object data="a.pdf"></object><object data="a.svg"></object>', []),
        ('<script>AC_FL_RunContent("codebase", "x", "movie", "top.swf");</script>', [("flash", "")]),
        ('<script>try { x = new ActiveXObject("A.B"); } catch (e) {}</script>', []),
        ('<script src="ruffle.js"></script><embed src="a.swf">', []),
        ("<p>下载 a.swf 文件</p>", []),
    ],
)
def test_a_plug_in_is_told_once_and_not_where_something_stands_in_for_it(html, found):
    """By type, by class, by the end of the address; in mark-up or by a script."""
    assert [(one.kind, one.name) for one in obsolete(f"<main>{html}</main>")] == found


def test_where_it_stands_is_told():
    """Region, line, and a selector."""
    (one,) = obsolete('<body><header>\n<embed src="a.swf">\n</header>')
    assert (one.region, one.locator.line, "embed" in one.locator.selector) == ("header", 2, True)


@pytest.mark.parametrize(
    "html",
    [
        "<object classid=clsid:1><p>" * 20_000,
        "<v:imagedata>" * 50_000,
        '<object classid="clsid:1"></object>' * 50_000,
        "<script>" + "AC_FL_RunContent(" * 20_000 + "</script>",
        "<script>" + "swfobject.embedSWF('" * 20_000 + "</script>",
    ],
    ids=["nested", "vml", "many", "calls", "openings"],
)
def test_a_page_of_thousands_is_cut(html):
    """Each is asked about what stands around it, some hundred times at most."""
    assert len(obsolete(html)) <= 50
