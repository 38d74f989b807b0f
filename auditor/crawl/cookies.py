"""Cookies for the length of one fetch, by host: some sites redirect until they see their cookie again."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from auditor.crawl.url import host_port

_COOKIE_BYTES = 4096


def keep_cookies(cookies: dict[str, SimpleCookie], served: str, headers: tuple[tuple[str, str], ...]) -> None:
    """Keep what the host of ``served`` sets; a cookie that cannot be read is left."""
    for name, value in headers:
        if name == "set-cookie" and len(value) <= _COOKIE_BYTES:
            try:
                cookies.setdefault(host_port(served)[0], SimpleCookie()).load(value)
            except CookieError:
                continue


def cookie_header(cookies: dict[str, SimpleCookie], served: str) -> str:
    """What the host of ``served`` is sent of its own cookies; empty where it set none."""
    jar = cookies.get(host_port(served)[0], SimpleCookie())
    return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in sorted(jar.items()))[:_COOKIE_BYTES]
