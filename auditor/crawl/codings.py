"""Content codings taken off a body as it arrives: gzip, deflate, br and zstd, alone or one over the other.

Never more comes out than was asked for, whatever a few bytes may stand for: that a body is a bomb is seen at its limit
and not in the memory. Brotli is RFC 7932, Zstandard RFC 8878.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

import brotli
import zstandard

OFFERED = "gzip, deflate, br, zstd"
"""What browsers offer, in Accept-Encoding's words."""

MOST = 3
"""Codings one over the other that are taken off."""

BROKEN = (zlib.error, brotli.error, zstandard.ZstdError)
"""What a decoder raises for bytes that are not of its coding."""

_GZIP = 16 + zlib.MAX_WBITS
_WINDOW = 8 * 1024 * 1024
"""Bytes a Zstandard frame may ask us to remember (RFC 8878, 3.1.1.1.2); browsers refuse more as well."""
_SLICE = 64
"""Bytes given to the Zstandard decoder at a time: it knows no limit, and each four of them may stand for 128 KiB."""


class Decoder(Protocol):
    """One coding, or several in a row."""

    @property
    def eof(self) -> bool:
        """Whether the end was seen."""

    def feed(self, data: bytes, limit: int) -> bytes:
        """At most ``limit`` bytes more. Input beyond that is dropped: the caller stops there. Raises BROKEN."""


def decoder_for(encoding: str) -> Decoder | None:
    """The decoder of a Content-Encoding; None where there is nothing to decode, or a coding we did not offer."""
    codings = [coding for coding in (part.strip().lower() for part in encoding.split(",")) if coding != "identity"]
    if len(codings) < 2:
        return _one(codings[0] if codings else "")
    decoders = [decoder for coding in reversed(codings) if (decoder := _one(coding)) is not None]
    return _Chain(decoders) if len(decoders) == len(codings) <= MOST else None


def _one(coding: str) -> Decoder | None:
    makers: dict[str, Callable[[], Decoder]] = {
        "gzip": lambda: _Zlib(_GZIP),
        "x-gzip": lambda: _Zlib(_GZIP),
        "deflate": lambda: _Zlib(zlib.MAX_WBITS),
        "br": _Brotli,
        "zstd": _Zstandard,
    }
    return makers[coding]() if coding in makers else None


class _Zlib:
    """gzip (also several members in a row) and deflate, the latter with or without zlib's header as servers send it."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)
        self._fresh = True
        self._gzip = wbits == _GZIP

    @property
    def eof(self) -> bool:
        return self._inner.eof

    def feed(self, data: bytes, limit: int) -> bytes:
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


class _Brotli:
    """br. Rubbish after the end counts as broken: the library does not tell the two apart."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    def feed(self, data: bytes, limit: int) -> bytes:
        parts: list[bytes] = []
        left = limit
        while left > 0 and not self.eof:
            part = self._inner.process(data, output_buffer_limit=left)
            parts.append(part)
            left -= len(part)
            data = b""
            if self._inner.can_accept_more_data():
                break
        return b"".join(parts)[:limit]


class _Zstandard:
    """zstd, also several frames in a row."""

    def __init__(self) -> None:
        self._inner = _frame()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    def feed(self, data: bytes, limit: int) -> bytes:
        parts: list[bytes] = []
        left = limit
        while data and left > 0:
            if self._inner.eof:
                if not data.startswith(zstandard.FRAME_HEADER[: len(data)]):
                    break
                self._inner = _frame()
            part = self._inner.decompress(data[:_SLICE])
            parts.append(part)
            left -= len(part)
            data = (self._inner.unused_data if self._inner.eof else b"") + data[_SLICE:]
        return b"".join(parts)[:limit]


def _frame() -> zstandard.ZstdDecompressionObj:
    return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()


class _Chain:
    """Several codings one over the other (RFC 9110, 8.4.1: listed in the order in which they were applied)."""

    def __init__(self, decoders: list[Decoder]) -> None:
        self._decoders = decoders

    @property
    def eof(self) -> bool:
        return all(decoder.eof for decoder in self._decoders)

    def feed(self, data: bytes, limit: int) -> bytes:
        """What one coding alone blows up beyond the limit is cut as well."""
        for decoder in self._decoders:
            data = decoder.feed(data, limit)
        return data
