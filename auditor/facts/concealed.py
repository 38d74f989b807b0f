"""Whether a link is kept from the reader's eyes, and how: the marks of hidden links (暗链).

Only what the page itself says is known: ``style`` attributes, ``hidden``, old presentational attributes, and rules of
its ``<style>`` elements whose selector is one class or id (``.x``, ``#x``, ``div.x``). Style sheets in files are not
read, so a link that only they hide counts as seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from turbohtml import Document, Element

FAR = 500
"""Pixels outside the page from which an element is out of sight."""

_BRACE = re.compile(r"([{}])")
_SIMPLE = re.compile(r"\s*[a-z][a-z0-9]*?([.#][\w-]+)\s*|\s*([.#][\w-]+)\s*", re.I)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.S)
_LENGTH = re.compile(r"\s*(-?[\d.]+)\s*(px|pt|em|rem|ex|vw|vh|%)?\s*", re.I)
_SHRUNK = re.compile(r"scale(?:3d|x|y)?\(\s*0*(?:\.0+)?\s*[,)]")
_CUT = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]+){3}[01](?:px)?\s*\)")
_CUT_PATH = re.compile(
    r"inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0(?:px)?\s+0(?:px)?(?:\s*,\s*0(?:px)?\s+0(?:px)?)+\s*\)"
)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "vw": 12.0, "vh": 8.0, "%": 0.0}
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*(?:1|1\.0+|100%)\s*)?\)")
_NAMES = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "blue": "#0000ff", "gray": "#808080"}
_OFFSETS = ("left", "top", "right", "bottom", "margin-left", "margin-top")


class _State(msgspec.Struct, frozen=True):
    """What an element has from those around it: ``how`` they hide it, and what a descendant may override."""

    how: str = ""
    visible: bool = True
    font: float = 16.0
    colour: str = ""
    ground: str = ""


_SEEN = _State()
_NOTHING: dict[str, str] = {}


class Concealment:
    """How the links of one document are hidden. ``text`` is the decoded page, ``document`` what was parsed from it."""

    def __init__(self, document: Document, text: str) -> None:
        self._document = document
        self._rules: dict[str, dict[str, str]] | None = None if "<style" in text or "<STYLE" in text else {}
        self._end = max(text.rfind("</html"), text.rfind("</HTML"))
        self._states: dict[Element, _State] = {}

    def how(self, element: Element) -> str:
        """Empty for a link that can be seen, else how it is hidden:

        ``not-shown`` (display, visibility, ``hidden``, opacity, a box without height: scripts may show it again),
        ``off-screen``, ``tiny`` (letters or a marquee of no size), ``same-colour`` or ``after-html``.
        """
        location = element.source_location
        if 0 <= self._end < (location.start_tag.start_offset if location else -1):
            return "after-html"
        state = self._state(element)
        if state.how:
            return state.how
        if not state.visible:
            return "not-shown"
        if state.font <= 1:
            return "tiny"
        return "same-colour" if state.colour and state.colour == state.ground else ""

    def _state(self, element: Element) -> _State:
        chain: list[Element] = []
        at: object = element
        while isinstance(at, Element) and at not in self._states and len(chain) < 200:
            chain.append(at)
            at = at.parent
        state = self._states.get(at, _SEEN) if isinstance(at, Element) else _SEEN
        for one in reversed(chain):
            state = self._states[one] = _inside(one, self._declared(one), state)
        return state

    def _declared(self, element: Element) -> dict[str, str]:
        """The element's declarations: of simple rules, and of its style attribute, which wins."""
        if len(element.attrs) == 0:
            return _NOTHING
        if self._rules is None:
            self._rules = dict(_rules(self._document))
        names = [f".{name}" for name in (element.attr("class") or "").split()] if self._rules else []
        if self._rules and (own := element.attr("id")):
            names.append(f"#{own}")
        found = [self._rules[name] for name in names if name in self._rules]
        style = element.attr("style")
        if style:
            found.append(_declarations(style[:2000]))
        return {name: value for part in found for name, value in part.items()}


