"""Chromium goes when we go, runs with as few rights as the machine allows, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from auditor.browser.chromium import Browser, chromium
from tests.auditor.browser.conftest import Pages

pytestmark = pytest.mark.browser

WAITS = """
import sys, time
from auditor.browser.chromium import chromium
with chromium(["http://127.0.0.1:1"]) as browser:
    print(browser.driver.service.process.pid, flush=True)
    time.sleep(100)
"""


def living(session: int) -> Iterator[psutil.Process]:
    """Processes of a session that are not dead."""
    for process in psutil.process_iter(["status"]):
        try:
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                yield process
        except (psutil.NoSuchProcess, ProcessLookupError):
            continue


def gone(session: int) -> bool:
    """Whether the session ends within a few seconds."""
    for _ in range(200):
        if not list(living(session)):
            return True
        time.sleep(0.05)
    return False


def session_and_home(browser: Browser) -> tuple[int, Path]:
    """The session of a running browser and the folder it keeps its files in."""
    return browser.driver.service.process.pid, Path(browser.driver.capabilities["chrome"]["userDataDir"]).parents[1]


def test_nothing_is_left_after_an_exception():
    """An exception in the body ends every process and removes every file."""
    try:
        with chromium(["http://127.0.0.1:1"]) as browser:
            session, home = session_and_home(browser)
            assert len(list(living(session))) > 3
            assert home.name.startswith("gongkai-")
            assert home.exists()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert gone(session)
    assert not home.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_goes_on_after_a_signal(number, tmp_path):
    """Whoever ends the auditor ends its Chromium; where Python still gets a word, the files go too."""
    waiting = subprocess.Popen(
        [sys.executable, "-c", WAITS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ, text=True
    )
    assert waiting.stdout is not None
    session = int(waiting.stdout.readline())
    (profile,) = {Path(p.cwd()) for p in living(session) if p.pid == session}
    assert profile.exists()
    waiting.send_signal(number)
    assert waiting.wait(20) == (143 if number == signal.SIGTERM else -number)
    assert gone(session)
    assert profile.exists() == (number == signal.SIGKILL)
    if profile.exists():
        subprocess.run(["rm", "-rf", profile.parent], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 才须换用户")
def test_root_does_not_open_pages_as_root(site: Pages):
    """Every process of Chromium belongs to an unprivileged user, in no group of root's, without our environment."""
    os.environ["GONGKAI_TEST_SECRET"] = "1"
    with chromium([site.origin]) as browser:
        session, _ = session_and_home(browser)
        processes = list(living(session))
        environment = psutil.Process(session).environ()
        owners = {process.username() for process in processes}
        groups = {gid for process in processes for gid in process.gids()}
    del os.environ["GONGKAI_TEST_SECRET"]
    assert owners == {"nobody"}
    assert 0 not in groups
    assert "GONGKAI_TEST_SECRET" not in environment


def test_a_browser_without_sandbox_says_so(site: Pages, monkeypatch: pytest.MonkeyPatch):
    """Where the sandbox cannot be had, Chromium still starts, and the report is told."""
    from auditor.browser import chromium as module

    real = module._start

    def no_sandbox(way: module.Way, *rest: object) -> object:
        if way.sandbox:
            raise OSError("No usable sandbox!")
        return real(way, *rest)

    monkeypatch.setattr(module, "_way_that_works", None)
    monkeypatch.setattr(module, "_start", no_sandbox)
    with chromium([site.origin]) as browser:
        browser.driver.get(site.put("/", body="<p>公开</p>"))
        assert browser.driver.title == "明川县"
        assert [note.what for note in browser.notes] == ["Chromium 沙箱"]


def test_a_sandbox_is_used_where_the_machine_has_one(site: Pages):
    """No note means that no process was started without the sandbox."""
    with chromium([site.origin]) as browser:
        session, _ = session_and_home(browser)
        flags = {flag for process in living(session) for flag in process.cmdline()}
    assert bool(browser.notes) == ("--no-sandbox" in flags)
