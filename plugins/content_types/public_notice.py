"""公示: what is shown to the public before it is done: period, where to object, and in the end the result."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from plugins.content_types.core import Core, Day, Line, archetype, field, not_before

NAME = "公示"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "public_notice",
    (
        "notice_from",
        "notice_to",
        "channel",
        "audience",
        "result",
    ),
    "公示内容",
    "公示期限",
    "反映渠道",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    notice_from: Day = field("公示开始", "2026-11-12", "公示起始日")
    notice_to: Annotated[Day, not_before("notice_from")] = field("公示截止", "2026-11-18", "公示终止日")
    channel: Line = field("反映渠道", "县民政局社会救助股，电话 0000-5550104", "意见反映渠道")
    audience: Literal["全社会", "本乡镇", "本村"] = field("公示范围", "全社会", default="全社会")
    result: Line = field("公示结果", "公示期内未收到异议", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("notice_from", "notice_to", "channel", "audience", "result")

    def open_span(self) -> tuple[date, date] | None:
        """The days on which one can still object or answer."""
        return self.notice_from, self.notice_to
