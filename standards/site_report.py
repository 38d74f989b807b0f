"""政府网站工作年度报表 (国办函〔2018〕12号), due on 31 January: its lines, and the sums that must hold.

What the site says of itself (name, address, 标识码, 备案号) is no line here: it stands in site.toml. Who signed the
form is no line either: that stays on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from standards.annual_report import Fault

COUNT, YES_NO, TEXT, DAYS = "count", "yes", "text", "days"
_SHAPES = {COUNT: r"[0-9]{1,12}", YES_NO: "是|否", TEXT: r".{1,60}", DAYS: r"[0-9]{1,4}(\.[0-9]{1,2})?"}
_WANTED = {
    COUNT: "请只写不小于 0 的整数，没有的填 0",
    YES_NO: "请写 是 或 否",
    TEXT: "请写不超过 60 字，没有的写 无",
    DAYS: "请写天数，可以有小数",
}


@dataclass(frozen=True)
class Line:
    """A line of the form: its code, the group and the part of it that it stands in (empty: none), its name, its unit of
    count, what may be written."""

    code: str
    group: str
    part: str
    item: str
    unit: str
    shape: str


_ROWS = """
总体|-|独立用户访问总量|个|count
总体|-|网站总访问量|次|count
信息发布|-|总数|条|count
信息发布|-|概况类信息更新量|条|count
信息发布|-|政务动态信息更新量|条|count
信息发布|-|信息公开目录信息更新量|条|count
专栏专题|-|维护数量|个|count
专栏专题|-|新开设数量|个|count
解读回应|解读信息发布|总数|条|count
解读回应|解读信息发布|解读材料数量|条|count
解读回应|解读信息发布|解读产品数量|个|count
解读回应|解读信息发布|媒体评论文章数量|篇|count
解读回应|-|回应公众关注热点或重大舆情数量|次|count
办事服务|-|是否发布服务事项目录||yes
办事服务|-|注册用户数|个|count
办事服务|-|政务服务事项数量|项|count
办事服务|-|可全程在线办理政务服务事项数量|项|count
办事服务|办件量|总数|件|count
办事服务|办件量|自然人办件量|件|count
办事服务|办件量|法人办件量|件|count
互动交流|-|是否使用统一平台||yes
互动交流|留言办理|收到留言数量|条|count
互动交流|留言办理|办结留言数量|条|count
互动交流|留言办理|平均办理时间|天|days
互动交流|留言办理|公开答复数量|条|count
互动交流|征集调查|征集调查期数|期|count
互动交流|征集调查|收到意见数量|条|count
互动交流|征集调查|公布调查结果期数|期|count
互动交流|在线访谈|访谈期数|期|count
互动交流|在线访谈|网民留言数量|条|count
互动交流|在线访谈|答复网民提问数量|条|count
互动交流|-|是否提供智能问答||yes
安全防护|-|安全检测评估次数|次|count
安全防护|-|发现问题数量|个|count
安全防护|-|问题整改数量|个|count
安全防护|-|是否建立安全监测预警机制||yes
安全防护|-|是否开展应急演练||yes
安全防护|-|是否明确网站安全责任人||yes
移动新媒体|-|是否有移动新媒体||yes
移动新媒体|微博|名称||text
移动新媒体|微博|信息发布量|条|count
移动新媒体|微博|关注量|个|count
移动新媒体|微信|名称||text
移动新媒体|微信|信息发布量|条|count
移动新媒体|微信|订阅数|个|count
移动新媒体|-|其他||text
创新发展|-|搜索即服务||yes
创新发展|-|多语言版本||yes
创新发展|-|无障碍浏览||yes
创新发展|-|千人千网||yes
创新发展|-|其他||text
"""


def _lines() -> Iterator[Line]:
    for number, row in enumerate(_ROWS.split("\n")[1:-1], 1):
        group, part, item, unit, shape = row.split("|")
        yield Line(f"网{number:02}", group, "" if part == "-" else part, item, unit, shape)


FORM: Mapping[str, Line] = {line.code: line for line in _lines()}
"""Every line by code, in the order of the form."""
SUMS = (("网03", ("网04", "网05", "网06")), ("网09", ("网10", "网11", "网12")), ("网18", ("网19", "网20")))
"""A total and what it is the total of."""
LIMITS = (("网08", "网07"), ("网17", "网16"), ("网25", "网23"), ("网28", "网26"), ("网35", "网34"))
"""What cannot be more than another."""


def judge(cells: Mapping[str, str]) -> list[Fault]:
    """Everything wrong with the cells, by code: what cannot be written there, and totals that do not add up."""
    faults = []
    counts: dict[str, int] = {}
    for code, line in FORM.items():
        if code not in cells:
            continue
        text = cells[code]
        if not text:
            faults.append(Fault(code, 0, f"“{name_of(code)}”没有填", _WANTED[line.shape]))
        elif not re.fullmatch(_SHAPES[line.shape], text):
            faults.append(Fault(code, 0, f"“{name_of(code)}”不能写“{text}”", _WANTED[line.shape]))
        elif line.shape == COUNT:
            counts[code] = int(text)
    for whole, parts in SUMS:
        if counts.keys() >= {whole, *parts} and counts[whole] != (total := sum(counts[part] for part in parts)):
            names = "、".join(FORM[part].item for part in parts)
            what = f"“{name_of(whole)}”是 {counts[whole]}，{names}相加是 {total}"
            faults.append(Fault(whole, 0, what, "请核对这几行"))
    for less, more in LIMITS:
        if counts.keys() >= {less, more} and counts[less] > counts[more]:
            what = f"“{name_of(less)}”{counts[less]} 大于“{name_of(more)}”{counts[more]}"
            faults.append(Fault(less, 0, what, "请核对这两行"))
    return faults


def name_of(code: str) -> str:
    """A line as messages name it, with what it stands in."""
    line = FORM[code]
    return "—".join(filter(None, (line.group if line.group != "总体" else "", line.part, line.item)))
