"""公开属性 and 保密审查: what is not for everybody must not be published, and an open document says who looked."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.build.article import Article
from plugins.build.problems import Problem
from plugins.build.source import Source

PUBLIC = "主动公开"


def judge_source(source: Source, text: str, year: int) -> list[Problem]:
    """A ``source.Gate``: a document that is not to be published on one's own initiative must not be public."""
    fields = source.fields
    if fields is None or fields.openness in (None, PUBLIC):
        return []
    what = f"公开属性是“{fields.openness}”，不能发布到网站"
    return [Problem(source.shown, source.line("openness"), 0, what, "请改成 status: draft，或核对公开属性")]


def undeclared(articles: Iterable[Article]) -> list[tuple[Article, str, str, str]]:
    """Open documents without 公开属性 or 保密审查: the document, the field's key, what is missing, the cure."""
    found = []
    for article in articles:
        told = article.review
        if "open" not in told:
            continue
        if "openness" not in told:
            cure = "请加一行 openness: 主动公开"
            found.append((article, "openness", "公开文件没有写明公开属性", cure))
        if "secrecy" not in told:
            cure = "请加一行 secrecy_review: {by: 审查人, on: 审查日期}；没有经过保密审查的不能公开"
            found.append((article, "secrecy_review", "公开文件没有保密审查记录", cure))
        elif article.published[:10] < told["secrecy"]:
            what = f"保密审查的日期 {told['secrecy']} 晚于发布时间"
            found.append((article, "secrecy_review", what, "应先审查、后公开，请核对日期"))
    return found
