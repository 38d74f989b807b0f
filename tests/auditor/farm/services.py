"""Generated letters and service guides in eight layouts, with the truth of each page, and how well the checks agree.

Run as a program (``python -m tests.auditor.farm.services``) to print precision and recall by check and layout, as
docs/interaction.md shows them. The words differ from page to page as they do from county to county; every layout has
the same truths, so that a low figure names the layout that is not understood.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import cycle
from typing import NamedTuple

from auditor.checks import load_checks
from auditor.facts.columns import find_columns
from auditor.facts.document import read_page
from auditor.measured import CheckFigure, LayoutFigure
from auditor.model import Column, Hit, PageFacts
from standards.rulefile import load_rules

HOME = "https://www.example.gov.cn/"
NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
HTML = (("content-type", "text/html"),)

Pairs = Sequence[tuple[str, str]]


def _table(pairs: Pairs) -> str:
    return "<table>" + "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in pairs) + "</table>"


def _definitions(pairs: Pairs) -> str:
    return "<dl>" + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in pairs) + "</dl>"


def _paragraphs(pairs: Pairs) -> str:
    return "".join(f"<p><strong>{k}：</strong>{v}</p>" for k, v in pairs)


def _headings(pairs: Pairs) -> str:
    numerals = "一二三四五六七八九十"
    return "".join(f"<h3>{numerals[at % 10]}、{k}</h3><p>{v}</p>" for at, (k, v) in enumerate(pairs))


def _cards(pairs: Pairs) -> str:
    return "".join(
        f'<div class="card"><span class="lab">{k}</span><span class="val">：{v}</span></div>' for k, v in pairs
    )


def _tabs(pairs: Pairs) -> str:
    """The first half in the tab that is painted, the rest behind it."""
    half = len(pairs) // 2
    shown, folded = _paragraphs(pairs[:half]), _definitions(pairs[half:])
    strip = '<ul class="tab-nav"><li class="on">基本信息</li><li>详细信息</li></ul>'
    return f'{strip}<div class="pane">{shown}</div><div class="pane" style="display:none">{folded}</div>'


def _grid(pairs: Pairs) -> str:
    """Two labels a row, as the layout tables of older sites have them."""
    cells = [f'<td bgcolor="#eee">{k}：</td><td>{v}</td>' for k, v in pairs]
    rows = ["".join(cells[at : at + 2]) for at in range(0, len(cells), 2)]
    return "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _line(pairs: Pairs) -> str:
    """Labels and values in one run of spans without white space."""
    return '<div class="info">' + "".join(f"<span>{k}：{v}</span>" for k, v in pairs) + "</div>"


class Layout(NamedTuple):
    """How pages of a county look: the middle, whether the national tags are there, the encoding."""

    name: str
    body: Callable[[Pairs], str]
    tags: bool = True
    charset: str = "utf-8"


LAYOUTS = (
    Layout("table", _table),
    Layout("definitions", _definitions),
    Layout("paragraphs", _paragraphs),
    Layout("headings", _headings),
    Layout("cards, no tags", _cards, tags=False),
    Layout("tabs, not painted", _tabs),
    Layout("layout table, GBK, no tags", _grid, tags=False, charset="gbk"),
    Layout("one line of spans, no tags", _line, tags=False),
)

LETTER_WORDS = (
    ("来信时间", "答复时间", "答复单位", "来信内容", "答复内容"),
    ("留言时间", "回复时间", "回复单位", "留言内容", "回复内容"),
    ("提问时间", "办结时间", "办理单位", "提问内容", "办理结果"),
    ("咨询日期", "回复日期", "承办部门", "咨询内容", "答复意见"),
)
GUIDE_WORDS = (
    ("事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理机构", "收费标准", "办理时间", "联系电话", "办理流程"),
    ("服务名称", "法律依据", "受理条件", "申请材料", "受理地点", "实施主体", "是否收费", "受理时间", "咨询电话", "办理程序"),
    ("事项名称", "实施依据", "办理对象", "所需材料", "办公地址", "承办单位", "收费情况", "工作时间", "咨询方式", "办事流程"),
)  # fmt: skip
RARE_LETTER = ("诉求提出日", "办复时间", "答复机关", "反映问题", "留言答复")
RARE_GUIDE = (
    "事项",
    "法律法规依据",
    "哪些人能办",
    "要带什么",
    "到哪里办",
    "找谁办",
    "要不要钱",
    "什么时候能办",
    "打哪个电话",
    "怎么办",
)
"""Words that no vocabulary of ours was made from: what they call is there, so that a ``fail`` would be a false alarm."""

GUIDE_VALUES = (
    "老年人优待证办理", "老年人权益保障法第三条", "年满六十周岁", "身份证复印件1份", "便民中心二楼", "县民政局", "不收费",
    "八点至十七点", "0000-5550104", "申请、受理、发证",
)  # fmt: skip
ELEMENTS = GUIDE_WORDS[0]


class Case(NamedTuple):
    """One page and what is true of it: the reasons that its check should give, with their targets where they differ."""

    check: str
    layout: str
    url: str
    facts: PageFacts
    truth: frozenset[str]


def cases() -> list[Case]:
    """Every page of the farm."""
    return [case for layout in LAYOUTS for case in (*_letters(layout), *_guides(layout))]


def _page(layout: Layout, url: str, title: str, column: tuple[str, str], pairs: Pairs) -> PageFacts:
    tags = (
        f'<meta name="ColumnName" content="{column[0]}"><meta name="ColumnType" content="{column[1]}">'
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-11-10 09:00">'
        if layout.tags
        else ""
    )
    html = (
        f'<html><head><meta charset="{layout.charset}"><title>{title}_明川县人民政府</title>{tags}</head><body>'
        f'<div class="wz">您现在的位置：<a href="/">首页</a> &gt; <a href="/x/">{column[0]}</a> &gt; 正文</div>'
        f'<div class="con"><h1>{title}</h1><p>发布时间：2026-11-10 09:00 来源：县政府办公室</p>{layout.body(pairs)}</div>'
        "</body></html>"
    )
    return read_page(url, 200, HTML, html.encode(layout.charset, "replace"))


def _letters(layout: Layout) -> Iterator[Case]:
    values = ("2026-10-08", "2026-10-13", "县民政局养老科", "请问怎样登记？", "您好，请到村委会登记，当日即可办好。")
    names = ("asked", "answered", "unit", "question", "reply")
    kinds: list[tuple[dict[str, str], frozenset[str]]] = [({}, frozenset())]
    kinds += [({name: ""}, frozenset({f"no-{name}"})) for name in names if name != "question"]
    kinds += [({"asked": "2026-02-08"}, frozenset({"late"}))]
    for number, (words, (change, truth)) in enumerate(zip(cycle(LETTER_WORDS), kinds * 4, strict=False)):
        pairs = [
            (word, change.get(name, value))
            for word, name, value in zip(words, names, values, strict=True)
            if change.get(name, value)
        ]
        url = f"{HOME}{LAYOUTS.index(layout)}/letter/{number}.html"
        facts = _page(layout, url, f"关于第{number}件事的来信", ("来信选登", "咨询投诉"), pairs)
        yield Case("interaction/letters", layout.name, url, facts, truth)
    pairs = list(zip(RARE_LETTER, values, strict=True))
    url = f"{HOME}{LAYOUTS.index(layout)}/letter/rare.html"
    facts = _page(layout, url, "关于少见说法的来信", ("来信选登", "咨询投诉"), pairs)
    yield Case("interaction/letters", layout.name, url, facts, frozenset())
    # Near misses: what has words of a letter and is none, or has a law of its own.
    near = [
        ("网上信访", [("来信时间", "2026-01-02"), ("办理状态", "未答复")]),
        ("领导信箱须知", [("答复单位", "各部门"), ("答复时间", "五个工作日内")]),
        ("工作动态", [("来信", "两千封"), ("答复", "全部办结")]),
    ]
    for number, (column, pairs) in enumerate(near):
        url = f"{HOME}{LAYOUTS.index(layout)}/near/{number}.html"
        facts = _page(layout, url, f"{column}第{number}期", (column, "工作动态"), pairs)
        yield Case("interaction/letters", layout.name, url, facts, frozenset())


def _guides(layout: Layout) -> Iterator[Case]:
    lost: list[tuple[int, ...]] = [(), (1,), (2,), (3,), (4, 8), (5,), (6,), (7,), (8,), (1, 2, 5, 6), (2, 5, 7, 9)]
    for number, (words, gone) in enumerate(zip(cycle(GUIDE_WORDS), lost * 2, strict=False)):
        pairs = [(word, GUIDE_VALUES[at]) for at, word in enumerate(words) if at not in gone]
        pairs.append(("办结时限", "当日办结"))
        truth = frozenset(f"missing {ELEMENTS[at]}" for at in gone)
        yield _guide(layout, number, pairs, truth)
    for number, (material, said) in enumerate(
        (
            ("身份证复印件1份、其他相关材料", "vague"),
            ("身份证、户口簿", "format"),
            ("身份证复印件1份；其他材料由部门核查，无需提供", ""),
        ),
        100,
    ):
        words = GUIDE_WORDS[number % len(GUIDE_WORDS)]
        pairs = [(word, material if at == 3 else GUIDE_VALUES[at]) for at, word in enumerate(words)]
        yield _guide(layout, number, pairs, frozenset({said} if said else ()))
    yield _guide(layout, 200, list(zip(RARE_GUIDE, GUIDE_VALUES, strict=True)), frozenset())
    url = f"{HOME}{LAYOUTS.index(layout)}/open/1.html"
    pairs = [("办公地址", "县政府办公楼"), ("联系电话", "0000-5550100"), ("办公时间", "工作日")]
    facts = _page(layout, url, "明川县政府信息公开指南", ("信息公开指南", "信息公开指南"), pairs)
    yield Case("services/guide_elements", layout.name, url, facts, frozenset())


def _guide(layout: Layout, number: int, pairs: Pairs, truth: frozenset[str]) -> Case:
    url = f"{HOME}{LAYOUTS.index(layout)}/guide/{number}.html"
    facts = _page(layout, url, f"第{number}项业务办理", ("个人办事", "办事服务"), pairs)
    return Case("services/guide_elements", layout.name, url, facts, truth)


class FarmSite:
    """The farm's pages as a Site of one crawl."""

    url = HOME

    def __init__(self, pages: Sequence[PageFacts]) -> None:
        self._pages = {page.url: page for page in sorted(pages, key=lambda page: page.url)}
        self._columns = find_columns(HOME, self._pages.values())

    def pages(self, linking_to: object = None) -> Iterator[PageFacts]:
        """All of them."""
        return iter(self._pages.values())

    def page(self, url: str) -> PageFacts | None:
        """One of them."""
        return self._pages.get(url)

    def columns(self) -> tuple[Column, ...]:
        """Those that the auditor finds."""
        return self._columns

    def failed(self) -> frozenset[str]:
        """None: nothing is asked for."""
        return frozenset()

    def search(self) -> None:
        """Not tried: there is no browser."""


