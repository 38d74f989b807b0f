"""A printed code is the one that readers read."""

from __future__ import annotations

import re

import pytest
import segno

from plugins.notice_board.codes import MASK, QUIET, Code, code_of

ADDRESS = "https://www.mingchuan.example/villages/liulin/"


def drawn(code: Code) -> list[list[int]]:
    """The modules that a browser would draw: 1 is dark."""
    grid = [[0] * code.side for _ in range(code.side)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path):
        assert width == back
        for at in range(int(x), int(x) + int(width)):
            grid[int(y)][at] = 1
    return grid


def test_the_path_is_the_matrix_with_its_quiet_zone():
    """Module by module, and nothing but such runs."""
    code = code_of(ADDRESS)
    matrix = [[bool(module) for module in row] for row in segno.make(ADDRESS, error="m", micro=False, mask=MASK).matrix]
    grid = drawn(code)
    inside = [[bool(module) for module in row[QUIET:-QUIET]] for row in grid[QUIET:-QUIET]]
    assert inside == matrix
    assert sum(map(sum, grid)) == sum(map(sum, inside))
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", code.path)


@pytest.mark.parametrize("address", [ADDRESS, ADDRESS + "2026-10/liulin-20261019-01.html"])
def test_a_decoder_reads_the_address(address):
    """As a phone would, from a picture."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed: nothing decodes the code")
    from PIL import Image

    grid = drawn(code_of(address))
    image = Image.new("L", (len(grid), len(grid)), 255)
    image.putdata([0 if module else 255 for row in grid for module in row])
    found = zxingcpp.read_barcodes(image.resize((len(grid) * 6, len(grid) * 6), Image.Resampling.NEAREST))
    assert [one.text for one in found] == [address]
