"""What may be wrong with a site's identity, and what only looks so: written from 国办发〔2017〕47号 and from footers seen."""

from __future__ import annotations

from collections.abc import Iterator

from tests.auditor.farm.portals.case import PLACES, Case, both, more, parts, put, seen, tagged, tags
from tests.auditor.farm.portals.layouts import Layout

FINDER = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9999990001&amp;url=https%3A%2F%2Fwww.farm.gov.cn%2F"

HONEST: dict[str, tuple[str, ...]] = {
    "mark": (
        '<span id="_ideConac"></span><script src="https://dcs.conac.cn/js/33/000/0000/60425889/CA3300001.js"></script>',
        '<a href="//bszs.conac.cn/sitename?method=show&amp;id=15ECDB592A"><img src="//dcs.conac.cn/image/red.png"></a>',
        '<a href="http://bszs.conac.cn/sitename?method=show&amp;id=15ECDB592A"><img src="/images/red.png" alt=""></a>',
        '<img src="/images/dzjg.png" alt="党政机关">',
        '<a href="https://bszs.conac.cn/sitename?method=show" title="党政机关网站标识"><img src="/images/2.png"></a>',
        "<script>document.write(unescape('%3Cspan id=\"_ideConac\" %3E%3C/span%3E%3Cscript "
        'src="https://dcs.conac.cn/js/33/000/0000/60425889/CA33.js" type="text/javascript"%3E%3C/script%3E\'));</script>',
    ),
    "code": (
        "网站标识码: 9999990001", "网站标识码 9999990001", "政府网站标识码：9999990001", "标识码：9999990001",
        "网站标识码（9999990001）", "网站标识码：<span>9999990001</span>", "网站标识码：&nbsp;9999990001",
        "网站标识码：９９９９９９０００１", "网站标识：9999990001", "<b>网站标识码</b><em>9999990001</em>",
        "网站标识码：9999990001　2026年改版",
    ),
    "icp": (
        "明ICP备99990001号-1", "明ICP备 99990001 号", "ICP备案编号：明ICP备99990001号", "备案号：明icp备99990001号-2",
        "明ＩＣＰ备９９９９０００１号", '<a href="http://www.beian.miit.gov.cn" target="_blank">明ICP备2026000001号-1</a>',
        '<a href="https://beian.miit.gov.cn/" title="明ICP备99990001号"><img src="/images/icp.png"></a>',
        "ICP备案：明ICP备99990001号", "明ICP备-99990001号", "备案序号：明ICP备99990001",
    ),
    "police": (
        '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=99999902000001">明公网安备99999902000001号</a>',
        '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=99999902000001"><img src="/images/ga.png"></a>',
        "明公网安备 99999902000001号", "公安机关备案号：99999902000001", "公安备案号 明公网安备99999902000001",
        '<a href="https://beian.mps.gov.cn/" title="明公网安备99999902000001号"><img src="/images/ga.png" alt=""></a>',
        '<img src="/images/ga.png" alt="公安备案标识">明公网安备<span>99999902000001</span>号',
        "公安联网备案：99999902000001",
    ),
    "owner": (
        "主办：明川县人民政府", "主办单位: 明川县人民政府办公室", "主 办：明川县人民政府办公室", "主办单位 明川县人民政府办公室",
        "明川县人民政府办公室主办", "主管：明川县人民政府 主办：明川县人民政府办公室 承办：县大数据中心",
        "网站主办：明川县人民政府", "<b>主办单位</b><span>明川县人民政府</span>", "本网站由明川县人民政府办公室主办",
    ),
    "contact": (
        "联系电话：0000-5550100", "电话：0000—5550100", "网站联系方式：0000-5550100", "Tel：0000-5550100",
        "邮箱：mcxzf@farm.gov.cn", "值班电话0000-5550100", "联系我们：0000-5550100", "政务服务便民热线：12345",
        "网站维护电话：（0000）5550100", "技术支持电话：0000-5550100",
    ),
    "find": (
        f'<a href="{FINDER}" target="_blank"><img src="/images/jiucuo.png" alt="政府网站找错"></a>',
        f'<a href="{FINDER}">我为政府网站找错</a>',
        '<script id="_jiucuo_" sitecode=\'9999990001\' src=\'//zfwzgl.www.gov.cn/exposure/jiucuo.js\'></script>',
        f'<a href="{FINDER}"><img src="/images/jiucuo.png"></a>',
        '<SCRIPT ID=_jiucuo_ SITECODE=9999990001 SRC="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></SCRIPT>',
        '<script>document.write("<script id=\\"_jiucuo_\\" sitecode=\\"9999990001\\" '
        'src=\\"https://zfwzgl.www.gov.cn/exposure/jiucuo.js\\"><\\/script>");</script>',
    ),
}  # fmt: skip


