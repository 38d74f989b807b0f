"""The hook on a real bare repository, met by real pushes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.plugins.review.town import POLICY, approve, approve_all, git, keys, ledger, people, policy, public, town
from tests.plugins.small_site import ROOT

NOW = "2026-11-16T15:00:00+08:00"


@dataclass
class Server:
    """A bare repository with the hook, and an editor's clone of it."""

    bare: Path
    clone: Path

    @property
    def content(self) -> Path:
        """The clone's content."""
        return self.clone / "content"

    def commit(self, why: str = "x") -> None:
        """Commit all there is."""
        git(self.clone, "add", "-A")
        git(self.clone, "commit", "-qm", why)

    def push(self, *options: str) -> tuple[bool, str]:
        """Push; whether it went through, and what the server said."""
        done = git(self.clone, "push", "-q", *(options or ("origin", "main")), check=False)
        return done.returncode == 0, done.stderr


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A site whose first state, with one draft, has been pushed."""
    bare, clone = tmp_path / "bare.git", tmp_path / "clone"
    git(tmp_path, "init", "-q", "--bare", bare)
    shutil.copy(ROOT / "deploy/pre-receive", bare / "hooks/pre-receive")
    git(bare, "config", "gongkai.home", ROOT)
    git(bare, "config", "gongkai.now", NOW)
    git(tmp_path, "clone", "-q", bare, clone)
    git(clone, "checkout", "-q", "-b", "main")
    town(clone, {POLICY: policy(status="draft")})
    made = Server(bare, clone)
    made.commit("起点")
    passed, said = made.push()
    assert passed, said
    return made


def test_only_what_is_approved_gets_in(server):
    """Refused without approvals and told in Chinese; accepted with them; refused again when a figure was changed."""
    (server.content / POLICY).write_text(policy())
    server.commit()
    passed, said = server.push()
    assert not passed
    assert f"content/{POLICY}: 没有审签（初审→复审→终审）：缺少初审、复审、终审" in said
    assert "推送没有被接收：共 1 处" in said
    approve_all(server.content)
    server.commit()
    passed, said = server.push()
    assert passed, said
    (server.content / POLICY).write_text(policy(body="一、每户每月用水12吨以内，按每吨9.5元收取。\n"))
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "审签以后正文或字段有改动" in said


def test_approvals_survive_a_squash_and_a_rebase(server):
    """They are files beside the documents, and no trailer of a commit that is no more."""
    git(server.clone, "checkout", "-q", "-b", "yongshui")
    (server.content / POLICY).write_text(policy())
    server.commit("稿")
    approve_all(server.content)
    server.commit("审签")
    passed, said = server.push("origin", "yongshui")
    assert passed, "other branches are nobody's business: " + said
    git(server.clone, "checkout", "-q", "main")
    (server.clone / "README").write_text("别的提交\n")
    server.commit("别的")
    git(server.clone, "merge", "-q", "--squash", "yongshui")
    server.commit("压成一个提交")
    passed, said = server.push()
    assert passed, said
    git(server.clone, "checkout", "-q", "-b", "zaiyici", "yongshui")
    git(server.clone, "rebase", "-q", "main")
    second = policy(id="gfxwj-2", index_no="009990020/2026-00022")
    (server.content / "zwgk/gfxwj/gfxwj-2.md").write_text(second)
    server.commit("第二篇")
    approve_all(server.content, "zwgk/gfxwj/gfxwj-2.md")
    server.commit("审签")
    git(server.clone, "checkout", "-q", "main")
    (server.clone / "README").write_text("又一个\n")
    server.commit("又")
    git(server.clone, "checkout", "-q", "zaiyici")
    git(server.clone, "rebase", "-q", "main")
    passed, said = server.push("origin", "zaiyici:main")
    assert passed, said


def test_two_branches_with_approvals_merge_without_conflict(server):
    """初审 on one branch, the approval of another document on the other; git merges both."""
    (server.content / POLICY).write_text(policy())
    other = "zwgk/gfxwj/gfxwj-2.md"
    (server.content / other).write_text(policy(id="gfxwj-2", index_no="009990020/2026-00022"))
    server.commit()
    for branch, path in (("a", POLICY), ("b", other)):
        git(server.clone, "checkout", "-q", "-b", branch, "main")
        approve_all(server.content, path)
        server.commit(branch)
    git(server.clone, "checkout", "-q", "main")
    git(server.clone, "merge", "-q", "a")
    git(server.clone, "merge", "-q", "-m", "两支合并", "b")
    passed, said = server.push()
    assert passed, said


def test_the_ledger_only_grows(server):
    """An approval that was accepted can be neither taken away nor changed."""
    (server.content / POLICY).write_text(policy())
    approve_all(server.content)
    server.commit()
    assert server.push()[0]
    ledger(server.content)[0].unlink()
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "审签记录被删去" in said


def test_nobody_writes_a_key_of_their_own_into_the_table_of_people(server):
    """A change of people.csv, review_since or a column's class needs a 终审 by somebody who held it before."""
    (server.content / "people.csv").write_text(people(fu=f"fu,复审岗,czj,初审 复审 终审,{public('fremd')},2026-01-01,"))
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "content/people.csv: 改动了审签规则，缺少终审" in said
    done = approve(server.content, "fu", path="people.csv", key="fremd", now=NOW)
    assert done.returncode == 0, done.stdout + done.stderr
    server.commit("自己批自己")
    passed, said = server.push()
    assert not passed
    assert "people.csv" in said
    done = approve(server.content, "zhong", path="people.csv", now=NOW)
    assert done.returncode == 1, "for the new table it is approved; the old one is the server's to know"
    git(server.clone, "reset", "-q", "--hard", "HEAD~1")
    done = approve(server.content, "zhong", path="people.csv", now=NOW)
    assert done.returncode == 0, done.stdout + done.stderr
    server.commit("终审人批准")
    passed, said = server.push()
    assert passed, said


