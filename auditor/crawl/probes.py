"""What no page asks of a host, asked once a crawl: an address that is not there, the other scheme, an IPv6 address.

Four questions at most, all of which a visitor's browser asks as well; nothing is tried out and nothing guessed at
(standards.md 9: normal GET, DNS and TLS only). The answers are kept with the crawl. Where a question would tell
nothing (a folder, a served copy, a machine of the intranet) it is not put, and the record says why.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from auditor.crawl.baseline import probe_addresses
from auditor.crawl.frontier import Frontier
from auditor.crawl.guard import Address, is_private_literal, is_public
from auditor.crawl.links import judge
from auditor.crawl.reasons import REASONS, NotFetched
from auditor.crawl.response import Response
from auditor.crawl.url import host_port, origin
from auditor.model import NotRun, PageFacts, Probe

Kind = Literal["not-found", "plain-http", "secure-http", "ipv6"]

NAMES = {
    "not-found": "不存在的地址如何答复（404 页面）",
    "plain-http": "http 是否转到 https",
    "secure-http": "https 访问",
    "ipv6": "域名的 IPv6 地址（AAAA 记录）",
}
NO_SERVER = "检查的是文件夹，没有服务器可问"
COPY = "检查的是替身地址（--as）上的副本，说明不了正式域名"
PRIVATE = "网站在本机或内网地址上，说明不了公众访问的情形"
UNSURE = "两次询问的答复不一致"
NOT_STANDARD = "网站不在标准端口上"


class Host:
    """How the audited site's host is asked."""

    def __init__(
        self,
        home: str,
        *,
        get: Callable[[str], Response],
        refusal: Callable[[str], str],
        addresses: Callable[[str], tuple[Address, ...]],
        copied: bool,
    ) -> None:
        """``refusal`` says why robots.txt does not let us; ``addresses`` resolves a host and may raise NotFetched.

        ``copied``: another origin stands for the site (``--as``).
        """
        self.home, self.copied = home, copied
        self._get, self._refusal, self._addresses = get, refusal, addresses

    def ask(self, facts: Callable[[Response, int], PageFacts]) -> Iterator[Probe]:
        """Put the questions; ``facts`` reads what an address that is not there shows."""
        yield self._not_found(facts)
        secure = self.home.startswith("https:")
        kind: Kind = "plain-http" if secure else "secure-http"
        host, port = host_port(self.home)
        other = f"{'http' if secure else 'https'}://{_bracketed(host)}/"
        why = COPY if self.copied else PRIVATE if self._is_private(host) else ""
        if not why and port != (443 if secure else 80):
            why = NOT_STANDARD
        yield Probe(kind=kind, url=other, why=why) if why else self._page(kind, other)
        yield self._ipv6(host)

    def _page(self, kind: Kind, url: str) -> Probe:
        if refusal := self._refusal(url):
            return Probe(kind=kind, url=url, outcome=refusal, why=REASONS[refusal].title)
        return _probe(kind, self._get(url))

    def _not_found(self, facts: Callable[[Response, int], PageFacts]) -> Probe:
        first, second = probe_addresses(self.home)
        if refusal := self._refusal(first):
            return Probe(kind="not-found", url=first, outcome=refusal, why=REASONS[refusal].title)
        answer = self._get(first)
        probe = _probe("not-found", answer)
        if answer.status not in (404, 410) and not probe.why:
            again = self._get(second)
            if (again.status, bool(again.hops)) != (answer.status, bool(answer.hops)):
                return msgspec.structs.replace(probe, why=UNSURE)
        if answer.is_html and not answer.hops:
            probe = msgspec.structs.replace(probe, page=facts(answer, 0))
        return probe

    def _ipv6(self, host: str) -> Probe:
        url = origin(self.home) + "/"
        if self.copied:
            return Probe(kind="ipv6", url=url, why=COPY)
        if self._is_private(host) or not host.strip("0123456789.") or ":" in host:
            return Probe(kind="ipv6", url=url, why=PRIVATE if self._is_private(host) else "网址是 IP 地址，没有域名")
        try:
            found = any(family == socket.AF_INET6 for family, _ in self._addresses(host))
        except NotFetched as problem:
            return Probe(kind="ipv6", url=url, outcome=problem.reason, why=REASONS[problem.reason].title)
        return Probe(kind="ipv6", url=url, outcome="found" if found else "none")

    def _is_private(self, host: str) -> bool:
        if is_private_literal(host):
            return True
        try:
            return not any(is_public(address[0]) for _, address in self._addresses(host))
        except NotFetched:
            return False


def unasked(home: str, why: str) -> tuple[Probe, ...]:
    """The questions where none of them was put."""
    kinds: tuple[Kind, ...] = ("not-found", "plain-http" if home.startswith("https:") else "secure-http", "ipv6")
    return tuple(Probe(kind=kind, url=home, why=why) for kind in kinds)


def keep_probes(frontier: Frontier, probes: Iterable[Probe]) -> None:
    """Write the answers into the crawl's file."""
    frontier.note("probes", msgspec.json.encode(list(probes)).decode())


def read_probes(frontier: Frontier) -> tuple[Probe, ...]:
    """The answers that a crawl has kept."""
    kept = frontier.noted("probes")
    return msgspec.json.decode(kept, type=tuple[Probe, ...]) if kept else ()


def left_out(probes: Iterable[Probe]) -> tuple[NotRun, ...]:
    """What was not asked, for the coverage."""
    return tuple(NotRun(what=NAMES[probe.kind], why=probe.why) for probe in probes if probe.why)


def _probe(kind: Kind, answer: Response) -> Probe:
    outcome = judge(answer).reason if kind == "not-found" else answer.reason
    passing = REASONS[outcome].verdict in ("blocked", "skipped") or (answer.status == 0 and kind == "not-found")
    why = REASONS[outcome].title if passing or answer.reason in ("no-network", "dns-failed", "timeout") else ""
    return Probe(
        kind=kind,
        url=answer.url,
        outcome=outcome,
        status=answer.status,
        final_url=answer.final_url,
        hops=answer.hops,
        why=why,
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
