"""What villages owe and have told, for one day."""

from __future__ import annotations

from pathlib import Path

from plugins.build.edition import Edition, read_edition
from plugins.build.moments import next_change
from plugins.village_ledger import Affairs, Count, count, outstanding
from tests.plugins.small_site import document, write_site

HEAD = "id,name,kind,town,lng,lat,datum,contact,board,busy\n"
CATALOGUE = """\
since = "2025Q4"
[[item]]
section = "财务"
id = "cwsz"
name = "财务收支"
rhythm = "quarterly"
busy = "monthly"
[[item]]
section = "财务"
id = "syfp"
name = "收益分配"
rhythm = "yearly"
for = ["村"]
[[item]]
section = "村务"
id = "cgmy"
name = "村规民约"
rhythm = "once"
[[item]]
section = "村务"
id = "bssx"
name = "办实事"
rhythm = "prompt"
"""
VILLAGES = "villages/villages.csv"
NOTHING = "villages/nothing.csv"


def affair(id: str, item: str = "cwsz", day: str = "2026-10-15", **fields: str) -> str:
    """A village's document."""
    section = "村务" if item in ("cgmy", "bssx") else "财务"
    return document(id, type="village_affair", section=section, item=item, published=f"{day} 09:00", **fields)


def read(tmp_path: Path, files: dict[str, str], now: str = "2026-11-20T09:00:00+08:00") -> Edition:
    """The edition of a site with this catalogue."""
    content = write_site(tmp_path, {"villages/catalogue.toml": CATALOGUE, **files})
    edition = read_edition(content, now, production=False, workers=1)
    assert edition.problems == ()
    return edition


def states(affairs: Affairs, village: str = "liulin") -> dict[str, dict[str, str]]:
    """Item and period → state by quarter."""
    account = affairs.accounts[village]
    return {
        quarter: {f"{mark.item} {mark.period}": mark.state for mark in marks}
        for quarter, marks in account.quarters.items()
    }


def test_a_village_owes_what_the_rhythm_asks(tmp_path):
    """The running quarter is not due, the others are late; a year is owed when it is over."""
    affairs = read(tmp_path, {"villages/liulin/a.md": affair("a")}).affairs
    assert (affairs.due, affairs.quarters) == ("2026Q3", ("2026Q4", "2026Q3", "2026Q2", "2026Q1", "2025Q4"))
    assert states(affairs) == {
        "2026Q4": {"cwsz 2026Q4": "未到期", "syfp 2026": "未到期"},
        "2026Q3": {"cwsz 2026Q3": "已公开"},
        "2026Q2": {"cwsz 2026Q2": "超期"},
        "2026Q1": {"cwsz 2026Q1": "超期"},
        "2025Q4": {"cwsz 2025Q4": "超期", "syfp 2025": "超期"},
    }
    account = affairs.accounts["liulin"]
    assert [(mark.item, mark.state) for mark in account.lasting] == [("cgmy", "未公开")]
    assert count(account.quarters["2025Q4"]) == Count(owed=2, overdue=2)
    assert [mark.until for mark in outstanding(account)] == ["2026-01-20", "2026-01-31", "2026-04-20", "2026-07-20"]


def test_a_document_is_of_the_period_it_says_names_or_follows(tmp_path):
    """Its field, else its title, else the period that was over when it was published."""
    files = {
        "villages/liulin/a.md": affair("a", day="2026-11-02", period="2026年第二季度"),
        "villages/liulin/b.md": affair("b", day="2026-11-03", title="柳林村2026年第一季度财务收支"),
        "villages/liulin/c.md": affair("c", day="2026-01-15", title="柳林村账目"),
        "villages/liulin/d.md": affair("d", "syfp", day="2026-03-15", title="柳林村分配方案"),
        "villages/liulin/e.md": affair("e", "cgmy", day="2019-03-15"),
    }
    affairs = read(tmp_path, files).affairs
    told = [name for marks in states(affairs).values() for name, state in marks.items() if state == "已公开"]
    assert told == ["cwsz 2026Q2", "cwsz 2026Q1", "cwsz 2025Q4", "syfp 2025"]
    assert [mark.state for mark in affairs.accounts["liulin"].lasting] == ["已公开"]


