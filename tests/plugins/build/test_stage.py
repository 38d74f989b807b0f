"""Output that is whole at every moment: kills, full disks, two builds at once."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.build import journal
from plugins.build.problems import CannotRun
from plugins.build.stage import MANIFEST, open_stage
from tests.plugins.small_site import ROOT, THEME, desk, document, tree, write_site


def write(output: Path, files: dict[str, str]):
    """One build of these files."""
    with open_stage(output) as stage:
        for path, text in files.items():
            stage.put(path, text)
        return stage.commit()


def test_only_what_changed_is_written_and_orphans_go(tmp_path):
    """Untouched files keep their inode, so their times stay true."""
    output = tmp_path / "output"
    write(output, {"a.html": "1", "b/c.html": "2", "d/e.html": "3"})
    before = (output / "a.html").stat().st_ino
    changes = write(output, {"a.html": "1", "b/c.html": "new"})
    assert (changes.files, changes.changed, changes.removed) == (2, 1, 1)
    assert (output / "a.html").stat().st_ino == before
    assert sorted(tree(output)) == ["a.html", "b/c.html", MANIFEST]
    assert not (output / "d").exists()
    assert list(json.loads((output / MANIFEST).read_text())) == ["a.html", "b/c.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_a_page_that_was_tampered_with_is_written_again(tmp_path):
    """The bytes on the disk decide, not the manifest."""
    output = tmp_path / "output"
    write(output, {"a.html": "1"})
    (output / "a.html").write_text("2")
    write(output, {"a.html": "1"})
    assert (output / "a.html").read_text() == "1"


def test_a_file_can_become_a_folder_and_back(tmp_path):
    """An old address may be a page in one edition and a folder in the next."""
    output = tmp_path / "output"
    for files in ({"a": "1"}, {"a/b/c": "2"}, {"a": "3"}, {"a/b": "4", "d": "5"}):
        write(output, files)
        assert sorted(tree(output)) == sorted([*files, MANIFEST])


def test_a_failure_while_staging_leaves_the_output_as_it_was(tmp_path):
    """Whatever the failure."""
    output = tmp_path / "output"
    write(output, {"a.html": "1"})
    before = tree(output)
    with pytest.raises(TypeError), open_stage(output) as stage:  # noqa: PT012
        stage.put("b.html", "2")
        stage.put("a.html", None)  # type: ignore[arg-type]
    assert tree(output) == before
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


@pytest.mark.parametrize("path", ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", MANIFEST])
def test_no_path_leads_out_of_the_output(tmp_path, path):
    """A programmer's mistake, so it keeps its traceback."""
    with open_stage(tmp_path / "output") as stage, pytest.raises(ValueError, match=r"path|two pages"):
        stage.put(path, "x")


def test_two_pages_cannot_want_one_path(tmp_path):
    """The second would silently win."""
    with open_stage(tmp_path / "output") as stage:
        stage.put("a", "1")
        with pytest.raises(ValueError, match="two pages"):
            stage.put("a", "2")


def test_a_folder_of_somebody_elses_files_is_left_alone(tmp_path):
    """--output ~ must not end badly."""
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(CannotRun, match="不是本程序生成的文件"), open_stage(tmp_path):
        pass
    assert (tmp_path / "letter.txt").exists()


def test_two_builds_at_once_are_refused(tmp_path):
    """The second says so and changes nothing; the first goes on."""
    output = tmp_path / "output"
    with open_stage(output) as stage:
        stage.put("a", "1")
        with pytest.raises(CannotRun, match="另一个构建正在写"), open_stage(output):
            pass
        stage.commit()
    assert (output / "a").read_text() == "1"


