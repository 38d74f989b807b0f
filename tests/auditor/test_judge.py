"""A kept crawl judged again: the same report as the live audit's, and nothing asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from auditor.cli import main
from tests.auditor.crawl.farm import Farm, page, reply, running
from tests.conftest import ROOT

HEAD = '<html lang="zh-CN"><head><title>县政府</title></head><body><main>'


@pytest.fixture
def farm() -> Iterator[Farm]:
    """A small site with faults of several kinds."""
    with running() as one:
        one.routes |= {
            "/": page(f'{HEAD}<h1>首页</h1><a href="/a.html">公告</a><a href="/dead">旧闻</a><img src="/no.png">'),
            "/a.html": page(
                f"{HEAD}<h1>公告</h1><p>身份证号 11010519491231002X，此处填写内容</p><a href=/f.pdf>附件</a>"
            ),
            "/f.pdf": reply(b"%PDF", content_type="application/pdf"),
            "/cal/2026/11/": page(f"{HEAD}<a href=/cal/2026/12/>x</a>"),
        }
        yield one


def run(*words: str | Path) -> tuple[int, str]:
    """The command in this process: exit status, and what it said."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    return result.exit_code, result.output


def told(folder: Path) -> dict[str, Any]:
    """The report without its own times."""
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    times = {"started", "finished"}
    for finding in report["findings"]:
        finding.update(state=None, first_seen=None, last_seen=None)
    return {name: value for name, value in report.items() if name not in times}


def test_a_kept_crawl_gives_the_report_of_the_live_audit(farm: Farm, tmp_path: Path) -> None:
    """Findings, coverage and site alike, with no request."""
    live = run("audit", farm.url + "/", "--out", tmp_path / "live", "--state", tmp_path / "kept", "--no-browser",
               "--now", "2026-11-20")  # fmt: skip
    assert live[0] == 1, live
    asked = len(farm.log)
    judged = run("judge", tmp_path / "kept", "--out", tmp_path / "judged", "--now", "2026-11-20")
    assert judged[0] == 1, judged
    assert len(farm.log) == asked
    assert told(tmp_path / "judged") == told(tmp_path / "live")
    assert len(told(tmp_path / "live")["findings"]) >= 4


def test_new_rules_judge_the_old_pages(farm: Farm, tmp_path: Path) -> None:
    """A rule file of one's own, long after the site is gone."""
    run("audit", farm.url + "/", "--out", tmp_path / "live", "--state", tmp_path / "kept", "--no-browser")
    rules = (ROOT / "standards/rules/guoban-2019-19.toml").read_text(encoding="utf-8")
    (tmp_path / "rules.toml").write_text(rules.replace('edition = "', 'edition = "试行 ', 1), encoding="utf-8")
    (tmp_path / "config.toml").write_text(f'rules = "{tmp_path}/rules.toml"\n', encoding="utf-8")
    status, said = run("judge", tmp_path / "kept", "--out", tmp_path / "out", "--config", tmp_path / "config.toml")
    assert status == 1, said
    assert told(tmp_path / "out")["rules"]["edition"].startswith("试行")


