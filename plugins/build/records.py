"""What templates receive. Small frozen records; every url is root-relative unless its name says otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NavItem:
    """An entry of the main navigation; ``current`` is ``page`` on that very page, ``true`` below it, else empty."""

    name: str
    url: str
    current: str


@dataclass(frozen=True)
class Crumb:
    """A step from the home page to this one."""

    name: str
    url: str


@dataclass(frozen=True)
class TreeNode:
    """A column in the tree beside a page: 0-based depth, whether it is the page's own, whether it leads there."""

    name: str
    url: str
    depth: int
    current: bool
    open: bool
    children: tuple[TreeNode, ...]


@dataclass(frozen=True)
class Page:
    """What every template knows of its page. ``kind`` is home, column, content or other.

    ``canonical`` is absolute (empty where a page has none), ``metas`` the national tags in printing order,
    ``description`` what search engines are told, or empty, ``feed`` the address of the column's feed or empty,
    ``linked_data`` what the page is for programs (JSON-LD, fit to stand in a data block) or empty.
    """

    kind: str
    title: str
    url: str
    canonical: str
    metas: tuple[tuple[str, str], ...]
    description: str
    breadcrumb: tuple[Crumb, ...]
    feed: str
    tree: tuple[TreeNode, ...]
    linked_data: str = ""


@dataclass(frozen=True)
class DocLink:
    """A document in a list. ``date`` is YYYY-MM-DD, ``datetime_iso`` has +08:00.

    ``note`` is a word on its state or form (公示中, 废止, 图解), ``note_kind`` how it is meant: ``live`` (running),
    ``done``, ``void`` (no longer in force), ``plain``. ``picture`` is the address of its first picture, small;
    ``picture_set`` an ``srcset`` of all its widths or empty, ``picture_size`` the pixels of the largest, 0 if unknown.
    """

    title: str
    url: str
    date: str
    datetime_iso: str
    summary: str = ""
    column: str = ""
    picture: str = ""
    picture_set: str = ""
    picture_size: tuple[int, int] = (0, 0)
    note: str = ""
    note_kind: str = ""


@dataclass(frozen=True)
class Banner:
    """One sentence above a document on its state; ``kind`` as in DocLink, or ``archive``. ``by`` and ``by_url`` are the
    document that made it so, or empty."""

    kind: str
    text: str
    by: str = ""
    by_url: str = ""


@dataclass(frozen=True)
class FindingRow:
    """A row of a clean-up table. ``url`` is empty for what is not on this site."""

    title: str
    url: str
    doc_no: str
    result: str
    note: str


@dataclass(frozen=True)
class GoneView:
    """What stands in place of a document that is no longer public; empty where nothing may be said. ``at`` is
    YYYY-MM-DD HH:MM."""

    heading: str
    title: str
    at: str
    reason: str
    unit_name: str
    contact: str
    column_name: str
    column_url: str


@dataclass(frozen=True)
class DocumentView:
    """A document as its own page prints it. ``attachments`` are name, url, size in words, kind (pdf, xlsx, …)."""

    id: str
    type: str
    title: str
    published: str
    published_iso: str
    source: str
    publisher_name: str
    author: str
    editor: str
    reviewer: str
    summary: str
    keywords: tuple[str, ...]
    attachments: tuple[tuple[str, str, str, str], ...]
    doc_no: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class ColumnView:
    """A column as its page prints it."""

    name: str
    description: str
    url: str
    unit_name: str
    archived: bool


@dataclass(frozen=True)
class ColumnLink:
    """A sub-column and how many public documents stand in it and below."""

    name: str
    url: str
    count: int
    description: str = ""


@dataclass(frozen=True)
class TopicCard:
    """A special topic as others point to it; an archived one is over and kept for reading."""

    name: str
    url: str
    description: str
    archived: bool
    count: int


@dataclass(frozen=True)
class ArchiveLink:
    """A month of a column, and how many documents it has."""

    name: str
    url: str
    count: int


@dataclass(frozen=True)
class YearLinks:
    """The months of a year that have documents, newest first; ``url`` is the page of the whole year, or empty."""

    year: str
    months: tuple[ArchiveLink, ...]
    count: int
    url: str = ""


@dataclass(frozen=True)
class Turn:
    """Where a list page behind a column's first stands: its month, the pages on either side (empty at the ends), the
    column's first page. No page numbers: a page must not change when another is added at the far end."""

    month: str
    newer_url: str
    older_url: str
    front_url: str


@dataclass(frozen=True)
class Section:
    """A column with its newest documents, those of its sub-columns among them, and those sub-columns likewise.

    ``type`` is the national ColumnType word.
    """

    name: str
    url: str
    items: tuple[DocLink, ...]
    type: str = ""
    description: str = ""
    children: tuple[Section, ...] = ()


@dataclass(frozen=True)
class TownLink:
    """A town and how many villages it has."""

    name: str
    url: str
    count: int
