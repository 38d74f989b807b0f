"""信息公开指南: the six things that 条例第十二条 asks of the guide about the office in charge."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, Online, Telephone, Telling, archetype, field

NAME = "信息公开指南"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "foi_guide",
    (
        "office",
        "address",
        "office_hours",
        "phone",
        "fax",
        "online",
    ),
    "公开范围",
    "编排体系",
    "获取方式",
)


class Fields(Core):
    """Printed above the body in the order of the fields. ``unit`` is whose guide it is, where that is not who publishes
    it: the government's is published by its office."""

    office: Telling = field("工作机构", "县政府办公室政务公开股")
    address: Telling = field("办公地址", "明川县清溪镇演示路1号")
    office_hours: Telling = field("办公时间", "周一至周五 8:30—12:00，14:00—17:30")
    phone: Telephone = field("联系电话", "0000-5550101", "办公电话")
    fax: Telephone = field("传真号码", "0000-5550199")
    online: Online = field("互联网联系方式", "zwgk@mingchuan.example")
    unit: Line = field("所属单位", "xzf", "报告单位", default="")

    def unit_keys(self) -> tuple[str, ...]:
        """The fields that name a unit of units.csv."""
        return ("publisher", "unit") if self.unit else ("publisher",)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("office", "address", "office_hours", "phone", "fax", "online")

    def listed(self) -> dict[str, str]:
        """What the platform judges by."""
        return {"online": self.online}