def test_a_folder_without_a_crawl_is_told_what_to_give(tmp_path: Path) -> None:
    """One line, exit status 2."""
    status, said = run("judge", tmp_path, "--out", tmp_path / "out")
    assert (status, "--state" in said, "Traceback" in said) == (2, True, False)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ('hours = "22-6"', "22:00-06:00"),
        ('contact = "张三"', "User-Agent"),
        ('contact = "a)b"', "User-Agent"),
        ('paths = ["zwgk"]', "paths"),
        ('start = ["x"]', "完整网址"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line(farm: Farm, tmp_path: Path, setting: str, says: str) -> None:
    """Where, what, what now."""
    (tmp_path / "config.toml").write_text(f"[crawl]\n{setting}\n", encoding="utf-8")
    status, said = run(
        "audit", farm.url, "--out", tmp_path / "out", "--config", tmp_path / "config.toml", "--no-browser"
    )
    assert (status, says in said, "Traceback" in said) == (2, True, False), said


def test_the_contact_stands_in_the_user_agent(farm: Farm, tmp_path: Path) -> None:
    """So that a webmaster can complain."""
    (tmp_path / "config.toml").write_text('[crawl]\ncontact = "https://www.gov.example/audit"\n', encoding="utf-8")
    run("audit", farm.url, "--out", tmp_path / "out", "--config", tmp_path / "config.toml", "--no-browser")
    assert {asked.headers["user-agent"].partition("; +")[2] for asked in farm.log} == {"https://www.gov.example/audit)"}


def test_a_changed_lexicon_judges_kept_pages_as_a_fresh_audit_does(farm: Farm, tmp_path: Path) -> None:
    """Own words, one turned off, a roster: the report of ``judge`` is that of an audit from scratch, twice running."""
    farm.routes["/a.html"] = page(
        f"{HEAD}<h1>公告</h1><p>截止目前，一但发现网格管理员缺岗即报告。县长张名华到场，身份证号 11010519491231002X。</p>"
    )
    live = ("audit", farm.url + "/", "--no-browser", "--now", "2026-11-20", "--out")
    run(*live, tmp_path / "before", "--state", tmp_path / "kept")
    (tmp_path / "own.toml").write_text(
        'category = "县用语"\ndisable = ["jiezhi-muqian"]\n[[entry]]\nid = "xian"\nseverity = "P3"\nsource = "本县"\n'
        'wrong = "网格管理员"\nright = "网格员"\npositive = "网格管理员好"\nnear_miss = "网格员好"\n',
        encoding="utf-8",
    )
    (tmp_path / "leaders.csv").write_text("姓名,职务,任职,离任\n张明华,县长,2021-08,\n", encoding="gb18030")
    config = tmp_path / "config.toml"
    config.write_text(
        f'[words]\nlexicon = ["{tmp_path}/own.toml"]\nroster = "{tmp_path}/leaders.csv"\n', encoding="utf-8"
    )
    asked = len(farm.log)
    for name in ("judged", "again"):
        run("judge", tmp_path / "kept", "--out", tmp_path / name, "--config", config, "--now", "2026-11-20")
    assert len(farm.log) == asked
    run(*live, tmp_path / "fresh", "--config", config)
    assert told(tmp_path / "judged") == told(tmp_path / "again") == told(tmp_path / "fresh")
    words = {finding["target"] for finding in told(tmp_path / "fresh")["findings"]}
    assert {"网格管理员", "张名华", "一但"} <= words
    assert "截止目前" not in words


@pytest.mark.parametrize(("roster", "unchecked"), [(False, True), (True, False)])
def test_without_a_roster_the_report_says_that_names_were_not_checked(
    tmp_path: Path, roster: bool, unchecked: bool
) -> None:
    """领导姓名职务未检, with its reason."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text(f"{HEAD}<h1>首页</h1>", encoding="utf-8")
    (tmp_path / "leaders.csv").write_text("姓名,职务\n张明华,县长\n", encoding="utf-8")
    named = f'roster = "{tmp_path}/leaders.csv"\n' if roster else ""
    (tmp_path / "config.toml").write_text(f"[words]\n{named}", encoding="utf-8")
    run("audit", tmp_path / "site", "--out", tmp_path / "out", "--config", tmp_path / "config.toml", "--no-browser")
    left = {line["what"] for line in told(tmp_path / "out")["coverage"]["not_run"]}
    assert ("领导姓名职务未检" in left) == unchecked


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('lexicon = ["no.toml"]', "读不到词库文件 no.toml：没有这个文件或文件夹"),
        ('lexicon = ["{here}/bad.toml"]', "bad.toml:2: 词条有误：不认识“wrnog”"),
        ('lexicon = ["{here}/latin.toml"]', "不是 UTF-8 编码"),
        ('roster = "no.csv"', "读不到领导名册 no.csv"),
        ('roster = "{here}/bad.toml"', "bad.toml:1: 第一行应写明各列"),
        ("lexicon = 3", "取值不对"),
        ("rooster = 1", "不认识的设置 words.rooster。是不是想写 words.roster"),
    ],
)
def test_words_that_cannot_be_used_are_told_in_one_line(tmp_path: Path, settings: str, said: str) -> None:
    """Before anything is asked or judged; by each command that takes the settings."""
    (tmp_path / "bad.toml").write_text('category = "x"\n[[entry]]\nwrnog = "甲"\n', encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes('category = "县"\n'.encode("gb18030"))
    (tmp_path / "config.toml").write_text(f"[words]\n{settings.format(here=tmp_path)}\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("甲", encoding="utf-8")
    for command in (
        ("audit", tmp_path, "--out", tmp_path / "out", "--no-browser"),
        ("check-source", tmp_path / "a.md"),
    ):
        status, told_ = run(*command, "--config", tmp_path / "config.toml")
        assert status == 2
        assert said in told_
        assert len(told_.strip().splitlines()) == 1
