"""Lists as clerks photograph and scan them, drawn: a person's numbers, or sums that are nobody's.

Numbers are made up; their check digits are right.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.standards.documents.maker import ID

CARD = "6228480402564890018"
PERSONS = (("Name", "No.", "Card"), ("A", ID, CARD), ("B", "110105194912312092", CARD))
MONEY = (
    ("Day", "Income", "Expense", "Balance", "Contract"),
    ("2026-07-10", "18600.00", "0.00", "70980.00", "MCX-2026-000417"),
    ("2026-07-22", "0.00", "5420.00", "65560.00", "MCX-2026-000418"),
    ("2026-08-06", "15200.00", "0.00", "80760.00", "MCX-2026-000419"),
)
MASKED = (("Name", "No."), ("A", "110***********002X"), ("B", "110105********2092"))


def table(rows: Sequence[Sequence[str]], size: int = 32, ink: int = 0, paper: int = 255) -> Image.Image:
    """A ruled table; ``size`` is that of the type in pixels."""
    font = ImageFont.load_default(size)
    pad, high = size // 2, int(size * 1.9)
    widths = [int(max(font.getlength(cell) for cell in column)) + 2 * pad for column in zip(*rows, strict=True)]
    image = Image.new("L", (sum(widths) + 4 * pad, high * (len(rows) + 2)), paper)
    draw = ImageDraw.Draw(image)
    for nth, row in enumerate(rows, 1):
        left = 2 * pad
        for width, cell in zip(widths, row, strict=True):
            draw.rectangle((left, nth * high, left + width, (nth + 1) * high), outline=ink)
            draw.text((left + pad, nth * high + high // 5), cell, fill=ink, font=font)
            left += width
    return image


def crooked(image: Image.Image, angle: float) -> Image.Image:
    """The same on a page that does not lie straight."""
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def on_a_desk(image: Image.Image) -> Image.Image:
    """A photo of 3000 pixels of a page on a grey table, not quite sharp."""
    photo = Image.new("L", (3000, 4000), 150)
    photo.paste(image.resize((2700, image.height * 2700 // image.width)), (150, 900))
    return photo.filter(ImageFilter.GaussianBlur(1.2))


def jpeg(image: Image.Image, quality: int = 75, turned: int = 0) -> bytes:
    """As a phone keeps it; ``turned`` is the orientation it notes."""
    stream = io.BytesIO()
    exif = Image.Exif()
    if turned:
        exif[0x112] = turned
    image.save(stream, "JPEG", quality=quality, exif=exif)
    return stream.getvalue()


def scan(image: Image.Image) -> bytes:
    """A PDF whose one page is the picture."""
    stream = io.BytesIO()
    image.save(stream, "PDF", resolution=150)
    return stream.getvalue()


def clear(image: Image.Image) -> bytes:
    """Black type on nothing."""
    seen = Image.new("RGBA", image.size, (0, 0, 0, 0))
    seen.putalpha(image.point(lambda value: 255 - value))
    stream = io.BytesIO()
    seen.save(stream, "PNG")
    return stream.getvalue()
