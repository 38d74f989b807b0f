"""``desk approve`` and ``desk review-sheet``: what is refused plainly, sheets and scans, the printed sheet."""

from __future__ import annotations

import json
from hashlib import sha256

from tests.plugins.review.town import MONDAY, POLICY, approve, approve_all, keys, ledger, policy, produce, run, town
from tests.plugins.small_site import ROOT, SITE, document, portal, problems


def test_what_would_not_count_is_refused_and_nothing_is_written(tmp_path):
    """The author, who has no role, who left, who skips a step, who signed before, who is unknown."""
    content = town(tmp_path, {POLICY: policy(author="多能岗")})
    for person, said in (
        ("duo", "多能岗是这篇文档的作者或编辑，不能审自己的稿件"),
        ("fu", "复审岗没有这个栏目“初审”的角色"),
        ("lao", "离任岗在 2026-11-16 09:00 不在任期内"),
        ("cun", "没有这个栏目“初审”的角色"),
    ):
        done = approve(content, person)
        assert (done.returncode, said in done.stdout) == (1, True), done.stdout
    skipped = approve(content, "zhong", "--step", "3")
    assert "还缺少初审、复审，轮不到终审" in skipped.stdout
    unknown = approve(content, "chuu", key="chu")
    assert (unknown.returncode, "是不是想写“chu”？" in unknown.stderr) == (2, True)
    assert "这个栏目没有“4”这一步" in approve(content, "chu", "--step", "4").stdout
    assert ledger(content) == []
    approve_all(content)
    assert "已经齐全" in approve(content, "chu", now="2026-11-16T12:00:00+08:00").stdout


def test_a_folder_stands_for_all_its_documents(tmp_path):
    """Each gets an entry of its own; a folder without documents is told."""
    content = town(tmp_path, {"zwgk/gfxwj/gfxwj-2.md": policy(id="gfxwj-2", index_no="009990020/2026-00022")})
    assert approve(content, "chu", path="zwgk").returncode == 0
    assert [file.name.partition(".")[0] for file in ledger(content)] == ["gfxwj-1", "gfxwj-2"]
    (content / "files").mkdir()
    assert "没有文档" in approve(content, "chu", path="files").stderr


def test_a_document_that_moves_keeps_its_approvals(tmp_path):
    """They are of its bytes and its id; the roles have to hold for the column it came to."""
    content = town(tmp_path)
    approve_all(content)
    (content / POLICY).rename(content / "tzgg/gfxwj-1.md")
    built = produce(content)
    assert built.returncode == 0, built.stderr
    stricter = 'id = "tzgg"\nname = "通知公告"\nreview = "四审"\n'
    (content / "tzgg/column.toml").write_text(stricter)
    assert "没有审签（初审→复审→终审→签发）：缺少签发" in produce(content).stderr


def test_one_person_does_not_sign_two_steps(tmp_path):
    """Even with the roles for both."""
    content = town(tmp_path)
    assert approve(content, "duo").returncode == 0
    again = approve(content, "duo", now="2026-11-16T10:00:00+08:00")
    assert (again.returncode, "多能岗已经签过别的步骤" in again.stdout) == (1, True)


def test_a_document_with_faults_is_not_reviewed(tmp_path):
    """What is to be mended first is told."""
    content = town(tmp_path, {POLICY: policy(written="去年")})
    done = approve(content, "chu")
    assert done.returncode == 1
    assert "请先按 desk check 改正" in done.stdout


def test_a_leader_s_sheet_is_entered_by_a_registrar_with_its_scan(tmp_path):
    """The leader has no key: the registrar signs for the sheet, and the scan is kept with its digest."""
    content = town(tmp_path)
    approve(content, "chu")
    approve(content, "fu", now="2026-11-16T10:00:00+08:00")
    scan = tmp_path / "sheet.PDF"
    scan.write_bytes(b"%PDF-1.4 a sheet")
    entered = ("--recorder", "dengji", "--sheet", "明审〔2026〕15号", "--step", "终审")
    now = {"now": "2026-11-16T11:00:00+08:00", "key": "dengji"}
    assert "没有审签单编号或扫描件" in approve(content, "lingdao", *entered, **now).stdout
    done = approve(content, "lingdao", *entered, "--scan", scan, **now)
    assert done.returncode == 0, done.stdout + done.stderr
    digest = sha256(scan.read_bytes()).hexdigest()
    kept = content / f"_registry/reviews/scans/{digest[:16]}.pdf"
    assert kept.read_bytes() == scan.read_bytes()
    built = produce(content)
    assert built.returncode == 0, built.stderr
    published = {file.read_bytes() for file in (tmp_path / "output").rglob("*") if file.is_file()}
    assert scan.read_bytes() not in published
    kept.write_bytes(b"%PDF-1.4 another")
    assert "扫描件" in produce(content).stderr
    kept.unlink()
    assert "扫描件" in produce(content).stderr


def test_proof_reading_between_the_steps_keeps_the_first(tmp_path):
    """初审 of one version, 复审 and 终审 of the version with a comma put right."""
    content = town(tmp_path)
    assert approve(content, "chu").returncode == 0
    (content / POLICY).write_text(policy(body=policy().split("---\n\n")[1].replace("缴的，", "缴的,")))
    for hour, person in ((10, "fu"), (11, "zhong")):
        done = approve(content, person, now=f"2026-11-16T{hour}:00:00+08:00")
        assert done.returncode == 0, done.stdout
    assert produce(content).returncode == 0


