"""Which pages answer an item: those that say so, and those of the columns it names, of the units that owe it."""

from __future__ import annotations

from datetime import date

from plugins.disclosure.coverage import owing
from plugins.disclosure.gaps import gaps, lines
from plugins.disclosure.pages import read_disclosure
from tests.plugins.disclosure.tables import THEME, row, site
from tests.plugins.small_site import document, edition

WAGES = "zwgk/gfxwj"


def answers(folder, *rows, **more):
    """The answers to the items of a site, in the order of its table, with its Contents."""
    contents = edition(folder, site(*rows, **more), THEME=THEME).contents
    found, problems = read_disclosure(contents)
    assert not problems
    return list(found.answers.items()), contents


def ids(answer) -> list[str]:
    """The ids of the pages of an answer."""
    return [page.id for page in answer.pages]


def test_documents_answer_the_items_they_name(tmp_path):
    """Newest first, three at most; others answer nothing."""
    documents = {
        f"tzgg/d{day}.md": document(f"d{day}", items="[a-1]", published=f"2026-10-1{day} 09:00") for day in range(4)
    }
    [(_, answer), (_, other)], _ = answers(tmp_path, row(编号="a-1"), row(二级事项="别的", 编号="a-2"), **documents)
    assert ids(answer) == ["d3", "d2", "d1"]
    assert answer.newest == date(2026, 10, 13)
    assert not other.pages


def test_a_column_answers_with_all_below_it(tmp_path):
    """Where one unit publishes in it, with whatever is there."""
    files = {f"{WAGES}/a.md": document("a")}
    [(_, answer)], _ = answers(tmp_path, row(栏目="zwgk", 公开主体="县民政局"), **files)
    assert ids(answer) == ["a"]


def test_in_a_column_of_several_units_only_the_item_s_units_count(tmp_path):
    """The other unit's document is no answer."""
    files = {f"{WAGES}/a.md": document("a"), f"{WAGES}/b.md": document("b", publisher="mzj")}
    rows = row(栏目="gfxwj", 公开主体="县民政局"), row(二级事项="乙", 栏目="gfxwj", 公开主体="清溪镇")
    [(_, answer), (_, other)], _ = answers(tmp_path, *rows, **files)
    assert ids(answer) == ["b"]
    assert not other.pages


def test_what_is_repealed_private_or_a_draft_answers_nothing(tmp_path):
    """Nothing of it is on the site, or it is no longer in force."""
    files = {
        "tzgg/old.md": document("old", items="[a-1]", validity="废止"),
        "tzgg/draft.md": document("draft", items="[a-1]", status="draft"),
        "tzgg/later.md": document("later", items="[a-1]", published="2026-12-01 09:00"),
    }
    [(_, answer)], _ = answers(tmp_path, row(编号="a-1"), **files)
    assert not answer.pages


def test_the_day_of_an_item_comes_from_its_limit(tmp_path):
    """A rhythm runs from the last publication, working days from the day of writing; words have no day."""
    rows = [
        row(编号="a-1", 公开时限="每季度"),
        row(编号="a-2", 二级事项="乙"),
        row(编号="a-3", 二级事项="丙", 公开时限="长期公开"),
    ]
    files = {"tzgg/a.md": document("a", items="[a-1, a-2, a-3]", published="2026-10-15 09:00", written="2026-10-12")}
    found, _ = answers(tmp_path, *rows, **files)
    assert [answer.until for _, answer in found] == [date(2027, 1, 15), date(2026, 11, 9), None]


def test_each_unit_of_an_item_owes_its_own_page(tmp_path):
    """One town has published, the other has not; villages count as one."""
    files = {"tzgg/a.md": document("a", items="[a-1]", publisher="qxz"),
             "villages/liulin/v.md": document("v", type="village_affair", section="财务", item="cwsz", items="[a-1]")}  # fmt: skip
    cells = row(编号="a-1", 公开主体="各乡镇人民政府；各村（社区）", 乡级="√", 村级="√", 县级="")
    [(item, answer)], contents = answers(tmp_path, cells, **files)
    assert answer.units == {"qxz": True, "sqz": False, "villages": True}
    units = contents.offices.units
    assert owing(item, "乡级", units) == ("qxz", "sqz")
    assert owing(item, "村级", units) == ("villages",)
    assert owing(item, "县级", units) == ()


def test_where_a_level_names_no_unit_the_level_above_answers(tmp_path):
    """县级 and 乡级 ticked, the county's unit alone named."""
    [(item, _)], contents = answers(tmp_path, row(乡级="√"))
    assert owing(item, "乡级", contents.offices.units) == ("czj",)


def test_what_need_not_stand_on_the_website_is_no_gap(tmp_path):
    """□政府网站, or only on request."""
    rows = row(公开渠道和载体="□政府网站 ■入户/现场"), row(二级事项="乙", 主动="", 依申请公开="√"), row(二级事项="丙")
    found, _ = answers(tmp_path, *rows)
    assert [item.owed for item, _ in found] == [False, False, True]
    missing = gaps(dict(found), date(2026, 11, 20))["czj"].missing
    assert [item.name for item in missing] == ["丙"]


def test_status_lists_gaps_overdue_and_due_by_unit(tmp_path):
    """In the order of units.csv."""
    rows = [
        row(编号="a-1", 公开时限="每月"),
        row(编号="a-2", 二级事项="乙", 公开时限="每月"),
        row(编号="a-3", 二级事项="丙", 公开主体="县民政局"),
    ]
    files = {
        "tzgg/a.md": document("a", items="[a-1]", published="2026-10-01 09:00"),
        "tzgg/b.md": document("b", items="[a-2]", published="2026-10-25 09:00"),
    }
    found, contents = answers(tmp_path, *rows, **files)
    assert list(lines(dict(found), contents, date(2026, 11, 20))) == [
        "标准目录：事项 3 个，应在网站公开 3 个，已有信息 2 个",
        "  县财政局 超期 1 项：政策文件（a-1）限 2026-11-01",
        "  县财政局 将到期 1 项：乙（a-2）限 2026-11-25",
        "  县民政局 空白 1 项：丙（a-3）",
    ]
    assert not list(lines({}, contents, date(2026, 11, 20)))
