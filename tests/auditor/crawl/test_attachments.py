"""Attachments of a served site: asked once, whole, kept with what they say; what was left out is in the coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auditor.crawl.crawl import crawl
from auditor.crawl.fetch import Limits
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.reading import Facts, Hits, Method, unpack_hits
from auditor.crawl.response import Response
from auditor.crawl.site import CrawledSite
from auditor.crawl.target import Budget, CrawlResult, Options, WebTarget
from auditor.model import FileFacts, Hit, PageFacts
from standards.documents.eyes import find_reader
from tests.plugins.privacy.drawings import clear, table
from tests.standards.documents.maker import ID, pdf

from .farm import Farm, Talk, page, reply
from .toy import links_to, toy_facts

PDF = "application/pdf"
ROWS = "姓名,说明\n甲某,一\n".encode()


def judge(file: FileFacts) -> Hits:
    """One hit, which says what the file is called."""
    return [("a/b", Hit(url=file.url, message=file.name))]


class Audit:
    """One frontier, crawled as often as wanted."""

    def __init__(self, farm: Farm) -> None:
        self.farm, self.frontier = farm, Frontier(":memory:")
        self.site = CrawledSite(self.frontier)
        self.stamp = "one"
        self.facts: Facts = toy_facts

    def crawl(self, budget: Budget | None = None, **options: Any) -> CrawlResult:
        self.farm.log.clear()
        quick = {"second_round_after": 0.01, "loopback_pace": Pace(interval=0.0, connections=8, backoff_cap=0.05)}
        result = crawl(
            WebTarget(self.farm.url + "/"),
            budget or Budget(),
            frontier=self.frontier,
            method=Method(facts=self.facts, judge_file=judge, facts_stamp=self.stamp, file_stamp=self.stamp),
            options=Options(**quick | options),
        )
        self.site = CrawledSite(self.frontier)
        return result

    def files(self) -> dict[str, FileFacts]:
        """The attachments by their paths."""
        return {file.url.removeprefix(self.farm.url): file for file in self.site.files()}

    def asked(self, path: str) -> list[str]:
        """How an address was asked for."""
        return [asked.method for asked in self.farm.log if asked.path == path]

    def verdict(self, path: str) -> str:
        """The reason code of a link."""
        link = self.site.link(self.farm.url + path)
        assert link is not None
        return link.reason


@pytest.fixture
def audit(farm: Farm) -> Audit:
    """An audit of the farm."""
    return Audit(farm)


def said(result: CrawlResult, word: str) -> list[str]:
    """The coverage's lines with a word in them."""
    return [f"{line.what} {line.why}" for line in result.not_run if word in line.what + line.why]


def versioned(body: Callable[[], bytes], etag: Callable[[], str]) -> Callable[[Talk], None]:
    """A file that answers 304 to who has this version."""

    def handler(talk: Talk) -> None:
        if etag() and etag() in talk.asked.headers.get("if-none-match", "none"):
            talk.send(reply(b"", "304 Not Modified", etag=etag()))
        else:
            more = {"etag": etag()} if etag() else {}
            talk.send(reply(body(), content_type="text/csv", **more))

    return handler


def test_an_attachment_is_asked_once_and_read_whole(farm, audit):
    """By the request that also gives its link the verdict; a picture that is only shown is asked for its head."""
    farm.routes |= {
        "/": page(links_to("/a.pdf", "/b.csv", "/gone.docx", more='<img src="/p.png">')),
        "/a.pdf": reply(pdf("text " * 2000), content_type=PDF),
        "/b.csv": reply(ROWS, content_type="text/csv"),
        "/p.png": reply(b"PNG", content_type="image/png"),
    }
    result = audit.crawl()
    assert set(audit.files()) == {"/a.pdf", "/b.csv"}
    assert audit.files()["/a.pdf"].kind == "pdf"
    assert audit.files()["/a.pdf"].size > 8192
    assert audit.files()["/b.csv"].tables[0].heads == ("姓名", "说明")
    assert (audit.asked("/a.pdf"), audit.asked("/p.png")) == (["GET"], ["HEAD"])
    assert (audit.verdict("/a.pdf"), audit.verdict("/gone.docx")) == ("ok", "not-found")
    assert [len(unpack_hits(hits or b"")) for _, hits in audit.site.judged_files("one")] == [1, 1]
    assert said(result, "附件") == []


def test_what_answers_as_an_attachment_is_one_whatever_its_address_is_called(farm, audit):
    """By type, or by the name it is to be saved under (RFC 6266, RFC 8187)."""
    farm.routes |= {
        "/": page(links_to("/download?id=1", "/get?id=2", "/stream")),
        "/download": reply(ROWS, content_type="application/octet-stream", content_disposition="attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95.csv"),
        "/get": reply(pdf("text enough to read"), content_type=PDF),
        "/stream": reply(b"\0\1" * 5000, content_type="application/octet-stream"),
    }  # fmt: skip
    audit.crawl()
    assert {path: file.name for path, file in audit.files().items()} == {
        "/download?id=1": "名单.csv",
        "/get?id=2": "get",
    }
    assert audit.asked("/download?id=1") == ["GET"]


def test_bounds_leave_files_out_and_say_so(farm, audit):
    """Their links are checked all the same."""
    farm.routes |= {
        "/": page(links_to("/a.csv", "/b.csv", "/c.csv", "/large.csv")),
        **{f"/{name}.csv": reply(ROWS, content_type="text/csv") for name in "abc"},
        "/large.csv": reply(ROWS * 1000, content_type="text/csv"),
    }
    result = audit.crawl(most_files=2, threads=1)
    assert len(audit.files()) == 2
    assert said(result, "附件上限") == [
        f"附件 2 个（如 {farm.url}/c.csv） 已到附件上限（2 个、共 500 MB），没有读取内容"
    ]
    assert {audit.verdict(f"/{name}.csv") for name in ("a", "b", "c", "large")} == {"ok"}
    result = Audit(farm).crawl(file_bytes=2000)
    assert said(result, "附件") == [f"附件 1 个（如 {farm.url}/large.csv） 内容太多，后面的部分没有检查"]
    result = Audit(farm).crawl(attachments=False)
    assert said(result, "附件") == ["附件内容 按设置（crawl.attachments）没有读取附件，只检查能不能打开"]


