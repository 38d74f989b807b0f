"""A .docx taken apart: its text, notes, styles and numbering as trees, its pictures, and where its links lead."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree  # type: ignore[import-untyped]

from plugins.desk.notices.incoming import Unusable
from plugins.desk.notices.office_file import AGAIN, parse, unpack

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NOTES = ("footnotes", "endnotes")
_LEFT_OUT = (".odttf", ".ttf", ".bin", ".xlsx", ".docx", ".pptx", ".vml")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Relation:
    """What an ``r:id`` stands for: ``kind`` is the last word of its type; ``target`` an address, or an entry's name."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """``trees`` by role (``document``, ``styles``, ``numbering``, ``footnotes``, ``endnotes``, ``comments``), only
    those that are there; ``relations`` of a role by id; ``media`` the bytes of the other entries by name."""

    trees: Mapping[str, Any]
    relations: Mapping[str, Mapping[str, Relation]]
    media: Mapping[str, bytes]

    def packed(self) -> io.BytesIO:
        """A .docx of the text, the notes, the links and the pictures alone, as mammoth reads it."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for role in ("document", *NOTES):
                if role in self.trees:
                    archive.writestr(f"word/{role}.xml", etree.tostring(self.trees[role], encoding="utf-8"))
                    archive.writestr(f"word/_rels/{role}.xml.rels", _write_relations(self.relations.get(role, {})))
            for name, data in self.media.items():
                archive.writestr(name, data)
        stream.seek(0)
        return stream


def open_package(data: bytes) -> Package:
    """Take a .docx apart. Raises Unusable with what it is instead, or why it cannot be read."""
    entries = unpack(data, lambda name: not name.lower().endswith(_LEFT_OUT))
    main = next((r.target for r in _relations(entries, "").values() if r.kind == "officeDocument"), "word/document.xml")
    if main not in entries:
        raise Unusable("不是 Word 文档，或已经损坏", AGAIN)
    document = parse(entries[main])
    if document.tag != f"{W}document" or document.find(f"{W}body") is None:
        raise Unusable("不是 Word 文档", AGAIN)
    trees, relations = {"document": document}, {"document": _relations(entries, main)}
    for relation in relations["document"].values():
        if relation.kind in ("styles", "numbering", "comments", *NOTES) and relation.target in entries:
            trees[relation.kind] = parse(entries[relation.target])
            relations[relation.kind] = _relations(entries, relation.target)
    media = {name: kept for name, kept in entries.items() if not name.endswith((".xml", ".rels"))}
    return Package(trees, relations, media)


def _relations(entries: Mapping[str, bytes], part: str) -> dict[str, Relation]:
    """The relations of a part (empty: of the package) by id, targets as names of entries."""
    folder, _, name = part.rpartition("/")
    data = entries.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for element in parse(data).iter(f"{{{_RELATIONS}}}Relationship") if data else ():
        kind = element.get("Type", "").rpartition("/")[2]
        target = element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[element.get("Id", "")] = Relation(kind, target, external)
    return found


def _write_relations(relations: Mapping[str, Relation]) -> str:
    lines = [f'<Relationships xmlns="{_RELATIONS}">']
    for key, relation in relations.items():
        if relation.kind in ("image", "hyperlink"):
            target = relation.target if relation.external else f"/{relation.target}"
            parts = (f"Id={quoteattr(key)}", f'Type="{_OFFICE}/{relation.kind}"', f"Target={quoteattr(target)}")
            lines.append(f"<Relationship {' '.join(parts)}/>")
    return "\n".join([*lines, "</Relationships>"])
