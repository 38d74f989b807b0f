"""The rows of catalogue.toml, and documents against them."""

from __future__ import annotations

from plugins.build.edition import read_edition
from tests.plugins.small_site import document, problems, write_site

FILE = "villages/catalogue.toml"
ITEM = '[[item]]\nsection = "财务"\nid = "cwsz"\nname = "财务收支"\nrhythm = "quarterly"\n'
WALL = '[[item]]\nsection = "村务"\nid = "dbmd"\nname = "低保名单"\nrhythm = "quarterly"\nscope = "本村"\n'
COMMUNITY = '[[item]]\nsection = "居务"\nid = "jwsz"\nname = "居务收支"\nrhythm = "prompt"\nfor = ["社区"]\n'


def test_an_item_says_all_it_needs(tmp_path):
    """What is not written is the usual: everybody, online, without end, both kinds, the usual day."""
    text = ITEM + 'busy = "monthly"\ndeadline = 25\nretention = "6个月"\nbasis = "村民委员会组织法"\nfor = ["村"]\n'
    content = write_site(tmp_path, {FILE: 'since = "2025Q1"\n' + text + WALL + COMMUNITY})
    villages = read_edition(content, "", production=False, workers=1).villages
    money, wall, community = villages.items.values()
    assert villages.since == "2025Q1"
    assert (money.busy, money.deadline, money.retention, money.kinds) == ("monthly", 25, "6个月", ("村",))
    assert (money.online, money.periodic, money.scope) == (True, True, "全社会")
    assert (wall.online, wall.deadline) == (False, 20)  # what only villagers may see stands on the wall
    assert (community.periodic, community.deadline, community.kinds) == (False, 0, ("社区",))


def test_every_fault_is_told_at_its_line(tmp_path):
    """Keys that only some items have are found in the right item."""
    faulty = (
        ITEM.replace("cwsz", "a")
        + 'deadline = 400\nscope = "全县"\nplace = "村口"\nretention = "一阵子"\nbasis = "村民委员会组织法第三十条"\n'
        + 'busy = "daily"\nfor = ["镇"]\n'
    )
    open_list = WALL + 'place = "上网"\n'
    lasting = COMMUNITY.replace("prompt", "once") + "deadline = 3\n"
    found = problems(tmp_path, {FILE: 'since = "今年"\n' + ITEM + faulty + open_list + lasting})
    assert [line.removeprefix(f"content/{FILE}:").partition("。")[0] for line in found] == [
        "1: “今年”不是季度",
        "12: 期限“400”不对",
        "13: 公开范围“全县”不对",
        "14: 公开位置“村口”不对",
        "15: 公开时长“一阵子”不对",
        "16: 依据里写了条文序号",
        "17: 收支频繁时的频次“daily”不对",
        "18: “for”不对",
        "25: 公开范围是本村的事项不能上网",
        "32: “长期公开”的事项没有期限",
    ]


def test_a_document_the_catalogue_does_not_allow_is_refused(tmp_path):
    """A list that may only stand on the wall, and an item of the other kind of place."""
    files = {
        FILE: ITEM + WALL + COMMUNITY,
        "villages/liulin/a.md": document("a", type="village_affair", section="村务", item="dbmd"),
        "villages/liulin/b.md": document("b", type="village_affair", section="居务", item="jwsz"),
    }
    assert problems(tmp_path, files) == [
        "content/villages/liulin/a.md:9: 事项“低保名单”仅上墙（公开范围：本村），不能上网。"
        "请把它移到 villages/liulin/wall/ 目录里，那里的不会上网，用 desk wall 打印后贴在公开栏",
        "content/villages/liulin/b.md:9: 事项“居务收支”是社区的事项，柳林村是村。"
        "请改写一个适用于村的事项 id，见 catalogue.toml",
    ]


def test_a_period_nobody_understands_is_refused(tmp_path):
    """It would count as not published."""
    fields = {"type": "village_affair", "section": "财务", "item": "cwsz", "period": "三季度"}
    assert problems(tmp_path, {"villages/liulin/a.md": document("a", **fields)}) == [
        "content/villages/liulin/a.md:10: “公开期间”有误：“三季度”不是公开期间。"
        "请写成 2026Q3、2026-08、2026年第三季度、2026年上半年 或 2026年"
    ]


def test_only_a_month_can_say_since_when_money_is_busy(tmp_path):
    """是, a month, a quarter; anything else is told."""
    head = "id,name,kind,town,lng,lat,datum,contact,board,busy\n"
    rows = "".join(
        f"v{n},{n}村,村,qingxi,,,,,,{busy}\n" for n, busy in enumerate(("是", "", "2026-07", "2026Q3", "忙"))
    )
    assert problems(tmp_path, {"villages/villages.csv": head + rows}) == [
        "content/villages/villages.csv:6: “busy”的“忙”不对。"
        "收支频繁、财务每月公开的村写 是，或者写从哪个月起，例如 2026-07；其他的留空"
    ]
