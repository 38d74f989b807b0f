"""Many websites from one code base: each as if built alone, here or on a cluster, whatever happens to the others."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import psutil
import pytest

from tests.conftest import BIN, ROOT
from tests.jobs.dask import dask_cluster
from tests.plugins.small_site import THEME, desk, document, tree, write_site

NAMES = ("mingchuan", "yunling")


def write_county(folder: Path, name: str) -> Path:
    """The content of a county, the same each time; other than that of the next."""
    return write_site(folder / name, {f"tzgg/{name}-{n}.md": document(f"{name}-{n}") for n in range(3)})


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """What plain ``desk build`` makes of each county."""
    folder = tmp_path_factory.mktemp("alone")
    for name in NAMES:
        options = ["--content", write_county(folder, name), "--output", folder / "www" / name, "--theme", THEME]
        done = desk("build", *options)
        assert done.returncode == 0, done.stderr
    return {name: tree(folder / "www" / name) for name in NAMES}


@pytest.fixture
def place(tmp_path):
    """Two counties with their site files, and settings with a plugin that can hold a build."""
    settings = (ROOT / "pelicanconf.py").read_text() + 'PLUGINS = [*PLUGINS, "tests.plugins.desk.waiting_plugin"]\n'
    (tmp_path / "pelicanconf.py").write_text(settings)
    (tmp_path / "theme").symlink_to(ROOT / "theme")
    (tmp_path / "sites").mkdir()
    for name in NAMES:
        write_county(tmp_path, name)
        (tmp_path / f"sites/{name}.toml").write_text(
            f'name = "{name}县"\ncontent = "../{name}/content"\noutput = "../www/{name}"\ntheme = "{THEME}"\n'
        )
    return tmp_path


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A cluster of two workers that no test harms."""
    with dask_cluster(tmp_path_factory.mktemp("dask"), 2) as running:
        yield running.address