def _rules(document: Document) -> Iterator[tuple[str, dict[str, str]]]:
    for style in document.select("style"):
        for selectors, body in _top_rules(_COMMENT.sub("", style.text[:200_000])):
            for selector in selectors.split(","):
                if len(selector) <= 200 and (simple := _SIMPLE.fullmatch(selector)):
                    yield simple[1] or simple[2], _declarations(body[:2000])


def _top_rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations outside all ``@media`` and the like: those hold for some readers only."""
    depth, selectors = 0, ""
    pieces = _BRACE.split(css)
    for text, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if brace == "{":
            selectors = text.rpartition(";")[2] if depth == 0 else selectors
            depth += 1
        else:
            if depth == 1 and "@" not in selectors:
                yield selectors, text
            depth = max(0, depth - 1)


@lru_cache(4096)
def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, colon, value in pairs if colon}


def _inside(element: Element, said: dict[str, str], around: _State) -> _State:
    marquee = element.tag == "marquee"
    if not said and not marquee and "hidden" not in element.attrs and element.tag != "font":
        return around
    font = _pixels(said.get("font-size", ""), around.font)
    colour = _colour(said.get("color", "")) or (_colour(element.attr("color") or "") if element.tag == "font" else "")
    ground = _colour(said.get("background-color", "") or said.get("background", ""))
    image = "url(" in said.get("background", "") or "background-image" in said
    return _State(
        how=around.how or _how(element, said, image=image),
        visible=said["visibility"] not in ("hidden", "collapse") if "visibility" in said else around.visible,
        font=around.font if font is None else font,
        colour=colour or around.colour,
        ground="" if image else ground or around.ground,
    )


def _how(element: Element, said: dict[str, str], *, image: bool) -> str:
    """How the element hides all that is in it."""
    if element.tag == "marquee" and any(
        _none(element.attr(name) or said.get(name, "")) for name in ("height", "width")
    ):
        return "tiny"
    if said.get("display") == "none" or "hidden" in element.attrs or _faint(said.get("opacity", "")):
        return "not-shown"
    if _SHRUNK.search(said.get("transform", "")):
        return "tiny"
    placed = said.get("position") in ("absolute", "fixed")
    if placed and (_CUT.match(said.get("clip", "")) or _CUT_PATH.match(said.get("clip-path", ""))):
        return "not-shown"
    if placed and any((_pixels(said.get(name, ""), 0) or 0) <= -FAR for name in _OFFSETS):
        return "off-screen"
    if not image and (_pixels(said.get("text-indent", ""), 0) or 0) <= -FAR:
        return "off-screen"  # with a picture behind it, it is the usual way to write a logo
    clipped = said.get("overflow", "").startswith("hidden")
    sizes = ("height", "width", "max-height", "max-width")
    return "not-shown" if clipped and any(_none(said.get(name, "")) for name in sizes) else ""


def _pixels(value: str, of: float) -> float | None:
    """A length in pixels, roughly; None for what is none."""
    found = _LENGTH.fullmatch(value)
    if found is None:
        return None
    try:
        number = float(found[1])
    except ValueError:  # "1.2.3"
        return None
    unit = (found[2] or "").lower()
    return number * of / 100 if unit == "%" else number * (of if unit == "em" and of else _PIXELS[unit])


def _none(value: str) -> bool:
    pixels = _pixels(value, 0)
    return pixels is not None and abs(pixels) <= 1 and not value.strip().endswith("%")


def _faint(value: str) -> bool:
    try:
        return bool(value) and float(value) < 0.05
    except ValueError:
        return False


def _colour(value: str) -> str:
    """A colour as ``#rrggbb``; empty for what is none, or cannot be compared."""
    if (mixed := _RGB.match(value.strip())) is not None:
        red, green, blue = (min(255, int(part)) for part in mixed.groups())
        return f"#{red:02x}{green:02x}{blue:02x}"
    word = value.strip().partition(" ")[0]
    if word.startswith("#") and len(word) == 4:
        return "#" + "".join(digit * 2 for digit in word[1:])
    return word if word.startswith("#") and len(word) == 7 else _NAMES.get(word, "")
