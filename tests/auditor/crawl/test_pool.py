"""The pool: one verdict per address and one asker per host, whichever process asks, however it ends."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from auditor.crawl.host import Stopped
from auditor.crawl.pool import Pool
from auditor.errors import BadInput, CannotRun
from auditor.model import LinkState

from .farm import Farm, Talk, page, running
from .toy import links_to

ROOT = Path(__file__).parents[3]
URL = "http://elsewhere.example/a"
HOLD = """
import sys, threading, time
from pathlib import Path
from auditor.crawl.pool import Pool
def ask():
    print("asking", flush=True)
    time.sleep(600)
Pool(Path(sys.argv[1]), "r").verdict(sys.argv[2], None, ask, lambda: 0.0, threading.Event())
"""


def link(verdict: str = "ok", reason: str = "ok") -> LinkState:
    """A verdict on URL."""
    return LinkState(url=URL, verdict=verdict, reason=reason)  # type: ignore[arg-type]


def ask(pool: Pool, answer: LinkState | None = None, before: LinkState | None = None, pause: float = 0.0) -> list[int]:
    """How often a question of this pool led to asking."""
    asked: list[int] = []

    def once() -> LinkState:
        asked.append(1)
        return answer or link()

    pool.verdict(URL, before, once, lambda: pause, threading.Event())
    return asked


def test_an_address_is_asked_once_for_all_audits_of_a_batch(tmp_path):
    """Whatever the verdict."""
    broken = link("broken", "not-found")
    assert ask(Pool(tmp_path / "pool", "r"), broken) == [1]
    second = Pool(tmp_path / "pool", "r")
    assert ask(second, broken) == []
    assert second.taken == 1


def test_another_batch_takes_only_what_works(tmp_path):
    """A failure may have passed since."""
    assert ask(Pool(tmp_path / "good", "monday")) == [1]
    assert ask(Pool(tmp_path / "good", "tuesday")) == []
    assert ask(Pool(tmp_path / "bad", "monday"), link("suspect", "timeout")) == [1]
    assert ask(Pool(tmp_path / "bad", "tuesday")) == [1]


def test_a_verdict_too_old_is_asked_anew(tmp_path):
    """Also within a batch: it may go on for days."""
    assert ask(Pool(tmp_path / "pool", "r")) == [1]
    assert ask(Pool(tmp_path / "pool", "r", fresh=0.0)) == [1]


def test_the_second_round_asks_once_more_and_only_once(tmp_path):
    """Two audits that both saw it fail share the second answer as well."""
    passing = link("suspect", "timeout")
    assert ask(Pool(tmp_path / "pool", "r"), passing) == [1]
    assert ask(Pool(tmp_path / "pool", "r"), passing, before=passing) == [1]
    assert ask(Pool(tmp_path / "pool", "r"), passing, before=passing) == []


def test_what_one_audit_may_not_ask_is_no_verdict_for_the_others(tmp_path):
    """A private address is skipped by one and allowed to another."""
    assert ask(Pool(tmp_path / "pool", "r"), link("skipped", "private-address")) == [1]
    assert ask(Pool(tmp_path / "pool", "r")) == [1]


def test_a_verdict_of_another_version_is_asked_anew(tmp_path):
    """Its code means nothing here."""
    assert ask(Pool(tmp_path / "pool", "r"), link("suspect", "a-code-of-another-version")) == [1]
    assert ask(Pool(tmp_path / "pool", "r")) == [1]


def test_a_host_is_asked_by_one_at_a_time_and_left_its_pause(tmp_path):
    """Eight threads with pools of their own, eight addresses of a host."""
    spans: list[tuple[float, float]] = []

    def work(number: int) -> None:
        pool = Pool(tmp_path / "pool", "r")
        url = f"http://elsewhere.example/{number}"

        def once() -> LinkState:
            start = time.monotonic()
            threading.Event().wait(0.01)
            spans.append((start, time.monotonic()))
            return LinkState(url=url, verdict="ok", reason="ok")

        pool.verdict(url, None, once, lambda: 0.05, threading.Event())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(spans) == 8
    assert min(after[0] - before[1] for before, after in pairwise(sorted(spans))) > 0.04


def test_a_killed_owner_s_host_is_taken_over(tmp_path):
    """At once, because its process is known to be gone."""
    held = subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / "pool", URL], cwd=ROOT, stdout=subprocess.PIPE)
    assert held.stdout is not None
    with held:
        assert held.stdout.readline() == b"asking\n"
        stop = threading.Event()
        threading.Timer(0.3, stop.set).start()
        with pytest.raises(Stopped):
            Pool(tmp_path / "pool", "r").verdict(URL, None, link, lambda: 0.0, stop)
        held.send_signal(signal.SIGKILL)
        held.wait(10)
        assert ask(Pool(tmp_path / "pool", "r")) == [1]


def test_a_lease_runs_out_where_the_owner_cannot_be_looked_up(tmp_path):
    """Another machine's process, say; a clock that was set back does not prolong it."""
    pool = Pool(tmp_path / "pool", "r", lease=0.2)
    for until in (time.time() + 0.2, time.time() + 1e6):
        with sqlite3.connect(tmp_path / "pool") as db:
            db.execute("DELETE FROM verdicts")
            db.execute("INSERT OR REPLACE INTO hosts VALUES ('elsewhere.example', 'far/ns/7/9/0', ?, 0)", (until,))
        db.close()
        assert ask(pool) == [1]


