"""Which pages of a site are letters, guides, reports …: told once for all checks that ask.

A site's pages are read from disk one at a time, and a dozen checks that each looked for their kind among all of them
would read a county a dozen times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from auditor.facts.kinds import Kind, kind_of
from auditor.model import PageFacts, Site

PORTAL_COLUMNS = 8
"""Columns from which a site of a people's government is a portal, of which functions can be asked."""

_KNOWN: WeakKeyDictionary[Site, dict[str, list[str]]] = WeakKeyDictionary()


def urls_of(site: Site, kind: Kind) -> Sequence[str]:
    """The addresses of the pages of one kind, in order."""
    return _survey(site).get(kind, ())


def pages_of(site: Site, kind: Kind) -> Iterator[PageFacts]:
    """The pages of one kind, one at a time: a county publishes letters by the thousand."""
    return (page for url in urls_of(site, kind) if (page := site.page(url)))


def _survey(site: Site) -> dict[str, list[str]]:
    if site not in _KNOWN:
        found: dict[str, list[str]] = {}
        for page in site.pages():
            if kind := kind_of(page):
                found.setdefault(kind, []).append(page.url)
        _KNOWN[site] = found
    return _KNOWN[site]


def is_portal(site: Site) -> bool:
    """Whether the home page names a people's government and the site has the columns of a portal."""
    home = site.page(site.url)
    named = home is not None and "人民政府" in home.meta("SiteName") + home.title
    return named and max(len(site.columns()), _in_menu(home)) >= PORTAL_COLUMNS


def _in_menu(home: PageFacts | None) -> int:
    """The pages of the site in the home page's menu: columns without tags and rows are not seen as such."""
    if home is None:
        return 0
    host = urlsplit(home.url).hostname
    menu = (link.url for link in home.links if link.tag == "a" and link.region == "nav")
    return len({url for url in menu if urlsplit(url).hostname == host})
