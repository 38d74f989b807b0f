"""Whole sites that a clock, a clerk or a template has spoilt, audited and judged as an inspector would, by the commands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from auditor.cli import main
from tests.auditor.crawl.farm import Farm, page, running

NOW = "2026-11-20T09:00"
HOST = "https://www.mingchuan.example"
SITE = (
    '<meta name="SiteName" content="明川县人民政府"><meta name="SiteDomain" content="www.mingchuan.example">'
    '<meta name="SiteIDCode" content="4290990001">'
)
COLUMN = (
    '<meta name="ColumnName" content="{0}"><meta name="ColumnType" content="{1}">'
    '<meta name="ColumnDescription" content="{0}"><meta name="ColumnKeywords" content="{0}">'
)
TITLES = (
    "全县秋粮收购工作有序推进", "县领导到青溪镇调研乡村振兴", "明川县召开安全生产工作会议", "县医院新大楼投入使用",
    "冬季供暖准备工作就绪", "全县中小学运动会开幕", "明川大桥维修加固工程完工", "青石村道路硬化工程验收",
)  # fmt: skip
FRESH = [f"2026-11-{day:02}" for day in range(19, 11, -1)]
SPRING = [f"2026-05-{day:02}" for day in range(19, 11, -1)]
FRESHNESS = ("freshness/",)
Routes = dict[str, bytes]


def html(title: str, body: str, tags: str = "") -> bytes:
    """A page of the county's site."""
    head = f'<meta charset="utf-8"><title>{title}</title>{SITE}{tags}'
    return page(
        f'<!doctype html><html lang="zh-CN"><head>{head}</head><body><header><a href="/">明川县人民政府</a></header>'
        f"<main><h1>{title}</h1>{body}</main></body></html>"
    )


def article(title: str, day: str) -> bytes:
    """One piece of news; without a day it shows none."""
    tags = f'<meta name="ArticleTitle" content="{title}">'
    line = ""
    if day:
        tags += f'<meta name="PubDate" content="{day} 09:00"><meta name="ContentSource" content="县政府办">'
        line = f"<p>发布时间：{day} 09:00　来源：县政府办</p>"
    return html(title, f"{line}<p>县人民政府研究部署下一阶段的重点工作，要求各乡镇抓好落实，确保群众满意。</p>", tags)


def rows(days: Sequence[str], shown: str = "<i>{}</i>") -> str:
    """A list of the news."""
    cells = (f'<a href="/yw/{n}.html">{TITLES[n]}</a>{shown.format(day) if day else ""}' for n, day in enumerate(days))
    return "<ul>" + "".join(f"<li>{cell}</li>" for cell in cells) + "</ul>"


def news(days: Sequence[str], shown: str = "<i>{}</i>") -> Routes:
    """A home page, a column of news, and the news."""
    return {
        "/": html("明川县人民政府", '<h2><a href="/yw/">明川要闻</a></h2>' + rows(days[:6], shown)),
        "/yw/": html("明川要闻", rows(days, shown), COLUMN.format("明川要闻", "工作动态")),
        **{f"/yw/{n}.html": article(TITLES[n], day) for n, day in enumerate(days)},
    }


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    """One server for all of them."""
    with running() as one:
        yield one


class Audited:
    """What the commands made of a site: exit status, what they printed, the report."""

    def __init__(self, farm: Farm, folder: Path, routes: Routes, *options: str) -> None:
        farm.routes = dict(routes)
        (folder / "c.toml").write_text("[crawl]\ninterval = 0.0\nconnections = 8\n", encoding="utf-8")
        self.folder = folder
        self.say(
            "audit", farm.url, "--as", f"{HOST}={farm.url}", "--config", folder / "c.toml", "--state", folder / "state",
            "--no-browser", "--jobs", "1", *options,
        )  # fmt: skip

    def say(self, *arguments: Any) -> None:
        """Run a command that writes a report."""
        done = CliRunner().invoke(main, [*map(str, arguments), "--out", str(self.folder / "out"), "--now", NOW])
        self.status, self.printed = done.exit_code, done.output
        assert self.status in (0, 1), done.output
        self.report = json.loads((self.folder / "out/report.json").read_text(encoding="utf-8"))

    def found(self, *families: str) -> list[tuple[str, str, str]]:
        """Check, verdict and reason of the findings of these families or checks."""
        return sorted(
            (one["check"], one["verdict"], one["reason"])
            for one in self.report["findings"]
            if one["check"].startswith(families)
        )

    def why_not(self, what: str) -> str:
        """Why something was not judged, or how it was cut."""
        lines = [*self.report["coverage"]["not_run"], *self.report["coverage"]["cut"]]
        return next((line["why"] for line in lines if what in line["what"]), "")

    def message(self, check: str) -> str:
        """What the first finding of a check says."""
        return next(one["message"] for one in self.report["findings"] if one["check"] == check)


