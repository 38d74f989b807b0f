"""A page of the preview as a browser keeps it open: loaded, listening for news, loaded again when they say so.

It does what plugins/desk/reload.js does, no more: a page's own name of its state is compared with that of each news.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any

HOST = "127.0.0.1"
EVENTS = "/__preview/events"
_STATE = re.compile(r' data-pages="([^"]+)"')


class PreviewFailed(Exception):
    """Why the preview cannot be measured, in a line."""


class OpenPage:
    """One address of the preview at ``port``. Every wait of it ends after ``patience`` seconds."""

    def __init__(self, port: int, url: str, patience: float) -> None:
        self.port, self.url, self.patience = port, url, patience
        self.state = ""

    def load(self) -> str:
        """Ask for the page; returns its text. Raises PreviewFailed where it is not a page of the preview, OSError."""
        connection = HTTPConnection(HOST, self.port, timeout=self.patience)
        try:
            connection.request("GET", self.url)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        found = _STATE.search(text)
        if answer.status != HTTPStatus.OK or found is None:
            raise PreviewFailed(f"{self.url} is answered with {answer.status} and no page that reloads")
        self.state = found[1]
        return text

    def news(self) -> Iterator[tuple[float, dict[str, Any]]]:
        """Each news with the moment it came, the present ones first.

        Raises PreviewFailed where there are none any more, or none have come for ``patience`` seconds (an OSError,
        where not even a sign of life has).
        """
        connection = HTTPConnection(HOST, self.port, timeout=self.patience)
        try:
            connection.request("GET", EVENTS, headers={"Accept": "text/event-stream"})
            answer = connection.getresponse()
            waited = time.perf_counter()
            while line := answer.readline():
                now = time.perf_counter()
                if line.startswith(b"data: "):
                    yield now, json.loads(line.removeprefix(b"data: "))
                    waited = time.perf_counter()
                elif now - waited > self.patience:
                    raise PreviewFailed(f"no news for {self.patience:.0f} s")
        finally:
            connection.close()
        raise PreviewFailed("the preview has hung up")