def test_a_village_s_document_needs_one_step_and_says_for_whom_it_is_published(tmp_path):
    """Two literate officers: 一审 for the column, and the town's name stands beside the village's."""
    path = "villages/liulin/cw-1.md"
    affair = document(
        "cw-1", type="village_affair", section="财务", item="cwsz", published="2026-11-16 08:00",
        on_behalf_of="柳林村村民委员会",
    )  # fmt: skip
    column = 'id = "villages"\nname = "村务公开"\ntype = "信息公开目录"\nreview = "一审"\n'
    content = town(tmp_path, {path: affair, "villages/column.toml": column, POLICY: None})
    assert f"content/{path}:2: 没有审签（终审）" in produce(content).stderr
    done = approve(content, "cun", path=path)
    assert done.returncode == 0, done.stdout
    assert json.loads(ledger(content)[0].read_text().partition("-----")[0])["on_behalf_of"] == "柳林村村民委员会"
    theme = str(ROOT / "theme")
    portal(content, tmp_path / "output", NOW="2026-11-16T15:00:00+08:00", PRODUCTION=True, THEME=theme).build()
    page = (tmp_path / "output/villages/liulin/2026-11/cw-1.html").read_text()
    assert "代发：受柳林村村民委员会委托，由明川县财政局发布" in page


def test_the_printed_sheet_has_everything_and_no_markup_of_a_title(tmp_path):
    """Steps with person, time, digest and state; empty rows to sign by hand; what does not count, and why."""
    content = town(tmp_path, {POLICY: policy(title="关于<script>的办法")})
    approve(content, "chu", "--sheet", "明审〔2026〕7号", "--note", "同意")
    out = tmp_path / "sheet.html"
    done = run("review-sheet", content / POLICY, "-o", out, "--content", content, "--now", MONDAY)
    assert done.returncode == 0, done.stderr
    page = out.read_text()
    digest = sha256((content / POLICY).read_bytes()).hexdigest()
    for said in ("稿件审核单", digest, digest[:16], "初审岗（chu）", "2026-11-16 09:00", "单号 明审〔2026〕7号", "同意",
                 "签名有效，与现稿相同", "<td>复审</td><td></td>", "保密岗，2026-11-12", "主动公开"):  # fmt: skip
        assert said in page, said
    assert "<script>" not in page
    (content / POLICY).write_text(policy(title="另一个办法"))
    run("review-sheet", content / POLICY, "-o", out, "--content", content, "--now", MONDAY)
    assert "审签以后正文或字段有改动" in out.read_text()


def test_an_open_document_says_its_openness_and_who_looked_for_secrets(tmp_path):
    """Both are asked for by a production build; the look comes before publication."""
    content = town(tmp_path, {POLICY: policy(openness="", secrecy_review="")})
    approve_all(content)
    refused = produce(content).stderr
    assert "公开文件没有写明公开属性。请加一行 openness: 主动公开" in refused
    assert "公开文件没有保密审查记录" in refused
    content = town(tmp_path / "b", {POLICY: policy(secrecy_review="{by: 保密岗, on: 2026-11-17}")})
    approve_all(content)
    assert "保密审查的日期 2026-11-17 晚于发布时间" in produce(content, "2026-11-18").stderr


def test_what_is_not_for_everybody_is_never_published(tmp_path):
    """In any build; as a draft it may lie there, with its reason."""
    closed = policy(openness="不予公开", openness_reason="条例第十六条：内部事务信息")
    assert any("公开属性是“不予公开”，不能发布到网站" in line for line in problems(tmp_path, {POLICY: closed}))
    assert not problems(tmp_path / "b", {POLICY: closed.replace("id: gfxwj-1", "id: gfxwj-1\nstatus: draft")})
    silent = policy(openness="依申请公开")
    assert any("没有写理由" in line for line in problems(tmp_path / "c", {POLICY: silent}))


def test_people_and_columns_and_the_day_are_read_with_their_faults(tmp_path):
    """Roles, keys, days and classes that do not exist, each at its place."""
    told = "\n".join(
        problems(
            tmp_path,
            {
                "people.csv": "id,name,unit,roles,key,from,to\na,甲,czj,终身,ssh-ed25519 x,2026-13-01,\n"
                "b,乙,czj,终审@zwgk,,2026-02-01,2026-01-01\n",
                "site.toml": SITE + 'review_since = "明年"\nafter_review_days = 99\n',
                "tzgg/column.toml": 'id = "tzgg"\nname = "通知公告"\nreview = "三申"\n',
            },
        )
    )
    for said in ("people.csv:2:4: 没有角色“终身”。可用的角色有", "people.csv:2:5: “a”的公钥不对", "people.csv:2:6:",
                 "people.csv:3:7: “to”早于“from”", "“明年”不是日期", "“99”不是工作日数", "没有审签类别“三申”"):  # fmt: skip
        assert said in told, told


def test_the_agent_signs_where_no_key_is_named(tmp_path, monkeypatch):
    """ssh-agent holds the key; without it and without a file the reason is told."""
    import re
    import subprocess

    content = town(tmp_path)
    command = ("approve", content / POLICY, "--content", content, "--person", "chu", "--now", MONDAY)
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    done = run(*command)
    assert (done.returncode, "找不到可以签名的私钥" in done.stderr) == (2, True)
    started = subprocess.run(["ssh-agent", "-s", "-a", tmp_path / "agent"], capture_output=True, text=True, check=True)
    process = re.search(r"SSH_AGENT_PID=(\d+)", started.stdout)
    assert process
    try:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
        subprocess.run(["ssh-add", "-q", keys() / "chu"], check=True)
        done = run(*command)
        assert done.returncode == 0, done.stderr
    finally:
        subprocess.run(["kill", process[1]], check=True)
