"""A document as its page and the lists print it. Pure functions of an edition and a document."""

from __future__ import annotations

import html
import posixpath
import re
from datetime import date, datetime

from plugins.build.body import put_addresses
from plugins.build.edition import Edition
from plugins.build.records import Banner, DocLink, DocumentView
from plugins.content_types.core import Core
from plugins.documents import Document
from plugins.links import file_url
from plugins.pictures.dress import Picture, dress

VOID = {"修改": "已经修改", "部分失效": "部分内容已经失效", "失效": "已经失效", "废止": "已经废止"}
RUNS = {
    "公示中": "正在公示，公示期",
    "公示结束": "公示已经结束，公示期",
    "进行中": "正在进行，时间",
    "已结束": "已经结束，时间",
}
THUMBNAIL = 480
"""Pixels: the width of a picture in a list."""
LONG = 3
"""Main headings from which a document gets a table of contents."""
_HEADING = re.compile(r'<h2 id="([^"]*)"[^>]*>(.*?)</h2>', re.DOTALL)
_FOOTNOTE = re.compile(r"<sup.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def doc_link(document: Document, edition: Edition, column: str = "") -> DocLink:
    """A document as lists show it; ``column`` is the name to print beside it."""
    fields = document.fields
    note = state_note(fields, edition.now)
    address = picture_url(document)
    picture = edition.pictures.get(address, Picture(address, 0, 0))
    return DocLink(
        title=fields.title,
        url=document.url,
        date=f"{fields.published:%Y-%m-%d}",
        datetime_iso=fields.published.isoformat(),
        summary=fields.summary,
        column=column,
        picture=picture.at_least(THUMBNAIL),
        picture_set=picture.srcset,
        picture_size=(picture.width, picture.height),
        note=note[0],
        note_kind=note[1],
    )


def state_note(fields: Core, now: datetime) -> tuple[str, str]:
    """A word on what a reader should know before opening it, and how it is meant; both empty for most documents."""
    if fields.validity in VOID:
        return str(fields.validity), "void"
    span = fields.open_span()
    if span is not None:
        running, over = ("公示中", "公示结束") if fields.type == "public_notice" else ("进行中", "已结束")
        first, last = span
        if first <= now.date() <= last:
            return running, "live"
        return (over, "done") if last < now.date() else ("", "")
    return (form, "plain") if (form := fields.form_note()) else ("", "")


def banner(document: Document, now: datetime) -> Banner | None:
    """The sentence above a document that is no longer in force, runs for a time, or belongs to a closed topic."""
    fields = document.fields
    if fields.validity in VOID:
        by = "，仅供查阅" if fields.validity != "修改" else "，请以修改后的规定为准"
        return Banner("void", f"本文件{VOID[fields.validity]}{by}。")
    note, kind = state_note(fields, now)
    if kind in ("live", "done") and (span := fields.open_span()):
        first, last = span
        return Banner(kind, f"{RUNS[note]}为{_chinese_day(first)}至{_chinese_day(last)}。")
    if document.column.archived:
        return Banner("archive", f"专题“{document.column.name}”已经归档，内容不再更新。")
    return None


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def contents(html_text: str) -> tuple[tuple[str, str], ...]:
    """The table of contents of a long document: id and text of its main headings; empty below three."""
    found = tuple((html.unescape(id_), _text(inner)) for id_, inner in _HEADING.findall(html_text))
    return found if len(found) >= LONG else ()


def _text(inner: str) -> str:
    """A heading's text: footnote marks do not belong to it."""
    return html.unescape(_TAG.sub("", _FOOTNOTE.sub("", inner))).strip()


def header_rows(document: Document) -> tuple[tuple[str, str], ...]:
    """The header table of an open document; empty for any other. A label without a value says 无."""
    fields = document.fields
    if not fields.has_header_table():
        return ()
    return (
        ("索引号", fields.index_no),
        ("主题分类", fields.topic or "无"),
        ("发布机构", document.units["publisher"].name),
        ("成文日期", f"{fields.written:%Y-%m-%d}" if fields.written else "无"),
        ("名称", fields.title),
        ("发文字号", fields.doc_no or "无"),
        ("发布日期", f"{fields.published:%Y-%m-%d}"),
        ("有效性", fields.validity or "无"),
    )


def size_text(size: int) -> str:
    """A file's size as a reader wants it: 12 KB, 1.4 MB."""
    return f"{max(1, round(size / 1024))} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def body_html(edition: Edition, document: Document) -> str:
    """The type's own fields as a small table, units by name, then the body with addresses and pictures. Clean HTML."""
    assert document.source.body is not None
    named = {getattr(document.fields, key): unit.name for key, unit in document.units.items()}
    rows = [
        f'<tr><th scope="row">{html.escape(label)}</th><td>{html.escape(named.get(text, text))}</td></tr>'
        for label, text in document.fields.facts()
    ]
    facts = "\n".join(['<table class="facts"><tbody>', *rows, "</tbody></table>", ""]) if rows else ""
    body = put_addresses(document.source.body, dict(edition.links.get(document.source.path, {})))
    return facts + dress(body, edition.pictures)


def picture_url(document: Document) -> str:
    """The root-relative address of the first picture; empty without one."""
    links = document.source.body.links if document.source.body else ()
    picture = next((link for link in links if link.kind == "file" and link.target.startswith("media/")), None)
    return file_url(picture.target) if picture else ""


def first_picture(edition: Edition, document: Document) -> str:
    """The absolute address of the first picture, for the Image tag; empty without one."""
    picture = picture_url(document)
    return edition.site.absolute(picture) if picture else ""


def document_view(edition: Edition, document: Document) -> DocumentView:
    """The fields of a document in the words its page prints."""
    fields, people = document.fields, edition.offices.people
    attachments = []
    for attachment in fields.attachments:
        path = attachment.file.lstrip("/")
        name = attachment.name or posixpath.basename(path)
        kind = posixpath.splitext(path)[1].lstrip(".").lower()
        attachments.append((name, file_url(path), size_text(edition.files[path]), kind))
    return DocumentView(
        id=fields.id,
        type=fields.type,
        title=fields.title,
        published=f"{fields.published:%Y-%m-%d %H:%M}",
        published_iso=fields.published.isoformat(),
        source=fields.source,
        publisher_name=document.units["publisher"].name,
        author=fields.author,
        editor=people.get(fields.editor, fields.editor),
        reviewer=people.get(fields.reviewer, fields.reviewer),
        summary=fields.summary,
        keywords=fields.keywords,
        attachments=tuple(attachments),
        doc_no=fields.doc_no,
    )
