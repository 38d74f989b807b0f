"""The annual report on open information in the form of 国办公开办函〔2021〕30号, with sums that hold or do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

APPLICANTS = 6
REFUSED = (
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息",
    "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
)  # fmt: skip
LACKING = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
DECLINED = (
    "1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
)  # fmt: skip
OTHER = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其申请", "2.申请人逾期未按要求缴纳费用、行政机关不再处理其申请", "3.其他",
)  # fmt: skip
TITLES = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
          "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "五、政府信息公开工作存在的主要问题及改进情况",
          "六、其他需要报告的事项")  # fmt: skip
PROBLEMS = {
    2025: "乡镇公开专栏更新不均衡，个别领域的公开目录没有随职能调整；下一年度将按季度通报更新情况，修订标准目录，开展进乡镇活动。",
    2024: "解读形式单一，图解和视频较少，依申请公开答复的格式还不统一；下一年度将印发答复文书样本，为重要文件配发图解，并组织业务培训。",
}
NUMBERS: Mapping[int, Mapping[str, int]] = {
    2024: {
        "new": 61,
        "left": 2,
        "open": 55,
        "refused": 4,
        "total": 59,
        "over": 4,
        "issued": 5,
        "ended": 2,
        "valid": 41,
    },
    2025: {
        "new": 74,
        "left": 4,
        "open": 70,
        "refused": 5,
        "total": 75,
        "over": 3,
        "issued": 7,
        "ended": 3,
        "valid": 45,
    },
}


def report(
    year: int,
    *,
    numbers: Mapping[str, int] | None = None,
    titles: tuple[str, ...] = TITLES,
    problems: str = "",
    write: str = "{}",
    reviews: tuple[int, ...] = (1, 0, 1, 0, 2),
    zero: str = "0",
) -> str:
    """The six parts as HTML. ``write`` is how a number is written, ``zero`` what stands for none."""
    have = {**NUMBERS[year], **(numbers or {})}

    def cell(number: int) -> str:
        return f"<td>{write.format(number) if number else zero}</td>"

    def row(head: str, number: int = 0) -> str:
        return f"<tr>{head}{cell(number)}{cell(0) * (APPLICANTS - 1)}{cell(number)}</tr>"

    two = (
        "<table><tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td>"
        f"<td>现行有效件数</td></tr><tr><td>规章</td>{cell(0) * 3}</tr><tr><td>行政规范性文件</td>{cell(have['issued'])}"
        f"{cell(have['ended'])}{cell(have['valid'])}</tr><tr><td colspan=4>第二十条第（五）项</td></tr>"
        "<tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr><tr><td>行政许可</td><td colspan=3>1264</td></tr></table>"
    )
    three = (
        "<table><tr><td rowspan=3 colspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>"
        "<td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td>"
        "</tr><tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
        + row("<td colspan=3>一、本年新收政府信息公开申请数量</td>", have["new"])
        + row("<td colspan=3>二、上年结转政府信息公开申请数量</td>", have["left"])
        + row("<td rowspan=22>三、本年度办理结果</td><td colspan=2>（一）予以公开</td>", have["open"])
        + row("<td colspan=2>（二）部分公开（区分处理的，只计这一情形，不计其他情形）</td>")
        + _group("（三）不予公开", REFUSED, row, have["refused"])
        + _group("（四）无法提供", LACKING, row)
        + _group("（五）不予处理", DECLINED, row)
        + _group("（六）其他处理", OTHER, row)
        + row("<td colspan=2>（七）总计</td>", have["total"])
        + row("<td colspan=3>四、结转下年度继续办理</td>", have["over"])
        + "</table>"
    )
    heads = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
    spans = "".join(f"<td rowspan=2>{head}</td>" for head in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    four = (
        f"<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>{spans}<td colspan=5>未经复议直接起诉</td>"
        f"<td colspan=5>复议后起诉</td></tr><tr>{heads * 2}</tr><tr>{''.join(map(cell, reviews))}{cell(0) * 10}</tr></table>"
    )
    bodies = (
        "<p>各项工作平稳推进，全年主动公开政府信息四千余条。</p>", two, three, four, f"<p>{problems or PROBLEMS[year]}</p>",
        "<p>没有收取信息处理费。</p>",
    )  # fmt: skip
    return "".join(f"<h2>{title}</h2>{body}" for title, body in zip(titles, bodies, strict=True) if title)


def _group(name: str, kinds: tuple[str, ...], row: Callable[..., str], number: int = 0) -> str:
    """The kinds of one answer; all of them under the first."""
    first = row(f"<td rowspan={len(kinds)}>{name}</td><td>{kinds[0]}</td>", number)
    return first + "".join(row(f"<td>{kind}</td>") for kind in kinds[1:])
