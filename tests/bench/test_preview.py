"""``desk preview`` under the stop-watch: real edits in a real preview, and every way in which it can fail to answer."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from bench.build import ours, preview
from bench.build.corpus import Corpus
from bench.build.preview import Preview, Sample, measure_preview
from bench.build.workplace import Workplace
from tests.bench.test_corpus import tree_digest

SMALL = (220, 6)
ENGINE = ours.engine()
SERVER = """
import http.server, itertools, json, os, signal, sys, time
kind = sys.argv[1]
if kind == "deaf":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        if self.path != "/__preview/events":
            return self.wfile.write(b'<script data-pages="s0">')
        trouble = {"title": "1 fault", "lines": ["a.md:4: no title", "b.md"]} if kind == "trouble" else None
        for number in itertools.count():
            if number == 1 and kind == "gone":
                os._exit(3)
            if number and kind == "mute":
                self.wfile.write(b":\\n\\n")
            else:
                news = {"pages": f"s{number}", "trouble": trouble if number else None}
                self.wfile.write(f"data: {json.dumps(news)}\\n\\n".encode())
            time.sleep(0.2)
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
sys.stderr.write("last words")
sys.stderr.flush()
server.serve_forever()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A small county, and editors in a hurry."""
    monkeypatch.setattr(preview, "PAUSE", 0.3)
    made = Workplace(tmp_path, Corpus(*SMALL))
    made.prepare([ENGINE])
    return made


def script(text: str, *arguments: str) -> list[str]:
    """A command that runs a few lines of Python."""
    return [sys.executable, "-c", text, *arguments]


def sources(place: Workplace) -> list[object]:
    """What the tree holds apart from products."""
    return [tree_digest(place.folder(ENGINE) / name) for name in ("content", "theme")]


def living(place: Workplace) -> list[str]:
    """The processes at work in the tree; those that only wait to be collected have no folder any more."""
    found = []
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{pid}/cwd") == str(place.folder(ENGINE)):
                found.append(pid)
        except OSError:
            continue
    return found


def assert_nothing_left(place: Workplace, before: list[object]) -> None:
    """No process, no edit, no draft; killed ones are given a moment."""
    deadline = time.monotonic() + 5
    while living(place) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not living(place)
    assert sources(place) == before


def test_edits_are_timed_in_a_real_preview(place):
    """Each edit's news come before its page, the tree is as before, and the preview has ended and swept its folder."""
    before = sources(place)
    made = measure_preview(place, ENGINE, times=2)
    assert made.failed == ""
    assert made.start is not None
    assert made.start > 0
    assert {name: len(samples) for name, samples in made.samples.items()} == {"body": 2, "title": 2}
    assert all(0 < sample.news < sample.shown < 30 for samples in made.samples.values() for sample in samples)
    assert made.peak_pss >= made.rest_pss > 30_000_000
    assert made.as_json()["seconds"] == sum(sample.shown for sample in made.samples["body"]) / 2
    assert_nothing_left(place, before)
    assert not (place.folder(ENGINE) / ".state").exists()


def test_content_that_cannot_be_built_is_told(place):
    """The page that is not there, and what the preview said of the reason."""
    (place.folder(ENGINE) / "content/yw/broken.md").write_text("no front matter\n", encoding="utf-8")
    before = sources(place)
    made = measure_preview(place, ENGINE, times=1)
    assert "503" in made.failed
    assert "broken.md" in made.failed
    assert made.as_json()["seconds"] is None
    assert_nothing_left(place, before)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (script("raise SystemExit('no layout')"), "exit status 1: no layout"),
        (["/nowhere/desk", "preview"], "cannot be started"),
    ],
)
def test_a_preview_that_does_not_start_is_told_at_once(place, command, why):
    """Its exit status and last words, long before the time for starting is over."""
    before, began = sources(place), time.monotonic()
    assert why in measure_preview(place, ENGINE, command).failed
    assert time.monotonic() - began < 20
    assert_nothing_left(place, before)


def test_a_preview_that_hangs_while_starting_is_killed(place, monkeypatch):
    """With all it started, when its time is over."""
    monkeypatch.setattr(preview, "START_WITHIN", 1.0)
    before = sources(place)
    child = "import subprocess, sys, time; sys.stderr.write('busy'); sys.stderr.flush();"
    child += "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    made = measure_preview(place, ENGINE, script(child))
    assert made.failed.startswith("it told no address")
    assert made.failed.endswith("busy")
    assert_nothing_left(place, before)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("mute", "no news for 1 s: last words"),
        ("stale", "does not show what was saved within 1 s: last words"),
        ("trouble", "1 fault a.md:4: no title: last words"),
        ("gone", "last words"),
    ],
)
def test_an_edit_that_is_never_shown_is_told(place, monkeypatch, kind, why):
    """No news, news without the words, a build that fails, and a preview that dies: none of them is waited for long."""
    monkeypatch.setattr(preview, "SHOWN_WITHIN", 1.0)
    before, began = sources(place), time.monotonic()
    made = measure_preview(place, ENGINE, script(SERVER, kind))
    assert why in made.failed
    assert made.samples == {}
    assert time.monotonic() - began < 20
    assert_nothing_left(place, before)


def test_a_preview_that_does_not_end_is_killed_and_told(place, monkeypatch):
    """Ctrl-C is expected to end it."""
    monkeypatch.setattr(preview, "END_WITHIN", 0.5)
    before = sources(place)
    made = measure_preview(place, ENGINE, script(SERVER, "deaf"), times=0)
    assert made.failed.startswith("it did not end well")
    assert_nothing_left(place, before)


def test_an_interruption_ends_the_preview(place, monkeypatch):
    """Ctrl-C between two edits goes on upwards and leaves nothing behind."""

    def interrupted(page, save, words):
        save()
        assert living(place)
        raise KeyboardInterrupt

    monkeypatch.setattr(preview, "_time", interrupted)
    before = sources(place)
    with pytest.raises(KeyboardInterrupt):
        measure_preview(place, ENGINE)
    assert_nothing_left(place, before)


def test_what_was_measured_before_a_failure_is_kept_but_not_judged():
    """The samples stand in the file; the aim has no value."""
    made = Preview(start=1.5, samples={"body": [Sample(0.1, 0.2), Sample(0.3, 0.6)]}, failed="hung up")
    kept = made.as_json()
    assert kept["edits"]["body"]["shown"] == {"median": 0.4, "max": 0.6, "samples": [0.2, 0.6]}
    assert kept["seconds"] is None
