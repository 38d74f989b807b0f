"""Files written all together or not at all: on a full disk, when killed, when somebody else was there first."""

from __future__ import annotations

import errno
import os
import signal

import pytest

from plugins.build.problems import CannotRun
from plugins.desk.intake import writing
from plugins.desk.intake.writing import STAGE, staging
from tests.plugins.small_site import tree


@pytest.fixture
def content(tmp_path):
    """A content folder with one file."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "old.csv").write_text("old")
    return folder


def put(content, *, old=b"new"):
    """Write two new files and replace one."""
    with staging(content) as stage:
        stage.put("villages/a/a.md", b"a")
        stage.put("files/b.pdf", b"b")
        stage.put("old.csv", old, replacing=True)
        stage.commit()


def test_everything_is_written_and_nothing_is_left_over(content):
    """New folders, new files, replaced files; the stage is gone."""
    put(content)
    assert dict(tree(content)) == {"villages/a/a.md": b"a", "files/b.pdf": b"b", "old.csv": b"new"}
    assert not (content / STAGE).exists()


def test_without_commit_nothing_is_written(content):
    """What was only prepared is thrown away."""
    with staging(content) as stage:
        stage.put("a.md", b"a")
    assert dict(tree(content)) == {"old.csv": b"old"}
    assert not (content / STAGE).exists()


def test_a_full_disk_takes_back_what_was_put(content, monkeypatch):
    """The third file does not fit: the first two go, the replaced one is back."""
    link, calls = os.link, []

    def full(source, target):
        calls.append(target)
        if len(calls) == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        link(source, target)

    monkeypatch.setattr(writing.os, "link", full)
    with pytest.raises(CannotRun, match=r"磁盘已满.*什么也没有写入"):
        put(content)
    assert dict(tree(content)) == {"old.csv": b"old"}
    assert not (content / "villages").exists()
    assert not (content / STAGE).exists()


def test_a_disk_that_is_full_while_preparing(content):
    """A limit on file sizes is told in plain words, and nothing is there."""
    pid = os.fork()
    if not pid:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            put(content, old=b"x" * 5000)
        except CannotRun as error:
            os._exit(0 if "文件超过系统的限额" in str(error) else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert dict(tree(content)) == {"old.csv": b"old"}


@pytest.mark.parametrize("when", range(1, 6))
def test_killed_at_any_moment_the_next_run_takes_it_back(content, monkeypatch, when):
    """The process is gone between two files; the next run first undoes what it had put."""
    pid = os.fork()
    if not pid:
        calls = []

        def dies(function):
            def called(*arguments):
                calls.append(function)
                if len(calls) == when:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments)

            return called

        writing.os.link, writing.os.replace = dies(os.link), dies(os.replace)
        put(content)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    with staging(content):
        assert {path: data for path, data in tree(content).items() if STAGE not in path} == {"old.csv": b"old"}
    put(content)
    assert dict(tree(content)) == {"villages/a/a.md": b"a", "files/b.pdf": b"b", "old.csv": b"new"}


def test_a_file_that_appeared_meanwhile_is_not_overwritten(content):
    """Somebody else's file stays, ours are not written."""
    with staging(content) as stage:
        stage.put("a.csv", b"ours")
        stage.put("b.csv", b"ours")
        (content / "b.csv").write_bytes(b"theirs")
        with pytest.raises(CannotRun, match=r"content/b.csv 刚刚被别人建立"):
            stage.commit()
    assert dict(tree(content)) == {"b.csv": b"theirs", "old.csv": b"old"}


def test_one_run_at_a_time(content):
    """A second one waits for nobody: it says so."""
    with staging(content), pytest.raises(CannotRun, match="另一个 desk import 正在运行"), staging(content):
        pass


def test_a_folder_that_leads_outside_is_refused(content, tmp_path):
    """A symbolic link in the content folder."""
    (tmp_path / "elsewhere").mkdir()
    (content / "files").symlink_to(tmp_path / "elsewhere")
    with staging(content) as stage, pytest.raises(CannotRun, match="指到了内容目录之外"):
        stage.put("files/a.pdf", b"a")
