"""The real program on pictures as they come; skipped where it is not installed."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from plugins.build.scan import scan as look
from plugins.privacy.eyes import find_reader
from plugins.privacy.files import judge_files
from plugins.privacy.memory import recall
from standards.documents import eyes
from standards.documents.eyes import prepared, skew
from standards.private.find import judge
from tests.plugins.privacy.drawings import CARD, MASKED, MONEY, PERSONS, clear, crooked, jpeg, on_a_desk, scan, table
from tests.plugins.small_site import write_site
from tests.standards.documents.maker import ID

reading = pytest.mark.skipif(find_reader(None) is None, reason="tesseract with chi_sim is not installed")
LISTS = {
    "small": jpeg(table(PERSONS, 16)),
    "crooked by one degree": jpeg(crooked(table(PERSONS), 1)),
    "crooked by seven degrees": jpeg(crooked(table(PERSONS), -7)),
    "lying on its side": jpeg(crooked(table(PERSONS), 90)),
    "held upright as the camera notes": jpeg(crooked(table(PERSONS), 90), turned=6),
    "faint": jpeg(table(PERSONS, ink=165, paper=210)),
    "white on dark": jpeg(table(PERSONS, ink=255, paper=60)),
    "a photo of a desk": jpeg(on_a_desk(table(PERSONS))),
    "seen through": clear(table(PERSONS)),
}
HARMLESS = {
    "sums": jpeg(table(MONEY)),
    "sums on a desk": jpeg(on_a_desk(table(MONEY))),
    "masked": jpeg(table(MASKED)),
}


def read(data: bytes) -> str:
    """The writing in a picture."""
    reader = find_reader(None)
    assert reader is not None
    text = reader(data)
    assert text is not None
    return text


@reading
@pytest.mark.parametrize("name", LISTS)
def test_numbers_in_a_list_are_found(name):
    """Both IDs and the card, whichever way the page lies and however it looks."""
    certain = {find.number for find in judge(read(LISTS[name]), 2026) if find.certain}
    assert {ID, "110105194912312092", CARD} <= certain


@reading
@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_found_where_nothing_is(name):
    """Sums, days, contract numbers, masked numbers: neither certain nor to be asked."""
    assert judge(read(HARMLESS[name]), 2026) == []


@reading
def test_a_scan_in_a_pdf_stops_the_build_with_its_page(tmp_path):
    """And what the build says of it is masked."""
    content = write_site(tmp_path, {"files/a.pdf": scan(table(PERSONS))})
    found = judge_files(look(content), ["files/a.pdf"], recall(tmp_path / "cache", 2026), 1)["files/a.pdf"]
    assert found.unseen == 0
    certain = [told.what for told in found.told if told.certain]
    assert any(what.startswith("第1页的图片上的文字：居民身份证号码 110***********002X") for what in certain)


@reading
def test_a_large_photo_takes_seconds_and_not_minutes():
    """On a machine that is busy otherwise."""
    started = time.process_time()
    read(LISTS["a photo of a desk"])
    assert time.process_time() - started < eyes.SECONDS / 4


def test_a_page_is_turned_level_before_it_is_read():
    """To the degree; one that lies straight stays as it is."""
    assert [skew(crooked(table(PERSONS), angle)) for angle in (0, 5, -8)] == [0, -5, 8]


def test_light_and_ground_are_made_even():
    """A desk around the page is white as the page is; so is what can be seen through."""
    for name in ("a photo of a desk", "white on dark", "seen through"):
        with Image.open(io.BytesIO(prepared(LISTS[name]) or b"")) as image:
            assert image.getpixel((2, 2)) > 230, name
            assert max(image.size) <= eyes.LONG_EDGE
