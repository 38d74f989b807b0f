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
