"""What villages make public: a title and a short body, most with a table."""

from __future__ import annotations

from random import Random

from bench.build.county import Item, Village

_SPENT = (
    "护栏安装",
    "水渠疏通",
    "会计代理费",
    "路灯电费",
    "垃圾清运",
    "灭火器年检",
    "文化活动",
    "塘埂加固",
    "防汛物资",
)
_EARNED = ("荷塘承包金", "厂房租金", "光伏分成", "门面租金", "山林发包", "土地流转服务费", "帮扶车间分红")
_DONE = (
    "应到代表{a}人，实到{b}人，表决通过。",
    "会议逐项讨论了{a}条意见，采纳{c}条。",
    "所需资金{m}元从集体收入中列支，不向农户摊派。",
    "工程由本村劳力承担，用工{b}人次，出工记录贴在公开栏。",
    "监督委员会{c}名成员逐笔核对票据后签字。",
    "有异议的村民可在{c}日内向村监督委员会提出，也可向乡镇反映。",
    "公示期间共收到询问{c}次，均已当面说明。",
)


def affair_title(village: Village, item: Item, period: str) -> str:
    """Like those of other villages: only the name of the village differs."""
    return f"{village.name}{period}{item.name}"


def affair_body(village: Village, item: Item, rng: Random) -> str:
    """Markdown of a few hundred characters."""
    parts = [f"{village.name}现将{item.name}公布如下，数据截止上月末。", *_said(rng, 2)]
    if item.section == "财务":
        parts.append(_ledger(rng))
    elif item.id == "hnbt":
        parts.append(_subsidies(rng))
    else:
        parts += [f"{mark}、{text}" for mark, text in zip("一二三四五", _said(rng, 4), strict=False)]
    return "\n\n".join([*parts, *_said(rng, 1), f"{village.name}村务监督委员会"]) + "\n"


def _said(rng: Random, count: int) -> list[str]:
    numbers = {
        "a": rng.randint(20, 40),
        "b": rng.randint(15, 39),
        "c": rng.randint(2, 7),
        "m": rng.randint(2, 90) * 500,
    }
    return [text.format(**numbers) for text in rng.sample(_DONE, count)]


def _ledger(rng: Random) -> str:
    balance = rng.randint(5, 60) * 5000
    lines = ["| 日期 | 摘要 | 收入（元） | 支出（元） | 结余（元） |", "|---|---|---:|---:|---:|"]
    month = rng.choice((1, 4, 7))
    for at in range(rng.randint(5, 12)):
        amount = rng.randint(2, 80) * 250
        day = f"{month + at % 3}月{1 + at * 2}日"
        if rng.random() < 0.4:
            balance += amount
            lines.append(f"| {day} | {rng.choice(_EARNED)} | {amount} | | {balance} |")
        else:
            balance -= amount
            lines.append(f"| {day} | {rng.choice(_SPENT)} | | {amount} | {balance} |")
    return "\n".join(lines)


def statement(village: Village, year: int, quarter: int, opening: int, rng: Random) -> tuple[str, int]:
    """A 收支明细 of a quarter as a CSV file, and what was left at its end in 元, which the next one opens with."""
    words = f"{year}年第{'一二三四'[quarter - 1]}季度"
    lines = [f"{village.name}{words}财务收支明细表,,,,,", "单位：元,,,,,", "日期,摘要,收入,支出,余额,经手人"]
    lines.append(f",上季度结转,,,{opening},")
    balance, income, expense = opening, 0, 0
    for at in range(rng.randint(5, 12)):
        amount = rng.randint(2, 80) * 250
        day = f"{year}.{quarter * 3 - 2 + at // 4}.{1 + at % 4 * 7 + rng.randint(0, 6)}"
        if rng.random() < 0.6 or balance < amount:
            balance, income = balance + amount, income + amount
            lines.append(f"{day},{rng.choice(_EARNED)},{amount},,{balance},何守田")
        else:
            balance, expense = balance - amount, expense + amount
            lines.append(f"{day},{rng.choice(_SPENT)},,{amount},{balance},何守田")
    lines.append(f",合计,{income},{expense},{balance},")
    lines.append("制表：何守田,审核（村务监督委员会）：周满仓,,负责人：柳长青,,")
    return "\n".join(lines) + "\n", balance


def _subsidies(rng: Random) -> str:
    lines = ["| 组 | 户数（户） | 补贴面积（亩） | 应补（元） |", "|---|---:|---:|---:|"]
    for group in "一二三四五六七八"[: rng.randint(4, 8)]:
        tenths = rng.randint(900, 2600)
        lines.append(f"| {group} | {rng.randint(30, 80)} | {tenths / 10:.1f} | {tenths * 10}.00 |")
    return "\n".join(lines)
