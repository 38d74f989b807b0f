"""A score is made again from report.json byte for byte, from a kept crawl too, and by other rules from stored facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import main
from auditor.watch.records import Availability
from tests.auditor.reports.invented import NOW

PAGE = """<!doctype html><html lang="zh-CN"><head><title>{title}</title><meta name="SiteName" content="明川县人民政府">
<meta name="SiteDomain" content="www.mingchuan.example"><meta name="SiteIDCode" content="4290990001">{tags}</head>
<body>{body}</body></html>"""
COLUMN = """<meta name="ColumnName" content="明川要闻"><meta name="ColumnType" content="工作动态">
<meta name="ColumnKeywords" content="要闻"><meta name="ColumnDescription" content="要闻">"""
TOML_NEWS = """id = "p"
extends = "guoban-2019-19"
edition = "2026-01-01"
title = "某省细则"
[[checks."freshness/stale_column".rhythms]]
clause = "国办秘函〔2019〕19号 发布解读·动态要闻"
days = 7
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a home page, a news column ten days old with six pages, and a dead link."""
    folder = tmp_path_factory.mktemp("site")
    rows = []
    for n in range(6):
        day = f"2026-11-{n + 5:02}"
        tags = f'<meta name="ArticleTitle" content="第{n}条"><meta name="PubDate" content="{day} 09:00">'
        body = f"<h1>第{n}条消息</h1><p>发布时间：{day} 09:00</p><p>县里今天开了一个会，讨论了几件事情。</p>"
        (folder / f"n{n}.html").write_text(PAGE.format(title=f"第{n}条", tags=tags, body=body), encoding="utf-8")
        rows.append(f'<li><a href="/n{n}.html">第{n}条消息的标题是这样写的</a><span>{day}</span></li>')
    listed = f'<h1>明川要闻</h1><ul data-gk="list">{"".join(reversed(rows))}</ul>'
    (folder / "yw.html").write_text(PAGE.format(title="明川要闻", tags=COLUMN, body=listed), encoding="utf-8")
    home = '<h1>明川县</h1><a href="/yw.html">明川要闻</a> <a href="/gone.html">没有了的页面</a>'
    (folder / "index.html").write_text(PAGE.format(title="明川县人民政府", tags="", body=home), encoding="utf-8")
    return folder


def run(*args: object) -> str:
    """The command's output; its exit status is 0 or 1."""
    done = CliRunner().invoke(main, [str(arg) for arg in args])
    assert done.exit_code in (0, 1), done.output
    return done.output


