"""Which addresses belong to the site that is audited: they are read as pages, all others are only checked as links."""

from __future__ import annotations

from urllib.parse import quote

from auditor.crawl.url import host_port, same_site

_SAFE = "/?#[]@!$&'()*+,;=:%-._~"


class Scope:
    """Hosts, path prefixes and patterns of one audit; without any of them, the home page's host and all of it.

    ``subdomains`` takes in every name below the home page's (below ``x.cn`` where that is ``www.x.cn``), ``hosts``
    names further ones. ``paths`` are prefixes of the path: what lies elsewhere is a link target. ``exclude`` are
    patterns as robots.txt writes them (RFC 9309, 2.2.3: ``*`` is anything, ``$`` the end), held against path and
    query: what matches is not asked for at all.
    """

    def __init__(
        self,
        *,
        subdomains: bool = False,
        hosts: tuple[str, ...] = (),
        paths: tuple[str, ...] = (),
        exclude: tuple[str, ...] = (),
    ) -> None:
        self.subdomains = subdomains
        self.hosts = frozenset(host.lower().rstrip(".") for host in hosts)
        self.paths = tuple(_escaped(path) for path in paths)
        self.exclude = tuple(_escaped(pattern) for pattern in exclude)

    def ours(self, url: str, home: str) -> bool:
        """Whether an address is on a host of the site; http and https of it are one, other ports are not."""
        if same_site(url, home):
            return True
        if not (self.subdomains or self.hosts):
            return False
        host = host_port(url)[0]
        return host in self.hosts or (self.subdomains and f".{host}".endswith("." + _above_www(host_port(home)[0])))

    def covers(self, url: str) -> bool:
        """Whether an address on one of our hosts is to be read."""
        return not self.excludes(url) and self._below(url)

    def elsewhere(self, url: str) -> bool:
        """Whether an address on one of our hosts is left unread because of ``paths`` alone."""
        return not self._below(url) and not self.excludes(url)

    def excludes(self, url: str) -> bool:
        """Whether an address on one of our hosts must not be asked for."""
        return bool(self.exclude) and any(_matches(pattern, _path_of(url)) for pattern in self.exclude)

    def _below(self, url: str) -> bool:
        return not self.paths or _path_of(url).startswith(self.paths)


def _path_of(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]


def _above_www(host: str) -> str:
    return host.removeprefix("www.")


def _escaped(text: str) -> str:
    return quote(text, safe=_SAFE)


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern fits from the start of ``path``. Pieces are looked for one after the other: linear time."""
    whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not whole or at == len(path)
    last = others.pop() if whole else ""
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not whole or (path.endswith(last) and len(path) - len(last) >= at)
