"""招考录用: the stage, how many posts, and when to apply."""

from __future__ import annotations

from typing import Annotated, Literal

from plugins.content_types.core import Core, Count, Day, archetype, field, not_before

NAME = "招考录用"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "recruitment",
    (
        "stage",
        "vacancies",
        "apply_from",
        "apply_to",
    ),
    "岗位和条件",
    "报名办法",
    "考试和录用",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    stage: Literal["招考公告", "资格审查", "笔试面试", "体检考察", "拟录用公示", "录用结果"] = field(
        "招考阶段", "招考公告"
    )
    vacancies: Count | None = field("招考人数", "12", default=None)
    apply_from: Day | None = field("报名开始", "2026-11-12", default=None)
    apply_to: Annotated[Day | None, not_before("apply_from")] = field("报名截止", "2026-11-18", default=None)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("stage", "vacancies", "apply_from", "apply_to")
