"""What a check of a whole site keeps in memory: next to nothing of each page, since a site does not fit."""

from __future__ import annotations

import random
import tracemalloc
from datetime import datetime
from pathlib import Path

import pytest

from auditor.audit import _facts
from auditor.checks import load_checks
from auditor.crawl.frontier import Frontier
from auditor.crawl.reading import Method, read_response
from auditor.crawl.response import Response
from auditor.crawl.site import Beside, CrawledSite
from auditor.facts.columns import find_columns
from auditor.model import Check, LinkState
from auditor.rules import read_rules
from standards.calendar import BEIJING

NOW = datetime(2026, 11, 20, tzinfo=BEIJING)
HOME = "https://www.mingchuan.example/"
PARAMS = {id: rule.params for id, rule in read_rules("guoban-2019-19").checks.items()}
CHECKS = [check for check in load_checks() if check.scope == "site" and "browser" not in check.needs]
FEW, MANY = 200, 1000
A_PAGE = 3_000
"""Bytes that a check may keep of each page: an address, a title, a day; never the page (30,000 and more)."""


def address(number: int) -> str:
    """Every twentieth page is a column's list."""
    return f"{HOME}zwgk/c{number}/" if number % 20 == 0 else f"{HOME}zwgk/2026-10/t{number}.html"


def words(number: int, length: int) -> str:
    """Chinese text that stands on no other page."""
    draw = random.Random(number)
    return "".join(chr(draw.randrange(0x4E00, 0x9FA0)) for _ in range(length))


def page(number: int, pages: int) -> bytes:
    """A page of 60 links and 3,000 characters."""
    title = f"关于{words(number, 12)}的通知"
    near = [(number + step) % pages for step in range(1, 21)]
    menu = "".join(f'<li><a href="/zwgk/c{at * 20}/">{words(at, 4)}</a></li>' for at in range(20))
    items = "".join(
        f'<li><a href="{address(at)}">关于{words(at, 12)}的通知</a><span>2026-10-{at % 28 + 1:02}</span></li>'
        f'<li><a href="{address(at)}#p{at % 8}">{words(at, 6)}</a></li>'
        for at in near
    )
    text = "".join(f'<p id="p{at}">{words(number * 100 + at, 300)}。</p>' for at in range(8))
    kind = '<meta name="ColumnName" content="通知公告">' if number % 20 == 0 else '<meta name="ArticleTitle">'
    head = f"<title>{title}</title>{kind}<meta name=PubDate content='2026-10-{number % 28 + 1:02} 09:00'>"
    body = f"<nav><ul>{menu}</ul></nav><main><h1>{title}</h1><ul>{items}</ul>{text}</main>"
    return f"<!doctype html><html lang=zh><meta charset=utf-8>{head}<body>{body}</body></html>".encode()


def kept(folder: Path, pages: int) -> Frontier:
    """A finished crawl of that many pages."""
    folder.mkdir()
    frontier, method = Frontier(folder / "crawl.sqlite"), Method(facts=_facts)
    headers = (("content-type", "text/html; charset=utf-8"),)
    with frontier.together():
        frontier.note("home", HOME)
        for number in range(pages):
            url = address(number)
            frontier.add_pages([url], rank=2, found_on=HOME)
            response = Response(url=url, final_url=url, status=200, headers=headers, body=page(number, pages))
            frontier.kept.keep(url, read_response(method, response, 1), 1, "", "")
            frontier.finish_page(url, LinkState(url=url, verdict="ok", reason="ok", status=200), kept=1)
    return frontier


def most_held(check: Check, frontier: Frontier) -> int:
    """Bytes at the moment when a check holds most; its hits are taken and forgotten."""
    site = CrawledSite(frontier, Beside(find_columns))
    if "columns" in check.needs:
        site.columns()  # made once a run for all checks, and itself one name and day an item
    tracemalloc.start()
    try:
        for _ in check.check(site, PARAMS.get(check.id, {}), NOW):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Frontier, Frontier]:
    """A small site and one five times as large."""
    folder = tmp_path_factory.mktemp("memory")
    return kept(folder / "few", FEW), kept(folder / "many", MANY)


@pytest.mark.soak
@pytest.mark.parametrize("check", CHECKS, ids=[check.id for check in CHECKS])
def test_a_check_of_the_site_keeps_no_page(check: Check, crawls: tuple[Frontier, Frontier]) -> None:
    """What it holds grows by a line a page, whatever stands on the page."""
    few, many = crawls
    first = most_held(check, few)
    assert most_held(check, many) - first < (MANY - FEW) * A_PAGE