def test_without_any_date_a_column_counts_as_not_updated_and_the_home_page_is_asked_about(farm, tmp_path):
    """未注明发布时间的视为不更新 is the index's own rule; that no date was read at all may be ours."""
    audited = Audited(farm, tmp_path, news([""] * 8))
    assert audited.found(*FRESHNESS) == [
        ("freshness/stale_column", "fail", "undated"),
        ("freshness/stale_home", "review", "undated"),
    ]
    assert "8 条信息都未注明发布时间" in audited.message("freshness/stale_column")
    score = audited.report["score"]
    assert (audited.status, score["status"], score["qualified"], score["total"]) == (1, "partial", None, None)
    assert score["min"] < score["max"] < 130
    assert "得分" in audited.printed
    audited.say("judge", tmp_path / "state")
    assert audited.report["score"] == score


def test_dates_to_come_are_asked_about_and_called_what_they_are(farm, tmp_path):
    """Neither fresh nor stale: nobody knows when they were written."""
    audited = Audited(farm, tmp_path, news([f"2027-{month:02}-11" for month in range(8, 0, -1)]))
    assert audited.found(*FRESHNESS) == [
        ("freshness/stale_column", "review", "future-date"),
        ("freshness/stale_home", "review", "future-date"),
    ]
    assert "6 条信息，日期都晚于检查时间，如“全县秋粮收购工作有序推进”注为 2027-08-11" in audited.message(
        "freshness/stale_home"
    )


def test_among_old_items_a_date_to_come_makes_the_verdict_a_question(farm, tmp_path):
    """A mistyped year may be the newest item."""
    audited = Audited(farm, tmp_path, news(["2027-11-18", *SPRING[1:]]))
    assert {verdict for _, verdict, _ in audited.found(*FRESHNESS)} == {"review"}
    assert "另有 1 条信息的日期晚于检查时间" in audited.message("freshness/stale_home")


@pytest.mark.parametrize(
    "shown",
    ["<i>2019-03-01</i><i>{}</i>", "<i>{}</i><i>2019-03-01</i>", "<i>成文日期：2019-03-01</i><i>发布日期：{}</i>"],
)
def test_of_two_dates_a_row_that_of_publication_counts(farm, tmp_path, shown):
    """Whichever stands first."""
    assert Audited(farm, tmp_path, news(FRESH, shown)).found(*FRESHNESS) == []


def test_two_old_dates_a_row_are_old(farm, tmp_path):
    """What is lenient with fresh rows does not pardon stale ones."""
    audited = Audited(farm, tmp_path, news(SPRING, "<i>{}</i><i>2019-03-01</i>"))
    assert [(check, verdict) for check, verdict, _ in audited.found(*FRESHNESS)] == [
        ("freshness/stale_column", "fail"),
        ("freshness/stale_home", "fail"),
    ]
    assert "2026-05-19" in audited.message("freshness/stale_column")


def test_a_column_of_links_to_other_sites_is_neither_blank_nor_stale_and_the_report_says_why(farm, tmp_path):
    """Whether it is up to date is up to the others."""
    out = "".join(f'<li><a href="https://www.d{n}.example/">市直部门{title}</a></li>' for n, title in enumerate(TITLES))
    routes = news(FRESH)
    routes["/"] = html("明川县人民政府", '<a href="/yw/">明川要闻</a><a href="/tz/">通知公告</a>' + rows(FRESH[:6]))
    routes["/tz/"] = html("通知公告", f"<ul>{out}</ul>", COLUMN.format("通知公告", "通知公告"))
    (tmp_path / "more.toml").write_text("[links]\nexternal = false\n[crawl]\ninterval = 0.0\n", encoding="utf-8")
    audited = Audited(farm, tmp_path, routes, "--config", str(tmp_path / "more.toml"))
    assert audited.found(*FRESHNESS) == []
    assert audited.why_not("个栏目的更新时限（通知公告）") == "多数条目链接到其他网站，更新与否由对方网站决定"