def _die_after(steps: int, work: Callable[[], None]) -> bool:
    """Do the work in a child that kills itself before the n-th call that changes the disk; whether it was killed."""
    child = os.fork()
    if child == 0:
        left = steps

        def dying(call):
            def step(*arguments, **options):
                nonlocal left
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
                return call(*arguments, **options)

            return step

        for name in ("rename", "replace", "unlink", "mkdir", "rmdir", "write"):  # pathlib and shutil call these
            setattr(os, name, dying(getattr(os, name)))
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("threads_from", [journal.WORTH_THREADS, 1])
def test_a_kill_at_every_single_step_is_mended_by_the_next_run(tmp_path, monkeypatch, threads_from):
    """Killed before the n-th call that changes the disk, for every n: pages are old or new, never half, never lost."""
    monkeypatch.setattr(journal, "WORTH_THREADS", threads_from)
    monkeypatch.setattr(journal, "_LOT", 1)
    first = {
        "0/page-0.html": "old 0",
        "0/gone.html": "x",
        "old/file": "x",
        "1/page-1.html": "old 1",
        "1/gone.html": "x",
        "a/b/c/d": "x",
    }
    second = {
        "0/page-0.html": "new 0",
        "1/page-1.html": "new 1",
        "1/gone.html/x": "a file became a folder",
        "2/3/page-2.html": "in new folders",
        "2/4/page-3.html": "in new folders",
        "old": "a folder became a file",
    }
    steps = 0
    while True:
        output = tmp_path / str(steps) / "output"
        write(output, first)
        killed = _die_after(steps, lambda output=output: write(output, second))
        seen = tree(output)
        for path, data in seen.items():
            assert path == MANIFEST or data.decode() in (first.get(path), second.get(path))
        if not killed:
            assert {path: data.decode() for path, data in seen.items() if path != MANIFEST} == second
            break
        write(output, {"0/page-0.html": "last"})
        assert sorted(tree(output)) == ["0/page-0.html", MANIFEST]
        assert [path.name for path in output.rglob("*") if path.is_dir()] == ["0"], f"killed at {steps}"
        assert [path.name for path in output.parent.iterdir()] == ["output"]
        steps += 1
    assert steps > 10


def test_the_first_build_is_seen_whole_or_not_at_all(tmp_path):
    """Killed before the n-th call that changes the disk, for every n: there is no output, or all of it."""
    files = {"a.html": "1", "b/c.html": "2", "b/d/e.html": "3"}
    steps = 0
    while True:
        output = tmp_path / str(steps) / "output"
        output.parent.mkdir()
        killed = _die_after(steps, lambda output=output: write(output, files))
        assert not output.exists() or sorted(tree(output)) == sorted([*files, MANIFEST])
        if not killed:
            break
        write(output, {"last.html": "4"})
        assert sorted(tree(output)) == [MANIFEST, "last.html"]
        assert [path.name for path in output.parent.iterdir()] == ["output"]
        steps += 1
    assert steps > 5


def test_an_empty_folder_stays_the_one_it_was(tmp_path):
    """Whoever made it may have given it an owner and rights of its own."""
    output = tmp_path / "output"
    output.mkdir(mode=0o750)
    before = output.stat().st_ino
    write(output, {"a.html": "1", "b/c.html": "2"})
    assert output.stat().st_ino == before
    assert sorted(tree(output)) == ["a.html", "b/c.html", MANIFEST]


def test_new_folders_move_as_a_whole(tmp_path, monkeypatch):
    """A month of tens of thousands of pages costs one call; what stands in the output already is never moved."""
    output = tmp_path / "output"
    write(output, {"a/b/1.html": "1"})
    moved = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: (moved.append(os.path.relpath(new, output)), replace(old, new)))
    write(output, {"a/b/1.html": "1", "a/b/2.html": "2", "a/c/d/3.html": "3", "a/c/d/4.html": "4", "e/5.html": "5"})
    assert [path for path in moved if "journal" not in path] == ["a/b/2.html", "a/c", "e", MANIFEST]
    assert sorted(tree(output)) == sorted(
        ["a/b/1.html", "a/b/2.html", "a/c/d/3.html", "a/c/d/4.html", "e/5.html", MANIFEST]
    )


