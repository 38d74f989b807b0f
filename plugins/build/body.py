"""The body of a document: Markdown to clean HTML, and everything in it that must be checked against the whole site.

Links leave here as tokens made of the document's own digest, which no text can contain by accident or design; the
parent process puts addresses in their place once it knows them all. Elements and attributes outside the two tables
below are refused, whether they were typed as HTML or came out of an attribute list; the tree that is checked is the
tree that a browser would build.
"""

from __future__ import annotations

import functools
import html
import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import markdown
import turbohtml
from markdown.extensions.toc import slugify_unicode

from plugins.build import plain
from plugins.build.dialect import new_parser
from plugins.build.problems import Problem
from plugins.build.scan import FILE_FOLDERS

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
TEXT_LIMIT = 1_000_000
OPEN_BRACKETS = 300
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
TAKEN = frozenset({"main", "elder", "q"})
"""Ids of the page around the body; those beginning with ``gk-`` are the theme's as well."""
SIGNERS = 4
"""Offices that may sign one document together."""
_OFFICE = "政府|委员会|办公室|局|院|中心|厅|部|处|社|会|公司|站|村|街道|学校|大队|支队"
_SIGNER = re.compile(rf"[\w（）() \u3000]{{2,30}}(?:{_OFFICE})")
_DATED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_QUOTING = ("blockquote", "li", "td", "th")
_TOKEN = re.compile("gk-[0-9a-z]+-[0-9]+-")
_ALIGNMENT = re.compile(r"text-align: (left|right|center);")


@dataclass(frozen=True)
class Link:
    """A reference whose target only the whole site knows. ``token`` stands for it in the HTML.

    ``kind`` is ``page`` (another Markdown file), ``file`` (below files/, media/, data/), ``address`` (root-relative)
    or ``external``; ``target`` a path below content/ or an address; ``fragment`` without ``#``; ``raw`` as
    written; ``image`` is true where it is shown.
    """

    token: str
    kind: str
    target: str
    fragment: str
    raw: str
    line: int
    image: bool = False


@dataclass(frozen=True)
class Body:
    """HTML with tokens in place of addresses, the links behind them, the ids one can link to, and what is wrong."""

    html: str
    links: tuple[Link, ...]
    ids: tuple[str, ...]
    problems: tuple[Problem, ...]


@functools.cache
def _parser() -> markdown.Markdown:
    """One instance a process: setting up the extensions costs more than most documents."""
    return new_parser()


def convert(text: str, first_line: int, path: str, shown: str, mark: str) -> Body:
    """Convert a body.

    ``first_line`` is the file's line where ``text`` begins, ``path`` the document's path below content/, ``shown`` the
    same as messages print it, ``mark`` a digest of the file. Same arguments, same Body, in any process.
    """
    if problem := _too_much(text, first_line, shown):
        return Body("", (), (), (problem,))
    return convert_plain(text, first_line, path, shown, mark) or convert_any(text, first_line, path, shown, mark)


def convert_plain(text: str, first_line: int, path: str, shown: str, mark: str) -> Body | None:
    """The Body of plain Markdown in which nothing is wrong, at a tenth of the cost; None for any other."""
    walk = _Walk(text, first_line, path, shown, mark)
    written = plain.write(text, walk)
    if written is None or walk.problems:
        return None
    walk.check_own_anchors()
    return None if walk.problems else Body(written, tuple(walk.links), tuple(walk.ids), ())


def convert_any(text: str, first_line: int, path: str, shown: str, mark: str) -> Body:
    """The Body of any Markdown, by way of the tree that a browser would build."""
    tree = turbohtml.parse_fragment(_parser().reset().convert(text), positions=False)
    walk = _Walk(text, first_line, path, shown, mark)
    walk.given |= {str(node.attrs["id"]) for node in tree.select("[id]")}
    for node in list(tree.descendants):
        if isinstance(node, turbohtml.Comment):
            node.extract()
        elif isinstance(node, turbohtml.Element):
            walk.element(node)
    walk.check_own_anchors()
    _mark_signatures(tree)
    return Body(tree.inner_html, tuple(walk.links), tuple(walk.ids), tuple(walk.problems))


def _mark_signatures(tree: Any) -> None:
    """A class on what stands at the right under an official document: who signs, and the date below."""
    paragraphs = [node for node in tree.select("p") if node.parent is None or node.parent.tag not in _QUOTING]
    for at in _signatures([node.text for node in paragraphs], lambda at: bool(paragraphs[at].select("a, img"))):
        paragraphs[at].add_class("sign")


