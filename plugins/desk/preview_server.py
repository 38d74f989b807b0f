"""The preview's web server: this machine only, the built pages with one script added, and news for open pages.

What is not published yet is on it. So it listens on the loopback address alone and answers to its own names only: a
page from the internet whose name was made to point here (DNS rebinding) sends that name as Host and is refused.
"""

from __future__ import annotations

import errno
import mimetypes
import os
import re
import shutil
import socketserver
import sys
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, unquote

from plugins.build.problems import CannotRun
from plugins.desk.board import Board, News

ADDRESS = "127.0.0.1"
PORTS_TO_TRY = 100
HEARTBEAT = 15.0
"""Seconds after which a silent page is written to, to notice that it has gone."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""What the published site is served with (a test holds the two together): the preview's own script needs no more."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}

OWN = "/__preview/"
EVENTS = f"{OWN}events"
OWN_FILES = {f"{OWN}reload.js": "reload.js", f"{OWN}reload.css": "reload.css"}

_TYPES = {
    **mimetypes.MimeTypes().types_map[True],  # the built-in table, not this machine's
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".geojson": "application/geo+json",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".map": "text/plain",
    ".ofd": "application/ofd",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
_TEXT = re.compile(r"text/|application/(json|geo\+json|xml|atom\+xml)$")
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_NOTHING_YET = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>预览</title></head>
<body><main><h1>还没有可以预览的网页</h1><p>生成以后会自动显示在这里。</p></main></body>
</html>
"""


class PreviewServer(ThreadingHTTPServer):
    """Serves ``root`` (to be set before the first request) and the news of ``board``."""

    daemon_threads = True
    request_queue_size = 128
    root: Path

    def __init__(self, port: int, board: Board) -> None:
        self.board = board
        super().__init__((ADDRESS, port), _Handler)
        self.hosts = {f"{name}:{self.port}" for name in (ADDRESS, "localhost")}
        if self.port == 80:
            self.hosts |= {ADDRESS, "localhost"}

    @property
    def port(self) -> int:
        """The port it has."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Bind without the look-up of this machine's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.port

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes its connection is no error."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            traceback.print_exc()


def open_server(port: int, board: Board) -> PreviewServer:
    """A server on ``port``, or on the next one that is free (0: any). Raises CannotRun where none is."""
    for candidate in range(port, min(port + PORTS_TO_TRY, 65536)):
        try:
            return PreviewServer(candidate, board)
        except PermissionError:
            raise CannotRun(f"没有权限使用端口 {candidate}。请用 --port 换一个 1024 以上的端口") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotRun(f"端口 {candidate} 用不了（{error.strerror}）。请用 --port 换一个") from None
    raise CannotRun(f"从 {port} 起没有空闲的端口。请用 --port 换一个")


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request; HEAD gets the same without the body."""
        if self.headers.get_all("Host", []) not in [[host] for host in self.server.hosts]:
            return self._send_text(HTTPStatus.FORBIDDEN, f"请用 http://{ADDRESS}:{self.server.port}/ 访问预览")
        path = self.path.partition("?")[0]
        if path == EVENTS:
            return self._stream()
        if path in OWN_FILES:
            return self._send_file(Path(__file__).with_name(OWN_FILES[path]), HTTPStatus.OK)
        return self._send_page(path)

    do_HEAD = do_GET

    def _send_page(self, path: str) -> None:
        file = _find(self.server.root, path)
        if file is None:
            return self._send_missing()
        if file.is_dir():
            if not path.endswith("/"):
                return self._redirect(path)
            file /= "index.html"
        return self._send_file(file, HTTPStatus.OK)

    def _send_missing(self) -> None:
        page = self.server.root / "404.html"
        if page.is_file():
            return self._send_file(page, HTTPStatus.NOT_FOUND)
        return self._send_html(_NOTHING_YET.encode(), HTTPStatus.SERVICE_UNAVAILABLE, self.server.board.news)

    def _send_file(self, file: Path, status: HTTPStatus) -> None:
        # Asked before the page is read: with too old a name it reloads once more, with too new a one it never would.
        news = self.server.board.news
        try:
            stream = file.open("rb")
        except OSError:
            return self._send_missing() if status is HTTPStatus.OK else self._send_text(status, "没有找到")
        with stream:
            if file.suffix in {".html", ".htm"}:
                return self._send_html(stream.read(), status, news)
            kind = _TYPES.get(file.suffix.lower(), "application/octet-stream")
            charset = "; charset=utf-8" if _TEXT.match(kind) else ""
            return self._send(status, kind + charset, os.fstat(stream.fileno()).st_size, stream)

    def _send_html(self, page: bytes, status: HTTPStatus, news: News) -> None:
        script = f'<script src="{OWN}reload.js" data-pages="{news.pages}" data-styles="{news.styles}" defer></script>'
        end = _HEAD_END.search(page)
        at = end.start() if end else len(page)
        page = b"%b%b%b" % (page[:at], script.encode(), page[at:])
        self._send(status, "text/html; charset=utf-8", len(page), page)

    def _redirect(self, path: str) -> None:
        """To the folder's own address, rebuilt from its parts so that it cannot lead elsewhere."""
        query = self.path[len(path) :]
        parts = "/".join(quote(part) for part in _parts(path))
        self._send(HTTPStatus.MOVED_PERMANENTLY, "text/plain", 0, b"", Location=f"/{parts}/{query}")

    def _send_text(self, status: HTTPStatus, text: str) -> None:
        self.close_connection = True
        body = f"{text}\n".encode()
        self._send(status, "text/plain; charset=utf-8", len(body), body, Connection="close")

    def _send(self, status: HTTPStatus, kind: str, size: int, body: bytes | BinaryIO, **headers: str) -> None:
        self._send_head(status, {"Content-Type": kind, "Content-Length": str(size), **headers})
        if self.command == "HEAD":
            return
        if isinstance(body, bytes):
            self.wfile.write(body)
        else:
            shutil.copyfileobj(body, self.wfile)

    def _send_head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, **HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self) -> None:
        """News for one open page until it goes or the preview ends."""
        self.close_connection = True
        self._send_head(HTTPStatus.OK, {"Content-Type": "text/event-stream; charset=utf-8", "Connection": "close"})
        if self.command == "HEAD":
            return
        board, seen = self.server.board, None
        self.wfile.write(b"retry: 1000\n\n")
        while not board.closed:
            news = board.wait(seen, HEARTBEAT)
            self.wfile.write(news.as_event() if news else b":\n\n")
            seen = news or seen

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library refuses by itself: broken requests, other methods."""
        self._send_text(HTTPStatus(code), f"不能处理这个请求（{code}）")

    def version_string(self) -> str:
        """Nothing about this machine."""
        return "gongkai-preview"

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for the editor."""


def _parts(path: str) -> list[str]:
    """The steps of an address. Decoded first: an encoded slash is a slash, and no step holds one."""
    return unquote(path, errors="strict").strip("/").split("/")


def _find(root: Path, path: str) -> Path | None:
    """The file or folder that an address asks for, if it is below ``root`` once all dots and links are followed."""
    try:
        file, base = root.joinpath(*_parts(path)).resolve(), root.resolve()
        if (file != base and base not in file.parents) or (path.endswith("/") and not file.is_dir()):
            return None
        return file if file.exists() else None
    except (OSError, ValueError):  # names too long, with NUL, not UTF-8
        return None
