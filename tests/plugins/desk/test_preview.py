"""``desk preview`` as an editor runs it: a process of its own, real edits, real connections, a real browser."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from plugins.build.problems import CannotRun
from plugins.desk import edits as edits_module
from plugins.desk.board import Board
from plugins.desk.edits import Edits, watch_edits
from plugins.desk.preview import keep_building
from plugins.desk.preview_server import POLICY, PreviewServer, open_server
from plugins.desk.rebuild import Result
from tests.plugins.small_site import ROOT, THEME, desk, document, write_site

PATIENCE = 30.0
"""Seconds to wait for what must come; machines that test are busy."""
PAGE = "/tzgg/2026-10/tzgg-1.html"


class Preview:
    """A running ``desk preview`` over a small site in ``folder``, which holds its own settings and theme."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
        self.folder, self.process, self._log = folder, process, log

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.folder / "content"

    @property
    def said(self) -> str:
        """What the terminal shows."""
        return self._log.read_text(encoding="utf-8")

    @property
    def port(self) -> int:
        """From the address it printed."""
        return int(self.said.partition("http://127.0.0.1:")[2].partition("/")[0])

    def wait_to_say(self, text: str, times: int = 1) -> None:
        """Until the terminal shows a text so often."""
        wait_until(lambda: self.said.count(text) >= times, lambda: self.said)

    def get(self, path: str, host: str = "", method: str = "GET") -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and text of an address."""
        return get(self.port, path, host, method)

    def processes(self) -> list[psutil.Process]:
        """It and everything it started."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


class Listener:
    """An open page's connection: the news, one after the other."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._connection.request("GET", "/__preview/events")
        self._response = self._connection.getresponse()
        assert self._response.headers["Content-Type"] == "text/event-stream; charset=utf-8"

    def next(self) -> dict[str, Any]:
        """The next news; waits for it."""
        deadline = time.monotonic() + PATIENCE  # heartbeats come all the time
        while (line := self._response.readline()) and time.monotonic() < deadline:
            if line.startswith(b"data: "):
                news: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return news
        raise AssertionError("no news")

    def read_to_end(self) -> bytes:
        """What still comes until the other side closes."""
        return self._response.read()


def get(port: int, path: str, host: str = "", method: str = "GET") -> tuple[int, http.client.HTTPMessage, str]:
    """Status, headers and text of an address on loopback."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers={"Host": host} if host else {})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode(errors="replace")
    finally:
        connection.close()