def _signatures(texts: Sequence[str], linked: Callable[[int], bool]) -> list[int]:
    """Which paragraphs sign a document, of their texts; ``linked`` says whether one holds a link or picture."""
    signed: list[int] = []
    for at, text in enumerate(texts):
        if not _DATED.fullmatch(text.strip()):
            continue
        first = at
        while first > max(0, at - SIGNERS) and _SIGNER.fullmatch(texts[first - 1].strip()) and not linked(first - 1):
            first -= 1
        if first < at:
            signed += range(first, at + 1)
    return signed


def _too_much(text: str, first_line: int, shown: str) -> Problem | None:
    """What would keep the Markdown parser busy for minutes: it looks for the end of every open bracket anew."""
    if len(text) > TEXT_LIMIT:
        what = f"正文超过 {TEXT_LIMIT // 10000} 万字"
        return Problem(shown, first_line, 0, what, "请分成几篇，或作为附件放进 content/files/")
    if max(text.count("[") - text.count("]"), text.count("](") - text.count(")")) > OPEN_BRACKETS:
        line = first_line + text.count("\n", 0, text.index("["))
        return Problem(shown, line, 0, "正文里有几百个没有成对的括号", "请核对是否误粘了乱码，成对后再提交")
    return None


class _Walk:
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
        self.problems.append(Problem(self.shown, line, 0, what, cure))

    def element(self, node: Any) -> None:
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
        self._check_level(text, level)
        self._take_id(name := self._name(text))
        return name

    def reference(self, raw: str, *, image: bool) -> str:
        address, external = self._refer(raw, image=image)
        return f' {"src" if image else "href"}="{address}"' + (' rel="noopener"' if external else "")

    def table(self) -> str:
        return "<div" + "".join(f' {name}="{value}"' for name, value in self._wrapper().items()) + ">"

    def signatures(self, texts: Sequence[str], linked: Callable[[int], bool]) -> list[int]:
        return _signatures(texts, linked)

    def check_own_anchors(self) -> None:
        for fragment, line in self._own:
            if fragment and fragment not in self.ids:
                self.refuse(line, f"本页没有锚点“{fragment}”", "请在要跳到的标题后面写 {#" + fragment + "}，或改正链接")


@functools.lru_cache(4096)
def _slug(text: str) -> str:
    return slugify_unicode(text, "-") or "section"


def classify(raw: str, folder: str) -> tuple[str, str, str]:
    """What a reference written in a document of ``folder`` points at: kind, target, fragment.

    Kinds are those of Link, ``own`` (an anchor of the same page), ``contact`` (mailto:, tel:), or ``wrong``, and then
    target and fragment are what is wrong and what to do.
    """
    if raw.startswith("#"):
        return "own", "", unquote(raw[1:])
    try:
        parts = urlsplit(raw)
    except ValueError:
        return "wrong", "不是网址", "请核对后重写"
    if parts.scheme in ("http", "https"):
        cure = "请写完整的网址，例如 https://www.gov.cn/"
        return ("external", raw, "") if parts.hostname else ("wrong", "没有网站名", cure)
    if parts.scheme in ("mailto", "tel"):
        return "contact", raw, ""
    if parts.scheme or parts.netloc or "\\" in raw or not parts.path:
        return "wrong", "不能使用", "站内请写相对路径，站外请写 https:// 开头的完整网址"
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if path.startswith("/"):
        kind = "file" if path.split("/")[1] in FILE_FOLDERS else "address"
        return kind, path.lstrip("/") if kind == "file" else raw.partition("#")[0], fragment
    target = posixpath.normpath(path if path.split("/")[0] in FILE_FOLDERS else posixpath.join(folder, path))
    if target.startswith("../") or target == "..":
        return "wrong", "指到了内容目录之外", "请改正路径"
    if target.split("/")[0] in FILE_FOLDERS:
        return "file", target, fragment
    if target.endswith(".md"):
        return "page", target, fragment
    return "wrong", "指向的不是文档", "链接到文档请写到 .md，附件和图片请放进 content/files 或 content/media"


def put_addresses(body: Body, addresses: dict[str, str]) -> str:
    """The finished HTML: every token replaced by its address."""
    if not body.links:
        return body.html
    escaped = {token: html.escape(address) for token, address in addresses.items()}
    return _TOKEN.sub(lambda found: escaped.get(found[0], found[0]), body.html)