class Row(NamedTuple):
    """A check in a layout: what is true, what was said, what was said wrongly, what was said as certain and wrong."""

    check: str
    layout: str
    true: int
    said: int
    wrong: int
    sure_wrong: int
    sure: int
    near: int

    @property
    def precision(self) -> float:
        """Share of what was said that is true; 1 where nothing was said."""
        return (self.said - self.wrong) / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was said."""
        return (self.said - self.wrong) / self.true if self.true else 1.0


def judged(farm: Sequence[Case]) -> list[Row]:
    """Judge the whole farm once, by both checks."""
    site = FarmSite([case.facts for case in farm])
    told: dict[tuple[str, str], set[str]] = {}
    sure: set[tuple[str, str, str]] = set()
    for check in load_checks():
        if check.id in {case.check for case in farm}:
            for hit in check.check(site, load_rules().checks[check.id].params, NOW):
                if isinstance(hit, Hit):
                    for word in _words(hit):
                        told.setdefault((check.id, hit.url), set()).add(word)
                        if hit.verdict == "fail":
                            sure.add((check.id, hit.url, word))
    rows = []
    for check_id in dict.fromkeys(case.check for case in farm):
        for layout in LAYOUTS:
            own = [case for case in farm if case.check == check_id and case.layout == layout.name]
            said = [(case, word) for case in own for word in told.get((check_id, case.url), ())]
            wrong = [(case, word) for case, word in said if word not in case.truth]
            rows.append(
                Row(
                    check_id,
                    layout.name,
                    true=sum(len(case.truth) for case in own),
                    said=len(said),
                    wrong=len(wrong),
                    sure_wrong=sum((check_id, case.url, word) in sure for case, word in wrong),
                    sure=sum((check_id, case.url, word) in sure for case, word in said),
                    near=sum(not case.truth for case in own),
                )
            )
    return rows


def _words(hit: Hit) -> list[str]:
    """A hit in the words of the truth."""
    if hit.reason.startswith("missing"):
        return [f"missing {name}" for name in hit.target.split("、")]
    return [] if hit.reason in ("stale", "undated", "no-statistics") else [hit.reason]


def figures(rows: Sequence[Row]) -> list[CheckFigure]:
    """The rows as measured.toml has them."""
    return [
        CheckFigure(
            id=id,
            sample="sites",
            seeded=sum(row.true for row in own),
            near=sum(row.near for row in own),
            found=sum(row.said - row.wrong for row in own),
            fails=sum(row.sure for row in own),
            false_fails=sum(row.sure_wrong for row in own),
            false_reviews=sum(row.wrong - row.sure_wrong for row in own),
            layouts=tuple(
                LayoutFigure(
                    name=f"labels: {row.layout}",
                    seeded=row.true,
                    near=row.near,
                    found=row.said - row.wrong,
                    false=row.wrong,
                )
                for row in own
            ),
        )
        for id in dict.fromkeys(row.check for row in rows)
        for own in [[row for row in rows if row.check == id]]
    ]


def main() -> None:
    """Print the table."""
    print(
        "| check | layout | true | said | wrongly | of these `fail` | precision | recall |\n|---|---|---:|---:|---:|---:|---:|---:|"
    )
    for row in judged(cases()):
        print(
            f"| {row.check} | {row.layout} | {row.true} | {row.said} | {row.wrong} | {row.sure_wrong} "
            f"| {row.precision:.0%} | {row.recall:.0%} |"
        )


if __name__ == "__main__":
    main()
    sys.exit(0)