def wait_until(is_so: Callable[[], object], state: Callable[[], object] = lambda: "") -> None:
    """Until something is so; fails with ``state`` when it does not become so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, state()
        time.sleep(0.002)


def begin_long_build(preview: Preview, folder: Path) -> None:
    """Write so much at once that its build is still under way when a signal comes: one document takes no time."""
    body = "".join(f"第{number}段，见[通知](tzgg-1.md)和*重点*。\n\n" for number in range(120))
    for number in range(250):
        (preview.content / f"tzgg/c-{number}.md").write_text(document(f"c-{number}", body=body))
    wait_until((folder / "site.stage").exists)


@contextmanager
def previewing(folder: Path, files: dict[str, str | bytes | None] | None = None, port: int = 0) -> Iterator[Preview]:
    """Write a small site and preview it; whatever happens, nothing runs on afterwards."""
    write_site(folder, files)
    shutil.copytree(THEME, folder / "theme", dirs_exist_ok=True)
    shutil.copy(ROOT / "pelicanconf.py", folder)
    with start(folder, port) as preview:
        preview.wait_to_say("按 Ctrl-C 停止")
        yield preview


@contextmanager
def start(folder: Path, port: int = 0) -> Iterator[Preview]:
    """``desk preview`` in a folder."""
    log = folder / "terminal.log"
    with log.open("wb") as terminal:
        process = subprocess.Popen(
            [Path(sys.executable).parent / "desk", "preview", "--port", str(port)],
            cwd=folder,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
    try:
        yield Preview(folder, process, log)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def test_an_edit_reaches_open_pages(tmp_path):
    """New text is served and told; other edits are told for what they are; nothing is written beside the site."""
    with previewing(tmp_path) as preview:
        listener = Listener(preview.port)
        first = listener.next()
        assert first["trouble"] is None
        status, headers, before = preview.get(PAGE)
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert f'data-pages="{first["pages"]}" data-styles="{first["styles"]}"' in before
        assert "改过的正文" not in before

        (preview.content / "tzgg/tzgg-1.md").write_text(document(body="改过的正文。\n"))
        second = listener.next()
        assert second["pages"] != first["pages"]
        assert second["styles"] == first["styles"]
        after = preview.get(PAGE)[2]
        assert "改过的正文" in after
        assert f'data-pages="{second["pages"]}"' in after

        (preview.folder / "theme/static/site.css").write_text("body { color: #111; }\n")
        third = listener.next()
        assert third["styles"] != first["styles"]
        assert third["pages"] == second["pages"]

        (preview.content / "tzgg/.tzgg-1.md.swp").write_text("an editor's own")
        (preview.content / "tzgg/b.md").write_text(document("b", status="draft"))
        preview.wait_to_say("网页没有变化（草稿和没有到发布时间的文档不显示）")
        assert ".swp" not in preview.said
        assert "content/tzgg/tzgg-1.md 有改动：更新了 " in preview.said
        assert not (tmp_path / "output").exists()


def test_broken_content_is_told_and_the_pages_stay(tmp_path):
    """All problems go to the browser and, once, to the terminal; when mended the report goes."""
    bad = document("a", title="", source="")
    with previewing(tmp_path) as preview:
        listener = Listener(preview.port)
        first = listener.next()
        (preview.content / "tzgg/a.md").write_text(bad)
        broken = listener.next()
        assert broken["pages"] == first["pages"]
        assert broken["trouble"] == {
            "title": "共 2 处问题，涉及 1 个文件",
            "lines": [
                "content/tzgg/a.md:5: 缺少“来源”。请在文件头加一行，例如 source: 明川县财政局",
                "content/tzgg/a.md:5: 缺少“标题”。请在文件头加一行，例如 title: 关于……的通知",
            ],
            "advice": "改正并保存后会自动重新生成，在那以前网页保持原样",
        }
        assert preview.get(PAGE)[0] == 200
        (preview.content / "tzgg/a.md").write_text(bad + "再写一句。\n")
        preview.wait_to_say("同上，网页保持原样")
        for line in broken["trouble"]["lines"]:
            assert preview.said.count(line) == 1
        (preview.content / "tzgg/a.md").write_text(document("a"))
        mended = listener.next()
        assert mended["trouble"] is None
        assert mended["pages"] != first["pages"]
        assert preview.get("/tzgg/2026-10/a.html")[0] == 200
        preview.wait_to_say("问题已改正，更新了 ")


def test_no_edit_ends_it(tmp_path):
    """Templates, settings and file names may all be broken: each is told, the pages stay, and it goes on."""
    with previewing(tmp_path) as preview:
        listener = Listener(preview.port)
        listener.next()
        template = preview.folder / "theme/templates/article.html"
        sound = template.read_text()
        template.write_text("{% if %}")
        trouble = listener.next()["trouble"]
        assert trouble["title"] == "网页没有生成"
        assert "article.html:1: 模板出错" in trouble["lines"][0]
        template.write_text(sound)
        assert listener.next()["trouble"] is None

        settings = preview.folder / "pelicanconf.py"
        right = settings.read_text()
        settings.write_text(right + "\n1 / 0\n")
        trouble = listener.next()["trouble"]
        assert (trouble["title"], trouble["lines"]) == ("程序出错", ["ZeroDivisionError: division by zero"])
        preview.wait_to_say("Traceback (most recent call last):")
        assert "Traceback" not in json.dumps(trouble)
        settings.write_text(right.replace('"plugins.search"', '"plugins.no_such"'))
        trouble = listener.next()["trouble"]
        assert "插件没有装上：plugins.no_such" in trouble["lines"][-1]
        settings.write_text(right)
        assert listener.next()["trouble"] is None

        name = os.fsencode(preview.content) + b"/tzgg/\xff.md"
        Path(os.fsdecode(name)).write_text(document("odd", title=""))
        assert len(listener.next()["trouble"]["lines"]) == 1
        os.unlink(os.fsdecode(name))
        assert listener.next()["trouble"] is None
        assert preview.get(PAGE)[0] == 200


def test_each_build_has_the_plugins_of_its_settings_only(tmp_path):
    """A plugin taken out of the settings writes no more: no receiver of an earlier build is left."""
    with previewing(tmp_path) as preview:
        listener = Listener(preview.port)
        listener.next()
        assert preview.get("/tzgg/feed.atom")[1]["Content-Type"] == "application/atom+xml; charset=utf-8"
        settings = preview.folder / "pelicanconf.py"
        settings.write_text(settings.read_text().replace('    "plugins.feeds",\n', ""))
        listener.next()
        assert preview.get("/tzgg/feed.atom")[0] == 404
        assert preview.get(PAGE)[0] == 200


def test_a_site_that_is_broken_from_the_start_can_be_mended(tmp_path):
    """There is no page yet, so a page of our own stands there, waits for news, and gives way."""
    with previewing(tmp_path, {"tzgg/tzgg-1.md": document(title="")}) as preview:
        status, _, page = preview.get(PAGE)
        assert status == 503
        assert "还没有可以预览的网页" in page
        assert "/__preview/reload.js" in page
        listener = Listener(preview.port)
        first = listener.next()
        assert "缺少“标题”" in first["trouble"]["lines"][0]
        (preview.content / "tzgg/tzgg-1.md").write_text(document())
        assert listener.next()["pages"] != first["pages"]
        assert preview.get(PAGE)[0] == 200


def test_a_folder_that_goes_and_comes_back_is_watched_again(tmp_path):
    """As when another branch is checked out, or content is replaced by an unpacked archive."""
    with previewing(tmp_path) as preview:
        listener = Listener(preview.port)
        listener.next()
        preview.content.rename(tmp_path / "aside")
        assert "没有找到内容目录" in listener.next()["trouble"]["lines"][0]
        assert preview.get(PAGE)[0] == 200
        shutil.copytree(tmp_path / "aside", preview.content)
        assert listener.next()["trouble"] is None
        (preview.content / "tzgg/tzgg-1.md").write_text(document(body="回来以后。\n"))
        listener.next()
        assert "回来以后" in preview.get(PAGE)[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("building", [False, True])
def test_it_ends_with_nothing_left(tmp_path, number, building):
    """At rest and in the middle of a build, with a page open: exit status 0, one line, no process, no file."""
    with previewing(tmp_path) as preview:
        listener = Listener(preview.port)
        listener.next()
        folder = tmp_path / ".state/preview" / str(preview.port)
        assert folder.stat().st_mode & 0o777 == 0o700
        before = preview.said
        if building:
            begin_long_build(preview, folder)
        processes = preview.processes()
        assert preview.end(number) == 0
        assert preview.said.removeprefix(before) == "预览已停止。\n"
        assert psutil.wait_procs(processes[1:], timeout=PATIENCE)[1] == []
        assert not (tmp_path / ".state").exists()
        assert b"data:" not in listener.read_to_end()


def test_ctrl_c_in_a_terminal_ends_it_as_well(tmp_path):
    """There the signal reaches every process at once, and none of them may print a traceback."""
    with previewing(tmp_path) as preview:
        before = preview.said
        begin_long_build(preview, tmp_path / ".state/preview" / str(preview.port))
        os.killpg(preview.process.pid, signal.SIGINT)
        os.killpg(preview.process.pid, signal.SIGINT)
        assert preview.process.wait(PATIENCE) == 0
        assert preview.said.removeprefix(before) == "预览已停止。\n"


def test_what_a_killed_preview_left_is_swept(tmp_path):
    """Its helpers end by themselves, and the next preview on that port neither trips over its pages nor serves them."""
    with previewing(tmp_path) as preview:
        port = preview.port
        processes = preview.processes()
        assert preview.end(signal.SIGKILL) == -signal.SIGKILL
        assert psutil.wait_procs(processes[1:], timeout=PATIENCE)[1] == []
    left = tmp_path / ".state/preview" / str(port)
    assert (left / "site/index.html").exists()
    (left / "site/old.html").write_text("old")
    with start(tmp_path, port) as preview:
        preview.wait_to_say("按 Ctrl-C 停止")
        assert preview.port == port
        assert preview.get(PAGE)[0] == 200
        assert preview.get("/old.html")[0] == 404
        assert preview.end() == 0
    assert not left.exists()


def test_a_taken_port_is_passed_over(tmp_path):
    """The next free one is used, and the editor is told of it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with previewing(tmp_path, port=port) as preview:
            assert preview.port > port
            assert f"端口 {port} 已被占用，改用 {preview.port}。" in preview.said


