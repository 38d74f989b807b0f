"""Mistakes on the command line and in its files: one clear line, exit status 2, nothing written."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.auditor.crawl.farm import page, reply, running
from tests.conftest import BIN

ID = "11010519491231002X"
PAGE = '<html lang="zh-CN"><head><title>县政府</title></head><body><main><h1>首页</h1><p>截止目前,完成八成。</p></main>'


def run(*arguments: object, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run ``auditor``."""
    return subprocess.run(
        [BIN / "auditor", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **env},
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with one page that has a typo."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


def refused(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line of a run that could not be."""
    lines = done.stderr.decode().strip().splitlines()
    assert (done.returncode, len(lines), done.stdout) == (2, 1, b""), done.stderr.decode()
    return lines[0]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "缺少 --out"),
        (("--out", "o", "--now", "明天"), "看不懂的时间"),
        (("--out", "o", "--now", "9999-12-31T23:59:59-12:00"), "年份应在 1950 至 2199 之间"),
        (("--out", "o", "--now", "0001-01-01"), "年份应在 1950 至 2199 之间"),
        (("--out", "o", "--job", "2"), "没有选项 --job，是不是 --jobs"),
        (("--out", "o", "--jobs", "0"), "--jobs 取值不对"),
        (("--out", "o", "--as", "https://a.example=http://127.0.0.1:1", "--as", "https://a.example=http://b.example"),
         "同一地址写了两次"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_one_chinese_line(site, options, says):
    """Not a usage text of another language."""
    assert says in refused(run("audit", site, *options))


@pytest.mark.parametrize("now", ["1950-01-01", "2199-12-31T23:59"])
def test_the_first_and_the_last_day_that_may_be_named_can_be_judged(site, tmp_path, now):
    """Months are counted back from it."""
    assert run("audit", site, "--out", tmp_path / "o", "--now", now, "--no-browser").returncode == 1


@pytest.mark.parametrize("target", ["", " ", "x" * 5000, b"\xff\xfe"])
def test_a_target_that_is_no_path_is_refused(tmp_path, target):
    """An empty one is not the folder we stand in."""
    target = os.fsdecode(target) if isinstance(target, bytes) else target
    done = subprocess.run(
        [BIN / "auditor", "audit", target, "--out", "o"], cwd=tmp_path, capture_output=True, check=False
    )
    assert "http://" in refused(done) or len(target) > 1000


def test_spaces_around_a_target_are_a_slip_of_the_mouse(site, tmp_path):
    """Copied out of a table."""
    assert run("audit", f" {site} ", "--out", tmp_path / "o", "--no-browser").returncode == 1


@pytest.mark.parametrize(
    "setting",
    ["[crawl]\nmax_pages = 0", "[crawl]\nconnections = 0", "[crawl]\ntimeout = nan", "[crawl]\nmax_seconds = inf",
     "[crawl]\ninterval = -1.0", "[browser]\nsample = 0", "[browser]\nseed = -1"],
)  # fmt: skip
def test_a_setting_that_would_leave_everything_out_or_hang_is_refused(site, tmp_path, setting):
    """No page at most is no clean site; no connection at a time waits for ever."""
    (tmp_path / "c.toml").write_text(setting, encoding="utf-8")
    said = refused(run("audit", site, "--out", tmp_path / "o", "--config", tmp_path / "c.toml"))
    assert "c.toml" in said
    assert setting.partition("\n")[2].split()[0] in said


def test_where_no_report_can_be_written_nothing_is_crawled(tmp_path):
    """Hours of work are not done first."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with running() as farm:
        farm.routes["/"] = page(PAGE)
        said = refused(run("audit", f"{farm.url}/", "--out", tmp_path / "file/out", "--no-browser"))
        assert farm.log == []
    assert "报告写不下去" in said


def test_a_terminal_that_knows_no_chinese_gets_it_all_the_same(site, tmp_path):
    """ASCII is taken for a forgotten setting; what GBK lacks becomes a question mark."""
    done = run("audit", site, "--out", tmp_path / "o", "--no-browser", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "截至目前" in done.stdout.decode()
    (site / "index.html").write_text(PAGE.replace("县政府", "县政府😀"), encoding="utf-8")
    done = run("audit", site, "--out", tmp_path / "o", "--no-browser", PYTHONIOENCODING="gbk")
    assert done.returncode == 1
    assert "县政府?" in done.stdout.decode("gbk")


def test_a_folder_whose_pages_cannot_be_read_is_not_clean(tmp_path):
    """A link that leads nowhere is all there is."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").symlink_to("nowhere")
    assert "没有一个页面可供判断" in refused(run("audit", folder, "--out", tmp_path / "o", "--no-browser"))


def test_file_names_of_all_kinds_are_pages(tmp_path):
    """Chinese, spaces, percent and number signs, bytes that are no UTF-8."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("中文 名.html", "a%20b.html", "a#b.html", "a?b.html", "100%.html", os.fsdecode(b"\xb9\xab.html")):
        (folder / name).write_text(PAGE, encoding="utf-8")
    assert run("audit", folder, "--out", tmp_path / "o", "--no-browser").returncode == 1
    assert json.loads((tmp_path / "o/report.json").read_bytes())["coverage"]["pages_judged"] == 6


def test_a_state_folder_whose_dates_cannot_be_written_is_one_line(site, tmp_path):
    """A folder stands where seen.json should."""
    (tmp_path / "kept/seen.json").mkdir(parents=True)
    assert "seen.json" in refused(
        run("audit", site, "--out", tmp_path / "o", "--state", tmp_path / "kept", "--no-browser")
    )
    assert not (tmp_path / "o/report.json").exists()


def test_an_id_number_in_addresses_titles_and_names_is_printed_nowhere(tmp_path):
    """Page addresses, link targets, file names behind an encoded Chinese character, the site's own name."""
    html = (
        f'<html lang="zh"><head><title>{ID}</title><meta name="SiteName" content="县{ID}"></head><body><main>'
        f'<p>截止目前<a href="/{ID}.html">甲{ID}</a> <a href="/%E4%B8%89{ID}.pdf">三{ID}.pdf</a> <a href="/x?id={ID}">乙</a>'
    )
    with running() as farm:
        farm.routes |= {"/": page(html), f"/{ID}.html": page(html)}
        options = ("--out", tmp_path / "o", "--state", tmp_path / "kept", "--no-browser")
        done = run("audit", f"{farm.url}/", *options)
        lost = run("audit", f"{farm.url}/%E4%B8%89{ID}.html", "--out", tmp_path / "o2", "--no-browser")
    texts = [done.stdout, done.stderr, lost.stderr, (tmp_path / "kept/seen.json").read_bytes()]
    texts += [(tmp_path / "o" / name).read_bytes() for name in ("report.json", "report.html")]
    assert [text.decode().count(ID) for text in texts] == [0] * 6
    assert "110***********002X.html" in texts[-2].decode()


def test_pages_that_a_server_will_not_show_us_stand_under_not_checked(tmp_path):
    """429 and 403 say something of us and nothing of the pages, but they were not read."""
    with running() as farm:
        farm.routes |= {
            "/": page(f'{PAGE}<a href="/a.html">甲</a><a href="/b.html">乙</a>'),
            "/a.html": reply(b"", "403 Forbidden"),
            "/b.html": reply(b"", "401 Unauthorized"),
        }
        run("audit", f"{farm.url}/", "--out", tmp_path / "o", "--no-browser")
    not_run = json.loads((tmp_path / "o/report.json").read_bytes())["coverage"]["not_run"]
    assert {"拒绝自动访问（403）", "需要登录（401）"} <= {line["why"] for line in not_run}


def test_diff_refuses_another_site_and_another_edition_and_masks_what_it_prints(site, tmp_path):
    """Reports may come from strangers."""
    run("audit", site, "--out", tmp_path / "a", "--no-browser")
    report = json.loads((tmp_path / "a/report.json").read_bytes())

    def with_(**changes: object) -> Path:
        (tmp_path / "b.json").write_text(json.dumps({**report, **changes}), encoding="utf-8")
        return tmp_path / "b.json"

    other = with_(site={**report["site"], "url": "https://other.example/"})
    assert "不是同一网站" in refused(run("diff", tmp_path / "a", other))
    assert "第 2 版" in refused(run("diff", tmp_path / "a", with_(schema_version=2)))
    new = {**report["findings"][0], "fingerprint": "a" * 20, "url": f"http://x/{ID}", "message": f"\x1b[2J{ID}"}
    done = run("diff", tmp_path / "a", with_(findings=[new]))
    assert done.returncode == 1
    assert ID.encode() not in done.stdout
    assert b"\x1b" not in done.stdout
