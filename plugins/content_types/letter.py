"""来信回复: a letter from the public and its answer, both in the body."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, Moment, field

NAME = "来信回复"
TEMPLATE = "article.html"
ARCHETYPE = """\
---
id:
type: letter
title:
published:
source:
publisher:
editor:
reviewer:
summary:
keywords: []
received:
answered:
answered_by:
---

## 来信内容

## 答复内容
"""


class Fields(Core):
    """When it came, when it was answered, and by which unit (id, name or short name of units.csv)."""

    received: Moment = field("来信时间", "2026-10-21 08:47", "收信时间")
    answered: Moment = field("答复时间", "2026-10-27 10:05", "回复时间")
    answered_by: Line = field("答复单位", "县人社局", "回复单位")

    def unit_keys(self) -> tuple[str, ...]:
        """The answering unit is checked like the publisher."""
        return ("publisher", "answered_by")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """来信时间, 答复时间 and 答复单位, as the page prints them."""
        return (
            ("来信时间", f"{self.received:%Y-%m-%d %H:%M}"),
            ("答复时间", f"{self.answered:%Y-%m-%d %H:%M}"),
            ("答复单位", self.answered_by),
        )
