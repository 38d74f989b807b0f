"""A photograph made fit for a page."""

from __future__ import annotations

import random
import subprocess
import sys
from zlib import crc32

import pytest
from PIL import Image

from plugins.pictures.prepare import BYTE_LIMIT, LONG_EDGE, Fault, Prepared, fit, prepare
from tests.plugins.pictures.painted import (
    corners,
    deep_png,
    film,
    gif,
    is_silent,
    jpeg,
    png,
    profile,
    saved,
    scene,
    shown,
    webp,
)

MAKERS = {"jpeg": jpeg, "png": png, "webp": webp, "gif": gif}


def made(data: bytes) -> Prepared:
    """The picture, which must be sound; every version is of the kind and the size it claims and says nothing else."""
    prepared = prepare(data)
    assert isinstance(prepared, Prepared), prepared
    for version in (prepared.whole, *prepared.smaller):
        image = shown(version.data)
        assert (image.format or "").lower() == prepared.kind
        assert image.size == (version.width, version.height)
        assert is_silent(version.data)
    return prepared


def fault(data: bytes) -> str:
    """What an editor would be told of a picture that must not pass."""
    prepared = prepare(data)
    assert isinstance(prepared, Fault)
    return f"{prepared.what}。{prepared.cure}"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_picture_that_is_fit_keeps_its_pixels_and_loses_its_talk(kind):
    """Nothing is encoded again: every pixel is the original's."""
    data = MAKERS[kind]()
    assert not is_silent(data)
    whole = made(data).whole
    assert shown(whole.data).convert("RGB").tobytes() == shown(data).convert("RGB").tobytes()
    assert len(whole.data) < len(data)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@pytest.mark.parametrize(
    ("orientation", "seen"),
    [(1, "rgbw"), (2, "grwb"), (3, "wbgr"), (4, "bwrg"), (5, "rbgw"), (6, "brwg"), (7, "wgbr"), (8, "gwrb")],
)
def test_every_picture_stands_upright(kind, orientation, seen):
    """However the camera was held; a browser that does not know of EXIF sees it so too."""
    whole = made(MAKERS[kind](300, 200, orientation=orientation)).whole
    assert corners(whole.data) == seen
    assert (whole.width, whole.height) == ((300, 200) if orientation < 5 else (200, 300))


