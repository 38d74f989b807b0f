"""What a picture says in words: EXIF, comments, XMP. Its pixels are for whoever reads pictures."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

from standards.documents.reading import TAKEN_AT, Place, Reading

_NAMES = {
    270: "说明",
    315: "作者",
    33432: "版权",
    37510: "备注",
    40091: "标题",
    40092: "备注",
    40093: "作者",
    40095: "主题",
}
_CERTAIN = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
"""What begins so can be opened, or it is damaged; of other kinds the library may know too little."""
_GPS, _EXIF = 0x8825, 0x8769
_XMP, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_TAG = re.compile(r"<[^<>]*>")


def read_picture(reading: Reading, data: bytes) -> None:
    """The words beside the pixels, and the picture itself."""
    reading.show(Place("图片"), data)
    start = data.find(_XMP)
    if start >= 0:
        words = data[start : data.find(_XMP_END, start)][:200_000].decode("utf-8", "replace")
        for line in _TAG.sub("\n", words).split("\n"):
            reading.add(line, Place("照片信息", hidden="XMP"))
    from PIL import UnidentifiedImageError

    try:
        _read_exif(reading, data)
    except UnidentifiedImageError:
        if data.startswith(_CERTAIN):
            reading.fault("damaged", "图片不完整或已经损坏，打不开", "请重新导出图片后替换")
    except Exception:  # noqa: BLE001 - EXIF is whatever a camera or a virus wrote
        return


def _read_exif(reading: Reading, data: bytes) -> None:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data)) as image:  # reads the head only
            exif = image.getexif()
            tags: dict[Any, Any] = {"comment": image.info.get("comment")}
            tags.update(exif)
            tags.update(exif.get_ifd(_EXIF))
            gps = exif.get_ifd(_GPS)
    for tag, value in tags.items():
        if isinstance(value, (str, bytes)):
            reading.add(_words(tag, value)[:10_000], Place(f"照片信息“{_NAMES.get(tag, tag)}”"))
    if 2 in gps and 4 in gps:
        reading.add("、".join(_degrees(gps[key]) for key in (2, 4)), Place(TAKEN_AT))


def _words(tag: Any, value: str | bytes) -> str:
    if isinstance(value, str):
        return value
    if isinstance(tag, int) and 40091 <= tag <= 40095:
        return value.decode("utf-16-le", "replace").strip("\0")
    return value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0").decode("utf-8", "replace").strip("\0")


def _degrees(parts: Any) -> str:
    degrees, minutes, seconds = (float(part) for part in parts)
    return f"{degrees + minutes / 60 + seconds / 3600:.3f}"
