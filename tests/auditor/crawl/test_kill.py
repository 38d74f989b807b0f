"""Killed at any moment and started again, a crawl ends as if nothing had happened."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest

from auditor.crawl.frontier import Frontier

from .crawl_once import THREADS, main
from .farm import Farm, Talk, page, redirect, reply
from .toy import links_to

ROOT = Path(__file__).parents[3]


def build(farm: Farm, pages: int) -> None:
    """A site with a bit of everything; each page takes the server a few milliseconds."""

    def slow(answer: bytes) -> Any:
        def handler(talk: Talk) -> None:
            talk.over.wait(0.004)
            talk.send(answer)

        return handler

    draw = random.Random(7)
    farm.routes["/"] = slow(page(links_to(*(f"/p{n}" for n in range(5)))))
    for number in range(pages):
        further = [f"/p{draw.randrange(pages)}" for _ in range(4)]
        extra = (
            f'<img src="/i{number % 30}.png"><a href="/dead{number % 10}">x</a><a href="/f{number % 20}.pdf#a">x</a>'
        )
        farm.routes[f"/p{number}"] = slow(page(links_to(*further, f"/p{number + 1}", more=extra)))
        if number % 11 == 3:
            farm.routes[f"/p{number}"] = slow(redirect(f"/p{number + 2}"))
        if number % 13 == 4:
            farm.routes[f"/p{number}"] = slow(page("", "500 Oops"))
    for number in range(20):
        farm.routes[f"/f{number}.pdf"] = slow(reply(b"%PDF"))
        farm.routes[f"/i{number}.png"] = slow(reply(b"PNG"))
    farm.routes["/sitemap.xml"] = reply(f"<urlset><loc>{farm.url}/orphan</loc></urlset>".encode())
    farm.routes["/orphan"] = slow(page(links_to("/")))


def outcome(file: Path) -> tuple[list[Any], ...]:
    """All that a frontier says of a finished crawl, attempts left out."""
    frontier = Frontier(file)
    rows = frontier._db.execute("SELECT url, state, rank, found_on FROM pages ORDER BY url").fetchall()
    states = frontier._db.execute("SELECT url, state FROM targets ORDER BY url").fetchall()
    found = rows, states, list(frontier.kept.facts()), list(frontier.links()), list(frontier.kept.responses())
    frontier.close()
    return found


def frontier_rows(file: Path) -> list[Any]:
    """The pages of a crawl."""
    return list(outcome(file)[0])


def kill_and_compare(farm: Farm, folder: Path, *, pages: int, kills: int, again: bool = False) -> None:
    """Crawl undisturbed, then with ``kills`` SIGKILLs at odd moments: the same outcome, nothing lost, little doubled."""
    build(farm, pages)
    main(farm.url + "/", str(folder / "whole.sqlite"))
    if again:  # a crawl over a finished one, of which a page has changed
        main(farm.url + "/", str(folder / "killed.sqlite"))
        farm.routes["/p1"] = page(links_to("/p2", "/p3", "/new"))
        farm.routes["/new"] = page(links_to("/"))
        farm.log.clear()
        main(farm.url + "/", str(folder / "whole.sqlite"))
    undisturbed = Counter((asked.method, asked.path) for asked in farm.log)
    farm.log.clear()
    draw, killed = random.Random(kills), 0
    command = [sys.executable, "-m", "tests.auditor.crawl.crawl_once", farm.url + "/", str(folder / "killed.sqlite")]
    while killed < kills:
        process = subprocess.Popen(command, cwd=ROOT)
        before = len(farm.log)
        while len(farm.log) == before and process.poll() is None:
            time.sleep(0.005)  # it has begun to ask
        try:
            process.wait(timeout=draw.uniform(0.01, 0.25))
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    assert killed > 2, "the crawl ended before it could be killed: it proves nothing"
    subprocess.run(command, cwd=ROOT, check=True)
    assert outcome(folder / "killed.sqlite") == outcome(folder / "whole.sqlite")
    again = Counter((asked.method, asked.path) for asked in farm.log) - undisturbed
    again = Counter(
        {key: number for key, number in again.items() if key[1] not in ("/robots.txt", "/", "/sitemap.xml")}
    )
    print(
        f"{killed} kills, {len(frontier_rows(folder / 'whole.sqlite'))} pages: "
        f"{undisturbed.total()} requests undisturbed, {again.total()} more when killed, outcome equal"
    )
    # In flight at a kill: as many as there are threads, a file by HEAD and GET.
    assert again.total() <= killed * THREADS * 2


def test_a_crawl_killed_a_few_times_ends_the_same(farm: Farm, tmp_path: Path) -> None:
    """SIGKILL gives no chance to tidy up."""
    kill_and_compare(farm, tmp_path, pages=150, kills=4)


def test_a_recrawl_killed_a_few_times_ends_the_same(farm: Farm, tmp_path: Path) -> None:
    """What the finished crawl had kept is its memory still."""
    kill_and_compare(farm, tmp_path, pages=150, kills=4, again=True)


def test_worker_processes_go_with_a_killed_crawl(farm: Farm, tmp_path: Path) -> None:
    """They see that nobody asks them any more."""
    build(farm, 40)
    hanging = threading.Event()

    def hang(talk: Talk) -> None:
        hanging.set()
        talk.over.wait(30)

    farm.routes["/p39"] = hang
    file = str(tmp_path / "killed.sqlite")
    command = [sys.executable, "-m", "tests.auditor.crawl.crawl_once", farm.url + "/", file, "2"]
    process = subprocess.Popen(command, cwd=ROOT)
    assert hanging.wait(30)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert workers
    assert psutil.wait_procs(workers, timeout=20)[1] == []


@pytest.mark.soak
def test_a_crawl_killed_thirty_times_ends_the_same(farm: Farm, tmp_path: Path) -> None:
    """The long version."""
    kill_and_compare(farm, tmp_path, pages=1500, kills=30)


def test_ctrl_c_leaves_a_frontier_that_resumes(farm: Farm, tmp_path: Path) -> None:
    """The process ends at once, though a server is dripping at it."""
    dripping = [True]

    def drip(talk: Talk) -> None:
        if dripping[0]:
            talk.drip(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000)
        else:
            talk.send(page())

    farm.routes |= {"/": page(links_to("/a", "/b")), "/a": drip, "/b": page()}
    file = tmp_path / "stopped.sqlite"
    command = [sys.executable, "-m", "tests.auditor.crawl.crawl_once", farm.url + "/", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    while not any(asked.path == "/a" for asked in farm.log):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in process.communicate(timeout=20)[1]
    dripping[0] = False
    main(farm.url + "/", str(file))
    assert [p.url.removeprefix(farm.url) for p in Frontier(file).kept.facts()] == ["/", "/a", "/b"]
