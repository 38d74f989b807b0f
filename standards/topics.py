"""主题分类 of official documents, as 国办公开办函〔2019〕61号 wants it in the header table: ``一级\\二级``.

The first level is that of the State Council's own policy library, in an order of ours where it is unconfirmed; not
every name was seen on its pages. A place may have topics of its own; they come after these.
"""

from __future__ import annotations

import re

TOPICS = (
    "国务院组织机构",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
)
"""The first level. What is added goes to the end: a topic's place in the list is part of addresses."""
UNSORTED = "未分类"
"""The first level of what names no topic."""


def split_topic(written: str) -> tuple[str, str]:
    """First and second level of a topic as documents write it; the second is empty where there is none."""
    first, _, second = (part.strip() for part in re.sub(r"\s*[/／＼>＞›]\s*", r"\\", written).partition("\\"))
    return (UNSORTED, "") if first in ("", "无") else (first, second.replace("\\", " "))


def topic_order(first: str) -> tuple[int, str]:
    """A key that sorts first levels: the national ones in their order, a place's own after them, 未分类 last."""
    if first == UNSORTED:
        return len(TOPICS) + 1, ""
    return (TOPICS.index(first), "") if first in TOPICS else (len(TOPICS), first)
