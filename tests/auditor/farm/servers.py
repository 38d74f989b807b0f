"""How the farm's addresses answer: what the manifest names by ``act`` and ``otherwise``."""

from __future__ import annotations

import gzip
import html
import itertools
import time
from collections.abc import Callable

from tests.auditor.crawl.farm import Handler, Talk, page, redirect, reply
from tests.auditor.farm.manifest import Case

CHROME = (
    "<header><p>明川县人民政府</p><ul><li>首页</li><li>政务公开</li><li>办事服务</li><li>互动交流</li></ul></header>"
)
_COUNT = itertools.count(1000)


def whole(title: str, text: str, status: str = "200 OK", **headers: str) -> bytes:
    """A page with the county's head and foot around its text."""
    body = f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head><body>'
    foot = f"<footer><p>主办：明川县人民政府办公室 访问量 {next(_COUNT)}</p></footer>"
    return page(f"{body}{CHROME}<main>{text}</main>{foot}</body></html>", status, **headers)


def answer_of(case: Case) -> bytes | Handler:
    """What an address answers."""
    if case.act:
        return ACTS[case.act]
    headers = {name.replace("-", "_"): value for name, value in case.headers.items()}
    if case.to:
        return redirect(case.to, f"{case.status if case.status != 200 else 302} Moved")
    status = f"{case.status} Said"
    if case.bytes is not None:
        return reply(case.bytes.encode("latin-1"), status, **{"content_type": case.type} | headers)
    if case.title or case.type != "text/html; charset=utf-8":
        answer = whole(case.title, case.text, status, **headers)
        return answer.replace(b"content-type: text/html; charset=utf-8", f"content-type: {case.type}".encode())
    return page(case.text, status, **headers)


def not_found(talk: Talk) -> None:
    """An honest host."""
    talk.send(whole("404", "<h1>页面不存在</h1>", "404 Not Found"))


def soft_page(talk: Talk) -> None:
    """200 and the host's own words, not those of any list, with the clock and the address in it."""
    where = html.escape(talk.asked.path)
    talk.send(
        whole("温馨提示 - 明川县", f"<h2>来晚了一步</h2><p>内容去旅行啦 {time.monotonic():.3f}</p><p>{where}</p>")
    )


def soft_home(talk: Talk) -> None:
    """Whatever is not there leads home."""
    talk.send(redirect("/") if talk.asked.path != "/" else whole("首页", "<p>欢迎</p>"))


def soft_hall(talk: Talk) -> None:
    """Whatever is not there leads to one page, whose address says nothing."""
    talk.send(redirect("/hall/welcome.html"))


def soft_list(talk: Talk) -> None:
    """Any name in the directory shows the list of what is in it."""
    items = "".join(f"<li>关于第{n}批项目的公示</li>" for n in range(8))
    talk.send(whole("通知公告", f"<ul>{items}</ul>"))


def site(talk: Talk) -> None:
    """The audited site: honest, but for some directories."""
    lying = {"/lie/": soft_page, "/liehall/": soft_hall, "/columns/": soft_list}
    found = next((act for start, act in lying.items() if talk.asked.path.startswith(start)), not_found)
    found(talk)


def drip_head(talk: Talk) -> None:
    """A byte of the head now and then."""
    talk.drip(b"HTTP/1.1 200 OK\r\n" + b"x-slow: 1\r\n" * 1000, 0.05)


def drip_body(talk: Talk) -> None:
    """A byte of the body now and then."""
    talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100000\r\n\r\n")
    talk.drip(b"x" * 100_000, 0.05)


def silent(talk: Talk) -> None:
    """Accepts and says nothing."""
    talk.over.wait(10)


def half_head(talk: Talk) -> None:
    """Says half a head and waits."""
    talk.send(b"HTTP/1.1 200 OK\r\ncontent-ty")
    talk.over.wait(10)


def drip_redirect(talk: Talk) -> None:
    """Leads on slowly."""
    talk.send(b"HTTP/1.1 302 Found\r\n")
    talk.drip(b"location: /\r\n" + b"x: y\r\n" * 1000, 0.05)


def hang_up(talk: Talk) -> None:
    """Closes without a word."""


def hang_up_in_head(talk: Talk) -> None:
    """Closes in the middle of the status line."""
    talk.send(b"HT")


