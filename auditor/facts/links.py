"""Every reference from a page to something else, with the place of the attribute that holds it.

HTML Standard, the list of URL attributes; plus what older sites use: ``background``, and ``<option value="http…">``
of the friendly-links menus.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

import msgspec
from turbohtml import Document, Element

from auditor.crawl.url import Resolved, host_port, origin, resolve
from auditor.facts.concealed import Concealment
from auditor.facts.regions import Places
from auditor.facts.scripts import goes_to, in_json_ld
from auditor.facts.text import Source, fold
from auditor.model import Link, Locator

Role = Literal["page", "asset", "meta"]

MANY = 100_000
"""References after which a page is not read further: no reader gets there."""

_SELECTOR = (
    "a[href],area[href],img,source[src],source[srcset],script,link[href],iframe[src],frame[src],"
    "video[src],video[poster],audio[src],track[src],embed[src],object[data],input[src],form[action],[background],"
    "meta[http-equiv][content],option[value],svg image,svg use,svg a,[style],style"
)
_SCRIPTED = _SELECTOR + ",[onclick],[data-href],[data-url],[data-link]"
_HINTS = ("onclick", "javascript:", "data-href", "data-url", "data-link")
_ATTRIBUTES: dict[str, tuple[tuple[str, Role], ...]] = {
    "a": (("href", "page"), ("xlink:href", "page")),
    "area": (("href", "page"),),
    "iframe": (("src", "page"),),
    "frame": (("src", "page"),),
    "img": (("src", "asset"),),
    "source": (("src", "asset"),),
    "script": (("src", "asset"),),
    "video": (("src", "asset"), ("poster", "asset")),
    "audio": (("src", "asset"),),
    "track": (("src", "asset"),),
    "embed": (("src", "asset"),),
    "object": (("data", "asset"),),
    "image": (("href", "asset"), ("xlink:href", "asset")),
    "use": (("href", "asset"), ("xlink:href", "asset")),
}
_ASSET_RELS = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload",
                         "prefetch", "apple-touch-icon-precomposed"})  # fmt: skip
_NO_TARGET_RELS = frozenset({"dns-prefetch", "preconnect", "profile"})
_FEEDS = frozenset({"application/atom+xml", "application/rss+xml", "application/feed+json"})
_JAVASCRIPT = frozenset({"", "text/javascript", "application/javascript", "application/x-javascript", "module"})
_DATA = ("data-href", "data-url", "data-link")
_ADDRESS = ("/", "./", "../", "http://", "https://")
_NO_DATA = re.compile(r"[\s<>{}]|\$\{")
_REFRESH = re.compile(r"^\s*[\d.]+(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?P<quote>[\"']?)(?P<url>[^\"'].*)$", re.I | re.S)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazyload")
"""Where libraries for late pictures keep the address of what they will show."""
_HEADER_LINK = re.compile(r"""<([^<>]*)>[^,<>]*?;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))""", re.I)
_CANDIDATE = re.compile(r"[\s,]*(\S+)")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.S)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\r\n\f])?|([^\n\r\f]))", re.I)
_CSS_URL = re.compile(
    r"""url\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|((?:[^\s"'()\\]|\\[0-9a-f]{1,6}\s?|\\.)+))\s*\)"""
    r"""|@import\s+(?:"([^"\n]+)"|'([^'\n]+)')""",
    re.I,
)


_resolve_rooted = lru_cache(8192)(resolve)


class _Reader:
    def __init__(
        self, base: str, charset: str, places: Places, source: Source, *, concealment: Concealment, host: str
    ) -> None:
        self._base, self._charset, self._places, self._source = base, charset, places, source
        self._root = origin(base) + "/"
        self._concealment, self._host = concealment, host
        lower = source.text.lower()
        self.scripts = any(hint in lower for hint in _HINTS)
        """Whether any attribute may hold what a script does."""

    def resolve(self, raw: str) -> Resolved:
        # What begins at the root means the same on every page: heads and feet are resolved once in a crawl.
        if len(raw) < 256 and raw.startswith("/") and not raw.startswith(("//", "/\\")):
            return _resolve_rooted(self._root, raw, self._charset)
        return resolve(self._base, raw, self._charset)

    def link(self, element: Element, attribute: str, raw: str, role: Role, locator: Locator | None = None) -> Link:
        target = self.resolve(raw)
        return Link(
            url=target.url,
            raw=raw,
            role=role,
            tag=element.tag,
            attribute=attribute,
            fragment=target.fragment,
            scheme="" if target.url else target.scheme,
            problem=target.problem,
            text=_text(element),
            rel=element.attr("rel") or "",
            region=self._places.of(element).region,
            locator=locator or self._source.attribute(element, attribute),
            concealed=self._concealed(element, target.url),
        )

    def _concealed(self, element: Element, url: str) -> str:
        """How a link to another host is hidden; what a site hides of its own (menus, tabs) is its own affair."""
        if element.tag not in ("a", "area") or not url or host_port(url)[0] == self._host:
            return ""
        return self._concealment.how(element)

    def read(self, element: Element) -> Iterator[Link]:
        tag = element.tag
        for attribute, role in _ATTRIBUTES.get(tag, ()):
            if (raw := element.attr(attribute)) is not None and (raw.strip() or attribute == "href"):
                yield self.link(element, attribute, raw, role)
        if (special := _SPECIAL.get(tag)) is not None:
            yield from special(self, element)
        if self.scripts:
            yield from self.scripted(element)
        if element.attr("background"):
            yield self.link(element, "background", element.attr("background") or "", "asset")
        style = element.attr("style")
        if style and "url" in style.lower():
            for raw, _ in css_urls(style):
                yield self.link(element, "style", raw, "asset")

    def scripted(self, element: Element) -> Iterator[Link]:
        """What a click runs, and what a script may read. The element is none of these links' own: tag ``script``."""
        for attribute in ("onclick", "href"):
            code = element.attr(attribute) or ""
            if attribute == "href" and code[:11].lower() != "javascript:":
                continue
            for raw, _ in goes_to(unquote(code)):
                yield msgspec.structs.replace(self.link(element, attribute, raw, "page"), tag="script", via="script")
        for attribute in _DATA:
            raw = (element.attr(attribute) or "").strip()
            if raw.startswith(_ADDRESS) and not _NO_DATA.search(raw):
                yield msgspec.structs.replace(self.link(element, attribute, raw, "page"), tag="data", via="data")

    def script(self, element: Element) -> Iterator[Link]:
        kind = (element.attr("type") or "").partition(";")[0].strip().lower()
        if kind == "application/ld+json":
            found = [(raw, 0) for raw in in_json_ld(element.text)]
        elif kind in _JAVASCRIPT and element.attr("src") is None:
            found = list(goes_to(element.text))
        else:
            return
        for raw, offset in found:
            locator = self._source.inside(element, offset)
            yield msgspec.structs.replace(self.link(element, "", raw, "page", locator), via="script")

    def picture(self, element: Element) -> Iterator[Link]:
        yield from self.srcset(element)
        for attribute in _LAZY:
            raw = (element.attr(attribute) or "").strip()
            if raw.startswith(_ADDRESS) and not _NO_DATA.search(raw):
                yield msgspec.structs.replace(self.link(element, attribute, raw, "asset"), via="script")

    def srcset(self, element: Element) -> Iterator[Link]:
        for raw in _candidates(element.attr("srcset") or ""):
            if not raw.startswith("data:"):
                yield self.link(element, "srcset", raw, "asset")

    def head_link(self, element: Element) -> Iterator[Link]:
        rels = set((element.attr("rel") or "").lower().split())
        raw = element.attr("href")
        if raw and raw.strip() and rels and not rels & _NO_TARGET_RELS:
            found = self.link(element, "href", raw, "asset" if rels & _ASSET_RELS else "meta")
            feed = (element.attr("type") or "").strip().lower() in _FEEDS
            yield msgspec.structs.replace(found, via="feed") if feed else found

    def form(self, element: Element) -> Iterator[Link]:
        raw = element.attr("action") or ""
        if raw.strip() and (element.attr("method") or "get").strip().lower() == "get":
            yield self.link(element, "action", raw, "page")

    def refresh(self, element: Element) -> Iterator[Link]:
        if (element.attr("http-equiv") or "").strip().lower() != "refresh":
            return
        found = _REFRESH.match(element.attr("content") or "")
        if found:
            raw = found["url"].partition(found["quote"])[0] if found["quote"] else found["url"].strip()
            yield self.link(element, "content", raw, "page")

    def image_input(self, element: Element) -> Iterator[Link]:
        raw = element.attr("src")
        if raw and (element.attr("type") or "").strip().lower() == "image":
            yield self.link(element, "src", raw, "asset")

    def option(self, element: Element) -> Iterator[Link]:
        raw = (element.attr("value") or "").strip()
        if raw.lower().startswith(("http://", "https://")):
            yield self.link(element, "value", raw, "page")
        elif raw.startswith(_ADDRESS) and len(raw) > 1 and not _NO_DATA.search(raw) and _jumps(element):
            yield msgspec.structs.replace(self.link(element, "value", raw, "page"), via="script")

    def style(self, element: Element) -> Iterator[Link]:
        for raw, offset in css_urls(element.text):
            yield self.link(element, "", raw, "asset", self._source.inside(element, offset))


_SPECIAL: dict[str, Callable[[_Reader, Element], Iterator[Link]]] = {
    "img": _Reader.picture,
    "source": _Reader.srcset,
    "link": _Reader.head_link,
    "form": _Reader.form,
    "meta": _Reader.refresh,
    "input": _Reader.image_input,
    "option": _Reader.option,
    "style": _Reader.style,
    "script": _Reader.script,
}


def base_of(document: Document, url: str) -> str:
    """The address that relative references start from: the first ``<base href>``, if it leads somewhere."""
    base = document.select_one("base[href]")
    raw = (base.attr("href") or "") if base is not None else ""
    return (resolve(url, raw).url if raw.strip() else "") or url


def read_links(
    document: Document, url: str, charset: str, places: Places, source: Source
) -> list[tuple[Link, Element]]:
    """The references of a page in document order, each with its element. What templates hold is left out."""
    concealment = Concealment(document, source.text)
    reader = _Reader(base_of(document, url), charset, places, source, concealment=concealment, host=host_port(url)[0])
    found: list[tuple[Link, Element]] = []
    for element in document.select(_SCRIPTED if reader.scripts else _SELECTOR):
        if len(found) >= MANY:
            break
        if places.of(element.parent).inert:  # scripts and style sheets are inert themselves
            continue
        found.extend((link, element) for link in reader.read(element))
    return found


def header_links(url: str, headers: Sequence[tuple[str, str]]) -> list[Link]:
    """The canonical address and the alternates of a ``Link:`` header (RFC 8288; canonical: RFC 6596), and where a
    ``Refresh:`` header leads (HTML Standard 4.2.5.3: the same words as in ``<meta http-equiv>``).
    """
    found = []
    for name, value in headers:
        if name == "refresh" and (led := _REFRESH.match(value)):
            raw = led["url"].partition(led["quote"])[0] if led["quote"] else led["url"].strip()
            if (target := resolve(url, raw)).url:
                found.append(Link(url=target.url, raw=raw, role="page", tag="meta", attribute="", via="header"))
        if name != "link":
            continue
        for part in _HEADER_LINK.finditer(value):
            rel = part[3] if part[2] is None else part[2]
            target = resolve(url, part[1])
            if target.url and not {"canonical", "alternate"}.isdisjoint(rel.lower().split()):
                found.append(
                    Link(url=target.url, raw=part[1], role="meta", tag="link", attribute="", rel=rel, via="header")
                )
    return found


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses of a srcset (HTML Standard 4.8.4.2.1): white space ends one, a comma only at its end."""
    at = 0
    while (found := _CANDIDATE.match(srcset, at)) is not None:
        raw = found[1].rstrip(",")
        if raw:
            yield raw
        at = found.end()
        if not found[1].endswith(","):
            comma = srcset.find(",", at)
            at = comma + 1 if comma >= 0 else len(srcset)


def _jumps(option: Element) -> bool:
    """Whether choosing the option opens its value, as friendly-links menus do."""
    at = option.parent
    while isinstance(at, Element) and at.tag != "select":
        at = at.parent
    done = (at.attr("onchange") or "") if isinstance(at, Element) else ""
    return "location" in done or "open" in done


def _text(element: Element) -> str:
    """What a reader sees of a link: its words, else the alts of its pictures, else its title or label."""
    tag = element.tag
    if tag in ("img", "area", "input"):
        return fold(element.attr("alt") or element.attr("title") or "")
    if tag in ("a", "option", "object"):
        if text := fold(element.text):
            return text
        alts = " ".join(alt for image in element.select("img[alt]") if (alt := (image.attr("alt") or "").strip()))
        return fold(alts or element.attr("title") or element.attr("aria-label") or "")
    return fold(element.attr("title") or "")


def css_urls(css: str) -> Iterator[tuple[str, int]]:
    """Addresses in a style sheet and their offsets; data: and comments are left out."""
    if "url" not in css.lower() and "@import" not in css.lower():
        return
    for found in _CSS_URL.finditer(_CSS_COMMENT.sub(lambda m: " " * len(m[0]), css)):
        group = found.lastindex or 0
        raw = _unescaped((found[group] if group else "").strip())
        if raw and not raw.startswith(("data:", "#")):
            yield raw, found.start(group)


def _unescaped(css: str) -> str:
    """What a CSS string or address says once its escapes are read (CSS Syntax Level 3, 4.3.7)."""
    if "\\" not in css:
        return css
    return _CSS_ESCAPE.sub(lambda found: _character(int(found[1], 16)) if found[1] else found[2], css)


def _character(code: int) -> str:
    return "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
