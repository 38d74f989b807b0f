"""依申请公开: who takes a request, where, and how soon it is answered (条例第二十九条、第三十三条)."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, Telephone, Telling, archetype, field

NAME = "依申请公开"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "foi_application",
    (
        "accepts",
        "address",
        "phone",
        "term",
    ),
    "申请方式",
    "办理程序",
    "收费和救济",
)


class Fields(Core):
    """Printed above the body in the order of the fields. Of a unit's documents of this type at least one has the form
    attached."""

    accepts: Telling = field("受理机构", "县政府办公室政务公开股")
    address: Telling = field("办公地址", "明川县清溪镇演示路1号")
    phone: Telephone = field("联系电话", "0000-5550101", "办公电话")
    term: Line = field("答复期限", "自收到申请之日起20个工作日内")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("accepts", "address", "phone", "term")
