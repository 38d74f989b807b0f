"""An Office file (DOCX, XLSX): a zip of XML parts, opened with suspicion.

How many entries, how many bytes they unpack to, and whether a part declares entities are known before anything of it
reaches a library that trusts its input.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from plugins.desk.notices.incoming import OLE, Unusable, is_encrypted

ENTRY_LIMIT = 5_000
UNPACKED_LIMIT = 300 * 1024 * 1024
PART_LIMIT = 16 * 1024 * 1024
NODE_LIMIT = 200_000
"""Elements of one part: about as many as a table of two thousand rows has; converting them takes half a minute."""
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip
_KINDS = {b"{\\rtf": "RTF 文档", b"%PDF": "PDF 文件", b"\xff\xd8\xff": "图片", b"\x89PNG": "图片", b"<": "网页"}
AGAIN = "请向来稿人重新索取，或用 Word、WPS 打开后另存为 .docx"


def unpack(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The entries whose names are ``wanted``, by name. Raises Unusable for anything but a sound zip within bounds."""
    if is_encrypted(data):
        raise Unusable("文件加了密码，打不开", "请去掉密码后再发来")
    if data.startswith(OLE):
        raise Unusable("其实是老格式的 Office 文件，只是改了扩展名", "请用 Word、WPS 打开，另存为 .docx 或 .xlsx")
    if not data.startswith(b"PK"):
        kind = next((name for sign, name in _KINDS.items() if data.lstrip().startswith(sign)), "")
        what = f"其实是{kind}，只是改了扩展名" if kind else "不是 Office 文件，或已经损坏"
        raise Unusable(what, AGAIN)
    if data.count(_DIRECTORY_ENTRY) > ENTRY_LIMIT:
        raise Unusable(f"里面的文件超过 {ENTRY_LIMIT} 个，没有打开", "这不像正常的文档，请核对来源")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, wanted)
    except _BROKEN:
        raise Unusable("文件不完整或已经损坏，打不开", AGAIN) from None


def _read(archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        what = f"解开以后超过 {UNPACKED_LIMIT // 1024 // 1024} MB，没有打开"
        raise Unusable(what, "这不像正常的文档，请核对来源；图片太多太大的请先压缩图片")
    found = {}
    for entry in entries:
        if not entry.is_dir() and wanted(entry.filename):
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Unusable("压缩方式不是 Office 用的，没有打开", AGAIN)
            is_part = entry.filename.endswith((".xml", ".rels"))
            if is_part and entry.file_size > PART_LIMIT:
                what = f"文字部分超过 {PART_LIMIT // 1024 // 1024} MB，没有打开"
                raise Unusable(what, "请分成几个文件，或作为附件发布")
            with archive.open(entry) as stream:  # a size is asked for, since read() would inflate all there is first
                found[entry.filename] = stream.read(entry.file_size)
    return found


def parse(data: bytes) -> Any:
    """The root of a part, transitional namespaces in place of strict ones. Raises Unusable.

    Nothing is fetched and no entity is expanded; a part that declares any is refused, since Office never does.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    plain = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    try:
        root = etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise Unusable("文件内容不完整或已经损坏", AGAIN) from None
    if root.getroottree().docinfo.doctype:
        raise Unusable("文件里有 XML 实体声明，没有打开", "正常的文档里没有，请核对来源")
    if sum(1 for _ in root.iter()) > NODE_LIMIT:
        raise Unusable("内容太多，没有打开", "请分成几个文件，或作为附件发布")
    return root
