"""办事指南: one matter and its elements, each under a heading of its own in the body."""

from __future__ import annotations

from plugins.content_types.core import Core

NAME = "办事指南"
TEMPLATE = "article.html"
ARCHETYPE = """\
---
id:
type: service_guide
title:
published:
source:
publisher:
editor:
reviewer:
summary:
keywords: []
---

## 事项名称

## 设定依据

## 申请条件

## 办理材料

## 办理地点

## 办理机构

## 收费标准

## 办理时间

## 联系电话

## 办理流程
"""


class Fields(Core):
    """The ten elements that inspectors count (国办秘函〔2019〕19号) are headings, so that tables and lists fit in."""
