"""The auditor's settings: one typed record, every option with its line, unknown keys refused.

``auditor.example.toml`` in docs/ sets every option to its default; a test keeps the two equal.
"""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from auditor.errors import BadInput, why_not

Count = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=31_536_000)]
Pause = Annotated[float, msgspec.Meta(ge=0, le=3600)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]

PathPattern = Annotated[str, msgspec.Meta(pattern="^[/*]")]


class CrawlConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How far and how fast a site is read."""

    max_pages: Count = 5000
    """Pages fetched at most."""
    max_depth: Number = 20
    """Clicks from the start page at most."""
    max_seconds: Seconds = 3600
    """Seconds for the whole crawl."""
    max_bytes: Count = 2_000_000_000
    """Bytes of bodies read at most."""
    connections: Count = 2
    """Connections to one host at a time."""
    interval: Pause = 0.25
    """Seconds between two requests to one host; the audited site's own loopback copy is read without pause."""
    timeout: Seconds = 15
    """Seconds for one address from first byte sent to last byte read (veto V2 counts a page slower than 15 s)."""
    robots: bool = True
    """Obey robots.txt."""
    revalidate: bool = True
    """Ask for pages kept by an earlier run with If-None-Match and If-Modified-Since, and believe a 304."""
    start: tuple[str, ...] = ()
    """More start addresses of the site: pages, or sitemaps (.xml, .xml.gz, .txt)."""
    subdomains: bool = False
    """Read every host below the start's as well (below x.cn where it is www.x.cn)."""
    hosts: tuple[str, ...] = ()
    """Further hosts that belong to the site."""
    paths: tuple[PathPattern, ...] = ()
    """Read only pages whose path begins with one of these; others are checked as links."""
    exclude: tuple[PathPattern, ...] = ()
    """Never ask for these addresses of the site: patterns as in robots.txt (``*`` anything, ``$`` the end)."""
    attachments: bool = True
    """Read the site's own attachments (PDF, Word, Excel, OFD, archives, linked pictures), not only ask for them."""
    attachment_bytes: Count = 20_000_000
    """Bytes of one attachment at most; a larger one is checked as a link and listed as not read."""
    max_attachments: Number = 2000
    """Attachments read at most."""
    max_attachment_bytes: Number = 500_000_000
    """Bytes of all attachments together at most."""
    read_pictures: bool = False
    """Read the writing in pictures with tesseract, a second of processor time each, and look for private numbers."""
    traps: bool = True
    """Cut addresses without end: calendars, session ids, orders and filters."""
    render: Literal["never", "auto", "always"] = "auto"
    """Run scripts in Chromium: of no page; of shells and empty lists that they would fill; of every page."""
    render_pages: Number = 200
    """Pages opened for it at most."""
    render_seconds: Seconds = 900
    """Seconds for all of them."""
    render_timeout: Seconds = 15
    """Seconds for one page, which is then taken as it is."""
    hours: str = ""
    """When the site may be asked, in Beijing time (``22:00-06:00``); empty is always."""
    contact: str = ""
    """Address or telephone number for the site's webmaster, sent in the User-Agent."""
    allow_private: bool = False
    """Fetch loopback and intranet addresses even when the start is a public one."""


class LinksConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which link targets are asked for."""

    external: bool = True
    """Ask other hosts too; when false their links are listed as not checked."""
    max_targets: Number = 20_000
    """Targets asked for at most, beyond the pages crawled."""
    pool_hours: Annotated[float, msgspec.Meta(gt=0, le=8760)] = 24
    """Hours for which verdicts in the file given by ``--pool`` are taken without asking again."""
    probes: bool = True
    """Ask each host for a page that cannot be there, to tell pages from errors that are answered with 200; and the
    site's own host for its home page under the other scheme and for its IPv6 address."""
    known_hosts: list[str] = []
    """Hosts (``.gov.cn`` with all below it) that the site may link to; when given, every other host is listed."""


class WordsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Local words and names."""

    lexicon: tuple[str, ...] = ()
    """Own lexicon files, laid over the shipped one: more entries, entries of the same id replaced, ``disable``."""
    roster: str = ""
    """The leaders' roster, a CSV file (姓名,职务,任职,离任); empty: names and posts are not checked."""


class BrowserConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which pages Chromium opens."""

    enabled: bool = True
    """Open pages in Chromium; ``--no-browser`` does the same for one run."""
    sample: Count = 20
    """Pages at most, spread over the templates."""
    seed: Number = 2019
    """Which pages of a template are drawn; printed in the report."""
    timeout: Seconds = 60
    """Seconds for one page."""
    max_seconds: Seconds = 900
    """Seconds for all of them."""


class MustUpdate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Columns that must be updated within so many days: local rules on top of the rule file's."""

    names: tuple[str, ...]
    """Words; a column whose name contains one of them is meant."""
    days: Annotated[int, msgspec.Meta(ge=1, le=3660)]
    """Days within which something new must be published."""
    clause: str = ""
    """A clause of the rule file's [[rows]] that asks for it; empty is its clause for other columns."""


class FreshnessConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which columns must be updated beyond those the rule file names."""

    columns: tuple[MustUpdate, ...] = ()
    """Asked before the rule file's rhythms; the first that fits counts."""


class WatchConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How ``auditor watch`` visits; what it counts by stands in the rule file."""

    visits: Annotated[int, msgspec.Meta(ge=1, le=1440)] = 24
    """Visits to each site a day, evenly spaced: a few more than the clause's twenty, so that a lost one is no gap."""
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 7
    """Days of a monitoring."""
    threads: Annotated[int, msgspec.Meta(ge=1, le=64)] = 8
    """Sites visited at the same time, at most."""


class ScoreConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the site is scored."""

    kind: str = "portal"
    """Kind of site, as the rule file names them: portal, department, ministry, ministry-without-service, site."""
    seed: Number = 2019
    """Which pages are drawn for the score sheet's samples; printed in the report."""
    watch: str = ""
    """Folder of ``auditor watch`` (its --out): whether the site could be opened; empty leaves that row open."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything ``--config`` may say."""

    rules: str = "guoban-2019-19"
    """Rule file: a shipped id, or a path."""
    crawl: CrawlConfig = CrawlConfig()
    links: LinksConfig = LinksConfig()
    words: WordsConfig = WordsConfig()
    browser: BrowserConfig = BrowserConfig()
    freshness: FreshnessConfig = FreshnessConfig()
    watch: WatchConfig = WatchConfig()
    score: ScoreConfig = ScoreConfig()


def load_config(path: Path | None) -> Config:
    """Read a TOML file into a Config; defaults where it is silent or absent. Raises BadInput with place and mend."""
    if path is None:
        return Config()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"读不到配置文件 {path}：{why_not(error)}", "请检查路径和读取权限") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: 不是 UTF-8 编码", "请另存为 UTF-8 后再试") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: TOML 格式有误（{error}）", "请对照 docs/auditor.example.toml 改正") from error
    _refuse_unknown(raw, Config, path, "")
    try:
        return msgspec.convert(raw, Config)
    except msgspec.ValidationError as error:
        raise BadInput(f"{path}: 取值不对（{error}）", "请对照 docs/auditor.example.toml 改正") from error


def _refuse_unknown(raw: dict[str, Any], record: type[msgspec.Struct], path: Path, prefix: str) -> None:
    known = {field.name: field.type for field in msgspec.structs.fields(record)}
    for key, value in raw.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"是不是想写 {prefix}{near[0]}?" if near else f"可用的有：{'、'.join(known)}"
            raise BadInput(f"{path}: 不认识的设置 {prefix}{key}", hint)
        part = known[key]
        if isinstance(value, dict) and isinstance(part, type) and issubclass(part, msgspec.Struct):
            _refuse_unknown(value, part, path, f"{prefix}{key}.")
