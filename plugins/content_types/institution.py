"""机构职能: where an office is, when it is open, how to reach it (条例第二十条第二项)."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, archetype, field

NAME = "机构职能"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "institution",
    (
        "address",
        "office_hours",
        "phone",
        "head",
    ),
    "主要职责",
    "内设机构",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    address: Line = field("办公地址", "明川县清溪镇演示路1号")
    office_hours: Line = field("办公时间", "周一至周五 8:30—12:00，14:00—17:30")
    phone: Line = field("联系电话", "0000-5550104", "办公电话")
    head: Line = field("负责人职务", "局长", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("address", "office_hours", "phone", "head")
