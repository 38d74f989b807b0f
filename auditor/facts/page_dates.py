"""The dates a page shows as its own: in its metas, its ``<time>``, its source line, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from turbohtml import Document

from auditor.facts.dates import CLOCK, LINE, date_of_url, find_dates, is_clock, read_date
from auditor.facts.regions import Places
from auditor.model import Dated, Meta, TextBlock
from standards.calendar import BEIJING

_WEEKDAY = re.compile(r"星期[一二三四五六日天]|周[一二三四五六日](?![\u4e00-\u9fff])")
"""What stands beside the date of a page's clock, which is the reader's and not the site's."""
_OPENERS = re.compile(r"[\s\[【〔(（:：]+")

LABELS = (
    ("发布时间", "发布日期", "公开日期", "公开时间", "公布日期", "公布时间", "发稿时间", "发表时间", "发布于",
     "信息时间"),
    ("时间", "日期", "录入时间", "上传时间", "添加时间", "来源"),
    ("更新时间", "更新日期", "修改时间"),
    ("印发日期", "发文日期", "发文时间", "成文日期", "成文时间", "生成日期", "签发日期"),
)  # fmt: skip
"""Labels of a date by how well they tell when the page was published; a writing date is not a publication date."""

_RANK = {label: rank for rank, labels in enumerate(LABELS) for label in labels}
_LABEL = re.compile(
    "(?<![\u4e00-\u9fff])("
    + "|".join(r"[ \u3000\xa0]*".join(label) for label in sorted(_RANK, key=len, reverse=True) if label != "来源")
    + r")[\s\u3000\xa0]*[】\]〕]?[\s\u3000\xa0]*[:：]?[\s\u3000\xa0]*[\[【(（]?$"
)
_SOURCE_LINE = re.compile(
    r"来源|信息来源|稿源|作者|发布人|发布者|录入人|责任编辑|编辑|审核|浏览|点击|阅读次数|字号|字体"
)


def read_page_dates(
    document: Document, url: str, metas: Sequence[Meta], blocks: Sequence[TextBlock], places: Places
) -> tuple[Dated, ...]:
    """The dates a page shows as its own, best source first and within one source best label first."""
    dates = [
        *(Dated(value=value, source="meta", label=m.name) for m in metas if m.name.lower() == "pubdate"
          for value in [read_date(m.content)] if value),
        *_times(document, places),
        *sorted(_labelled(blocks), key=lambda dated: _RANK.get(dated.label, 1)),
        *_bare(blocks),
    ]  # fmt: skip
    if value := date_of_url(url):
        dates.append(Dated(value=value, source="url"))
    return tuple(dict.fromkeys(dates))


def _times(document: Document, places: Places) -> Iterator[Dated]:
    """``<time datetime>`` outside of lists: those date other pages."""
    for time in document.select("time[datetime]"):
        if places.of(time).region != "main" or time.closest("li,a,dd,tr,[data-gk=list],[data-gk=list-item]"):
            continue
        if value := _machine(time.attr("datetime") or ""):
            yield Dated(value=value, source="time")


def _machine(written: str) -> str:
    """A ``datetime`` attribute; other time zones are told in Chinese time."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return read_date(written)
    if moment.tzinfo is None or len(written.strip()) < 16:
        return read_date(written)
    try:
        return moment.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
    except OverflowError:
        return ""


def _labelled(blocks: Sequence[TextBlock]) -> Iterator[Dated]:
    label = ""
    for block in blocks:
        if block.region not in ("main", "header") or block.kind != "text":
            continue
        text = block.text
        dates = find_dates(text, compact=bool(label)) if len(text) <= LINE else []
        if dates and len(text) <= CLOCK and not _SOURCE_LINE.search(text) and (is_clock(text) or _WEEKDAY.search(text)):
            continue
        after = 0
        for found in dates:
            before = text[after : found.start]
            own = _label_at_end(before) or (label if not after and not _OPENERS.sub("", before) else "")
            if not own and len(dates) == 1 and _SOURCE_LINE.search(text):
                own = "来源"
            if own:
                yield Dated(value=found.value, source="label", label=own)
            after = found.end
        # The label may stand in the cell before: <th>发布日期</th><td>2026-11-20</td>
        label = _label_at_end(text) if len(text) <= 12 else ""


def _label_at_end(text: str) -> str:
    found = _LABEL.search(text)
    return re.sub(r"\s", "", found[1]) if found else ""


def _bare(blocks: Sequence[TextBlock]) -> Iterator[Dated]:
    """Blocks that are nothing but a date: under a headline, or the date line at the end of a document."""
    for block in blocks:
        if block.region != "main" or block.kind != "text" or not 8 <= len(block.text) <= 24 or block.tag == "li":
            continue
        found = find_dates(block.text)
        if len(found) == 1 and not re.sub(r"[\W_]+", "", block.text[: found[0].start] + block.text[found[0].end :]):
            yield Dated(value=found[0].value, source="text")
