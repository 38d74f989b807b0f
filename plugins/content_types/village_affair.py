"""村务公开: one item of the village catalogue, made public by or for a village."""

from __future__ import annotations

from typing import Literal

from plugins.content_types.core import Core, Line, field

NAME = "村务公开"
TEMPLATE = "article.html"
ARCHETYPE = """\
---
id:
type: village_affair
title:
published:
source:
publisher:
editor:
reviewer:
summary:
keywords: []
section: 财务
item:
period:
---
"""


class Fields(Core):
    """``item`` is an id of content/villages/catalogue.toml and stands in that ``section`` there."""

    type: str = field("类型", "village_affair", "文档类型", default="village_affair")
    section: Literal["党务", "村务", "财务"] = field("公开类别", "财务", "公开板块")
    item: Line = field("公开事项", "cwsz", "事项")
    period: Line = field("公开期间", "2026年第三季度", "所属期间", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """The period it is of, where one is given."""
        return self.rows("period")

    def listed(self) -> dict[str, str]:
        """Under which item of the catalogue it stands, and of which period it is."""
        return {"section": self.section, "item": self.item, "period": self.period}
