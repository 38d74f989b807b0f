"""A folder of HTML that stands for a site: addresses are mapped to files, and nothing goes to the network."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from auditor.crawl.baseline import Baseline
from auditor.crawl.file_type import FIRST, names_attachment
from auditor.crawl.host import HostStatistics
from auditor.crawl.links import judge, skipped
from auditor.crawl.probes import NO_SERVER, unasked
from auditor.crawl.response import Response, Validators
from auditor.crawl.scope import Scope
from auditor.crawl.target import FolderTarget, Unreachable
from auditor.crawl.url import Origins, resolve
from auditor.errors import why_not
from auditor.model import LinkState, PageFacts, Probe

MAX_BYTES = 20 * 1024 * 1024
_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_CANONICAL = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)


def canonical_base(path: Path, default: str = "https://folder.invalid/") -> str:
    """The address a folder stands for: what its index.html calls canonical, or ``default``."""
    try:
        head = (path / "index.html").read_bytes()[:65_536]
    except OSError:
        return default
    tag = _CANONICAL.search(head)
    href = _HREF.search(tag.group()) if tag else None
    url = resolve("", href.group(1).decode("utf-8", "replace")).url if href else ""
    return resolve(url, "./").url if url else default


class Folder:
    """Everything a crawl asks of a site, answered from files."""

    def __init__(self, target: FolderTarget, scope: Scope | None = None) -> None:
        self.origins = Origins()
        self._scope = scope or Scope()
        self.root = target.path.resolve()
        self.start = self.home = resolve(target.base, "./").url

    def open(self, home: str = "") -> str:
        """The home page's address. Raises Unreachable when there is no HTML at all."""
        if next(self.more_pages(), None) is None:
            raise Unreachable(str(self.root), "not-html", "文件夹中没有网页文件")
        return home or self.home

    def is_page(self, url: str) -> bool:
        """Whether an address is one of the folder's pages, or would be, and in scope."""
        return self._names_page(url) and self._scope.covers(url)

    def elsewhere(self, url: str) -> bool:
        """Whether an address would be a page if the scope's paths were wider."""
        return self._scope.elsewhere(url) and self._names_page(url)

    def starts(self) -> Iterator[str]:
        """A folder has no start but its home page."""
        return iter(())

    def _names_page(self, url: str) -> bool:
        if not url.startswith(self.home):
            return False
        name = url.partition("?")[0].rpartition("/")[2].lower()
        return not name or name.endswith(_PAGES) or "." not in name

    def get(
        self,
        url: str,
        before: LinkState | None = None,
        unless: Validators = Validators(),  # noqa: B008 - frozen
    ) -> Response | LinkState:
        """The page's file, whatever version is known.

        Directories answer with their index.html, which has the directory's address.
        """
        file = self._file(url)
        if file is None:
            return Response(url=url, final_url=url, status=404, reason="not-found")
        try:
            with file.open("rb") as opened:
                body = opened.read(MAX_BYTES + 1)
        except OSError as error:
            return Response(url=url, final_url=url, status=403, reason="forbidden", detail=why_not(error))
        return Response(
            url=url,
            final_url=self._address(file),
            status=200,
            headers=(("content-type", _content_type(file)),),
            body=body[:MAX_BYTES],
            truncated="too-large" if len(body) > MAX_BYTES else "",
            received=len(body),
        )

    def is_attachment(self, url: str) -> bool:
        """Whether an address names an attachment of the folder, to be read as one."""
        return url.startswith(self.home) and names_attachment(url) and not self._scope.excludes(url)

    def file(
        self,
        url: str,
        before: LinkState | None = None,
        unless: Validators = Validators(),  # noqa: B008 - frozen
    ) -> Response | LinkState:
        """The attachment's file, whatever version is known."""
        return self.get(url, before, unless)

    def check(self, url: str, before: LinkState | None = None) -> LinkState:
        """Whether a link target is a file of the folder."""
        if not url.startswith(self.home):
            return skipped(url, "outside-folder")
        if self._scope.excludes(url):
            return skipped(url, "excluded")
        file = self._file(url)
        if file is None:
            return judge(Response(url=url, final_url=url, status=404, reason="not-found"), before)
        try:
            with file.open("rb") as opened:
                body = opened.read(FIRST)
        except OSError as error:
            return judge(Response(url=url, final_url=url, status=403, reason="forbidden", detail=why_not(error)))
        headers = (("content-type", _content_type(file)),)
        return judge(Response(url=url, final_url=url, status=200, headers=headers, body=body), before)

    def baseline(self, url: str) -> Baseline | None:
        """A folder never answers for a file that is not there."""
        return None

    def probes(self, facts: Callable[[Response, int], PageFacts]) -> Iterator[Probe]:
        """A folder has no host to ask."""
        return iter(unasked(self.home, NO_SERVER))

    def more_pages(self, feeds: Sequence[str] = ()) -> Iterator[str]:
        """Every HTML file, in order; but not the error page, which no address of the site shows."""
        for folder, folders, files in os.walk(self.root):
            folders.sort()
            for name in sorted(files):
                file = Path(folder, name)
                if name.lower().endswith(_PAGES) and file != self.root / "404.html":
                    yield self._address(file)

    def relay(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Response:
        """What a page's script asks for: a file, or nothing. Nothing is sent to anybody."""
        found = self.get(url) if method in ("GET", "HEAD") and url.startswith(self.home) else None
        return found if isinstance(found, Response) else Response(url=url, final_url=url, reason="outside-folder")

    def connections(self) -> int:
        """As many as keep the readers busy."""
        return 4

    def sheet(self, url: str) -> Response | None:
        """The style sheet's file."""
        response = self.get(url)
        return response if isinstance(response, Response) and response.status == 200 else None

    def second_round(self) -> None:
        """Files do not fail in passing."""

    def rest(self, seconds: float) -> None:
        """Files need no rest."""

    def hang_up(self) -> None:
        """Nothing is connected."""

    def statistics(self) -> tuple[HostStatistics, ...]:
        """No host was asked."""
        return ()

    def shared(self) -> int:
        """Nothing is asked, so nothing is shared."""
        return 0

    def close(self) -> None:
        """Nothing is open."""

    def _address(self, file: Path) -> str:
        path = file.relative_to(self.root).as_posix()
        if file.name == "index.html":
            path = path.removesuffix("index.html")
        return resolve(self.home, quote(os.fsencode(path)) or "./").url  # a name may be no UTF-8

    def _file(self, url: str) -> Path | None:
        """The file an address means; None where there is none, or where it lies outside the folder."""
        if not url.startswith(self.home):
            return None
        path = os.fsdecode(unquote_to_bytes(url[len(self.home) :].partition("?")[0]))
        try:
            file = (self.root / path.lstrip("/")).resolve()
            if file.is_dir():
                file = file / "index.html"
            inside = file.is_relative_to(self.root) and file.is_file()
        except (OSError, ValueError):  # a name too long, or with NUL
            return None
        return file if inside else None


def _content_type(file: Path) -> str:
    if file.suffix.lower() in _PAGES:
        return "text/html"
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
