"""The story of a policy from its first approval to an emergency, told by the commands an office runs."""

from __future__ import annotations

import subprocess

from tests.plugins.review.town import POLICY, approve, approve_all, keys, ledger, policy, produce, public, town
from tests.plugins.small_site import ROOT, SITE, desk


def test_a_policy_goes_out_after_three_approvals_and_stops_at_an_edit(tmp_path):
    """Refused without approvals, refused with two, published with three, refused again once an amount was changed."""
    content = town(tmp_path)
    refused = produce(content)
    assert refused.returncode == 1
    assert f"content/{POLICY}:2: 没有审签（初审→复审→终审）：缺少初审、复审、终审。" in refused.stderr
    assert "desk approve" in refused.stderr
    first = approve(content, "chu")
    assert first.returncode == 0, first.stderr
    assert "明川县用水管理办法" in first.stdout
    assert "还缺少复审、终审" in first.stdout
    assert approve(content, "fu", now="2026-11-16T10:00:00+08:00").returncode == 0
    assert "缺少终审" in produce(content).stderr
    last = approve(content, "zhong", now="2026-11-16T11:00:00+08:00")
    assert "审签齐全（初审→复审→终审），可以发布" in last.stdout
    built = produce(content)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "output/zwgk/gfxwj/2026-11/gfxwj-1.html").is_file()
    (content / POLICY).write_text(policy(body="一、每户每月用水12吨以内，按每吨3.5元收取。\n"))
    again = produce(content)
    assert again.returncode == 1
    assert "初审有 chu 的审签，但审签以后正文或字段有改动" in again.stderr
    (content / POLICY).write_text(policy())
    assert produce(content).returncode == 0, "the approved bytes are back, so their approvals count"


def test_the_commands_themselves_say_what_they_say(tmp_path):
    """desk build --production refuses and then builds once, and a second run knows that nothing changed."""
    content = town(tmp_path)
    where = ("--content", content, "--output", tmp_path / "output", "--theme", ROOT / "tests/plugins/theme")
    now = ("--now", "2026-11-16T15:00:00+08:00")
    plain = desk("build", *where, *now)
    assert plain.returncode == 0, "editors look at what they write before anybody approves it: " + plain.stderr
    refused = desk("build", "--production", *where, *now)
    assert refused.returncode == 1
    assert "没有审签" in refused.stderr
    listed = desk("approve", "--status", "--content", content, *now)
    assert listed.returncode == 1
    assert "缺少初审、复审、终审" in listed.stdout
    for hour, person in enumerate(("chu", "fu", "zhong"), 9):
        done = desk("approve", content / POLICY, "--content", content, "--person", person, "--key", keys() / person,
                    "--now", f"2026-11-16T{hour:02}:00:00+08:00")  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert desk("build", "--production", *where, *now).returncode == 0
    assert "没有改动" in desk("build", "--production", *where, *now).stdout
    listed = desk("approve", "--status", "--content", content, *now)
    assert (listed.returncode, listed.stdout) == (0, "要审签的文档 1 篇，齐全 1 篇\n")


def test_an_archive_from_before_the_day_is_declared_not_forged(tmp_path):
    """Only documents published since review_since need approvals; a site that names no day is told so."""
    content = town(tmp_path, {POLICY: policy(published="2026-10-31 23:59", written="2026-10-10")})
    assert produce(content).returncode == 0
    (content / "site.toml").write_text(SITE)
    built = produce(content)
    assert built.returncode == 0
    assert "site.toml 没有写 review_since" in built.stdout


def test_an_emergency_goes_out_at_once_and_is_refused_when_nobody_reviewed_it(tmp_path):
    """One chief suffices until the end of the next working day, and the build says so; then it names the document."""
    content = town(tmp_path)
    assert "写明原因" in approve(content, "zhong", "--emergency").stdout
    assert "应急发布要由有" in approve(content, "chu", "--emergency", "--reason", "汛情").stdout
    done = approve(content, "zhong", "--emergency", "--reason", "汛情紧急")
    assert done.returncode == 0, done.stdout + done.stderr
    built = produce(content)
    assert built.returncode == 0, built.stderr
    assert "须在 2026-11-17 23:59 以前补审，缺少初审、复审" in built.stdout
    assert produce(content, "2026-11-17T23:59:00+08:00").returncode == 0
    late = produce(content, "2026-11-18T00:00:00+08:00")
    assert late.returncode == 1
    assert f"content/{POLICY}:2:" in late.stderr
    assert "现已超过期限" in late.stderr
    for hour, person in ((9, "chu"), (10, "fu")):
        done = approve(content, person, now=f"2026-11-17T{hour:02}:00:00+08:00")
        assert done.returncode == 0, done.stdout + done.stderr
    built = produce(content, "2026-11-18T00:00:00+08:00")
    assert built.returncode == 0, built.stderr
    assert "应急发布" not in built.stdout


def test_every_build_tells_of_an_emergency_until_it_is_reviewed(tmp_path):
    """Nothing changed is no answer while something waits."""
    content = town(tmp_path)
    assert approve(content, "zhong", "--emergency", "--reason", "汛情").returncode == 0
    where = ("--content", content, "--output", tmp_path / "output", "--theme", ROOT / "tests/plugins/theme")
    for _ in range(2):
        built = desk("build", "--production", *where, "--now", "2026-11-16T15:00:00+08:00")
        assert built.returncode == 0, built.stderr
        assert "应急发布：" in built.stdout


def test_a_second_emergency_buys_no_time(tmp_path):
    """The days count from the first one that was never reviewed, whatever was edited since."""
    content = town(tmp_path)
    assert approve(content, "zhong", "--emergency", "--reason", "汛情").returncode == 0
    (content / POLICY).write_text(policy(body="一、每户每月用水13吨以内。\n"))
    again = approve(content, "zhong", "--emergency", "--reason", "汛情", now="2026-11-18T09:00:00+08:00")
    assert again.returncode == 1
    assert "现已超过期限" in again.stdout


def test_what_the_ledger_holds_can_be_verified_without_this_program(tmp_path):
    """The part before the dashes is what was signed, and ssh-keygen agrees."""
    content = town(tmp_path)
    approve_all(content)
    record = ledger(content)[0].read_text()
    payload, dashes, armor = record.partition("-----BEGIN")
    (tmp_path / "sig").write_text(dashes + armor)
    (tmp_path / "allowed").write_text(f"chu {public('chu')}\n")
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "chu", "-n", "gongkai-review", "-s", "sig"]
    assert (
        subprocess.run(command, input=payload.encode(), cwd=tmp_path, check=False, capture_output=True).returncode == 0
    )
