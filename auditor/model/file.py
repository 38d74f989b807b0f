"""What an attachment says, taken once at fetch."""

from __future__ import annotations

import msgspec

from auditor.model.page import Link, Table, TextBlock


class Unread(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Why an attachment, or some of it, was not read: a code (``damaged``, ``truncated``, ``encrypted``, ``scan``,
    ``old-format``, ``archive``, ``too-large``, ``unknown``, ``killed``, ``failed``), what to tell, what to do; both in
    Chinese."""

    code: str
    what: str
    cure: str


class Hidden(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something in an attachment that nobody sees who opens it: why not, where first, how it begins, how many such
    pieces there are."""

    why: str
    place: str
    text: str
    number: int


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a check may ask about one attachment. Its passages are blocks whose locator's selector says in words
    where they stand (第3页, 工作表“名单”B7, 批注); those of ``kind`` ``attribute`` nobody sees who opens the file."""

    url: str
    """As the site's pages link to it."""
    name: str = ""
    """What it is called when it is saved: by Content-Disposition, else by its address; decoded."""
    kind: str = ""
    """What its bytes are: pdf, docx, xlsx, pptx, ofd, doc, xls, ppt, csv, text, picture, zip, …; empty: unknown."""
    content_type: str = ""
    size: int = 0
    """Bytes that arrived."""
    digest: str = ""
    """blake2b of them, 32 hex digits."""
    truncated: str = ""
    """Why not all of it arrived, as of a page; or empty."""
    fault: str = ""
    """The reason code of its link's verdict where that already says what is wrong with the file."""
    parts: int = 0
    """Pages or sheets."""
    blocks: tuple[TextBlock, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    """What the file says of itself (作者, 最后修改人, 单位, 模板, 拍摄地点): names and values."""
    hidden: tuple[Hidden, ...] = ()
    names: tuple[str, ...] = ()
    """The files in an archive."""
    changes: int = 0
    """Tracked changes that are still open."""
    pictures: int = 0
    """Pictures in it that nobody has read."""
    unread: tuple[Unread, ...] = ()
