"""A photograph as it came from a camera, made fit for a page: a pure function from bytes to bytes.

Upright, in sRGB, at most ``LONG_EDGE`` pixels on the long edge, without a word about where and by whom it was taken,
and with narrower versions for smaller screens. A picture whose pixels may stay as they are is not encoded again.
"""

from __future__ import annotations

import functools
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from PIL import GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin, features

from plugins.pictures import pixels
from plugins.pictures import strip as stripping
from plugins.pictures.strip import strip, webp_size

LONG_EDGE = 1600
WIDTHS = (480, 960)
TALL = 3
"""So many times as high as wide is a picture to scroll through (长图): then only its width is limited."""
PIXEL_LIMIT = 50_000_000
BYTE_LIMIT = 20 * 1024 * 1024
KINDS = {"jpeg": (".jpg", ".jpeg"), "png": (".png",), "webp": (".webp",), "gif": (".gif",)}
"""What is taken, with the endings of its name; the first is proposed where it has a wrong one."""
_OPEN: dict[str, Callable[[io.BytesIO], Any]] = {
    "jpeg": JpegImagePlugin.JpegImageFile,
    "png": PngImagePlugin.PngImageFile,
    "webp": WebPImagePlugin.WebPImageFile,
    "gif": GifImagePlugin.GifImageFile,
}
_LIBRARIES = ("pil", "jpg", "libjpeg_turbo", "zlib", "zlib_ng", "webp", "littlecms2")
_SIGNS = {
    b"%PDF": "PDF 文件",
    b"BM": "BMP 图片",
    b"II*\0": "TIFF 图片",
    b"MM\0*": "TIFF 图片",
    b"PK\3\4": "压缩包或 Office 文档",
    b"\xd0\xcf\x11\xe0": "Office 文档",
    b"\0\0\1\0": "ICO 图标",
    b"8BPS": "PSD 图片",
}
_AGAIN = "请从原来的地方重新复制或导出"


@dataclass(frozen=True)
class Fault:
    """Why a picture cannot be used, and what to do."""

    what: str
    cure: str


@dataclass(frozen=True)
class Version:
    """A file to publish, and its size in pixels."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Prepared:
    """A picture ready to publish: its kind (a key of KINDS), itself, and its narrower versions, narrowest first."""

    kind: str
    whole: Version
    smaller: tuple[Version, ...] = ()


def prepare(data: bytes) -> Prepared | Fault:
    """Make a picture fit for a page. The same bytes in give the same bytes out; never raises, whatever they are."""
    if not data:
        return Fault("图片是空文件（0 字节）", _AGAIN)
    if len(data) > BYTE_LIMIT:
        return too_many_bytes(len(data))
    kind = kind_of(data)
    if kind not in KINDS:
        return Fault(f"不是网页能用的图片（{kind}）" if kind else "不是图片，或已经损坏", "请另存为 JPEG 或 PNG 再用")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is wrong with a picture is told to editors, in Chinese
        opened = _open(kind, data)
        return opened if isinstance(opened, Fault) else _made(kind, data, opened)


def too_many_bytes(size: int) -> Fault:
    """The fault of a file above BYTE_LIMIT, which need not be read for it."""
    cure = f"请先缩小到 {BYTE_LIMIT // 1024 // 1024} MB 以内；网页上最多只用 {LONG_EDGE} 像素"
    return Fault(f"图片文件太大（{size / 1024 / 1024:.1f} MB）", cure)


def kind_of(data: bytes) -> str:
    """What the first bytes say: a key of KINDS, svg, the Chinese name of something else, or nothing."""
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "AVIF 图片" if data[8:12] in (b"avif", b"avis") else "HEIC 照片或视频"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<svg", b"<?xml")) and b"<svg" in data[:4096]:
        return "svg"
    return next((name for sign, name in _SIGNS.items() if data.startswith(sign)), "")


@functools.cache
def recipe() -> bytes:
    """What a result depends on besides the bytes: this code, and the libraries below it."""
    made = blake2b(digest_size=16)
    for module in (__file__, pixels.__file__, stripping.__file__):
        made.update(Path(module).read_bytes())
    for library in _LIBRARIES:
        made.update(f"{library} {features.version(library)}\n".encode())
    return made.digest()


def fit(width: int, height: int) -> tuple[int, int]:
    """The size at which a picture is published; never larger than it is."""
    edge = width if height > TALL * width else max(width, height)
    return (width, height) if edge <= LONG_EDGE else _scaled(width, height, LONG_EDGE / edge)


def _scaled(width: int, height: int, by: float) -> tuple[int, int]:
    return max(1, round(width * by)), max(1, round(height * by))


@dataclass(frozen=True)
class _Opened:
    """A loaded picture. ``width`` and ``height`` are the upright one's; its pixels may be a half, quarter or eighth."""

    image: Any
    held: int
    width: int
    height: int


def _open(kind: str, data: bytes) -> _Opened | Fault:
    """Decode, after a look at how much memory that would take; a large JPEG only as far as it is needed."""
    size = webp_size(data) if kind == "webp" else None
    try:
        if size is None or size[0] * size[1] <= PIXEL_LIMIT:
            image = _OPEN[kind](io.BytesIO(data))
            size = image.size
        if size[0] * size[1] > PIXEL_LIMIT:
            what = f"图片太大（{size[0]}×{size[1]}，{size[0] * size[1] // 10_000} 万像素）"
            return Fault(what, f"请先缩小到 {PIXEL_LIMIT // 10_000} 万像素以内；网页上最多只用 {LONG_EDGE} 像素")
        if kind != "jpeg":
            image.load()  # before EXIF is asked for, which would load too, and keep what goes wrong to itself
        held = pixels.orientation(image)
        width, height = size if held < 5 else (size[1], size[0])
        if kind == "jpeg":
            if fit(width, height) != (width, height):
                image.draft(None, fit(width, height) if held < 5 else fit(width, height)[::-1])
            image.load()
    except Exception:  # noqa: BLE001 - decoders raise whatever a damaged file leads them to
        return Fault("图片不完整或已经损坏，读不出来", _AGAIN)
    return _Opened(image, held, width, height)


def _made(kind: str, data: bytes, opened: _Opened) -> Prepared | Fault:
    """The versions of an opened picture."""
    image, width, height = opened.image, opened.width, opened.height
    profile = pixels.foreign_profile(image)
    bare = strip(kind, data, keep_profile=profile is not None)
    if bare and bare.animated:
        return Prepared(kind, Version(image.size[0], image.size[1], bare.data))
    if bare is None and (kind == "gif" or getattr(image, "is_animated", False)):
        return Fault("动图不完整或已经损坏，读不出来", _AGAIN)
    size = fit(width, height)
    flat = pixels.flatten(image, opened.held, profile)
    drawing = kind == "png" and pixels.is_drawing(flat)
    deep = kind == "png" and data[24] > 8
    if bare and size == (width, height) and opened.held == 1 and profile is None and image.mode != "CMYK" and not deep:
        whole = Version(*size, bare.data)
    else:
        whole = Version(*size, pixels.encode(flat, size, kind, drawing=drawing, most=len(data)))
    smaller = []
    for wide in WIDTHS if kind != "gif" else ():
        if wide < size[0]:
            narrow = _scaled(*size, wide / size[0])
            smaller.append(Version(*narrow, pixels.encode(flat, narrow, kind, drawing=drawing, most=len(whole.data))))
    return Prepared(kind, whole, tuple(version for version in smaller if len(version.data) < len(whole.data)))
