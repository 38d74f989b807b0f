"""The tree of a Word part made plain: what a reader of the final text would see, and nothing else.

Deleted and hidden text goes, inserted text stays, wrappers dissolve, text boxes become paragraphs, and references that
lead nowhere are taken out, so that mammoth, which trusts its input, meets only what it knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from plugins.desk.word.package import Package, R, Relation, W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
A = f"{{{_DRAWING}/main}}"
_CHARTS = (f"{_DRAWING}/chart", f"{_DRAWING}/diagram")
_CHANGES = tuple(
    f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "tblPrEx", "numbering")
)
_WRAPPERS = tuple(f"{W}{name}" for name in ("ins", "moveTo", "fldSimple", "smartTag", "customXml", "bdo", "dir"))
_OFF = {"0", "false", "off", "none"}
_SPACES = re.compile(r"[ \t\r\n\u00a0\u2002-\u200a\u2028\u2029]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0080-\u009f\ufffe\uffff]")


def is_on(element: Any, name: str) -> bool:
    """Whether a property such as ``w:b`` is set below ``element`` (which may be None)."""
    found = element.find(f"{W}{name}") if element is not None else None
    return found is not None and found.get(f"{W}val", "") not in _OFF


def make_plain(package: Package) -> Counter[str]:
    """Make text and notes plain, in place. What was found on the way, counted.

    The keys: revisions, comments, hidden, boxes, contents, charts, objects, imports, lost_pictures.
    """
    found: Counter[str] = Counter()
    notes = {
        role: {note.get(f"{W}id") for note in package.trees[role]} if role in package.trees else set()
        for role in ("footnotes", "endnotes")
    }
    for role in ("document", "footnotes", "endnotes"):
        if role in package.trees:
            root = package.trees[role]
            _choose_alternatives(root)
            _accept_revisions(root, found)
            _drop_hidden(root, found)
            _dissolve(root, found)
            _settle_references(root, package.relations.get(role, {}), package.media, notes, found)
            _free_boxes(root, found)
            _clean_text(root)
    return found


def _choose_alternatives(root: Any) -> None:
    """Of a shape told twice, for new readers and for old ones, the old way: it holds text and pictures both."""
    for choice in list(root.iter(f"{MC}AlternateContent")):
        fallback = choice.find(f"{MC}Fallback")
        kept = fallback if fallback is not None and len(fallback) else choice.find(f"{MC}Choice")
        _replace(choice, list(kept) if kept is not None else [])


def _accept_revisions(root: Any, found: Counter[str]) -> None:
    for change in list(root.iter(*_CHANGES)):
        found["revisions"] += 1
        _remove(change)
    for gone in list(root.iter(f"{W}del", f"{W}moveFrom", f"{W}cellDel")):
        if gone.getparent() is None:
            continue
        found["revisions"] += 1
        holder = gone.getparent()
        if holder.tag in (f"{W}trPr", f"{W}tcPr"):
            _remove(holder.getparent())
        elif holder.tag != f"{W}rPr":  # a paragraph's mark is looked at below
            _remove(gone)
    for mark in list(root.iter(f"{W}ins", f"{W}moveTo")):
        found["revisions"] += 1
        if mark.getparent().tag in (f"{W}rPr", f"{W}trPr", f"{W}tcPr"):
            _remove(mark)
    for paragraph in list(root.iter(f"{W}p")):
        _join_with_next(paragraph)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            _remove(table)


def _join_with_next(paragraph: Any) -> None:
    """A paragraph whose end was deleted runs on into the one after it, which gives the form."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    if marks is None or (marks.find(f"{W}del") is None and marks.find(f"{W}moveFrom") is None):
        return
    after = paragraph.getnext()
    inner = [child for child in paragraph if child.tag != f"{W}pPr"]
    if after is not None and after.tag == f"{W}p":
        start = 1 if after.find(f"{W}pPr") is not None else 0
        for place, child in enumerate(inner, start):
            after.insert(place, child)
        _remove(paragraph)
    else:
        _remove(marks)


def _drop_hidden(root: Any, found: Counter[str]) -> None:
    for run in list(root.iter(f"{W}r")):
        if is_on(run.find(f"{W}rPr"), "vanish"):
            found["hidden"] += any(text.text for text in run.iter(f"{W}t"))
            _remove(run)


def _dissolve(root: Any, found: Counter[str]) -> None:
    """Take wrappers away and keep what is in them; tables of contents, which only repeat, go altogether."""
    for control in list(root.iter(f"{W}sdt")):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        gallery = properties.find(f".//{W}docPartGallery") if properties is not None else None
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            found["contents"] += 1
            _remove(control)
        elif properties is None or properties.find(f"{W14}checkbox") is None:
            _replace(control, list(content) if content is not None else [])
    for wrapper in list(root.iter(*_WRAPPERS)):
        _replace(wrapper, [child for child in wrapper if child.tag != f"{W}customXmlPr"])
    for ruby in list(root.iter(f"{W}ruby")):
        base = ruby.find(f"{W}rubyBase")
        _replace(ruby.getparent(), list(base) if base is not None else [])
    for mark in list(root.iter(f"{W}commentReference")):
        found["comments"] += 1
        _remove(mark)
    for kind, tags in (("objects", [f"{W}object"]), ("imports", [f"{W}altChunk", f"{W}subDoc"])):
        found[kind] += sum(1 for _ in root.iter(*tags))
    found["charts"] += sum(1 for data in root.iter(f"{A}graphicData") if data.get("uri") in _CHARTS)


def _settle_references(
    root: Any,
    relations: Mapping[str, Relation],
    media: Mapping[str, bytes],
    notes: Mapping[str, set[str | None]],
    found: Counter[str],
) -> None:
    """Take out pictures, links and notes that lead nowhere, pictures outside the file among them."""
    pictures = {key for key, r in relations.items() if not r.external and r.target in media}
    for picture in list(root.iter(f"{A}blip", f"{V}imagedata")):
        if picture.get(f"{R}embed" if picture.tag == f"{A}blip" else f"{R}id") not in pictures:
            found["lost_pictures"] += 1
            _remove(picture)
    for link in list(root.iter(f"{W}hyperlink")):
        key = link.get(f"{R}id")
        if key is not None and key not in relations:
            _replace(link, list(link))
    for click in list(root.iter(f"{A}hlinkClick")):
        _remove(click)
    for role in ("footnotes", "endnotes"):
        for mark in list(root.iter(f"{W}{role[:-1]}Reference")):
            if mark.get(f"{W}id") not in notes[role]:
                _remove(mark)


def _free_boxes(root: Any, found: Counter[str]) -> None:
    """The paragraphs of a text box follow the paragraph it hangs on."""
    for box in list(root.iter(f"{W}txbxContent")):
        host = next((node for node in box.iterancestors(f"{W}p")), None)
        if host is None:
            continue
        found["boxes"] += 1
        for block in reversed(list(box)):
            host.addnext(block)


def _clean_text(root: Any) -> None:
    """One kind of blank, and no characters that cannot be seen."""
    for text in root.iter(f"{W}t"):
        text.text = _INVISIBLE.sub("", _SPACES.sub(" ", text.text or ""))
    for node in list(root.iter(f"{W}cr", f"{W}ptab")):
        node.tag = f"{W}br" if node.tag == f"{W}cr" else f"{W}tab"


def _replace(element: Any, children: list[Any]) -> None:
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = children


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