def plain(layout: Layout) -> bool:
    """A foot that can be read and is no string of a script: what writes by itself cannot be nested in it."""
    return layout.seen and layout.foot not in ("written", "escaped", "pictures")


def cases() -> Iterator[Case]:
    """All of them."""
    yield from footers()
    yield from codes()
    yield from finders()
    yield from metas()
    yield from domains()
    yield from names()


def footers() -> Iterator[Case]:
    """Each part missing on each kind of page; each written as counties write it."""
    check = "identity/footer_parts"
    for part in ("mark", "code", "icp", "police", "owner", "contact"):
        for path in PLACES:
            yield Case(check, f"没有 {part}", parts(path, **{part: ""}), (f"fail {part}",), fits=seen)
        for at, html in enumerate(HONEST[part]):
            yield Case(check, f"{part}：{html[:40]}", parts(PLACES[at % 3], **{part: html}), fits=plain)
    for path in PLACES:
        lost = dict.fromkeys(("police", "contact"), "")
        yield Case(check, "没有两项", parts(path, **lost), ("fail police", "fail contact"), fits=seen)
        # Whose copyright it is does not say who runs the site, but many an inspector takes it.
        yield Case(
            check, "只写版权所有", parts(path, owner="版权所有：明川县人民政府办公室"), ("review owner",), fits=seen
        )
    yield Case(
        check, "联系我们只是链接", parts("", contact='<a href="/lx/">联系我们</a>'), may=("contact",), fits=plain
    )


def codes() -> Iterator[Case]:
    """The code in three places."""
    check = "identity/site_code"
    for path in PLACES:
        yield Case(check, "页脚差一位", parts(path, code="网站标识码：9999990010"), ("fail unequal",), fits=lambda one: one.seen and one.tagged)  # fmt: skip
        yield Case(check, "标签是别县的", tags(path, SiteIDCode="8888880001"), ("fail unequal",), fits=lambda one: one.tagged and one.seen)  # fmt: skip
        other = FOUND.replace("9999990001", "7777770001")
        yield Case(check, "找错是别县的", parts(path, find=other), ("fail unequal",), fits=lambda one: one.seen and one.tagged)  # fmt: skip
        yield Case(check, "标签少一位", tags(path, SiteIDCode="999999001"), ("fail",), fits=tagged)
        yield Case(check, "页脚多一位", parts(path, code="网站标识码：99999900001"), ("fail",), fits=seen)
    for at, html in enumerate(HONEST["code"]):
        yield Case(check, f"code：{html}", parts(PLACES[at % 3], code=html), fits=plain)
    ministry = {"code": "网站标识码：bm99000001", "find": FOUND.replace("9999990001", "bm99000001")}
    for written in ("bm99000001", "BM99000001"):
        edit = both(tags("yw/", SiteIDCode=written), parts("yw/", **ministry))
        yield Case(check, f"部委 {written}", edit)
    near = (
        "<p>县民政局网站（网站标识码：9999990017）已经关停，内容迁移到本网站。</p>",
        "<p>请将网站标识码填写为10位数字，例如1100000001。</p>",
        '<p><a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=8888880001">邻县网站找错</a></p>',
    )
    for html in near:
        yield Case(check, html[:30], more("yw/0.html", html))
    # What stands in the middle of a page is a text about sites, but an entry may be the page's own.
    yield Case(check, "页脚另有统计代码", parts("", contact="联系方式：0000-5550100 统计：8888880001"), fits=seen)


