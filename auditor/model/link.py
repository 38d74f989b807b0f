"""What became of an address that was asked for."""

from __future__ import annotations

from typing import Literal

import msgspec

from auditor.model.page import Hop

LinkVerdict = Literal["ok", "redirected", "broken", "suspect", "blocked", "skipped"]


class LinkState(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one address when it was asked for: the run-wide verdict of a link target."""

    url: str
    verdict: LinkVerdict
    reason: str
    """A closed set of codes: ok, not-found, gone, dns, refused, timeout, tls, server-error, too-many-redirects,
    redirect-loop, forbidden, rate-limited, challenge, robots, out-of-budget, private-address, switched-off, …"""
    status: int = 0
    final_url: str = ""
    redirects: tuple[Hop, ...] = ()
    content_type: str = ""
    anchors: tuple[str, ...] | None = None
    """Ids of the target where it is an HTML page that was read whole; None when unknown."""
    detail: str = ""
    expires: str = ""
    """When the certificate it was answered under runs out, ISO 8601; empty without TLS or when unknown."""
