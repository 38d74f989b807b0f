"""政策文件: an official document, open by nature, so it carries 索引号, 成文日期 and its validity."""

from __future__ import annotations

from typing import ClassVar

from plugins.content_types.core import Core, Day, Line, Validity, field

NAME = "政策文件"
TEMPLATE = "policy.html"
ARCHETYPE = """\
---
id:
type: policy
title:
published:
source:
publisher:
editor:
reviewer:
summary:
keywords: []
doc_no:
written:
topic:
validity: 有效
openness: 主动公开
secrecy_review:
---
"""


class Fields(Core):
    """The number is given once, by the editors' command, and never by the build."""

    open_document: ClassVar[bool] = True

    written: Day = field("成文日期", "2026-10-12", "生成日期", "发文日期")
    topic: Line = field("主题分类", "综合政务\\政务公开", "公开目录")
    validity: Validity = field("有效性", "有效", "效力状态")
