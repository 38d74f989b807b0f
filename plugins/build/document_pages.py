"""A document's own page: everything its template is given."""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from plugins import linked_data
from plugins.build.article import Article
from plugins.build.body import put_addresses
from plugins.build.frame import page_values, trail_crumbs
from plugins.build.kinds import Sheet
from plugins.build.records import Banner, Crumb, DocLink, DocumentView, FindingRow
from plugins.build.source import Source
from plugins.build.view import View
from plugins.content_types import load_types
from plugins.foi.tables import TYPES, with_tables
from plugins.links import file_url
from plugins.meta_tags import content_tags
from plugins.notice_board.posting import posting_of
from plugins.pictures.dress import dress
from plugins.relations import explains
from plugins.site import Unit
from plugins.standing import ARCHIVED, VALID, Standing
from plugins.villages import town_url

VOID = {"修改": "修改", "部分失效": "部分失效", "失效": "失效", "废止": "废止"}
RUNS = {
    "公示中": "正在公示，公示期",
    "公示结束": "公示已经结束，公示期",
    "进行中": "正在进行，时间",
    "已结束": "已经结束，时间",
}
CAUSE = "效力依据"
"""The label of what gave a document its standing."""
LONG = 3
"""Main headings from which a document gets a table of contents."""
_HEADING = re.compile(r'<h2 id="([^"]*)"[^>]*>(.*?)</h2>', re.DOTALL)
_FOOTNOTE = re.compile(r"<sup.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def make_document(view: View, path: str) -> Sheet:
    """The page of the document at ``path``."""
    source, article = view.source(path), view.article(path)
    fields = source.fields
    assert fields is not None
    column = view.column(article.column)
    crumbs = trail_crumbs(view, article.column)
    if article.village:
        village = view.villages.village(article.village)
        town = Crumb(village.town_name, town_url(village.town))
        crumbs = (*crumbs, town, Crumb(village.name, village.url))
    crumbs = (*crumbs, Crumb(article.title, article.url))
    site = view.site
    picture = site.absolute(file_url(article.picture)) if article.picture else ""
    standing = view.standing(path)
    word = standing.word if standing else article.validity
    tags = content_tags(fields, column, site.absolute(article.url), picture, word)
    above, below = view.around(path)
    acts = view.acts(path)
    changed = {other.path for _, other, _ in acts}
    related = [other for other in view.related(path) if other.path not in changed]
    findings = finding_rows(view, path)
    named = {found.name for found in view.findings(path)}
    changes = [other for _, other, name in acts if name not in named]
    readings = [other for other in related if explains(other, article)]
    explained = [other for other in related if explains(article, other)]
    units = {key: unit for key, written in article.units.items() if (unit := view.unit(written))}
    body = body_html(view, source, units)
    told = [(word, other) for word, other, _ in acts]
    about = linked_data.document(site, article, fields, units["publisher"], picture, standing, told)
    return Sheet(
        load_types()[article.type].template,
        {
            **page_values(view, "content", article.title, article.url, tags, crumbs, about=about),
            "doc": document_view(view, source, units),
            "body": Markup(body),  # noqa: S704 - cleaned by body.py
            "toc": contents(body),
            "banner": banner(view, article, standing),
            "header_rows": header_rows(source, units["publisher"].name, standing),
            "header_links": header_links(view, standing),
            "changes": view.links(changes),
            "findings": findings,
            "findings_file": file_url(article.law.cleanup) if findings and article.law else "",
            "previous": view.link(above) if above else None,
            "next": view.link(below) if below else None,
            "interpretations": view.links(readings),
            "interprets": tuple(explained_link(view, other) for other in explained),
            "related": view.links(other for other in related if other not in readings and other not in explained),
            "posting": posting_of(view, article) if article.village else None,
        },
    )


def explained_link(view: View, article: Article) -> DocLink:
    """A document on the page of its interpretation, always with a word on whether it is in force."""
    link = view.link(article)
    standing = view.standing(article.path)
    word = standing.word if standing else article.validity
    return link if link.note or not word else replace(link, note=word, note_kind="live" if word == VALID else "done")


def banner(view: View, article: Article, standing: Standing | None) -> Banner | None:
    """The sentence above a document that is no longer in force, runs for a time, or belongs to a closed topic."""
    word = standing.word if standing else article.validity
    if word in VOID:
        since = f"自{_chinese_day(standing.since)}起" if standing and standing.since else "已经"
        cause = f"{standing.cause}，" if standing and standing.cause and not standing.by else ""
        rest = "，仅供查阅" if word != "修改" else "，请以修改后的规定为准"
        text = f"本文件{cause}{since}{VOID[word]}{rest}。"
        by = view.article(standing.by) if standing and standing.by else None
        return Banner("void", text, standing.cause, by.url) if by and standing else Banner("void", text)
    note, kind = view.mark(article)
    if kind in ("live", "done") and article.span:
        first, last = article.span
        return Banner(kind, f"{RUNS[note]}为{_chinese_day(first)}至{_chinese_day(last)}。")
    if standing and standing.word == ARCHIVED:
        return Banner("archive", f"专题“{standing.cause}”已经归档，内容不再更新。")
    return None


def _chinese_day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def contents(html_text: str) -> tuple[tuple[str, str], ...]:
    """The table of contents of a long document: id and text of its main headings; empty below three."""
    found = tuple((html.unescape(id_), _text(inner)) for id_, inner in _HEADING.findall(html_text))
    return found if len(found) >= LONG else ()


def _text(inner: str) -> str:
    """A heading's text: footnote marks do not belong to it."""
    return html.unescape(_TAG.sub("", _FOOTNOTE.sub("", inner))).strip()


def header_rows(source: Source, publisher: str, standing: Standing | None) -> tuple[tuple[str, str], ...]:
    """The header table of an open document; empty for any other. A label without a value says 无; what only some
    documents have has no row where they do not."""
    fields = source.fields
    if fields is None or not fields.has_header_table():
        return ()
    return (
        ("索引号", fields.index_no or "无"),
        ("主题分类", fields.topic or "无"),
        ("发布机构", publisher),
        ("成文日期", f"{fields.written:%Y-%m-%d}" if fields.written else "无"),
        ("标题", fields.title),
        ("文号", fields.doc_no or "无"),
        *((("统一编号", fields.unified_no),) if fields.unified_no else ()),
        ("发布日期", f"{fields.published:%Y-%m-%d}"),
        *((("施行日期", f"{fields.effective:%Y-%m-%d}"),) if fields.effective else ()),
        *standing_rows(standing or Standing(fields.validity or "无")),
    )


def standing_rows(standing: Standing) -> tuple[tuple[str, str], ...]:
    """有效性 with what is known of it: since when, by what, until when."""
    since = f"（{standing.since}起）" if standing.since else ""
    rows = [("有效性", standing.word + since)]
    if standing.cause and standing.word != ARCHIVED:
        rows.append((CAUSE, standing.cause))
    if standing.until:
        rows.append(("有效期至", standing.until))
    return tuple(rows)


def header_links(view: View, standing: Standing | None) -> dict[str, str]:
    """Where the values of a header table lead, by label."""
    return {CAUSE: view.article(standing.by).url} if standing and standing.by else {}


def finding_rows(view: View, path: str) -> tuple[FindingRow, ...]:
    """The clean-up table a document carries; documents of this site are linked and named by their own titles."""
    here = {name: article for _, article, name in view.acts(path)}
    rows = []
    for found in view.findings(path):
        article = here.get(found.name)
        title = article.title if article else found.title or found.name
        number = article.doc_no if article else found.name
        rows.append(FindingRow(title, article.url if article else "", number, found.result, found.note))
    return tuple(rows)


def size_text(size: int) -> str:
    """A file's size as a reader wants it: 12 KB, 1.4 MB."""
    return f"{max(1, round(size / 1024))} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def body_html(view: View, source: Source, units: dict[str, Unit]) -> str:
    """The type's own fields as a small table, units by name, then the body with addresses and pictures. Clean HTML."""
    assert source.body is not None
    addresses = {link.token: view.address(link) for link in source.body.links}
    shown = {addresses[link.token] for link in source.body.links if link.image}
    pictures = {address: picture for address in sorted(shown) if (picture := view.picture(address))}
    body = dress(put_addresses(source.body, addresses), pictures)
    if source.fields is not None and source.fields.type in TYPES:
        body = with_tables(view, body, source.path, source.fields.type, getattr(source.fields, "correction", ""))
    return facts_table(source, units) + body


def facts_table(source: Source, units: dict[str, Unit]) -> str:
    """The type's own fields as a small table, units by name; empty where there are none. Clean HTML."""
    assert source.fields is not None
    named = {getattr(source.fields, key): unit.name for key, unit in units.items()}
    rows = [
        f'<tr><th scope="row">{html.escape(label)}</th><td>{html.escape(named.get(text, text))}</td></tr>'
        for label, text in source.fields.facts()
    ]
    return "\n".join(['<table class="facts"><tbody>', *rows, "</tbody></table>", ""]) if rows else ""


def document_view(view: View, source: Source, units: dict[str, Unit]) -> DocumentView:
    """The fields of a document in the words its page prints."""
    fields = source.fields
    assert fields is not None
    attachments = []
    for attachment in fields.attachments:
        path = attachment.file.lstrip("/")
        name = attachment.name or posixpath.basename(path)
        kind = posixpath.splitext(path)[1].lstrip(".").lower()
        attachments.append((name, file_url(path), size_text(view.file_size(path)), kind))
    if fields.type in TYPES and (form := view.platform.form(source.path)) is not None and form.table:
        kind = posixpath.splitext(form.table)[1].lstrip(".")
        size = size_text(view.file_size(form.table))
        attachments.append((f"{form.year}年度报表数据", file_url(form.table), size, kind))
    return DocumentView(
        id=fields.id,
        type=fields.type,
        title=fields.title,
        published=f"{fields.published:%Y-%m-%d %H:%M}",
        published_iso=fields.published.isoformat(),
        source=fields.source,
        publisher_name=units["publisher"].name,
        author=fields.author,
        editor=view.person(fields.editor) if fields.editor else "",
        reviewer=view.person(fields.reviewer) if fields.reviewer else "",
        summary=fields.summary,
        keywords=fields.keywords,
        attachments=tuple(attachments),
        doc_no=fields.doc_no,
        on_behalf_of=fields.on_behalf_of,
    )
