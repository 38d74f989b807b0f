"""A site that has one of everything, and what editors do to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.records.book import slug
from tests.plugins.records.tables import TENDERS, table, tender
from tests.plugins.small_site import FILES, NOW, SITE, document

Files = dict[str, str | bytes | None]

NOTICE = {"type": "public_notice", "channel": "县民政局", "notice_from": "2026-11-18", "notice_to": "2026-11-24"}
POLICY = {
    "type": "policy",
    "index_no": "009990020/2026-00001",
    "written": "2026-10-12",
    "topic": "其他",
    "validity": "有效",
}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"><rect width="9" height="9"/></svg>'
HEADS = "id,name,short_name,org_code,kind,parent,contact\n"
UNITS = HEADS + "czj,明川县财政局,县财政局,,部门,,\nmzj,明川县民政局,县民政局,,部门,,\n"
PEOPLE = "id,name,unit,roles,key,from,to\nbj,编辑岗,czj,editor,,2026-01-01,\n"
VILLAGES = "id,name,kind,town,lng,lat,datum,contact,board\nliulin,柳林村,村,qingxi,,,,,\nshitai,石台村,村,qingxi,,,,,\n"

PLAN = tender(阶段="招标计划", 发布日期="2026-05-01")
TENDER = tender()
"""Two stages of one project."""


def row_url(day: str, stage: str) -> str:
    """The address of one of them."""
    return f"/zwgk/jy/{day[:7]}/{slug(f'MC-2026-001·全部·{stage}·1')}.html"


PLAN_URL, TENDER_URL = row_url("2026-05-01", "招标计划"), row_url("2026-06-01", "招标公告")
_ROWS = "year:zwgk/jy/2026 chain:MC-2026-001 rows"


def _notices() -> Files:
    """Twenty-four documents of September in 通知公告: with the others there its list goes on behind its first page."""
    own: dict[int, dict[str, str]] = {
        24: {"body": "![图](../media/a.svg)\n"},
        23: {"attachments": "[{file: files/a.pdf, name: 申请表}]"},
        22: {"type": "interpretation", "interprets": "p"},
        21: {"editor": "bj"},
        20: {"body": "[甲](n-01.md) [乙](/zwgk/)\n"},
        19: {"aliases": "[/old.html]"},
        18: {"publisher": "mzj"},
    }
    return {
        f"tzgg/n-{n:02}.md": document(
            **{"id": f"n-{n:02}", "title": f"通知{n:02}", "published": f"2026-09-{n:02} 09:00"} | own.get(n, {})
        )
        for n in range(1, 25)
    }


NOTHING = "village,item,period,said_on,by\nliulin,cwsz,2026Q2,2026-07-10,\n"

COUNTY: Files = {
    **FILES,
    **_notices(),
    "units.csv": UNITS,
    "villages/villages.csv": VILLAGES,
    "tzgg/gs.md": document("gs", title="公示", published="2026-10-16 09:00", **NOTICE),
    "zwgk/gfxwj/p.md": document("p", title="办法", doc_no="明政办规〔2026〕1号", **POLICY),
    "zt/column.toml": 'id = "zt"\nname = "专题"\ntemplate = "topic.html"\nunit = "mzj"\norder = 25\n',
    "zt/a/column.toml": 'id = "zta"\nname = "专题之一"\ntemplate = "column.html"\n',
    "zt/a/t-1.md": document("t-1", title="专题文章"),
    "zwgk/jy/column.toml": TENDERS,
    "zwgk/jy/a.csv": table(PLAN, TENDER),
    "old/column.toml": 'id = "old"\nname = "旧栏目"\nhidden = true\norder = 90\n',
    "old/o-1.md": document("o-1", title="旧文章"),
    "old/o-2.md": document(
        "o-2", title="撤回的文章", status="withdrawn", withdrawn_at="2026-11-01 09:00", withdrawal_reason="内容有误"
    ),
    "villages/liulin/v-1.md": document("v-1", title="财务收支", section="财务", item="cwsz"),
    "villages/nothing.csv": NOTHING,
    "files/a.pdf": b"p" * 2000,
    "media/a.svg": DRAWING,
}
"""Its first list page has gs, tzgg-1, n-24 … n-07; behind it stand /tzgg/2026-10/ and /tzgg/2026-09/."""


def _changed(path: str, old: str, new: str) -> Files:
    text = COUNTY[path]
    assert isinstance(text, str)
    assert text.count(old) == 1, (path, old)
    return {path: text.replace(old, new)}


@dataclass(frozen=True)
class Edit:
    """What an editor does: files written or (None) taken away, the clock, and the facts that are changed by it:
    ``alters`` have another value, ``adds`` are new, ``drops`` are gone."""

    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    now: str = NOW
    alters: str = ""
    adds: str = ""
    drops: str = ""


_NEWEST = "front:tzgg newest:tzgg count:tzgg own:tzgg every"

EDITS: dict[str, Edit] = {
    "nothing": Edit(),
    "body": Edit(_changed("tzgg/n-05.md", "正文。", "新正文。"), alters="body:tzgg/n-05.md"),
    "title": Edit(
        _changed("tzgg/n-05.md", "通知05", "新通知"), alters="body:tzgg/n-05.md head:tzgg/n-05.md own:tzgg every"
    ),
    "author": Edit(_changed("tzgg/n-05.md", "source:", "author: 甲\nsource:"), alters="body:tzgg/n-05.md"),
    "new newest": Edit(
        {"tzgg/new.md": document("new", title="最新", published="2026-10-17 09:00")},
        alters=f"{_NEWEST} sheaf:/tzgg/2026-10/ sheaf:/tzgg/2026.html around:tzgg/gs.md",
        adds="head:tzgg/new.md body:tzgg/new.md around:tzgg/new.md",
    ),
    "new month": Edit(
        {"tzgg/new.md": document("new", title="最新", published="2026-11-17 09:00")},
        alters=f"{_NEWEST} sheaf:/tzgg/2026-10/ sheaf:/tzgg/2026.html around:tzgg/gs.md",
        adds="head:tzgg/new.md body:tzgg/new.md around:tzgg/new.md sheaf:/tzgg/2026-11/",
    ),
    "deleted in the middle": Edit(
        {"tzgg/n-10.md": None},
        alters=f"{_NEWEST} sheaf:/tzgg/2026-09/ sheaf:/tzgg/2026.html around:tzgg/n-09.md around:tzgg/n-11.md",
        drops="head:tzgg/n-10.md body:tzgg/n-10.md around:tzgg/n-10.md",
    ),
    "deleted at the end": Edit(
        {"tzgg/n-01.md": None, **_changed("tzgg/n-20.md", "[甲](n-01.md) ", "")},
        alters="front:tzgg count:tzgg own:tzgg every sheaf:/tzgg/2026-09/ sheaf:/tzgg/2026.html around:tzgg/n-02.md body:tzgg/n-20.md",
        drops="head:tzgg/n-01.md body:tzgg/n-01.md around:tzgg/n-01.md",
    ),
    "withdrawn": Edit(
        _changed("tzgg/n-10.md", "source:", "status: withdrawn\nsource:"),
        alters=f"{_NEWEST} sheaf:/tzgg/2026-09/ sheaf:/tzgg/2026.html around:tzgg/n-09.md around:tzgg/n-11.md head:tzgg/n-10.md",
        adds="gone:tzgg/n-10.md",
        drops="body:tzgg/n-10.md around:tzgg/n-10.md",
    ),
    "reason changed": Edit(_changed("old/o-2.md", "内容有误", "重复发布"), alters="gone:old/o-2.md"),
    "brought back": Edit(
        {"old/o-2.md": document("o-2", title="撤回的文章")},
        alters="head:old/o-2.md front:old newest:old count:old own:old every around:old/o-1.md",
        adds="body:old/o-2.md around:old/o-2.md",
        drops="gone:old/o-2.md",
    ),
    "redated": Edit(
        _changed("tzgg/n-10.md", "2026-09-10", "2026-09-01"),
        alters="newest:tzgg own:tzgg every front:tzgg sheaf:/tzgg/2026-09/ sheaf:/tzgg/2026.html body:tzgg/n-10.md head:tzgg/n-10.md "
        "around:tzgg/n-09.md around:tzgg/n-11.md around:tzgg/n-10.md around:tzgg/n-01.md",
    ),
    "unit renamed": Edit(
        {"units.csv": UNITS.replace("明川县民政局", "明川县民政和社会事务局")},
        alters="unit:mzj unit:县民政局",
        adds="unit:明川县民政和社会事务局",
        drops="unit:明川县民政局",
    ),
    "person renamed": Edit({"people.csv": PEOPLE.replace("编辑岗", "编辑一岗")}, alters="people"),
    "top column renamed": Edit(
        _changed("zwgk/column.toml", "政务公开", "信息公开"), alters="nav tree:zwgk column:zwgk"
    ),
    "sub-column renamed": Edit(
        _changed("zwgk/gfxwj/column.toml", "规范性文件", "规章"), alters="tree:zwgk column:zwgk/gfxwj"
    ),
    "column described": Edit(
        {"tzgg/column.toml": f'{COUNTY["tzgg/column.toml"]}description = "说明"\n'}, alters="column:tzgg"
    ),
    "column moved": Edit(_changed("zt/column.toml", "order = 25", "order = 5"), alters="nav column:zt topics"),
    "column hidden": Edit(
        {"zwgk/gfxwj/column.toml": 'id = "gfxwj"\nname = "规范性文件"\nhidden = true\n'},
        alters="tree:zwgk column:zwgk/gfxwj topics newest:zwgk count:zwgk",
    ),
    "topic archived": Edit(
        {"zt/column.toml": f"{COUNTY['zt/column.toml']}archived = true\n"},
        alters="tree:zt column:zt topics",
        adds="standing:zt/a/t-1.md standings:zt/a standings",
    ),
    "new column": Edit(
        {"zwgk/new/column.toml": 'id = "new"\nname = "新栏目"\n'},
        alters="tree:zwgk topics",
        adds="column:zwgk/new front:zwgk/new newest:zwgk/new count:zwgk/new own:zwgk/new",
    ),
    "site renamed": Edit({"site.toml": SITE.replace("明川县政府网", "明川网")}, alters="site"),
    "policy void": Edit(
        _changed("zwgk/gfxwj/p.md", "有效", "废止"),
        alters="body:zwgk/gfxwj/p.md head:zwgk/gfxwj/p.md own:zwgk/gfxwj every",
        adds="standing:zwgk/gfxwj/p.md standings:zwgk/gfxwj standings",
    ),
    "repealed": Edit(
        _changed("tzgg/gs.md", "source:", "repeals: p\nsource:"),
        alters="body:tzgg/gs.md head:tzgg/gs.md own:tzgg every related:zwgk/gfxwj/p.md",
        adds="related:tzgg/gs.md acts:tzgg/gs.md standing:zwgk/gfxwj/p.md standings:zwgk/gfxwj standings",
    ),
    "repealed from a later day": Edit(
        _changed("tzgg/gs.md", "source:", "repeals: p\neffective: 2026-11-21\nsource:"),
        alters="body:tzgg/gs.md head:tzgg/gs.md own:tzgg every related:zwgk/gfxwj/p.md",
        adds="related:tzgg/gs.md acts:tzgg/gs.md",
    ),
    "term over": Edit(
        _changed("zwgk/gfxwj/p.md", "validity:", "valid_until: 2026-11-19\nvalidity:"),
        alters="body:zwgk/gfxwj/p.md",
        adds="standing:zwgk/gfxwj/p.md standings:zwgk/gfxwj standings",
    ),
    "cleaned up": Edit(
        {
            **_changed("tzgg/gs.md", "source:", "cleanup: data/q.csv\nsource:"),
            "data/q.csv": "文件,名称,清理结果,说明\n明政办规〔2026〕1号,,宣布失效,\n",
        },
        alters="body:tzgg/gs.md",
        adds="acts:tzgg/gs.md standing:zwgk/gfxwj/p.md standings:zwgk/gfxwj standings file:data/q.csv asset:data/q.csv",
    ),
    "no longer related": Edit(
        _changed("tzgg/n-22.md", "interprets: p", "interprets: 国办发〔2017〕47号"),
        alters="body:tzgg/n-22.md head:tzgg/n-22.md own:tzgg every",
        drops="related:tzgg/n-22.md related:zwgk/gfxwj/p.md",
    ),
    "attachment grew": Edit({"files/a.pdf": b"p" * 9000}, alters="file:files/a.pdf asset:files/a.pdf"),
    "attachment mended": Edit({"files/a.pdf": b"q" * 2000}, alters="asset:files/a.pdf"),
    "picture redrawn": Edit(
        {"media/a.svg": DRAWING.replace("300 150", "200 150")},
        alters="asset:media/a.svg picture:/media/a.svg",
    ),
    "village renamed": Edit({"villages/villages.csv": VILLAGES.replace("柳林村", "柳树村")}, alters="village:liulin"),
    "town renamed": Edit(
        {"towns.csv": "id,name,unit,order\nqingxi,清水镇,czj,1\n"},
        alters="towns town:qingxi village:liulin village:shitai",
    ),
    "village gone": Edit(
        {"villages/villages.csv": VILLAGES.replace("shitai,石台村,村,qingxi,,,,,\n", "")},
        alters="towns",
        drops="village:shitai told:shitai account:shitai",
    ),
    "item renamed": Edit(
        {"villages/catalogue.toml": str(FILES["villages/catalogue.toml"]).replace("财务收支", "收支")},
        alters="items item:cwsz",
    ),
    "village has nothing": Edit(
        {"villages/nothing.csv": NOTHING + "石台村,财务收支,2026年第三季度,2026-10-08,村文书\n"},
        alters="account:shitai",
        adds="absence:shitai",
    ),
    "village publishes": Edit(
        {"villages/shitai/v-2.md": document("v-2", section="财务", item="cwsz")},
        alters="told:shitai account:shitai front:villages newest:villages count:villages own:villages every",
        adds="head:villages/shitai/v-2.md body:villages/shitai/v-2.md around:villages/shitai/v-2.md",
    ),
    "old address moved": Edit(
        _changed("tzgg/n-19.md", "/old.html", "/older.html"),
        alters="body:tzgg/n-19.md head:tzgg/n-19.md own:tzgg every alias",
        adds="alias:/older.html",
        drops="alias:/old.html",
    ),
    "file renamed": Edit(
        {"tzgg/n-05.md": None, "tzgg/n-05a.md": COUNTY["tzgg/n-05.md"]},
        alters="own:tzgg every sheaf:/tzgg/2026-09/ sheaf:/tzgg/2026.html around:tzgg/n-04.md around:tzgg/n-06.md",
        adds="head:tzgg/n-05a.md body:tzgg/n-05a.md around:tzgg/n-05a.md",
        drops="head:tzgg/n-05.md body:tzgg/n-05.md around:tzgg/n-05.md",
    ),
    "row changed": Edit(
        {"zwgk/jy/a.csv": table(PLAN, {**TENDER, "主要内容": "另一内容。"})}, alters=f"{_ROWS} record:{TENDER_URL}"
    ),
    "rows in another order": Edit({"zwgk/jy/a.csv": table(TENDER, PLAN)}),
    "row gone": Edit(
        {"zwgk/jy/a.csv": table(PLAN)},
        alters="year:zwgk/jy/2026 rows groups:zwgk/jy count:zwgk/jy count:zwgk listing:/zwgk/jy/ "
        "listing:/zwgk/jy/list/kind-1/ listing:/zwgk/jy/list/unit-czj/ listing:/zwgk/jy/list/year-2026/",
        drops=f"record:{TENDER_URL} chain:MC-2026-001 listing:/zwgk/jy/list/stage-2/",
    ),
    "later that day": Edit(now="2026-11-20T23:59:00+08:00"),
    "next day": Edit(now="2026-11-21T09:00:00+08:00", alters="day"),
    "notice over": Edit(now="2026-11-25T09:00:00+08:00", alters="day head:tzgg/gs.md"),
}
"""``newest:tzgg`` holds twenty documents: what is deleted below them does not change it."""
