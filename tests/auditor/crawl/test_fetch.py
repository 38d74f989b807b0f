"""Every way a server can misbehave ends in a reason code, within bounds."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from auditor.crawl.fetch import Fetcher, user_agent
from auditor.crawl.response import Validators
from auditor.crawl.url import Origins

from .farm import Farm, Talk, page, redirect, reply

MEGABYTE = 1024 * 1024


def test_a_plain_page_comes_back_whole(farm: Farm, fetcher: Fetcher) -> None:
    """Status, headers in lower case, body."""
    farm.routes["/"] = page("<p>你好", X_Frame_Options="DENY")
    response = fetcher.get(farm.url + "/")
    assert (response.status, response.reason, response.body.decode()) == (200, "ok", "<p>你好")
    assert response.header("x-frame-options") == "DENY"
    assert response.is_html


def test_the_user_agent_names_us_and_never_says_link() -> None:
    """Firewalls refuse agents with "link" in their name."""
    agent = user_agent("https://www.mingchuan.example/robot")
    assert "GongkaiAuditor/0.1" in agent
    assert "+https://www.mingchuan.example/robot" in agent
    assert "link" not in agent.lower()


def test_the_server_sees_the_user_agent(farm: Farm, fetcher: Fetcher) -> None:
    """It is sent, once."""
    farm.routes["/"] = page()
    fetcher.get(farm.url + "/")
    assert farm.log[0].headers["user-agent"] == user_agent()


def test_connections_are_kept_and_bodies_do_not_run_together(farm: Farm, fetcher: Fetcher) -> None:
    """Several pages over one connection arrive each as itself."""
    for number in range(5):
        farm.routes[f"/{number}"] = page(f"<p>{number}")
    assert [fetcher.get(f"{farm.url}/{n}").body for n in range(5)] == [b"<p>%d" % n for n in range(5)]
    assert len({id(talk.connected) for talk in farm.talks}) == 1


def test_a_kept_connection_that_the_server_closed_is_replaced(farm: Farm, fetcher: Fetcher) -> None:
    """It says nothing about the page."""

    def close_after(talk: Talk) -> None:
        talk.send(page("<p>once"))

    farm.routes["/"] = close_after
    assert [fetcher.get(farm.url + "/").reason for _ in range(3)] == ["ok"] * 3


def test_redirects_are_followed_and_recorded(farm: Farm, fetcher: Fetcher) -> None:
    """Each hop with its status and absolute target."""
    farm.routes |= {"/a": redirect("/b", "301 Moved"), "/b": redirect("c"), "/c": page()}
    response = fetcher.get(farm.url + "/a")
    assert response.final_url == farm.url + "/c"
    assert [(hop.url, hop.status, hop.location) for hop in response.hops] == [
        (farm.url + "/a", 301, farm.url + "/b"),
        (farm.url + "/b", 302, farm.url + "/c"),
    ]


def test_a_redirect_loop_is_named(farm: Farm, fetcher: Fetcher) -> None:
    """a → b → a."""
    farm.routes |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert fetcher.get(farm.url + "/a").reason == "redirect-loop"
    assert len(farm.log) == 2


def test_a_long_chain_is_cut(farm: Farm, fetcher: Fetcher) -> None:
    """Ten redirects are followed, the eleventh is not."""
    for number in range(40):
        farm.routes[f"/{number}"] = redirect(f"/{number + 1}")
    assert fetcher.get(farm.url + "/0").reason == "too-many-redirects"
    assert len(farm.log) == 11


def test_ten_redirects_are_still_followed(farm: Farm, fetcher: Fetcher) -> None:
    """The limit itself is allowed."""
    for number in range(10):
        farm.routes[f"/{number}"] = redirect(f"/{number + 1}")
    farm.routes["/10"] = page()
    assert fetcher.get(farm.url + "/0").reason == "ok"


def test_a_redirect_to_itself_that_wants_a_cookie_is_no_loop(farm: Farm, fetcher: Fetcher) -> None:
    """The cookie is kept for the length of the fetch and not longer."""

    def gate(talk: Talk) -> None:
        if talk.asked.headers.get("cookie") == "seen=1":
            talk.send(page("<p>in"))
        else:
            talk.send(reply(b"", "302 Found", location="/", set_cookie="seen=1; path=/"))

    farm.routes["/"] = gate
    assert fetcher.get(farm.url + "/").body == b"<p>in"
    fetcher.get(farm.url + "/")
    assert "cookie" not in farm.log[2].headers


@pytest.mark.parametrize("location", ["javascript:alert(1)", "http://[bad", "ftp://a.test/"])
def test_a_redirect_to_nowhere_is_named(farm: Farm, fetcher: Fetcher, location: str) -> None:
    """Only http and https are followed."""
    farm.routes["/"] = redirect(location)
    assert fetcher.get(farm.url + "/").reason == "bad-redirect"


def test_a_location_in_raw_chinese_is_followed(farm: Farm, fetcher: Fetcher) -> None:
    """Browsers read header bytes as UTF-8."""
    farm.routes |= {"/": redirect("/公开".encode().decode("latin-1")), "/%E5%85%AC%E5%BC%80": page("<p>there")}
    assert fetcher.get(farm.url + "/").body == b"<p>there"


def test_a_location_in_bytes_of_gbk_is_asked_with_those_bytes(farm: Farm, fetcher: Fetcher) -> None:
    """What is no UTF-8 is percent-encoded as it came, as browsers do: a GBK server knows its own."""
    farm.routes |= {
        "/": redirect("/公开.html".encode("gb18030").decode("latin-1")),
        "/%B9%AB%BF%AA.html": page("<p>there"),
    }
    assert fetcher.get(farm.url + "/").body == b"<p>there"


def test_dripping_headers_are_cut_by_the_deadline(farm: Farm, fetcher: Fetcher) -> None:
    """A byte now and then resets a read timeout, not the deadline; the socket is really closed."""
    farm.routes["/"] = lambda talk: talk.drip(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 5000)
    assert fetcher.get(farm.url + "/").reason == "timeout"
    assert farm.talks[0].cut.wait(5)
    assert farm.talks[0].sent < 200


def test_a_dripping_body_is_cut_by_the_deadline(farm: Farm, fetcher: Fetcher) -> None:
    """Also when the head came at once."""

    def handler(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5000\r\n\r\n")
        talk.drip(b"z" * 5000)

    farm.routes["/"] = handler
    response = fetcher.get(farm.url + "/")
    assert (response.status, response.reason) == (200, "timeout")
    assert farm.talks[0].cut.wait(5)


def test_a_dripping_chunked_body_is_cut_by_the_deadline(farm: Farm, fetcher: Fetcher) -> None:
    """Chunks are read through another path of the library."""

    def handler(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n")
        talk.drip(b"1\r\nz\r\n" * 1000)

    farm.routes["/"] = handler
    assert fetcher.get(farm.url + "/").reason == "timeout"


def test_the_body_of_a_redirect_is_not_waited_for(farm: Farm, fetcher: Fetcher) -> None:
    """Nobody reads it, so it may drip for ever."""

    def handler(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 302 Found\r\nlocation: /there\r\ncontent-length: 5000\r\n\r\n")
        talk.drip(b"z" * 5000)

    farm.routes |= {"/": handler, "/there": page("<p>there")}
    assert fetcher.get(farm.url + "/").body == b"<p>there"


def test_one_deadline_spans_all_hops(farm: Farm, fetcher: Fetcher) -> None:
    """Ten hops of 0.3 s each are more than one second."""

    def slow(talk: Talk) -> None:
        talk.over.wait(0.3)
        talk.send(redirect(f"{talk.asked.path}x"))

    for number in range(11):
        farm.routes["/" + "x" * number] = slow
    assert fetcher.get(farm.url + "/").reason == "timeout"
    assert len(farm.log) < 6


def test_a_huge_page_is_not_read_whole(farm: Farm, fetcher: Fetcher) -> None:
    """200 MB are offered; the limit is read, and the server is told to stop."""

    def handler(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 209715200\r\n\r\n")
        while talk.sent < 200 * MEGABYTE and talk.send(b"z" * 65536):
            pass

    farm.routes["/"] = handler
    response = fetcher.get(farm.url + "/", body_bytes=MEGABYTE)
    assert (response.truncated, len(response.body), response.reason) == ("too-large", MEGABYTE, "ok")
    assert farm.talks[0].cut.wait(5)
    assert farm.talks[0].sent < 20 * MEGABYTE


def test_a_never_ending_body_without_length_is_cut(farm: Farm, fetcher: Fetcher) -> None:
    """No Content-Length, no end."""

    def handler(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
        while talk.sent < 200 * MEGABYTE and talk.send(b"z" * 65536):
            pass

    farm.routes["/"] = handler
    assert fetcher.get(farm.url + "/", body_bytes=MEGABYTE).truncated == "too-large"


def test_a_gzip_bomb_stays_small(farm: Farm, fetcher: Fetcher) -> None:
    """200 MB of zeros in 200 KB are unpacked no further than the limit."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(200)) + packer.flush()
    farm.routes["/"] = reply(bomb, content_type="text/html", content_encoding="gzip")
    response = fetcher.get(farm.url + "/", body_bytes=MEGABYTE)
    assert (response.truncated, len(response.body)) == ("too-large", MEGABYTE)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"<p>ok", mtime=0)),
        ("gzip", gzip.compress(b"<p>", mtime=0) + gzip.compress(b"ok", mtime=0)),
        ("gzip", gzip.compress(b"<p>ok", mtime=0) + b"rubbish"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"<p>ok", mtime=0), mtime=0)),
        ("deflate, gzip", gzip.compress(zlib.compress(b"<p>ok"), mtime=0)),
        ("identity, GZIP", gzip.compress(b"<p>ok", mtime=0)),
        ("deflate", zlib.compress(b"<p>ok")),
        ("deflate", zlib.compress(b"<p>ok")[2:-4]),
        ("identity", b"<p>ok"),
    ],
)
def test_compressed_bodies_are_unpacked(farm: Farm, fetcher: Fetcher, encoding: str, packed: bytes) -> None:
    """Members in a row, rubbish at the end, deflate without its header: as servers send it."""
    farm.routes["/"] = reply(packed, content_type="text/html", content_encoding=encoding)
    response = fetcher.get(farm.url + "/")
    assert (response.body, response.truncated) == (b"<p>ok", "")


