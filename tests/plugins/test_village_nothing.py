"""nothing.csv: what villages had nothing of."""

from __future__ import annotations

from plugins.build.edition import read_edition
from tests.plugins.small_site import problems, write_site

HEAD = "village,item,period,said_on,by\n"
FILE = "villages/nothing.csv"


def test_villages_and_items_may_be_written_by_name(tmp_path):
    """By id as well; a row for good has no last day."""
    rows = "柳林村,财务收支,2026年第三季度,2026-10-12,村文书\nliulin,cwsz,2026Q2,2026-07-12,\nliulin,cwsz,长期,2026-07-12,\n"
    found = read_edition(write_site(tmp_path, {FILE: HEAD + rows}), "", production=False, workers=1)
    said = found.villages.nothing["liulin"]
    assert list(said) == [("cwsz", "2026-09-30"), ("cwsz", "2026-06-30"), ("cwsz", "")]
    assert said["cwsz", "2026-09-30"].by == "村文书"


def test_every_faulty_row_is_told_with_its_cell(tmp_path):
    """All in one report; the sound rows beside them do not hide them."""
    rows = (
        "liulin,cwsz,2026Q3,2026-10-12,\n"
        "liulinn,cwsz,2026Q3,2026-10-12,\n"
        "liulin,caiwu,2026Q3,2026-10-12,\n"
        "liulin,cwsz,秋天,2026-10-12,\n"
        "liulin,cwsz,2026Q2,七月,\n"
        "liulin,cwsz,2026Q4,2026-09-30,\n"
        "柳林村,财务收支,2026年第三季度,2026-10-13,\n"
        ",cwsz,2026Q1,2026-04-01,\n"
    )
    assert [
        line.removeprefix(f"content/{FILE}:").partition("。")[0] for line in problems(tmp_path, {FILE: HEAD + rows})
    ] == [
        "3:1: 没有村“liulinn”，或者有几个村同名",
        "4:2: 没有公开事项“caiwu”",
        "5:3: “秋天”不是公开期间",
        "6:4: “七月”不是日期",
        "7:4: “2026-09-30”早于所说的期间",
        "8: 与第2行重复",
        "9:1: “village”没有填",
    ]


def test_a_name_that_two_villages_bear_is_no_name(tmp_path):
    """Nobody is credited with what another said."""
    villages = "id,name,kind,town,lng,lat,datum,contact,board\na,新村,村,qingxi,,,,,\nb,新村,村,qingxi,,,,,\n"
    found = problems(tmp_path, {"villages/villages.csv": villages, FILE: HEAD + "新村,cwsz,2026Q3,2026-10-12,\n"})
    assert [line.partition("。")[0] for line in found] == [f"content/{FILE}:2:1: 没有村“新村”，或者有几个村同名"]