def start(place: Path, *options: str, names: Iterable[str] = NAMES) -> subprocess.Popen[str]:
    """``desk build`` of both counties, or of these, on its way."""
    command = [BIN / "desk", "build", *(f"sites/{name}.toml" for name in names), *options]
    pipe = subprocess.PIPE
    # Its own session, as from a shell: what we send it, it alone gets.
    return subprocess.Popen(command, cwd=place, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Status and words of a command that ends in time."""
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    return process.returncode, out, err


def held(place: Path, names: Iterable[str] = NAMES) -> list[psutil.Process]:
    """The processes of the builds that are being held, once they are."""
    deadline = time.monotonic() + 30
    found = []
    for name in names:
        while not (place / name / "held").exists():
            assert time.monotonic() < deadline, f"{name} was never begun"
            time.sleep(0.02)
        found.append(psutil.Process(int((place / name / "held").read_text())))
        (place / name / "held").unlink()
    return found


def gone(processes: list[psutil.Process], seconds: float = 10) -> bool:
    """Whether processes end in time."""
    return not psutil.wait_procs(processes, timeout=seconds)[1]


@pytest.mark.parametrize("way", ["here", "cluster"])
def test_every_website_is_as_if_built_alone(place, alone, address, way):
    """The same bytes, a line for each in the order asked, and nothing to do the next time."""
    options = ["--cluster", address] if way == "cluster" else ["--jobs", "2"]
    status, out, err = ended(start(place, *options))
    assert (status, err) == (0, "")
    lines = [line for line in out.splitlines() if line[0] != " "]  # else what the columns owe
    assert lines[0].startswith("[1/2] mingchuan县（sites/mingchuan.toml）：已生成网站：公开文档 4 篇，")
    assert lines[1].startswith("[2/2] yunling县（sites/yunling.toml）：已生成网站：公开文档 4 篇，")
    assert lines[2].startswith("共 2 个网站：成功 2 个，内容有问题 0 个，没能运行 0 个，用时 ")
    for name in NAMES:
        assert tree(place / "www" / name) == alone[name]
    again = ended(start(place, *options))
    assert again[1].count("没有改动，网站已是最新：公开文档 4 篇") == 2


def test_options_reach_every_build(place):
    """The clock of the command line has the last word over that of a site file; --fresh makes every page again."""
    with (place / "sites/yunling.toml").open("a") as stream:
        stream.write("now = 2026-12-01\n")
    names = ["yunling"]
    ended(start(place, names=names))
    first = tree(place / "www/yunling")
    status, out, _ = ended(start(place, "--now", "2026-12-01", "--fresh", names=names))
    assert status == 0
    assert "没有改动" not in out
    assert tree(place / "www/yunling") == first
    assert ended(start(place, "--now", "2026-10-01", "--production", names=names))[0] == 0
    assert tree(place / "www/yunling") != first, "nothing was public then"


def test_a_faulty_website_does_not_stop_the_others(place, alone, address):
    """Its problems stand below its name, status 1; one that could not run makes it 2."""
    (place / "mingchuan/content/tzgg/x.md").write_text(document("x", publisher=""))
    status, out, err = ended(start(place))
    assert status == 1
    assert err.splitlines()[:2] == [
        "[1/2] mingchuan县（sites/mingchuan.toml）：内容有问题，没有生成",
        "  content/tzgg/x.md:6: 缺少“发布机构”。请在文件头加一行，例如 publisher: 县财政局",
    ]
    assert "成功 1 个，内容有问题 1 个，没能运行 0 个" in out
    assert tree(place / "www/yunling") == alone["yunling"]
    assert not (place / "www/mingchuan").exists()

    (place / "www/yunling/build-manifest.json").write_text("{")
    status, out, err = ended(start(place, "--cluster", address))
    assert status == 2
    assert "mingchuan县（sites/mingchuan.toml）：内容有问题，没有生成\n  content/tzgg/x.md:6: " in err
    assert "yunling县（sites/yunling.toml）：没能运行\n  " in err
    assert "build-manifest.json 已损坏" in err
    assert "成功 0 个，内容有问题 1 个，没能运行 1 个" in out


def test_a_mistake_of_ours_or_a_killed_build_is_no_faulty_content(place):
    """Both are told below the website's name, with status 2, and the other is built."""
    (place / "mingchuan/crash").touch()
    command = [BIN / "desk", "build", "sites/mingchuan.toml", "sites/yunling.toml", "--jobs", "2"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "a mistake of ours" in done.stderr
    assert "程序出错。请把上面的出错信息交给维护人员" in done.stderr
    assert "成功 1 个" in done.stdout

    (place / "mingchuan/crash").unlink()
    (place / "mingchuan/hold").touch()
    running = start(place)
    (build,) = held(place, ["mingchuan"])
    build.kill()
    status, out, err = ended(running)
    assert status == 2
    assert "进程被系统结束（信号 9）" in err
    assert "成功 1 个" in out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_build_outlives_the_command(place, alone, number):
    """Whatever ends it; where it can still speak it names what is not done, and the next run does it."""
    for name in NAMES:
        (place / name / "hold").touch()
    running = start(place, "--jobs", "2")
    builds = held(place)
    os.kill(running.pid, number)
    status, out, err = ended(running)
    assert gone(builds)
    if number != signal.SIGKILL:
        assert (status, out) == (2, "")
        assert err == (
            "已停止。没有完成的网站：mingchuan县（sites/mingchuan.toml）、yunling县（sites/yunling.toml）。"
            "它们的网页保持完整，再次运行会接着做\n"
        )
    if number == signal.SIGKILL:
        for name in NAMES:
            (place / name / "hold").unlink()
        assert ended(start(place))[0] == 0
        assert {name: tree(place / "www" / name) for name in NAMES} == alone


def test_no_build_on_a_cluster_outlives_the_command(place, address):
    """The workers end it and stay."""
    for name in NAMES:
        (place / name / "hold").touch()
    running = start(place, "--cluster", address)
    builds = held(place)
    running.terminate()
    status, _, err = ended(running)
    assert status == 2
    assert err.startswith("已停止。没有完成的网站：mingchuan县")
    assert gone(builds)
    for name in NAMES:
        (place / name / "hold").unlink()
    assert ended(start(place, "--cluster", address))[0] == 0


def test_a_killed_worker_and_a_lost_cluster_are_told(place, alone):
    """A worker takes its build with it, and only that; with the scheduler all that is not done is named."""
    (place / "mingchuan/hold").touch()
    with dask_cluster(place, 2) as running:
        command = start(place, "--cluster", running.address)
        (build,) = held(place, ["mingchuan"])
        psutil.Process(build.ppid()).kill()
        status, out, err = ended(command)
        assert gone([build])
        assert status == 2
        assert err.splitlines()[0] == "[1/2] mingchuan县（sites/mingchuan.toml）：没能运行"
        assert "计算节点中途失去联系" in err
        assert "成功 1 个，内容有问题 0 个，没能运行 1 个" in out
        assert tree(place / "www/yunling") == alone["yunling"]

        command = start(place, "--cluster", running.address)
        (build,) = held(place, ["mingchuan"])
        running.scheduler.kill()
        status, out, err = ended(command)
        assert gone([build])
        assert status == 2
        assert f"集群 {running.address} 中途断开。没有完成的网站：mingchuan县（sites/mingchuan.toml）" in err
        assert len(err.splitlines()) == 1


def test_what_cannot_be_is_refused_before_anything_is_built(place):
    """A wrong address, options of one website, a cluster for one, faulty site files: one line each."""
    for arguments, status, said in (
        (["sites/yunling.toml", "--cluster", "tcp://127.0.0.1:9"], 2, "连不上集群 tcp://127.0.0.1:9（[Errno 111]"),
        (["sites/yunling.toml", "--cluster", "here"], 2, "请核对地址"),
        (["--cluster", "tcp://127.0.0.1:9"], 2, "--cluster 用于生成多个网站"),
        (["sites/yunling.toml", "--now", "soon"], 2, "--now 的“soon”不是时间"),
        (["sites/yunling.toml", "--output", "x", "--profile"], 2, "--output、--profile 不能和网站文件一起用"),
        (["sites/yunling.toml", "sites/no.toml"], 1, "sites/no.toml: 没有这个文件"),
    ):
        done = subprocess.run(
            [BIN / "desk", "build", *arguments], cwd=place, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (status, ""), done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert not (place / "www").exists()


def test_a_machine_that_does_not_see_the_checkout_says_so(tmp_path):
    """The shared file system is not mounted there."""
    from plugins.desk.site_job import Order, build_site

    built = build_site(Order("明川县", str(tmp_path), str(tmp_path), ("build",)))
    assert built.status == 2
    assert f"看不到程序目录 {tmp_path}" in built.lines[0]