def test_a_host_is_given_back_when_asking_fails(tmp_path):
    """The next one need not wait for the lease."""

    def fails() -> LinkState:
        raise Stopped

    with pytest.raises(Stopped):
        Pool(tmp_path / "pool", "r").verdict(URL, None, fails, lambda: 0.0, threading.Event())
    assert ask(Pool(tmp_path / "pool", "r")) == [1]


def test_a_file_that_is_something_else_is_refused(tmp_path):
    """With the option's name; a damaged one later on is told in one line, too."""
    (tmp_path / "text").write_text("不是数据库" * 400)
    with sqlite3.connect(tmp_path / "other") as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    for name in ("text", "other"):
        with pytest.raises(BadInput, match="--pool"):
            Pool(tmp_path / name)
    pool = Pool(tmp_path / "pool", "r")
    with sqlite3.connect(tmp_path / "pool") as db:
        db.execute("DROP TABLE hosts")
    db.close()
    with pytest.raises(CannotRun, match="--pool"):
        ask(pool)


def shared_links(sites: list[Farm], abroad: Farm, number: int) -> None:
    """Two sites that both link to the same addresses of a third."""

    def slowly(talk: Talk) -> None:
        talk.over.wait(0.002)
        talk.send(page())

    abroad.routes |= {f"/x{n}": slowly for n in range(number)}
    for site in sites:
        site.routes["/"] = page(links_to(*(f"{abroad.url}/x{n}" for n in range(number)), f"{abroad.url}/gone"))


def start(site: Farm, folder: Path, name: str) -> subprocess.Popen[str]:
    """A crawl in a process of its own."""
    command = [sys.executable, "-m", "tests.auditor.crawl.audit_once", site.url, folder / name, folder / "pool"]
    return subprocess.Popen([str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_two_audits_at_once_ask_each_shared_link_once(tmp_path):
    """Counted on the server; both have every verdict, and say how many they took."""
    with running() as one, running("127.0.0.2") as two, running("127.0.0.3") as abroad:
        shared_links([one, two], abroad, 200)
        processes = [start(one, tmp_path, "one"), start(two, tmp_path, "two")]
        said = [process.communicate(timeout=60)[0] for process in processes]
        asked = Counter(entry.path for entry in abroad.log if entry.path.startswith("/x"))
        # A 404 is broken when both rounds saw it: two requests for the batch, not two for each audit.
        dead = Counter(entry.method for entry in abroad.log if entry.path == "/gone")
    assert set(asked.values()) == {1}
    assert len(asked) == 200
    assert dead == {"GET": 2}
    for text in said:
        assert text.count("ok ok http://127.0.0.3") == 200
        assert "broken not-found" in text
    assert sum(int(text.partition("站外链接 ")[2].partition(" ")[0] or 0) for text in said) == 202


def test_an_audit_goes_on_when_the_other_is_killed(tmp_path):
    """What the killed one had asked stands; only what it was asking is asked again."""
    with running() as one, running("127.0.0.2") as two, running("127.0.0.3") as abroad:
        shared_links([one, two], abroad, 120)
        killed, other = start(one, tmp_path, "one"), start(two, tmp_path, "two")
        deadline = time.monotonic() + 30
        while len(abroad.log) < 40 and time.monotonic() < deadline:
            abroad.over.wait(0.01)
        killed.kill()
        killed.communicate()
        said = other.communicate(timeout=60)[0]
        asked = Counter(entry.path for entry in abroad.log if entry.path.startswith("/x"))
    assert said.count("ok ok http://127.0.0.3") == 120
    assert len(asked) == 120
    assert sum(asked.values()) <= 121
