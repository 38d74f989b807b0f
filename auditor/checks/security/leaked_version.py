"""security/leaked_version

## What it does
Says which programs and versions the server names in its headers (Server, X-Powered-By, X-AspNet-Version …) and the
page in its ``generator`` tag. A name without a version is nothing. ``review``, one finding for each thing named.

## Why it matters
Who looks for sites with a known hole asks for the version first. It protects nobody to keep it back, but it costs one
line, and 等保 assessments ask for it.

## Bad
    Server: nginx/1.18.0    X-Powered-By: PHP/5.6.40    <meta name="generator" content="SomeCMS 4.0.2">

## Instead
    Server: nginx (nginx: server_tokens off; PHP: expose_php = Off)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, Locator, PageFacts, Params

HEADERS = {
    "server": "Server",
    "x-powered-by": "X-Powered-By",
    "x-aspnet-version": "X-AspNet-Version",
    "x-aspnetmvc-version": "X-AspNetMvc-Version",
    "x-generator": "X-Generator",
}
_VERSION = re.compile(r"\d+\.\d+|[A-Za-z]/\d")
_EDITOR = re.compile(r"mshtml|frontpage|microsoft word|wps", re.I)
"""Programs in which somebody typed the page: they do not run on the server."""


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each header and generator with a version."""
    said = [(HEADERS[name], value.strip(), Locator()) for name, value in facts.headers if name in HEADERS]
    said += [
        ("generator 标签", meta.content.strip(), meta.locator)
        for meta in facts.metas
        if meta.name.lower() == "generator" and not _EDITOR.search(meta.content)
    ]
    for where, value, locator in said:
        if _VERSION.search(value):
            yield Hit(
                url=facts.url,
                message=f"{where} 写出了程序的版本“{value[:80]}”",
                evidence=f"{where}: {value[:120]}",
                verdict="review",
                reason="version",
                target=where,
                region="header",
                locator=locator,
                cause=f"{where}: {value[:120]}",
            )


CHECK = Check(
    id="security/leaked_version",
    title="对外写出了程序版本",
    severity="P3",
    remedy="请在服务器设置和网页模板中去掉程序的版本号",
    scope="page",
    check=check,
)