def test_a_longer_or_shorter_document_answers_the_period_that_ends_with_it(tmp_path):
    """Half a year answers its second quarter; September the third, and August none."""
    files = {
        "villages/liulin/a.md": affair("a", period="2026年上半年"),
        "villages/liulin/b.md": affair("b", period="2026-09"),
        "villages/liulin/c.md": affair("c", period="2026-02"),
    }
    found = states(read(tmp_path, files).affairs)
    assert [found[quarter][f"cwsz {quarter}"] for quarter in ("2026Q3", "2026Q2", "2026Q1")] == [
        "已公开",
        "已公开",
        "超期",
    ]


def test_where_money_is_busy_every_month_is_owed(tmp_path):
    """From the month the table says; before it by the quarter. The quarter's document answers its last month."""
    files = {
        VILLAGES: HEAD + "liulin,柳林村,村,qingxi,,,,,,2026-08\nv2,二村,村,qingxi,,,,,,\n",
        "villages/liulin/a.md": affair("a", period="2026Q3"),
        "villages/liulin/b.md": affair("b", day="2026-11-09"),
    }
    found = states(read(tmp_path, files).affairs)
    assert found["2026Q4"] == {
        "cwsz 2026-10": "已公开",
        "cwsz 2026-11": "未到期",
        "cwsz 2026-12": "未到期",
        "syfp 2026": "未到期",
    }
    assert found["2026Q3"] == {"cwsz 2026-08": "超期", "cwsz 2026-09": "已公开"}
    assert found["2026Q2"] == {"cwsz 2026Q2": "超期"}


def test_a_community_has_items_of_its_own(tmp_path):
    """居委会 stand under another law."""
    files = {VILLAGES: HEAD + "liulin,柳林社区,社区,qingxi,,,,,,\nv2,二社区,居委会,qingxi,,,,,,\n"}
    affairs = read(tmp_path, files).affairs
    assert states(affairs)["2026Q4"] == states(affairs, "v2")["2026Q4"] == {"cwsz 2026Q4": "未到期"}


def test_what_there_was_nothing_of_is_answered(tmp_path):
    """A period by its row; for good by one row, and then nothing is owed. A document outranks both."""
    rows = "liulin,cwsz,2026Q2,2026-07-10,\nliulin,cwsz,2026Q3,2026-10-10,\nliulin,syfp,长期,2026-01-10,\nliulin,cgmy,长期,2026-01-10,\n"
    files = {NOTHING: f"village,item,period,said_on,by\n{rows}", "villages/liulin/a.md": affair("a")}
    affairs = read(tmp_path, files).affairs
    found = states(affairs)
    assert found["2026Q3"] == {"cwsz 2026Q3": "已公开"}
    assert found["2026Q2"] == {"cwsz 2026Q2": "本期无此事项"}
    assert found["2025Q4"] == {"cwsz 2025Q4": "超期", "syfp 2025": "不适用"}
    account = affairs.accounts["liulin"]
    assert [mark.state for mark in account.lasting] == ["不适用"]
    assert [count(account.quarters[quarter])[:3] for quarter in ("2026Q2", "2025Q4")] == [(1, 0, 1), (1, 0, 0)]


def test_what_is_private_tells_nothing(tmp_path):
    """A draft, and what is to come."""
    files = {
        "villages/liulin/a.md": affair("a", status="draft"),
        "villages/liulin/b.md": affair("b", day="2026-12-15", period="2026Q3"),
    }
    assert states(read(tmp_path, files).affairs)["2026Q3"] == {"cwsz 2026Q3": "超期"}


def test_the_clock_is_known(tmp_path):
    """The first day on which any state is another, or the quarter is."""
    files = {"villages/liulin/a.md": affair("a", day="2026-01-02", period="2025Q4")}
    for now, day in (
        ("2026-01-05", "2026-01-21"),  # 收益分配 of 2025 is due soon from then on
        ("2026-01-21", "2026-02-01"),
        ("2026-02-01", "2026-04-01"),
        ("2026-04-05", "2026-04-10"),
        ("2026-04-10", "2026-04-21"),
    ):
        edition = read(tmp_path / now, files, f"{now}T09:00:00+08:00")
        assert edition.affairs.next_day == day
        assert next_change(edition, reads_day=False) == f"{day} 00:00"


def test_without_villages_or_a_catalogue_there_is_nothing_to_keep(tmp_path):
    """And nothing breaks."""
    content = write_site(tmp_path, {"villages/catalogue.toml": ""})
    assert read_edition(content, "", production=False, workers=1).affairs == Affairs()
