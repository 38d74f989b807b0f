"""The notice board of the preview: the builder posts how each rebuild ended, every open page waits for news."""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import dataclass

from plugins.desk.rebuild import Result, Trouble


@dataclass(frozen=True)
class News:
    """All there is to know at one moment, so that a page which missed some news misses nothing.

    ``pages`` names the state of the pages and ``styles`` that of their style sheets: a page that was served under
    another name of the first reloads, of the second only fetches its style sheets anew.
    """

    pages: str
    styles: str
    trouble: Trouble | None

    def as_event(self) -> bytes:
        """The news as a server-sent event. JSON in ASCII has no line breaks of its own, whatever a path holds."""
        trouble = self.trouble
        shown = {"title": trouble.title, "lines": trouble.lines, "advice": trouble.advice} if trouble else None
        text = json.dumps({"pages": self.pages, "styles": self.styles, "trouble": shown})
        return f"data: {text}\n\n".encode("ascii")


class Board:
    """The current News. Safe to use from any thread. Its names differ from those of any earlier preview."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)
        self._pages = self._styles = 0
        self._changed = threading.Condition()
        self._news = News(f"{self._run}-0", f"{self._run}-0", None)
        self.closed = False

    @property
    def news(self) -> News:
        """What is posted now."""
        return self._news

    def post(self, result: Result) -> None:
        """Tell how a rebuild ended."""
        if result.changed and all(path.endswith(".css") for path in result.changed):
            self._styles += 1
        elif result.changed:
            self._pages += 1
        with self._changed:
            self._news = News(f"{self._run}-{self._pages}", f"{self._run}-{self._styles}", result.trouble)
            self._changed.notify_all()

    def wait(self, seen: News | None, seconds: float) -> News | None:
        """The news once it differs from ``seen``; None when so many seconds pass without, or the board is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self._news != seen, seconds)
            return None if self.closed or self._news == seen else self._news

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()
