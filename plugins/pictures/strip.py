"""What a picture file says besides its pixels, taken away without touching them: byte by byte, losing no quality.

EXIF, GPS, XMP, IPTC, comments, embedded thumbnails, colour profiles, and whatever a telephone hung on behind the end
of the picture. The four functions walk the file's own structure and give None where it is not sound.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"sBIT",
             b"acTL", b"fcTL", b"fdAT"}  # fmt: skip
_JPEG_FRAMES = {0xC0, 0xC1, 0xC2}
"""Baseline, extended, progressive: what every browser reads."""
_JPEG_TABLES = {0xC4, 0xDB, 0xDD, 0xDC}
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
_WEBP_ICC, _WEBP_EXIF, _WEBP_XMP = 0x20, 0x08, 0x04


@dataclass(frozen=True)
class Stripped:
    """A file without what it said of itself, and whether it moves."""

    data: bytes
    animated: bool = False


def strip(kind: str, data: bytes, *, keep_profile: bool = False) -> Stripped | None:
    """The same picture with nothing but pixels. ``kind`` is jpeg, png, webp or gif.

    ``keep_profile`` leaves the colour profile of PNG and WebP, for pictures whose pixels cannot be converted.
    """
    if kind == "jpeg":
        return _jpeg(data)
    if kind == "png":
        return _png(data, _PNG_KEPT | {b"iCCP"} if keep_profile else _PNG_KEPT)
    if kind == "webp":
        return _webp(data, _WEBP_KEPT | {b"ICCP"} if keep_profile else _WEBP_KEPT)
    return _gif(data)


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP file as its first chunk says; its decoder would ask for that much memory at once."""
    name, chunk = data[12:16], data[20:30]
    if len(chunk) < 10:
        return None
    if name == b"VP8X":
        return int.from_bytes(chunk[4:7], "little") + 1, int.from_bytes(chunk[7:10], "little") + 1
    if name == b"VP8L":
        bits = int.from_bytes(chunk[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        return int.from_bytes(chunk[6:8], "little") & 0x3FFF, int.from_bytes(chunk[8:10], "little") & 0x3FFF
    return None


def _jpeg(data: bytes) -> Stripped | None:
    """Up to the first end of image: several telephones put a film or a second picture behind it."""
    kept = [b"\xff\xd8"]
    at = 2
    while at + 4 <= len(data) or data[at : at + 2] == b"\xff\xd9":
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # a byte of padding
            at += 1
            continue
        if marker == 0xD9:
            kept.append(b"\xff\xd9")
            return Stripped(b"".join(kept))
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + size
        if size < 2 or end > len(data):
            return None
        segment = data[at:end]
        if marker == 0xDA:
            scan = _SCAN_END.search(data, end)
            if scan is None:
                return None
            end = scan.start()
            kept.append(data[at:end])
        elif marker in _JPEG_FRAMES or marker in _JPEG_TABLES:
            kept.append(segment)
        elif marker == 0xE0 and segment[4:9] == b"JFIF\0" and size >= 16:
            kept.append(b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0")  # without its thumbnail
        elif marker == 0xEE and segment[4:9] == b"Adobe":
            kept.append(segment)  # it says how the colours are coded
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            return None
        at = end
    return None


def _png(data: bytes, keep: set[bytes]) -> Stripped | None:
    kept = [_PNG]
    parts = 0
    at = len(_PNG)
    while at + 12 <= len(data):
        name = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            return None
        if name in keep:
            if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
                return None
            if name in (b"fcTL", b"fdAT"):  # the parts of a film are numbered
                if int.from_bytes(data[at + 8 : at + 12], "big") != parts:
                    return None
                parts += 1
            kept.append(data[at:end])
        elif name[:1].isupper():  # a chunk without which the picture cannot be understood
            return None
        if name == b"IEND":
            return Stripped(b"".join(kept), parts > 1)
        at = end
    return None


def _webp(data: bytes, keep: set[bytes]) -> Stripped | None:
    length = int.from_bytes(data[4:8], "little") + 8
    if length > len(data):
        return None
    kept = []
    animated = False
    at = 12
    while at + 8 <= length:
        name = data[at : at + 4]
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        if end > length:
            return None
        chunk = bytearray(data[at:end]) + b"\0" * (size % 2)
        if name == b"VP8X" and size:
            gone = _WEBP_EXIF | _WEBP_XMP | (0 if b"ICCP" in keep else _WEBP_ICC)
            chunk[8] &= ~gone & 0xFF
        if name in keep:
            kept.append(bytes(chunk))
        animated = animated or name == b"ANMF"
        at = end + size % 2
    body = b"WEBP" + b"".join(kept)
    return Stripped(b"RIFF" + len(body).to_bytes(4, "little") + body, animated) if kept else None


def _gif(data: bytes) -> Stripped | None:
    """Comments and application blocks go, but for the one that says how often a film is shown."""
    at = 13 + _colours(data[10:11])
    kept = [data[:at]]
    frames = 0
    while at < len(data):
        sign = data[at : at + 1]
        if sign == b";":
            break
        if sign == b",":
            frames += 1
            end = _blocks(data, at + 11 + _colours(data[at + 9 : at + 10]))
        elif sign == b"!":
            end = _blocks(data, at + 2)
        else:
            return None
        if end is None:
            return None
        loops = data[at + 1 : at + 2] == b"\xff" and data[at + 3 : at + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
        if sign == b"," or loops or data[at + 1 : at + 2] == b"\xf9":
            kept.append(data[at:end])
        at = end
    return Stripped(b"".join(kept) + b";", frames > 1) if frames else None


def _colours(flags: bytes) -> int:
    """Bytes of the colour table that a packed field announces."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _blocks(data: bytes, at: int) -> int | None:
    """Where a row of sub-blocks ends; None where the file ends first."""
    while at < len(data):
        size = data[at]
        at += size + 1
        if size == 0:
            return at
    return None
