"""villages/completeness

## What it does
Reads the page of each village (…村村务公开): whether 党务, 村务 and 财务 are all there, whether items that the page
itself dates (应于…前公开，尚未公开) are overdue, and whether anything was published or answered within a quarter.
“本季度无此事项” is an answer, and so is what hangs on the village's board alone. Villages of one township with the same
trouble are one finding that names them, so that a county of 708 villages stays readable. 居委会 follow a law without a
quarter: they are silent, and counted in the coverage.

## Why it matters
村民委员会组织法 asks for general matters at least once a quarter. The national index (国办秘函〔2019〕19号) does not
speak of villages and is never cited here.

## Bad
    财务收支情况 2026年第三季度应于2026年10月20日前公开，尚未公开

## Instead
    Publish, or say “本季度无此事项”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from auditor.facts.columns import crumbs_of
from auditor.facts.dates import find_dates
from auditor.facts.labels import Vocabulary
from auditor.model import Check, Hit, Locator, NotRun, PageFacts, Params, Site
from standards.calendar import BEIJING

VILLAGE = re.compile(
    r"^([^县市乡镇]{1,10}?(?:村|社区))(?:民委员会|委会)?(?:居务|村务|党务|财务|三务|党务村务财务)公开$"
)
COMMUNITY = re.compile("社区$|居委会")
GROUPS = {
    "党务": re.compile("党务|党建"),
    "村务": re.compile("村务|事务|政务"),
    "财务": re.compile("财务|收支|账目|资金"),
}
OVERDUE = re.compile(r"应[当于在][^。；]{0,24}(?:前|之前)公开[^。；]{0,6}(?:尚未|未)公开")
ANSWERED = re.compile("无此事项|没有发生|未发生|不上网|只在.{0,8}公开栏")
TOWN = Vocabulary({"town": ("所属乡镇", "所在乡镇", "乡镇", "所属镇", "所属街道")})
_TOWN = re.compile(r"^[一-鿿]{2,8}(?:镇|乡|街道)$")
NAMED = 12


class Trouble(NamedTuple):
    """What ails one village: ``reason``, the few words said of it, where."""

    reason: str
    words: str
    locator: Locator


class Village(NamedTuple):
    """A village's own page."""

    name: str
    town: str
    page: PageFacts


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit a village and trouble; those of one township are joined."""
    today = now.astimezone(BEIJING).date()
    found: dict[tuple[str, str], list[tuple[Village, Trouble]]] = {}
    communities = 0
    for column in site.columns():
        name = VILLAGE.match(re.sub(r"\s", "", column.name))
        page = site.page(column.url) if name else None
        if not name or not page:
            continue
        if COMMUNITY.search(name[1]):
            communities += 1
            continue
        village = Village(name[1], _town(page), page)
        for trouble in _troubles(page, params, today):
            found.setdefault((village.town, trouble.reason), []).append((village, trouble))
    for (town, reason), cases in sorted(found.items()):
        message = _message(town, reason, cases)
        for village, trouble in cases:
            yield Hit(
                url=village.page.url,
                message=message,
                evidence=f"{village.name}：{trouble.words}"[:200],
                verdict="fail" if reason == "overdue" else "review",
                reason=reason,
                target=town or village.name,
                locator=trouble.locator,
                cause=f"{town or village.page.url} {reason}",
            )
    if communities:
        yield NotRun(
            what=f"{communities} 个社区的居务公开", why="居民委员会组织法没有规定按季度公开，没有按村的节奏查看"
        )


def _town(page: PageFacts) -> str:
    for value in TOWN.values(page):
        if _TOWN.match(line := value.text.partition("\n")[0].strip()):
            return line
    return next((crumb for crumb in reversed(crumbs_of(page)) if _TOWN.match(crumb)), "")


def _troubles(page: PageFacts, params: Params, today: date) -> Iterator[Trouble]:
    blocks = [block for block in (*page.blocks, *page.folded) if block.region == "main" and block.kind == "text"]
    headings = " ".join(block.text for block in blocks if block.tag not in ("h1", "p") and len(block.text) <= 20)
    groups = [group for group, words in GROUPS.items() if words.search(headings)]
    top = next((block.locator for block in blocks if block.tag == "h1"), Locator(line=1))
    if len(groups) == len(GROUPS) - 1:
        [missing] = GROUPS.keys() - set(groups)
        yield Trouble("group", f"没有{missing}公开", top)
    late = [
        (block, days[-1].value[:10])
        for block in blocks
        if OVERDUE.search(block.text) and (days := find_dates(block.text)) and days[-1].value[:10] < today.isoformat()
    ]
    if late:
        names = list(dict.fromkeys(_item_of(page, block.text) for block, _ in late))
        words = f"{len(names)} 项超期未公开（{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}）"
        yield Trouble("overdue", words, late[0][0].locator)
    newest = max(
        (
            day
            for text in (
                *(block.text for block in blocks),
                *(item.date for found in page.lists for item in found.items),
            )
            for one in find_dates(text)
            if (day := one.value[:10]) <= today.isoformat() and not OVERDUE.search(text)
        ),
        default="",
    )
    quarter = (today - date.fromisoformat(newest)).days if newest else 0
    if not late and quarter > params["quarter_days"]:
        yield Trouble("stale", f"最近一次公开是 {newest}", top)


def _item_of(page: PageFacts, words: str) -> str:
    """The item in whose row these words stand; the words where they stand in no table."""
    for table in page.tables:
        for row in table.rows:
            if any(words in cell for cell in row[1:]):
                return re.sub(r"\s*(?:每[月年]|每季度|长期公开|及时公开)$", "", row[0])
    return words[:40]


def _message(town: str, reason: str, cases: list[tuple[Village, Trouble]]) -> str:
    what = {
        "group": "党务、村务、财务公开缺一类",
        "overdue": "有到期应公开而未公开的事项",
        "stale": "一个季度以上没有公开新的内容",
    }[reason]
    names = "；".join(f"{village.name}{trouble.words}" for village, trouble in cases[:NAMED])
    more = f"等 {len(cases)} 个村" if len(cases) > NAMED else ""
    return f"{town}{len(cases)} 个村{what}：{names}{more}"


CHECK = Check(
    id="villages/completeness",
    title="村务公开不完整或者超期",
    severity="P2",
    remedy="请督促这些村公开到期的事项；没有发生的，写明“本季度无此事项”",
    scope="site",
    check=check,
    needs=("columns",),
)
