"""Jobs on a real Dask cluster: the pool's contract, and every way in which a cluster can fail."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from itertools import count, islice
from pathlib import Path

import pytest

import jobs
from jobs import cluster, connection
from tests.conftest import ROOT
from tests.jobs.dask import dask_cluster


def square(number: int) -> int:
    """Work for a worker."""
    return number * number


def picky(number: int) -> int:
    """Work that does not like 5."""
    if number == 5:
        raise ValueError("five")
    return number


def where(_: int) -> int:
    """The process the work was done in."""
    return os.getpid()


def own_address(_: int) -> str:
    """Where the worker listens."""
    from distributed import get_worker

    return get_worker().address


def deadly(folder: str) -> str:
    """Work in a folder; its worker is killed in the middle where the folder's name says so. Leaves a line a try."""
    with Path(folder, "tries").open("a") as stream:
        stream.write("try\n")
    if folder.endswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    return folder


def hold(folder: str) -> str:
    """Work that goes on until nobody wants it or, in a folder called quick, not at all."""
    Path(folder, "begun").touch()
    while jobs.wanted() and not folder.endswith("quick"):
        time.sleep(0.02)
    Path(folder, "ended").touch()
    return folder


def appears(file: Path, seconds: float = 20) -> bool:
    """Whether a file is there in time."""
    deadline = time.monotonic() + seconds
    while not file.exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def folders(tmp_path: Path, *names: str) -> list[str]:
    """New folders, as jobs."""
    for name in names:
        (tmp_path / name).mkdir()
    return [str(tmp_path / name) for name in names]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A scheduler with two workers that no test harms."""
    with dask_cluster(tmp_path_factory.mktemp("dask"), 2) as running:
        yield running.address


def test_results_come_in_order_from_other_processes(address):
    """The same list as a loop's, and jobs are taken as they are needed."""
    assert list(cluster.run(square, range(60), address)) == [n * n for n in range(60)]
    assert list(islice(cluster.run(square, count(), address, 3), 20)) == [n * n for n in range(20)]
    assert os.getpid() not in set(cluster.run(where, range(4), address))


def test_an_exception_is_raised_after_the_results_before_it_with_its_traceback(address):
    """A worker's mistake is raised here, and says where it was made."""
    results = cluster.run(picky, range(9), address)
    assert list(islice(results, 5)) == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="five") as caught:
        next(results)
    assert "in picky" in caught.value.__notes__[0]


def test_jobs_under_way_see_that_nobody_waits_for_them(address, tmp_path):
    """Whoever leaves early, or is killed, leaves no work going on; the workers stay."""
    first, second = folders(tmp_path, "first", "second")
    script = "import sys\nfrom jobs import cluster\nfrom tests.jobs.test_cluster import hold\nlist(cluster.run(hold, sys.argv[2:], sys.argv[1]))"
    client = subprocess.Popen([sys.executable, "-c", script, address, first, second], cwd=ROOT)
    assert appears(Path(first, "begun"))
    assert appears(Path(second, "begun"))
    assert not Path(first, "ended").exists()
    client.kill()
    client.wait()
    assert appears(Path(first, "ended"))
    assert appears(Path(second, "ended"))

    quick, slow = folders(tmp_path, "quick", "slow")
    results = cluster.run(hold, [quick, slow], address)
    assert next(results) == quick
    assert appears(Path(slow, "begun"))
    results.close()
    assert appears(Path(slow, "ended"))


def test_work_that_the_workers_cannot_load_is_told(address, tmp_path, monkeypatch):
    """Their Python lacks our code: that is no exception of the work."""
    (tmp_path / "only_here.py").write_text("def work(number):\n    return number\n")
    monkeypatch.syspath_prepend(tmp_path)
    from only_here import work

    with pytest.raises(cluster.Unfit, match="only_here"):
        list(cluster.run(work, [1], address))


