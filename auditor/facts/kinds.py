"""What a page is there for, as seen from outside: a letter with its reply, a service guide, an interpretation …

Told by where the page says that it stands (ColumnName, ColumnType, breadcrumb), by what it calls itself, and by the
labels that only such a page has. A page that fits no kind is none: a check that speaks of letters never sees it.
"""

from __future__ import annotations

import re
from typing import Literal

from auditor.facts.columns import crumbs_of
from auditor.facts.headline import headline
from auditor.facts.vocabularies import GUIDE, GUIDE_SIDE, LETTER
from auditor.model import PageFacts

Kind = Literal[
    "letter", "guide", "interpretation", "policy", "annual_report", "consultation", "catalogue", "statistics"
]


_LETTERS = re.compile(r"来信|信箱|留言|问政|咨询|建言|民意|诉求|互动|回音壁|领导信件|信件")
_NOT_LETTERS = re.compile(
    r"信访|举报|访谈|征集|调查|意见|常见问题|知识库|统计|指南|须知|说明|制度|通知|公告|通报|新闻|要闻|动态"
)
_FORM = re.compile(r"验证码|我要写信|提交留言|提交信件|重置")
_GUIDES = re.compile(r"办事指南|服务指南|办理指南|办事服务|服务事项|事项指南|个人办事|法人办事|政务服务|办理须知")
_GUIDE_TITLE = re.compile(r"(?:办事|服务|办理|申报|申领|申请)指南$")
_NOT_GUIDES = re.compile(r"信息公开指南|申请公开|统计|通知|公告|目录|清单")
_INTERPRETATION = re.compile(r"解读")
_NOT_INTERPRETATION = re.compile(
    r"解读(?:预告|活动|会召开|制度|比例|工作)|培训|要闻|新闻|动态|上级|国家|国务院|省政府|省级|市级|市政府"
)
_REPORT = re.compile(
    r"(20\d\d)年?度?(?:的)?(?:政府)?信息公开(?:工作)?(?:年度报告|年报)|信息公开(?:工作)?年度报告[（(]?(20\d\d)"
)
_CONSULTATION = re.compile(
    r"公开征集|征集结果|意见采纳|征集.{0,16}(?:建议|意见)|意见征集|民意征集|网上征集|征集调查|调查征集|征求意见"
    r"|(?:网上|在线|问卷|民意)调查"
)
_STATISTICS = re.compile(
    r"(?:来信|留言|信件|互动|信箱|咨询|诉求|受理|反馈|问政|网民|群众)[^。，]{0,16}(?:统计|情况通报|办理情况分析|受理情况|答复情况|数据)"
)
_CATALOGUE = re.compile("公开事项|一级事项|二级事项")


COLUMN_NAME = 12
"""Characters of a column's name at most; what is longer at the end of a breadcrumb is the page's own title."""


def kind_of(page: PageFacts) -> Kind | Literal[""]:
    """The kind of a page that is no list of others; empty where it is none of those that checks ask for."""
    where = _where(page)
    title = headline(page)
    if page.kind in ("content", "other"):
        if report_year(page):
            return "annual_report"
        if _is_guide(page, where, title):
            return "guide"
        if _is_letter(page, where, title):
            return "letter"
        if _is_consultation(page, where, title):
            return "consultation"
        if page.kind == "content" and _STATISTICS.search(title):
            return "statistics"
        if page.kind == "content" and _is_interpretation(where, title):
            return "interpretation"
        if page.kind == "content" and _is_policy(_where(page, typed=False), title):
            return "policy"
    heads = [head for table in page.tables for head in table.heads]
    if any(_CATALOGUE.search(head) for head in heads) and any("公开依据" in head for head in heads):
        return "catalogue"
    return ""


def report_year(page: PageFacts) -> int:
    """The year that a 政府信息公开工作年度报告 speaks of, from its headline; 0 where the page is none."""
    found = _REPORT.search(headline(page))
    return int(found[1] or found[2]) if found and page.kind in ("content", "other") else 0


def _where(page: PageFacts, *, typed: bool = True) -> str:
    """Where the page says that it stands, without its own headline; ``typed`` adds the ColumnType."""
    crumbs = list(crumbs_of(page))
    if crumbs and (page.kind == "column" or crumbs[-1] in headline(page) or len(crumbs[-1]) > COLUMN_NAME):
        del crumbs[-1]
    for at, block in enumerate(page.blocks if not crumbs else ()):
        if block.kind == "text" and len(block.text) < 30 and re.match(r".{0,6}(?:位置)\W*", block.text):
            for follower in page.blocks[at : at + 12]:
                if follower.tag in ("h1", "h2") or len(follower.text) > 30:
                    break
                crumbs.append(follower.text)
            break
    return " ".join((page.meta("ColumnName"), page.meta("ColumnType") if typed else "", *crumbs))


def _is_guide(page: PageFacts, where: str, title: str) -> bool:
    """By its column and at least two labels of guides, or by labels alone where there are five."""
    if _NOT_GUIDES.search(title) or not (_GUIDES.search(where + title) or "材料" in _all(page)):
        return False
    names = {value.name for value in GUIDE.values(page)}
    side = bool(GUIDE_SIDE.values(page))
    if _GUIDE_TITLE.search(title) or (_GUIDES.search(where) and "指南" in where + title):
        return len(names) >= 1
    return len(names) + side >= (3 if _GUIDES.search(where) else 6)


def _all(page: PageFacts) -> str:
    return "\n".join(block.text for block in (*page.blocks, *page.folded) if block.region == "main")


def _is_letter(page: PageFacts, where: str, title: str) -> bool:
    """By its column and one label of letters, or by labels of both sides."""
    if _NOT_LETTERS.search(where.replace("咨询投诉", "")) or re.search(r"统计|公告|通知|指南|访谈", title):
        return False
    names = {value.name for value in LETTER.values(page)}
    if any(_FORM.search(block.text) for block in page.blocks if block.region == "main" and len(block.text) < 20):
        return bool(names & {"answered", "reply"}) and "asked" in names
    asks = names & {"asked", "question"}
    answers = names & {"answered", "reply", "unit"}
    if _LETTERS.search(where):
        return bool(asks) or len(answers) >= 2
    return "asked" in names and len(answers) >= 2


def _is_consultation(page: PageFacts, where: str, title: str) -> bool:
    if re.search(r"统计|培训|新闻|要闻|村务|居务|[村居]公开", where) or not _CONSULTATION.search(where + " " + title):
        return False
    return bool(re.search(r"征集|征求|调查|问卷|意见", title))


def _is_interpretation(where: str, title: str) -> bool:
    if _NOT_INTERPRETATION.search(title) or re.search("新闻|要闻|动态|上级|国家|省级|市级", where):
        return False
    return bool(
        _INTERPRETATION.search(where.replace("政策解读回应", ""))
        or re.search(r"解读$|^(?:一图|图解|解读|政策解读)", title)
    )


def _is_policy(where: str, title: str) -> bool:
    return bool(re.search("规范性文件|政策文件|政府文件|部门文件", where)) and not re.search("解读|清理|目录", title)