def test_a_column_cannot_excuse_itself(server):
    """review = "免审" is a change of the rules too."""
    (server.content / "zwgk/gfxwj/column.toml").write_text('id = "gfxwj"\nname = "规范性文件"\nreview = "免审"\n')
    (server.content / POLICY).write_text(policy())
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "content/zwgk/gfxwj/column.toml: 改动了审签规则" in said


def test_an_attachment_that_was_exchanged_asks_for_the_document_s_approvals(server):
    """The document itself did not change, but what it shows did."""
    (server.content / "files").mkdir()
    (server.content / "files/fj1.csv").write_text("项目,元\n水费,2.5\n")
    (server.content / POLICY).write_text(policy(attachments="[files/fj1.csv]"))
    approve_all(server.content)
    server.commit()
    passed, said = server.push()
    assert passed, said
    (server.content / "files/fj1.csv").write_text("项目,元\n水费,9.5\n")
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "审签以后附件或图片有改动：files/fj1.csv" in said


def test_a_date_before_the_day_does_not_slip_through(server):
    """What is pushed once reviews are asked for needs them, however old it says it is."""
    path = server.content / "zwgk/gfxwj/gfxwj-9.md"
    path.write_text(
        policy(id="gfxwj-9", index_no="009990020/2026-00029", published="2020-01-01 09:00", written="2019-12-01",
               secrecy_review="{by: 保密岗, on: 2019-12-02}")
    )  # fmt: skip
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "gfxwj-9.md: 没有审签" in said


def test_an_emergency_gets_in_and_is_told(server):
    """With one signature, and a reminder of the day by which it has to be reviewed."""
    (server.content / POLICY).write_text(policy())
    assert approve(server.content, "zhong", "--emergency", "--reason", "汛情", now=NOW).returncode == 0
    server.commit()
    passed, said = server.push()
    assert passed, said
    assert "须在 2026-11-17 23:59 以前补审" in said


def test_who_has_left_cannot_date_an_approval_back(server):
    """A key that still lies about signs for a day in office, but what is new must come from who is in office now."""
    git(server.bare, "config", "gongkai.now", "2027-02-01T09:00:00+08:00")
    left = f"chu,初审岗,czj,初审,{public('chu')},2026-01-01,2026-12-31"
    (server.content / "people.csv").write_text(people(chu=left))
    assert approve(server.content, "zhong", path="people.csv", now=NOW).returncode == 0
    server.commit()
    passed, said = server.push()
    assert passed, said
    (server.content / POLICY).write_text(policy())
    approve_all(server.content)
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "初审岗已不在任期内" in said


def test_a_name_or_a_link_that_cannot_be_judged_does_not_get_in(server):
    """A backslash in a name, a symbolic link to an approved document."""
    (server.content / "zwgk/gfxwj/a\\b.md").write_text(policy(id="gfxwj-3"))
    (server.content / "zwgk/gfxwj/link.md").symlink_to("gfxwj-1.md")
    server.commit()
    passed, said = server.push()
    assert not passed
    assert said.count("文件名不能用，或不是普通文件") == 2


def test_a_protected_branch_is_not_deleted_and_a_broken_server_lets_nothing_in(server):
    """Whatever cannot be judged is refused, with the reason."""
    passed, said = server.push("origin", ":main")
    assert not passed
    assert "不能删除" in said
    git(server.bare, "config", "gongkai.home", server.bare / "nowhere")
    (server.clone / "README").write_text("x\n")
    server.commit()
    passed, said = server.push()
    assert not passed
    assert "请管理员运行 make setup" in said
    assert (keys() / "fremd").is_file()
