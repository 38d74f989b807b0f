"""Tables as they are read: every fault with its place, in one report; what is sound kept between builds."""

from __future__ import annotations

from datetime import datetime

import pytest

from plugins.build.scan import scan
from plugins.build.shelf import Shelf
from plugins.catalogue import read_catalogue
from plugins.records import read as reading
from plugins.records.read import read_books
from plugins.site import read_offices
from standards.calendar import BEIJING
from tests.plugins import small_site
from tests.plugins.records.tables import COLUMN, penalties, penalty, table, workbook

ID = "11010519491231002X"


def books(folder, files, now="2026-11-20", shelf=None):
    tree = scan(small_site.write_site(folder, files))
    offices, _ = read_offices(tree)
    catalogue, _ = read_catalogue(tree, offices)
    moment = datetime.fromisoformat(now).replace(tzinfo=BEIJING)
    found, problems, remarks = read_books(tree, catalogue, offices, moment, shelf)
    return found, [str(problem) for problem in problems], [str(remark) for remark in remarks]


def test_a_workbook_says_what_a_csv_says(tmp_path):
    """Several files are one table."""
    rows = [penalty(n) for n in range(4)]
    one, problems, _ = books(tmp_path / "a", penalties(*rows))
    assert problems == []
    two, problems, _ = books(
        tmp_path / "b", {"cf/column.toml": COLUMN, "cf/1.xlsx": workbook(*rows[:2]), "cf/2.csv": table(*rows[2:])}
    )
    assert problems == []
    assert one.by_column["cf"] == two.by_column["cf"]
    assert len(one.by_column["cf"].records) == 4


@pytest.mark.parametrize(
    ("head", "text", "place", "what"),
    [
        ("处罚决定日期", "2026-13-01", "2:11", "“2026-13-01”不是日期"),
        ("处罚机关", "县财办", "2:13", "没有单位“县财办”"),
        ("统一社会信用代码", "91999902MA0000101X", "2:4", "的校验码不对"),
        ("罚款金额（万元）", "伍佰", "2:10", "“伍佰”不是数字"),
        ("处罚类别", "罚金", "2:8", "“处罚类别”不能写“罚金”"),
        ("公示日期", "2026-11-21", "2:14", "“公示日期”2026-11-21 还没有到"),
        ("公示日期", "2026-10-11", "2:14", "早于“处罚决定日期”2026-10-12"),
        ("违法事实", "", "2:6", "“违法事实”没有填"),
        ("违法事实", f"当事人身份证号{ID}。", "2:6", "居民身份证号码 110***********002X 完整公开"),
        ("统一社会信用代码", ID, "2:4", "填的是居民身份证号码"),
    ],
)
def test_each_fault_has_its_line_and_column(tmp_path, head, text, place, what):
    """And the number of a person is never repeated in the message."""
    _, problems, _ = books(tmp_path, penalties(penalty(1, **{head: text}), penalty(2)))
    (told,) = problems
    assert told.startswith(f"content/cf/a.csv:{place}: ")
    assert what in told
    assert ID not in told


def test_all_faults_are_in_one_report(tmp_path):
    """Of several rows and files, with the double row of another file; the build is refused with them."""
    files = {
        "cf/column.toml": COLUMN,
        "cf/a.csv": table(penalty(1, 处罚决定日期="x", 处罚机关="y"), penalty(2)),
        "cf/b.csv": table(penalty(2, 行政处罚决定书文号="明市监罚[2026] 2号"), penalty(3, 处罚类别="z")),
    }
    told = small_site.problems(tmp_path, files)
    assert len(told) == 4
    assert any(line.startswith("content/cf/b.csv:2: “行政处罚决定书文号”与 content/cf/a.csv:3 的重复") for line in told)
    assert "共 4 处问题，涉及 2 个文件" in small_site.refused(tmp_path, files)


@pytest.mark.parametrize(
    "data",
    ["", "x", "甲,乙\n1,2\n", '"', "\x00", b"\xff\xfe\x00", "行政处罚决定书文号\n", table(penalty(1)) + "只有一格\n"],
)
def test_a_table_that_is_none_is_told_and_nothing_breaks(tmp_path, data):
    """With a line for each."""
    told = small_site.problems(tmp_path, {"cf/column.toml": COLUMN, "cf/a.csv": data})
    assert told
    assert all(line.startswith("content/cf/a.csv") for line in told)


def test_names_of_natural_persons_are_not_published(tmp_path):
    """Neither on the page nor in its title."""
    row = penalty(1, 行政相对人名称="欧阳甲乙", 行政相对人类别="自然人", 统一社会信用代码="")
    found, _, _ = books(tmp_path, penalties(row))
    (record,) = found.by_column["cf"].records.values()
    assert record.title == "欧某某行政处罚信息（明市监罚〔2026〕1号）"
    assert "甲乙" not in repr(record)


