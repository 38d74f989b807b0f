"""普通信息: news, notices, introductions; the type of a document that names none."""

from __future__ import annotations

from plugins.content_types.core import Core

NAME = "普通信息"
TEMPLATE = "article.html"
ARCHETYPE = """\
---
id:
type: article
title:
published:
source:
publisher:
editor:
reviewer:
summary:
keywords: []
---
"""


class Fields(Core):
    """Nothing beyond the core."""
