"""Documents read once: what did not change is neither opened nor parsed, and nothing is ever believed that is not so."""

from __future__ import annotations

import os
import shutil
import time
import zlib
from pathlib import Path

import pytest

from plugins.build import library as reading
from plugins.build import source as parsing
from plugins.build.library import LAG, RECORDS, Cache, Library, read_library
from plugins.build.problems import CannotRun, Problem
from plugins.build.quick import TICK_NS
from plugins.build.scan import scan
from plugins.build.shelf import FILE
from plugins.build.source import read_source
from tests.plugins.small_site import ROOT, document, portal, write_site

ID = "11010519491231002X"
"""Invented by the standard's own arithmetic; the area is a province's that the example of GB 11643 uses."""
GATES = ("plugins.privacy_gate:judge_source",)
PATHS = [f"tzgg/n-{n}.md" for n in range(5)]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Six documents, none of them written in this instant."""
    files = {path: document(path[5:-3], title=f"标题{path}", body="[a](tzgg-1.md)\n") for path in PATHS}
    made = write_site(tmp_path, files)
    settle()
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the documents that are opened from here on, in this process."""
    paths: list[str] = []
    real = parsing.read_bytes

    def noting(job: parsing.Job) -> bytes | Problem:
        paths.append(job.path)
        return real(job)

    for module in (reading, parsing):
        monkeypatch.setattr(module, "read_bytes", noting)
    return paths


def settle() -> None:
    """Wait until a change to a file can be told from the one before it."""
    time.sleep(2 * TICK_NS / 1e9)


def read(content: Path, stamp: str = "s", year: int = 2026, workers: int = 1) -> Library:
    """What a build does with documents: read them, keep what was read. Each call knows what is on the disk only."""
    scanned_ns = time.time_ns()
    cache = Cache(content.with_name("cache"), stamp)
    library = read_library(scan(content), cache.shelf, cache.known(year), year, GATES, workers)
    cache.keep(library, scanned_ns)
    cache.shelf.close()
    return library


def without_cache(content: Path, year: int = 2026) -> Library:
    """The documents as a first build reads them."""
    return read_library(scan(content), None, {}, year, GATES, 1)


def test_what_did_not_change_is_not_opened_again(content, opened):
    """Neither the article nor the whole document needs its file."""
    first = read(content)
    assert first.parsed == len(opened) == 6
    opened.clear()
    second = read(content)
    assert second.articles == first.articles == without_cache(content).articles
    assert list(second.articles) == [*PATHS, "tzgg/tzgg-1.md"]
    assert second.parsed == 0
    opened.clear()
    for path in second.articles:
        assert second.source(path).path == path
    assert opened == []


def test_documents_read_ahead_are_the_same_and_read_once(content, opened):
    """A lot of pages asks the shelf once; a document that is not there is read as ever."""
    library = read(content)
    assert library.shelf is not None
    alone = {path: library.source(path) for path in library.articles}
    opened.clear()
    library.look_ahead([*PATHS, "tzgg/nowhere.md"])
    shutil.rmtree(content.with_name("cache"))  # from here on the shelf has nothing
    library.shelf.close()
    assert {path: library.source(path) for path in PATHS} == {path: alone[path] for path in PATHS}
    assert opened == []
    assert library.source(PATHS[0]) == alone[PATHS[0]]
    assert opened == [PATHS[0]]


def test_only_what_changed_is_opened(content, opened):
    """Written, put in another's place, new; what is gone is gone."""
    read(content)
    (content / PATHS[0]).write_text(document("n-0", title="新"))
    (content / "draft").write_text(document("n-1", title="换"))
    (content / "draft").replace(content / PATHS[1])
    (content / PATHS[2]).rename(content / "tzgg/moved.md")
    (content / PATHS[3]).unlink()
    settle()
    opened.clear()
    found = read(content)
    assert sorted(opened) == ["tzgg/moved.md", PATHS[0], PATHS[1]]
    assert found.parsed == 3
    assert [a.title for a in found.articles.values()] == [
        "标题tzgg/n-2.md",
        "新",
        "换",
        "标题tzgg/n-4.md",
        "关于公开的通知",
    ]
    assert list(found.articles) == sorted(found.articles)
    assert found.articles == without_cache(content).articles


def test_a_few_that_lag_behind_are_opened_in_every_build_and_never_parsed(content, opened):
    """The records are not written anew for them, and are for many."""
    first = read(content)
    records = content.with_name("cache") / RECORDS
    before = records.stat().st_ino
    (content / PATHS[0]).write_text(document("n-0", title="新"))
    (content / PATHS[1]).unlink()
    settle()
    assert read(content).parsed == 1
    for _ in range(2):
        opened.clear()
        found = read(content)
        assert (opened, found.parsed, records.stat().st_ino) == ([PATHS[0]], 0, before)
        assert found.articles == without_cache(content).articles
    for number in range(LAG + 1):
        (content / f"tzgg/more-{number}.md").write_text(document(f"more-{number}"))
    settle()
    assert read(content).parsed == LAG + 1
    assert records.stat().st_ino != before
    opened.clear()
    assert len(read(content).articles) == len(first.articles) + LAG
    assert opened == []


