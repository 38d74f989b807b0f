"""Pixels turned upright, brought to sRGB, made smaller and encoded. Works on opened Pillow images."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms

QUALITY = (82, 74, 66)
"""Of JPEG and WebP; the lower ones where the picture would otherwise grow."""
FEW = 256
"""Colours up to which a PNG is a drawing rather than a photograph, and keeps a palette."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation(image: Any) -> int:
    """How the camera was held, 1 to 8 as in EXIF; 1 (upright) where nothing sensible is said."""
    try:
        said = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - EXIF is whatever a camera or a virus wrote; without it a picture is upright
        return 1
    return said if said in _TURNS else 1


def foreign_profile(image: Any) -> Any | None:
    """The colour profile of a picture that is not sRGB; None where it is, or where the profile cannot be read."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        return None if "srgb" in ImageCms.getProfileDescription(profile).lower() else profile
    except (OSError, TypeError, ValueError, ImageCms.PyCMSError):
        return None


def flatten(image: Any, held: int, profile: Any | None) -> Any:
    """A loaded picture as L, LA, RGB or RGBA, eight bits each, upright, in sRGB, with nothing else to say.

    ``held`` and ``profile`` are what the two functions above found.
    """
    plain = _in_srgb(_eight_bits(image), profile)
    if held in _TURNS:
        plain = plain.transpose(_TURNS[held])
    plain.info = {}  # encoders would copy the profile, a comment or a colour key from there
    return plain


def _eight_bits(image: Any) -> Any:
    """One of L, LA, RGB, RGBA, CMYK. A colour declared transparent, as PNG can, becomes an alpha channel."""
    if image.mode.startswith("I;16"):
        high = image.tobytes()[0 if image.mode.endswith("B") else 1 :: 2]
        return Image.frombytes("L", image.size, high)
    if image.mode == "I":
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("1", "L", "P", "RGB") and "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode in ("LA", "RGBA", "CMYK"):
        return image
    return image.convert("RGBA" if image.mode in ("PA", "La", "RGBa") else "RGB")


def _in_srgb(image: Any, profile: Any | None) -> Any:
    """The colours as the profile means them. One that does not fit the pixels is passed over."""
    if profile is not None:
        seen = image.convert("RGBA") if image.mode == "LA" else image
        out = "RGBA" if seen.mode == "RGBA" else "RGB"
        try:
            return ImageCms.profileToProfile(seen, profile, ImageCms.createProfile("sRGB"), outputMode=out)
        except ImageCms.PyCMSError:
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


def is_drawing(image: Any) -> bool:
    """Whether a picture has so few colours that a palette holds them all."""
    return image.mode not in ("L", "LA") and image.getcolors(FEW) is not None


def encode(image: Any, size: tuple[int, int], kind: str, *, drawing: bool, most: int) -> bytes:
    """A flattened picture at a size, as a file of that kind (jpeg, png, webp, gif).

    ``drawing`` gives a PNG a palette; ``most`` is how many bytes it should not exceed if less quality can help it.
    """
    made = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
    if kind == "png":
        if drawing:
            method = Image.Quantize.FASTOCTREE if made.mode == "RGBA" else Image.Quantize.MEDIANCUT
            made = made.quantize(FEW, method, dither=Image.Dither.NONE)
        return _saved(made, "PNG", optimize=True)
    if kind == "gif":
        return _saved(made, "GIF", optimize=True)
    data = b""
    for quality in QUALITY:
        if kind == "jpeg":
            data = _saved(made, "JPEG", quality=quality, optimize=True, progressive=True)
        else:
            data = _saved(made, "WEBP", quality=quality, method=4)
        if len(data) <= most:
            break
    return data


def _saved(image: Any, name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, name, **options)
    return stream.getvalue()