def test_a_file_that_drips_is_judged_by_its_beginning(farm, audit):
    """A slow line makes no dead link; what did not come in time is said."""

    def drip(talk: Talk) -> None:
        talk.send(reply(b"", content_length="100000", content_type=PDF) + pdf("text " * 2000)[:5000])
        talk.over.wait(10)

    farm.routes |= {"/": page(links_to("/slow.pdf")), "/slow.pdf": drip}
    result = audit.crawl(limits=Limits(seconds=0.5))
    assert audit.verdict("/slow.pdf") == "ok"
    assert said(result, "附件") == [f"附件 1 个（如 {farm.url}/slow.pdf） 没有在时限内传完，内容没有检查"]


def test_a_page_or_nothing_in_place_of_a_file_is_its_links_fault(farm, audit):
    """It is no attachment that anything could be said of."""
    farm.routes |= {
        "/": page(links_to("/page.pdf", "/none.xlsx", "/scan.jpg")),
        "/page.pdf": page("<html><title>x</title>"),
        "/none.xlsx": reply(b"", content_type="application/octet-stream"),
        "/scan.jpg": page("<html><title>x</title>"),
    }
    audit.crawl()
    assert audit.files() == {}
    assert [audit.verdict(path) for path in ("/page.pdf", "/none.xlsx", "/scan.jpg")] == [
        "page-for-file", "empty-file", "page-for-file"
    ]  # fmt: skip


def test_links_in_attachments_are_checked(farm, audit):
    """They become link targets, in the same crawl."""
    farm.routes |= {
        "/": page(links_to("/a.pdf")),
        "/a.pdf": reply(pdf("text enough to read", link=farm.url + "/no.html"), content_type=PDF),
    }
    audit.crawl()
    assert [link.url for link in audit.files()["/a.pdf"].links] == [farm.url + "/no.html"]
    assert audit.verdict("/no.html") == "not-found"
    assert audit.site.linkers([farm.url + "/a.pdf"]) == {farm.url + "/a.pdf": [farm.url + "/"]}


def test_a_recrawl_reads_only_what_has_changed(farm, audit):
    """By the server's word, or by the bytes; what is gone is forgotten."""
    etag, body = ['"v1"'], [ROWS]
    farm.routes |= {
        "/": page(links_to("/tagged.csv", "/plain.csv", "/gone.csv")),
        "/tagged.csv": versioned(lambda: body[0], lambda: etag[0]),
        "/plain.csv": versioned(lambda: ROWS, lambda: ""),
        "/gone.csv": reply(ROWS, content_type="text/csv"),
    }
    audit.crawl()
    assert len(audit.files()) == 3
    farm.routes["/"] = page(links_to("/tagged.csv", "/plain.csv"))
    before = audit.files()
    audit.crawl()
    assert audit.files() == {path: before[path] for path in ("/tagged.csv", "/plain.csv")}
    tagged = next(asked for asked in farm.log if asked.path == "/tagged.csv")
    assert tagged.headers["if-none-match"] == '"v1"'
    assert [hits is not None for _, hits in audit.site.judged_files("one")] == [True, True]
    etag[0], body[0] = '"v2"', ROWS + "乙某,二\n".encode()
    audit.crawl()
    assert len(audit.files()["/tagged.csv"].tables[0].rows) == 2
    audit.stamp = "another"
    audit.crawl()
    assert "if-none-match" not in next(asked for asked in farm.log if asked.path == "/tagged.csv").headers


def facts(response: Response, depth: int) -> PageFacts:
    """Toy facts of a page that shows a picture."""
    found = toy_facts(response, depth)
    shown = tuple(link.url for link in found.links if link.tag == "img")
    return msgspec.structs.replace(found, pictures=shown)


def test_pictures_of_pages_are_counted_and_read_where_that_is_wanted(farm, audit, monkeypatch):
    """Without a program that reads them the report says so."""
    picture = clear(table([["姓名", "身份证号"], ["何守田", ID]]))
    farm.routes |= {
        "/": page('<img src="/p.png">'),
        "/p.png": reply(picture, content_type="image/png"),
    }
    audit.facts = facts
    assert said(audit.crawl(), "图片未检")[0].startswith("图片未检 1 张（网页上 1 张、附件里 0 张）")
    assert audit.asked("/p.png") == ["HEAD"]
    monkeypatch.setattr("auditor.crawl.attachments.find_reader", lambda: None)
    assert said(audit.crawl(read_pictures=True), "图片识别")


@pytest.mark.skipif(find_reader() is None, reason="tesseract with simplified Chinese is not installed")
def test_a_number_in_a_picture_of_a_page_is_read(farm, audit):
    """The picture is asked for whole, once, and is no picture that nobody has read."""
    picture = clear(table([["姓名", "身份证号"], ["何守田", ID]]))
    farm.routes |= {"/": page('<img src="/p.png">'), "/p.png": reply(picture, content_type="image/png")}
    audit.facts = facts
    result = audit.crawl(read_pictures=True)
    assert ID in "".join(block.text for block in audit.files()["/p.png"].blocks)
    assert audit.asked("/p.png") == ["GET"]
    assert said(result, "图片") == []
