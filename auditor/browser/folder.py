"""A folder of HTML on a loopback port, for as long as Chromium needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on 127.0.0.1 at a free port and yield its origin, ``http://127.0.0.1:PORT``.

    A directory shows its index.html or is not found; nothing outside the folder is served, by whatever link.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder.resolve()))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    timeout = 30

    def send_head(self) -> Any:
        """Answer, unless the path leads out of the folder or cannot be one."""
        place = self.translate_path(self.path)
        if "\x00" in place or not Path(place).resolve().is_relative_to(self.directory):
            self.send_error(404)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """No listings: they are not pages of the site."""
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the crawl has its own record."""
