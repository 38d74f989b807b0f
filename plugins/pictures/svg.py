"""Drawings (SVG): published as they are, and therefore refused where they carry more than a drawing.

Opened by its own address an SVG is a document that may run scripts and fetch from strangers, in the name of the site.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

SVG = "http://www.w3.org/2000/svg"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ACTIVE = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "canvas", "handler", "listener"}
_ANIMATION = {"set", "animate", "animateTransform", "animateMotion"}
_INLINE_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_FETCH = re.compile(
    r"(?:url|src)\((?>\s*[\"']?\s*)(?!#|data:(?:image|font)/)[^)]|@import|image-set\(|javascript:", re.IGNORECASE
)
_NAMESPACE = re.compile(r"@namespace[^;]*;")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")
CURE = "请在绘图软件里删去它，另存为“普通 SVG”，或导出成 PNG"


@dataclass(frozen=True)
class Drawing:
    """Width and height in CSS pixels (0 where it does not say), and what must go: line, what, cure."""

    width: int
    height: int
    faults: tuple[tuple[int, str, str], ...] = ()


def read_svg(data: bytes) -> Drawing:
    """Look through an SVG. Nothing outside of it is opened, whatever it refers to."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = (getattr(error, "position", None) or (0, 0))[0]
        return Drawing(0, 0, ((line, "不是完整的 SVG 图片，读不出来", "请从绘图软件里重新导出"),))
    if root.tag != f"{{{SVG}}}svg":
        return Drawing(0, 0, ((root.sourceline or 0, "不是 SVG 图片", "请核对文件，从绘图软件里重新导出"),))
    found = list(_faults(root))
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        found.insert(0, (1, "SVG 图片里有实体定义（ENTITY）", CURE))
    return Drawing(*_size(root), tuple(dict.fromkeys(found)))


def _faults(root: Any) -> Iterator[tuple[int, str, str]]:
    """Everything that runs, fetches or frames."""
    for node in (*root.xpath("preceding-sibling::processing-instruction()"), *root.iter()):
        line = node.sourceline or 0
        if node.tag is etree.ProcessingInstruction:
            if node.target == "xml-stylesheet":
                yield line, "SVG 图片引用外部样式", CURE
        elif isinstance(node.tag, str):
            name = etree.QName(node)
            if name.localname in _ACTIVE or name.namespace == "http://www.w3.org/1999/xhtml":
                yield line, f"SVG 图片里有 <{name.localname}>", CURE
            elif name.localname == "style" and _fetches("".join(node.itertext())):
                yield line, "SVG 图片的样式引用外部文件", CURE
            yield from ((line, what, CURE) for what in _attribute_faults(node, name.localname))


def _attribute_faults(node: Any, element: str) -> Iterator[str]:
    for written, value in node.attrib.items():
        name = etree.QName(written).localname
        if name.lower().startswith("on"):
            yield f"SVG 图片里有事件脚本 {name}"
        elif written == _XML_BASE:
            yield "SVG 图片里有 xml:base"
        elif name in ("href", "src") and not (value.strip().startswith("#") or _INLINE_IMAGE.match(value.strip())):
            yield f"SVG 图片引用外部文件“{value.strip()[:60]}”"
        elif name == "attributeName" and element in _ANIMATION:
            if value.strip().rpartition(":")[2] == "href" or value.strip().lower().startswith("on"):
                yield f"SVG 图片里的动画改动 {value.strip()[:60]}"
        elif "(" in value and _fetches(value):
            yield f"SVG 图片的 {name} 引用外部文件"


def _fetches(style: str) -> bool:
    """Whether a style asks for anything that is not in the file, however it is spelled."""
    plain = _ESCAPE.sub(lambda found: _character(found[1]) if found[1] else found[2], _COMMENT.sub("", style))
    return bool(_FETCH.search(_NAMESPACE.sub("", plain)))


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if 0 < code < 0x110000 else ""


def _size(root: Any) -> tuple[int, int]:
    """What ``width`` and ``height`` say, else ``viewBox``; (0, 0) where neither does."""
    written = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if written[0] and written[1]:
        sides = [float(found[1]) for found in written if found]
    else:
        numbers = re.findall(r"-?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?", root.get("viewBox", ""))
        sides = [float(number) for number in numbers[2:4]]
    if len(sides) == 2 and all(math.isfinite(side) and 1 <= side < 100_000 for side in sides):
        return round(sides[0]), round(sides[1])
    return 0, 0