MEDDLING: dict[str, Callable[[Path], None]] = {
    "the output was taken away": shutil.rmtree,
    "a folder stands where the new one goes": lambda output: (output / "new").mkdir(),
    "one with the same file": lambda output: write_file(output / "new/deep/2.html", "stranger"),
    "one with another file": lambda output: write_file(output / "new/deep/own.txt", "stranger"),
    "a file stands where the new folder goes": lambda output: write_file(output / "new", "stranger"),
    "a link stands where the new folder goes": lambda output: (output / "new").symlink_to(output.parent),
    "a link leads astray": lambda output: (output / "new").symlink_to("nowhere"),
    "a folder stands where the new file goes": lambda output: write_file(output / "z.html/x", "stranger"),
}


def test_many_files_are_renamed_and_the_manifest_last(tmp_path, monkeypatch):
    """Several threads rename; a page is old or new, and the manifest is new only when all are."""
    output = tmp_path / "output"
    number = journal.WORTH_THREADS * 3
    write(output, {f"{n % 7}/{n}.html": "old" for n in range(number)})
    replace, moved = os.replace, []
    monkeypatch.setattr(os, "replace", lambda old, new: (moved.append(Path(new).name), replace(old, new)))
    write(output, {f"{n % 7}/{n}.html": "new" for n in range(number)})
    assert moved[-1] == MANIFEST
    assert len(moved) == number + 2  # and the journal
    assert {data for path, data in tree(output).items() if path != MANIFEST} == {b"new"}


def test_a_refused_rename_among_many_leaves_the_journal_to_the_next_run(tmp_path, monkeypatch):
    """The disk fails in one thread: it is told, and the next run goes on from there."""
    output = tmp_path / "output"
    number = journal.WORTH_THREADS + 50
    write(output, {f"{n % 7}/{n}.html": "old" for n in range(number)})
    replace = os.replace

    def failing(old: str, new: str):
        if str(new).endswith("/117.html"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), new)
        replace(old, new)

    new = {f"{n % 7}/{n}.html": "new" for n in range(number)}
    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(CannotRun, match="会接着换完"):
        write(output, new)
    assert (output / "5/117.html").read_text() == "old"
    monkeypatch.setattr(os, "replace", replace)
    with open_stage(output):
        assert {data for path, data in tree(output).items() if path != MANIFEST} == {b"new"}


