"""What the 政府信息公开条例 (国务院令第711号) asks of a platform: the fifteen classes, and how a request is dealt with.

The words are ours and short; the clause is named beside them.
"""

from __future__ import annotations

from typing import NamedTuple

CLASSES = (
    "行政法规、规章和规范性文件",
    "机关职能、机构设置和联系方式",
    "发展规划及相关政策",
    "统计信息",
    "行政许可和对外管理服务事项",
    "行政处罚和行政强制",
    "财政预算、决算",
    "行政事业性收费",
    "政府集中采购",
    "重大建设项目",
    "民生政策措施及其实施情况",
    "突发公共事件应对",
    "监督检查情况",
    "公务员招考",
    "其他应当主动公开的信息",
)
"""第二十条: class 1 to 15, by what it is about."""


class Step(NamedTuple):
    """A step of a request: its name, what happens, how long it may take (empty: no limit of its own), the article."""

    name: str
    text: str
    limit: str
    article: str


REQUEST_STEPS = (
    Step("提出申请", "填写申请表，写明身份、联系方式、所需信息的名称或特征、希望的提供形式。", "", "第二十九条"),
    Step("补正", "内容不明确的，受理机关一次性告知需要补正什么。", "收到申请后 7 个工作日内告知", "第三十条"),
    Step("登记受理", "当面、邮寄提交的从收到之日起算；网上、传真提交的从双方确认之日起算。", "", "第三十一条"),
    Step(
        "征求意见",
        "涉及第三方权益或者由几个机关共同形成的，先书面征求意见；所需时间不计入答复期限。",
        "被征求意见的一方 15 个工作日内答复",
        "第三十二条、第三十四条",
    ),
    Step(
        "答复",
        "告知予以公开、部分公开、不予公开、无法提供或者不予处理，并说明理由。",
        "20 个工作日内；需要延长的告知申请人，最多再延长 20 个工作日",
        "第三十三条、第三十六条",
    ),
    Step("救济", "认为侵犯合法权益的，可以投诉、举报，也可以依法申请行政复议或者提起行政诉讼。", "", "第五十一条"),
)
