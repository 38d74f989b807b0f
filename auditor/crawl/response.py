"""What became of one address, and the version of it that its server names."""

from __future__ import annotations

from email.utils import mktime_tz, parsedate_tz

import msgspec

from auditor.model import Hop


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one address. ``url`` was asked, ``final_url`` answered; both canonical, without fragment.

    ``reason`` is a code of ``reasons.REASONS``: ``ok`` for a final status 2xx, also after redirects. ``status`` is 0
    where no answer came. ``headers`` are the final answer's, names in lower case. ``body`` is decompressed;
    ``truncated`` says why it is not whole: too-large, short-body, bad-encoding, timeout, not-html, or empty.
    ``received`` counts the body bytes that came over the wire.
    """

    url: str
    final_url: str
    status: int = 0
    reason: str = "ok"
    detail: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    truncated: str = ""
    received: int = 0
    method: str = "GET"
    expires: str = ""
    """When the certificate that ``final_url`` was answered under runs out, ISO 8601; empty without TLS."""

    rendered: str = ""
    """The document after its scripts have run, as HTML; empty where it was not rendered."""
    settled: bool = False
    """Of a rendered one: whether its scripts had all that they asked for, and had come to rest."""

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or empty."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def shown(self) -> bytes:
        """The bytes of what a reader sees: the rendered document (a BOM outranks the header's charset), or the body."""
        return ("\ufeff" + self.rendered).encode() if self.rendered else self.body

    @property
    def is_html(self) -> bool:
        """Whether the answer says it is HTML, or says nothing and looks like it."""
        return is_html(self.header("content-type"), self.body)


class Validators(msgspec.Struct, frozen=True):
    """What a server said of a version of a page (RFC 9110, 8.8): ETag and Last-Modified as sent, or empty."""

    etag: str = ""
    modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.modified)

    def deny(self, other: Validators) -> bool:
        """Whether ``other`` speaks of another version: what both name differs, the weakness of an ETag aside."""
        etags = self.etag and other.etag and self.etag.removeprefix("W/") != other.etag.removeprefix("W/")
        return bool(etags or (self.modified and other.modified and self.modified != other.modified))


def validators_of(headers: tuple[tuple[str, str], ...]) -> Validators:
    """The validators among headers whose names are in lower case.

    A Last-Modified later than the answer's own Date is none (RFC 9110, 8.8.2.1): whoever is asked by a day to come says
    304 to every change until then.
    """
    named = dict(reversed(headers))
    modified, answered = named.get("last-modified", ""), named.get("date", "")
    if modified and answered and _seconds(modified) > _seconds(answered):
        modified = ""
    return Validators(named.get("etag", ""), modified)


def _seconds(text: str) -> float:
    """An HTTP-date in seconds since 1970; 0 for what is none."""
    try:
        return mktime_tz(parsed) if (parsed := parsedate_tz(text)) else 0.0
    except (ValueError, OverflowError):
        return 0.0


def is_html(content_type: str, body: bytes) -> bool:
    """Whether a browser would show it as a page."""
    kind = content_type.partition(";")[0].strip().lower()
    if not kind:
        return body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\f")[:1] == b"<"
    return kind in ("text/html", "application/xhtml+xml")