def test_a_lie_about_compression_is_marked(farm: Farm, fetcher: Fetcher) -> None:
    """Not gzip at all, and an encoding we never offered."""
    farm.routes["/a"] = reply(b"<p>plain", content_type="text/html", content_encoding="gzip")
    farm.routes["/b"] = reply(b"???", content_type="text/html", content_encoding="compress")
    assert [fetcher.get(farm.url + path).truncated for path in ("/a", "/b")] == ["bad-encoding"] * 2


def test_a_body_shorter_than_its_length_is_kept_and_marked(farm: Farm, fetcher: Fetcher) -> None:
    """What came is kept."""

    def handler(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\n<p>half")

    farm.routes["/"] = handler
    response = fetcher.get(farm.url + "/")
    assert (response.reason, response.truncated, response.body) == ("ok", "short-body", b"<p>half")


def test_a_chunked_body_that_breaks_off_is_marked(farm: Farm, fetcher: Fetcher) -> None:
    """The last chunk never comes."""

    def handler(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n7\r\n<p>half\r\n")

    farm.routes["/"] = handler
    response = fetcher.get(farm.url + "/")
    assert (response.truncated, response.body) == ("short-body", b"<p>half")


def test_a_body_longer_than_its_length_ends_at_its_length(farm: Farm, fetcher: Fetcher) -> None:
    """The rest belongs to nobody, and does not spoil the next page."""
    farm.routes["/a"] = page("<p>hi-and-more").replace(b"content-length: 14", b"content-length: 5")
    farm.routes["/b"] = page("<p>next")
    assert fetcher.get(farm.url + "/a").body == b"<p>hi"
    assert fetcher.get(farm.url + "/b").body == b"<p>next"


def test_a_flood_of_headers_is_refused(farm: Farm, fetcher: Fetcher) -> None:
    """A thousand headers, and one of a megabyte."""
    many = "".join(f"x-{n}: y\r\n" for n in range(1000))
    farm.routes["/many"] = lambda talk: talk.send(f"HTTP/1.1 200 OK\r\n{many}\r\n".encode()) and None
    farm.routes["/big"] = lambda talk: talk.send(b"HTTP/1.1 200 OK\r\nx: " + b"y" * MEGABYTE + b"\r\n\r\n") and None
    assert [fetcher.get(farm.url + path).reason for path in ("/many", "/big")] == ["bad-response"] * 2


@pytest.mark.parametrize("answer", [b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-x\r\n"])
def test_what_is_not_http_is_named(farm: Farm, fetcher: Fetcher, answer: bytes) -> None:
    """Any bytes at all."""
    farm.routes["/"] = lambda talk: talk.send(answer) and None
    assert fetcher.get(farm.url + "/").reason == "bad-response"


def test_a_connection_closed_without_a_word_is_a_reset(farm: Farm, fetcher: Fetcher) -> None:
    """Asked twice on fresh connections before it is believed."""
    farm.routes["/"] = lambda talk: None
    assert fetcher.get(farm.url + "/").reason == "reset"
    assert len(farm.log) == 2


def test_binary_junk_as_html_is_kept_as_it_is(farm: Farm, fetcher: Fetcher) -> None:
    """Judging it is not the fetcher's work."""
    junk = bytes(range(256)) * 100
    farm.routes["/"] = reply(junk, content_type="text/html")
    assert fetcher.get(farm.url + "/").body == junk


def test_gbk_without_charset_arrives_byte_for_byte(farm: Farm, fetcher: Fetcher) -> None:
    """Decoding is the facts' work."""
    farm.routes["/"] = reply("<title>明川县".encode("gbk"), content_type="text/html")
    assert fetcher.get(farm.url + "/").body.decode("gbk") == "<title>明川县"


def test_other_types_are_left_unread_when_only_pages_are_wanted(farm: Farm, fetcher: Fetcher) -> None:
    """A download behind a link costs its head only."""
    farm.routes["/"] = reply(b"%PDF" + bytes(MEGABYTE), content_type="application/pdf")
    response = fetcher.get(farm.url + "/", only_html=True)
    assert (response.reason, response.body, response.truncated) == ("ok", b"", "not-html")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("200 OK", "ok"),
        ("404 Not Found", "not-found"),
        ("410 Gone", "gone"),
        ("401 Unauthorized", "login"),
        ("403 Forbidden", "forbidden"),
        ("412 Precondition Failed", "challenge"),
        ("521 Down", "challenge"),
        ("429 Too Many", "rate-limited"),
        ("451 Legal", "legal"),
        ("400 Bad", "client-error"),
        ("500 Oops", "server-error"),
        ("304 Same", "ok"),
        ("302 Found", "odd-status"),
    ],
)
def test_each_status_has_its_reason(farm: Farm, fetcher: Fetcher, status: str, reason: str) -> None:
    """A redirect without Location is odd."""
    farm.routes["/"] = page("<p>x", status)
    assert fetcher.get(farm.url + "/").reason == reason


def test_a_page_refused_to_our_agent_only_is_forbidden(farm: Farm, fetcher: Fetcher) -> None:
    """It is said as it is, and not taken for a dead page."""

    def handler(talk: Talk) -> None:
        robot = "GongkaiAuditor" in talk.asked.headers["user-agent"]
        talk.send(page("<p>no", "403 Forbidden") if robot else page())

    farm.routes["/"] = handler
    assert fetcher.get(farm.url + "/").reason == "forbidden"


def test_nobody_listening_is_refused(fetcher_for: Callable[..., Fetcher], farm: Farm) -> None:
    """Port 1 of the second loopback address has no server."""
    assert fetcher_for("http://127.0.0.2:1").get("http://127.0.0.2:1/").reason == "refused"


def test_the_fetcher_alone_knows_the_served_address(farm: Farm, fetcher_for: Callable[..., Fetcher]) -> None:
    """Asked, final and hop addresses are canonical, whichever the server names."""
    origins = Origins([("https://www.mingchuan.example/", farm.url + "/")])
    fetcher = fetcher_for(farm.url, origins=origins)
    farm.routes |= {"/": redirect(farm.url + "/a"), "/a": redirect("https://www.mingchuan.example/b"), "/b": page()}
    response = fetcher.get("https://www.mingchuan.example/")
    assert response.final_url == "https://www.mingchuan.example/b"
    assert [hop.location for hop in response.hops] == [
        "https://www.mingchuan.example/a",
        "https://www.mingchuan.example/b",
    ]


def test_a_known_version_is_asked_for_with_its_condition_and_not_behind_a_redirect(
    farm: Farm, fetcher: Fetcher
) -> None:
    """The validators are of one address; a redirect leads to another."""
    farm.routes |= {"/a": reply(b"", "304 Not Modified"), "/b": redirect("/c"), "/c": page()}
    known = Validators('"x"', "Mon, 01 Jun 2026 00:00:00 GMT")
    assert fetcher.get(farm.url + "/a", unless=known).status == 304
    asked = farm.log[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (known.etag, known.modified)
    assert fetcher.get(farm.url + "/b", unless=known).status == 200
    assert [asked.headers.get("if-none-match") for asked in farm.log[-2:]] == ['"x"', None]


def test_a_server_that_says_304_to_everything_is_no_loop(farm: Farm, fetcher: Fetcher) -> None:
    """It is asked once with and once without the condition."""
    farm.routes["/a"] = reply(b"", "304 Not Modified", etag='"other"')
    assert fetcher.get(farm.url + "/a", unless=Validators('"x"')).status == 304
    assert farm.paths() == ["/a", "/a"]
