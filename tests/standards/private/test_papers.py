"""Numbers of papers count behind their word and in their shape only."""

from __future__ import annotations

import pytest

from standards.private.papers import find_papers
from standards.private.plates import find_plates


@pytest.mark.parametrize(
    ("text", "head", "shown"),
    [
        ("护照号码：E12345678", "", ["E1*******"]),
        ("护照号 EA1234567，", "", ["EA*******"]),
        ("E12345678", "护照号", ["E1*******"]),
        ("往来港澳通行证C12345678", "", ["C1*******"]),
        ("台胞证号：01234567", "", ["01******"]),
        ("军官证号：军字第1234567号", "", ["军字*********"]),
        ("户口簿户号：012345678", "", ["01*******"]),
        ("E12345678", "合同号", []),
        ("批次E12345678，护照复印件", "", []),
        ("护照号E123456789", "", []),
        ("护照号E12*****8", "", []),
        ("通行证办理电话07283223445", "", []),
        ("", "护照号", []),
    ],
)
def test_papers(text, head, shown):
    """The span is the number's in the text as given."""
    papers = find_papers(text, head)
    assert [paper.shown for paper in papers] == shown
    assert all(len(text[paper.start : paper.end]) == len(paper.shown) for paper in papers)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("鄂R12345", ["鄂R·*****"]),
        ("鄂A·D12345、鄂R 1234学", ["鄂A·******", "鄂R·*****"]),
        ("鄂RXX123，鄂R***45，鄂R00000，新A座3201，皖A1展厅", []),
        ("京G7 2300次", []),
    ],
)
def test_plates(text, shown):
    """Plates, and what only looks like one."""
    assert [plate.shown for plate in find_plates(text)] == shown
