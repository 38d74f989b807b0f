"""The command as an inspector meets it: exit status, one clear line for what cannot be done, nothing lost."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.auditor.crawl.farm import Farm, Talk, page, redirect, reply, running
from tests.conftest import BIN

HEAD = '<html lang="zh-CN"><head><title>县政府</title></head><body><main>'
HOME = page(f"{HEAD}<h1>首页</h1><p>欢迎。</p></main></body></html>")
CONFIG = "[crawl]\ntimeout = 1.0\n"


@pytest.fixture
def farm() -> Iterator[Farm]:
    """A server on 127.0.0.1 that does as it is told."""
    with running() as one:
        yield one


def audit(target: str | Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command without a browser, with a deadline of one second for each address."""
    config = folder / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    command = [BIN / "auditor", "audit", target, "--out", folder / "out", "--config", config, "--no-browser", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def report(folder: Path) -> dict:
    """The report of the run."""
    return json.loads((folder / "out/report.json").read_text(encoding="utf-8"))


def drip_headers(talk: Talk) -> None:
    talk.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: a\r\n" * 500, 0.2)


def drip_redirect(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 100000\r\n\r\n")
    talk.drip(b"x" * 100_000, 0.2)


def flood(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 200000000\r\n\r\n" + HEAD.encode())
    while talk.sent < 200_000_000 and talk.send(b"<p>" + b"a" * 65_000 + b"</p>"):
        pass


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (redirect("/"), "循环跳转"),
        (drip_headers, "超时"),
        (page("<p>x", "500 Oops"), "5xx"),
        (page("<p>x", "404 Not Found"), "404"),
    ],
    ids=["redirect loop", "dripping headers", "server error", "not found"],
)
def test_a_home_page_that_cannot_be_read_is_one_line_and_status_2(farm, tmp_path, answer, says):
    """Where, what, what now; no report is written over an older one."""
    farm.routes["/"] = answer
    done = audit(f"{farm.url}/", tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert says in done.stderr
    assert farm.url in done.stderr
    assert not (tmp_path / "out/report.json").exists()


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/", "http://no-such-county.invalid/", "no/such/folder", "http://"]
)
def test_a_target_that_is_not_there_is_one_line_and_status_2(tmp_path, target):
    """Refused, unknown name, no folder, no address."""
    done = audit(target, tmp_path)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1), done.stderr
    assert "Traceback" not in done.stderr


def test_a_redirect_whose_body_drips_is_followed_at_once(farm, tmp_path):
    """Nobody reads the body of a redirect."""
    farm.routes |= {"/": drip_redirect, "/next": HOME}
    assert audit(f"{farm.url}/", tmp_path).returncode != 2
    assert report(tmp_path)["coverage"]["pages_judged"] == 1


def test_a_page_of_200_mb_is_cut_and_judged_as_far_as_it_was_read(farm, tmp_path):
    """The server sees the connection closed long before the end."""
    farm.routes |= {"/": page(f'{HEAD}<a href="/big.html">大页面</a>'), "/big.html": flood}
    assert audit(f"{farm.url}/", tmp_path).returncode == 1
    assert max(talk.sent for talk in farm.talks) < 100_000_000
    assert report(tmp_path)["coverage"]["pages_fetched"] == 2


def test_gbk_without_charset_is_read_as_the_browser_reads_it(farm, tmp_path):
    """A typo in a GBK page that names no encoding is found and shown in Chinese."""
    html = f"{HEAD}<h1>工作总结</h1><p>截止目前,全县已完成冬季农田水利建设任务的百分之八十。</p></main></body></html>"
    farm.routes["/"] = reply(html.encode("gbk"), content_type="text/html")
    audit(f"{farm.url}/", tmp_path)
    assert "截止目前" in [f["target"] for f in report(tmp_path)["findings"]]


def test_binary_junk_called_html_harms_nobody(farm, tmp_path):
    """It is counted, not judged, and the run goes on."""
    farm.routes |= {
        "/": page(f'{HEAD}<a href="/junk.html">附件</a>'),
        "/junk.html": reply(bytes(range(256)) * 200, content_type="text/html"),
    }
    assert audit(f"{farm.url}/", tmp_path).returncode == 1
    assert not [f for f in report(tmp_path)["findings"] if f["url"].endswith("junk.html") and f["family"] == "words"]


def test_private_addresses_are_not_fetched_from_another_start(farm, tmp_path):
    """A page may not lead the auditor to another service of this machine; a flag allows it."""
    with running("127.0.0.2") as inner:
        inner.routes["/secret"] = page("<p>inner")
        farm.routes["/"] = page(f'{HEAD}<p><a href="{inner.url}/secret">内部系统</a></p>')
        audit(f"{farm.url}/", tmp_path)
        assert inner.log == []
        audit(f"{farm.url}/", tmp_path, "--allow-private")
        assert "/secret" in inner.paths()


