"""interaction/letters

## What it does
Reads the published letters with their replies and asks for the four elements 留言时间, 答复时间, 答复单位 and 答复内容,
by whatever words the page has for them; counts how long a letter waited for its reply; looks for the newest letter of
the site and for figures of what came in and was answered (受理反馈统计). All letters are read; the clause takes points
for a sample, which the coverage names. ``review``: a date or a unit that may stand there without its label, a letter
that may be in other hands, figures that may be a picture. Letters of 信访 and 举报, interviews and surveys are silent.

## Why it matters
One valid letter of the last year unanswered for three months fails the whole site; a missing element takes a point, a
column without a new letter for two months three.

## Bad
    <th>来信时间</th><td>2026-06-01</td> <th>答复时间</th><td>2026-11-02</td>

## Instead
    Answer within five working days, publish the answer with both times and the unit, and the month's figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from auditor.checks._page_hit import heading, page_hit
from auditor.checks._sample import draw, drawn_note
from auditor.checks._survey import is_portal, pages_of, urls_of
from auditor.checks.interaction._columns import judge_figures, judge_newest, unseen
from auditor.checks.interaction._tables import judge_rows, letter_tables
from auditor.checks.interaction._waiting import OPENED, UNDER_WAY, waited
from auditor.facts.dates import find_dates, read_date
from auditor.facts.headline import headline, names_site
from auditor.facts.labels import Value
from auditor.facts.vocabularies import LETTER, values_by_name
from auditor.model import Check, Hit, NotRun, PageFacts, Params, Site
from standards.calendar import BEIJING

ELEMENTS = {"asked": "留言时间", "answered": "答复时间", "unit": "答复单位", "reply": "答复内容"}
SIGNED = re.compile(r"(?:局|办|委|厅|院|中心|镇|乡|街道|政府|公司|办公室|委员会|大队|所|站)(?:回复|答复|[：:]|$)")
REPLY = re.compile(
    r"(?:您|你)好|收悉|收到您的|感谢您|(?:答复|回复|回应)如下|经.{0,8}(?:核实|调查|核查|了解|协调|勘查)|我(?:局|办|委|镇|乡|单位)"
)
"""How a reply speaks."""

Values = dict[str, list[Value]]


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit for each element missing, each letter that waited too long, each column or figure out of date."""
    today = now.astimezone(BEIJING).date()
    letters = urls_of(site, "letter")
    tables = letter_tables(site)
    sample = draw(letters, params["sample"], params["seed"])
    clauses = (params["publication_clause"],)
    shown: dict[str, date] = {}
    for page in pages_of(site, "letter"):
        values = values_by_name(LETTER, page)
        yield from _elements(page, values, clauses if page.url in sample else ())
        yield from _wait(page, values, params, today)
        if days := [day for day in (*map(_day, values.get("answered", ())), _published(page)) if day]:
            shown[page.url] = max(days)
    for column, table in tables:
        yield from judge_rows(column, table, params, today)
    if letters:
        yield from judge_newest(site, letters, shown, params, today)
        yield from judge_figures(site, letters, params, today)
        yield drawn_note("公开留言", site, letters, sample, params["seed"])
        yield NotRun(what="没有公开的留言是否超期、敷衍", why="网页上看不到未公开的留言，请对照后台的留言清单核对")
    elif is_portal(site) and not tables:
        yield unseen(site, "unpublished", "没有找到公开的留言和答复", clauses)


def _published(page: PageFacts) -> date | None:
    published = page.published()[:10]
    return date.fromisoformat(published) if published else None


def _elements(page: PageFacts, values: Values, clauses: tuple[str, ...]) -> Iterator[Hit]:
    """A letter that still waits has neither reply nor its time and unit to publish."""
    waits = _state(values) != ""
    for name, element in ELEMENTS.items():
        if any(value.text or value.bare for value in values.get(name, ())) or (waits and name != "asked"):
            continue
        if name == "reply" and _is_answered(values):
            continue
        sure = not _may_stand(page, name, values)
        yield page_hit(
            page,
            reason=f"no-{name}",
            target=element,
            message=f"公开的留言没有写明“{element}”" + ("" if sure else "（可能没有加标签，请核实）"),
            verdict="fail" if sure else "review",
            clauses=clauses,
        )


def _is_answered(values: Values) -> bool:
    """Whether the words of a reply stand below the line that says who answered and when."""
    lines = (value.text.partition("\n")[2] for part in ("answered", "unit") for value in values.get(part, ()))
    return any(REPLY.search(line) for line in lines)


def _may_stand(page: PageFacts, name: str, values: dict[str, list[Value]]) -> bool:
    """Whether the element may be there without a label: another date, a unit's signature, a long text."""
    texts = [b.text for b in (*page.blocks, *page.folded) if b.region == "main" and b.kind == "text"]
    if name == "unit":
        return any(len(text) < 40 and SIGNED.search(text) and not names_site(page, text) for text in texts)
    if name == "reply":
        taken = {value.text.partition("\n")[0] for value in values.get("question", ())}
        own = [text for text in texts if len(text) >= 20 and "发布时间" not in text]
        return any(not any(words and words in text for words in taken) for text in own)
    labelled = {found.value[:10] for name in ("asked", "answered") for v in values.get(name, ())
                for found in find_dates(v.text)}  # fmt: skip
    dated = {found.value[:10] for text in texts if "发布" not in text for found in find_dates(text)}
    return bool(dated - labelled - {page.published()[:10]})


def _state(values: Values) -> str:
    """The words that say that no reply was given yet; empty where nothing says so."""
    for value in (*values.get("status", ()), *values.get("reply", ())):
        line: str = value.text.partition("\n")[0]
        if len(line) <= 20 and (OPENED.search(line) or UNDER_WAY.search(line)):
            return line
    return ""


def _day(value: Value) -> date | None:
    found = read_date(value.text[:60])
    return date.fromisoformat(found[:10]) if found else None


def _wait(page: PageFacts, values: Values, params: Params, today: date) -> Iterator[Hit]:
    """The letter of the page; where several stand on one page, each that has both days."""
    asked, answered = values.get("asked", []), values.get("answered", [])
    if len(asked) == 1:
        pairs = [(asked[0], next((value for value in answered if _day(value)), None))]
    else:
        pairs = list(zip(asked, answered, strict=True)) if len(asked) == len(answered) else []
    for question, reply in pairs:
        first, last = _day(question), _day(reply) if reply else None
        if first is None or (last is None and len(asked) > 1) or (last and last < first):
            continue
        hit = waited(
            page.url,
            headline(page),
            first,
            last,
            state=_state(values),
            params=params,
            today=today,
            at=reply.locator if reply else heading(page),
        )
        if hit:
            yield hit


CHECK = Check(
    id="interaction/letters",
    title="留言公开和答复不合要求",
    severity="P2",
    remedy="请写明留言时间、答复时间、答复单位和答复内容；超期的马上答复并公开，按月公布受理反馈情况",
    scope="site",
    check=check,
    needs=("columns",),
)
