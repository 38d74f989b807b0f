"""What is audited, how far, and how: the records a crawl is asked with, and the one it answers with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from auditor.crawl.fetch import Limits
from auditor.crawl.host import LOOPBACK, HostStatistics, Pace
from auditor.crawl.night import Hours
from auditor.crawl.reasons import REASONS
from auditor.crawl.scope import Scope
from auditor.crawl.url import Origins
from auditor.errors import CannotRun
from auditor.model import NotRun


@dataclass(frozen=True)
class WebTarget:
    """A site on a server. ``url`` is its start page, canonical or served; ``origins`` maps the two."""

    url: str
    origins: Origins = field(default_factory=Origins)


@dataclass(frozen=True)
class FolderTarget:
    """A folder of HTML that stands for the site at ``base`` (``https://host/``); no network is used."""

    path: Path
    base: str


Target = WebTarget | FolderTarget


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How much may be asked. What is left out is reported, never silent."""

    pages: int = 5000
    depth: int = 20
    """Clicks from the home page."""
    seconds: float = 3600.0
    """Wall time of one run; a resumed run has its own."""
    bytes: int = 2_000_000_000
    """Body bytes over the wire, over all runs of one frontier."""
    links: int = 20_000
    """Link targets asked in one run beyond the pages."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How a site is asked."""

    pace: Pace = Pace()
    loopback_pace: Pace = LOOPBACK
    limits: Limits = Limits()
    threads: int = 0
    """Addresses under way at a time; 0: as many as the site's host is asked at a time, but four at least."""
    processes: int = 1
    """Worker processes that read pages."""
    revalidate: bool = True
    """Ask for a page that an earlier run kept with the condition that it has changed."""
    robots: bool = True
    external: bool = True
    """Ask other hosts whether their addresses answer."""
    probes: bool = False
    """Ask for a page that cannot be there, to know how a directory answers where nothing is (see ``baseline``)."""
    allow_private: bool = False
    pool: Path | None = None
    """File that a batch's audits share, with the verdicts on other hosts' addresses."""
    run: str = ""
    """The batch's name: within it every verdict of the pool is taken as it stands."""
    pool_seconds: float = 86_400.0
    """Age up to which the pool's verdicts are taken."""
    contact: str = ""
    """Where a webmaster can complain; becomes part of the User-Agent."""
    second_round_after: float = 3.0
    """Seconds from the last failure until what failed is asked again; a third of them after a 404 or 410."""
    scope: Scope = Scope()
    starts: tuple[str, ...] = ()
    """Further start addresses: pages, or sitemaps by their name (.xml, .xml.gz, .txt)."""
    traps: bool = True
    """Cut addresses without end (``traps``)."""
    today: date | None = None
    """From when a calendar's months are counted; today where it is None."""
    hours: Hours | None = None
    """When the site may be asked; None is always."""


class Progress(msgspec.Struct, frozen=True):
    """What the crawl is doing now."""

    phase: str
    """``pages`` or ``links``; ``night`` while the hours of ``Options.hours`` are waited for."""
    done: int
    found: int
    url: str


class CrawlResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a crawl did; what it saw is in the frontier."""

    home: str
    """Canonical address of the home page, after its redirects."""
    pages_found: int
    pages_fetched: int
    """Addresses asked as pages, whatever they answered."""
    links_checked: int
    """Distinct link targets with a verdict, pages among them."""
    cut: tuple[NotRun, ...]
    """What the budget left out."""
    not_run: tuple[NotRun, ...]
    """What robots.txt, the address guard or a switch left out, and what kept us out."""
    pages_unchanged: int = 0
    """Of the pages fetched, those that an earlier run had kept and that are the same."""
    hosts: tuple[HostStatistics, ...] = ()


class Unreachable(CannotRun):
    """The home page cannot be read, so there is nothing to judge. ``reason`` as in REASONS, or ``not-html``."""

    def __init__(self, url: str, reason: str, detail: str = "") -> None:
        title = "不是网页" if reason == "not-html" else REASONS[reason].title
        super().__init__(
            f"打不开首页 {url}：{title}" + (f"（{detail}）" if detail and detail not in title else ""), _mend(reason)
        )
        self.url = url
        self.reason = reason
        self.detail = detail


def _mend(reason: str) -> str:
    match reason:
        case "private-address":
            return "这是内网或本机地址。确需检查内网网站时，请加 --allow-private"
        case "dns" | "dns-failed" | "no-network":
            return "请核对网址有无写错，并检查本机能否上网"
        case "robots":
            return "该站 robots.txt 不允许自动访问。请网站管理员放行 GongkaiAuditor，或在配置中关闭 robots"
        case "robots-unreachable":
            return "该站 robots.txt 取不到，视为不允许访问。请修复后再试（没有时应答复 404），或在配置中关闭 robots"
        case "forbidden" | "challenge" | "rate-limited" | "login":
            return "该站拦截自动访问。请网站管理员放行 User-Agent 中含 GongkaiAuditor 的访问"
        case "not-found" | "gone":
            return "请核对网址，应填写网站首页的地址"
        case "not-html":
            return "请填写网站首页的地址，而不是文件的地址"
    if reason.startswith("tls"):
        return "请网站管理员检查 HTTPS 证书"
    return "请先用浏览器确认首页能打开，再重新运行"
