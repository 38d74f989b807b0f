"""Answers with status 200 that say “there is no such page”: by their words, or by where they were led to.

Such a verdict is for a person to confirm, so the words are those that hardly stand in a text of a site: a title that
is nothing else (``404 - 某县人民政府``), or a sentence on a page that has little more than it. An article about a
page that does not exist has a title and a text of its own.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from auditor.crawl.shown import Shown, raw_title, read_shown, title_of

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
    rf"|^{_OPENING}{_THIS}{_THING}(?:可能)?(?:暂时)?{_MISSING}"
    rf"|^{_OPENING}(?:在?我们的?(?:的服务器上)?)?{_LOST}(?:{_ASKED}|{_THIS}){_THING}"
    rf"|^{_OPENING}{_THING}(?:不存在|找不到|未找到|走丢了|不见了|已(?:经)?被?(?:删除|移除|下线))"
    "(?:或[^。]{1,10})?(?:了|啦)?[!！。.~～]?$"
    "|此内容因违规无法查看|该内容已被发布者删除|此帐号已(?:自主)?注销|该公众号已迁移"
    r"|\bpage (?:you (?:requested|are looking for) )?(?:was |could |can ?)?not (?:be )?found\b|^404 ?not ?found$"
    "|the requested url .{0,200}was not found|resource cannot be found",
    re.I,
)
_WORDS = (
    "不存在", "找不到", "找到", "无法", "删除", "移除", "下线", "下架", "失效", "注销", "迁移", "不见", "走丢", "丢失",
)  # fmt: skip
_ENGLISH = (b"404", b"not found", b"Not Found", b"NOT FOUND", b"not be found", b"cannot be found")
_UTF8_SIGNS = (*(word.encode() for word in _WORDS), *_ENGLISH)
_SIGNS = (*_UTF8_SIGNS, *(word.encode("gb18030") for word in _WORDS))
"""One of these is in every body that the sentences above can be found in: the search for them costs next to nothing."""

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
    return _sentence(read_shown(body, content_type))


def _sentence(shown: Shown) -> str:
    if shown.size > SHORT:
        return ""
    if shown.size <= BARE and "404" in shown.lines:
        return "404"
    return next((line for line in shown.lines if len(line) <= 80 and _SENTENCE.search(line)), "")
