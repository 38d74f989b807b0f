"""Pictures drawn for a test: no two pixels alike where it matters, with all the talk that cameras add."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRETS = (b"Secret", b"GPS-30.25", b"fridge magnet", b"photoshop")
"""Words that tell of where and by whom; none may be left."""
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Secret photoshop</x:xmpmeta>'


@cache
def scene(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture whose four corners differ: red, green, blue and white, shading into each other."""
    corners = Image.new("RGB", (2, 2))
    corners.putdata([(220, 30, 30), (30, 200, 60), (40, 60, 220), (250, 250, 250)])
    wide = corners.resize((width, height), Image.Resampling.BILINEAR)
    if mode == "RGBA":
        wide.putalpha(Image.linear_gradient("L").resize((width, height)))
        return wide
    return wide.convert(mode)


@cache
def exif(orientation: int = 1) -> bytes:
    """EXIF with a camera, a place, a thumbnail's worth of words, and how the camera was held."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "Secret camera"
    tags[0x9286] = "fridge magnet"
    tags.get_ifd(0x8825)[29] = "GPS-30.25"
    return tags.tobytes()


@cache
def profile(name: str = "sRGB") -> bytes:
    """A colour profile: sRGB, or one whose red and blue are exchanged, so that nobody can miss a conversion."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if name == "sRGB":
        return made
    tags = bytearray(made)
    red, blue = tags.index(b"rXYZ", 128), tags.index(b"bXYZ", 128)
    tags[red : red + 4], tags[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(tags).replace("sRGB".encode("utf-16-be"), "xxxx".encode("utf-16-be"))


def saved(image: Image.Image, name: str, **options: Any) -> bytes:
    """The file."""
    stream = io.BytesIO()
    image.save(stream, name, **options)
    return stream.getvalue()


def jpeg(width: int = 300, height: int = 200, mode: str = "RGB", orientation: int = 1, **options: Any) -> bytes:
    """A JPEG with EXIF, XMP, IPTC, a comment, and a second file behind its end."""
    data = saved(
        scene(width, height, mode),
        "JPEG",
        exif=exif(orientation),
        comment=b"Secret",
        xmp=XMP,
        **{"quality": 90, **options},
    )
    iptc = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0bphotoshop \0"
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return data[:2] + segment + data[2:] + b"\0\0\0\x18ftypmp42 Secret film"


def png(width: int = 300, height: int = 200, mode: str = "RGB", orientation: int = 1, **options: Any) -> bytes:
    """A PNG with EXIF, texts of three kinds, and rubbish behind its end."""
    said = PngInfo()
    said.add_text("Comment", "Secret")
    said.add_itxt("XML:com.adobe.xmp", XMP.decode())
    said.add_text("Author", "Secret" * 50, zip=True)
    data = saved(scene(width, height, mode), "PNG", pnginfo=said, exif=exif(orientation), **options)
    return data + b"Secret"


def webp(width: int = 300, height: int = 200, mode: str = "RGB", orientation: int = 1, **options: Any) -> bytes:
    """A WebP with EXIF and XMP."""
    return saved(scene(width, height, mode), "WEBP", exif=exif(orientation), xmp=XMP, **options)


def gif(width: int = 300, height: int = 200, frames: int = 1, **options: Any) -> bytes:
    """A GIF with a comment, of one frame or several."""
    first = scene(width, height)
    more = [first.rotate(90 * turn) for turn in range(1, frames)]
    return saved(first, "GIF", comment=b"Secret", save_all=True, append_images=more, loop=0, **options)


def film(name: str, width: int = 300, height: int = 200) -> bytes:
    """A PNG or WebP of three frames that says as much as a still one."""
    first = scene(width, height)
    more = [first.rotate(90 * turn) for turn in (1, 2)]
    return saved(first, name, save_all=True, append_images=more, duration=100, exif=exif())


def deep_png(grey: bool = True) -> bytes:
    """A PNG of sixteen bits a channel, shading from dark to light."""
    width, height, channels = 64, 8, 1 if grey else 3
    rows = b"".join(
        b"\0" + b"".join(struct.pack(">H", x * 1040) * channels for x in range(width)) for _ in range(height)
    )

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 16, 0 if grey else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def shown(data: bytes) -> Image.Image:
    """A published file as a browser that knows nothing of EXIF shows it."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def corners(data: bytes) -> str:
    """The letters of the nearest pure colours in the corners: r, g, b, w from top left, row by row."""
    image = shown(data).convert("RGB")
    width, height = image.size
    names = {"r": (220, 30, 30), "g": (30, 200, 60), "b": (40, 60, 220), "w": (250, 250, 250)}

    def name(x: int, y: int) -> str:
        pixel = image.getpixel((x, y))
        assert isinstance(pixel, tuple)
        return min(names, key=lambda key: sum(abs(a - b) for a, b in zip(names[key], pixel, strict=True)))

    return "".join(name(x, y) for y in (2, height - 3) for x in (2, width - 3))


def is_silent(data: bytes) -> bool:
    """Whether a file says nothing of itself: no secret, no EXIF, no comment, no profile."""
    info = shown(data).info
    told = {"exif", "comment", "xmp", "icc_profile", "photoshop", "XML:com.adobe.xmp", "Comment", "Author"} & set(info)
    return not told and not any(secret in data for secret in SECRETS)
