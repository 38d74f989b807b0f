"""The command from outside: resumed after SIGKILL, ended by SIGTERM, reported in three files."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.config import Config
from auditor.errors import BadInput
from auditor.watch.monitor import Options, read_terms, run_watch
from auditor.watch.store import open_store
from tests.auditor.crawl.farm import Farm, Talk, page, running
from tests.conftest import ROOT

SITES = 40


@pytest.fixture
def farm() -> Iterator[Farm]:
    """Forty sites on one server, each taking a little while."""

    def slowly(talk: Talk) -> None:
        talk.over.wait(0.03)
        talk.send(page())

    with running() as one:
        one.routes |= {f"/s{number}": slowly for number in range(SITES)}
        yield one


def listed(folder: Path, *urls: str) -> Path:
    """sites.csv."""
    path = folder / "sites.csv"
    path.write_text("名称,网址\n" + "".join(f"=网站{n},{url}\n" for n, url in enumerate(urls)), encoding="utf-8")
    return path


def command(sites: Path, state: Path, *more: str) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "auditor", "watch", str(sites), "--state", str(state), *more]


def ask(state: Path, **more: object) -> Options:
    """The options of one call in this process."""
    return Options(config=Config(), state=state, out=state, **more)  # type: ignore[arg-type]


def test_killed_in_the_middle_it_goes_on_with_the_rest(farm, tmp_path):
    """Only what was under way is visited again."""
    sites = listed(tmp_path, *(f"{farm.url}/s{number}" for number in range(SITES)))
    first = subprocess.Popen(command(sites, tmp_path / "state", "--once"), cwd=ROOT, stdout=subprocess.DEVNULL)
    while len(farm.log) < 12 and first.poll() is None:
        farm.over.wait(0.01)
    first.kill()
    first.wait(10)
    with open_store(tmp_path / "state") as store:
        written = {visit.url for visit in store.visits()}
    assert len(written) < SITES
    done = subprocess.run(
        command(sites, tmp_path / "state", "--once"), cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    asked = Counter(f"{farm.url}{entry.path}" for entry in farm.log)
    assert len(asked) == SITES
    assert not [url for url in written if asked[url] > 1]
    assert sum(asked.values()) <= SITES + Config().watch.threads


def test_a_signal_ends_it_between_two_visits(farm, tmp_path):
    """With its report, and without a word of Python's."""
    sites = listed(tmp_path, f"{farm.url}/s0")
    process = subprocess.Popen(
        command(sites, tmp_path / "state"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert "1 个网站" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    said, complained = process.communicate(timeout=30)
    assert process.returncode == 0, complained
    assert "已停止。再次运行同一命令接着监测" in said
    assert complained == ""


def test_the_report_is_a_table_for_excel_and_json_for_programs(farm, tmp_path):
    """A name that Excel would run is made harmless; a failure stands with its time and reason."""
    farm.routes["/down"] = page("no", "500 Oops")
    said: list[str] = []
    sites = listed(tmp_path, f"{farm.url}/s0", f"{farm.url}/down")
    assert run_watch(sites, ask(tmp_path / "state", once=True), said.append) == 0
    with (tmp_path / "state/watch.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["网站"], row["状态"], row["打不开"]) for row in rows] == [
        ("'=网站0", "监测中", "0"),
        ("'=网站1", "监测中", "1"),
    ]
    with (tmp_path / "state/failures.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["原因"], row["状态码"]) for row in csv.DictReader(file)] == [("服务器出错（5xx）", "500")]
    report = json.loads((tmp_path / "state/watch.json").read_text(encoding="utf-8"))
    assert (report["schema_version"], [site["failed"] for site in report["sites"]]) == (1, [0, 1])
    assert any("不足 3 个网站" in line for line in said)
    assert run_watch(sites, ask(tmp_path / "state", only_report=True), said.append) == 0
    assert len(farm.log) == 2


def test_a_monitoring_that_was_begun_keeps_its_plan(farm, tmp_path):
    """A change in the middle would make two halves that cannot be counted together."""
    sites = listed(tmp_path, f"{farm.url}/s0")
    run_watch(sites, ask(tmp_path / "state", once=True, visits=30), lambda _: None)
    with pytest.raises(BadInput, match="--visits 30，不能中途改成 20"):
        run_watch(sites, ask(tmp_path / "state", once=True, visits=20), lambda _: None)
    run_watch(sites, ask(tmp_path / "state", once=True), lambda _: None)


def test_a_report_of_nothing_is_refused(tmp_path):
    """With what to do first."""
    with pytest.raises(BadInput, match="没有监测记录"):
        run_watch(listed(tmp_path, "http://127.0.0.1:9/"), ask(tmp_path / "state", only_report=True), lambda _: None)


def test_a_province_may_tighten_the_figures_and_leave_them_out(tmp_path):
    """Its own share; where it is silent, the national ones stand."""
    clause = '[[rows]]\nclause = "某省 1"\ntitle = "t"\npart = "veto"\n'
    head = f'id = "p"\nedition = "2026"\ntitle = "某省"\n{clause}[checks]\n'
    path = tmp_path / "p.toml"
    path.write_text(head, encoding="utf-8")
    assert read_terms(str(path)).share == 0.05
    path.write_text(
        head + '[availability]\nclauses = ["某省 1"]\nseconds = 10\nshare = 0.03\nvisits = 24\ndays = 7\n',
        encoding="utf-8",
    )
    assert (read_terms(str(path)).share, read_terms(str(path)).clause) == (0.03, "某省 1")
    path.write_text(head + '[availability]\nclauses = ["某省 1"]\nseconds = 10\nshare = 5\nvisits = 24\ndays = 7\n')
    with pytest.raises(BadInput, match=r"share.*比例"):
        read_terms(str(path))
