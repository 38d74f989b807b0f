"""What the fixture folders of the link checks cannot show: one page each of many dates, and messages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.checks.links._address import fault, hint
from auditor.checks.links._hosts import is_listed, private_kind
from auditor.checks.links.certificate import CHECK
from auditor.checks.links.dead_page import CHECK as DEAD_PAGE
from auditor.crawl.reasons import REASONS
from auditor.model import Hit, Link, LinkState, PageFacts
from standards.rulefile import load_rules
from tests.auditor.checks.fixture_site import FixtureSite

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")


class OneHost:
    """A site of which only the home page's certificate is known."""

    url = "https://www.example.gov.cn/"

    def __init__(self, expires: str) -> None:
        self.expires = expires

    def link(self, url: str) -> LinkState | None:
        """The verdict on the home page."""
        return LinkState(url=url, verdict="ok", reason="ok", status=200, expires=self.expires)


@pytest.mark.parametrize(
    ("expires", "severity"),
    [
        ("2026-11-19T00:00:00+00:00", "P1"),
        ("2026-11-20T12:00:00+00:00", "P1"),
        ("2026-11-26T12:00:00+00:00", "P1"),
        ("2026-11-28T00:00:00+00:00", "P2"),
        ("2026-12-19T15:59:00+00:00", "P2"),
        ("2026-12-19T16:00:00+00:00", None),
        ("2026-12-21T00:00:00+00:00", None),
        ("2027-02-20T00:00:00+00:00", None),
        ("2036-01-01T00:00:00+00:00", None),
        ("", None),
    ],
)
def test_a_certificate_is_told_thirty_days_before_and_is_serious_from_seven(expires: str, severity: str | None) -> None:
    """Without TLS there is none."""
    site: Any = OneHost(expires)
    hits: list[Hit] = list(CHECK.check(site, load_rules().checks["links/certificate"].params, NOW))
    assert [(hit.verdict, hit.severity or "P2") for hit in hits] == ([("review", severity)] if severity else [])


def link(raw: str) -> Link:
    """A link as somebody wrote it."""
    return Link(url="", raw=raw, role="page", tag="a", attribute="href")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("www.mingchuan.gov.cn/zwgk/", "http://"), ("mingchuan.gov.cn", "http://"), ("zwgk\\2024\\a.doc", "/"),
        ("/files/2024 nian.pdf", "空格"), ("/zwgk/no.html", ""), ("a.gov.cn.html", ""), (" /zwgk/no.html ", ""),
    ],
)  # fmt: skip
def test_a_dead_address_is_told_with_the_slip_behind_it(raw: str, told: str) -> None:
    """Or with none."""
    assert (told in hint(link(raw))) if told else hint(link(raw)) == ""


def test_a_slip_stands_in_the_message_of_the_dead_link(tmp_path: Path) -> None:
    """Where, what, what now."""
    page = tmp_path / "index.html"
    page.write_text('<title>首页</title><main><a href="www.city.gov.cn/x/">市政府</a></main>', encoding="utf-8")
    [hit] = DEAD_PAGE.check(FixtureSite(tmp_path), {}, NOW)
    assert hit.message == "链接“市政府”打不开：页面不存在（404）（地址前面漏写了“http://”或“https://”）"


def test_a_suspect_target_is_told_with_its_own_words_and_its_own_cure() -> None:
    """What a person needs to judge it; no status where it is 200."""
    page = PageFacts(url=OneHost.url, status=200, kind="home", links=(
        Link(url="https://www.example.gov.cn/a.pdf", raw="a.pdf", role="page", tag="a", attribute="href", text="决算"),
    ))  # fmt: skip

    def told(**state: Any) -> Hit:
        site: Any = OneHost("")
        site.pages = lambda linking_to=None: [page]
        site.failed = lambda: frozenset(link.url for link in page.links)
        site.link = lambda url: LinkState(url=url, **state)
        [hit] = DEAD_PAGE.check(site, {}, NOW)
        return hit

    soft = told(verdict="suspect", reason="soft-404", status=200, detail="您访问的页面不存在")
    assert soft.message == "附件“决算”打开后不对：打开的是“文件不存在”一类的提示（您访问的页面不存在），请人工核实"
    assert soft.remedy == REASONS["soft-404"].mend
    empty = told(verdict="broken", reason="empty-file", status=200)
    assert (empty.message, empty.verdict) == ("附件“决算”打不开：文件是空的（0 字节）", "fail")
    assert told(verdict="suspect", reason="server-error", status=503).message.endswith("服务器出错（503），请人工核实")


def test_hosts_are_listed_with_all_below_them_and_nothing_beside() -> None:
    """With a dot before the name or without."""
    assert is_listed("gov.cn", [".gov.cn"])
    assert is_listed("a.b.gov.cn", ["gov.cn"])
    assert not is_listed("xgov.cn", [".gov.cn"])
    assert not is_listed("gov.cn.example", ["gov.cn"])


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("localhost", "loopback"), ("a.localhost", "loopback"), ("127.8.8.8", "loopback"), ("::1", "loopback"),
        ("10.0.0.1", "intranet"), ("100.64.0.1", "intranet"), ("fe80::1", "intranet"), ("oa", "intranet-name"),
        ("files.corp", "intranet-name"), ("8.8.8.8", ""), ("www.gov.cn", ""), ("", ""), ("2408:8000::1", ""),
    ],
)  # fmt: skip
def test_what_the_public_cannot_reach_is_told_by_its_name(host: str, kind: str) -> None:
    """Never by asking a resolver."""
    assert private_kind(host) == kind


def test_addresses_that_scripts_fill_in_have_no_fault() -> None:
    """Whatever stands around the gap."""
    assert fault(link("tel:${phone}")) == fault(link("mailto:<%=mail%>")) == fault(link("http://http://{{x}}")) == ""
