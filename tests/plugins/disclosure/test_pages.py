"""The pages of 标准目录: what they show, when they are made again, and that they are the same however they were made."""

from __future__ import annotations

import subprocess
import sys

import pytest

from plugins.build.problems import ContentErrors
from tests.plugins.disclosure.tables import FOLDER, TABLE, THEME, as_csv, as_workbook, row, site
from tests.plugins.small_site import ROOT, build, document, portal, tree, write_site

ROWS = (
    row(编号="a-1", 公开时限="每季度", 过程="结果"),
    row(一级事项="", 二级事项="乙", 编号="a-2", 公开主体="各乡镇人民政府", 乡级="√", 县级=""),
)
ANSWER = {"tzgg/a.md": document("a", title="第三季度公开情况", items="[a-1]")}
GRID = """\
title = "本县矩阵"
row_name = "层级"
column_name = "专题"
[[row]]
name = "县级"
level = "县级"
[[row]]
name = "乡级"
level = "乡级"
[[column]]
name = "结果公开"
group = "过程"
processes = ["结果"]
[[column]]
name = "救助"
group = "专题"
fields = ["jc-shjz"]
[[column]]
name = "通知"
group = "专题"
columns = ["tzgg"]
"""


def page(folder, path: str) -> str:
    """A built page as text."""
    return (folder / "output" / path).read_text(encoding="utf-8")


def test_an_item_links_to_its_pages_and_a_gap_is_plain(tmp_path):
    """With the day of the last update and the day of the next."""
    build(tmp_path, site(*ROWS, **ANSWER), THEME=THEME)
    text = page(tmp_path, f"{FOLDER}/index.html")
    answered, missing = text.partition('id="a-1"')[2].split('id="a-2"')
    assert '<a href="/tzgg/2026-10/a.html">第三季度公开情况</a>' in answered
    assert '下次更新不晚于 <time datetime="2027-01-15">' in answered
    assert "已公开" in answered
    assert "暂无信息" in missing
    assert "形成或变更后20个工作日内" in missing


def test_an_item_that_not_all_its_units_have_answered_says_who_has_not(tmp_path):
    """Of two towns one has published."""
    files = site(*ROWS, **{"tzgg/b.md": document("b", items="[a-2]", publisher="qxz")})
    build(tmp_path, files, THEME=THEME)
    answered = page(tmp_path, f"{FOLDER}/index.html").partition('id="a-2"')[2]
    assert "部分公开" in answered
    assert "尚缺：石桥镇" in answered


def test_the_original_file_can_be_downloaded_and_linked_to(tmp_path):
    """Byte for byte, as CSV and as a workbook."""
    book = as_workbook(row(二级事项="丙"))
    more = {f"{FOLDER}/mzj.xlsx": book, "tzgg/b.md": document("b", body=f"见[原表](/{TABLE})。\n")}
    files = site(*ROWS, **more)
    build(tmp_path, files, THEME=THEME)
    assert (tmp_path / "output" / FOLDER / "mzj.xlsx").read_bytes() == book
    assert page(tmp_path, TABLE) == files[TABLE]
    assert f'href="/{FOLDER}/mzj.xlsx" download' in page(tmp_path, f"{FOLDER}/index.html")


def test_the_overview_counts_each_field(tmp_path):
    """The parent column, which has no table of its own."""
    build(tmp_path, site(*ROWS, **ANSWER), THEME=THEME)
    text = page(tmp_path, "zwgk/jc/index.html")
    assert "26 个试点领域中的 1 个" in text
    assert "缺 1 项" in text
    assert f'href="/{FOLDER}/"' in text


def test_the_matrix_counts_item_unit_and_level(tmp_path):
    """And leads to the items."""
    build(tmp_path, site(*ROWS, **ANSWER), THEME=THEME)
    text = page(tmp_path, "zwgk/jc/jz/index.html")
    rows = [line for line in text.splitlines() if '<th scope="row">' in line and "figure" in line]
    figures = {line.partition('<th scope="row">')[2].partition("<")[0]: line.count("missing") for line in rows}
    assert figures == {"县财政局": 0, "清溪镇": 2, "石桥镇": 2}
    assert f'href="/{FOLDER}/#a-2"' in text
    assert "缺：清溪镇、石桥镇" in text


