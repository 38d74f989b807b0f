"""villages.csv and the shared catalogue."""

from __future__ import annotations

from plugins.build.edition import read_edition
from plugins.villages import by_town
from tests.plugins.small_site import document, problems, write_site

HEAD = "id,name,kind,town,lng,lat,datum,contact,board\n"


def test_villages_stand_under_their_towns_in_order(tmp_path):
    """Towns by their order, villages as the table lists them; towns without a village are left out."""
    files = {
        "towns.csv": "id,name,unit,order\na,甲镇,czj,2\nb,乙镇,czj,1\nc,丙镇,czj,3\n",
        "villages/villages.csv": HEAD + "v1,一村,村,a,,,,,\nv2,二村,村,b,,,,,\nv0,零村,社区,b,,,,,\n",
    }
    edition = read_edition(write_site(tmp_path, files), "", production=False, workers=1)
    found = by_town(edition.villages, edition.offices.towns)
    assert [(town.name, [village.id for village in members]) for town, members in found] == [
        ("乙镇", ["v2", "v0"]),
        ("甲镇", ["v1"]),
    ]


def test_faults_of_both_files_are_told(tmp_path):
    """File, line, column."""
    files = {
        "villages/villages.csv": HEAD + "柳林,柳林村,村,qingxi,,,,,\nv2,二村,村,qinxi,,,,,\n",
        "villages/catalogue.toml": '[[item]]\nsection = "政务"\nid = "a"\nname = "甲"\nrhythm = "daily"\n'
        '[[item]]\nsection = "财务"\nid = "a"\nname = "乙"\nrhythm = "once"\ncolour = "red"\n',
    }
    assert problems(tmp_path, files) == [
        "content/villages/catalogue.toml:2: 没有“政务”这一类。请从这些里选一个：党务、村务、居务、财务",
        "content/villages/catalogue.toml:5: 公开频次“daily”不对。请从这些里选一个：monthly、quarterly、yearly、once、prompt",
        "content/villages/catalogue.toml:8: 事项编号“a”重复。每个事项的 id 不能相同，请改正",
        "content/villages/catalogue.toml:11: 不认识的字段“colour”。可用的字段有：basis、busy、deadline、for、id、name、place、retention、rhythm、scope、section、source、table",
        "content/villages/villages.csv:2:1: 编号“柳林”不能作网址。请用小写英文字母、数字和短横线",
        "content/villages/villages.csv:3:4: 没有乡镇“qinxi”。是不是想写“qingxi”？请写 towns.csv 里的乡镇 id",
    ]


def test_a_site_without_villages_is_a_site(tmp_path):
    """A department has none."""
    files = {"villages/column.toml": None, "villages/villages.csv": None, "villages/catalogue.toml": None}
    assert problems(tmp_path, files) == []


def test_a_table_that_cannot_be_read_is_one_problem(tmp_path):
    """Its villages' documents are not all told that their village is unknown; of a readable table they are."""
    files = {"villages/liulin/a.md": document("a", type="village_affair", section="财务", item="cwsz")}
    found = problems(tmp_path / "unread", {**files, "villages/villages.csv": (HEAD + "柳林").encode("gb18030")})
    assert [line.partition("。")[0] for line in found] == [
        "content/villages/villages.csv:2: 文件不是 UTF-8 编码，看起来是 GB18030"
    ]
    found = problems(tmp_path / "read", {**files, "villages/villages.csv": HEAD})
    assert [line.partition("。")[0] for line in found] == [
        "content/villages/liulin/a.md: villages.csv 里没有村“liulin”"
    ]
