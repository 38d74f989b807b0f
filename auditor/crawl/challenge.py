"""Pages that a firewall shows to programs in place of the site: they say nothing about the link.

A table of marks, not a classifier: what is not in it is taken at its word.
"""

from __future__ import annotations

import re

HEAD = 16_384
"""Bytes of a body that are looked at."""

# (header, part of its value in lower case; "" = present is enough)
_HEADERS = (
    ("cf-mitigated", "challenge"),  # Cloudflare
    ("x-waf-captcha", ""),
    ("x-safe-firewall", ""),  # 360 网站卫士
)

# Marks in a body that stand on challenge pages only.
_BODY = (
    b"__jsl_clearance",  # 知道创宇 加速乐
    b"acw_sc__v2",  # 阿里云 WAF
    b"_cf_chl_opt",  # Cloudflare
    b"<title>Just a moment...</title>",
    b"yunsuo_session_verify",  # 云锁
    b"waf_text_verify",
    b"/_guard/html.js",
    b"TencentCaptcha(",
)

_UNREAD = re.compile(rb"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1\s*>|$)|<[^<>]*>|\s+", re.I | re.S)
LITTLE = 1500
"""Bytes of text to read, without white space, from which a page is no mere challenge."""

# 瑞数: an answer 412 (or 202) whose page is one script with $_ts.
_RIVER = b"$_ts"


def is_challenge(status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> bool:
    """Whether an answer is a firewall's test of the visitor. ``headers`` have lower-case names; ``body`` is decoded."""
    if status in (412, 521):  # 瑞数 and 知道创宇 use them for nothing else
        return True
    for name, value in headers:
        for wanted, part in _HEADERS:
            if name == wanted and part in value.lower():
                return True
    head = body[:HEAD]
    if status in (200, 202) and _RIVER in head and len(body) < HEAD and b"<a " not in head:
        return True
    # A real page may quote such a mark; a challenge page has hardly anything else for a reader.
    return len(body) < HEAD and any(mark in head for mark in _BODY) and len(_UNREAD.sub(b"", head).strip()) < LITTLE
