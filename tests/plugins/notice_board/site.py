"""A town with two villages and a community, an item for the board only, and documents of the third quarter."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.plugins.test_village_ledger import CATALOGUE, HEAD, NOTHING, VILLAGES, affair

THEME = str(ROOT / "theme")
"""The site's own; other tests have a small one."""
MARK = "贫困乙家"
"""What may hang on the board and must not leave it."""
LISTED = """\
[[item]]
section = "村务"
id = "dbmd"
name = "低保名单"
rhythm = "quarterly"
scope = "本村"
place = "仅上墙"
for = ["村"]
"""
FILES: dict[str, str] = {
    "villages/catalogue.toml": CATALOGUE + LISTED,
    VILLAGES: HEAD
    + "liulin,柳林村,村,qingxi,,,,0000-5550202,村口,\nqinghe,青河村,村,qingxi,,,,,,\nq1,东门社区,社区,qingxi,,,,,,\n",
    NOTHING: "village,item,period,said_on,by\nqinghe,cwsz,2026Q3,2026-10-12,村文书\n",
    "villages/liulin/a.md": affair(
        "a", title="三季度账", body="## 收支 {#zc}\n\n见[上面](#zc)。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    ),
    "villages/liulin/b.md": affair("b", day="2026-07-10", title="二季度账"),
    "villages/liulin/c.md": affair("c", item="bssx", day="2026-09-10", title="修了桥"),
}


def private(
    id_: str = "p", *, item: str = "dbmd", section: str = "村务", body: str = f"{MARK}，二组。\n", **more: str
) -> str:
    """A document for the board only."""
    return affair(id_, item=item, title="低保对象", body=body, **more).replace("section: 财务", f"section: {section}")


HANGING = {**FILES, "villages/liulin/wall/p.md": private()}
