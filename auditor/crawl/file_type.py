"""Whether the first bytes of an answer are those of the file that its address promises.

Signatures as the formats' specifications have them (ISO 32000-2 7.5.2: ``%PDF`` within the first 1024 bytes; APPNOTE
4.3.7; MS-CFB 2.2; RFC 2083; …). Only formats whose beginning is certain are judged: ``.doc`` and ``.xls`` may honestly
hold RTF, HTML of a word processor, XML or CSV, so of those only pages in their place are seen. What the server
*calls* the file (Content-Type) is not judged: browsers go by the bytes as well.
"""

from __future__ import annotations

import re

FIRST = 4096
"""Bytes of a file that are asked for."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF",),
    "docx": _ZIP + _OLE, "xlsx": _ZIP + _OLE, "pptx": _ZIP + _OLE,  # OLE: with a password
    "ofd": _ZIP,
    "zip": (*_ZIP, b"PK\x07\x08"),
    "rar": (b"Rar!\x1a\x07",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "gz": (b"\x1f\x8b",), "tgz": (b"\x1f\x8b",),
    "bz2": (b"BZh",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "psd": (b"8BPS",),
}  # fmt: skip
_MAY_BE_NEW = frozenset(("doc", "xls", "ppt", "wps", "et", "dps"))
"""Names of old formats under which files of the new ones (zip) open as well."""
_IN_OFFICE = (
    b"[Content_Types]",
    b"_rels/",
    b"docProps/",
    b"word/",
    b"xl/",
    b"ppt/",
    b"mimetype",
    b"OFD.xml",
    b"customXml",
)
"""Names that are among the first of such a file's parts."""
_LOOKED_INTO = frozenset((
    "pdf", "ofd", "ceb", "doc", "docm", "docx", "dps", "et", "wps", "rtf", "xls", "xlsm", "xlsx", "ppt", "pptx",
    "pps", "ppsx", "7z", "bz2", "gz", "rar", "tar", "tgz", "zip",
))  # fmt: skip
"""What is asked for its first bytes; of pictures and films the head alone is asked for."""

_ATTACHMENTS = (_LOOKED_INTO - {"ceb", "bz2", "gz", "tar", "tgz"}) | frozenset((
    "csv", "txt", "xltx", "dotx", "jpg", "jpeg", "png", "bmp", "tif", "tiff",
))  # fmt: skip
"""What is read whole where pages link to it."""
_DOCUMENT_TYPE = re.compile(
    r"application/(?:pdf|msword|ofd|rtf|zip|x-zip-compressed|x-rar-compressed|vnd\.rar|vnd\.ms-\w+|kswps|kset|ksdps"
    r"|vnd\.openxmlformats-officedocument\.[\w.]+)",
    re.I,
)
_MAY_BE_EMPTY = frozenset(("css", "js", "mjs", "json", "map", "txt", "xml", "csv", "rss", "atom"))
_WITHIN = 1024
_OFFICE_HTML = (b"urn:schemas-microsoft-com", b"ProgId content=", b'Generator content="Microsoft', b"mso-")
_WORDS = re.compile(rb"<(?:!doctype html|html|head|body|title|meta|script)\b", re.I)


def suffix(url: str) -> str:
    """The lower-case end of the name in an address's path, without its dot; empty where it has none."""
    name = url.partition("?")[0].rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_looked_into(url: str) -> bool:
    """Whether the first bytes of an address tell if it is the file it is named as."""
    return suffix(url) in _LOOKED_INTO


def names_attachment(url: str) -> bool:
    """Whether an address is named like something that readers download to read it: a document, an archive, a scan."""
    return suffix(url) in _ATTACHMENTS


def is_attachment(headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether an answer's head says that it is one, whatever its address is called."""
    named = dict(reversed(headers))
    if _DOCUMENT_TYPE.match(named.get("content-type", "").strip()):
        return True
    said = named.get("content-disposition", "").lower()
    name = re.search(r"filename\*?\s*=\s*\"?([^;\"]+)", said)
    return name is not None and suffix(name[1].strip().replace("?", "")) in _ATTACHMENTS


def may_be_empty(url: str) -> bool:
    """Whether nothing at all is an honest file of that name: a script or a style sheet may have nothing to say."""
    return suffix(url) in _MAY_BE_EMPTY


def file_fault(url: str, head: bytes, *, says_html: bool) -> str:
    """What is wrong with a file's first bytes (at least one): ``page-for-file``, ``wrong-bytes``, or nothing.

    ``says_html`` is what the server calls it, which only names what the bytes have shown to be something else.
    """
    named = suffix(url)
    if is_markup(head):
        word_processor = named in ("doc", "xls", "wps", "et") and any(mark in head for mark in _OFFICE_HTML)
        return "" if word_processor else "page-for-file"
    if named in _MAY_BE_NEW and head.startswith(_ZIP) and not any(part in head for part in _IN_OFFICE):
        return "wrong-bytes"  # an archive under a document's name
    expected = _BEGINNINGS.get(named)
    if expected is None:
        return ""
    fits = expected[0] in head[:_WITHIN] if named == "pdf" else head.startswith(expected)
    if fits:
        return ""
    return "page-for-file" if says_html else "wrong-bytes"


def is_markup(head: bytes) -> bool:
    """Whether bytes are the beginning of an HTML page."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    return start[:1] == b"<" and _WORDS.search(start[:_WITHIN]) is not None
