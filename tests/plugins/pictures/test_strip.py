"""Metadata taken away byte by byte."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.pictures.strip import Stripped, strip, webp_size
from tests.plugins.pictures.painted import (
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

FILES = {"jpeg": jpeg(), "png": png(), "webp": webp(), "gif": gif()}


@pytest.mark.parametrize("kind", FILES)
def test_only_pixels_are_left(kind):
    """What was said is gone, what was seen is not, and a second time changes nothing."""
    bare = strip(kind, FILES[kind])
    assert bare is not None
    assert is_silent(bare.data)
    assert shown(bare.data).tobytes() == shown(FILES[kind]).tobytes()
    assert strip(kind, bare.data) == bare


@pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
def test_every_form_of_jpeg(options):
    """Several scans, full colour, restart markers."""
    data = jpeg(200, 100, **options)
    bare = strip("jpeg", data)
    assert bare is not None
    assert shown(bare.data).tobytes() == shown(data).tobytes()


def test_the_little_picture_inside_a_jpeg_goes():
    """JFIF may hold a thumbnail of what the editor cut away."""
    data = saved(scene(60, 40), "JPEG")
    small = b"\xff\xe0" + (16 + 12).to_bytes(2, "big") + data[6:18] + b"\2\2" + b"Secret thumb"
    bare = strip("jpeg", data[:2] + small + data[20:])
    assert bare is not None
    assert bare.data == data


def test_a_printers_jpeg_keeps_the_word_on_its_colours():
    """Without Adobe's marker the four inks would be read upside down."""
    data = saved(scene(60, 40, "CMYK"), "JPEG")
    bare = strip("jpeg", data)
    assert bare is not None
    assert b"Adobe" in bare.data


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_profile_can_be_kept(kind):
    """For a film whose pixels are not converted."""
    data = saved(scene(60, 40), kind.upper(), icc_profile=profile("swapped"))
    kept, gone = strip(kind, data, keep_profile=True), strip(kind, data)
    assert kept is not None
    assert gone is not None
    assert shown(kept.data).info["icc_profile"] == profile("swapped")
    assert "icc_profile" not in shown(gone.data).info


def test_films_are_known():
    """GIF, PNG and WebP with several frames, and none with one."""
    films = {"gif": gif(frames=2), "png": film("PNG"), "webp": film("WEBP")}
    assert [kind for kind, data in films.items() if not (strip(kind, data) or Stripped(b"")).animated] == []
    assert [kind for kind, data in FILES.items() if (strip(kind, data) or Stripped(b"", True)).animated] == []


def test_a_gif_goes_on_as_often_as_before():
    """The block that says so stays, one that hides a message under the same sign goes."""
    data = gif(60, 40, frames=2)
    hidden = b"\x21\xff\x0bXMP DataXMP\x06Secret\x00"
    at = data.index(b"\x21\xff\x0bNETSCAPE2.0")
    bare = strip("gif", data[:at] + hidden + data[at:])
    assert bare is not None
    assert b"NETSCAPE2.0" in bare.data
    assert b"Secret" not in bare.data


@pytest.mark.parametrize(("kind", "least"), [("jpeg", 2), ("png", 12), ("webp", 1)])
def test_a_file_that_was_cut_off_is_not_passed_on(kind, least):
    """Wherever it was cut, none comes out that only seems to be one."""
    data = strip(kind, FILES[kind]).data
    for end in range(len(data) - 1, len(data) - 400, -7):
        assert strip(kind, data[: min(end, len(data) - least)]) is None


def test_a_turned_bit_in_a_png_is_noticed():
    """Its own checksum tells."""
    data = bytearray(strip("png", FILES["png"]).data)
    data[data.index(b"IDAT") + 40] ^= 1
    assert strip("png", bytes(data)) is None


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}])
def test_the_size_of_a_webp_is_read_from_its_head(options):
    """Lossy, lossless, extended."""
    data = saved(scene(321, 123), "WEBP", **options)
    assert webp_size(data) == Image.open(io.BytesIO(data)).size == (321, 123)
    assert webp_size(data[:25]) is None


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=300), st.integers(0, 500))
def test_any_bytes_give_a_file_or_nothing(kind, junk, at):
    """Whatever stands where in a file, reading it ends, and ends without an error."""
    data = FILES[kind][:at] + junk
    for hurt in (junk, data, data + FILES[kind][at + len(junk) :]):
        bare = strip(kind, hurt)
        assert bare is None or len(bare.data) <= len(hurt) + 2
