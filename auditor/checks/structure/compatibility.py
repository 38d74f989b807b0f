"""structure/compatibility

## What it does
Looks for what browsers of today do not show: Flash, Silverlight, Java applets, ActiveX objects, sound and film that
only an old player of Windows plays, VML, ``<bgsound>``, frames without ``<noframes>``; an encoding that is not the one
the page claims; a foot or home page that asks for IE or for a size of the screen. ``fail`` where the content is lost
for certain: the plug-in is all that stands in the middle of the page, or readers see mojibake. All else is ``review``:
the same may be shown beside it. Silent: what takes no place, what has a video, picture or text within it or an emulator
(Ruffle) beside it, VML of Word beside its picture, ActiveX that a script only tries, articles that speak of browsers.
Only the page's own markup and scripts are read; what else goes wrong in a browser is for the inspector.

## Why it matters
The inspection takes a point for each kind of browser that does not show a page. Flash has been blocked since January
2021, and Internet Explorer, the last to run ActiveX and VML, is gone since 2023.

## Bad
    <main><embed src="/ditu.swf" width="800" height="600"></main>

## Instead
    <main><video src="/ditu.mp4" controls></video></main>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, Obsolete, PageFacts, Params, TextBlock

WHAT = {
    "flash": "Flash 动画",
    "silverlight": "Silverlight 插件",
    "java": "Java 小程序（applet）",
    "activex": "ActiveX 控件",
    "media-player": "只有旧播放器插件才能播放的音视频",
    "vml": "VML 图形（只有旧 IE 显示）",
    "bgsound": "背景音乐（bgsound，只有旧 IE 播放）",
    "frameset": "框架页（frameset），没有写不支持框架时的内容（noframes）",
}
PLUG_INS = frozenset({"flash", "silverlight", "java", "activex", "media-player"})
FRAME = frozenset({"header", "nav", "aside", "footer"})
NOTHING = 40
"""Characters in the middle of a page, its title aside, up to which nothing is told there but by the plug-in."""

SHORT = 80
"""Characters of a line that says how to look at a site; longer texts speak of something else."""

ASKS_FOR_IE = re.compile(
    r"(?:请|建议|推荐|最好|需要?|必须|宜)(?:您)?(?:使用|用|采用|安装|选择)?[^，。；]{0,8}?"
    r"(?<![A-Za-z])(?:IE|Internet\s?Explorer)(?![A-Za-z])\s?(?:\d{1,2}(?:\.\d)?)?"
    r"|(?<![A-Za-z])(?:IE|Internet\s?Explorer)\s?\d{1,2}(?:\.\d)?\s?(?:及|或)?以上",
    re.I,
)
OTHERS = re.compile(
    r"chrome|firefox|edge|safari|谷歌|火狐|360|国产|现代浏览器|非IE|不支持|不再|停止|勿|不要|不用|升级", re.I
)
ASKS_FOR_SIZE = re.compile(
    r"(?:800|1024|1152|1280|1366|1440|1600|1920)\s?[*×xX＊·]\s?(?:600|720|768|800|864|900|960|1024|1080)"
)
TO_LOOK = re.compile(r"分辨率|浏览|显示效果|观看|屏幕")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each obsolete thing, for another encoding than claimed, and for each line that asks for IE."""
    if facts.declared:
        yield _misdeclared(facts)
    lost = _nothing_else(facts)
    told: set[tuple[str, str]] = set()
    for one in facts.obsolete:
        if (one.kind, one.name) not in told:
            told.add((one.kind, one.name))
            yield _obsolete(facts, one, lost=lost and one.region == "main" and one.kind in PLUG_INS)
    for block in facts.blocks:
        if len(block.text) <= SHORT and block.kind == "text" and (block.region in FRAME or facts.kind == "home"):
            yield from _asks(facts, block)


def _misdeclared(facts: PageFacts) -> Hit:
    return Hit(
        url=facts.url,
        message=f"网页声明的编码是 {facts.declared}，实际是 {facts.charset}，浏览器里是乱码",
        evidence=f"charset={facts.declared}",
        reason="mojibake",
        target=facts.declared,
        cause=f"mojibake {facts.declared} {facts.charset}",
        remedy="请把网页或服务器（Content-Type）声明的编码改成文件实际的编码，最好都用 UTF-8",
    )


def _nothing_else(facts: PageFacts) -> bool:
    """Whether the middle of the page tells nothing but its title: no text to speak of, no picture, film or frame."""
    if facts.rendered == "part" or facts.truncated or facts.pictures:
        return False
    title = facts.title
    text = sum(
        len(block.text)
        for block in facts.blocks
        if block.kind == "text" and block.region == "main" and block.text not in title
    )
    tags = {"img", "video", "audio", "source", "iframe", "frame", "image"}
    return text + sum(len(block.text) for block in facts.folded) <= NOTHING and not any(
        link.tag in tags and link.region == "main" for link in facts.links
    )


def _obsolete(facts: PageFacts, one: Obsolete, *, lost: bool) -> Hit:
    what = WHAT[one.kind] + (f"“{one.name[-60:]}”" if one.name and one.kind in PLUG_INS else "")
    if lost:
        message = f"本页的主要内容是{what}，现在的浏览器都不能显示"
    elif one.kind == "frameset":
        message = f"本页是{what}，请核实手机和读屏软件能不能看到内容"
    else:
        message = f"本页有{what}，现在的浏览器不能显示，请核实内容有没有别的方式展示"
    return Hit(
        url=facts.url,
        message=message,
        evidence=one.name or one.kind,
        verdict="fail" if lost else "review",
        reason=one.kind,
        target=one.name or one.kind,
        region=one.region,
        locator=one.locator,
        cause=f"{one.kind} {one.name}" if one.name else "",
        severity="P2" if lost else None,
    )


def _asks(facts: PageFacts, block: TextBlock) -> Iterator[Hit]:
    ie, size = ASKS_FOR_IE.search(block.text), ASKS_FOR_SIZE.search(block.text)
    if ie and not OTHERS.search(block.text):
        found, reason, what = ie, "asks-for-ie", "要求用 IE 浏览器"
    elif size and TO_LOOK.search(block.text):
        found, reason, what = size, "asks-for-size", "要求用某种屏幕分辨率"
    else:
        return
    evidence, mark = excerpt(block.text, *found.span())
    yield Hit(
        url=facts.url,
        message=f"页面上写着{what}，请核实常用的浏览器和手机能不能正常显示",
        evidence=evidence,
        mark=mark,
        verdict="review",
        reason=reason,
        target=found[0],
        region=block.region,
        locator=block.locator,
        cause=f"{reason} {block.text}",
        remedy="请用常用的几种浏览器和手机打开核对；都能正常显示的，删去这句话",
    )


CHECK = Check(
    id="structure/compatibility",
    title="浏览器不能正常显示",
    severity="P3",
    remedy="请改用各种浏览器都能显示的方式（音视频用 MP4、MP3，图形用图片，交互用网页脚本），并用几种浏览器和手机核对",
    scope="page",
    check=check,
)
