"""What a page is there for, as seen from outside: a letter with its reply, a service guide, an interpretation …

Told by where the page says that it stands (ColumnName, ColumnType, breadcrumb), by what it calls itself, and by the
labels that only such a page has. A page that fits no kind is none: a check that speaks of letters never sees it.
"""

from __future__ import annotations

import re
from typing import Literal

from auditor.facts.columns import crumbs_of
from auditor.facts.labels import Value, Vocabulary
from auditor.model import PageFacts

Kind = Literal[
    "letter", "guide", "interpretation", "policy", "annual_report", "consultation", "catalogue", "statistics"
]

LETTER = Vocabulary(
    {
        "asked": (
            "来信时间", "来信日期", "留言时间", "留言日期", "提问时间",
            "提问日期", "咨询时间", "咨询日期", "写信时间",
            "写信日期", "提交时间", "提交日期", "反映时间", "反映日期",
            "诉求时间", "信件时间", "投诉时间", "问政时间",
            "来件时间", "来件日期", "登记时间", "发信时间", "建言时间",
        ),
        "answered": (
            "答复时间", "答复日期", "回复时间", "回复日期", "办结时间",
            "办结日期", "回信时间", "反馈时间", "反馈日期",
            "处理时间", "处理日期", "回应时间", "办复时间", "解答时间", "办理时间", "答复于", "回复于",
        ),
        "unit": (
            "答复单位", "答复部门", "答复机构", "回复单位", "回复部门",
            "回复机构", "办理单位", "办理部门", "承办单位",
            "承办部门", "处理单位", "处理部门", "受理单位", "受理部门", "责任单位", "解答单位", "回应单位", "回复人",
            "答复人", "办理机构", "反馈单位", "反馈部门",
        ),
        "reply": (
            "答复内容", "回复内容", "办理结果", "处理结果", "答复意见",
            "回复意见", "办理意见", "处理意见", "办理情况",
            "处理情况", "答复情况", "回复情况", "反馈内容", "回信内容",
            "官方回复", "部门回复", "办理答复", "回应内容",
            "答复", "回复", "解答",
        ),
        "question": (
            "来信内容", "留言内容", "提问内容", "咨询内容", "诉求内容",
            "信件内容", "反映内容", "问题描述", "来信标题",
            "留言标题", "信件标题", "来信主题", "留言主题", "信件编号",
            "来信人", "留言人", "咨询人", "写信人", "提问人",
            "建言内容", "来信", "提问", "咨询问题", "留言",
        ),
        "status": ("办理状态", "办事状态", "处理状态", "回复状态", "答复状态", "信件状态", "状态"),
    }
)  # fmt: skip
"""What people call the parts of a published letter."""

GUIDE = Vocabulary(
    {
        "事项名称": (
            "事项名称", "服务名称", "业务名称", "办理事项", "项目名称",
            "许可名称", "主项名称", "实施事项", "事项",
        ),
        "设定依据": (
            "设定依据", "法律依据", "办理依据", "实施依据", "政策依据",
            "审批依据", "许可依据", "法定依据", "依据", "设立依据",
            "法规依据", "办事依据", "服务依据",
        ),
        "申请条件": (
            "申请条件", "办理条件", "受理条件", "申报条件", "申办条件",
            "审批条件", "许可条件", "办事条件", "准予条件",
            "条件", "适用范围", "办理对象", "服务对象", "申请人条件", "适用对象", "申领条件", "受理范围",
        ),
        "办理材料": (
            "办理材料", "申请材料", "申报材料", "所需材料", "材料清单",
            "提交材料", "材料目录", "办事材料", "申请资料",
            "需提交的材料", "需要材料", "材料", "办理资料", "申请材料目录",
            "申办材料", "所需资料", "应提交材料", "提交资料",
        ),
        "办理地点": (
            "办理地点", "受理地点", "办公地址", "办理地址", "受理地址",
            "办事地址", "办事地点", "窗口地址", "地点", "地址",
            "办理窗口", "办公地点", "联系地址", "窗口地点", "受理窗口",
        ),
        "办理机构": (
            "办理机构", "实施机构", "实施主体", "受理机构", "办理部门",
            "实施部门", "受理单位", "办理单位", "审批机构",
            "承办单位", "实施机关", "审批部门", "主管部门", "责任单位",
            "决定机构", "办理机关", "责任部门", "承办机构",
            "受理部门", "服务机构", "经办机构", "受理机关", "负责机构",
        ),
        "收费标准": (
            "收费标准", "收费情况", "是否收费", "收费依据及标准",
            "收费依据和标准", "收费项目", "收费标准及依据", "收费信息",
            "收费", "费用", "办理费用", "收费方式", "收费依据",
        ),
        "办理时间": (
            "办理时间", "办公时间", "工作时间", "受理时间", "服务时间",
            "接待时间", "对外办公时间", "上班时间", "窗口时间",
            "办理时间地点", "办公时间和地址", "窗口办理时间", "办事时间",
        ),
        "联系电话": (
            "联系电话", "咨询电话", "咨询方式", "联系方式", "咨询途径", "服务电话", "办公电话", "电话", "窗口电话",
            "咨询渠道", "咨询投诉电话", "业务咨询电话", "咨询与投诉", "咨询服务电话",
        ),
        "办理流程": (
            "办理流程", "办事流程", "申请流程", "办理程序", "审批流程", "审批程序", "流程图", "办理步骤", "受理流程",
            "业务流程", "工作流程", "办事程序", "流程", "申报流程", "申办流程", "办理流程图", "程序", "办理环节",
        ),
    }
)  # fmt: skip
"""The ten elements of a guide (国办秘函〔2019〕19号 单项否决·服务不实用) and their everyday names. 办结时限 is none of
them: how long it takes is not when the counter is open."""

