"""What our build works out from the whole site, ready-made for the peers, who cannot or need not work it out."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import date

from bench.build.corpus import Corpus
from bench.build.county import NOW
from bench.build.document import Document
from bench.build.engine import attachment_sizes
from bench.build.prose import LINK


@dataclass(frozen=True)
class Related:
    """A document bound to another, under the heading its page prints above it."""

    head: str
    url: str
    title: str
    date: str
    time: str


def note(document: Document) -> tuple[str, str]:
    """The word that lists print beside an open notice, and its kind."""
    if document.type != "public_notice":
        return "", ""
    running = document.extra["notice_to"] >= NOW[:10]
    return ("公示中", "live") if running else ("公示结束", "done")


def banner(document: Document) -> str:
    """The sentence above an open notice."""
    if document.type != "public_notice":
        return ""
    first, last = (date.fromisoformat(document.extra[key]) for key in ("notice_from", "notice_to"))
    said = "正在公示，公示期" if note(document)[1] == "live" else "公示已经结束，公示期"
    span = "至".join(f"{day.year}年{day.month}月{day.day}日" for day in (first, last))
    return f"{said}为{span}。"


def header_rows(document: Document) -> list[tuple[str, str]]:
    """The header table of an official document."""
    if document.type != "policy":
        return []
    extra = document.extra
    return [
        ("索引号", extra["index_no"]),
        ("主题分类", extra["topic"]),
        ("发布机构", document.source),
        ("成文日期", extra["written"]),
        ("标题", document.title),
        ("文号", extra["doc_no"]),
        ("发布日期", f"{document.head.published:%Y-%m-%d}"),
        ("有效性", extra["validity"]),
    ]


def facts(document: Document) -> list[tuple[str, str]]:
    """The small table above the body of notices and villages' documents."""
    extra = document.extra
    if document.type == "public_notice":
        days = [("公示开始", extra["notice_from"]), ("公示截止", extra["notice_to"])]
        return [*days, ("反映渠道", extra["channel"]), ("公示范围", "全社会")]
    return [("公开期间", extra["period"])] if document.type == "village_affair" else []


def attachments(document: Document) -> list[tuple[str, str, str, str]]:
    """Name, address, size in words, kind."""
    sizes = attachment_sizes()
    found = []
    for path in document.attachments:
        size = f"{max(1, round(sizes[path] / 1024))} KB"
        found.append((posixpath.basename(path), f"/{path}", size, path.rpartition(".")[2]))
    return found


def related(document: Document, corpus: Corpus) -> list[Related]:
    """The document explained, or the one that explains."""
    number = document.head.number
    other = corpus.explained.get(number, corpus.explanations.get(number))
    if other is None:
        return []
    head = corpus.heads[other]
    said = "相关解读" if document.type == "policy" else "相关信息"
    return [Related(said, head.url, corpus.title(head), f"{head.published:%Y-%m-%d}", f"{head.published:%H:%M}")]


def body(document: Document, corpus: Corpus) -> str:
    """The body with internal links as root-relative addresses, which no peer has to resolve."""
    return LINK.sub(lambda found: f"({corpus.heads[int(found[1])].url})", document.body)
