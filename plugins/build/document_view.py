"""A document as its page and the lists print it. Pure functions of an edition and a document."""

from __future__ import annotations

import html
import posixpath

from plugins.build.body import put_addresses
from plugins.build.edition import Edition
from plugins.build.records import DocLink, DocumentView
from plugins.documents import Document
from plugins.links import file_url


def doc_link(document: Document) -> DocLink:
    """A document as lists show it."""
    published = document.fields.published
    return DocLink(document.fields.title, document.url, f"{published:%Y-%m-%d}", published.isoformat())


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
    """The type's own fields as a small table, units by name, then the body with its addresses. Clean HTML."""
    assert document.source.body is not None
    named = {getattr(document.fields, key): unit.name for key, unit in document.units.items()}
    rows = [
        f'<tr><th scope="row">{html.escape(label)}</th><td>{html.escape(named.get(text, text))}</td></tr>'
        for label, text in document.fields.facts()
    ]
    facts = "\n".join(['<table class="facts"><tbody>', *rows, "</tbody></table>", ""]) if rows else ""
    return facts + put_addresses(document.source.body, dict(edition.links.get(document.source.path, {})))


def first_picture(edition: Edition, document: Document) -> str:
    """The absolute address of the first picture, for the Image tag; empty without one."""
    links = document.source.body.links if document.source.body else ()
    picture = next((link for link in links if link.kind == "file" and link.target.startswith("media/")), None)
    return edition.site.absolute(file_url(picture.target)) if picture else ""


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
    )
