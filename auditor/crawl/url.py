"""Addresses by the WHATWG URL Standard, as browsers read them, and the mapping between a site and its served copy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import ada_url
import msgspec

MAX_LENGTH = 16_384
"""Longer addresses are refused: servers refuse them too, and a 10 MB one is a mistake or an attack."""

_AUTHORITY = re.compile(r"[^/?#]*")
_UTF8 = {"", "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"}


class Resolved(msgspec.Struct, frozen=True):
    """A reference as a browser would follow it.

    ``url`` is absolute and normalised, without fragment; empty unless the scheme is http or https and nothing is
    wrong. ``fragment`` is as written after the first ``#`` (percent-encoded as browsers do), without the ``#``.
    ``scheme`` is lower case without colon (``http``, ``https``, ``mailto``, ``tel``, ``javascript``, ``data``,
    ``file``, …; a Windows path ``C:\\…`` counts as ``file``). ``problem`` is empty, ``malformed`` or ``too-long``.
    """

    url: str
    fragment: str = ""
    scheme: str = ""
    problem: str = ""


def resolve(base: str, raw: str, encoding: str = "utf-8") -> Resolved:
    """Resolve ``raw`` (an attribute's value) against ``base`` (absolute; may be empty when ``raw`` is absolute).

    ``encoding`` is the document's: browsers write the *query* of a GBK page in GBK (URL Standard 4.4,
    "percent-encode after encoding"). Never raises for what a page may hold.
    """
    raw = raw.strip("\t\n\f\r ")
    if len(raw) > MAX_LENGTH:
        return Resolved("", scheme=_scheme_of(raw), problem="too-long")
    if not raw.isascii() and encoding.lower() not in _UTF8:
        raw = _encode_query(raw, encoding)
    try:
        parts = ada_url.parse_url(
            ada_url.join_url(base, raw) if base else ada_url.normalize_url(raw), ("href", "hash", "protocol")
        )
    except (ValueError, UnicodeEncodeError):  # a lone surrogate cannot be encoded
        return Resolved("", scheme=_scheme_of(raw), problem="malformed")
    scheme = str(parts["protocol"]).rstrip(":")
    if scheme not in ("http", "https"):
        return Resolved("", scheme="file" if len(scheme) == 1 else scheme)
    href, fragment = str(parts["href"]), str(parts["hash"])
    # An empty fragment leaves a bare "#" in href and nothing in hash.
    url = href.partition("#")[0]
    return Resolved(url, fragment=fragment[1:], scheme=scheme)


@lru_cache(8192)
def origin(url: str) -> str:
    """``scheme://host[:port]`` of a normalised http(s) address (default ports are already gone)."""
    scheme, _, rest = url.partition("://")
    authority = _AUTHORITY.match(rest)
    return f"{scheme}://{authority[0].rpartition('@')[2] if authority else ''}"


def host_port(url: str) -> tuple[str, int]:
    """Host (IPv6 without brackets) and port of a normalised http(s) address."""
    authority = origin(url).partition("://")[2]
    default = 443 if url.startswith("https:") else 80
    if authority.startswith("["):
        host, _, port = authority[1:].partition("]")
        return host, int(port[1:]) if port else default
    host, _, port = authority.partition(":")
    return host, int(port) if port else default


def same_site(url: str, home: str) -> bool:
    """Whether two addresses are on one host; http and https of a host are one site, other ports are not."""
    own = origin(home)
    if url.startswith(own + "/") or origin(url) == own:
        return True
    host, port = host_port(url)
    other_host, other_port = host_port(home)
    return host == other_host and {port, other_port} <= {80, 443}


class Origins:
    """Which served origin stands for which canonical one (``--as CANONICAL=SERVED``, several).

    Everything but the fetcher speaks canonical addresses; an address on a served origin is the same page.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple((origin(canonical), origin(served)) for canonical, served in pairs)
        self._served = dict(self.pairs)
        self._canonical = {served: canonical for canonical, served in self.pairs}

    @classmethod
    def parse(cls, options: Iterable[str]) -> Origins:
        """Read ``CANONICAL=SERVED`` options. Raises ValueError with a Chinese sentence for the user."""
        pairs: list[tuple[str, str]] = []
        for option in options:
            canonical, sign, served = option.partition("=")
            left, right = resolve("", canonical), resolve("", served)
            for side in (left, right):
                if not sign or not side.url or side.url != origin(side.url) + "/":
                    raise ValueError(
                        f"--as {option}: 写法不对。请写成 --as 正式网址=实际地址，两边都只写到端口为止，"
                        "例如 --as https://www.mingchuan.example=http://127.0.0.1:8080"
                    )
            if any(left.url == before or right.url == behind for before, behind in pairs):
                raise ValueError(
                    f"--as {option}: 同一地址写了两次。每个正式网址只能对应一个实际地址，请去掉多余的 --as"
                )
            pairs.append((left.url, right.url))
        return cls(pairs)

    @property
    def served(self) -> tuple[str, ...]:
        """The served origins, in the order given."""
        return tuple(served for _, served in self.pairs)

    def to_served(self, url: str) -> str:
        """Where to ask for a canonical address; other addresses stay as they are."""
        return self._swap(url, self._served)

    def to_canonical(self, url: str) -> str:
        """The canonical address of a served one; other addresses stay as they are."""
        return self._swap(url, self._canonical)

    @staticmethod
    def _swap(url: str, table: dict[str, str]) -> str:
        if not table or not url:
            return url
        own = origin(url)
        other = table.get(own)
        return url if other is None else other + url[len(own) :]


def _scheme_of(raw: str) -> str:
    """The scheme as written, for an address that cannot be parsed."""
    scheme, colon, _ = raw[:32].partition(":")
    return scheme.lower() if colon and scheme.isascii() and scheme.isalnum() else ""


def _encode_query(raw: str, encoding: str) -> str:
    """Percent-encode the non-ASCII characters of the query in the document's encoding."""
    address, mark, fragment = raw.partition("#")
    path, question, query = address.partition("?")
    if query.isascii():
        return raw
    try:
        encoded = "".join(c if c.isascii() else _percent(c, encoding) for c in query)
    except LookupError:  # an encoding name Python does not know: browsers would have fallen back as well
        return raw
    return path + question + encoded + mark + fragment


def _percent(character: str, encoding: str) -> str:
    try:
        return "".join(f"%{byte:02X}" for byte in character.encode(encoding))
    except UnicodeEncodeError:
        return f"%26%23{ord(character)}%3B"
