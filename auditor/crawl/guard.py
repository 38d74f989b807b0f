"""Which network addresses may be asked: a site on the internet must not lead the auditor into an intranet.

Names are resolved here, once per run, and the connection goes to the very address that was judged, so that a name
that changes its mind between the look and the connection (DNS rebinding) gains nothing. Redirects pass the same gate.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Iterable
from typing import Any

from auditor.crawl.reasons import NotFetched
from auditor.crawl.url import host_port

Address = tuple[int, Any]
"""Socket family and socket address, ready for ``connect``."""

_RESERVED = (".invalid", ".test", ".example", ".localhost")
"""Names that exist nowhere on the internet (RFC 6761, RFC 2606): their absence proves nothing about the resolver."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the internet.

    False for loopback, private, link-local (cloud metadata is there), carrier-grade NAT, unique-local, multicast,
    reserved and unspecified addresses, also when an IPv4 one is wrapped in IPv6 (mapped, 6to4, Teredo, NAT64).
    Raises ValueError for what is not an IP address.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def is_private_literal(host: str) -> bool:
    """Whether a host as written (not as resolved) is this machine or an intranet: ``localhost`` or a private IP."""
    if host.rstrip(".") == "localhost" or host.rstrip(".").endswith(".localhost"):
        return True
    try:
        return not is_public(host)
    except ValueError:
        return False


def _loopback(text: str) -> bool:
    return ipaddress.ip_address(text.partition("%")[0]).is_loopback


class Guard:
    """The gate before every connection.

    ``allowed`` are origins whose host and port may be asked whatever they resolve to: a start that is itself written
    as a private address, and the served side of ``--as``. ``allow_private`` opens everything (intranet audits).
    Answers are kept for the run; ``forget_failures`` lets the second round ask the resolver again.

    A resolver that has not found one public name in this run may be cut off from the internet and deny them all:
    what it does not know is then ``no-network``, not ``dns``.
    """

    def __init__(self, allowed: Iterable[str] = (), allow_private: bool = False) -> None:
        self.allow_private = allow_private
        self._allowed = {host_port(url) for url in allowed}
        self._known: dict[tuple[str, int], tuple[Address, ...] | NotFetched] = {}
        self._resolves = False
        self._lock = threading.Lock()

    def addresses(self, host: str, port: int, seconds: float) -> tuple[Address, ...]:
        """Where ``host:port`` may be reached. Raises NotFetched: dns, dns-failed, no-network or private-address."""
        with self._lock:
            known = self._known.get((host, port))
        if known is None:
            try:
                found = _look_up(host, port, seconds)
                self._resolves = self._resolves or self._from_a_resolver(host, found)
                known = self._permitted(host, port, found)
            except NotFetched as problem:
                known = problem
                if problem.reason.startswith("dns") and not (self._resolves or host.rstrip(".").endswith(_RESERVED)):
                    known = NotFetched("no-network", problem.detail)
            with self._lock:  # the first answer wins, so that all connections of a run go to the same place
                known = self._known.setdefault((host, port), known)
        if isinstance(known, NotFetched):
            raise NotFetched(known.reason, known.detail)
        return known

    def forget_failures(self) -> None:
        """Ask the resolver again about names it could not answer."""
        with self._lock:
            for key in [key for key, value in self._known.items() if isinstance(value, NotFetched)]:
                del self._known[key]

    def _from_a_resolver(self, host: str, found: tuple[Address, ...]) -> bool:
        """Whether only a working resolver can know this: not an address as written, not what /etc/hosts knows."""
        addresses = [address[1][0] for address in found]
        if host.strip("[]") in addresses:
            return False
        return any(is_public(text) or (self.allow_private and not _loopback(text)) for text in addresses)

    def _permitted(self, host: str, port: int, found: tuple[Address, ...]) -> tuple[Address, ...]:
        if self.allow_private or (host, port) in self._allowed:
            return found
        public = tuple(address for address in found if is_public(address[1][0]))
        if not public:
            raise NotFetched("private-address", f"{host} → {found[0][1][0]}")
        return public


def _look_up(host: str, port: int, seconds: float) -> tuple[Address, ...]:
    """Resolve a name within ``seconds``: getaddrinfo itself knows no limit, so it runs in a thread of its own."""
    answer: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:  # UnicodeError: a label longer than 63 octets
            answer.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise NotFetched("dns-failed", f"{host}: no answer in {seconds:.0f} s") from None
    if isinstance(found, list):
        return tuple(dict.fromkeys((int(entry[0]), entry[4]) for entry in found))
    if isinstance(found, UnicodeError) or (
        isinstance(found, socket.gaierror) and found.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5))
    ):
        raise NotFetched("dns", f"{host}: {found}")
    raise NotFetched("dns-failed", f"{host}: {found}")