def write_file(file: Path, text: str):
    """A file with the folders it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("threads_from", [journal.WORTH_THREADS, 1])
@pytest.mark.parametrize("harm", MEDDLING)
def test_what_somebody_did_to_the_output_after_a_kill_does_not_stop_the_next_run(
    tmp_path, monkeypatch, harm, threads_from
):
    """The journal is carried out over whatever stands there; nothing outside the output is touched."""
    monkeypatch.setattr(journal, "WORTH_THREADS", threads_from)
    output = tmp_path / "output"
    write(output, {"0.html": "1"})
    files = {"0.html": "1", "new/deep/2.html": "2", "new/3.html": "3", "z.html": "4"}
    steps = 0
    while not (tmp_path / "output.stage/journal.json").exists():
        assert _die_after(steps, lambda: write(output, files))
        steps += 1
    MEDDLING[harm](output)
    write(output, files)
    left = {path: text.decode() for path, text in tree(output).items() if path != MANIFEST}
    assert left.pop("new/deep/own.txt", "stranger") == "stranger"
    assert left == files
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def _kill_builds(folder: Path, moments: list[float]) -> int:
    """Build, kill after each share of the time a build takes, compare the next build with a clean one.

    Returns how many were killed in time.
    """
    content = write_site(folder)
    output, clean = folder / "output", folder / "clean"
    arguments = ["--content", str(content), "--theme", str(THEME), "--jobs", "1"]
    program = [str(Path(sys.executable).parent / "desk"), "build", *arguments, "--output", str(output)]
    for first in (True, False):  # the second has a cache and changes every page, as those to be killed will
        for number in range(60):
            name = f"n-{number}"
            (content / f"tzgg/{name}.md").write_text(document(name, title=f"{first}", body="正文。\n\n" * 20))
        started = time.monotonic()
        assert subprocess.run(program, cwd=ROOT, capture_output=True, check=False).returncode == 0
        whole = time.monotonic() - started
    killed = 0
    for turn, moment in enumerate(moments):
        (content / "tzgg/tzgg-1.md").write_text(document("tzgg-1", title=f"第{turn}次"))
        for number in range(60):  # every page changes, so that there is something to interrupt
            name = f"n-{number}"
            (content / f"tzgg/{name}.md").write_text(document(name, title=f"{turn}", body="正文。\n\n" * 20))
        process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment * whole)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        for path, data in tree(output).items() if output.exists() else ():
            assert not path.endswith(".html") or data.rstrip().endswith(b"</html>"), path
        done = desk("build", *arguments, "--output", output)
        assert done.returncode == 0, done.stderr
        shutil.rmtree(clean, ignore_errors=True)
        shutil.rmtree(f"{clean}.cache", ignore_errors=True)
        assert desk("build", *arguments, "--output", clean).returncode == 0
        assert tree(output) == tree(clean)
    return killed


def test_a_build_killed_from_outside_is_mended_by_the_next(tmp_path):
    """A few real SIGKILLs while pages are made."""
    assert _kill_builds(tmp_path, [0.5, 0.8]) > 0


@pytest.mark.soak
def test_many_builds_killed_from_outside_are_mended(tmp_path):
    """Thirty moments across a whole build."""
    assert _kill_builds(tmp_path, [0.2 + step * 0.03 for step in range(30)]) > 5


def test_a_full_disk_leaves_the_output_as_it_was(tmp_path):
    """A real file system of 600 KB; the second build needs more than is left."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("mounting a small file system is not permitted here")
    try:
        output = disk / "site/output"
        content = write_site(tmp_path)
        build = ["build", "--content", content, "--theme", THEME, "--output", output]
        assert desk(*build).returncode == 0
        before = tree(output)
        (content / "files").mkdir()
        (content / "files/big.bin").write_bytes(os.urandom(700_000))
        (content / "tzgg/tzgg-1.md").write_text(document("tzgg-1", title="新标题", attachments="files/big.bin"))
        done = desk(*build)
        assert done.returncode == 2
        assert done.stderr == f"磁盘空间不足，没有写成，{output} 保持原样。请清理磁盘后重新运行\n"
        assert tree(output) == before
        assert sorted(path.name for path in output.parent.iterdir()) == ["output", "output.cache"]
        (content / "files/big.bin").write_bytes(b"small")
        assert desk(*build).returncode == 0
        assert tree(output) != before
    finally:
        subprocess.run(["umount", disk], check=True)


def test_an_output_that_points_at_itself_is_refused(tmp_path):
    """A symbolic link in a circle."""
    (tmp_path / "output").symlink_to("output")
    with pytest.raises(CannotRun, match="指回自己"):
        write(tmp_path / "output", {"a": "1"})


def test_a_damaged_manifest_is_told(tmp_path):
    """JSON that is not a manifest is no better than no JSON."""
    write(tmp_path / "output", {"a": "1"})
    (tmp_path / "output" / MANIFEST).write_text("[1]")
    with pytest.raises(CannotRun, match="已损坏"):
        write(tmp_path / "output", {"a": "2"})
    assert (tmp_path / "output/a").read_text() == "1"


def test_a_folder_that_may_not_be_written_is_found_before_anything_moves(tmp_path, monkeypatch):
    """Otherwise half of the pages would be new. (The tests run as root, who may write anywhere.)"""
    write(tmp_path / "output", {"a": "1", "b/c": "1", "d/e": "1"})
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "d" and may(path, mode))
    before = tree(tmp_path / "output")
    with pytest.raises(CannotRun, match=r"没有权限写 .+/d。"):
        write(tmp_path / "output", {"a": "2", "b/c": "2"})
    assert tree(tmp_path / "output") == before
    assert not (tmp_path / "output.stage").exists()
