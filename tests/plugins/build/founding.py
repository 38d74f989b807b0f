"""The county of these tests on its first day: a little of everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from tests.plugins.build.county import FIRST_DAY, County
from tests.plugins.pictures.painted import saved, scene


@cache
def picture(number: int, width: int = 600) -> bytes:
    """A photograph wide enough to be published in two sizes."""
    made = scene(40, 30).resize((width, 24))
    made.putpixel((number % width, 0), (number % 256, 0, 0))
    return saved(made, "JPEG", quality=95)


def drawing(number: int) -> bytes:
    """An SVG."""
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="{100 + number}" height="50"><path d="M0 {number}h9"/></svg>'
    return text.encode()


def found(folder: Path, busy: int = 8) -> County:
    """A county on its first day, below ``folder``. ``busy`` documents stand in the column tzgg, all of one month."""
    county = County(folder)
    tops = (
        ("yw", "明川要闻", 10, "工作动态"),
        ("tzgg", "通知公告", 20, "政策文件"),
        ("zwgk", "政务公开", 30, "信息公开目录"),
    )
    for path, name, order, kind in tops:
        county.columns[path] = {"id": path, "name": name, "order": order, "type": kind, "unit": "czj"}
    county.columns["zwgk"]["list"] = False
    below = (
        ("zwgk/gfxwj", "规范性文件"),
        ("zwgk/zt", "专题专栏"),
        ("zwgk/zt/xczx", "乡村振兴"),
        ("zwgk/zt/xczx/zc", "政策"),
        ("zwgk/jd", "解读"),
    )
    for path, name in below:
        county.columns[path] = {"id": path.replace("/", "-"), "name": name, "description": f"{name}栏目。"}
    county.columns["zwgk/zt/xczx"]["template"] = "topic.html"
    county.columns["zwgk/zt/xczx/zc"]["template"] = "column.html"
    county.columns["villages"] = {"id": "villages", "name": "村务公开", "type": "信息公开目录", "order": 40}
    county.tables["units"] += [
        {"id": "czj", "name": "明川县财政局", "short_name": "县财政局", "contact": "0000-5550101"},
        {"id": "mzj", "name": "明川县民政局", "short_name": "县民政局", "contact": "0000-5550102"},
    ]
    county.tables["people"] += [
        {"id": "bj", "name": "编辑一岗", "unit": "czj", "roles": "editor", "from": "2026-01-01"}
    ]
    county.tables["towns"] += [
        {"id": "qingxi", "name": "清溪镇", "unit": "czj", "order": "1"},
        {"id": "shiqiao", "name": "石桥镇", "unit": "mzj", "order": "2"},
    ]
    for id_, name, town in (
        ("liulin", "柳林村", "qingxi"),
        ("baihe", "白河村", "qingxi"),
        ("dongwan", "东湾村", "shiqiao"),
    ):
        county.tables["villages/villages"].append({"id": id_, "name": name, "kind": "村", "town": town})
    for section, id_, name in (
        ("财务", "cwsz", "财务收支"),
        ("村务", "xmjs", "项目建设"),
        ("党务", "dyfz", "党员发展"),
    ):
        county.items.append({"section": section, "id": id_, "name": name, "rhythm": "quarterly"})
    county.raw |= {
        "files/a.pdf": b"%PDF a" * 400,
        "files/b.csv": b"a,b\n1,2\n",
        "media/p.jpg": picture(1),
        "media/d.svg": drawing(1),
    }
    _publish(county, busy)
    county.sync()
    return county


def _publish(county: County, busy: int) -> None:
    day = timedelta(days=1)
    for number in range(busy):
        county.add("tzgg", datetime(2026, 10, 1, 9) + number % 28 * day + timedelta(minutes=number))
    news = [county.add("yw", FIRST_DAY - back * day, summary=f"摘要{back}") for back in (1, 40, 200, 400, 800)]
    news[0].blocks += [("h", "经过", "m1"), ("picture", "media/p.jpg"), ("link", news[3].key, "", 0)]
    news[3].blocks += [("h", "背景", "m1"), ("h", "意义", "m2"), ("h", "措施", "m3"), ("picture", "media/d.svg")]
    old, closed, new = (county.add_policy(datetime(year, 5, 6, 10)) for year in (2024, 2025, 2026))
    new.refs = {"repeals": [closed.key]}
    closed.refs = {"amends": [old.key]}
    closed.attachments = ["files/a.pdf", "files/b.csv"]
    told = county.add("zwgk/jd", FIRST_DAY - 9 * day, type="interpretation", form="图解", editor="bj")
    told.refs = {"interprets": [new.key]}
    told.blocks += [("link", new.key, "", 1), ("link", old.key, "", 2), ("link", "yw", "", 0)]
    notice = {"type": "public_notice", "channel": "县民政局", "publisher": "mzj"}
    county.add("tzgg", FIRST_DAY - 8 * day, **notice, notice_from="2026-11-12", notice_to="2026-11-22")
    county.add("tzgg", FIRST_DAY + 2 * day, **notice, notice_from="2026-11-22", notice_to="2026-11-24")
    county.add("yw", FIRST_DAY - 3 * day, expires="2026-11-23 12:00")
    county.add("zwgk/zt/xczx/zc", FIRST_DAY - 5 * day).aliases = ["/art/1.html", "/old/one"]
    for village, item, section in (("liulin", "cwsz", "财务"), ("dongwan", "xmjs", "村务")):
        fields = {"type": "village_affair", "section": section, "item": item}
        county.add(f"villages/{village}", FIRST_DAY - 15 * day, **fields)