GUIDE_SIDE = Vocabulary(
    {"limit": ("办结时限", "法定时限", "承诺时限", "办理时限", "法定办结时限", "承诺办结时限", "办理期限")}
)
"""Labels that only guides have, besides the ten."""

CONSULTATION = Vocabulary(
    {
        "start": (
            "征集开始", "开始时间", "开始日期", "征集开始时间",
            "起始时间", "发起时间", "征集时间", "征求意见时间",
        ),
        "end": ("征集截止", "截止时间", "截止日期", "结束时间", "结束日期", "征集截止时间", "征集结束时间", "征集期限",
                "征集时间", "活动时间", "征求意见时间", "反馈截止时间", "意见反馈截止时间", "调查时间"),
        "phase": ("征集阶段", "征集状态", "活动状态", "状态"),
        "received": (
            "收到意见", "采纳意见", "意见采纳情况", "征集结果",
            "采纳情况", "结果反馈", "反馈结果", "调查结果",
        ),
        "channel": ("反映渠道", "征集方式", "参与方式", "反馈方式", "反馈渠道", "意见反馈方式", "参与渠道"),
    }
)  # fmt: skip

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
        if page.kind == "content" and _is_policy(_where(page, page.meta("ColumnName")), title):
            return "policy"
    heads = [head for table in page.tables for head in table.heads]
    if any(_CATALOGUE.search(head) for head in heads) and any("公开依据" in head for head in heads):
        return "catalogue"
    return ""


def headline(page: PageFacts) -> str:
    """What the page calls itself: ArticleTitle, else its first heading, else the start of its title."""
    if named := page.meta("ArticleTitle"):
        return named
    for block in page.blocks:
        if block.tag == "h1" and block.region == "main" and block.kind == "text":
            return block.text
    return re.split(r"\s*[-_|–—]+\s*", page.title[:200])[0]


def report_year(page: PageFacts) -> int:
    """The year that a 政府信息公开工作年度报告 speaks of, from its headline; 0 where the page is none."""
    found = _REPORT.search(headline(page))
    return int(found[1] or found[2]) if found and page.kind in ("content", "other") else 0


def _where(page: PageFacts, tags: str | None = None) -> str:
    """Where the page says that it stands, without its headline: ``tags`` (its column's name and type), breadcrumb."""
    crumbs = list(crumbs_of(page)[:-1])
    for at, block in enumerate(page.blocks if not crumbs else ()):
        if block.kind == "text" and len(block.text) < 30 and re.match(r".{0,6}(?:位置)\W*", block.text):
            for follower in page.blocks[at : at + 12]:
                if follower.tag in ("h1", "h2") or len(follower.text) > 30:
                    break
                crumbs.append(follower.text)
            break
    said = f"{page.meta('ColumnName')} {page.meta('ColumnType')}" if tags is None else tags
    return " ".join((said, *crumbs))


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


def values_by_name(vocabulary: Vocabulary, page: PageFacts) -> dict[str, list[Value]]:
    """The values of a page gathered by name, in the order found."""
    found: dict[str, list[Value]] = {}
    for value in vocabulary.values(page):
        found.setdefault(value.name, []).append(value)
    return found
