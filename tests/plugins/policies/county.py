"""A small site with a 政策文件库."""

from __future__ import annotations

from tests.plugins.small_site import document

LIBRARY = {"zck/column.toml": 'id = "zck"\nname = "政策文件库"\ntype = "政策文件"\ntemplate = "library.html"\n'}
UNITS = (
    "id,name,short_name,org_code,kind,parent,contact\n"
    "xzf,明川县人民政府,县政府,,政府,,\nczj,明川县财政局,县财政局,,部门,,\n"
)


def policy(number: int, **fields: str) -> str:
    """A sound policy document, written on a day of its own in 2026."""
    said = {
        "type": "policy",
        "title": f"关于第{number}件事的通知",
        "published": f"2026-{number % 9 + 1:02}-{number % 27 + 1:02} 10:00",
        "written": f"2026-{number % 9 + 1:02}-{number % 27 + 1:02}",
        "doc_no": f"明政办规〔2026〕{number}号",
        "index_no": f"009990020/2026-{number:05}",
        "topic": "综合政务\\政务公开",
        "validity": "有效",
    }
    return document(f"p-{number}", **{**said, **fields})


COUNTY = {
    **LIBRARY,
    "units.csv": UNITS,
    "zwgk/gfxwj/p-1.md": policy(1),
    "zwgk/gfxwj/p-2.md": policy(2, topic="国防", publisher="xzf", written="2025-12-30"),
    "tzgg/p-3.md": policy(3, topic="乡村事务", validity="废止"),
    "tzgg/r-1.md": document("r-1", type="interpretation", title="一图读懂", interprets="p-1", form="图解"),
    "tzgg/r-2.md": document("r-2", type="interpretation", title="答记者问", interprets="明政办规〔2026〕1号", form="问答"),
}  # fmt: skip
