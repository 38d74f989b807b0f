"""A fixture folder as the auditor would have crawled it: an in-memory Site of its HTML files.

The folder stands for https://www.example.gov.cn/: ``zwgk/index.html`` is /zwgk/, ``a.html`` is /a.html. Links are
resolved in the folder (a file that is there is ok, one that is not is a 404); other hosts were not asked. What HTML
cannot say stands in ``case.toml``, beside ``good`` and ``bad`` or within one of them:

    now = "2026-11-20T09:00:00+08:00"
    params = {…}                          laid over the rule file's
    [status]   "gone.html" = 410          what the file answers
    [headers."a.html"] name = "value"
    [links]    "https://…" = "broken:gone"   verdict:reason of a target
    expires = "2026-12-01T00:00:00+00:00" when the site's certificate runs out
    [rendered] "a.html" = "whole"         the file is what scripts left of the page in a browser: whole, or part of it
    [files]    "a.docx" = { make = "word", hidden = "…" }   an attachment, by a function of standards/documents/maker
    [before."yw/index.html"] on, oldest, files   what the column listed on an earlier day
    [probes]   not-found = {outcome = "not-found", status = 404, file = "404.html"}   fields of model.Probe
    [search]   entry = "form" …           fields of model.SearchTrial
    [browser]  "a.html" = '''[{…}]'''     axe results as JSON of auditor.model.AxeResult, or a word why there are none
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from auditor.crawl.reading import PageLinks, links_of
from auditor.crawl.reasons import verdict_of
from auditor.facts.columns import find_columns
from auditor.facts.document import read_page
from auditor.facts.file import read_file
from auditor.facts.sheets import read_sheet
from auditor.listed import digest_of
from auditor.model import (
    AxeResult,
    BrowserFacts,
    Column,
    FileFacts,
    LinkState,
    Listed,
    PageFacts,
    PageHead,
    Probe,
    SearchTrial,
)
from tests.standards.documents import maker

HOME = "https://www.example.gov.cn/"
NOW = "2026-11-20T09:00:00+08:00"
REASON_OF = {403: "forbidden", 404: "not-found", 410: "gone", 412: "challenge", 500: "server-error", 521: "challenge"}


def _addresses(links: PageLinks) -> list[str]:
    return [*links.followed, *links.checked, *links.marks]


class FixtureSite:
    """One of the folders ``good`` and ``bad`` of a check, as a Site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = HOME
        self.case: dict[str, Any] = {}
        for place in (folder.parent, folder):
            if (place / "case.toml").exists():
                self.case |= tomllib.loads((place / "case.toml").read_text(encoding="utf-8"))
        self.now = datetime.fromisoformat(self.case.get("now", NOW))
        self.params: dict[str, Any] = self.case.get("params", {})

    def address(self, file: str) -> str:
        """The address a file of the folder stands for."""
        return HOME + (file.removesuffix("index.html") if file.rpartition("/")[2] == "index.html" else file)

    def file(self, url: str) -> str:
        """The file an address stands for, whether it is there or not."""
        path = unquote(url.removeprefix(HOME).partition("?")[0])
        return f"{path}index.html" if path in ("", "/") or path.endswith("/") else path

    @cached_property
    def _pages(self) -> list[PageFacts]:
        files = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        rendered = self.case.get("rendered", {})
        pages = [
            read_page(
                self.address(file),
                self.case.get("status", {}).get(file, 200),
                (("content-type", "text/html; charset=utf-8"), *self.case.get("headers", {}).get(file, {}).items()),
                (self.folder / file).read_bytes(),
                depth=0 if file == "index.html" else file.count("/") + 1,
                rendered=(self.folder / file).read_text(encoding="utf-8") if file in rendered else "",
                settled=rendered.get(file) == "whole",
            )
            for file in files
        ]
        return sorted(pages, key=lambda page: page.url)

    def pages(self, linking_to: Collection[str] | None = None) -> Iterator[PageFacts]:
        """The folder's pages that answer 200, by address; of a crawl, those alone that link to what is asked."""
        return (
            page
            for page in self._pages
            if page.status == 200
            and (linking_to is None or not set(linking_to).isdisjoint(_addresses(links_of(page.links))))
        )

    def heads(self) -> Iterator[PageHead]:
        """The same pages: a check that asks a head for what only pages have fails in a crawl, and here."""
        return (msgspec.convert(page, PageHead, from_attributes=True) for page in self.pages())

    def page(self, url: str) -> PageFacts | None:
        """One of them."""
        return next((page for page in self.pages() if page.url == url), None)

    def failed(self) -> frozenset[str]:
        """The addresses that the pages and the style sheets refer to and that do not answer."""
        urls = {link.url for page in (*self.pages(), *self.sheets(), *self.files()) for link in page.links}
        return frozenset(
            url for url in urls if (state := self.link(url)) is not None and state.verdict in ("broken", "suspect")
        )

    def sheets(self) -> Iterator[PageFacts]:
        """The folder's style sheets."""
        for path in sorted(self.folder.rglob("*.css")):
            yield read_sheet(self.address(path.relative_to(self.folder).as_posix()), (), path.read_bytes())

    def files(self) -> Iterator[FileFacts]:
        """The attachments of case.toml; ``cut`` leaves so many bytes of one, ``text`` is all that stands in it."""
        for name, recipe in sorted(self.case.get("files", {}).items()):
            asked = dict(recipe)
            cut, text, make = asked.pop("cut", None), asked.pop("text", ""), asked.pop("make", "")
            pages = asked.pop("pages", ())
            inner = {key: value.encode() for key, value in asked.pop("inner", {}).items()}
            data = getattr(maker, make)(*pages, **asked, **inner) if make else text.encode()
            yield read_file(self.address(name), (), data[:cut])

    def columns(self) -> tuple[Column, ...]:
        """The columns that the auditor finds in the folder."""
        return find_columns(self.url, self.pages())

    def link(self, url: str) -> LinkState | None:
        """What case.toml says of a target, else what the folder does; None for other hosts."""
        if said := self.case.get("links", {}).get(url):
            verdict, _, reason = said.partition(":")
            assert verdict_of(reason) == verdict, f"{reason} is {verdict_of(reason)}, not {verdict}"
            return LinkState(url=url, verdict=verdict, reason=reason)
        if not url.startswith(HOME):
            return None
        there = (self.folder / self.file(url)).is_file()
        status = self.case.get("status", {}).get(self.file(url), 200 if there else 404)
        if status == 200:
            expires = self.case.get("expires", "") if url == HOME else ""
            return LinkState(url=url, verdict="ok", reason="ok", status=200, expires=expires)
        reason = REASON_OF[status]
        return LinkState(url=url, verdict=verdict_of(reason), reason=reason, status=status)

    def listed_before(self, url: str) -> Listed | None:
        """What case.toml says that the column listed before."""
        said = self.case.get("before", {}).get(self.file(url))
        if said is None:
            return None
        urls = tuple(digest_of(self.address(file)) for file in said["files"])
        return Listed(on=said["on"], oldest=said["oldest"], urls=urls)

    def browser(self) -> Iterator[BrowserFacts]:
        """What case.toml says that Chromium and axe-core said."""
        for file, said in self.case.get("browser", {}).items():
            judged = said.startswith("[")
            results = tuple(msgspec.json.decode(said, type=list[AxeResult])) if judged else ()
            yield BrowserFacts(url=self.address(file), engine="axe-core", results=results, error="" if judged else said)

    def probe(self, kind: str) -> Probe | None:
        """What case.toml says that the host answered; ``file`` is what an address that is not there shows."""
        said = dict(self.case.get("probes", {}).get(kind, {}))
        if not said:
            return None
        file = said.pop("file", "")
        html = (("content-type", "text/html; charset=utf-8"),)
        shown = read_page(HOME + "no", said["status"], html, (self.folder / file).read_bytes()) if file else None
        return msgspec.structs.replace(msgspec.convert({"url": HOME + "no", **said, "kind": kind}, Probe), page=shown)

    def search(self) -> SearchTrial | None:
        """What case.toml says of the site's search."""
        said = self.case.get("search")
        return msgspec.convert(said, SearchTrial) if said else None
