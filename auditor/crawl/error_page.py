"""Answers with status 200 that say “there is no such page”: by their words, or by where they were led to.

Such a verdict is for a person to confirm, so the words are those that hardly stand in a text of a site: a title that
is nothing else (``404 - 某县人民政府``), or a sentence on a page that has little more than it. An article about a
page that does not exist has a title and a text of its own.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from auditor.crawl.shown import Shown, raw_title, read_shown, title_of
from auditor.facts.encoding import read_text

SHORT = 400
"""Characters of visible text up to which a page may be nothing but an error."""

BARE = 120
"""Characters of a page on which a line that is nothing but 404 says enough."""

_SMALL = 24_576
"""Bytes of a body up to which its text is looked at: what is larger has more to say than an error."""

_MISSING = (
    "(?:不存在|找不到|未找到|没有找到|无法找到|不见了|走丢了|丢失了?|无法访问|已失效"
    "|已(?:经)?被?(?:删除|移除|下线|下架))"
)
_LOST = "(?:找不到|未找到|没有找到|没找到|无法找到)"
_THING = "(?:网页|页面|页|文件|文章|内容|信息|资源|链接|地址|资料|栏目|稿件)"
_OPENING = (
    r"(?:(?:温馨|系统|友情)?提示[:：]\s*)?(?:哎呀|糟糕|噢|哦|oops)?[~～,，!！。]?\s*"
    r":?\(?\s*(?:(?:非常|很)?抱歉|对不起|不好意思|sorry)?[,，!！。]?\s*"
)
_ASKED = "(?:您|你)?(?:要|想|所|正在|想要)?(?:访问|查看|浏览|请求|查找|寻找|打开|要找|找)的?"
_THIS = "(?:这个|那个|该|此|本|当前)"
_CODE = r"(?:http(?: status| error)?\s*|error\s*)?(?:40[34]|410)"
_TITLE = re.compile(
    rf"{_CODE}(?:\s*(?:错误|error|err|(?:page\s?)?not\s?found|页面?|提示|{_THING}{_MISSING})){{0,3}}[!！。.]?"
    "|(?:page|file|resource|object)? ?not found|error 404|the page cannot be found|无法找到该页"
    rf"|(?:{_CODE}\s*)?{_OPENING}(?:{_ASKED})?{_THIS}?{_THING}(?:可能)?(?:暂时)?{_MISSING}(?:了|啦)?[!！。.…~～]*"
    rf"|{_OPENING}{_LOST}(?:{_ASKED})?{_THIS}?{_THING}[!！。.…~～]*",
    re.I,
)
_SENTENCE = re.compile(
    rf"^{_OPENING}{_ASKED}[^。，,；]{{0,12}}{_THING}[^。，,；]{{0,6}}{_MISSING}"
    # “本文件已失效” stands above documents that are no longer in force.
    rf"|^{_OPENING}{_THIS}(?!(?:文件|公告|通知)已(?:经)?失效){_THING}(?:可能)?(?:暂时)?{_MISSING}"
    rf"|^{_OPENING}(?:在?我们的?(?:的服务器上)?)?{_LOST}(?:{_ASKED}|{_THIS}){_THING}"
    rf"|^{_OPENING}{_THING}(?:不存在|找不到|未找到|走丢了|不见了|已(?:经)?被?(?:删除|移除|下线))"
    "(?:或[^。]{1,10})?(?:了|啦)?[!！。.~～]?$"
    "|此内容因违规无法查看|该内容已被发布者删除|此帐号已(?:自主)?注销|该公众号已迁移"
    r"|\bpage (?:you (?:requested|are looking for) )?(?:was |could |can ?)?not (?:be )?found\b|^404 ?not ?found$"
    "|the requested url .{0,200}was not found|resource cannot be found"
    "|file or directory not found|the (?:page|resource) you are looking for might have been removed",
    re.I,
)
_WORDS = (
    "不存在", "找不到", "找到", "无法", "删除", "移除", "下线", "下架", "失效", "注销", "迁移", "不见", "走丢", "丢失",
    "参数", "没有", "过期", "无权", "暂无",
)  # fmt: skip
_ENGLISH = (
    b"404", b"been removed", b"not found", b"Not Found", b"NOT FOUND", b"not be found", b"cannot be found",
)  # fmt: skip
_UTF8_SIGNS = (*(word.encode() for word in _WORDS), *_ENGLISH)
_SIGNS = (*_UTF8_SIGNS, *(word.encode("gb18030") for word in _WORDS))
"""One of these is in every body that the sentences above can be found in: the search for them costs next to nothing."""

CLOSED = 200
"""Characters of a page up to which a sentence about maintenance is all that it has to say."""

_BLANK = 4096
"""Bytes of a body up to which it may show nothing."""

_ASCII = bytes(range(128))
_MUCH = 10 * 3 * CLOSED
"""Bytes of Chinese from which a page says more than that it is closed, whatever of it is not shown."""

FAILED = 40
"""Characters of a page up to which the words of a failed look-up are all that it has to say."""

_FAILED = re.compile(
    r"参数(?:错误|有误|不正确|不合法)|没有(?:该|此|这)[条篇个]?(?:记录|信息|数据|文章|内容)|(?:页面|链接|内容)已过期|无权(?:访问|查看)"
    r"|(?:暂无|没有)(?:此|该)(?:文章|内容|页面)"
)
_ALERT = re.compile(r"""\balert\(\s*["']([^"'\n]{2,80})["']""")
_MAY_SHOW = re.compile(
    rb"<(?:a|script|img|iframe|frame|embed|object|video|audio|canvas|svg|meta[^>]*refresh|input|form|link)\b", re.I
)
_UPKEEP = "(?:升级|维护|改版|改造|割接|检修)"
_CLOSED = re.compile(
    rf"(?:网站|本站|系统|平台|服务器?|页面)(?:正在?)?(?:进行)?{_UPKEEP}(?:[和、与]?{_UPKEEP})?(?:之?中|[^。]{{0,20}}(?:稍后(?:再)?(?:访问|试)|敬请(?:期待|谅解|关注)))"
    r"|(?:网站|本站|系统|平台)(?:暂停|停止)(?:服务|访问)[^。将]{0,20}(?:稍后|谅解)"
)
_TO_COME = re.compile(r"将|届时|拟于|计划|期间|公告如下|通知如下")
"""What a notice says of maintenance that is to come."""
_CLOSED_SIGNS = tuple(
    word.encode(code)
    for word in ("升级", "维护", "改版", "改造", "割接", "检修", "暂停", "停止")
    for code in ("utf-8", "gb18030")
)
_SEPARATORS = re.compile(r"\s*[-_|—–·»>:：]+\s*")
_ERROR_PATH = re.compile(
    r"(?:^|/)(?:(?:page_?)?(?:40[0-9]|410|50[0-9])|(?:page|file)?[-_]?not[-_]?(?:found|exist)"
    r"|error(?:[-_]?(?:page|40[0-9]|50[0-9]))?|err40[0-9]|nopage|missing)(?:\.\w{2,5})?/?$",
    re.I,
)


def is_error_address(url: str) -> bool:
    """Whether the path of an address ends as those of error pages do: ``/404.html``, ``/error``, ``/notfound.jsp``."""
    return _ERROR_PATH.search(urlsplit(url).path) is not None


def says_missing(body: bytes, content_type: str) -> str:
    """The words by which an HTML body says that there is no such page, or empty."""
    signs = _UTF8_SIGNS if "utf-8" in content_type.lower() else _SIGNS
    raw = raw_title(body)
    if b"40" in raw or b"41" in raw or any(sign in raw for sign in signs) or b"rror" in raw:
        title = title_of(body, content_type)[:200]
        first, *others = _SEPARATORS.split(title)
        # A number alone says it only in the first place: 明政办发-404 is a document's.
        if any(_TITLE.fullmatch(part) for part in (title, first, *(part for part in others if not part.isdigit()))):
            return title
    if len(body) > _SMALL or not any(sign in body for sign in signs):
        return ""
    shown = read_shown(body, content_type)
    return _sentence(shown) or ("" if shown.size or b"alert(" not in body else _alert(body, content_type))


def says_closed(body: bytes, content_type: str) -> str:
    """The words by which an HTML body says that the site is closed for now, ``空白页`` where it shows nothing at all
    and has no script or picture that might; or empty.
    """
    if len(body) > _SMALL or (len(body) > _BLANK and len(body.translate(None, _ASCII)) > _MUCH):
        return ""
    if len(body) > _BLANK and not any(sign in body for sign in _CLOSED_SIGNS):
        return ""
    shown = read_shown(body, content_type)
    if not shown.size and not _MAY_SHOW.search(body):
        return "空白页"
    if shown.size > CLOSED:
        return ""
    return next(
        (line for line in shown.lines if len(line) <= 80 and _CLOSED.search(line) and not _TO_COME.search(line)), ""
    )


def _alert(body: bytes, content_type: str) -> str:
    """What a page that shows nothing says in a box of its script, where that is the same."""
    found = _ALERT.search(read_text(body, content_type).text)
    said = found[1] if found else ""
    return said if said and (_SENTENCE.search(said) or _TITLE.fullmatch(said)) else ""


def _sentence(shown: Shown) -> str:
    if shown.size > SHORT:
        return ""
    if shown.size <= BARE and "404" in shown.lines:
        return "404"
    if shown.size <= FAILED and (said := next((line for line in shown.lines if _FAILED.search(line)), "")):
        return said
    return next((line for line in shown.lines if len(line) <= 80 and _SENTENCE.search(line)), "")
