"""The body of a response, decompressed, never more than a bound of it in memory."""

from __future__ import annotations

import msgspec
import urllib3

from auditor.crawl.codings import BROKEN, decoder_for
from auditor.crawl.wire import not_fetched

_CHUNK = 65_536


class Body(msgspec.Struct):
    """``data`` decompressed; ``received`` bytes over the wire; ``truncated`` why it is not whole, or empty."""

    data: bytes = b""
    truncated: str = ""
    received: int = 0


def read_body(response: urllib3.BaseHTTPResponse, limit: int, encoding: str) -> Body:
    """Read up to ``limit`` decompressed bytes and give the connection back, or close it when something is left.

    ``truncated`` is too-large, short-body (less than Content-Length, or cut off), bad-encoding or timeout. A
    compression we did not offer is ``bad-encoding`` with an empty body.
    """
    body = Body()
    parts: list[bytes] = []
    size = 0
    decoder = decoder_for(encoding)
    if decoder is None and encoding.strip().lower() not in ("", "identity"):
        response.close()
        return Body(truncated="bad-encoding")
    while not body.truncated:
        try:
            chunk = response.read1(_CHUNK, decode_content=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            body.truncated = "timeout" if not_fetched(error).reason == "timeout" else "short-body"
            break
        if not chunk:
            break
        body.received += len(chunk)
        try:
            part = decoder.feed(chunk, limit - size + 1) if decoder is not None else chunk
            parts.append(part)
            size += len(part)
        except BROKEN:
            body.truncated = "bad-encoding"
        if size > limit:
            body.truncated = "too-large"
    body.data = b"".join(parts)[:limit]
    if body.truncated:
        response.close()
    else:
        response.release_conn()
        if decoder is not None and not decoder.eof and body.received:
            body.truncated = "short-body"
    return body
