"""A zip: an Office document, an OFD, or an archive of other files. Opened with suspicion and within bounds."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from standards.documents.reading import INNER, Enough, Place, Reading

_PROPERTIES = {
    "creator": "作者", "lastModifiedBy": "最后修改人", "title": "标题", "subject": "主题", "description": "备注",
    "keywords": "关键词", "category": "类别", "Company": "单位", "Manager": "主管", "contentStatus": "状态",
}  # fmt: skip
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".jb2", ".jp2")
_SLIDE = re.compile(r"ppt/(?:slides|notesslides)/(slide|notesslide)(\d+)\.xml")
_SLIDES = {"slide": "幻灯片", "notesslide": "幻灯片的备注"}
_SILENT = (
    "styles.xml", "theme", "settings.xml", "fonttable.xml", "numbering.xml", "websettings.xml", "calcchain.xml",
    "[content_types].xml", "_rels", "styleswitheffects.xml", "manifest.xml", "publicres", "signatures", "metadata.xml",
)  # fmt: skip
"""Parts in which nobody writes anything."""


class Parts:
    """The entries of a zip, read one by one on demand."""

    def __init__(self, reading: Reading, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > reading.limits.entries:
            raise Enough
        self._reading = reading
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = [entry.filename for entry in self._archive.infolist() if not entry.is_dir()]
        self.is_locked = any(entry.flag_bits & 1 for entry in self._archive.infolist())

    def data(self, name: str) -> bytes:
        """The bytes of an entry, as many as it says it has. Raises Enough, KeyError, or what zipfile raises."""
        entry = self._archive.getinfo(name)
        self._reading.unpack(entry.file_size)
        with self._archive.open(entry) as stream:  # read() alone would inflate whatever there is
            return stream.read(entry.file_size)

    def tree(self, name: str) -> Any:
        """The root of an XML part; an element without anything where there is no such part."""
        if name not in self.names:
            return etree.Element("none")
        data = self.data(name)
        if len(data) > self._reading.limits.part:
            raise Enough
        return etree.fromstring(data, parser()) if data.strip() else etree.Element("none")

    def links(self, name: str) -> Mapping[str, tuple[str, str]]:
        """What the ids of a part stand for: the last word of its type; an outside address, or the name of an entry."""
        folder, _, base = name.rpartition("/")
        found = {}
        for element in self.tree(posixpath.join(folder, "_rels", f"{base}.rels")):
            if local(element) != "Relationship":
                continue
            target = element.get("Target", "")
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
        return found


def parser() -> Any:
    """Nothing is fetched, no entity is expanded."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_archive(reading: Reading, data: bytes, depth: int) -> str:
    """Whatever kind of zip it is; the kind is returned."""
    from standards.documents.docx import read_docx
    from standards.documents.ofd import BOOK, read_ofd
    from standards.documents.xlsx import read_xlsx

    parts = Parts(reading, data)
    if not any(name in parts.names for name in (BOOK, "[Content_Types].xml", "mimetype", "word/document.xml")):
        reading.names += [f"{reading.inside}{name}" for name in parts.names]
    if parts.is_locked:
        reading.fault("encrypted", "文件加了密码，没有查看", "请去掉密码后替换：读者也打不开它")
        return "encrypted"
    if "word/document.xml" in parts.names:
        kind, seen = "docx", read_docx(reading, parts)
    elif "xl/workbook.xml" in parts.names:
        kind, seen = "xlsx", read_xlsx(reading, parts)
    elif BOOK in parts.names:
        kind, seen = "ofd", read_ofd(reading, parts)
    elif "[Content_Types].xml" in parts.names or "mimetype" in parts.names:
        kind, seen = ("pptx" if "ppt/presentation.xml" in parts.names else "office"), set()
    else:
        _read_files(reading, parts, parts.names, "压缩包里的", depth)
        return "zip"
    rest = [name for name in parts.names if name not in seen]
    _read_rest(reading, parts, rest)
    _read_files(reading, parts, [n for n in rest if "/embeddings/" in n], "文件里嵌入的", depth)
    return kind


def _read_rest(reading: Reading, parts: Parts, names: list[str]) -> None:
    """What no reader asked for: properties, drawings, charts, caches of data that is no longer shown, pictures."""
    for name in names:
        try:
            _read_template(reading, parts, name)
            _read_part(reading, parts, name)
        except etree.XMLSyntaxError:
            reading.fault("damaged", f"文件内部的 {name} 读不出来，没有查看", "请用 Word、WPS 重新另存后替换")


def _read_template(reading: Reading, parts: Parts, name: str) -> None:
    """Where the author's template or another of his files lay, as relationships keep it."""
    if name.endswith(("settings.xml.rels", "externalLink1.xml.rels")):
        for element in parts.tree(name):
            if local(element) == "Relationship" and element.get("TargetMode") == "External":
                reading.add(element.get("Target", ""), Place("文件属性“模板或引用的文件”", hidden=INNER))


def _read_part(reading: Reading, parts: Parts, name: str) -> None:
    lower = name.lower()
    if lower.endswith(_PICTURES):
        if not lower.startswith("docprops/"):  # the small preview that file managers show
            reading.show(Place("文件里的图片"), parts.data(name))
    elif lower.startswith("docprops/") and lower.endswith(".xml"):
        for element in parts.tree(name).iter():
            label = _PROPERTIES.get(local(element), element.get("name", "") or local(element))
            reading.add((element.text or "")[:10_000], Place(f"文件属性“{label}”"))
    elif lower.endswith((".xml", ".vml")) and not any(word in lower for word in _SILENT):
        hidden = INNER if "cache" in lower or "externallink" in lower else ""
        slide = _SLIDE.fullmatch(lower)
        for text in words_of(parts.tree(name)):
            reading.add(
                text, Place(f"第{slide[2]}张{_SLIDES[slide[1]]}" if slide else f"文件内部 {name}", hidden=hidden)
            )


def words_of(root: Any) -> Iterator[str]:
    """The texts of an XML part: paragraphs whole where it has any, and the values that caches keep in attributes."""
    for element in root.iter():
        if local(element) == "p":
            yield "".join(text for text in element.itertext() if isinstance(text, str))
        elif element.text and not any(local(above) == "p" for above in element.iterancestors()):
            yield element.text
        if "v" in element.attrib:
            yield element.get("v")


def _read_files(reading: Reading, parts: Parts, names: list[str], where: str, depth: int) -> None:
    from standards.documents.reader import read_into

    before = reading.inside
    for name in names:
        reading.inside = f"{before}{where}“{posixpath.basename(name)}”"
        if depth >= reading.limits.depth:
            reading.fault("archive", "压缩包层数太多，没有查看", "请逐个文件作附件")
            continue
        read_into(reading, name, parts.data(name), depth + 1)
    reading.inside = before
