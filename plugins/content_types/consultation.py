"""征集调查: a call for opinions and, later, what came of it; ``feedback_of`` is the id of the call."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from plugins.content_types.core import Core, Count, Day, Line, Names, archetype, field, not_before

NAME = "征集调查"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "consultation",
    (
        "phase",
        "open_from",
        "open_to",
        "channel",
        "opinions",
        "adopted",
        "feedback_of",
    ),
    "征集背景",
    "主要内容",
    "参与方式",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    phase: Literal["征集公告", "结果反馈"] = field("征集阶段", "征集公告")
    open_from: Day = field("征集开始", "2026-11-02")
    open_to: Annotated[Day, not_before("open_from")] = field("征集截止", "2026-12-01")
    channel: Line = field("反映渠道", "县发展和改革局，电话 0000-5550102", "意见反映渠道", default="")
    opinions: Count | None = field("收到意见", "36", "意见条数", default=None)
    adopted: Count | None = field("采纳意见", "21", "采纳条数", default=None)
    feedback_of: Names = field("征集公告编号", "yjzj-20260901-01", default=())

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("phase", "open_from", "open_to", "channel", "opinions", "adopted")

    def open_span(self) -> tuple[date, date] | None:
        """The days on which one can still object or answer."""
        if self.phase != "征集公告":
            return None
        return self.open_from, self.open_to
