"""The ``<img>`` of a body given what a browser needs to lay a page out at once and to load no more than it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

SIZES = "(min-width: 56em) 814px, calc(100vw - 66px)"
"""How wide a body's column is on the screen: ``.article`` of theme/static/site.css without its padding."""
_TAG = re.compile(r"<([a-z][a-z0-9]*)((?: [^\s\"=<>]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" ([^\s\"=<>]+)=\"([^\"]*)\"")


@dataclass(frozen=True)
class Picture:
    """A published picture. ``url`` is its root-relative address, percent-encoded; ``key`` names what it is made of.

    ``width`` and ``height`` are pixels, both 0 where a drawing (SVG) does not say. ``widths`` are width and address
    of everything there is of it, the narrowest first and the picture itself last; empty where there is only one.
    """

    url: str
    width: int
    height: int
    widths: tuple[tuple[int, str], ...] = ()
    key: str = ""

    @property
    def srcset(self) -> str:
        """The value of the attribute of that name; empty where there is nothing to choose from."""
        return ", ".join(f"{url} {width}w" for width, url in self.widths)

    def at_least(self, width: int) -> str:
        """The address of the narrowest one that is so wide, or of the picture itself."""
        return next((url for wide, url in self.widths if wide >= width), self.url)


def dress(html: str, pictures: Mapping[str, Picture]) -> str:
    """The HTML with width, height, srcset and sizes on every ``<img>`` whose ``src`` is an address among ``pictures``.

    ``html`` is a body as the build's serializer writes it: lower-case names, every attribute quoted. Every picture but
    the first is loaded when a reader comes near it. A width that the editor wrote is kept and the height follows it.
    """
    if "<img" not in html:
        return html
    order = count()

    def put(found: re.Match[str]) -> str:
        return _dressed(found[2], pictures, order) if found[1] == "img" else found[0]

    # All tags are looked at, so that nothing inside an attribute is ever taken for one.
    return _TAG.sub(put, html)


def _dressed(written: str, pictures: Mapping[str, Picture], order: Iterator[int]) -> str:
    """One ``<img>`` anew; the editor's attributes stay in front. Values are HTML, and are passed on as they are."""
    attributes = dict(_ATTRIBUTE.findall(written))
    picture = pictures.get(attributes.get("src", ""))
    if picture is not None and picture.width:
        asked = attributes.get("width", "")
        width = int(asked) if re.fullmatch(r"[1-9][0-9]{0,3}", asked) else picture.width
        attributes["width"] = str(width)
        attributes["height"] = str(max(1, round(width * picture.height / picture.width)))
        if picture.srcset:
            attributes["srcset"] = picture.srcset
            attributes["sizes"] = SIZES if width == picture.width else f"{width}px"
    if next(order):
        attributes["loading"] = "lazy"
    attributes["decoding"] = "async"
    return "<img" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + ">"