def garbage(talk: Talk) -> None:
    """No HTTP at all."""
    talk.send(b"SSH-2.0-OpenSSH_9.2\r\n" * 3)


def no_status(talk: Talk) -> None:
    """A status that is no number."""
    talk.send(b"HTTP/1.1 OK fine\r\n\r\n")


def flood(talk: Talk) -> None:
    """More headers than anybody reads."""
    talk.send(b"HTTP/1.1 200 OK\r\n" + b"".join(b"x-%d: y\r\n" % n for n in range(5000)) + b"\r\n")


def long_header(talk: Talk) -> None:
    """One header of a megabyte."""
    talk.send(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 1_000_000 + b"\r\n\r\n")


def bad_length(talk: Talk) -> None:
    """Chunks whose size is no number."""
    talk.send(b"HTTP/1.1 9999 OK\r\ncontent-length: 3\r\n\r\nabc")


def endless(talk: Talk) -> None:
    """A body that does not end."""
    talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>\xe5\x85\xac\xe5\x91\x8a</title>")
    while not talk.over.is_set() and talk.send(b"<p>" + b"x" * 65_536):
        pass


def bomb(talk: Talk) -> None:
    """Thirty megabytes in thirty kilobytes."""
    talk.send(reply(gzip.compress(b" " * 30_000_000), content_type="text/html", content_encoding="gzip"))


def cut_short(talk: Talk) -> None:
    """Less than it promised."""
    text = whole("关于召开座谈会的通知", "<p>会议时间另行通知。</p>")
    talk.send(text.replace(b"content-length: ", b"content-length: 9"))


def loop_two(talk: Talk) -> None:
    """There and back."""
    talk.send(redirect("/loop/b" if talk.asked.path == "/loop/a" else "/loop/a"))


def long_chain(talk: Talk) -> None:
    """Always one further."""
    head, _, number = talk.asked.path.rpartition("/")
    talk.send(redirect(f"{head}/{int(number) + 1}"))


def short_chain(talk: Talk) -> None:
    """Eight further, and there."""
    head, _, number = talk.asked.path.rpartition("/")
    talk.send(redirect(f"{head}/{int(number) + 1}") if int(number) < 8 else whole("到了", "<p>到了。</p>"))


def wants_cookie(talk: Talk) -> None:
    """Leads to itself until it sees its cookie again."""
    if "seen=1" in talk.asked.headers.get("cookie", ""):
        talk.send(whole("政务服务", "<p>办事指南</p>"))
    else:
        talk.send(reply(b"", "302 Found", location=talk.asked.path, set_cookie="seen=1; Path=/"))


def not_for_robots(talk: Talk) -> None:
    """403 to us, and the page to anybody else."""
    ours = "GongkaiAuditor" in talk.asked.headers.get("user-agent", "")
    talk.send(page("<p>Forbidden", "403 Forbidden") if ours else whole("公告", "<p>内容</p>"))


def storm(talk: Talk) -> None:
    """429 for ever."""
    talk.send(page("<p>slow down", "429 Too Many Requests", retry_after="0"))


def once_broken() -> Handler:
    """A failure that passes: 503 at first, then the page."""
    asked: set[str] = set()

    def answer(talk: Talk) -> None:
        first = talk.asked.path not in asked
        asked.add(talk.asked.path)
        talk.send(page("<p>busy", "503 Busy") if first else whole("恢复了", "<p>恢复了。</p>"))

    return answer


def once_missing() -> Handler:
    """One machine of several has not got the page yet: 404 at first, then the page."""
    asked: set[str] = set()

    def answer(talk: Talk) -> None:
        first = talk.asked.path not in asked
        asked.add(talk.asked.path)
        talk.send(page("<p>none", "404 No") if first else whole("新公告", "<p>刚刚发布。</p>"))

    return answer


ACTS: dict[str, Handler] = {
    act.__name__: act
    for act in (
        not_found, site, soft_page, soft_home, soft_hall, soft_list, drip_head, drip_body, silent, half_head, drip_redirect,
        hang_up, hang_up_in_head, garbage, no_status, flood, long_header, bad_length, endless, bomb, cut_short,
        loop_two, long_chain, short_chain, wants_cookie, not_for_robots, storm,
    )
} | {"once_broken": once_broken(), "once_missing": once_missing()}  # fmt: skip
Otherwise = Callable[[Talk], None]
