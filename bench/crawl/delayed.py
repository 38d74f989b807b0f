"""``python -m bench.crawl.delayed FOLDER SECONDS``: a server that thinks a while before each answer, on loopback.

It prints its address and serves until it is stopped, with ETag and 304 as nginx has them. On SIGTERM it prints how many
requests it had and how many bytes of bodies it gave out.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "application/javascript"}
TYPES |= {".svg": "image/svg+xml", ".pdf": "application/pdf", ".txt": "text/plain"}


class Delayed:
    """One folder, and what was asked of it."""

    def __init__(self, root: Path, seconds: float) -> None:
        self.root, self.seconds = root.resolve(), seconds
        self.requests = self.bytes = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept open."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(self.seconds)
                answer, body = self._answer(head.decode("latin-1"))
                self.requests += 1
                self.bytes += len(body)
                writer.write(answer.encode("latin-1") + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, head: str) -> tuple[str, bytes]:
        request, *lines = head.split("\r\n")
        method, target, _ = request.split(" ", 2)
        asked = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        path = (self.root / unquote(target.partition("?")[0]).lstrip("/")).resolve()
        if path.is_dir():
            path /= "index.html"
        if not path.is_relative_to(self.root) or not path.is_file():
            return _head(404, "text/html", 9), b"" if method == "HEAD" else b"not found"
        body = path.read_bytes()
        tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if asked.get("if-none-match") == tag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n", b""
        kind = TYPES.get(path.suffix, "application/octet-stream")
        return _head(200, kind, len(body), f"ETag: {tag}\r\n"), b"" if method == "HEAD" else body


def _head(status: int, kind: str, size: int, more: str = "") -> str:
    return f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n{more}\r\n"


async def main() -> None:
    """Serve until SIGTERM; on the port that the third argument names, or on any."""
    site = Delayed(Path(sys.argv[1]), float(sys.argv[2]))
    server = await asyncio.start_server(site.serve, "127.0.0.1", int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await stopped.wait()
    print(site.requests, site.bytes, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
