"""What a page's scripts get when they ask for something: the crawl's own way of asking, with all its rules.

The page itself is answered with the body that was just fetched. Everything else goes by robots.txt, the guard of
private addresses and the pace of its host, once a run; pictures, fonts and style sheets are not asked for at all,
since nothing that is read hangs on them. What could not be had is counted: a list that a script would have filled
with it is then not known to be empty.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from auditor.browser.gateway import Reply, Request
from auditor.crawl.file_type import suffix
from auditor.crawl.host import Stopped
from auditor.crawl.response import Response
from auditor.crawl.url import Origins, resolve

Ask = Callable[[str, str, dict[str, str], bytes], Response]
"""Method, canonical address, headers, body: asked as ``Web.relay`` does."""

PER_PAGE = 200
"""Requests of one page that are answered: more is a page that loads itself for ever."""

REMEMBERED = 32 * 1024 * 1024
"""Bytes of answers kept for other pages of the run: every page of a site asks for the same scripts."""

_GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""A picture of one pixel: scripts that wait for a picture go on."""
_PICTURES = frozenset(("png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "svg"))
_UNSEEN = frozenset(("css", "woff", "woff2", "ttf", "otf", "eot", "mp4", "mp3", "webm", "m3u8", "flv"))
_NOT_SENT = ("sec-", "proxy-", "if-")
_OURS = frozenset((
    "host", "connection", "cookie", "user-agent", "accept-encoding", "accept-language", "content-length", "range",
    "upgrade-insecure-requests", "cache-control", "pragma", "keep-alive", "te", "trailer", "transfer-encoding", "dnt",
))  # fmt: skip
_NOT_TOLD = frozenset(("content-encoding", "content-disposition", "set-cookie", "refresh"))


class Relay:
    """Answers the requests of one page after the other; called by the gateway's threads."""

    def __init__(self, ask: Ask, origins: Origins, agent: str) -> None:
        """``agent`` is in the User-Agent of every page's request: whatever else Chromium asks for is refused."""
        self._ask, self._origins, self._agent = ask, origins, agent
        self._remembered: OrderedDict[str, Response] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._page = Response(url="", final_url="")
        self._asked = 0
        self.missed: set[str] = set()
        """Addresses that the page at hand asked for in vain."""
        self.received = 0
        """Body bytes over the wire, of all pages."""

    def begin(self, page: Response) -> None:
        """From now on requests come from this page."""
        with self._lock:
            self._page, self._asked, self.missed = page, 0, set()

    def answer(self, request: Request) -> Reply:
        """What the page gets. Never raises."""
        if self._agent not in request.header("user-agent"):
            return Reply(status=403)  # Chromium's own errands, or another program of this machine
        url = self._origins.to_canonical(resolve("", request.url).url)
        with self._lock:
            page, self._asked = self._page, self._asked + 1
            flood = self._asked > PER_PAGE
        if flood or not url:
            return self._miss(page, request.url)
        if url == page.url and request.method == "GET":
            return _reply(page)
        if (kept := _unseen(url, request.header("accept"))) is not None:
            return kept
        if request.method not in ("GET", "HEAD", "POST", "OPTIONS"):
            return self._miss(page, url)
        try:
            response = self._get(request, url)
        except Stopped:
            return Reply(status=503)
        failed = response.status == 0 or response.status >= 400
        if failed or response.truncated:
            self._miss(page, url)
        return _reply(response) if response.status else Reply(status=502)

    def _get(self, request: Request, url: str) -> Response:
        plain = request.method == "GET" and not request.header("authorization")
        with self._lock:
            known = self._remembered.get(url) if plain else None
        if known is not None:
            return known
        headers = {
            name: value for name, value in request.headers if name not in _OURS and not name.startswith(_NOT_SENT)
        }
        response = self._ask(request.method, url, headers, request.body)
        with self._lock:
            self.received += response.received
            if plain and response.status == 200 and not response.truncated and url not in self._remembered:
                self._remembered[url] = response
                self._size += len(response.body)
                while self._size > REMEMBERED:
                    self._size -= len(self._remembered.popitem(last=False)[1].body)
        return response

    def _miss(self, page: Response, url: str) -> Reply:
        with self._lock:
            if page is self._page:  # a late answer to the page before says nothing about this one
                self.missed.add(url)
        return Reply(status=403)


def _unseen(url: str, accept: str) -> Reply | None:
    """An answer for what nobody will look at; None for everything else."""
    if urlsplit(url).path == "/favicon.ico" or suffix(url) in _PICTURES or accept.startswith("image/"):
        return Reply(status=200, headers=(("Content-Type", "image/gif"), _ANYBODY), body=_GIF)
    if suffix(url) in _UNSEEN or accept.startswith("text/css"):
        kind = "text/css" if suffix(url) == "css" or accept.startswith("text/css") else "application/octet-stream"
        return Reply(status=200, headers=(("Content-Type", kind), _ANYBODY))
    return None


_ANYBODY = ("Access-Control-Allow-Origin", "*")


def _reply(response: Response) -> Reply:
    kept = tuple(field for field in response.headers if field[0] not in _NOT_TOLD)
    return Reply(status=response.status, headers=kept, body=response.body)
