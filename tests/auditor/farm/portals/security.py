"""What a server and its pages give away, and honest pages that speak of the same things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts.document import read_page
from auditor.model import Hop, PageFacts, Probe
from tests.auditor.farm.portals.case import Case, Edit, more, put, whole
from tests.auditor.farm.portals.layouts import HOME, SAFE
from tests.auditor.farm.portals.portal import article

PLAIN = (("content-type", "text/html; charset=utf-8"),)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from listings()
    yield from traces()
    yield from leaks()
    yield from scripts()
    yield from answers()


def raw(html: str, path: str = "yw/0.html") -> Edit:
    """A page that the server writes by itself."""
    return put(path, raw=html)


LISTINGS = (
    '<html><head><title>Index of /upload/</title></head><body><h1>Index of /upload/</h1><hr><pre><a href="../">../</a>\n'
    '<a href="a.xls">a.xls</a>  01-Jan-2026 08:00  1024\n<a href="b.doc">b.doc</a>  01-Jan-2026 08:00  2048</pre></body></html>',
    '<html><head><title>Index of /files</title></head><body><h1>Index of /files</h1><table><tr><th><a href="?C=N;O=D">Name</a></th>'
    '<th><a href="?C=M;O=A">Last modified</a></th></tr><tr><td><a href="/">Parent Directory</a></td></tr><tr><td>'
    '<a href="mingdan.xls">mingdan.xls</a></td><td>2026-03-01 10:00</td></tr></table></body></html>',
    '<html><head><title>www.farm.gov.cn - /pic/</title></head><body><H1>www.farm.gov.cn - /pic/</H1><hr><pre><A HREF="/">[To Parent '
    'Directory]</A><br><br> 3/1/2026 9:00 AM 1024 <A HREF="/pic/a.jpg">a.jpg</A><br></pre></body></html>',
    '<html><head><title>Directory Listing For /upload/</title></head><body><h1>Directory Listing For [/upload/] - <a href="/">Up To '
    '[/]</a></h1><table><tr><td><a href="/upload/a.pdf"><tt>a.pdf</tt></a></td></tr></table></body></html>',
    '<!DOCTYPE HTML><html><head><title>Directory listing for /data/</title></head><body><h1>Directory listing for /data/</h1><hr><ul>'
    '<li><a href="a.csv">a.csv</a></li></ul></body></html>',
)  # fmt: skip
NO_LISTINGS = (
    ("Index of Prices：农产品价格指数说明", '<p>Index of Prices 是指价格指数。</p><p><a href="/a.xls">附件</a></p>'),
    ("目录列表", '<ul><li><a href="/a.xls">政府信息公开目录.xls</a></li><li><a href="/b.xls">b.xls</a></li></ul>'),
    ("关于关闭目录浏览（Directory Listing）的通知", "<p>各单位要关闭服务器的 Directory listing 功能，页面不得显示 Index of /upload/。</p>"),
    ("附件下载", '<pre><a href="/a.doc">a.doc</a> 2026-01-02 1024</pre>'),
    ("Parent Directory：家长通讯录填写说明", '<p>Parent Directory 中文为家长通讯录。<a href="/x.doc">x.doc</a></p>'),
)  # fmt: skip


def listings() -> Iterator[Case]:
    """Folders laid open."""
    check = "security/directory_listing"
    for at, html in enumerate(LISTINGS):
        yield Case(check, f"listing {at}", raw(html), ("fail listing",), fits=lambda one: True)
    for at, (title, html) in enumerate((*NO_LISTINGS, *NO_LISTINGS)):
        yield Case(check, title, whole(article(f"yw/{at % 2}.html", title, "动态要闻", "工作动态", html)))


TRACES = (
    "java.lang.NullPointerException at cn.gov.site.ListAction.execute(ListAction.java:57) at org.apache.struts2.Filter.doFilter(Filter.java:88)",
    "Fatal error: Uncaught Error: Call to undefined function list_news() in /data/www/index.php on line 57",
    "Warning: mysql_connect(): Access denied for user 'root'@'localhost' in D:\\wwwroot\\conn.php on line 12",
    "Server Error in '/' Application. Object reference not set to an instance of an object. at Site.List.Page_Load(Object sender)",
    "Traceback (most recent call last): File \"/app/views.py\", line 21, in index KeyError: 'id'",
    "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version near 'ORDER BY id' at line 1",
    "ORA-00942: table or view does not exist",
    "Microsoft OLE DB Provider for SQL Server 错误 '80040e14' 语法错误 /list.asp，行 33",
    "HTTP Status 500 – Internal Server Error Type Exception Report org.apache.jasper.JasperException: An exception occurred",
)
NO_TRACES = (
    "<p>系统繁忙，请稍后再试，电话0000-5550100。</p>",
    "<p>错误 404：您访问的页面不存在。</p>",
    "<p>县教育局举办 Java 和 Python 编程培训，讲解异常处理（Exception）。</p>",
    "<p>本办法第 57 行以下为附表，at line 3 处填写姓名。</p>",
    "<p>SQL Server 数据库采购项目中标公告，预算 20 万元。</p>",
    "<p>Warning：大风蓝色预警信号，请注意防范。</p>",
    "<p>ORA-2026 型雷达采购项目公告。</p>",
    "<p>关于防范 Struts2 漏洞的通知：请升级 org.apache.struts2 组件。</p>",
    "<p>公交线路改道：in /环城路 on line 57（57路公交）。</p>",
    "<p>Fatal accident 统计：本季度没有发生。</p>",
    "<p>服务器维护通知：HTTP 服务将于周末暂停两小时。</p>",
    "<p>Oracle 数据库（ORA）运维服务成交公告。</p>",
)


def traces() -> Iterator[Case]:
    """What failing programs print."""
    check = "security/stack_trace"
    for text in TRACES:
        html = f"<html><head><meta charset='utf-8'><title>错误</title></head><body><p>{text}</p></body></html>"
        yield Case(check, text[:30], raw(html), ("fail stack-trace",))
        yield Case(check, f"列表页：{text[:20]}", more("yw/", f"<div>{text}</div>"), ("fail stack-trace",))
        shown = whole(
            article("yw/1.html", "常见程序错误讲解", "动态要闻", "工作动态", f"<pre><code>{text}</code></pre>")
        )
        yield Case(check, f"文章：{text[:20]}", shown, ("review stack-trace",))
    for html in NO_TRACES:
        for path in ("yw/", "yw/0.html", "", "zcwj/1.html", "zcjd/1.html"):
            yield Case(check, html[3:30], more(path, html))


FILES = (
    "/backup/site_20240301.sql", "/zwgk/index.html.bak", "/.git/config", "/web.config.old", "/wwwroot.sql.gz",
    "/conn.asp.bak", "/data/db.mdb", "/.svn/entries", "/.env", "/upload/dump.sql.zip",
)  # fmt: skip
NO_FILES = (
    "/upload/附件.zip", "/upload/backup-power-plan.pdf", "/sql/1.html", "/upload/数据库培训.docx", "/bak/index.html",
    "/a/mingdan.xls", "/files/fujian.rar", "/js/config.js", "/upload/env.pdf", "/img/dump-truck.jpg", "/zwgk/index.old.html",
    "/git/list.html", "/upload/20240301.csv", "/upload/old.doc", "/sitemap.xml", "https://gitee.com/a/b.git",
)  # fmt: skip


def leaks() -> Iterator[Case]:
    """Links to what belongs on the server alone; versions in headers and tags."""
    check = "security/leaked_file"
    for at, target in enumerate(FILES):
        yield Case(
            check,
            target,
            more(("", "yw/", "yw/0.html")[at % 3], f'<p><a href="{target}">下载</a></p>'),
            ("review file",),
        )
    for at, target in enumerate(NO_FILES):
        for path in ("", "yw/", "yw/0.html")[at % 2 :]:
            yield Case(check, target, more(path, f'<p><a href="{target}">备份 下载</a></p>'))
    check = "security/leaked_version"
    for name, value in (
        ("Server", "nginx/1.18.0"), ("Server", "Apache/2.4.6 (CentOS)"), ("X-Powered-By", "PHP/5.6.40"),
        ("X-AspNet-Version", "4.0.30319"), ("Server", "Microsoft-IIS/7.5"), ("X-Powered-By", "Express 4.1"),
        ("X-AspNetMvc-Version", "5.2"), ("Server", "Apache-Coyote/1.1"),
    ):  # fmt: skip
        yield Case(check, f"{name}: {value}", put("yw/", headers=((name.lower(), value),)), ("review version",))
    for value in ("WordPress 5.8.1", "SomeCMS 4.0.2"):
        yield Case(check, value, put("yw/", head=f'<meta name="generator" content="{value}">'), ("review version",))
    for name, value in (
        ("Server", "nginx"), ("Server", "Apache"), ("X-Powered-By", "ASP.NET"), ("Server", "Tengine"), ("Server", "openresty"),
        ("Server", "WAF/"), ("Via", "1.1 cache12"), ("ETag", '"5.6.40"'), ("X-Cache", "HIT from 10.1.1.2"),
        ("Server", "Server"), ("X-Request-Id", "1.2.3"), ("Server", "******"), ("X-Frame-Options", "SAMEORIGIN"),
        ("X-UA-Compatible", "IE=9.0"), ("Server", "cloud-waf"), ("Vary", "Accept"), ("X-Via", "1.1 PShbwh01:2 (Cdn Cache Server V2.0)"),
    ):  # fmt: skip
        yield Case(check, f"{name}: {value}", put("yw/", headers=((name.lower(), value),)))
    for value in ("TRSWCM", "WPS", "", "Microsoft Word"):
        yield Case(check, f"generator {value}", put("yw/", head=f'<meta name="generator" content="{value}">'))


OTHERS = (
    ("script", '<script src="https://cdn.some-free-widgets.com/slide.js"></script>'),
    ("style", '<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Noto">'),
    ("frame", '<iframe src="https://player.video-site.com/1.html"></iframe>'),
    ("script", '<script src="//code.jquery.com/jquery-1.11.min.js"></script>'),
)
OWN = (
    '<script src="/js/slide.js"></script>', '<script src="https://static.farm.gov.cn/js/a.js"></script>',
    '<script src="https://hm.baidu.com/hm.js?1"></script>', '<a href="https://cdn.some-free-widgets.com/">链接</a>',
    '<script src="https://v1.cnzz.com/z_stat.php?id=1"></script>', '<img src="https://pic.other-site.com/a.jpg">',
    '<script src="//dcs.conac.cn/js/33/a.js"></script>', '<script src="https://webapi.amap.com/maps?v=2"></script>',
    '<iframe src="https://www.mcjyj.gov.cn/list.html"></iframe>', '<link rel="canonical" href="https://www.farm-mirror.com/">',
)  # fmt: skip


def scripts() -> Iterator[Case]:
    """Scripts, styles and frames from elsewhere."""
    check = "security/third_party_script"
    for kind, html in OTHERS:
        for path in ("yw/", "yw/0.html"):
            yield Case(check, html[:40], more(path, html), (f"review {kind}",))
    for at, html in enumerate(OWN):
        for path in ("", "yw/", "yw/0.html")[at % 2 :]:
            yield Case(check, html[:40], more(path, html))


def missing(html: str, status: int = 404) -> PageFacts:
    """What is shown for an address that nobody has written."""
    return read_page(f"{HOME}no", status, PLAIN, html.encode())


def probe(kind: str, **said: Any) -> dict[str, Probe]:
    """One answer to a question that no page asks."""
    return {kind: Probe(kind=kind, **{"url": f"{HOME}no", **said})}  # type: ignore[arg-type]


def _same(_: object) -> None:
    """No change of a page."""


HELPFUL = '<html><head><title>页面不存在</title></head><body><h1>您访问的页面不存在</h1><p><a href="/">返回首页</a></p></body></html>'
BARE = "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>nginx</center></body></html>"
SITED = f'<html><head><title>404</title></head><body><div class="nav"><a href="{HOME}">网站首页</a><a href="/yw/">要闻</a></div><p>没有找到。</p></body></html>'


def answers() -> Iterator[Case]:
    """What the host says to questions of its own, and the headers of the home page."""
    check, plain, http = "identity/not_found_page", "not-found", HOME.replace("https", "http")
    for name, said, true in (
        ("光秃秃", {"outcome": "not-found", "status": 404, "page": missing(BARE)}, "review bare"),
        ("200", {"outcome": "ok", "status": 200, "page": missing(HELPFUL, 200)}, "review"),
        ("转到首页", {"outcome": "ok", "status": 200, "final_url": HOME, "hops": (Hop(url=f"{HOME}no", status=302, location=HOME),), "page": missing(HELPFUL, 200)}, "review"),
        ("500", {"outcome": "server-error", "status": 500, "page": missing("<h1>服务器错误</h1>", 500)}, "review"),
        ("有首页链接", {"outcome": "not-found", "status": 404, "page": missing(HELPFUL)}, ""),
        ("整站框架", {"outcome": "not-found", "status": 404, "page": missing(SITED)}, ""),
        ("410", {"outcome": "gone", "status": 410, "page": missing(HELPFUL, 410)}, ""),
        ("脚本返回", {"outcome": "not-found", "status": 404, "page": missing(HELPFUL.replace('href="/"', 'href="index.html"'))}, ""),
        ("防火墙", {"outcome": "challenge", "status": 412, "why": "被防护设备拦截"}, ""),
        ("没有问", {"outcome": "out-of-budget", "why": "没有问"}, ""),
    ):  # fmt: skip
        yield Case(check, name, _same, (true,) * bool(true), probes=probe(plain, **said))
    check = "identity/ipv6"
    for outcome, why, true in (("none", "", "review no-aaaa"), ("found", "", ""), ("none", "网站在内网", "")):
        yield Case(
            check, f"{outcome} {why}", _same, (true,) * bool(true), probes=probe("ipv6", outcome=outcome, why=why)
        )
    check = "identity/https"
    led = {"url": http, "status": 200, "final_url": HOME, "hops": (Hop(url=http, status=301, location=HOME),)}
    for name, kind, said, true in (
        ("http 不跳转", "plain-http", {"url": http, "status": 200, "final_url": http}, "review no-redirect"),
        ("http 跳转", "plain-http", led, ""),
        ("http 拒绝", "plain-http", {"url": http, "outcome": "refused"}, ""),
        ("超时", "plain-http", {"url": http, "outcome": "timeout", "why": "等待超时"}, ""),
    ):  # fmt: skip
        yield Case(check, name, _same, (true,) * bool(true), probes=probe(kind, **said))
    check = "security/headers"
    for gone in SAFE:
        kept = tuple(pair for pair in SAFE if pair != gone)
        yield Case(check, f"没有 {gone[0]}", put("", headers=kept), ("review missing",))
    yield Case(check, "一个也没有", put("", headers=()), ("review missing",))
    for changed in (
        (("X-Content-Type-Options", "NoSniff"), SAFE[1], SAFE[2]),
        (SAFE[0], ("content-security-policy", "frame-ancestors 'self'"), SAFE[2]),
        (SAFE[0], ("x-frame-options", "deny"), SAFE[2]),
        (SAFE[0], SAFE[1], ("strict-transport-security", "max-age=63072000; includeSubDomains; preload")),
        (*SAFE, ("x-xss-protection", "0")),
        (SAFE[0], ("content-security-policy", "default-src 'self'; frame-ancestors 'none'"), SAFE[2]),
        (SAFE[0], SAFE[1], SAFE[2], ("server", "nginx")),
        (*SAFE, ("cache-control", "no-cache")),
    ):  # fmt: skip
        yield Case(check, str(changed)[:40], put("", headers=tuple((name.lower(), value) for name, value in changed)))