FOUND = '<script id="_jiucuo_" sitecode="9999990001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>'


def finders() -> Iterator[Case]:
    """The entry 我为政府网站找错."""
    check = "identity/find_errors"
    yield Case(check, "首页没有", parts("", find=""), ("fail missing-home",), fits=seen)
    for path in PLACES[1:]:
        yield Case(check, "没有", parts(path, find=""), ("fail missing-page",), fits=seen)
    for path in PLACES:
        for host in ("http://121.43.68.40", "https://pucha.kaipuyun.cn"):
            html = f'<a href="{host}/exposure/jiucuo.html?site_code=9999990001">我为政府网站找错</a>'
            yield Case(check, "旧地址", parts(path, find=html), ("review outdated-host",), fits=plain)
        html = '<a href="/jiucuo/">我为政府网站找错</a>'
        yield Case(check, "链到自己的页面", parts(path, find=html), ("review other-host",), fits=plain)
    for at, html in enumerate(HONEST["find"]):
        for path in (PLACES[at % 3], PLACES[(at + 1) % 3]):
            yield Case(check, html[:40], parts(path, find=html), fits=plain)
    for path in PLACES:
        yield Case(check, "在头部", both(parts(path, find=""), put(path, head=FOUND)), fits=seen)
        yield Case(check, "在正文下面", both(parts(path, find=""), more(path, f"<div>{FOUND}</div>")), fits=seen)


SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT = ("ArticleTitle", "PubDate", "ContentSource")


def metas() -> Iterator[Case]:
    """The national tags."""
    check = "identity/meta_tags"
    for group, names, path in (("site", SITE, ""), ("column", COLUMN, "yw/"), ("content", CONTENT, "yw/0.html")):
        for name in names:
            for gone in ("-", "", " "):
                yield Case(check, f"{name}={gone!r}", tags(path, **{name: gone}), (f"fail {group}-tags",), fits=tagged)
    for day in ("2026-11-19", "2026年11月19日 09:00", "2026/11/19 09:00", "11-19 09:00"):
        yield Case(check, day, tags("yw/0.html", PubDate=day), ("review pubdate-shape",), fits=tagged)
    # Seconds are more than is asked: some inspectors take them for right.
    yield Case(check, "有秒", tags("yw/0.html", PubDate="2026-11-19 09:00:00"), may=("pubdate-shape",), fits=tagged)
    for path in PLACES:
        yield Case(check, "可选标签", tags(path, Keywords="", Author="", Description="", Image=""), fits=tagged)
        og = '<meta property="og:title" content=""><meta name="viewport" content="width=device-width">'
        yield Case(check, "别的标签", put(path, head=og), fits=tagged)
        twice = '<meta name="SiteName" content="明川县人民政府"><meta name="SiteName" content="">'
        yield Case(check, "写了两次", put(path, head=twice), fits=tagged)
    yield Case(check, "日期前后空格", tags("yw/0.html", PubDate=" 2026-11-19 09:00 "), fits=tagged)
    # Whether it is a column or an article nobody can tell from its tags.
    listed = tags("yw/", ArticleTitle="动态要闻", PubDate="2026-11-19 09:00")
    yield Case(check, "列表页有正文标签", listed, may=("content-tags",), fits=tagged)
    for path, kept in (("yw/0.html", COLUMN[1:3]), ("zcwj/1.html", COLUMN[1:3])):
        yield Case(check, "正文页没有栏目描述", tags(path, **dict.fromkeys(kept, "-")), fits=tagged)
    viewer = put("yw/0.html", raw='<html><head><meta charset="utf-8"><title>a.pdf</title></head><body><canvas></canvas></body></html>')  # fmt: skip
    yield Case(check, "阅读器", viewer, may=("site-tags",))
    moved = put("yw/0.html", raw='<html><head><meta http-equiv="refresh" content="0;url=/yw/1.html"><title>跳转</title></head><body></body></html>')  # fmt: skip
    yield Case(check, "跳转页", moved)


