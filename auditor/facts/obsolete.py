"""What of a page no browser of today runs any more: plug-ins, ActiveX, VML, ``<bgsound>``, frames without a way round.

Flash Player has been blocked by its maker since 2021-01-12; Silverlight ended 2021-10-12; browsers dropped Java applets
from 2015 on, and Internet Explorer, the only one to run ActiveX and VML, was switched off on 2023-02-14. What something
else on the page stands in for (a video within the object, an emulator) is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from turbohtml import Document, Element

from auditor.facts.regions import Places
from auditor.facts.scripts import LONGEST
from auditor.facts.text import Source, fold
from auditor.model import Obsolete, ObsoleteKind

MANY = 50
"""Obsolete things of a page that are kept."""

LOOKED_AT = 200
"""Elements of a page that are asked what stands around them: no honest page has more, and asking takes its time."""

DEEP = 64
"""Ancestors that are asked for."""

WORDS = 10
"""Characters of text within an object from which they are its substitute."""

_HINT = re.compile(r"<(?:embed|object|applet|bgsound|frameset|v:)|\.swf|ActiveXObject", re.I)
_EMULATOR = re.compile(r"ruffle(?:\.min)?\.js|@ruffle-rs/ruffle|RufflePlayer", re.I)
_TYPES: tuple[tuple[str, ObsoleteKind], ...] = (
    ("application/x-shockwave-flash", "flash"),
    ("application/x-silverlight", "silverlight"),
    ("application/x-java-applet", "java"),
    ("application/x-java-bean", "java"),
    ("application/x-mplayer2", "media-player"),
    ("application/x-oleobject", "activex"),
    ("audio/x-pn-realaudio", "media-player"),
    ("video/x-ms-", "media-player"),
    ("audio/x-ms-", "media-player"),
)
_CLASSES: dict[str, ObsoleteKind] = {
    "d27cdb6e-ae6d-11cf-96b8-444553540000": "flash",
    "dfeaf541-f3e1-4c24-acac-99c30715084a": "silverlight",
    "8ad9c840-044e-11d1-b3e9-00805f499d93": "java",
    "6bf52a52-394a-11d3-b153-00c04f79faa6": "media-player",
    "22d6f312-b0f6-11d0-94ab-0080c74c7e95": "media-player",
    "cfcdaa03-8be4-11cf-b84b-0020afbbccfa": "media-player",
    "02bf25d5-8c17-4b23-bc80-d3488abddc6b": "media-player",
}
_ENDS: tuple[tuple[tuple[str, ...], ObsoleteKind], ...] = (
    ((".swf",), "flash"),
    ((".xap",), "silverlight"),
    ((".class", ".jar"), "java"),
    ((".wmv", ".wma", ".asf", ".asx", ".rm", ".rmvb", ".ram"), "media-player"),
)
_STANDS_IN = "video,audio,img,iframe,picture,canvas,svg,a[href]"
_EXCUSE = re.compile(r"flash|插件|plug-?in|silverlight|java|activex|播放器|不支持", re.I)
_SCRIPT_FLASH = re.compile(
    r"""(?:embedSWF|SWFObject)\s*\(\s*["']([^"'\n]{1,200}\.swf)|AC_FL_RunContent\s*\((?=[^;]{0,500}\.swf)"""
)
_ASKS_FIRST = re.compile(
    r"XMLHttpRequest|window\.ActiveXObject|typeof\s+ActiveXObject|[\"']ActiveXObject[\"']\s+in\b|\btry\b"
)
_PICTURED = frozenset({"v:imagedata", "v:textbox", "v:textpath"})


def read_obsolete(
    document: Document, places: Places, source: Source, elements: Sequence[Element]
) -> tuple[Obsolete, ...]:
    """The obsolete things of a page, in its order; what is too small to be seen is left out."""
    if not _HINT.search(source.text) or _EMULATOR.search(source.text):
        return ()
    found = chain(_elements(document, elements), _scripted(document))
    return tuple(
        Obsolete(kind=kind, name=name[:200], region=places.of(element).region, locator=source.element(element))
        for element, kind, name in islice(found, MANY)
    )


def _elements(document: Document, elements: Sequence[Element]) -> Iterator[tuple[Element, ObsoleteKind, str]]:
    for element in document.select("embed,object,applet,bgsound")[:LOOKED_AT]:
        if element.tag == "bgsound":
            yield element, "bgsound", element.attr("src") or ""
        elif (kind := _kind(element)) and not (_within_another(element) or _unseen(element) or _stood_in(element)):
            yield element, kind, _address(element)
    frames = document.select_one("frameset")
    if frames is not None and not any(fold(one.text) for one in document.select("noframes")):
        yield frames, "frameset", ""
    drawn = (element for element in elements if element.tag in _PICTURED)
    for element in islice(drawn, LOOKED_AT):
        if not _beside_picture(element):
            yield element, "vml", element.attr("src") or element.tag


def _scripted(document: Document) -> Iterator[tuple[Element, ObsoleteKind, str]]:
    """What scripts of the page put there, as far as they name it."""
    scripts = [script for script in document.select("script:not([src])") if len(script.text) <= LONGEST]
    asked = any(_ASKS_FIRST.search(script.text) for script in scripts)
    for script in scripts:
        if "wf" in script.text and (found := _SCRIPT_FLASH.search(script.text)):
            yield script, "flash", found[1] or ""
        if "new ActiveXObject" in script.text and not asked:
            yield script, "activex", "ActiveXObject"


def _kind(element: Element) -> ObsoleteKind | None:
    """What would have to run it; None for what browsers show themselves."""
    if element.tag == "applet":
        return "java"
    typed = (element.attr("type") or "").strip().lower()
    if kind := next((kind for start, kind in _TYPES if typed.startswith(start)), None):
        return kind
    address = _address(element).partition("?")[0].lower()
    if kind := next((kind for ends, kind in _ENDS if address.endswith(ends)), None):
        return kind
    named = (element.attr("classid") or "").strip().lower()
    if named.startswith("java:"):
        return "java"
    return _CLASSES.get(named.removeprefix("clsid:").strip("{}"), "activex") if named.startswith("clsid:") else None


def _address(element: Element) -> str:
    """What it would play: of an object, its data or the parameter that names it."""
    address = (element.attr("src") or element.attr("data") or element.attr("code") or "").strip()
    if address and not address.lower().startswith("data:"):
        return address
    for param in element.select("param"):
        if (param.attr("name") or "").lower() in ("movie", "src", "url", "filename", "source", "code"):
            return (param.attr("value") or "").strip()
    return ""


def _within_another(element: Element) -> bool:
    """Whether it stands in an object that is told itself: <object><embed></object> is one thing."""
    above = islice(element.ancestors, DEEP)
    return any(isinstance(one, Element) and one.tag == "object" and _kind(one) for one in above)


def _unseen(element: Element) -> bool:
    """Whether it takes no place: a helper for printing, a sound, a counter."""
    sizes = [(element.attr(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return any(size.isascii() and size.isdigit() and int(size) <= 1 for size in sizes)


def _stood_in(element: Element) -> bool:
    """Whether something else is shown in its place."""
    if any(not _leads_to_plug_in(one) for one in element.select(_STANDS_IN)):
        return True
    if any(_kind(one) is None and _address(one) for one in element.select("object,embed")):
        return True
    text = fold(element.text)
    return len(text) >= WORDS and not _EXCUSE.search(text)


def _leads_to_plug_in(element: Element) -> bool:
    """The usual <a href="…/getflashplayer"><img></a> of objects that cannot be played."""
    above = element.parent if element.tag != "a" else element
    address = (above.attr("href") or "") if isinstance(above, Element) and above.tag == "a" else ""
    return bool(address) and (_EXCUSE.search(address + fold(element.text)) is not None or "adobe.com" in address)


def _beside_picture(element: Element) -> bool:
    """Word writes each drawing twice: as VML, and as a picture beside it."""
    above: Element | None = element
    for _ in range(4):
        above = above.parent if above is not None and isinstance(above.parent, Element) else None
        if above is not None and above.select_one("img") is not None:
            return True
    return False
