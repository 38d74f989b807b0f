"""One pass over the elements of a body: what may stand there, and everything that must be checked on the whole site.

Elements and attributes outside the two tables are refused, whether they were typed as HTML or came out of an attribute
list.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Callable, Sequence
from typing import Any

import turbohtml
from markdown.extensions.toc import slugify_unicode

from plugins.build.problems import Problem
from plugins.build.reference import Link, classify
from plugins.build.signed import signatures

ELEMENTS = {
    "a": {"href", "title"}, "abbr": {"title"}, "b": (), "blockquote": (), "br": (), "caption": (), "cite": (),
    "code": (), "col": {"span"}, "colgroup": (), "dd": (), "del": (), "details": {"open"}, "div": (), "dl": (),
    "dt": (), "em": (), "figcaption": (), "figure": (), "h2": (), "h3": (), "h4": (), "h5": (), "h6": (), "hr": (),
    "i": (), "img": {"src", "alt", "title", "width", "height"}, "ins": (), "kbd": (), "li": {"value"}, "mark": (),
    "ol": {"start", "type"}, "p": (), "pre": (), "q": (), "rp": (), "rt": (), "ruby": (), "s": (), "samp": (),
    "small": (), "span": (), "strong": (), "sub": (), "summary": (), "sup": (), "table": (), "tbody": (),
    "td": {"colspan", "rowspan"}, "tfoot": (), "th": {"colspan", "rowspan", "scope"}, "thead": (),
    "time": {"datetime"}, "tr": (), "u": (), "ul": (), "var": (),
}  # fmt: skip
EVERYWHERE = {"id", "class", "lang", "title", "dir"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
TAKEN = frozenset({"main", "elder", "q"})
"""Ids of the page around the body; those beginning with ``gk-`` are the theme's as well."""
_ALIGNMENT = re.compile(r"text-align: (left|right|center);")


