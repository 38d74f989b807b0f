"""The empty table that a clerk fills in: complete, carried over, never over another."""

from __future__ import annotations

import io

import openpyxl
import pytest

from plugins.build.problems import CannotRun
from plugins.desk.annual_form import make
from standards.annual_report import FORM
from tests.plugins.foi.reports import SOUND
from tests.plugins.small_site import desk, write_site


def test_it_has_every_line_and_last_year_s_rest(tmp_path):
    """With the mark that spreadsheets want; everything else is left to the clerk."""
    content = write_site(tmp_path, SOUND)
    said = make("县财政局", "2026", content, site=False, workbook=False)
    data = (content / "data/nb/czj-2026.csv").read_bytes()
    lines = data.decode("utf-8-sig").splitlines()
    assert data.startswith(b"\xef\xbb\xbf")
    assert [line.split(",")[0] for line in lines[1:]] == list(FORM)
    assert "三02,二、上年结转政府信息公开申请数量,0,0,0,0,0,0,0" in lines
    assert "“上年结转”已按上年度年报填好" in said


def test_it_is_never_written_over(tmp_path):
    """What was filled in stays."""
    content = write_site(tmp_path, SOUND)
    before = (content / "data/nb/czj-2025.csv").read_bytes()
    with pytest.raises(CannotRun, match="已经存在"):
        make("czj", "2025", content, site=False, workbook=False)
    assert (content / "data/nb/czj-2025.csv").read_bytes() == before


def test_a_workbook_adds_up_by_itself(tmp_path):
    """Totals are formulas over the right cells."""
    content = write_site(tmp_path, SOUND)
    make("jyj", "2025", content, site=False, workbook=True)
    sheet = openpyxl.load_workbook(io.BytesIO((content / "data/nb/jyj-2025.xlsx").read_bytes())).active
    rows = {row[0].value: row for row in sheet.iter_rows()}
    assert rows["三03"][8].value == f"=SUM(C{rows['三03'][0].row}:H{rows['三03'][0].row})"
    assert rows["三24"][2].value == f"=SUM(C{rows['三03'][0].row}:C{rows['三23'][0].row})"
    assert rows["四05"][8].value == f"=SUM(I{rows['四01'][0].row}:I{rows['四04'][0].row})"


@pytest.mark.parametrize(("unit", "year"), [("财政", "2025"), ("czj", "2020"), ("czj", "二〇二五"), ("czj", "99999")])
def test_who_and_when_must_be_known(tmp_path, unit, year):
    """A unit of units.csv, a year of this form."""
    with pytest.raises(CannotRun):
        make(unit, year, write_site(tmp_path, SOUND), site=False, workbook=False)


def test_the_command(tmp_path):
    """A word too few is told with an example; the website's form takes no unit."""
    content = write_site(tmp_path, SOUND)
    assert "desk annual-form czj 2025" in desk("annual-form", "czj", "--content", content).stderr
    done = desk("annual-form", "--site", "2026", "--content", content)
    assert done.returncode == 0
    assert (content / "data/nb/site-2026.csv").is_file()