def domains() -> Iterator[Case]:
    """The host and SiteDomain."""
    check = "identity/domain_name"
    for path in PLACES:
        yield Case(check, "别的域名", tags(path, SiteDomain="www.lxx.gov.cn"), ("fail domain-differs",), fits=tagged)
        for odd in ("https://www.farm.gov.cn/", "http://www.farm.gov.cn"):
            yield Case(check, odd, tags(path, SiteDomain=odd), ("review domain-shape",), fits=tagged)
        yield Case(check, "没有 www", tags(path, SiteDomain="farm.gov.cn"), ("review domain-www",), fits=tagged)
        for written in ("WWW.Farm.gov.cn", " www.farm.gov.cn ", "www.farm.gov.cn."):
            yield Case(check, written, tags(path, SiteDomain=written), fits=tagged)
    for home in ("https://www.mingchuan.com/", "https://www.mcxzf.cn/", "https://www.mingchuan.gov.cn.com/",
                 "http://mingchuan.org.cn/", "https://www.mcgov.cn/"):  # fmt: skip
        own = tags("", SiteDomain=home.split("/")[2])
        yield Case(check, home, own, ("fail suffix",), home=home, fits=tagged)
    for home in ("https://www.mingchuan.gov.cn/", "https://www.farm.gov.cn:8443/", "https://明川县人民政府.政务/",
                 "http://10.9.8.7/", "http://zfw.mingchuan.example/", "https://zwgk.mingchuan.gov.cn/"):  # fmt: skip
        host = home.split("/")[2].partition(":")[0]
        # A crawl knows a host by its name on the wire.
        wire = home.replace(host, host.encode("idna").decode())
        yield Case(check, home, tags("", SiteDomain=host), home=wire)
    school = both(
        put("", name="明川县第一中学", title="明川县第一中学"),
        tags("", SiteName="明川县第一中学", SiteDomain="www.mcyz.cn"),
    )
    yield Case(check, "学校用 .cn", school, may=("suffix",), home="https://www.mcyz.cn/")


def names() -> Iterator[Case]:
    """The site's name: tag, title, head; and the same on all pages."""
    check = "identity/site_name"
    text = lambda one: one.tagged and one.seen and one.banner == "text"  # noqa: E731
    for name in ("魅力明川", "明川之窗", "中国明川"):
        odd = both(tags("", SiteName=name), put("", name=name, title=name))
        yield Case(
            check, name, odd, ("review not-named-after",), fits=tagged, may=("not-named-after",) * (name == "中国明川")
        )
    yield Case(check, "标题没有名称", put("", title="首页"), ("review title",), fits=tagged)
    for path in PLACES:
        yield Case(check, "头部没有名称", put(path, name=""), ("review head",), fits=text)
    for title in ("首页-明川县人民政府", "明川县人民政府门户网站", "欢迎访问明川县人民政府网站", "明川县人民政府 | 首页",
                  "中国·明川——明川县人民政府门户网站"):  # fmt: skip
        yield Case(check, title, put("", title=title), fits=tagged)
    for name in ("明川县人民政府", "明川县政府", "明川县人民政府门户网站", "明川县教育局", "明川县水利局网站"):
        own = both(tags("", SiteName=name), put("", name=name, title=name))
        yield Case(check, name, own, fits=tagged)
    other = "identity/other_name"
    for path in ("yw/", "yw/0.html", "zcwj/1.html"):
        for name in ("明川县政府门户网", "明川县人名政府"):
            yield Case(other, name, tags(path, SiteName=name), ("review other-name",), fits=tagged)
        for name in ("明川县人民政府 ", " 明川县人民政府", "明川县 人民政府"):
            yield Case(other, repr(name), tags(path, SiteName=name), fits=tagged, may=("other-name",) * (name == "明川县 人民政府"))  # fmt: skip
        yield Case(other, "没有标签", tags(path, SiteName="-"), fits=tagged)
