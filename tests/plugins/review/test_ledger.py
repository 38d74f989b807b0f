"""Signed files of the ledger: forged, copied, replayed, damaged; keys lost, changed, of other types."""

from __future__ import annotations

import json
import subprocess

import pytest

from plugins.build.keep import read_whole
from plugins.review.people import read_keys
from tests.plugins.review.town import (
    POLICY,
    approve,
    approve_all,
    keys,
    ledger,
    people,
    policy,
    produce,
    public,
    town,
)


def test_an_edited_entry_is_no_approval(tmp_path):
    """Another name, another digest: the signature is over the very bytes."""
    content = town(tmp_path)
    approve_all(content)
    (content / POLICY).write_text(policy(body="一、收取99元。\n"))
    from hashlib import sha256

    digest = sha256((content / POLICY).read_bytes()).hexdigest()
    for file in ledger(content):
        payload, dashes, armor = file.read_text().partition("-----BEGIN")
        forged = json.dumps({**json.loads(payload), "digest": digest}, ensure_ascii=False, indent=1)
        file.write_text(f"{forged}\n{dashes}{armor}")
    refused = produce(content)
    assert refused.returncode == 1
    assert "签名不对：不是初审岗登记的密钥签的，或记录被改动过" in refused.stderr


def test_an_entry_copied_to_another_document_is_told(tmp_path):
    """Its name says one document, its signed text another; renaming the text breaks the signature."""
    other = "zwgk/gfxwj/gfxwj-2.md"
    content = town(tmp_path, {other: policy(id="gfxwj-2", index_no="009990020/2026-00022")})
    approve_all(content)
    for file in ledger(content):
        file.with_name(file.name.replace("gfxwj-1", "gfxwj-2")).write_bytes(file.read_bytes())
    refused = produce(content)
    assert "审签记录是文档“gfxwj-1”的，文件名却写着“gfxwj-2”" in refused.stderr
    for file in ledger(content):
        if "gfxwj-2" in file.name:
            file.write_text(file.read_text().replace("gfxwj-1", "gfxwj-2"))
    refused = produce(content)
    assert f"content/{other}:2: 没有审签" in refused.stderr
    assert f"content/{POLICY}:2:" not in refused.stderr


def test_a_signature_of_another_key_or_for_another_purpose_is_none(tmp_path):
    """desk refuses to write it; written by hand it does not count."""
    content = town(tmp_path)
    done = approve(content, "chu", key="fremd")
    assert done.returncode == 2
    assert "不是 people.csv 里登记的这个人的密钥" in done.stderr
    assert ledger(content) == []
    assert approve(content, "chu").returncode == 0
    file = ledger(content)[0]
    payload = file.read_text().partition("-----BEGIN")[0]
    for name, namespace in (("fremd", "gongkai-review"), ("chu", "git")):
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", keys() / name, "-n", namespace]
        signed = subprocess.run(command, input=payload.encode(), capture_output=True, check=True).stdout
        file.write_bytes(payload.encode() + signed)
        assert "签名不对" in produce(content).stderr


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_keys_of_other_types_are_verified_by_openssh(tmp_path, kind):
    """Slower, as sound: the right one counts, and not over other bytes."""
    bits = {"ecdsa": "256", "rsa": "3072"}[kind]
    command = ["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", "", "-f", tmp_path / "key"]
    subprocess.run(command, check=True)
    row = f"chu,初审岗,czj,初审,{(tmp_path / 'key.pub').read_text().strip()},2026-01-01,"
    content = town(tmp_path / "site", {"people.csv": people(chu=row)})
    done = approve(content, "chu", key=str(tmp_path / "key"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "缺少复审、终审。" in produce(content).stderr
    file = ledger(content)[0]
    file.write_text(file.read_text().replace("用水管理", "用电管理"))
    assert "缺少初审、复审、终审（初审有 chu 的审签，但签名不对" in produce(content).stderr


def test_a_key_counts_for_its_time_only(tmp_path):
    """A lost key is closed on a day: what it signed before stays, what it would sign later is nothing."""
    content = town(tmp_path)
    assert approve(content, "chu", now="2026-11-16T09:00:00+08:00").returncode == 0
    closed = f'"valid-before=""20261116120000"" {public("chu")}; {public("fremd")}"'
    (content / "people.csv").write_text(people(chu=f"chu,初审岗,czj,初审,{closed},2026-01-01,"))
    assert "缺少复审、终审。" in produce(content).stderr
    done = approve(content, "chu", "--step", "1", now="2026-11-16T13:00:00+08:00")
    assert (done.returncode, "不是 people.csv 里登记的" in done.stderr) == (2, True)
    (content / "people.csv").write_text(people(chu=f"chu,初审岗,czj,初审,{public('fremd')},2026-01-01,"))
    assert "但签名不对" in produce(content).stderr


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (b"{}", "审签记录没有签名"),
        (b"{}-----BEGIN SSH SIGNATURE-----\n", "审签记录读不懂"),
        (b"\xff\xfe-----BEGIN SSH SIGNATURE-----\n", "审签记录读不懂"),
        (b"x" * 70_000, "审签记录太大"),
    ],
)
def test_a_damaged_file_is_told_by_name(tmp_path, damage, said):
    """And it is the only thing told of it."""
    content = town(tmp_path)
    approve_all(content)
    ledger(content)[0].write_bytes(damage)
    refused = produce(content)
    assert f"content/_registry/reviews/2026-11/{ledger(content)[0].name}: {said}" in refused.stderr


def test_line_ends_that_git_changed_break_no_signature(tmp_path):
    """A checkout on Windows writes CR LF."""
    content = town(tmp_path)
    approve_all(content)
    for file in ledger(content):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert produce(content).returncode == 0


def test_verdicts_are_kept_and_a_kept_one_decides_nothing_that_changed(tmp_path):
    """A second build verifies nothing again; a key that was taken out, or a damaged memory, is seen at once."""
    content = town(tmp_path)
    approve_all(content)
    assert produce(content).returncode == 0
    memory = tmp_path / "output.cache/reviews.bin"
    assert read_whole(memory) is not None
    assert produce(content).returncode == 0
    memory.write_bytes(b"\0" * 100)
    assert produce(content).returncode == 0
    (content / "people.csv").write_text(people(chu=f"chu,初审岗,czj,初审,{public('fremd')},2026-01-01,"))
    assert "签名不对" in produce(content).stderr
    (content / "people.csv").write_text(people())
    assert produce(content).returncode == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ssh-ed25519", "pub 文件"),
        ("ssh-ed25519 AAAA", "公钥不完整"),
        ("ssh-ed25519 !!!", "公钥不完整"),
        ("ssh-dss AAAA", "pub 文件"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "私钥"),
        ('valid-before="tomorrow" ssh-ed25519 AAAA', "valid-before"),
    ],
)
def test_a_key_that_is_none_is_refused(text, said):
    """With what it should be."""
    with pytest.raises(ValueError, match=said):
        read_keys(text)