def test_what_is_published_late_is_told_and_stops_nobody(tmp_path):
    """Working days are counted, not days: seven are in time."""
    late, just = penalty(1, 公示日期="2026-10-22"), penalty(2, 公示日期="2026-10-21")
    _, problems, remarks = books(tmp_path, penalties(late, just))
    assert problems == []
    (told,) = remarks
    assert told.startswith("content/cf/a.csv:2:14: 2026-10-12 的信息 2026-10-22 才公开，用了 8 个工作日，期限是 7 个")


def test_a_row_whose_time_is_over_is_no_longer_there(tmp_path):
    """The last day is still one of them."""
    rows = penalties(penalty(1, 公示截止期="2026-11-20"), penalty(2, 公示截止期="2026-11-19"), penalty(3))
    found, _, _ = books(tmp_path, rows)
    assert len(found.by_column["cf"].records) == 2
    assert list(found.last_days()) == ["2026-11-20"]


class Kept:
    """A folder of content with a cache, and how many tables were judged."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.shelf, self.judged = folder, Shelf(folder / "cache", "stamp"), 0
        judge = reading._judge_table

        def counted(*arguments):
            self.judged += 1
            return judge(*arguments)

        monkeypatch.setattr(reading, "_judge_table", counted)

    def read(self, files, now="2026-11-20", stamp="stamp"):
        """The books, as they are read with the cache; they are those without it. And how many tables were judged."""
        shelf = Shelf(self.folder / "cache", stamp)
        self.judged = 0
        found = books(self.folder, files, now, shelf)
        count = self.judged
        assert found == books(self.folder, files, now)
        return found, count


def test_a_sound_table_is_judged_once(tmp_path, monkeypatch):
    """Until its bytes, the schema, the units, the program or the clock say something else."""
    kept = Kept(tmp_path, monkeypatch)
    files = penalties(penalty(1), penalty(2)) | {"cf/b.csv": table(penalty(3))}
    assert kept.read(files)[1] == 2
    assert kept.read(files)[1] == 0
    assert kept.read(files | {"cf/b.csv": table(penalty(4))})[1] == 1
    assert kept.read(files, stamp="other")[1] == 2
    assert kept.read(files, now="2027-01-04", stamp="other")[1] == 2
    assert kept.read(files)[1] == 2
    units = small_site.FILES["units.csv"].replace("明川县财政局", "明川县财政和金融局")
    (found, problems, _), judged = kept.read(files | {"units.csv": units})
    assert (problems, judged) == ([], 2)
    assert all("财政和金融局" in record.values[12] for record in found.by_column["cf"].records.values())


def test_the_clock_put_back_finds_the_row_of_tomorrow(tmp_path, monkeypatch):
    """What was sound on its day is judged again on an earlier one."""
    kept = Kept(tmp_path, monkeypatch)
    files = penalties(penalty(1, 公示日期="2026-10-16"))
    assert kept.read(files)[0][1] == []
    (_, problems, _), _ = kept.read(files, now="2026-10-15")
    assert len(problems) == 1


def test_what_is_kept_may_be_damaged_or_gone(tmp_path, monkeypatch):
    """It saves time and decides nothing; what belongs to no table goes."""
    kept = Kept(tmp_path, monkeypatch)
    files = penalties(penalty(1))
    kept.read(files)
    (file,) = (tmp_path / "cache" / "records").iterdir()
    whole = file.read_bytes()
    for damage in (b"", whole[:-1], whole[:-2] + b"xx", b"\0" * len(whole)):
        file.write_bytes(damage)
        assert kept.read(files)[1] == 1
    (tmp_path / "content/cf/a.csv").unlink()
    kept.read({"cf/column.toml": COLUMN})
    assert not list((tmp_path / "cache" / "records").iterdir())


def test_villages_are_no_table(tmp_path):
    """Their first page is another."""
    files = {"villages/column.toml": f'{small_site.FILES["villages/column.toml"]}records = "penalty"\n'}
    told = small_site.problems(tmp_path, files)
    assert told == [
        "content/villages/column.toml: 村务公开不能是公示表。请删去 records 一行；村务公开的表格写进村的文档里，或另建栏目"
    ]


def test_rows_that_are_all_the_same_are_told_in_some_lines(tmp_path):
    """A file that was put there twice."""
    rows = [penalty(n) for n in range(60)]
    files = {"cf/column.toml": COLUMN, "cf/a.csv": table(*rows), "cf/b.csv": table(*rows)}
    assert len(books(tmp_path, files)[1]) == reading.SAME


def test_a_column_that_is_wrong_throughout_is_told_in_some_lines(tmp_path):
    """And none of its rows is taken for sound; other faults are told beside it."""
    rows = [penalty(n, 处罚机关="某所") for n in range(100)]
    found, problems, _ = books(tmp_path, penalties(*rows, penalty(200, 处罚类别="罚金"), penalty(201)))
    assert len(problems) == reading.SAME + 1
    assert "不再列出" in problems[reading.SAME - 1]
    assert len(found.by_column["cf"].records) == 1