def test_a_home_page_that_is_one_picture_is_judged_by_what_lies_behind_it(farm, tmp_path):
    """An entry; what the picture says is said to be unread."""
    picture = '<center><a href="/yw/"><img src="/home.jpg" alt="进入网站"></a></center>'
    routes = news(FRESH) | {"/": page(f"<html><head><title>明川县</title></head><body>{picture}</body></html>")}
    audited = Audited(farm, tmp_path, routes)
    assert audited.found(*FRESHNESS) == []
    assert audited.report["coverage"]["pages_judged"] == 10
    assert "图片上的文字没有识别" in audited.why_not("图片未检 1 张")
    assert {verdict for check, verdict, _ in audited.found("identity/footer_parts", "identity/find_errors")} == {
        "review"
    }


def test_a_site_of_one_page_has_no_verdict_on_updates_and_no_clean_bill(farm, tmp_path):
    """Nothing certain is wrong; the score is a range and says what is open."""
    audited = Audited(farm, tmp_path, {"/": html("明川县人民政府", "<p>网站正在升级，联系电话：0712-1234567。</p>")})
    assert (audited.status, audited.found(*FRESHNESS)) == (0, [])
    assert audited.report["coverage"]["pages_judged"] == 1
    assert "不像信息发布类网站" in audited.why_not("首页是否更新")
    assert (audited.report["score"]["status"], audited.report["score"]["qualified"]) == ("partial", None)
    assert "不作合格与否的结论" in audited.why_not("评分")


def test_of_400_columns_each_empty_one_is_named_and_the_rest_are_silent(farm, tmp_path):
    """And the veto on ten blank columns is a suspicion for a person."""
    names = [f"栏目第{n}号" for n in range(400)]
    links = "".join(f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate(names))
    routes = news(FRESH)
    routes["/"] = html("明川县人民政府", rows(FRESH[:6]) + f"<nav><ul>{links}</ul></nav>")
    for n, name in enumerate(names):
        routes[f"/c{n}/"] = html(name, rows(FRESH) if n % 20 else "<ul></ul>", COLUMN.format(name, "工作动态"))
    audited = Audited(farm, tmp_path, routes)
    empty = [one for one in audited.report["findings"] if one["check"] == "freshness/empty_column"]
    assert sorted(one["target"] for one in empty) == sorted(names[::20])
    assert audited.report["score"]["qualified"] == "疑似不合格（待人工核实）"
    assert (audited.status, audited.report["coverage"]["pages_judged"]) == (1, 409)


def clocked(routes: Routes, date: str, modified: str) -> Routes:
    """The pages of a server with these clocks."""
    head = f"HTTP/1.1 200 OK\r\nDate: {date}\r\nLast-Modified: {modified}\r\n".encode()
    return {path: answer.replace(b"HTTP/1.1 200 OK\r\n", head) for path, answer in routes.items()}


AHEAD = ("Mon, 01 Jan 2001 00:00:00 GMT", "Fri, 01 Jan 2038 00:00:00 GMT")


@pytest.mark.parametrize(("days", "verdicts"), [(FRESH, []), (SPRING, ["fail", "fail"])])
def test_a_server_whose_clock_is_wrong_changes_no_verdict(farm, tmp_path, days, verdicts):
    """Days are those that pages show."""
    audited = Audited(farm, tmp_path, clocked(news(days), *AHEAD))
    assert [verdict for _, verdict, _ in audited.found(*FRESHNESS)] == verdicts


def test_a_server_that_dates_its_pages_ahead_is_not_asked_by_that_day(farm, tmp_path):
    """It would say that nothing has changed until the day comes."""
    Audited(farm, tmp_path, clocked(news(FRESH), *AHEAD))
    farm.log.clear()
    again = Audited(farm, tmp_path, clocked(news(SPRING), *AHEAD))
    assert [asked.path for asked in farm.log if "if-modified-since" in asked.headers] == []
    assert [verdict for _, verdict, _ in again.found(*FRESHNESS)] == ["fail", "fail"]
