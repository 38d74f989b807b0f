"""Where on the site a finding stands: the path of columns, the page's own title and its day of publication.

The path comes from the page's breadcrumb where that is one line of text; else from the folders of its address that
are columns; else from its ColumnName. A finding on several pages has the columns that all of them share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import msgspec

from auditor.facts.columns import crumbs_of, split_page_number
from auditor.model import Column, Finding, PageFacts, Site

HOME = "首页"
LONGEST_NAME = 30
_HOMES = re.compile(r"^(?:网站|本站)?(?:首页|主页)$|(?:政府|网|网站|门户)$")
_TEXTS = re.compile(r"^(?:正文|详情|详细内容|内容|文章内容|浏览文章|信息内容)$")


class _Place(msgspec.Struct, frozen=True):
    """What is kept of a page."""

    column_path: tuple[str, ...]
    title: str
    published: str


def place_findings(findings: Sequence[Finding], site: Site) -> tuple[Finding, ...]:
    """The findings with ``column_path``, ``page_title`` and ``published``. Reads the pages that they stand on."""
    wanted = {url for finding in findings for url in (finding.url, *finding.pages)}
    if not wanted:
        return tuple(findings)
    names = column_names(site.columns())
    known = {page.url: _place(page, site.url, names) for url in sorted(wanted) if (page := site.page(url))}
    return tuple(_placed(finding, known) for finding in findings)


def column_names(columns: Iterable[Column]) -> dict[str, str]:
    """Names of columns by the address that all pages of a column have in common."""
    return {split_page_number(column.url)[1]: column.name for column in columns if column.name}


def path_of(page: PageFacts, home: str, names: dict[str, str]) -> tuple[str, ...]:
    """The names of the columns a page stands in, outermost first; empty where nothing on it tells."""
    if page.url == home:
        return (HOME,)
    title = _title(page)
    crumbs = crumbs_of(page)
    path = [name for at, name in enumerate(crumbs) if (at or not _HOMES.search(name)) and not _TEXTS.match(name)]
    if crumbs and path and page.kind == "content" and (path[-1] in title or len(path[-1]) > LONGEST_NAME):
        path.pop()
    path = path or _folders(page.url, names)
    if not path and (name := page.meta("ColumnName")):
        path = [name]
    return tuple(name for at, name in enumerate(path) if at == 0 or name != path[at - 1])


def _folders(url: str, names: dict[str, str]) -> list[str]:
    """The columns among the folders above an address, and the column that the address itself is."""
    key = split_page_number(url)[1]
    parts = urlsplit(key)
    folder = f"{parts.scheme}://{parts.netloc}/"
    found = []
    for part in parts.path.split("/")[1:-1]:
        folder += part + "/"
        found.append(names.get(folder, ""))
    if not key.endswith("/"):
        found.append(names.get(key, ""))
    return [name for name in found if name]


def _place(page: PageFacts, home: str, names: dict[str, str]) -> _Place:
    return _Place(path_of(page, home, names), _title(page), page.published())


def _title(page: PageFacts) -> str:
    """ArticleTitle, else the title without the site's name behind it."""
    if named := page.meta("ArticleTitle"):
        return named
    site = page.meta("SiteName")
    title = page.title.strip()
    return title.removesuffix(site).rstrip(" -_|–—") or title if site else title


def _placed(finding: Finding, known: dict[str, _Place]) -> Finding:
    here = known.get(finding.url)
    paths = [known[url].column_path for url in finding.pages if url in known]
    every = finding.reach <= len(finding.pages)  # of the pages that are not named nothing is known
    return msgspec.structs.replace(
        finding,
        column_path=_shared(paths) if every else (),
        page_title=here.title if here else "",
        published=here.published if here else "",
    )


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The names that all paths begin with."""
    shared = []
    for names in zip(*paths, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return tuple(shared)