def test_a_file_that_was_only_touched_is_opened_and_not_parsed(content, opened):
    """A checkout gives every file a new time: the shelf knows their bytes."""
    first = read(content)
    for path in PATHS:
        os.utime(content / path)
    settle()
    opened.clear()
    second = read(content)
    assert sorted(opened) == PATHS
    assert second.parsed == 0
    assert second.articles == first.articles


def test_equal_size_and_time_do_not_hide_a_change(content):
    """Archives and copying programs set times back; the time of the change itself nobody can set."""
    file = content / PATHS[0]
    read(content)
    before = file.stat()
    file.write_text(file.read_text().replace("标题", "题标"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert read(content).articles[PATHS[0]].title == "题标tzgg/n-0.md"


@pytest.mark.parametrize(
    ("later", "trusted"), [(0, False), (TICK_NS - 1, False), (TICK_NS, False), (TICK_NS + 1, True)]
)
def test_a_file_changed_in_the_instant_of_the_scan_is_opened_again(content, opened, later, trusted):
    """A second change in that instant would have the same stamp."""
    tree = scan(content)
    cache = Cache(content.with_name("cache"), "s")
    cache.keep(read_library(tree, cache.shelf, {}, 2026, GATES, 1), tree.stamps[PATHS[2]][3] + later)
    known = Cache(content.with_name("cache"), "s").known(2026)
    assert (PATHS[2] in known) == trusted
    opened.clear()
    read(content)
    assert (PATHS[2] not in opened) == trusted


def test_two_changes_in_one_instant_are_both_seen(content):
    """As fast as this machine writes and reads."""
    file = content / PATHS[0]
    for number in range(30):
        file.write_text(document("n-0", title=f"第{number:02}次"))
        assert read(content).articles[PATHS[0]].title == f"第{number:02}次"


DAMAGE = {
    "gone": lambda data: None,
    "empty": lambda data: b"",
    "three bytes": lambda data: data[:3],
    "zeros": lambda data: b"\0\0\0\0",
    "half": lambda data: data[: len(data) // 2],
    "one bit": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "another file": lambda data: _sealed(b"\x93\x01\x02\x03"),
    "another record": lambda data: _sealed(b"\x92\xa6s 2026\x91\x92\x94\1\1\1\1\x91\1"),
    "no message": lambda data: _sealed(b"\xc1"),
}


def _sealed(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big") + data


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_records_cost_time_only(content, opened, damage):
    """Every file is opened again, none is parsed, and the next build has sound records."""
    first = read(content)
    file = content.with_name("cache") / RECORDS
    data = DAMAGE[damage](file.read_bytes())
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    opened.clear()
    second = read(content)
    assert (len(opened), second.parsed) == (6, 0)
    assert second.articles == first.articles
    opened.clear()
    read(content)
    assert opened == []


@pytest.mark.parametrize(("stamp", "year"), [("other", 2026), ("s", 2027)])
def test_what_another_program_or_another_year_read_is_not_believed(content, stamp, year):
    """Our code may read a document otherwise now; a gate may judge it otherwise in another year."""
    read(content)
    found = read(content, stamp, year)
    assert found.parsed == 6
    assert found.articles == without_cache(content, year).articles
    assert read(content, stamp, year).parsed == 0


def test_a_year_and_the_next_can_be_built_in_turn(content):
    """The shelf keeps both: `--now` is for trying out."""
    read(content)
    read(content, year=2027)
    assert read(content).parsed == 0
    assert read(content, year=2027).parsed == 0


FAULTY = {
    "no header": b"text\n",
    "unknown type": document("n-0", type="articel").encode(),
    "missing title": document("n-0", title="").encode(),
    "script": document("n-0", body="<script>x</script>\n").encode(),
    "barred by a gate": document("n-0", body=f"{ID}\n").encode(),
    "another encoding": "---\ntitle: 标题\n---\n".encode("gb18030"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_faulty_documents_are_not_kept(content, fault):
    """What is wrong is told by every build, in the same words, until it is mended."""
    (content / PATHS[0]).write_bytes(FAULTY[fault])
    settle()
    first = read(content)
    told = (first.sources[PATHS[0]].problems, first.sources[PATHS[0]].barred)
    assert any(told)
    assert list(first.sources) == [PATHS[0]]
    for _ in range(2):
        again = read(content)
        assert again.parsed == 1
        assert list(again.sources) == [PATHS[0]]
        assert (again.sources[PATHS[0]].problems, again.sources[PATHS[0]].barred) == told
        assert again.source(PATHS[0]) is again.sources[PATHS[0]]
    (content / PATHS[0]).write_text(document("n-0"))
    settle()
    assert read(content).sources == {}
    assert read(content).parsed == 0


def test_a_sound_document_that_becomes_faulty_is_told(content):
    """The shelf still has the sound one."""
    sound = (content / PATHS[0]).read_bytes()
    read(content)
    (content / PATHS[0]).write_bytes(FAULTY["script"])
    assert [p.what for p in read(content).sources[PATHS[0]].problems] == ["不能使用 <script>"]
    (content / PATHS[0]).write_bytes(sound)
    found = read(content)
    assert (found.sources, found.parsed) == ({}, 0)


def test_a_file_that_cannot_be_read_is_told(content):
    """A pipe put in its place since the scan: no waiting, no old record, and the others are there."""
    read(content)
    tree = scan(content)
    (content / PATHS[0]).unlink()
    os.mkfifo(content / PATHS[0])
    (content / PATHS[1]).unlink()
    cache = Cache(content.with_name("cache"), "other")
    found = read_library(tree, cache.shelf, {}, 2026, GATES, 1)
    assert [(path, source.problems[0].what) for path, source in found.sources.items()] == [
        (PATHS[0], "不是普通文件（管道、设备或套接字）"),
        (PATHS[1], "文件读不了（No such file or directory）"),
    ]
    assert list(found.articles) == [*PATHS[2:], "tzgg/tzgg-1.md"]


@pytest.mark.parametrize("workers", [1, 3])
def test_several_processes_read_what_one_reads(tmp_path, workers):
    """More documents than one lot, faulty ones among them, with a shelf and without."""
    files = {f"tzgg/n-{n:03}.md": document(f"n-{n:03}") for n in range(100)}
    files |= {f"tzgg/n-{n:03}.md": document(f"n-{n:03}", body="<script>x</script>\n") for n in (7, 50)}
    content = write_site(tmp_path, files)
    one = without_cache(content)
    cache = Cache(tmp_path / "cache", "s")
    for shelf in (None, cache.shelf, cache.shelf):
        found = read_library(scan(content), shelf, {}, 2026, GATES, workers)
        assert list(found.articles.items()) == list(one.articles.items())
        faulty = {path: source for path, source in found.sources.items() if source.problems}
        assert faulty == {path: source for path, source in one.sources.items() if source.problems}
        assert sorted(faulty) == ["tzgg/n-007.md", "tzgg/n-050.md"]
    assert found.parsed == 2
    assert all(found.source(path) == one.source(path) for path in one.articles)


def test_a_document_from_the_shelf_is_the_document(tmp_path):
    """Every document of the demo county: fields, lines, values, body, links, as parsing its file gives them."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    settle()
    read(content)
    found = read(content)
    assert found.parsed == 0
    assert len(found.articles) > 100
    for path in found.articles:
        assert found.source(path) == read_source(found.job(path)), path
        assert found.line(found.articles[path], "title") == read_source(found.job(path)).line("title")


def test_a_lost_row_is_parsed_again(content, opened):
    """The records say that the file is as it was; the shelf has been taken away."""
    read(content)
    for file in content.with_name("cache").glob(f"{FILE}*"):
        file.unlink()
    found = read(content)
    assert found.parsed == 0
    opened.clear()
    assert found.source(PATHS[0]) == read_source(found.job(PATHS[0]))
    assert opened[0] == PATHS[0]


@pytest.mark.parametrize("obstacle", ["a file", "a folder"])
def test_a_cache_that_cannot_be_written_costs_time_only(content, obstacle):
    """A file where its folder should be; folders where its files should be."""
    cache = content.with_name("cache")
    if obstacle == "a file":
        cache.write_text("mine")
    else:
        (cache / FILE).mkdir(parents=True)
        (cache / RECORDS / "x").mkdir(parents=True)
    expected = without_cache(content).articles
    for _ in range(2):
        found = read(content)
        assert (found.articles, found.parsed) == (expected, 6)
        assert found.source(PATHS[0]) == read_source(found.job(PATHS[0]))
    assert not list(content.parent.rglob("*.new"))


def test_a_document_that_changes_while_a_build_runs_is_not_published_unjudged(tmp_path, monkeypatch):
    """Where the shelf holds nothing (a disk that refuses), the page is not made from bytes that passed no gate."""
    content = write_site(tmp_path)
    (tmp_path / "output.cache").write_text("no folder")
    ready = portal(content, tmp_path / "output")
    passed = ready._get_writer

    def edited() -> object:
        stage = passed()
        (content / "tzgg/tzgg-1.md").write_text(document("tzgg-1", body=f"{ID}\n"))
        return stage

    monkeypatch.setattr(ready, "_get_writer", edited)
    with pytest.raises(CannotRun, match=r"content/tzgg/tzgg-1\.md.*有改动.*请重新运行"):
        ready.build()
    assert not list((tmp_path / "output").rglob("*.html"))
