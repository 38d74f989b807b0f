"""What is made of a run: the access log, the judgement, the wish, the slow server."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from bench.crawl.__main__ import read_wish
from bench.crawl.corpus import Manifest
from bench.crawl.engine import address
from bench.crawl.rounds import read_log
from bench.crawl.verdicts import judge
from tests.conftest import ROOT

MANIFEST = Manifest(
    pages=2, links=3, dead={"/a.html": "", "/moved": ""}, dead_anchors=("/b.html#gone",), alive={},
    lands={"/nowhere.html": "/moved"},
)  # fmt: skip


def test_the_log_is_counted(tmp_path):
    """A page counts once, and only where it was given out whole."""
    log = tmp_path / "log"
    lines = [
        "GET\t200\t10\t/",
        "GET\t200\t10\t/",
        "HEAD\t200\t0\t/b.html",
        "GET\t404\t5\t/a.html",
        "GET\t200\t7\t/a.pdf",
    ]
    log.write_text("\n".join(lines) + "\n")
    asked = read_log(log)
    assert (asked.requests, asked.pages, asked.bytes, asked.methods) == (5, 1, 32, {"GET": 4, "HEAD": 1})


def test_found_missed_and_false_are_told_apart():
    """Whatever the spelling; where a redirect ends is as right as where it begins."""
    right = judge(MANIFEST, ["http://h/nowhere.html", "http://h/b.html#gone", "http://h/c.html"])
    assert (right.dead, right.missed, right.anchors, right.false) == (1, ("/a.html",), 1, ("/c.html",))


def test_one_address_however_it_is_spelt():
    """Chinese as it is and percent-encoded, a space, a place's name."""
    assert address("http://h/公开/a b.html#资") == address("http://h/%E5%85%AC%E5%BC%80/a%20b.html#%E8%B5%84")


@pytest.mark.parametrize("wrong", [{"PAGES": "10"}, {"ROUNDS": "x"}, {"ENGINES": "wget"}, {"CASES": "none"}])
def test_a_wish_that_makes_no_sense_is_refused(wrong):
    """With the name of what is wrong."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        read_wish(wrong)


def test_the_slow_server_answers_304_to_its_own_tag(tmp_path):
    """And 404 to what is not there, also outside its folder."""
    (tmp_path / "index.html").write_text("hello")
    command = [sys.executable, "-m", "bench.crawl.delayed", str(tmp_path), "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            base = server.stdout.readline().strip()
            with urllib.request.urlopen(f"{base}/", timeout=5) as answer:
                assert answer.read() == b"hello"
                tag = answer.headers["ETag"]
            for path, headers, status in (("/", {"If-None-Match": tag}, 304), ("/../x", {}, 404)):
                with pytest.raises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(urllib.request.Request(base + path, headers=headers), timeout=5)
                assert refused.value.code == status
        finally:
            server.terminate()
        assert server.stdout.read().split() == ["3", "14"]
