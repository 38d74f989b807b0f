"""When a letter waited too long: the words of its state, the day it was due, the hit."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from auditor.model import Hit, Locator, Params
from standards.cadence import last_day

OPENED = re.compile("未答复|未回复|待回复|待答复|未办理|尚未回复|尚未答复")
UNDER_WAY = re.compile("办理中|处理中|受理中|转办|交办|待办|待处理|已受理|审核中")
OTHER_CHANNEL = re.compile("信访|举报|访谈|征集|调查")
"""What has a law or a row of its own."""


def waited(
    url: str, title: str, asked: date, answered: date | None, *, state: str, params: Params, today: date, at: Locator
) -> Hit | None:
    """The hit for a letter of the last year that was answered late, or that waits (``state`` says so); else None."""
    due = last_day(asked, {"months": params["answer_months"]})
    if last_day(asked, {"months": 12}) < today or OTHER_CHANNEL.search(title):
        return None
    limit = f"超过 {params['answer_months']} 个月"
    if answered and answered > due:
        message = f"{asked} 的留言“{title[:40]}”到 {answered} 才答复，{limit}"
        return _hit(url, title, ("late", message), params, at)
    if not answered and state and today > due:
        unsure = "" if OPENED.search(state) else "；请核对是否有效留言、是否已转办答复"
        message = f"{asked} 的留言“{title[:40]}”至今“{state}”，已{limit}{unsure}"
        found = _hit(url, title, ("unanswered", message), params, at)
        return msgspec.structs.replace(found, verdict="review") if unsure else found
    return None


def _hit(url: str, title: str, about: tuple[str, str], params: Params, at: Locator) -> Hit:
    """``about`` is reason and message."""
    return Hit(
        url=url,
        message=about[1],
        evidence=title or url,
        reason=about[0],
        target=title,
        locator=at,
        severity="P1",
        clauses=(params["answer_clause"],),
    )
