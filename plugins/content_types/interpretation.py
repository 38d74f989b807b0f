"""政策解读: says which document it explains; the two pages link to each other."""

from __future__ import annotations

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
---
"""


class Fields(Core):
    """``interprets`` names the document by its id, or by its 发文字号 where that stands on another site."""

    interprets: Names = field("解读文件", "gfxwj-20261015-01", "解读对象")