class Walk:
    """One pass over one document, keeping count of what lines were spoken for. A ``plain.Page``."""

    def __init__(self, text: str, first_line: int, path: str, shown: str, mark: str) -> None:
        self.text, self.first_line, self.path, self.shown, self.mark = text, first_line, path, shown, mark
        self.links: list[Link] = []
        self.ids: dict[str, None] = {}
        self.problems: list[Problem] = []
        self.given: set[str] = set(TAKEN)
        self.tables = 0
        self.level = 1
        self._own: list[tuple[str, int]] = []
        self._seen: dict[str, int] = {}
        self._again: dict[str, int] = {}

    def line(self, needle: str) -> int:
        """The file line of the next occurrence of ``needle``; Markdown keeps no positions, so it is looked for."""
        start = self._seen.get(needle, 0)
        found = self.text.find(needle, start)
        if found < 0:
            found = max(self.text.find(needle), 0)
        else:
            self._seen[needle] = found + len(needle)
        return self.first_line + self.text.count("\n", 0, found)

    def refuse(self, line: int, what: str, cure: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.shown, line, 0, what, cure))

    def element(self, node: Any) -> None:
        """Judge one element of the tree and make it ready: ids, tokens for addresses, frames of tables."""
        tag = node.tag
        if tag == "h1":
            cure = "网页的一级标题就是 title，正文请从二级标题（##）写起"
            self.refuse(self._heading_line(node), "正文里有一级标题", cure)
            return
        if tag not in ELEMENTS:
            cure = "请用 Markdown 的写法；为了读者安全，正文里不能有脚本、框架、表单和样式"
            self.refuse(self.line(f"<{tag}"), f"不能使用 <{tag}>", cure)
            return
        if tag in HEADINGS:
            self._check_level(node.text, int(tag[1]))
            if "id" not in node.attrs:
                node.attrs["id"] = self._name(node.text)
        self._attributes(node, tag)
        if tag == "a":
            self._link(node, "href")
        elif tag == "img":
            self._picture(node)
        elif tag == "table":
            self._table(node)

    def _check_level(self, text: str, level: int) -> None:
        """A heading may go one level deeper than the one before: readers who listen find their way by levels."""
        if level > self.level + 1:
            title = text.strip()
            above = "网页标题" if self.level == 1 else f"{self.level} 级标题"
            cure = f"它上面是{above}，请写成 {'#' * (self.level + 1)}"
            self.refuse(self.line(title), f"标题“{title}”跳过了一级", cure)
        self.level = level

    def _name(self, text: str) -> str:
        """An id made of a heading's text, so that it can be linked to; one that the editor gave is kept."""
        name = _slug(text)
        found, again = name, self._again.get(name, 1)
        while found in self.given:
            found, again = f"{name}-{again}", again + 1
        self.given.add(found)
        self._again[name] = again
        return found

    def _heading_line(self, node: Any) -> int:
        title = node.text.strip()
        match = re.search(rf"^(#\s*{re.escape(title)}|{re.escape(title)}\s*\n=+)", self.text, re.MULTILINE)
        return self.first_line + self.text.count("\n", 0, match.start()) if match else self.line(title)

    def _attributes(self, node: Any, tag: str) -> None:
        allowed = EVERYWHERE.union(ELEMENTS[tag])
        for name, value in list(node.attrs.items()):
            if name == "style" and tag in ("td", "th") and (alignment := _ALIGNMENT.fullmatch(value)):
                # A class, so that the site can forbid inline styles (Content-Security-Policy).
                del node.attrs["style"]
                node.add_class(f"align-{alignment[1]}")
                continue
            if name == "decorative" and tag == "img":
                continue
            if name not in allowed:
                cure = "请删去它；花括号确是正文时写成 \\{ 和 \\}"
                self.refuse(self.line(name), f"不能在 <{tag}> 上使用“{name}”", cure)
            elif name == "id":
                self._take_id(value)

    def _take_id(self, value: str) -> None:
        if value in TAKEN or value.startswith("gk-"):
            self.refuse(self.line(f"#{value}"), f"锚点“{value}”是页面自己用的", "请换一个名字")
        if value in self.ids:
            self.refuse(self.line(f"#{value}"), f"锚点“{value}”重复", "同一页里每个锚点只能用一次，请改名")
        self.ids[value] = None

    def _picture(self, node: Any) -> None:
        decorative = "decorative" in node.attrs
        if decorative:
            del node.attrs["decorative"]
        source = node.attrs.get("src", "")
        if not (node.attrs.get("alt") or "").strip() and not decorative:
            cure = "请在方括号里写明图片内容，例如 ![会议现场](路径)；纯装饰的图片写 ![](路径){decorative}"
            self.refuse(self._peek(source), "图片没有文字说明", cure)
        self._link(node, "src")

    def _peek(self, needle: str) -> int:
        """Like ``line`` without taking the occurrence, for a reference that is looked at twice."""
        before = dict(self._seen)
        line = self.line(needle)
        self._seen = before
        return line

    def _link(self, node: Any, attribute: str) -> None:
        raw = node.attrs.get(attribute)
        if raw is None:
            return
        if "footnote-ref" in node.attrs.get("class", ()) or "footnote-backref" in node.attrs.get("class", ()):
            return
        address, external = self._refer(raw, image=attribute == "src")
        node.attrs[attribute] = address
        if external:
            node.attrs["rel"] = "noopener"

    def _refer(self, raw: str, *, image: bool) -> tuple[str, bool]:
        """What to write for a reference, and whether it leads away from the site."""
        line = self.line(raw)
        kind, target, fragment = classify(raw, posixpath.dirname(self.path))
        if kind == "own":
            self._own.append((fragment, line))
        elif kind == "wrong":
            self.refuse(line, f"链接“{raw}”{target}", fragment)
        elif kind != "contact":
            token = f"gk-{self.mark}-{len(self.links)}-"
            self.links.append(Link(token, kind, target, fragment, raw, line, image))
            if kind == "external" and image:
                self.refuse(line, "图片来自外部网站", "请把图片存进 content/media/ 再引用，外站图片随时会失效")
            return token, kind == "external" and not image
        return raw, False

    def _table(self, node: Any) -> None:
        heads = node.select("thead th")
        for head in heads or node.select("tr:first-child > th"):
            head.attrs.setdefault("scope", "col")
        # Wide tables scroll by themselves on a phone, by touch and by keyboard.
        node.wrap(turbohtml.Element("div", self._wrapper()))

    def _wrapper(self) -> dict[str, str]:
        self.tables += 1
        return {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": f"表格{self.tables}"}

    def heading(self, level: int, text: str) -> str:
        """The id of a heading of plain Markdown."""
        self._check_level(text, level)
        self._take_id(name := self._name(text))
        return name

    def reference(self, raw: str, *, image: bool) -> str:
        """The attributes of a reference in plain Markdown."""
        address, external = self._refer(raw, image=image)
        return f' {"src" if image else "href"}="{address}"' + (' rel="noopener"' if external else "")

    def table(self) -> str:
        """The opening tag of the frame around a table of plain Markdown."""
        return "<div" + "".join(f' {name}="{value}"' for name, value in self._wrapper().items()) + ">"

    def signatures(self, texts: Sequence[str], linked: Callable[[int], bool]) -> list[int]:
        """Which paragraphs of plain Markdown sign it."""
        return signatures(texts, linked)

    def check_own_anchors(self) -> None:
        """Tell of links within the page that lead nowhere; when everything has been seen."""
        for fragment, line in self._own:
            if fragment and fragment not in self.ids:
                self.refuse(line, f"本页没有锚点“{fragment}”", "请在要跳到的标题后面写 {#" + fragment + "}，或改正链接")


@functools.lru_cache(4096)
def _slug(text: str) -> str:
    return slugify_unicode(text, "-") or "section"
