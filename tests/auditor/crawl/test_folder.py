"""A folder of HTML is a site: the same questions, answered from files, and no network."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from auditor.crawl.crawl import crawl
from auditor.crawl.folder import Folder, canonical_base
from auditor.crawl.frontier import Frontier
from auditor.crawl.response import Response
from auditor.crawl.site import CrawledSite
from auditor.crawl.target import Budget, CrawlResult, FolderTarget, Unreachable

from .toy import TOY, links_to

BASE = "https://www.mingchuan.example/"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to open a socket or ask for a name is a failure."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a folder was audited over the network")

    monkeypatch.setattr("auditor.crawl.guard.socket.getaddrinfo", refuse)


def crawled(folder: Path) -> tuple[CrawlResult, CrawledSite]:
    """Crawl a folder with toy facts."""
    frontier = Frontier(":memory:")
    result = crawl(FolderTarget(folder, BASE), Budget(), frontier=frontier, method=TOY)
    return result, CrawledSite(frontier)


def write(folder: Path, **files: str) -> None:
    """Files by name, with ``__`` for ``/``."""
    for name, text in files.items():
        file = folder / name.replace("__", "/")
        file = file.with_suffix("") if file.suffix == ".bare" else file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def verdicts(site: CrawledSite, page: str) -> dict[str, str]:
    """Raw link → reason, for one page."""
    (facts,) = [facts for facts in site.pages() if facts.url == BASE + page]
    return {link.raw: state.reason for link in facts.links if (state := site.link(link.url))}


def test_links_are_resolved_against_the_folder(tmp_path: Path) -> None:
    """Files, directories with their index.html, queries, Chinese and percent-encoded names; nothing outside."""
    write(tmp_path, **{
        "index.html": links_to(
            "a.html", "/sub/", "/sub", "/sub/index.html", "/empty/", "/none.html", "/f.pdf", "/none.pdf", "a.html?x=1",
            "/公告.html", "/%E5%85%AC%E5%91%8A.html", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc/passwd", "https://other.example/", "/%00.html",
        ),
        "a.html": "正文", "sub__index.html": "正文", "empty__x.txt": "", "f.pdf": "%PDF-1.7", "公告.html": "正文",
    })  # fmt: skip
    _, site = crawled(tmp_path)
    ok, dead = "ok", "not-found"
    assert verdicts(site, "") == {
        "a.html": ok, "/sub/": ok, "/sub": ok, "/sub/index.html": ok, "/empty/": dead, "/none.html": dead,
        "/f.pdf": ok, "/none.pdf": dead, "a.html?x=1": ok, "/公告.html": ok, "/%E5%85%AC%E5%91%8A.html": ok,
        "/../../etc/passwd": dead, "/%2e%2e/%2e%2e/etc/passwd": dead, "/..%2f..%2fetc/passwd": dead,
        "https://other.example/": "outside-folder", "/%00.html": dead,
    }  # fmt: skip


def test_each_file_is_one_page_under_one_address(tmp_path: Path) -> None:
    """index.html has its directory's address; pages nobody links to are pages too; the error page is not."""
    write(tmp_path, **{
        "index.html": links_to("/sub/index.html", "/a.html?x=1"), "a.html": "", "sub__index.html": links_to("/deep.html"),
        "deep.html": "", "orphan.htm": "", "404.html": "", "notes.txt": "",
    })  # fmt: skip
    result, site = crawled(tmp_path)
    assert [(page.url.removeprefix(BASE), page.depth) for page in site.pages()] == [
        ("", 0), ("a.html", 1), ("deep.html", 2), ("orphan.htm", 1), ("sub/", 1),
    ]  # fmt: skip
    assert (result.home, result.cut) == (BASE, ())


def test_anchors_are_known_under_every_address_of_a_page(tmp_path: Path) -> None:
    """A link to index.html finds the anchors of its directory's page."""
    write(tmp_path, **{"index.html": '<p id="x">' + links_to("/index.html#x")})
    link = crawled(tmp_path)[1].link(BASE + "index.html")
    assert link is not None
    assert link.anchors == ("x",)


def test_a_link_out_of_the_folder_by_symlink_is_not_followed(tmp_path: Path) -> None:
    """The folder is the site."""
    (tmp_path / "secret.html").write_text("secret")
    site = tmp_path / "site"
    write(site, **{"index.html": links_to("/link.html")})
    (site / "link.html").symlink_to(tmp_path / "secret.html")
    assert verdicts(crawled(site)[1], "") == {"/link.html": "not-found"}


def test_a_folder_without_home_page_is_still_read(tmp_path: Path) -> None:
    """Every file is a page all the same."""
    write(tmp_path, **{"a.html": links_to("b.html"), "b.html": ""})
    assert [page.url.removeprefix(BASE) for page in crawled(tmp_path)[1].pages()] == ["a.html", "b.html"]


def test_a_folder_without_html_cannot_be_audited(tmp_path: Path) -> None:
    """And the message names the folder."""
    with pytest.raises(Unreachable, match="没有网页文件"):
        crawled(tmp_path)


@pytest.mark.parametrize(
    ("html", "base"),
    [
        ('<link rel="canonical" href="https://www.mingchuan.example/">', "https://www.mingchuan.example/"),
        ("<LINK HREF=https://a.example/x/index.html REL=canonical>", "https://a.example/x/"),
        ('<link rel="canonical" href="/relative">', "https://folder.invalid/"),
        ("", "https://folder.invalid/"),
    ],
)
def test_a_folder_says_by_its_canonical_link_what_it_stands_for(tmp_path: Path, html: str, base: str) -> None:
    """Where it does not, a name is used that exists nowhere."""
    (tmp_path / "index.html").write_text(html)
    assert canonical_base(tmp_path) == base


def test_a_file_that_may_not_be_read_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as blocked, with the reason in Chinese."""
    (tmp_path / "index.html").write_text("<p>ok", encoding="utf-8")
    (tmp_path / "shut.html").write_text("<p>shut", encoding="utf-8")
    really_open = Path.open

    def shut(path: Path, *arguments: str, **options: str) -> object:
        if path.name == "shut.html":
            raise PermissionError(errno.EACCES, "Permission denied")
        return really_open(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", shut)
    folder = Folder(FolderTarget(tmp_path, "https://www.mingchuan.example/"))
    answer = folder.get("https://www.mingchuan.example/shut.html")
    assert isinstance(answer, Response)
    assert (answer.status, answer.reason, answer.detail) == (403, "forbidden", "没有权限")
    good = folder.get("https://www.mingchuan.example/")
    assert isinstance(good, Response)
    assert good.body == b"<p>ok"
