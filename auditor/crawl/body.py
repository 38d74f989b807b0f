"""The body of a response, decompressed, never more than a bound of it in memory."""

from __future__ import annotations

import zlib

import msgspec
import urllib3

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
    decoder = _decoder(encoding)
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
            for part in _decoded(decoder, chunk, limit - size + 1):
                parts.append(part)
                size += len(part)
        except zlib.error:
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


class _Decoder:
    """gzip (also several members in a row) and deflate, the latter with or without zlib's header as servers send it."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)
        self._fresh = True
        self._gzip = wbits == _GZIP

    @property
    def eof(self) -> bool:
        return self._inner.eof

    def feed(self, data: bytes, limit: int) -> bytes:
        """At most ``limit`` bytes more. Input beyond that is dropped: the caller stops there."""
        out = b""
        while data and len(out) < limit:
            if self._inner.eof:
                if not self._gzip or not data.startswith(b"\x1f\x8b"):
                    break  # rubbish after the end: browsers ignore it
                self._inner = zlib.decompressobj(_GZIP)
            try:
                out += self._inner.decompress(data, limit - len(out))
            except zlib.error:
                if self._gzip or not self._fresh:
                    raise
                self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
                out += self._inner.decompress(data, limit - len(out))
            self._fresh = False
            data = self._inner.unused_data
        return out


_GZIP = 16 + zlib.MAX_WBITS


class _Chain:
    """Several codings one over the other (RFC 9110, 8.4.1: listed in the order in which they were applied)."""

    def __init__(self, decoders: list[_Decoder]) -> None:
        self._decoders = decoders

    @property
    def eof(self) -> bool:
        return all(decoder.eof for decoder in self._decoders)

    def feed(self, data: bytes, limit: int) -> bytes:
        """At most ``limit`` bytes more. What one coding alone blows up beyond that is cut as well."""
        for decoder in self._decoders:
            data = decoder.feed(data, limit)
        return data


MOST_CODINGS = 3


def _decoder(encoding: str) -> _Decoder | _Chain | None:
    """The decoder of a Content-Encoding; None where there is nothing to decode, or a coding we did not offer."""
    codings = [coding for coding in (part.strip().lower() for part in encoding.split(",")) if coding != "identity"]
    if len(codings) < 2:
        return _one_decoder(codings[0] if codings else "")
    decoders = [decoder for coding in reversed(codings) if (decoder := _one_decoder(coding)) is not None]
    return _Chain(decoders) if len(decoders) == len(codings) <= MOST_CODINGS else None


def _one_decoder(coding: str) -> _Decoder | None:
    match coding:
        case "gzip" | "x-gzip":
            return _Decoder(_GZIP)
        case "deflate":
            return _Decoder(zlib.MAX_WBITS)
    return None


def _decoded(decoder: _Decoder | _Chain | None, chunk: bytes, limit: int) -> list[bytes]:
    return [chunk] if decoder is None else [decoder.feed(chunk, limit)]