def test_exit_status_0_when_clean_and_fail_on_review_when_asked(tmp_path):
    """Only what is certain fails, unless doubts are to count too."""
    site = tmp_path / "site"
    site.mkdir()
    tags = {"SiteName": "示例县政府网", "SiteDomain": "folder.invalid", "SiteIDCode": "9999990001"}
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in tags.items())
    text = (
        f'<html lang="zh-CN"><head><title>示例县政府网</title>{head}</head><body><header>示例县政府网</header><main>'
        "<h1>示例县</h1><p>{}</p></main><footer>主办单位：示例县政府办公室 联系方式：0000-5550100 网站标识码：9999990001 "
        "示ICP备99990001号 示公网安备99999902000001号 党政机关网站标识 "
        '<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html">我为政府网站找错</a></footer></body></html>'
    )
    (site / "index.html").write_text(text.format("欢迎访问。"), encoding="utf-8")
    assert audit(site, tmp_path, "--fail-on", "review").returncode == 0
    (site / "index.html").write_text(text.format("关于“四办的通知已经印发,请各单位认真组织学习。"), encoding="utf-8")
    assert audit(site, tmp_path).returncode == 0
    assert audit(site, tmp_path, "--fail-on", "review").returncode == 1


def test_diff_tells_new_from_gone_and_exits_1_on_new(tmp_path):
    """Two runs of one folder, a link broken and a typo mended in between."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(f"{HEAD}<h1>县</h1><p>截止目前,完成八成。</p></main>", encoding="utf-8")
    audit(site, tmp_path)
    (tmp_path / "out").rename(tmp_path / "old")
    (site / "index.html").write_text(
        f'{HEAD}<h1>县</h1><p>截至目前,完成<a href="no.html">八成</a>。</p></main>', encoding="utf-8"
    )
    audit(site, tmp_path)
    done = subprocess.run(
        [BIN / "auditor", "diff", tmp_path / "old", tmp_path / "out"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "新增 1 条" in done.stdout
    assert "消失 1 条" in done.stdout
    same = subprocess.run(
        [BIN / "auditor", "diff", tmp_path / "out", tmp_path / "out"], capture_output=True, text=True, check=False
    )
    assert same.returncode == 0


def test_state_keeps_the_crawl_and_the_day_a_finding_was_first_seen(tmp_path):
    """A kept crawl is a target of its own, judged again without the site."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(f"{HEAD}<h1>县</h1><p>截止目前,完成八成。</p></main>", encoding="utf-8")
    audit(site, tmp_path, "--state", str(tmp_path / "kept"), "--now", "2026-11-20")
    audit(site, tmp_path, "--state", str(tmp_path / "kept"), "--now", "2026-11-27")
    (finding,) = (f for f in report(tmp_path)["findings"] if f["target"] == "截止目前")
    assert finding["state"] == "open"
    assert (finding["first_seen"][:10], finding["last_seen"][:10]) == ("2026-11-20", "2026-11-27")
    (site / "index.html").unlink()
    assert audit(tmp_path / "kept", tmp_path).returncode == 1
    assert "截止目前" in [f["target"] for f in report(tmp_path)["findings"]]


def test_escape_sequences_of_a_hostile_page_reach_no_terminal(farm, tmp_path):
    """Titles and addresses are strangers' text."""
    farm.routes["/"] = page(
        "<html lang=zh><head><title>县\x1b]0;owned\x07\x1b[31m</title></head><body><a href='/\x1b[2J'>截止目前\x1b[31m</a>"
    )
    done = audit(f"{farm.url}/", tmp_path)
    assert "\x1b]" not in done.stdout + done.stderr
    assert "\x1b[2J" not in done.stdout + done.stderr


def test_one_process_or_three_find_the_same(demo_output, tmp_path):
    """The number of workers is no part of the result."""
    found = []
    for jobs in ("1", "3"):
        folder = tmp_path / jobs
        folder.mkdir()
        audit(demo_output, folder, "--jobs", jobs, "--now", "2026-11-20")
        found.append({key: value for key, value in report(folder).items() if key not in ("started", "finished")})
    assert found[0] == found[1]
    assert found[0]["findings"]


def explain(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run ``auditor words explain``."""
    command = [BIN / "auditor", "words", "explain", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, check=False, timeout=60)


def test_words_explain_says_what_was_found_and_what_was_left_alone():
    """Exit status 1 where something is told, 0 where nothing is; the reasons are in the reader's words."""
    told = explain("发布署名文章，截止目前已完成")
    assert told.returncode == 1
    assert "“截止目前”应为“截至目前”" in told.stdout
    assert "“发布署名”中的用字正确" in told.stdout
    quiet = explain("农村长效机制")
    assert quiet.returncode == 0
    assert "报告 0 处" in quiet.stdout


def test_words_explain_reads_standard_input_and_speaks_json():
    """For editors' programs: a list of places with the entry, the verdict and the reason."""
    answer = explain("-", "--json", "--published", "2018-03-01", typed="到县地税局缴费\n")
    assert answer.returncode == 0
    (place,) = json.loads(answer.stdout)
    assert (place["found"], place["entry"], place["verdict"]) == ("地税局", "guodishui", None)
    assert place["why"] == "只对2019-01-01以后发布的内容报告"
    assert explain("x", "--published", "昨天").returncode == 2
