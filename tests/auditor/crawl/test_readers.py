"""Pages read in worker processes: the same as here, and a process that dies is no traceback."""

from __future__ import annotations

import os
import signal
import threading
from functools import partial
from pathlib import Path

import pytest

from auditor.crawl import readers
from auditor.crawl.readers import Readers, processes_wanted
from auditor.crawl.reading import Method, links_of, read_response, unpack_hits
from auditor.crawl.response import Response
from auditor.crawl.url import resolve
from auditor.errors import CannotRun
from auditor.model import ANCHORED, NOWHERE, Hit, Link, PageFacts

from .toy import links_to, toy_facts

URL = "http://127.0.0.1:1/"


def answer(html: str, url: str = URL) -> Response:
    """A page's answer."""
    return Response(url=url, final_url=url, status=200, headers=(("content-type", "text/html"),), body=html.encode())


def judge(facts: PageFacts) -> list[tuple[str, Hit]]:
    """One hit, with all that it may hold."""
    return [("a/b", Hit(url=facts.url, message="话", mark=(0, 1), severity="P1", clauses=("x",)))]


def odd_facts(response: Response, depth: int) -> PageFacts:
    """Facts that make a process die, or a programmer's mistake."""
    if b"die" in response.body:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"mistake" in response.body:
        raise ZeroDivisionError("a mistake")
    return toy_facts(response, depth)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is few enough."""
    monkeypatch.setattr(readers, "FEW", 0)


def test_processes_and_this_one_read_the_same() -> None:
    """Byte for byte, from many threads at a time."""
    method = Method(facts=toy_facts, judge=judge)
    pages = [answer(links_to(f"/{n}", f"/{n}#x")) for n in range(20)]
    many = Readers(method, 2)
    got: dict[int, object] = {}

    def ask(number: int) -> None:
        got[number] = many.read(pages[number], number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    many.close()
    alone = Readers(method)
    assert [got[number] for number in range(20)] == [alone.read(one, depth) for depth, one in enumerate(pages)]


def test_hits_come_back_as_they_were() -> None:
    """Packed and unpacked."""
    kept = read_response(Method(facts=toy_facts, judge=judge), answer(""), 0).hits
    assert unpack_hits(kept) == judge(toy_facts(answer(""), 0))
    assert unpack_hits(b"") == []


def test_a_process_that_dies_of_a_page_is_told_in_one_line() -> None:
    """After a second one died of it; the others go on."""
    many = Readers(Method(facts=odd_facts), 2)
    with pytest.raises(CannotRun, match=r"两次意外退出.*--jobs 1"):
        many.read(answer("die"), 0)
    assert many.read(answer("live"), 0).digest
    many.close()


def test_a_programmers_mistake_keeps_its_kind_and_names_the_page() -> None:
    """It is raised where the page was asked to be read."""
    many = Readers(Method(facts=odd_facts), 2)
    with pytest.raises(ZeroDivisionError, match="a mistake") as raised:
        many.read(answer("mistake"), 0)
    assert URL in str(raised.value.__notes__)
    many.close()


def told_facts(begun: str, response: Response, depth: int) -> PageFacts:
    """Facts that say when they are begun, and never come."""
    Path(begun).write_bytes(b"!")
    threading.Event().wait(60)
    return toy_facts(response, depth)


def test_closing_leaves_no_thread_waiting_for_a_process(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a page: the process ends, and so does who waits for it."""
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    many = Readers(Method(facts=partial(told_facts, str(begun))), 2)
    ended: list[BaseException] = []

    def ask() -> None:
        try:
            many.read(answer("x"), 0)
        except CannotRun as error:
            ended.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    begun.read_bytes()  # waits until a process is at it
    many.close()
    thread.join(20)
    assert not thread.is_alive()
    assert len(ended) == 1


def test_few_pages_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would cost more than it spares."""
    monkeypatch.setattr(readers, "FEW", 3)
    many = Readers(Method(facts=toy_facts), 2)
    for _ in range(3):
        many.read(answer(""), 0)
    assert many.running == 0
    many.read(answer(""), 0)
    assert many.running == 1
    many.close()
    assert many.running == 0


def test_one_process_for_each_core() -> None:
    """That this process may use."""
    assert processes_wanted() >= 1


def link(raw: str, tag: str = "a", role: str = "page") -> Link:
    """A reference as the facts tell it."""
    to = resolve(URL, raw)
    return Link(
        url=to.url, raw=raw, role=role, tag=tag, attribute="href",  # type: ignore[arg-type]
        fragment=to.fragment, scheme="" if to.url else to.scheme, problem=to.problem,
    )  # fmt: skip


def test_each_address_is_named_once_as_page_or_file() -> None:
    """In the order of the document."""
    found = links_of([link("/b"), link("/a"), link("/b#"), link("/s.css", "link", "asset"), link("/find", "form")])
    assert found.followed == (URL + "b", URL + "a")
    assert found.checked == (URL + "s.css", URL + "find")
    assert found.marks == ()


@pytest.mark.parametrize(
    ("raw", "marks"),
    [
        ("/a#x", (ANCHORED,)), ("#x", (ANCHORED,)), ("mailto:a@b.cn", ()), ("javascript:;", ()), ("tel:1", ()),
        ("file:///C:/a.doc", (NOWHERE,)), ("http://[::1", (NOWHERE,)), ("htttp://a.cn", (NOWHERE,)),
    ],
)  # fmt: skip
def test_what_some_checks_look_for_is_marked(raw: str, marks: tuple[str, ...]) -> None:
    """Places within a page; references that lead nowhere."""
    assert links_of([link(raw)]).marks == marks