@pytest.mark.parametrize("orientation", [0, 9, 77, 65535])
def test_a_senseless_orientation_turns_nothing(orientation):
    """Cameras write anything."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    data = saved(scene(300, 200), "JPEG", exif=tags.tobytes(), quality=90)
    assert corners(made(data).whole.data) == "rgbw"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_large_picture_is_made_smaller(kind):
    """1600 pixels on the long edge, in the same kind, with the same corners."""
    data = MAKERS[kind](2400, 1500)
    prepared = made(data)
    assert (prepared.whole.width, prepared.whole.height) == (1600, 1000)
    assert corners(prepared.whole.data) == "rgbw"
    assert all(corners(version.data) == "rgbw" for version in prepared.smaller)


def test_a_turned_large_picture_is_measured_upright():
    """The long edge of a picture taken upright is its height."""
    whole = made(jpeg(3200, 1800, orientation=6)).whole
    assert (whole.width, whole.height) == (900, 1600)
    assert corners(whole.data) == "brwg"


def test_narrower_versions_are_narrower_and_lighter():
    """480 and 960 where the picture is wider, none where it is not; never larger than it is."""
    assert [(v.width, v.height) for v in made(jpeg(1200, 800)).smaller] == [(480, 320), (960, 640)]
    assert [v.width for v in made(jpeg(960, 640)).smaller] == [480]
    assert made(jpeg(480, 320)).smaller == ()
    prepared = made(png(1700, 900))
    sizes = [len(version.data) for version in (*prepared.smaller, prepared.whole)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("size", "published"),
    [
        ((1600, 1200), (1600, 1200)),
        ((1601, 1), (1600, 1)),
        ((4000, 3000), (1600, 1200)),
        ((3000, 4000), (1200, 1600)),
        ((1080, 12000), (1080, 12000)),
        ((3200, 20000), (1600, 10000)),
        ((12000, 1080), (1600, 144)),
        ((1, 1), (1, 1)),
    ],
)
def test_sizes(size, published):
    """A picture to scroll through is measured by its width: 1080 by 12000 made 1600 high could not be read."""
    assert fit(*size) == published


def test_a_long_picture_taken_lying_is_not_decoded_too_small():
    """What is stored as 6000 by 1000 and shown as 1000 by 6000 keeps all its pixels."""
    whole = made(jpeg(6000, 1000, orientation=6)).whole
    assert (whole.width, whole.height) == (1000, 6000)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_colours_are_brought_to_srgb(kind):
    """A profile that exchanges red and blue is applied, not just taken away."""
    data = saved(scene(300, 200), kind.upper(), icc_profile=profile("swapped"))
    assert corners(made(data).whole.data) == "bgrw"


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_an_srgb_profile_is_only_taken_away(kind):
    """The pixels mean the same without it, so they are left as they are."""
    data = saved(scene(300, 200), kind.upper(), icc_profile=profile())
    whole = made(data).whole
    assert shown(whole.data).tobytes() == shown(data).tobytes()


def test_alpha_survives_a_profile_and_a_smaller_size():
    """What was transparent at the top and opaque at the bottom still is."""
    data = saved(scene(2000, 1000, "RGBA"), "PNG", icc_profile=profile("swapped"))
    prepared = made(data)
    for version in (prepared.whole, *prepared.smaller):
        alpha = shown(version.data).convert("RGBA").getchannel("A")
        assert alpha.getpixel((5, 2)) < 10
        assert alpha.getpixel((5, version.height - 3)) > 245


@pytest.mark.parametrize("broken", [b"nonsense", profile()[:200], b"\0" * 128])
def test_a_profile_that_cannot_be_read_is_passed_over(broken):
    """A picture is not refused for it."""
    assert corners(made(saved(scene(300, 200), "PNG", icc_profile=broken)).whole.data) == "rgbw"


def test_a_grey_picture_with_a_colour_profile_is_still_grey():
    """A profile that does not fit the pixels says nothing about them."""
    data = saved(scene(300, 200, "L"), "PNG", icc_profile=profile("swapped"))
    grey = shown(made(data).whole.data).convert("RGB").getpixel((150, 100))
    assert max(grey) - min(grey) <= 1


def test_a_printers_jpeg_becomes_one_for_screens():
    """CMYK is converted; its corners are what a reader would call them."""
    whole = made(jpeg(mode="CMYK")).whole
    assert shown(whole.data).mode == "RGB"
    assert corners(whole.data) == "rgbw"


@pytest.mark.parametrize("grey", [True, False])
def test_sixteen_bits_become_eight(grey):
    """Dark stays dark and light stays light, which a plain conversion of grey would not keep."""
    image = shown(made(deep_png(grey)).whole.data).convert("RGB")
    assert image.getpixel((0, 4))[0] <= 4
    assert 120 <= image.getpixel((31, 4))[0] <= 132
    assert image.getpixel((63, 4))[0] >= 250


@pytest.mark.parametrize("width", [300, 2000])
def test_a_palette_with_transparency_keeps_both(width):
    """Drawings are kept with a palette, and what was clear stays clear."""
    drawing = Image.new("P", (width, width // 2), 0)
    drawing.putpalette([255, 255, 255, 200, 0, 0, 0, 0, 200])
    drawing.paste(1, (0, 0, width // 2, width // 2))
    whole = made(saved(drawing, "PNG", transparency=0)).whole
    image = shown(whole.data)
    assert image.mode == "P"
    red, *others, alpha = image.convert("RGBA").getpixel((2, 2))
    assert (red, others) == (200, [0, 0])
    assert alpha >= 254
    assert image.convert("RGBA").getpixel((whole.width - 3, 2))[3] == 0


def test_a_drawing_does_not_grow_by_being_made_smaller():
    """A chart of three colours, 2400 wide, is lighter at 1600."""
    chart = Image.new("RGB", (2400, 1200), "white")
    for at in range(0, 2400, 150):
        chart.paste((22, 65, 111) if at % 300 else (168, 40, 30), (at, 1200 - at // 3, at + 90, 1200))
    data = saved(chart, "PNG", optimize=True)
    assert len(made(data).whole.data) <= len(data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGBA", "P"])
def test_every_mode_of_png(mode):
    """One bit, grey, with and without alpha, at a size that must be changed."""
    whole = made(saved(scene(1800, 900, "RGB").convert(mode), "PNG")).whole
    assert (whole.width, whole.height) == (1600, 800)


@pytest.mark.parametrize("data", [gif(frames=3), film("PNG"), film("WEBP"), gif(2000, 1000, frames=2)])
def test_what_moves_goes_on_moving(data):
    """All frames, at the same size, and no word of who made it."""
    whole = made(data).whole
    assert shown(whole.data).n_frames == shown(data).n_frames > 1
    assert shown(whole.data).info.get("loop") == shown(data).info.get("loop")
    assert whole.width == shown(data).width


def test_a_film_whose_frames_are_out_of_order_is_told():
    """The first frame alone could be read; browsers would show nothing."""
    data = film("PNG")
    at = data.rindex(b"fcTL") + 4
    frame = (7).to_bytes(4, "big") + data[at + 4 : at + 26]
    broken = data[:at] + frame + crc32(b"fcTL" + frame).to_bytes(4, "big") + data[at + 30 :]
    assert fault(broken) == "动图不完整或已经损坏，读不出来。请从原来的地方重新复制或导出"


def test_the_same_bytes_in_another_process():
    """Another process, another hash seed: the same digest of everything that is made."""
    script = (
        "from hashlib import sha256; from plugins.pictures.prepare import prepare;"
        "from tests.plugins.pictures.painted import *;"
        "made = [prepare(d) for d in (jpeg(2000, 1500), png(1700, 900, 'RGBA'), webp(1700, 900), gif(1700, 900))];"
        "print(sha256(b''.join(v.data for p in made for v in (p.whole, *p.smaller))).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "图片是空文件（0 字节）。请从原来的地方重新复制或导出"),
        (b"hello", "不是图片，或已经损坏。请另存为 JPEG 或 PNG 再用"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 99, "不是网页能用的图片（HEIC 照片或视频）。请另存为 JPEG 或 PNG 再用"),
        (saved(scene(9, 9), "BMP"), "不是网页能用的图片（BMP 图片）。请另存为 JPEG 或 PNG 再用"),
        (saved(scene(9, 9), "TIFF"), "不是网页能用的图片（TIFF 图片）。请另存为 JPEG 或 PNG 再用"),
        (
            b"\xff\xd8\xff" + b"\0" * BYTE_LIMIT,
            "图片文件太大（20.0 MB）。请先缩小到 20 MB 以内；网页上最多只用 1600 像素",
        ),
        (jpeg(600, 400)[:9000], "图片不完整或已经损坏，读不出来。请从原来的地方重新复制或导出"),
        (png(600, 400)[:5000], "图片不完整或已经损坏，读不出来。请从原来的地方重新复制或导出"),
        (webp(600, 400)[:900], "图片不完整或已经损坏，读不出来。请从原来的地方重新复制或导出"),
        (gif(600, 400)[:9000], "图片不完整或已经损坏，读不出来。请从原来的地方重新复制或导出"),
        (gif(600, 400, 3)[:-9000], "动图不完整或已经损坏，读不出来。请从原来的地方重新复制或导出"),
    ],
)
def test_what_cannot_be_used_is_told(data, message):
    """What it is, and what to do."""
    assert fault(data) == message


def header(kind: str, width: int, height: int) -> bytes:
    """A small file that claims to be a large picture."""
    if kind == "jpeg":
        data = jpeg(16, 16)
        at = data.index(b"\xff\xc0")
        return data[: at + 5] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + data[at + 9 :]
    if kind == "gif":
        data = gif(16, 16)
        return data[:6] + width.to_bytes(2, "little") + height.to_bytes(2, "little") + data[10:]
    if kind == "webp":
        canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        return webp(16, 16)[:24] + canvas + webp(16, 16)[30:]
    bomb = Image.new("1", (width, height))
    return saved(bomb, "PNG")


@pytest.mark.parametrize("kind", MAKERS)
def test_a_bomb_is_defused_before_it_takes_memory(kind):
    """A few kilobytes that would become hundreds of megabytes: the size is told, and what to do."""
    data = header(kind, 9000, 7000)
    assert len(data) < 20_000
    told = "图片太大（9000×7000，6300 万像素）。请先缩小到 5000 万像素以内；网页上最多只用 1600 像素"
    assert fault(data) == told


def test_a_picture_of_just_fifty_megapixels_is_taken():
    """The limit itself is allowed."""
    whole = made(saved(Image.new("L", (10_000, 5_000), 90), "PNG")).whole
    assert (whole.width, whole.height) == (LONG_EDGE, 800)


def test_a_jpeg_with_parts_that_browsers_need_not_know_is_encoded_again():
    """Our decoder reads more than theirs: with a table for arithmetic coding the file is not passed on as it is."""
    data = jpeg()
    odd = data[:2] + b"\xff\xcc\x00\x04\x00\x10" + data[2:]
    whole = made(odd).whole
    assert whole.data[:-2] not in data
    assert b"\xff\xcc\x00\x04" not in whole.data
    assert corners(whole.data) == "rgbw"


@pytest.mark.parametrize(
    "said", [b"Exif\0\0nonsense", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff"]
)
def test_broken_exif_is_no_reason_to_refuse(said):
    """A picture is upright where nothing readable says otherwise."""
    assert corners(made(saved(scene(300, 200), "JPEG", exif=said, quality=90)).whole.data) == "rgbw"


@pytest.mark.parametrize("kind", [*MAKERS, "film", "apng"])
def test_no_damage_leads_to_a_traceback(kind):
    """A thousand files cut off or with bits turned: each is told, or becomes a sound and silent picture."""
    made_of = {"film": lambda: film("WEBP", 60, 40), "apng": lambda: film("PNG", 60, 40)}
    data = made_of[kind]() if kind in made_of else MAKERS[kind](60, 40)
    dice = random.Random(kind)
    told = 0
    for _ in range(250):
        hurt = bytearray(data[: dice.randrange(len(data))] if dice.random() < 0.4 else data)
        for _ in range(dice.choice([0, 1, 1, 2, 8, 40])):
            if hurt:
                hurt[dice.randrange(min(len(hurt), dice.choice([64, 1000, len(hurt)])))] = dice.randrange(256)
        prepared = prepare(bytes(hurt))
        if isinstance(prepared, Fault):
            told += 1
            assert prepared.what
            assert prepared.cure
        else:
            assert not any(secret in prepared.whole.data for secret in (b"Secret", b"GPS-30.25", b"fridge magnet"))
    assert 10 < told < 250
