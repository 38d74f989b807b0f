"""政策解读: says which document it explains; the two pages link to each other."""

from __future__ import annotations

from typing import Literal

from plugins.content_types.core import Core, Names, field

NAME = "政策解读"
TEMPLATE = "article.html"
ARCHETYPE = """\
---
id:
type: interpretation
title:
published:
source:
publisher:
editor:
reviewer:
summary:
keywords: []
interprets:
form: 文字
---
"""


class Fields(Core):
    """``interprets`` names the document by its id, or by its 发文字号 where that stands on another site."""

    interprets: Names = field("解读文件", "gfxwj-20261015-01", "解读对象")
    form: Literal["文字", "图解", "问答"] = field("解读形式", "文字", default="文字")

    def form_note(self) -> str:
        """图解 and 问答 are told in lists; 文字 goes without saying."""
        return self.form if self.form != "文字" else ""
