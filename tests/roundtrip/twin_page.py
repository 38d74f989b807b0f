"""docs/twin.md: the county's score sheet and its crippled twin's, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.reports.words import VERDICTS
from tests.roundtrip.twin import CANONICAL, Seed, Sheets, Twin

OPEN = ("疑似", "待人工", "未检")
HEAD = """# 一个县和它的“孪生县”：评分表对照

本页由 `make twin` 生成，不手改。演示县照原样构建、审查、评分；孪生县是同一份网页，另外做了 20 处手脚（`tests/roundtrip/twin.toml`），
每一处都是粗心的县真会做的。两县用同一份检查问卷（`tests/roundtrip/answers.toml`）和同一份监测记录；问卷中孪生县{otherwise}。

演示县不存在：打电话、注册、模拟提问这些网页上看不到的，问卷的回答是虚构的；一周的监测记录也是虚构的，两县都没有打不开。
"""


def page(sheets: Sheets, twin: Twin) -> str:
    """The page, in Markdown."""
    changed = "、".join(f"{code} 答“{answer}”" for code, answer in twin.answers.items())
    head = HEAD.format(otherwise=f"只有 {changed}，{'、'.join(twin.unanswered)} 没有人答，由查到的问题定")
    return "\n".join([head, *_outcome(sheets), "", *_vetoes(sheets, twin), "", *_rows(sheets, twin), "", *_seeds(sheets, twin),
                      "", *_left(sheets), "", *_again(sheets)]) + "\n"  # fmt: skip


def _outcome(sheets: Sheets) -> Iterator[str]:
    reports = (sheets.county, sheets.twin, sheets.confirmed)
    yield "## 结论"
    yield ""
    yield "| | 本县 | 孪生县 | 孪生县（否决经人确认后） |"
    yield "|---|---|---|---|"
    yield _line("结论", *(report["score"]["qualified"] or "未作结论" for report in reports))
    yield _line("扣分指标得分", *(_between(report["score"], "base_min", "base_max") for report in reports))
    yield _line("加分", *(_bonus(report["score"]) for report in reports))
    yield _line("总分", *(_between(report["score"], "min", "max") for report in reports))
    yield _line("没有查完的细则", *(str(len(_open_items(report))) for report in reports))


def _between(score: dict, low: str, high: str) -> str:
    if score[low] is None:
        return "不计分"
    return f"{score[low]:g}" if score[low] == score[high] else f"{score[low]:g}～{score[high]:g}"


def _bonus(score: dict) -> str:
    if score["base_min"] is None:
        return "不计分"
    return f"{score['min'] - score['base_min']:g}" if score["base_min"] > 80 else "不超过 80 分，不计"


def _vetoes(sheets: Sheets, twin: Twin) -> Iterator[str]:
    yield "## 单项否决"
    yield ""
    yield "| 细则 | 本县 | 孪生县 | 起因 |"
    yield "|---|---|---|---|"
    county, other = items_of(sheets.county, "veto"), items_of(sheets.twin, "veto")
    for code, item in county.items():
        causes = [f"第 {number} 处" for number, seed in enumerate(twin.seeds, 1) if code in seed.veto]
        yield _line(f"{code} {item['text']}", _stands(item), _stands(other[code]), "、".join(causes))


def _stands(item: dict) -> str:
    return f"{item['status']}（{item['count']} 条）" if item["count"] else item["status"]


def _rows(sheets: Sheets, twin: Twin) -> Iterator[str]:
    yield "## 扣分和加分，逐项对照"
    yield ""
    yield "扣分写负数，加分写正数；“相差”是孪生县比本县少得的。"
    yield ""
    yield "| 编号 | 条款 | 最多 | 本县 | 孪生县 | 相差 | 起因 |"
    yield "|---|---|---|---|---|---|---|"
    total = 0.0
    for part, sign in (("deduction", "−"), ("bonus", "+")):
        county, other = rows_of(sheets.county, part), rows_of(sheets.twin, part)
        for code, row in county.items():
            lost = lost_of(row, other[code])
            total += lost if part == "deduction" else 0
            causes = [
                f"第 {number} 处 {points:g} 分"
                for number, seed in enumerate(twin.seeds, 1)
                if (points := _points(seed, code))
            ]
            name = row["clause"].partition("19号 ")[2] or row["clause"]
            cells = [f"{sign}{_range(one)}" if one["high"] else "0" for one in (row, other[code])]
            yield _line(code, name, f"{row['cap']:g}", *cells, f"{lost:g}" if lost else "", "、".join(causes))
    yield ""
    yield f"扣分指标合计，孪生县比本县多扣 {round(total, 2):g} 分。"


def _range(row: dict) -> str:
    return f"{row['low']:g}" if row["low"] == row["high"] else f"{row['low']:g}～{row['high']:g}"


def _points(seed: Seed, code: str) -> float:
    return {**seed.costs, **seed.bonus}.get(code, 0)


def _seeds(sheets: Sheets, twin: Twin) -> Iterator[str]:
    found = {finding["fingerprint"] for finding in sheets.county["findings"]}
    new = [finding for finding in sheets.twin["findings"] if finding["fingerprint"] not in found]
    yield "## 20 处手脚，各被哪项检查查到"
    yield ""
    yield f"孪生县的报告比本县多 {len(new)} 条，都是下面这些；本县原有的 {len(found)} 条一条不少。"
    yield ""
    yield "| | 手脚 | 依据 | 检查项和结论 | 在哪里 | 后果 |"
    yield "|---|---|---|---|---|---|"
    for number, seed in enumerate(twin.seeds, 1):
        parts = [line.split(" ") for line in seed.findings]
        checks = "、".join(dict.fromkeys(f"`{check}` {VERDICTS[verdict]}" for check, verdict, *_ in parts))
        places = "、".join(dict.fromkeys(url.removeprefix(CANONICAL) for _, _, url, *_ in parts))
        yield _line(str(number), seed.says, seed.clause, checks, places, _effect(seed))


def _effect(seed: Seed) -> str:
    told = [f"{code} 扣 {points:g}" for code, points in seed.costs.items()]
    told += [f"{code} 少加 {points:g}" for code, points in seed.bonus.items()]
    told += [f"否决 {code}" for code in seed.veto]
    return "、".join(told) or "不在评分表内，列为问题"


def _left(sheets: Sheets) -> Iterator[str]:
    yield "## 没有定论的"
    yield ""
    for name, report in (("本县", sheets.county), ("孪生县", sheets.twin), ("孪生县确认后", sheets.confirmed)):
        left = _open_items(report)
        told = "、".join(f"{item['code']} {item['status']}" for item in left)
        yield f"- {name}：{told or '没有'}。"
    yield ""
    yield "孪生县的否决只是疑似：程序不下“不合格”的结论，要有人核实、署名。确认之后，第二、三部分不再计分。"
    denied = [item["code"] for item in _open_items(sheets.twin) if item["answer"] == "不属实"]
    yield f"{'、'.join(denied)} 本县的问卷答“不属实”，拿到孪生县来不作数：它没有写明核实过新发现的条目。"


def _again(sheets: Sheets) -> Iterator[str]:
    yield "## 重算"
    yield ""
    yield "```console"
    yield "$ auditor score report.json --out again"
    yield "$ auditor score report.json --answers answers.toml --out again"
    yield "```"
    yield ""
    for name, key in (("本县", "county"), ("孪生县", "twin")):
        same = "与原来的一个字节也不差" if sheets.again[key] else "与原来的不同"
        yield f"- {name}：两次的 again/report.json 都{same}。"


def rows_of(report: dict, part: str) -> dict[str, dict]:
    """The rows of a part of the sheet, by code."""
    return {row["code"]: row for row in report["rows"] if row["part"] == part}


def items_of(report: dict, part: str) -> dict[str, dict]:
    """The items of a part of the sheet, by code."""
    return {item["code"]: item for row in report["rows"] if row["part"] == part for item in row["items"]}


def lost_of(county: dict, twin: dict) -> float:
    """Points that the twin has less than the county in one row."""
    more = twin["low"] - county["low"]
    return round(more if county["part"] == "deduction" else -more, 2)


def _open_items(report: dict) -> list[dict]:
    return [item for row in report["rows"] for item in row["items"] if item["status"] in OPEN]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