def test_the_grid_is_what_the_county_says(tmp_path):
    """Items by process and by field, documents by column, each at the level of the row."""
    files = site(*ROWS, **ANSWER, **{"zwgk/jc/jz/grid.toml": GRID})
    build(tmp_path, files, THEME=THEME)
    text = page(tmp_path, "zwgk/jc/jz/index.html")
    county, town = (
        text.partition(f'<th scope="row">{name}</th>')[2].partition("</tr>")[0] for name in ("县级", "乡级")
    )
    assert county.count('社会救助 <span class="figure">1/1</span>') == 2
    assert '通知公告 <span class="figure">2 条</span>' in county
    assert town.count('社会救助 <span class="figure">0/1</span>') == 1
    assert "通知公告" not in town
    assert '<th scope="colgroup" colspan="2">专题</th>' in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('fields = ["jc-shjz"]', 'fields = ["jc-shj"]', "“救助”里的标准目录“jc-shj”不存在。是不是想写“jc-shjz”？"),
        ('columns = ["tzgg"]', "", "“通知”没有说明放哪些事项或栏目"),
        ('level = "乡级"', 'level = "镇级"', "没有公开层级“镇级”"),
        ('processes = ["结果"]', 'process = ["结果"]', "不认识的字段“process”"),
        ('processes = ["结果"]', 'processes = "结果"', "“processes”写法不对"),
        ("[[row]]", "[[rwo]]", "没有写 [[row]]"),
        ('name = "通知"\n', "", "行或列没有名称"),
    ],
)
def test_a_grid_that_cannot_be_understood_is_told(tmp_path, old, new, words):
    """With the file, and no page in its place."""
    files = site(*ROWS, **{"zwgk/jc/jz/grid.toml": GRID.replace(old, new)})
    content = write_site(tmp_path, files)
    found = [str(problem) for problem in portal(content, tmp_path / "output", THEME=THEME).check()]
    assert any(words in line and line.startswith("content/zwgk/jc/jz/grid.toml:") for line in found), found


CHANGES = (
    {"tzgg/b.md": document("b", items="[a-2]", publisher="qxz")},
    {"tzgg/a.md": document("a", title="新标题", items="[a-1]")},
    {"tzgg/a.md": document("a")},
    {"tzgg/a.md": None},
    {TABLE: as_csv(ROWS[0])},
    {f"{FOLDER}/mzj.csv": as_csv(row(二级事项="丙", 编号="c-1"))},
    {"zwgk/jc/jz/grid.toml": GRID},
    {f"{FOLDER}/column.toml": 'id = "jc-shjz"\nname = "城乡救助"\n'},
)


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_an_incremental_build_equals_a_clean_one(tmp_path, change):
    """Whatever was changed."""
    files = site(*ROWS, **ANSWER)
    build(tmp_path / "a", files, THEME=THEME)
    for path in [path for path, data in change.items() if data is None]:
        (tmp_path / "a/content" / path).unlink()
    build(tmp_path / "a", {**files, **change}, THEME=THEME)
    build(tmp_path / "b", {**files, **change}, THEME=THEME)
    assert tree(tmp_path / "a/output") == tree(tmp_path / "b/output")


def test_pages_are_not_made_again_for_what_they_do_not_show(tmp_path):
    """A document that answers nothing, and the fourth page of an item."""
    several = {f"tzgg/n{n}.md": document(f"n{n}", items="[a-1]", published=f"2026-10-1{n} 10:00") for n in range(3)}
    files = site(*ROWS, **several)
    build(tmp_path, files, THEME=THEME)
    older = {"tzgg/o.md": document("o", items="[a-1]", published="2026-01-05 10:00"), "tzgg/x.md": document("x")}
    ready = portal(write_site(tmp_path, {**files, **older}), tmp_path / "output", THEME=THEME)
    ready.build()
    assert "column.html" in ready.work.templates
    assert not {"catalogue.html", "matrix.html"} & ready.work.templates.keys()


def test_a_site_without_catalogues_loads_nothing_of_them(tmp_path):
    """Its builds begin as soon as before."""
    content = write_site(tmp_path)
    code = (
        "import sys\nfrom plugins.desk.cli import main\n"
        f"try: main(['build', '--content', {str(content)!r}, '--output', {str(tmp_path / 'output')!r}])\n"
        "finally: print(sorted(name for name in sys.modules if name.startswith('plugins.disclosure')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['plugins.disclosure', 'plugins.disclosure.publish']"


def test_a_refused_build_leaves_the_old_pages_alone(tmp_path):
    """Everything wrong with the tables in one report."""
    build(tmp_path, site(*ROWS), THEME=THEME)
    before = tree(tmp_path / "output")
    with pytest.raises(ContentErrors) as refused:
        build(tmp_path, site(row(公开主体="x"), row(二级事项="乙", 公开依据="")), THEME=THEME)
    assert [problem.line for problem in refused.value.problems] == [2, 3]
    assert tree(tmp_path / "output") == before
