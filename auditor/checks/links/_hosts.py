"""Hosts in the words of a rule file: whether one is on a list, and whether the public can reach it at all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from auditor.crawl.guard import is_private_literal
from auditor.crawl.url import host_port

_OWN = ("::1", "0.0.0.0")  # noqa: S104 - read, not bound to
_INTRANET = (".local", ".lan", ".internal", ".intranet", ".corp", ".localdomain", ".home.arpa")
"""Names that only an office's own resolver knows (RFC 6762, RFC 8375, ICANN's .internal)."""


def host_of(url: str) -> str:
    """The host of an address, empty for none."""
    return host_port(url)[0] if url else ""


def is_listed(host: str, listed: Iterable[str]) -> bool:
    """Whether a host is on a list: ``.gov.cn`` and ``people.com.cn`` both stand for the name and all below it."""
    return any(host == name.lstrip(".") or host.endswith("." + name.lstrip(".")) for name in listed)


@lru_cache(4096)
def private_kind(host: str) -> str:
    """``loopback``, ``intranet`` or ``intranet-name`` for a host that the public cannot reach, else empty."""
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost") or name.startswith("127.") or name in _OWN:
        return "loopback"
    if is_private_literal(name):
        return "intranet"
    single = bool(name) and "." not in name and ":" not in name
    return "intranet-name" if single or name.endswith(_INTRANET) else ""
