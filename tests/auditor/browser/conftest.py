"""A loopback site with pages that are well, defective, slow, loud and deadly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

WELL = """<!doctype html><html lang="zh-CN"><head><title>明川县</title>{head}</head>
<body><main><h1>明川县人民政府</h1>{body}</main></body></html>"""


class Pages:
    """Bodies by path; ``asked`` records the paths that were asked for, ``before`` runs on one before it is answered."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.before: dict[str, Callable[[], None]] = {}
        self.asked: list[str] = []
        self.origin = ""

    def put(self, path: str, body: str = "", head: str = "", whole: str = "") -> str:
        """Put a page at a path and return its address."""
        self.bodies[path] = (whole or WELL.format(head=head, body=body)).encode()
        return self.origin + path


def serve(pages: Pages) -> Iterator[Pages]:
    """Serve pages on a free loopback port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages.asked.append(self.path)
            pages.before.get(self.path, lambda: None)()
            body = pages.bodies.get(self.path)
            self.send_response(200 if body is not None else 404)
            kinds = {"css": "text/css", "js": "text/javascript"}
            self.send_header("Content-Type", kinds.get(self.path.rpartition(".")[2], "text/html; charset=utf-8"))
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        pages.origin = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield pages
        server.shutdown()


@pytest.fixture(scope="module")
def site() -> Iterator[Pages]:
    """The audited site."""
    yield from serve(Pages())


@pytest.fixture(scope="module")
def stranger() -> Iterator[Pages]:
    """Another site, that must not hear of the audit."""
    yield from serve(Pages())
