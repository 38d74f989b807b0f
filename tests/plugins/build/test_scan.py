"""Files that must not hang, loop, leak or fill memory: each is one line of the report."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from plugins.build.problems import CannotRun
from plugins.build.scan import is_for_the_wall, scan
from plugins.build.source import Job, read_source
from tests.plugins.small_site import ROOT, document, problems, write_site


def test_a_pipe_named_like_a_document_does_not_hang(tmp_path):
    """A FIFO without a writer would block a plain open for ever."""
    os.mkfifo(write_site(tmp_path) / "tzgg/pipe.md")
    assert problems(tmp_path) == ["content/tzgg/pipe.md: 不是普通文件（管道、设备或套接字）。请删去它"]


def test_a_pipe_put_in_place_after_the_scan_does_not_hang(tmp_path):
    """The reader opens without blocking and looks again."""
    os.mkfifo(tmp_path / "x.md")
    source = read_source(Job(tmp_path / "x.md", "x.md", "x.md", "article"))
    assert [problem.what for problem in source.problems] == ["不是普通文件（管道、设备或套接字）"]


def test_symbolic_links_are_refused_even_in_a_loop(tmp_path):
    """Two loops below one another make a walk that follows them exponential."""
    content = write_site(tmp_path)
    (content / "tzgg/again").symlink_to(content)
    (content / "tzgg/once-more").symlink_to(content / "tzgg")
    (content / "tzgg/secret.md").symlink_to("/etc/passwd")
    assert problems(tmp_path) == [
        f"content/tzgg/{name}: 是符号链接。请换成文件本身；内容目录里不使用链接"
        for name in ("again", "once-more", "secret.md")
    ]


def test_a_file_of_50_megabytes_is_not_read(tmp_path):
    """Sparse, so that the test is quick; the size alone decides."""
    with (write_site(tmp_path) / "tzgg/big.md").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert problems(tmp_path) == [
        "content/tzgg/big.md: 文件太大（50 MB），没有读取。"
        "一篇文档不超过 10 MB，图片和附件请放进 files/ 或 media/ 再引用"
    ]


def test_files_that_nobody_would_ever_see_are_named(tmp_path):
    """A wrong extension or a misspelt settings file is a mistake, not a choice; editors' leftovers are skipped."""
    files = {
        "tzgg/a.MD": "x",
        "tzgg/b.markdown": "x",
        "tzgg/columns.toml": "x",
        "tzgg/.c.md.swp": "x",
        "tzgg/d.md~": "x",
        "tzgg/~$e.md": "x",
        "_registry/notes.txt": "x",
        "tzgg/notes.txt": "x",
    }
    assert problems(tmp_path, files) == [
        "content/tzgg/a.MD: 扩展名不对，不会成为网页。请把扩展名改成小写的 .md",
        "content/tzgg/b.markdown: 扩展名不对，不会成为网页。请把扩展名改成小写的 .md",
        "content/tzgg/columns.toml: 文件名“columns.toml”不起作用。栏目设置的文件名是 column.toml",
    ]


def test_a_missing_content_folder_is_not_the_contents_fault(tmp_path):
    """Exit status 2, and where to look."""
    with pytest.raises(CannotRun, match="没有找到内容目录"):
        scan(tmp_path / "nowhere")


AS_NOBODY = """
import os, sys
from pathlib import Path
from tests.plugins.small_site import portal
content = Path(sys.argv[1])
made = portal(content, content.parent / "output")
made.check()  # root imports what is imported late: the interpreter's own files may be closed to others
os.setgroups([]), os.setgid(65534), os.setuid(65534)
print("\\n".join(str(problem) for problem in made.check()))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user needs root")
def test_what_may_not_be_read_is_named_for_an_ordinary_user(tmp_path):
    """A document, an attachment, a folder and a table without read permission: four lines, no traceback."""
    files = {"tzgg/secret.md": document("tzgg-2"), "files/a.pdf": "x", "geheim/column.toml": "x", "towns.csv": "x"}
    content = write_site(tmp_path, files)
    for name in ("tzgg/secret.md", "files/a.pdf", "geheim", "towns.csv"):
        (content / name).chmod(0)
    for folder in (content, *content.parents):
        if folder.stat().st_uid == 0 and folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o055)
        if folder.parent == folder or folder.name.startswith("pytest-of"):
            break
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, content], cwd=ROOT, capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if "没有权限" in line]
    assert lines == [
        "content/files/a.pdf: 文件读不了（没有权限）。请检查文件权限",
        "content/geheim: 目录读不了（没有权限）。请检查目录权限",
        "content/towns.csv: 文件读不了（没有权限）。请检查文件权限",
        "content/tzgg/secret.md: 文件读不了（没有权限）。请检查文件权限",
    ], done.stderr


def test_a_village_s_folder_for_the_wall_is_never_entered(tmp_path):
    """Neither its documents, nor its files, nor anything below it; a village or folder of that name elsewhere is."""
    names = ("villages/liulin/wall/a.md", "villages/liulin/wall/x/b.md", "villages/wall/c.md", "zwgk/liulin/wall/d.md")
    for name in names:
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("甲", encoding="utf-8")
    tree = scan(tmp_path / "content")
    assert tree.documents == ("villages/wall/c.md", "zwgk/liulin/wall/d.md")
    assert not [path for path in tree.stamps if is_for_the_wall(path)]
    assert "villages/liulin/wall" not in tree.folders