def test_what_cannot_run_says_why_with_status_2(tmp_path):
    """What no edit could mend is told at once, without a traceback."""
    content = write_site(tmp_path)
    for arguments, said in (
        (["--content", tmp_path / "nowhere"], "没有找到内容目录"),
        (["--content", content, "--theme", tmp_path], "没有找到主题"),
        (["--content", content, "--now", "soon"], "不是时间"),
    ):
        done = desk("preview", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr


# The server alone, in this process.


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PreviewServer]:
    """A server over ``tmp_path``/site, with a secret beside it and a link to that secret inside."""
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    (site / "up").symlink_to(tmp_path)
    for name in ("index.html", "404.html", "a/index.html", "a/b.html"):
        (site / name).write_text(f"<html><head><title>{name}</title></HEAD ><body>{name}</body></html>")
    with open_server(0, Board()) as made:
        made.root = site
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.board.close()
        made.shutdown()
        thread.join()


def ask(port: int, request: bytes) -> bytes:
    """What the server answers to bytes that no client library would send."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while some := connection.recv(65536):
            answer += some
        return answer


def test_every_answer_has_the_headers_of_the_published_site(server):
    """The policy is that of nginx in deploy/, and nothing may be kept or embedded."""
    from deploy.nginx import POLICY as PUBLISHED

    assert POLICY == PUBLISHED
    for path in ("/", "/nowhere", "/a", "/__preview/reload.js"):
        headers = get(server.port, path)[1]
        assert headers["Content-Security-Policy"] == PUBLISHED
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers


def test_addresses_are_answered_as_nginx_would(server):
    """Folders have their index and a slash, what is missing has the site's page, HEAD has no body."""
    status, _, text = get(server.port, "/a/")
    assert (status, "a/index.html" in text) == (200, True)
    assert text.count("/__preview/reload.js") == 1
    assert text.index("/__preview/reload.js") < text.index("</HEAD >")
    assert (server.root / "a/index.html").read_text().count("__preview") == 0
    status, headers, _ = get(server.port, "/a?x=1")
    assert (status, headers["Location"]) == (301, "/a/?x=1")
    for missing in (
        "/nowhere.html",
        "/a/nowhere/",
        "/a/b.html/",
        "/up/",
        "/__preview/",
        "/" + "x" * 300,
        "/%ff",
        "/%00",
    ):
        status, headers, text = get(server.port, missing)
        assert (status, "404.html" in text) == (404, True), missing
        assert headers["Content-Type"] == "text/html; charset=utf-8"
    whole, head = get(server.port, "/a/b.html"), get(server.port, "/a/b.html", method="HEAD")
    assert (head[0], head[2]) == (200, "")
    assert head[1]["Content-Length"] == whole[1]["Content-Length"] == str(len(whole[2].encode()))
    status, _, text = get(server.port, "/", method="POST")
    assert (status, text) == (501, "不能处理这个请求（501）\n")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x.css", "text/css; charset=utf-8"),
        ("x.js", "text/javascript; charset=utf-8"),
        ("x.json", "application/json; charset=utf-8"),
        ("x.csv", "text/csv; charset=utf-8"),
        ("x.map", "text/plain; charset=utf-8"),
        ("x.txt", "text/plain; charset=utf-8"),
        ("x.xml", "application/xml; charset=utf-8"),
        ("x.atom", "application/atom+xml; charset=utf-8"),
        ("x.svg", "image/svg+xml"),
        ("X.PNG", "image/png"),
        ("x.webp", "image/webp"),
        ("x.pdf", "application/pdf"),
        ("x.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("x.tar.gz", "application/octet-stream"),
        ("x", "application/octet-stream"),
    ],
)
def test_files_have_their_type_and_their_bytes(server, name, kind):
    """Whatever this machine's own table says."""
    data = "内容".encode()
    (server.root / name).write_bytes(data)
    status, headers, text = get(server.port, f"/{name}")
    assert (status, headers["Content-Type"], text) == (200, kind, "内容")
    assert headers["Content-Length"] == str(len(data))


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/a/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/a/..%2f..%2fsecret.txt",
        "//../secret.txt",
        "/./../secret.txt",
        "/link.txt",
        "/up/secret.txt",
        "../secret.txt",
        "/a/%00/../../../secret.txt",
        "{secret}",
        "/{secret}",
    ],
)
def test_nothing_outside_the_pages_can_be_read(server, path):
    """By no spelling of the way up, by no link, by no absolute path."""
    path = path.replace("{secret}", str(server.root.parent / "secret.txt"))
    answer = ask(server.port, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"secret" not in answer


def test_only_its_own_names_are_answered(server):
    """A name that somebody made to point here gets nothing, not even the news."""
    port = server.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        assert get(port, "/", host)[0] == 200
    hostile = [
        b"Host: evil.example",
        f"Host: evil.example:{port}".encode(),
        f"Host: 127.0.0.1:{port}.evil.example".encode(),
        b"Host: 127.0.0.1",
        f"Host: 127.0.0.1:{port}\r\nHost: evil.example".encode(),
        b"X: no host",
    ]
    for header in hostile:
        for path in (b"/", b"/__preview/events"):
            answer = ask(port, b"GET " + path + b" HTTP/1.1\r\n" + header + b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 403 "), header
            assert b"<html" not in answer
            assert b"data:" not in answer
    with pytest.raises(ConnectionRefusedError):  # every address of 127/8 is this machine; only one is served
        socket.create_connection(("127.0.0.2", port), 5)


def test_a_redirect_cannot_lead_elsewhere(server):
    """Two slashes at the front of a Location would name another host."""
    (server.root / "evil.example").mkdir()
    request = f"GET //evil.example HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
    assert b"Location: /evil.example/\r\n" in ask(server.port, request.encode())


def test_garbage_is_answered_in_one_line_and_told_to_nobody(server, capfd):
    """Broken requests and browsers that hang up leave no traceback in the editor's terminal."""
    for garbage in (b"\x16\x03\x01\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"x" * 70000):
        assert b"<" not in ask(server.port, garbage)
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(f"GET /__preview/events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        assert connection.recv(10)
    for number in range(3):
        server.board.post(Result(changed=frozenset({f"{number}.html"})))
        time.sleep(0.05)
    assert get(server.port, "/")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_no_free_port_is_told():
    """Beyond the last port there is none to try."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 65535))
        taken.listen()
        with pytest.raises(CannotRun, match="没有空闲的端口"):
            open_server(65535, Board())


# The loop alone, with engines made for the test.


def test_edits_during_a_build_ask_for_exactly_one_more():
    """However many bursts come, the next build is for all of them together."""
    edits, told = Edits(), []
    calls: list[set[Path]] = []
    begun, go_on = threading.Event(), threading.Event()

    def rebuild(changed: set[Path]) -> Result:
        calls.append(changed)
        begun.set()
        assert go_on.wait(PATIENCE)
        return Result()

    thread = threading.Thread(target=keep_building, args=(rebuild, edits, lambda *said: told.append(said)))
    thread.start()
    edits.put(set())
    assert begun.wait(PATIENCE)
    for name in ("a", "b", "b", "c"):
        edits.put({Path(name)})
    go_on.set()
    wait_until(lambda: len(told) == 2)
    edits.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert calls == [set(), {Path("a"), Path("b"), Path("c")}]


def test_an_engine_that_raises_does_not_end_the_loop():
    """The fault is told with its traceback, and the next edit is built."""
    edits = Edits()
    told: list[Result] = []

    def rebuild(changed: set[Path]) -> Result:
        if not changed:
            raise RecursionError("too deep")
        return Result(frozenset({"index.html"}))

    thread = threading.Thread(target=keep_building, args=(rebuild, edits, lambda _, result, __: told.append(result)))
    thread.start()
    edits.put(set())
    wait_until(lambda: told)
    edits.put({Path("a.md")})
    wait_until(lambda: len(told) == 2)
    edits.close()
    thread.join(PATIENCE)
    assert told[0].trouble is not None
    assert told[0].trouble.lines == ("RecursionError: too deep",)
    assert "in rebuild" in told[0].trouble.details
    assert told[1] == Result(frozenset({"index.html"}))


def test_without_watches_of_the_kernel_files_are_compared(tmp_path, monkeypatch):
    """Where the kernel refuses (too many watches), an edit is still seen."""
    real = edits_module.watch

    def watch(*folders: Path, force_polling: bool | None, **options: Any) -> Iterator[Any]:
        if not force_polling:
            raise RuntimeError("OS file watch limit reached.")
        return real(*folders, force_polling=True, **options)

    monkeypatch.setattr(edits_module, "watch", watch)
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.md").write_text("a")
    bursts = watch_edits([content], tmp_path / "pelicanconf.py")
    writer = threading.Timer(1, lambda: (content / "a.md").write_text("changed"))
    writer.start()
    assert any(content / "a.md" in burst for burst in itertools.islice(bursts, 3))
    writer.join()
    bursts.close()


# A real browser.


@pytest.mark.browser
def test_an_open_page_keeps_up_by_itself(tmp_path):
    """It reloads and keeps its place, takes styles without a reload, and shows what is wrong to everybody."""
    from selenium.webdriver.common.keys import Keys

    from auditor.browser.axe import find_axe, run_axe
    from auditor.browser.chromium import chromium

    long = "".join(f"第{number}段。\n\n" for number in range(200))
    write_site(tmp_path, {"tzgg/tzgg-1.md": document(body=long)})
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    with start(tmp_path) as preview:
        preview.wait_to_say("按 Ctrl-C 停止")
        base = f"http://127.0.0.1:{preview.port}"
        with chromium([base]) as browser:
            driver = browser.driver

            def shows(script: str) -> Any:
                return driver.execute_script(
                    f"const panel = document.querySelector('#gk-preview')?.shadowRoot; {script}"
                )

            def is_open() -> Any:
                return shows("return panel && !panel.querySelector('aside').hidden")

            driver.get(base + PAGE)
            driver.execute_script("window.scrollTo(0, 2000); window.mark = 'old page'")
            (preview.content / "tzgg/tzgg-1.md").write_text(document(body=long + "新的一段。\n"))
            wait_until(lambda: "新的一段" in driver.page_source)
            assert driver.execute_script("return window.mark") is None
            wait_until(lambda: driver.execute_script("return scrollY") == 2000)

            driver.execute_script("window.mark = 'same page'")
            with (tmp_path / "theme/static/site.css").open("a", encoding="utf-8") as css:
                css.write("h1 { color: rgb(1, 2, 3); }\n")
            colour = "return getComputedStyle(document.querySelector('h1')).color"
            wait_until(lambda: driver.execute_script(colour) == "rgb(1, 2, 3)")
            assert driver.execute_script("return window.mark") == "same page"
            sheets = "return document.querySelectorAll('link[rel=stylesheet]').length"
            wait_until(lambda: driver.execute_script(sheets) == 2)
            assert not is_open()

            (preview.content / "tzgg/tzgg-1.md").write_text(document(title="", source="", body=long))
            wait_until(is_open)
            assert driver.execute_script("return window.mark") == "same page"
            assert shows("return panel.querySelectorAll('li').length") == 2
            assert "缺少“标题”。请在文件头加一行" in shows("return panel.querySelector('ul').textContent")
            assert shows("return panel.querySelector('[role=status]').textContent") == "共 2 处问题，涉及 1 个文件"
            assert shows("return document.activeElement === document.body")  # nobody's focus was taken
            wait_until(lambda: shows("return getComputedStyle(panel.querySelector('aside')).position") == "fixed")
            for width in (1280, 360):
                driver.execute_cdp_cmd(
                    "Emulation.setDeviceMetricsOverride",
                    {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
                )
                results = run_axe(driver, find_axe())[1]
                assert [(r.rule, r.nodes[0].html) for r in results if r.outcome == "violation"] == []
                assert [r.rule for r in results if any("gk-preview" in n.selector for n in r.nodes)] == []

            shows("panel.querySelector('button').focus()")
            driver.switch_to.active_element.send_keys(Keys.ENTER)
            wait_until(lambda: shows("return panel.querySelector('button').getAttribute('aria-expanded')") == "false")
            driver.refresh()  # folded it stays, and it still says that something is wrong
            wait_until(is_open)
            assert shows("return panel.querySelector('#report').hidden")

            (preview.content / "tzgg/tzgg-1.md").write_text(document(body=long + "新的一段。\n"))
            wait_until(lambda: not is_open())
            assert shows("return panel.querySelector('[role=status]').textContent") == "问题已改正"

            port = preview.port
            assert preview.end() == 0
            wait_until(is_open)
            assert shows("return panel.querySelector('#title').textContent") == "预览已经停止"
            driver.execute_script("window.mark = 'before the restart'")
            with start(tmp_path, port) as again:
                again.wait_to_say("按 Ctrl-C 停止")
                wait_until(lambda: driver.execute_script("return window.mark") is None)
                wait_until(lambda: is_open() is False)