def test_other_versions_are_told_before_the_first_job(address, monkeypatch):
    """A package that the result depends on, and Dask's own."""
    from distributed import versions

    known = versions._version_cached
    monkeypatch.setattr(versions, "_version_cached", lambda name: "0.1" if name == "markdown" else known(name))
    assert list(cluster.run(square, [2], address)) == [4]
    with pytest.raises(cluster.Mismatch) as caught:
        next(cluster.run(square, [2], address, packages=["pelican", "markdown"]))
    assert [(name, ours) for _, name, _, ours in caught.value.differences] == [("markdown", "0.1")] * 2
    monkeypatch.setattr(versions, "_version_cached", lambda name: "0.1" if name == "dask" else known(name))
    with pytest.raises(cluster.Mismatch, match="scheduler: dask"):
        next(cluster.run(square, [2], address))


@pytest.mark.parametrize(
    "wrong", ["", "nonsense", "http://127.0.0.1:80", "tcp://127.0.0.1:0", "tcp://x y:1", "tcp://" + "a" * 70 + ":1"]
)
def test_what_is_no_address_is_told(wrong):
    """At once, and without a look at the network where it is not even the form of one."""
    with pytest.raises(cluster.Unreachable):
        next(cluster.run(square, [1], wrong))


def test_a_place_where_nobody_or_somebody_else_listens_is_told(monkeypatch):
    """Refused at once; an answer that never comes, in the time there is."""
    monkeypatch.setattr(connection, "CONNECT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:  # it accepts, and says nothing
        place = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(cluster.Unreachable):
            next(cluster.run(square, [1], place))
        assert time.monotonic() - started < 5
    with pytest.raises(cluster.Unreachable, match="refused"):
        next(cluster.run(square, [1], place))


def test_a_killed_worker_costs_its_own_job_only_and_no_job_is_begun_twice(tmp_path):
    """Another worker is handed the job and leaves it alone; then none is left, and later the scheduler is gone too."""
    names = folders(tmp_path, "a", "deadly", "b", "c")
    with dask_cluster(tmp_path, 3) as running:
        told = list(cluster.run(deadly, names, running.address, lost=lambda job: f"lost {job}"))
        assert told == [names[0], f"lost {names[1]}", names[2], names[3]]
        assert [Path(name, "tries").read_text() for name in names] == ["try\n"] * 4
        with pytest.raises(cluster.WorkerDied, match="deadly"):
            list(cluster.run(deadly, [names[1]], running.address))

        quick, slow = folders(tmp_path, "quick", "slow")
        running.add_worker()
        running.add_worker()
        results = cluster.run(hold, [slow, quick], running.address, 2)
        appeared = threading.Thread(
            target=lambda: appears(Path(quick, "ended")) and (time.sleep(0.5), running.scheduler.kill())
        )
        appeared.start()
        with pytest.raises(cluster.Broken) as caught:
            next(results)
        appeared.join()
        assert caught.value.results == {1: quick}
        assert appears(Path(slow, "ended")), "a worker without a scheduler goes on for nobody"


def test_the_address_of_a_worker_is_no_scheduler_s(address):
    """Whoever mistakes one for the other is told."""
    worker = next(cluster.run(own_address, [0], address))
    with pytest.raises(cluster.Unreachable):
        next(cluster.run(square, [1], worker))


def test_a_cluster_without_workers_is_told(tmp_path, monkeypatch):
    """Before the first job, and when the last one dies with a job that no other can be given."""
    monkeypatch.setattr(connection, "CONNECT", 0.5)
    with dask_cluster(tmp_path, 0) as running:
        with pytest.raises(cluster.NoWorkers):
            next(cluster.run(square, [1], running.address))
        monkeypatch.setattr(connection, "CONNECT", 20)
        monkeypatch.setattr(cluster, "PATIENCE", 2)
        running.add_worker()
        with pytest.raises(cluster.Broken, match="no worker for 2 seconds"):
            list(cluster.run(deadly, folders(tmp_path, "deadly"), running.address))


def test_dask_is_loaded_only_when_a_cluster_is_asked_for():
    """It takes longer to load than most commands to run."""
    script = "import sys, jobs, jobs.cluster, jobs.threads, plugins.desk.cli, plugins.desk.build, plugins.desk.many\nprint({'distributed', 'dask', 'pydantic', 'pelican'} & sys.modules.keys())"
    assert subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, text=True) == "set()\n"
