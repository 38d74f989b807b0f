"""领导之窗: a leader of the government: post and duties. ``rank`` orders the list, 1 first."""

from __future__ import annotations

from plugins.content_types.core import Core, Count, Line, archetype, field

NAME = "领导之窗"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "leader",
    (
        "person",
        "post",
        "duties",
        "rank",
    ),
    "工作分工",
    "分管单位",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    person: Line = field("姓名", "川景明")
    post: Line = field("职务", "县长")
    duties: Line = field("分管工作", "领导县政府全面工作", "工作分工")
    rank: Count | None = field("排序", "1", default=None)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("person", "post", "duties", "rank")