@pytest.fixture(scope="module")
def audited(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its audit: the report in ``out``, the crawl in ``state``."""
    folder = tmp_path_factory.mktemp("audit")
    run(
        "audit",
        site,
        "--out",
        folder / "out",
        "--state",
        folder / "state",
        "--no-browser",
        "--now",
        NOW.isoformat(),
        "--jobs",
        1,
    )
    return folder


def read(folder: Path) -> dict:
    """A report."""
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def row(report: dict, code: str) -> dict:
    """A row of its sheet."""
    return next(one for one in report["rows"] if one["code"] == code)


def test_an_audit_has_a_score_whose_points_hang_on_findings(audited):
    """Partial, with its range; the coverage says so."""
    report = read(audited / "out")
    assert report["score"]["status"] == "partial"
    assert report["score"]["total"] is None
    assert 0 <= report["score"]["min"] < report["score"]["max"] <= 130
    assert any(line["what"] == "评分" for line in report["coverage"]["not_run"])
    marks = {one["fingerprint"] for one in report["findings"]}
    dead = row(report, "D403")
    assert (dead["points"], dead["status"]) == (0.2, "扣分")
    assert set(dead["finding_fingerprints"]) <= marks
    assert row(report, "D104")["low"] == 0
    assert all(one["finding_fingerprints"] or one["answer"] for one in report["score"]["deductions"])


def test_tags_are_judged_on_the_drawn_pages_which_are_printed(audited):
    """Five content pages of six, by the seed: each without ContentSource costs a tenth."""
    report = read(audited / "out")
    sample = next(one for one in report["score"]["samples"] if one["item"] == "D408a")
    assert (len(sample["pages"]), sample["found"], sample["seed"]) == (5, 6, 2019)
    assert next(one for one in row(report, "D408")["items"] if one["code"] == "D408a")["low"] == 0.5
    html = (audited / "out/report.html").read_text(encoding="utf-8")
    assert all(url in html for url in sample["pages"])


def test_the_score_is_made_again_from_report_json_byte_for_byte(audited, tmp_path):
    """And from the kept crawl: the same score and sheet."""
    run("score", audited / "out", "--out", tmp_path / "again")
    assert (tmp_path / "again/report.json").read_bytes() == (audited / "out/report.json").read_bytes()
    run("judge", audited / "state", "--out", tmp_path / "judged", "--now", NOW.isoformat(), "--quiet")
    judged, first = read(tmp_path / "judged"), read(audited / "out")
    assert (judged["score"], judged["rows"]) == (first["score"], first["rows"])


def test_answers_are_merged_and_stay_with_the_report(audited, tmp_path):
    """A second making without the file still has them."""
    run("questionnaire", audited / "out", "--out", tmp_path / "q.toml")
    text = (tmp_path / "q.toml").read_text(encoding="utf-8").replace('tester = ""', 'tester = "张三"')
    text = text.replace('date = ""', 'date = "2026-11-20"').replace(
        'code = "D301a"\nanswer = ""', 'code = "D301a"\nanswer = "是"'
    )
    (tmp_path / "q.toml").write_text(text, encoding="utf-8")
    said = run("score", audited / "out", "--answers", tmp_path / "q.toml", "--out", tmp_path / "one")
    assert "D301a 7 分" in said
    assert "张三 2026-11-20 回答“是”" in said
    one = read(tmp_path / "one")
    assert (row(one, "D301")["points"], one["score"]["max"]) == (7, round(read(audited / "out")["score"]["max"] - 7, 2))
    run("score", tmp_path / "one", "--out", tmp_path / "two")
    assert (tmp_path / "two/report.json").read_bytes() == (tmp_path / "one/report.json").read_bytes()
    run(
        "judge",
        audited / "state",
        "--out",
        tmp_path / "three",
        "--now",
        NOW.isoformat(),
        "--answers",
        tmp_path / "q.toml",
        "--quiet",
    )
    assert read(tmp_path / "three")["rows"] == one["rows"]


def test_seven_days_in_place_of_two_weeks_give_new_verdicts_from_stored_facts(audited, tmp_path):
    """No fetch: the column of ten days ago costs five points by the province's rules."""
    (tmp_path / "p.toml").write_text(TOML_NEWS, encoding="utf-8")
    (tmp_path / "config.toml").write_text(f'rules = "{tmp_path / "p.toml"}"\n', encoding="utf-8")
    run(
        "judge",
        audited / "state",
        "--out",
        tmp_path / "out",
        "--now",
        NOW.isoformat(),
        "--config",
        tmp_path / "config.toml",
        "--quiet",
    )
    report = read(tmp_path / "out")
    assert (report["rules"]["id"], row(report, "D104")["low"]) == ("p", 5)
    assert report["score"]["max"] < read(audited / "out")["score"]["max"]
    said = run("score", audited / "out", "--rules", tmp_path / "p.toml")
    assert "要按 p 重新判断，请用 auditor judge" in said


def watch_json(folder: Path, url: str, state: str) -> Path:
    """The records of a monitoring."""
    import msgspec

    one = Availability(
        name="x", url=url, state=state, planned=168, opened=150, failed=18, unknown=0, void=0, gaps=0, share=0.1071,
        short_days=0, seconds=1.0, reasons={"timeout": 18}, reach=None,
    )  # fmt: skip
    plan = {"start": "2026-11-13 09:00", "end": "2026-11-20 09:00"}
    told = {"schema_version": 1, "now": "2026-11-20 09:00", "plan": plan, "sites": [one]}
    folder.mkdir()
    (folder / "watch.json").write_bytes(msgspec.json.encode(told))
    return folder


def test_availability_is_taken_from_a_folder_of_watch(audited, tmp_path):
    """Of this site; another site's records are said to be of no use."""
    home = read(audited / "out")["site"]["url"]
    records = watch_json(tmp_path / "w", home, "疑似不合格（待人工核实）")
    run("score", audited / "out", "--watch", records, "--out", tmp_path / "out")
    report = read(tmp_path / "out")
    assert (row(report, "V2")["status"], report["score"]["qualified"]) == ("疑似", "疑似不合格（待人工核实）")
    assert report["score"]["watched"]["failed"] == 18
    other = watch_json(tmp_path / "w2", "https://www.other.example/", "正常")
    assert "里没有这个网站" in run("score", audited / "out", "--watch", other)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--kind", "village"], "没有网站种类“village”"),
        (["--rules", "guoban-2029"], "规则文件“guoban-2029”不存在"),
        (["--answers", "none.toml"], "读不到问卷"),
        (["--watch", "none"], "读不到监测记录"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(audited, args, said):
    """Exit status 2, no traceback."""
    done = CliRunner().invoke(main, ["score", str(audited / "out"), *args])
    assert done.exit_code == 2
    assert said in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_rules_are_listed_and_shown():
    """The files, and one sheet from top to bottom."""
    listed = run("rules")
    assert "shengji-example" in listed
    assert "links/dead_page" in listed
    shown = run("rules", "show", "guoban-2019-19")
    assert "功能设计（21 分）" in shown
    assert "D403a" in shown
    assert "没有评分表" in run("rules", "show", "validity-term-2010")
