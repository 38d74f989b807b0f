"""Session ids in addresses."""

from __future__ import annotations

import pytest

from auditor.crawl.sessions import without_session

SITE = "https://www.mingchuan.example"


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        ("/a.jsp;jsessionid=0123ABC.node1", "/a.jsp"),
        ("/a.jsp;JSESSIONID=0123?id=3", "/a.jsp?id=3"),
        ("/a.php?PHPSESSID=k3j4&id=3", "/a.php?id=3"),
        ("/a.php?id=3&phpsessid=k3j4", "/a.php?id=3"),
        ("/a.php?PHPSESSID=k3j4", "/a.php"),
        ("/a.asp?ASPSESSIONIDQQRR=x&b=1", "/a.asp?b=1"),
        ("/a.cfm?CFID=1&CFTOKEN=2&p=4", "/a.cfm?p=4"),
        ("/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "/a.aspx"),
    ],
)
def test_a_session_id_is_taken_out(path: str, clean: str) -> None:
    """And the rest stays as it is."""
    assert without_session(SITE + path) == SITE + clean


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/a.html",
        "/show?sid=31063",
        "/show?token=4f9a0c1e2b7d4f9a",
        "/session/2026/a.html",
        "/a?",
        "/obsession=1/a.html",
        "/a(S(1).html",
        "/meeting?session=14",
    ],
)
def test_what_may_be_something_else_stays(path: str) -> None:
    """A 会议 is called session as well, and sid may be an article's number."""
    assert without_session(SITE + path) == SITE + path
