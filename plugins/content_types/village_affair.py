"""村务公开: one item of the village catalogue, made public by or for a village."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from plugins.content_types.core import Core, Line, field
from standards.village_rhythm import in_words, parse_period

NAME = "村务公开"
TEMPLATE = "village_affair.html"
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


def _period(value: str) -> str:
    """A period as people read it: 2026Q3 is printed as 2026年第三季度."""
    if not value:
        return ""
    if not (period := parse_period(value)):
        what, cure = f"“{value}”不是公开期间", "请写成 2026Q3、2026-08、2026年第三季度、2026年上半年 或 2026年"
        raise ValueError(f"{what}\n{cure}")
    return in_words(period)


class Fields(Core):
    """``item`` is an id of content/villages/catalogue.toml and stands in that ``section`` there; by ``import_digest``
    ``desk import folder`` knows again of which files it made a document."""

    type: str = field("类型", "village_affair", "文档类型", default="village_affair")
    section: Literal["党务", "村务", "居务", "财务"] = field("公开类别", "财务", "公开板块")
    item: Line = field("公开事项", "cwsz", "事项")
    period: Annotated[Line, AfterValidator(_period)] = field("公开期间", "2026Q3", "所属期间", default="")
    import_digest: Line = field("导入摘要", "9f2c41d07be35a68", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """The period it is of, where one is given."""
        return self.rows("period")

    def listed(self) -> dict[str, str]:
        """Under which item of the catalogue it stands, and of which period it is (``2026Q3``, or empty)."""
        return {"section": self.section, "item": self.item, "period": parse_period(self.period)}
